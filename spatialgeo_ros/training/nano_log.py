"""How a training run is told: JSON lines, a picture of the curves, a card."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch

Tell = Callable[[str], None]
_PANEL = (300, 420)  # height, width in pixels of one curve
_INK, _FAINT, _LINE = (40, 40, 40), (215, 215, 215), (190, 90, 20)  # BGR


class Log:
    """`folder`/log.jsonl, to which every run adds."""

    def __init__(self, folder: Path, tell: Tell) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path, self.tell = folder / "log.jsonl", tell

    def write(self, stage: str, minutes: float, values: Mapping[str, float]) -> None:
        line = {"stage": stage, "minutes": round(minutes, 3), **{name: round(float(v), 4) for name, v in values.items()}}
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        self.tell(json.dumps(line))

    def lines(self) -> list[dict[str, Any]]:
        if not self.path.exists():
            return []
        return [json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines()]


def draw_curves(lines: Sequence[Mapping[str, Any]], path: Path) -> None:
    """One panel for each value of each stage, over minutes of training."""
    curves: dict[str, list[tuple[float, float]]] = {}
    for line in lines:
        for name, value in line.items():
            if name not in ("stage", "minutes") and np.isfinite(value):
                curves.setdefault(f"{line['stage']}: {name}", []).append((line["minutes"], value))
    panels = [_panel(name, np.array(points)) for name, points in curves.items() if len(points) > 1]
    if not panels:
        return
    panels += [np.full_like(panels[0], 255)] * (-len(panels) % 4)
    cv2.imwrite(str(path), np.vstack([np.hstack(panels[k:k + 4]) for k in range(0, len(panels), 4)]))


def _panel(name: str, points: np.ndarray) -> np.ndarray:
    height, width = _PANEL
    picture = np.full((height, width, 3), 255, np.uint8)
    low, high = points.min(axis=0), points.max(axis=0)
    span = np.maximum(high - low, 1e-9)
    inner = np.array([width - 90, height - 80])
    at = np.rint(np.array([65, 40]) + (points - low) / span * inner * (1, -1) + (0, inner[1])).astype(np.int32)
    cv2.rectangle(picture, (65, 40), (65 + int(inner[0]), 40 + int(inner[1])), _FAINT, 1)
    cv2.polylines(picture, [at], False, _LINE, 1, cv2.LINE_AA)
    for text, place in ((name, (65, 25)), (f"{high[1]:.3g}", (5, 48)), (f"{low[1]:.3g}", (5, height - 42)),
                        (f"{low[0]:.1f}", (60, height - 20)), (f"{high[0]:.1f} min", (width - 90, height - 20)),
                        (f"last {points[-1][1]:.3g}", (width // 2 - 20, height - 20))):
        cv2.putText(picture, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.42, _INK, 1, cv2.LINE_AA)
    return picture


def hardware(device: torch.device, threads: int) -> dict[str, Any]:
    """What a run was made on."""
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else platform.processor() or platform.machine()
    return {"device": f"{device.type}: {name}", "threads": threads, "cores": os.cpu_count(), "torch": torch.__version__,
            "python": platform.python_version()}


def commit() -> str:
    """Of the checkout this runs from, "unknown" when it is none."""
    try:
        done = subprocess.run(["git", "describe", "--always", "--dirty", "--abbrev=12"], cwd=Path(__file__).parent, check=True,
                              capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()


def add_run(card: Path, run: Mapping[str, Any], scores: Mapping[str, Any]) -> None:
    """Write the card anew with one run more, and the scores after it."""
    known = json.loads(card.read_text(encoding="utf-8")) if card.exists() else {"runs": []}
    entry = {**run, "commit": commit(), "command": " ".join(["spatialgeo", *sys.argv[1:]]),
             "ended": time.strftime("%Y-%m-%d %H:%M")}
    whole = {"what": "SpatialGeo nano: answers from colour alone, trained on simulated rooms", "runs": [*known["runs"], entry],
             "scores": scores}
    card.write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")
