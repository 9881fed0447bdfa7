"""What tracking around a table came to, for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spatialgeo_ros.evaluation.orbit_tracks import CHANGES_GOAL, MovedThing, OrbitScores
from spatialgeo_ros.evaluation.tables import Table
from spatialgeo_ros.world.orbit import PERIOD_S


def orbit_table(scores: Sequence[OrbitScores]) -> Table:
    rows = tuple((str(item.seed), str(len(item.ids)), str(sum(item.sightings.values())), str(item.returns),
                  str(len(item.changes)), *_moved_cells(item.moved), "reached" if item.reached else "missed")
                 for item in scores)
    rates = "/".join(sorted({f"{item.rate_hz:g}" for item in scores}))
    return Table(f"Tracks: {PERIOD_S:.0f} s around a table at {rates} frames per second",
                 f"Goal: at most {CHANGES_GOAL} identity changes, and what was moved while out of view is never claimed at "
                 "its old place as in view or with the uncertainty of its last sighting. Believed: seconds for which the "
                 "old place is still told after the camera began to look there.",
                 ("seed", "things", "sightings", "returns to view", "identity changes", "moved unseen", "false claims",
                  "believed", "goal"), rows)


def orbit_text(scores: Sequence[OrbitScores]) -> str:
    lines = [orbit_table(scores).text()]
    for item in scores:
        lines += ["", *(f"seed {item.seed}: {line}" for line in change_lines(item))] if item.changes else []
    return "\n".join(lines)


def orbit_markdown(scores: Sequence[OrbitScores]) -> str:
    changes = [f"* seed {item.seed}: {line}" for item in scores for line in change_lines(item)]
    return "\n".join([orbit_table(scores).markdown(), *(["Identity changes:", "", *changes, ""] if changes else [])])


def change_lines(scores: OrbitScores) -> list[str]:
    return [f"{change.time_s:.1f} s: {change.thing} was #{change.before}, is #{change.after}, "
            f"{change.unseen_s:.1f} s after it was last found" for change in scores.changes]


def orbit_json(scores: Sequence[OrbitScores]) -> dict[str, Any]:
    return {"orbits": [{
        "seed": item.seed, "rate_hz": item.rate_hz, "frames": item.frames, "sightings": item.sightings,
        "ids": {name: list(ids) for name, ids in item.ids.items()}, "returns_to_view": item.returns,
        "identity_changes": [{"time_s": change.time_s, "thing": change.thing, "before": change.before,
                              "after": change.after, "unseen_s": change.unseen_s} for change in item.changes],
        "moved": None if item.moved is None else _moved_json(item.moved), "reached": item.reached} for item in scores],
        "goal": {"identity_changes": CHANGES_GOAL, "false_claims": 0}}


def _moved_cells(moved: MovedThing | None) -> tuple[str, str, str]:
    if moved is None:
        return "nothing", "-", "-"
    return (f"{moved.thing} at {moved.time_s:.0f} s", f"{len(moved.false_claims)} of {len(moved.claims)}",
            f"{moved.believed_s:.1f} s")


def _moved_json(moved: MovedThing) -> dict[str, Any]:
    return {"thing": moved.thing, "id": moved.id, "time_s": moved.time_s, "std_m": round(moved.std_m, 4),
            "claims": len(moved.claims), "false_claims": len(moved.false_claims), "believed_s": moved.believed_s}
