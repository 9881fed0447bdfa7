"""Undistortion against OpenCV's own projection, with cameras whose every number differs."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from spatialgeo_ros.errors import CameraError, ShapeError
from spatialgeo_ros.geometry.camera import project
from spatialgeo_ros.geometry.lens import Undistorter, distort
from spatialgeo_ros.types import FloatArray, PinholeCamera

CAMERA = PinholeCamera(height=300, width=400, fx=310.0, fy=290.0, cx=190.0, cy=160.0)
MATRIX = np.array([[310.0, 0, 190.0], [0, 290.0, 160.0], [0, 0, 1]])
LENSES = {
    "plumb_bob": (-0.28, 0.09, 0.002, -0.003, 0.01),
    "rational_polynomial": (0.4, -0.2, 0.001, 0.002, 0.05, 0.5, -0.1, 0.02),
    "equidistant": (0.08, -0.02, 0.01, -0.004),
}
MODELS = pytest.mark.parametrize("model", list(LENSES))


def opencv_pixels(points: FloatArray, model: str) -> FloatArray:
    """(N, 3) camera frame -> (N, 2) pixels of the distorted image, by OpenCV."""
    coefficients = np.array(LENSES[model])
    if model == "equidistant":
        pixels, _ = cv2.fisheye.projectPoints(points[:, None], np.zeros(3), np.zeros(3), MATRIX, coefficients)
    else:
        pixels, _ = cv2.projectPoints(points, np.zeros(3), np.zeros(3), MATRIX, coefficients)
    return np.asarray(pixels).reshape(-1, 2)


@MODELS
def test_distortion_agrees_with_opencv(model: str) -> None:
    points = np.random.default_rng(3).uniform([-0.5, -0.4, 1.0], [0.5, 0.4, 2.0], (200, 3))
    ours = distort(points[:, :2] / points[:, 2:], model, LENSES[model]) * [310.0, 290.0] + [190.0, 160.0]
    np.testing.assert_allclose(ours, opencv_pixels(points, model), atol=1e-6)


@MODELS
def test_a_dot_lands_where_the_pinhole_camera_sees_its_point(model: str) -> None:
    for point in ([0.31, 0.22, 1.0], [-0.42, 0.15, 1.2], [0.05, -0.35, 0.9], [-0.3, -0.3, 1.0]):
        recorded = np.zeros((300, 400), np.float32)
        cv2.circle(recorded, tuple(int(v) for v in np.rint(opencv_pixels(np.array([point]), model)[0])), 3, 255.0, -1)
        moved = Undistorter(CAMERA, model, LENSES[model]).rgb(recorded)
        rows, columns = np.nonzero(moved > 100)
        seen = np.array([columns.mean(), rows.mean()])
        np.testing.assert_allclose(seen, project(np.array(point), CAMERA), atol=1.0)
        unmoved = opencv_pixels(np.array([point]), model)[0]
        assert np.linalg.norm(seen - unmoved) > 1.5, "the lens must matter here"


@MODELS
@pytest.mark.parametrize("dtype", [np.uint16, np.float32])
def test_depth_is_never_a_mean_of_two_surfaces(model: str, dtype: type) -> None:
    depth = np.where(np.arange(400) % 7 < 3, 1000, 3000).astype(dtype)[None].repeat(300, axis=0)
    undistorted = Undistorter(CAMERA, model, LENSES[model]).depth(depth)
    assert undistorted.dtype == dtype
    assert set(np.unique(undistorted)) <= {0, 1000, 3000}
    assert {1000, 3000} <= set(np.unique(undistorted))


def test_a_plane_keeps_its_depth() -> None:
    # depth is along the optical axis, not along the ray, so bending the rays leaves it as it is
    undistorted = Undistorter(CAMERA, "plumb_bob", LENSES["plumb_bob"]).depth(np.full((300, 400), 2.0, np.float32))
    assert set(np.unique(undistorted)) <= {0.0, 2.0}


@pytest.mark.parametrize(("model", "coefficients"), [
    ("", ()), ("", (0.0,) * 5), ("plumb_bob", (0.0,) * 5), ("plumb_bob", ()), ("rational_polynomial", (0.0,) * 8)])
def test_no_distortion_is_no_work(model: str, coefficients: tuple[float, ...]) -> None:
    lens = Undistorter(CAMERA, model, coefficients)
    image = np.zeros((300, 400, 3), np.uint8)
    assert lens.is_identity
    assert lens.rgb(image) is image
    assert lens.camera == CAMERA


def test_a_fisheye_with_zeros_still_is_a_fisheye() -> None:
    # equidistant with zeros images at f * theta; a pinhole at f * tan(theta)
    assert not Undistorter(CAMERA, "equidistant", (0.0,) * 4).is_identity
    np.testing.assert_allclose(distort(np.array([1.0, 0.0]), "equidistant", (0.0,) * 4), [np.pi / 4, 0.0])


@pytest.mark.parametrize(("model", "coefficients", "hint"), [
    ("thin_prism_fisheye", (0.1,) * 8, "'thin_prism_fisheye' is not supported; supported are plumb_bob"),
    ("omnidirectional", (0.0,) * 5, "'omnidirectional' is not supported"),
    ("", (0.1, 0.0, 0.0, 0.0, 0.0), "is not supported"),
    ("plumb_bob", (0.1, 0.2), "takes 4 or 5 coefficients, got 2"),
    ("equidistant", (0.1,) * 5, "takes 4 coefficients, got 5"),
    ("plumb_bob", (0.1, float("nan"), 0, 0, 0), "not all finite"),
    ("rational_polynomial", (0.1,) * 12, "thin-prism or tilt"),
])
def test_other_lenses_are_refused_by_name(model: str, coefficients: tuple[float, ...], hint: str) -> None:
    with pytest.raises(CameraError, match=hint) as refusal:
        Undistorter(CAMERA, model, coefficients)
    assert refusal.value.cause == "lens"


def test_an_image_of_another_size_is_refused_with_both_sizes() -> None:
    lens = Undistorter(CAMERA, "plumb_bob", LENSES["plumb_bob"])
    with pytest.raises(ShapeError, match=r"\(150, 200\).*\(300, 400\)"):
        lens.rgb(np.zeros((150, 200, 3), np.uint8))
    with pytest.raises(ShapeError, match=r"\(400, 300\).*\(300, 400\)"):
        lens.depth(np.zeros((400, 300), np.uint16))


def test_where_the_polynomial_turns_back_nothing_is_shown_twice() -> None:
    wide = PinholeCamera(height=300, width=400, fx=100.0, fy=100.0, cx=200.0, cy=150.0)
    lens = Undistorter(wide, "plumb_bob", (-0.2, 0.0, 0.0, 0.0, 0.0))  # r - 0.2 r^3 grows only up to r = 1.29
    seen = lens.rgb(np.full((300, 400), 255, np.uint8))
    radius = np.hypot(np.arange(400) - 200.0, (np.arange(300) - 150.0)[:, None]) / 100
    assert np.all(seen[radius > 1.35] == 0)
    assert np.all(seen[radius < 1.25] == 255)


def test_zero_intrinsics_are_refused() -> None:
    with pytest.raises(CameraError, match="fx = 0"):
        Undistorter(PinholeCamera(300, 400, 0.0, 0.0, 0.0, 0.0), "plumb_bob", (0.0,) * 5)
