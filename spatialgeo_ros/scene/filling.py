"""Holes in segments: the ground of a bowl that depth cannot tell from the table, and dark or shiny spots without depth."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import SegmentConfig
from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.scene.plan_grid import Mask
from spatialgeo_ros.scene.segments import Segments

_RING_PX = 4
_MIN_HOLE_PX = 4
_ENCLOSED = 0.95  # share of its rim that one segment has around a hole
_OTHER_COLOUR = 20.0  # CIELAB (8 bit) distance from which a hole does not show the ground


def fill_holes(segments: Segments, view: LevelView, config: SegmentConfig) -> Segments:
    """Give pixels within a segment's convex outline to it where they look like it and not like its surroundings."""
    labels = segments.labels.copy()
    for label, box in enumerate(_bounding_boxes(labels, segments.count), start=1):
        if box is not None:
            _fill(labels, label, box, view, config)
    return Segments(labels, segments.count)


def _bounding_boxes(labels: NDArray[np.int32], count: int) -> list[tuple[slice, slice] | None]:
    """Window around each label with some margin, clipped to the image."""
    height, width = labels.shape
    flat = labels.ravel()
    members = np.flatnonzero(flat)
    members = members[np.argsort(flat[members], kind="stable")]
    bounds = np.searchsorted(flat[members], np.arange(1, count + 2))
    boxes: list[tuple[slice, slice] | None] = []
    for start, end in zip(bounds[:-1], bounds[1:], strict=True):
        if start == end:
            boxes.append(None)
            continue
        rows, columns = np.divmod(members[start:end], width)
        margin = _RING_PX + 1
        boxes.append((slice(max(int(rows.min()) - margin, 0), min(int(rows.max()) + margin + 1, height)),
                      slice(max(int(columns.min()) - margin, 0), min(int(columns.max()) + margin + 1, width))))
    return boxes


def _fill(labels: NDArray[np.int32], label: int, box: tuple[slice, slice], view: LevelView, config: SegmentConfig) -> None:
    window = labels[box]
    mask = (window == label).astype(np.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.fillConvexPoly(np.zeros_like(mask), cv2.convexHull(np.concatenate(contours)), 1)
    open_pixels = hull.astype(bool) & (window == 0)
    if np.count_nonzero(open_pixels) < _MIN_HOLE_PX:
        return
    count, holes = cv2.connectedComponents(open_pixels.astype(np.uint8), connectivity=4)
    lab = view.lab[box].astype(np.float32)
    kernel = np.ones((2 * _RING_PX + 1, 2 * _RING_PX + 1), np.uint8)
    around = (cv2.dilate(hull, kernel) > 0) & (hull == 0) & (window == 0)
    outside = lab[around].mean(axis=0) if around.any() else None
    for hole in range(1, count):
        inside = holes == hole
        if np.count_nonzero(inside) >= _MIN_HOLE_PX and _belongs(inside, mask, lab, outside, kernel, config):
            window[inside] = label


def _belongs(inside: Mask, mask: NDArray[np.uint8], lab: NDArray[np.float32], outside: NDArray[np.float32] | None,
             kernel: NDArray[np.uint8], config: SegmentConfig) -> bool:
    """Whether a hole's colour is that of the segment beside it rather than that of what lies around the segment."""
    beside = (cv2.dilate(inside.astype(np.uint8), kernel) > 0) & (mask > 0)
    if not beside.any():
        return False
    if outside is None:
        return True
    colour = lab[inside].mean(axis=0)
    to_segment = float(np.linalg.norm(colour - np.median(lab[beside], axis=0)))
    to_ground = float(np.linalg.norm(colour - outside))
    rim = (cv2.dilate(inside.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & ~inside
    enclosed = float(np.mean(mask[rim])) > _ENCLOSED
    return to_segment < config.fill_likeness * to_ground or (enclosed and to_ground > _OTHER_COLOUR)
