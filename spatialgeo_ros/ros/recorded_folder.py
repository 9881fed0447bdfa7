"""A folder of recorded RGB-D frames: which files belong together, when and with what camera taken. No ROS in here.

Layouts: colour and depth side by side (0000_color.png + 0000_depth.png, frame-0.color.jpg + frame-0.depth.png, ...), in
folders of their own (rgb/0001.png + depth/0001.png), or listed with stamps in rgb.txt and depth.txt as TUM does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spatialgeo_ros.errors import CameraError, InputError
from spatialgeo_ros.geometry.camera import Calibration, check_camera, load_camera_yaml
from spatialgeo_ros.types import NamedBox, PinholeCamera

_COLOUR_WORD = re.compile(r"(?<![a-z])(color|colour|rgb)(?![a-z])", re.IGNORECASE)
_DEPTH_WORD = re.compile(r"(?<![a-z])depth(?![a-z])", re.IGNORECASE)
_COLOUR_SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".ppm")
_DEPTH_SUFFIXES = (".png", ".tif", ".tiff", ".npy", ".pgm")
_CAMERA_FILES = ("camera.yaml", "camera.yml", "camera_info.yaml", "camera.json", "camera_params.json",
                 "intrinsics.json", "camera_intrinsic.json")
_MAX_SKEW_S = 0.02  # colour and depth of a TUM list whose stamps differ by more are not one frame


@dataclass(frozen=True)
class RecordedFrame:
    """Colour and depth of one instant. stamp_ns: when it was taken, None when the folder does not say."""

    name: str
    rgb_path: Path
    depth_path: Path
    stamp_ns: int | None = None


def find_frames(folder: Path) -> tuple[RecordedFrame, ...]:
    """All frames of the folder in the order of names or stamps; raises InputError when files do not fit together."""
    if not folder.is_dir():
        raise InputError(f"{folder} is not a folder; give one with colour and depth images", "file")
    if (folder / "rgb.txt").is_file() and (folder / "depth.txt").is_file():
        return _from_lists(folder)
    colour = _images(folder, _COLOUR_WORD, _DEPTH_WORD, _COLOUR_SUFFIXES)
    depth = _images(folder, _DEPTH_WORD, None, _DEPTH_SUFFIXES)
    if not colour or not depth:
        missing = "colour images (*color* or *rgb* in the name)" if not colour else "depth images (*depth* in the name)"
        raise InputError(f"{folder} has no {missing}; expected pairs such as 0000_color.png and 0000_depth.png, "
                         "folders rgb/ and depth/, or rgb.txt and depth.txt", "file")
    _check_partners(folder, colour, depth)
    return tuple(RecordedFrame(name, colour[name], depth[name]) for name in sorted(colour))


def find_camera(folder: Path, given: str = "") -> Calibration:
    """Intrinsics from the file given (relative to the folder or absolute), else the first known name in the folder."""
    if given:
        path = Path(given) if Path(given).is_file() else folder / given
        if not path.is_file():
            raise CameraError(f"there is no camera file {given}, neither here nor in {folder}")
        return _load_camera(path)
    for name in _CAMERA_FILES:
        if (folder / name).is_file():
            return _load_camera(folder / name)
    raise CameraError(f"{folder} has no {_CAMERA_FILES[0]}: write one with width, height, fx, fy, cx, cy, "
                      "or name the file that has them")


def load_boxes(path: Path, frames: Sequence[RecordedFrame]) -> dict[str, tuple[NamedBox, ...]]:
    """Frame name -> named boxes. path: a JSON list when there is one frame, else a folder with FRAME.json for some."""
    from spatialgeo_ros.cli.one_frame import load_detections  # brings the whole pipeline: only when it is needed

    if not path.is_dir():
        if len(frames) != 1:
            raise InputError(f"{path} names the boxes of one frame, but there are {len(frames)}; give a folder with "
                             f"one file for each, such as {frames[0].name}.json, or choose one frame", "detections")
        return {frames[0].name: tuple(load_detections(path))}
    found = {frame.name: path / f"{frame.name}.json" for frame in frames if (path / f"{frame.name}.json").is_file()}
    if not found:
        raise InputError(f"{path} has no boxes for any frame; expected files such as {frames[0].name}.json",
                         "detections")
    return {name: tuple(load_detections(file)) for name, file in found.items()}


def _images(folder: Path, word: re.Pattern[str], but_not: re.Pattern[str] | None,
            suffixes: tuple[str, ...]) -> dict[str, Path]:
    """Frame name -> file, for the files whose own name or folder holds the word."""
    found: dict[str, Path] = {}
    for path in sorted([*folder.glob("*"), *folder.glob("*/*")]):
        if path.suffix.lower() not in suffixes or not path.is_file():
            continue
        tells = path.stem if path.parent == folder else path.parent.name
        if not word.search(tells) or (but_not and but_not.search(tells)):
            continue
        name = _frame_name(path.stem, word)
        if name in found:
            raise InputError(f"{found[name].name} and {path.name} would be one frame {name!r}; "
                             f"keep only one kind of recording in {folder}", "file")
        found[name] = path
    return found


def _frame_name(stem: str, word: re.Pattern[str]) -> str:
    return re.sub(r"[-_. ]{2,}", "_", word.sub("", stem)).strip("-_. ") or "frame"


def _check_partners(folder: Path, colour: Mapping[str, Path], depth: Mapping[str, Path]) -> None:
    lonely = [colour[name].name for name in sorted(colour.keys() - depth.keys())]
    lonely += [depth[name].name for name in sorted(depth.keys() - colour.keys())]
    if lonely:
        shown = ", ".join(lonely[:5]) + (f" and {len(lonely) - 5} more" if len(lonely) > 5 else "")
        raise InputError(f"{len(lonely)} images in {folder} lack their partner: {shown}; each colour image needs a "
                         "depth image of the same name but for the word color/rgb and depth", "file")


def _from_lists(folder: Path) -> tuple[RecordedFrame, ...]:
    """Colour and depth of nearest stamps, each used once (TUM's rgb.txt and depth.txt: "seconds path" per line)."""
    colour, depth = _read_list(folder / "rgb.txt"), _read_list(folder / "depth.txt")
    frames: list[RecordedFrame] = []
    start = 0
    for stamp_s, rgb_path in colour:
        nearest = min(range(start, len(depth)), key=lambda k: abs(depth[k][0] - stamp_s), default=None)
        if nearest is None or abs(depth[nearest][0] - stamp_s) > _MAX_SKEW_S:
            continue
        frames.append(RecordedFrame(rgb_path.stem, rgb_path, depth[nearest][1], round(stamp_s * 1e9)))
        start = nearest + 1
    if not frames:
        raise InputError(f"no colour and depth stamps of {folder}/rgb.txt and depth.txt are within {_MAX_SKEW_S} s; "
                         "are both lists of one recording?", "file")
    return tuple(frames)


def _read_list(path: Path) -> list[tuple[float, Path]]:
    entries: list[tuple[float, Path]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            stamp, name = line.split()[:2]
            entries.append((float(stamp), path.parent / name))
        except ValueError as error:
            raise InputError(f"{path}:{number} is {line!r}, expected 'seconds path'", "file") from error
    return sorted(entries)


def _load_camera(path: Path) -> Calibration:
    if path.suffix.lower() != ".json":
        return load_camera_yaml(path)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CameraError(f"cannot read intrinsics from {path}: {error}") from error
    camera = _camera_from_json(path, content)
    check_camera(camera)
    return Calibration(camera, "", ())


def _camera_from_json(path: Path, content: Any) -> PinholeCamera:
    """Flat (fx, fy, cx, cy, width, height under their usual names) or with a matrix as Open3D writes it."""
    if not isinstance(content, Mapping):
        raise CameraError(f"{path} holds {type(content).__name__}, expected width, height, fx, fy, cx, cy")
    matrix = content.get("intrinsic_matrix")
    if isinstance(matrix, list) and len(matrix) == 9:  # column by column, as Open3D writes it
        content = {**content, "fx": matrix[0], "fy": matrix[4], "cx": matrix[6], "cy": matrix[7]}
    try:
        return PinholeCamera(
            height=int(_first(content, ("height", "img_height", "image_height"))),
            width=int(_first(content, ("width", "img_width", "image_width"))),
            fx=float(_first(content, ("fx",))), fy=float(_first(content, ("fy",))),
            cx=float(_first(content, ("cx", "x_offset", "ppx"))), cy=float(_first(content, ("cy", "y_offset", "ppy"))))
    except (KeyError, TypeError, ValueError) as error:
        raise CameraError(f"{path} is not in a form this reads ({error}): write a camera.yaml beside it with "
                          "width, height, fx, fy, cx, cy") from error


def _first(content: Mapping[str, Any], names: Iterable[str]) -> Any:
    for name in names:
        if name in content:
            return content[name]
    raise KeyError(f"no {' or '.join(names)}")
