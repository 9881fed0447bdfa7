"""`spatialgeo evaluate --benchmark`: from files to a table, and what is said where that cannot be."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from spatialgeo_ros.cli.main import main


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two questions of VSI-Bench and the boxes that go with them."""
    common = {"dataset": "scannet", "scene_name": "scene0"}
    records: list[dict[str, Any]] = [
        {"id": 1, "question_type": "object_counting", "question": "How many chair(s) are in this room?", "ground_truth": "2",
         "options": None, **common},
        {"id": 2, "question_type": "route_planning", "question": "Which way?", "ground_truth": "B",
         "options": ["A. left", "B. right"], **common}]
    (tmp_path / "test.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    (tmp_path / "scannet_meta_info_val.json").write_text(json.dumps({
        "scene0": {"room_size": 20.0, "object_counts": {"chair": 2}, "object_bbox": {}}}))
    return tmp_path


def run(data: Path, *arguments: str) -> int:
    return main(["evaluate", "--benchmark", "vsi", "--data", str(data), *arguments])


def test_answers_become_a_table_and_files(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = data / "answers.jsonl"
    answers.write_text('{"id": "1", "answer": "3"}\n{"id": "2", "answer": "B."}\n')
    assert run(data, "--answers", str(answers), "--out", str(data / "out")) == 0
    printed = capsys.readouterr().out
    assert re.search(r"^object_counting +1 +10\.0 % +100\.0 % +0 +0$", printed, re.MULTILINE)
    assert re.search(r"^mean of tasks, as published \(macro\) +2 +55\.0 % +100\.0 % +0 +0$", printed, re.MULTILINE)
    scores = json.loads((data / "out" / "vsi.json").read_text())
    assert scores["overall"]["mean of tasks, as published (macro)"] == {
        "n": 2, "score": pytest.approx(0.55), "most_frequent": 1.0, "unanswered": 0, "unparsed": 0}
    assert "| object_counting | 1 | 10.0 % | 100.0 % | 0 | 0 |" in (data / "out" / "vsi.md").read_text()


def test_questions_go_out_and_boxes_answer_them(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "--questions-out", str(data / "asked.jsonl")) == 0
    assert [json.loads(line)["id"] for line in (data / "asked.jsonl").read_text().splitlines()] == ["1", "2"]
    assert capsys.readouterr().out == ""
    assert run(data, "--boxes", "--json") == 0
    scores = json.loads(capsys.readouterr().out)
    assert (scores["tasks"]["object_counting"]["score"], scores["tasks"]["route_planning"]["unanswered"]) == (1.0, 1)
    assert "no model's score" in scores["notes"][0]


@pytest.mark.parametrize(("arguments", "message"), [
    (["--benchmark", "vsi", "--boxes"], "give --data PATH"),
    (["--benchmark", "vsi", "--data", "."], "exactly one of --answers, --model, --boxes, --questions-out; 0 are given"),
    (["--benchmark", "spar", "--data", ".", "--boxes"], "--boxes answers vsi only"),
    (["--benchmark", "vsi", "--data", ".", "--model", "nano"], "--model answers spatialrgpt only"),
    (["--benchmark", "vsi", "--data", "nowhere", "--boxes"], "nowhere is neither a file nor a folder"),
    (["--benchmark", "vsi", "--data", "DATA", "--answers", "nothing.jsonl"], "cannot read nothing.jsonl")])
def test_what_cannot_be_done_is_said(data: Path, capsys: pytest.CaptureFixture[str], arguments: list[str],
                                     message: str) -> None:
    assert main(["evaluate", *(str(data) if one == "DATA" else one for one in arguments)]) == 2
    assert message in capsys.readouterr().err


def test_a_photograph_is_counted_as_not_answered(real_frames: Path, tmp_path: Path,
                                                 capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("onnxruntime")
    photograph = real_frames / "realsense_tabletop" / "0000_color.png"
    text = "Is Region [0] to the left of Region [1] from the viewer's perspective?"
    (tmp_path / "data.json").write_text(json.dumps([{
        "id": "1", "image_info": {"file_path": str(photograph)}, "text_q": text,
        "bbox": [[0, 0, 99, 99], [99, 0, 300, 300]], "conversations": [{"value": text}, {"value": "Yes."}],
        "qa_info": {"type": "qualitative", "category": "left_predicate"}}]))
    assert main(["evaluate", "--benchmark", "spatialrgpt", "--data", str(tmp_path), "--model", "nano", "--json"]) == 0
    scores = json.loads(capsys.readouterr().out)
    assert scores["tasks"]["left/right"]["unanswered"] == 1
    assert "1 of 1 questions, because of the image: the model has not learned from images like this" in scores["notes"][0]
