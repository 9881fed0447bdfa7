"""A scene drawn on its image: outlines, ids, short names, distances. Colours stay with the id."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.drawing.labels import Picture, Rgb, draw_plate, ink_for, place_names
from spatialgeo_ros.drawing.names import short_name
from spatialgeo_ros.drawing.palette import REMEMBERED_RGB, colour_of
from spatialgeo_ros.geometry.camera import project
from spatialgeo_ros.types import FloatArray, ObjectKind, PinholeCamera, Scene, SceneObject

NEAR_M = 0.05  # nearer parts are cut off before they are projected
SUPPORT_RGB: Rgb = (255, 255, 255)
DARK_RGB: Rgb = (20, 20, 20)
SMALL_PX = 400  # bounding boxes smaller than this get only their id, so that a far clutter stays readable
# corners of OrientedBox.corners_ref: bottom ring, top ring, uprights
BOX_EDGES = ((0, 1), (1, 2), (2, 3), (3, 0), (4, 5), (5, 6), (6, 7), (7, 4), (0, 4), (1, 5), (2, 6), (3, 7))


def annotate(rgb: Picture, scene: Scene) -> Picture:
    """A copy of the image with the scene on it.

    rgb: (H, W, 3), the undistorted image the scene was measured in. Seen objects get their outline, remembered ones
    (out of view or hidden now) the edges of their box in grey; of supports, those edges that were seen to end.
    """
    picture = np.ascontiguousarray(rgb).copy()
    for item in scene.objects:
        if item.kind is ObjectKind.SUPPORT:
            _draw_support(picture, item, scene)
    named: list[tuple[SceneObject, FloatArray]] = []
    for item in scene.objects:
        if item.kind is ObjectKind.OBJECT:
            anchor = _draw_object(picture, item, scene)
            if anchor is not None:
                named.append((item, anchor))
    _draw_names(picture, named, scene)
    return picture


def _draw_object(picture: Picture, item: SceneObject, scene: Scene) -> FloatArray | None:
    """Draws in place; returns the image box (4,) that its name belongs to, None when it is not in the image."""
    if item.visible and scene.id_image is not None and item.bbox_xyxy_px is not None:
        _draw_contour(picture, item, scene.id_image)
        return np.array(item.bbox_xyxy_px, np.float64)
    segments = project_segments(item.box.corners_ref()[np.array(BOX_EDGES)], scene)
    height, width = picture.shape[:2]
    if not len(segments):
        return None
    box = np.concatenate([segments.min((0, 1)), segments.max((0, 1))]).astype(np.float64)
    centre = (box[:2] + box[2:]) / 2
    if not (0 <= centre[0] < width and 0 <= centre[1] < height):
        return None
    colour = colour_of(item.id) if item.visible else REMEMBERED_RGB
    cv2.polylines(picture, list(segments), False, colour, 1, cv2.LINE_AA)
    return np.clip(box, 0, [width, height, width, height])


def _draw_contour(picture: Picture, item: SceneObject, id_image: NDArray[np.uint16]) -> None:
    assert item.bbox_xyxy_px is not None
    left, top, right, bottom = item.bbox_xyxy_px
    mask = (id_image[top:bottom + 1, left:right + 1] == item.id).astype(np.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE, offset=(left, top))
    cv2.drawContours(picture, contours, -1, DARK_RGB, 3)
    cv2.drawContours(picture, contours, -1, colour_of(item.id), 2)


def _draw_support(picture: Picture, item: SceneObject, scene: Scene) -> None:
    """Its border, where the surface was seen to end; where only the view ends there is nothing to draw."""
    if not len(item.outline_ref):
        return
    edges = np.stack([item.outline_ref, np.roll(item.outline_ref, -1, axis=0)], axis=1)
    seen = edges[~item.outline_cut] if len(item.outline_cut) == len(edges) else edges
    segments = list(project_segments(seen, scene))
    cv2.polylines(picture, segments, False, DARK_RGB, 2, cv2.LINE_AA)
    cv2.polylines(picture, segments, False, SUPPORT_RGB, 1, cv2.LINE_AA)


def _draw_names(picture: Picture, named: list[tuple[SceneObject, FloatArray]], scene: Scene) -> None:
    if not named:
        return
    objects = [item for item in scene.objects if item.kind is ObjectKind.OBJECT]
    names = [(_name(item, objects, scene), str(item.id)) if _is_large(anchor) else (str(item.id),)
             for item, anchor in named]
    anchors = np.array([anchor for _, anchor in named], np.float64)
    height, width = picture.shape[:2]
    for (item, _), plate in zip(named, place_names(names, anchors, width, height), strict=True):
        paper = colour_of(item.id) if item.visible else REMEMBERED_RGB
        draw_plate(picture, plate, ink_for(paper), paper)


def _is_large(anchor: FloatArray) -> bool:
    return float((anchor[2] - anchor[0]) * (anchor[3] - anchor[1])) >= SMALL_PX


def _name(item: SceneObject, objects: list[SceneObject], scene: Scene) -> str:
    unit = " m" if scene.metric else ""
    return f"{item.id} {short_name(item, objects)} {range_m(item, scene):.2f}{unit}{'' if item.visible else ' ?'}"


def range_m(item: SceneObject, scene: Scene) -> float:
    """From the camera to the nearest seen point of the object, along the line of sight."""
    points = item.surface_ref if len(item.surface_ref) else item.centre_ref[None]
    return float(np.linalg.norm(points - scene.reference_from_camera.translation_m, axis=1).min())


def project_segments(segments_ref: FloatArray, scene: Scene) -> NDArray[np.int32]:
    """(N, 2, 3) line segments -> (M, 2, 2) pixels; what lies behind the camera is cut off."""
    ends = scene.reference_from_camera.inverse().apply(np.asarray(segments_ref, np.float64).reshape(-1, 2, 3))
    ends = ends[(ends[:, :, 2] > NEAR_M).any(axis=1)]
    start, stop = ends[:, 0], ends[:, 1]
    along = stop - start
    safe = np.where(np.abs(along[:, 2:]) < 1e-9, 1.0, along[:, 2:])
    crossing = start + along * (NEAR_M - start[:, 2:]) / safe
    start = np.where(start[:, 2:] > NEAR_M, start, crossing)
    stop = np.where(stop[:, 2:] > NEAR_M, stop, crossing)
    return _pixels(np.stack([start, stop], axis=1), scene.camera)


def _pixels(points_camera: FloatArray, camera: PinholeCamera) -> NDArray[np.int32]:
    uv = project(points_camera, camera)
    return np.round(np.clip(uv, -1e5, 1e5)).astype(np.int32)
