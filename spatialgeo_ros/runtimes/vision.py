"""What the encoders of SpatialGeo say of one image, whatever runs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Encoded:
    """Of an image (H, W). At half its size, (h, w): log_depth, canonical (metres = e^log_depth * fx / W), metric scale
    included; log_scatter of its error; normals (3, h, w), unit, camera frame. Guessed from the image: log_focal of fx / W; up
    (3,) unit, against gravity, camera frame; log_camera_m, canonical, the camera's height above the floor. At a quarter:
    embedding (E, .., ..), a space shared with words; affinities (22, .., ..), log odds for `scene.partition`; fine_geometric
    and fine_semantic (C, .., ..). Of the trunks: geometric_levels and semantic_levels (LEVELS, N, D), tokens row by row.
    """

    log_depth: Floats
    log_scatter: Floats
    normals: Floats
    log_focal: float
    up: Floats
    log_camera_m: float
    embedding: Floats
    affinities: Floats
    fine_geometric: Floats
    fine_semantic: Floats
    geometric_levels: Floats
    semantic_levels: Floats


SETTING = 10  # numbers that tell what is known of a camera


@dataclass(frozen=True, eq=False)
class Known:
    """What is known of the camera of an image before it is looked at. log_focal: of fx / W, and centre with it: the principal
    point, 0 to 1 across and down. up: (3,) unit, against gravity, camera frame. None where it is not known."""

    log_focal: float | None = None
    centre: tuple[float, float] = (0.5, 0.5)
    up: Floats | None = None

    def setting(self) -> Floats:
        """(SETTING,) as the network takes it, see `encoders.geometric.setting_of`; zeros for what is not known."""
        out = np.zeros(SETTING, np.float32)
        if self.log_focal is not None:
            out[0], out[3:6] = 1, (self.log_focal, self.centre[0] - 0.5, self.centre[1] - 0.5)
        if self.up is not None:
            out[1], out[6:9] = 1, self.up
        return out


FIELDS: tuple[str, ...] = tuple(item.name for item in fields(Encoded))


def encoded_of(told: Mapping[str, Floats]) -> Encoded:
    """From arrays with one image in front, by the names of the fields."""
    return Encoded(log_focal=float(told["log_focal"][0]), log_camera_m=float(told["log_camera_m"][0]),
                   **{name: told[name][0] for name in FIELDS if name not in ("log_focal", "log_camera_m")})


NOTHING_KNOWN = Known()


@dataclass(frozen=True, eq=False)
class RegionCamera:
    """What places a pixel of the network's image in space, known or guessed; the fields are those of `Known`."""

    log_focal: float
    centre: tuple[float, float]
    up: Floats

    def repeated(self, count: int) -> tuple[Floats, Floats, Floats]:
        """(R,), (R, 2) and (R, 3): each field for each of R regions."""
        log_focal, centre, up = (np.repeat(np.asarray(x, np.float32)[None], count, axis=0)
                                 for x in (self.log_focal, self.centre, self.up))
        return log_focal, centre, up


@dataclass(frozen=True, eq=False)
class ReadRegions:
    """What region tokens tell of R things, in the levelled viewer's frame (x right, y forward, z up). centre: (R, 3) metres.
    log_size: (R, 3) of the extents along its axes. log_scatter: (R, 6) of the errors of centre, as a share of the distance,
    and of log_size. classes, colours: (R, ...) log odds of the words, without "wall"."""

    centre: Floats
    log_size: Floats
    log_scatter: Floats
    classes: Floats
    colours: Floats


READ: tuple[str, ...] = tuple(item.name for item in fields(ReadRegions))


class Vision(Protocol):
    """Both encoders, and the words that their text tower knows."""

    @property
    def size(self) -> tuple[int, int]:
        """(H, W) of the images that `encode` takes."""

    @property
    def class_words(self) -> tuple[str, ...]:
        """What things are told to be, unless other words are asked for; furniture and floor first, "wall" last."""

    @property
    def colour_words(self) -> tuple[str, ...]: ...

    def encode(self, rgb: NDArray[np.uint8], known: Known = NOTHING_KNOWN) -> Encoded:
        """rgb: (H, W, 3). Raises ModelError when it has another size."""

    def strangeness(self, encoded: Encoded) -> float:
        """Above 0 where an image is of no kind that the model has learned from, see `runtimes.familiarity`."""

    def look_closer(self, pictures: NDArray[np.uint8]) -> Floats:
        """(R, E) of (R, S, S, 4), see `runtimes.pictures`: odds of texts as of pixels."""

    def read_regions(self, regions: Floats, camera: RegionCamera) -> ReadRegions:
        """regions: (R, F), see `runtimes.pooling`. camera: of their image."""

    def embed(self, texts: tuple[str, ...]) -> Floats:
        """(T, E): the log odds of a text at a pixel are embedding . text / sqrt(E), up to a constant."""
