"""The truth about a simulated room as JSON, for evaluation only: nothing of it may reach the `spatialgeo` node.

The frame's JSON has what it takes to render that very frame again (seed, camera, pose), and so to judge an answer.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.errors import InputError
from spatialgeo_ros.ros.simulated_camera import SimulatedFrame
from spatialgeo_ros.types import NamedBox, PinholeCamera, Pose
from spatialgeo_ros.world.scenery import Room, Thing

MIN_PIXELS = 100  # less of a thing than this is not named: a detector would miss it too


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


def frame_json(room: Room, frame: SimulatedFrame, camera: PinholeCamera, stamp_ns: int) -> str:
    """Where the camera was and what it saw. world_from_camera: 4x4, row by row, optical frame."""
    matrix = np.eye(4)
    matrix[:3, :3], matrix[:3, 3] = frame.world_from_camera.rotation, frame.world_from_camera.translation_m
    seen = [{"id": thing.id, "word": thing.word, "pixels": pixels, "box_xyxy_px": list(box)}
            for thing, pixels, box in _seen(room, frame.view.id_image)]
    return json.dumps({"seed": room.seed, "stamp_ns": stamp_ns, "path_time_s": frame.path_time_s,
                       "camera": asdict(camera), "world_from_camera": matrix.ravel().tolist(), "objects": seen})


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


def named_boxes(room: Room, id_image: NDArray[np.integer[Any]]) -> tuple[NamedBox, ...]:
    """What a detector would say of the image: class word and box of each object, and nothing else."""
    return tuple(NamedBox(thing.word, 1.0, box) for thing, pixels, box in _seen(room, id_image) if pixels >= MIN_PIXELS)


def _seen(room: Room, id_image: NDArray[np.integer[Any]],
          ) -> list[tuple[Thing, int, tuple[float, float, float, float]]]:
    """Each object that has pixels, how many, and its inclusive image box."""
    counts = np.bincount(id_image.ravel(), minlength=len(room.things) + 1)
    found = []
    for thing in room.objects():
        if counts[thing.id]:
            mask = id_image == thing.id
            columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
            box = (float(columns[0]), float(rows[0]), float(columns[-1]), float(rows[-1]))
            found.append((thing, int(counts[thing.id]), box))
    return found


def _thing(thing: Thing) -> dict[str, Any]:
    low, high = thing.mesh.vertices.min(axis=0), thing.mesh.vertices.max(axis=0)
    return {"id": thing.id, "word": thing.word, "kind": thing.kind.name.lower(), "colours": list(thing.colours),
            "low_m": low.tolist(), "high_m": high.tolist(), "support_id": thing.support_id,
            "container_id": thing.container_id}
