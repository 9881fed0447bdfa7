"""Surfaces and ledges: what is one surface, and what are two."""

from __future__ import annotations

import numpy as np

from spatialgeo_ros.scene.facets import FacetSet
from spatialgeo_ros.scene.plan_grid import PlanGrid
from spatialgeo_ros.scene.supports import Support, _settled, with_ledges

GRID = PlanGrid(0.0, 0.0, 0.1, 20, 30)


def surface(height_m: float, columns: slice, area_m2: float = 1.0) -> Support:
    region = np.zeros((GRID.rows, GRID.columns), bool)
    region[5:15, columns] = True
    return Support(np.zeros(2), height_m, GRID, region, np.zeros_like(region), area_m2)


FLOOR, TABLE = surface(-1.4, slice(0, 8)), surface(-0.65, slice(5, 15))


def test_a_ledge_that_meets_a_surface_at_its_height_is_more_of_it() -> None:
    found = with_ledges((FLOOR, TABLE), [surface(-0.66, slice(10, 20), 0.5)])
    assert [support.height_m for support in found] == [-1.4, -0.65]
    assert np.array_equal(found[1].region, TABLE.region | surface(0, slice(10, 20)).region)
    assert found[1].area_m2 == 1.0 + 0.5 * 0.5, "half of it was known"


def test_a_ledge_apart_or_at_another_height_is_a_surface_of_its_own() -> None:
    beside, over = surface(-0.65, slice(20, 25)), surface(-0.4, slice(5, 15))
    assert [support.height_m for support in with_ledges((FLOOR, TABLE), [beside, over])] == [-1.4, -0.65, -0.65, -0.4]


def test_the_ground_is_one_however_it_is_parted() -> None:
    found = with_ledges((FLOOR, TABLE), [surface(-1.36, slice(20, 25))])
    assert len(found) == 2
    assert found[0].region[10, 22]
    assert found[0].height_m == -1.4


def test_ledges_of_one_height_that_meet_are_one() -> None:
    found = with_ledges((FLOOR,), [surface(-0.3, slice(0, 5)), surface(-0.31, slice(4, 9))])
    assert len(found) == 2
    assert np.count_nonzero(found[1].region) == 90


def test_two_surfaces_of_one_layer_have_a_height_each() -> None:
    # a chair's seat 2 cm under a cabinet's top: found as one layer, the fit lies between them
    places = np.arange(0.55, 1.5, 0.01, np.float32)
    x, y = (values.ravel() for values in np.meshgrid(places, places))
    z = np.where(x < 1.0, np.float32(-0.65), np.float32(-0.63))
    one = np.ones_like(x)
    level = FacetSet(x, y, z, one, 0.003 * one, 1e-4 * one)
    cells = GRID.index(x, y)
    heights = [_settled(surface(-0.641, columns), level, cells).height_m for columns in (slice(5, 10), slice(10, 15))]
    np.testing.assert_allclose(heights, [-0.65, -0.63], atol=1e-6)
    assert _settled(FLOOR, level, cells) is FLOOR
