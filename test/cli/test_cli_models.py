"""`models` and `doctor` tell what is installed, also where torch is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from spatialgeo_ros.cli import doctor
from spatialgeo_ros.cli.main import main
from spatialgeo_ros.cli.models import flat
from spatialgeo_ros.models import installed
from spatialgeo_ros.runtimes.weights_file import FORMAT

SETTINGS = {"encoder": {"height": 96, "width": 128, "stem": [8, 8], "dim": 24, "layers": 4, "heads": 2}, "text": {"most": 8}}
VOCABULARY = {"words": ["<pad>", "red", "mug"], "lengths": [], "classes": ["mug"], "colours": ["red"]}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(installed, "FOLDER", tmp_path)
    monkeypatch.setattr(installed, "missing_packages", lambda needed: tuple(n for n in needed if n != "onnxruntime"))
    header = json.dumps({"__metadata__": {"format": FORMAT, "settings": json.dumps(SETTINGS),
                                          "vocabulary": json.dumps(VOCABULARY)},
                         "x": {"dtype": "F16", "shape": [5, 4], "data_offsets": [0, 40]}}).encode()
    (tmp_path / "nano.safetensors").write_bytes(len(header).to_bytes(8, "little") + header + bytes(40))
    (tmp_path / "nano.json").write_text(json.dumps({"scores": {"geometry": {"abs_rel": 0.07, "topic x": 1}, "class": 0.9}}))
    return tmp_path


def test_a_model_is_told_with_scores_and_what_can_run_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models"]) == 0
    told = capsys.readouterr().out
    assert "images of 128x96" in told
    assert "  geometry  abs_rel 0.07\n  class     0.9" in told, "one line for each set of scores, single topics left out"
    assert "  classes   mug\n" in told
    assert "cannot run here: pip install torch transformers safetensors" in told
    onnx = next(line for line in told.splitlines() if line.strip().startswith("onnx"))
    assert onnx.endswith("can run here") and "cannot" not in onnx
    assert main(["models", "nano", "--json"]) == 0
    file, = json.loads(capsys.readouterr().out)
    assert file["weights"] == 20
    assert file["runtimes"]["onnx"] == []
    assert file["card"]["scores"]["geometry"]["topic x"] == 1


def test_no_models_is_no_error_and_a_broken_one_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "nano.safetensors"
    path.write_bytes(path.read_bytes()[:-1])
    assert main(["models"]) == 2
    assert "no whole safetensors file" in capsys.readouterr().err
    found = {item.name: item for item in doctor._models()}
    assert found["model nano"].state is doctor.State.BAD
    path.unlink()
    assert main(["models"]) == 0
    assert "no model is installed" in capsys.readouterr().out
    assert [item.state for item in doctor._models()] == [doctor.State.ABSENT]
    assert main(["models", "nanno"]) == 2


def test_export_tells_what_is_missing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "nano"]) == 2
    assert "export needs torch, transformers, safetensors" in capsys.readouterr().err


def test_what_the_speaker_was_not_asked_has_no_score(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scores = {"tuning": {"refused": 0, "spoken": {"counts": 0.0, "places": 0.9}}}
    (folder / "nano.json").write_text(json.dumps({"scores": scores}))
    assert main(["models"]) == 0
    assert "  tuning    refused 0, spoken counts -, spoken places 0.9" in capsys.readouterr().out


def test_scores_are_named_by_their_paths() -> None:
    assert dict(flat({"a": {"b": {"c": 1}}, "d": "text", "e": True})) == {"a b c": 1.0, "e": 1.0}
