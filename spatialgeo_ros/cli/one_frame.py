"""One frame from files or a bag: the arguments of `scene` and `ask`, and the frame they describe.

With a model it may be colour alone: then depth is predicted, and without a camera file the focal length is guessed, too.
"""

from __future__ import annotations

import argparse
import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.cli.bag_frame import add_bag_arguments, bag_frame, check_no_bag_arguments
from spatialgeo_ros.cli.model import add_model_arguments, opened_sight
from spatialgeo_ros.cli.settings import add_settings_arguments, settings_of
from spatialgeo_ros.config import DepthConfig, SceneConfig
from spatialgeo_ros.errors import ConfigError, GravityError, InputError, ShapeError
from spatialgeo_ros.geometry.camera import Calibration, load_camera_yaml
from spatialgeo_ros.geometry.image_files import load_depth, load_rgb
from spatialgeo_ros.geometry.lens import Undistorter
from spatialgeo_ros.scene.pipeline import ScenePipeline
from spatialgeo_ros.sight.looking import Sight
from spatialgeo_ros.sight.pipeline import SeeingPipeline
from spatialgeo_ros.types import CameraFrame, FloatArray, GravitySource, NamedBox, Scene

_BOX = '{"label": "mug", "box": [left, top, right, bottom], "score": 0.9}'


@dataclass(frozen=True, eq=False)
class MeasuredFrame:
    """A scene with the undistorted frame it was measured in, and the settings used."""

    scene: Scene
    frame: CameraFrame
    config: SceneConfig

    @property
    def rgb(self) -> NDArray[np.uint8]:
        return self.frame.rgb


def add_frame_arguments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("the frame from files")
    group.add_argument("--rgb", "--image", type=Path, metavar="FILE", help="colour image (PNG, JPEG)")
    group.add_argument("--depth", type=Path, metavar="FILE",
                       help="depth registered to the colour image: 16-bit PNG, or float32 .npy or .tiff")
    group.add_argument("--depth-unit-m", type=float, metavar="M",
                       help="metres of one raw depth step: 0.001 for millimetres; not needed for float files in metres")
    group.add_argument("--camera", "--camera-info", type=Path, metavar="FILE.yaml",
                       help="width, height, fx, fy, cx, cy (pixels), or a ROS camera calibration file")
    add_bag_arguments(parser)
    add_model_arguments(parser)
    group = parser.add_argument_group("what else is known")
    group.add_argument("--detections", type=Path, metavar="FILE.json",
                       help='names from a detector: [{"label": "mug", "box": [left, top, right, bottom], '
                            '"score": 0.9}], pixels of the undistorted image')
    group.add_argument("--up", type=float, nargs=3, metavar=("X", "Y", "Z"),
                       help="up in the camera's optical frame (x right, y down, z forward), e.g. 0 -1 0 for a level "
                            "camera; without it the main support plane tells")
    add_settings_arguments(parser)


def measure_frame(arguments: argparse.Namespace) -> MeasuredFrame:
    """Load, check, undistort, measure."""
    config = settings_of(arguments)
    detections = load_detections(arguments.detections) if arguments.detections else []
    sight = opened_sight(arguments) if arguments.model else None
    frame = bag_frame(arguments, config) if arguments.bag else _file_frame(arguments, config, sight)
    pipeline = ScenePipeline(config) if sight is None else SeeingPipeline(sight, config)
    return MeasuredFrame(pipeline.step(frame, detections), frame, config)


def load_detections(path: Path) -> list[NamedBox]:
    """Named image boxes from a JSON list; score may be left out (1.0)."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot read detections from {path}: {error}", "file") from error
    except ValueError as error:
        raise InputError(f"{path} is no JSON ({error}), expected a list of {_BOX}", "file") from error
    if not isinstance(content, list):
        raise InputError(f"{path} holds {type(content).__name__}, expected a list of {_BOX}", "detections")
    return [_named_box(item, f"{path}, entry {index}") for index, item in enumerate(content)]


def _named_box(item: object, where: str) -> NamedBox:
    expected = f"expected {_BOX} in pixels"
    if not isinstance(item, dict) or not isinstance(item.get("label"), str) or not item["label"].strip():
        raise InputError(f"{where} has no label; {expected}", "detections")
    try:
        left, top, right, bottom = (float(value) for value in item["box"])
        score = float(item.get("score", 1.0))
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{where} has no box of four numbers, or a score that is none; {expected}",
                         "detections") from error
    if not all(map(math.isfinite, (left, top, right, bottom))) or right < left or bottom < top:
        raise InputError(f"{where}: box {item['box']} is no box; {expected}", "detections")
    if not 0.0 <= score <= 1.0:
        raise InputError(f"{where}: score {score} is outside 0..1", "detections")
    return NamedBox(item["label"].strip(), score, (left, top, right, bottom))


def _file_frame(arguments: argparse.Namespace, config: SceneConfig, sight: Sight | None) -> CameraFrame:
    needed = ("rgb", "depth", "camera") if sight is None else ("rgb",)
    missing = [f"--{name}" for name in needed if getattr(arguments, name) is None]
    if missing:
        raise ConfigError(f"{', '.join(missing)} missing: a frame comes from --rgb, --depth and --camera, or from --bag; with "
                          "--model NAME colour alone is enough")
    check_no_bag_arguments(arguments)
    rgb = load_rgb(arguments.rgb)
    depth_m = None if arguments.depth is None else load_depth(arguments.depth, arguments.depth_unit_m)
    if depth_m is not None:
        _check_unit(depth_m, arguments.depth_unit_m, config.depth)
    if arguments.camera is None:
        if depth_m is not None or sight is None:
            raise ConfigError("--camera missing: depth is of no use without the intrinsics; leave --depth out to have both "
                              "guessed")
        calibration = Calibration(sight.guessed_camera(rgb), "", ())
    else:
        calibration = load_camera_yaml(arguments.camera)
    _check_sizes(rgb, depth_m, calibration, arguments)
    camera = calibration.camera
    if calibration.model:
        lens = Undistorter(camera, calibration.model, calibration.coefficients)
        rgb, camera = lens.rgb(rgb), lens.camera
        depth_m = None if depth_m is None else lens.depth(depth_m)
    up = _up(arguments.up if arguments.up is not None else config.gravity.up_camera)
    return CameraFrame(
        rgb=rgb, depth_m=depth_m, camera=camera, stamp_ns=arguments.rgb.stat().st_mtime_ns, up_ref=up,
        gravity_source=GravitySource.UNKNOWN if up is None else GravitySource.PARAMETER)


def _check_unit(depth_m: FloatArray, unit_m: float | None, config: DepthConfig) -> None:
    """Refuse depth that is out of range everywhere, with the unit that would bring its middle into it."""
    if ((depth_m >= config.min_m) & (depth_m <= config.max_m)).any():
        return
    middle_m = float(np.median(depth_m[np.isfinite(depth_m) & (depth_m > 0)]))
    raw = middle_m / (unit_m or 1.0)
    fitting = [power for power in range(-9, 4) if config.min_m <= raw * 10.0**power <= config.max_m]
    meant = f"; did you mean --depth-unit-m {10.0**min(fitting, key=_from_millimetres):g}?" if fitting else ""
    raise InputError(f"no pixel has a depth within [{config.min_m}, {config.max_m}] m: the middle of the raw depth is "
                     f"{raw:g}; with --depth-unit-m {unit_m or 1.0:g} that is {middle_m:g} m{meant}", "depth_invalid")


def _from_millimetres(power: int) -> int:
    """How many powers of ten a unit is from the usual one."""
    return abs(power + 3)


def _check_sizes(rgb: NDArray[np.uint8], depth_m: FloatArray | None, calibration: Calibration,
                 arguments: argparse.Namespace) -> None:
    camera = calibration.camera
    if depth_m is not None and depth_m.shape != rgb.shape[:2]:
        raise ShapeError(f"{arguments.depth} is {depth_m.shape[1]}x{depth_m.shape[0]} (width x height) but "
                         f"{arguments.rgb} is {rgb.shape[1]}x{rgb.shape[0]}: save depth registered (aligned) to colour")
    if rgb.shape[:2] != (camera.height, camera.width):
        raise ShapeError(f"{arguments.rgb} is {rgb.shape[1]}x{rgb.shape[0]} (width x height) but {arguments.camera} is "
                         f"for {camera.width}x{camera.height}: use the intrinsics of this image size")


def _up(up: object) -> FloatArray | None:
    """A unit vector; None when nobody told."""
    vector = np.asarray(up, np.float64)
    if not vector.size:
        return None
    length = float(np.linalg.norm(vector))
    if vector.shape != (3,) or not math.isfinite(length) or length < 1e-6:
        raise GravityError(f"up is {vector.tolist()}; expected three finite numbers that are not all 0, "
                           "e.g. 0 -1 0 for a level camera")
    return vector / length
