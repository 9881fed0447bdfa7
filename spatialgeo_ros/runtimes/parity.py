"""Whether a runtime tells what the reference told: the same fixed image is looked at, and some numbers are compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.runtimes.pictures import PICTURE_PX, pictures_of
from spatialgeo_ros.runtimes.pooling import pooled_regions
from spatialgeo_ros.runtimes.vision import FIELDS, READ, Floats, Known, RegionCamera, Vision
from spatialgeo_ros.runtimes.voice import Voice

Told = dict[str, dict[str, Any]]  # of each output its shape, its spread, some of its numbers
TOLERANCE = 1e-3  # of each output's own spread; float32 in another order of sums gave 1.5e-4
INT8_TOLERANCE = 0.2  # the same, of encoders in 8 bits; nano gave 0.04, random weights 0.11
_SAMPLES = 64  # kept of each output
_BRIGHTER = (90, 120, 140)  # than this in red is a part of the image
_FIXED_CAMERA = Known(0.1, (0.48, 0.53), np.array([0.0, -0.8, -0.6], np.float32))


def fixed_image(size: tuple[int, int]) -> NDArray[np.uint8]:
    """(H, W, 3): slopes of colour with coloured rectangles, the same ones at every size."""
    y, x = np.mgrid[:size[0], :size[1]]
    image = np.stack([80 + 90 * x / size[1], 150 - 60 * y / size[0], 100 + 40 * np.sin(x / 9) * np.cos(y / 7)], axis=2)
    rng = np.random.default_rng(5)
    for _ in range(12):
        top, left = rng.random() * size[0] * 0.8, rng.random() * size[1] * 0.8
        high, wide = (0.08 + 0.25 * rng.random(2)) * size
        image[int(top):int(top + high), int(left):int(left + wide)] = rng.integers(20, 235, 3)
    return np.asarray(np.clip(image, 0, 255), np.uint8)


def told_by(vision: Vision) -> Told:
    """Some numbers of each output for the fixed image, of three parts of it looked at more closely, and of the text tower for
    the words of classes."""
    encoded = vision.encode(fixed_image(vision.size), _FIXED_CAMERA)
    outputs = {name: np.asarray(getattr(encoded, name), np.float32) for name in FIELDS}
    image = fixed_image((2 * PICTURE_PX, 2 * PICTURE_PX))
    closer = vision.look_closer(pictures_of(image, image[..., 0][None] > np.array(_BRIGHTER)[:, None, None]))
    half = fixed_image(encoded.log_depth.shape[:2])[..., 0][None] > np.array(_BRIGHTER)[:, None, None]
    read = vision.read_regions(pooled_regions(encoded, half, closer), RegionCamera(0.1, (0.48, 0.53), encoded.up))
    outputs |= {"closer": closer, **{f"region {name}": getattr(read, name) for name in READ}}
    outputs["text"] = vision.embed(vision.class_words)
    return _sampled(outputs)


def said_by(vision: Vision, voice: Voice) -> Told:
    """Some numbers of the tokens of the fixed image and a part of it, and of what follows from them after two words."""
    encoded = vision.encode(fixed_image(vision.size), _FIXED_CAMERA)
    part = np.zeros((1, *encoded.log_depth.shape), bool)
    part[0, 20:60, 30:80] = True
    closer = vision.look_closer(pictures_of(fixed_image(vision.size), part))
    camera = RegionCamera(0.1, (0.48, 0.53), np.array([0.0, -0.8, -0.6], np.float32))
    tokens = voice.look(encoded, pooled_regions(encoded, part, closer), camera)
    layers, heads, each = voice.shape
    nothing = np.zeros((0, layers, 1, heads, each), np.float32)
    count = len(tokens)
    image = voice.step(tokens[None], np.arange(count)[None], np.ones((1, count, count), bool), nothing, nothing)
    words = voice.embedding[[[2, 3]]]
    seen = np.concatenate([np.ones((1, 2, count), bool), np.tri(2, dtype=bool)[None]], axis=2)
    after = voice.step(words, np.array([[count, count + 1]]), seen, image.keys, image.values)
    return _sampled({"tokens": tokens, "image keys": image.keys, "image values": image.values, "hidden": after.hidden})


def _sampled(outputs: Mapping[str, Floats]) -> Told:
    return {name: {"shape": list(value.shape), "spread": float(value.std()), "values": _samples(value).tolist()}
            for name, value in outputs.items()}


def check_parity(told: Told, reference: Mapping[str, Mapping[str, Any]], name: str, tolerance: float = TOLERANCE) -> float:
    """The largest difference from what the reference told, as a share of that output's spread. Raises ModelError beyond
    the tolerance. name: of the runtime, for the message."""
    worst, where = 0.0, ""
    for output, expected in reference.items():
        if told[output]["shape"] != list(expected["shape"]):
            raise ModelError(f"{name} tells {output} of shape {told[output]['shape']}, the reference {expected['shape']}; "
                             "export the model again", "parity")
        spread = max(float(expected["spread"]), tolerance)  # a single number has none
        off = _off(told[output]["values"], expected["values"]) / spread
        worst, where = (off, output) if not off <= worst else (worst, where)
    if not worst <= tolerance:
        raise ModelError(f"{name} tells {where} by {worst:.2g} of its spread differently from torch, allowed is {tolerance}; "
                         "export the model again, or set runtime to torch", "parity")
    return worst


def _off(a: Sequence[float], b: Sequence[float]) -> float:
    return float(np.max(np.abs(np.asarray(a) - np.asarray(b))))


def _samples(values: Floats) -> Floats:
    flat = values.ravel()
    return np.asarray(flat[np.linspace(0, flat.size - 1, min(flat.size, _SAMPLES)).astype(int)], np.float32)
