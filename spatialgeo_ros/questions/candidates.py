"""Which objects of a scene fit the words of a phrase itself: noun, colours, shapes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from spatialgeo_ros.questions import lexicon, nouns, wording
from spatialgeo_ros.questions.context import Context
from spatialgeo_ros.questions.vocabulary import SUPPORT_NOUNS
from spatialgeo_ros.types import Phrase, Predicate, SceneObject

_FEW = 3  # that are named when none has the right colour
_ANY_SURFACE = ("surface", "support", "plane")


@dataclass(frozen=True, eq=False)
class Found:
    """The objects that fit a phrase. probability: id -> P(it fits); unsure: those it cannot be told of.

    unnamed: objects without a name that the noun might mean. why_none: the first part of the phrase nothing fits.
    """

    phrase: Phrase
    items: tuple[SceneObject, ...]
    probability: dict[int, float] = field(default_factory=dict)
    unsure: tuple[SceneObject, ...] = ()
    unnamed: tuple[SceneObject, ...] = ()
    notes: tuple[str, ...] = ()
    why_none: str = ""

    def note(self) -> str:
        return "".join(f" ({text})" for text in self.notes)


def by_noun(phrase: Phrase, context: Context) -> Found:
    noun = phrase.noun
    if not noun:
        carries = phrase.swapped and phrase.relation is Predicate.ON and phrase.definite  # "what the mug stands on"
        return _all(phrase, context.scene.objects if carries else context.objects)
    fits = {item.id: context.vocabulary.closeness(noun, item.label) for item in context.scene.objects}
    best = max(fits.values(), default=0)
    # a noun and its kinds belong together; synonyms only count when nothing has that very name
    items = tuple(item for item in context.scene.objects if fits[item.id] and (fits[item.id] >= min(best, 2)))
    unnamed = tuple(item for item in context.objects if not item.label)
    if items:
        others = sorted({item.label for item in items if fits[item.id] == 1})
        notes = (f"named {wording.joined(others)}",) if others else ()
        return replace(_all(phrase, items), notes=notes, unnamed=unnamed)
    if noun in _ANY_SURFACE:
        return _all(phrase, context.supports)
    if noun in SUPPORT_NOUNS:
        return _unnamed_support(phrase, context)
    return _by_shape_noun(phrase, unnamed, context)


def _all(phrase: Phrase, items: tuple[SceneObject, ...]) -> Found:
    return Found(
        phrase, items, {item.id: 1.0 for item in items}, why_none="" if items or phrase.noun else "I see no objects"
    )


def _unnamed_support(phrase: Phrase, context: Context) -> Found:
    items = tuple(item for item in context.supports if not item.label)
    if len(items) == 1:
        return replace(_all(phrase, items), notes=(f"nobody named the surface; I take it for the {phrase.noun}",))
    return Found(phrase, (), why_none=f"I see no {phrase.noun}")


def _by_shape_noun(phrase: Phrase, unnamed: tuple[SceneObject, ...], context: Context) -> Found:
    shapes = nouns.SHAPE_NOUNS.get(phrase.noun, ())
    items = tuple(item for item in unnamed if set(shapes) & set(item.shapes))
    if items:
        shape = next(word for word in shapes if any(word in item.shapes for item in items))
        rest = tuple(item for item in unnamed if item not in items)
        notes = () if shape == phrase.noun else (f"nobody named it; I take the {shape} for the {phrase.noun}",)
        return replace(_all(phrase, items), notes=notes, unnamed=rest)
    if any(item.label for item in context.objects):
        why = f"nothing here is named {phrase.noun}"
        why += f" ({wording.counted(len(unnamed), 'object')} without a name)" if unnamed else ""
    elif context.objects:
        why = (
            f"nobody has named the objects, so I cannot tell which is a {phrase.noun}; give names as detections, or "
            f"ask by "
            "colour, size, place or number"
        )
    else:
        why = f"I see no {phrase.noun}"
    return Found(phrase, (), unnamed=unnamed, why_none=why)


def _narrowed(found: Found, fits: Callable[[SceneObject], bool], why_none: str) -> Found:
    items = tuple(item for item in found.items if fits(item))
    return replace(
        found,
        items=items,
        unnamed=tuple(filter(fits, found.unnamed)),
        why_none=found.why_none if items or not found.items else why_none,
    )


def by_colour(found: Found, context: Context) -> Found:
    asked = found.phrase.colours
    if not asked:
        return found
    said = " and ".join(asked)
    why = f"I see no {said} {found.phrase.noun or 'object'}"
    if found.phrase.noun and 0 < len(found.items) <= _FEW:
        why += f", only {wording.joined([' and '.join(item.colours) or 'of no clear colour' for item in found.items])}"
    partly = _narrowed(found, lambda item: set(asked) <= set(item.colours), why)
    mainly = _narrowed(found, lambda item: item.colours[:1] == asked[:1] and set(asked) <= set(item.colours), "")
    if mainly.items and found.phrase.definite and not found.phrase.plural:
        return mainly
    if shaded(found.phrase.text):
        return replace(partly, notes=(*partly.notes, "shades of one colour are not told apart"))
    return partly


def shaded(text: str) -> bool:
    """Whether the words name a shade, such as "dark blue"."""
    words = text.split()
    return any(
        word in lexicon.SHADES and following in lexicon.COLOURS
        for word, following in zip(words, words[1:], strict=False)
    )


def by_shape(found: Found, context: Context) -> Found:
    asked = found.phrase.shapes
    if not asked:
        return found

    def fits(item: SceneObject) -> bool:
        words = {item.label.split(" ")[-1], *item.shapes} if item.label else set(item.shapes)
        return set(asked) <= words

    return _narrowed(
        found, fits, f"I see no {wording.bare(replace(found.phrase, plural=False, relation=None, of=(), also=()))}"
    )
