"""The third stage: what a closer look at one thing tells of its class and colour, in the words of the text tower."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from spatialgeo_ros.runtimes.pictures import PICTURE_PX, Square, picture_of, square_about
from spatialgeo_ros.training.nano_batches import DENSE_WORDS, IGNORED, WALL, ViewStore, vary_light
from spatialgeo_ros.training.nano_encoders import lowered
from spatialgeo_ros.types import Array, ObjectKind
from spatialgeo_ros.vlm import SpatialGeo
from spatialgeo_ros.world.rgb_views import COLOUR_WORDS, NO_COLOUR

_LEAST_PX = 16  # of a mask
_LEAST_FRACTION = 0.15  # of a thing that is in view
_IN_VIEW = 0.6  # of one that is judged by
_COARSE = 0.35  # share of pictures taken from an image of the network's size, as the speaker sees them
_CUT = 0.25  # share of masks that lack a part, as segments may


@dataclass(frozen=True, eq=False)
class Pictured:
    """pictures: (R, S, S, 4) uint8. classes of DENSE_WORDS and colours, (R,), IGNORED where not known. judged: (R,) things
    that are well in view."""

    pictures: NDArray[np.uint8]
    classes: NDArray[np.int64]
    colours: NDArray[np.int64]
    judged: NDArray[np.bool_]


class NamingStage:
    """What a step of the stage does, and how it is judged."""

    def __init__(self, model: SpatialGeo, learned: ViewStore, judged: ViewStore, batch: int, seed: int,
                 half_precision: bool = False) -> None:
        self.model, self.learned, self.judged, self.size = model, learned, judged, batch
        self.rng, self.generator = np.random.default_rng(seed), torch.Generator().manual_seed(seed)
        self.half_precision = half_precision
        words = model.text_numbers((*DENSE_WORDS, *COLOUR_WORDS)).to(learned.device)
        with torch.no_grad():
            self.told = model.semantic.text(words)

    def step(self, progress: float) -> Mapping[str, Tensor]:
        chosen = self.rng.integers(0, len(self.learned.views), self.size)
        parts = [self._varied(int(number)) for number in chosen]
        classes, colours = (torch.from_numpy(np.concatenate([getattr(part, name) for part in parts])).to(self.learned.device)
                            for name in ("classes", "colours"))
        pictures = torch.from_numpy(np.concatenate([part.pictures for part in parts])).to(self.learned.device)
        turn = torch.rand(len(pictures), generator=self.generator).to(pictures.device) < 0.5
        pictures = torch.where(turn[:, None, None, None], pictures.flip(2), pictures)
        pictures = torch.cat([vary_light(pictures[..., :3], self.generator), pictures[..., 3:]], dim=3)
        with lowered(pictures.device, self.half_precision):
            class_odds, colour_odds = self._odds(pictures)
        return {"class": functional.cross_entropy(class_odds, classes),
                "colour": 0.5 * functional.cross_entropy(colour_odds, colours, ignore_index=IGNORED)}

    def _odds(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        found = self.model.closer(pictures)
        odds = found @ self.told.T * found.shape[1] ** -0.5
        return odds[:, :len(DENSE_WORDS)], odds[:, len(DENSE_WORDS):]

    def _varied(self, number: int) -> Pictured:
        """All things of a view and one spot of what is none, as segments and cameras vary."""
        rng, store = self.rng, self.learned
        rgb, ids, rows = store.views.rgb(number), store.views.ids[number], store.views.things_of(number)
        if rng.random() < _COARSE:
            rgb = np.asarray(cv2.resize(rgb, store.size[::-1], interpolation=cv2.INTER_AREA), np.uint8)
        things = _things(rows)
        masks = [_rough(ids == row["id"], rng) for row in things]
        kept = [k for k, mask in enumerate(masks) if np.count_nonzero(mask) >= _LEAST_PX]
        found = [picture_of(rgb, masks[k], _shaken(square_about(masks[k]), rng)) for k in kept]
        labels = [_labels(things[k]) for k in kept]
        spot, under = _spot(ids, rng)
        if np.count_nonzero(spot) >= _LEAST_PX and under not in things["id"]:
            row = rows[rows["id"] == under]
            found.append(picture_of(rgb, spot, _shaken(square_about(spot), rng)))
            labels.append((int(row["word"][0]) if len(row) else WALL, IGNORED))
        return _together(found, labels, [])

    def judge(self) -> Mapping[str, float]:
        """Class and colour of things: of those that are well in view, and of all."""
        right: list[Array] = []
        for number in range(len(self.judged.views)):
            part = self._plain(number)
            if not len(part.pictures):
                continue
            class_odds, colour_odds = (x.argmax(1).cpu().numpy() for x in self._odds(
                torch.from_numpy(part.pictures).to(self.judged.device)))
            right.append(np.stack([class_odds == part.classes, part.classes != IGNORED, colour_odds == part.colours,
                                   part.colours != IGNORED, part.judged], axis=1))
        if not right:
            return {}
        table = np.concatenate(right).astype(bool)
        scores = {}
        for name, rows in (("", table[table[:, 4]]), ("all ", table)):
            for title, k in (("class", 0), ("colour", 2)):
                scores[name + title] = float(rows[rows[:, k + 1], k].mean())
        return scores

    def _plain(self, number: int) -> Pictured:
        store = self.judged
        rgb, ids, things = store.views.rgb(number), store.views.ids[number], _things(store.views.things_of(number))
        masks = [ids == row["id"] for row in things]
        return _together([picture_of(rgb, mask, square_about(mask)) for mask in masks], [_labels(row) for row in things],
                         [bool(row["fraction"] >= _IN_VIEW and not row["border"]) for row in things])


def _things(rows: Array) -> Array:
    return np.asarray(rows[(rows["kind"] == ObjectKind.OBJECT) & (rows["fraction"] >= _LEAST_FRACTION)])


def _labels(row: np.void) -> tuple[int, int]:
    return int(row["word"]), IGNORED if row["colour"] == NO_COLOUR else int(row["colour"])


def _together(pictures: list[NDArray[np.uint8]], labels: list[tuple[int, int]], judged: list[bool]) -> Pictured:
    table = np.array(labels, np.int64).reshape(-1, 2)
    stacked = np.stack(pictures) if pictures else np.zeros((0, PICTURE_PX, PICTURE_PX, 4), np.uint8)
    return Pictured(stacked, table[:, 0], table[:, 1], np.array(judged, bool))


def _rough(mask: NDArray[np.bool_], rng: np.random.Generator) -> NDArray[np.bool_]:
    """A pixel larger, as it is, or a pixel smaller; now and then without what is beyond a line through it."""
    how = int(rng.integers(3))
    kernel = np.ones((3, 3), np.uint8)
    out = mask.view(np.uint8)
    if how:
        out = np.asarray(cv2.dilate(out, kernel) if how == 1 else cv2.erode(out, kernel), np.uint8)
    if rng.random() < _CUT:
        rows, columns = np.nonzero(out)
        if len(rows):
            angle = rng.uniform(0, 2 * np.pi)
            along = columns * np.cos(angle) + rows * np.sin(angle)
            away = along > np.quantile(along, rng.uniform(0.5, 0.95))
            out = out.copy()
            out[rows[away], columns[away]] = 0
    return out.astype(bool)


def _shaken(square: Square, rng: np.random.Generator) -> Square:
    side = max(round(square.side * float(rng.uniform(0.85, 1.25))), 4)
    off = (square.side - side) / 2 + rng.normal(0, 0.05, 2) * square.side
    return Square(square.left + round(float(off[0])), square.top + round(float(off[1])), side)


def _spot(ids: NDArray[np.uint8], rng: np.random.Generator) -> tuple[NDArray[np.bool_], int]:
    """Part of what is under an ellipse somewhere, and the id there."""
    height, width = ids.shape
    x, y = int(rng.integers(width)), int(rng.integers(height))
    ellipse = np.zeros(ids.shape, np.uint8)
    axes = (int(rng.integers(3, 16)), int(rng.integers(3, 16)))
    cv2.ellipse(ellipse, (x, y), axes, float(rng.uniform(0, 180)), 0, 360, 1, -1)
    return (ellipse > 0) & (ids == ids[y, x]), int(ids[y, x])
