"""Marked regions as images of numbers, which is how a speaker is shown them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.benchmarks.questions import Region
from spatialgeo_ros.errors import InputError


def region_ids(regions: Sequence[Region], height: int, width: int) -> NDArray[np.uint16]:
    """(H, W): k + 1 where the k-th region is, 0 elsewhere; where two overlap, the smaller one is seen."""
    masks = [region_mask(region, height, width) for region in regions]
    ids = np.zeros((height, width), np.uint16)
    for k in sorted(range(len(masks)), key=lambda k: -np.count_nonzero(masks[k])):
        ids[masks[k]] = k + 1
    return ids


def region_mask(region: Region, height: int, width: int) -> NDArray[np.bool_]:
    """(H, W) of its run lengths, else of its box. Raises InputError when these are of another image."""
    if not region.counts:
        mask = np.zeros((height, width), bool)
        left, top, right, bottom = (max(int(side), 0) for side in region.box_xyxy_px)
        mask[top:bottom, left:right] = True
        return mask
    counts = _decoded(region.counts) if isinstance(region.counts, str) else region.counts
    if region.size != (height, width) or sum(counts) != height * width or min(counts) < 0:
        raise InputError(f"run lengths of {region.size} (H, W) pixels that add up to {sum(counts)} do not fit an image of "
                         f"{(height, width)}; give the image at the size that it was marked at", "benchmark")
    values = np.arange(len(counts)) % 2 == 1
    return np.repeat(values, counts).reshape(width, height).T


def _decoded(text: str) -> list[int]:
    """COCO's compressed run lengths: five bits a character from "0" on, the sixth says that more follow, the topmost of the
    last is the sign; from the fourth number on the difference to the last but one."""
    counts: list[int] = []
    value = shift = 0
    for character in text:
        bits = ord(character) - 48
        value |= (bits & 31) << shift
        shift += 5
        if bits & 32:
            continue
        if bits & 16:
            value -= 1 << shift
        counts.append(value + counts[-2] if len(counts) > 2 else value)
        value = shift = 0
    return counts
