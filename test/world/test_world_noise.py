"""The simulated depth sensor: honest noise, holes where real ones have them, no bias."""

import numpy as np
import pytest
from hand_made_rooms import block, floor_room

from spatialgeo_ros.world.noise import DepthNoise, SurfaceHints, sense, sensor_depth
from spatialgeo_ros.world.render import Renderer
from spatialgeo_ros.world.trajectory import CAMERA, look_at

FLAT = np.full((480, 640), 1.5, np.float32)


def test_same_seed_same_depth_other_seed_other_depth():
    first, again, other = sensor_depth(FLAT, 5), sensor_depth(FLAT, 5), sensor_depth(FLAT, 6)
    np.testing.assert_array_equal(first, again)
    assert np.nanmean(first != other) > 0.5


@pytest.mark.parametrize("z", [0.6, 1.5, 3.0])
def test_medians_stay_and_spread_grows_with_the_square(z):
    noisy = sensor_depth(np.full((480, 640), z, np.float32), 1)
    expected = 0.0006 + 0.0013 * z * z
    assert np.nanmedian(noisy) == pytest.approx(z, abs=0.05 * expected + 0.0005)
    assert np.nanstd(noisy) == pytest.approx(expected, rel=0.1)


def test_depth_comes_in_whole_millimetres():
    noisy = sensor_depth(FLAT, 2)
    steps = noisy[np.isfinite(noisy)] * 1000
    np.testing.assert_allclose(steps, np.rint(steps), atol=2e-4)


def test_neighbours_share_part_of_their_noise():
    noise = sensor_depth(np.full((480, 640), 3.0, np.float32), 3) - 3.0
    a, b = noise[:, :-2].ravel(), noise[:, 2:].ravel()
    good = np.isfinite(a) & np.isfinite(b)
    assert 0.25 < np.corrcoef(a[good], b[good])[0, 1] < 0.6


def test_shadow_falls_on_the_right_of_a_nearer_thing_only():
    depth = np.full((480, 640), 2.0, np.float32)
    depth[100:300, 200:300] = 1.0
    hole = np.isnan(sensor_depth(depth, 4))
    width = 571.0 * 0.055 * (1 / 1.0 - 1 / 2.0)  # 15.7 px
    assert hole[120:280, 303:312].mean() > 0.95
    assert hole[120:280, 300 + int(width) + 4:400].mean() < 0.01
    assert hole[120:280, 180:197].mean() < 0.01


def test_nothing_returns_at_grazing_angles_from_dark_gloss_or_out_of_range():
    incidence = np.ones((480, 640), np.float32)
    incidence[:, 320:] = 0.03
    assert np.isnan(sensor_depth(FLAT, 1, SurfaceHints(incidence, np.zeros_like(FLAT)))[:, 330:]).mean() > 0.95
    weak = np.zeros_like(FLAT)
    weak[:240] = 0.95
    lost = np.isnan(sensor_depth(FLAT, 1, SurfaceHints(np.ones_like(FLAT), weak)))
    assert lost[:230].mean() > 0.25 and lost[250:].mean() < 0.02
    assert np.isnan(sensor_depth(FLAT * 5, 1)).all() and np.isnan(sensor_depth(FLAT * 0.1, 1)).all()


def test_pixels_without_depth_stay_without():
    depth = FLAT.copy()
    depth[50:70, 60:90] = np.nan
    assert np.isnan(sensor_depth(depth, 1)[53:67, 63:87]).all()


def test_edges_are_ragged_by_about_a_pixel():
    depth = np.full((480, 640), 2.0, np.float32)
    depth[:, :320] = 1.8
    near = sensor_depth(depth, 8, noise=DepthNoise(baseline_m=0.0)) < 1.9
    edge = near.sum(axis=1)
    assert 0.2 < edge.std() < 1.5 and abs(edge.mean() - 320) < 1.0


def test_sensed_view_has_holes_and_keeps_the_rest_close():
    room = floor_room((block("box", "red", (0.3, 0.3, 0.3)), (0.2, 0.4)))
    renderer = Renderer(room)
    view = renderer.render(look_at(np.array([0.0, -1.0, 1.1]), np.array([0.1, 0.4, 0.1])), CAMERA)
    depth = sense(view, renderer.surfaces.weakness, 9)
    assert 0.002 < np.isnan(depth).mean() < 0.2
    near = view.depth_m < 1.7
    assert np.nanmedian(np.abs(depth - view.depth_m)[near]) < 0.004
    assert abs(np.nanmedian((depth - view.depth_m)[near])) < 0.0006
