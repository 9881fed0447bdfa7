"""The first two stages: the geometric encoder, then the semantic encoder with its text tower, each from nothing."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from spatialgeo_ros.encoders.geometric import Camera, depth_of, setting_of
from spatialgeo_ros.encoders.semantic import scores
from spatialgeo_ros.encoders.trunk import normalised
from spatialgeo_ros.training.nano_batches import DENSE_WORDS, IGNORED, EncoderBatch, ViewStore
from spatialgeo_ros.training.nano_losses import caption_loss, geometry_losses, semantic_losses
from spatialgeo_ros.types import Array, ObjectKind
from spatialgeo_ros.vlm import SpatialGeo
from spatialgeo_ros.world.rgb_views import COLOUR_WORDS
from spatialgeo_ros.world.spoken import full_name

_JUDGED_AT_ONCE = 16
# Until then images of an encoder that begins with nothing are half as large either way: four times the steps, and what is far
# apart is near. One that has learned already would first lose, and then learn again, what full-size images show.
_SMALL_UNTIL = 0.5
_KNOWN = (0.8, 0.7, 0.3)  # how often focal length, gravity and the camera's height are told
_GRAVITY_NOISE = 0.02  # radians


class GeometryStage:
    """What a step of the first stage does, and how it is judged. begun: the encoder has learned before."""

    def __init__(self, model: SpatialGeo, learned: ViewStore, judged: ViewStore, batch: int, seed: int,
                 half_precision: bool = False, begun: bool = False) -> None:
        self.model, self.learned, self.judged, self.size = model, learned, judged, batch
        self.small_until = 0.0 if begun else _SMALL_UNTIL
        self.rng, self.generator = np.random.default_rng(seed), torch.Generator().manual_seed(seed)
        self.half_precision = half_precision

    def step(self, progress: float) -> Mapping[str, Tensor]:
        chosen = self.rng.integers(0, len(self.learned.views), self.size)
        batch = self.learned.batch(chosen, self.generator, progress < self.small_until)
        setting = setting_of(_shaken(batch.camera, self.generator), batch.log_camera_m, self._known(len(batch.rgb)))
        with lowered(batch.rgb.device, self.half_precision):
            geometry = self.model.geometric(_image(batch.rgb), setting)
        return geometry_losses(geometry, batch)

    def _known(self, count: int) -> Tensor:
        """(B, 3), drawn: robots mostly know their lens and gravity, some the camera's height."""
        return (torch.rand(count, 3, generator=self.generator) < torch.tensor(_KNOWN)).float().to(self.learned.device)

    def judge(self) -> Mapping[str, float]:
        """With lens and gravity known: AbsRel, delta1 and AbsRel on things, median degrees of normals. With nothing told
        (but metres by the focal length): abs_rel_alone, errors of the guessed camera. With the height too: abs_rel_height."""
        scores = self._judged((1.0, 1.0, 0.0))
        alone, height = self._judged((0.0, 0.0, 0.0)), self._judged((1.0, 1.0, 1.0))
        del scores["focal_error"], scores["up_deg"]
        return {**scores, "abs_rel_alone": alone["abs_rel"], "abs_rel_height": height["abs_rel"],
                "focal_error": alone["focal_error"], "up_deg": alone["up_deg"]}

    def _judged(self, told: tuple[float, float, float]) -> dict[str, float]:
        relative, good, on_things, turned, focal, up = [], [], [], [], [], []
        for batch in _batches(self.judged):
            flags = torch.tensor([told] * len(batch.rgb), device=batch.rgb.device)
            setting = setting_of(batch.camera, batch.log_camera_m, flags)
            geometry = self.model.geometric(_image(batch.rgb), setting)
            known = batch.log_depth.isfinite()
            depth = depth_of(geometry.log_depth, batch.camera.log_focal)
            true = depth_of(torch.nan_to_num(batch.log_depth), batch.camera.log_focal)
            error = (depth - true).abs() / true
            relative.append(error[known])
            on_things.append(error[known & (batch.things > 0)])
            good.append((torch.maximum(depth / true, true / depth) < 1.25)[known].float())
            cosine = (geometry.normals * batch.normals).sum(1).clamp(-1, 1)
            turned.append(torch.rad2deg(cosine.acos())[known])
            focal.append((geometry.camera.log_focal - batch.camera.log_focal).abs())
            up.append(torch.rad2deg((geometry.camera.up * batch.camera.up).sum(1).clamp(-1, 1).acos()))
        return {"abs_rel": _mean(relative), "delta1": _mean(good), "abs_rel_things": _mean(on_things),
                "normals_deg": float(torch.cat(turned).median()), "focal_error": _mean(focal), "up_deg": _mean(up)}


class SemanticStage:
    """What a step of the second stage does, and how it is judged. begun: the encoder has learned before."""

    def __init__(self, model: SpatialGeo, learned: ViewStore, judged: ViewStore, batch: int, seed: int,
                 half_precision: bool = False, begun: bool = False) -> None:
        self.model, self.learned, self.judged, self.size = model, learned, judged, batch
        self.small_until = 0.0 if begun else _SMALL_UNTIL
        self.rng, self.generator = np.random.default_rng(seed), torch.Generator().manual_seed(seed)
        self.half_precision = half_precision
        self.words = model.text_numbers((*DENSE_WORDS, *COLOUR_WORDS)).to(learned.device)

    def step(self, progress: float) -> Mapping[str, Tensor]:
        chosen = self.rng.integers(0, len(self.learned.views), self.size)
        batch = self.learned.batch(chosen, self.generator, progress < self.small_until)
        with lowered(batch.rgb.device, self.half_precision):
            semantics = self.model.semantic(_image(batch.rgb))
            found = dict(semantic_losses(semantics, batch, self.model.semantic.text, self.words, len(DENSE_WORDS)))
            captions, texts = self._captions(chosen)
            if texts:
                told = self.model.semantic.text(self.model.text_numbers(texts).to(batch.rgb.device))
                found["caption"] = caption_loss(semantics, batch.things, captions, told)
        return found

    def _captions(self, chosen: Array) -> tuple[list[dict[int, int]], tuple[str, ...]]:
        named = [{int(row["id"]): full_name(row) for row in self.learned.views.things_of(int(k))
                  if row["kind"] == ObjectKind.OBJECT} for k in chosen]
        texts = tuple(sorted({text for names in named for text in names.values()}))
        return [{thing: texts.index(text) for thing, text in names.items()} for names in named], texts

    def judge(self) -> Mapping[str, float]:
        """Class and colour of things by the mean under the true mask; mean IoU of classes; IoU of things' pixels."""
        told = self.model.semantic.text(self.words)
        right, count = np.zeros(2), np.zeros(2)
        overlap = np.zeros((3, len(DENSE_WORDS)))
        pixels = np.zeros(2)
        for batch in _batches(self.judged):
            semantics = self.model.semantic(_image(batch.rgb))
            size = semantics.embedding.shape[2:]
            things, classes, colours = (functional.interpolate(x[:, None].float(), size, mode="nearest")[:, 0].long()
                                        for x in (batch.things, batch.classes, batch.colours))
            logits = scores(semantics.embedding, told)
            split = logits[:, :len(DENSE_WORDS)], logits[:, len(DENSE_WORDS):]
            guess = split[0].argmax(1)
            for k in range(len(DENSE_WORDS)):
                a, b = (guess == k) & (classes != IGNORED), classes == k
                overlap[:, k] += [float((a & b).sum()), float((a | b).sum()), float(b.sum())]
            found = functional.pixel_shuffle(semantics.affinities[:, :4], 2)[:, 0] > 0
            pixels += [float((found & (batch.things > 0)).sum()), float((found | (batch.things > 0)).sum())]
            for image in range(len(things)):
                for thing in things[image].unique().tolist():
                    inside = things[image] == thing
                    if thing == 0:
                        continue
                    for k, (odds, truth) in enumerate(zip(split, (classes, colours), strict=True)):
                        label = int(truth[image][inside][0])
                        if label != IGNORED:
                            right[k] += int(odds[image][:, inside].log_softmax(0).mean(1).argmax()) == label
                            count[k] += 1
        there = overlap[2] > 0
        miou = float((overlap[0] / np.maximum(overlap[1], 1))[there].mean())
        return {"class": right[0] / max(count[0], 1), "colour": right[1] / max(count[1], 1), "miou": miou,
                "thing_iou": pixels[0] / max(pixels[1], 1)}


def _image(rgb: Tensor) -> Tensor:
    return normalised(rgb).contiguous(memory_format=torch.channels_last)


def _shaken(camera: Camera, generator: torch.Generator) -> Camera:
    """As gravity is known on a robot: not quite."""
    noise = _GRAVITY_NOISE * torch.randn(camera.up.shape, generator=generator).to(camera.up.device)
    return Camera(camera.log_focal, camera.centre, functional.normalize(camera.up + noise, dim=1))


def lowered(device: torch.device, half_precision: bool) -> torch.autocast:
    """bfloat16 on a GPU, and where it is wanted: 1.6 times the steps on a CPU with units for it (avx512_bf16), a fifth of
    them without."""
    return torch.autocast(device.type, torch.bfloat16, enabled=half_precision or device.type == "cuda")


def _batches(store: ViewStore) -> list[EncoderBatch]:
    numbers = np.arange(len(store.views))
    return [store.batch(part, None) for part in np.split(numbers, range(_JUDGED_AT_ONCE, len(numbers), _JUDGED_AT_ONCE))]


def _mean(parts: list[Tensor]) -> float:
    return float(torch.cat([part.float() for part in parts]).mean())


def channels_last(module: nn.Module) -> None:
    """As convolutions on the CPU are quickest with."""
    module.to(memory_format=torch.channels_last)
