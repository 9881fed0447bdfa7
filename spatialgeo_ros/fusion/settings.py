"""Sizes of what joins encoders and language model."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FusionSettings:
    """hidden: width of each MLP. pool: how many patches across and down become one visual token. dropping: the probability
    with which a whole image loses its semantic branch in training; 0.3 in SpatialGeo, which costs nano 1.4 points on tuning
    rooms against none at all (docs/seeing.md)."""

    hidden: int = 256
    pool: int = 2
    waves: int = 6  # octaves of the Fourier features of places
    dropping: float = 0.1
