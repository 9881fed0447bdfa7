"""Answers read as letters and numbers, by rules alone, and how near a number is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

_THETAS = np.linspace(0.5, 0.95, 10)
_LEADING = re.compile(r"[(\[]?([A-Za-z])(?:[)\].:]|$)")
_NAMED = re.compile(r"(?i:answer|option|choice)(?i: is)?:?\s*[(\[]?([A-Z])\b")
_BRACKETED = re.compile(r"\(([A-Z])\)")


def first_word(answer: str) -> str:
    """Up to the first white space, without full stops behind it; "" of nothing."""
    words = answer.split()
    return words[0].rstrip(".") if words else ""


def number_of(word: str) -> float | None:
    try:
        return float(word)
    except ValueError:
        return None


def mean_relative_accuracy(said: float, true: float) -> float:
    """Share of the ten tolerances 50, 45, ..., 5 % that the relative error is within, bounds included. The tolerances are
    computed as the benchmarks' own code does: two of them, 45 and 20 %, fall just short in floating point, so that 6 for 5 is
    not within 20 %. true 0: the absolute error counts."""
    error = abs(said - true) / (abs(true) or 1.0)
    return float(np.mean(error <= 1 - _THETAS))


def letter_of(answer: str, letters: str, options: Sequence[str] = ()) -> str:
    """ "B", "b.", "(B)", "B. text", "the answer is B", or the text of option B in full: "B". "" where none of these, or
    several, are in the answer: a word that starts with the letter ("better", "A man") is none."""
    text = answer.strip()
    same = [letter for letter, option in zip(letters, options, strict=False) if _bare(option) == _bare(text)]
    if len(same) == 1:
        return same[0]
    leading = _LEADING.match(text)
    found = {*_NAMED.findall(text), *_BRACKETED.findall(text), *([leading[1].upper()] if leading else [])} & set(letters)
    return found.pop() if len(found) == 1 else ""


def _bare(text: str) -> str:
    return text.strip().rstrip(".").lower()


def most_frequent(truths: Iterable[str]) -> str:
    """Of several as frequent ones, the first in the order of characters."""
    return min(Counter(truths).items(), key=lambda counted: (-counted[1], counted[0]))[0]
