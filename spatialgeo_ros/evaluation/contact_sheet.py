"""The worst single errors of simulated rooms on one page: what was seen there, found and true, and what was wrong."""

from __future__ import annotations

import heapq
import textwrap
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import cv2
import numpy as np

from spatialgeo_ros.drawing.annotated import BOX_EDGES, project_segments
from spatialgeo_ros.drawing.labels import Picture, Rgb, draw_plate, plate_for
from spatialgeo_ros.drawing.picture_files import save_rgb
from spatialgeo_ros.evaluation.causes import Blamed
from spatialgeo_ros.evaluation.checks import Check
from spatialgeo_ros.evaluation.room_checks import LARGER, UNSURE
from spatialgeo_ros.evaluation.room_frame import NOT_FOUND
from spatialgeo_ros.evaluation.rooms import RoomOutcome
from spatialgeo_ros.evaluation.unmatched import seen_objects
from spatialgeo_ros.types import OrientedBox

TILE_PX, TEXT_PX = (300, 400), 96  # (height, width) of the image part of a tile, and the height of its text
COLUMNS = 4
SCALE_TEXT, LINE_PX, WRAP = 0.38, 15, 62
LEAST_PX = 90  # a crop is at least so wide, or nobody recognises anything
AROUND = 0.35  # share of its size that a crop shows around what it is about
TRUE_RGB, MISSED_RGB, FOUND_RGB, OTHER_RGB = (255, 255, 255), (255, 40, 40), (80, 255, 80), (255, 160, 0)
PAPER_RGB: Rgb = (24, 24, 24)


@dataclass(frozen=True, eq=False)
class _Case:
    """of: the view and what it is about there."""

    of: tuple[str, tuple[int, ...]]
    picture: Picture


class ContactSheet:
    """Give it every outcome; it keeps the worst errors of each group of checks, one of a group and view."""

    def __init__(self, cases: int = 24, of_each_group: int = 3) -> None:
        self._cases, self._of_each = cases, of_each_group
        self._heaps: dict[str, list[tuple[float, int, _Case]]] = {}
        self._count = 0

    def add(self, outcome: RoomOutcome) -> None:
        blamed = {id(item.check): item for item in outcome.blamed}
        worst: dict[str, Check] = {}
        for check in outcome.checks:
            if _worth_showing(check) and check.badness > worst.get(check.group, check).badness - 1e-12:
                worst[check.group] = check
        for group, check in worst.items():
            self._count += 1
            heap = self._heaps.setdefault(group, [])
            if len(heap) == self._of_each and check.badness <= heap[0][0]:
                continue
            case = _Case((check.where, tuple(sorted(check.about))), tile(outcome, check, blamed.get(id(check))))
            entry = (check.badness, -self._count, case)
            (heapq.heappush if len(heap) < self._of_each else heapq.heapreplace)(heap, entry)

    def picture(self) -> Picture | None:
        """The worst of each group first, then the second worst, no things twice in one view; None when nothing was wrong."""
        ranked = [[case for *_, case in sorted(heap, reverse=True)] for heap in self._heaps.values()]
        cases: dict[tuple[str, tuple[int, ...]], Picture] = {}
        for case in (case for rank in zip_longest(*ranked) for case in rank if case is not None):
            cases.setdefault(case.of, case.picture)
        chosen = list(cases.values())[:self._cases]
        if not chosen:
            return None
        chosen += [np.zeros_like(chosen[0])] * (-len(chosen) % COLUMNS)
        return np.vstack([np.hstack(chosen[k:k + COLUMNS]) for k in range(0, len(chosen), COLUMNS)])

    def save(self, path: Path) -> bool:
        """Whether there was anything to show."""
        picture = self.picture()
        if picture is not None:
            save_rgb(path, picture)
        return picture is not None


def tile(outcome: RoomOutcome, check: Check, blamed: Blamed | None) -> Picture:
    """White: true boxes, red: of a missed object; green: found as that object; orange: other found ones around it."""
    picture = np.ascontiguousarray(outcome.rgb).copy()
    left, top, right, bottom = _crop(outcome, check)
    scale = TILE_PX[1] / (right - left)
    large = cv2.resize(picture[top:bottom, left:right], TILE_PX[::-1], interpolation=cv2.INTER_CUBIC)
    origin = np.array([left, top], np.float64)
    _draw_boxes(np.asarray(large), outcome, check, origin, scale)
    canvas: Picture = np.full((TILE_PX[0] + TEXT_PX, TILE_PX[1], 3), 0, np.uint8)
    canvas[:TILE_PX[0]] = large
    cause = "" if blamed is None else f"  [{blamed.cause.value}]"
    lines = [f"{check.group}{cause}", check.where,
             *textwrap.wrap(f"{check.what}: {check.detail}", WRAP)][:TEXT_PX // LINE_PX]
    for row, line in enumerate(lines):
        draw_plate(canvas, plate_for(line, SCALE_TEXT, 2, TILE_PX[0] + row * LINE_PX), TRUE_RGB, None)
    cv2.rectangle(canvas, (0, 0), (canvas.shape[1] - 1, canvas.shape[0] - 1), (90, 90, 90), 1)
    return canvas


def _worth_showing(check: Check) -> bool:
    told = check.group.startswith((UNSURE, LARGER)) or (check.detail.endswith(NOT_FOUND)
                                                       and not check.group.startswith("found"))
    return bool(not check.right and check.about and not told)


def _crop(outcome: RoomOutcome, check: Check) -> tuple[int, int, int, int]:
    """(left, top, right, bottom) around what the check is about, exclusive ends, of the tile's shape."""
    height, width = outcome.rgb.shape[:2]
    boxes = np.array([outcome.frame.truth.object(number).bbox_xyxy_px for number in check.about], np.float64)
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    wide = max(float((high - low).max()) * (1 + 2 * AROUND), LEAST_PX)
    across = int(min(max(wide, wide * 0.75 * TILE_PX[1] / TILE_PX[0]), width, height * TILE_PX[1] / TILE_PX[0]))
    down = min(int(across * TILE_PX[0] / TILE_PX[1]), height)
    centre = (low + high) / 2
    left = int(np.clip(centre[0] - across / 2, 0, width - across))
    top = int(np.clip(centre[1] - down / 2, 0, height - down))
    return left, top, left + across, top + down


def _draw_boxes(picture: Picture, outcome: RoomOutcome, check: Check, origin: np.ndarray, scale: float) -> None:
    frame = outcome.frame
    partners = {frame.matched[number].id for number in check.about if number in frame.matched}
    for found in [] if frame.scene is None or len(partners) == len(check.about) else seen_objects(frame.scene):
        if found.id not in partners and found.bbox_xyxy_px is not None:
            _rectangle(picture, found.bbox_xyxy_px, origin, scale, OTHER_RGB, f"#{found.id}")
    for number in check.about:
        item = frame.truth.object(number)
        colour = TRUE_RGB if number in frame.matched else MISSED_RGB
        if frame.scene is None:
            _rectangle(picture, item.bbox_xyxy_px, origin, scale, colour, f"{item.word}[{number}]")
            continue
        _edges(picture, item.box, outcome, origin, scale, colour, f"{item.word}[{number}]")
        if number in frame.matched:
            found = frame.matched[number]
            _edges(picture, found.box, outcome, origin, scale, FOUND_RGB, f"#{found.id}")


def _edges(picture: Picture, box: OrientedBox, outcome: RoomOutcome, origin: np.ndarray, scale: float, colour: Rgb,
           name: str) -> None:
    """The box in space as the camera sees it."""
    assert outcome.frame.scene is not None
    lines = project_segments(box.corners_ref()[np.array(BOX_EDGES)], outcome.frame.scene)
    if not len(lines):
        return
    drawn = np.round((lines - origin) * scale).astype(np.int32)
    cv2.polylines(picture, list(drawn), False, (20, 20, 20), 3, cv2.LINE_AA)
    cv2.polylines(picture, list(drawn), False, colour, 1, cv2.LINE_AA)
    corner = drawn.reshape(-1, 2)
    _name(picture, name, int(corner[:, 0].min()),
          int(corner[:, 1].max()) if colour != FOUND_RGB else int(corner[:, 1].min()) - 16, colour)


def _rectangle(picture: Picture, bbox: tuple[int, int, int, int], origin: np.ndarray, scale: float, colour: Rgb,
               name: str) -> None:
    corners = np.round((np.array(bbox, np.float64).reshape(2, 2) + ((0, 0), (1, 1)) - origin) * scale).astype(int)
    (left, top), (right, bottom) = corners.tolist()
    cv2.rectangle(picture, (left, top), (right, bottom), colour, 1)
    if 0 <= left < picture.shape[1] and 0 <= top < picture.shape[0]:
        _name(picture, name, left, top, colour)


def _name(picture: Picture, name: str, left: int, top: int, colour: Rgb) -> None:
    plate = plate_for(name, SCALE_TEXT, left, top)
    draw_plate(picture, plate.kept_within(picture.shape[1], picture.shape[0]), colour, PAPER_RGB)
