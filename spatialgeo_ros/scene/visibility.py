"""How much of each object is hidden behind something: the pixels of its box that show something nearer than the box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.geometry.point_map import every_nth_pixel, pixel_rays
from spatialgeo_ros.scene.level_view import WorkingDepth
from spatialgeo_ros.scene.objects import Located
from spatialgeo_ros.types import FloatArray, ObjectKind, OrientedBox, PinholeCamera, Pose

_STEP = 2  # every so many-th working pixel is looked at
_BEFORE_M = 0.02  # what hides a thing is so much nearer than its box at least
_NEAREST_M = 0.05
_CORNERS = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)


def with_visible_fractions(located: Located, working: WorkingDepth, reference_from_camera: Pose) -> Located:
    """The objects with `visible_fraction` set: own pixels / (own pixels + pixels of the box behind something nearer).

    What lies outside the image, and what the box does not know of, is not counted. Supports are left as they are.
    """
    depth, labels = working.depth_m[::_STEP, ::_STEP], located.labels[::_STEP, ::_STEP]
    own = np.maximum(np.bincount(labels.ravel(), minlength=len(located.objects) + 1), 1)
    first = sum(item.kind == ObjectKind.SUPPORT for item in located.objects)
    things = located.objects[first:]
    hidden = _hidden_pixels([item.box for item in things], first + 1, labels, depth, every_nth_pixel(working.camera, _STEP),
                            reference_from_camera)
    seen = tuple(item.replaced(visible_fraction=float(pixels / (pixels + behind)))
                 for item, pixels, behind in zip(things, own[first + 1:], hidden, strict=True))
    return replace(located, objects=located.objects[:first] + seen)


def _hidden_pixels(boxes: Sequence[OrientedBox], first_label: int, labels: NDArray[np.int32], depth_m: FloatArray,
                   camera: PinholeCamera, reference_from_camera: Pose) -> list[int]:
    """Of each box, how many pixels (h, w) not of its own label show something before it."""
    if not boxes:
        return []
    turn = np.stack([box.reference_from_box.rotation for box in boxes])
    half = np.stack([box.size_m for box in boxes]) / 2
    centre = (np.stack([box.reference_from_box.translation_m for box in boxes]) - reference_from_camera.translation_m)
    centre, turn = centre @ reference_from_camera.rotation, reference_from_camera.rotation.T @ turn
    corners = centre[:, None] + (half[:, None] * _CORNERS) @ turn.transpose(0, 2, 1)  # (K, 8, 3), camera frame
    near, far = corners[..., 2].min(axis=1), corners[..., 2].max(axis=1)
    ahead = np.maximum(corners[..., 2], _NEAREST_M)
    u = camera.fx * corners[..., 0] / ahead + camera.cx
    v = camera.fy * corners[..., 1] / ahead + camera.cy
    low = np.maximum(np.stack([v.min(axis=1), u.min(axis=1)], axis=-1), 0).astype(int)
    high = np.maximum(np.stack([v.max(axis=1), u.max(axis=1)], axis=-1) + 2, 0).astype(int)
    pixels = [np.zeros(0, np.intp)] * len(boxes)
    for index in np.flatnonzero(near >= _NEAREST_M).tolist():  # the others reach beside or behind the camera
        (top, left), (bottom, right) = low[index], high[index]
        at = depth_m[top:bottom, left:right]
        row, column = np.nonzero((at > 0) & (at < far[index] - _BEFORE_M)
                                 & (labels[top:bottom, left:right] != first_label + index))
        pixels[index] = (row + top) * camera.width + column + left
    of, flat = np.repeat(np.arange(len(boxes)), [len(each) for each in pixels]), np.concatenate(pixels)
    entered = _entered_at(turn, centre, half, of, pixel_rays(camera).reshape(-1, 3).take(flat, axis=0))
    behind = depth_m.ravel().take(flat) < entered - _BEFORE_M
    return [int(count) for count in np.bincount(of[behind], minlength=len(boxes))]


def _entered_at(turn: FloatArray, centre: FloatArray, half: FloatArray, of: NDArray[np.intp], rays: FloatArray) -> FloatArray:
    """(N,) depth at which rays (N, 3) of depth 1 enter their boxes; -inf for those that miss it.

    turn, centre, half: K boxes in the rays' frame, and their half sizes (K, 3). of: (N,) box of each ray. The slab method of
    Kay and Kajiya 1986, "Ray tracing complex scenes".
    """
    middle = (centre[:, None] @ turn)[:, 0]
    with np.errstate(divide="ignore"):  # (3, N): the least of three rows is found sooner than of columns
        inverse = 1 / np.einsum("nij,ni->jn", turn.astype(np.float32).take(of, axis=0), rays)
    first, second = ((middle + side).T.astype(np.float32).take(of, axis=1) * inverse for side in (-half, half))
    entered = np.minimum(first, second).max(axis=0)
    return np.asarray(np.where(entered < np.maximum(first, second).min(axis=0), entered, -np.inf))
