"""Which objects of a scene a noun phrase means."""

from __future__ import annotations

from dataclasses import replace

from spatialgeo_ros.questions import lexicon, relating, wording
from spatialgeo_ros.questions.candidates import Found, by_colour, by_noun, by_shape
from spatialgeo_ros.questions.clause import VIEWER
from spatialgeo_ros.questions.context import Context, Unanswerable, name, names, seen
from spatialgeo_ros.questions.guessing import likeliest
from spatialgeo_ros.questions.phrase_parts import REGION
from spatialgeo_ros.questions.things import Thing
from spatialgeo_ros.questions.vocabulary import SUPPORT_NOUNS
from spatialgeo_ros.scene.appearance import describe
from spatialgeo_ros.types import Phrase, Predicate, SceneObject, Status

_PLACE_WORDS = {"left", "right", "leftmost", "rightmost", "upper", "lower"}


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
    found = by_noun(phrase, context)
    found = by_colour(found, context)
    found = by_shape(found, context)
    for condition in (phrase, *phrase.also):
        found = _by_relation(found, condition, context)
    if phrase.count and not phrase.plural and len(found.items) != phrase.count and found.items:
        raise wrong_number(found, context)
    found = _besides(found, context)
    for condition in (phrase, *phrase.also):
        found = _by_size(found, condition, context)
    return found


def _besides(found: Found, context: Context) -> Found:
    """Without what was named as not meant; what may be that is set apart."""
    for phrase in found.phrase.besides:
        others = find(phrase, context)
        left_out = set(_ids(others.items))
        doubted = set(_ids((*others.unsure, *(() if others.items else others.unnamed))))
        kept = [item for item in (*found.items, *found.unsure) if item.id not in left_out]
        doubtful = tuple(item for item in kept if item.id in doubted or item in found.unsure)
        found = replace(found, items=tuple(item for item in kept if item not in doubtful), unsure=doubtful)
    return found


def one(phrase: Phrase, context: Context) -> Thing:
    """The only object that fits (None = the viewer). Raises Unanswerable when there is none, or no telling which."""
    if is_viewer(phrase):
        return None
    found = find(phrase, context)
    return only(found, context)


def only(found: Found, context: Context) -> SceneObject:
    if len(found.items) == 1 and not found.unsure:
        return found.items[0]
    guessed = likeliest(found, context)
    if guessed is not None:
        return guessed
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
    said = [*looks[:6], *([f"{len(looks) - 6} more"] if len(looks) > 6 else [])]
    listed = f"; I see: {wording.joined(said)}" if looks else "; nothing is in view"
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
    if any(set(describe(item, context.scene.objects).split()) & _PLACE_WORDS for item in items):
        places = {}
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


def _by_relation(found: Found, condition: Phrase, context: Context) -> Found:
    """Keep what the clause likely holds for; set apart what it may or may not hold for."""
    if condition.relation is None or not (found.items or found.unsure):
        return found
    chances = {item.id: _chance(item, condition, context) for item in (*found.items, *found.unsure)}
    sure = context.config.min_probability
    items = tuple(item for item in found.items if chances[item.id] >= sure)
    unsure = tuple(item for item in (*found.items, *found.unsure) if item not in items and chances[item.id] > 1 - sure)
    clause = wording.conditions(replace(condition, also=()))
    return replace(
        found,
        items=items,
        unsure=unsure,
        probability={key: found.probability.get(key, 1.0) * chance for key, chance in chances.items()},
        why_none=found.why_none if items else f"I see no {found.phrase.noun or 'object'}{clause}",
    )


def _chance(item: SceneObject, condition: Phrase, context: Context) -> float:
    assert condition.relation is not None
    if condition.swapped:
        asked = relating.condition_in(condition)
        chance = max(
            relating.holds(other, asked, (item,), context) if other is not item else 0.0
            for other in things(condition.of[0], context)
        )
        return 1 - chance if condition.negated else chance
    options = groups(condition.of, condition.relation, context)
    chance = deciding(item, relating.condition_in(condition), options, condition.of, context)[1]
    return 1 - chance if condition.negated else chance


Group = tuple[Thing, ...]  # what a clause relates one thing to: one other, or the two of "between"


def deciding(
    item: SceneObject,
    condition: relating.Condition,
    others: list[Group],
    phrases: tuple[Phrase, ...],
    context: Context,
) -> tuple[Group | None, float]:
    """The group that decides, and P(the item is so related to it); None and 0 for one of the group itself.

    Any of the groups may do, or all must when "the books" asks for it.
    """
    own = [group for group in others if any(other is not None and other.id == item.id for other in group)]
    if len(own) == len(others) or (own and all(phrase.definite for phrase in phrases)):
        return None, 0.0  # one of the books is not "right of the books"
    chances = [
        (group, relating.holds(item, condition, group, context))
        for group in others
        if group not in own
    ]
    choose = min if all_must(phrases, condition.predicate) else max
    return choose(chances, key=lambda pair: pair[1])


def all_must(phrases: tuple[Phrase, ...], predicate: Predicate) -> bool:
    """ "left of the books" is left of every one, "next to the books" next to any."""
    if predicate is Predicate.NEAR and len(phrases) == 2:  # nearer to the first than all of the second
        return phrases[1].plural and phrases[1].definite
    every = len(phrases) == 1 and phrases[0].plural and phrases[0].definite
    return every and predicate not in (Predicate.NEAR, Predicate.TOUCHING, Predicate.ON, Predicate.INSIDE)


def groups(phrases: tuple[Phrase, ...], predicate: Predicate, context: Context) -> list[Group]:
    """What a clause relates to: one group of one or two things, or one group for each thing of "a box", "the boxes"."""
    if predicate is Predicate.NEAR and len(phrases) == 2:
        first = one(phrases[0], context)
        return [(first, other) for other in things(phrases[1], context) if other is not first or other is None]
    if predicate is Predicate.BETWEEN or len(phrases) != 1:
        return [references(phrases, predicate, context)]
    if predicate is Predicate.ON and phrases[0].noun in SUPPORT_NOUNS:  # of two tables, "on the table" is on either
        return [(item,) for item in several(phrases[0], context)]
    return [(item,) for item in things(phrases[0], context)]


def things(phrase: Phrase, context: Context) -> list[Thing]:
    """One thing, or all that fit where several may be meant."""
    if is_viewer(phrase):
        return [None]
    if phrase.plural or not phrase.definite or len(phrase.ids) > 1:
        return list(several(phrase, context))
    return [one(phrase, context)]


def references(phrases: tuple[Phrase, ...], predicate: Predicate, context: Context) -> tuple[Thing, ...]:
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
        number, _, ranked = word.rpartition(". ")
        if number:
            found = _ranked(found, condition, int(number), ranked, context)
        elif word in ("nearest", "farthest"):
            found = _nearest(found, condition, word == "farthest", context)
        elif word == "middle":
            found = _middle(found, context)
        elif len(found.items) + len(found.unsure) > 1:
            leading = relating.Condition(*lexicon.LEADS[lexicon.SIZE_LEADS.get(word, word)])
            candidates = [*found.items, *found.unsure]
            best, chance, rival = relating.leader(candidates, leading, context)
            found = _led(found, best, chance, rival, word, context)
    return found


def _ranked(found: Found, condition: Phrase, number: int, word: str, context: Context) -> Found:
    """The second (third, ...) in an order: what leads once those before it are left out."""
    candidates = list(found.items)
    if number > len(candidates):
        return replace(found, items=(), unsure=(), why_none=f"there are only {len(candidates)} to count")
    chance = 1.0
    for _ in range(number):
        led = _by_size(replace(found, items=tuple(candidates), unsure=()), replace(condition, sizes=(word,)), context)
        chance = min(chance, led.probability.get(led.items[0].id, 1.0))
        candidates = [item for item in candidates if item is not led.items[0]]
    return replace(led, probability={led.items[0].id: chance})


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
    nearness = relating.Condition(Predicate.NEAR, farthest=farthest)
    best, chance, rival = relating.leader(candidates, nearness, context, (reference,))
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
