"""Visual tokens and region tokens, where torch is installed."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from spatialgeo_ros.encoders.geometric import Camera, GeometricEncoder, viewer_from_camera  # noqa: E402
from spatialgeo_ros.encoders.semantic import SemanticEncoder  # noqa: E402
from spatialgeo_ros.encoders.settings import LEVELS, EncoderSettings, TextSettings  # noqa: E402
from spatialgeo_ros.fusion.adapter import HierarchicalAdapter, interleaved_mask, pooled  # noqa: E402
from spatialgeo_ros.fusion.regions import RegionReader, regions_width, unflat  # noqa: E402
from spatialgeo_ros.fusion.settings import FusionSettings  # noqa: E402
from spatialgeo_ros.models.torch_vision import fields_of  # noqa: E402
from spatialgeo_ros.runtimes.pooling import pooled_regions  # noqa: E402
from spatialgeo_ros.runtimes.vision import Encoded, encoded_of  # noqa: E402

ENCODER = EncoderSettings(height=96, width=128, stem=(8, 8), dim=24, layers=4, heads=2, decoder=8)
FUSION = FusionSettings(hidden=24)
TEXT = TextSettings(16, 1, 2, 6, 12)
CLOSER = np.random.default_rng(2).normal(0, 1, (2, 12)).astype(np.float32)


def test_levels_are_summed_and_tokens_interleaved() -> None:
    torch.manual_seed(0)
    adapter = HierarchicalAdapter(ENCODER, FUSION, 32)
    geometric, semantic = torch.randn(2, 12, LEVELS, 24), torch.randn(2, 12, 24)
    tokens = adapter(geometric, semantic)
    assert tuple(tokens.shape) == (2, 24, 32)
    other = adapter(geometric, semantic + 1 + torch.randn(2, 12, 24))
    torch.testing.assert_close(other[:, 1::2], tokens[:, 1::2])
    assert not torch.allclose(other[:, ::2], tokens[:, ::2])
    changed = geometric.clone()
    changed[:, :, 2] += torch.randn(2, 12, 24)
    moved = adapter(changed, semantic)[:, 1::2] - tokens[:, 1::2]
    alone = adapter.geometric.levels[2]
    torch.testing.assert_close(moved, alone(changed[:, :, 2]) - alone(geometric[:, :, 2]), rtol=1e-4, atol=1e-5)


def test_dropping_hides_the_whole_semantic_branch_of_an_image() -> None:
    mask = interleaved_mask(3, torch.tensor([True, False]))
    assert mask.tolist() == [[True] * 6, [False, True] * 3]


def test_pooling_takes_the_mean_of_neighbouring_patches() -> None:
    level = torch.arange(6 * 8, dtype=torch.float32).reshape(1, 48, 1)
    small = pooled([level, level + 100], (6, 8), 2)
    assert tuple(small.shape) == (1, 12, 2, 1)
    assert small[0, 0, 0, 0] == pytest.approx((0 + 1 + 8 + 9) / 4)
    assert small[0, 5, 1, 0] == pytest.approx(100 + (18 + 19 + 26 + 27) / 4)


@pytest.fixture(scope="module")
def encoded() -> tuple[Encoded, Encoded]:
    torch.manual_seed(1)
    image = torch.randn(2, 3, 96, 128)
    with torch.no_grad():
        told = fields_of(GeometricEncoder(ENCODER).eval()(image), SemanticEncoder(ENCODER, TEXT, 30).eval()(image))
    both = [encoded_of({name: x.numpy()[index:index + 1] for name, x in told.items()}) for index in range(2)]
    return both[0], both[1]


def masks() -> np.ndarray:
    result = np.zeros((2, 48, 64), bool)
    result[0, 10:20, 30:50] = True
    result[1, 40:48, 0:4] = True
    return result


def test_regions_are_where_their_masks_are(encoded: tuple[Encoded, Encoded]) -> None:
    flat = pooled_regions(encoded[1], masks(), CLOSER)
    assert flat.shape == (2, regions_width(ENCODER, TEXT))
    features = unflat(torch.from_numpy(flat), ENCODER)
    np.testing.assert_allclose(features.place[0, :4], [30 / 64, 10 / 48, 50 / 64, 20 / 48])
    np.testing.assert_allclose(features.place[1, :4], [0, 40 / 48, 4 / 64, 1])
    depth = encoded[1].log_depth[masks()[0]]
    assert float(features.shape[0, 0]) == pytest.approx(float(depth.mean()), abs=1e-4)
    assert float(features.shape[0, 1]) == pytest.approx(float(depth.std()), abs=1e-4)
    assert float(features.shape[0, 2]) == pytest.approx(float(np.quantile(depth, 0.1)), abs=1e-4)
    fine = encoded[1].fine_semantic[:, 5:10, 15:25].mean(axis=(1, 2))
    np.testing.assert_allclose(features.fine_semantic[0], fine, rtol=1e-4, atol=1e-5)
    maps = encoded[1].geometric_levels.reshape(LEVELS, 6, 8, 24)  # patches of 8 mask pixels: rows 10 to 20, columns 30 to 50
    share = np.outer([6 / 8, 4 / 8], [2 / 8, 1, 1, 2 / 8])
    mean = (maps[:, 1:3, 3:7] * share[None, :, :, None]).sum(axis=(1, 2)) / share.sum()
    np.testing.assert_allclose(features.geometric[0], mean, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(features.closer, CLOSER)
    assert pooled_regions(encoded[1], np.zeros((0, 48, 64), bool), CLOSER[:0]).shape == (0, flat.shape[1])


def test_before_training_a_box_is_guessed_where_the_mask_is(encoded: tuple[Encoded, Encoded]) -> None:
    """With a head of zeros the centre is the middle of the mask's box at the mean depth, in the viewer's frame."""
    features = unflat(torch.from_numpy(pooled_regions(encoded[0], masks(), CLOSER)), ENCODER)
    reader = RegionReader(ENCODER, TEXT, FUSION, 32, 5, 4).eval()
    torch.nn.init.zeros_(reader.box.weight)
    torch.nn.init.zeros_(reader.box.bias)
    up = torch.nn.functional.normalize(torch.tensor([[0.1, -0.9, -0.4]]), dim=1).expand(2, -1)
    camera = Camera(torch.full((2,), 0.2), torch.tensor([[0.48, 0.53]] * 2), up)
    tokens, boxes, classes, colours = reader(features, camera, torch.tensor([True, True]))
    assert [tuple(x.shape) for x in (tokens, classes, colours)] == [(2, 32), (2, 5), (2, 4)]
    focal = np.exp(0.2)
    depth = np.exp(float(features.shape[0, 0])) * focal
    centre = np.array([(40 / 64 - 0.48) * depth / focal, (15 / 48 - 0.53) * depth / focal * 96 / 128, depth])
    np.testing.assert_allclose(boxes.centre[0].detach(), viewer_from_camera(up)[0].numpy() @ centre, rtol=1e-4)
    assert float(boxes.log_size[0, 0].exp()) == pytest.approx(20 / 64 * depth / focal, rel=1e-4)
    assert float(boxes.log_size[0, 2].exp()) == pytest.approx(10 / 48 * 96 / 128 * depth / focal, rel=1e-4)


def test_without_the_semantic_branch_its_features_do_not_matter(encoded: tuple[Encoded, Encoded]) -> None:
    features = torch.from_numpy(pooled_regions(encoded[0], masks(), CLOSER))
    other = features.clone()
    start = LEVELS * 24
    other[:, start:2 * start] += torch.randn(2, start)
    reader = RegionReader(ENCODER, TEXT, FUSION, 32, 5, 4).eval()
    camera = Camera(torch.zeros(2), torch.full((2, 2), 0.5), torch.tensor([[0.0, -1.0, 0.0]] * 2))

    def token(flat: object, keep: bool) -> object:
        return reader(unflat(flat, ENCODER), camera, torch.tensor([keep, keep]))[0]

    torch.testing.assert_close(token(features, False), token(other, False))
    assert not torch.allclose(token(features, True), token(other, True))
