"""Both encoders: shapes, canonical depth, gravity; where torch is installed."""

from __future__ import annotations

import math

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from spatialgeo_ros.encoders.geometric import (  # noqa: E402
    Camera,
    GeometricEncoder,
    _told,
    depth_of,
    point_map,
    setting_of,
    viewer_from_camera,
)
from spatialgeo_ros.encoders.semantic import AFFINITIES, SemanticEncoder, scores  # noqa: E402
from spatialgeo_ros.encoders.settings import LEVELS, EncoderSettings, TextSettings  # noqa: E402
from spatialgeo_ros.encoders.trunk import normalised  # noqa: E402
from spatialgeo_ros.errors import ConfigError, ShapeError  # noqa: E402

SMALL = EncoderSettings(height=96, width=128, stem=(8, 8), dim=24, layers=4, heads=2, decoder=8)
PATCHES = EncoderSettings(height=84, width=56, patch=14, stem=(), dim=24, layers=5, heads=2, decoder=8)  # as CLIP has them
TEXT = TextSettings(16, 1, 2, 6, 12)


@pytest.mark.parametrize("settings", [SMALL, PATCHES])
def test_sizes_of_what_the_encoders_tell(settings: EncoderSettings) -> None:
    image = torch.zeros(2, 3, settings.height, settings.width)
    rows, columns = settings.grid
    quarter = (settings.height // 4, settings.width // 4)
    geometry = GeometricEncoder(settings)(image)
    semantics = SemanticEncoder(settings, TEXT, 30)(image)
    for levels in (geometry.levels, semantics.levels):
        assert [tuple(level.shape) for level in levels] == [(2, rows * columns, settings.dim)] * LEVELS
    assert tuple(geometry.log_depth.shape[1:]) == (2 * quarter[0], 2 * quarter[1])
    assert tuple(geometry.normals.shape[1:]) == (3, 2 * quarter[0], 2 * quarter[1])
    assert tuple(semantics.embedding.shape[1:]) == (12, *quarter)
    assert tuple(semantics.affinities.shape[1:]) == (AFFINITIES, *quarter)
    torch.testing.assert_close(geometry.normals.norm(dim=1), torch.ones_like(geometry.log_depth))
    torch.testing.assert_close(geometry.camera.up.norm(dim=1), torch.ones(2))


def test_images_are_half_as_large_in_training_only() -> None:
    encoder = GeometricEncoder(SMALL)
    assert tuple(encoder(torch.zeros(2, 3, 48, 64)).log_depth.shape) == (2, 24, 32)
    with pytest.raises(ShapeError, match="resize"):
        encoder.eval()(torch.zeros(2, 3, 48, 64))


def test_tokens_are_told_where_their_rays_meet_the_floor() -> None:
    camera = Camera(torch.tensor([0.0]), torch.tensor([[0.5, 0.5]]), torch.tensor([[0.0, -0.8, -0.6]]))  # looks down
    log_camera_m = torch.tensor([math.log(1.2)])  # the focal length is the image's width: canonical depths are metres
    told = _told(setting_of(camera, log_camera_m, torch.ones(1, 3)), (3, 3), 1.0)[0]
    across, down, rise, _, floor = told[4, :5].tolist()  # the middle of nine
    assert (across, down, rise) == pytest.approx((0, 0, -0.6))
    assert math.exp(floor) == pytest.approx(1.2 / 0.6)


def test_what_is_not_known_is_not_told() -> None:
    camera = Camera(torch.tensor([0.3]), torch.tensor([[0.4, 0.6]]), torch.tensor([[0.1, -0.9, -0.4]]))
    nothing = setting_of(camera, torch.tensor([0.2]), torch.zeros(1, 3))
    assert not nothing.any()
    lens = setting_of(camera, torch.tensor([0.2]), torch.tensor([[1.0, 0.0, 1.0]]))
    assert lens[0].tolist() == pytest.approx([1, 0, 0, 0.3, -0.1, 0.1, 0, 0, 0, 0]), "a height without gravity says nothing"


def test_an_image_of_another_size_is_refused() -> None:
    with pytest.raises(ShapeError, match="takes \\(3, 96, 128\\)"):
        GeometricEncoder(SMALL)(torch.zeros(1, 3, 96, 96))


@pytest.mark.parametrize(("change", "message"), [
    ({"height": 100}, "no multiple of the patch"), ({"heads": 5}, "multiple of 4"), ({"layers": 3}, "the adapter reads"),
    ({"stem": (8,)}, "two widths")])
def test_sizes_that_do_not_fit_are_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        EncoderSettings(**change)


def test_the_same_canonical_depth_is_twice_as_far_for_twice_the_focal_length() -> None:
    log_depth = torch.full((2, 3, 4), 0.7)
    depth = depth_of(log_depth, torch.tensor([0.0, np.log(2.0)]))
    torch.testing.assert_close(depth[1], 2 * depth[0])


def test_points_follow_the_camera() -> None:
    """Against the plain formula, pixel by pixel, with everything unequal."""
    fx, centre, aspect = 1.3, (0.47, 0.56), 4 / 3
    depth = torch.rand(1, 6, 8) + 1
    camera = Camera(torch.tensor([np.log(fx)]).float(), torch.tensor([centre]), torch.tensor([[0.0, -1.0, 0.0]]))
    points = point_map((depth / fx).log(), camera, aspect)
    for row, column in ((0, 0), (2, 7), (5, 3)):
        z = float(depth[0, row, column])
        x = ((column + 0.5) / 8 - centre[0]) / fx * z
        y = ((row + 0.5) / 6 - centre[1]) / aspect / fx * z
        np.testing.assert_allclose(points[0, :, row, column].numpy(), [x, y, z], rtol=1e-5)


def test_the_viewer_is_level_and_looks_ahead() -> None:
    tilt = np.radians(30)  # down
    up = torch.tensor([[0.0, -np.cos(tilt), -np.sin(tilt)]]).float()
    turn = viewer_from_camera(up)[0]
    torch.testing.assert_close(turn @ up[0], torch.tensor([0.0, 0.0, 1.0]))
    torch.testing.assert_close(turn @ torch.tensor([1.0, 0.0, 0.0]), torch.tensor([1.0, 0.0, 0.0]))
    ahead = turn @ torch.tensor([0.0, 0.0, 1.0])
    torch.testing.assert_close(ahead, torch.tensor([0.0, np.cos(tilt), -np.sin(tilt)]).float())
    torch.testing.assert_close(torch.linalg.det(turn), torch.tensor(1.0))


def test_scores_are_one_for_each_word_and_padding_does_not_count() -> None:
    torch.manual_seed(0)
    encoder = SemanticEncoder(SMALL, TEXT, 30).eval()
    semantics = encoder(normalised(torch.randint(0, 255, (1, 96, 128, 3), dtype=torch.uint8)))
    words = encoder.text(torch.tensor([[3, 4, 0, 0, 0, 0], [5, 0, 0, 0, 0, 0]]))
    assert tuple(scores(semantics.embedding, words).shape) == (1, 2, 24, 32)
    short = encoder.text(torch.tensor([[3, 4]]))
    torch.testing.assert_close(words[:1], short)
