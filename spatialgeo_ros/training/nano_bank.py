"""What the frozen encoders say of views, made once: later stages learn from it without running them again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from spatialgeo_ros.encoders.geometric import Camera, setting_of
from spatialgeo_ros.fusion.regions import RegionFeatures, unflat
from spatialgeo_ros.models.torch_vision import fields_of
from spatialgeo_ros.runtimes.pictures import pictures_of
from spatialgeo_ros.runtimes.pooling import pooled_regions
from spatialgeo_ros.runtimes.vision import encoded_of
from spatialgeo_ros.training.nano_batches import ViewStore, vary_light
from spatialgeo_ros.training.nano_log import Tell
from spatialgeo_ros.types import Array
from spatialgeo_ros.vlm import SpatialGeo

_AT_ONCE = 16
_LEAST_PX = 12  # of a mask after it was made smaller
_KNOWN = 0.8  # share of views whose lens, and as many whose gravity is known


@dataclass(frozen=True, eq=False)
class Bank:
    """Of V views: geometric (V, N, LEVELS, D), semantic (V, N, D) pooled levels; camera (V, 6) as known or guessed: log focal,
    centre, up. Of their R things, in the order of the views: regions (R, F), see `runtimes.pooling`; first (V + 1,) where
    those of a view begin; row (R,) of the thing in the views' table. view (V,): its number there."""

    geometric: NDArray[np.float16]
    semantic: NDArray[np.float16]
    camera: NDArray[np.float32]
    regions: NDArray[np.float16]
    first: NDArray[np.int64]
    row: NDArray[np.int64]
    view: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.view)

    def features(self, regions: Array, model: SpatialGeo) -> RegionFeatures:
        return unflat(torch.from_numpy(self.regions[regions]).to(_device(model)), model.settings.encoder)

    def cameras(self, places: Array, model: SpatialGeo) -> Camera:
        values = torch.from_numpy(self.camera[places]).to(_device(model))
        return Camera(values[:, 0], values[:, 1:3], values[:, 3:])


def _device(model: SpatialGeo) -> torch.device:
    return next(model.parameters()).device


def make_bank(model: SpatialGeo, store: ViewStore, chosen: Array, varied: bool, seed: int,
              tell: Tell = lambda line: None) -> Bank:
    """varied: other light, rougher masks and now and then a guessed camera, as to learn from; else as it is."""
    model.eval()
    rng, generator = np.random.default_rng(seed), torch.Generator().manual_seed(seed)
    parts: list[list[Array]] = [[], [], [], []]
    counts, rows = [], []
    for start in range(0, len(chosen), _AT_ONCE):
        numbers = chosen[start:start + _AT_ONCE]
        with torch.no_grad():
            for part, array in zip(parts, _encoded(model, store, numbers, (rng, generator) if varied else None), strict=True):
                part.append(array)
        for number in numbers:
            counts.append(len(store.views.things_of(int(number))))
            rows.append(int(store.views.first_thing[number]) + np.arange(counts[-1]))
        if (start // _AT_ONCE) % 20 == 19:
            tell(f"encoded {start + len(numbers)} of {len(chosen)} views")
    geometric, semantic, camera, regions = (np.concatenate(part) for part in parts)
    return Bank(geometric, semantic, camera, regions, np.cumsum([0, *counts]), np.concatenate(rows),
                np.asarray(chosen, np.int64))


def _encoded(model: SpatialGeo, store: ViewStore, numbers: Array,
             dice: tuple[np.random.Generator, torch.Generator] | None) -> tuple[Array, Array, Array, Array]:
    """Geometric and semantic levels, cameras and regions of some views."""
    batch = store.batch(numbers, None)
    rgb = batch.rgb if dice is None else vary_light(batch.rgb, dice[1])
    known = torch.ones(len(numbers), 3) if dice is None else (torch.from_numpy(dice[0].random((len(numbers), 3))) < _KNOWN)
    known = (known * torch.tensor([1.0, 1.0, 0.0])).to(rgb.device)  # lens and gravity
    known[:, 1] *= known[:, 0]  # what places things needs both
    geometry, semantics = model.encode(rgb, setting_of(batch.camera, batch.log_camera_m, known))
    levels = model.pooled_levels(geometry, semantics)
    told = {name: x.float().cpu().numpy() for name, x in fields_of(geometry, semantics).items()}
    images = rgb.cpu().numpy()
    regions = []
    for index, number in enumerate(numbers):
        things = store.views.things_of(int(number))["id"]
        masks = torch.stack([batch.ids[index] == int(thing) for thing in things])
        masks = masks if dice is None else _rough(masks, dice[0])
        covered = masks.cpu().numpy()
        closer = model.closer(torch.from_numpy(pictures_of(images[index], covered)).to(rgb.device)).cpu().numpy()
        encoded = encoded_of({name: x[index:index + 1] for name, x in told.items()})
        regions.append(pooled_regions(encoded, covered, closer).astype(np.float16))
    cameras = _cameras(batch.camera, geometry.camera, known[:, 1:2].cpu().numpy() > 0)
    return _half(levels[0]), _half(levels[1]), cameras, np.concatenate(regions)


def _half(x: Tensor) -> NDArray[np.float16]:
    return np.asarray(x.half().cpu().numpy(), np.float16)


def _cameras(told: Camera, guessed: Camera, known: Array) -> NDArray[np.float32]:
    """(V, 6). known: (V, 1)."""
    right, guess = (torch.cat([c.log_focal[:, None], c.centre, c.up], 1).cpu().numpy() for c in (told, guessed))
    return np.asarray(np.where(known, right, guess), np.float32)


def _rough(masks: Tensor, rng: np.random.Generator) -> Tensor:
    """A third of the masks a pixel larger, a third a pixel smaller, as predicted ones may be."""
    x = masks.float()[:, None]
    larger = functional.max_pool2d(x, 3, 1, 1)[:, 0] > 0
    smaller = -functional.max_pool2d(-x, 3, 1, 1)[:, 0] > 0
    which = torch.from_numpy(rng.integers(0, 3, len(masks))).to(masks.device)
    enough = smaller.flatten(1).sum(1) >= _LEAST_PX
    shrunk = torch.where(((which == 2) & enough)[:, None, None], smaller, masks)
    return torch.where((which == 1)[:, None, None], larger, shrunk)


def save_bank(bank: Bank, folder: Path) -> None:
    """One file per array, so that they can be mapped into memory."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in Bank.__dataclass_fields__:
        np.save(folder / f"{name}.npy", getattr(bank, name))


def load_bank(folder: Path) -> Bank:
    return Bank(**{name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in Bank.__dataclass_fields__})
