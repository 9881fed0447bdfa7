"""Segments to measured objects: gravity-aligned boxes with their uncertainty, in the reference frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import ObjectConfig
from spatialgeo_ros.geometry.boxes import box_on, smallest_rectangle
from spatialgeo_ros.geometry.order_statistics import median, quantiles
from spatialgeo_ros.scene.contacts import contacts_below, hidden_below
from spatialgeo_ros.scene.footprint import Footprint, fit_footprint, plan_hull
from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.scene.outlines import outline_of, support_words
from spatialgeo_ros.scene.plan_grid import Mask
from spatialgeo_ros.scene.resting import Extent, Resting, find_resting, hovering
from spatialgeo_ros.scene.segments import Segments
from spatialgeo_ros.scene.silhouettes import clean_points
from spatialgeo_ros.scene.supports import Support, find_ledges
from spatialgeo_ros.types import CameraFrame, FloatArray, ObjectKind, OrientedBox, Pose, SceneObject

# one of each two opposite directions to the faces, edges and corners of a cube
_HALF_OF_26 = np.array([[x, y, z] for x in (-1, 0, 1) for y in (-1, 0, 1) for z in (-1, 0, 1) if (x, y, z) > (0, 0, 0)],
                       np.float32)
_STRAYS = 0.02  # share of a thing's pixels at either end that may have a wrong depth
_EXTREMES_OF = 5000  # points are enough to tell the extremes of a table from
_SAMPLE = 400  # points of a thing that tell where it has walls


@dataclass(frozen=True, eq=False)
class Located:
    """objects: supports first, ids 0. rests_on: index into objects of what carries each; -1 = not known.

    labels: (h, w) int32 working image, index + 1 of the object at each pixel; 0 = none or a support.
    """

    objects: tuple[SceneObject, ...]
    rests_on: tuple[int, ...]
    labels: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class _Visible:
    """One segment's pixels. points: (N, 3) viewer frame, without mixed edge pixels. bbox: working pixels, inclusive.

    sigma_m, height_sigma_m: standard deviations of a pixel's depth and height. pixel_m: what one pixel spans.
    """

    label: int
    points: FloatArray
    sigma_m: float
    height_sigma_m: float
    pixel_m: float
    pixels: int
    bbox: tuple[int, int, int, int]
    touches_border: bool


def locate_objects(view: LevelView, segments: Segments, supports: tuple[Support, ...], height_sigma_m: FloatArray,
                   frame: CameraFrame, reference_from_viewer: Pose, config: ObjectConfig) -> Located:
    """Measured objects of one view: the supports, then everything on them or beside them.

    height_sigma_m: (h, w) standard deviation of a pixel's height.
    """
    points, clean = clean_points(view, segments.labels)
    parts = _visible_parts(view, segments, height_sigma_m, points, clean)
    hidden = hidden_below(segments.labels, segments.count, view.working.depth_m)
    extents = [_extent(part, float(hidden[part.label])) for part in parts]
    contacts = contacts_below(segments.labels, segments.count, np.ascontiguousarray(points[:, 2]).reshape(view.shape),
                              clean.reshape(view.shape))
    touching = {(upper - 1, lower - 1): contact for (upper, lower), contact in contacts.items()}
    resting = find_resting(extents, supports, touching)
    feet = hovering(extents, resting)
    if feet:
        ledges = find_ledges(feet, segments.labels == 0, view, supports[0].grid) if supports else []
        supports = tuple(sorted((*supports, *ledges), key=lambda support: support.height_m))
        resting = find_resting(extents, supports, touching, complete=True)
    measured = [_thing(part, extent.top_m, rest, view, frame, config)
                for part, extent, rest in zip(parts, extents, resting, strict=True)]
    small = [bool(thing.box.size_m.max() <= config.max_size_m) for thing in measured]
    surfaces = _support_objects(supports, view, frame, config)
    index_of = _new_indices(small, len(surfaces))
    rests_on = [-1] * len(surfaces) + [_carrier(rest, index_of) for rest, keep in zip(resting, small, strict=True) if keep]
    objects = surfaces + [thing for thing, keep in zip(measured, small, strict=True) if keep]
    renamed = np.zeros(segments.count + 1, np.int32)
    for part, index in zip(parts, index_of, strict=True):
        renamed[part.label] = index + 1
    moved = tuple(_moved(item, reference_from_viewer) for item in objects)
    return Located(moved, tuple(rests_on), renamed[segments.labels])


def _new_indices(keep: Sequence[bool], first: int) -> list[int]:
    """Index of each kept item when dropped ones leave no gap; -1 for dropped ones."""
    numbers = np.cumsum(keep) - 1 + first
    return [int(number) if kept else -1 for number, kept in zip(numbers, keep, strict=True)]


def _carrier(rest: Resting, index_of: Sequence[int]) -> int:
    return rest.on_support if rest.on_support >= 0 else (index_of[rest.on_thing] if rest.on_thing >= 0 else -1)


def _visible_parts(view: LevelView, segments: Segments, height_sigma_m: FloatArray, points: FloatArray,
                   clean: Mask) -> list[_Visible]:
    flat = segments.labels.ravel()
    members = np.flatnonzero(flat)
    order = np.argsort(flat[members], kind="stable")
    members = members[order]
    bounds = np.searchsorted(flat[members], np.arange(1, segments.count + 2)).tolist()
    columns = members.astype(np.int32) % np.int32(view.shape[1])
    return [_visible_part(label, members[start:end], columns[start:end], points, clean, view, height_sigma_m)
            for label, (start, end) in enumerate(zip(bounds[:-1], bounds[1:], strict=True), start=1)]


def _visible_part(label: int, pixels: NDArray[np.int64], columns: NDArray[np.int32], points: FloatArray, clean: Mask,
                  view: LevelView, height_sigma_m: FloatArray) -> _Visible:
    height, width = view.shape
    inner = pixels[clean[pixels]]
    if len(inner) < max(10, len(pixels) // 4):
        inner = pixels[view.valid.ravel()[pixels]]
    depth = median(view.working.depth_m.ravel()[inner])
    bbox = (int(columns.min()), int(pixels[0]) // width, int(columns.max()), int(pixels[-1]) // width)  # pixels ascend
    touches = bbox[0] <= 1 or bbox[1] <= 1 or bbox[2] >= width - 2 or bbox[3] >= height - 2
    return _Visible(label, _within_bulk(points[inner]), median(view.working.sigma_m.ravel()[inner]),
                    median(height_sigma_m.ravel()[inner]),
                    depth / view.working.camera.fx, len(pixels), bbox, touches)


def _within_bulk(points: FloatArray) -> FloatArray:
    """(N, 3) points, the few nearest and farthest ones moved along their rays to the rest.

    Off the image's middle, noise of depth and mixed pixels would make things wider.
    """
    distance = np.sqrt(np.einsum("ij,ij->i", points, points))
    low, high = quantiles(distance, [_STRAYS, 1 - _STRAYS])
    return np.asarray(points * (np.clip(distance, low, high) / np.maximum(distance, 1e-6))[:, None], np.float32)


def _extent(part: _Visible, hidden: float) -> Extent:
    x, y, z = np.ascontiguousarray(part.points.T)
    bottom, low, top = quantiles(z, [0.005, 0.05, 0.995])
    return Extent(plan_hull(part.points), bottom, top, np.array([median(x), median(y), median(z)], np.float32),
                  part.points[:: max(1, len(part.points) // _SAMPLE)], part.height_sigma_m, low, hidden)


def _thing(part: _Visible, top: float, rest: Resting, view: LevelView, frame: CameraFrame,
           config: ObjectConfig) -> SceneObject:
    bottom = min(rest.bottom_m, top - 0.002)
    footprint = fit_footprint(_without_outliers(part), bottom, top, part.sigma_m)
    box = box_on(footprint.rectangle, bottom, top)
    size_std, centre_cov = _uncertainty(box, footprint, part, rest)
    return SceneObject(
        id=0, kind=ObjectKind.OBJECT, box=box, centre_cov_m2=centre_cov, size_std_m=size_std,
        surface_ref=sample_surface(part.points, config.surface_points), stamp_last_seen_ns=frame.stamp_ns,
        pixel_count=part.pixels * view.working.step ** 2, bbox_xyxy_px=_full_box(part.bbox, view, frame),
        touches_border=part.touches_border)


def _without_outliers(part: _Visible) -> FloatArray:
    """Points within the bulk: along each plan axis the outer 0.5 % goes when it lies far from the rest."""
    inside = np.ones(len(part.points), bool)
    for values in np.ascontiguousarray(part.points[:, :2].T):
        low, high = quantiles(values, [0.005, 0.995])
        slack = max(0.05 * (high - low), 3 * part.sigma_m)
        inside &= (values >= low - slack) & (values <= high + slack)
    return part.points if inside.all() else np.asarray(part.points[inside])


def _uncertainty(box: OrientedBox, footprint: Footprint, part: _Visible, rest: Resting) -> tuple[FloatArray, FloatArray]:
    """(3,) of size_m and (3, 3) of the centre, viewer frame: pixel size, depth noise, and what is behind."""
    centre = box.reference_from_box.translation_m
    sight = centre / max(float(np.linalg.norm(centre)), 1e-6)
    level_sight = np.array([sight[0], sight[1], 0.0])
    level_sight /= max(float(np.linalg.norm(level_sight)), 1e-6)
    edge_std = np.hypot(part.pixel_m, 0.3 * part.sigma_m)
    along = np.abs(box.reference_from_box.rotation.T @ level_sight)
    unseen = np.hypot(footprint.unseen_std_m, part.sigma_m) * along
    bottom_std = 0.003 if rest.on_support >= 0 or rest.on_thing >= 0 else 0.3 * float(box.size_m[2]) + 0.01
    size_std = np.hypot(np.array([edge_std, edge_std, np.hypot(edge_std, bottom_std)]), unseen)
    covariance = np.eye(3) * edge_std ** 2 / 2 + np.outer(sight, sight) * part.sigma_m ** 2
    covariance += np.outer(level_sight, level_sight) * (footprint.unseen_std_m / 2) ** 2
    covariance[2, 2] += (bottom_std / 2) ** 2
    return size_std, covariance


def _full_box(bbox: tuple[int, int, int, int], view: LevelView, frame: CameraFrame) -> tuple[int, int, int, int]:
    """Working pixels to pixels of the frame, both inclusive."""
    step, (left, top, right, bottom) = view.working.step, bbox
    return (left * step, top * step, min(right * step + step - 1, frame.camera.width - 1),
            min(bottom * step + step - 1, frame.camera.height - 1))


def sample_surface(points: FloatArray, count: int) -> FloatArray:
    """(<= count, 3) float32 of (N, 3) points: the extremes in 26 directions, and an even share of the rest."""
    if len(points) <= count:
        return points.astype(np.float32)
    points = points[::max(1, len(points) // _EXTREMES_OF)]
    along = _HALF_OF_26 @ np.ascontiguousarray(points.T)
    chosen = np.zeros(len(points), bool)
    chosen[along.argmax(axis=1)] = True
    chosen[along.argmin(axis=1)] = True
    chosen[np.linspace(0, len(points) - 1, count - int(np.count_nonzero(chosen))).astype(np.int64)] = True
    return np.asarray(points[chosen], np.float32)


def _support_objects(supports: tuple[Support, ...], view: LevelView, frame: CameraFrame,
                     config: ObjectConfig) -> list[SceneObject]:
    words = support_words(supports)
    cells = {grid: grid.index(view.x_m, view.y_m) for grid in {support.grid for support in supports}}
    return [_support_object(support, word, cells[support.grid], view, frame, config)
            for support, word in zip(supports, words, strict=True)]


def _support_object(support: Support, word: str, cells: NDArray[np.int32], view: LevelView, frame: CameraFrame,
                    config: ObjectConfig) -> SceneObject:
    """cells: (h, w) cell of the support's grid that each pixel lies in."""
    on_it = view.valid & (np.abs(support.over(view)) < 0.01)
    outline = outline_of(support, view, on_it, cells)
    corners = outline.corners
    rectangle = smallest_rectangle(corners[:, :2])
    centre_height = float(support.height_at(np.array([rectangle.x_m, rectangle.y_m])))
    box = box_on(rectangle, centre_height - 0.002, centre_height)
    covered = on_it & support.wide_region.take(cells)
    left, top, width, height = cv2.boundingRect(covered.view(np.uint8))
    bbox = (left, top, left + width - 1, top + height - 1) if width else None
    open_std = 0.25 * max(rectangle.length_m, rectangle.width_m) if outline.cut.any() else support.grid.cell_m
    pixels = np.flatnonzero(covered)
    surface = view.points.reshape(-1, 3).take(pixels[::max(1, len(pixels) // _EXTREMES_OF)], axis=0)
    return SceneObject(
        id=0, kind=ObjectKind.SUPPORT, box=box, centre_cov_m2=np.diag([open_std ** 2 / 4, open_std ** 2 / 4, 4e-6]),
        size_std_m=np.array([open_std, open_std, 0.002]), surface_ref=sample_surface(surface, config.surface_points),
        stamp_last_seen_ns=frame.stamp_ns, label=word, label_score=1.0, pixel_count=len(pixels) * view.working.step ** 2,
        bbox_xyxy_px=_full_box(bbox, view, frame) if bbox else None,
        touches_border=bool(outline.cut.any()), outline_ref=corners, outline_cut=outline.cut)


def _moved(item: SceneObject, reference_from_viewer: Pose) -> SceneObject:
    """The object in the reference frame."""
    turn = reference_from_viewer.rotation
    box = OrientedBox(reference_from_viewer @ item.box.reference_from_box, item.box.size_m)
    return replace(item, box=box, centre_cov_m2=turn @ item.centre_cov_m2 @ turn.T,
                   surface_ref=reference_from_viewer.apply(item.surface_ref),
                   outline_ref=reference_from_viewer.apply(item.outline_ref))
