"""The page scores.md and the table of scores in the README, from what the commands print."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOMS = ("evaluate", "--world", "sim", "--seeds", "5000-5089", "--questions", "12")
IN_README = {
    "frames": ("found, not flat", "clear facts, on, inside (all)", "clear facts, on, inside (of no flat thing)",
               "distance gap", "distance upper_bound", "height"),
    "rooms": ("found", "positional, all", "positional, mean of these", "metric, all", "questions in words, all"),
}
MARK = re.compile(r"<!-- scores -->.*<!-- end of scores -->", re.DOTALL)


def write_scores(root: Path) -> None:
    """Run the commands (minutes) and write docs/scores.md and the README's table."""
    frames = Path(os.environ.get("SPATIALGEO_DATA", root.parent / "shared" / "data"))
    results = {"frames": _run(root, "evaluate", "--frames", str(frames)), "rooms": _run(root, *ROOMS)}
    commands = {"frames": "./run spatialgeo evaluate --frames DIR", "rooms": "./run spatialgeo " + " ".join(ROOMS)}
    chapters = [_chapter(commands[name], result) for name, result in results.items()]
    (root / "docs" / "scores.md").write_text(_HEAD + "\n".join(chapters), encoding="utf-8")
    readme = root / "README.md"
    block = "\n".join(_summary(commands[name], results[name], IN_README[name]) for name in IN_README)
    text = readme.read_text(encoding="utf-8")
    readme.write_text(MARK.sub(lambda _: f"<!-- scores -->\n{block}<!-- end of scores -->", text), encoding="utf-8")


def _run(root: Path, *arguments: str) -> dict[str, Any]:
    """The command's JSON. Exit code 1 only says that a goal was missed."""
    done = subprocess.run([sys.executable, "-m", "spatialgeo_ros.cli", *arguments, "--json"], cwd=root, check=False,
                          stdout=subprocess.PIPE, text=True)
    if done.returncode > 1:
        raise SystemExit(f"spatialgeo {' '.join(arguments)} failed")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _chapter(command: str, result: dict[str, Any]) -> str:
    return f"    {command}\n\n{_table(result, tuple(result['scores']))}"


def _summary(command: str, result: dict[str, Any], groups: tuple[str, ...]) -> str:
    return f"`{command}`\n\n{_table(result, groups)}"


def _table(result: dict[str, Any], groups: tuple[str, ...]) -> str:
    rows = ["| | right | of | rate | goal | |", "|---|---|---|---|---|---|"]
    for group in groups:
        score = result["scores"].get(group)
        if score is None or not score["total"]:
            continue
        goal = "" if score["goal"] is None else f"{100 * score['goal']:.1f} %"
        mark = {True: "reached", False: "missed", None: ""}[score["reached"]]
        rate = f"{100 * score['rate']:.1f} %"
        rows.append(f"| {group} | {score['right']} | {score['total']} | {rate} | {goal} | {mark} |")
    return "\n".join(rows) + "\n"


_HEAD = """# Scores

<!-- written by `python docs/generate.py --scores` -->

What the commands print; [evaluation](evaluation.md) says what is counted. The real frames are not part of this
repository; the rooms of seeds 5000-5999 were never looked at while working on the estimator.

"""
