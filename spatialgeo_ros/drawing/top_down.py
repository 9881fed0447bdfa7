"""A scene from above, in the viewer's axes: right to the right, forward up, in metres, the camera at (0, 0)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.drawing.labels import Picture, Rgb, draw_plate, place_names, plate_for
from spatialgeo_ros.drawing.names import short_name
from spatialgeo_ros.drawing.palette import REMEMBERED_RGB, colour_of, paler
from spatialgeo_ros.types import FloatArray, ObjectKind, Scene, SceneObject

LONG_SIDE_PX = 900
SHORT_SIDE_PX = 480
MARGIN_PX = 44
EMPTY_EXTENT_M = 1.0  # how much is shown around the camera when there is nothing
BEYOND_OBJECTS_M = 0.25  # supports are shown this far around the objects; a floor may go on for long
ELLIPSE_SIGMAS = 2.0
FAR_TIMES, FAR_MIN_M = 2.5, 1.5
PAPER_RGB, GRID_RGB, INK_RGB = (255, 255, 255), (226, 226, 226), (40, 40, 40)
SUPPORT_RGB, SUPPORT_EDGE_RGB, FRUSTUM_RGB = (243, 239, 230), (120, 105, 80), (90, 120, 170)
GRID_STEPS_M = (0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True)
class MapView:
    """Which part of the ground plane is shown, and how large. left_m, back_m: viewer coordinates of the lower left."""

    left_m: float
    back_m: float
    width_m: float
    depth_m: float
    px_per_m: float

    @property
    def shape(self) -> tuple[int, int]:
        """(height, width) of the picture."""
        return (math.ceil(self.depth_m * self.px_per_m) + 2 * MARGIN_PX,
                math.ceil(self.width_m * self.px_per_m) + 2 * MARGIN_PX)

    def pixels(self, ground_m: FloatArray) -> FloatArray:
        """(..., 2) viewer (right, forward) -> (..., 2) pixels (u, v)."""
        height, _ = self.shape
        u = MARGIN_PX + (ground_m[..., 0] - self.left_m) * self.px_per_m
        v = height - MARGIN_PX - (ground_m[..., 1] - self.back_m) * self.px_per_m
        return np.stack([u, v], axis=-1)


def draw_map(scene: Scene) -> Picture:
    """(H, W, 3) RGB picture. Boxes in the colours of `annotate`, with what was seen of them as dots; remembered ones
    grey; ellipses: 2 sigma of the centre; dashed edges of supports: there only the view ended."""
    viewer_from_reference = scene.reference_from_viewer.inverse()
    view = _view_of(scene)
    picture: Picture = np.full((*view.shape, 3), 255, np.uint8)
    supports = [item for item in scene.objects if item.kind is ObjectKind.SUPPORT and len(item.outline_ref)]
    outlines = [_whole(view.pixels(viewer_from_reference.apply(item.outline_ref)[:, :2])) for item in supports]
    for outline in outlines:
        cv2.fillPoly(picture, [outline], SUPPORT_RGB)
    _draw_grid(picture, view)
    for item, outline in zip(supports, outlines, strict=True):
        _draw_edges(picture, outline, item.outline_cut)
    _draw_camera(picture, view, scene)
    objects = sorted(_shown(scene),
                     key=lambda item: float(viewer_from_reference.apply(item.box.corners_ref())[:, 2].max()))
    for item in objects:  # highest last, so that what stands on or in something is seen
        _draw_object(picture, view, item, scene)
    _draw_names(picture, view, objects, scene)
    for item, outline in zip(supports, outlines, strict=True):
        _draw_support_name(picture, f"{item.id} {short_name(item, scene.objects)}", outline)
    _draw_scale(picture, view, scene)
    hidden = sum(item.kind is ObjectKind.OBJECT for item in scene.objects) - len(objects)
    if hidden:
        note = f"objects too far away for this map: {hidden}"
        draw_plate(picture, plate_for(note, 0.36, MARGIN_PX - 6, 30), INK_RGB, None)
    return picture


def _shown(scene: Scene) -> list[SceneObject]:
    """Objects within a few times the usual range: one thing far away must not shrink all others to dots."""
    objects = [item for item in scene.objects if item.kind is ObjectKind.OBJECT]
    ranges_m = [float(np.linalg.norm(item.centre_ref - scene.reference_from_viewer.translation_m)) for item in objects]
    limit_m = max(FAR_TIMES * float(np.median(ranges_m)), FAR_MIN_M) if objects else 0.0
    return [item for item, range_m in zip(objects, ranges_m, strict=True) if range_m <= limit_m]


def _footprint_m(item: SceneObject, scene: Scene) -> FloatArray:
    """(4, 2) corners of the box on the ground plane, viewer axes."""
    return scene.reference_from_viewer.inverse().apply(item.box.corners_ref()[:4])[:, :2]


def _view_of(scene: Scene) -> MapView:
    """All objects and the camera, with some of what they stand on."""
    objects = _shown(scene)
    corners = np.concatenate([np.zeros((1, 2)), *(_footprint_m(item, scene) for item in objects)])
    low, high = corners.min(0) - BEYOND_OBJECTS_M, corners.max(0) + BEYOND_OBJECTS_M
    if not objects:
        low, high = np.array([-EMPTY_EXTENT_M, -0.1]), np.array([EMPTY_EXTENT_M, 2 * EMPTY_EXTENT_M])
    low[1] = -0.08  # nothing is behind the camera but the camera itself
    width_m, depth_m = high - low
    px_per_m = (LONG_SIDE_PX - 2 * MARGIN_PX) / max(width_m, depth_m)
    missing_m = (SHORT_SIDE_PX - 2 * MARGIN_PX) / px_per_m - np.array([width_m, depth_m])
    grow = np.clip(missing_m, 0, None)
    low[0] -= grow[0] / 2
    return MapView(float(low[0]), float(low[1]), float(width_m + grow[0]), float(depth_m + grow[1]), float(px_per_m))


def _draw_edges(picture: Picture, corners: NDArray[np.int32], cut: NDArray[np.bool_]) -> None:
    for index, (start, stop) in enumerate(zip(corners, np.roll(corners, -1, axis=0), strict=True)):
        if index < len(cut) and cut[index]:
            _draw_dashed(picture, start, stop, SUPPORT_EDGE_RGB)
        else:
            cv2.line(picture, _point(start), _point(stop), SUPPORT_EDGE_RGB, 2, cv2.LINE_AA)


def _draw_dashed(picture: Picture, start: NDArray[np.int32], stop: NDArray[np.int32], colour: Rgb) -> None:
    length = float(np.hypot(*(stop - start)))
    count = min(int(length / 12), 400)
    for share in np.arange(count) / max(count, 1):
        first = start + (stop - start) * share
        cv2.line(picture, _point(first), _point(first + (stop - start) * 0.5 / count), colour, 1, cv2.LINE_AA)


def _draw_grid(picture: Picture, view: MapView) -> None:
    """Lines at round metres, numbered along the lower and the left border; rings of equal range from the camera."""
    height, width = view.shape
    step = _grid_step_m(view)
    for value in _round_values(view.left_m, view.left_m + view.width_m, step):
        u = round(float(view.pixels(np.array([value, 0.0]))[0]))
        cv2.line(picture, (u, MARGIN_PX), (u, height - MARGIN_PX), GRID_RGB, 1)
        _centred(picture, f"{value:g}", u, height - MARGIN_PX + 10)
    for value in _round_values(view.back_m, view.back_m + view.depth_m, step):
        v = round(float(view.pixels(np.array([0.0, value]))[1]))
        cv2.line(picture, (MARGIN_PX, v), (width - MARGIN_PX, v), GRID_RGB, 1)
        _centred(picture, f"{value:g}", MARGIN_PX - 18, v)
    centre = _point(view.pixels(np.zeros(2)))
    for value in _round_values(2 * step, view.back_m + view.depth_m, 2 * step):
        cv2.ellipse(picture, centre, (round(value * view.px_per_m),) * 2, 0, 180, 360, GRID_RGB, 1, cv2.LINE_AA)


def _grid_step_m(view: MapView) -> float:
    return next((step for step in GRID_STEPS_M if step * view.px_per_m >= 55), GRID_STEPS_M[-1])


def _round_values(low: float, high: float, step: float) -> list[float]:
    return [round(index * step, 6) for index in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _draw_camera(picture: Picture, view: MapView, scene: Scene) -> None:
    """The camera and the left and right border of what it sees, on the ground plane."""
    camera = scene.camera
    rows = np.array([0.0, camera.height - 1.0])
    far_m = 2 * (view.depth_m + view.width_m)
    origin = view.pixels(np.zeros(2))
    viewer_from_camera = scene.reference_from_viewer.inverse() @ scene.reference_from_camera
    for column, pick in ((0.0, np.argmin), (camera.width - 1.0, np.argmax)):
        rays = np.stack([np.full(2, (column - camera.cx) / camera.fx), (rows - camera.cy) / camera.fy, np.ones(2)], -1)
        ground = (rays @ viewer_from_camera.rotation.T)[:, :2]
        side = ground[int(pick(np.arctan2(ground[:, 0], ground[:, 1])))]  # the outermost of the image's corners
        end = view.pixels(far_m * side / max(float(np.linalg.norm(side)), 1e-9))
        cv2.line(picture, _point(origin), _point(end), FRUSTUM_RGB, 1, cv2.LINE_AA)
    tip = np.array([[-9, 8], [9, 8], [0, -8]])
    cv2.fillPoly(picture, [_whole(origin + tip)], FRUSTUM_RGB, cv2.LINE_AA)
    _centred(picture, "camera", round(float(origin[0])), round(float(origin[1])) + 18)


def _draw_object(picture: Picture, view: MapView, item: SceneObject, scene: Scene) -> None:
    colour = colour_of(item.id) if item.visible else REMEMBERED_RGB
    footprint = _whole(view.pixels(_footprint_m(item, scene)))
    cv2.fillPoly(picture, [footprint], paler(colour, 0.6), cv2.LINE_AA)
    viewer_from_reference = scene.reference_from_viewer.inverse()
    for u, v in _whole(view.pixels(viewer_from_reference.apply(item.surface_ref)[:, :2])):
        cv2.circle(picture, (int(u), int(v)), 1, colour, cv2.FILLED)
    cv2.polylines(picture, [footprint], True, colour, 2, cv2.LINE_AA)
    _draw_ellipse(picture, view, item, scene)


def _draw_ellipse(picture: Picture, view: MapView, item: SceneObject, scene: Scene) -> None:
    viewer_from_reference = scene.reference_from_viewer.rotation.T
    covariance = (viewer_from_reference @ item.centre_cov_m2 @ viewer_from_reference.T)[:2, :2]
    variances, axes = np.linalg.eigh(covariance)
    angles = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    ring = circle * ELLIPSE_SIGMAS * np.sqrt(np.clip(variances, 0, None)) @ axes.T
    centre = scene.reference_from_viewer.inverse().apply(item.centre_ref)[:2]
    cv2.polylines(picture, [_whole(view.pixels(centre + ring))], True, INK_RGB, 1, cv2.LINE_AA)


def _draw_names(picture: Picture, view: MapView, objects: list[SceneObject], scene: Scene) -> None:
    if not objects:
        return
    names = [(f"{item.id} {short_name(item, objects)}{'' if item.visible else ' (remembered)'}", str(item.id))
             for item in objects]
    corners = np.stack([view.pixels(_footprint_m(item, scene)) for item in objects])
    anchors = np.concatenate([corners.min(1), corners.max(1)], axis=-1)
    height, width = view.shape
    for item, plate in zip(objects, place_names(names, anchors, width, height), strict=True):
        colour = colour_of(item.id) if item.visible else REMEMBERED_RGB
        draw_plate(picture, plate, INK_RGB, paler(colour, 0.75))


def _draw_support_name(picture: Picture, name: str, outline: NDArray[np.int32]) -> None:
    """At its farthest corner, inside."""
    height, width = picture.shape[:2]
    plate = plate_for(name, 0.36)
    corner = outline[int(np.argmin(outline[:, 1] + 0.01 * outline[:, 0]))]
    left = int(np.clip(corner[0] + 4, MARGIN_PX, width - MARGIN_PX - plate.width))
    top = int(np.clip(corner[1] + 4, MARGIN_PX, height - MARGIN_PX - plate.height))
    draw_plate(picture, plate.moved_to(left, top), SUPPORT_EDGE_RGB, None)


def _draw_scale(picture: Picture, view: MapView, scene: Scene) -> None:
    unit = "m" if scene.metric else "units (not metric)"
    step = _grid_step_m(view)
    right, top = view.shape[1] - MARGIN_PX, 22
    left = round(right - step * view.px_per_m)
    cv2.line(picture, (left, top), (right, top), INK_RGB, 3)
    plate = plate_for(f"{step:g} {unit}")
    draw_plate(picture, plate.moved_to(left - plate.width - 6, top - plate.height // 2), INK_RGB, None)
    for row, legend in enumerate((f"from above; {unit} right and forward of the camera",
                                  "ellipse: 2 sigma of the centre; dots: what was seen")):
        draw_plate(picture, plate_for(legend, 0.36, MARGIN_PX - 6, 2 + 14 * row), INK_RGB, None)


def _centred(picture: Picture, text: str, u: int, v: int) -> None:
    plate = plate_for(text, 0.36)
    draw_plate(picture, plate.moved_to(u - plate.width // 2, v - plate.height // 2), INK_RGB, None)


def _whole(pixels: FloatArray) -> NDArray[np.int32]:
    return np.round(np.clip(pixels, -1e5, 1e5)).astype(np.int32)


def _point(pixel: NDArray[np.floating] | NDArray[np.int32]) -> tuple[int, int]:
    u, v = _whole(np.asarray(pixel, np.float64))
    return int(u), int(v)
