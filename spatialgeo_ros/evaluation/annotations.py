"""Hand-made annotations of real RGB-D frames, as typed values. The schema text stands in the file itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from spatialgeo_ros.errors import InputError
from spatialgeo_ros.geometry.image_files import load_depth, load_rgb
from spatialgeo_ros.types import CameraFrame, FloatArray, PinholeCamera

TABLE = "table"  # the word facts use for the annotated support surface


@dataclass(frozen=True, eq=False)
class AnnotatedObject:
    """One thing a person outlined. box_xyxy_px: inclusive, of the visible part.

    height_m: own height (top minus bottom), None where depth could not tell. outlines_px: polygons of (u, v).
    rests_on, inside: TABLE, another object's id, or "" (inside: nothing).
    """

    id: str
    name: str
    colours: tuple[str, ...]
    box_xyxy_px: tuple[float, float, float, float]
    outlines_px: tuple[FloatArray, ...]
    background: bool
    flat: bool
    height_m: float | None
    rests_on: str = ""
    inside: str = ""


@dataclass(frozen=True)
class AnnotatedFact:
    """"a relation b", as a person would say it. clear: beyond doubt (on and inside always are)."""

    relation: str
    a: str
    b: str
    clear: bool
    value_m: float | None


@dataclass(frozen=True)
class AnnotatedDistance:
    """Closest distance between visible surfaces. upper_bound: a facing side was hidden, the true gap is smaller."""

    a: str
    b: str
    value_m: float
    uncertainty_m: float
    upper_bound: bool


@dataclass(frozen=True, eq=False)
class AnnotatedFrame:
    """One frame with everything a person said about it.

    table_up, table_offset_m: the table's plane, up . p + offset = 0 in the camera frame.
    """

    name: str
    rgb_path: Path
    depth_path: Path
    depth_unit_m: float
    camera: PinholeCamera
    table_up: FloatArray
    table_offset_m: float
    objects: tuple[AnnotatedObject, ...]
    facts: tuple[AnnotatedFact, ...]
    distances: tuple[AnnotatedDistance, ...]

    def object(self, name: str) -> AnnotatedObject:
        return next(item for item in self.objects if item.id == name)

    def load(self) -> CameraFrame:
        """The images, as a camera frame with nothing but pixels, depth and intrinsics."""
        return CameraFrame(rgb=load_rgb(self.rgb_path), depth_m=load_depth(self.depth_path, self.depth_unit_m),
                           camera=self.camera, stamp_ns=1)


def load_annotations(folder: Path) -> tuple[AnnotatedFrame, ...]:
    """All frames of `folder`/annotations.json, in the file's order."""
    path = folder / "annotations.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(f"{path} does not exist; give the folder that holds annotations.json", "file") from error
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read annotations from {path}: {error}", "file") from error
    try:
        return tuple(_frame(folder, name, scene) for name, scene in content["scenes"].items())
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path} lacks something its schema promises: {error!r}", "file") from error


def _frame(folder: Path, name: str, scene: Mapping[str, Any]) -> AnnotatedFrame:
    lens, table = scene["intrinsics"], scene["table"]
    source = folder / scene["source"]
    return AnnotatedFrame(
        name=name, rgb_path=source / scene["color"], depth_path=source / scene["depth"],
        depth_unit_m=float(scene["depth_unit_m"]),
        camera=PinholeCamera(int(lens["height"]), int(lens["width"]), float(lens["fx"]), float(lens["fy"]),
                             float(lens["cx"]), float(lens["cy"])),
        table_up=np.asarray(table["normal"], np.float64), table_offset_m=float(table["offset_m"]),
        objects=tuple(_object(item) for item in scene["objects"]),
        facts=tuple(_fact(item) for item in scene["facts"]),
        distances=tuple(AnnotatedDistance(item["a"], item["b"], float(item["distance_m"]),
                                          float(item["uncertainty_m"]), item["kind"] == "upper_bound")
                        for item in scene["distances"]))


def _object(item: Mapping[str, Any]) -> AnnotatedObject:
    left, top, right, bottom = (float(value) for value in item["box"])
    height = item.get("height_extent_m")
    return AnnotatedObject(
        id=item["id"], name=item["name"], colours=(*item["colour"], *item["colour_alternatives"]),
        box_xyxy_px=(left, top, right, bottom),
        outlines_px=tuple(np.asarray(polygon, np.float64) for polygon in item["outline"]),
        background=bool(item["background"]), flat=bool(item["flat"]),
        height_m=None if height is None else float(height),
        rests_on=item["rests_on"] or "", inside=item["inside"] or "")


def _fact(item: Mapping[str, Any]) -> AnnotatedFact:
    relation = str(item["relation"])
    value = item.get("value_m")
    return AnnotatedFact(relation, item["a"], item["b"], bool(item.get("clear", relation in ("on", "inside"))),
                         None if value is None else float(value))
