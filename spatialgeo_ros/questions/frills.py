"""Words around a question that do not change it: "please", "can you tell me", "as seen from the camera", "in cm"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spatialgeo_ros.questions.patterns import Notation, Sentence
from spatialgeo_ros.questions.tokens import Text
from spatialgeo_ros.questions.units import UNIT_WORDS
from spatialgeo_ros.questions.vocabulary import Vocabulary

_MACROS = {
    "POLITE": "(please | kindly | just | also | quickly | now | maybe | perhaps)",
    "MODAL": "(can | could | would | will | may | might)",
    "TELL": "(tell | show | inform | let) (me | us) (know)?",
    "KNOW": "(know | find out | hear | learn | ask | ask you | be told | see)",
    "VIEW": "(perspective | point of view | viewpoint | view | side | angle | position | standpoint | eyes | vantage "
    "point)",
}
_BEFORE = (
    "(hey | hi | hello | ok | okay | so | well | and | um | now | then | alright | right | dear) (robot | spatialgeo "
    "| there | camera)? .?",
    "(good (morning | evening | afternoon | day)) (robot | spatialgeo)? .?",
    "(robot | spatialgeo) .?",
    "(would | do) you mind (telling me | saying | checking)",
    "(i was | i am | we are | i was just) (wondering | asking | curious)",
    "(might | could | would | can) you be able to (tell me | say)",
    "(could | can | may | might) i (ask | know) (you)?",
    "(pray tell | say me | say | estimate | measure | guess | compute | calculate | figure out)",
    "(based on | given | considering | judging by | from | looking at | comparing) (their | the | this)? (relative | "
    "spatial)? "
    "(positions | sizes | heights | widths | locations | image | picture | photo | scene)",
    "(in terms of | when it comes to | regarding) (height | width | size | distance | depth | volume | position)",
    "(visually | spatially)",
    "(measuring | measured) from the (closest | nearest) (point | points) of each object",
    "(excuse me | sorry | one question | quick question | a question | question | my question is | thanks) .?",
    "POLITE",
    "count",
    "MODAL you (POLITE)? (TELL | tell | confirm | verify | check | determine | say | see | find out | work out | "
    "figure out "
    "| estimate for me | explain)",
    "TELL (POLITE)?",
    "(confirm | verify | check | say | determine | find out | figure out | explain)",
    "(i | we) (would | 'd)? (really)? (like | love | want | need | wish | have) (you)? to (KNOW | tell me)",
    "(i am | we are) (wondering | curious | asking | interested) (about)?",
    "(i | we) (wonder | ask | am asking)",
    "(do | would | does | did) you (happen to)? know",
    "(any idea | do you have any idea | have you any idea)",
    "(is it | it is) (true | correct | right | the case | a fact | accurate | possible)",
    "MODAL (you | i)? (POLITE)? (give | get | provide) me",
    "MODAL (you | i)? (POLITE)? (give | get | provide | measure | estimate | count | list | find | locate | name | "
    "describe | compute | calculate | determine | identify)",
    "from (my | your | our | the camera 's | the viewer 's | the observer 's | the robot 's | this | the viewer | "
    "the camera) VIEW",
    "(from where (i am | you are | i stand | you stand | i am standing | you are standing))",
    "(from here | as seen from here | looking from here | in this (scene | image | picture | view) | in the (scene | "
    "image | picture | view) | "
    "in the current (view | scene))",
    "(as seen | seen | viewed | looking) (from | by) (the camera | me | you | here | the viewer)",
)
_KEEPS_VERB = frozenset(
    "give get provide measure estimate count list find locate name describe compute calculate determine "
    "identify".split()
)
_AFTER = (
    "(please | thanks | thank you | thx | cheers)",
    "(right now | now | currently | at the moment | at present)",
    "(for me | roughly | approximately | exactly | precisely | robot | do you think | would you say)",
    "(from | in) (my | your | our | the camera 's | the viewer 's | the observer 's | the robot 's | this | the "
    "viewer | the camera) VIEW",
    "(from here | as seen from here | from where (i am | you are | i stand | i am standing | you stand))",
    "(as seen | seen | viewed | when viewed | when seen | looking) (from | by) (the camera | me | you | here | the "
    "viewer)",
    "(as (you | i) see it)",
    "(that)? (you | i | we) (can)? see",
    "(in view | in sight | over there | over here | there | here)",
    "(in | on | within) (the | this | your | the current) (scene | image | picture | view | frame | photo | "
    "photograph | field of view)",
)
_TAG = (
    "(right | correct | is it not | is not it | are not they | does not it | is that right | is that correct | are "
    "they not"
    " | or not | true | is that true | do you know | true or false | yes or no)"
)  # only after what can be true or false
_OPEN = frozenset({"what", "which", "where", "how", "who", "when", "why"})
_NOTATION = Notation(_MACROS, {})
_STARTS = tuple(_NOTATION.compile(pattern) for pattern in _BEFORE)
_ENDS = tuple(_NOTATION.compile(pattern) for pattern in _AFTER)
_YES_NO_ENDS = (*_ENDS, _NOTATION.compile(_TAG))
_UNIT = _NOTATION.compile(
    "(expressed | measured | given | answer me | answer | the answer | reply)? (in | using | in terms of | in units "
    "of) "
    f"u:({' | '.join(UNIT_WORDS)})"
)
_NO_WORDS = Vocabulary()
WORDS = frozenset[str]().union(*(_NOTATION.literals(pattern) for pattern in (*_BEFORE, *_AFTER, _TAG)))


@dataclass(frozen=True)
class Core:
    """What is left of a sentence. breaks: see `tokens.Text`. unit: "" or as asked ("... in inches")."""

    words: tuple[str, ...]
    breaks: frozenset[int]
    unit: str = ""

    def part(self, start: int, end: int) -> Core:
        breaks = frozenset(index - start for index in self.breaks if start < index < end)
        return Core(self.words[start:end], breaks, self.unit)


def trimmed(text: Text) -> Iterator[Core]:
    """The sentence with fewer and fewer frills, the whole one first."""
    seen: set[Core] = set()
    waiting = [Core(text.words, text.breaks)]
    while waiting:
        current = waiting.pop(0)
        if current in seen or not current.words:
            continue
        seen.add(current)
        yield current
        waiting += _fewer_before(current)
        waiting += _unit_before(current)
        waiting += _fewer_after(current)


def _fewer_before(core: Core) -> Iterator[Core]:
    sentence = Sentence(core.words, _NO_WORDS)
    for node in _STARTS:
        for _, end in node(sentence, 0):
            last = core.words[end - 1] if end else ""
            yield core.part(end - 1 if last in _KEEPS_VERB and end > 1 else end, len(core.words))


def _unit_before(core: Core) -> Iterator[Core]:
    """ "in centimetres, how far is ...": when the answer has no unit yet."""
    for kept, end in () if core.unit else _UNIT(Sentence(core.words, _NO_WORDS), 0):
        yield replace(core.part(end, len(core.words)), unit=UNIT_WORDS[dict(kept)["u"]])


def _fewer_after(core: Core) -> Iterator[Core]:
    sentence = Sentence(core.words, _NO_WORDS)
    ends = _ENDS if core.words[0] in _OPEN else _YES_NO_ENDS
    for start in range(max(1, len(core.words) - 8), len(core.words)):
        for node in ends:
            if any(end == len(core.words) for _, end in node(sentence, start)):
                yield core.part(0, start)
        if not core.unit:
            for kept, end in _UNIT(sentence, start):
                if end == len(core.words):
                    yield replace(core.part(0, start), unit=UNIT_WORDS[dict(kept)["u"]])
