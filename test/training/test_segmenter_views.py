"""What the segmentation network learns from."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from spatialgeo_ros.errors import ConfigError
from spatialgeo_ros.scene.view_features import CHANNELS, pixel_channels
from spatialgeo_ros.training.segmenter_assemblies import assembly
from spatialgeo_ros.training.segmenter_cards import FIRST_ID, lay_cards, lay_pattern
from spatialgeo_ros.training.segmenter_colours import repaint
from spatialgeo_ros.training.segmenter_heaps import heaped
from spatialgeo_ros.training.segmenter_views import (
    FIRST_HEAPED,
    FIRST_SEED,
    KINDS,
    TrainingView,
    kinds_of,
    load_room,
    relief_of,
    write_room,
)
from spatialgeo_ros.types import ObjectKind
from spatialgeo_ros.world.kinds_round import Paint
from spatialgeo_ros.world.placement import Placer
from spatialgeo_ros.world.rooms import DEMO_SEEDS, HELD_OUT_SEEDS, TUNING_SEEDS, make_room


@pytest.fixture(scope="module")
def room_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("views")
    write_room(FIRST_SEED, folder)
    return folder / f"{FIRST_SEED}.npz"


@pytest.fixture(scope="module")
def views(room_file: Path) -> list[TrainingView]:
    return load_room(room_file)


def test_no_room_of_demo_tuning_or_scores_is_learned_from() -> None:
    assert max(*DEMO_SEEDS, *TUNING_SEEDS, *HELD_OUT_SEEDS) < FIRST_SEED


def test_views_come_back_from_their_file_as_the_network_wants_them(views: list[TrainingView]) -> None:
    assert len(views) >= 3
    for view in views:
        assert view.rgb.shape == (240, 320, 3)
        assert view.ids.shape == view.relief.shape == view.known.shape == (240, 320)
        channels = pixel_channels(view.rgb, relief_of(view), view.known > 0)
        assert len(channels) + len(view.blocks) == CHANNELS
        assert np.isfinite(view.blocks).all()
        assert view.known.mean() > 0.6
    assert sum(len(np.unique(view.ids)) - 1 for view in views) >= 5, "things are to be seen"


def test_views_know_of_which_kind_each_thing_is(views: list[TrainingView]) -> None:
    words = {thing.id: thing.word for thing in make_room(FIRST_SEED).objects()}
    seen = {int(one) for view in views for one in np.unique(view.ids) if one}
    assert {one: KINDS[views[0].kinds[one]] for one in seen} == {one: words[one] for one in seen}
    assert not views[0].kinds[[one for one in range(256) if one not in words]].any(), "what is no thing has no kind"


def test_views_that_another_version_has_rendered_are_refused(room_file: Path, tmp_path: Path) -> None:
    with np.load(room_file) as stored:
        older = {name: stored[name] for name in stored.files if name != "kinds"}
    np.savez(tmp_path / "100000.npz", **older)
    with pytest.raises(ConfigError, match="expected .*'kinds'.*another version.*rendered anew"):
        load_room(tmp_path / "100000.npz")


def test_what_a_heap_makes_up_is_of_no_kind() -> None:
    room = heaped(make_room(FIRST_HEAPED + 700))  # of those with things of no kind
    made_up = [thing.id for thing in room.objects() if thing.word == "thing"]
    assert made_up
    assert {KINDS[kind] for kind in kinds_of(room)[made_up]} == {"of no kind"}


def test_a_room_that_is_there_is_not_rendered_again(room_file: Path, views: list[TrainingView]) -> None:
    before = room_file.stat().st_mtime_ns
    assert write_room(FIRST_SEED, room_file.parent) == len(views)
    assert room_file.stat().st_mtime_ns == before


def test_a_heap_adds_things_that_touch_and_moves_nothing() -> None:
    room = make_room(FIRST_HEAPED)
    full = heaped(room)
    assert full.things[:len(room.things)] == room.things
    assert full.digest() == heaped(room).digest(), "the same room, the same heap"
    added = full.things[len(room.things):]
    assert len(added) >= 4
    placer = Placer(np.random.default_rng(0), full.size_m)
    placer.things = list(full.things)
    gaps = [placer.clearance(thing.slabs, ignore=(thing.id, thing.support_id)) for thing in added
            if full.thing(thing.support_id).kind is ObjectKind.SUPPORT]
    assert min(gaps) >= 0, "nothing cuts into anything"
    assert np.median(gaps) < 0.005


def test_heaps_have_things_of_no_kind_and_rows_of_one_make() -> None:
    words, in_rows = set(), 0
    for seed in range(FIRST_HEAPED, FIRST_HEAPED + 6):
        room = make_room(seed)
        full = heaped(room)
        added = full.things[len(room.things):]
        words |= {thing.word for thing in added}
        for thing, other in itertools.combinations(full.things, 2):
            alike = thing.word == other.word and thing.mesh.vertices.shape == other.mesh.vertices.shape
            turn = thing.world_from_shape.rotation.T @ other.world_from_shape.rotation
            in_rows += alike and other in added and np.allclose(turn, np.eye(3)) and bool(
                np.isclose(thing.mesh.vertices[:, 2], other.mesh.vertices[:, 2]).all())
    assert "thing" in words and len(words) > 8
    assert in_rows >= 10


def test_what_is_put_together_stands_on_the_ground_in_one_piece() -> None:
    kinds = set()
    for seed in range(60):
        rng = np.random.default_rng(seed)
        shape = assembly(Paint("red", "blue", rng))
        vertices = shape.mesh.vertices
        assert vertices[:, 2].min() == pytest.approx(0, abs=1e-9)
        assert 0.02 < np.ptp(vertices, axis=0).max() < 0.45
        kinds.add(shape.mesh.part_count)
        parts = [shape.mesh.part_vertices(part) for part in range(shape.mesh.part_count)]
        for index, part in enumerate(parts[1:], start=1):
            low, high = part.min(axis=0) - 0.002, part.max(axis=0) + 0.002
            assert any(((other.min(axis=0) < high) & (other.max(axis=0) > low)).all() for other in parts[:index])
    assert {1, 2, 3} <= kinds


def test_repainting_changes_colours_and_nothing_else(views: list[TrainingView]) -> None:
    view = views[0]
    ids = view.ids.copy()
    painted = [repaint(view.rgb, view.ids, np.random.default_rng(seed)) for seed in range(8)]
    for image in painted:
        assert image.shape == view.rgb.shape
        assert image.dtype == np.uint8
    assert len({image.tobytes() for image in painted}) == 8
    np.testing.assert_array_equal(view.ids, ids)


def test_cards_lie_on_bare_level_surfaces_only() -> None:
    rng = np.random.default_rng(4)
    rgb, ids = np.full((240, 320, 3), 120, np.uint8), np.zeros((240, 320), np.uint8)
    ids[100:140, 100:160] = 3
    blocks = np.zeros((7, 120, 160), np.float32)
    blocks[2], blocks[4], blocks[6] = 1.0, -0.7, 1.0  # level, seen from above, supported
    blocks[6, :, 80:] = 0  # no support known on the right
    laid = 0
    for _ in range(20):
        painted, labelled = lay_cards(rgb, ids, blocks, rng)
        np.testing.assert_array_equal(painted[101:139, 101:159], 120, "things stand on cards, not the other way round")
        cards = labelled >= FIRST_ID
        laid += len(np.unique(labelled[cards]))
        np.testing.assert_array_equal(labelled[100:140, 100:160], 3)
        assert cards[:, 195:].sum() <= 0.1 * max(cards.sum(), 1)
        if cards.any():
            assert np.abs(painted[cards].astype(int) - 120).max(axis=1).mean() > 20, "they can be seen"
    assert laid >= 10


def test_without_a_bare_surface_no_card_is_laid() -> None:
    rgb, ids = np.full((240, 320, 3), 120, np.uint8), np.zeros((240, 320), np.uint8)
    painted, labelled = lay_cards(rgb, ids, np.zeros((7, 120, 160), np.float32), np.random.default_rng(0))
    np.testing.assert_array_equal(painted, rgb)
    np.testing.assert_array_equal(labelled, ids)


def test_patterns_change_bare_level_surfaces_only(views: list[TrainingView]) -> None:
    changed = 0
    for seed, view in enumerate(views):
        blocks = view.blocks.astype(np.float32)
        patterned = lay_pattern(view.rgb, blocks, view.ids, np.random.default_rng(seed))
        touched = (patterned.astype(int) != view.rgb).any(axis=-1)
        supported = np.repeat(np.repeat(blocks[6] > 0, 2, axis=0), 2, axis=1)
        assert touched[(view.ids > 0)].mean() < 0.2, "colour runs over by a pixel at most"
        assert touched[~supported].sum() <= 0.1 * touched.sum()
        changed += int(touched.sum())
    assert changed > 1000
