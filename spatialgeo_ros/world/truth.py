"""What is true of a view: which things it shows, how much of each, and how they lie, measured on their meshes.

Computed from the room alone; nothing of the estimator is used, so that the two can disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from spatialgeo_ros.types import (
    FloatArray,
    NamedBox,
    ObjectKind,
    OrientedBox,
    PinholeCamera,
    Pose,
    Predicate,
)
from spatialgeo_ros.world.render import View
from spatialgeo_ros.world.scenery import FLOOR_ID, Room
from spatialgeo_ros.world.solids import Solid, pixels_alone, solids
from spatialgeo_ros.world.surfaces import surface_table
from spatialgeo_ros.world.truth_distances import TrueDistances
from spatialgeo_ros.world.truth_relations import TrueRelations

WELL_VISIBLE_FRACTION = 0.6
WELL_VISIBLE_PX = 400


@dataclass(frozen=True, eq=False)
class TruthObject:
    """One thing that the view shows, measured on its whole mesh, in the world frame.

    word: class word. colours: the thing's colour words, dominant first. seen_colours: those of its visible pixels,
    most frequent first, with their shares; median_rgb: how they look in this light. visible_fraction: visible pixels /
    pixels if it were alone in the room, within the image; NaN for supports. touches_border: the visible part meets the
    image border. bbox_xyxy_px: of the visible part, inclusive. right_m, forward_m: (low, high) extents along the
    viewer's x and y axes; bottom_m, top_m: heights above the floor. visible_points_world: (N, 3) one per visible pixel.
    """

    id: int
    word: str
    colours: tuple[str, ...]
    kind: ObjectKind
    box: OrientedBox
    samples_world: FloatArray
    pixel_count: int
    visible_fraction: float
    bbox_xyxy_px: tuple[int, int, int, int]
    touches_border: bool
    seen_colours: tuple[tuple[str, float], ...]
    median_rgb: tuple[int, int, int]
    visible_points_world: FloatArray
    right_m: tuple[float, float]
    forward_m: tuple[float, float]
    support_id: int
    container_id: int

    @property
    def bottom_m(self) -> float:
        return float(self.box.reference_from_box.translation_m[2] - self.box.size_m[2] / 2)

    @property
    def top_m(self) -> float:
        return float(self.box.reference_from_box.translation_m[2] + self.box.size_m[2] / 2)

    @property
    def height_m(self) -> float:
        return float(self.box.size_m[2])

    @property
    def width_m(self) -> float:
        """Across the view, along the viewer's x axis."""
        return self.right_m[1] - self.right_m[0]

    @property
    def well_visible(self) -> bool:
        """Visible enough to be asked about: most of it, large enough, not cut by the image border."""
        return (self.kind is ObjectKind.OBJECT and self.pixel_count >= WELL_VISIBLE_PX and not self.touches_border
                and self.visible_fraction >= WELL_VISIBLE_FRACTION)


@dataclass(frozen=True, eq=False)
class Truth:
    """objects: everything with at least one visible pixel, supports included, ids as in the room.

    world_from_viewer: the levelled camera: x right, y along the horizontal part of the optical axis, z up.
    """

    room: Room
    world_from_camera: Pose
    world_from_viewer: Pose
    camera: PinholeCamera
    objects: tuple[TruthObject, ...]

    def object(self, object_id: int) -> TruthObject:
        for candidate in self.objects:
            if candidate.id == object_id:
                return candidate
        raise KeyError(f"thing {object_id} is not in view")

    def well_visible(self) -> tuple[TruthObject, ...]:
        return tuple(o for o in self.objects if o.well_visible)

    @cached_property
    def distances(self) -> TrueDistances:
        return TrueDistances({o.id: solids(self.room)[o.id - 1] for o in self.objects},
                             {o.id: o.visible_points_world for o in self.objects}, self.world_from_viewer)

    @cached_property
    def relations(self) -> TrueRelations:
        return TrueRelations(self.objects, self.world_from_viewer, self.distances)

    def margin(self, predicate: Predicate, subject_id: int, object_id: int) -> float:
        """Signed metres by which "subject PREDICATE object" holds; see `truth_relations`."""
        return self.relations.margin(predicate, subject_id, object_id)


def truth_of(room: Room, view: View, world_from_camera: Pose, camera: PinholeCamera) -> Truth:
    """The truth of a view that was rendered from this pose with this camera."""
    viewer = levelled(world_from_camera)
    table = surface_table(room)
    points = _points_world(view.depth_m, world_from_camera, camera)
    objects = []
    for solid in solids(room):
        mask = view.id_image == solid.thing.id
        count = int(np.count_nonzero(mask))
        if count == 0:
            continue
        left, top, width, height = cv2.boundingRect(mask.view(np.uint8))
        bbox = (left, top, left + width - 1, top + height - 1)
        words = np.bincount(table.word[view.face_image[mask]], minlength=len(table.words)) / count
        seen = tuple((table.words[k], float(words[k])) for k in np.argsort(-words, kind="stable") if words[k] > 0.05)
        red, green, blue = (int(k) for k in np.median(view.rgb[mask], axis=0))
        objects.append(_truth_object(solid, viewer, count, bbox, seen, (red, green, blue), points[mask],
                                     _fraction(solid, count, world_from_camera, camera), camera))
    return Truth(room, world_from_camera, viewer, camera, tuple(objects))


def _truth_object(solid: Solid, viewer: Pose, count: int, bbox: tuple[int, int, int, int],
                  seen: tuple[tuple[str, float], ...], median_rgb: tuple[int, int, int], points: FloatArray,
                  fraction: float, camera: PinholeCamera) -> TruthObject:
    thing = solid.thing
    local = viewer.inverse().apply(thing.mesh.vertices)
    low, high = local.min(axis=0), local.max(axis=0)
    border = bbox[0] == 0 or bbox[1] == 0 or bbox[2] == camera.width - 1 or bbox[3] == camera.height - 1
    return TruthObject(thing.id, thing.word, thing.colours, thing.kind, solid.box, solid.samples_world, count, fraction,
                       bbox, border, seen, median_rgb, points, (float(low[0]), float(high[0])),
                       (float(low[1]), float(high[1])), thing.support_id, thing.container_id)


def _fraction(solid: Solid, count: int, world_from_camera: Pose, camera: PinholeCamera) -> float:
    if solid.thing.kind is ObjectKind.SUPPORT:
        return float("nan")
    return min(1.0, count / max(pixels_alone(solid, world_from_camera, camera), count, 1))


def _points_world(depth_m: FloatArray, world_from_camera: Pose, camera: PinholeCamera) -> FloatArray:
    u, v = np.meshgrid(np.arange(camera.width, dtype=np.float32), np.arange(camera.height, dtype=np.float32))
    rays = np.stack([(u - camera.cx) / camera.fx, (v - camera.cy) / camera.fy, np.ones_like(u)], axis=-1)
    return world_from_camera.apply((rays * depth_m[..., None]).astype(np.float32))


def levelled(world_from_camera: Pose) -> Pose:
    """world_from_viewer of a camera that does not look straight up or down."""
    forward = world_from_camera.rotation[:, 2] * (1.0, 1.0, 0.0)
    forward /= np.linalg.norm(forward)
    right = np.cross(forward, (0.0, 0.0, 1.0))
    return Pose(np.stack([right, forward, [0.0, 0.0, 1.0]], axis=1), world_from_camera.translation_m)


def named_boxes(truth: Truth, seed: int = 0, min_pixels: int = 150, min_fraction: float = 0.15) -> tuple[NamedBox, ...]:
    """What a detector of class words would report: the word and the box of the visible part, a little off.

    Nothing else of the truth goes in: no mask, position, size or count beyond the boxes. The floor gets none.
    """
    boxes = []
    for item in truth.objects:
        if item.id == FLOOR_ID or item.pixel_count < min_pixels or item.visible_fraction < min_fraction:
            continue
        rng = np.random.default_rng([seed, item.id])
        box = np.array(item.bbox_xyxy_px, dtype=float)
        spread = 0.01 * np.tile(box[2:] - box[:2], 2) + 0.6
        left, top, right, bottom = box + rng.normal(0, 1, 4) * spread
        boxes.append(NamedBox(item.word, float(rng.uniform(0.75, 0.98)),
                              (max(left, 0.0), max(top, 0.0), min(right, truth.camera.width - 1.0),
                               min(bottom, truth.camera.height - 1.0))))
    return tuple(boxes)


