"""The drawing of the frames, images/frames.svg: camera, viewer and reference, seen from the side and from above."""

from __future__ import annotations

import math

WIDTH, HEIGHT = 860, 430
RIGHT, FORWARD, UP = "#d55e00", "#009e73", "#0072b2"  # told apart by colour-blind eyes: x, y, z
INK, PALE, FURNITURE = "#222222", "#9a9a9a", "#efe9dd"
PITCH_DEG = 39.0


def frames_svg() -> str:
    parts = [_head(), _side_view(150, 135), _top_view(560, 330), "</svg>\n"]
    return "\n".join(parts)


def _head() -> str:
    markers = "".join(
        f'<marker id="tip{colour[1:]}" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="6" markerHeight="6" '
        f'orient="auto-start-reverse"><path d="M0 0L10 5L0 10z" fill="{colour}"/></marker>'
        for colour in (RIGHT, FORWARD, UP, PALE))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
            f'font-family="sans-serif" font-size="13" fill="{INK}">\n<defs>{markers}</defs>\n'
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>\n'
            f'{_text(20, 24, "from the side", 15)}\n{_text(430, 24, "from above", 15)}\n'
            f'<line x1="415" y1="12" x2="415" y2="{HEIGHT - 12}" stroke="#dddddd"/>')


def _side_view(x: float, y: float) -> str:
    """The camera looks down at a table; its optical frame is pitched, the viewer's is level."""
    down = math.radians(PITCH_DEG)
    forward, under = (math.cos(down), math.sin(down)), (-math.sin(down), math.cos(down))
    table = (f'<rect x="230" y="300" width="150" height="10" fill="{FURNITURE}" stroke="{PALE}"/>'
             f'<rect x="250" y="310" width="8" height="70" fill="{FURNITURE}" stroke="{PALE}"/>'
             f'<rect x="352" y="310" width="8" height="70" fill="{FURNITURE}" stroke="{PALE}"/>'
             f'<rect x="285" y="258" width="34" height="42" fill="#ffffff" stroke="{INK}"/>'
             f'<line x1="20" y1="380" x2="400" y2="380" stroke="{PALE}"/>')
    sight = (f'<line x1="{x}" y1="{y}" x2="{x + 193 * forward[0]:.1f}" y2="{y + 193 * forward[1]:.1f}" '
             f'stroke="{PALE}" stroke-dasharray="4 4"/>')
    return "\n".join([
        table, sight, _camera(x, y, PITCH_DEG),
        _arrow(x, y, x + 92 * forward[0], y + 92 * forward[1], UP, "z forward", 12, 2),
        _arrow(x, y, x + 80 * under[0], y + 80 * under[1], FORWARD, "y down", -52, 10),
        _text(x - 132, y + 102, "camera (optical):", 12), _text(x - 132, y + 118, "x right, into the page", 12),
        _arrow(x, y, x + 105, y, FORWARD, "y forward, level", 4, -7),
        _arrow(x, y, x, y - 78, UP, "z up, against gravity", 8, 4),
        _text(x - 132, y - 48, "viewer:", 12), _text(x - 132, y - 32, "x right, into the page", 12),
        _arrow(60, 380, 60, 325, UP, "z", -14, 6), _arrow(60, 380, 115, 380, RIGHT, "x", 6, 5),
        _text(20, 402, "reference frame: the camera's own, or the tf frame named by the", 11),
        _text(20, 418, "parameter reference_frame (robots: x forward, y left, z up)", 11),
    ])


def _top_view(x: float, y: float) -> str:
    """Left, right, near and far are the viewer's; a clock hour is counted from the viewer's forward."""
    boxes = [(x - 65, y - 175, "a"), (x + 75, y - 175, "b"), (x + 75, y - 95, "c")]
    things = "".join(f'<rect x="{u - 16}" y="{v - 16}" width="32" height="32" fill="#ffffff" stroke="{INK}"/>'
                     f'{_text(u - 4, v + 5, name, 14)}' for u, v, name in boxes)
    clock = "".join(
        f'<line x1="{x + 75 + 30 * math.sin(angle):.1f}" y1="{y - 175 - 30 * math.cos(angle):.1f}" '
        f'x2="{x + 75 + 36 * math.sin(angle):.1f}" y2="{y - 175 - 36 * math.cos(angle):.1f}" stroke="{PALE}"/>'
        for angle in (math.radians(30 * hour) for hour in range(12)))
    return "\n".join([
        f'<rect x="{x - 120}" y="{y - 225}" width="270" height="165" fill="{FURNITURE}" stroke="{PALE}"/>',
        things, clock,
        _text(x + 69, y - 215, "12", 11), _text(x + 116, y - 171, "3", 11), _text(x + 72, y - 127, "6", 11),
        _text(x + 28, y - 171, "9", 11),
        _camera(x, y, -90), _arrow(x, y, x + 78, y, RIGHT, "x right", 6, 5),
        _arrow(x, y, x, y - 70, FORWARD, "y forward", 8, 8), _text(x - 76, y + 6, "viewer", 12),
        _text(x + 165, y - 190, "a is left of b", 12), _text(x + 165, y - 172, "c is in front of b", 12),
        _text(x + 165, y - 154, "standing at b, c is", 12), _text(x + 165, y - 138, "at 6 o'clock,", 12),
        _text(x + 165, y - 122, "a at 9 o'clock", 12),
        _text(x - 120, y + 48, "z up, towards you; the camera is where the axes meet,", 12),
        _text(x - 120, y + 64, "levelled with gravity: tilting it changes no relation", 12),
    ])


def _camera(x: float, y: float, turn_deg: float) -> str:
    return (f'<g transform="translate({x} {y}) rotate({turn_deg})"><rect x="-26" y="-11" width="26" height="22" rx="3" '
            f'fill="#cccccc" stroke="{INK}"/><path d="M0 -6L9 -10V10L0 6z" fill="#cccccc" stroke="{INK}"/></g>')


def _arrow(x1: float, y1: float, x2: float, y2: float, colour: str, name: str, dx: float, dy: float) -> str:
    return (f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="2.5" '
            f'marker-end="url(#tip{colour[1:]})"/>{_text(x2 + dx, y2 + dy, name, 12, colour)}')


def _text(x: float, y: float, text: str, size: int, colour: str = INK) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}">{text}</text>'
