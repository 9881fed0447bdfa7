"""Keeps pictures of those views of simulated rooms in which most went wrong."""

from __future__ import annotations

import heapq
from collections import Counter
from pathlib import Path

import cv2
import numpy as np

from spatialgeo_ros.drawing.labels import Picture, Rgb, draw_plate, plate_for
from spatialgeo_ros.drawing.picture_files import save_rgb
from spatialgeo_ros.evaluation.rooms import RoomOutcome
from spatialgeo_ros.evaluation.unmatched import seen_objects

SCALE = 2
PAPER_RGB: Rgb = (20, 20, 20)
TRUE_RGB, MISSED_RGB, FOUND_RGB, ALONE_RGB = (255, 255, 255), (255, 40, 40), (80, 255, 80), (255, 160, 0)
LINE_PX = 18


class WorstViews:
    """Give it every outcome; it keeps the pictures of the worst ones."""

    def __init__(self, keep: int = 12) -> None:
        self._keep = keep
        self._heap: list[tuple[int, int, str, Picture]] = []
        self._count = 0

    def add(self, outcome: RoomOutcome) -> None:
        wrong = sum(not check.right for check in outcome.checks)
        self._count += 1
        if not wrong or (len(self._heap) == self._keep and wrong <= self._heap[0][0]):
            return
        entry = (wrong, -self._count, outcome.frame.where.replace(" ", "_"), view_picture(outcome))
        if len(self._heap) == self._keep:
            heapq.heapreplace(self._heap, entry)
        else:
            heapq.heappush(self._heap, entry)

    def save(self, folder: Path) -> list[Path]:
        """Worst first."""
        paths = []
        for rank, (wrong, _, where, picture) in enumerate(sorted(self._heap, reverse=True), 1):
            paths.append(folder / f"{rank:02d}_{where}_{wrong}_wrong.png")
            save_rgb(paths[-1], picture)
        return paths


def view_picture(outcome: RoomOutcome) -> Picture:
    """White: true box of a counted object, red: missed; green: found and matched, orange: found, no true object.

    Below: what went wrong.
    """
    rgb, frame = outcome.rgb, outcome.frame
    height, width = rgb.shape[:2]
    wrong = [check for check in outcome.checks if not check.right and not check.detail.endswith("not found")]
    counts = Counter(check.group for check in outcome.checks if not check.right)
    lines = [f"{frame.where}: " + ", ".join(f"{count} {group}" for group, count in counts.most_common()),
             *(f"{check.group}: {check.what}: {check.detail}" for check in wrong[:25])]
    picture: Picture = np.zeros((height * SCALE + LINE_PX * len(lines), width * SCALE, 3), np.uint8)
    picture[:height * SCALE] = cv2.resize(rgb, (width * SCALE, height * SCALE))
    partners = {item.id for item in frame.matched.values()}
    for found in [] if frame.scene is None else seen_objects(frame.scene):
        if found.bbox_xyxy_px is not None:
            colour = FOUND_RGB if found.id in partners else ALONE_RGB
            _box(picture, found.bbox_xyxy_px, colour, f"#{found.id}", 1)
    for item in frame.counted:
        _box(picture, item.bbox_xyxy_px, TRUE_RGB if item.id in frame.matched else MISSED_RGB,
             f"{item.word}[{item.id}]", 0)
    for row, line in enumerate(lines):
        draw_plate(picture, plate_for(line, 0.42, 2, height * SCALE + row * LINE_PX), TRUE_RGB, None)
    return picture


def _box(picture: Picture, bbox: tuple[int, int, int, int], colour: Rgb, name: str, row: int) -> None:
    left, top, right, bottom = (SCALE * value for value in bbox)
    cv2.rectangle(picture, (left, top), (right + SCALE - 1, bottom + SCALE - 1), colour, 1)
    plate = plate_for(name, 0.4, left, bottom if row == 0 else top)
    draw_plate(picture, plate.kept_within(picture.shape[1], picture.shape[0]), colour, PAPER_RGB)
