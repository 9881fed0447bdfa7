"""An image of any size in the network's, with the camera that goes with it."""

from __future__ import annotations

import numpy as np
import pytest

from spatialgeo_ros.geometry.camera import project
from spatialgeo_ros.sight.fitting import fit
from spatialgeo_ros.types import PinholeCamera

NETWORK = (192, 256)


@pytest.mark.parametrize("frame", [(480, 640), (720, 1280), (640, 480), (48, 64), (1024, 1280), (479, 641)])
def test_the_camera_sees_a_point_where_the_image_shows_it(frame: tuple[int, int]) -> None:
    # a dot drawn at a point's pixel must lie where the fitted camera projects it: half a pixel off fails
    height, width = frame
    camera = PinholeCamera(height, width, 0.9 * width, 0.9 * width, 0.47 * width, 0.55 * height)
    fitted = fit(frame, NETWORK)
    point = np.array([0.11, -0.07, 1.0])
    column, row = project(point, camera)
    rgb = np.zeros((height, width, 3), np.uint8)
    side = max(round(width / 128), 1)
    rgb[round(row) - side:round(row) + side + 1, round(column) - side:round(column) + side + 1] = 255
    shown = fitted.part(fitted.image(rgb)[..., 0][None])[0].astype(float)
    rows, columns = np.indices(shown.shape)
    centre = (columns * shown).sum() / shown.sum(), (rows * shown).sum() / shown.sum()
    small = fitted.camera(camera)
    assert shown.shape == (small.height, small.width)
    slack = 0.2 + 0.5 * small.width / width  # the dot is drawn at a whole pixel
    np.testing.assert_allclose(centre, project(point, small), atol=slack)


def test_a_wide_image_is_shown_whole_between_grey_bars() -> None:
    fitted = fit((720, 1280), NETWORK)
    image = fitted.image(np.full((720, 1280, 3), 200, np.uint8))
    assert fitted.shown == (144, 256)
    assert image.shape == (*NETWORK, 3)
    assert set(np.unique(image[:24])) == {118} and set(np.unique(image[-24:])) == {118}
    assert set(np.unique(image[24:-24])) == {200}


def test_outputs_are_cut_to_what_shows_the_image() -> None:
    fitted = fit((720, 1280), NETWORK)
    half = np.arange(96 * 128).reshape(96, 128)
    np.testing.assert_array_equal(fitted.part(half), half[12:84])
    assert fitted.part(np.zeros((22, 48, 64))).shape == (22, 36, 64)


def test_pixels_that_are_not_square_become_so() -> None:
    camera = PinholeCamera(480, 320, 300.0, 600.0, 159.5, 239.5)  # twice as fine downwards
    small = fit((480, 320), NETWORK, camera.fx / camera.fy).camera(camera)
    assert small.fx == pytest.approx(small.fy, rel=0.02)


def test_a_focal_length_is_told_in_widths_of_the_network_image() -> None:
    assert fit((480, 640), NETWORK).widths(640.0) == pytest.approx(1.0)
    assert fit((640, 480), NETWORK).widths(480.0) == pytest.approx(144 / 256)
