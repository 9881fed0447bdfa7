"""`--model`: colour alone, and what is said where that cannot be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from spatialgeo_ros.cli.main import main
from spatialgeo_ros.models.installed import model_path


def test_without_a_model_depth_is_needed(capsys: pytest.CaptureFixture[str], frame_folder: Path) -> None:
    assert main(["scene", "--image", str(frame_folder / "color.png")]) == 2
    assert "--depth, --camera missing" in capsys.readouterr().err


def test_a_model_that_is_not_there_is_an_error_with_its_remedy(capsys: pytest.CaptureFixture[str], frame_folder: Path) -> None:
    assert main(["scene", "--image", str(frame_folder / "color.png"), "--model", "micro"]) == 2
    assert "no model 'micro' is installed" in capsys.readouterr().err


def test_the_file_name_of_an_installed_model_is_told_as_its_name(capsys: pytest.CaptureFixture[str],
                                                                 frame_folder: Path) -> None:
    assert main(["scene", "--image", str(frame_folder / "color.png"), "--model", "none/nano.safetensors"]) == 2
    assert "a model called nano is installed: --model nano\n" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["scene", "evaluate"])
def test_models_in_the_help_are_installed(capsys: pytest.CaptureFixture[str], command: str) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])
    names = re.findall(r"^  spatialgeo .*--model (\S+)", capsys.readouterr().out, re.MULTILINE)
    assert names
    assert all(model_path(name).is_file() for name in names)


def test_what_is_predicted_is_told_with_all_that_the_model_knows(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    pytest.importorskip("open3d")
    assert main(["room", "--seed", "3", str(tmp_path)]) == 0
    image = ["--model", "nano", "--image", str(tmp_path / "color.png"), "--camera", str(tmp_path / "camera.yaml")]
    capsys.readouterr()
    assert main(["scene", *image]) == 0
    told = capsys.readouterr().err
    assert told.startswith("depth, names and sizes are predicted by nano, which knows only: ")
    assert " mug, bowl, " in told
    assert main(["scene", *image, "--depth", str(tmp_path / "depth.png"), "--depth-unit-m", "0.001"]) == 0
    assert "predicted" not in capsys.readouterr().err


def test_an_untrained_model_is_not_inventive(capsys: pytest.CaptureFixture[str], frame_folder: Path, tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    pytest.importorskip("transformers")
    from spatialgeo_ros.language.words import words_of
    from spatialgeo_ros.vlm import TINY, SpatialGeo, Vocabulary, save_model

    torch.manual_seed(0)
    model = SpatialGeo(TINY, Vocabulary(words_of(["red mug"]), (), ("mug",), ("red",)))
    save_model(model.eval(), tmp_path / "tiny.safetensors")
    image = ["--image", str(frame_folder / "color.png"), "--runtime", "torch", "--model",
             str(tmp_path / "tiny.safetensors")]
    assert main(["ask", "how far is the mug?", *image]) == 2
    assert "mug is" not in capsys.readouterr().out
    assert main(["scene", *image, "--depth", str(frame_folder / "depth.png"), "--depth-unit-m", "0.001"]) == 2
    assert "--camera missing" in capsys.readouterr().err
    assert main(["scene", *image, "--depth", str(frame_folder / "depth.png"), "--depth-unit-m", "0.001", "--camera",
                 str(frame_folder / "camera.yaml")]) == 0
    assert "depth from sensor" in capsys.readouterr().out
