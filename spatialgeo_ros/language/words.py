"""Words to numbers and back, for a language model with a small, closed vocabulary. No torch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

PAD, UNKNOWN, ASK, ANSWER, END = 0, 1, 2, 3, 4
SLOTS = ("<0>", "<1>", "<2>")  # where tokens of things go
SPECIALS = ("<pad>", "<unknown>", "<ask>", "<answer>", "<end>", *SLOTS)
_PIECE = re.compile(r"<\d>|\d+(?:\.\d+)?|[a-z]+(?:'[a-z]+)?|[^\sa-z\d]")
_NO_SPACE_BEFORE = re.compile(r" ([?.,:;!])")


def pieces(text: str) -> list[str]:
    """Lower-case words, whole numbers and decimals, marks."""
    return _PIECE.findall(text.lower())


@dataclass(frozen=True)
class Words:
    """The vocabulary: specials first, then words in alphabetical order. A word that is not in it becomes <unknown>."""

    known: tuple[str, ...]
    number: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "number", {word: index for index, word in enumerate(self.known)})

    def __len__(self) -> int:
        return len(self.known)

    def encode(self, text: str) -> list[int]:
        return [self.number.get(piece, UNKNOWN) for piece in pieces(text)]

    def padded(self, text: str, most: int) -> list[int]:
        """The first `most` numbers, filled up with <pad>."""
        numbers = self.encode(text)[:most]
        return numbers + [PAD] * (most - len(numbers))

    def decode(self, numbers: Sequence[int]) -> str:
        """Up to the end mark; specials are left out."""
        until = list(numbers).index(END) if END in numbers else len(numbers)
        text = " ".join(self.known[k] for k in numbers[:until] if k >= len(SPECIALS))
        return _NO_SPACE_BEFORE.sub(r"\1", text)


def words_of(texts: Iterable[str], always: Iterable[str] = ()) -> Words:
    """The vocabulary of these texts, and of words that must be in it."""
    found = {piece for text in texts for piece in pieces(text)} | set(always)
    return Words((*SPECIALS, *sorted(found - set(SPECIALS))))
