"""SpatialRGPT-Bench put to a speaker: which pixels, which words, and what becomes of what it says or does not say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from benchmark_files import FAR, HOUR, LEFT, WHICH, spatialrgpt_record, write_lines
from numpy.typing import NDArray

from spatialgeo_ros.benchmarks.questions import Question, Region
from spatialgeo_ros.benchmarks.region_masks import region_ids, region_mask
from spatialgeo_ros.benchmarks.spatialrgpt import load
from spatialgeo_ros.benchmarks.speaking import answer_questions, pointed_prompt
from spatialgeo_ros.errors import InputError, ModelError
from spatialgeo_ros.models.shown import Shown
from spatialgeo_ros.types import PinholeCamera, Prompt, Reply

SIDE = 64


class Speaker:
    """Says what it is told to, and keeps what it was asked."""

    def __init__(self, *replies: Reply | ModelError) -> None:
        self.replies = list(replies)
        self.heard: list[tuple[Shown, Prompt]] = []

    @property
    def size(self) -> tuple[int, int]:
        return SIDE, SIDE

    def ask(self, shown: Shown, prompts: Sequence[Prompt], timeout_s: float) -> list[Reply]:
        self.heard.append((shown, prompts[0]))
        reply = self.replies[len(self.heard) - 1]
        if isinstance(reply, ModelError):
            raise reply
        return [reply]


def camera_of(rgb: NDArray[np.uint8]) -> PinholeCamera:
    height, width = rgb.shape[:2]
    return PinholeCamera(height, width, 50.0, 50.0, (width - 1) / 2, (height - 1) / 2)


def questions(folder: Path, *records: dict[str, Any]) -> list[Question]:
    found = load(write_lines(folder / "data.jsonl", records))
    for question in found:
        cv2.imwrite(str(folder / question.files[0]), np.zeros((SIDE, SIDE, 3), np.uint8))
    return found


def record(one: str, category: str, text: str, regions: int = 2) -> dict[str, Any]:
    boxes = [[0, 0, 16, 32], [32, 8, 64, 64]][:regions]
    return {**spatialrgpt_record(one, category, text, "Yes."), "bbox": boxes}


@pytest.mark.parametrize(("category", "text", "pointed", "ids"), [
    ("left_predicate", LEFT, "Is region 1 <0> to the left of region 2 <1>?", (1, 2)),
    ("left_predicate", "Does Region [1] appear on the left side of Region [0]?",
     "Is region 1 <0> to the left of region 2 <1>?", (2, 1)),
    ("front_predicate", "Is Region [0] positioned before Region [1]?", "Is region 1 <0> in front of region 2 <1>?", (1, 2)),
    ("tall_choice", WHICH, "Which is taller, region 1 <0> or region 2 <1>?", (1, 2)),
    ("below_choice", "Who is lower down, Region [0] or Region [1]?", "Is region 1 <0> below region 2 <1>?", (1, 2)),
    ("distance_data", FAR, "How far is region 1 <0> from region 2 <1>?", (1, 2)),
    ("direction", HOUR, "If you are at region 1 <0>, at what clock hour is region 2 <1>?", (1, 2)),
    ("width_data", "What is the radius of Region [0]?", "How wide is region 1 <0>?", (1,))])
def test_a_question_is_put_in_the_speakers_words(tmp_path: Path, category: str, text: str, pointed: str,
                                                 ids: tuple[int, ...]) -> None:
    prompt = pointed_prompt(questions(tmp_path, record("1", category, text))[0])
    assert (prompt.pointed, prompt.ids) == (pointed, ids)


def test_answers_come_back_in_the_benchmarks_words(tmp_path: Path) -> None:
    asked = questions(tmp_path, record("1", "left_predicate", LEFT), record("2", "tall_choice", WHICH),
                      record("3", "tall_choice", "Who is taller, Region [1] or Region [0]?"),
                      record("4", "below_choice", "Who is lower down, Region [0] or Region [1]?"),
                      record("5", "distance_data", FAR))
    speaker = Speaker(*(Reply(text, 0.9, ids=(1, 2)) for text in ("yes", "region 2", "region 1", "no", "0.45 m")))
    spoken = answer_questions(speaker, camera_of, asked, tmp_path, print)
    assert spoken.answers == {"1": "yes", "2": "Region [1]", "3": "Region [1]", "4": "Region [1]", "5": "0.45 m"}
    assert spoken.silent == {} and spoken.notes() == []


def test_it_is_shown_the_regions_as_segments(tmp_path: Path) -> None:
    speaker = Speaker(Reply("yes", 0.9, ids=(1, 2)))
    answer_questions(speaker, camera_of, questions(tmp_path, record("1", "left_predicate", LEFT)), tmp_path, print)
    ids = speaker.heard[0][0].ids
    assert ids.shape == (SIDE // 2, SIDE // 2)  # half the image
    assert (ids[:16, :8] == 1).all() and (ids[4:, 16:] == 2).all() and np.count_nonzero(ids) == 16 * 8 + 28 * 16


def test_what_it_does_not_answer_is_counted_by_reason(tmp_path: Path) -> None:
    asked = questions(tmp_path, *(record(str(k), "left_predicate", LEFT) for k in range(4)),
                      record("4", "left_predicate", LEFT, regions=1))
    unsure = ModelError("it does not know such images", "unsure")
    speaker = Speaker(unsure, unsure, Reply("yes", 0.9), Reply("", 0.0, unknown=("side",)))
    spoken = answer_questions(speaker, camera_of, asked, tmp_path, print)
    assert set(spoken.answers.values()) == {""}
    assert sorted(spoken.silent.values()) == [1, 1, 1, 2]
    assert "Not answered, which counts as wrong: 2 of 5 questions, because of the image: it does not know such images" in (
        spoken.notes()[0])
    assert any("does not know the words side" in note for note in spoken.notes())
    assert any("a region that is not marked" in note for note in spoken.notes())


def test_a_speaker_that_died_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="ended"):
        answer_questions(Speaker(ModelError("it ended", "died")), camera_of,
                         questions(tmp_path, record("1", "left_predicate", LEFT)), tmp_path, print)


def test_the_smaller_of_two_overlapping_regions_is_seen() -> None:
    ids = region_ids([Region((1, 1, 3, 2)), Region((0, 0, 4, 3))], 3, 5)
    assert ids.tolist() == [[2, 2, 2, 2, 0], [2, 1, 1, 2, 0], [2, 2, 2, 2, 0]]


@pytest.mark.parametrize("counts", [(1, 2, 1, 1, 1), "121O0"])  # from the fourth on, differences: 1 - 2 = -1, 1 - 1 = 0
def test_run_lengths_go_down_the_columns(counts: str | tuple[int, ...]) -> None:
    assert region_mask(Region(size=(2, 3), counts=counts), 2, 3).astype(int).tolist() == [[0, 1, 1], [1, 0, 0]]


def test_long_run_lengths_have_several_characters() -> None:
    # 100 = 3 * 32 + 4: "T" is 4 with more to come, "3" is 3
    assert region_mask(Region(size=(10, 20), counts="T3T3"), 10, 20).sum() == 100


def test_run_lengths_of_another_image_are_refused() -> None:
    with pytest.raises(InputError, match=r"run lengths of \(2, 3\)"):
        region_mask(Region(size=(2, 3), counts="33"), 4, 6)
