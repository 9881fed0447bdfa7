"""A random model of the smallest sizes, as a file."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def tiny_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch = pytest.importorskip("torch")
    pytest.importorskip("transformers")
    pytest.importorskip("safetensors")
    from spatialgeo_ros.language.words import words_of
    from spatialgeo_ros.vlm import TINY, SpatialGeo, Vocabulary, save_model
    from spatialgeo_ros.world.rgb_views import CLASS_WORDS, COLOUR_WORDS
    from spatialgeo_ros.world.spoken import all_texts, length_words

    torch.manual_seed(0)
    words = words_of(all_texts(["Is {0} to the left of {1}?", "How far is {0} from {1}?", "Where is {0}?"]), length_words())
    model = SpatialGeo(TINY, Vocabulary(words, length_words(), CLASS_WORDS, COLOUR_WORDS)).eval()
    for weight in model.speaker.llama.parameters():  # else a random one says one word for ever
        weight.data *= 4
    path = tmp_path_factory.mktemp("models") / "tiny.safetensors"
    save_model(model, path)
    return path
