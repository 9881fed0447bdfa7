"""Files that cannot be used are refused, and the message says where and why; what is asked goes out without the truth."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from benchmark_files import (
    FAR,
    LEFT,
    all_angles_record,
    spar_record,
    spatialrgpt_record,
    vsi_record,
    write_lines,
)

from spatialgeo_ros.benchmarks.catalogue import BENCHMARKS
from spatialgeo_ros.benchmarks.questions import Question, questions_text, read_answers
from spatialgeo_ros.errors import InputError


def asked(*ids: str) -> list[Question]:
    return [Question(one, "task", "task", "?", "A", ()) for one in ids]


@pytest.mark.parametrize(("lines", "message"), [
    ('{"id": "1", "answer": "A"}\nB\n', "answers.jsonl, line 2: not JSON"),
    ('{"id": "1", "answer": "A"}\n\n[1]\n', "answers.jsonl, line 3: expected an object"),
    ('{"id": "1"}\n', r"line 1: field 'answer' is missing, expected text \(\"\" where there is no answer\)"),
    ('{"id": "1", "answer": null}\n', "line 1: field 'answer' is None"),
    ('{"answer": "A"}\n', "line 1: field 'id' is missing"),
    ('{"id": "3", "answer": "A"}\n', "line 1: no question has the id '3'"),
    ('{"id": "1", "answer": "A"}\n{"id": 1, "answer": "B"}\n',
     "line 2: the id '1' was answered before, in answers.jsonl, line 1"),
    ('{"id": "1", "answer": "A"}\n', r"1 of 2 questions have no answer \('2'\)")])
def test_answers_that_cannot_be_used(tmp_path: Path, lines: str, message: str) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(lines)
    with pytest.raises(InputError, match=message):
        read_answers(path, asked("1", "2"))


def test_answers_may_be_empty_and_numbers(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "answers.jsonl", [{"id": 1, "answer": 2.5}, {"id": "2", "answer": ""}])
    assert read_answers(path, asked("1", "2")) == {"1": "2.5", "2": ""}


def changed(record: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {**record, **fields}


SRGPT = spatialrgpt_record("1", "left_predicate", LEFT, "Yes.")
VSI = vsi_record(1, "object_counting", "How many?", "2")
ANGLES, SPAR = all_angles_record(1, "counting", "A"), spar_record("1", "depth_prediction_oc", "2")


@pytest.mark.parametrize(("name", "record", "message"), [
    ("spatialrgpt", changed(SRGPT, qa_info={"type": "qualitative", "category": "red_predicate"}), "qa_info: field 'category'"),
    ("spatialrgpt", changed(SRGPT, conversations=[]), "'conversations' is .*, expected a question and its answer"),
    ("spatialrgpt", changed(SRGPT, text_q="Is it left?"), "'text_q'"),
    ("spatialrgpt", changed(SRGPT, bbox=[]), "'bbox' is .*, expected a list of boxes"),
    ("spatialrgpt", changed(SRGPT, bbox=[[1, 2, 3]]), "boxes of four numbers"),
    ("spatialrgpt", changed(SRGPT, rle=["x"]), "objects with size and counts"),
    ("vsi", changed(VSI, question_type="colour"), "'question_type' is 'colour', expected one of object_counting"),
    ("vsi", changed(VSI, ground_truth="many"), "a positive number"),
    ("vsi", vsi_record(1, "route_planning", "Which way?", "C", ["A. left", "B. right"]), "the letter of one of"),
    ("vsi", vsi_record(1, "route_planning", "Which way?", "A"), "'options' is None, expected a list of texts"),
    ("all-angles", changed(ANGLES, answer="D"), "one of A, B, C"),
    ("all-angles", {k: v for k, v in ANGLES.items() if k != "image_path"}, "'image_path' is missing"),
    ("spar", changed(SPAR, task="navigation"), "'task'"), ("spar", changed(SPAR, answer="far"), "a number"),
    ("spar", spar_record("1", "view_change_infer", "to the right"), "moves like"),
    ("spar", spar_record("1", "position_matching", "left"), "one of A, B, C, D"),
    ("spar", changed(SPAR, image=[3]), "a list of file names")])
def test_records_that_cannot_be_used(tmp_path: Path, name: str, record: dict[str, Any], message: str) -> None:
    good = {"spatialrgpt": SRGPT, "vsi": VSI, "all-angles": ANGLES, "spar": SPAR}[name]
    path = write_lines(tmp_path / "data.jsonl", [good, record])
    with pytest.raises(InputError, match=message) as caught:
        BENCHMARKS[name].load(path)
    assert "data.jsonl, line 2" in str(caught.value)


@pytest.mark.parametrize(("text", "message"), [("", "holds no records"), ("[1]", "record 1: expected an object"),
                                               ('[{"id": 1},\n', "line 2: not JSON"), ("{\n", "line 1: not JSON")])
def test_files_that_cannot_be_used(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "data.json"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        BENCHMARKS["all-angles"].load(path)


def test_a_folder_without_the_file_is_told_what_it_should_hold(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"neither a file nor a folder with test.jsonl or test.parquet"):
        BENCHMARKS["vsi"].load(tmp_path)


def test_of_several_files_one_has_to_be_named(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_lines(tmp_path / f"{name}.jsonl", [SPAR])
    with pytest.raises(InputError, match="2 files"):
        BENCHMARKS["spar"].load(tmp_path)


def test_parquet_without_pandas_says_how_to_convert_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(f"No module named {name!r}")

    (tmp_path / "test.parquet").write_bytes(b"PAR1")
    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(InputError, match=r"needs pandas and pyarrow .*to_json\('FILE.jsonl'"):
        BENCHMARKS["vsi"].load(tmp_path)


def test_parquet_holds_arrays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options = np.array(["A. left", "B. right"], object)
    rows = [{**VSI, "question_type": "route_planning", "ground_truth": "B", "options": options}]
    table = SimpleNamespace(to_dict=lambda kind: rows)
    monkeypatch.setattr(importlib, "import_module", lambda name: SimpleNamespace(read_parquet=lambda path: table))
    (tmp_path / "test-00000-of-00001.parquet").write_bytes(b"PAR1")
    assert BENCHMARKS["vsi"].load(tmp_path)[0].options == ("A. left", "B. right")


def test_a_json_list_lists_as_text_and_the_other_place_of_the_image_are_read(tmp_path: Path) -> None:
    record = changed(SRGPT, bbox=str(SRGPT["bbox"]), qa_info=json.dumps(SRGPT["qa_info"]), file_path="images/1.png")
    (tmp_path / "SpatialRGPT-Bench_v1.json").write_text(json.dumps([record]))
    question = BENCHMARKS["spatialrgpt"].load(tmp_path)[0]
    assert question.files == ("images/1.png",) and question.regions[1].box_xyxy_px == (4, 3, 8, 6)


@pytest.mark.parametrize(("name", "record", "prompt", "files"), [
    ("spatialrgpt", spatialrgpt_record("1", "distance_data", FAR, "2 feet"), FAR, ["1.png"]),
    ("vsi", vsi_record(1, "object_rel_distance", "Which is nearest?", "B", ["A. mug", "B. box"]),
     "These are frames of a video.\nWhich is nearest?\nOptions:\nA. mug\nB. box\nAnswer with the option's letter from the "
     "given choices directly.", ["scannet/scene0.mp4"]),
    ("vsi", VSI, "These are frames of a video.\nHow many?\nPlease answer the question using a single word or phrase.",
     ["scannet/scene0.mp4"]),
    ("all-angles", ANGLES, "Question: Which?\nOptions:\nA. A man in red\nB. the mug\nC. the box\nPlease select the correct "
     "answer from the options above.", ["f/1.jpg", "f/2.jpg"]),
    ("spar", spar_record("1", "view_change_infer", "move_up:1"), "Which one?", ["a.jpg"]),
    ("spar", spar_record("1", "position_matching", "A"), "Which one?\nThe values represent the bounding box coordinates "
     "normalized to a 0-1000 scale, with the top-left corner as the origin of the image.\nAnswer with the option's letter "
     "from the given choices directly.", ["a.jpg"])])
def test_what_is_asked(tmp_path: Path, name: str, record: dict[str, Any], prompt: str, files: list[str]) -> None:
    questions = BENCHMARKS[name].load(write_lines(tmp_path / "data.jsonl", [record]))
    line = json.loads(questions_text(questions))
    assert (line["id"], line["prompt"], line["files"]) == ("1", prompt, files)
    assert set(line) <= {"id", "task", "prompt", "files", "regions"}  # and no truth
    if name == "spatialrgpt":
        assert line["regions"] == [{"bbox": [0, 0, 4, 3]}, {"bbox": [4, 3, 8, 6]}]
