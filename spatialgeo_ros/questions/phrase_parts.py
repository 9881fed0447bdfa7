"""The parts of a noun phrase before its clauses: determiner, number, adjectives, noun; or an id, or the viewer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spatialgeo_ros.questions import lexicon, spelling
from spatialgeo_ros.questions.clause import VIEWER
from spatialgeo_ros.questions.noun_forms import ALWAYS_PLURAL, COMPOUND_FIRSTS, COMPOUND_HEADS
from spatialgeo_ros.questions.nouns import CONTAINERS
from spatialgeo_ros.questions.patterns import Sentence
from spatialgeo_ros.questions.vocabulary import CONTENTS, SUPPORT_NOUNS, plural_of, singular_of
from spatialgeo_ros.types import Phrase

ONE = "one"  # noun of "the red one", until the sentence tells what it stands for
IT = "it"  # noun of "it", until the sentence tells what it stands for
REGION = "region"  # noun of "Region [0]"; ids are then numbers of regions, not of objects

_VIEWERS = tuple(sorted((tuple(words.split()) for words in lexicon.VIEWER_WORDS), key=len, reverse=True))
# words, phrase they begin
_DETERMINERS: tuple[tuple[str, Phrase], ...] = (
    *((word, Phrase(definite=True)) for word in ("the", "this", "that", "these", "those")),
    *((word, Phrase(definite=True)) for word in ("my", "your", "our", "his", "her", "their")),
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
            "at least one of the",
            "at least one of these",
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


_NO_NAMES = lexicon.RESERVED | lexicon.STATES | frozenset(lexicon.NUMBERS) | frozenset(lexicon.HOURS)
_GROUPS = ("stack", "pile", "heap", "row", "bunch", "bundle", "group", "set", "tower")  # each is one thing


def starts(sentence: Sentence, start: int, words: tuple[str, ...]) -> bool:
    return sentence.words[start : start + len(words)] == words


def word_at(sentence: Sentence, at: int) -> str:
    return sentence.words[at] if at < len(sentence.words) else ""


def said(sentence: Sentence, start: int, end: int) -> str:
    return " ".join(sentence.words[start:end]).replace(" 's", "'s")


def viewers(sentence: Sentence, start: int) -> Iterator[tuple[Phrase, int]]:
    for words in _VIEWERS:
        if starts(sentence, start, words):
            end = start + len(words)
            yield replace(VIEWER, text=said(sentence, start, end)), end


def numbered(sentence: Sentence, start: int) -> Iterator[tuple[Phrase, int]]:
    """ "#3", "object 3", "the object number 3", "Region [0]"."""
    at = start + (word_at(sentence, start) == "the")
    called = word_at(sentence, at)
    at += called in ("object", "id", "region", "item", "thing", "mask", "number")
    at += at > start and word_at(sentence, at) in ("number", "id", "no")
    token = word_at(sentence, at)
    number = token.strip("#[]")
    bare = token == number and (at == start or word_at(sentence, at - 1) == "the")
    if bare or not number.isdecimal():
        return
    text = said(sentence, start, at + 1)
    if token.startswith("[") or called in ("region", "mask"):
        yield Phrase(noun=REGION, ids=(int(number),), definite=True, text=text), at + 1
    elif int(number) == 0:
        yield replace(VIEWER, text=text), at + 1
    else:
        yield Phrase(ids=(int(number),), definite=True, text=text), at + 1


def determined(sentence: Sentence, start: int) -> Iterator[tuple[Phrase, int]]:
    """What the words before the adjectives say: definite, plural, count."""
    for words, phrase in _DETERMINERS:
        if starts(sentence, start, tuple(words.split())):
            end = start + len(words.split())
            yield phrase, end
            number = number_at(sentence, end)
            if number:
                yield replace(phrase, plural=True, count=number), end + 1
    number = number_at(sentence, start)
    if number and number > 1:
        yield Phrase(plural=True, count=number), start + 1
    if word_at(sentence, start) == "another" and _is_named_before(sentence, start):
        yield Phrase(), start + 1


def _is_named_before(sentence: Sentence, start: int) -> bool:
    """ "the red mug next to another mug": one more of what was spoken of; nothing is related to itself anyhow."""
    named = {noun.name for at in range(start) for noun in sentence.vocabulary.nouns_at(sentence.words, at)}
    after = (noun.name for at in range(start + 1, start + 4) for noun in sentence.vocabulary.nouns_at(sentence.words, at)[:1])
    return next(after, "") in named


def number_at(sentence: Sentence, at: int) -> int:
    word = word_at(sentence, at)
    return int(word) if word.isdigit() and 0 < int(word) < 1000 else lexicon.NUMBERS.get(word, 0)


def adjectives(sentence: Sentence, at: int) -> Iterator[tuple[Phrase, int]]:
    """One adjective at this place, as a phrase that holds nothing else."""
    word, following = word_at(sentence, at), word_at(sentence, at + 1)
    if word in lexicon.SHADES and following in lexicon.COLOURS:
        yield Phrase(colours=(lexicon.COLOURS[following],)), at + 2
    if word in lexicon.COLOURS:
        colour = Phrase(colours=(lexicon.COLOURS[word],))
        yield colour, at + 2 if following == "coloured" else at + 1
    if following == "coloured" and word in lexicon.COLOURED_LIKE:
        yield Phrase(colours=(lexicon.COLOURED_LIKE[word],)), at + 2
    for length in (2, 1):
        shape = lexicon.SHAPES.get(" ".join(sentence.words[at : at + length]))
        if shape and (length == 2 or word not in ("box", "bowl", "cylinder", "ball")):
            yield Phrase(shapes=(shape,)), at + length
    if following == "shaped" and word in ("box", "cylinder", "bowl", "ball"):
        yield Phrase(shapes=(lexicon.SHAPES[word],)), at + 2
    if word in lexicon.SIZES:
        yield Phrase(sizes=(lexicon.SIZES[word],)), at + 1
    if word in lexicon.LEADING:
        leading = Phrase(sizes=(lexicon.LEADING[word],))
        if following == "hand" and word in ("left", "right"):  # "the left hand box", but "the tallest hand"
            yield leading, at + 2
        yield leading, at + (2 if following == "most" or (following == "away" and word.startswith("far")) else 1)
    number = lexicon.ORDINALS.get(word, 0)
    if number and following in lexicon.LEADING:  # "the second tallest box"
        yield Phrase(sizes=(f"{number}. {lexicon.LEADING[following]}",)), at + 2
    if word == "most" and following in lexicon.SIZES:  # "the most tall box"
        yield Phrase(sizes=(lexicon.SIZE_LEADS[lexicon.SIZES[following]],)), at + 2
    if word in ("far", "most") and following in ("left", "right", "back", "front"):
        yield Phrase(sizes=(lexicon.LEADING[following],)), at + 2


def with_more(phrase: Phrase, more: Phrase) -> Phrase:
    return replace(
        phrase,
        colours=phrase.colours + more.colours,
        shapes=phrase.shapes + more.shapes,
        sizes=phrase.sizes + more.sizes,
    )


def described_by(sentence: Sentence, at: int, phrase: Phrase) -> Iterator[tuple[Phrase, int]]:
    """Adjectives and the noun."""
    for noun, plural, end in _nouns(sentence, at):
        if not (phrase.count > 1 and not plural and plural_of(noun) != noun):
            yield replace(phrase, noun=noun, plural=plural or phrase.plural), end
    for adjective, end in adjectives(sentence, at):
        yield from described_by(sentence, end, with_more(phrase, adjective))
        if word_at(sentence, end) == "and" and adjective.colours:
            for second, last in adjectives(sentence, end + 1):
                if second.colours:
                    yield from described_by(sentence, last, with_more(with_more(phrase, adjective), second))


def _nouns(sentence: Sentence, at: int) -> Iterator[tuple[str, bool, int]]:
    """(noun, plural, end) for every noun here; "" is any object."""
    word = word_at(sentence, at)
    if word in lexicon.GENERIC:
        yield ONE if word in ("one", "ones") else "", lexicon.GENERIC[word], at + 1
        return
    if word == "pair" and word_at(sentence, at + 1) == "of":
        for member in sentence.vocabulary.nouns_at(sentence.words, at + 2):
            if member.plural and member.name not in ALWAYS_PLURAL:
                yield member.name, True, at + 2 + member.words
    if word in _GROUPS and word_at(sentence, at + 1) == "of":
        for member in sentence.vocabulary.nouns_at(sentence.words, at + 2):
            if member.plural:
                yield f"{word} of {plural_of(member.name)}", False, at + 2 + member.words
    if word == "pair" and word_at(sentence, at + 1) == "of" and word_at(sentence, at + 2) in ALWAYS_PLURAL:
        yield word_at(sentence, at + 2), False, at + 3
    found = sentence.vocabulary.nouns_at(sentence.words, at)
    colour = word in lexicon.COLOURS and bool(sentence.vocabulary.nouns_at(sentence.words, at + 1))
    if colour:
        found = [noun for noun in found if noun.words > 1]  # "the orange mug" is no orange
    for noun in found:
        yield noun.name, noun.plural, at + noun.words
        if not noun.plural:
            yield from _compound(sentence, noun.name, at + noun.words)
        if noun.name in CONTAINERS and word_at(sentence, at + noun.words) == "of":
            for content in sentence.vocabulary.nouns_at(sentence.words, at + noun.words + 1):
                if content.name in CONTENTS:
                    yield f"{content.name} {noun.name}", noun.plural, at + noun.words + 1 + content.words
    if not found and not colour and word in COMPOUND_FIRSTS:
        yield from _compound(sentence, word, at + 1)
        head = word_at(sentence, at + 1)
        if _may_name(head) and not sentence.vocabulary.nouns_at(sentence.words, at + 1):  # "the kitchen island"
            yield f"{word} {singular_of(head) or head}", singular_of(head) is not None, at + 2
    if not found and not colour and _may_name(word) and not spelling.is_slip_of_noun(word, sentence.vocabulary):
        yield singular_of(word) or word, singular_of(word) is not None, at + 1


def _compound(sentence: Sentence, first: str, at: int) -> Iterator[tuple[str, bool, int]]:
    """ "ceiling lamp", "cat's bowl", "tv stand": a noun that only a label of the same words fits."""
    if first in SUPPORT_NOUNS and word_at(sentence, at) == "surface":  # "the table surface" is the table
        yield first, False, at + 1
        return
    at += word_at(sentence, at) == "'s"
    for head in sentence.vocabulary.nouns_at(sentence.words, at):
        yield f"{first} {head.name}", head.plural, at + head.words
    word = word_at(sentence, at)
    if word in COMPOUND_HEADS or singular_of(word) in COMPOUND_HEADS:
        plural = word not in COMPOUND_HEADS
        yield f"{first} {singular_of(word) if plural else word}", plural, at + 1


def _may_name(word: str) -> bool:
    """Whether an unknown word may be the name of something; adverbs and participles ("covered") are not."""
    no_noun = word.endswith(("ly", "ed")) and len(word) > 5
    return len(word) > 1 and word.isalpha() and word not in _NO_NAMES and not no_noun


def pronouns(sentence: Sentence, start: int) -> Iterator[tuple[Phrase, int]]:
    for words, phrase in (
        (lexicon.INDEFINITE_PRONOUNS, Phrase()),
        (lexicon.UNIVERSAL_PRONOUNS, Phrase(definite=True, plural=True)),
    ):
        for text in words:
            if starts(sentence, start, tuple(text.split())):
                end = start + len(text.split())
                yield replace(phrase, text=text), end
                for adjective, last in adjectives(sentence, end):
                    yield with_more(replace(phrase, text=said(sentence, start, last)), adjective), last
