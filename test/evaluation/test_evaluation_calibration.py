"""Calibration on statements whose error is worked out by hand, and that a constant uncertainty does not pass."""

import numpy as np
import pytest

from spatialgeo_ros.evaluation.calibration import (
    GOAL,
    POOLED,
    THIRDS,
    calibration_of,
    contested,
    reliability,
    with_constant_sigma,
)
from spatialgeo_ros.evaluation.margins import StatedMargin
from spatialgeo_ros.evaluation.reliability_plot import CONSTANT_RGB, STATED_RGB, reliability_picture
from spatialgeo_ros.scene.probability import phi
from spatialgeo_ros.types import Predicate


def stated(measured, sigma, true, predicate=Predicate.LEFT_OF):
    return StatedMargin(predicate, measured, sigma, true, float(phi(np.array([measured / sigma]))[0])).folded()


def unequal_sensor(claimed=lambda sigma: sigma, count=6000):
    """Margins of a sensor that is good near by (5 mm) and bad far away (5 cm), as it says or as `claimed` says."""
    rng = np.random.default_rng(4)
    sigma = np.where(np.arange(count) % 5 < 3, 0.005, 0.05)
    true = rng.uniform(-0.2, 0.2, count)
    measured = true + sigma * rng.standard_normal(count)
    return [stated(float(m), claimed(float(s)), float(t)) for m, s, t in zip(measured, sigma, true, strict=True)]


def test_the_error_is_the_mean_gap_between_said_and_true():
    # bin 0.9-1.0: said 0.95, true 3 of 4, gap 0.20; bin 0.5-0.6: said 0.55, true 1 of 2, gap 0.05
    curve = reliability("x", np.array([0.95] * 4 + [0.55] * 2), np.array([1, 1, 1, 0, 1, 0], bool))
    assert curve.error == pytest.approx((4 * 0.20 + 2 * 0.05) / 6)
    np.testing.assert_allclose(curve.probability, [0.55, 0.95])
    np.testing.assert_allclose(curve.share, [0.5, 0.75])
    assert curve.count.tolist() == [2, 4]


def test_certainty_belongs_to_the_last_bin_and_nothing_counted_is_no_error():
    assert reliability("x", np.array([1.0]), np.array([True])).error == 0
    assert np.isnan(reliability("x", np.zeros(0), np.zeros(0, bool)).error)


def test_few_statements_show_an_error_by_chance():
    # one coin: said 0.5, true or not, is off by 0.5 either way
    assert reliability("x", np.array([0.5]), np.array([True])).chance == pytest.approx(0.5)
    many = reliability("x", np.full(10000, 0.5), np.arange(10000) % 2 == 0)
    assert many.chance < 0.01


def test_only_what_is_truly_near_its_boundary_counts():
    near, far = stated(0.01, 0.01, 0.029), stated(0.04, 0.01, 0.031)
    assert [contested(item) for item in (near, far)] == [True, False]


def test_left_and_right_are_one_statement():
    said = stated(-0.02, 0.01, -0.01)
    assert said.probability == pytest.approx(0.977, abs=1e-3)
    assert (said.measured, said.true) == (0.02, 0.01)


def test_an_honest_sensor_passes_and_one_constant_sigma_does_not():
    calibration = calibration_of(unequal_sensor())
    assert calibration.error <= GOAL
    assert calibration.constant_error > GOAL
    assert calibration.reached
    assert not calibration.sham


def test_one_that_is_too_sure_of_the_hard_half_as_it_is_not_sure_enough_of_the_easy_one_does_not_pass():
    rng = np.random.default_rng(5)
    sigma = np.where(np.arange(8000) % 2 == 0, 0.008, 0.02)
    true = rng.uniform(-0.04, 0.04, len(sigma))
    measured = true + sigma * rng.standard_normal(len(sigma))
    margins = [StatedMargin(Predicate.LEFT_OF, m, s, t, float(phi(np.array([m / s]) * skew)[0])).folded()
               for m, s, t, skew in zip(measured, sigma, true, np.where(sigma < 0.01, 0.6, 1.8), strict=True)]
    calibration = calibration_of(margins)
    assert calibration.error > calibration.stated[0].error + 0.02, "over all together they make up for each other"
    assert calibration.reached is False
    names = [curve.name for curve in calibration.stated]
    assert names == [POOLED, *THIRDS, "left_of"]
    assert sum(curve.total for curve in calibration.stated[1:4]) == calibration.stated[0].total


def test_the_constant_is_the_median_of_each_predicate():
    margins = [stated(0.01, sigma, 0.01) for sigma in (0.01, 0.02, 0.05)] + [stated(0.1, 0.3, 0.1, Predicate.BIGGER)]
    changed = with_constant_sigma(margins)
    assert [item.sigma for item in changed] == [0.02, 0.02, 0.02, 0.3]
    # half a standard deviation, by the same rule as relations: nine parts phi(0.5 / 0.6), one part phi(0.1)
    assert changed[0].probability == pytest.approx(0.9 * 0.79767 + 0.1 * 0.53983, abs=1e-4)


def test_an_overconfident_sensor_does_not_pass():
    assert calibration_of(unequal_sensor(lambda sigma: sigma / 3)).reached is False


def test_what_chance_alone_may_have_done_is_not_missed():
    few = calibration_of(unequal_sensor(count=150))
    assert few.error > GOAL
    assert few.too_few
    assert few.reached is None
    bad = calibration_of(unequal_sensor(lambda sigma: sigma / 3, count=600))
    assert bad.chance > GOAL / 3
    assert bad.reached is False, "no chance does that"


def test_nothing_to_argue_about_is_neither_reached_nor_missed():
    assert calibration_of([]).reached is None


def test_the_plot_has_a_panel_for_all_and_for_each_predicate():
    margins = unequal_sensor(count=500) + [stated(0.1, 0.2, 0.1, Predicate.BIGGER)]
    picture = reliability_picture(calibration_of(margins))
    for colour in (STATED_RGB, CONSTANT_RGB):
        assert (picture == colour).all(axis=2).any()
    one_row = reliability_picture(calibration_of(margins[:500]))
    assert picture.shape[1] == one_row.shape[1]
    assert picture.shape[0] >= one_row.shape[0]
