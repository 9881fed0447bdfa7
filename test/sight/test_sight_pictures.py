"""Pictures of single things, and objects placed as region tokens say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from spatialgeo_ros.runtimes.pictures import PICTURE_PX, Square, picture_of, pictures_of, square_about
from spatialgeo_ros.runtimes.vision import ReadRegions
from spatialgeo_ros.sight.boxes import STD_PER_SCALE, placed_by
from spatialgeo_ros.types import ObjectKind, OrientedBox, Pose, SceneObject

VIEWER = Pose(np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]), np.array([1.0, 2.0, 1.2]))


def test_a_picture_is_filled_by_the_thing_with_some_room_about_it() -> None:
    mask = np.zeros((96, 128), bool)
    mask[40:60, 30:40] = True
    square = square_about(mask)
    assert square.side == 20 + 2 * (1 + 3)
    assert square.top == 36 and square.left == 35 - 14
    rgb = np.zeros((288, 384, 3), np.uint8)
    rgb[120:180, 90:120] = (200, 10, 10)  # the same place, three times as fine
    picture = picture_of(rgb, mask, square)
    assert picture.shape == (PICTURE_PX, PICTURE_PX, 4)
    inside = picture[..., 3] > 127
    assert inside.mean() == pytest.approx(200 / 28**2, abs=0.02)
    assert (picture[inside][:, 0] > 100).mean() > 0.97, "colour lies under the mask"
    assert (picture[~inside][:, 0] < 100).mean() > 0.97


def test_what_is_beyond_the_image_is_grey_and_not_of_the_thing() -> None:
    mask = np.zeros((96, 128), bool)
    mask[80:, 118:] = True
    picture = pictures_of(np.zeros((96, 128, 3), np.uint8), mask[None])[0]
    assert tuple(picture[-1, -1]) == (118, 118, 118, 0)
    assert tuple(picture[0, 0]) == (0, 0, 0, 0)
    far = picture_of(np.zeros((96, 128, 3), np.uint8), mask, Square(300, 300, 10))
    assert (far[..., :3] == 118).all() and not far[..., 3].any()
    assert pictures_of(np.zeros((96, 128, 3), np.uint8), np.zeros((0, 96, 128), bool)).shape == (0, 64, 64, 4)


def thing() -> SceneObject:
    """20 cm wide, 10 deep, 30 high, two metres ahead of the viewer, turned by 30 degrees."""
    turn = np.radians(30)
    yaw = np.array([[np.cos(turn), -np.sin(turn), 0.0], [np.sin(turn), np.cos(turn), 0.0], [0.0, 0.0, 1.0]])
    box = OrientedBox(VIEWER @ Pose(yaw, np.array([0.3, 2.0, -0.4])), np.array([0.2, 0.1, 0.3]))
    return SceneObject(1, ObjectKind.OBJECT, box, np.eye(3) * 1e-4, np.full(3, 0.01), box.corners_ref().astype(np.float32), 1)


def read(centre: tuple[float, float, float], size: tuple[float, float, float]) -> ReadRegions:
    scatter = np.log(np.array([[0.05, 0.1, 0.02, 0.1, 0.2, 0.05]], np.float32))
    return ReadRegions(np.array([centre], np.float32), np.log(np.array([size], np.float32)), scatter,
                       np.zeros((1, 2), np.float32), np.zeros((1, 2), np.float32))


def extent(item: SceneObject) -> tuple[np.ndarray, np.ndarray]:
    corners = VIEWER.inverse().apply(item.box.corners_ref())
    return (corners.min(axis=0) + corners.max(axis=0)) / 2, np.ptp(corners, axis=0)


def test_the_same_place_and_size_change_nothing_but_what_is_not_sure() -> None:
    item = thing()
    middle, size = extent(item)
    moved = placed_by(item, read(tuple(middle), tuple(size)), 0, VIEWER)
    np.testing.assert_allclose(moved.centre_ref, item.centre_ref, atol=1e-6)
    np.testing.assert_allclose(moved.box.size_m, item.box.size_m, atol=1e-6)
    np.testing.assert_allclose(moved.surface_ref, item.surface_ref, atol=1e-6)
    std_m = np.sqrt(np.diag(VIEWER.rotation.T @ moved.centre_cov_m2 @ VIEWER.rotation))
    np.testing.assert_allclose(std_m, STD_PER_SCALE * np.array([0.05, 0.1, 0.02]) * np.linalg.norm(middle), rtol=1e-4)
    assert moved.size_std_m[2] == pytest.approx(STD_PER_SCALE * 0.05 * 0.3, rel=1e-3)


def test_a_thing_goes_where_the_token_says_with_its_yaw() -> None:
    item = thing()
    _, size = extent(item)
    moved = placed_by(item, read((0.5, 2.4, -0.3), tuple(1.5 * size)), 0, VIEWER)
    middle, larger = extent(moved)
    np.testing.assert_allclose(middle, (0.5, 2.4, -0.3), atol=1e-6)
    np.testing.assert_allclose(larger, 1.5 * size, rtol=1e-5)
    np.testing.assert_allclose(moved.box.reference_from_box.rotation, item.box.reference_from_box.rotation, atol=1e-9)
    surface = VIEWER.inverse().apply(moved.surface_ref.astype(float))
    np.testing.assert_allclose(np.ptp(surface, axis=0), 1.5 * size, rtol=1e-4)


def test_a_size_that_cannot_be_is_not_believed() -> None:
    item = thing()
    middle, size = extent(item)
    moved = placed_by(item, read(tuple(middle), tuple(100 * size)), 0, VIEWER)
    np.testing.assert_allclose(extent(moved)[1], 3 * size, rtol=1e-5)
    assert replace(moved, id=1).id == item.id
