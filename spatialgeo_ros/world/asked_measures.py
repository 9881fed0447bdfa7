"""Questions about numbers and places: distances, heights, widths, counts, nearest, where, at which clock hour."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from spatialgeo_ros.questions.vocabulary import plural_of
from spatialgeo_ros.types import AnswerKind, DistanceKind, ObjectKind, QueryKind
from spatialgeo_ros.world.asked import Candidate, View, height_is_seen, middle_is_seen, width_is_seen
from spatialgeo_ros.world.judging import Expected, length_tolerance
from spatialgeo_ros.world.references import FAINT_PX, support_phrase

NEAREST_M = 0.08  # by which the nearest beats the next
CLOCK_M = 0.35  # horizontal distance from which a clock hour means something
CLOCK_HOUR = 0.3  # from a full hour: between two hours either is right
EDGE_SEEN_M = 0.02  # from the place on the edge to the nearest pixel of the table
VIEWER = 0


def closest_distances(view: View) -> Iterator[Candidate]:
    for a, b in view.pairs(12):
        closest = view.truth.distances.closest(a.item.id, b.item.id)
        hidden_m = closest.visible_m - closest.full_m
        tolerance = length_tolerance(closest.full_m)
        if not 0.03 < closest.full_m < 2.5 or tolerance / 2 < hidden_m < 2 * tolerance:
            continue  # whether the facing sides are hidden should be as clear as the rest
        text = view.pick(f"How far is {view.the(a)} from {view.the(b)}?",
                         f"What is the distance between {view.the(a)} and {view.the(b)}?",
                         f"How far apart are {view.the(a)} and {view.the(b)}?")
        yield Candidate(text, QueryKind.DISTANCE, "closest", Expected(AnswerKind.LENGTH, value=closest.full_m,
                                                                     upper_m=closest.visible_m),
                        f"between whole surfaces; visible parts {closest.visible_m:.3f} m apart")
    for a in view.named:
        closest = view.truth.distances.closest(VIEWER, a.item.id)
        yield Candidate(f"How far away is {view.the(a)}?", QueryKind.DISTANCE, "closest_viewer",
                        Expected(AnswerKind.LENGTH, value=closest.full_m, upper_m=closest.visible_m),
                        "from the camera to the nearest place of its surface")


def centre_distances(view: View) -> Iterator[Candidate]:
    """Centre to centre, horizontal and vertical, between things whose middles can be told."""
    for a, b in view.pairs(12):
        if not all(middle_is_seen(o, view.truth.world_from_viewer) for o in (a.item, b.item)):
            continue
        kind, words = ((DistanceKind.CENTRE, "centre to centre"), (DistanceKind.HORIZONTAL, "horizontal"),
                       (DistanceKind.VERTICAL, "vertical"))[int(view.rng.integers(3))]
        value = view.truth.distances.between(a.item.id, b.item.id, kind)
        if 0.03 < value < 2.5:
            yield Candidate(f"What is the {words} distance between {view.the(a)} and {view.the(b)}?",
                            QueryKind.DISTANCE, kind.name.lower(), Expected(AnswerKind.LENGTH, value=value),
                            "between the centres of their boxes")


def edges(view: View) -> Iterator[Candidate]:
    """From a thing to the edge of the table it stands on, where that edge is in view."""
    for a in view.named:
        phrase = support_phrase(view.truth, a.item.support_id)
        if phrase is None or phrase == "the floor" or a.item.container_id:
            continue
        value, foot = view.truth.distances.to_edge(a.item.id, a.item.support_id)
        shown = view.truth.object(a.item.support_id).visible_points_world
        if value > 0.02 and np.linalg.norm(shown - foot, axis=1).min() < EDGE_SEEN_M:
            yield Candidate(f"How far is {view.the(a)} from the edge of {phrase}?", QueryKind.DISTANCE, "edge",
                            Expected(AnswerKind.LENGTH, value=value), "to the nearest edge, which is in view")


def heights(view: View) -> Iterator[Candidate]:
    for a in view.named:
        if height_is_seen(a.item):
            text = view.pick(f"How tall is {view.the(a)}?", f"What is the height of {view.the(a)}?")
            yield Candidate(text, QueryKind.SIZE, "height", Expected(AnswerKind.LENGTH, value=a.item.height_m),
                            "extent along gravity")


def widths(view: View) -> Iterator[Candidate]:
    for a in view.named:
        if width_is_seen(a.item, view.truth.world_from_viewer):
            text = view.pick(f"How wide is {view.the(a)}?", f"What is the width of {view.the(a)}?")
            yield Candidate(text, QueryKind.SIZE, "width", Expected(AnswerKind.LENGTH, value=a.item.width_m),
                            "extent across the view")


def counts(view: View) -> Iterator[Candidate]:
    """How many of a kind, when all that show at all show well."""
    shown = [o for o in view.truth.objects if o.kind is ObjectKind.OBJECT and o.pixel_count >= FAINT_PX]
    for word in sorted({o.word for o in shown}):
        same = [o for o in shown if o.word == word]
        if all(o.well_visible for o in same):
            text = view.pick(f"How many {plural_of(word)} are there?", f"How many {plural_of(word)} do you see?")
            yield Candidate(text, QueryKind.COUNT, "count", Expected(AnswerKind.COUNT, value=float(len(same)),
                                                                    ids=tuple(o.id for o in same)), "all in full view")


def nearest(view: View) -> Iterator[Candidate]:
    """Which of two is nearer to a third, or to the camera."""
    for a, b in view.pairs(10):
        others = [n for n in view.named if n is not a and n is not b]
        use_viewer = not others or view.rng.random() < 0.4
        target = None if use_viewer else others[int(view.rng.integers(len(others)))]
        target_id = VIEWER if target is None else target.item.id
        to_a, to_b = (view.truth.distances.closest(target_id, n.item.id) for n in (a, b))
        winner, loser = (to_a, to_b) if to_a.full_m < to_b.full_m else (to_b, to_a)
        if loser.full_m - winner.visible_m < NEAREST_M:
            continue
        place = "the camera" if target is None else view.the(target)
        item = a.item if winner is to_a else b.item
        yield Candidate(f"Which is closer to {place}, {view.the(a)} or {view.the(b)}?", QueryKind.CHOICE, "nearer",
                        Expected(AnswerKind.OBJECT, ids=(item.id,)),
                        f"{winner.full_m:.2f} m against {loser.full_m:.2f} m")


def places(view: View) -> Iterator[Candidate]:
    for a in view.named:
        if not middle_is_seen(a.item, view.truth.world_from_viewer):
            continue
        centre = view.truth.world_from_viewer.inverse().apply(a.item.box.reference_from_box.translation_m)
        reach = float(np.linalg.norm(a.item.box.size_m[:2])) / 2
        tolerance = max(0.05, 0.3 * reach, length_tolerance(float(np.linalg.norm(centre))) * 0.4)
        yield Candidate(f"Where is {view.the(a)}?", QueryKind.WHERE_IS, "where",
                        Expected(AnswerKind.POSITION, position_viewer_m=centre, position_tolerance_m=tolerance),
                        "centre of its box as the viewer sees it")


def clock_hours(view: View) -> Iterator[Candidate]:
    """At which clock hour something is, seen from the camera or standing at another thing; 12 is straight ahead."""
    centre = {n.item.id: view.truth.world_from_viewer.inverse().apply(n.item.box.reference_from_box.translation_m)
              for n in view.named}
    for a, b in view.pairs(12):
        if not all(middle_is_seen(o, view.truth.world_from_viewer) for o in (a.item, b.item)):
            continue
        offset = centre[b.item.id] - centre[a.item.id]
        hour = float(np.degrees(np.arctan2(offset[0], offset[1])) / 30) % 12
        if np.hypot(offset[0], offset[1]) >= CLOCK_M and abs(hour - round(hour)) < CLOCK_HOUR:
            yield Candidate(f"If you are at {view.the(a)}, at what clock hour is {view.the(b)}?", QueryKind.DIRECTION,
                            "clock", Expected(AnswerKind.CLOCK_HOUR, value=hour if hour >= 0.5 else hour + 12),
                            "12 is the camera's forward")
