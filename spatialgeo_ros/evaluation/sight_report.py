"""The scores of scenes of colour alone for people (text, markdown) and for programs (one JSON object)."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from spatialgeo_ros.evaluation.checks import Score, score_of
from spatialgeo_ros.evaluation.frames_report import check_json, score_json
from spatialgeo_ros.evaluation.sight import DEPTH_FLOORS, SightScores, answered
from spatialgeo_ros.evaluation.sight_speaker import Heard
from spatialgeo_ros.evaluation.spoken_report import categories_json, category_table, spoken_json, spoken_tables
from spatialgeo_ros.evaluation.tables import Table, percent
from spatialgeo_ros.world.rgb_views import RENDERERS

_LISTED = 5
_APART = ("found, cut by the border", "class, when told")
_WORDS = {"abs_rel": "AbsRel", "delta1": "delta1", "abs_rel_objects": "AbsRel on objects", "unknown": "not told, share"}


def sight_tables(scores: SightScores) -> list[Table]:
    heard = scores.heard
    columns, spoken = [("measured", scores.told)], list[Table]()
    if heard is not None:
        columns += [("said", heard.told), ("said, masks given", heard.told_given)]
        spoken = [_spoken_table(heard), *spoken_tables(heard)]
    return [_score_table(scores), category_table("By category", columns), *spoken, _depth_table(scores), _doubt_table(scores)]


def sight_text(scores: SightScores) -> str:
    told = [plan_text(scores), "", *(f"{table.text()}\n" for table in sight_tables(scores))]
    wrong = Counter((check.group, _why(check.detail)) for check in scores.checks if not check.right and ": " in check.detail)
    told += ["most frequent reasons of wrong answers:", *(f"  {count:4} {group}: {why}"
                                                          for (group, why), count in wrong.most_common(12))]
    told += ["", *scores.refused[:_LISTED]]
    told += [f"... and {len(scores.refused) - _LISTED} more views refused"] if len(scores.refused) > _LISTED else []
    return "\n".join([*told, rate_text(scores)])


def sight_markdown(scores: SightScores) -> str:
    plan = plan_text(scores)
    return "\n".join([f"# {plan[0].upper()}{plan[1:]}", "", *(table.markdown() for table in sight_tables(scores)),
                      rate_text(scores), ""])


def sight_json(scores: SightScores) -> dict[str, Any]:
    given, words = ({score.group: score_json(score) for score in answered(part)} for part in (scores.given, scores.text_only))
    return {"seeds": list(scores.plan.seeds), "renderer": scores.plan.renderer, "sensor_depth": scores.plan.sensor,
            "views": scores.views, "categories": categories_json(scores.told),
            "questions_per_view": scores.plan.questions_per_view,
            "scores": {score.group: score_json(score) for score in (*scores.scores(), *_apart(scores))},
            "masks_and_names_given": given, "text_only": words,
            "depth": {name: round(value, 4) for name, value in scores.depth.items()}, "position": _position_json(scores),
            "objects_found": scores.objects, "objects_alone": scores.alone, "refused": list(scores.refused),
            "milliseconds": {"model": round(scores.milliseconds[0], 1), "scene": round(scores.milliseconds[1], 1)},
            "rate_hz": round(scores.rate_hz, 2), **({} if scores.heard is None else _spoken_json(scores.heard)),
            "wrong": [check_json(check) for check in scores.checks if not check.right]}


def plan_text(scores: SightScores) -> str:
    seeds = scores.plan.seeds
    drawn = "" if scores.plan.renderer == RENDERERS[0] else f" drawn by {scores.plan.renderer}"
    seen = "colour and a sensor's depth" if scores.plan.sensor else "colour alone"
    told = "things named by words" if scores.plan.sensor else "everything predicted, things named by words"
    return (f"{seen}, {scores.views} views of {len(seeds)} simulated rooms{drawn}, seeds {seeds[0]} to {seeds[-1]}; "
            f"{told}")


def rate_text(scores: SightScores) -> str:
    model, core = scores.milliseconds
    return (f"scene rate {scores.rate_hz:.1f} Hz: model {model:.0f} ms, scene {core:.0f} ms (medians); "
            f"{scores.alone} of {scores.objects} found objects are no true thing; {len(scores.refused)} views refused")


def _score_table(scores: SightScores) -> Table:
    given = {score.group: score for score in answered(scores.given)}
    words = {score.group: score for score in answered(scores.text_only)}
    rows = []
    for score in (*scores.scores(), *_apart(scores)):
        if score.total:
            goal = "" if score.goal is None else f">= {100 * score.goal:.0f} %"
            reached = {True: "reached", False: "missed", None: ""}[score.reached]
            rows.append((score.group, str(score.total), percent(score.rate), goal, reached, _rate(given.get(score.group)),
                         _rate(words.get(score.group))))
    return Table("Scores", "Found: masks overlap by half or more, of things mostly in view. Lengths are right within 25 %, "
                 "directions within one clock hour. No answer is a wrong answer. Text only: a table of the words of the "
                 "questions, made from other rooms.",
                 ("", "of", "rate", "floor", "", "masks and names given", "text only"), tuple(rows))


def _spoken_table(heard: Heard) -> Table:
    given = {score.group: score for score in answered(heard.given)}
    rows = tuple((score.group, str(score.total), percent(score.rate), _rate(given.get(score.group)))
                 for score in answered(heard.checks) if score.total)
    return Table("The model's speaker",
                 "What it says to the same questions, seeing tokens of the image and of the scene's segments, and pointed "
                 "at those that the words were found to mean. Masks given: true segments, and those truly meant.",
                 ("", "of", "rate", "masks given"), rows)


def _spoken_json(heard: Heard) -> dict[str, Any]:
    return {"spoken": {score.group: score_json(score) for score in answered(heard.checks)},
            "spoken_masks_given": {score.group: score_json(score) for score in answered(heard.given)},
            "spoken_categories": categories_json(heard.told),
            "spoken_categories_masks_given": categories_json(heard.told_given),
            **spoken_json(heard)}


def _depth_table(scores: SightScores) -> Table:
    rows = []
    for name, value in scores.depth.items():
        floor = DEPTH_FLOORS.get(name)
        sign = ">=" if name == "delta1" else "<="
        reached = "" if floor is None else "reached" if (value >= floor) == (name == "delta1") else "missed"
        rows.append((_WORDS[name], f"{value:.3f}", "" if floor is None else f"{sign} {floor:g}", reached))
    return Table("Depth", "Known focal length; over all pixels of all views.", ("", "", "floor", ""), tuple(rows))


def _doubt_table(scores: SightScores) -> Table:
    position = _position_json(scores)
    rows = tuple((name.replace("_", " "), f"{value:.3f}") for name, value in position.items())
    return Table("Distance of found things from the camera, and the stated deviation",
                 "Shares of the distance; a normal error lies within one stated deviation 68 % of the time, within two 95 %.",
                 ("", ""), rows)


def _position_json(scores: SightScores) -> dict[str, float]:
    if not scores.placed:
        return {}
    error, std, distance = np.array([(item.error_m, item.std_m, item.distance_m) for item in scores.placed]).T
    off = np.abs(error) / np.maximum(std, 1e-6)
    values = {"median_error": np.median(np.abs(error) / distance), "median_bias": np.median(error / distance),
              "median_stated": np.median(std / distance), "within_1_stated": np.mean(off <= 1),
              "within_2_stated": np.mean(off <= 2)}
    return {name: round(float(value), 4) for name, value in values.items()}


def _apart(scores: SightScores) -> list[Score]:
    return [score_of(group, [check for check in scores.checks if check.group == group]) for group in _APART]


def _rate(score: Score | None) -> str:
    return "" if score is None or not score.total else percent(score.rate)


def _why(detail: str) -> str:
    """The status of what was not answered, else that it was wrong."""
    told = detail.partition(": ")[2].partition(" / true")[0]
    status, found, reason = told.partition(": ")
    return f"{status}: {reason[:60]}" if found and status.isupper() else "wrong"
