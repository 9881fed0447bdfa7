"""What a speaker takes back: "from the sink, sorry, from the kettle" is from the kettle.

What replaces something begins as that did: with the same preposition, another place, another colour, number or comparative.
"Is the mug on the table, sorry, the cup" may take back either, and is not understood.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from spatialgeo_ros.questions import lexicon
from spatialgeo_ros.questions.clause import VIEWER
from spatialgeo_ros.questions.frills import Core
from spatialgeo_ros.questions.patterns import Notation, Sentence
from spatialgeo_ros.questions.phrase_parts import IT
from spatialgeo_ros.questions.phrases import read_phrase
from spatialgeo_ros.questions.units import UNIT_WORDS
from spatialgeo_ros.questions.vocabulary import Vocabulary

_MACROS = {
    "OH": "(. | uh | um | er | erm | oh | ah | well | or)?",
    "SURELY": "(sorry | oops | i (mean | meant) (to say | to ask)? | no wait | wait no | or rather | make (that | it) | "
    "correction | (scratch | strike | forget) that | my mistake | i should (say | have said) | i am sorry)",
    "MAYBE": "(no | wait | rather | pardon (me)? | excuse me)",
    "MORE": ".? (no | wait | SURELY)? .? (really | actually | just)?",
}
_MARKS = Notation(_MACROS, {}).compile("OH OH SURELY MORE")  # these take something back wherever they stand
_MARKS_SET_OFF = Notation(_MACROS, {}).compile("OH OH MAYBE MORE")
_DETERMINERS = frozenset({"the", "a", "an", "my", "your", "our", "this", "that", "these", "those"})
_PLACES = frozenset(
    """
on in under underneath beneath below above over behind beside between inside outside near next left right front to from at
against within touching atop by
""".split()
)
_COMPARED = frozenset(
    """
taller shorter bigger larger smaller wider narrower thinner thicker longer deeper higher lower closer nearer farther
""".split()
)
_UNITS = frozenset(UNIT_WORDS) - {"in"}
_NUMBERS = frozenset(lexicon.NUMBERS)
_ALIKE = (_PLACES, _COMPARED, frozenset(lexicon.COLOURS), _NUMBERS, frozenset(lexicon.LEADING), _UNITS)
_ASKING = frozenset("what which where how who is are does do can could would will did has have count list show find".split())


def is_corrected(core: Core, vocabulary: Vocabulary) -> bool:
    """Whether something in the middle of the sentence is taken back."""
    return any(True for _ in _taken_back(core, vocabulary))


def repaired(core: Core, vocabulary: Vocabulary) -> Iterator[Core]:
    """The sentence with what is meant in the place of what is taken back."""
    for start, end in _taken_back(core, vocabulary):
        before, rest = core.part(0, start), core.part(end, len(core.words))
        if rest.words[0] in _ASKING:
            yield from _begun_anew(before, rest, vocabulary)
        places = list(_replaced(before.words, rest.words, vocabulary))
        if not places and _is_one_thing(before, vocabulary) and rest.words[0] in _DETERMINERS:
            yield rest  # "blue cup, I mean the blue mug, left or right of the can?"
        for at, kept in places:
            meant = _without_pronouns(before.part(at, start), rest.words, vocabulary)
            if meant:
                yield replace(core, words=before.words[:at] + meant + kept, breaks=frozenset())
        if not places and end in core.breaks and "mean" in core.words[start:end]:  # "is the mug, I mean, on the table?"
            yield replace(core, words=before.words + rest.words, breaks=before.breaks)


def _without_pronouns(taken: Core, rest: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The rest, with "it" and "one" said in full; () where they may stand for several things."""
    kinds: list[tuple[str, ...]] = [(noun,) for noun in sorted(_nouns(taken.words, vocabulary))]
    meant = {"it": _named(taken, vocabulary), "one": kinds}
    said: list[str] = []
    for word in rest:
        if word in meant and len(meant[word]) != 1:
            return ()
        said += meant[word][0] if word in meant else (word,)
    return () if {"ones", "them", "they"} & set(rest) else tuple(said)


def _taken_back(core: Core, vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    """Where "sorry" and the like begin and end, before what can replace something."""
    sentence = Sentence(core.words, vocabulary, core.breaks)
    for start in range(1, len(core.words)):
        if core.words[start - 1] == ".":
            continue
        set_off = start in core.breaks or core.words[start] == "."
        nodes = (_MARKS, _MARKS_SET_OFF) if set_off else (_MARKS,)
        ends = {end for node in nodes for _, end in node(sentence, start)}
        for end in sorted(ends, reverse=True):
            if _can_replace(core.words[end:], vocabulary):
                yield start, end
                return


def _can_replace(rest: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    word = "".join(rest[:1])
    named = any(True for _ in vocabulary.nouns_at(rest, 0))
    return named or _kind(word) is not None or word in _ASKING or word in _DETERMINERS


def _begun_anew(before: Core, rest: Core, vocabulary: Vocabulary) -> Iterator[Core]:
    """The new question alone; "it" stands for the one thing that the first one named, or for what that was about."""
    its = [at for at, word in enumerate(rest.words) if word in ("it", "they")]
    named = _named(before, vocabulary) if its else []
    if named and (len(named) == 1 or rest.words[its[0] - 1] in ("is", "are", "does", "do")):
        words = (*named[0], ".", *rest.words)
        yield replace(rest, words=words, breaks=frozenset(index + len(named[0]) + 1 for index in rest.breaks))
    if not {"one", "ones"} & set(rest.words):
        yield rest


def _is_one_thing(core: Core, vocabulary: Vocabulary) -> bool:
    return any(end == len(core.words) for _, end in read_phrase(Sentence(core.words, vocabulary, core.breaks), 0))


def _named(core: Core, vocabulary: Vocabulary) -> list[tuple[str, ...]]:
    """The words of every thing that is named."""
    sentence = Sentence(core.words, vocabulary, core.breaks)
    found: list[tuple[str, ...]] = []
    at = 0
    while at < len(core.words):
        ends = [
            end for phrase, end in read_phrase(sentence, at) if phrase.definite and phrase.noun not in ("", IT, VIEWER.noun)
        ]
        found += [core.words[at : min(ends)]] if ends else []
        at = min(ends, default=at + 1)
    return found


def _replaced(
    before: tuple[str, ...], rest: tuple[str, ...], vocabulary: Vocabulary
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Where what is taken back begins, and what goes on after the rest because it was not said again."""
    word = rest[0]
    if word == "how" and len(rest) == 2 and before[0] == "how":
        yield 0, before[2:]  # "how tall is the box, I mean how wide?"
    elif word in _DETERMINERS:
        places = [at for at, other in enumerate(before) if other in _DETERMINERS]
        yield from ((at, ()) for at in places if not _nouns(before[:at], vocabulary) and len(places) == 1)
    elif (kind := _kind(word)) is not None:
        yield from _replaced_alike(kind, before, rest, vocabulary)
    else:
        yield from _replaced_noun(before, vocabulary)


def _kind(word: str) -> frozenset[str] | None:
    """The words that this one can replace."""
    return _NUMBERS if word[:1].isdigit() else next((words for words in _ALIKE if word in words), None)


def _replaced_alike(
    kind: frozenset[str], before: tuple[str, ...], rest: tuple[str, ...], vocabulary: Vocabulary
) -> Iterator[tuple[int, tuple[str, ...]]]:
    same = [at for at, word in enumerate(before) if word == rest[0] and kind is _PLACES]
    alike = [at for at, word in enumerate(before) if _kind(word) is kind]
    if len(rest) == 1:
        yield from ((at, before[at + 1 :]) for at in alike if len(alike) == 1)
        return
    for at in (same or alike)[-1:]:
        while at > 0:
            if not _nouns(rest, vocabulary) & _nouns(before[:at], vocabulary) - _nouns(before[at:], vocabulary):
                yield at, ()
            longer = before[at - 1] in _PLACES or before[at - 2 : at] in (("to", "the"), ("on", "the"))
            if kind is not _PLACES or not longer:
                return
            at -= 1 if before[at - 1] in _PLACES else 2


def _nouns(words: tuple[str, ...], vocabulary: Vocabulary) -> set[str]:
    """The names of things; "can you" holds none."""
    asking = {at for at, pair in enumerate(pairwise(words)) if pair in (("can", "you"), ("can", "i"), ("can", "we"))}
    return {noun.name for at in range(len(words)) if at not in asking for noun in vocabulary.nouns_at(words, at)}


def _replaced_noun(before: tuple[str, ...], vocabulary: Vocabulary) -> Iterator[tuple[int, tuple[str, ...]]]:
    """ "how many mugs, sorry, bowls are on the table?"; where two nouns were said either may be taken back."""
    for at in range(len(before)):
        if any(at + noun.words == len(before) for noun in vocabulary.nouns_at(before, at)):
            if not _nouns(before[:at], vocabulary):
                yield at, ()
            return
