"""Write one view of a simulated room as files, to try `scene` and `ask` without a camera.

  spatialgeo room --seed 3 out/room

Writes color.png, depth.png (millimetres, noise and holes as a sensor has them), camera.yaml and detections.json (boxes
with class words, as a detector would name them), and prints the commands that measure them and ask about them.
"""

from __future__ import annotations

import argparse
import json
import shlex
from pathlib import Path

import cv2
import numpy as np

import spatialgeo_ros
from spatialgeo_ros.drawing.picture_files import save_rgb
from spatialgeo_ros.errors import ConfigError, InputError

DEPTH_UNIT_M = 0.001


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the files go; made when missing")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="which room (default %(default)s)")
    parser.add_argument("--time", type=float, default=0.0, metavar="S",
                        help="seconds along the camera's path (default %(default)s)")


def run(arguments: argparse.Namespace) -> int:
    from spatialgeo_ros.world.noise import sense
    from spatialgeo_ros.world.render import Renderer
    from spatialgeo_ros.world.rooms import make_room
    from spatialgeo_ros.world.trajectory import CAMERA, camera_pose
    from spatialgeo_ros.world.truth import named_boxes, truth_of

    if arguments.seed < 0 or not arguments.time >= 0:
        raise ConfigError(f"--seed is {arguments.seed} and --time {arguments.time}; neither may be negative")
    room = make_room(arguments.seed)
    pose = camera_pose(room, arguments.time)
    renderer = Renderer(room)
    view = renderer.render(pose, CAMERA)
    depth_m = sense(view, renderer.surfaces.weakness, 0)
    folder: Path = arguments.folder
    save_rgb(folder / "color.png", view.rgb)
    _save_depth(folder / "depth.png", depth_m)
    numbers = "\n".join(f"{name}: {getattr(CAMERA, name)}" for name in ("width", "height", "fx", "fy", "cx", "cy"))
    (folder / "camera.yaml").write_text(numbers + "\n", encoding="utf-8")
    boxes = [{"label": box.label, "box": [round(value, 1) for value in box.bbox_xyxy_px], "score": round(box.score, 2)}
             for box in named_boxes(truth_of(room, view, pose, CAMERA))]
    (folder / "detections.json").write_text(json.dumps(boxes, indent=1) + "\n", encoding="utf-8")
    up = " ".join(f"{value:.4f}" for value in pose.rotation.T @ [0.0, 0.0, 1.0])
    shown = shlex.quote(str(folder))
    files = (f"--rgb {shown}/color.png --depth {shown}/depth.png --depth-unit-m {DEPTH_UNIT_M} "
             f"--camera {shown}/camera.yaml --detections {shown}/detections.json --up {up}")
    print(f"{_command()} scene {files}")
    print(f"{_command()} ask {files} 'what is on the table?'")
    return 0


def _command() -> str:
    """How the command line is started here: by ./run from a checkout, which puts no `spatialgeo` on the path."""
    start = Path(spatialgeo_ros.__file__).resolve().parent.parent / "run"
    if not start.is_file():
        return "spatialgeo"
    return f"{'./run' if Path.cwd() == start.parent else start} spatialgeo"


def _save_depth(path: Path, depth_m: np.ndarray) -> None:
    steps = np.nan_to_num(depth_m / DEPTH_UNIT_M, nan=0.0)
    if not cv2.imwrite(str(path), np.round(np.clip(steps, 0, 65535)).astype(np.uint16)):
        raise InputError(f"cannot write the depth image {path}", "file")
