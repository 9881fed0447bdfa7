"""Meshes are closed and face outwards, whatever the dice say."""

import numpy as np
import pytest

from spatialgeo_ros.world import furniture
from spatialgeo_ros.world.catalogue import KINDS, make
from spatialgeo_ros.world.kinds_round import Paint
from spatialgeo_ros.world.meshes import Material, cuboid, lathe, merge, pillow, prism, sphere, tube
from spatialgeo_ros.world.shapes import Slab, contains, disc, gap, rectangle

GREY = Material((128, 128, 128), "grey")


def volume(mesh, part):
    a, b, c = (mesh.vertices[mesh.triangles[mesh.part == part, i]] for i in range(3))
    return np.einsum("ij,ij->", a, np.cross(b, c)) / 6


def open_edges(mesh, part):
    """Directed edges without their opposite: none in a closed part with all faces turned the same way."""
    faces = mesh.triangles[mesh.part == part]
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    there = {tuple(e) for e in edges}
    return [e for e in there if (e[1], e[0]) not in there] + ([] if len(there) == len(edges) else ["doubled"])


def furniture_shapes(seed):
    rng = np.random.default_rng(seed)
    paint = Paint("brown", "black", rng)
    yield from (furniture.shelf(paint), furniture.cabinet(paint), furniture.chair(paint), furniture.stool(paint),
                furniture.armchair(paint), furniture.pouf(paint))
    for style in ("legs", "round", "panel", "oval"):
        yield furniture.table(paint, (1.2, 0.8), 0.7, style)


@pytest.mark.parametrize("word", sorted(KINDS))
def test_every_kind_is_closed_and_faces_outwards(word):
    for seed in range(4):
        shape = make(word, Paint("red", "white", np.random.default_rng(seed)))
        for part in range(shape.mesh.part_count):
            assert not open_edges(shape.mesh, part), f"part {part}"
            assert volume(shape.mesh, part) > 0, f"part {part} is inside out"


def test_furniture_is_closed_and_faces_outwards():
    for shape in furniture_shapes(5):
        for part in range(shape.mesh.part_count):
            assert not open_edges(shape.mesh, part), (shape.word, part)
            assert volume(shape.mesh, part) > 0, (shape.word, part)


@pytest.mark.parametrize("word", sorted(KINDS))
def test_every_kind_stands_on_its_ground(word):
    shape = make(word, Paint("red", "white", np.random.default_rng(11)))
    assert shape.mesh.vertices[:, 2].min() == pytest.approx(0.0, abs=1e-9)
    middle = shape.base_polygon().mean(axis=0)
    assert np.linalg.norm(middle) < 0.5 * shape.radius_m() + 0.01
    assert 0.012 <= shape.height_m <= 0.6


def test_at_least_twelve_kinds_come_in_many_sizes():
    assert len(KINDS) >= 12
    for word in KINDS:
        heights = [make(word, Paint("red", "white", np.random.default_rng(s))).height_m for s in range(12)]
        assert max(heights) > 1.05 * min(heights), word


def test_solids_have_the_volume_of_their_formula():
    assert volume(cuboid((0.2, 0.3, 0.5), GREY), 0) == pytest.approx(0.03)
    assert volume(prism(disc(0.5, 200), 0.2, GREY), 0) == pytest.approx(np.pi * 0.05, rel=1e-3)
    assert volume(lathe([(0, 0), (0.3, 0), (0.3, 1), (0, 1)], GREY, 200), 0) == pytest.approx(np.pi * 0.09, rel=1e-3)
    assert volume(sphere(0.2, GREY, 120, 60), 0) == pytest.approx(4 / 3 * np.pi * 0.008, rel=3e-3)
    straight = np.array([[0, 0, 0], [0.5, 0, 0], [1.0, 0, 0]])
    assert volume(tube(straight, 0.1, GREY, 100), 0) == pytest.approx(np.pi * 0.01, rel=1e-3)
    assert volume(pillow((0.4, 0.3, 0.2), GREY, 2.0, 80, 60), 0) == pytest.approx(
        4 / 3 * np.pi * 0.2 * 0.15 * 0.1, rel=1e-2)


def test_merging_keeps_parts_and_paint_apart():
    red, blue = Material((200, 0, 0), "red"), Material((0, 0, 200), "blue")
    both = merge([cuboid((1, 1, 1), red), cuboid((1, 1, 1), blue, (3, 0, 0))])
    assert both.part_count == 2
    assert [both.materials[m].word for m in both.material[[0, -1]]] == ["red", "blue"]
    np.testing.assert_allclose(both.part_vertices(1)[:, 0].mean(), 3.0)


def test_gap_between_polygons_is_signed():
    def slab(x, y):
        return Slab(rectangle(2, 2, (x, y)), 0.0, 1.0)

    assert gap(slab(0, 0), slab(3.0, 0.5)) == pytest.approx(1.0)
    assert gap(slab(0, 0), slab(1.5, 0)) == pytest.approx(-0.5)
    turned = Slab(rectangle(2, 2) @ np.array([[1, 1], [-1, 1]]) / np.sqrt(2) + (3, 0), 0.0, 1.0)  # on its corner
    assert gap(slab(0, 0), turned) == pytest.approx(3 - 1 - np.sqrt(2))
    corner = np.array([[0.9, 0.9]])
    assert contains(rectangle(2, 2), corner) and not contains(rectangle(2, 2), corner, 0.2)
