"""The two ray casters against each other, and the choice between them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest

from spatialgeo_ros.errors import ConfigError, SpatialGeoError
from spatialgeo_ros.world import raycasting
from spatialgeo_ros.world.raycasting import Caster
from spatialgeo_ros.world.rgb_views import random_camera, room_views
from spatialgeo_ros.world.rooms import RoomStyle, make_room
from spatialgeo_ros.world.solids import solids, surface_samples
from spatialgeo_ros.world.surfaces import SurfaceTable, surface_table

SEEDS = (1901, 1905)


@pytest.fixture(autouse=True)
def open3d_again() -> Iterator[None]:
    yield
    raycasting._chosen = raycasting._Choice()


def casters(vertices: np.ndarray, triangles: np.ndarray) -> tuple[Caster, Caster]:
    """Of Open3D, of torch."""
    pytest.importorskip("open3d", reason="compares Open3D with torch")
    pytest.importorskip("torch", reason="compares Open3D with torch")
    raycasting.use("open3d")
    first = raycasting.caster(vertices, triangles)
    raycasting.use("torch")
    return first, raycasting.caster(vertices, triangles)


def camera_rays(seed: int) -> tuple[SurfaceTable, np.ndarray]:
    """A room, and every third ray either way of a camera in it."""
    room = make_room(seed, RoomStyle(1.5))
    pose, camera = random_camera(room, np.random.default_rng(seed))
    v, u = np.mgrid[0:camera.height:3, 0:camera.width:3].reshape(2, -1)
    ahead = np.stack([(u - camera.cx) / camera.fx, (v - camera.cy) / camera.fy, np.ones(len(u))], axis=1)
    rays = np.concatenate([np.tile(pose.translation_m, (len(u), 1)), ahead @ pose.rotation.T], axis=1)
    return surface_table(room), rays.astype(np.float32)


@pytest.mark.parametrize("seed", SEEDS)
def test_both_see_the_same(seed: int) -> None:
    table, rays = camera_rays(seed)
    one, other = (caster.cast(rays) for caster in casters(table.vertices, table.triangles))
    assert np.isfinite(one.distance).all() and np.isfinite(other.distance).all()
    near = np.abs(one.distance - other.distance) < 1e-4
    assert near.mean() > 0.9995, "depth; at silhouettes rounding decides"
    assert (table.owner[one.face] == table.owner[other.face])[near].mean() > 0.999, "ids; things touch"
    same = near & (one.face == other.face)
    assert same.mean() > 0.99, "faces; at edges rounding decides"
    np.testing.assert_allclose(one.normals[same], other.normals[same], atol=2e-4)
    corners = table.vertices[table.triangles[other.face]]
    place = corners[:, 0] + np.einsum("nk,nkc->nc", other.uv, corners[:, 1:] - corners[:, :1])
    np.testing.assert_allclose(place, rays[:, :3] + other.distance[:, None] * rays[:, 3:], atol=2e-4)
    size_m = np.linalg.norm(corners[:, 1:] - corners[:, :1], axis=2).min(axis=1)
    flat_on = np.abs(np.einsum("nc,nc->n", one.normals, rays[:, 3:])) > 0.2
    well = same & (size_m > 0.02) & flat_on  # elsewhere a rounding of the place is a long way in uv
    np.testing.assert_allclose(one.uv[well], other.uv[well], atol=5e-3)


@pytest.mark.parametrize("seed", SEEDS)
def test_both_find_the_same_shadows(seed: int) -> None:
    table, rays = camera_rays(seed)
    one, other = casters(table.vertices, table.triangles)
    points = rays[:, :3] + one.cast(rays).distance[:, None] * rays[:, 3:]
    lamp = np.asarray(make_room(seed, RoomStyle(1.5)).light.position_m, np.float32)
    to_lamp = np.concatenate([points, lamp - points], axis=1)
    dark = one.occluded(to_lamp, 0.004, 1.0)
    assert 0.02 < dark.mean() < 0.98
    assert (dark == other.occluded(to_lamp, 0.004, 1.0)).mean() > 0.999
    short = one.occluded(to_lamp, 0.004, 0.05)
    assert short.sum() < dark.sum()
    assert (short == other.occluded(to_lamp, 0.004, 0.05)).mean() > 0.999


def test_rays_along_the_axes_and_rays_that_miss() -> None:
    vertices = np.array([[0, 0, 1], [2, 0, 1], [0, 2, 1], [0, 0, 3]], np.float32)
    triangles = np.array([[0, 1, 2], [0, 1, 3]])
    rays = np.array([[0.5, 0.5, 0, 0, 0, 2], [0.5, 0.5, 0, 0, 0, -2], [5, 5, 0, 0, 0, 1], [0.5, 9, 1.5, 0, -1, 0]], np.float32)
    for caster in casters(vertices, triangles):
        hits = caster.cast(rays)
        np.testing.assert_allclose(hits.distance, [0.5, np.inf, np.inf, 9], rtol=1e-6)
        assert hits.face[0] == 0 and hits.face[3] == 1
        np.testing.assert_allclose(hits.normals[[0, 3]], [[0, 0, 1], [0, -1, 0]], atol=1e-6)
        np.testing.assert_allclose(hits.uv[[0, 3]], [[0.25, 0.25], [0.25, 0.25]], atol=1e-6)
        np.testing.assert_array_equal(caster.occluded(rays), [True, False, False, True])
        np.testing.assert_array_equal(caster.occluded(rays, far=0.4), [False] * 4)


def test_both_find_the_same_nearest_places() -> None:
    rng = np.random.default_rng(1)
    for thing in make_room(1905, RoomStyle(1.5)).things[::4]:
        middle = thing.mesh.vertices.mean(axis=0)
        points = np.concatenate([middle + rng.normal(0, 0.6, (200, 3)), surface_samples(thing.mesh, 100, 0)[:200]])
        one, other = (np.linalg.norm(c.nearest(points) - points, axis=1)
                      for c in casters(thing.mesh.vertices, thing.mesh.triangles))
        np.testing.assert_allclose(one, other, atol=1e-4)  # Open3D is up to 6e-5 off on slivers


def test_the_nearest_of_two_clouds() -> None:
    rng = np.random.default_rng(2)
    a, b = rng.random((900, 3)), rng.random((4000, 3)) * (1, 1, 0.5) + (0.9, 0, 0)
    true = min(float(np.linalg.norm(b - point, axis=1).min()) for point in a)
    for backend in raycasting.BACKENDS:
        pytest.importorskip(backend, reason=f"casts with {backend}")
        raycasting.use(backend)
        assert raycasting.closest_of_clouds(a, b) == pytest.approx(true, abs=1e-5)
        assert raycasting.closest_of_clouds(b, a) == pytest.approx(true, abs=1e-5)


def test_a_view_to_train_on_is_the_same_from_both() -> None:
    """Image, labels and questions: a machine without Open3D learns from the same."""
    pytest.importorskip("open3d", reason="compares Open3D with torch")
    pytest.importorskip("torch", reason="compares Open3D with torch")
    seen = []
    for backend in raycasting.BACKENDS:
        raycasting.use(backend)
        for cached in (solids, surface_table):
            cached.cache_clear()
        seen.append(room_views(1905, 1, 1)[0])
    one, other = seen
    assert one.camera == other.camera
    assert (one.ids == other.ids).mean() > 0.999
    assert np.abs(one.depth_m.astype(float) - other.depth_m).mean() < 1e-3
    assert np.abs(one.rgb.astype(int) - other.rgb).mean() < 0.2
    np.testing.assert_array_equal(one.things["id"], other.things["id"])
    np.testing.assert_allclose(one.things["fraction"], other.things["fraction"], atol=0.02)
    asked, told = ({(q.template, q.asked): q for q in view.questions} for view in (one, other))
    both = asked.keys() & told.keys()
    assert len(both) > 0.9 * max(len(asked), len(told))
    for key in both:
        assert (asked[key].yes, asked[key].answers) == (told[key].yes, told[key].answers), key
        assert asked[key].value == pytest.approx(told[key].value, abs=2e-3), key


def test_open3d_is_not_imported_where_torch_casts() -> None:
    pytest.importorskip("torch", reason="casts with torch")
    code = ("import sys; sys.modules['open3d'] = None\n"
            "from spatialgeo_ros.world import raycasting\n"
            "raycasting.use(raycasting.first_installed())\n"
            "from spatialgeo_ros.world.rgb_views import room_views\n"
            "print(len(room_views(1905, 1, 1)[0].questions) > 10)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "True", done.stderr


def test_what_is_missing_or_unknown_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match="'embree'; there are open3d, torch"):
        raycasting.use("embree")
    with pytest.raises(ConfigError, match="CPU only, not on cuda"):
        raycasting.use("open3d", "cuda")
    monkeypatch.setitem(sys.modules, "open3d", None)
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.delitem(sys.modules, "spatialgeo_ros.world.raycasting_torch", raising=False)
    with pytest.raises(SpatialGeoError, match="cannot import torch .* 'pip install torch'"):
        raycasting.use("torch")
    with pytest.raises(SpatialGeoError, match="open3d-cpu"):
        raycasting.use("open3d")
    with pytest.raises(SpatialGeoError, match="neither Open3D nor torch is installed"):
        raycasting.first_installed()


def test_a_process_that_never_chose_does_not_import_torch() -> None:
    code = "import sys; import spatialgeo_ros.world.rgb_views; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "False", done.stderr
