"""Footprints of things of which a camera sees one side and the top."""

from __future__ import annotations

import numpy as np
import pytest

from spatialgeo_ros.scene.footprint import Footprint, fit_footprint, plan_hull
from spatialgeo_ros.types import FloatArray

NOISE_M = 0.003


def towards(points: FloatArray, normals: FloatArray) -> FloatArray:
    """Those of (N, 3) points whose surface faces the camera, which is at the origin."""
    return points[np.einsum("nk,nk->n", points, normals) < 0].astype(np.float32)


def ball(centre: tuple[float, float, float], radius_m: float) -> FloatArray:
    directions = np.random.default_rng(0).normal(size=(6000, 3))
    directions /= np.linalg.norm(directions, axis=1)[:, None]
    return towards(np.array(centre) + radius_m * directions, directions)


def tube(centre: tuple[float, float, float], radius_m: float, height_m: float) -> FloatArray:
    """The outside of an upright tube that stands at `centre`."""
    angle, height = (grid.ravel() for grid in np.meshgrid(np.linspace(0, 2 * np.pi, 120), np.linspace(0, height_m, 30)))
    normals = np.column_stack([np.cos(angle), np.sin(angle), np.zeros_like(angle)])
    return towards(np.array(centre) + radius_m * normals + np.column_stack([0 * angle, 0 * angle, height]), normals)


def cuboid(centre: tuple[float, float, float], size: tuple[float, float, float], yaw: float) -> FloatArray:
    across = np.linspace(-0.5, 0.5, 30)
    first, second = (grid.ravel() for grid in np.meshgrid(across, across))
    turn = np.array([[np.cos(yaw), -np.sin(yaw), 0], [np.sin(yaw), np.cos(yaw), 0], [0, 0, 1]])
    faces = []
    for k in range(3):
        for side in (-1, 1):
            face, normal = np.zeros((first.size, 3)), np.zeros(3)
            face[:, k], face[:, (k + 1) % 3], face[:, (k + 2) % 3] = side / 2, first, second
            normal[k] = side
            points = (face * size) @ turn.T + np.array(centre)
            faces.append(towards(points, np.broadcast_to(turn @ normal, points.shape)))
    return np.concatenate(faces)


def footprint_of(points: FloatArray) -> Footprint:
    return fit_footprint(points, plan_hull(points), float(points[:, 2].min()), float(points[:, 2].max()), NOISE_M)


def test_the_hidden_back_of_a_ball_is_part_of_it() -> None:
    rectangle = footprint_of(ball((0.2, 1.4, -0.6), 0.08)).rectangle
    assert (rectangle.length_m, rectangle.width_m) == pytest.approx((0.16, 0.16), abs=0.006)
    assert (rectangle.x_m, rectangle.y_m) == pytest.approx((0.2, 1.4), abs=0.004)


@pytest.mark.parametrize("yaw", [0.2, np.pi / 4, 1.1])
def test_two_faces_of_a_box_are_not_round(yaw: float) -> None:
    rectangle = footprint_of(cuboid((0.1, 1.5, -0.5), (0.14, 0.13, 0.2), yaw)).rectangle
    assert (rectangle.length_m, rectangle.width_m) == pytest.approx((0.14, 0.13), abs=0.006)


def test_a_handle_belongs_to_the_footprint_of_a_mug() -> None:
    body = tube((0.0, 1.2, -0.5), 0.05, 0.1)
    handle = np.column_stack([np.linspace(0.05, 0.085, 40), np.full(40, 1.2), np.linspace(-0.48, -0.42, 40)])
    rectangle = footprint_of(np.concatenate([body, handle.astype(np.float32)])).rectangle
    # at an angle of 36 degrees the rectangle around circle and handle is least
    assert (rectangle.length_m, rectangle.width_m) == pytest.approx((0.119, 0.1), abs=0.003)


def test_one_point_that_noise_took_out_along_the_line_of_sight_does_not_make_a_thing_deeper() -> None:
    lid = np.stack(np.meshgrid(np.linspace(-0.1, 0.1, 40), np.linspace(1.4, 1.5, 20)), axis=-1).reshape(-1, 2)
    hull = plan_hull(np.concatenate([lid, [[0.02, 1.53]]]).astype(np.float32))
    assert np.ptp(hull[:, 1]) == pytest.approx(0.1, abs=0.001)
    aside = plan_hull(np.concatenate([lid, [[0.14, 1.45]]]).astype(np.float32))
    assert aside[:, 0].max() == pytest.approx(0.14), "how far aside a pixel lies is known"
