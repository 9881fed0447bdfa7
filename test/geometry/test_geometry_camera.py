"""Cameras: projection, what is refused and how it is said, and both forms of the camera file."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import numpy as np
import pytest

from spatialgeo_ros.errors import CameraError
from spatialgeo_ros.geometry.camera import camera_from_matrix, check_camera, load_camera_yaml, project
from spatialgeo_ros.types import PinholeCamera

CAMERA = PinholeCamera(height=300, width=400, fx=310.0, fy=290.0, cx=190.0, cy=160.0)
DATA = Path(os.environ.get("SPATIALGEO_DATA", Path(__file__).parents[2].parent / "shared" / "data"))


def test_projection_uses_each_focal_length_and_centre_for_its_own_axis() -> None:
    # swapped fx and fy would give (335, 315); swapped cx and cy (315, 335)
    np.testing.assert_allclose(project(np.array([1.0, 1.0, 2.0]), CAMERA), [345.0, 305.0])


def test_points_behind_the_camera_have_no_pixel() -> None:
    pixels = project(np.array([[0.1, 0.1, -1.0], [0.1, 0.1, 0.0], [0.0, 0.0, 1.0]]), CAMERA)
    assert np.isnan(pixels[:2]).all()
    np.testing.assert_allclose(pixels[2], [190.0, 160.0])


def test_the_optical_axis_meets_the_pixel_of_the_principal_point() -> None:
    assert project(np.zeros((2, 3, 3)) + [0, 0, 5.0], CAMERA).shape == (2, 3, 2)


@pytest.mark.parametrize(("field", "value", "said"), [
    ("fx", 0.0, "fx = 0"), ("fy", 0.0, "fy = 0"), ("fx", -310.0, "fx = -310"), ("fy", float("nan"), "fy = nan"),
    ("fx", float("inf"), "fx = inf"), ("cx", float("nan"), "cx = nan"), ("fx", 3.0, "fx = 3 for 400 pixels"),
    ("fy", 1e6, r"fy = 1e\+06 for 300 pixels"), ("cx", -2000.0, "cx = -2000"), ("cy", 5000.0, "cy = 5000"),
    ("width", 0, "0x300"), ("height", -1, "400x-1"),
])
def test_a_camera_that_cannot_measure_is_refused_by_the_value(field: str, value: float, said: str) -> None:
    with pytest.raises(CameraError, match=said) as refusal:
        check_camera(dataclasses.replace(CAMERA, **{field: value}))
    assert refusal.value.cause == "intrinsics"


def test_focal_lengths_that_belong_to_different_images_are_refused() -> None:
    with pytest.raises(CameraError, match="fx = 2000 and fy = 290"):
        check_camera(dataclasses.replace(CAMERA, fx=2000.0))


@pytest.mark.parametrize("camera", [
    CAMERA,
    PinholeCamera(480, 640, 1066.778, 1067.487, 312.9869, 241.3109),
    PinholeCamera(720, 1280, 200.0, 200.0, 640.0, 360.0),  # 145 degrees wide
    PinholeCamera(200, 200, 310.0, 310.0, -60.0, 260.0),  # a crop beside the principal point
])
def test_real_cameras_pass(camera: PinholeCamera) -> None:
    check_camera(camera)


def test_the_short_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "camera.yaml"
    path.write_text("width: 400\nheight: 300\nfx: 310\nfy: 290.0\ncx: 190\ncy: 160\n")
    assert load_camera_yaml(path) == (CAMERA, "", ())


ROS_FILE = """
image_width: 400
image_height: 300
camera_name: narrow_stereo
camera_matrix: {rows: 3, cols: 3, data: [310.0, 0, 190.0, 0, 290.0, 160.0, 0, 0, 1]}
distortion_model: plumb_bob
distortion_coefficients: {rows: 1, cols: 5, data: [-0.3, 0.1, 0.001, -0.002, 0]}
projection_matrix: {rows: 3, cols: 4, data: [280.0, 0, 180.0, 0, 0, 285.0, 150.0, 0, 0, 0, 1, 0]}
"""


def test_the_ros_file_describes_the_image_as_recorded(tmp_path: Path) -> None:
    path = tmp_path / "camera.yaml"
    path.write_text(ROS_FILE)
    camera, model, coefficients = load_camera_yaml(path)
    assert camera == CAMERA  # not the projection matrix: that is the rectified image's
    assert model == "plumb_bob"
    assert coefficients == (-0.3, 0.1, 0.001, -0.002, 0.0)


def test_a_projection_matrix_alone_is_a_rectified_camera(tmp_path: Path) -> None:
    path = tmp_path / "camera.yaml"
    lines = ROS_FILE.splitlines()
    path.write_text("\n".join(line for line in lines if not line.startswith(("camera_matrix", "distortion"))))
    assert load_camera_yaml(path) == (PinholeCamera(300, 400, 280.0, 285.0, 180.0, 150.0), "", ())


@pytest.mark.parametrize(("text", "hint"), [
    ("width: 400\nheight: 300\nfx: 310\nfy: 290\ncx: 190\n", "cy is missing"),
    ("width: 400\nheight: 300\nfx: many\nfy: 290\ncx: 190\ncy: 160\n", "fx = 'many' is not a number"),
    ("width: 400\nheight: 300\nfx: 0\nfy: 290\ncx: 190\ncy: 160\n", "fx = 0"),
    ("width: .inf\nheight: 300\nfx: 1\nfy: 290\ncx: 190\ncy: 160\n", "width = inf"),
    ("image_width: 400\nimage_height: 300\n", "camera_matrix is missing"),
    ("image_width: 400\nimage_height: 300\ncamera_matrix: {data: [1, 2]}\n", "9 numbers"),
    ("image_width: 400\nimage_height: 300\ncamera_matrix: {data: hello}\n", "list of numbers"),
    ("- 1\n- 2\n", "holds list"), ("a: [", "cannot read"), ("", "is empty; expected a mapping"),
])
def test_a_file_that_is_no_camera_says_what_is_wrong(tmp_path: Path, text: str, hint: str) -> None:
    path = tmp_path / "camera.yaml"
    path.write_text(text)
    with pytest.raises(CameraError) as refusal:
        load_camera_yaml(path)
    assert hint in str(refusal.value)
    assert str(path) in str(refusal.value)


def test_a_missing_file_is_a_camera_error(tmp_path: Path) -> None:
    with pytest.raises(CameraError, match="cannot read the camera file"):
        load_camera_yaml(tmp_path / "none.yaml")


def test_a_camera_info_matrix_is_row_major() -> None:
    assert camera_from_matrix([310, 0, 190, 0, 290, 160, 0, 0, 1], 300, 400) == CAMERA
    assert camera_from_matrix([310, 0, 190, 5, 0, 290, 160, 6, 0, 0, 1, 0], 300, 400) == CAMERA


@pytest.mark.skipif(not DATA.is_dir(), reason=f"no real frames in {DATA} (set SPATIALGEO_DATA)")
@pytest.mark.parametrize(("folder", "fx"), [("realsense_tabletop", 612.937), ("ycb_xtion", 1066.778)])
def test_the_files_of_the_real_frames_are_read(folder: str, fx: float) -> None:
    camera, model, coefficients = load_camera_yaml(DATA / folder / "camera.yaml")
    assert (camera.height, camera.width, camera.fx, model, coefficients) == (480, 640, fx, "", ())
