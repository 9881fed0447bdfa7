"""Sizes of the encoders: one code path from nano to 7B."""

from __future__ import annotations

from dataclasses import dataclass

from spatialgeo_ros.errors import ConfigError

LEVELS = 4  # late layers that the hierarchical adapter reads, as SpatialGeo does


@dataclass(frozen=True)
class EncoderSettings:
    """A vision transformer. stem: channels at strides 4 and 8 of a convolutional stem, () for a plain patch embedding.

    decoder: channels of the dense outputs, a quarter of the image's size. levels: of layers read by others, the last ones.
    """

    height: int = 192
    width: int = 256
    patch: int = 16
    stem: tuple[int, ...] = (48, 96)
    dim: int = 192
    layers: int = 5
    heads: int = 6
    decoder: int = 48

    def __post_init__(self) -> None:
        if self.height % self.patch or self.width % self.patch:
            raise ConfigError(f"image of {self.height} x {self.width} is no multiple of the patch, {self.patch}")
        if self.dim % self.heads or self.dim % 4:
            raise ConfigError(f"dim is {self.dim}; it must be a multiple of 4 and of heads, {self.heads}")
        if self.layers < LEVELS:
            raise ConfigError(f"layers is {self.layers}; the adapter reads the last {LEVELS}")
        if self.stem and (len(self.stem) != 2 or self.patch != 16):
            raise ConfigError("a convolutional stem has two widths, at strides 4 and 8, and a patch of 16")

    @property
    def grid(self) -> tuple[int, int]:
        """Rows and columns of tokens."""
        return self.height // self.patch, self.width // self.patch


@dataclass(frozen=True)
class TextSettings:
    """The text tower: what a few words look like. most: words it reads."""

    dim: int = 128
    layers: int = 2
    heads: int = 4
    most: int = 8
    embedding: int = 96  # shared by words and pixels


@dataclass(frozen=True)
class CloserSettings:
    """The closer look at single things. widths: channels at strides 2, 4, 8, ... of the picture."""

    widths: tuple[int, ...] = (24, 48, 96, 192)
