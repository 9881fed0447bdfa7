"""Learning which fragments of a model's segments are one thing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

from knowing import KnowingVision, encoded_truth

from spatialgeo_ros.errors import ConfigError
from spatialgeo_ros.scene.partition import partition
from spatialgeo_ros.sight.looking import Sight
from spatialgeo_ros.sight.pipeline import PARTITION
from spatialgeo_ros.training import nano_joining
from spatialgeo_ros.world.rgb_shards import load_shards, write_shard
from spatialgeo_ros.world.rgb_views import room_views


def test_no_rooms_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--rooms is 0"):
        nano_joining.rooms_to_join(0, tmp_path, print)


def test_fragments_of_one_thing_are_joined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spatialgeo_ros.training.segmenter_joining._STEPS", 300)
    write_shard(tmp_path / "view.npz", (1963,), 1, 0)
    views = load_shards([tmp_path / "view.npz"])
    view = room_views(1963, 1, 0)[0]
    truth = encoded_truth(view)
    affinities = truth.affinities.copy()
    affinities[4:8, :, ::6] = affinities[8:12, ::6] = -1.0  # things fall into pieces that only far affinities tie
    sight = Sight(KnowingVision(view, replace(truth, affinities=affinities)))
    joiner = nano_joining.fit_nano_joiner(sight, views, 1)
    assert joiner is not None
    (known,) = nano_joining._known_views(sight, views, [0])
    labels, count = partition(known.affinities, known.looks, joiner, PARTITION)
    things = len(np.unique(known.ids)) - 1
    assert things <= count <= 2 * things
    nothing = replace(PARTITION, join=11.0)
    assert partition(known.affinities, known.looks, joiner, nothing)[1] > 2 * count
    assert labels.shape == known.ids.shape
