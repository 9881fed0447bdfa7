"""SpatialGeo as a whole and its file, where torch, transformers and safetensors are installed."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("safetensors")

from safetensors.torch import load_file, save_file  # noqa: E402

from spatialgeo_ros.encoders.trunk import count_weights  # noqa: E402
from spatialgeo_ros.errors import ModelError  # noqa: E402
from spatialgeo_ros.fusion.regions import regions_width  # noqa: E402
from spatialgeo_ros.language.words import words_of  # noqa: E402
from spatialgeo_ros.models.torch_vision import read_tensors  # noqa: E402
from spatialgeo_ros.vlm import NANO, TINY, SpatialGeo, Vocabulary, load_model, save_model  # noqa: E402
from spatialgeo_ros.world.rgb_views import CLASS_WORDS, COLOUR_WORDS  # noqa: E402
from spatialgeo_ros.world.spoken import all_texts, length_words  # noqa: E402

VOCABULARY = Vocabulary(words_of(all_texts(["Is {0} to the left of {1}?"]), length_words()), length_words(), CLASS_WORDS,
                        COLOUR_WORDS)


@pytest.fixture(scope="module")
def tiny() -> SpatialGeo:
    torch.manual_seed(0)
    return SpatialGeo(TINY, VOCABULARY).eval()


def test_nano_is_small_enough_to_be_bundled(tmp_path: Path) -> None:
    model = SpatialGeo(NANO, VOCABULARY)
    assert count_weights(model) <= 15_000_000
    save_model(model, tmp_path / "nano.safetensors")
    assert (tmp_path / "nano.safetensors").stat().st_size <= 32_000_000


def test_a_model_comes_back_from_its_file(tiny: SpatialGeo, tmp_path: Path) -> None:
    path = tmp_path / "tiny.safetensors"
    save_model(tiny, path, torch.float32)
    back = load_model(path)
    assert back.settings == tiny.settings
    assert back.vocabulary == tiny.vocabulary
    rgb = torch.randint(0, 255, (1, 192, 256, 3), dtype=torch.uint8)
    with torch.no_grad():
        for a, b in zip(tiny.encode(rgb), back.encode(rgb), strict=True):
            torch.testing.assert_close(a.fine, b.fine)
    head = back.speaker.llama.lm_head.weight
    torch.testing.assert_close(head, tiny.speaker.llama.lm_head.weight)
    assert head.data_ptr() == back.speaker.llama.get_input_embeddings().weight.data_ptr(), "tied, as it was trained"


def test_a_file_that_cannot_be_used_is_an_error_that_says_so(tiny: SpatialGeo, tmp_path: Path) -> None:
    path = tmp_path / "tiny.safetensors"
    with pytest.raises(ModelError, match="is not there"):
        load_model(path)
    save_model(tiny, path)
    whole = path.read_bytes()
    path.write_bytes(whole[:len(whole) // 2])
    with pytest.raises(ModelError, match="no whole safetensors file"):
        load_model(path)
    path.write_bytes(whole)
    tensors = load_file(str(path))
    save_file(tensors, str(path), metadata={"format": "spatialgeo 0"})
    with pytest.raises(ModelError, match="format 'spatialgeo 0', expected 'spatialgeo 3'"):
        load_model(path)


def test_a_scenes_boxes_are_the_mean_of_both_readers(tiny: SpatialGeo, tmp_path: Path) -> None:
    regions, camera = torch.randn(3, regions_width(TINY.encoder, TINY.text)), (torch.zeros(3), torch.full((3, 2), 0.5),
                                                                             torch.tensor([[0.0, -1.0, 0.0]] * 3))

    def read(model: SpatialGeo) -> tuple[torch.Tensor, ...]:
        with torch.no_grad():
            return read_tensors(model, regions, *camera)

    save_model(tiny, tmp_path / "both.safetensors", torch.float32)
    save_model(tiny, tmp_path / "mute.safetensors", torch.float32, with_speaker=False)
    both, mute = (load_model(tmp_path / f"{name}.safetensors") for name in ("both", "mute"))
    assert both.readers == (both.regions, both.pointers)
    assert mute.readers == (mute.regions,), "what a mute one lacks is random"
    one = read(mute)
    both.readers[0].load_state_dict(both.pointers.state_dict())
    other = read(both)
    for a, b, mean in zip(one, other, read(tiny), strict=True):
        torch.testing.assert_close((a + b) / 2, mean)
