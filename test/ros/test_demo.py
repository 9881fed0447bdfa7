"""The demo as people start it: two processes, the real service, judged answers, pictures, and a clean end."""

from __future__ import annotations

import dataclasses
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest

from spatialgeo_ros.ros.children import ChildDied
from spatialgeo_ros.ros.demo import DemoResult, SimulatedDemo, run_simulated
from spatialgeo_ros.ros.demo_colour import ColourDemo, run_colour
from spatialgeo_ros.ros.demo_frames import RecordedDemo, run_recorded
from spatialgeo_ros.ros.demo_session import Session

ROOT = Path(__file__).resolve().parents[2]
INPUTS = {"/image", "/depth", "/camera_info", "/detections", "/tf", "/tf_static"}
OF_EVERY_NODE = {"/parameter_events", "/clock"}
SEEDS = range(20)
# A floor against regressions for each five rooms, not the goal, which is that all agree. Measured: 0.85 to 0.95, in
# all 0.92; what is wrong are mostly things found in pieces, and names that depend on that.
MUST_AGREE = 0.75


def quiet(_line: str) -> None:
    """Progress that nobody reads."""


def judged(result: DemoResult) -> list[tuple[str, bool]]:
    return [(outcome.question.text, outcome.judgement is not None and outcome.judgement.right)
            for outcome in result.outcomes]


def wrong(result: DemoResult) -> list[str]:
    return [f"{item.question.text} -> {item.answer.text or item.answer.reason} (true: {item.question.truth}; "
            f"{item.judgement.why if item.judgement else ''})" for item in result.wrong]


@pytest.fixture
def command(fresh_ros_domain: int, tmp_path: Path) -> Iterator[list[str]]:
    return [sys.executable, "-m", "spatialgeo_ros.cli.main", "demo", "--out", str(tmp_path), "--domain",
            str(fresh_ros_domain), "--questions", "2"]


def children_of(domain: str) -> list[int]:
    """Processes of ours in this DDS domain, other than this one."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line, variables = (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes()
        except OSError:
            continue
        if b"spatialgeo_ros.ros." in line and f"ROS_DOMAIN_ID={domain}\0".encode() in variables + b"\0":
            found.append(int(folder.name))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("seeds", [SEEDS[start:start + 5] for start in range(0, len(SEEDS), 5)], ids=str)
def test_answers_about_simulated_rooms_agree_with_their_truth(seeds: range, fresh_ros_domain: int,
                                                              tmp_path: Path) -> None:
    results = [run_simulated(SimulatedDemo(seed, out=tmp_path / str(seed), domain=fresh_ros_domain), quiet)
               for seed in seeds]
    outcomes = [item for result in results for item in result.outcomes]
    assert len(outcomes) == 8 * len(seeds)
    assert all(item.judgement is not None and item.question.truth for item in outcomes)
    told = [f"room {seed}: {line}" for seed, result in zip(seeds, results, strict=True) for line in wrong(result)]
    assert len(outcomes) - len(told) >= MUST_AGREE * len(outcomes), "\n".join(told)


@pytest.mark.slow
def test_only_image_depth_intrinsics_tf_and_named_boxes_reach_the_node(fresh_ros_domain: int, tmp_path: Path) -> None:
    heard: dict[str, set[str]] = {}

    def look(_result: DemoResult, running: Session) -> None:
        topics = running.client.node.get_subscriber_names_and_types_by_node("spatialgeo", "/")
        heard["spatialgeo"] = {name for name, _ in topics}

    run_simulated(SimulatedDemo(1, 3, tmp_path, fresh_ros_domain), quiet, look)  # a picture of one may be lost
    assert heard["spatialgeo"] >= INPUTS
    assert heard["spatialgeo"] - OF_EVERY_NODE == INPUTS


@pytest.mark.slow
def test_colour_alone_is_asked_the_same_and_gets_no_depth_and_no_names(fresh_ros_domain: int, tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    heard: set[str] = set()

    def look(running: Session) -> None:
        heard.update(name for name, _ in running.client.node.get_subscriber_names_and_types_by_node("colour", "/"))

    result = run_colour(ColourDemo(1, 4, tmp_path, fresh_ros_domain), quiet, look)
    assert {"/image", "/camera_info"} <= heard
    assert not {"/depth", "/detections"} & heard
    assert len(result.colour) == len(result.measured) == 4
    for seen, measured in zip(result.colour, result.measured, strict=True):
        assert seen.question.text == measured.question.text
        assert seen.judgement is not None
        assert measured.judgement is not None
    assert sum(item.judgement.right for item in result.measured if item.judgement) >= 3


@pytest.mark.slow
def test_the_scores_stay_when_the_truth_is_published_under_another_name(fresh_ros_domain: int, tmp_path: Path) -> None:
    # a camera that stands still, without noise: whatever frame is answered, it is the same
    usual = SimulatedDemo(5, out=tmp_path, domain=fresh_ros_domain,
                          camera_parameters={"motion": "static", "noise": False})
    renamed = dataclasses.replace(usual, truth_topic="hidden/elsewhere")
    assert judged(run_simulated(renamed, quiet)) == judged(run_simulated(usual, quiet))


@pytest.mark.slow
def test_a_seed_means_the_same_questions(fresh_ros_domain: int, tmp_path: Path) -> None:
    first, again, other = (run_simulated(SimulatedDemo(seed, 4, tmp_path, fresh_ros_domain), quiet) for seed in (2, 2, 3))
    assert [item.question.text for item in first.outcomes] == [item.question.text for item in again.outcomes]
    assert [item.question.truth for item in first.outcomes] == [item.question.truth for item in again.outcomes]
    assert [item.question.text for item in first.outcomes] != [item.question.text for item in other.outcomes]


@pytest.mark.slow
@pytest.mark.parametrize(("folder", "unit_m"), [("realsense_tabletop", None), ("ycb_xtion", None)])
def test_every_answer_about_real_frames_agrees_with_their_annotations(
        folder: str, unit_m: float | None, real_frames: Path, fresh_ros_domain: int, tmp_path: Path) -> None:
    result = run_recorded(RecordedDemo(real_frames / folder, unit_m, out=tmp_path, domain=fresh_ros_domain), quiet)
    assert len(result.outcomes) == 8
    assert wrong(result) == []
    assert {item.where for item in result.outcomes} == {f"frame {path.name[:-len('?color.png')]}" for path in
                                                       (real_frames / folder).glob("*color.png")}


@pytest.mark.slow
def test_the_command_prints_everything_and_draws_the_answered_frame(command: list[str], tmp_path: Path) -> None:
    done = subprocess.run([*command, "--seed", "1"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    begun = [line.partition(" ...")[0] for line in done.stderr.splitlines()]
    assert begun[:3] == ["loading ROS 2", "starting simulator", "starting node"]
    assert len(begun) == len(set(begun)), "each once, without the seconds"
    found = re.search(r"(\d) of 2 answers agree", done.stdout)
    assert found, done.stdout
    assert done.returncode == (0 if found[1] == "2" else 1)
    for word in ("answer ", "evidence ", "truth ", "annotated.png", "map.png"):
        assert word in done.stdout
    assert "\x1b" not in done.stdout, "no colours in a pipe"
    picture = cv2.imread(str(tmp_path / "annotated.png"))
    assert picture is not None
    assert picture.shape == (480, 640, 3)
    assert cv2.imread(str(tmp_path / "map.png")) is not None


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_demo_leaves_no_process(number: int, command: list[str], fresh_ros_domain: int) -> None:
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        until = time.monotonic() + 30.0
        while len(children_of(str(fresh_ros_domain))) < 2:
            assert time.monotonic() < until, "camera and node start"
            time.sleep(0.1)
        time.sleep(1.0)
        os.kill(running.pid, number)
        _, told = running.communicate(timeout=30)
    finally:
        running.kill()
        running.wait()
    assert running.returncode == 130, told
    assert "interrupted" in told
    assert children_of(str(fresh_ros_domain)) == []


@pytest.mark.slow
def test_a_node_that_dies_is_told_with_its_last_words(fresh_ros_domain: int, tmp_path: Path) -> None:
    demo = SimulatedDemo(1, out=tmp_path, domain=fresh_ros_domain, node_parameters={"relations.near_m": -5.0})
    with pytest.raises(ChildDied, match=r"(?s)the node ended .*relations\.near_m"):
        run_simulated(demo, quiet)
    assert children_of(str(fresh_ros_domain)) == []


@pytest.mark.slow
def test_kept_running_it_can_be_asked_until_it_is_interrupted(command: list[str], fresh_ros_domain: int) -> None:
    running = subprocess.Popen([*command, "--keep"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               text=True)
    assert running.stdout is not None
    try:
        assert any(f"export ROS_DOMAIN_ID={fresh_ros_domain} " in line for line in running.stdout)
        assert len(children_of(str(fresh_ros_domain))) >= 2
        os.kill(running.pid, signal.SIGINT)
        running.communicate(timeout=30)
    finally:
        running.kill()
        running.wait()
    assert running.returncode in (0, 1), "as the answers were"
    assert children_of(str(fresh_ros_domain)) == []


@pytest.mark.parametrize(("arguments", "message"), [
    (["--domain", "400"], "0 to 232"),
    (["--frames", "nowhere"], "nowhere is not a folder"),
    (["--detections", "boxes.json"], "belong to --frames"),
    (["--seed", "-1"], "less than 0"),
    (["--questions", "0"], "less than 1"),
])
def test_what_cannot_run_is_refused_with_exit_code_2(arguments: list[str], message: str, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "spatialgeo_ros.cli.main", "demo", "--out", str(tmp_path), *arguments],
                          cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
