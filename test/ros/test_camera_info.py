"""From camera_info to a camera: raw or rectified, cropped, binned, distorted, or refused."""

from __future__ import annotations

import numpy as np
import pytest
from sensor_msgs.msg import CameraInfo, RegionOfInterest

from spatialgeo_ros.errors import CameraError, ShapeError
from spatialgeo_ros.geometry.lens import distort
from spatialgeo_ros.ros.camera_info import LensOfInfo, camera_from_msg
from spatialgeo_ros.types import PinholeCamera

SIZE = (480, 640)
DISTORTION = [-0.2, 0.05, 0.001, -0.002, 0.0]


def info(**changes) -> CameraInfo:
    msg = CameraInfo(height=480, width=640, distortion_model="plumb_bob")
    msg.d = [0.0] * 5
    msg.k = [600.0, 0.0, 310.0, 0.0, 610.0, 250.0, 0.0, 0.0, 1.0]
    msg.p = [580.0, 0.0, 305.0, 0.0, 0.0, 590.0, 255.0, 0.0, 0.0, 0.0, 1.0, 0.0]
    for name, value in changes.items():
        setattr(msg, name, value)
    return msg


def test_a_raw_image_uses_k_and_a_rectified_one_p():
    assert camera_from_msg(info(), SIZE, rectified=False) == PinholeCamera(480, 640, 600.0, 610.0, 310.0, 250.0)
    assert camera_from_msg(info(), SIZE, rectified=True) == PinholeCamera(480, 640, 580.0, 590.0, 305.0, 255.0)


def test_cropping_moves_the_principal_point():
    roi = RegionOfInterest(x_offset=100, y_offset=40, width=200, height=120)
    camera = camera_from_msg(info(roi=roi), (120, 200), rectified=False)
    assert camera == PinholeCamera(120, 200, 600.0, 610.0, 210.0, 210.0)


def test_a_binned_pixel_sees_the_ray_between_its_pixels():
    camera = camera_from_msg(info(binning_x=2, binning_y=4), (120, 320), rectified=False)
    # bin (5, 7) covers the columns 10-11 and the rows 28-31
    assert (5 - camera.cx) / camera.fx == pytest.approx((10.5 - 310.0) / 600.0)
    assert (7 - camera.cy) / camera.fy == pytest.approx((29.5 - 250.0) / 610.0)


def test_cropping_and_binning_together():
    roi = RegionOfInterest(x_offset=100, y_offset=40, width=200, height=120)
    camera = camera_from_msg(info(roi=roi, binning_x=2, binning_y=2), (60, 100), rectified=False)
    assert (3 - camera.cx) / camera.fx == pytest.approx((106.5 - 310.0) / 600.0)


def test_another_image_size_names_both():
    with pytest.raises(ShapeError, match="image is 320x240, but its camera_info is for 640x480") as caught:
        camera_from_msg(info(), (240, 320), rectified=False)
    assert caught.value.cause == "camera_info_size"


@pytest.mark.parametrize("zeros", [[], [0.0] * 5, [0.0] * 8])
def test_no_coefficients_mean_no_distortion(zeros):
    assert LensOfInfo(False).of(info(d=zeros), SIZE).is_identity


def test_a_rectified_image_is_not_undistorted_again():
    lens = LensOfInfo(True).of(info(d=DISTORTION), SIZE)
    assert lens.is_identity
    assert lens.camera.fx == 580.0


def test_a_raw_image_is_undistorted_where_the_lens_put_it():
    lens = LensOfInfo(False).of(info(d=DISTORTION), SIZE)
    u, v = 500, 100
    ray = np.array([(u - 310.0) / 600.0, (v - 250.0) / 610.0])
    imaged = distort(ray, "plumb_bob", DISTORTION) * [600.0, 610.0] + [310.0, 250.0]
    assert np.linalg.norm(imaged - [u, v]) > 5  # else this test would not tell
    columns = np.tile(np.arange(640, dtype=np.float32), (480, 1))
    assert lens.depth(columns)[v, u] == pytest.approx(imaged[0], abs=0.51)


def test_a_fisheye_is_no_pinhole_even_with_coefficients_of_zero():
    assert not LensOfInfo(False).of(info(distortion_model="equidistant", d=[0.0] * 4), SIZE).is_identity


@pytest.mark.parametrize(("changes", "words"), [
    ({"distortion_model": "thin_prism", "d": DISTORTION}, "thin_prism"),
    ({"distortion_model": "", "d": DISTORTION}, "image_rectified"),
    ({"d": [float("nan")] * 5}, "not all finite"),
    ({"k": [0.0] * 9}, "fx = 0"),
    ({"k": [float("nan")] * 9}, "fx = nan")])
def test_what_cannot_be_used_is_refused_by_name(changes, words):
    with pytest.raises(CameraError, match=words):
        LensOfInfo(False).of(info(**changes), SIZE)


def test_the_lens_is_kept_until_the_calibration_changes():
    lenses = LensOfInfo(False)
    first = lenses.of(info(d=DISTORTION), SIZE)
    assert lenses.of(info(d=DISTORTION), SIZE) is first
    changed = lenses.of(info(d=DISTORTION, k=[601.0, 0.0, 310.0, 0.0, 610.0, 250.0, 0.0, 0.0, 1.0]), SIZE)
    assert changed.camera.fx == 601.0
