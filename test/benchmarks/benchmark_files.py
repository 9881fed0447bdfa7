"""Small hand-made files in the published formats."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any


def write_lines(path: Path, records: Iterable[Mapping[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def write_answers(path: Path, answers: Mapping[str, str]) -> Path:
    return write_lines(path, [{"id": one, "answer": answer} for one, answer in answers.items()])


def spatialrgpt_record(one: str, category: str, text: str, answer: str, regions: int = 2) -> dict[str, Any]:
    kind = "quantitative" if category.endswith("_data") or category == "direction" else "qualitative"
    return {"id": one, "image_info": {"file_path": f"{one}.png", "height": 6, "width": 8}, "text_q": text,
            "conversations": [{"from": "human", "value": "<image>\n" + text.replace("Region [0]", "<mask>")},
                              {"from": "gpt", "value": answer}],
            "bbox": [[0, 0, 4, 3], [4, 3, 8, 6]][:regions], "rle": [], "qa_info": {"type": kind, "category": category}}


LEFT = "Is Region [0] to the left of Region [1] from the viewer's perspective?"
FAR = "How far is Region [0] from Region [1]?"
HOUR = "If you are at Region [0], where will you find Region [1]?"
WHICH = "Who is taller, Region [0] or Region [1]?"


def vsi_record(one: int, task: str, question: str, truth: str, options: Sequence[str] | None = None) -> dict[str, Any]:
    return {"id": one, "dataset": "scannet", "scene_name": "scene0", "question_type": task, "question": question,
            "ground_truth": truth, "options": options}


def all_angles_record(index: int, category: str, truth: str, twin: int | None = None) -> dict[str, Any]:
    return {"index": index, "folder": "f", "category": category, "pair_idx": twin, "image_path": ["f/1.jpg", "f/2.jpg"],
            "question": "Which?", "A": "A man in red", "B": "the mug", "C": "the box", "answer": truth}


def spar_record(one: str, task: str, truth: str) -> dict[str, Any]:
    return {"id": one, "img_type": "single_view", "format_type": "select", "task": task, "source": "scannet",
            "image": ["a.jpg"], "question": "Which one?", "answer": truth}
