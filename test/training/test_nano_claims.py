"""What each arm is given, and that runs which are there are not made again."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")

from spatialgeo_ros.cli.main import main
from spatialgeo_ros.errors import ConfigError
from spatialgeo_ros.fusion.regions import regions_width, unflat
from spatialgeo_ros.training import nano_claims
from spatialgeo_ros.training.categories import Told
from spatialgeo_ros.training.nano_bank import Bank
from spatialgeo_ros.training.nano_claims import (
    ARMS,
    CLAIMS,
    NO_SEMANTICS,
    SHUFFLED,
    ClaimsTraining,
    branches,
    given,
    run_claims,
)
from spatialgeo_ros.vlm import NANO


def bank() -> Bank:
    width = regions_width(NANO.encoder, NANO.text)
    regions = np.random.default_rng(0).normal(1, 0.1, (5, width)).astype(np.float16)
    none = np.zeros((1, 1), np.float16)
    return Bank(none, none, np.zeros((1, 6), np.float32), regions, np.array([0, 5]), np.arange(5), np.array([0]))


def test_an_arm_without_a_branch_gets_zeros_for_it_and_nothing_else() -> None:
    import torch

    whole = bank()
    for arm in ARMS:
        left = unflat(torch.from_numpy(given(whole, arm).regions), NANO.encoder)
        seen = {name: bool(value.abs().sum() > 0) for name, value in vars(left).items()}
        assert seen["place"], "where the mask is, all know"
        assert [seen[name] for name in ("geometric", "fine_geometric", "shape")] == [arm.geometric] * 3
        assert [seen[name] for name in ("semantic", "fine_semantic", "closer")] == [arm.semantic] * 3
    assert whole.regions.all(), "the bank itself stays"
    assert not np.any(np.logical_and(*branches(NANO)))


def test_tokens_of_other_images_are_all_there_elsewhere() -> None:
    whole = bank()
    moved = nano_claims._of_other_images(whole).regions
    assert not np.array_equal(moved, whole.regions)
    assert np.array_equal(np.sort(moved, axis=0), np.sort(whole.regions, axis=0))


def test_runs_that_are_there_are_read_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = {arm.name for arm in ARMS} | {arm.name + NO_SEMANTICS for arm in ARMS[:2]} | {SHUFFLED}
    assert {name for claim in CLAIMS for name in claim[1:]} <= names
    for arm in ARMS:
        for seed in (0, 1):
            path = nano_claims._path(tmp_path, arm, seed)
            path.parent.mkdir(parents=True)
            told = {arm.name: [asdict(Told("left / right", seed == 0))]}
            if arm in ARMS[:2]:
                told |= {arm.name + NO_SEMANTICS: told[arm.name]}
            if arm == ARMS[0]:
                told |= {SHUFFLED: [asdict(Told("left / right", False))]}
            path.write_text(json.dumps(told))
    answers = run_claims(tmp_path, ClaimsTraining(seeds=(0, 1)), tmp_path)
    assert set(answers) == names
    assert [told[0].right for told in answers["words only"].values()] == [True, False]
    assert main(["train", "claims", "--start", str(tmp_path), "--seeds", "2", "--out", str(tmp_path)]) == 0
    assert "it looks at the image" in capsys.readouterr().out
    assert "| geometric tokens help |" in (tmp_path / "claims.md").read_text()
    assert json.loads((tmp_path / "claims.json").read_text())["arms"]["words only"]["relations"] == [1.0, 0.0]


def test_a_folder_without_a_trained_nano_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="whole `spatialgeo train nano`"):
        run_claims(tmp_path, ClaimsTraining(seeds=(0,)), tmp_path / "out")
    with pytest.raises(ConfigError, match="at least 1"):
        ClaimsTraining(steps=0)
