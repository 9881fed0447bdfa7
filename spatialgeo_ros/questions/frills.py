"""Words around a question that do not change it: "please", "can you tell me", "as seen from the camera", "in cm"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spatialgeo_ros.questions import asides
from spatialgeo_ros.questions.patterns import Node, Notation, Sentence
from spatialgeo_ros.questions.query_details import DEGREES
from spatialgeo_ros.questions.tokens import Text
from spatialgeo_ros.questions.units import UNIT_WORDS, volume_unit_at
from spatialgeo_ros.questions.vocabulary import Vocabulary


def _unit(sentence: Sentence, at: int) -> list[tuple[str, int]]:
    """A unit of length or of volume, or degrees."""
    volume = volume_unit_at(sentence.words, at)
    lengths = [(UNIT_WORDS[word], at + 1) for word in sentence.words[at : at + 1] if word in UNIT_WORDS]
    lengths += [(DEGREES, at + 1) for word in sentence.words[at : at + 1] if word in ("degrees", "degree")]
    return lengths if volume is None else [volume, *lengths]


def bare_unit(sentence: Sentence, at: int) -> list[tuple[str, int]]:
    """Not "in", which is no inch there."""
    return [] if sentence.words[at : at + 1] == ("in",) else _unit(sentence, at)


_MACROS = {
    "POLITE": "(please | kindly | just | also | quickly | now | maybe | perhaps)",
    "BE": "(is | are | 's)",
    "MODAL": "(can | could | would | will | may | might)",
    "TELL": "(tell | show | inform | let | give) (me | us) (know)?",
    "KNOW": "(know | find out | hear | learn | ask | ask you | be told | see)",
    "VIEW": "(perspective | point of view | viewpoint | view | side | angle | position | standpoint | eyes | vantage "
    "point)",
}
_BEFORE = (
    "(hey | hi | hello | ok | okay | so | well | and | but | um | now | then | alright | right | dear) (robot | spatialgeo "
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
    "(visually | spatially | looking straight (on | ahead))",
    "if you (would | could | can | do not mind) (please | be so kind)?",
    "(i)? can not see (it | properly | well | clearly | from here)",
    "(roughly | approximately | about | exactly | precisely | around | more or less)",
    "(consider | compare | look at | check) (their | the | this)? (relative | spatial)? (positions | sizes | heights | "
    "widths | locations | image | picture | photo | scene) (. | and)?",
    "(take a look | have a look) (. | and)",
    "(measuring | measured) from the (closest | nearest) (point | points) of each object",
    "i mean",
    "(excuse me | sorry | one question | quick question | a question | question | my question is | thanks) .?",
    "POLITE",
    "(please | kindly) to",
    "count (up)?",
    "MODAL you (POLITE)? (TELL | (say | explain) (to)? (me | us) | tell "
    "| confirm | verify | check | determine | say | see | find out | work out | "
    "figure out "
    "| estimate for me | explain)",
    "TELL (POLITE)?",
    "(confirm | verify | check | say | determine | find out | figure out | explain)",
    "(i | we) (would | 'd)? (really | very much | dearly | just)? (like | love | want | need | wish | have) (very much)? "
    "(you)? to (KNOW | tell me)",
    asides.KIND_ENOUGH,
    asides.GRATEFUL,
    asides.WANTS_TO_KNOW,
    "(return | output | print | inform (me | us)? (about | of | on)?)",
    "(i am | we are) (wondering | curious | asking | interested) (about)?",
    "(i | we) (wonder | ask | am asking)",
    "(i | we) (would)? (like | need | want | love)",
    "am i (right | correct) (in (thinking | saying))? (that)?",
    "if (twelve | 12) (o'clock)? is (dead | straight)? ahead",
    "(i am | we are) (looking at | in front of) (this | the) (scene | picture)",
    "(do | would | does | did) you (happen to)? know",
    "(any | got any | do you have (any | an) | have you (got)? (any | an)) "
    "(idea | clue | notion | guess) (of | about | as to)?",
    "(would | do) you mind",
    "(is it | it is) (true | correct | right | the case | a fact | accurate | possible)",
    "MODAL (you | i)? (POLITE)? (give | get | provide) me",
    "MODAL (you | i)? (POLITE)? (give | get | provide | measure | estimate | count | list | find | locate | name | "
    "describe | compute | calculate | determine | identify | compare | sort | order | arrange | rank)",
    "from (my | your | our | the camera 's | the viewer 's | the observer 's | the robot 's | this | the viewer | "
    "the camera) VIEW",
    "(from where (i am | you are | i stand | you stand | i am standing | you are standing | (the robot | the camera) "
    "(is (standing)? | stands)))",
    "(from here | as seen from here | looking from here | in this (scene | image | picture | view) | in the (scene | "
    "image | picture | view) | "
    "in the current (view | scene))",
    "(as seen | seen | viewed | looking) (from | by) (the camera | me | you | here | the viewer)",
    asides.SEEING,
    asides.LOOKING,
)
# What follows is a statement, and it is asked whether that is so.
_STATING = (
    "(confirm | verify | check | make sure) (that)?",
    "(could | might | can | may) it be (the case)? (that)?",
    "(is it | it is | would it be) (true | correct | right | fair | safe | accurate | possible | the case) "
    "(to (say | assume | "
    "think | claim))? (that)?",
    "(do | would | could | can) not? (you | we | i) (also)? (say | think | agree | believe | reckon | assume) (that)?",
    "(does | do) it (look | seem | appear) (like | as if | as though | that)",
    "would (i | we) be (right | correct) (to (say | think | assume) | in (saying | thinking | assuming)) (that)?",
    "(is there)? any chance (that)?",
    "am i (right | correct | wrong) (in (thinking | saying | assuming))? (that)?",
    "(i (think | believe | guess | assume | take it)) (that)?",
    "(just)? (yes or no | true or false | right or wrong | true or not)",
    *asides.SUPPOSING,
)
_KEEPS_VERB = frozenset(
    "give get provide measure estimate count list find locate name describe compute calculate determine "
    "identify compare sort order arrange rank".split()
)
_AFTER = (
    "(please | thanks | thank you | thx | cheers)",
    "((right | just)? now | currently | (just | right)? at (the | this) (very)? moment | at present | called)",
    "(for me | roughly | approximately | exactly | precisely | robot | do you think | would you say)",
    "(from | in) (my | your | our | the camera 's | the viewer 's | the observer 's | the robot 's | this | the "
    "viewer | the camera) VIEW",
    "(from here | as seen from here | from where (i am | you are | i stand | i am standing | you stand))",
    "and by how much | in total | in all | all told",
    "(as seen | seen | viewed | when viewed | when seen | looking) (from | by) (the camera | me | you | here | the "
    "viewer)",
    asides.SEEING,
    asides.LOOKING,
    "(that)? (you | i | we) (can)? see (in (this | the) (room | scene | picture | image | view))?",
    "(in view | in sight | over there | over here | there | here)",
    "(can | do | could | would | will) you (see | spot | find | count | tell | name | list | measure) (me)? "
    "(it | them | one | that)",
    "(if you (can | could) (see | tell) (it | them)?) | if possible | by any chance | or what | do you reckon | i wonder",
    "(mate | buddy | pal | sir | dear | love | darling | my friend | then | exactly)",
    "((as | in | by) (a | the)? clock (hour | hours | position | positions) | (like | as)? on (a | the) clock (face)?)",
    "if you (would | do not mind | would be so kind | please | could)",
    "of (the lot | them all | all of them | them | all | the bunch)",
    "or (are they | is it | are the two) (about | roughly)? (the same | equal)",
    "if (any | anything | any thing | at all | any at all | there BE (any | anything)?)",
    "or (is | are) (it | they) not (in (view | sight) | visible | there | here | to be seen | present)",
    f"or (did | has | have) {asides.WHO} (leave | left | forget | forgotten | take | taken | miss | missed) (one | some | "
    "any) (out | behind | away | off)?",
    "or (is | are) (one | some | any) (of them)? (missing | left out)",
    "from there",
    "(looking | seen | viewed)? from where (the robot | the camera) (is | stands)",
    "(. | and)? (use | using | give | answer | reply | tell me) (it | the answer)? (in | with | as | using)? (the | a)? "
    "(clock (hours | hour | positions | position | face) | o'clock | hours)",
    "(in | on | within) (the | this | your | the current) (scene | image | picture | view | frame | photo | "
    "photograph | field of view)",
)
_TAG = (
    "(right | correct | is it not | is not it | are not they | does not it | is that right | is that correct | are "
    "they not"
    " | or not | true | is that true | do you know | true or false | yes or no | are not there | is there not | are there not)"
)  # only after what can be true or false
# "it is not on the table, is it?" asks whether it is
_ASKS_BACK = "(is it | are they | is there | are there | is he | is she | does it | do they)"
_ASKS_BACK_WHO = "(do | can | have | did) (you | we | i)"  # after "you can not see a cup"
_WHO = frozenset({"i", "you", "we"})
_OPEN = frozenset({"what", "which", "where", "how", "who", "when", "why"})
_WHETHER = frozenset({"whether", "if"})
_NOTATION = Notation(_MACROS, {"UNIT": _unit, "BAREUNIT": bare_unit})
_STARTS = tuple(_NOTATION.compile(pattern) for pattern in _BEFORE)
_STATES = tuple(_NOTATION.compile(pattern) for pattern in _STATING)
_ENDS = tuple(_NOTATION.compile(pattern) for pattern in _AFTER)
_TAG_NODE = _NOTATION.compile(_TAG)
_SET_OFF = tuple(_NOTATION.compile(pattern) for pattern in asides.SET_OFF)
_ASIDES = tuple(_NOTATION.compile(pattern) for pattern in asides.ASIDES)
_TAGS_SET_OFF = tuple(_NOTATION.compile(pattern) for pattern in asides.TAGS)
_LOOK_WHETHER = _NOTATION.compile(asides.LOOK_WHETHER)
_UNIT = _NOTATION.compile(
    "(expressed | measured | given | answer me | answer | the answer | reply)? (in | using | in terms of | in units of) u:UNIT"
)
_BARE_UNIT = _NOTATION.compile(". (in)? u:BAREUNIT")
_UNIT_SET_OFF = _NOTATION.compile("u:BAREUNIT (please)?")
_TAG_BACK = _NOTATION.compile(_ASKS_BACK)
_TAG_BACK_WHO = _NOTATION.compile(f"{_ASKS_BACK} | {_ASKS_BACK_WHO}")
_NO_WORDS = Vocabulary()
WORDS = frozenset[str]().union(
    *(
        _NOTATION.literals(pattern)
        for pattern in (*_BEFORE, *_STATING, *_AFTER, _TAG, *asides.SET_OFF, *asides.ASIDES, *asides.TAGS, asides.LOOK_WHETHER)
    )
)


@dataclass(frozen=True)
class Core:
    """What is left of a sentence. breaks, asked: see `tokens.Text`. unit: "" or as asked ("... in inches").

    asks_back: "is it?" was left out at the end, so that "not" before it means nothing.
    """

    words: tuple[str, ...]
    breaks: frozenset[int]
    unit: str = ""
    asked: bool = False
    asks_back: bool = False

    def part(self, start: int, end: int) -> Core:
        breaks = frozenset(index - start for index in self.breaks if start < index < end)
        return replace(self, words=self.words[start:end], breaks=breaks)


def whole(text: Text) -> Core:
    """The sentence with all its frills."""
    return Core(text.words, text.breaks, asked=text.asked)


def fewer(core: Core) -> Iterator[Core]:
    """The sentence with one of its frills less."""
    yield from _fewer_before(core)
    yield from _unit_before(core)
    yield from _fewer_between(core)
    yield from _fewer_after(core)


def _fewer_before(core: Core) -> Iterator[Core]:
    sentence = Sentence(core.words, _NO_WORDS)
    for node in _STARTS:
        for _, end in node(sentence, 0):
            last = core.words[end - 1] if end else ""
            yield core.part(end - 1 if last in _KEEPS_VERB and end > 1 else end, len(core.words))
    for node in _STATES:
        for _, end in node(sentence, 0):
            yield replace(core.part(end, len(core.words)), asked=True)
    for end in {end for node in _SET_OFF for _, end in node(sentence, 0)} & (core.breaks | _stops(core)):
        yield core.part(end + (core.words[end : end + 1] == (".",)), len(core.words))
    for nodes, asking in (((_LOOK_WHETHER,), _WHETHER), (_SET_OFF, _WHETHER | _OPEN)):
        for end in {end for node in nodes for _, end in node(sentence, 0)}:
            if asking.issuperset(core.words[end : end + 1] or ("",)):
                yield core.part(end, len(core.words))


def _stops(core: Core) -> frozenset[int]:
    return frozenset(at for at, word in enumerate(core.words) if word == ".")


def _fewer_between(core: Core) -> Iterator[Core]:
    """Without what is set off by commas: "on which side is it, dear, left or right"."""
    sentence = Sentence(core.words, _NO_WORDS)
    for start in {0} | core.breaks:
        for end in {end for node in _ASIDES for _, end in node(sentence, start)}:
            if end in core.breaks or (start and end == len(core.words)):
                breaks = frozenset(at - (end - start) if at >= end else at for at in core.breaks)
                yield replace(core, words=core.words[:start] + core.words[end:], breaks=breaks - {0})


def _unit_before(core: Core) -> Iterator[Core]:
    """ "in centimetres, how far is ...": when the answer has no unit yet."""
    for kept, end in () if core.unit else _UNIT(Sentence(core.words, _NO_WORDS), 0):
        yield replace(core.part(end, len(core.words)), unit=dict(kept)["u"])


def _fewer_after(core: Core) -> Iterator[Core]:
    sentence = Sentence(core.words, _NO_WORDS)
    for start in range(max(1, len(core.words) - 8), len(core.words)):
        for node in _ENDS:
            if _ends_with(node, sentence, start):
                yield core.part(0, start)
        if not _OPEN & set(core.words[:2]) and _ends_with(_TAG_NODE, sentence, start):
            yield replace(core.part(0, start), asked=True)
        back = _TAG_BACK_WHO if core.words[0] in _WHO else _TAG_BACK
        if core.words[0] not in _OPEN and start in core.breaks and _ends_with(back, sentence, start):
            yield replace(core.part(0, start), asked=True, asks_back=True)
        tagged = start in core.breaks and not _OPEN & set(core.words[:2])
        if tagged and any(_ends_with(tag, sentence, start) for tag in _TAGS_SET_OFF):
            yield replace(core.part(0, start), asked=True)
        units = (_UNIT, _BARE_UNIT, _UNIT_SET_OFF) if start in core.breaks else (_UNIT, _BARE_UNIT)
        for unit in () if core.unit else units:
            for kept, end in unit(sentence, start):
                if end == len(core.words):
                    yield replace(core.part(0, start), unit=dict(kept)["u"])


def _ends_with(node: Node, sentence: Sentence, start: int) -> bool:
    return any(end == len(sentence.words) for _, end in node(sentence, start))
