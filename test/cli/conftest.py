"""A table with two boxes, ray-cast by hand and saved as files: enough for the command line to measure something."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

WIDTH, HEIGHT, FX, FY, CX, CY = 320, 240, 300.0, 305.0, 165.0, 118.0
PITCH = np.radians(50.0)  # the camera looks down by this angle
CAMERA_HEIGHT_M = 0.7
# (right, forward) of the middle, size (across, along, high), RGB; upright boxes on the table, not turned
BOXES = (((-0.15, 0.55), (0.12, 0.10, 0.10), (200, 30, 30)), ((0.14, 0.62), (0.08, 0.08, 0.16), (30, 60, 200)))


def rays() -> np.ndarray:
    """(H, W, 3) directions in viewer axes (right, forward, up); depth along the optical axis is the ray parameter."""
    v, u = np.mgrid[:HEIGHT, :WIDTH]
    x, y = (u - CX) / FX, (v - CY) / FY
    down, ahead = np.sin(PITCH), np.cos(PITCH)
    return np.stack([x, ahead - y * down, -down - y * ahead], axis=-1)


def ray_cast() -> tuple[np.ndarray, np.ndarray]:
    """(rgb, depth_m)."""
    directions = rays()
    depth = -CAMERA_HEIGHT_M / directions[..., 2]
    rgb = np.full((HEIGHT, WIDTH, 3), (150, 120, 90), np.uint8)
    for (right, forward), (across, along, high), colour in BOXES:
        low = np.array([right - across / 2, forward - along / 2, -CAMERA_HEIGHT_M])
        top = low + [across, along, high]
        with np.errstate(divide="ignore"):
            a, b = low / directions, top / directions
        enter, leave = np.minimum(a, b).max(-1), np.maximum(a, b).min(-1)
        hit = (enter < leave) & (enter > 0) & (enter < depth)
        depth = np.where(hit, enter, depth)
        rgb[hit] = colour
    return rgb, depth


@pytest.fixture(scope="session")
def frame_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """color.png, depth.png (millimetres), camera.yaml."""
    folder = tmp_path_factory.mktemp("frame")
    rgb, depth_m = ray_cast()
    cv2.imwrite(str(folder / "color.png"), rgb[:, :, ::-1])
    cv2.imwrite(str(folder / "depth.png"), np.round(1000 * depth_m).astype(np.uint16))
    (folder / "camera.yaml").write_text(
        f"width: {WIDTH}\nheight: {HEIGHT}\nfx: {FX}\nfy: {FY}\ncx: {CX}\ncy: {CY}\n", encoding="utf-8")
    return folder


@pytest.fixture
def frame_arguments(frame_folder: Path) -> list[str]:
    return ["--rgb", str(frame_folder / "color.png"), "--depth", str(frame_folder / "depth.png"),
            "--depth-unit-m", "0.001", "--camera", str(frame_folder / "camera.yaml")]
