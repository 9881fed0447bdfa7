"""What each branch is worth: scores of language models that were given different things, with the spread over seeds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from spatialgeo_ros.evaluation.tables import Table
from spatialgeo_ros.training.categories import QUALITATIVE, QUANTITATIVE, Told, category_scores, pooled

Answers = Mapping[str, Mapping[int, Sequence[Told]]]  # who answered -> seed -> one of each question, in the same order
_LENGTHS = QUANTITATIVE[:-1]
_SURE = 2.0  # standard errors of a mean difference that show it
Measure = Callable[[Sequence[Told]], float]
MEASURES: Mapping[str, Measure] = {
    "relations": lambda told: pooled(told, QUALITATIVE, "").success,
    "lengths": lambda told: pooled(told, _LENGTHS, "").success,
    "error of lengths": lambda told: pooled(told, _LENGTHS, "").error,
    "MRA of lengths": lambda told: pooled(told, _LENGTHS, "").mra,
    "direction": lambda told: pooled(told, ("direction",), "").success,
    "which is nearer": lambda told: pooled(told, ("which is nearer",), "").success,
    "all": lambda told: float(np.mean([one.right for one in told])),
}
_SHARES = tuple(name for name in MEASURES if name not in ("error of lengths", "MRA of lengths"))


def claims_tables(answers: Answers, claims: Sequence[tuple[str, str, str]]) -> list[Table]:
    """claims: what is claimed, who should be better, than whom."""
    return [_score_table(answers), _claim_table(answers, claims), _category_table(answers)]


def claims_json(answers: Answers, claims: Sequence[tuple[str, str, str]]) -> dict[str, Any]:
    return {"arms": {name: {measure: [round(value, 4) for value in _values(by_seed, measure)] for measure in MEASURES}
                     for name, by_seed in answers.items()},
            "categories": {name: {str(seed): {score.category: round(score.success, 4) for score in category_scores(told)}
                                  for seed, told in by_seed.items()} for name, by_seed in answers.items()},
            "claims": [{"claim": claim, "better": one, "than": other,
                        **{measure: [round(value, 4) for value in _differences(answers, one, other, measure)]
                           for measure in _SHARES}} for claim, one, other in claims]}


def _values(by_seed: Mapping[int, Sequence[Told]], measure: str) -> list[float]:
    return [MEASURES[measure](told) for told in by_seed.values()]


def _differences(answers: Answers, one: str, other: str, measure: str) -> list[float]:
    """Of each seed."""
    return [a - b for a, b in zip(_values(answers[one], measure), _values(answers[other], measure), strict=True)]


def _score_table(answers: Answers) -> Table:
    rows = tuple((name, *(_spread(_values(by_seed, measure), 100 if measure in _SHARES else 1) for measure in MEASURES))
                 for name, by_seed in answers.items())
    first = next(iter(answers.values()))
    return Table("What the language model is given", f"Mean and standard deviation over {len(first)} seeds; "
                 f"{len(next(iter(first.values())))} questions, the same for all. Shares in %, within 25 % or one clock hour. "
                 "error of lengths: mean of |said - true| / true; MRA: mean relative accuracy.", ("", *MEASURES), rows)


def _claim_table(answers: Answers, claims: Sequence[tuple[str, str, str]]) -> Table:
    rows = []
    for claim, one, other in claims:
        cells = []
        for measure in _SHARES:
            found = _differences(answers, one, other, measure)
            cells.append(f"{_spread(found, 100, sign=True)}{_mark(found)}")
        rows.append((claim, *cells))
    return Table("What is claimed", "Difference in points, seed by seed: mean and standard deviation. +: better by more than "
                 f"{_SURE:g} standard errors of the mean, -: worse by as much, nothing: not shown.", ("", *_SHARES),
                 tuple(rows))


def _category_table(answers: Answers) -> Table:
    names = [score.category for score in category_scores(next(iter(next(iter(answers.values())).values())))]
    rows = []
    for category in names:
        cells, count = [], 0
        for by_seed in answers.values():
            found = [pooled(told, (category,), category) for told in by_seed.values()]
            count = found[0].count
            cells.append(_spread([score.success for score in found], 100))
        rows.append((category, str(count), *cells))
    return Table("By category, success in %", "Mean and standard deviation over seeds.", ("", "of", *answers), tuple(rows))


def _spread(values: Sequence[float], times: float, sign: bool = False) -> str:
    if np.isnan(values).any():
        return "-"
    digits = 1 if times == 100 else 2
    mean = f"{times * np.mean(values):{'+' if sign else ''}.{digits}f}"
    return mean + (f" ± {times * np.std(values, ddof=1):.{digits}f}" if len(values) > 1 else "")


def _mark(values: Sequence[float]) -> str:
    if len(values) < 2:
        return ""
    error = float(np.std(values, ddof=1)) / np.sqrt(len(values))
    return " +" if np.mean(values) > _SURE * error else " -" if np.mean(values) < -_SURE * error else ""
