"""A few steps of every stage of nano's training, where torch is installed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("safetensors")

from spatialgeo_ros.encoders.geometric import Geometry  # noqa: E402
from spatialgeo_ros.encoders.semantic import Semantics  # noqa: E402
from spatialgeo_ros.errors import ConfigError, ModelError, SpatialGeoError  # noqa: E402
from spatialgeo_ros.language.words import words_of  # noqa: E402
from spatialgeo_ros.training import nano  # noqa: E402
from spatialgeo_ros.training.nano import NanoTraining, train_nano  # noqa: E402
from spatialgeo_ros.training.nano_batches import IGNORED, WALL, ViewStore  # noqa: E402
from spatialgeo_ros.training.nano_encoders import GeometryStage, SemanticStage  # noqa: E402
from spatialgeo_ros.training.nano_losses import caption_loss, geometry_losses  # noqa: E402
from spatialgeo_ros.training.nano_naming import NamingStage  # noqa: E402
from spatialgeo_ros.training.nano_questions import CURRICULUM, Asker, phase_at  # noqa: E402
from spatialgeo_ros.training.nano_stage import load_stage  # noqa: E402
from spatialgeo_ros.training.nano_start import begin_with  # noqa: E402
from spatialgeo_ros.types import ObjectKind  # noqa: E402
from spatialgeo_ros.vlm import TINY, SpatialGeo, Vocabulary, load_model  # noqa: E402
from spatialgeo_ros.world.rgb_shards import Views, load_shards, write_shard  # noqa: E402
from spatialgeo_ros.world.rgb_views import CLASS_WORDS, COLOUR_WORDS, RGB_SEEDS, WIDTH  # noqa: E402
from spatialgeo_ros.world.rooms import TUNING_SEEDS  # noqa: E402

TRAINING = NanoTraining(rooms=3, views_per_room=3, asked_per_room=3, judged_rooms=1, minutes=100, batch=2, threads=1,
                        most_steps=2, familiar_views=4, settings=TINY)


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> Views:
    path = tmp_path_factory.mktemp("views") / "shard.npz"
    write_shard(path, RGB_SEEDS[:2], views_per_room=3, asked_per_room=3)
    return load_shards([path])


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nano")
    train_nano(TRAINING, folder)
    return folder


def test_rooms_are_rendered_without_open3d(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In processes that cannot import it."""
    (tmp_path / "open3d.py").write_text("raise ImportError('not on this machine')\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    training = replace(TRAINING, views_per_room=1, asked_per_room=1, raycaster="torch")
    assert len(nano.rendered(training, tmp_path / "views", RGB_SEEDS[:1], lambda line: None)) == 1
    with pytest.raises(SpatialGeoError, match="not on this machine"):
        nano.rendered(replace(training, raycaster="open3d"), tmp_path / "views", RGB_SEEDS[1:2], lambda line: None)
    with pytest.raises(ConfigError, match="'embree'; there are auto, open3d, torch"):
        replace(training, raycaster="embree")


def test_labels_are_those_of_the_things(views: Views) -> None:
    batch = ViewStore(views, torch.device("cpu"), (192, 256)).batch(np.array([0, 3]), None)
    assert tuple(batch.rgb.shape) == (2, 192, 256, 3)
    for image, number in enumerate((0, 3)):
        ids = batch.ids[image]
        np.testing.assert_array_equal(ids.numpy(), views.ids[number])
        assert (batch.classes[image][ids == 0] == WALL).all()
        for thing in views.things_of(number):
            inside = ids == int(thing["id"])
            assert (batch.classes[image][inside] == int(thing["word"])).all()
            if CLASS_WORDS[thing["word"]] in ("floor", "table"):
                assert (batch.things[image][inside] == 0).all()
            if CLASS_WORDS[thing["word"]] in ("mug", "bottle", "box"):
                assert (batch.things[image][inside] == int(thing["id"])).all()
    assert (batch.normals[:, 2] <= 0).all()
    fx = views.camera[[0, 3], 0]
    depth = (batch.log_depth + torch.from_numpy(np.log(fx / WIDTH))[:, None, None]).exp()
    np.testing.assert_allclose(depth.numpy(), views.depth_m[[0, 3]].astype(np.float32), rtol=1e-3)


def test_a_mirrored_view_is_a_view_of_the_mirrored_room(views: Views) -> None:
    store = ViewStore(views, torch.device("cpu"), (192, 256))
    plain = store.batch(np.array([1]), None)
    mirrored = next(b for seed in range(20) if not torch.equal(
        (b := store.batch(np.array([1]), torch.Generator().manual_seed(seed))).ids, plain.ids))
    torch.testing.assert_close(mirrored.log_depth.flip(2), plain.log_depth, equal_nan=True)
    torch.testing.assert_close(mirrored.classes.flip(2), plain.classes)
    sign = torch.tensor([-1.0, 1.0, 1.0])
    torch.testing.assert_close(mirrored.normals.flip(3), plain.normals * sign[:, None, None])
    torch.testing.assert_close(mirrored.camera.up, plain.camera.up * sign)
    torch.testing.assert_close(mirrored.camera.centre[:, 0], 1 - plain.camera.centre[:, 0])
    assert not torch.equal(mirrored.rgb, plain.rgb.flip(2)), "light and noise vary too"
    assert IGNORED < 0


def test_the_true_geometry_loses_nothing(views: Views) -> None:
    batch = ViewStore(views, torch.device("cpu"), (192, 256)).batch(np.array([0, 2]), None)
    log_depth = torch.nan_to_num(batch.log_depth)
    coarse = torch.nn.functional.interpolate(batch.log_depth[:, None], (24, 32), mode="nearest")[:, 0]
    true = Geometry([], torch.zeros(0), log_depth, torch.full_like(log_depth, -6.0), batch.normals, batch.camera,
                    batch.log_camera_m, torch.nan_to_num(coarse))
    found = {name: float(loss) for name, loss in geometry_losses(true, batch).items()}
    for name in ("depth", "edges", "coarse", "camera"):
        assert found[name] == pytest.approx(0, abs=1e-6), name
    assert found["normals"] < 1e-3, "stored in steps of 1/127"


def test_captions_are_scored_for_the_mean_of_each_thing() -> None:
    """Against the plain loop; an image without things, and a thing too small to be there at a quarter of the size."""
    generator = torch.Generator().manual_seed(0)
    embedding, told = torch.randn(2, 5, 6, 8, generator=generator), torch.randn(3, 5, generator=generator)
    things = torch.zeros(2, 12, 16, dtype=torch.long)
    things[0, :4, :6], things[0, 6:, 8:], things[0, 5, 1] = 7, 9, 11
    semantics = Semantics([], torch.zeros(0), embedding, torch.zeros(0), torch.zeros(0))
    small = things[:, ::2, ::2]
    expected = []
    for thing, row in ((7, 2), (9, 0)):
        odds = told @ embedding[0][:, small[0] == thing].mean(1) / 5**0.5
        expected.append(float(odds.logsumexp(0) - odds[row]))
    loss = caption_loss(semantics, things, [{7: 2, 9: 0, 11: 1}, {}], told)
    assert float(loss) == pytest.approx(0.5 * np.mean(expected), rel=1e-5)


def test_all_stages_run_and_leave_a_model_a_card_and_curves(trained: Path) -> None:
    model = load_model(trained / "nano.safetensors")
    assert model.settings == TINY
    card = json.loads((trained / "nano.json").read_text())
    run = card["runs"][0]
    assert run["seeds"] == {"learned": [RGB_SEEDS[0], RGB_SEEDS[2]], "judged": [TUNING_SEEDS[-1], TUNING_SEEDS[-1]]}
    assert set(run["minutes_learned_in_all"]) == {"geometry", "semantics", "naming", "drills", "alignment", "instruction"}
    assert {"commit", "command", "hardware", "training"} <= set(run)
    assert {"geometry", "semantics", "naming", "drills", "alignment", "instruction", "strange spoiled"} <= set(card["scores"])
    assert any(name.startswith("text_only ") for name in card["scores"])
    lines = [json.loads(line) for line in (trained / "log.jsonl").read_text().splitlines()]
    judged = {f"{stage} judged" for stage in nano.STAGES}
    assert {line["stage"] for line in lines} >= judged


def test_pictures_show_the_things_and_spots_of_what_is_none(views: Views) -> None:
    store = ViewStore(views, torch.device("cpu"), (192, 256))
    stage = NamingStage(SpatialGeo(TINY, Vocabulary(words_of([]), (), CLASS_WORDS, COLOUR_WORDS)), store, store, 4, 0)
    plain = stage._plain(0)
    things = views.things_of(0)
    things = things[(things["kind"] == ObjectKind.OBJECT) & (things["fraction"] >= 0.15)]
    assert plain.pictures.shape == (len(things), 64, 64, 4)
    np.testing.assert_array_equal(plain.classes, things["word"])
    varied = [stage._varied(number) for number in range(len(views))]
    spots = [part for part in varied if part.classes[-1] == WALL or CLASS_WORDS[part.classes[-1]] in ("floor", "table")]
    assert len(spots) > 2
    for part in varied:
        assert (part.pictures[..., 3] > 0).any(axis=(1, 2)).all()
        assert len(part.pictures) == len(part.classes) == len(part.colours)
    losses = stage.step(0.0)
    assert all(torch.isfinite(loss) for loss in losses.values())


@pytest.mark.parametrize("make", [GeometryStage, SemanticStage])
def test_encoders_that_have_learned_are_not_shown_smaller_images(make: Callable[..., GeometryStage | SemanticStage],
                                                                 views: Views) -> None:
    store = ViewStore(views, torch.device("cpu"), (192, 256))
    model = SpatialGeo(TINY, Vocabulary(words_of([]), (), CLASS_WORDS, COLOUR_WORDS))
    shapes = []
    for encoder in (model.geometric, model.semantic):
        encoder.register_forward_pre_hook(lambda module, args: shapes.append(tuple(args[0].shape[2:])))
    for begun, progress in ((False, 0.1), (False, 0.9), (True, 0.1)):
        make(model, store, store, 2, 0, begun=begun).step(progress)
    assert shapes == [(96, 128), (192, 256), (192, 256)]


def test_encoders_begin_with_those_of_another_model(trained: Path, tmp_path: Path) -> None:
    other = load_model(trained / "nano.safetensors")
    words = words_of(["zebra", *other.vocabulary.words.known[8:]])
    model = SpatialGeo(TINY, replace(other.vocabulary, words=words))
    before = model.semantic.text.words.weight[words.number["zebra"]].clone()
    assert begin_with(model, trained / "nano.safetensors") == ()
    for name, value in other.geometric.state_dict().items():
        torch.testing.assert_close(model.geometric.state_dict()[name], value)
    word = other.vocabulary.words.known[-1]
    torch.testing.assert_close(model.semantic.text.words.weight[words.number[word]],
                               other.semantic.text.words.weight[other.vocabulary.words.number[word]])
    torch.testing.assert_close(model.semantic.text.words.weight[words.number["zebra"]], before)
    wider = SpatialGeo(replace(TINY, encoder=replace(TINY.encoder, dim=48)), other.vocabulary)
    with pytest.raises(ModelError, match="have other sizes"):
        begin_with(wider, trained / "nano.safetensors")
    (tmp_path / "cut.safetensors").write_bytes((trained / "nano.safetensors").read_bytes()[:1000])
    with pytest.raises(ModelError, match="no model to start from"):
        begin_with(model, tmp_path / "cut.safetensors")


def test_minutes_add_up_when_it_goes_on(trained: Path, tmp_path: Path) -> None:
    before = torch.load(trained / "geometry.pt", weights_only=True)
    with pytest.raises(ConfigError, match="--resume"):
        train_nano(TRAINING, trained)
    train_nano(replace(TRAINING, resume=True, stages=("geometry", "instruction")), trained)
    after = torch.load(trained / "geometry.pt", weights_only=True)
    assert after["minutes"] > before["minutes"]
    assert max(float(s["step"]) for s in after["optimiser"]["state"].values()) == 4
    assert len(json.loads((trained / "nano.json").read_text())["runs"]) == 2


def test_half_precision_learns_nearly_the_same(trained: Path, tmp_path: Path) -> None:
    for name, half, stages in (("whole", False, ("geometry",)), ("half", True, nano.STAGES)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "views").symlink_to(trained / "views")
        train_nano(replace(TRAINING, half_precision=half, stages=stages), tmp_path / name)
    log = (tmp_path / "half" / "log.jsonl").read_text()
    assert all(f'"{stage} judged"' in log for stage in nano.STAGES)
    whole, half_ = (torch.load(tmp_path / name / "geometry.pt", weights_only=True)["network"] for name in ("whole", "half"))
    off = [float((half_[name] - value).abs().max()) for name, value in whole.items() if value.is_floating_point()]
    assert 0 < max(off) < 0.1, "after two small steps, and batch norms"


def test_stages_that_need_others_say_so(tmp_path: Path, trained: Path) -> None:
    (tmp_path / "views").symlink_to(trained / "views")
    with pytest.raises(ConfigError, match="geometry and semantics and naming have not been trained"):
        train_nano(replace(TRAINING, stages=("instruction",)), tmp_path)
    for name in ("geometry", "semantics", "naming", "alignment"):
        (tmp_path / f"{name}.pt").symlink_to(trained / f"{name}.pt")
    with pytest.raises(ConfigError, match="drills have not been trained"):
        train_nano(replace(TRAINING, stages=("instruction",)), tmp_path)


def test_a_checkpoint_of_another_network_or_cut_off_is_an_error_that_says_so(trained: Path, tmp_path: Path) -> None:
    checkpoint = tmp_path / "geometry.pt"
    whole = (trained / "geometry.pt").read_bytes()
    checkpoint.write_bytes(whole)
    assert load_stage(checkpoint, load_model(trained / "nano.safetensors").geometric) > 0
    with pytest.raises(ModelError, match="cannot be gone on from"):
        load_stage(checkpoint, torch.nn.Linear(2, 2))
    checkpoint.write_bytes(whole[:len(whole) // 2])
    with pytest.raises(ModelError, match="cannot be gone on from"):
        load_stage(checkpoint, torch.nn.Linear(2, 2))


@pytest.mark.parametrize(("change", "message"), [
    ({"stages": ("painting",)}, "no stages are called"), ({"rooms": 0}, "at least 1"),
    ({"rooms": 10**6}, "more than there are")])
def test_settings_that_make_no_sense_are_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        replace(TRAINING, **change)


def test_cuda_is_refused_where_there_is_none() -> None:
    if torch.cuda.is_available():
        pytest.skip("there is a CUDA GPU")
    with pytest.raises(ConfigError, match="finds no CUDA GPU"):
        replace(TRAINING, device="cuda")


def test_the_curriculum_begins_with_things_pointed_at_and_ends_with_names() -> None:
    assert CURRICULUM[0].namings[2] == 0
    assert not CURRICULUM[0].context
    assert phase_at(CURRICULUM, 1.0).context
    assert phase_at(CURRICULUM, 1.0).namings[2] > 0


def test_the_asker_asks_what_the_phase_allows(views: Views) -> None:
    class FakeBank:
        view = np.arange(len(views))

    asker = Asker(views, FakeBank(), 0)
    for chosen in asker.draw(10, 6, CURRICULUM[0]):
        for question, spoken in zip(chosen.questions, chosen.spoken, strict=True):
            assert spoken.prompt.count("<") == len(question.asked) > 0
            assert question.topic not in ("exists", "count")
            ids = views.things_of(int(FakeBank.view[chosen.place]))["id"]
            assert [int(ids[row]) for row in spoken.regions] == list(question.asked)
    named = [s.prompt for chosen in asker.draw(10, 6, phase_at(CURRICULUM, 1.0)) for s in chosen.spoken]
    assert any("<0>" not in prompt and " the " in prompt for prompt in named)
