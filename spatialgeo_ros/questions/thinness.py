""" "Thin" of books, cards and phones: not narrow, as a bottle or a shelf is, but the opposite of thick."""

from __future__ import annotations

from dataclasses import replace

from spatialgeo_ros.questions.clause import VIEWER
from spatialgeo_ros.questions.query import each_phrase, within
from spatialgeo_ros.questions.vocabulary import is_flat
from spatialgeo_ros.types import Dimension, Phrase, Predicate, Query, QueryKind

_THIN = frozenset("thin thinner thinnest slim slimmer slimmest".split())
_NARROW = frozenset("narrow narrower narrowest wide wider widest width broad broader broadest".split())
_SLIM = {"thin": "slim", "thinnest": "slimmest"}  # as `lexicon.LEADS` has less wide and less thick


def told_by_thickness(query: Query, words: tuple[str, ...]) -> Query:
    """The query about thickness where "thin" is said of flat things only. words: those of the sentence."""
    if not _says_thin(words):
        return query
    query = each_phrase(query, _slim)
    things = [phrase for phrase in query.subjects + query.objects if phrase.noun != VIEWER.noun]
    if not things or not all(is_flat(phrase.noun) for phrase in things):
        return query
    thinner = query.predicate is Predicate.THINNER
    if thinner or (query.kind is QueryKind.SIZE and query.dimension is Dimension.WIDTH):
        return replace(query, predicate=Predicate.SMALLER if thinner else query.predicate, dimension=Dimension.THICKNESS)
    return query


def slim(phrase: Phrase, words: tuple[str, ...]) -> Phrase:
    """The same of a phrase alone: "the thinnest book"."""
    return _slim(phrase) if _says_thin(words) else phrase


def _says_thin(words: tuple[str, ...]) -> bool:
    return bool(_THIN.intersection(words)) and not _NARROW.intersection(words)


def _slim(phrase: Phrase) -> Phrase:
    phrase = within(phrase, _slim)
    if not is_flat(phrase.noun):
        return phrase
    ranked = [size.rpartition(" ") for size in phrase.sizes]  # "2. thinnest"
    return replace(phrase, sizes=tuple(f"{rank}{space}{_SLIM.get(word, word)}" for rank, space, word in ranked))
