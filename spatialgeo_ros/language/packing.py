"""Many questions about one image in one sequence: each sees the image's tokens and itself, none sees another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.language.words import ANSWER, ASK, END, PAD, SLOTS, Words
from spatialgeo_ros.types import Array

_SLOT_NUMBERS = {5 + k: k for k in range(len(SLOTS))}


@dataclass(frozen=True, eq=False)
class Asked:
    """prompt: with marks <0>, ...; regions: rows of the image's region tokens that go there; answer: "" when it is to be
    found."""

    prompt: str
    regions: tuple[int, ...]
    answer: str = ""


@dataclass(frozen=True, eq=False)
class Packed:
    """Of B images. words (B, L) int64; region (B, L) row of the region token that replaces a word, -1 = none; question (B, L)
    from 0, -1 = padding; place (B, L) position, counted from the start of the question; target (B, L) the next word where it
    is part of an answer, else -100."""

    words: NDArray[np.int64]
    region: NDArray[np.int64]
    question: NDArray[np.int64]
    place: NDArray[np.int64]
    target: NDArray[np.int64]


def pack(asked: Sequence[Sequence[Asked]], words: Words) -> Packed:
    """One row per image."""
    rows = [_row(questions, words) for questions in asked]
    length = max((row.shape[1] for row in rows), default=0)
    filled = np.stack([np.concatenate([row, _padding(length - row.shape[1])], axis=1) for row in rows])
    return Packed(*filled.transpose(1, 0, 2))


def _padding(count: int) -> Array:
    return np.tile(np.array([PAD, -1, -1, 0, -100])[:, None], (1, count))


def _row(questions: Sequence[Asked], words: Words) -> Array:
    """(5, L)."""
    parts = []
    for index, asked in enumerate(questions):
        prompt = [ASK, *words.encode(asked.prompt), ANSWER]
        answer = [*words.encode(asked.answer), END] if asked.answer else []
        tokens = np.array(prompt + answer[:-1])
        region = np.array([asked.regions[_SLOT_NUMBERS[t]] if t in _SLOT_NUMBERS else -1 for t in tokens])
        target = np.full(len(tokens), -100)
        if answer:
            target[len(prompt) - 1:] = answer
        parts.append(np.stack([tokens, region, np.full(len(tokens), index), np.arange(len(tokens)), target]))
    return np.concatenate(parts, axis=1) if parts else np.zeros((5, 0), np.int64)


def visible(question: NDArray[np.int64], prefix: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(B, P + L, P + L), whether a row's token sees a column's. question: (B, L) as in Packed. prefix: (B, P), which of the
    image's tokens may be seen; they see one another. Padding sees itself, so that no row is empty."""
    batch, length = question.shape
    count = prefix.shape[1]
    whole = np.zeros((batch, count + length, count + length), bool)
    whole[:, :, :count] = prefix[:, None]
    same = (question[:, :, None] == question[:, None]) & (question[:, None] >= 0)
    whole[:, count:, count:] = same & np.tril(np.ones((length, length), bool))
    whole |= np.eye(count + length, dtype=bool)
    return whole
