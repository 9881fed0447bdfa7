"""Noun phrases: "the two tall red boxes that are on the table". A recursive-descent reader that yields every reading.

A phrase may be followed by clauses with noun phrases of their own. Of two readings with the same words, the clause
belongs to the nearest noun ("left of the box behind the mug": the box is behind the mug), but what follows "on the
table" or "in the bowl" belongs to the thing that lies there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spatialgeo_ros.questions import clauses, lexicon
from spatialgeo_ros.questions.clauses import VIEWER, Clause
from spatialgeo_ros.questions.nouns import ALWAYS_PLURAL, CONTAINERS
from spatialgeo_ros.questions.patterns import Notation, Reader, Sentence, remembered
from spatialgeo_ros.questions.relation_words import MACROS
from spatialgeo_ros.questions.vocabulary import CONTENTS, SUPPORT_NOUNS, plural_of, singular_of
from spatialgeo_ros.types import Phrase, Predicate

ONE = "one"  # noun of "the red one", until the sentence tells what it stands for
REGION = "region"  # noun of "Region [0]"; ids are then numbers of regions, not of objects

_VIEWERS = tuple(sorted((tuple(words.split()) for words in lexicon.VIEWER_WORDS), key=len, reverse=True))
# words, phrase they begin
_DETERMINERS: tuple[tuple[str, Phrase], ...] = (
    *((word, Phrase(definite=True)) for word in ("the", "this", "that", "these", "those", "my", "your", "our")),
    *(
        (word, Phrase())
        for word in (
            "a",
            "an",
            "any",
            "some",
            "one",
            "one of the",
            "any of the",
            "some of the",
            "either of the",
            "one of these",
            "any one of the",
            "at least one",
        )
    ),
    *(
        (word, Phrase(definite=True, plural=True))
        for word in (
            "all",
            "all the",
            "all of the",
            "every",
            "each",
            "each of the",
            "all these",
            "all of these",
            "all my",
        )
    ),
    *(
        (word, Phrase(definite=True, plural=True, count=2))
        for word in ("both", "both the", "both of the", "both of these")
    ),
)
_PLACE_OF = tuple(tuple(words.split()) for words in ("that of", "those of", "the position of", "the location of"))


def _starts(sentence: Sentence, start: int, words: tuple[str, ...]) -> bool:
    return sentence.words[start : start + len(words)] == words


def _word(sentence: Sentence, at: int) -> str:
    return sentence.words[at] if at < len(sentence.words) else ""


def _said(sentence: Sentence, start: int, end: int) -> str:
    return " ".join(sentence.words[start:end]).replace(" 's", "'s")


def _viewers(sentence: Sentence, start: int) -> Iterator[tuple[Phrase, int]]:
    for words in _VIEWERS:
        if _starts(sentence, start, words):
            end = start + len(words)
            yield replace(VIEWER, text=_said(sentence, start, end)), end


def _numbered(sentence: Sentence, start: int) -> Iterator[tuple[Phrase, int]]:
    """ "#3", "object 3", "the object number 3", "Region [0]"."""
    at = start + (_word(sentence, start) == "the")
    called = _word(sentence, at)
    at += called in ("object", "id", "region", "item", "thing", "mask", "number")
    at += at > start and _word(sentence, at) in ("number", "id", "no")
    token = _word(sentence, at)
    number = token.strip("#[]")
    bare = token == number and (at == start or _word(sentence, at - 1) == "the")
    if bare or not number.isdecimal():
        return
    text = _said(sentence, start, at + 1)
    if token.startswith("[") or called in ("region", "mask"):
        yield Phrase(noun=REGION, ids=(int(number),), definite=True, text=text), at + 1
    elif int(number) == 0:
        yield replace(VIEWER, text=text), at + 1
    else:
        yield Phrase(ids=(int(number),), definite=True, text=text), at + 1


def _determined(sentence: Sentence, start: int) -> Iterator[tuple[Phrase, int]]:
    """What the words before the adjectives say: definite, plural, count."""
    for words, phrase in _DETERMINERS:
        if _starts(sentence, start, tuple(words.split())):
            end = start + len(words.split())
            yield phrase, end
            number = _number(sentence, end)
            if number:
                yield replace(phrase, plural=True, count=number), end + 1
    number = _number(sentence, start)
    if number and number > 1:
        yield Phrase(plural=True, count=number), start + 1


def _number(sentence: Sentence, at: int) -> int:
    word = _word(sentence, at)
    return int(word) if word.isdigit() and 0 < int(word) < 1000 else lexicon.NUMBERS.get(word, 0)


def _adjectives(sentence: Sentence, at: int) -> Iterator[tuple[Phrase, int]]:
    """One adjective at this place, as a phrase that holds nothing else."""
    word, following = _word(sentence, at), _word(sentence, at + 1)
    if word in lexicon.SHADES and following in lexicon.COLOURS:
        yield Phrase(colours=(lexicon.COLOURS[following],)), at + 2
    if word in lexicon.COLOURS:
        colour = Phrase(colours=(lexicon.COLOURS[word],))
        yield colour, at + 2 if following == "coloured" else at + 1
    for length in (2, 1):
        shape = lexicon.SHAPES.get(" ".join(sentence.words[at : at + length]))
        if shape and (length == 2 or word not in ("box", "bowl", "cylinder", "ball")):
            yield Phrase(shapes=(shape,)), at + length
    if following == "shaped" and word in ("box", "cylinder", "bowl", "ball"):
        yield Phrase(shapes=(lexicon.SHAPES[word],)), at + 2
    if word in lexicon.SIZES:
        yield Phrase(sizes=(lexicon.SIZES[word],)), at + 1
    if word in lexicon.LEADING:
        yield Phrase(sizes=(lexicon.LEADING[word],)), at + (2 if following in ("most", "hand") else 1)
    number = lexicon.ORDINALS.get(word, 0)
    if number and following in lexicon.LEADING:  # "the second tallest box"
        yield Phrase(sizes=(f"{number}. {lexicon.LEADING[following]}",)), at + 2
    if word == "most" and following in lexicon.SIZES:  # "the most tall box"
        yield Phrase(sizes=(lexicon.SIZE_LEADS[lexicon.SIZES[following]],)), at + 2
    if word in ("far", "most") and following in ("left", "right", "back", "front"):
        yield Phrase(sizes=(lexicon.LEADING[following],)), at + 2


def _with(phrase: Phrase, more: Phrase) -> Phrase:
    return replace(
        phrase,
        colours=phrase.colours + more.colours,
        shapes=phrase.shapes + more.shapes,
        sizes=phrase.sizes + more.sizes,
    )


def _described(sentence: Sentence, at: int, phrase: Phrase) -> Iterator[tuple[Phrase, int]]:
    """Adjectives and the noun."""
    for noun, plural, end in _nouns(sentence, at):
        if not (phrase.count > 1 and not plural and plural_of(noun) != noun):
            yield replace(phrase, noun=noun, plural=plural or phrase.plural), end
    for adjective, end in _adjectives(sentence, at):
        yield from _described(sentence, end, _with(phrase, adjective))
        if _word(sentence, end) == "and" and adjective.colours:
            for second, last in _adjectives(sentence, end + 1):
                if second.colours:
                    yield from _described(sentence, last, _with(_with(phrase, adjective), second))


def _nouns(sentence: Sentence, at: int) -> Iterator[tuple[str, bool, int]]:
    """(noun, plural, end) for every noun here; "" is any object."""
    word = _word(sentence, at)
    if word in lexicon.GENERIC:
        yield ONE if word in ("one", "ones") else "", lexicon.GENERIC[word], at + 1
        return
    if word == "pair" and _word(sentence, at + 1) == "of" and _word(sentence, at + 2) in ALWAYS_PLURAL:
        yield _word(sentence, at + 2), False, at + 3
    found = sentence.vocabulary.nouns_at(sentence.words, at)
    colour = word in lexicon.COLOURS and bool(sentence.vocabulary.nouns_at(sentence.words, at + 1))
    if colour:
        found = [noun for noun in found if noun.words > 1]  # "the orange mug" is no orange
    for noun in found:
        yield noun.name, noun.plural, at + noun.words
        if noun.name in CONTAINERS and _word(sentence, at + noun.words) == "of":
            for content in sentence.vocabulary.nouns_at(sentence.words, at + noun.words + 1):
                if content.name in CONTENTS:
                    yield f"{content.name} {noun.name}", noun.plural, at + noun.words + 1 + content.words
    if not found and not colour and _may_name(word):
        yield singular_of(word) or word, singular_of(word) is not None, at + 1


def _may_name(word: str) -> bool:
    """Whether an unknown word may be the name of something; adverbs are not."""
    adverb = word.endswith("ly") and len(word) > 5
    return len(word) > 1 and word.isalpha() and word not in lexicon.RESERVED and not adverb


def _counted_from(sentence: Sentence, at: int, phrase: Phrase) -> Iterator[tuple[Phrase, int]]:
    """ "the second mug from the left"."""
    number = lexicon.ORDINALS.get(_word(sentence, at), 0)
    if not number or not phrase.definite or phrase.plural:
        return
    for described, end in _described(sentence, at + 1, phrase):
        for kept, last in _FROM_SIDE(sentence, end):
            word = lexicon.LEADING[dict(kept)["side"]]
            yield replace(described, sizes=(*described.sizes, f"{number}. {word}")), last


def _pronouns(sentence: Sentence, start: int) -> Iterator[tuple[Phrase, int]]:
    for words, phrase in (
        (lexicon.INDEFINITE_PRONOUNS, Phrase()),
        (lexicon.UNIVERSAL_PRONOUNS, Phrase(definite=True, plural=True)),
    ):
        for text in words:
            if _starts(sentence, start, tuple(text.split())):
                end = start + len(text.split())
                yield replace(phrase, text=text), end
                for adjective, last in _adjectives(sentence, end):
                    yield _with(replace(phrase, text=_said(sentence, start, last)), adjective), last


def _cores(sentence: Sentence, start: int) -> Iterator[tuple[Phrase, int]]:
    yield from _viewers(sentence, start)
    yield from _numbered(sentence, start)
    yield from _pronouns(sentence, start)
    for words in _PLACE_OF:
        if _starts(sentence, start, words):  # "more distant than that of the mug"
            yield from read_phrase(sentence, start + len(words))
    for phrase, end in _determined(sentence, start):
        for described, last in _described(sentence, end, phrase):
            yield replace(described, text=_said(sentence, start, last)), last
        yield from _chosen_of(sentence, start, end, phrase)
        for counted, last in _counted_from(sentence, end, phrase):
            yield replace(counted, text=_said(sentence, start, last)), last
    if _word(sentence, start) in ("the", "a", "an"):
        return
    for described, last in _described(sentence, start, Phrase()):
        if not described.plural and not sentence.vocabulary.knows(described.noun or ONE):
            continue  # an unknown word without article may be anything
        # "is mug left of box": the missing article of a single thing is "the"
        yield replace(described, definite=not described.plural, text=_said(sentence, start, last)), last


def _chosen_of(sentence: Sentence, start: int, at: int, phrase: Phrase) -> Iterator[tuple[Phrase, int]]:
    """ "the tallest (one) of the two mugs"."""
    if not phrase.definite or phrase.plural:
        return
    for adjective, end in _adjectives(sentence, at):
        end += _word(sentence, end) in ("one", "object", "thing")
        if not adjective.sizes or _word(sentence, end) != "of":
            continue
        for group, last in read_phrase(sentence, end + 1):
            if group.plural and group.definite:
                yield replace(_with(group, adjective), plural=False, text=_said(sentence, start, last)), last


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
    if core.noun == VIEWER.noun or core.ids:
        return
    first = list(_modifiers(sentence, core, end))
    for early in (True, False):
        for clause, phrase, middle in first:
            if early == _is_place(clause):
                yield from _second_clause(sentence, start, phrase, middle)
        if early:
            for _, phrase, last in first:
                yield replace(phrase, text=_said(sentence, start, last)), last


def _second_clause(sentence: Sentence, start: int, phrase: Phrase, at: int) -> Iterator[tuple[Phrase, int]]:
    joined = at + (_word(sentence, at) == "and")
    for _, narrowed, last in _modifiers(sentence, phrase, joined):
        yield replace(narrowed, text=_said(sentence, start, last)), last


def _modifiers(sentence: Sentence, phrase: Phrase, at: int) -> Iterator[tuple[Clause, Phrase, int]]:
    """Every clause that can follow the noun here, and the phrase narrowed by it."""
    for kept, end in _AFTER_NOUN(sentence, at):
        clause: Clause = dict(kept)["clause"]
        if any(name == "no" for name, _ in kept):
            clause = replace(clause, negated=not clause.negated)
        narrowed = clauses.applied(phrase, clause)
        if narrowed is not None:
            yield clause, narrowed, end
    for kept, end in _ON_A_SIDE(sentence, at):
        word = lexicon.LEADING[dict(kept)["side"]]
        if phrase.definite and not phrase.plural:
            yield Clause(None, (), leading=word), replace(phrase, sizes=(*phrase.sizes, word)), end
        elif word in _SIDES:
            clause = Clause(_SIDES[word], (VIEWER,))
            narrowed = clauses.applied(phrase, clause)
            if narrowed is not None:
                yield clause, narrowed, end
    leading = [word for word in (size.rpartition(". ")[2] for size in phrase.sizes) if word in ("nearest", "farthest")]
    if leading and not phrase.of and _word(sentence, at) == ("to" if leading[0] == "nearest" else "from"):
        for other, end in read_phrase(sentence, at + 1):
            yield Clause(None, (other,), leading=leading[0]), replace(phrase, of=(other,)), end


def _after_that(sentence: Sentence, at: int) -> Iterator[tuple[Phrase, int]]:
    """ "that is red", "which are tall"."""
    if _word(sentence, at) in ("that", "which") and _word(sentence, at + 1) in ("is", "are", "'s"):
        yield from _adjectives(sentence, at + 2)


def _read(sentence: Sentence, start: int) -> Iterator[tuple[Phrase, int]]:
    for core, end in list(_cores(sentence, start)):
        yield core, end
        yield from _with_clauses(sentence, start, core, end)
        if core.noun != VIEWER.noun and not core.ids:
            for adjective, last in _after_that(sentence, end):
                yield replace(_with(core, adjective), text=_said(sentence, start, last)), last


def _read_nominal(sentence: Sentence, start: int) -> Iterator[tuple[Phrase, int]]:
    number = _number(sentence, start)
    begins = [(Phrase(), start)] + ([(Phrase(plural=True, count=number), start + 1)] if number > 1 else [])
    for phrase, at in begins:
        for core, end in list(_described(sentence, at, phrase)):
            core = replace(core, text=_said(sentence, start, end))
            yield core, end
            yield from _with_clauses(sentence, start, core, end)
            for adjective, last in _after_that(sentence, end):
                yield replace(_with(core, adjective), text=_said(sentence, start, last)), last


def _read_elliptic(sentence: Sentence, start: int) -> Iterator[tuple[Phrase, int]]:
    """ "the red" in "the red or the blue mug"."""
    if _word(sentence, start) == "the":
        for adjective, end in _adjectives(sentence, start + 1):
            yield replace(adjective, noun=ONE, definite=True, text=_said(sentence, start, end)), end


read_phrase: Reader = remembered("NP", _read)
read_nominal: Reader = remembered("NOM", _read_nominal)  # without "the": what follows "which" or "how many"
read_elliptic: Reader = remembered("ELL", _read_elliptic)
read_adjective: Reader = remembered("ADJ", _adjectives)
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
_FROM_SIDE = _NOTATION.compile("(as seen)? from the side:(left | right | front | back)")
