"""The truth about a simulated room as JSON, for evaluation only: nothing of it may reach the `spatialgeo` node.

The frame's JSON has what it takes to render that very frame again (seed, camera, pose), and so to judge an answer.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from spatialgeo_ros.errors import InputError
from spatialgeo_ros.types import PinholeCamera, Pose
from spatialgeo_ros.world.scenery import Room, Thing
from spatialgeo_ros.world.truth import Truth, TruthObject


@dataclass(frozen=True, eq=False)
class TrueFrame:
    """How one published frame was made. world_from_camera: of the optical frame."""

    seed: int
    stamp_ns: int
    camera: PinholeCamera
    world_from_camera: Pose


def room_json(room: Room) -> str:
    """Everything that stands in the room, in the world frame (z up, metres)."""
    things = [_thing(item) for item in room.things]
    return json.dumps({"seed": room.seed, "size_m": list(room.size_m), "things": things})


def frame_json(truth: Truth, stamp_ns: int) -> str:
    """Where the camera was and what it saw. world_from_camera: 4x4, row by row, optical frame."""
    matrix = np.eye(4)
    matrix[:3, :3], matrix[:3, 3] = truth.world_from_camera.rotation, truth.world_from_camera.translation_m
    return json.dumps({"seed": truth.room.seed, "stamp_ns": stamp_ns, "camera": asdict(truth.camera),
                       "world_from_camera": matrix.ravel().tolist(), "seen": [_seen(item) for item in truth.objects]})


def frame_from_json(text: str) -> TrueFrame:
    """The opposite of frame_json, as far as rendering it again needs."""
    try:
        content = json.loads(text)
        matrix = np.array(content["world_from_camera"], np.float64).reshape(4, 4)
        return TrueFrame(int(content["seed"]), int(content["stamp_ns"]), PinholeCamera(**content["camera"]),
                         Pose(matrix[:3, :3], matrix[:3, 3]))
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"this is no truth of a simulated frame: {error!r}; expected the JSON of ~/truth/frame",
                         "truth") from error


def _thing(thing: Thing) -> dict[str, Any]:
    low, high = thing.mesh.vertices.min(axis=0), thing.mesh.vertices.max(axis=0)
    return {"id": thing.id, "word": thing.word, "kind": thing.kind.name.lower(), "colours": list(thing.colours),
            "low_m": low.tolist(), "high_m": high.tolist(), "support_id": thing.support_id,
            "container_id": thing.container_id}


def _seen(item: TruthObject) -> dict[str, Any]:
    fraction = item.visible_fraction if np.isfinite(item.visible_fraction) else None
    return {"id": item.id, "word": item.word, "pixels": item.pixel_count, "visible_fraction": fraction,
            "box_xyxy_px": list(item.bbox_xyxy_px)}
