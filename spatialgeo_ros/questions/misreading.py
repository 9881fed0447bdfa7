"""What to say of a sentence that was not understood: which word is to blame, and the nearest one that is understood."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from dataclasses import replace

from spatialgeo_ros.questions import lexicon
from spatialgeo_ros.questions.examples import EXAMPLES
from spatialgeo_ros.questions.tokens import Text
from spatialgeo_ros.questions.vocabulary import Vocabulary

_SECOND_QUESTION = {("and", word) for word in ("where", "how", "what", "which", "who", "is", "are", "does", "do")}
_MOST_WORDS = 24  # of a sentence that is tried with words left out
_MOST_LEFT_OUT = 3
# Without one of these a sentence means something else.
_WEIGHTY = frozenset(
    "why when who not no nothing none neither nor never than or and least most more less fewer second third fourth fifth "
    "all both every".split()
) | {*lexicon.NUMBERS, *lexicon.COLOURS, *lexicon.SIZES, *lexicon.LEADING}


def not_understood(read: Text, vocabulary: Vocabulary, known: frozenset[str], is_read: Callable[[Text], bool]) -> str:
    """known: the words of the grammar; is_read: whether other words would be understood."""
    words = read.words
    if "." in words or any(pair in _SECOND_QUESTION for pair in zip(words, words[1:], strict=False)):
        return "I read one question at a time; ask the first one alone"
    if words and {"it", "they", "them", "he", "she"} & set(words):
        hint = suggestions(words)
        return f'I do not remember earlier questions, so I cannot tell what "it" is; name the object. {hint}'
    unknown = unknown_words(words, vocabulary, known)
    nearest = _nearest(read, vocabulary, known, is_read)
    if nearest is None:
        return f"I do not understand this question{unknown}. {suggestions(words)}"
    left_out, rest = nearest
    blamed = unknown or f': I do not know what to make of "{left_out}" in it'
    return f'I do not understand this question{blamed}. Without "{left_out}" I do: "{rest}?"'


def _nearest(
    read: Text, vocabulary: Vocabulary, known: frozenset[str], is_read: Callable[[Text], bool]
) -> tuple[str, str] | None:
    """(what was left out, the sentence without it): the fewest words, unknown ones before others."""
    if len(read.words) > _MOST_WORDS:
        return None
    for start, end in sorted(_spans(read.words, vocabulary), key=lambda span: _reluctance(read.words[slice(*span)], known)):
        words = read.words[:start] + read.words[end:]
        breaks = frozenset(at - (end - start) if at >= end else min(at, start) for at in read.breaks)
        if words and is_read(replace(read, words=words, breaks=breaks)):
            return _said(read.words[start:end]), _said(words)
    return None


def _spans(words: tuple[str, ...], vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    for start in range(len(words)):
        for end in range(start + 1, min(start + _MOST_LEFT_OUT, len(words)) + 1):
            left_out = words[start:end]
            if not _WEIGHTY & set(left_out) and not any(vocabulary.nouns_at(words, at) for at in range(start, end)):
                yield start, end


def _reluctance(left_out: tuple[str, ...], known: frozenset[str]) -> tuple[int, int]:
    """Leave out what nobody knows first, and as little as need be."""
    return -sum(word not in known for word in left_out), len(left_out)


def _said(words: tuple[str, ...]) -> str:
    return " ".join(words).replace(" 's", "'s")


def unknown_words(words: tuple[str, ...], vocabulary: Vocabulary, known: frozenset[str]) -> str:
    """ ": I do not know the word "wooden" (did you mean ...?)"; "" when all are known."""
    unknown: list[str] = []
    at = 0
    while at < len(words):
        nouns = vocabulary.nouns_at(words, at)
        if not nouns and not _usable(words[at], known) and words[at] not in unknown:
            unknown.append(words[at])
        at += nouns[0].words if nouns else 1
    if not unknown:
        return ""
    said = ", ".join(f'"{word}"' for word in unknown[:5])
    near = [match for word in unknown[:5] for match in difflib.get_close_matches(word, vocabulary.words(), 1, 0.8)]
    hint = f" (did you mean {', '.join(near)}?)" if near else ""
    return f": I do not know the word{'s' if len(unknown) > 1 else ''} {said}{hint}"


def _usable(word: str, known: frozenset[str]) -> bool:
    return word in known or word in lexicon.NUMBERS or word in lexicon.HOURS or word[0].isdigit() or word[0] in "#[."


def suggestions(words: tuple[str, ...]) -> str:
    """Three examples that share most words with what was asked, of different kinds."""
    asked = set(words) - {"the", "a", "is", "of", "what", "to"}
    ranked = sorted(EXAMPLES, key=lambda example: -len(asked & set(example[0].lower().strip("?.").split())))
    return "You can ask for example: " + " ".join(sentence for sentence, _ in ranked[:3])
