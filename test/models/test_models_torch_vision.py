"""The encoders run by torch, where torch and transformers are installed."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from spatialgeo_ros.encoders.geometric import Camera, setting_of  # noqa: E402
from spatialgeo_ros.errors import ModelError  # noqa: E402
from spatialgeo_ros.language.words import words_of  # noqa: E402
from spatialgeo_ros.models.torch_vision import TorchVision  # noqa: E402
from spatialgeo_ros.runtimes.vision import Known  # noqa: E402
from spatialgeo_ros.vlm import TINY, SpatialGeo, Vocabulary  # noqa: E402


@pytest.fixture(scope="module")
def vision() -> TorchVision:
    torch.manual_seed(0)
    words = words_of(["red mug", "blue bowl"], ())
    return TorchVision(SpatialGeo(TINY, Vocabulary(words, (), ("mug", "bowl"), ("red", "blue"))).eval())


def test_an_image_is_told_of_at_half_and_quarter_its_size(vision: TorchVision) -> None:
    rows, columns = vision.size
    encoded = vision.encode(np.zeros((rows, columns, 3), np.uint8))
    assert encoded.log_depth.shape == encoded.log_scatter.shape == (rows // 2, columns // 2)
    assert encoded.affinities.shape == (22, rows // 4, columns // 4)
    np.testing.assert_allclose(np.linalg.norm(encoded.normals, axis=0), 1, atol=1e-4)
    assert np.linalg.norm(encoded.up) == pytest.approx(1, abs=1e-4)


def test_words_are_in_the_space_of_pixels(vision: TorchVision) -> None:
    encoded = vision.encode(np.zeros((*vision.size, 3), np.uint8))
    assert vision.embed(("red mug", "blue bowl")).shape == (2, len(encoded.embedding))


def test_an_image_of_another_size_is_refused(vision: TorchVision) -> None:
    with pytest.raises(ModelError, match="resize"):
        vision.encode(np.zeros((10, 10, 3), np.uint8))


def test_what_is_known_of_the_camera_reaches_the_geometric_encoder(vision: TorchVision) -> None:
    image = np.zeros((*vision.size, 3), np.uint8)
    up = np.array([0.0, -0.8, -0.6], np.float32)
    centre = (0.4, 0.6)
    alone, lens, both = (vision.encode(image, known) for known in (Known(), Known(0.1, centre), Known(0.1, centre, up)))
    assert not np.allclose(alone.log_depth, lens.log_depth)
    assert not np.allclose(lens.log_depth, both.log_depth)
    np.testing.assert_array_equal(alone.embedding, both.embedding)


def test_a_setting_is_told_as_the_encoder_reads_it() -> None:
    up = np.array([0.0, -0.8, -0.6], np.float32)
    camera = Camera(torch.tensor([0.1]), torch.tensor([[0.4, 0.6]]), torch.from_numpy(up)[None])
    centre = (0.4, 0.6)
    for known, flags in ((Known(0.1, centre, up), (1, 1, 0)), (Known(0.1, centre), (1, 0, 0)), (Known(up=up), (0, 1, 0))):
        expected = setting_of(camera, torch.zeros(1), torch.tensor([flags]))[0]
        np.testing.assert_allclose(known.setting(), expected.numpy(), atol=1e-6)
