"""Misspelt words of the grammar itself ("wich", "teh"). Nouns are not guessed: another noun is another thing.

A word that nobody knows and that is one slip away from a noun is no name either: nothing would be found by it. Only letters
that were swapped, doubled or left single ("tabel", "botles") are put right, where that gives one noun and no other.
"""

from __future__ import annotations

from enum import IntEnum
from string import ascii_lowercase

from spatialgeo_ros.questions import lexicon
from spatialgeo_ros.questions.query import each_phrase, within
from spatialgeo_ros.questions.vocabulary import Vocabulary, singular_of
from spatialgeo_ros.types import Phrase, Query

_MIN_LETTERS = 3
_MIN_LETTERS_OF_NOUN = 5  # "lamb" and "cart" are things of their own
LONG = 6  # letters; in a shorter word one letter for another soon gives another word: "lift", "left"

# One letter away from words of the grammar, and words of their own: "is the door closed" asks nothing about what is closest.
_EVERYDAY = frozenset(
    """
bared barge bellow blow broaden closed closes closet closets deepen event events fare farm fear father font fonts freed freer
frees grater graters greeter honesty hunger insider insides lager larder lends liked linger litter lodger log logs loner longed
lounger lowers minis movies muddle narrowed narrows neared neater neatest outsider overt paste pieced pierced pierces presents
preset prevent rally rears rights rounds sender senior sensory shimmer shooter shorten shorts shot simmer skimmer slime slimy
smeller sorter spender stills swimmer talker teen teens teller thicken thicket thinned tick ticker tidier tidiest tiller tinder
tinker tinny visibly wander weed weeds week weeks weep wells widen wilder wildest winder wisest
""".split()
)


class Slip(IntEnum):
    """What went wrong, the likeliest first."""

    SWAPPED = 0
    MISSING = 1
    ADDED = 2
    REPLACED = 3


def corrected(
    words: tuple[str, ...], vocabulary: Vocabulary, known: frozenset[str], min_letters: int = _MIN_LETTERS
) -> tuple[str, ...]:
    """The words, where one that means nothing is one slip away from just one word of the grammar put right."""
    targets = [
        word
        for word in known
        if len(word) >= min_letters and word.isalpha() and not vocabulary.is_known(word) and word not in lexicon.COLOURS
    ]
    return tuple(
        _nearest(word, targets) if _is_nothing(word, vocabulary, known) and len(word) >= min_letters else word
        for word in words
    )


def names_a_thing(query: Query, put_right: frozenset[str], vocabulary: Vocabulary) -> bool:
    """Whether a word that was put right is now the name of something: "the statue" is no slip of "status"."""
    named: set[str] = set()

    def note(phrase: Phrase) -> Phrase:
        if not vocabulary.knows(phrase.noun):
            named.update(phrase.noun.split())
        return within(phrase, note)

    each_phrase(query, note)
    return any({word, singular_of(word)} & named for word in put_right)


def is_slip_of_noun(word: str, vocabulary: Vocabulary) -> bool:
    """Whether this is a noun with a letter too few or too many, or two swapped: "botles", "tabel"."""
    if len(word) < _MIN_LETTERS_OF_NOUN or vocabulary.is_known(word):
        return False
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    swapped = {start + end[1] + end[0] + end[2:] for start, end in parts if len(end) > 1}
    shorter = {start + end[1:] for start, end in parts if end}
    longer = {start + letter + end for start, end in parts for letter in ascii_lowercase}
    return any(map(vocabulary.is_known, swapped | shorter | longer))


def nouns_put_right(words: tuple[str, ...], vocabulary: Vocabulary, known: frozenset[str]) -> tuple[str, ...]:
    """The words, where one has two letters swapped or a double one single ("tabel", "botles") and can be one noun only."""
    return tuple(
        _only_noun(word, vocabulary) if _is_nothing(word, vocabulary, known) and len(word) >= _MIN_LETTERS_OF_NOUN else word
        for word in words
    )


def _only_noun(word: str, vocabulary: Vocabulary) -> str:
    parts = [(word[:at], word[at:]) for at in range(1, len(word))]
    swapped = {start + end[1] + end[0] + end[2:] for start, end in parts if len(end) > 1}
    doubled = {start + start[-1] + end for start, end in parts}
    single = {start + end[1:] for start, end in parts if start[-1] == end[0]}
    nouns = [found for found in swapped | doubled | single if vocabulary.is_known(found)]
    return nouns[0] if len(nouns) == 1 else word


def _is_nothing(word: str, vocabulary: Vocabulary, known: frozenset[str]) -> bool:
    return word.isalpha() and word not in known and word not in _EVERYDAY and not vocabulary.is_known(word)


def _nearest(word: str, targets: list[str]) -> str:
    slips = [(slip, target) for target in targets if (slip := _slip(word, target)) is not None]
    likeliest = [target for slip, target in slips if slip is min(slips)[0]]
    return likeliest[0] if len(likeliest) == 1 else word


def _slip(word: str, target: str) -> Slip | None:
    """The one slip that makes the word of the target; None when it takes more.

    The first letter is seldom the wrong one: what differs in it ("blender", "hanger", "bright") is another word.
    """
    start = 0
    while start < min(len(word), len(target)) and word[start] == target[start]:
        start += 1
    rest, wanted = word[start:], target[start:]
    if not start and word[:2] != target[1::-1]:
        return None
    if len(word) == len(target) - 1:
        return Slip.MISSING if rest == wanted[1:] else None
    if len(word) == len(target) + 1:
        return Slip.ADDED if rest[1:] == wanted else None
    if len(word) != len(target) or word == target:
        return None
    if rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:]:
        return Slip.SWAPPED
    return Slip.REPLACED if len(target) >= LONG and rest[1:] == wanted[1:] else None
