"""Which nouns are known, and which labels of a scene a noun may mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from spatialgeo_ros.errors import QuestionError
from spatialgeo_ros.questions import noun_forms, nouns


def normal(label: str) -> str:
    """A label as words: "003_cracker_box" -> "cracker box"."""
    words = re.sub(r"[^\w\s]|_", " ", label.lower()).split()
    return " ".join(word for word in words if not word.isdigit())


def plural_of(noun: str) -> str:
    """ "red box" -> "red boxes"."""
    if noun in noun_forms.IRREGULAR_PLURALS:
        return noun_forms.IRREGULAR_PLURALS[noun]
    head, group, members = noun.partition(" of ")
    if group:
        return f"{plural_of(head)} of {members}"
    first, _, last = noun.rpartition(" ")
    if first:
        return f"{first} {plural_of(last)}"
    if noun in noun_forms.ALWAYS_PLURAL:
        return noun
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"


def singular_of(word: str) -> str | None:
    """The singular of an unknown word that looks like a plural, else None."""
    if len(word) < 4 or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return None
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("xes", "ches", "shes", "sses", "zes")):
        return word[:-2]
    return word[:-1]


def is_flat(noun: str) -> bool:
    """Whether the thing is thin or thick, not narrow or wide: "reading book"."""
    return noun in nouns.FLAT_THINGS or noun.rpartition(" ")[2] in nouns.FLAT_THINGS


def _lines(text: str) -> tuple[tuple[str, ...], ...]:
    joined = text.strip().replace(",\n", ", ")
    return tuple(tuple(part.strip() for part in line.split(",")) for line in joined.splitlines())


_SYNONYMS = _lines(nouns.SYNONYMS)
_SUPPORTS = _lines(nouns.SUPPORTS)
SUPPORT_NOUNS = frozenset(word for line in _SUPPORTS for word in line)
FURNITURE = frozenset(word for line in _SYNONYMS + _SUPPORTS if line[0] in nouns.FURNITURE for word in line)
CONTENTS = frozenset(nouns.CONTENTS) | {plural_of(word) for word in nouns.CONTENTS}


def _forms_of(known: Iterable[str]) -> dict[tuple[str, ...], tuple[str, bool]]:
    """Singulars and plurals as they are written -> (singular noun, plural)."""
    known = tuple(known)
    forms: dict[tuple[str, ...], tuple[str, bool]] = {}
    for noun in known:
        plural = plural_of(noun)
        forms.setdefault(tuple(plural.split()), (noun, plural != noun))
    return forms | {tuple(noun.split()): (noun, False) for noun in known}


_BUILT_IN_FORMS = _forms_of(
    dict.fromkeys(
        (
            *(word for group in _SYNONYMS + _SUPPORTS for word in group),
            *nouns.MASTER_NAMES,
            *nouns.CONTENTS,
            *nouns.KINDS_OF,
            *nouns.SHAPE_NOUNS,
            *(f"{content} {container}" for content in nouns.CONTENTS for container in nouns.CONTAINERS),
        )
    )
)


@dataclass(frozen=True)
class Noun:
    """A noun found in a sentence. words: how many words it took."""

    name: str
    plural: bool
    words: int


@dataclass(frozen=True)
class Vocabulary:
    """Nouns that questions may use. extra: label of a detector -> other words for it, as set by the user.

    labels: those of the scene at hand, so that whatever is named there can be asked for.
    """

    extra: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: tuple[str, ...] = ()

    def with_words(self, labels: Sequence[str], synonyms: Sequence[str], replace: bool) -> Vocabulary:
        """Add labels with comma-separated synonyms each; replace: forget those set before."""
        if len(labels) != len(synonyms):
            raise QuestionError(
                f"{len(labels)} labels but {len(synonyms)} synonyms; give one (maybe empty) string per label"
            )
        added: dict[str, tuple[str, ...]] = {} if replace else dict(self.extra)
        for label, others in zip(labels, synonyms, strict=True):
            if not normal(label):
                raise QuestionError(f'the label {label!r} has no letters; use words such as "coffee mug"')
            words = tuple(filter(None, (normal(part) for part in others.split(","))))
            added[normal(label)] = tuple(dict.fromkeys(added.get(normal(label), ()) + words))
        return Vocabulary(added, self.labels)

    def with_labels(self, labels: Iterable[str]) -> Vocabulary:
        """The same, knowing these labels of a scene as nouns."""
        return Vocabulary(self.extra, tuple(sorted({normal(label) for label in labels} - {""})))

    @cached_property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Sets of words that may mean the same."""
        own = tuple((label, *others) for label, others in self.extra.items())
        return own + _SYNONYMS + _SUPPORTS

    @cached_property
    def _forms(self) -> Mapping[tuple[str, ...], tuple[str, bool]]:
        """Words as written -> (singular noun, plural)."""
        own = dict.fromkeys(
            (*self.labels, *(word for label, others in self.extra.items() for word in (label, *others)))
        )
        return {**_BUILT_IN_FORMS, **_forms_of(own)} if own else _BUILT_IN_FORMS

    @cached_property
    def _longest(self) -> int:
        return max(len(words) for words in self._forms)

    def nouns_at(self, words: Sequence[str], start: int) -> list[Noun]:
        """Every known noun that begins here, longest first."""
        found = []
        for length in range(min(self._longest, len(words) - start), 0, -1):
            form = self._forms.get(tuple(words[start : start + length]))
            if form is not None:
                found.append(Noun(form[0], form[1], length))
        return found

    def knows(self, noun: str) -> bool:
        """Whether this singular noun is known."""
        words = noun.split()
        compound = len(words) > 1 and all(map(self.is_known, words))
        return compound or tuple(words) in self._forms or noun in ("viewer", "region", "one")

    def is_known(self, word: str) -> bool:
        """Whether the word is part of any known noun."""
        return word in self._known_words

    @cached_property
    def _known_words(self) -> frozenset[str]:
        return frozenset(word for words in self._forms for word in words)

    def words(self) -> tuple[str, ...]:
        """All nouns understood now, in alphabetical order."""
        return tuple(sorted({noun for noun, _ in self._forms.values()}))

    def meanings(self, noun: str) -> frozenset[str]:
        """The noun and all words that may mean the same."""
        return frozenset({noun}).union(*(group for group in self.groups if noun in group))

    def closeness(self, noun: str, label: str) -> int:
        """How well a label fits a noun: 3 it is that noun ("mug", "paper mug"), 2 a kind of it, 1 a synonym, 0 not."""
        label = normal(label)
        if not label:
            return 0
        if _is_a(noun, label) or _named_by_content(noun, label):
            return 3
        if any(_is_a(kind, label) for kind in nouns.KINDS_OF.get(noun, ())):
            return 2
        return int(any(_is_a(word, label) for word in self.meanings(noun)))


def _is_a(noun: str, label: str) -> bool:
    """ "box": "box", "cracker box", "boxes"."""
    return any(label == form or label.endswith(f" {form}") for form in (noun, plural_of(noun)))


def _named_by_content(noun: str, label: str) -> bool:
    """ "mustard" and "mustard bottle"; not "dog" and "dog bowl"."""
    content, _, container = label.rpartition(" ")
    return container in nouns.CONTAINERS and noun in CONTENTS and content in (noun, plural_of(noun), singular_of(noun))
