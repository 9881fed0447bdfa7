"""The speaker sees an image and segments, speaks in words, and lives and dies in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.models.installed import MUTE
from spatialgeo_ros.models.opening import RUNTIMES, open_speaker
from spatialgeo_ros.models.shown import Shown, shown_of
from spatialgeo_ros.models.speaker_process import SpeakerProcess
from spatialgeo_ros.types import CameraFrame, PinholeCamera, Pose, Prompt

QUESTION = Prompt("Is the red mug to the left of the bowl?")
FAR = Prompt("How far is the mug from the bowl?")
LONG_S = 600.0  # far more than it needs, even on a busy machine


def frame(height: int = 480, width: int = 640) -> CameraFrame:
    rgb = np.random.default_rng(1).integers(0, 255, (height, width, 3)).astype(np.uint8)
    return CameraFrame(rgb, None, PinholeCamera(height, width, 500.0, 500.0, 300.0, 260.0), 1)


def segments(height: int = 480, width: int = 640) -> np.ndarray:
    ids = np.zeros((height, width), np.uint16)
    ids[100:220, 80:200] = 7
    ids[300:420, 400:520] = 9
    return ids


def test_what_is_shown_lies_where_the_image_does() -> None:
    shown = shown_of(frame(360, 640), segments(360, 640), (192, 256))  # wide: bars above and below
    assert shown.rgb.shape == (192, 256, 3)
    assert shown.ids.shape == (96, 128)
    rows, columns = np.nonzero(shown.ids == 7)
    assert (rows.min(), rows.max() + 1) == (12 + 20, 12 + 44)
    assert (columns.min(), columns.max() + 1) == (16, 40)
    assert shown.log_focal == pytest.approx(np.log(500 / 640))
    assert shown.centre == pytest.approx((300.5 / 640, (24 + 260.5 * 0.4) / 192))


def test_only_what_was_known_beforehand_tells_which_way_is_up() -> None:
    assert shown_of(frame(), None, (192, 256)).up is None
    turn = np.array([[1.0, 0, 0], [0, 0, 1.0], [0, -1.0, 0]])  # the camera's y axis is the reference's -z
    known = replace(frame(), up_ref=np.array([0.0, 0, 1]), reference_from_camera=Pose(turn, np.zeros(3)))
    np.testing.assert_allclose(shown_of(known, None, (192, 256)).up, [0, -1, 0])


@pytest.fixture
def shown() -> Shown:
    return shown_of(frame(), segments(), (192, 256))


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_things_and_image_tell_what_is_said(tiny_file: Path, tmp_path: Path, shown: Shown, runtime: str) -> None:
    model = open_speaker(str(tiny_file), runtime, 1, tmp_path)
    first = model.look(shown)
    assert len(first.memory.keys) >= 2 * 48 + 2, "visual tokens and both segments"
    moved = replace(shown, ids=np.roll(shown.ids, 20, axis=1))
    other = replace(shown, rgb=255 - shown.rgb)
    for changed in (moved, other):
        again = model.look(changed)
        assert again.memory.keys.shape != first.memory.keys.shape or not np.allclose(again.memory.values, first.memory.values)
    blank = model.look(Shown(np.zeros_like(shown.rgb), np.zeros_like(shown.ids), 0.0, (0.5, 0.5), None))
    assert len(blank.memory.keys) >= 2 * 48
    with pytest.raises(ModelError, match="resize"):
        model.look(replace(shown, rgb=shown.rgb[1:]))


def test_a_word_it_does_not_know_is_not_answered(tiny_file: Path, shown: Shown) -> None:
    model = open_speaker(str(tiny_file), "torch", 1)
    replies = model.answers(model.look(shown), [QUESTION, Prompt("Is the samovar left of the bowl?"), QUESTION])
    assert replies[1].unknown == ("samovar",)
    assert replies[1].text == ""
    assert replies[0] == replies[2]
    assert 0 <= replies[0].confidence <= 1
    assert replies[0].text, "else nothing was said"


def test_things_can_be_pointed_at(tiny_file: Path, shown: Shown) -> None:
    pytest.importorskip("torch")
    model = open_speaker(str(tiny_file), "torch", 1)
    image = model.look(shown)
    assert set(image.tokens) == {7, 9}
    form = "Is region 1 <0> to the left of region 2 <1>?"
    there, back, gone = model.answers(image, [Prompt("", form, ids) for ids in ((7, 9), (9, 7), (7, 8))])
    assert (there.ids, back.ids) == ((7, 9), (9, 7))
    assert there.confidence != back.confidence, "it matters which is which"
    assert gone.ids == (), "asked in words: there is no segment 8"
    named = model.answers(image, [QUESTION, replace(QUESTION, pointed=form, ids=(7, 8))])
    assert named[0] == named[1]


def test_what_it_cannot_be_pointed_at_is_not_asked_of_a_model_that_finds_no_names(tiny_file: Path, tmp_path: Path,
                                                                                 shown: Shown) -> None:
    pytest.importorskip("torch")
    from spatialgeo_ros.vlm import load_model, save_model

    path = tmp_path / "pointed.safetensors"
    save_model(load_model(tiny_file), path, finds_names=False)
    model = open_speaker(str(path), "torch", 1)
    pointed = Prompt("", "How far is region 1 <0> from region 2 <1>?", (7, 9))
    there, named = model.answers(model.look(shown), [pointed, QUESTION])
    assert there.ids == (7, 9)
    assert (there.reason, named.text) == ("", "")
    assert "only about things that it can be pointed at" in named.reason


def test_both_runtimes_say_the_same(tiny_file: Path, tmp_path: Path, shown: Shown) -> None:
    pytest.importorskip("onnxruntime")
    pytest.importorskip("onnx")
    prompts = [QUESTION, FAR, Prompt("", "How far is region 1 <0> from region 2 <1>?", (7, 9))]
    told = [model.answers(model.look(shown), prompts)
            for model in (open_speaker(str(tiny_file), runtime, 1, tmp_path) for runtime in ("onnx", "torch"))]
    assert [reply.text for reply in told[0]] == [reply.text for reply in told[1]]
    assert [reply.confidence for reply in told[0]] == pytest.approx([reply.confidence for reply in told[1]], rel=1e-2)
    nothing = Shown(shown.rgb, np.zeros_like(shown.ids), shown.log_focal, shown.centre, None)
    assert open_speaker(str(tiny_file), "onnx", 1, tmp_path).look(nothing).memory.keys.shape[0] >= 2 * 48


def test_a_model_without_a_speaker_says_so(tiny_file: Path, tmp_path: Path) -> None:
    from spatialgeo_ros.vlm import load_model, save_model

    path = tmp_path / "mute.safetensors"
    save_model(load_model(tiny_file), path, with_speaker=False)
    for start in (lambda: SpeakerProcess(str(path), "onnx"), lambda: open_speaker(str(path), "torch")):
        with pytest.raises(ModelError, match="has no speaker") as refusal:
            start()
        assert refusal.value.cause == MUTE


@pytest.fixture
def process(tiny_file: Path) -> Iterator[SpeakerProcess]:
    started = SpeakerProcess(str(tiny_file), "torch")
    yield started
    started.close()
    assert not Path(f"/proc/{started.process_id}/exe").exists(), "it does not outlive its owner"


def test_the_process_says_what_the_model_says_and_dies_alone(process: SpeakerProcess, tiny_file: Path, shown: Shown) -> None:
    with pytest.raises(ModelError, match="still loading") as caught:
        process.ask(shown, [QUESTION], 0.0)
    assert caught.value.cause == "late"
    process.wait_ready(LONG_S)
    model = open_speaker(str(tiny_file), "torch", 1)
    expected = model.answers(model.look(shown), [QUESTION, FAR])
    told = process.ask(shown, [QUESTION, FAR], LONG_S)
    assert [reply.text for reply in told] == [reply.text for reply in expected]
    again = process.ask(shown, [QUESTION], LONG_S)
    assert again[0].text == told[0].text
    with pytest.raises(ModelError, match="resize|report"):
        process.ask(replace(shown, rgb=shown.rgb[1:]), [QUESTION], LONG_S)
    assert process.ask(shown, [QUESTION], LONG_S)[0].text == told[0].text, "one bad image is not the end"
    assert process.problem() == ""
    os.kill(process.process_id, signal.SIGKILL)
    with pytest.raises(ModelError, match="ended by SIGKILL") as caught:
        process.ask(shown, [QUESTION], LONG_S)
    assert caught.value.cause == "died"
    assert "SIGKILL" in process.problem()


def test_the_process_ends_with_its_owner_however_that_ends(tiny_file: Path) -> None:
    program = ("import os, signal, sys\n"
               "from spatialgeo_ros.models.speaker_process import SpeakerProcess\n"
               "print(SpeakerProcess(sys.argv[1], 'torch').process_id, flush=True)\n"
               "os.kill(os.getpid(), signal.SIGKILL)\n")
    done = subprocess.run([sys.executable, "-c", program, str(tiny_file)], stdout=subprocess.PIPE, timeout=LONG_S, check=False)
    assert done.returncode == -signal.SIGKILL
    until_s = time.monotonic() + LONG_S
    while is_running(int(done.stdout)):
        assert time.monotonic() < until_s
        time.sleep(0.05)


def is_running(process_id: int) -> bool:
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] != "Z"  # nobody may reap it here
    except FileNotFoundError:
        return False


def test_a_late_reply_is_not_taken_for_the_next_one(process: SpeakerProcess, shown: Shown) -> None:
    process.wait_ready(LONG_S)
    expected = process.ask(shown, [QUESTION, QUESTION], LONG_S)
    with pytest.raises(ModelError, match="did not answer"):
        process.ask(replace(shown, rgb=255 - shown.rgb), [QUESTION], 0.0)
    told = process.ask(shown, [QUESTION, QUESTION], LONG_S)
    assert told == expected
