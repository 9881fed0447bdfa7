"""Models by name or path, and runtimes that tell the same; torch parts where torch is installed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from spatialgeo_ros.errors import ConfigError, ModelError
from spatialgeo_ros.models import installed
from spatialgeo_ros.models.opening import export_name, open_vision
from spatialgeo_ros.runtimes.onnx_vision import ABOUT, ENCODERS
from spatialgeo_ros.runtimes.parity import INT8_TOLERANCE, TOLERANCE
from spatialgeo_ros.runtimes.vision import FIELDS
from spatialgeo_ros.runtimes.weights_file import FORMAT


def write_safetensors(path: Path, about: dict[str, str], numbers: int = 6) -> Path:
    header = json.dumps({"__metadata__": about, "x": {"dtype": "F32", "shape": [2, numbers // 2],
                                                      "data_offsets": [0, 4 * numbers]}}).encode()
    path.write_bytes(len(header).to_bytes(8, "little") + header + bytes(4 * numbers))
    return path


def cause_of(name_or_path: str, runtime: str = "torch") -> str:
    with pytest.raises(ModelError) as caught:
        open_vision(name_or_path, runtime)
    return caught.value.cause


def test_each_unusable_file_has_its_own_cause(tmp_path: Path) -> None:
    assert cause_of("nanno") == "missing"
    assert cause_of(str(tmp_path / "none.safetensors")) == "missing"
    path = write_safetensors(tmp_path / "x.safetensors", {"format": "spatialgeo 0"})
    assert cause_of(str(path)) == "version"
    write_safetensors(path, {"format": FORMAT})
    assert cause_of(str(path)) == "version", "it tells no sizes"
    whole = path.read_bytes()
    for length in (0, 5, 20, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert cause_of(str(path)) == "truncated", length


def test_an_unknown_name_is_told_with_the_nearest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "FOLDER", tmp_path)
    write_safetensors(tmp_path / "nano.safetensors", {})
    with pytest.raises(ModelError, match="the nearest is 'nano'"):
        open_vision("nanno", "torch")


def test_a_runtime_that_is_not_installed_is_no_other_one(tiny_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "missing_packages", lambda needed: tuple(n for n in needed if n == "onnxruntime"))
    assert cause_of(str(tiny_file), "onnx") == "package"
    with pytest.raises(ConfigError, match="onnx, onnx_int8, torch"):
        open_vision(str(tiny_file), "tensorrt")


def test_onnx_tells_what_torch_tells(tiny_file: Path, tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    reference, other = open_vision(str(tiny_file), "torch"), open_vision(str(tiny_file), "onnx", cache=tmp_path)
    assert (other.size, other.class_words, other.colour_words) == (
        reference.size, reference.class_words, reference.colour_words)
    rgb = np.random.default_rng(3).integers(0, 255, (*reference.size, 3)).astype(np.uint8)
    expected, told = reference.encode(rgb), other.encode(rgb)
    for name in FIELDS:
        a, b = np.asarray(getattr(expected, name)), np.asarray(getattr(told, name))
        assert a.shape == b.shape, name
        assert np.abs(a - b).max() <= TOLERANCE * max(a.std(), 1e-3), name
    texts = ("red mug", "table", "a blue lamp on the floor")
    np.testing.assert_allclose(other.embed(texts), reference.embed(texts), atol=1e-4)
    with pytest.raises(ModelError, match="resize"):
        other.encode(rgb[1:])


def test_in_8_bits_it_tells_nearly_the_same(tiny_file: Path, tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    exact, short = (open_vision(str(tiny_file), runtime, cache=tmp_path) for runtime in ("onnx", "onnx_int8"))
    rgb = np.random.default_rng(3).integers(0, 255, (*exact.size, 3)).astype(np.uint8)
    expected, told = exact.encode(rgb), short.encode(rgb)
    off = {name: float(np.abs(np.subtract(getattr(expected, name), getattr(told, name))).max()) for name in FIELDS}
    spread = {name: max(float(np.std(getattr(expected, name))), INT8_TOLERANCE) for name in FIELDS}
    assert max(off.values()) > 0, "else nothing is in 8 bits"
    assert all(off[name] < 3 * INT8_TOLERANCE * spread[name] for name in FIELDS), off
    folder = tmp_path / export_name(tiny_file)
    about = json.loads((folder / ABOUT).read_text())
    about["reference"]["up"]["values"][1] += 0.5
    (folder / ABOUT).write_text(json.dumps(about))
    with pytest.raises(ModelError, match=f"tells up by .* allowed is {INT8_TOLERANCE}"):
        open_vision(str(tiny_file), "onnx_int8", cache=tmp_path)


def test_an_export_of_other_weights_is_not_used(tiny_file: Path, tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    other = tmp_path / "tiny.safetensors"
    other.write_bytes(tiny_file.read_bytes()[:-1] + b"\x01")
    assert export_name(other) != export_name(tiny_file)
    assert export_name(other).startswith("tiny-onnx-")


def test_a_runtime_that_tells_something_else_is_refused(tiny_file: Path, tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    open_vision(str(tiny_file), "onnx", cache=tmp_path)
    folder = tmp_path / export_name(tiny_file)
    about = json.loads((folder / ABOUT).read_text())
    about["reference"]["normals"]["values"][3] += 0.5
    (folder / ABOUT).write_text(json.dumps(about))
    with pytest.raises(ModelError, match="tells normals by .* differently from torch") as caught:
        open_vision(str(tiny_file), "onnx", cache=tmp_path)
    assert caught.value.cause == "parity"
    (folder / ENCODERS).write_bytes((folder / ENCODERS).read_bytes()[:2000])
    with pytest.raises(ModelError, match="cannot be opened") as caught:
        open_vision(str(tiny_file), "onnx", cache=tmp_path)
    assert caught.value.cause == "truncated"
