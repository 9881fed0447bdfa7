"""The scores of annotated frames for people (text) and for programs (one JSON object)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from spatialgeo_ros.evaluation.checks import Check, Score, score_lines
from spatialgeo_ros.evaluation.frames import NOT_FOUND, FrameScores
from spatialgeo_ros.evaluation.unmatched import Unmatched, UnmatchedKind


def frames_text(scores: FrameScores) -> str:
    """Table of scores, then every wrong case with its numbers, then found objects that match nothing."""
    lines = score_lines(scores.scores())
    wrong = [check for check in scores.checks if not check.right]
    lines += ["", f"wrong: {len(wrong)}"]
    lines += [f"  {check.where}  {check.group:22} {check.what:34} {check.detail}" for check in wrong
              if not check.detail.endswith(NOT_FOUND)]
    lost = Counter((check.where, check.detail) for check in wrong if check.detail.endswith(NOT_FOUND))
    lines += [f"  {where}  {count} facts, distances, sizes: {detail}" for (where, detail), count in lost.items()]
    unmatched = _unmatched(scores)
    counts = Counter(item.kind for item in unmatched)
    told = ", ".join(f"{counts[kind]} {kind.value}" for kind in UnmatchedKind if counts[kind])
    lines += ["", f"found without an annotated partner: {len(unmatched)}{': ' + told if told else ''}"]
    lines += [f"  {item.where}  #{item.object_id:<3} {item.kind.value} {', '.join(item.of)} box {item.bbox_xyxy_px}"
              for item in unmatched]
    lines += [f"  {result.frame.name}  {result.error}" for result in scores.results if result.error]
    timing = ", ".join(f"{result.frame.name} {result.milliseconds:.0f}" for result in scores.results)
    return "\n".join([*lines, "", f"milliseconds per frame (first use included): {timing}"])


def frames_json(scores: FrameScores) -> dict[str, Any]:
    return {
        "frames": [result.frame.name for result in scores.results],
        "scores": {score.group: score_json(score) for score in scores.scores()},
        "wrong": [check_json(check) for check in scores.checks if not check.right],
        "unmatched": [{"where": item.where, "object_id": item.object_id, "kind": item.kind.value,
                       "of": list(item.of), "bbox_xyxy_px": item.bbox_xyxy_px} for item in _unmatched(scores)],
        "errors": {result.frame.name: result.error for result in scores.results if result.error},
        "milliseconds": {result.frame.name: round(result.milliseconds, 1) for result in scores.results},
    }


def score_json(score: Score) -> dict[str, Any]:
    return {"right": score.right, "total": score.total, "rate": round(score.rate, 4) if score.total else None,
            "goal": score.goal, "reached": score.reached}


def check_json(check: Check) -> dict[str, Any]:
    return {"group": check.group, "where": check.where, "what": check.what, "detail": check.detail}


def _unmatched(scores: FrameScores) -> list[Unmatched]:
    return [item for result in scores.results for item in result.unmatched]
