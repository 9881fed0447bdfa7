"""Rooms drawn by another renderer: the same shapes, the same labels, other light."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hand_made_rooms import CAMERA, block, floor_room

from spatialgeo_ros.errors import ConfigError, SpatialGeoError
from spatialgeo_ros.types import Pose
from spatialgeo_ros.world.path_tracing import PathTracer
from spatialgeo_ros.world.render import Renderer
from spatialgeo_ros.world.rgb_views import room_views

DOWN = Pose(np.array([[1.0, 0, 0], [0, -1, 0], [0, 0, -1]]), np.array([0.2, -0.1, 2.0]))  # looks at the floor


def test_things_are_where_the_ray_caster_has_them() -> None:
    """A camera of other focal lengths either way, off its middle: any mix-up moves the block by pixels."""
    pytest.importorskip("mitsuba", reason="draws with Mitsuba")
    room = floor_room((block("box", "red", (0.4, 0.3, 0.25)), (0.35, -0.2)))
    drawn = PathTracer(room, samples=16).colours(DOWN, CAMERA).astype(int)
    assert drawn.shape == (120, 160, 3)
    red = drawn[..., 0] > 1.6 * drawn[..., 1]
    seen = Renderer(room).render(DOWN, CAMERA).id_image == 2
    assert np.count_nonzero(red & seen) > 0.94 * np.count_nonzero(red | seen)


def test_light_is_another_one() -> None:
    """The noise is the seed's; a red block reddens the floor beside it, which the ray caster's light cannot do."""
    pytest.importorskip("mitsuba", reason="draws with Mitsuba")
    room = floor_room((block("box", "red", (0.4, 0.3, 0.5)), (0.35, -0.2)))
    tracer = PathTracer(room, samples=32)
    drawn = tracer.colours(DOWN, CAMERA, seed=1)
    np.testing.assert_array_equal(drawn, tracer.colours(DOWN, CAMERA, seed=1))
    assert (drawn != tracer.colours(DOWN, CAMERA, seed=2)).any()
    view = Renderer(room).render(DOWN, CAMERA)
    v, u = np.nonzero(view.id_image == 1)
    x = 0.2 + (u - CAMERA.cx) / CAMERA.fx * 2.0
    y = -0.1 - (v - CAMERA.cy) / CAMERA.fy * 2.0
    gap = np.maximum(np.abs(x - 0.35) - 0.2, np.abs(y + 0.2) - 0.15)
    for rgb, least, most in ((drawn, 1.02, 3.0), (view.rgb, 0.99, 1.01)):
        redness = rgb[v, u, 0] / rgb[v, u, 2:].mean(axis=1)
        assert least < redness[gap < 0.08].mean() / redness[gap > 0.5].mean() < most


def test_views_differ_in_their_colours_alone() -> None:
    pytest.importorskip("mitsuba", reason="draws with Mitsuba")
    one, other = (room_views(1905, 1, 1, renderer)[0] for renderer in ("raycast", "mitsuba"))
    assert one.camera == other.camera
    assert one.questions == other.questions
    for name in ("depth_m", "normals", "ids", "up_camera", "things"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)
    assert one.rgb.shape == other.rgb.shape and other.rgb.dtype == np.uint8
    difference = np.abs(one.rgb.astype(int) - other.rgb)
    assert difference.mean() > 8, "another light"
    assert np.corrcoef(one.rgb.ravel(), other.rgb.ravel())[0, 1] > 0.7, "of the same room"


def test_a_renderer_that_is_unknown_or_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match="'blender'; there are raycast, mitsuba"):
        room_views(1905, 1, 1, "blender")
    monkeypatch.setitem(sys.modules, "mitsuba", None)
    with pytest.raises(SpatialGeoError, match="'pip install mitsuba'"):
        room_views(1905, 1, 1, "mitsuba")
