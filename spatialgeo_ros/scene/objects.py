"""Segments to measured objects: gravity-aligned boxes with their uncertainty, in the reference frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import ObjectConfig
from spatialgeo_ros.geometry.boxes import box_on, smallest_rectangle
from spatialgeo_ros.geometry.indices import spread
from spatialgeo_ros.geometry.order_statistics import grouped_quantiles, median
from spatialgeo_ros.scene.contacts import contacts_below, hidden_below
from spatialgeo_ros.scene.footprint import Footprint, fit_footprint, plan_hull
from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.scene.outlines import outline_of, support_words
from spatialgeo_ros.scene.plan_grid import Mask
from spatialgeo_ros.scene.resting import Extent, Resting, find_resting, hovering
from spatialgeo_ros.scene.segments import Segments
from spatialgeo_ros.scene.silhouettes import clean_points
from spatialgeo_ros.scene.supports import Support, find_ledges, with_ledges
from spatialgeo_ros.types import CameraFrame, FloatArray, ObjectKind, OrientedBox, Pose, SceneObject

# one of each two opposite directions to the faces, edges and corners of a cube
_HALF_OF_26 = np.array([[x, y, z] for x in (-1, 0, 1) for y in (-1, 0, 1) for z in (-1, 0, 1) if (x, y, z) > (0, 0, 0)],
                       np.float32)
_STRAYS = 0.02  # share of a thing's pixels at either end that may have a wrong depth
_HANDLE = 0.35  # share of a thing's extent along the line of sight by which a handle's few pixels may go beyond the rest
_EXTREMES_OF = 5000  # points are enough to tell the extremes of a table from
# what masks lose and gain at their rims, as shares of the thing's size; measured on rooms of seeds 1200-1224
_RIM = np.array([0.1, 0.1, 0.03])  # of each side
_SHIFT = (0.035, 0.06)  # of the longer side: by how much the centre moves sideways, and more along the line of sight
_LID_SHARE = 0.1  # of the pixels of a thing that shows its lid
_LID_REACH = 3.0  # standard deviations of a pixel's height by which noise takes the highest points over a lid
_LID_BINS = 6
_LID_POINTS = 600  # tell whether there is one
_NOISE_ON_TOP = 0.7  # standard deviations of a pixel's height by which it takes the highest points over a rim or a tip
_SAMPLE = 400  # points of a thing that tell where it has walls


@dataclass(frozen=True, eq=False)
class Located:
    """objects: supports first, ids 0. rests_on: index into objects of what carries each; -1 = not known. contained: whether it
    is in that, not on it.

    labels: (h, w) int32 working image, index + 1 of the object at each pixel; 0 = none or a support.
    """

    objects: tuple[SceneObject, ...]
    rests_on: tuple[int, ...]
    labels: NDArray[np.int32]
    contained: tuple[bool, ...]


@dataclass(frozen=True, eq=False)
class _Visible:
    """One segment's pixels. points: (N, 3) viewer frame, without mixed edge pixels. bbox: working pixels, inclusive.
    shared_error: see `WorkingDepth`; 0 where depth was measured.

    sigma_m, height_sigma_m: standard deviations of a pixel's depth and height. pixel_m: what one pixel spans.
    quantiles: (3, 4) of x, y and z: 0.5 %, 5 %, middle, 99.5 %.
    """

    label: int
    points: FloatArray
    sigma_m: float
    height_sigma_m: float
    pixel_m: float
    pixels: int
    bbox: tuple[int, int, int, int]
    touches_border: bool
    quantiles: FloatArray
    shared_error: float


def locate_objects(view: LevelView, segments: Segments, supports: tuple[Support, ...], height_sigma_m: FloatArray,
                   frame: CameraFrame, reference_from_viewer: Pose, config: ObjectConfig,
                   carried_by: Sequence[int] | None = None) -> Located:
    """Measured objects of one view: the supports, then everything on them or beside them.

    height_sigma_m: (h, w) standard deviation of a pixel's height. carried_by: of each segment, the support that a model sees
    under it, -1 = none; these supports are all there are.
    """
    points, clean = clean_points(view, segments.labels)
    parts = _visible_parts(view, segments, height_sigma_m, points, clean)
    hidden = hidden_below(segments.labels, segments.count, view.working.depth_m)
    extents = [_extent(part, float(hidden[part.label])) for part in parts]
    contacts = contacts_below(segments.labels, segments.count, points[:, 2].reshape(view.shape), clean.reshape(view.shape))
    touching = {(upper - 1, lower - 1): contact for (upper, lower), contact in contacts.items()}
    resting = find_resting(extents, supports, touching, carried_by=carried_by)
    feet = hovering(extents, resting) if carried_by is None else ()
    if feet:
        ledges = find_ledges(feet, segments.labels == 0, view, supports[0].grid) if supports else []
        supports = with_ledges(supports, ledges)
        resting = find_resting(extents, supports, touching, complete=True)
    measured = _things(parts, extents, resting, view, frame, reference_from_viewer, config)
    small = [bool(thing.box.size_m.max() <= config.max_size_m) for thing in measured]
    surfaces = _support_objects(supports, view, frame, reference_from_viewer, config)
    index_of = _new_indices(small, len(surfaces))
    rests_on = [-1] * len(surfaces) + [_carrier(rest, index_of) for rest, keep in zip(resting, small, strict=True) if keep]
    objects = surfaces + [thing for thing, keep in zip(measured, small, strict=True) if keep]
    renamed = np.zeros(segments.count + 1, np.int32)
    for part, index in zip(parts, index_of, strict=True):
        renamed[part.label] = index + 1
    contained = [False] * len(surfaces) + [rest.contained for rest, keep in zip(resting, small, strict=True) if keep]
    return Located(tuple(objects), tuple(rests_on), renamed.take(segments.labels), tuple(contained))


def _new_indices(keep: Sequence[bool], first: int) -> list[int]:
    """Index of each kept item when dropped ones leave no gap; -1 for dropped ones."""
    numbers = np.cumsum(keep) - 1 + first
    return [int(number) if kept else -1 for number, kept in zip(numbers, keep, strict=True)]


def _carrier(rest: Resting, index_of: Sequence[int]) -> int:
    return rest.on_support if rest.on_support >= 0 else (index_of[rest.on_thing] if rest.on_thing >= 0 else -1)


def _visible_parts(view: LevelView, segments: Segments, height_sigma_m: FloatArray, points: FloatArray,
                   clean: Mask) -> list[_Visible]:
    """One for each segment, all measured together over its pixels with points to be trusted (or, lacking these, any)."""
    if not segments.count:
        return []
    height, width = view.shape
    flat = segments.labels.ravel()
    members = np.flatnonzero(flat > 0)
    members = members.take(np.argsort(flat.take(members), kind="stable"))
    of = flat.take(members) - 1
    pixels = np.bincount(of, minlength=segments.count)
    first = np.cumsum(pixels) - pixels
    trusted = clean.take(members)
    few = np.bincount(of[trusted], minlength=segments.count) < np.maximum(10, pixels // 4)
    inner = np.flatnonzero(np.where(few.take(of), view.valid.ravel().take(members), trusted))
    of, at = of.take(inner), members.take(inner)
    starts = np.append(0, np.cumsum(np.bincount(of, minlength=segments.count)))
    points = points.take(at, axis=0)
    distance = np.sqrt(np.einsum("ij,ij->i", points, points))
    images = (view.working.depth_m, view.working.sigma_m, height_sigma_m)
    low, middle, high = grouped_quantiles(np.stack([*(image.ravel().take(at) for image in images), distance]), starts,
                                          (_STRAYS, 0.5, 1 - _STRAYS)).transpose(1, 0, 2)
    # the few nearest and farthest points go along their rays to the rest, or near it where that is more than noise: off
    # the image's middle, noise of depth and mixed pixels would make things wider
    slack = _HANDLE * np.maximum(high[3] - low[3] - 5 * middle[1], 0)
    nearest, farthest = (low[3] - slack).astype(np.float32), (high[3] + slack).astype(np.float32)
    bulk = np.minimum(np.maximum(distance, nearest.take(of)), farthest.take(of))
    points *= (bulk / np.maximum(distance, np.float32(1e-6)))[:, None]
    quantile = grouped_quantiles(np.ascontiguousarray(points.T), starts, (0.005, 0.05, 0.5, 0.995)).transpose(2, 0, 1)
    columns = members.astype(np.int32) % np.int32(width)
    left, right = np.minimum.reduceat(columns, first).tolist(), np.maximum.reduceat(columns, first).tolist()
    top, bottom = (members[first] // width).tolist(), (members[first + pixels - 1] // width).tolist()  # pixels ascend
    focal_px = view.working.camera.fx
    error = view.working.shared_error
    shared = np.zeros(segments.count) if error is None else grouped_quantiles(
        error.ravel().take(at)[None], starts, (0.5,))[0, 0]
    return [_Visible(k + 1, points[starts[k]:starts[k + 1]], float(middle[1, k]), float(middle[2, k]),
                     float(middle[0, k]) / focal_px, int(pixels[k]), (left[k], top[k], right[k], bottom[k]),
                     left[k] <= 1 or top[k] <= 1 or right[k] >= width - 2 or bottom[k] >= height - 2, quantile[k],
                     float(shared[k]))
            for k in range(segments.count)]


def _extent(part: _Visible, hidden: float) -> Extent:
    bottom, low, middle, top = part.quantiles.T  # of x, y, z each
    return Extent(plan_hull(part.points), float(bottom[2]), _top_m(part), middle.astype(np.float32),
                  part.points[:: max(1, len(part.points) // _SAMPLE)], part.height_sigma_m, float(low[2]), hidden)


def _top_m(part: _Visible) -> float:
    """Height of the lid, where noise takes some points higher; of what has no lid, of nearly its highest points."""
    top, noise = float(part.quantiles[2, 3]), part.height_sigma_m
    if noise < 1e-6:  # most of its pixels took their depth from their neighbours
        return top
    width = _LID_REACH * noise / _LID_BINS
    heights = part.points[:: max(1, len(part.points) // _LID_POINTS), 2]
    at = ((top + 2 * width - heights) / width).astype(np.int64)  # 0 above all but strays
    counts = np.bincount(np.minimum(np.maximum(at, 0), 2 * _LID_BINS), minlength=2 * _LID_BINS + 1)[:-1]
    near = (counts[:-2] + counts[1:-1] + counts[2:]).tolist()  # of bin 1 and its neighbours, and so on
    peak = max(range(_LID_BINS), key=near.__getitem__)
    if near[peak] < _LID_SHARE * len(heights) or near[peak] < 1.5 * near[peak + 3]:
        return top - _NOISE_ON_TOP * noise
    below = (counts[peak + 1] + 2 * counts[peak + 2]) / near[peak]
    return min(top, top + 2 * width - width * (peak + 0.5 + float(below)))


def _things(parts: Sequence[_Visible], extents: Sequence[Extent], resting: Sequence[Resting], view: LevelView,
            frame: CameraFrame, reference_from_viewer: Pose, config: ObjectConfig) -> list[SceneObject]:
    if not parts:
        return []
    bottoms = [min(rest.bottom_m, extent.top_m - 0.002) for rest, extent in zip(resting, extents, strict=True)]
    footprints = [_footprint(*each) for each in zip(parts, _inliers(parts), extents, bottoms, strict=True)]
    boxes = [box_on(footprint.rectangle, bottom, extent.top_m)
             for footprint, bottom, extent in zip(footprints, bottoms, extents, strict=True)]
    size_std, centre_cov = _uncertainty(boxes, footprints, parts, resting)
    if view.working.shared_error is not None:
        shared = np.array([part.shared_error for part in parts])
        size_std, centre_cov = _with_shared_error(boxes, shared, size_std, centre_cov)
    centre_cov = reference_from_viewer.rotation @ centre_cov @ reference_from_viewer.rotation.T
    return [SceneObject(
        id=0, kind=ObjectKind.OBJECT, box=_moved(box, reference_from_viewer), centre_cov_m2=centre_cov[k],
        size_std_m=size_std[k], stamp_last_seen_ns=frame.stamp_ns,
        surface_ref=reference_from_viewer.apply(sample_surface(part.points, config.surface_points)),
        pixel_count=part.pixels * view.working.step ** 2, bbox_xyxy_px=_full_box(part.bbox, view, frame),
        touches_border=part.touches_border) for k, (box, part) in enumerate(zip(boxes, parts, strict=True))]


def _footprint(part: _Visible, inlier: Mask, extent: Extent, bottom_m: float) -> Footprint:
    points, hull = (part.points, extent.hull) if inlier.all() else (part.points[inlier], plan_hull(part.points[inlier]))
    return fit_footprint(points, hull, bottom_m, extent.top_m, part.sigma_m)


def _inliers(parts: Sequence[_Visible]) -> list[Mask]:
    """(N,) points within the bulk, of each: along each plan axis the outer 0.5 % goes when far from the rest."""
    quantiles = np.stack([part.quantiles[:2] for part in parts])
    low, high = quantiles[..., 0], quantiles[..., 3]
    slack = np.maximum(0.05 * (high - low), 3 * np.array([[part.sigma_m] for part in parts]))
    counts = [len(part.points) for part in parts]
    plan = np.concatenate([part.points[:, :2] for part in parts])
    inside = ((plan >= np.repeat((low - slack).astype(np.float32), counts, axis=0))
              & (plan <= np.repeat((high + slack).astype(np.float32), counts, axis=0)))
    return np.split(inside[:, 0] & inside[:, 1], np.cumsum(counts)[:-1])


def _uncertainty(boxes: Sequence[OrientedBox], footprints: Sequence[Footprint], parts: Sequence[_Visible],
                 resting: Sequence[Resting]) -> tuple[FloatArray, FloatArray]:
    """(N, 3) of size_m and (N, 3, 3) of the centre, viewer frame: pixel size, depth noise, and what is behind."""
    centre, size, rotation = (np.array(values, np.float64) for values in zip(
        *((box.reference_from_box.translation_m, box.size_m, box.reference_from_box.rotation) for box in boxes), strict=True))
    sigma, pixel, unseen = np.array([(part.sigma_m, part.pixel_m, footprint.unseen_std_m)
                                     for part, footprint in zip(parts, footprints, strict=True)]).T
    carried = np.array([rest.on_support >= 0 or rest.on_thing >= 0 for rest in resting])
    sight = centre / np.maximum(np.linalg.norm(centre, axis=1), 1e-6)[:, None]
    level_sight = sight * [1, 1, 0]
    level_sight /= np.maximum(np.linalg.norm(level_sight, axis=1), 1e-6)[:, None]
    edge_var = pixel ** 2 + (0.3 * sigma) ** 2
    bottom_std = np.where(carried, 0.003, 0.3 * size[:, 2] + 0.01)
    along = np.abs(np.einsum("njk,nj->nk", rotation, level_sight))
    size_var = edge_var[:, None] * [1, 1, 2] + (_RIM * size) ** 2 + (unseen ** 2 + sigma ** 2)[:, None] * along ** 2
    size_var[:, 2] += bottom_std ** 2
    longer = size[:, :2].max(axis=1)
    variance = np.outer(edge_var, [1, 1, 0.5]) + np.outer((_SHIFT[0] * longer) ** 2, [1, 1, 0])
    variance[:, 2] += (bottom_std / 2) ** 2
    covariance = variance[:, :, None] * np.eye(3)
    for direction, of_sight in ((sight, sigma ** 2), (level_sight, (unseen / 2) ** 2 + (_SHIFT[1] * longer) ** 2)):
        covariance += of_sight[:, None, None] * direction[:, :, None] * direction[:, None, :]
    return np.sqrt(size_var), covariance


def _with_shared_error(boxes: Sequence[OrientedBox], shared: FloatArray, size_std: FloatArray,
                       centre_cov: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The same where depth as a whole may be wrong by these shares (N,): all goes to or fro along the line of sight, and is
    larger or smaller by as much."""
    centre = np.stack([box.reference_from_box.translation_m for box in boxes])
    size = np.stack([box.size_m for box in boxes])
    moved = shared[:, None] * centre
    return (np.sqrt(size_std ** 2 + (shared[:, None] * size) ** 2),
            centre_cov + moved[:, :, None] * moved[:, None, :])


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
    chosen[spread(len(points), count - int(np.count_nonzero(chosen)))] = True
    return np.asarray(points[chosen], np.float32)


def _support_objects(supports: tuple[Support, ...], view: LevelView, frame: CameraFrame, reference_from_viewer: Pose,
                     config: ObjectConfig) -> list[SceneObject]:
    words = support_words(supports)
    return [_support_object(support, word, view, frame, reference_from_viewer, config)
            for support, word in zip(supports, words, strict=True)]


def _support_object(support: Support, word: str, view: LevelView, frame: CameraFrame, reference_from_viewer: Pose,
                    config: ObjectConfig) -> SceneObject:
    on_it = view.valid & (np.abs(support.over(view)) < 0.01) if support.shown is None else support.shown
    outline = outline_of(support, view, on_it)
    corners = outline.corners
    rectangle = smallest_rectangle(corners[:, :2])
    centre_height = float(support.height_at(np.array([rectangle.x_m, rectangle.y_m])))
    box = box_on(rectangle, centre_height - 0.002, centre_height)
    covered = on_it & support.beneath(view) if support.shown is None else on_it
    left, top, width, height = cv2.boundingRect(covered.view(np.uint8))
    bbox = (left, top, left + width - 1, top + height - 1) if width else None
    open_std = 0.25 * max(rectangle.length_m, rectangle.width_m) if outline.cut.any() else support.grid.cell_m
    pixels = np.flatnonzero(covered)
    surface = view.points.reshape(-1, 3).take(pixels[::max(1, len(pixels) // _EXTREMES_OF)], axis=0)
    turn = reference_from_viewer.rotation
    size_std, centre_cov = np.array([open_std, open_std, 0.002]), np.diag([open_std ** 2 / 4, open_std ** 2 / 4, 4e-6])
    if view.working.shared_error is not None and len(pixels):
        shared = np.array([median(view.working.shared_error.ravel().take(pixels))])
        (size_std,), (centre_cov,) = _with_shared_error([box], shared, size_std[None], centre_cov[None])
    return SceneObject(
        id=0, kind=ObjectKind.SUPPORT, box=_moved(box, reference_from_viewer), centre_cov_m2=turn @ centre_cov @ turn.T,
        size_std_m=size_std,
        surface_ref=reference_from_viewer.apply(sample_surface(surface, config.surface_points)),
        stamp_last_seen_ns=frame.stamp_ns, label=word, label_score=1.0, pixel_count=len(pixels) * view.working.step ** 2,
        bbox_xyxy_px=_full_box(bbox, view, frame) if bbox else None,
        touches_border=bool(outline.cut.any()), outline_ref=reference_from_viewer.apply(corners), outline_cut=outline.cut)


def _moved(box: OrientedBox, reference_from_viewer: Pose) -> OrientedBox:
    """The box in the reference frame."""
    return OrientedBox(reference_from_viewer @ box.reference_from_box, box.size_m)
