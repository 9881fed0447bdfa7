import dataclasses

import numpy as np
import pytest

from spatialgeo_ros.drawing.palette import REMEMBERED_RGB, colour_of
from spatialgeo_ros.drawing.top_down import INK_RGB, MapView, _view_of, draw_map


def pixels_of(picture, colour):
    return np.argwhere(np.all(picture == np.array(colour, np.uint8), axis=-1))[:, ::-1]


def test_right_is_right_and_forward_is_up():
    view = MapView(left_m=-1.0, back_m=-0.1, width_m=2.0, depth_m=1.5, px_per_m=200.0)
    origin, right, forward = view.pixels(np.array([[0, 0], [0.5, 0], [0, 0.25]]))
    np.testing.assert_allclose(right - origin, [100, 0])
    np.testing.assert_allclose(forward - origin, [0, -50])  # image rows grow downwards


def test_objects_are_drawn_where_they_stand_in_the_viewers_axes(table_picture):
    """The reference frame is turned and shifted, so mixing frames or mirroring moves the boxes."""
    _, scene = table_picture
    view = _view_of(scene)
    picture = draw_map(scene)
    for object_id, right_m, forward_m in ((2, -0.25, 0.62), (3, 0.05, 0.75), (4, -0.05, 0.52)):
        points = pixels_of(picture, colour_of(object_id))
        middle = (points.min(0) + points.max(0)) / 2
        np.testing.assert_allclose(middle, view.pixels(np.array([right_m, forward_m])), atol=4)


def test_the_size_on_the_map_is_the_size_of_the_box(table_picture):
    _, scene = table_picture
    teal = pixels_of(draw_map(scene), colour_of(4))  # 15 cm square, not turned
    extent_m = (teal.max(0) - teal.min(0)) / _view_of(scene).px_per_m
    np.testing.assert_allclose(extent_m, 0.15, atol=0.006)


def test_remembered_objects_are_grey(table_picture):
    _, scene = table_picture
    picture = draw_map(scene)
    assert len(pixels_of(picture, REMEMBERED_RGB)) > 50
    assert len(pixels_of(picture, colour_of(7))) == 0


def test_the_uncertainty_ellipse_has_two_sigmas(table_picture):
    _, scene = table_picture
    sharp = dataclasses.replace(scene.object(3), centre_cov_m2=np.eye(3) * 1e-12)
    vague = dataclasses.replace(sharp, centre_cov_m2=np.eye(3) * 0.05 ** 2)
    with_sharp, with_vague = (draw_map(dataclasses.replace(scene, objects=(item,))) for item in (sharp, vague))
    ring = np.argwhere(np.any(with_sharp != with_vague, axis=-1))
    rows = ring[:, 0].max() - ring[:, 0].min()
    assert rows == pytest.approx(2 * 2 * 0.05 * _view_of(dataclasses.replace(scene, objects=(sharp,))).px_per_m, abs=4)


def test_the_scale_bar_is_as_long_as_it_says(table_picture):
    _, scene = table_picture
    bar = draw_map(scene)[22] == np.array(INK_RGB)
    columns = np.nonzero(np.all(bar, axis=-1))[0]
    longest = max(np.split(columns, np.nonzero(np.diff(columns) > 1)[0] + 1), key=len)
    assert len(longest) == pytest.approx(0.1 * _view_of(scene).px_per_m, abs=5)  # "0.1 m" at this scale


def test_a_scene_without_objects_still_has_a_map(table_picture):
    _, scene = table_picture
    picture = draw_map(dataclasses.replace(scene, objects=()))
    assert min(picture.shape[:2]) >= 480
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 3
