"""Which objects of a scene a noun phrase means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from spatialgeo_ros.questions import lexicon, nouns, relating, wording
from spatialgeo_ros.questions.clauses import VIEWER
from spatialgeo_ros.questions.context import Context, Unanswerable, name, names, seen
from spatialgeo_ros.questions.phrases import REGION
from spatialgeo_ros.questions.vocabulary import SUPPORT_NOUNS
from spatialgeo_ros.scene.appearance import describe
from spatialgeo_ros.types import ObjectKind, Phrase, Predicate, SceneObject, Status

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


def is_viewer(phrase: Phrase) -> bool:
    return phrase.noun == VIEWER.noun


def find(phrase: Phrase, context: Context) -> Found:
    """Everything that fits, whether one is expected or several."""
    if phrase.noun == REGION:
        raise Unanswerable(
            Status.UNKNOWN,
            f'nobody said which object region {phrase.ids[0]} is; use object ids as in the scene, such as "#3"',
            seen=True,
        )
    if phrase.ids:
        return _by_id(phrase, context)
    found = _by_noun(phrase, context)
    found = _by_colour(found, context)
    found = _by_shape(found, context)
    for condition in (phrase, *phrase.also):
        found = _by_relation(found, condition, context)
    if phrase.count and not phrase.plural and len(found.items) != phrase.count and found.items:
        raise wrong_number(found, context)
    for condition in (phrase, *phrase.also):
        found = _by_size(found, condition, context)
    return found


def one(phrase: Phrase, context: Context) -> relating.Thing:
    """The only object that fits (None = the viewer). Raises Unanswerable when there is none, or no telling which."""
    if is_viewer(phrase):
        return None
    found = find(phrase, context)
    return only(found, context)


def only(found: Found, context: Context) -> SceneObject:
    if len(found.items) == 1 and not found.unsure:
        return found.items[0]
    if not found.items and not found.unsure:
        raise nothing_fits(found, context)
    said = wording.say(replace(found.phrase, plural=False, count=0))
    fitting = (*found.items, *found.unsure)
    listed, hint = wording.joined(_told_apart(fitting, context), "or"), _hint(fitting, context)
    if found.unsure:
        raise Unanswerable(
            Status.AMBIGUOUS,
            f"it cannot be told for sure which is {said}: maybe {listed}; {hint}",
            object_ids=_ids(fitting),
        )
    raise Unanswerable(
        Status.AMBIGUOUS, f'{len(fitting)} objects fit "{said}": {listed}; {hint}', object_ids=_ids(fitting)
    )


def _hint(items: tuple[SceneObject, ...], context: Context) -> str:
    """How to ask for one of them."""
    looks = [describe(item, context.scene.objects) for item in items]
    way = f'"the {looks[0]}"' if looks.count(looks[0]) == 1 else '"the left one"'
    return f'say which, for example {way} or "#{items[0].id}"'


def several(phrase: Phrase, context: Context) -> tuple[SceneObject, ...]:
    """All objects that a plural or indefinite phrase means, at least one. Raises Unanswerable otherwise."""
    found = find(phrase, context)
    if not found.items:
        raise nothing_fits(found, context)
    if phrase.plural and phrase.definite and phrase.count and len(found.items) != phrase.count:
        raise wrong_number(found, context)
    return found.items


def nothing_fits(found: Found, context: Context) -> Unanswerable:
    if found.unsure:
        listed = wording.joined(_told_apart(found.unsure, context), "or")
        return Unanswerable(
            Status.AMBIGUOUS,
            f"too close to call whether {listed} is {wording.say(replace(found.phrase, definite=False))}",
            object_ids=_ids(found.unsure),
        )
    reason = found.why_none or f"I see no {wording.bare(replace(found.phrase, plural=False))}"
    looks = seen(context)
    said = [wording.a_or_an(words) for words in looks[:6]] + ([f"{len(looks) - 6} more"] if len(looks) > 6 else [])
    listed = f"; I see {wording.joined(said)}" if looks else "; nothing is in view"
    return Unanswerable(Status.UNKNOWN, reason + listed, seen=True)


def wrong_number(found: Found, context: Context) -> Unanswerable:
    """For "the two mugs" where there are three."""
    said, fitting = wording.counted(found.phrase.count, found.phrase.noun or "object"), len(found.items)
    reason = f"you speak of {said}, but {fitting} {'fits' if fitting == 1 else 'fit'}"
    listed = f": {wording.joined(names(found.items, context))}" if fitting else ""
    return Unanswerable(Status.AMBIGUOUS, reason + listed, object_ids=_ids(found.items))


def _ids(items: tuple[SceneObject, ...]) -> tuple[int, ...]:
    return tuple(item.id for item in items)


def _told_apart(items: tuple[SceneObject, ...], context: Context) -> list[str]:
    """ "the red box on the left (#3)": names with a place that differs."""
    ordered = sorted(items, key=lambda item: relating.along_axis(item, None, 0, context)[0])
    places = {ordered[0].id: " on the left", ordered[-1].id: " on the right"} if len(items) > 1 else {}
    return [f"{name(item, context)}{places.get(item.id, '')} (#{item.id})" for item in ordered]


def _by_id(phrase: Phrase, context: Context) -> Found:
    items = []
    for number in phrase.ids:
        known = [item for item in context.scene.objects if item.id == number]
        if not known:
            raise Unanswerable(
                Status.UNKNOWN,
                f"there is no object #{number} in this scene; known: "
                f"{', '.join(f'#{item.id}' for item in context.scene.objects) or 'none'}",
                seen=True,
            )
        items += known
    return Found(phrase, tuple(items), {item.id: 1.0 for item in items})


def _by_noun(phrase: Phrase, context: Context) -> Found:
    noun = phrase.noun
    if not noun:
        return _all(phrase, context.objects)
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


def _by_colour(found: Found, context: Context) -> Found:
    asked = found.phrase.colours
    if not asked:
        return found
    said = " and ".join(asked)
    partly = _narrowed(
        found, lambda item: set(asked) <= set(item.colours), f"I see no {said} {found.phrase.noun or 'object'}"
    )
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


def _by_shape(found: Found, context: Context) -> Found:
    asked = found.phrase.shapes
    if not asked:
        return found

    def fits(item: SceneObject) -> bool:
        words = {item.label.split(" ")[-1], *item.shapes} if item.label else set(item.shapes)
        return set(asked) <= words

    return _narrowed(
        found, fits, f"I see no {wording.bare(replace(found.phrase, plural=False, relation=None, of=(), also=()))}"
    )


def _by_relation(found: Found, condition: Phrase, context: Context) -> Found:
    """Keep what the clause likely holds for; set apart what it may or may not hold for."""
    if condition.relation is None or not (found.items or found.unsure):
        return found
    chances = {item.id: _chance(item, condition, context) for item in (*found.items, *found.unsure)}
    sure = context.config.min_probability
    items = tuple(item for item in found.items if chances[item.id] >= sure)
    unsure = tuple(item for item in (*found.items, *found.unsure) if item not in items and chances[item.id] > 1 - sure)
    clause = f"{'not ' if condition.negated else ''}{wording.RELATION_WORDS[condition.relation]} " + wording.joined(
        [wording.say(other) for other in condition.of]
    )
    return replace(
        found,
        items=items,
        unsure=unsure,
        probability={key: found.probability.get(key, 1.0) * chance for key, chance in chances.items()},
        why_none=found.why_none if items else f"I see no {found.phrase.noun or 'object'} that is {clause}",
    )


def _chance(item: SceneObject, condition: Phrase, context: Context) -> float:
    assert condition.relation is not None
    chance = chance_to_any(
        item, condition.relation, groups(condition.of, condition.relation, context), condition.of, context
    )
    return 1 - chance if condition.negated else chance


def chance_to_any(
    item: SceneObject,
    predicate: Predicate,
    others: list[tuple[relating.Thing, ...]],
    phrases: tuple[Phrase, ...],
    context: Context,
) -> float:
    """P(the item is so related to any of the groups, or to all of them when "the books" asks for it)."""
    own = [group for group in others if any(other is not None and other.id == item.id for other in group)]
    if own and all(phrase.definite for phrase in phrases):
        return 0.0  # one of the books is not "right of the books"
    chances = [
        relating.holds(item, predicate, group, context, context.query.dimension, context.query.farthest)
        for group in others
        if group not in own
    ]
    if not chances:
        return 0.0
    return min(chances) if all_must(phrases, predicate) else max(chances)


def all_must(phrases: tuple[Phrase, ...], predicate: Predicate) -> bool:
    """ "left of the books" is left of every one, "next to the books" next to any."""
    every = len(phrases) == 1 and phrases[0].plural and phrases[0].definite
    return every and predicate not in (Predicate.NEAR, Predicate.TOUCHING, Predicate.ON, Predicate.INSIDE)


def groups(phrases: tuple[Phrase, ...], predicate: Predicate, context: Context) -> list[tuple[relating.Thing, ...]]:
    """What a clause relates to: one group of one or two things, or one group for each thing of "a box", "the boxes"."""
    if predicate is Predicate.BETWEEN or len(phrases) != 1:
        return [references(phrases, predicate, context)]
    return [(item,) for item in things(phrases[0], context)]


def things(phrase: Phrase, context: Context) -> list[relating.Thing]:
    """One thing, or all that fit where several may be meant."""
    if is_viewer(phrase):
        return [None]
    if phrase.plural or not phrase.definite or len(phrase.ids) > 1:
        return list(several(phrase, context))
    return [one(phrase, context)]


def references(phrases: tuple[Phrase, ...], predicate: Predicate, context: Context) -> tuple[relating.Thing, ...]:
    """The things a clause relates to: one each, or the two of "between the two mugs"."""
    if predicate is Predicate.BETWEEN and len(phrases) == 1:
        items = several(phrases[0], context)
        if len(items) != 2:
            raise wrong_number(find(replace(phrases[0], count=2), context), context)
        return items
    return tuple(one(phrase, context) for phrase in phrases)


def _by_size(found: Found, condition: Phrase, context: Context) -> Found:
    """Sizes and superlatives choose among what fits otherwise."""
    for word in condition.sizes:
        if word in ("nearest", "farthest"):
            found = _nearest(found, condition, word == "farthest", context)
        elif word == "middle":
            found = _middle(found, context)
        elif len(found.items) + len(found.unsure) > 1:
            predicate, dimension = lexicon.LEADS[lexicon.SIZE_LEADS.get(word, word)]
            candidates = [*found.items, *found.unsure]
            best, chance, rival = relating.leader(candidates, predicate, context, dimension)
            found = _led(found, best, chance, rival, word, context)
    return found


def _led(
    found: Found, best: SceneObject, chance: float, rival: SceneObject | None, word: str, context: Context
) -> Found:
    if chance < context.config.min_probability and rival is not None:
        raise Unanswerable(
            Status.AMBIGUOUS,
            f"too close to call which is the {word} {found.phrase.noun or 'object'}: "
            f"{wording.joined(_told_apart((best, rival), context), 'or')}",
            object_ids=(best.id, rival.id),
        )
    return replace(found, items=(best,), unsure=(), probability={best.id: found.probability.get(best.id, 1.0) * chance})


def _nearest(found: Found, condition: Phrase, farthest: bool, context: Context) -> Found:
    reference = one(condition.of[0], context) if condition.relation is None and condition.of else None
    candidates = [item for item in (*found.items, *found.unsure) if reference is None or item.id != reference.id]
    if not candidates:
        return replace(found, items=(), unsure=())
    best, chance, rival = relating.leader(candidates, Predicate.NEAR, context, reference=reference, farthest=farthest)
    return _led(found, best, chance, rival, "farthest" if farthest else "nearest", context)


def _middle(found: Found, context: Context) -> Found:
    ordered = sorted(found.items, key=lambda item: relating.along_axis(item, None, 0, context)[0])
    if len(ordered) < 3 or len(ordered) % 2 == 0:
        raise Unanswerable(
            Status.AMBIGUOUS,
            f"{len(ordered)} objects have none in the middle; say left, right or between",
            object_ids=_ids(found.items),
        )
    return replace(found, items=(ordered[len(ordered) // 2],))


def is_surface(item: SceneObject) -> bool:
    return item.kind is ObjectKind.SUPPORT


def look(item: SceneObject, context: Context) -> str:
    return describe(item, context.scene.objects)
