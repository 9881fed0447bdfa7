"""Which relations hold between the objects of a scene, as its viewer sees them, and what each word means here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from spatialgeo_ros.config import RelationConfig
from spatialgeo_ros.scene import containment, predicates
from spatialgeo_ros.scene.containment import find_stacks
from spatialgeo_ros.scene.gaps import find_gaps
from spatialgeo_ros.scene.probability import phi
from spatialgeo_ros.scene.viewed import view_objects
from spatialgeo_ros.types import FloatArray, Pose, Predicate, RelationTable, SceneObject

# a = subject, b = object. Centres, bottoms and tops are those of the gravity-aligned boxes.
DEFINITIONS: Mapping[Predicate, str] = {
    Predicate.LEFT_OF: "The centre of a lies to the left of the centre of b along the viewer's x axis.",
    Predicate.RIGHT_OF: "The centre of a lies to the right of the centre of b, in the same sense; b is left of a.",
    Predicate.IN_FRONT_OF: "The centre of a is nearer to the viewer than the centre of b along the viewer's horizontal "
                           "forward axis, whatever their heights and sides.",
    Predicate.BEHIND: "The centre of a is farther along the viewer's horizontal forward axis; b is in front of a.",
    Predicate.ABOVE: "The bottom of a is not lower than the top of b (less 2 cm, the parameter relations.on_gap_m, and "
                     "at most half the height of b), wherever they stand: merely being taller is not above.",
    Predicate.BELOW: "The top of a is not higher than the bottom of b, in the same sense; b is above a.",
    Predicate.ON: "a rests on b: the bottom of a is within relations.on_gap_m of the top of b, and the centre of a is "
                  "over the footprint of b. Only directly: a cup on a book on a table is not on the table.",
    Predicate.INSIDE: "Most of the footprint of a lies within that of b, b has walls around it, and the bottom of a is "
                      "well below the top of b (1.5 cm and 30 % of its height); a may stick out. Inside excludes on.",
    Predicate.NEAR: "The visible surfaces of a and b come closer than the parameter relations.near_m; of a support its "
                    "whole surface counts.",
    Predicate.TOUCHING: "The surfaces come closer than the parameter relations.touching_m, or one is on the other.",
    Predicate.BIGGER: "The gravity-aligned box of a has more volume.",
    Predicate.SMALLER: "The gravity-aligned box of a has less volume; b is bigger.",
    Predicate.TALLER: "a extends farther along gravity, bottom to top, wherever it stands.",
    Predicate.SHORTER: "a extends less along gravity; b is taller.",
    Predicate.WIDER: "a extends farther horizontally across the view, along the viewer's x axis.",
    Predicate.THINNER: "a extends less horizontally across the view; b is wider.",
    Predicate.BETWEEN: "Seen from above, the centre of a falls between the centres of the two others, and is no "
                       "farther from the line that joins them than half their widths across it or a quarter of it.",
}


def find_relations(objects: Sequence[SceneObject], reference_from_viewer: Pose,
                   config: RelationConfig = RelationConfig()) -> RelationTable:
    """All binary relations between these objects, as seen by this viewer (x right, y forward, z up)."""
    viewed = view_objects(objects, reference_from_viewer)
    gaps = find_gaps(viewed, config)
    stacks = find_stacks(viewed)
    inside = containment.inside(viewed, stacks)
    on = containment.on(viewed, stacks, inside, config.on_gap_m)
    left, front = predicates.left_of(viewed, config), predicates.in_front_of(viewed, config)
    above = predicates.above(viewed, on, config)
    bigger, taller, wider = (size(viewed, config) for size in (predicates.bigger, predicates.taller, predicates.wider))
    return RelationTable(viewed.ids, {
        Predicate.LEFT_OF: left, Predicate.RIGHT_OF: left.T,
        Predicate.IN_FRONT_OF: front, Predicate.BEHIND: front.T,
        Predicate.ABOVE: above, Predicate.BELOW: above.T,
        Predicate.ON: on, Predicate.INSIDE: inside,
        Predicate.NEAR: predicates.near(gaps, config),
        Predicate.TOUCHING: predicates.touching(gaps, on, config),
        Predicate.BIGGER: bigger, Predicate.SMALLER: bigger.T,
        Predicate.TALLER: taller, Predicate.SHORTER: taller.T,
        Predicate.WIDER: wider, Predicate.THINNER: wider.T,
    })


def between(subject: SceneObject, a: SceneObject, b: SceneObject, reference_from_viewer: Pose) -> float:
    """P(subject is between a and b); the viewer only tells which way is up."""
    viewed = view_objects((subject, a, b), reference_from_viewer)
    start, end, point = viewed.centre[1, :2], viewed.centre[2, :2], viewed.centre[0, :2]
    length = float(np.linalg.norm(end - start))
    if length < 1e-6:
        return 0.0
    along = (end - start) / length
    across = np.array([-along[1], along[0]])
    variance = viewed.centre_var[:, :2].max(axis=1)
    sigma = np.sqrt(variance[0] + variance[1:].max())
    progress = float((point - start) @ along)
    corridor = max(length / 4, *(_reach(viewed.half[k], viewed.axis[k], across) for k in (1, 2)))
    margins = np.array([progress, length - progress, corridor - abs(float((point - start) @ across))])
    return float(np.prod(phi(margins / sigma)))


def _reach(half: FloatArray, axis: FloatArray, direction: FloatArray) -> float:
    """Half extent of a footprint along a horizontal direction."""
    turned = np.array([-axis[1], axis[0]])
    return float(half[0] * abs(axis @ direction) + half[1] * abs(turned @ direction))
