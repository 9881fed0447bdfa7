"""Answers about how large something is, how much larger than another, or whether they are equal."""

from __future__ import annotations

import math

from spatialgeo_ros.questions import relating, units
from spatialgeo_ros.questions.answering_ratios import Found, ratio
from spatialgeo_ros.questions.context import Context, Unanswerable, capital, last_seen, name, names, percent
from spatialgeo_ros.questions.extents import extent
from spatialgeo_ros.questions.query_details import HALVED, TIMES
from spatialgeo_ros.questions.resolve import one, several
from spatialgeo_ros.questions.things import likely
from spatialgeo_ros.questions.wording import AS_SIZED, joined, so_many_times
from spatialgeo_ros.scene.distances import Measured
from spatialgeo_ros.types import (
    Answer,
    AnswerKind,
    Dimension,
    Evidence,
    ObjectKind,
    Phrase,
    SceneObject,
    Status,
)

_DIMENSION_WORDS = {
    Dimension.HEIGHT: "tall",
    Dimension.WIDTH: "wide",
    Dimension.DEPTH: "deep",
    Dimension.LENGTH: "along its longest side",
    Dimension.THICKNESS: "thick, along its shortest side",
}
_MORE_AND_LESS = {
    Dimension.HEIGHT: ("taller", "shorter"),
    Dimension.WIDTH: ("wider", "narrower"),
    Dimension.DEPTH: ("deeper", "less deep"),
    Dimension.LENGTH: ("longer", "less long"),
    Dimension.VOLUME: ("bigger", "smaller"),
    Dimension.THICKNESS: ("thicker", "less thick"),
}


def answer_size(context: Context) -> Answer:
    query = context.query
    context.need_metres()
    item = _sized(query.subjects[0], context)
    if query.objects:
        return _difference(context, item, _sized(query.objects[0], context))
    if item.kind is ObjectKind.SUPPORT:
        return _surface_height(context, item)
    measured = extent(item, query.dimension, context.scene.reference_from_viewer)
    name_of = name(item, context, query.subjects[0])
    least = "at least " if measured.lower_bound else ""
    cut = ", since the image border cuts it" if measured.lower_bound else ""
    if query.dimension is Dimension.VOLUME:
        text = f"The box around {name_of} holds {least}{units.volume(measured.value, measured.std, query.unit)}{cut}."
        kind, unit = AnswerKind.AREA_OR_VOLUME, "m^3"
    else:
        value = units.length(measured.value, measured.std, query.unit)
        text = (
            f"{capital(name_of)} is {least}{value} {_DIMENSION_WORDS[query.dimension]}{_all_sizes(context, item)}{cut}."
        )
        kind, unit = AnswerKind.LENGTH, "m"
    return context.answer(
        text + last_seen([item], context),
        kind=kind,
        value=measured.value,
        value_std=measured.std,
        unit=unit,
        object_ids=(item.id,),
        evidence=Evidence((item.id,)),
    )


def _sized(phrase: Phrase, context: Context) -> SceneObject:
    item = one(phrase, context)
    if item is None:
        raise Unanswerable(Status.UNKNOWN, "the size of the camera is not measured; ask about an object")
    return item


def _all_sizes(context: Context, item: SceneObject) -> str:
    """ "how big": all three extents."""
    if context.query.dimension is not Dimension.LENGTH:
        return ""
    viewer = context.scene.reference_from_viewer
    sizes = [
        units.length(extent(item, dimension, viewer).value, unit=context.query.unit)
        for dimension in (Dimension.WIDTH, Dimension.DEPTH, Dimension.HEIGHT)
    ]
    return f" ({sizes[0]} wide, {sizes[1]} deep, {sizes[2]} tall)"


def _surface_height(context: Context, surface: SceneObject) -> Answer:
    """A table top is as tall as it is above the floor."""
    value, std, floor = _above_floor(context, surface)
    return context.answer(
        f"The {surface.label or 'surface'} is {units.length(value, std, context.query.unit)} above the "
        f"{floor.label or 'surface below'}.",
        kind=AnswerKind.LENGTH,
        value=value,
        value_std=std,
        unit="m",
        object_ids=(surface.id,),
        evidence=Evidence((surface.id, floor.id)),
    )


def _above_floor(context: Context, surface: SceneObject) -> tuple[float, float, SceneObject]:
    """How high it is, metres and deviation, above which surface; of its other extents only a part may be seen."""
    label = surface.label or "surface"
    if context.query.dimension is not Dimension.HEIGHT:
        raise Unanswerable(
            Status.UNKNOWN,
            f"only a part of the {label} may be in view, so its size is not known; ask how far something is "
            "from its edge",
            object_ids=(surface.id,),
        )
    offsets = ((relating.along_axis(surface, item, 2, context), item) for item in context.supports if item.id != surface.id)
    lower = [(value, std, item) for (value, std), item in offsets if value > 0.1]
    if not lower:
        raise Unanswerable(
            Status.UNKNOWN,
            f"I see no floor below the {label}, so its height is not known; ask how far it is below the camera",
            object_ids=(surface.id,),
        )
    return max(lower, key=lambda each: each[0])


def _extent(context: Context, item: SceneObject) -> Measured:
    """Of a thing as it is measured; a surface is as tall as it is above the floor."""
    if item.kind is not ObjectKind.SUPPORT:
        return extent(item, context.query.dimension, context.scene.reference_from_viewer)
    value, std, _ = _above_floor(context, item)
    return Measured(value, std, lower_bound=False)


def _difference(context: Context, first: SceneObject, second: SceneObject) -> Answer:
    """ "How much taller is A than B?"; negative when it is less."""
    query = context.query
    if first.id == second.id:
        raise Unanswerable(Status.UNKNOWN, "both phrases mean the same object; name two different things")
    sizes = [_extent(context, item) for item in (first, second)]
    value, std = sizes[0].value - sizes[1].value, math.hypot(sizes[0].std, sizes[1].std)
    names_of = [name(first, context, query.subjects[0]), name(second, context, query.objects[0])]
    ids = (first.id, second.id)
    cut = " The image border cuts one of them, so this may change." if any(size.lower_bound for size in sizes) else ""
    if query.unit == TIMES:
        values, stds = (sizes[0].value, sizes[1].value), (sizes[0].std, sizes[1].std)
        note = cut + last_seen([first, second], context)
        both = Found(values, stds, ids, Evidence(ids), note)
        return ratio(context, names_of, AS_SIZED[query.dimension], both, inverted=query.predicate in HALVED)
    sign = -1 if query.predicate in HALVED else 1
    more, less = _MORE_AND_LESS[query.dimension]
    volume = query.dimension is Dimension.VOLUME
    said = units.volume(abs(value), std, query.unit) if volume else units.length(abs(value), std, query.unit)
    contrary = query.predicate is not None and sign * value < 0
    text = f"{capital(names_of[0])} is {said} {more if value >= 0 else less} than {names_of[1]}."
    if contrary:
        claimed, found = (more, less) if sign > 0 else (less, more)
        text = f"{capital(names_of[0])} is not {claimed}: it is {said} {found} than {names_of[1]}."
    return context.answer(
        text + cut + last_seen([first, second], context),
        kind=AnswerKind.AREA_OR_VOLUME if volume else AnswerKind.LENGTH,
        value=sign * value,
        value_std=std,
        unit="m^3" if volume else "m",
        object_ids=ids,
        evidence=Evidence(ids),
    )


def answer_same(context: Context) -> Answer:
    """Whether two are equally tall (wide, ...): the difference is at most limit_m, or answers.same_within of the larger.

    times: whether the first is so many times as tall, within the same share.
    """
    query = context.query
    context.need_metres()
    first, second = _two(context)
    viewer = context.scene.reference_from_viewer
    sizes = [extent(item, query.dimension, viewer) for item in (first, second)]
    times = query.times or 1.0
    std = max(math.hypot(sizes[0].std, times * sizes[1].std), 1e-6)
    difference = sizes[0].value - times * sizes[1].value
    tolerance = query.limit_m or context.config.same_within * max(sizes[0].value, times * sizes[1].value)
    chance = likely(tolerance - difference, std) - likely(-tolerance - difference, std)
    say = units.volume if query.dimension is Dimension.VOLUME else units.length
    names_of = names((first, second), context)
    numbers = f"{say(sizes[0].value, sizes[0].std)} against {say(sizes[1].value, sizes[1].std)}"
    more, less = _MORE_AND_LESS[query.dimension]
    evidence = Evidence((first.id, second.id))
    told = max(chance, 1 - chance)
    cut = any(size.lower_bound for size in sizes)
    if told < context.config.min_probability or cut:
        why = "the image border cuts one of them" if cut else "too close to call"
        reason = f"{why}: {names_of[0]} and {names_of[1]} ({numbers})"
        return context.answer(capital(reason) + ".", status=Status.AMBIGUOUS, reason=reason, evidence=evidence)
    yes = chance >= 0.5
    compared = "about as large" if yes else more if difference > 0 else less
    text = f"{'Yes' if yes else 'No'}: {names_of[0]} is {compared} {'as' if yes else 'than'} {names_of[1]}"
    if query.times:
        about = "about" if yes else "not" if difference < 0 else "more than"
        asked = f"{so_many_times(times)} as {AS_SIZED[query.dimension]} as {names_of[1]}"
        text = f"{'Yes' if yes else 'No'}: {names_of[0]} is {about} {asked}"
    return context.answer(
        f"{text} ({numbers}) ({percent(told)} sure).{last_seen([first, second], context)}",
        kind=AnswerKind.YES_NO,
        yes=yes,
        probability=told,
        object_ids=evidence.object_ids,
        evidence=evidence,
    )


def _two(context: Context) -> tuple[SceneObject, SceneObject]:
    phrases = context.query.subjects
    items = [_sized(phrase, context) for phrase in phrases] if len(phrases) > 1 else list(several(phrases[0], context))
    if len(items) != 2:
        listed = joined(names(items, context))
        reason = f"two are compared, but {len(items)} fit: {listed}; name two"
        raise Unanswerable(Status.AMBIGUOUS, reason, object_ids=tuple(item.id for item in items))
    if items[0].id == items[1].id:
        raise Unanswerable(Status.UNKNOWN, "both phrases mean the same object; name two different things")
    for item in items:
        if item.kind is ObjectKind.SUPPORT:
            raise Unanswerable(Status.UNKNOWN, f"only a part of the {item.label or 'surface'} may be in view; name objects")
    return items[0], items[1]
