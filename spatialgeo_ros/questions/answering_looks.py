"""Answers about what a thing looks like or is called: "is the mug red?", "is that a bottle?"."""

from __future__ import annotations

from spatialgeo_ros.questions import nouns
from spatialgeo_ros.questions.context import Context, Unanswerable, last_seen, listed, name, names
from spatialgeo_ros.questions.resolve import things
from spatialgeo_ros.questions.things import Thing
from spatialgeo_ros.questions.wording import joined, say
from spatialgeo_ros.types import Answer, AnswerKind, Evidence, Phrase, SceneObject, Status

_ROUND = ("cylinder", "bowl")  # from above only


def answer_is_such(context: Context) -> Answer:
    """Whether the subject, or every one of a plural, has the colours, shapes and name of the object."""
    query = context.query
    asked = query.objects[0]
    items = [_seen(thing) for thing in things(query.subjects[0], context)]
    unlike = [item for item in items if not _fits(item, asked, context)]
    yes = not unlike
    told = name(items[0], context, query.subjects[0]) if len(items) == 1 else listed(items, context)
    verb = "are" if len(items) > 1 else "is"
    if yes:
        fact = f"{told} {verb} {_such(asked, items)}"
    else:
        fact = joined(
            [f"{words} is {_known(item, asked)}" for item, words in zip(unlike, _names(unlike, told, context), strict=True)]
        )
    yes = yes != query.negated
    return context.answer(
        f"{'Yes' if yes else 'No'}: {fact}.{last_seen(items, context)}",
        kind=AnswerKind.YES_NO,
        yes=yes,
        probability=1.0,
        object_ids=tuple(item.id for item in items),
        evidence=Evidence(tuple(item.id for item in items)),
    )


def _names(items: list[SceneObject], only: str, context: Context) -> list[str]:
    return [only] if len(items) == 1 and not only.count(" and ") else names(items, context)


def _seen(thing: Thing) -> SceneObject:
    if thing is None:
        raise Unanswerable(Status.UNKNOWN, "the camera does not see itself; ask about an object")
    return thing


def _fits(item: SceneObject, asked: Phrase, context: Context) -> bool:
    """Raises Unanswerable where that is not known of the item."""
    return all(part(item, asked, context) for part in (_has_colours, _has_shapes, _has_name))


def _has_colours(item: SceneObject, asked: Phrase, context: Context) -> bool:
    if asked.colours and not item.colours:
        raise _unknown(item, "shows no clear colour", context)
    return set(asked.colours) <= set(item.colours)


def _has_shapes(item: SceneObject, asked: Phrase, context: Context) -> bool:
    words = {*item.shapes, *item.label.split(" ")[-1:]}
    if not asked.shapes or set(asked.shapes) <= words:
        return True
    if not item.shapes:
        raise _unknown(item, "has no shape that I can tell", context)
    if "round" in asked.text.split() and set(_ROUND) & words:
        reason = f"{name(item, context)} is {joined(list(item.shapes))}: round from above, and not from the side"
        raise Unanswerable(Status.AMBIGUOUS, reason, object_ids=(item.id,))
    return False


def _has_name(item: SceneObject, asked: Phrase, context: Context) -> bool:
    if not asked.noun or context.vocabulary.closeness(asked.noun, item.label):
        return True
    if set(nouns.SHAPE_NOUNS.get(asked.noun, ())) & set(item.shapes) and not item.label:
        return True
    if not item.label:
        raise _unknown(item, f"has no name, so I cannot tell whether it is a {asked.noun}", context)
    if asked.noun in nouns.KINDS_OF or not context.vocabulary.knows(asked.noun):
        raise _unknown(item, f"is named {item.label}; whether that is a {asked.noun} I do not know", context)
    return False


def _unknown(item: SceneObject, reason: str, context: Context) -> Unanswerable:
    return Unanswerable(Status.UNKNOWN, f"{name(item, context)} {reason}", object_ids=(item.id,))


def _such(asked: Phrase, items: list[SceneObject]) -> str:
    """ "red and white", "a red bottle", "flat"."""
    if asked.noun:
        return say(Phrase(noun=asked.noun, colours=asked.colours, shapes=asked.shapes, plural=len(items) > 1))
    if len(items) == 1 and not asked.shapes:
        return joined(list(items[0].colours))
    return " ".join((*asked.colours, *asked.shapes))


def _known(item: SceneObject, asked: Phrase) -> str:
    """What it is instead: of what was asked for."""
    if asked.colours and not set(asked.colours) <= set(item.colours):
        return joined(list(item.colours))
    if asked.noun and item.label:
        return f"named {item.label}"
    return joined(list(item.shapes))
