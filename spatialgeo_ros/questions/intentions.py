"""What somebody wants to do, or has lost, said before a question that stands by itself.

"I want to put the lamp on the shelf. How deep is the shelf?" asks for the shelf; where nothing of the question points back
to what was said ("it", "there", "that"), the first sentence changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from spatialgeo_ros.questions.frills import Core
from spatialgeo_ros.questions.patterns import Notation, Sentence
from spatialgeo_ros.questions.vocabulary import Vocabulary

_DOING = (
    "(put | place | set | move | store | pack | keep | hang | fit | bring | carry | lift | pick up | grab | take | use | "
    "buy | get | clean | wash | fill | paint | water | feed | fix | step | tidy | load | unload)"
)
_WANTING = Notation({}, {}).compile(
    f"(i | we) (just | really)? ((want | need | have | would like | plan | intend | hope | am going | are going | am trying | "
    f"am about | am planning | are planning) to | must | should | will) {_DOING} | "
    f"(i am | we are) looking for (something | a thing | someplace | somewhere) to"
)
_NEVER_MIND = (("never", "mind"), ("forget", "it"), ("forget", "that"), ("no", "matter"))
_POINTING = frozenset("it its that this there them they their those these one ones so then".split())
_NAMING = frozenset({"the", "my", "your", "our"})
_THERE_IS = (("is", "there"), ("are", "there"), ("there", "is"), ("there", "are"))


def left_out(core: Core, vocabulary: Vocabulary) -> Iterator[Core]:
    """The sentence without what somebody wants to do, or what does not matter, before its last full stop."""
    stops = [at for at, word in enumerate(core.words) if word == "."]
    if not stops:
        return
    before, rest = core.words[: stops[-1]], core.part(stops[-1] + 1, len(core.words))
    wanted = len(stops) == 1 and any(True for _ in _WANTING(Sentence(before, vocabulary), 0))
    dismissed = before[-2:] in _NEVER_MIND
    if (wanted or dismissed) and rest.words and not _points_back(rest):
        yield rest


def _points_back(rest: Core) -> bool:
    """ "the shelf, how deep is it?" points to what it names itself."""
    words = rest.words
    pairs = list(zip(("", *words), (*words, ""), strict=True))
    pointing = {second for first, second in pairs if second in _POINTING and (first, second) not in _THERE_IS}
    pointing -= {"there"} if words[:1] == ("there",) else set()
    named_first = words[0] in _NAMING and bool(rest.breaks) and words.count("it") == 1
    which_one = "one" in pointing and any(pair in (("which", "one"), ("the", "one")) for pair in pairs)
    return bool(pointing - ({"it"} if named_first else set()) - ({"one"} if which_one and "or" in words else set()))
