"""Fragments joining: in which order, on what grounds, and the file that says how."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.scene.joining import (
    AMONG_FEATURES,
    FEATURES,
    GROUPS,
    MEANS,
    MEASURED_FEATURES,
    WEIGHTS,
    Joiner,
    Perceptron,
    Ties,
    join,
    load_joiner,
    pair_features,
    save_joiner,
)
from spatialgeo_ros.scene.partition import EMBEDDED
from spatialgeo_ros.types import FloatArray


def ties(mean: NDArray[np.floating], number: float = 10.0) -> Ties:
    """Of n fragments of 100 pixels side by side, with these mean log odds (n, n) between neighbouring pixels."""
    size = len(mean)
    counts = np.zeros((GROUPS, size, size), np.float32)
    counts[0] = number * (mean != 0)
    total = np.zeros_like(counts)
    total[0] = mean * number
    left = 5.0 * np.arange(size)
    zero = np.zeros(size)
    reach = np.stack([-left, left + 4, zero, zero + 4, zero, zero + 1, zero, zero], axis=1).astype(np.float32)
    return Ties(total, counts, np.full(size, 100, np.float32), np.full(size, 300, np.float32),
                np.ones((size, MEANS), np.float32) * 25, np.full(size, 25, np.float32), reach,
                *(np.zeros((size, 0), np.float32) for _ in range(2)))


def by_mean(known: Ties, first: NDArray[np.int64], second: NDArray[np.int64]) -> FloatArray:
    return np.asarray(known.total[0, first, second] / known.number[0, first, second])


def symmetric(size: int, **odds: float) -> NDArray[np.float64]:
    table = np.zeros((size, size))
    for pair, value in odds.items():
        a, b = int(pair[1]), int(pair[2])
        table[a, b] = table[b, a] = value
    return table


def test_pairs_join_until_none_is_likely() -> None:
    parent = join(ties(symmetric(5, p12=3.0, p23=-2.0, p34=1.0)), by_mean, 0.5)
    assert len(set(parent[1:])) == 2
    assert parent[1] == parent[2] != parent[3] == parent[4]


def test_what_joined_counts_as_one_from_then_on() -> None:
    known = ties(symmetric(4, p12=3.0, p13=2.0, p23=-3.0))
    parent = join(known, by_mean, 0.0)
    assert parent[1] == parent[2] != parent[3], "2 and -3 together speak against 3"


def test_equal_scores_join_all_the_same() -> None:
    parent = join(ties(symmetric(6, p12=2.0, p13=2.0, p23=2.0, p45=2.0)), by_mean, 0.5)
    assert parent[1] == parent[2] == parent[3] != parent[4] == parent[5]


def test_nothing_joins_fragment_0() -> None:
    assert join(ties(symmetric(3, p12=-1.0)), by_mean, 0.0).tolist() == [0, 1, 2]
    assert join(ties(np.zeros((1, 1))), by_mean, 0.0).tolist() == [0]


def test_features_are_those_of_their_names_and_know_no_order() -> None:
    known = ties(symmetric(3, p12=3.0))
    known.pixels[2], known.blocks[2] = 25, 6.25
    known.looks[2] = 12.5
    known.looks[2, 0] = 25
    one, two = np.array([1]), np.array([2])
    features = dict(zip(FEATURES, pair_features(known, one, two)[0].tolist(), strict=True))
    np.testing.assert_array_equal(pair_features(known, one, two), pair_features(known, two, one))
    assert features["mean log odds, next"] == pytest.approx(1.0)
    assert features["log pixels, small"] == pytest.approx(np.log(25) / 4 - 1)
    assert features["lightness apart"] == pytest.approx(3.0), "means of 4 and 1"
    assert features["columns shared"] == pytest.approx(0.0)
    assert features["rows shared"] == pytest.approx(1.0)
    assert features["fill, large"] == pytest.approx(1.0)
    assert features["fill, small"] == pytest.approx(0.25)
    assert features["log width ratio"] == pytest.approx(0.0)


def test_spans_and_heights_tell_more_where_a_network_tells_spans() -> None:
    known = ties(symmetric(3, p12=3.0))
    one, two = np.array([1]), np.array([2])
    known.pixels[2] = 50  # fragment 2 is the small one; they lie side by side in columns 5 to 9 and 10 to 14

    def told() -> dict[str, float]:
        features = pair_features(known, one, two)
        np.testing.assert_array_equal(features, pair_features(known, two, one))
        return dict(zip(MEASURED_FEATURES, features[0, len(FEATURES):].tolist(), strict=True))

    known.embedding = np.zeros((3, EMBEDDED), np.float32)
    known.spans = 25 * known.reach[:, :4]
    assert tuple(told().values())[:6] == pytest.approx((0, 0, 0, 1, 1, 0.5))
    known.spans[1:] = 25 * np.array([-5, 14, 0, 4])
    assert tuple(told().values())[:6] == pytest.approx((1, 1, 1, 0.5, 0.5, 1))
    known.spans[1] = 25 * np.array([-5, 9, 0, 4])
    assert told()["small within span of large"] == 0
    assert told()["large within span of small"] == 1
    known.embedding[1:, 3] = 25 * np.array([1.0, -2.0])
    known.reach[1:, 4:] = [[0, 2, 0.1, 0.2], [-3, 4, -0.1, 0.3]]  # fragment 2 from 3 to 4 decimetres over the support
    features = told()
    assert features["embeddings apart"] == pytest.approx(3)
    heights = [features[f"{end} of {which}"] for which in ("small", "large") for end in ("bottom", "top")]
    assert heights == pytest.approx([3, 4, 0, 2])
    assert (features["small over large"], features["large over small"]) == pytest.approx((1, -4))
    depths = [features[f"depth of {which}"] for which in ("small", "large", "both")]
    assert depths == pytest.approx([1.0, 1.5, 2.0])
    assert features["share of width that is border"] == pytest.approx(2)
    known.join(1, 2)
    np.testing.assert_allclose(known.spans[1] / known.blocks[1], [-5, 11.5, 0, 4])
    np.testing.assert_allclose(known.embedding[1, 3] / known.blocks[1], -0.5)
    np.testing.assert_allclose(known.reach[1, 4:], [0, 4, 0.1, 0.3])


def perceptron(inputs: int, seed: int = 0) -> Perceptron:
    rng = np.random.default_rng(seed)
    return Perceptron(*(rng.normal(size=shape).astype(np.float32) for shape in ((inputs, 5), 5, 5)), 0.25)


def by_mean_alone(count: int) -> Perceptron:
    """Tells three times the mean log odds of next pixels, the first of `count` features, of either sign."""
    hidden, out = np.zeros((count, 2), np.float32), np.array([9, -9], np.float32)
    hidden[0] = 1, -1
    return Perceptron(hidden, np.zeros(2, np.float32), out, 0.0)


def test_the_second_look_knows_how_likely_the_other_pairs_of_either_are() -> None:
    known = ties(symmetric(5, p12=3.0, p13=2.0, p14=-1.0, p23=1.0, p34=0.5))
    known.pixels[1] = 50  # 1 is the small one of each of its pairs
    first, second = np.array([1, 3, 1, 2, 3]), np.array([2, 1, 4, 3, 4])
    joiner = Joiner(by_mean_alone(len(FEATURES)), None, FEATURES)
    features = joiner.look(known, first, second)
    assert features.shape == (5, len(FEATURES) + len(AMONG_FEATURES))
    by_itself, *others, through = 2 * features[:2, len(FEATURES):].T  # in units of 6; a mean tells three times itself
    np.testing.assert_allclose(by_itself, [3, 2], atol=1e-5)
    np.testing.assert_allclose(np.stack(others).T, [[2, -1, 1, -4], [3, -1, 1, 0.5]], atol=1e-5)  # -12 where nothing ties
    np.testing.assert_allclose(through, [1, 1], atol=1e-5)  # 1-3-2 is as likely as 2-3, 1-2-3 likewise
    known.join(1, 2)
    assert (known.looked[[1, 2]] == known.looked[0, 0]).all() and known.looked[3, 4] == pytest.approx(1.5)


def test_the_second_look_tells_what_the_first_one_and_the_others_say() -> None:
    count = len(FEATURES) + len(AMONG_FEATURES)
    hidden = np.zeros((count, 1), np.float32)
    hidden[count - 5] = 2.0  # the likeliest other of the small one
    among = Perceptron(hidden, np.zeros(1, np.float32), np.ones(1, np.float32), 0.0)
    known = ties(symmetric(4, p12=3.0, p13=2.0))
    known.pixels[1] = 50
    told = Joiner(by_mean_alone(len(FEATURES)), among, FEATURES)(known, np.array([1, 1]), np.array([2, 3]))
    np.testing.assert_allclose(told, [2.0, 3.0], atol=1e-5)


@pytest.mark.parametrize("looks_twice", [False, True])
def test_what_is_saved_is_what_is_loaded(tmp_path: Path, looks_twice: bool) -> None:
    names = (*FEATURES, *MEASURED_FEATURES)
    among = perceptron(len(names) + len(AMONG_FEATURES), 1) if looks_twice else None
    joiner = Joiner(perceptron(len(names)), among, names)
    save_joiner(joiner, tmp_path / "joining.json")
    loaded = load_joiner(tmp_path / "joining.json")
    for saved, read in ((joiner.alone, loaded.alone), (joiner.among, loaded.among)):
        if saved is None:
            assert read is None
            continue
        assert read is not None
        features = np.random.default_rng(2).normal(size=(4, len(saved.hidden))).astype(np.float32)
        np.testing.assert_allclose(read(features), saved(features), atol=1e-3)


def test_the_bundled_one_joins_what_all_speaks_for_and_not_what_all_speaks_against() -> None:
    joiner = load_joiner()
    alike, unlike = (ties(symmetric(3, p12=odds)) for odds in (5.0, -5.0))
    for known in (alike, unlike):  # all pairs say the same, the far ones too
        known.total[1:3], known.number[1:3] = known.total[0], known.number[0]
        known.embedding = np.zeros((3, EMBEDDED), np.float32)
    alike.spans = 25 * np.tile([-5.0, 14.0, 0.0, 4.0], (3, 1)).astype(np.float32)  # both of what they are together
    unlike.spans = 25 * unlike.reach[:, :4]  # each of itself
    unlike.embedding[1] = 100
    first, second = np.array([1]), np.array([2])
    assert joiner(alike, first, second)[0] > 1 > -1 > joiner(unlike, first, second)[0]


@pytest.mark.parametrize(("spoil", "match"), [
    (lambda stored: stored["alone"].pop("out"), "cannot read .*'out'.*reinstall"),
    (lambda stored: stored["features"].pop(), "another version"),
    (lambda stored: stored["alone"]["hidden"].pop(), "another version"),
    (lambda stored: stored["among"]["hidden"].pop(), "another version"),
])
def test_a_file_that_does_not_fit_is_told(spoil: object, match: str, tmp_path: Path) -> None:
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert callable(spoil)
    spoil(stored)
    (tmp_path / "joining.json").write_text(json.dumps(stored), encoding="utf-8")
    with pytest.raises(ModelError, match=match):
        load_joiner(tmp_path / "joining.json")
    with pytest.raises(ModelError, match="cannot read .*missing.json"):
        load_joiner(tmp_path / "missing.json")
