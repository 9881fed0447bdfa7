"""The scores of simulated rooms for people (text) and for programs (one JSON object)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from spatialgeo_ros.evaluation.calibration import GOAL, Calibration, calibration_of
from spatialgeo_ros.evaluation.checks import Check, Score, score_lines
from spatialgeo_ros.evaluation.frames_report import check_json, score_json
from spatialgeo_ros.evaluation.room_checks import UNSURE
from spatialgeo_ros.evaluation.room_frame import NOT_FOUND
from spatialgeo_ros.evaluation.rooms import POSITIONAL, RoomPlan, RoomScores
from spatialgeo_ros.evaluation.rooms_tables import detail_tables, details_json
from spatialgeo_ros.evaluation.tables import score_table

LISTED = 40


def rooms_text(scores: RoomScores, listed: int = LISTED) -> str:
    """Table of scores, then wrong cases with their numbers: at most `listed` of each group."""
    lines = [plan_text(scores.plan), "", *score_lines(scores.scores()), "", kept_text(scores.checks)]
    calibration = calibration_of(scores.margins)
    for table in detail_tables(scores, calibration):
        lines += ["", table.text()]
    wrong = [check for check in scores.checks if not check.right]
    groups = dict.fromkeys(check.group for check in wrong)
    for group in groups:
        members = [check for check in wrong if check.group == group]
        told = [check for check in members if not check.detail.endswith(NOT_FOUND)]
        lost = len(members) - len(told)
        lines += ["", f"wrong, {group}: {len(members)}, of these {lost} because an object was missed"]
        lines += [f"  {check.where}  {check.what:40} {check.detail}" for check in told[:listed]]
        lines += [f"  ... and {len(told) - listed} more (--json lists all)"] if len(told) > listed else []
    share = 100 * scores.alone / max(scores.objects, 1)
    lines += ["", f"found objects that are no single true object: {scores.alone} of {scores.objects} ({share:.0f} %)"]
    lines += [f"  {error}" for error in scores.errors]
    p50, p95 = np.percentile(scores.milliseconds or (float("nan"),), (50, 95))
    lines += [f"milliseconds per frame: p50 {p50:.1f}, p95 {p95:.1f}, n {len(scores.milliseconds)}"]
    return "\n".join([*lines, goals_text(scores.scores(), calibration)])


def goals_text(scores: Sequence[Score], calibration: Calibration) -> str:
    """How many goals were reached, and which were not: what the exit code hangs on."""
    goals = [(score.reached, f"{score.group} {100 * score.rate:.1f} %, goal {100 * score.goal:.1f} %")
             for score in scores if score.goal is not None]
    named = f"calibration of relation probabilities {calibration.error:.3f}, goal {GOAL}"
    goals.append((calibration.reached, named))
    missed = [text for reached, text in goals if reached is False]
    line = f"goals: {sum(reached is True for reached, _ in goals)} reached, {len(missed)} missed"
    line += f" ({'; '.join(missed)})" if missed else ""
    return line + (f"; too few pairs to tell: {named}, {calibration.chance:.3f} by chance" if calibration.too_few else "")


def rooms_markdown(scores: RoomScores) -> str:
    """All tables, without the single cases."""
    tables = [score_table("Scores", f"{kept_text(scores.checks)}.", scores.scores()),
              *detail_tables(scores, calibration_of(scores.margins))]
    plan = plan_text(scores.plan)
    return "\n".join([f"# {plan[0].upper()}{plan[1:]}", "", *(table.markdown() for table in tables)])


def plan_text(plan: RoomPlan) -> str:
    return (f"simulated rooms, seeds {_ranges(plan.seeds)}, {plan.frames_per_room} views each, "
            f"{plan.spacing_s:g} s apart along the camera's path"
            + (f", {plan.questions_per_frame} questions asked about each" if plan.questions_per_frame else ""))


def kept_text(checks: tuple[Check, ...]) -> str:
    """How many clear relations the scene's own uncertainty left out; a scene that is unsure of all would score high."""
    counts = Counter(check.group.startswith(UNSURE) for check in checks if check.group.removeprefix(UNSURE) in POSITIONAL)
    return (f"relations by more than 3 cm: {sum(counts.values())}; left out because the margin is within 2 sigma of "
            f"the scene's own uncertainty: {counts[True]}")


def rooms_json(scores: RoomScores) -> dict[str, Any]:
    return {
        "seeds": list(scores.plan.seeds), "frames_per_room": scores.plan.frames_per_room,
        "spacing_s": scores.plan.spacing_s,
        "scores": {score.group: score_json(score) for score in scores.scores()}, **details_json(scores),
        "objects_found": scores.objects, "objects_alone": scores.alone, "errors": list(scores.errors),
        "milliseconds": [round(value, 1) for value in scores.milliseconds],
        "wrong": [check_json(check) for check in scores.checks if not check.right],
    }


def _ranges(seeds: tuple[int, ...]) -> str:
    """1, 2, 3, 7 -> "1-3, 7"."""
    parts: list[list[int]] = []
    for seed in seeds:
        if parts and seed == parts[-1][1] + 1:
            parts[-1][1] = seed
        else:
            parts.append([seed, seed])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in parts)
