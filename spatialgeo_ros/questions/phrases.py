"""Noun phrases: "the two tall red boxes that are on the table". A recursive-descent reader that yields every reading.

A phrase may be followed by clauses with noun phrases of their own. Of two readings with the same words, the clause
belongs to the nearest noun ("left of the box behind the mug": the box is behind the mug), but what follows "on the
table" or "in the bowl" belongs to the thing that lies there, but for "by the armchair", which tells the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spatialgeo_ros.questions import clauses, lexicon
from spatialgeo_ros.questions.clause import VIEWER, Clause, applied, narrowed
from spatialgeo_ros.questions.holding import holding_reader, holds, how_held
from spatialgeo_ros.questions.nouns import CONTAINERS
from spatialgeo_ros.questions.patterns import Notation, Reader, Sentence, remembered
from spatialgeo_ros.questions.phrase_parts import (
    IT,
    ONE,
    adjectives,
    described_by,
    determined,
    number_at,
    numbered,
    pronouns,
    said,
    starts,
    viewers,
    with_more,
    word_at,
)
from spatialgeo_ros.questions.relation_words import MACROS
from spatialgeo_ros.questions.vocabulary import FURNITURE, SUPPORT_NOUNS
from spatialgeo_ros.types import Dimension, Phrase, Predicate

ONLY_ONE = ("floor", "ground")  # nobody tells them apart by what they are near to
PLACE_OF = ("the position of", "the location of")
_STANDS_FOR = tuple(tuple(words.split()) for words in ("that of", "those of", *PLACE_OF))


def _counted_from(sentence: Sentence, at: int, phrase: Phrase) -> Iterator[tuple[Phrase, int]]:
    """ "the second mug from the left"."""
    number = lexicon.ORDINALS.get(word_at(sentence, at), 0)
    if not number or not phrase.definite or phrase.plural:
        return
    for described, end in described_by(sentence, at + 1, phrase):
        for kept, last in _FROM_SIDE(sentence, end):
            word = lexicon.LEADING[dict(kept)["side"]]
            yield replace(described, sizes=(*described.sizes, f"{number}. {word}")), last


def _cores(sentence: Sentence, start: int) -> Iterator[tuple[Phrase, int]]:
    yield from viewers(sentence, start)
    yield from numbered(sentence, start)
    yield from pronouns(sentence, start)
    if word_at(sentence, start) == "it":  # what it stands for is settled once the whole sentence is read
        yield Phrase(noun=IT, definite=True, text="it"), start + 1
    for words in _STANDS_FOR:
        if starts(sentence, start, words):  # "more distant than that of the mug"
            for phrase, end in read_phrase(sentence, start + len(words)):
                yield replace(phrase, text=said(sentence, start, end)), end
    for phrase, end in determined(sentence, start):
        for described, last in described_by(sentence, end, phrase):
            yield replace(described, text=said(sentence, start, last)), last
        yield from _chosen_of(sentence, start, end, phrase)
        for counted, last in _counted_from(sentence, end, phrase):
            yield replace(counted, text=said(sentence, start, last)), last
    if word_at(sentence, start) in ("the", "a", "an"):
        return
    for described, last in described_by(sentence, start, Phrase()):
        if not described.plural and not sentence.vocabulary.knows(described.noun or ONE):
            continue  # an unknown word without article may be anything
        # "is mug left of box": the missing article of a single thing is "the"
        yield replace(described, definite=not described.plural, text=said(sentence, start, last)), last


def _chosen_of(sentence: Sentence, start: int, at: int, phrase: Phrase) -> Iterator[tuple[Phrase, int]]:
    """ "the tallest (one) of the two mugs"."""
    if not phrase.definite or phrase.plural:
        return
    for adjective, end in adjectives(sentence, at):
        end += word_at(sentence, end) in ("one", "object", "thing")
        if not adjective.sizes or word_at(sentence, end) != "of":
            continue
        for group, last in read_phrase(sentence, end + 1):
            if group.plural and group.definite:
                yield replace(with_more(group, adjective), plural=False, text=said(sentence, start, last)), last


def _is_place(clause: Clause) -> bool:
    """Whether more clauses after this one belong to the thing, not to the place it is at."""
    last = clause.objects[-1] if clause.objects else VIEWER
    return (
        clause.predicate in (Predicate.ON, Predicate.INSIDE)
        or last.noun in SUPPORT_NOUNS
        or bool(last.ids)
        or last.noun == VIEWER.noun
    )


def _with_clauses(sentence: Sentence, start: int, core: Phrase, end: int) -> Iterator[tuple[Phrase, int]]:
    if core.noun in (VIEWER.noun, IT) or core.ids:
        return
    first = list(_modifiers(sentence, core, end))
    for early in (True, False):
        for clause, phrase, middle in first:
            if early == _is_place(clause):
                yield from _second_clause(sentence, start, phrase, middle, clause)
        if early:
            for _, phrase, last in first:
                yield replace(phrase, text=said(sentence, start, last)), last


def tells_the_place(place: Phrase, by: Clause | Phrase) -> bool:
    """ "on the table by the armchair": furniture stands by furniture. There is but one floor, which is by everything."""
    of = by.objects if isinstance(by, Clause) else by.of
    near = (by.predicate if isinstance(by, Clause) else by.relation) is Predicate.NEAR and len(of) == 1
    head = place.noun.rpartition(" ")[2]  # not a room, nor a picture
    stands = head in (*SUPPORT_NOUNS - {*ONLY_ONE}, *FURNITURE, *CONTAINERS, "bin")
    return near and stands and not by.limit_m and of[0].noun in FURNITURE


def _second_clause(
    sentence: Sentence, start: int, phrase: Phrase, at: int, first: Clause
) -> Iterator[tuple[Phrase, int]]:
    joined = at + (word_at(sentence, at) == "and")
    for second, more, last in _modifiers(sentence, phrase, joined):
        if joined == at and first.predicate in (Predicate.ON, Predicate.INSIDE) and tells_the_place(first.objects[0], second):
            continue
        yield replace(more, text=said(sentence, start, last)), last


def _modifiers(sentence: Sentence, phrase: Phrase, at: int) -> Iterator[tuple[Clause, Phrase, int]]:
    """Every clause that can follow the noun here, and the phrase narrowed by it."""
    if _disagrees(sentence, phrase, at):
        return
    for kept, end in _AFTER_NOUN(sentence, at):
        clause: Clause = dict(kept)["clause"]
        if any(name == "no" for name, _ in kept):
            clause = replace(clause, negated=not clause.negated)
        more = applied(phrase, clause)
        if more is not None:
            yield clause, more, end
    for kept, end in _HAVING_WITH_IT(sentence, at):
        found = dict(kept)
        predicate = Predicate.ON if "on" in found else Predicate.INSIDE
        condition = Phrase(relation=predicate, of=(found["b"],), negated="no" in found, swapped=True)
        yield Clause(predicate, (VIEWER,)), narrowed(phrase, condition), end
    for held, end in _HOLDING(sentence, at):
        yield Clause(how_held(phrase, held), (VIEWER,)), narrowed(phrase, holds(phrase, held)), end
    for kept, end in _ON_A_SIDE(sentence, at):
        word = lexicon.LEADING[dict(kept)["side"]]
        leads = any(size in lexicon.LEADS or size in ("nearest", "farthest") for size in phrase.sizes)
        if phrase.definite and not phrase.plural and not (leads and word in _SIDES):
            yield Clause(None, (), leading=word), replace(phrase, sizes=(*phrase.sizes, word)), end
        elif word in _SIDES:
            clause = Clause(_SIDES[word], (VIEWER,))
            more = applied(phrase, clause)
            if more is not None:
                yield clause, more, end
    leading = [word for word in (size.rpartition(". ")[2] for size in phrase.sizes) if word in ("nearest", "farthest")]
    if leading and not phrase.of and word_at(sentence, at) == ("to" if leading[0] == "nearest" else "from"):
        for other, end in read_phrase(sentence, at + 1):
            yield Clause(None, (other,), leading=leading[0]), replace(phrase, of=(other,)), end


def _disagrees(sentence: Sentence, phrase: Phrase, at: int) -> bool:
    """ "objects left of the bowl that are tall": it is not the bowl that they are said of."""
    if word_at(sentence, at) not in ("that", "which", "who"):
        return False
    return word_at(sentence, at + 1) == "are" and not phrase.plural


def _after_that(sentence: Sentence, at: int) -> Iterator[tuple[Phrase, int]]:
    """ "that is red", "which are tall"."""
    if word_at(sentence, at) in ("that", "which") and word_at(sentence, at + 1) in ("is", "are", "'s"):
        yield from adjectives(sentence, at + 2)


def _read(sentence: Sentence, start: int) -> Iterator[tuple[Phrase, int]]:
    for core, end in list(_cores(sentence, start)):
        yield core, end
        yield from _with_clauses(sentence, start, core, end)
        yield from _compared_noun(sentence, start, core, end)
        yield from _told_apart(sentence, start, core, end)
        if core.noun != VIEWER.noun and not core.ids:
            for adjective, last in _after_that(sentence, end):
                yield replace(with_more(core, adjective), text=said(sentence, start, last)), last


def _told_apart(sentence: Sentence, start: int, core: Phrase, end: int) -> Iterator[tuple[Phrase, int]]:
    """ "the mug, the blue one": not one more of a list."""
    if not core.definite or core.plural or end not in sentence.breaks:
        return
    if starts(sentence, end, ("the", "one")) and core.relation is None:
        for one, last in read_phrase(sentence, end):  # "the jar, the one beside the bowl"
            if one.noun == ONE and one.relation is not None and word_at(sentence, last) not in ("or", "and"):
                yield replace(one, noun=core.noun, colours=core.colours + one.colours, sizes=core.sizes + one.sizes,
                              shapes=core.shapes + one.shapes, text=said(sentence, start, last)), last
    if core.colours or core.sizes:
        return
    if end + 1 in sentence.breaks and word_at(sentence, end) in lexicon.COLOURS:  # "the box, brown, ..."
        for colour, last in adjectives(sentence, end):
            yield replace(with_more(core, colour), text=said(sentence, start, last)), last
    for one, last in read_elliptic(sentence, end):
        if word_at(sentence, last) == "one" and word_at(sentence, last + 1) not in ("or", "and"):
            yield replace(with_more(core, one), text=said(sentence, start, last + 1)), last + 1


def _compared_noun(sentence: Sentence, start: int, core: Phrase, end: int) -> Iterator[tuple[Phrase, int]]:
    """ "a wider box than the one by the door"."""
    lead = core.sizes[-1] if core.sizes else ""
    if core.definite or lead not in lexicon.LEADS or word_at(sentence, end) != "than":
        return
    predicate, dimension = lexicon.LEADS[lead]
    if dimension is not Dimension.HEIGHT:
        return
    for other, last in read_phrase(sentence, end + 1):
        condition = Phrase(relation=predicate, of=(other,))
        phrase = narrowed(replace(core, sizes=core.sizes[:-1]), condition)
        yield replace(phrase, text=said(sentence, start, last)), last


def _read_nominal(sentence: Sentence, start: int) -> Iterator[tuple[Phrase, int]]:
    number = number_at(sentence, start)
    begins = [(Phrase(), start)] + ([(Phrase(plural=True, count=number), start + 1)] if number > 1 else [])
    for phrase, at in begins:
        for core, end in list(described_by(sentence, at, phrase)):
            core = replace(core, text=said(sentence, start, end))
            yield core, end
            yield from _with_clauses(sentence, start, core, end)
            for adjective, last in _after_that(sentence, end):
                yield replace(with_more(core, adjective), text=said(sentence, start, last)), last


def _read_rank(sentence: Sentence, start: int) -> Iterator[tuple[Phrase, int]]:
    """ "(the) second from the left", "the third tallest", "second closest to the door": a phrase that holds only this."""
    at = start + (word_at(sentence, start) == "the")
    number = lexicon.ORDINALS.get(word_at(sentence, at), 0)
    if not number:
        return
    for kept, end in _FROM_SIDE(sentence, at + 1):
        yield Phrase(sizes=(f"{number}. {lexicon.LEADING[dict(kept)['side']]}",)), end
    for ranked, end in adjectives(sentence, at):
        yield ranked, end
        if ranked.sizes and ranked.sizes[0].endswith(("nearest", "farthest")) and word_at(sentence, end) in ("to", "from"):
            for other, last in read_phrase(sentence, end + 1):
                yield replace(ranked, of=(other,)), last


def _read_elliptic(sentence: Sentence, start: int) -> Iterator[tuple[Phrase, int]]:
    """ "the red" in "the red or the blue mug"."""
    if word_at(sentence, start) == "the":
        for adjective, end in adjectives(sentence, start + 1):
            yield replace(adjective, noun=ONE, definite=True, text=said(sentence, start, end)), end


read_phrase: Reader = remembered("NP", _read)
read_nominal: Reader = remembered("NOM", _read_nominal)  # without "the": what follows "which" or "how many"
read_rank: Reader = remembered("RANK", _read_rank)
read_elliptic: Reader = remembered("ELL", _read_elliptic)
read_adjective: Reader = remembered("ADJ", adjectives)
read_clause: Reader = remembered("CLAUSE", clauses.clause_reader(read_phrase))
read_leading: Reader = remembered("LEADING", clauses.leading_reader(read_phrase))
read_having: Reader = remembered("HAVING", clauses.having_reader(read_phrase))

_SIDES = {"leftmost": Predicate.LEFT_OF, "rightmost": Predicate.RIGHT_OF}  # of a plural: of the middle of the view
_NOTATION = Notation(MACROS, {"CLAUSE": read_clause, "LEADING": read_leading, "HAVING": read_having})
_AFTER_NOUN = _NOTATION.compile(
    "((that | which | who) BE no:not? | (that | which | who) BE)? PLACED? (clause:CLAUSE | clause:LEADING)"
    " | (that | which) clause:HAVING | (that | which) (STAND | STANDS | SEEM) clause:CLAUSE"
)
_ON_A_SIDE = _NOTATION.compile(
    "((that | which) BE)? PLACED? ((on | to | at | in) the (far | very)? | (the)? farthest (to the)?) side:(left | "
    "right | "
    "front | back | rear | middle | "
    "centre) HAND"
)
_FROM_SIDE = _NOTATION.compile("(as seen)? (counting | counted)? from the side:(left | right | front | back | top | bottom)")
_HAVING_WITH_IT = Notation({}, {"NP": read_phrase}).compile(
    "(with | that has | which has | no:without | that contains) b:NP "
    "(on:(on | on top of | sitting on | standing on | lying on) | in | inside | lying in) (it | them)"
)
_HOLDING = holding_reader(read_phrase)
