"""What images a model does not know: those it learned from are told apart from spoiled ones (outlier exposure, Hendrycks et
al. 2019), by a linear score of what its frozen encoders say of the whole image. No photograph is learned from."""

from __future__ import annotations

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from spatialgeo_ros.encoders.geometric import setting_of
from spatialgeo_ros.runtimes.familiarity import summary_of
from spatialgeo_ros.training.nano_batches import ViewStore, vary_light
from spatialgeo_ros.training.nano_log import Tell
from spatialgeo_ros.types import Array
from spatialgeo_ros.vlm import SpatialGeo
from spatialgeo_ros.world.rgb_shards import Views

_AT_ONCE = 16
_STEPS, _RATE, _DECAY, _NOISE = 400, 3e-3, 0.3, 0.1
_STRANGE = 0.01  # share of tuning views that may be taken for strange
_KNOWN = (0.8, 0.7)  # how often lens and gravity are told

Image = NDArray[np.uint8]


def fit_familiarity(model: SpatialGeo, views: tuple[Views, Views], seed: int, tell: Tell, most: int) -> dict[str, float]:
    """Gives the model its score, learned from up to `most` views as they are and as many spoiled; shares of tuning views, and
    of spoiled ones, that it takes for strange."""
    model.eval()
    rng, generator = np.random.default_rng(seed), torch.Generator().manual_seed(seed)
    learned, judged = (ViewStore(part, _device(model), model_size(model)) for part in views)
    chosen = rng.permutation(len(learned.views))[:most]
    plain, strange = (_summaries(model, learned, chosen, generator, spoil) for spoil in (None, rng))
    weight, bias = _logistic(plain, strange, generator)
    every = np.arange(len(judged.views))
    odds = _summaries(model, judged, every, None, None) @ weight + bias
    limit = float(np.quantile(odds, 1 - _STRANGE))
    with torch.no_grad():
        model.familiarity.weight.copy_(weight[None])
        model.familiarity.bias.fill_(bias - limit)
    worse = _summaries(model, judged, every, None, np.random.default_rng(seed + 1)) @ weight + bias
    scores = {"views": float((odds > limit).float().mean()), "spoiled": float((worse > limit).float().mean())}
    tell(f"familiarity: {scores}")
    return scores


def model_size(model: SpatialGeo) -> tuple[int, int]:
    return model.settings.encoder.height, model.settings.encoder.width


def spoiled(image: Image, rng: np.random.Generator) -> Image:
    """(H, W, 3) in one of the ways in which an image may be of no use: turned, out of focus, without colour, ..."""
    height, width = image.shape[:2]
    out: Array
    match int(rng.integers(10)):
        case 0:
            out = image[::-1, ::-1]
        case 1:
            out = image[::-1]
        case 2:
            out = cv2.resize(np.ascontiguousarray(np.rot90(image, 2 * int(rng.integers(2)) + 1)), (width, height))
        case 3:
            out = cv2.GaussianBlur(image, (0, 0), float(rng.uniform(3, 8)))
        case 4:
            out = np.repeat(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)
        case 5:
            out = _shuffled(image, int(rng.integers(2, 7)), rng)
        case 6:
            coarse = rng.integers(0, 256, (*rng.integers(3, 60, 2), 3)).astype(np.uint8)
            out = cv2.resize(coarse, (width, height), interpolation=int(rng.choice([cv2.INTER_NEAREST, cv2.INTER_CUBIC])))
        case 7:
            out = image[..., rng.permutation([1, 2, 0])]
        case 8:
            out = np.clip(image + rng.normal(0, 40, image.shape), 0, 255)
        case _:
            out = np.clip(image * float(rng.choice([rng.uniform(0.1, 0.3), rng.uniform(2.5, 4)])), 0, 255)
    return np.ascontiguousarray(out, np.uint8)


def _shuffled(image: Image, count: int, rng: np.random.Generator) -> Image:
    """Its parts, so many across and down, in another order."""
    high, wide = image.shape[0] // count, image.shape[1] // count
    out = image.copy()
    for to, source in enumerate(rng.permutation(count * count)):
        (y, x), (v, u) = divmod(to, count), divmod(int(source), count)
        out[y * high:(y + 1) * high, x * wide:(x + 1) * wide] = image[v * high:(v + 1) * high, u * wide:(u + 1) * wide]
    return out


def _summaries(model: SpatialGeo, store: ViewStore, chosen: Array, generator: torch.Generator | None,
               spoil: np.random.Generator | None) -> Tensor:
    """(V, F). generator: for other light, and a camera that is not always known. spoil: dice, where images are to be
    spoiled."""
    rows = []
    for start in range(0, len(chosen), _AT_ONCE):
        batch = store.batch(chosen[start:start + _AT_ONCE], None)
        rgb = batch.rgb
        if spoil is not None:
            rgb = torch.from_numpy(np.stack([spoiled(image, spoil) for image in rgb.cpu().numpy()])).to(rgb.device)
        known = torch.tensor([[1.0, 1.0, 0.0]]).repeat(len(rgb), 1)
        if generator is not None:
            rgb = vary_light(rgb, generator)
            known[:, :2] = (torch.rand(len(rgb), 2, generator=generator) < torch.tensor(_KNOWN)).float()
        with torch.no_grad():
            geometry, semantics = model.encode(rgb, setting_of(batch.camera, batch.log_camera_m, known.to(rgb.device)))
        levels = [part.levels[-1].float().cpu().numpy() for part in (geometry, semantics)]
        rows += [summary_of(one, other) for one, other in zip(*levels, strict=True)]
    return torch.from_numpy(np.stack(rows))


def _logistic(plain: Tensor, strange: Tensor, generator: torch.Generator) -> tuple[Tensor, float]:
    """Weight (F,) and bias of the log odds of being strange."""
    every = torch.cat([plain, strange])
    label = torch.cat([torch.zeros(len(plain)), torch.ones(len(strange))])
    mean, scale = every.mean(0), every.std(0) + 1e-6
    scaled = (every - mean) / scale
    head = torch.nn.Linear(every.shape[1], 1)
    torch.nn.init.zeros_(head.weight)
    optimiser = torch.optim.AdamW(head.parameters(), _RATE, weight_decay=_DECAY)
    for _ in range(_STEPS):
        shaken = scaled + _NOISE * torch.randn(scaled.shape, generator=generator)
        loss = functional.binary_cross_entropy_with_logits(head(shaken)[:, 0], label)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    weight = (head.weight[0] / scale).detach()
    return weight, float(head.bias.detach()) - float(weight @ mean)


def _device(model: SpatialGeo) -> torch.device:
    return next(model.parameters()).device
