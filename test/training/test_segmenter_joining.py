"""Learning to join on views so simple that the rule is known."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("torch")

from spatialgeo_ros.config import PartitionConfig
from spatialgeo_ros.scene.partition import FAR_OFFSETS, Affinities, Looks, partition
from spatialgeo_ros.training.segmenter_joining import KnownView, fit_joiner


def striped(rng: np.random.Generator) -> KnownView:
    """Four stripes, alike in what the network says of their borders; those of one colour are one thing."""
    colours = rng.integers(0, 2, 4)
    stripe = np.repeat(np.arange(4), 12)
    border = np.flatnonzero(np.diff(stripe))
    height, width = 32, len(stripe)
    right = np.full((height, width), 8.0, np.float32)
    right[:, border] = 0.0
    far = np.where(rng.random((len(FAR_OFFSETS), height // 2, width // 2)) < 0.5, 0.5, -0.5).astype(np.float32)
    lab = np.full((height, width, 3), 128, np.uint8)
    lab[..., 0] = np.where(colours[stripe] == 1, 200, 60)
    changes = np.concatenate([[0], np.cumsum(np.diff(colours) != 0)])
    ids: NDArray[np.int64] = np.tile(1 + changes[stripe], (height, 1))
    thing, down = np.full((height, width), 6.0, np.float32), np.full((height, width), 8.0, np.float32)
    return KnownView(Affinities(thing, right, down, far), Looks(lab, np.zeros((7, height // 2, width // 2), np.float32)), ids)


def test_it_learns_to_join_what_looks_alike_where_the_network_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spatialgeo_ros.training.segmenter_joining._STEPS", 3000)
    rng = np.random.default_rng(0)
    views = [striped(rng) for _ in range(30)]
    joiner = fit_joiner(lambda: views, PartitionConfig())
    assert joiner is not None and joiner.among is not None
    for _ in range(10):
        view = striped(rng)
        labels, count = partition(view.affinities, view.looks, joiner, PartitionConfig(join=0.0))
        assert count == view.ids.max()
        assert len(np.unique(labels * 10 + view.ids)) == count
