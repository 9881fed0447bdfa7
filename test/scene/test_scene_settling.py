"""Things of one surface brought to one height, along their lines of sight."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from spatialgeo_ros.geometry.pose import levelled_viewer
from spatialgeo_ros.scene.objects import Located
from spatialgeo_ros.scene.settling import settled
from spatialgeo_ros.types import FloatArray, ObjectKind, OrientedBox, Pose, SceneObject

UP = np.array([0, 0, 1.0])
VIEWER = levelled_viewer(Pose(np.array([[0.0, 0, 1], [-1, 0, 0], [0, -1, 0]]), np.array([3.0, -2, 1.2])), UP)
TABLE_M = -0.5


def item(centre: FloatArray, size: Sequence[float], kind: ObjectKind = ObjectKind.OBJECT, std_m: float = 0.06) -> SceneObject:
    """centre: viewer frame."""
    pose = VIEWER @ Pose(np.eye(3), np.asarray(centre, float))
    return SceneObject(0, kind, OrientedBox(pose, np.array(size)), std_m**2 * np.eye(3), np.full(3, 0.01),
                       pose.apply(np.zeros((1, 3))).astype(np.float32), 0, outline_ref=np.zeros((0, 3)))


def seen(items: Sequence[SceneObject], rests_on: Sequence[int], contained: Sequence[int] = ()) -> list[FloatArray]:
    """Centres in the viewer frame."""
    inside = tuple(k in contained for k in range(len(items)))
    located = Located(tuple(items), tuple(rests_on), np.zeros((2, 2), np.int32), inside)
    return [VIEWER.inverse().apply(each.centre_ref[None])[0] for each in settled(items, located, VIEWER)]


TABLE = item(np.array([0, 1.2, TABLE_M - 0.002]), (1.0, 0.8, 0.004), ObjectKind.SUPPORT)
PLACES = [np.array([-0.3, 1.0, TABLE_M + 0.1]), np.array([0.0, 1.2, TABLE_M + 0.1]), np.array([0.3, 1.5, TABLE_M + 0.1])]


@pytest.mark.parametrize("factors", [(1.1, 0.9, 1.0), (1.0, 0.95, 1.05)])
def test_what_stands_on_one_table_is_as_far_away_as_its_height_tells(factors: tuple[float, ...]) -> None:
    things = [item(place * factor, (0.1, 0.1, 0.2)) for place, factor in zip(PLACES, factors, strict=True)]
    before = [float(np.linalg.norm(place * (factor - 1))) for place, factor in zip(PLACES, factors, strict=True)]
    _, *after = seen([TABLE, *things], (-1, 0, 0, 0))
    bottoms = [centre[2] - 0.1 for centre in after]
    np.testing.assert_allclose(bottoms, np.mean(bottoms), atol=1e-6)
    errors = [float(np.linalg.norm(centre - place)) for centre, place in zip(after, PLACES, strict=True)]
    assert max(errors) < 0.5 * max(before)
    turned = [np.cross(centre, place)[2] for centre, place in zip(after, PLACES, strict=True)]
    np.testing.assert_allclose(turned, 0, atol=1e-6, err_msg="in the image they stay where they were")


def test_what_ends_elsewhere_is_left_there_and_moves_nothing() -> None:
    off = PLACES[2] + 0.5 * UP
    things = [item(place, (0.1, 0.1, 0.2)) for place in (*PLACES[:2], off)]
    table, *after = seen([TABLE, *things], (-1, 0, 0, 0))
    np.testing.assert_allclose(after, [*PLACES[:2], off], atol=1e-6)
    assert table[2] == pytest.approx(TABLE_M - 0.002)


def test_the_surer_ones_count_more() -> None:
    sure, unsure = item(PLACES[0], (0.1, 0.1, 0.2), std_m=0.01), item(PLACES[1] + 0.08 * UP, (0.1, 0.1, 0.2), std_m=0.2)
    _, first, second = seen([TABLE, sure, unsure], (-1, 0, 0))
    assert abs(first[2] - PLACES[0][2]) < 0.01
    assert second[2] - first[2] == pytest.approx(0, abs=1e-6)


def test_stacks_and_contents_end_where_what_carries_them_tells() -> None:
    lower = item(PLACES[0], (0.2, 0.2, 0.2))
    stacked, inside = (item(PLACES[0] + [0, 0, up], (0.1, 0.1, 0.1)) for up in (0.2, 0.1))
    _, _, top, content = seen([TABLE, lower, stacked, inside], (-1, 0, 1, 1), contained=[3])
    assert top[2] - 0.05 == pytest.approx(TABLE_M + 0.2)
    assert content[2] - 0.05 == pytest.approx(TABLE_M + 0.006)
    far_off = item(PLACES[0] + [0, 0, 0.9], (0.1, 0.1, 0.1))
    np.testing.assert_allclose(seen([TABLE, lower, far_off], (-1, 0, 1))[2], PLACES[0] + [0, 0, 0.9], atol=1e-6)


def test_nothing_moves_where_nothing_is_known_to_carry_it() -> None:
    things = [TABLE, *(item(place, (0.1, 0.1, 0.2)) for place in PLACES)]
    located = Located(tuple(things), (-1,) * 4, np.zeros((2, 2), np.int32), (False,) * 4)
    assert all(a is b for a, b in zip(settled(things, located, VIEWER), things, strict=True))
