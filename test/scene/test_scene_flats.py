"""Paper-thin things: found where their colour is rare on the surface, and only there."""

import numpy as np

from spatialgeo_ros.scene.pipeline import ScenePipeline
from spatialgeo_ros.types import CameraFrame, ObjectKind, PinholeCamera, Pose

CAMERA = PinholeCamera(480, 640, 590.0, 575.0, 310.0, 251.0)
WOOD, CARD = (150, 110, 70), (40, 90, 200)


def frame(paint) -> CameraFrame:
    """A table seen from 0.8 m above at 45 degrees, 1.6 m wide; paint(x, y) -> (N, 3) colours at metres on it."""
    s = np.sqrt(0.5)
    level_from_camera = Pose(np.array([[1, 0, 0], [0, -s, s], [0, -s, -s]]), np.array([0.0, 0.0, 0.8]))
    v, u = np.mgrid[0:480, 0:640]
    rays = np.stack([(u - CAMERA.cx) / CAMERA.fx, (v - CAMERA.cy) / CAMERA.fy, np.ones_like(u)], -1)
    down = rays @ level_from_camera.rotation.T
    depth = -0.8 / down[..., 2]
    on_table = depth[..., None] * down[..., :2]
    depth += np.random.default_rng(0).normal(0, 0.001, depth.shape)
    rgb = paint(on_table[..., 0], on_table[..., 1]).astype(np.uint8)
    return CameraFrame(rgb, depth.astype(np.float32), CAMERA, 1)


def painted(inside, ground=WOOD):
    return lambda x, y: np.where(inside(x, y)[..., None], np.array(CARD), np.array(ground))


def card(x, y):
    return (np.abs(x - 0.1) < 0.075) & (np.abs(y - 0.75) < 0.05)


def objects(scene):
    return [item for item in scene.objects if item.kind == ObjectKind.OBJECT]


def test_a_card_is_found_where_it_lies_with_its_size_and_colour():
    found = objects(ScenePipeline().step(frame(painted(card))))
    assert len(found) == 1
    assert "blue" in found[0].colours
    assert np.allclose(sorted(found[0].box.size_m[:2]), [0.10, 0.15], atol=0.015)
    assert found[0].box.size_m[2] < 0.012


def test_a_chequered_surface_has_no_cards():
    chequer = frame(painted(lambda x, y: (np.floor(x / 0.1) + np.floor(y / 0.1)) % 2 == 0))
    assert objects(ScenePipeline().step(chequer)) == []


def test_a_shadow_is_no_card():
    dark = tuple(int(0.6 * value) for value in WOOD)
    shadow = frame(lambda x, y: np.where(card(x, y)[..., None], np.array(dark), np.array(WOOD)))
    assert objects(ScenePipeline().step(shadow)) == []


def test_a_mat_that_covers_much_of_the_table_is_part_of_it():
    mat = frame(painted(lambda x, y: (np.abs(x) < 0.35) & (np.abs(y - 0.8) < 0.35)))
    assert objects(ScenePipeline().step(mat)) == []
