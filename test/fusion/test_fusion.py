"""Visual tokens and region tokens, where torch is installed."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from spatialgeo_ros.encoders.geometric import Camera, GeometricEncoder, viewer_from_camera  # noqa: E402
from spatialgeo_ros.encoders.semantic import SemanticEncoder  # noqa: E402
from spatialgeo_ros.encoders.settings import LEVELS, EncoderSettings, TextSettings  # noqa: E402
from spatialgeo_ros.fusion.adapter import HierarchicalAdapter, interleaved_mask, pooled  # noqa: E402
from spatialgeo_ros.fusion.regions import RegionReader, pool_regions, unflat  # noqa: E402
from spatialgeo_ros.fusion.settings import FusionSettings  # noqa: E402

ENCODER = EncoderSettings(height=96, width=128, stem=(8, 8), dim=24, layers=4, heads=2, decoder=8)
FUSION = FusionSettings(hidden=24)


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
def encoded() -> tuple[object, object]:
    torch.manual_seed(1)
    image = torch.randn(2, 3, 96, 128)
    with torch.no_grad():
        return (GeometricEncoder(ENCODER).eval()(image),
                SemanticEncoder(ENCODER, TextSettings(16, 1, 2, 6, 12), 30).eval()(image))


def masks() -> object:
    result = torch.zeros(2, 48, 64, dtype=torch.bool)
    result[0, 10:20, 30:50] = True
    result[1, 40:48, 0:4] = True
    return result


def test_regions_are_where_their_masks_are(encoded: tuple[object, object]) -> None:
    features = pool_regions(masks(), *encoded, 1, ENCODER.grid)
    np.testing.assert_allclose(features.place[0, :4], [30 / 64, 10 / 48, 50 / 64, 20 / 48])
    np.testing.assert_allclose(features.place[1, :4], [0, 40 / 48, 4 / 64, 1])
    depth = encoded[0].log_depth[1][masks()[0]]
    assert float(features.shape[0, 0]) == pytest.approx(float(depth.mean()), abs=1e-4)
    assert float(features.shape[0, 1]) == pytest.approx(float(depth.std(unbiased=False)), abs=1e-4)
    back = unflat(features.flat(), ENCODER)
    for name in ("geometric", "semantic", "fine_geometric", "fine_semantic", "shape", "place"):
        torch.testing.assert_close(getattr(back, name), getattr(features, name))


def test_before_training_a_box_is_guessed_where_the_mask_is(encoded: tuple[object, object]) -> None:
    """With a head of zeros the centre is the middle of the mask's box at the mean depth, in the viewer's frame."""
    features = pool_regions(masks(), *encoded, 0, ENCODER.grid)
    reader = RegionReader(ENCODER, FUSION, 32, 5, 4).eval()
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


def test_without_the_semantic_branch_its_features_do_not_matter(encoded: tuple[object, object]) -> None:
    features = pool_regions(masks(), *encoded, 0, ENCODER.grid).flat()
    other = features.clone()
    start = LEVELS * 24
    other[:, start:2 * start] += torch.randn(2, start)
    reader = RegionReader(ENCODER, FUSION, 32, 5, 4).eval()
    camera = Camera(torch.zeros(2), torch.full((2, 2), 0.5), torch.tensor([[0.0, -1.0, 0.0]] * 2))

    def token(flat: object, keep: bool) -> object:
        return reader(unflat(flat, ENCODER), camera, torch.tensor([keep, keep]))[0]

    torch.testing.assert_close(token(features, False), token(other, False))
    assert not torch.allclose(token(features, True), token(other, True))
