"""Views to train on as files: one shard of a few rooms, images as JPEG, everything else as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.errors import InputError
from spatialgeo_ros.types import Array, FloatArray
from spatialgeo_ros.world import raycasting
from spatialgeo_ros.world.rgb_views import RENDERERS, THING, RgbView, room_views
from spatialgeo_ros.world.slotted import QuestionTable, joined, table_of

VERSION = 2
_QUALITY = 95
# camera: (N, 4) fx, fy, cx, cy in image pixels. up_camera: (N, 3). first_thing: (N + 1,) where a view's things begin.
_ARRAYS = ("depth_m", "normals", "ids", "camera", "up_camera", "camera_m", "seed", "things", "first_thing")


@dataclass(frozen=True, eq=False)
class Views:
    """Many views, by number. The arrays are those of `RgbView`, one above the other; images stay JPEG until asked for."""

    jpeg: tuple[bytes, ...]
    depth_m: NDArray[np.float16]
    normals: NDArray[np.int8]
    ids: NDArray[np.uint8]
    camera: FloatArray
    up_camera: FloatArray
    camera_m: FloatArray
    seed: Array
    things: Array
    first_thing: Array
    questions: QuestionTable
    sensor_mm: NDArray[np.uint16] | None = None

    def __len__(self) -> int:
        return len(self.jpeg)

    def rgb(self, index: int) -> NDArray[np.uint8]:
        """(H, W, 3)."""
        image = np.asarray(cv2.imdecode(np.frombuffer(self.jpeg[index], np.uint8), cv2.IMREAD_COLOR), np.uint8)
        return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8)

    def things_of(self, index: int) -> Array:
        """(N,) of THING."""
        return self.things[self.first_thing[index]:self.first_thing[index + 1]]


def write_shard(path: Path, seeds: Sequence[int], views_per_room: int, asked_per_room: int,
                renderer: str = RENDERERS[0], sensor: bool = False) -> int:
    """Render these rooms into one file, unless it is there; how many views it has. renderer, sensor: as of `room_views`."""
    if path.exists():
        with np.load(path) as stored:
            return len(stored["seed"])
    made = [(seed, view) for seed in seeds for view in room_views(seed, views_per_room, asked_per_room, renderer, sensor)]
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as file:
        np.savez(file, **_arrays(made))  # type: ignore[arg-type]  # its stubs take the arrays for allow_pickle
    unfinished.replace(path)
    return len(made)


def write_shard_with(raycaster: str, device: str, path: Path, seeds: Sequence[int], views_per_room: int,
                     asked_per_room: int) -> int:
    """`write_shard` in a process of its own, with the ray caster of this name (`raycasting.use`)."""
    raycasting.use(raycaster, device)
    return write_shard(path, seeds, views_per_room, asked_per_room)


def _arrays(made: Sequence[tuple[int, RgbView]]) -> dict[str, Array]:
    views = [view for _, view in made]
    if not views:
        raise InputError("no room of this shard has a view that shows anything; take other seeds", "empty")
    coded = [_jpeg(view.rgb) for view in views]
    table = table_of([view.questions for view in views])
    sensed = [view.sensor_mm for view in views if view.sensor_mm is not None]
    return {**({"sensor_mm": np.stack(sensed)} if sensed else {}),
            "version": np.array(VERSION), "jpeg": np.frombuffer(b"".join(coded), np.uint8),
            "jpeg_end": np.cumsum([len(code) for code in coded]), "depth_m": np.stack([v.depth_m for v in views]),
            "normals": np.stack([v.normals for v in views]), "ids": np.stack([v.ids for v in views]),
            "camera": np.array([(v.camera.fx, v.camera.fy, v.camera.cx, v.camera.cy) for v in views], np.float32),
            "up_camera": np.array([v.up_camera for v in views], np.float32),
            "camera_m": np.array([v.camera_m for v in views], np.float32), "seed": np.array([seed for seed, _ in made]),
            "things": np.concatenate([v.things for v in views]).astype(THING),
            "first_thing": np.cumsum([0, *(len(v.things) for v in views)]),
            "questions": table.rows, "templates": np.array(table.templates, "U"), "topics": np.array(table.topics, "U")}


def _jpeg(rgb: NDArray[np.uint8]) -> bytes:
    _, code = cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return bytes(code.tobytes())


def load_shards(paths: Sequence[Path]) -> Views:
    """All views of these files. Raises InputError when one is of another version, or there is none."""
    if not paths:
        raise InputError("no shards to load; render rooms first", "empty")
    jpeg: list[bytes] = []
    sensed: list[Array] = []
    parts: dict[str, list[Array]] = {name: [] for name in _ARRAYS}
    tables, counts = [], []
    things = 0
    for path in paths:
        with np.load(path) as stored:
            if int(stored["version"]) != VERSION:
                raise InputError(f"{path} is of version {int(stored['version'])}, expected {VERSION}; delete it, and it is "
                                 "made anew", "version")
            ends = stored["jpeg_end"]
            data = stored["jpeg"].tobytes()
            jpeg += [data[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)]
            for name in _ARRAYS:
                parts[name].append(stored[name])
            parts["first_thing"][-1] = stored["first_thing"][:-1] + things
            things += len(stored["things"])
            tables.append(QuestionTable(stored["questions"], tuple(map(str, stored["templates"])),
                                        tuple(map(str, stored["topics"]))))
            counts.append(len(ends))
            sensed += [stored["sensor_mm"]] if "sensor_mm" in stored else []
    parts["first_thing"].append(np.array([things]))
    whole = len(sensed) == len(paths)  # of all files, else of none
    return Views(tuple(jpeg), questions=joined(tables, counts), sensor_mm=np.concatenate(sensed) if whole else None,
                 **{name: np.concatenate(part) for name, part in parts.items()})
