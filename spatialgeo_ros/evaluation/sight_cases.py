"""Questions about scenes on a page: the image with what was found, the depth, the question, and who was right."""

from __future__ import annotations

import textwrap
from pathlib import Path

import cv2
import numpy as np

from spatialgeo_ros.drawing.annotated import annotate
from spatialgeo_ros.drawing.labels import Picture, Rgb, draw_plate, plate_for
from spatialgeo_ros.drawing.picture_files import save_rgb
from spatialgeo_ros.evaluation.sight import SightOutcome
from spatialgeo_ros.types import Answer, FloatArray, Status

IMAGE_PX, TEXT_PX, LINE_PX = (360, 480), 92, 17  # (height, width) of each image, height of the text below and of a line
PAPER_RGB: Rgb = (24, 24, 24)
INK_RGB: Rgb = (255, 255, 255)
RIGHT_RGB: Rgb = (120, 255, 120)
WRONG_RGB: Rgb = (255, 110, 110)
COLUMNS, ROWS = 2, 4
_WRAP = 170
_SCALE = 0.42


class CaseSheet:
    """Give it every outcome; it keeps as many answers that were measured rightly as wrongly, groups of questions and views in
    turn."""

    def __init__(self) -> None:
        self._cases: dict[bool, dict[str, list[Picture]]] = {True: {}, False: {}}
        self._most = COLUMNS * ROWS

    def add(self, outcome: SightOutcome) -> None:
        """At most one right and one wrong answer of each view, of the group that has fewest."""
        for right, groups in self._cases.items():
            slots = [slot for slot, check in enumerate(outcome.measured.checks) if check.right is right]
            if not slots or sum(map(len, groups.values())) >= 8 * self._most:
                continue
            slot = min(slots, key=lambda k: len(groups.get(outcome.measured.checks[k].group, ())))
            group = outcome.measured.checks[slot].group
            if len(groups.get(group, ())) < self._most:
                groups.setdefault(group, []).append(case(outcome, slot))

    def save(self, folder: Path) -> list[Path]:
        """cases_right.png and cases_wrong.png, as far as there are such answers."""
        paths = []
        for right, groups in self._cases.items():
            ranked = sorted(((rank, group) for group, members in groups.items() for rank in range(len(members))))
            chosen = [groups[group][rank] for rank, group in ranked][:self._most]
            if chosen:
                chosen += [np.zeros_like(chosen[0])] * (-len(chosen) % COLUMNS)
                paths.append(folder / f"cases_{'right' if right else 'wrong'}.png")
                save_rgb(paths[-1], np.vstack([np.hstack(chosen[k:k + COLUMNS]) for k in range(0, len(chosen), COLUMNS)]))
        return paths


def case(outcome: SightOutcome, slot: int) -> Picture:
    """(H, W, 3): the image with found objects, the depth that was predicted or sensed, and one question."""
    view, scene = outcome.view, outcome.scene
    depth_m = view.frame.depth_m if scene.depth_m is None else scene.depth_m
    assert depth_m is not None
    images = [cv2.resize(image, IMAGE_PX[::-1], interpolation=cv2.INTER_AREA)
              for image in (annotate(view.frame.rgb, scene), depth_picture(depth_m))]
    canvas: Picture = np.full((IMAGE_PX[0] + TEXT_PX, 2 * IMAGE_PX[1], 3), PAPER_RGB, np.uint8)
    canvas[:IMAGE_PX[0]] = np.hstack(images)
    for row, (text, ink) in enumerate(_lines(outcome, slot)[:TEXT_PX // LINE_PX]):
        draw_plate(canvas, plate_for(text, _SCALE, 4, IMAGE_PX[0] + 3 + row * LINE_PX), ink, None)
    cv2.rectangle(canvas, (0, 0), (canvas.shape[1] - 1, canvas.shape[0] - 1), (90, 90, 90), 1)
    return canvas


def depth_picture(depth_m: FloatArray) -> Picture:
    """(H, W, 3) of (H, W) metres: near red, far blue, by the inverse; black where nothing is known."""
    known = np.isfinite(depth_m) & (depth_m > 0)
    inverse = np.where(known, 1 / np.where(known, depth_m, 1), 0)
    low, high = np.quantile(inverse[known], (0.02, 0.98)) if known.any() else (0.0, 1.0)
    shade = np.clip(255 * (inverse - low) / max(high - low, 1e-6), 0, 255).astype(np.uint8)
    coloured = cv2.cvtColor(cv2.applyColorMap(shade, cv2.COLORMAP_TURBO), cv2.COLOR_BGR2RGB)
    coloured[~known] = 0
    return np.asarray(coloured, np.uint8)


def _lines(outcome: SightOutcome, slot: int) -> list[tuple[str, Rgb]]:
    asked, check = outcome.view.asked[slot], outcome.measured.checks[slot]
    lines = [(f"{asked.group}, {outcome.view.where}:  {asked.text}   true: {asked.answer}", INK_RGB),
             (f"measured: {_told(outcome.measured.answers[slot])}", RIGHT_RGB if check.right else WRONG_RGB)]
    if outcome.heard.compared:
        said = outcome.heard.compared[slot]
        sure = f" ({100 * said.confidence:.0f} %)" if said.text else ""
        lines.append((f"said: {said.text or 'nothing'}{sure}, {said.verdict.name}",
                      RIGHT_RGB if said.said_right else WRONG_RGB))
    return [(part, ink) for text, ink in lines for part in textwrap.wrap(text.replace("±", "+-"), _WRAP)]


def _told(answer: Answer | None) -> str:
    if answer is None:
        return "nothing"
    return answer.text if answer.status is Status.ANSWERED else f"{answer.status.name.lower()}: {answer.reason}"
