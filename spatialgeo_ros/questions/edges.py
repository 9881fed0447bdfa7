"""Things on a surface and its edges: how far from them, whether over them, whether wholly on it or in it."""

from __future__ import annotations

import math

from spatialgeo_ros.questions.context import Context, Unanswerable
from spatialgeo_ros.questions.extents import level
from spatialgeo_ros.questions.outlines import footprints_overlap, reach_over, side_distance
from spatialgeo_ros.questions.things import Thing, likely
from spatialgeo_ros.questions.wording import SIDE_NAMES
from spatialgeo_ros.scene.distances import Measured, edge_distance
from spatialgeo_ros.types import Distance, ObjectKind, Predicate, SceneObject, Status

_MIN_STD_M = 0.002


def to_edge(subject: Thing, surface: Thing, context: Context, side: Predicate | None = None) -> Distance:
    """To the nearest edge of the surface, or to that on a side; surface None: of what the subject stands on."""
    item, support = _on_surface(subject, surface, context)
    viewer = context.scene.reference_from_viewer
    if side is None:
        return edge_distance(item, support, viewer)
    measured = side_distance(item, support, side, viewer)
    if not math.isfinite(measured.value_m):
        reason = f"the {SIDE_NAMES[side]} edge of the {support.label or 'surface'} is not in view there"
        hint = "turn the camera so that it is seen"
        raise Unanswerable(Status.UNKNOWN, f"{reason}; {hint}", object_ids=(item.id, support.id))
    return measured


def _on_surface(subject: Thing, surface: Thing, context: Context) -> tuple[SceneObject, SceneObject]:
    if subject is None:
        raise Unanswerable(
            Status.UNKNOWN, "the distance to an edge is measured for objects on a surface, not for the camera"
        )
    support = stands_on(subject, context) if surface is None else surface
    if support is None or support.kind is not ObjectKind.SUPPORT:
        known = "it is not known what it stands on" if support is None else "that is no surface whose edge is known"
        raise Unanswerable(Status.UNKNOWN, f'{known}; name a surface, such as "the edge of the table"')
    return subject, support


def stands_on(subject: SceneObject, context: Context) -> SceneObject | None:
    """The surface below the subject, also below what carries it."""
    by_id = {item.id: item for item in context.scene.objects}
    below: SceneObject | None = subject
    for _ in range(len(by_id)):
        below = by_id.get(below.support_id) if below is not None else None
        if below is not None and below.kind is ObjectKind.SUPPORT:
            return below
    return None


def sticks_out(subject: Thing, predicate: Predicate, other: Thing, context: Context) -> float:
    """P(it is on (inside) the other and sticks out over an edge (the rim)); other None: what it stands on."""
    return _placed(subject, predicate, other, context, out=True)


def wholly(subject: Thing, predicate: Predicate, other: Thing, context: Context) -> float:
    """P(it is on or inside the other and nothing of it sticks out; above or below it, one over the other)."""
    return _placed(subject, predicate, other, context, out=False)


def _placed(subject: Thing, predicate: Predicate, other: Thing, context: Context, out: bool) -> float:
    if predicate is Predicate.ON and other is None:
        subject, other = _on_surface(subject, None, context)
    if subject is None or other is None:
        raise Unanswerable(Status.UNKNOWN, "this is measured between two objects, not for the camera")
    if subject.id == other.id:
        return 0.0
    placed = context.scene.relations.of(subject.id, predicate, other.id)
    if out and predicate is Predicate.ON and subject.support_id != other.id and stands_on(subject, context) is other:
        placed = 1.0  # what it stands on stands there
    if predicate in (Predicate.ABOVE, Predicate.BELOW):
        return placed * likely(*footprints_overlap(subject, other, context.scene.reference_from_viewer))
    if placed < 1 - context.config.min_probability:
        return placed  # it is not even there
    measured = reach(subject, predicate, other, context)
    if not math.isfinite(measured.value):
        reason = f"the view ends where it may reach over the edge of the {other.label or 'surface'}"
        raise Unanswerable(Status.UNKNOWN, f"{reason}; turn the camera so that the edge is seen", object_ids=(subject.id,))
    chance = likely(measured.value, max(measured.std, _MIN_STD_M))
    return placed * (chance if out else 1 - chance)


def reach(item: SceneObject, predicate: Predicate, other: SceneObject, context: Context) -> Measured:
    """How far it reaches over the edge of a surface (ON), or over the top of what it is in; negative: not so far."""
    viewer = context.scene.reference_from_viewer
    if predicate is Predicate.ON and other.kind is ObjectKind.SUPPORT and len(other.outline_ref) >= 3:
        return reach_over(item, other, viewer)
    if predicate is Predicate.ON:
        raise Unanswerable(Status.UNKNOWN, 'that is no surface whose edge is known; name one, such as "the table"')
    (top, top_var), (rim, rim_var) = level(item, "top", viewer), level(other, "top", viewer)
    return Measured(top - rim, math.sqrt(top_var + rim_var))
