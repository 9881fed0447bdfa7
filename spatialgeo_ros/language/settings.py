"""Sizes of the language model."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SpeakerSettings:
    """A Llama. most: positions, visual tokens included."""

    dim: int = 192
    layers: int = 4
    heads: int = 6
    hidden: int = 512
    most: int = 1024
