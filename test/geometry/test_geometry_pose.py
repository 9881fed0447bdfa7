"""Quaternions, interpolation, and the levelled viewer."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spatialgeo_ros.errors import GravityError, TransformError
from spatialgeo_ros.geometry.pose import (
    interpolate,
    levelled_viewer,
    quat_xyzw_from_rotation,
    rotation_from_quat_xyzw,
)
from spatialgeo_ros.types import FloatArray, Pose

DATA = Path(os.environ.get("SPATIALGEO_DATA", Path(__file__).parents[2].parent / "shared" / "data"))
numbers = st.floats(-1, 1)
quaternions = st.tuples(numbers, numbers, numbers, numbers).filter(lambda q: sum(v * v for v in q) > 1e-3)


def about(axis: str, degrees: float) -> FloatArray:
    angle = np.radians(degrees)
    vector = {"x": [1, 0, 0], "y": [0, 1, 0], "z": [0, 0, 1]}[axis]
    return rotation_from_quat_xyzw(np.array([*(np.sin(angle / 2) * np.array(vector)), np.cos(angle / 2)]))


def test_the_order_is_x_y_z_w() -> None:
    half = np.sqrt(0.5)
    turned = rotation_from_quat_xyzw(np.array([0.0, 0.0, half, half]))  # w first would turn about x by 90 degrees
    np.testing.assert_allclose(turned @ [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], atol=1e-12)
    np.testing.assert_allclose(quat_xyzw_from_rotation(turned), [0, 0, half, half], atol=1e-12)


@given(quaternions)
def test_a_rotation_survives_the_way_there_and_back(quat: tuple[float, ...]) -> None:
    rotation = rotation_from_quat_xyzw(np.array(quat))
    np.testing.assert_allclose(rotation @ rotation.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(rotation) == pytest.approx(1)
    again = quat_xyzw_from_rotation(rotation)
    assert again[3] >= 0
    np.testing.assert_allclose(rotation_from_quat_xyzw(again), rotation, atol=1e-9)


@pytest.mark.parametrize("quat", [(0, 0, 0, 0), (0, 0, float("nan"), 1), (float("inf"), 0, 0, 1)])
def test_what_is_no_rotation_is_refused(quat: tuple[float, ...]) -> None:
    with pytest.raises(TransformError, match="is no rotation"):
        rotation_from_quat_xyzw(np.array(quat, float))


def test_interpolation_turns_at_a_constant_rate_and_moves_straight() -> None:
    start = Pose(about("z", 10), np.array([0.0, 1.0, 2.0]))
    end = Pose(about("z", 100), np.array([4.0, 1.0, 0.0]))
    third = interpolate(start, end, 1 / 3)
    np.testing.assert_allclose(third.rotation, about("z", 40), atol=1e-12)
    np.testing.assert_allclose(third.translation_m, [4 / 3, 1.0, 4 / 3])


def test_interpolation_takes_the_shorter_way_round() -> None:
    middle = interpolate(Pose(about("z", 170), np.zeros(3)), Pose(about("z", -170), np.zeros(3)), 0.5)
    np.testing.assert_allclose(middle.rotation, about("z", 180), atol=1e-9)


@given(quaternions, quaternions)
def test_interpolation_meets_both_ends(a: tuple[float, ...], b: tuple[float, ...]) -> None:
    start, end = (Pose(rotation_from_quat_xyzw(np.array(q)), np.array(q[:3])) for q in (a, b))
    np.testing.assert_allclose(interpolate(start, end, 0.0).rotation, start.rotation, atol=1e-6)
    np.testing.assert_allclose(interpolate(start, end, 1.0).rotation, end.rotation, atol=1e-6)


@pytest.mark.parametrize("fraction", [-0.01, 1.01, float("nan")])
def test_extrapolation_is_refused(fraction: float) -> None:
    with pytest.raises(TransformError, match="extrapolation"):
        interpolate(Pose.identity(), Pose.identity(), fraction)


# reference_from_camera of a level camera that looks along the reference's y axis
LEVEL = np.array([[1.0, 0, 0], [0, 0, 1], [0, -1, 0]])
UP = np.array([0.0, 0.0, 1.0])


def test_the_viewer_of_a_level_camera_looks_along_its_axis() -> None:
    viewer = levelled_viewer(Pose(LEVEL, np.array([1.0, 2.0, 3.0])), UP)
    np.testing.assert_allclose(viewer.rotation, np.eye(3), atol=1e-12)
    np.testing.assert_allclose(viewer.translation_m, [1.0, 2.0, 3.0])


def test_tilt_and_roll_do_not_tilt_the_viewer() -> None:
    camera = about("z", 30) @ LEVEL @ about("x", -40) @ about("z", 15)  # heading, then down by 40, then roll
    viewer = levelled_viewer(Pose(camera, np.zeros(3)), 2.5 * UP)
    np.testing.assert_allclose(viewer.rotation, about("z", 30), atol=1e-12)


def test_forward_of_a_camera_looking_straight_down_is_where_the_image_top_points() -> None:
    down = about("z", 25) @ LEVEL @ about("x", -90)
    np.testing.assert_allclose(levelled_viewer(Pose(down, np.zeros(3)), UP).rotation, about("z", 25), atol=1e-9)
    up = about("z", 25) @ LEVEL @ about("x", 90)
    np.testing.assert_allclose(levelled_viewer(Pose(up, np.zeros(3)), UP).rotation, about("z", 25), atol=1e-9)


def test_forward_never_jumps_while_a_rolled_camera_tilts_down() -> None:
    tilts = np.arange(-90.0, -60.0, 0.1)
    forward = [levelled_viewer(Pose(LEVEL @ about("z", 8) @ about("x", tilt) @ about("z", 12), np.zeros(3)),
                               UP).rotation[:, 1] for tilt in tilts]
    turns = np.degrees(np.arccos(np.clip(np.einsum("ij,ij->i", forward[1:], forward[:-1]), -1, 1)))
    assert turns.max() < 2.0


@given(quaternions, st.tuples(numbers, numbers, numbers).filter(lambda v: sum(x * x for x in v) > 1e-2))
def test_the_viewer_is_always_level_and_right_handed(quat: tuple[float, ...], up: tuple[float, ...]) -> None:
    viewer = levelled_viewer(Pose(rotation_from_quat_xyzw(np.array(quat)), np.zeros(3)), np.array(up))
    np.testing.assert_allclose(viewer.rotation.T @ viewer.rotation, np.eye(3), atol=1e-9)
    assert np.linalg.det(viewer.rotation) == pytest.approx(1)
    np.testing.assert_allclose(viewer.rotation[:, 2], np.array(up) / np.linalg.norm(up), atol=1e-12)


@pytest.mark.parametrize("up", [(0.0, 0.0, 0.0), (float("nan"), 0.0, 1.0)])
def test_up_without_a_direction_is_refused(up: tuple[float, ...]) -> None:
    with pytest.raises(GravityError, match="has no direction"):
        levelled_viewer(Pose(LEVEL, np.zeros(3)), np.array(up))


@pytest.mark.skipif(not (DATA / "annotations.json").is_file(), reason=f"no annotations in {DATA} (set SPATIALGEO_DATA)")
def test_the_viewer_of_the_real_frames_is_the_annotated_one() -> None:
    scenes = json.loads((DATA / "annotations.json").read_text())["scenes"]
    for scene in scenes.values():
        viewer = levelled_viewer(Pose.identity(), np.array(scene["table"]["up"]))
        for column, axis in enumerate(("right", "forward", "up")):
            np.testing.assert_allclose(viewer.rotation[:, column], scene["viewer_axes"][axis], atol=2e-3)
