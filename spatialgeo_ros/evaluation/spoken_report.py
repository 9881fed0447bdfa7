"""What a model's speaker says, as tables: how often it is right, what its agreement and its confidence are worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.evaluation.calibration import Reliability, reliability
from spatialgeo_ros.evaluation.sight_speaker import Compared, Heard
from spatialgeo_ros.evaluation.tables import Table, percent
from spatialgeo_ros.training.categories import QUALITATIVE, QUANTITATIVE, CategoryScore, Told, category_scores, pooled
from spatialgeo_ros.types import FloatArray, Verdict

COVERAGES = (1.0, 0.9, 0.8, 0.7, 0.5, 0.3)
FLAGGED = (Verdict.DISAGREE, Verdict.ABSTAIN)


def spoken_tables(heard: Heard) -> list[Table]:
    return [_verdict_table(heard), _caught_table(heard), _confidence_table(heard), _risk_table(heard)]


def spoken_json(heard: Heard) -> dict[str, Any]:
    said = spoken_of(heard)
    risk = risk_at(said, COVERAGES)
    return {"spoken_calibration_error": round(spoken_reliability(heard).error, 4),
            "risk_at_coverage": {f"{coverage:g}": round(value, 4) for coverage, value in zip(COVERAGES, risk, strict=True)},
            "verdicts": {verdict.name: {"of": len(told), "measured_right": sum(item.measured_right for item in told),
                                        "said_right": sum(item.said_right for item in told)}
                         for verdict in Verdict if (told := [c for c in heard.compared if c.verdict is verdict])},
            "wrong_caught": round(flagged_share(said, right=False), 4),
            "right_flagged": round(flagged_share(said, right=True), 4)}


def spoken_of(heard: Heard) -> list[Compared]:
    """What was said at all."""
    return [item for item in heard.compared if not np.isnan(item.confidence)]


def flagged_share(said: Sequence[Compared], right: bool) -> float:
    """Of what was said rightly or wrongly, how much has the verdict DISAGREE or ABSTAIN."""
    marks = [item.verdict in FLAGGED for item in said if item.said_right == right]
    return float(np.mean(marks)) if marks else float("nan")


def spoken_reliability(heard: Heard) -> Reliability:
    """Of all that was said about scenes' own segments."""
    return reliability("spoken", *_confident(spoken_of(heard)))


def spoken_curves(heard: Heard) -> list[Reliability]:
    """Of all that was said, then by kind of answer."""
    said = spoken_of(heard)
    kinds = sorted({item.kind for item in said})
    by_kind = {kind.name.lower(): [item for item in said if item.kind is kind] for kind in kinds}
    return [spoken_reliability(heard), *(reliability(name, *_confident(members)) for name, members in by_kind.items())]


def risk_curve(said: Sequence[Compared]) -> FloatArray:
    """(N,) share of wrong answers among the most confident 1, 2, ... N (selective prediction, El-Yaniv and Wiener 2010)."""
    confidence, right = _confident(said)
    wrong = ~right[np.argsort(-confidence, kind="stable")]
    return np.asarray(np.cumsum(wrong) / np.arange(1, len(wrong) + 1))


def risk_at(said: Sequence[Compared], coverages: Sequence[float]) -> list[float]:
    """Of `risk_curve`, where it has come to these shares of all answers."""
    curve = risk_curve(said)
    return [float(curve[max(round(coverage * len(curve)), 1) - 1]) if len(curve) else float("nan") for coverage in coverages]


def _confident(said: Sequence[Compared]) -> tuple[FloatArray, NDArray[np.bool_]]:
    return (np.array([item.confidence for item in said], np.float64), np.array([item.said_right for item in said], bool))


def _verdict_table(heard: Heard) -> Table:
    rows = []
    for verdict in Verdict:
        told = [item for item in heard.compared if item.verdict is verdict]
        if told:
            rows.append((verdict.name, str(len(told)), percent(sum(item.measured_right for item in told) / len(told)),
                         percent(sum(item.said_right for item in told) / len(told))))
    return Table("Verdicts", "How often the measured answer is right, and what was said, for each verdict.",
                 ("", "of", "measured right", "said right"), tuple(rows))


def _caught_table(heard: Heard) -> Table:
    said = spoken_of(heard)
    rows = []
    for name, right in (("wrong", False), ("right", True)):
        members = [item for item in said if item.said_right == right]
        shares = [percent(sum(item.verdict is verdict for item in members) / len(members)) if members else "-"
                  for verdict in (Verdict.DISAGREE, Verdict.ABSTAIN, Verdict.NOT_CHECKED)]
        rows.append((name, str(len(members)), percent(flagged_share(said, right)), *shares))
    return Table("What was said, and how much of it is marked",
                 "Marked: the verdict is DISAGREE or ABSTAIN. Of wrong answers most should be, of right ones few.",
                 ("said", "of", "marked", "DISAGREE", "ABSTAIN", "NOT_CHECKED"), tuple(rows))


def _confidence_table(heard: Heard) -> Table:
    curve = spoken_reliability(heard)
    rows = tuple((f"{stated:.2f}", str(count), percent(right))
                 for stated, right, count in zip(curve.probability, curve.share, curve.count, strict=True))
    return Table("The speaker's confidence", f"Expected calibration error {curve.error:.3f}; by chance {curve.chance:.3f}.",
                 ("stated", "of", "said right"), rows)


def _risk_table(heard: Heard) -> Table:
    said = spoken_of(heard)
    rows = tuple((f"{100 * coverage:.0f} %", percent(value))
                 for coverage, value in zip(COVERAGES, risk_at(said, COVERAGES), strict=True))
    return Table("Risk and coverage", "Of the most confident answers, this share of all that were given, so many are wrong.",
                 ("coverage", "wrong"), rows)


def category_table(title: str, columns: Sequence[tuple[str, Sequence[Told]]]) -> Table:
    """One row for each category; of each column success, error of numbers, and mean relative accuracy."""
    scores = [(name, {score.category: score for score in (*category_scores(told), pooled(told, QUALITATIVE, "qualitative"),
                                                          pooled(told, QUANTITATIVE[:-1], "lengths"))})
              for name, told in columns]
    names = [name for name in scores[0][1] if scores[0][1][name].count]
    rows = tuple((name, str(scores[0][1][name].count), *(cell for _, by_name in scores for cell in _cells(by_name.get(name))))
                 for name in names)
    return Table(title, "As SpatialRGPT-Bench counts: success within 25 % or one clock hour; error: mean of |said - true| / "
                 "true over what was told (direction: hours); MRA: VSI-Bench's mean relative accuracy. Truth as in "
                 "docs/questions.md.", ("", "of", *(f"{name} {what}".strip() for name, _ in columns
                                                    for what in ("success", "error", "MRA"))), rows)


def categories_json(told: Sequence[Told]) -> dict[str, dict[str, float]]:
    return {score.category: {"of": score.count, "success": round(score.success, 4),
                             **({} if np.isnan(score.error) else {"error": round(score.error, 4)}),
                             **({} if np.isnan(score.mra) else {"mra": round(score.mra, 4)})}
            for score in category_scores(told)}


def _cells(score: CategoryScore | None) -> tuple[str, str, str]:
    if score is None:
        return "", "", ""
    return (percent(score.success), "" if np.isnan(score.error) else f"{score.error:.2f}",
            "" if np.isnan(score.mra) else f"{score.mra:.2f}")
