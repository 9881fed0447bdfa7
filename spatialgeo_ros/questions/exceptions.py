"""What is not meant: "what is on the table other than the mug?", "is there anything besides the box in the bowl?"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spatialgeo_ros.questions.clause import VIEWER
from spatialgeo_ros.questions.clauses import SAME_PLACE
from spatialgeo_ros.questions.patterns import Notation, Sentence
from spatialgeo_ros.questions.phrase_parts import ONE
from spatialgeo_ros.questions.phrases import read_adjective, read_phrase
from spatialgeo_ros.types import Phrase, Query, QueryKind

_SAID = (
    "(other than | besides | except for? | excepting | apart from | aside from | excluding | not counting | but not | "
    "that (is | are) not)"
)
_NOTATION = Notation({}, {"NP": read_phrase, "LOOK": read_adjective})
_EXCEPTION = _NOTATION.compile(f"{_SAID} besides:NP (and also:NP)?")
WORDS = _NOTATION.literals(_SAID)
_NOT_SO = "(that | which) (is | are) not"  # blue
_UNLIKE = _NOTATION.compile(f"{_NOT_SO} besides:LOOK")
_AMONG = (
    QueryKind.COUNT,
    QueryKind.EXISTS,
    QueryKind.NEAREST,
    QueryKind.SUPERLATIVE,
    QueryKind.WHAT_IS,
    QueryKind.LIST,
)
_OTHERS = {"another": ("a",), "else": (), "other": ()}  # words that only say once more that something is not meant


def taken_out(sentence: Sentence) -> Iterator[tuple[Sentence, tuple[Phrase, ...]]]:
    """The sentence without an exception, and what is excepted."""
    for at in range(len(sentence.words)):
        for kept, end in (*_EXCEPTION(sentence, at), *_UNLIKE(sentence, at)):
            named = tuple(phrase for _, phrase in kept)
            if not all(map(_is_named, named)):
                continue
            words = (*sentence.words[:at], *sentence.words[end:])
            plain = tuple(word for said in words for word in _OTHERS.get(said, (said,)))
            yield Sentence(plain, sentence.vocabulary), named


def _is_named(phrase: Phrase) -> bool:
    """Not "the one" before what tells which, and not the one who looks."""
    bare_one = phrase == Phrase(noun=ONE, definite=True)
    told = phrase.noun or phrase.ids or phrase.colours or (phrase.shapes and not phrase.sizes)
    return phrase.noun != VIEWER.noun and not bare_one and bool(told)


def others_there(query: Query) -> Query:
    """ "what is on the same shelf as the lamp": besides the lamp."""
    place = query.objects[0] if len(query.objects) == 1 else Phrase()
    if query.kind not in _AMONG or place.text != SAME_PLACE or query.negated or len(query.subjects) != 1:
        return query
    subject = query.subjects[0]
    return replace(query, subjects=(replace(subject, besides=(*subject.besides, *place.of)),))


def without(query: Query, besides: tuple[Phrase, ...]) -> Query | None:
    """The query about anything but that; None where nothing is chosen from several."""
    if query.kind in _AMONG and len(query.subjects) == 1:
        subject = query.subjects[0]
        if not all(phrase.definite or besides[0].noun for phrase in (*query.objects, *subject.of)):
            return None  # "is there a mug on a table that is not red"
        return replace(query, subjects=(replace(subject, besides=(*subject.besides, *besides)),))
    if query.kind is QueryKind.RELATION and len(query.objects) == 1 and not query.objects[0].definite:
        return replace(query, objects=(replace(query.objects[0], besides=besides),))
    return None
