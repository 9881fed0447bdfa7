"""What is shown over seeds, and what is not."""

from __future__ import annotations

import json

from spatialgeo_ros.evaluation.claims_report import claims_json, claims_tables
from spatialgeo_ros.training.categories import Told


def answers(*right: int) -> dict[int, list[Told]]:
    """Of each seed so many of ten relations."""
    return {seed: [Told("left / right", k < count) for k in range(10)] for seed, count in enumerate(right)}


CLAIMS = (("seeing helps", "sees", "blind"), ("magic helps", "sees", "same"), ("blindness helps", "blind", "sees"))


def test_a_difference_is_shown_when_it_is_larger_than_chance() -> None:
    told = {"sees": answers(8, 9, 8), "blind": answers(5, 5, 6), "same": answers(9, 8, 8)}
    scores, claimed, categories = claims_tables(told, CLAIMS)
    assert scores.rows[0][:2] == ("sees", "83.3 ± 5.8")
    column = claimed.header.index("relations")
    assert [row[column][-2:] for row in claimed.rows] == [" +", ".0", " -"]
    assert [row[0] for row in categories.rows] == ["left / right"]
    assert json.loads(json.dumps(claims_json(told, CLAIMS)))["claims"][0]["relations"] == [0.3, 0.4, 0.2]


def test_one_seed_shows_nothing() -> None:
    told = {"sees": answers(8), "blind": answers(5), "same": answers(8)}
    claimed = claims_tables(told, CLAIMS)[1]
    assert claimed.rows[0][claimed.header.index("relations")] == "+30.0"
