"""A model learns which images are of no kind that it has seen, where torch is installed."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("safetensors")

from spatialgeo_ros.language.words import words_of  # noqa: E402
from spatialgeo_ros.models.torch_vision import TorchVision  # noqa: E402
from spatialgeo_ros.training.nano_batches import ViewStore  # noqa: E402
from spatialgeo_ros.training.nano_familiarity import _logistic, fit_familiarity, spoiled  # noqa: E402
from spatialgeo_ros.vlm import TINY, SpatialGeo, Vocabulary  # noqa: E402
from spatialgeo_ros.world.rgb_shards import Views, load_shards, write_shard  # noqa: E402
from spatialgeo_ros.world.rgb_views import CLASS_WORDS, COLOUR_WORDS, RGB_SEEDS  # noqa: E402


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> Views:
    path = tmp_path_factory.mktemp("views") / "shard.npz"
    write_shard(path, RGB_SEEDS[:3], views_per_room=3, asked_per_room=1)
    return load_shards([path])


def test_images_are_spoiled_in_many_ways_and_keep_their_size(views: Views) -> None:
    rng, image = np.random.default_rng(0), views.rgb(0)
    made = [spoiled(image, rng) for _ in range(60)]
    assert all(part.shape == image.shape and part.dtype == np.uint8 for part in made)
    assert not any(np.array_equal(part, image) for part in made)
    assert any(np.array_equal(part, image[::-1, ::-1]) for part in made), "upside down"
    assert any(np.ptp(part.astype(int), axis=2).max() == 0 for part in made), "without colour"
    assert len({part.tobytes() for part in made}) > 30


def test_the_score_parts_two_clouds() -> None:
    generator = torch.Generator().manual_seed(1)
    plain, strange = torch.randn(200, 6, generator=generator) * 3 + 5, torch.randn(200, 6, generator=generator) * 3 + 5
    strange[:, 2] += 12
    weight, bias = _logistic(plain, strange, generator)
    assert float(((plain @ weight + bias) < 0).float().mean()) > 0.9
    assert float(((strange @ weight + bias) > 0).float().mean()) > 0.9


def test_the_model_keeps_it_and_tuning_views_are_rarely_strange(views: Views) -> None:
    torch.manual_seed(0)
    model = SpatialGeo(TINY, Vocabulary(words_of([]), (), CLASS_WORDS, COLOUR_WORDS))
    vision = TorchVision(model.eval())
    image = ViewStore(views, torch.device("cpu"), vision.size)._images(np.array([0]))[0].numpy()
    assert vision.strangeness(vision.encode(image)) == 0, "nothing is strange before it has learned"
    shares = fit_familiarity(model, (views, views), 0, lambda line: None, 9)
    assert shares["views"] <= 1 / len(views) + 1e-9
    told = TorchVision(model)
    odds = [told.strangeness(told.encode(image)) for image in
            ViewStore(views, torch.device("cpu"), vision.size)._images(np.arange(len(views))).numpy()]
    assert len(set(odds)) > 1
    assert np.median(odds) < 0
