"""A scene made by hand: a table with boxes, seen obliquely by an asymmetric camera in a turned reference frame."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from spatialgeo_ros.config import RelationConfig
from spatialgeo_ros.geometry.pose import levelled_viewer
from spatialgeo_ros.scene.relations import find_relations
from spatialgeo_ros.types import (
    DepthSource,
    GravitySource,
    ObjectKind,
    OrientedBox,
    PinholeCamera,
    Pose,
    Scene,
    SceneObject,
)

CAMERA = PinholeCamera(height=480, width=640, fx=600.0, fy=610.0, cx=330.0, cy=235.0)
TURN = np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])  # the reference frame is no viewer frame
TABLE_UP_M = -0.45  # table top, viewer axes
# id, (right, forward, bottom above the table), (across, along, high), yaw, colour word, RGB
THINGS = (
    (2, (-0.25, 0.62, 0.0), (0.07, 0.07, 0.19), 0.3, "yellow", (235, 200, 40)),
    (3, (0.05, 0.75, 0.0), (0.16, 0.06, 0.21), -0.4, "red", (190, 30, 30)),
    (4, (-0.05, 0.52, 0.0), (0.15, 0.15, 0.06), 0.0, "teal", (60, 160, 160)),
    (5, (0.22, 0.55, 0.0), (0.1, 0.06, 0.08), 0.8, "blue", (40, 60, 190)),
    (6, (0.22, 0.55, 0.08), (0.05, 0.05, 0.05), 0.1, "white", (240, 240, 240)),
)


def camera_in_viewer(pitch_deg: float = 40.0) -> Pose:
    """viewer_from_camera of a camera that looks down by this angle."""
    down = np.radians(pitch_deg)
    forward = np.array([0.0, np.cos(down), -np.sin(down)])
    right = np.array([1.0, 0.0, 0.0])
    return Pose(np.stack([right, np.cross(forward, right), forward], axis=1), np.zeros(3))


def make_object(reference_from_viewer: Pose, item: tuple, visible: bool = True) -> SceneObject:
    object_id, (right, forward, bottom), size, yaw, colour, _ = item
    turn = np.array([[np.cos(yaw), -np.sin(yaw), 0], [np.sin(yaw), np.cos(yaw), 0], [0, 0, 1.0]])
    viewer_from_box = Pose(turn, np.array([right, forward, TABLE_UP_M + bottom + size[2] / 2]))
    box = OrientedBox(reference_from_viewer @ viewer_from_box, np.array(size))
    rng = np.random.default_rng(object_id)
    near_faces = rng.uniform(-0.5, 0.5, (200, 3)) * size
    near_faces[:100, 2] = size[2] / 2
    near_faces[100:, 1] = -size[1] / 2
    return SceneObject(
        id=object_id, kind=ObjectKind.OBJECT, box=box, centre_cov_m2=np.diag([1e-4, 4e-4, 1e-4]),
        size_std_m=np.array([0.004, 0.012, 0.003]), colours=(colour,), shapes=("box",), visible=visible,
        surface_ref=box.reference_from_box.apply(near_faces).astype(np.float32), stamp_last_seen_ns=5_000_000_000,
        visible_fraction=1.0 if visible else 0.0, support_id=5 if object_id == 6 else 1)


def make_table(reference_from_viewer: Pose) -> SceneObject:
    corners = np.array([[-0.5, 0.3, 0], [0.5, 0.3, 0], [0.5, 0.95, 0], [-0.5, 0.95, 0]]) + [0, 0, TABLE_UP_M]
    box = OrientedBox(reference_from_viewer @ Pose(np.eye(3), np.array([0, 0.625, TABLE_UP_M])), np.array([1, 0.65, 0]))
    outline = reference_from_viewer.apply(corners)
    return SceneObject(
        id=1, kind=ObjectKind.SUPPORT, box=box, centre_cov_m2=np.eye(3) * 1e-4, size_std_m=np.full(3, 0.01),
        surface_ref=outline.astype(np.float32), stamp_last_seen_ns=5_000_000_000, label="table", colours=("brown",),
        outline_ref=outline, outline_cut=np.array([True, False, False, False]))


def render(objects: Sequence[SceneObject], reference_from_camera: Pose) -> tuple[np.ndarray, np.ndarray]:
    """(rgb, id_image): convex hulls of the projected boxes, far ones first."""
    rgb = np.full((CAMERA.height, CAMERA.width, 3), (150, 115, 80), np.uint8)
    ids = np.zeros((CAMERA.height, CAMERA.width), np.uint16)
    colour_of = {item[0]: item[5] for item in THINGS}
    camera_from_reference = reference_from_camera.inverse()
    for item in sorted(objects, key=lambda item: -np.linalg.norm(item.centre_ref)):
        corners = camera_from_reference.apply(item.box.corners_ref())
        uv = corners[:, :2] / corners[:, 2:] * [CAMERA.fx, CAMERA.fy] + [CAMERA.cx, CAMERA.cy]
        hull = cv2.convexHull(np.round(uv).astype(np.int32))
        cv2.fillConvexPoly(rgb, hull, colour_of[item.id])
        mask = np.zeros(ids.shape, np.uint8)
        cv2.fillConvexPoly(mask, hull, 1)
        ids[mask > 0] = item.id
    return rgb, ids


def with_pixels(item: SceneObject, ids: np.ndarray) -> SceneObject:
    import dataclasses

    rows, columns = np.nonzero(ids == item.id)
    box = (int(columns.min()), int(rows.min()), int(columns.max()), int(rows.max()))
    return dataclasses.replace(item, bbox_xyxy_px=box, pixel_count=len(rows))


@pytest.fixture(scope="session")
def table_picture() -> tuple[np.ndarray, Scene]:
    """(rgb, scene) with objects 2-6 seen, 6 standing on 5, and 7 remembered behind them; 1 is the table."""
    reference_from_viewer = Pose(TURN, np.array([1.0, -2.0, 0.8]))
    reference_from_camera = reference_from_viewer @ camera_in_viewer()
    up = reference_from_viewer.rotation[:, 2]
    found = [make_object(reference_from_viewer, item) for item in THINGS]
    rgb, ids = render(found, reference_from_camera)
    remembered = make_object(reference_from_viewer, (7, (-0.3, 0.85, 0.0), (0.08, 0.08, 0.1), 0.2, "green", ()), False)
    objects = (make_table(reference_from_viewer), *(with_pixels(item, ids) for item in found), remembered)
    viewer = levelled_viewer(reference_from_camera, up)
    return rgb, Scene(
        stamp_ns=5_000_000_000, frame_id="map", camera_frame_id="camera", metric=True, depth_source=DepthSource.SENSOR,
        gravity_source=GravitySource.PARAMETER, reference_from_viewer=viewer,
        reference_from_camera=reference_from_camera, camera=CAMERA, objects=objects,
        relations=find_relations(objects, viewer, RelationConfig()), id_image=ids)
