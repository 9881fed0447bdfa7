"""What finds the outlines of things in an image whose depth is predicted: the segmentation network of measured depth, learned
on from predicted depth, at twice the resolution that a model tells anything at.

It sees the image itself, and what the model told of it: which pixels it takes for one thing, what there is, how surfaces lie.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from spatialgeo_ros.config import PartitionConfig
from spatialgeo_ros.runtimes.vision import Floats
from spatialgeo_ros.scene.partition import FAR_OFFSETS
from spatialgeo_ros.scene.segmenter import Segmenter, affinities_of
from spatialgeo_ros.types import Array

WEIGHTS = Path(__file__).resolve().parents[1] / "weights" / "segmenter_nano.onnx"
JOINING = WEIGHTS.with_name("joining_nano.json")  # which of its fragments are one thing
# chosen by how many things of tuning rooms are found and named, and by what is found beside them
PARTITION = PartitionConfig(thing=0.0, sure=3.0, likely=2.0, possible=1.0, fragment_pixels=10, join=0.0)
GROUNDS = ("floor", "table", "shelf", "cabinet", "chair", "stool", "wall")  # all other words are things'
CHANNELS = 3 + len(FAR_OFFSETS) + 1 + 3 + len(GROUNDS) + 1
_MOST_ODDS = 8.0
_ODDS_UNIT = 4.0
_TYPICAL_SCATTER, _SCATTER = -2.0, (-3.2, -0.8)


def open_segmenter(runtime: str) -> Segmenter:
    """For a `segments.runtime`; there is none in 8 bits: where that is asked for, the one in floats runs.

    Raises ModelError when it cannot be used.
    """
    return Segmenter(WEIGHTS, "onnxruntime" if runtime == "onnxruntime_int8" else runtime, CHANNELS)


def told_of(affinities: Floats, log_scatter: Floats, normals: Floats, grounds: Floats) -> Floats:
    """(CHANNELS, h, w) of each block. At that size: log_scatter (h, w); normals (3, h, w), viewer frame. At half of it:
    affinities (22, h / 2, w / 2), of which thing, right and down are of four blocks each; grounds (len(GROUNDS), h / 2, w / 2)
    probabilities."""
    near = affinities_of(affinities)
    odds = np.concatenate([near.thing[None], near.right[None], near.down[None], _doubled(near.far)])
    scatter = np.clip(log_scatter, *_SCATTER) - np.float32(_TYPICAL_SCATTER)
    likely = _doubled(np.concatenate([grounds, 1 - grounds.sum(axis=0, keepdims=True)]))
    return np.concatenate([np.clip(odds, -_MOST_ODDS, _MOST_ODDS) / np.float32(_ODDS_UNIT), scatter[None], normals,
                           2 * likely - np.float32(0.2)], dtype=np.float32)


def _doubled(planes: Floats) -> Floats:
    """(..., 2 h, 2 w), each value four times."""
    return planes.repeat(2, axis=-2).repeat(2, axis=-1)


def mirrored_told(told: Array) -> Array:
    """What `told_of` says of the same view mirrored. told: (CHANNELS, h, w)."""
    out = told[..., ::-1].copy()
    out[1] = np.roll(out[1], -1, axis=1)  # an affinity is kept at the left one of its two pixels
    far = out[3:3 + len(FAR_OFFSETS)]
    mirror = [FAR_OFFSETS.index((rows, -columns) if rows and columns else (rows, columns)) for rows, columns in FAR_OFFSETS]
    far[:] = far[mirror]
    for plane, (rows, columns) in zip(far, FAR_OFFSETS, strict=True):
        if not rows:
            plane[:] = np.roll(plane, -2 * columns, axis=1)
    across = 3 + len(FAR_OFFSETS) + 1
    out[across] *= -1
    return out
