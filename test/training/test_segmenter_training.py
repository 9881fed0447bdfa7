"""A few steps of training, where torch is installed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

from torch.optim.swa_utils import AveragedModel  # noqa: E402

from spatialgeo_ros.errors import ConfigError, ModelError  # noqa: E402
from spatialgeo_ros.scene.joining import FEATURES, MEASURED_FEATURES, load_joiner  # noqa: E402
from spatialgeo_ros.scene.partition import AFFINITIES, FAR_OFFSETS, SPAN_UNIT  # noqa: E402
from spatialgeo_ros.scene.segmenter import OUTPUTS, WEIGHTS, Segmenter  # noqa: E402
from spatialgeo_ros.scene.view_features import PER_UNIT  # noqa: E402
from spatialgeo_ros.training.segmenter import SegmenterTraining, _resumed, train_segmenter  # noqa: E402
from spatialgeo_ros.training.segmenter_network import (  # noqa: E402
    Convolution,
    SegmenterNetwork,
    _pair_loss,
    embedding_losses,
    losses,
    pieces_of,
    shifted,
    span_loss,
    spans_of,
)
from spatialgeo_ros.training.segmenter_start import begin_with  # noqa: E402
from spatialgeo_ros.training.segmenter_views import KINDS  # noqa: E402


def test_a_perfect_network_loses_almost_nothing_and_a_wrong_one_much() -> None:
    ids = torch.zeros(1, 64, 96, dtype=torch.int64)
    ids[0, 10:40, 10:40], ids[0, 10:40, 40:80] = 1, 2
    outputs = torch.full((1, 12 + len(FAR_OFFSETS), 32, 48), -20.0)
    outputs[:, :4] = torch.nn.functional.pixel_unshuffle(torch.where(ids > 0, 20.0, -20.0)[:, None], 2)
    for first, offset in ((4, (0, 1)), (8, (1, 0))):
        full = torch.full((1, 64, 96), -20.0)
        a, b = shifted(ids, offset)
        full[:, :a.shape[1], :a.shape[2]] = torch.where((a == b) & (a > 0), 20.0, -20.0)
        outputs[:, first:first + 4] = torch.nn.functional.pixel_unshuffle(full[:, None], 2)
    for index, offset in enumerate(FAR_OFFSETS):
        a, b = shifted(ids[:, ::2, ::2], offset)
        window, _ = shifted(outputs[:, 12 + index], offset)
        window[:] = torch.where((a == b) & (a > 0), 20.0, -20.0)
    assert all(float(loss) < 1e-3 for loss in losses(outputs, ids))
    assert all(float(loss) > 5 for loss in losses(-outputs, ids))


def test_pieces_of_a_thing_that_something_before_it_parts_count_more() -> None:
    ids = torch.zeros(1, 64, 96, dtype=torch.int64)
    ids[0, 10:40, 10:80] = 1
    ids[0, 4:50, 40:44] = 2  # a post before the middle
    pieces = pieces_of(ids[:, ::2, ::2])
    left, post, right = pieces[0, 10, 10], pieces[0, 10, 21], pieces[0, 10, 30]
    assert len({int(piece) for piece in (left, post, right)}) == 3 and pieces[0, 0, 0] == 0
    assert (pieces[0, 5:20, 5:20] == left).all() and (pieces[0, 2:25, 20:22] == post).all()
    half, weight = ids[:, ::2, ::2], torch.ones(1, 32, 48)
    one, other = shifted(half, (0, 3))
    odds = torch.full((1, 32, 48), -9.0)
    odds[:, :, :-3] = torch.where((one == other) & (one > 0), 9.0, -9.0)
    odds[0, :, 19] = -9.0  # all is told right but that what lies on either side of the post is one thing
    alike, more = (float(_pair_loss(odds, half, (0, 3), weight, each)) for each in (None, pieces))
    assert more > 2 * alike > 0.01
    assert float(_pair_loss(odds, half.clamp(max=1), (0, 3), weight, pieces_of(half.clamp(max=1)))) == float(
        _pair_loss(odds, half.clamp(max=1), (0, 3), weight)), "nothing is parted where there is no post"


def test_spans_are_how_far_the_thing_at_each_block_goes_on() -> None:
    ids = torch.zeros(2, 64, 96, dtype=torch.int64)
    ids[0, 10:40, 10:40], ids[1, 20:30, 60:90] = 1, 1  # of one number in two views, and yet two things
    ids[1, 44:60, 60:90] = 1  # the lower part, beyond what hides the middle
    blocks = SPAN_UNIT * spans_of(ids[:, ::2, ::2]) ** 2
    torch.testing.assert_close(blocks[0, :, 8, 7], torch.tensor([2.0, 12, 3, 11]))  # left, right, up, down
    torch.testing.assert_close(blocks[1, :, 12, 30], torch.tensor([0.0, 14, 2, 17]))
    outputs = torch.zeros(2, OUTPUTS, 32, 48)
    spans = outputs[:, AFFINITIES:AFFINITIES + 4]
    spans[:] = spans_of(ids[:, ::2, ::2])
    assert float(span_loss(outputs, ids)) == 0
    spans += 1.0
    assert float(span_loss(outputs, ids)) == pytest.approx(0.95)
    spans[:, :, ids[0, ::2, ::2] == 0] = 0.0
    assert float(span_loss(outputs[:1], ids[:1])) == pytest.approx(0.95), "where there is no thing they do not matter"


def test_embeddings_are_to_be_alike_over_a_thing_and_to_tell_its_kind() -> None:
    torch.manual_seed(0)
    ids = torch.zeros(2, 64, 96, dtype=torch.int64)
    ids[:, 10:40, 10:40], ids[:, 10:40, 40:80] = 1, 2
    kinds = torch.zeros(2, 256, dtype=torch.int64)
    kinds[:, 1], kinds[:, 2] = KINDS.index("lamp"), KINDS.index("mug")
    outputs = torch.zeros(2, OUTPUTS, 32, 48)
    outputs[:, -1] = 5.0 * ids[:, ::2, ::2]

    def classify(embedding: torch.Tensor) -> torch.Tensor:
        odds = torch.zeros(len(embedding), len(KINDS))
        odds[:, KINDS.index("lamp")] = 20.0 * (embedding[:, -1] == 5)
        odds[:, KINDS.index("mug")] = 20.0 * (embedding[:, -1] == 10)
        return odds

    alike, of_kind = embedding_losses(outputs, ids, kinds, classify)
    assert float(alike) < 0.1
    assert float(of_kind) < 0.01
    assert float(embedding_losses(outputs * 0, ids, kinds, classify)[0]) > 0.8, "all things alike"
    assert float(embedding_losses(outputs, ids, kinds.flip(1), classify)[1]) > 3
    assert [float(loss) for loss in embedding_losses(outputs, ids * 0, kinds, classify)] == [0, 0], "nothing in view"


def test_it_trains_goes_on_and_writes_what_the_segmenter_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spatialgeo_ros.training.segmenter_joining._STEPS", 300)
    told: list[str] = []
    train_segmenter(SegmenterTraining(rooms=3, views=8, batch=2, judge_every=2), tmp_path, told.append)
    path = train_segmenter(SegmenterTraining(rooms=3, views=16, batch=2, judge_every=2), tmp_path, told.append)
    assert any("step 4 of 8" in line for line in told), told
    features = np.random.default_rng(0).normal(size=(1, 27, 120, 160)).astype(np.float32)
    state = torch.load(tmp_path / "segmenter.pt", weights_only=True)
    network = SegmenterNetwork().eval()
    network.load_state_dict({name.removeprefix("module."): value for name, value in state["averaged"].items()
                             if name.startswith("module.")})
    with torch.no_grad():
        expected = network(torch.from_numpy(features)).numpy()[0]
    np.testing.assert_allclose(Segmenter(path, "opencv")._told(features[0]), expected, atol=1e-3)
    in_8_bits = Segmenter(path, "onnxruntime_int8")._told(features[0])
    assert 0 < np.abs(in_8_bits - expected).mean() < 0.2 * expected.std()
    card = json.loads(path.with_suffix(".json").read_text())
    assert card["training"]["views"] == 16
    if (tmp_path / "joining.json").exists():
        assert load_joiner(tmp_path / "joining.json").features == (*FEATURES, *MEASURED_FEATURES)
    else:
        assert any("joining was not learned: give more --views" in line for line in told), told


def test_it_learns_with_weights_in_seven_bits_and_tells_with_whole_ones() -> None:
    torch.manual_seed(0)
    network = SegmenterNetwork()
    first = network.down_1[0]
    x = torch.zeros(1, 27, 9, 9)
    x[0, 3, 4, 4] = 1.0  # shows the weights of one input
    whole = first.eval()(x).detach()
    seen = first.train()(x)
    assert not torch.allclose(seen, whole)
    steps = (first.weight.detach() / torch.from_numpy(PER_UNIT)).abs().amax(dim=(1, 2, 3)) * PER_UNIT[3, 0, 0] / 64
    assert (((seen.detach() - whole).abs().amax(dim=(2, 3))[0]) <= steps / 2 + 1e-6).all()
    seen.sum().backward()
    torch.testing.assert_close(first.weight.grad[:, 3], torch.ones(16, 3, 3))


def test_a_checkpoint_of_a_network_of_another_size_is_refused(tmp_path: Path) -> None:
    def parts(widths: tuple[int, int, int, int]) -> tuple[SegmenterNetwork, AveragedModel, torch.optim.AdamW]:
        network = SegmenterNetwork(widths)
        return network, AveragedModel(network, use_buffers=True), torch.optim.AdamW(network.parameters())

    checkpoint = tmp_path / "segmenter.pt"
    network, averaged, optimiser = parts((16, 32, 64, 128))
    torch.save({"network": network.state_dict(), "averaged": averaged.state_dict(), "optimiser": optimiser.state_dict(),
                "step": 7}, checkpoint)
    assert _resumed(checkpoint, network, averaged, optimiser) == 7
    with pytest.raises(ConfigError, match=r"segmenter\.pt is of a network of another size .* remove it"):
        _resumed(checkpoint, *parts((16, 32, 64, 96)))


def test_too_few_rooms_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="more --rooms"):
        train_segmenter(SegmenterTraining(rooms=1), tmp_path)


def test_it_begins_with_the_weights_of_an_exported_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Convolution, "rounded", lambda self: self.weight)
    views = torch.from_numpy(np.random.default_rng(0).normal(size=(4, 27, 40, 48)).astype(np.float32))
    network = SegmenterNetwork()
    begin_with(network, WEIGHTS, views)
    segmenter = Segmenter(runtime="opencv")
    said = np.stack([segmenter._told(view) for view in views.numpy()])
    with torch.no_grad():
        together = network(views).numpy()
        network.eval()
        alone = network(views[:1]).numpy()
    np.testing.assert_allclose(together, said, atol=0.02)  # of views together, normalised by what these have in common
    np.testing.assert_allclose(alone[0], said[0], atol=0.02)


def test_a_network_that_has_grown_says_what_the_smaller_one_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Convolution, "rounded", lambda self: self.weight)
    views = torch.from_numpy(np.random.default_rng(0).normal(size=(4, 27, 40, 48)).astype(np.float32))
    network = SegmenterNetwork(widths=(16, 32, 72, 128), last=40)
    begin_with(network, WEIGHTS, views)
    segmenter = Segmenter(runtime="opencv")
    together = network(views)
    said = np.stack([segmenter._told(view) for view in views.numpy()])
    np.testing.assert_allclose(together.detach().numpy(), said, atol=0.02)
    together.sum().backward()
    assert network.out.weight.grad[:, 32:].abs().sum() > 0, "what is new can learn"


def test_what_is_no_network_to_begin_with_is_refused(tmp_path: Path) -> None:
    views = torch.zeros(1, 27, 40, 48)
    (tmp_path / "text.onnx").write_text("no network")
    with pytest.raises(ModelError, match="text.onnx is no network to start from"):
        begin_with(SegmenterNetwork(), tmp_path / "text.onnx", views)
    with pytest.raises(ModelError, match=r"other sizes: \(16, 27, 3, 3\), expected \(8, 27, 3, 3\)"):
        begin_with(SegmenterNetwork(widths=(8, 32, 64, 128)), WEIGHTS, views)
