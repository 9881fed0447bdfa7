"""What the stages of nano's training make small."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from spatialgeo_ros.encoders.geometric import Geometry
from spatialgeo_ros.encoders.semantic import Semantics, TextTower, scores
from spatialgeo_ros.fusion.regions import Boxes
from spatialgeo_ros.training.nano_batches import IGNORED, EncoderBatch
from spatialgeo_ros.training.segmenter_network import losses as affinity_losses

_ON_THINGS = 5.0  # extra weight of pixels of things that are no supports


def geometry_losses(geometry: Geometry, batch: EncoderBatch) -> dict[str, Tensor]:
    known = batch.log_depth.isfinite()
    weight = known * (1 + _ON_THINGS * (batch.things > 0))
    error = torch.where(known, geometry.log_depth - torch.nan_to_num(batch.log_depth), 0.0)
    camera = geometry.camera
    focal = (camera.log_focal - batch.camera.log_focal).abs().mean()
    up = (camera.up - batch.camera.up).norm(dim=1).mean()
    return {"depth": (error.abs() * weight).sum() / weight.sum(), "edges": _edges(error, known),
            "coarse": _coarse(geometry.coarse, batch.log_depth),
            "normals": 0.5 * (1 - (geometry.normals * batch.normals).sum(1))[known].mean(),
            "camera": focal + up + (geometry.log_camera_m - batch.log_camera_m).abs().mean(),
            "scatter": 0.1 * laplace(error.detach(), geometry.log_scatter)[known].mean()}


def laplace(error: Tensor, log_scatter: Tensor) -> Tensor:
    """Negative log likelihood, up to a constant, of errors that scatter so."""
    return error.abs() * (-log_scatter).exp() + log_scatter


def _edges(error: Tensor, known: Tensor) -> Tensor:
    """Mean change of the error between neighbours: shape counts, whatever the scale."""
    across = (error[..., 1:] - error[..., :-1]).abs()[known[..., 1:] & known[..., :-1]].mean()
    down = (error[:, 1:] - error[:, :-1]).abs()[known[:, 1:] & known[:, :-1]].mean()
    return across + down


def _coarse(guess: Tensor, log_depth: Tensor) -> Tensor:
    true = functional.interpolate(log_depth[:, None], guess.shape[1:], mode="nearest")[:, 0]
    known = true.isfinite()
    return 0.5 * (guess - true)[known].abs().mean()


def semantic_losses(semantics: Semantics, batch: EncoderBatch, text: TextTower, words: Tensor,
                    classes: int) -> dict[str, Tensor]:
    """words: (T, most) of the class words, then of the colour words; classes: how many of the first there are."""
    told = text(words)
    class_words, colour_words = told[:classes], told[classes:]
    size = semantics.embedding.shape[2:]
    class_map, colour_map = _nearest(batch.classes, size), _nearest(batch.colours, size)
    weight = 1 + 2.0 * (_nearest(batch.things, size) > 0)
    logits = scores(semantics.embedding, class_words)
    coarse = functional.cross_entropy(scores(semantics.coarse, class_words),
                                      _nearest(batch.classes, semantics.coarse.shape[2:]), ignore_index=IGNORED)
    dense = functional.cross_entropy(logits, class_map, ignore_index=IGNORED, reduction="none")
    colour = functional.cross_entropy(scores(semantics.embedding, colour_words), colour_map, ignore_index=IGNORED)
    thing, near, far = affinity_losses(semantics.affinities, batch.things)
    return {"class": (dense * weight).sum() / weight.sum(), "coarse": 0.5 * coarse, "colour": 0.5 * colour,
            "thing": 0.5 * thing, "near": 0.5 * near, "far": 0.5 * far}


def caption_loss(semantics: Semantics, things: Tensor, captions: list[dict[int, int]], told: Tensor) -> Tensor:
    """Cross-entropy of the captions of a batch for the mean embedding of each thing. things: (B, h, w) ids. captions: of each
    image, id -> row of told, (T, E)."""
    small = _nearest(things, semantics.embedding.shape[2:]).flatten(1)
    means, labels = [], []
    # unbind: an index for each thing would have a gradient as large as the whole batch each
    for embedding, ids, rows in zip(semantics.embedding.flatten(2).unbind(0), small, captions, strict=True):
        inside = (ids == torch.tensor(list(rows), device=ids.device)[:, None]).to(embedding.dtype)  # (R, h * w)
        count = inside.sum(1)
        means.append(((inside @ embedding.T) / count.clamp(min=1)[:, None])[count > 0])
        labels.append(torch.tensor(list(rows.values()), device=ids.device)[count > 0])
    odds = torch.cat(means) @ told.T * told.shape[1] ** -0.5
    return 0.5 * functional.cross_entropy(odds, torch.cat(labels).long(), reduction="sum") / max(len(odds), 1)


def _nearest(labels: Tensor, size: torch.Size) -> Tensor:
    return functional.interpolate(labels[:, None].float(), tuple(size), mode="nearest")[:, 0].long()


def box_losses(boxes: Boxes, centre: Tensor, log_size: Tensor, weight: Tensor) -> dict[str, Tensor]:
    """centre, log_size: (R, 3) true; weight: (R,) less where much of the thing is not in view."""
    reach = centre.norm(dim=1, keepdim=True).clamp(min=0.3)
    error = torch.cat([(boxes.centre - centre) / reach, boxes.log_size - log_size], dim=1)
    far = functional.smooth_l1_loss(error, torch.zeros_like(error), beta=0.05, reduction="none")
    mean = (far * weight[:, None]).sum() / weight.sum().clamp(min=1) / 3
    return {"box": 4 * mean, "box_scatter": 0.05 * (laplace(error.detach(), boxes.log_scatter) * weight[:, None]).mean()}
