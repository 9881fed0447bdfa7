"""What a speaker needs of whatever runs its language model. No torch."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.runtimes.vision import Encoded, Floats, RegionCamera


class Stepped(NamedTuple):
    """hidden: (Q, L, D) last hidden states, normed. keys, values: (L, N, Q, H, E) of these words in each of N layers."""

    hidden: Floats
    keys: Floats
    values: Floats


class Voice(Protocol):
    """The adapter, region tokens and the language model of one SpatialGeo."""

    @property
    def embedding(self) -> Floats:
        """(V, D) of words; the language model's head is the same."""

    @property
    def shape(self) -> tuple[int, int, int]:
        """Layers N, heads H and numbers of each head E."""

    def look(self, encoded: Encoded, regions: Floats, camera: RegionCamera) -> Floats:
        """(P, D) tokens of an image, then of its things. regions: (R, F), see `runtimes.pooling`; camera: of the image."""

    def step(self, words: Floats, places: NDArray[np.int64], seen: NDArray[np.bool_], keys: Floats, values: Floats) -> Stepped:
        """One pass over (Q, L, D) embedded words at (Q, L) places after S earlier ones. seen: (Q, L, S + L). keys, values:
        (S, N, Q, H, E) of the earlier ones."""
