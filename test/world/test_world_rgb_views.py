"""Views that networks learn from which see colour alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from spatialgeo_ros.errors import InputError
from spatialgeo_ros.types import AnswerKind, ObjectKind
from spatialgeo_ros.world.rgb_shards import Views, load_shards, write_shard
from spatialgeo_ros.world.rgb_views import CLASS_WORDS, COLOUR_WORDS, HEIGHT, LABEL_STEP, NO_COLOUR, RGB_SEEDS, WIDTH
from spatialgeo_ros.world.rooms import DEMO_SEEDS, HELD_OUT_SEEDS, TUNING_SEEDS


@pytest.fixture(scope="module")
def shard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("views") / "shard.npz"
    write_shard(path, RGB_SEEDS[:3], views_per_room=5, asked_per_room=2)
    return path


@pytest.fixture(scope="module")
def views(shard: Path) -> Views:
    return load_shards([shard])


def test_no_room_of_demo_tuning_or_scores_is_learned_from() -> None:
    assert max(*DEMO_SEEDS, *TUNING_SEEDS, *HELD_OUT_SEEDS) < RGB_SEEDS[0]


def test_what_a_shard_holds(views: Views) -> None:
    assert 10 <= len(views) <= 15
    assert views.rgb(0).shape == (HEIGHT, WIDTH, 3)
    assert views.depth_m.shape == views.ids.shape == (len(views), HEIGHT // LABEL_STEP, WIDTH // LABEL_STEP)
    assert (views.depth_m > 0.15).mean() > 0.98
    np.testing.assert_allclose(np.linalg.norm(views.up_camera, axis=1), 1, atol=1e-5)
    assert (views.up_camera[:, 1] < -0.2).all(), "cameras are upright: y points down"
    assert set(views.seed) == set(RGB_SEEDS[:3])
    asked = np.unique(views.questions.rows["view"])
    assert len(asked) <= 6, "only the first views of a room are asked about"
    assert len(views.questions.rows) > 100


def test_things_are_large_enough_to_be_told(views: Views) -> None:
    whole = (views.things["kind"] == ObjectKind.OBJECT) & (views.things["fraction"] >= 0.6)
    box = views.things["bbox"][whole]
    side = np.sqrt((box[:, 2] - box[:, 0] + 1) * (box[:, 3] - box[:, 1] + 1))
    assert np.median(side) >= 30 * WIDTH / 256, "at the network's size"


def test_a_box_stands_where_its_pixels_are(views: Views) -> None:
    """Camera, gravity, ids and boxes agree: the middle of a box, seen through the camera, lies in the box of its pixels."""
    checked = 0
    for index in range(len(views)):
        fx, fy, cx, cy = views.camera[index]
        up = views.up_camera[index].astype(float)
        forward = np.array([0, 0, 1.0]) - up[2] * up
        forward /= np.linalg.norm(forward)
        viewer_from_camera = np.stack([np.cross(forward, up), forward, up])
        for thing in views.things_of(index):
            if thing["border"] or thing["fraction"] < 0.9 or thing["kind"] != ObjectKind.OBJECT:
                continue
            x, y, z = viewer_from_camera.T @ ((thing["low"] + thing["high"]) / 2)
            u, v = cx + fx * x / z, cy + fy * y / z
            left, top, right, bottom = thing["bbox"]
            assert left <= u <= right and top <= v <= bottom, (CLASS_WORDS[thing["word"]], u, v, thing["bbox"])
            mask = views.ids[index] == thing["id"]
            depth = np.median(views.depth_m[index][mask])
            assert abs(depth - z) < np.linalg.norm(thing["high"] - thing["low"]) / 2 + 0.02
            rows, columns = np.nonzero(mask)
            assert abs(LABEL_STEP * columns.mean() - (left + right) / 2) < (right - left) / 2
            checked += 1
    assert checked > 10


def test_normals_point_to_the_camera_and_up_where_a_floor_is(views: Views) -> None:
    floors = []
    for index in range(len(views)):
        xy = views.normals[index].astype(float) / 127
        normal = np.concatenate([xy, -np.sqrt(np.clip(1 - (xy**2).sum(-1, keepdims=True), 0, 1))], axis=-1)
        floor = views.ids[index] == 1
        if floor.sum() > 200:
            floors.append(np.median(normal[floor] @ views.up_camera[index]))
    assert floors
    assert min(floors) > 0.98


def test_colour_and_class_numbers_mean_words(views: Views) -> None:
    assert views.things["word"].max() < len(CLASS_WORDS)
    colours = views.things["colour"]
    assert (colours[colours != NO_COLOUR] < len(COLOUR_WORDS)).all()
    assert (colours != NO_COLOUR).mean() > 0.9


def test_kinds_that_are_not_there_are_asked_for_too(views: Views) -> None:
    table = views.questions
    exists = [table.question(k) for k in range(len(table.rows)) if table.topics[table.rows[k]["topic"]] == "exists"]
    assert {q.yes for q in exists} == {True, False}
    for k, row in enumerate(table.rows):
        question = table.question(k)
        if question.topic == "exists" and not question.yes:
            words = {CLASS_WORDS[w] for w in views.things_of(int(row["view"]))["word"]}
            assert question.template.rstrip("?").split()[-1] not in words


def test_several_shards_are_one(shard: Path, tmp_path: Path, views: Views) -> None:
    other = tmp_path / "other.npz"
    write_shard(other, RGB_SEEDS[3:4], views_per_room=3, asked_per_room=3)
    both = load_shards([other, shard])
    first = len(both) - len(views)
    np.testing.assert_array_equal(both.rgb(first), views.rgb(0))
    np.testing.assert_array_equal(both.things_of(len(both) - 1), views.things_of(len(views) - 1))
    offset = len(both.questions.rows) - len(views.questions.rows)
    for k in (0, 50, len(views.questions.rows) - 1):
        assert both.questions.question(offset + k) == views.questions.question(k)
        assert both.questions.rows[offset + k]["view"] == views.questions.rows[k]["view"] + first


def test_lengths_asked_for_are_those_of_the_things(views: Views) -> None:
    table, checked = views.questions, 0
    for k, row in enumerate(table.rows):
        question = table.question(k)
        if question.kind is AnswerKind.LENGTH and question.topic == "height":
            thing = next(t for t in views.things_of(int(row["view"])) if t["id"] == question.asked[0])
            assert question.value == pytest.approx(float(thing["high"][2] - thing["low"][2]), abs=1e-3)
            checked += 1
    assert checked > 3


def test_a_shard_of_another_version_is_refused(shard: Path, tmp_path: Path) -> None:
    with np.load(shard) as stored:
        arrays = dict(stored)
    arrays["version"] = np.array(0)
    old = tmp_path / "old.npz"
    np.savez(old, **arrays)
    with pytest.raises(InputError, match="version 0, expected 2"):
        load_shards([old])
    with pytest.raises(InputError, match="no shards"):
        load_shards([])
