"""Calibration as a picture: how often what was said to be so probable was true."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from spatialgeo_ros.drawing.labels import Picture, Rgb, draw_plate, plate_for
from spatialgeo_ros.evaluation.calibration import Calibration, Reliability
from spatialgeo_ros.types import FloatArray

PANEL_PX, MARGIN_PX, TITLE_PX, COLUMNS = 260, 44, 40, 3
PAPER_RGB: Rgb = (255, 255, 255)
INK_RGB: Rgb = (30, 30, 30)
FAINT_RGB: Rgb = (205, 205, 205)
STATED_RGB: Rgb = (20, 100, 200)
CONSTANT_RGB: Rgb = (220, 120, 20)
_LEAST = 5  # statements of a bin that make a dot


def reliability_picture(calibration: Calibration) -> Picture:
    """One panel for all, one for each predicate. Blue: as stated; orange: by one constant standard deviation."""
    constant = {curve.name: curve for curve in calibration.constant}
    picture = _page([_panel(curve, constant.get(curve.name)) for curve in calibration.stated],
                    "said probability (across) and share that was true (up); dots grow with the number of pairs")
    _write(picture, "blue: as stated", MARGIN_PX, 20, STATED_RGB, 0.45)
    _write(picture, "orange: one constant sigma for all", MARGIN_PX + 140, 20, CONSTANT_RGB, 0.45)
    return picture


def confidence_picture(curves: Sequence[Reliability], risk: FloatArray) -> Picture:
    """One panel for each curve, one for the risk. risk: (N,) share of wrong answers among the most confident 1, 2, ... N."""
    return _page([*(_panel(curve, None) for curve in curves), _risk_panel(risk)],
                 "confidence (across) and share that was right (up); dots grow with the number of answers")


def _page(panels: list[Picture], title: str) -> Picture:
    panels = panels + [np.full_like(panels[0], 255)] * (-len(panels) % COLUMNS)
    grid = np.vstack([np.hstack(panels[k:k + COLUMNS]) for k in range(0, len(panels), COLUMNS)])
    head: Picture = np.full((TITLE_PX, grid.shape[1], 3), 255, np.uint8)
    _write(head, title, MARGIN_PX, 2, INK_RGB, 0.45)
    return np.asarray(np.vstack([head, grid]), np.uint8)


def _risk_panel(risk: FloatArray) -> Picture:
    picture = _axes()
    coverage = np.arange(1, len(risk) + 1) / max(len(risk), 1)
    points = [_at(float(x), float(y)) for x, y in zip(coverage, risk, strict=True)]
    if points:
        cv2.polylines(picture, [np.array(points, np.int32)], False, STATED_RGB, 1, cv2.LINE_AA)
    _write(picture, "wrong (up) among the most confident (across)", MARGIN_PX, 8, INK_RGB, 0.42)
    shares = f"of all {100 * risk[-1]:.1f} %, of half {100 * risk[len(risk) // 2]:.1f} %" if len(risk) else "nothing was said"
    _write(picture, shares, MARGIN_PX, 24, INK_RGB, 0.38)
    return picture


def _panel(stated: Reliability, constant: Reliability | None) -> Picture:
    picture = _axes()
    cv2.line(picture, _at(0, 0), _at(1, 1), INK_RGB, 1, cv2.LINE_AA)
    for curve, colour in ((constant, CONSTANT_RGB), (stated, STATED_RGB)):
        if curve is not None and curve.total:
            _draw(picture, curve, colour)
    _write(picture, f"{stated.name.replace('_', ' ')}: {stated.total}, error {stated.error:.3f}"
           + ("" if constant is None else f" ({constant.error:.3f})"), MARGIN_PX, 8, INK_RGB, 0.42)
    _write(picture, f"perfect ones by chance {stated.chance:.3f}", MARGIN_PX, 24, INK_RGB, 0.38)
    return picture


def _axes() -> Picture:
    side = PANEL_PX + 2 * MARGIN_PX
    picture: Picture = np.full((side, side, 3), 255, np.uint8)
    cv2.rectangle(picture, _at(0, 0), _at(1, 1), INK_RGB, 1)
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        cv2.line(picture, _at(tick, 0), _at(tick, 1), FAINT_RGB, 1)
        cv2.line(picture, _at(0, tick), _at(1, tick), FAINT_RGB, 1)
        _write(picture, f"{tick:g}", _at(tick, 0)[0] - 8, _at(0, 0)[1] + 4, INK_RGB, 0.38)
        _write(picture, f"{tick:g}", 8, _at(0, tick)[1] - 8, INK_RGB, 0.38)
    return picture


def _draw(picture: Picture, curve: Reliability, colour: Rgb) -> None:
    shown = np.flatnonzero(curve.count >= min(_LEAST, curve.count.max()))
    points = [_at(float(curve.probability[k]), float(curve.share[k])) for k in shown]
    cv2.polylines(picture, [np.array(points, np.int32)], False, colour, 1, cv2.LINE_AA)
    for k, point in zip(shown, points, strict=True):
        cv2.circle(picture, point, 2 + round(7 * float(np.sqrt(curve.count[k] / curve.total))), colour, cv2.FILLED,
                   cv2.LINE_AA)


def _at(probability: float, share: float) -> tuple[int, int]:
    return MARGIN_PX + round(probability * PANEL_PX), MARGIN_PX + PANEL_PX - round(share * PANEL_PX)


def _write(picture: Picture, text: str, left: int, top: int, colour: Rgb, scale: float) -> None:
    draw_plate(picture, plate_for(text, scale, left, top).kept_within(picture.shape[1], picture.shape[0]), colour, None)
