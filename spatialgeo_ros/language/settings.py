"""Sizes of the language model."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SpeakerSettings:
    """A Llama. most: positions, visual tokens included."""

    dim: int = 256
    layers: int = 6
    heads: int = 8
    hidden: int = 704
    most: int = 1024
