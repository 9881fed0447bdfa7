"""A small notation for sentence forms, compiled to parsers that yield every way to read the words.

    how far (away|off)? BE a:NP from b:NP

    word         itself                        (x | y)   either           x?      x or nothing
    NAME         a part of speech              a:NAME    the same, its value kept as "a"
    k:(x | y)    the words matched, kept as "k"

Names in capitals are either short for other notation (macros) or functions from a position to (value, end) pairs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from spatialgeo_ros.questions.vocabulary import Vocabulary

Kept = tuple[tuple[str, Any], ...]
_PARTS = re.compile(r"[()|?]|[a-z_0-9]+:|[^\s()|?]+")


@dataclass(frozen=True, eq=False)
class Sentence:
    """The words to read. memo: what was already found at a position, by part of speech.

    breaks: indices of the words that a comma stands before.
    """

    words: tuple[str, ...]
    vocabulary: Vocabulary
    breaks: frozenset[int] = frozenset()
    memo: dict[tuple[str, int], list[tuple[Any, int]]] = field(default_factory=dict)


Reader = Callable[[Sentence, int], Iterable[tuple[Any, int]]]
Read = Callable[[Sentence, int], Iterator[tuple[Kept, int]]]


@dataclass(frozen=True, eq=False)
class Node:
    """A compiled pattern. first: the words it can begin with, None = not known; nullable: it may match nothing."""

    read: Read
    first: frozenset[str] | None
    nullable: bool = False

    def __call__(self, sentence: Sentence, at: int) -> Iterator[tuple[Kept, int]]:
        return self.read(sentence, at) if self.can_begin(sentence.words, at) else iter(())

    def can_begin(self, words: tuple[str, ...], at: int) -> bool:
        """A quick look that spares reading most forms of a sentence."""
        return self.nullable or self.first is None or (at < len(words) and words[at] in self.first)


def remembered(name: str, reader: Reader) -> Reader:
    """The reader, asked once per sentence and position; of equal ends only the first reading is kept."""

    def read(sentence: Sentence, start: int) -> list[tuple[Any, int]]:
        key = (name, start)
        if key not in sentence.memo:
            best: dict[int, Any] = {}
            for value, end in reader(sentence, start):
                best.setdefault(end, value)
            sentence.memo[key] = [(value, end) for end, value in best.items()]
        return sentence.memo[key]

    return read


class Notation:
    """Macros and parts of speech under which patterns are compiled."""

    def __init__(self, macros: Mapping[str, str], readers: Mapping[str, Reader]) -> None:
        self._macros = dict(macros)
        self._readers = dict(readers)
        self._compiled: dict[str, Node] = {}

    def compile(self, pattern: str) -> Node:
        parts = _PARTS.findall(pattern)
        node, end = self._either(parts, 0)
        if end != len(parts):
            raise ValueError(f"unbalanced pattern {pattern!r} at part {end}")
        return node

    def literals(self, pattern: str) -> frozenset[str]:
        """Every word that the pattern can match literally."""
        words: set[str] = set()
        for part in _PARTS.findall(pattern):
            if part in self._macros:
                words |= self.literals(self._macros[part])
            elif not part.isupper() and part[0] not in "()|?" and not part.endswith(":"):
                words.add(part)
        return frozenset(words)

    def _either(self, parts: list[str], at: int) -> tuple[Node, int]:
        options = []
        while True:
            node, at = self._row(parts, at)
            options.append(node)
            if at >= len(parts) or parts[at] != "|":
                return (options[0] if len(options) == 1 else _alternatives(options)), at
            at += 1

    def _row(self, parts: list[str], at: int) -> tuple[Node, int]:
        row = []
        while at < len(parts) and parts[at] not in ")|":
            node, at = self._item(parts, at)
            row.append(node)
        return _sequence(row), at

    def _item(self, parts: list[str], at: int) -> tuple[Node, int]:
        name = ""
        if parts[at].endswith(":"):
            name, at = parts[at][:-1], at + 1
        if parts[at] == "(":
            node, at = self._either(parts, at + 1)
            if at >= len(parts) or parts[at] != ")":
                raise ValueError(f"missing ) in {' '.join(parts)!r}")
            node = _named_words(name, node) if name else node
        else:
            node = self._atom(parts[at], name)
        at += 1
        if at < len(parts) and parts[at] == "?":
            return _optional(node), at + 1
        return node, at

    def _atom(self, part: str, name: str) -> Node:
        if part in self._macros:
            if part not in self._compiled:
                self._compiled[part] = self.compile(self._macros[part])
            node = self._compiled[part]
            return _named_words(name, node) if name else node
        if part in self._readers:
            return _part_of_speech(name, self._readers[part])
        if part.isupper():
            raise ValueError(f"unknown name {part!r}")
        return _named_words(name, _word(part)) if name else _word(part)


def _word(word: str) -> Node:
    def read(sentence: Sentence, at: int) -> Iterator[tuple[Kept, int]]:
        if at < len(sentence.words) and sentence.words[at] == word:
            yield (), at + 1

    return Node(read, frozenset({word}))


def _part_of_speech(name: str, reader: Reader) -> Node:
    def read(sentence: Sentence, at: int) -> Iterator[tuple[Kept, int]]:
        if at >= len(sentence.words):
            return
        for value, end in reader(sentence, at):
            yield (((name, value),) if name else ()), end

    return Node(read, None)


def _named_words(name: str, node: Node) -> Node:
    def read(sentence: Sentence, at: int) -> Iterator[tuple[Kept, int]]:
        for kept, end in node(sentence, at):
            yield (*kept, (name, " ".join(sentence.words[at:end]))), end

    return Node(read, node.first, node.nullable)


def _optional(node: Node) -> Node:
    def read(sentence: Sentence, at: int) -> Iterator[tuple[Kept, int]]:
        yield from node(sentence, at)
        yield (), at

    return Node(read, node.first, True)


def _joined_first(nodes: Iterable[Node]) -> frozenset[str] | None:
    firsts = [node.first for node in nodes]
    known = [first for first in firsts if first is not None]
    return frozenset[str]().union(*known) if len(known) == len(firsts) else None


def _alternatives(options: list[Node]) -> Node:
    def read(sentence: Sentence, at: int) -> Iterator[tuple[Kept, int]]:
        for option in options:
            yield from option(sentence, at)

    return Node(read, _joined_first(options), any(option.nullable for option in options))


def _sequence(row: list[Node]) -> Node:
    def read(sentence: Sentence, at: int, step: int = 0) -> Iterator[tuple[Kept, int]]:
        if step == len(row):
            yield (), at
            return
        for kept, middle in row[step](sentence, at):
            for rest, end in read(sentence, middle, step + 1):
                yield kept + rest, end

    if len(row) == 1:
        return row[0]
    solid = next((k for k, node in enumerate(row) if not node.nullable), len(row) - 1)
    return Node(read, _joined_first(row[: solid + 1]), all(node.nullable for node in row))


def read_all(node: Node, sentence: Sentence) -> Iterator[Mapping[str, Any]]:
    """Every reading that takes all words."""
    for kept, end in node(sentence, 0):
        if end == len(sentence.words):
            yield dict(kept)
