"""Other ways to put a sentence that was not understood as it stands, each of the same meaning.

"The mug is how far from the box" is "how far from the box is the mug". A rule gives words for words; what it gives is
read by the same grammar, so that every word is still accounted for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from spatialgeo_ros.questions import frills, other_words
from spatialgeo_ros.questions.clause import VIEWER
from spatialgeo_ros.questions.frills import Core
from spatialgeo_ros.questions.lexicon import COLOURS, LEADS
from spatialgeo_ros.questions.limits import read_quantity
from spatialgeo_ros.questions.patterns import Node, Notation, Reader, Sentence, read_all
from spatialgeo_ros.questions.phrase_parts import IT, ONE, number_at
from spatialgeo_ros.questions.phrases import read_clause, read_nominal, read_phrase
from spatialgeo_ros.questions.vocabulary import Vocabulary
from spatialgeo_ros.types import Phrase, Predicate

_DENYING = frozenset({"not", "no", "nothing", "none", "neither", "nor", "nobody", "without"})
_ASKING = frozenset({"what", "which", "where", "how", "who"})


def _text(sentence: Sentence, start: int, end: int) -> tuple[str, int]:
    return " ".join(sentence.words[start:end]), end


def _ends_of(reader: Reader, fits: Callable[[Any], bool] = lambda value: True) -> Reader:
    """Reads the words of what the reader reads and fits, longest first."""

    def read(sentence: Sentence, start: int) -> Iterable[tuple[str, int]]:
        found = [end for value, end in reader(sentence, start) if fits(value)]
        return [_text(sentence, start, end) for end in sorted(found, reverse=True)]

    return read


def _is_definite(phrase: Phrase) -> bool:
    return phrase.definite


def _leads(phrase: Phrase) -> bool:
    """ "the tallest box"."""
    return phrase.definite and not phrase.plural and bool(phrase.sizes) and phrase.sizes[-1] in (*LEADS, "nearest", "farthest")


def _is_ranked(phrase: Phrase) -> bool:
    """ "the second tallest box"."""
    return phrase.definite and not phrase.plural and bool(phrase.sizes) and ". " in phrase.sizes[-1]


def _is_seen(phrase: Phrase) -> bool:
    """Near the one who looks is nothing that is measured."""
    return phrase.noun != VIEWER.noun


def _is_several(phrase: Phrase) -> bool:
    return phrase.definite and phrase.plural


def _is_named(phrase: Phrase) -> bool:
    """By a noun of its own: not "the blue one"."""
    return phrase.definite and bool(phrase.ids or phrase.noun not in ("", ONE, IT))


def _some(sentence: Sentence, start: int) -> Iterator[tuple[str, int]]:
    for end in range(start + 1, len(sentence.words) + 1):
        yield _text(sentence, start, end)


def _plain(sentence: Sentence, start: int) -> Iterator[tuple[str, int]]:
    """Words that deny nothing."""
    for words, end in _some(sentence, start):
        if sentence.words[end - 1] in _DENYING:
            return
        yield words, end


def _with_one_of(wanted: frozenset[str], unwanted: frozenset[str] = frozenset()) -> Reader:
    """Reads words of which one is wanted, and none unwanted."""

    def read(sentence: Sentence, start: int) -> Iterator[tuple[str, int]]:
        for words, end in _some(sentence, start):
            read_words = set(sentence.words[start:end])
            if wanted & read_words and not unwanted & read_words:
                yield words, end

    return read


_CLOSE_BY = frozenset({"touching", "touch", "against", "contact"})
_APART = frozenset({"gap", "distance", "clearance", "separation", "spacing", "apart", "far"})
_ONE_WAY = frozenset("left right above below over under behind front higher lower centre centres".split())
_EDGES = frozenset("edge end side rim border".split())
_CLOCKED = frozenset({"clock", "hour", "o'clock"})
_SIDES = ("depth", "width", "height", "length")
_COMPARATIVE = frozenset(
    "taller shorter bigger larger smaller wider broader narrower thinner thicker longer deeper higher lower closer nearer "
    "farther more less fewer".split()
)
_ORDERED = frozenset("above below over under by order sort rank list arrange".split())


def _coloured(sentence: Sentence, start: int) -> Iterator[tuple[str, int]]:
    if sentence.words[start : start + 1] and sentence.words[start] in COLOURS:
        yield _text(sentence, start, start + 1)


def _asked(sentence: Sentence, start: int) -> Iterator[tuple[str, int]]:
    """ "how far", "at which hour": words that begin with one that asks, maybe after a preposition."""
    if _ASKING & set(sentence.words[start : start + 2]):
        yield from _some(sentence, start)


def _rest(sentence: Sentence, start: int) -> Iterator[tuple[str, int]]:
    yield _text(sentence, start, len(sentence.words))


def _asked_rest(sentence: Sentence, start: int) -> Iterator[tuple[str, int]]:
    if _ASKING & set(sentence.words[start : start + 2]):
        yield from _rest(sentence, start)


def _numeral(sentence: Sentence, start: int) -> Iterator[tuple[str, int]]:
    if number_at(sentence, start):
        yield _text(sentence, start, start + 1)


def _than(sentence: Sentence, start: int) -> Iterator[tuple[str, int]]:
    """What "then" is a slip of "than" before: "wider then the table", not "which is wider then, the mug or the box"."""
    follows = start not in sentence.breaks and "or" not in sentence.words[start:]
    if follows and sentence.words[start] not in _ASKING:
        yield from _rest(sentence, start)


def _beside(sentence: Sentence, start: int) -> Iterator[tuple[str, int]]:
    """A place that the thing itself cannot be at: "near the box". "What else is on it" asks of what was said before."""
    for clause, end in read_clause(sentence, start):
        if end == len(sentence.words) and clause.predicate in (Predicate.NEAR, Predicate.TOUCHING):
            yield _text(sentence, start, end)


def _unit(sentence: Sentence, start: int) -> Iterator[tuple[str, int]]:
    for _, end in frills.bare_unit(sentence, start):
        yield _text(sentence, start, end)


@cache
def _compiled(asked: bool) -> tuple[tuple[Node, str], ...]:
    """asked: with what holds of a sentence only that ends with a question mark."""
    readers: dict[str, Reader] = {
        "THING": _ends_of(read_phrase),
        "THAT": _ends_of(read_phrase, _is_definite),
        "LEADER": _ends_of(read_phrase, _leads),
        "RANKED": _ends_of(read_phrase, _is_ranked),
        "NAMED": _ends_of(read_phrase, _is_named),
        "TOUCHED": _with_one_of(_CLOSE_BY),
        "GAP": _with_one_of(_APART, _ONE_WAY),
        **{f"{noun.upper()}NAMED": _with_one_of(frozenset({noun}), _APART | _ORDERED) for noun in _SIDES},
        "EDGED": _with_one_of(_EDGES),
        "COLOURED": _coloured,
        "CLOCKED": _with_one_of(_CLOCKED, frozenset({"is", "are", "does", "do"})),
        "SEEN": _ends_of(read_phrase, _is_seen),
        "PLURAL": _ends_of(read_phrase, _is_several),
        "COMPARED": _with_one_of(_COMPARATIVE),
        "NUMERAL": _numeral,
        "THANREST": _than,
        "KIND": _ends_of(read_nominal),
        "PLACE": _ends_of(read_clause),
        "BESIDE": _beside,
        "UNIT": _unit,
        "QUANTITY": _ends_of(read_quantity),
        "SOME": _some,
        "PLAIN": _plain,
        "ASKED": _asked,
        "REST": _rest,
        "WHREST": _asked_rest,
    }
    notation = Notation(other_words.RULE_MACROS, readers)
    rules = (*other_words.rules(), *(other_words.asked_rules() if asked else ()))
    return tuple((notation.compile(pattern), template) for pattern, template in rules)


@cache
def _plainer_words() -> tuple[tuple[Node, tuple[str, ...]], ...]:
    notation = Notation(other_words.RULE_MACROS, {})
    return tuple((notation.compile(pattern), tuple(words.split())) for pattern, words in other_words.PLAINER)


def words_of_rules() -> frozenset[str]:
    """Every word that a rule knows: none of them is a slip of another."""
    notation = Notation(other_words.RULE_MACROS, {})
    rules = (*other_words.rules(), *other_words.asked_rules())
    said = frozenset[str]().union(*(notation.literals(pattern) for pattern, _ in rules))
    return said.union(*(notation.literals(pattern) for pattern, _ in other_words.PLAINER))


def _in_plainer_words(core: Core) -> Core:
    sentence = Sentence(core.words, Vocabulary())
    said: list[str] = []
    breaks: set[int] = set()
    at = 0
    while at < len(core.words):
        found = [(end, words) for node, words in _plainer_words() for _, end in node(sentence, at)]
        end, words = max(found, default=(at + 1, core.words[at : at + 1]))
        breaks |= {len(said)} if at in core.breaks else set()
        said += words
        at = end
    return core if tuple(said) == core.words else replace(core, words=tuple(said), breaks=frozenset(breaks))


def rephrased(core: Core, vocabulary: Vocabulary) -> Iterator[Core]:
    """The sentence in other words, by one rule; not the sentence itself."""
    yield _in_plainer_words(core)
    sentence = Sentence(core.words, vocabulary, core.breaks)
    for node, template in _compiled(core.asked):
        for kept in read_all(node, sentence):
            yield replace(core, words=tuple(template.format(**kept).split()), breaks=frozenset())
