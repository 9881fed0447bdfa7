"""What simulated rooms tell beyond counting: predicates, lengths with their deviations, calibration, causes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from spatialgeo_ros.evaluation.calibration import GOAL, Calibration, Reliability, calibration_of
from spatialgeo_ros.evaluation.causes import Cause, cause_table
from spatialgeo_ros.evaluation.room_lengths import Length
from spatialgeo_ros.evaluation.rooms import RoomScores
from spatialgeo_ros.evaluation.tables import Table, percent, score_table

ONE_SIGMA, TWO_SIGMA = 0.683, 0.954  # of a normal distribution within one and two standard deviations


def detail_tables(scores: RoomScores, calibration: Calibration) -> list[Table]:
    tables = [predicate_table(scores), length_table(scores.lengths), calibration_table(calibration)]
    return [*tables, causes_table(scores)] if scores.plan.causes else tables


def predicate_table(scores: RoomScores) -> Table:
    return score_table("Relations by predicate", "Each predicate weighs the same in the mean.", scores.predicates())


def length_table(lengths: Sequence[Length]) -> Table:
    rows = []
    for group in dict.fromkeys(item.group for item in lengths):
        members = [item for item in lengths if item.group == group and not item.bound]
        if members:
            covered = coverage(members)
            error = 100 * np.array([item.value_m - item.true_m for item in members])
            rows.append((group, str(len(members)), f"{np.median(np.abs(error)):.1f} cm", f"{np.median(error):+.1f} cm",
                         f"{100 * np.median([item.std_m for item in members]):.1f} cm", percent(covered[0]),
                         percent(covered[1])))
    return Table("Lengths and their stated deviations",
                 f"Of what was found; without bounds. A normal error is covered {percent(ONE_SIGMA)} and "
                 f"{percent(TWO_SIGMA)} of the time.",
                 ("", "of", "error, median", "bias, median", "stated sigma, median", "within 1 sigma", "within 2 sigma"),
                 tuple(rows))


def coverage(lengths: Sequence[Length]) -> tuple[float, float]:
    """Shares of lengths whose truth lies within one and two stated standard deviations."""
    off = np.array([item.sigmas_off for item in lengths])
    return float(np.mean(off <= 1)), float(np.mean(off <= 2))


def calibration_table(calibration: Calibration) -> Table:
    constant = {curve.name: curve for curve in calibration.constant}
    rows = tuple((curve.name, str(curve.total), _three(curve.error), _three(curve.chance),
                  str(constant[curve.name].total) if curve.name in constant else "-",
                  _three(constant[curve.name].error) if curve.name in constant else "-") for curve in calibration.stated)
    undecided = "too few pairs to tell" if calibration.too_few else "nothing counted"
    verdict = {True: "reached", False: "missed", None: undecided}[calibration.reached]
    sham = "PASSES AS WELL: the measure tells nothing" if calibration.sham else "fails, as it must"
    return Table("Calibration of relation probabilities",
                 "Expected calibration error over pairs whose true margin is within 3 stated sigma of the boundary, in bins "
                 f"of each third of the stated sigma; goal <= {GOAL}: {_three(calibration.error)}, {verdict}. The same with "
                 f"one constant sigma: {_three(calibration.constant_error)}, {sham}. By chance: what perfect probabilities "
                 "would show with so few pairs.",
                 ("", "of", "error", "by chance", "of, constant sigma", "error, constant sigma"), rows)


def causes_table(scores: RoomScores) -> Table:
    table = cause_table(scores.blamed)
    counts = {"all": sum(table.values(), start=type(next(iter(table.values())))())} if table else {}
    rows = tuple((group, str(sum(counter.values())), *(str(counter[cause]) for cause in Cause))
                 for group, counter in {**counts, **table}.items())
    return Table("Causes of what is wrong", "The first stage whose true result puts it right: true segments, then also "
                 "exact depth without holes, then true boxes; what is wrong even then, is so by definition.",
                 ("", "wrong", *(cause.value for cause in Cause)), rows)


def details_json(scores: RoomScores) -> dict[str, Any]:
    calibration = calibration_of(scores.margins)
    groups = dict.fromkeys(item.group for item in scores.lengths if not item.bound)
    return {
        "predicates": {score.group: {"right": score.right, "total": score.total,
                                     "rate": round(score.rate, 4) if score.total else None}
                       for score in scores.predicates()},
        "lengths": {group: _length_json([item for item in scores.lengths if item.group == group and not item.bound])
                    for group in groups},
        "calibration": {"goal": GOAL, "error": _rounded(calibration.error), "by_chance": _rounded(calibration.chance),
                        "constant_sigma_error": _rounded(calibration.constant_error), "reached": calibration.reached,
                        "constant_sigma_passes": calibration.sham,
                        "stated": [_curve_json(curve) for curve in calibration.stated],
                        "constant_sigma": [_curve_json(curve) for curve in calibration.constant]},
        "causes": {group: {cause.value: number for cause, number in counter.items()}
                   for group, counter in cause_table(scores.blamed).items()},
    }


def _length_json(lengths: Sequence[Length]) -> dict[str, Any]:
    one, two = coverage(lengths)
    error = np.array([item.value_m - item.true_m for item in lengths])
    return {"total": len(lengths), "median_error_m": round(float(np.median(np.abs(error))), 4),
            "median_bias_m": round(float(np.median(error)), 4), "within_1_sigma": round(one, 4),
            "within_2_sigma": round(two, 4)}


def _curve_json(curve: Reliability) -> dict[str, Any]:
    return {"name": curve.name, "total": curve.total, "error": _rounded(curve.error), "by_chance": _rounded(curve.chance),
            "probability": [round(float(value), 4) for value in curve.probability],
            "share": [round(float(value), 4) for value in curve.share], "count": curve.count.tolist()}


def _rounded(value: float) -> float | None:
    return round(value, 4) if value == value else None


def _three(value: float) -> str:
    return f"{value:.3f}" if value == value else "-"
