"""The bundled model as users get it: ONNX Runtime, no torch, rooms that it has not learned from."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

pytest.importorskip("onnxruntime")

from spatialgeo_ros.cli.main import main
from spatialgeo_ros.errors import InputError
from spatialgeo_ros.models.installed import model_path, read_model_file
from spatialgeo_ros.models.opening import export_name, open_speaker, open_vision
from spatialgeo_ros.models.shown import shown_of
from spatialgeo_ros.runtimes.onnx_vision import ABOUT
from spatialgeo_ros.sight.looking import Sight
from spatialgeo_ros.sight.pipeline import SeeingPipeline
from spatialgeo_ros.types import AnswerKind, CameraFrame, GravitySource, ObjectKind, PinholeCamera, Prompt, Scene
from spatialgeo_ros.world.rgb_views import CLASS_WORDS, LABEL_STEP, RgbView, room_views
from spatialgeo_ros.world.spoken import Naming, speak

ASKED = ("left_of", "right_of", "behind", "in_front_of", "taller", "shorter", "wider", "thinner")


@pytest.fixture(scope="module")
def sight() -> Sight:
    return Sight(open_vision("nano", "onnx", 1))


@pytest.fixture(scope="module")
def views() -> list[RgbView]:
    return [view for seed in (1970, 1971, 1972, 1973) for view in room_views(seed, 2, 0)]


def frame_of(view: RgbView) -> CameraFrame:
    return CameraFrame(view.rgb, None, view.camera, 1, up_ref=view.up_camera, gravity_source=GravitySource.PARAMETER)


def things(scene: Scene) -> list[str]:
    return [item.label for item in scene.objects if item.kind is ObjectKind.OBJECT]


def test_the_graphs_lie_beside_the_weights_that_they_were_made_from() -> None:
    path = model_path("nano")
    assert (path.parent / export_name(path) / ABOUT).is_file()
    assert len(list(path.parent.glob("nano-onnx-*"))) == 1, "none of older weights"
    file = read_model_file(path)
    assert file.weights.weights <= 15e6
    assert path.stat().st_size <= 32e6
    assert {"tuning", "held_out"} <= set(file.card["scores"])


def test_it_sees_more_than_chance_in_rooms_that_it_does_not_know(sight: Sight, views: list[RgbView]) -> None:
    """Of things well in view: most have an object over their middle, most of these the right name of 20; depth is metric."""
    seen = named = total = 0
    off = []
    pipeline = SeeingPipeline(sight)
    for view in views:
        pipeline.reset()
        scene = pipeline.step(frame_of(view))
        assert scene.id_image is not None
        assert scene.depth_m is not None
        known = view.depth_m > 0
        ratio = scene.depth_m[::LABEL_STEP, ::LABEL_STEP][known] / view.depth_m[known]
        off.append(abs(np.log(np.median(ratio))))
        by_id = {item.id: item for item in scene.objects}
        for row in view.things:
            if row["kind"] != ObjectKind.OBJECT or row["fraction"] < 0.8 or row["border"] or row["pixels"] < 60:
                continue
            total += 1
            ids = scene.id_image[::LABEL_STEP, ::LABEL_STEP][view.ids == row["id"]]
            item = by_id.get(int(np.bincount(ids).argmax()))
            seen += item is not None
            named += item is not None and item.label == CLASS_WORDS[row["word"]]
    assert total >= 15
    assert seen / total > 0.7
    assert named / total > 0.5
    assert np.median(off) < 0.25


def test_it_is_not_inventive_where_nothing_is(sight: Sight, views: list[RgbView]) -> None:
    frame = frame_of(views[0])
    for grey in (0, 118, 255):
        with pytest.raises(InputError, match="shows nothing") as refusal:
            SeeingPipeline(sight).step(replace(frame, rgb=np.full_like(frame.rgb, grey)))
        assert refusal.value.cause == "unsure"
    noise = np.random.default_rng(0).integers(0, 255, frame.rgb.shape).astype(np.uint8)
    assert refused(sight, replace(frame, rgb=noise))


def test_a_huge_image_shows_the_same_things(sight: Sight, views: list[RgbView]) -> None:
    frame = frame_of(views[0])
    camera = replace(frame.camera, width=1920, height=1440, fx=5 * frame.camera.fx, fy=5 * frame.camera.fy,
                     cx=5 * (frame.camera.cx + 0.5) - 0.5, cy=5 * (frame.camera.cy + 0.5) - 0.5)
    rgb = np.asarray(cv2.resize(frame.rgb, (1920, 1440)), np.uint8)
    one, other = (SeeingPipeline(sight).step(part) for part in (frame, replace(frame, rgb=rgb, camera=camera)))
    assert abs(len(things(one)) - len(things(other))) <= 1
    assert len(set(things(one)) & set(things(other))) >= 0.8 * len(set(things(one)))


def test_images_of_another_kind_are_refused(sight: Sight, views: list[RgbView]) -> None:
    """Nearly all views are read; few upside down, and not all without colour."""
    def read(change: Callable[[np.ndarray], np.ndarray]) -> int:
        return sum(not refused(sight, replace(frame_of(view), rgb=np.ascontiguousarray(change(view.rgb)))) for view in views)

    assert read(lambda rgb: rgb) >= len(views) - 1
    assert read(lambda rgb: rgb[::-1, ::-1]) <= len(views) // 2
    assert read(lambda rgb: np.repeat(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)) <= 2 * len(views) // 3


def test_photographs_are_refused(sight: Sight, real_frames: Path) -> None:
    paths = sorted(real_frames.rglob("*color.png"))
    assert len(paths) == 5
    for path in paths:
        rgb = np.asarray(cv2.imread(str(path))[..., ::-1], np.uint8)
        camera = PinholeCamera(*rgb.shape[:2], 600.0, 600.0, rgb.shape[1] / 2, rgb.shape[0] / 2)
        assert refused(sight, CameraFrame(np.ascontiguousarray(rgb), None, camera, 1)), path.name


def refused(sight: Sight, frame: CameraFrame) -> bool:
    try:
        sight.look(frame)
    except InputError as error:
        assert error.cause == "unsure"
        return True
    return False


def test_it_speaks_about_what_it_sees(sight: Sight) -> None:
    """Shown true segments and pointed at them: right far more often than words alone, which are at half."""
    model = open_speaker("nano", "onnx", 1)
    right, total = 0, 0
    for seed in range(1974, 1982):
        for view in room_views(seed, 2, 2):
            if refused(sight, frame_of(view)):
                continue
            ids = np.asarray(cv2.resize(view.ids, view.rgb.shape[1::-1], interpolation=cv2.INTER_NEAREST), np.uint16)
            image = model.look(shown_of(frame_of(view), ids, model.size))
            asked = [question for question in view.questions if question.topic in ASKED and question.kind is AnswerKind.YES_NO]
            prompts = [Prompt("", speak(question, view.things, Naming.POINTED, np.random.default_rng(0), plain=True).prompt,
                              question.asked) for question in asked]
            for said, question in zip(model.answers(image, prompts), asked, strict=True):
                if not said.ids:
                    continue  # a thing too small to have a token
                assert said.text in ("yes", "no")
                assert 0 < said.confidence <= 1
                right, total = right + (said.text == ("yes" if question.yes else "no")), total + 1
    assert total >= 50
    assert right / total > 0.8


def test_the_command_line_asks_it_without_torch(views: list[RgbView], tmp_path: Path,
                                                capsys: pytest.CaptureFixture[str]) -> None:
    view, camera = views[0], views[0].camera
    cv2.imwrite(str(tmp_path / "color.png"), view.rgb[..., ::-1])
    (tmp_path / "camera.yaml").write_text("\n".join(f"{name}: {getattr(camera, name)}" for name in (
        "width", "height", "fx", "fy", "cx", "cy")), encoding="utf-8")
    given = ["--model", "nano", "--image", str(tmp_path / "color.png"), "--camera", str(tmp_path / "camera.yaml"), "--up",
             *(f"{part:.4f}" for part in view.up_camera)]
    assert main(["ask", "What do you see?", *given]) == 0
    told = capsys.readouterr()
    assert any(word in told.out for word in CLASS_WORDS)
    assert main(["scene", *given, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["depth_source"] == 2


def test_what_it_says_does_not_contradict_itself(views: list[RgbView]) -> None:
    """Of every pair of things: asked the other way round, by the opposite word, with "not", and how far apart they are."""
    model = open_speaker("nano", "onnx", 1)
    view = views[0]
    ids = np.asarray(cv2.resize(view.ids, None, fx=LABEL_STEP, fy=LABEL_STEP, interpolation=cv2.INTER_NEAREST), np.uint16)
    image = model.look(shown_of(frame_of(view), ids, model.size))
    things = sorted(image.tokens)[:5]
    compared = 0
    for one in things:
        for other in things:
            if one < other:
                left, far = ("Is region 1 <0> to the left of region 2 <1>?", "How far is region 1 <0> from region 2 <1>?")
                said = model.answers(image, [
                    Prompt("", left, (one, other)), Prompt("", left, (other, one)),
                    Prompt("", left.replace("left", "right"), (one, other)), Prompt("", left, (one, other), True),
                    Prompt("", far, (one, other)), Prompt("", far, (other, one))])
                plain, swapped, right, negated, there, back = (reply.text for reply in said)
                assert {plain, swapped} == {plain, right} == {plain, negated} == {"yes", "no"}
                assert there == back
                compared += 1
    assert compared == 10


def test_in_8_bits_it_sees_the_same(views: list[RgbView]) -> None:
    exact, short = (open_vision("nano", runtime, 1) for runtime in ("onnx", "onnx_int8"))
    words = exact.embed(exact.class_words)
    for view in views[:3]:
        image = np.asarray(cv2.resize(view.rgb, exact.size[::-1], interpolation=cv2.INTER_AREA), np.uint8)
        one, other = exact.encode(image), short.encode(image)
        assert 0 < np.abs(one.log_depth - other.log_depth).mean() < 0.01
        same = [np.tensordot(words, told.embedding, axes=1).argmax(axis=0) for told in (one, other)]
        assert np.mean(same[0] == same[1]) > 0.98


def test_the_evaluation_shows_what_is_said_and_compares_pairs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    room = ["evaluate", "--world", "sim", "--model", "nano", "--seeds", "1962", "--views", "2", "--questions", "10",
            "--spoken", "--sensor-depth", "--out", str(tmp_path)]
    assert main([*room, "--pictures", str(tmp_path)]) in (0, 1)
    told = capsys.readouterr().out
    assert "What was said, and how much of it is marked" in told
    assert "qualitative" in told
    assert (tmp_path / "spoken_confidence.png").stat().st_size > 5000
    assert (tmp_path / "cases_right.png").stat().st_size > 20000
    assert json.loads((tmp_path / "sight.json").read_text())["sensor_depth"]
    assert main([*room, "--pairs", "--json"]) in (0, 1)
    pairs = json.loads(capsys.readouterr().out)
    assert set(pairs) == {"measured", "said", "said, masks given"}
    assert pairs["said, masks given"]["of one image"]["IC"] == 0, "nothing can contradict itself that is pointed at"
    assert (tmp_path / "pairs.md").read_text().startswith("## Pairs of questions")


@pytest.mark.parametrize("option", ["--spoken", "--sensor-depth", "--pairs"])
def test_what_belongs_to_models_only_is_refused_without_one(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--world", "sim", "--seeds", "1962", option]) == 2
    assert f"{option} " in capsys.readouterr().err
