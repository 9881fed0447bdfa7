"""Colours that stay with an id, and that colour-blind people can tell apart."""

from __future__ import annotations

from spatialgeo_ros.drawing.labels import Rgb

# Okabe & Ito 2008 without black, then the lighter ones of Paul Tol's "muted" scheme; neighbours differ in lightness.
ID_COLOURS: tuple[Rgb, ...] = (
    (230, 159, 0), (86, 180, 233), (0, 158, 115), (240, 228, 66), (0, 114, 178), (213, 94, 0), (204, 121, 167),
    (136, 204, 238), (153, 153, 51), (170, 68, 153), (221, 204, 119), (68, 170, 153))
REMEMBERED_RGB: Rgb = (150, 150, 150)


def colour_of(object_id: int) -> Rgb:
    return ID_COLOURS[(object_id - 1) % len(ID_COLOURS)]


def paler(colour: Rgb, amount: float) -> Rgb:
    """Mixed with white; amount 0 = the colour itself, 1 = white."""
    red, green, blue = (round(part + (255 - part) * amount) for part in colour)
    return red, green, blue
