"""The segmentation network in torch: a small U-Net (Ronneberger et al. 2015) with residual blocks, and its losses."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from spatialgeo_ros.scene.partition import AFFINITIES, EMBEDDED, FAR_OFFSETS, SPAN_UNIT, hanging_together
from spatialgeo_ros.scene.segmenter import OUTPUTS
from spatialgeo_ros.scene.view_features import CHANNELS, PER_UNIT
from spatialgeo_ros.training.segmenter_views import KINDS, TOLD_STEPS
from spatialgeo_ros.types import Array

_TYPICAL_PX = 400.0  # working pixels; smaller things weigh more
_SMALLEST_PX = 25.0
_LEVELS = 64  # of weights, to either side of 0
_SAMPLED = 1500  # blocks a view, of which embeddings are compared
_APART = 14.0  # blocks, as a standard deviation, along rows and columns
_NEAR = 2.0  # squared distance of embeddings that leaves open whether they are of one thing
_BETWEEN_THINGS = 3.0  # extra weight of pairs of two different things
_CUT_IN_TWO = 3.0  # likewise of two pieces of one thing, which something before it parts in the view


class Convolution(nn.Conv2d):
    """Learns with weights rounded to 7 bits, gradients as if they were not (Jacob et al. 2018): so they are in the network in
    8 bits, see `segmenter_int8`. per_unit: (C, 1, 1) steps per unit of each input, where these differ."""

    def __init__(self, inputs: int, outputs: int, stride: int = 1, dilation: int = 1, per_unit: Tensor | None = None) -> None:
        super().__init__(inputs, outputs, 3, stride, dilation, dilation, bias=False)
        self.per_unit = per_unit

    def forward(self, x: Tensor) -> Tensor:
        weight = self.rounded() if self.training else self.weight
        return functional.conv2d(x, weight, None, self.stride, self.padding, self.dilation)

    def rounded(self) -> Tensor:
        """The weights in 7 bits for each output, with the gradient of whole ones."""
        with torch.no_grad():
            weight = self.weight if self.per_unit is None else self.weight / self.per_unit
            step = weight.abs().amax(dim=(1, 2, 3), keepdim=True).clamp(min=1e-12) / _LEVELS
            rounded = (weight / step).round() * step
            change = (rounded if self.per_unit is None else rounded * self.per_unit) - self.weight
        return self.weight + change


def _convolution(inputs: int, outputs: int, stride: int = 1, dilation: int = 1,
                 per_unit: Tensor | None = None) -> nn.Sequential:
    return nn.Sequential(Convolution(inputs, outputs, stride, dilation, per_unit), nn.BatchNorm2d(outputs),
                         nn.ReLU(inplace=True))


class _Residual(nn.Module):
    def __init__(self, channels: int, dilation: int = 1) -> None:
        super().__init__()
        self.first = _convolution(channels, channels, dilation=dilation)
        self.second = nn.Sequential(Convolution(channels, channels, dilation=dilation), nn.BatchNorm2d(channels))

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(x + self.second(self.first(x)))


class SegmenterNetwork(nn.Module):
    """(B, 27 + told, h, w) features of half-size blocks to (B, 34, h, w) log odds, spans, embedding; h and w multiples of 8.

    0-3: thing, of the block's four pixels, row by row. 4-7, 8-11: right and down. 12-21: far, in the order of FAR_OFFSETS.
    22-25: span, 26-33: embedding, see `scene.partition.Affinities`. kinds: of what kind an embedding is, to learn by.
    """

    def __init__(self, widths: tuple[int, int, int, int] = (16, 32, 64, 128), last: int = 32, told: int = 0) -> None:
        super().__init__()
        a, b, c, d = widths
        self.inputs = CHANNELS + told
        steps = np.concatenate([PER_UNIT, np.full((told, 1, 1), TOLD_STEPS, np.float32)])
        self.down_1 = _convolution(self.inputs, a, per_unit=torch.from_numpy(steps))
        self.down_2 = nn.Sequential(_convolution(a, b, 2), _Residual(b))
        self.down_3 = nn.Sequential(_convolution(b, c, 2), _Residual(c))
        self.down_4 = nn.Sequential(_convolution(c, d, 2), _Residual(d), _Residual(d, dilation=2),
                                    _Residual(d, dilation=4))
        self.across_3, self.up_3 = nn.Conv2d(d, c, 1), _convolution(c, c)
        self.across_2, self.up_2 = nn.Conv2d(c, b, 1), _convolution(b, b)
        self.across_1, self.up_1 = nn.Conv2d(b, a, 1), _convolution(a, last)
        self.out = nn.Conv2d(last, OUTPUTS, 1)
        self.kinds = nn.Linear(EMBEDDED, len(KINDS))

    def forward(self, x: Tensor) -> Tensor:
        one = self.down_1(x)
        two = self.down_2(one)
        three = self.down_3(two)
        four = self.down_4(three)
        three = self.up_3(three + _doubled(self.across_3(four)))
        two = self.up_2(two + _doubled(self.across_2(three)))
        one = self.up_1(one + _doubled(self.across_1(two)))
        out: Tensor = self.out(one)
        return out


def _doubled(x: Tensor) -> Tensor:
    return functional.interpolate(x, scale_factor=2.0, mode="nearest")


def losses(outputs: Tensor, ids: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Mean binary cross-entropies: thing or not, neighbours, far pairs. outputs: (B, 22, h, w) or more. ids: (B, 2 h, 2 w)."""
    weight = _weight(ids)
    ids = ids.short()
    things = ids > 0
    planes = outputs.contiguous().unbind(1)  # slices of it would each have a gradient as large as it
    odds, right, down = (functional.pixel_shuffle(torch.stack(planes[first:first + 4], 1), 2)[:, 0] for first in (0, 4, 8))
    thing = (functional.binary_cross_entropy_with_logits(odds, things.float(), reduction="none") * (1 + weight)).mean()
    near = (_pair_loss(right, ids, (0, 1), weight) + _pair_loss(down, ids, (1, 0), weight)) / 2
    half, half_weight = ids[:, ::2, ::2], weight[:, ::2, ::2]
    pieces = pieces_of(half)
    far = [_pair_loss(plane, half, offset, half_weight, pieces)
           for plane, offset in zip(planes[12:AFFINITIES], FAR_OFFSETS, strict=True)]
    return thing, near, torch.stack(far).mean()


def _weight(ids: Tensor) -> Tensor:
    """(B, 2 h, 2 w) of each pixel: more for small things, 0 where there is none."""
    area = torch.stack([torch.bincount(image.ravel(), minlength=256)[image] for image in ids]).float()
    return (_TYPICAL_PX / area.clamp(min=_SMALLEST_PX)).clamp(max=4).sqrt() * (ids > 0)


def span_loss(outputs: Tensor, ids: Tensor) -> Tensor:
    """Mean smooth L1 distance of spans from those of each block's thing. outputs: (B, 34, h, w). ids: (B, 2 h, 2 w)."""
    half, weight = ids[:, ::2, ::2], _weight(ids)[:, ::2, ::2]
    told = outputs[:, AFFINITIES:-EMBEDDED]
    off = functional.smooth_l1_loss(told, spans_of(half), reduction="none", beta=0.1).mean(1)
    return torch.as_tensor((off * weight).sum() / weight.sum().clamp(min=1))


def embedding_losses(outputs: Tensor, ids: Tensor, kinds: Tensor,
                     classify: Callable[[Tensor], Tensor]) -> tuple[Tensor, Tensor]:
    """Mean cross-entropies of embeddings of blocks here and there: whether two are of one thing, by how far apart they are
    (in the manner of De Brabandere et al. 2017, "Semantic instance segmentation with a discriminative loss function"), and of
    which kind each thing is. outputs: (B, 34, h, w). ids: (B, 2 h, 2 w). kinds: (B, 256) of ids. classify: of embeddings."""
    half = ids[:, ::2, ::2]
    count, height, width = half.shape
    image, row, column = (half > 0).nonzero().unbind(1)
    if not len(image):
        return outputs.sum() * 0, outputs.sum() * 0
    image, row, column = (each[torch.randint(len(image), (count * _SAMPLED,))] for each in (image, row, column))
    other_row, other_column = (
        (each + _APART * torch.randn(len(each))).round().long().clamp(0, size - 1)
        for each, size in ((row, height), (column, width)))
    embedding = outputs[:, -EMBEDDED:].permute(0, 2, 3, 1)
    one, other = embedding[image, row, column], embedding[image, other_row, other_column]
    own, others = half[image, row, column], half[image, other_row, other_column]
    apart = ((one - other) ** 2).sum(1)
    odds = torch.where(own == others, 1.0, -1.0) * (_NEAR - apart)
    things = (others > 0).float()
    alike = (functional.softplus(-odds) * things).sum() / things.sum().clamp(min=1)
    return alike, functional.cross_entropy(classify(one), kinds[image, own])


def spans_of(ids: Tensor) -> Tensor:
    """(B, 4, h, w) of (B, h, w) the thing at each block: how far it goes on to the left, to the right, up and down."""
    count, height, width = ids.shape
    code = ids + 256 * torch.arange(count)[:, None, None]
    row, column = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    ends = torch.stack([-column, column, -row, row])
    flat = code.reshape(-1)
    furthest = torch.full((4, 256 * count), -max(height, width))
    for side, end in zip(furthest, ends, strict=True):
        side.scatter_reduce_(0, flat, end.expand(count, height, width).reshape(-1), "amax")
    beyond = furthest[:, code] - ends[:, None]
    return (beyond.float() / SPAN_UNIT).sqrt().transpose(0, 1)


def pieces_of(ids: Tensor) -> Tensor:
    """(B, h, w) int32 of (B, h, w): a number of its own for each piece of a thing that hangs together in the view."""
    return torch.from_numpy(np.stack([_pieces(image) for image in ids.numpy()]))


def _pieces(ids: Array) -> NDArray[np.int32]:
    things, pieces = ids > 0, np.zeros(ids.shape, np.int32)
    right, down = np.zeros(ids.shape, bool), np.zeros(ids.shape, bool)
    right[:, :-1], down[:-1] = ids[:, 1:] == ids[:, :-1], ids[1:] == ids[:-1]
    pixels = np.flatnonzero(things)
    pieces.ravel()[pixels], _ = hanging_together(things, pixels, right, down)
    return pieces


def _pair_loss(odds: Tensor, ids: Tensor, offset: tuple[int, int], weight: Tensor, pieces: Tensor | None = None) -> Tensor:
    """Over the pairs of which at least one pixel is of a thing; both are one thing or not. pieces: see `pieces_of`."""
    first, second = shifted(ids, offset)
    same, one, other = first == second, first > 0, second > 0
    together = same & one
    counted = torch.maximum(*shifted(weight, offset))  # 0 where neither is of a thing
    counted = torch.where(one & other & ~same, (1 + _BETWEEN_THINGS) * counted, counted)
    if pieces is not None:
        counted = torch.where(together & torch.ne(*shifted(pieces, offset)), (1 + _CUT_IN_TWO) * counted, counted)
    own, _ = shifted(odds, offset)
    loss = functional.binary_cross_entropy_with_logits(own, together.float(), reduction="none") * counted
    return torch.as_tensor(loss.sum() / counted.sum().clamp(min=1))


def shifted(image: Tensor, offset: tuple[int, int]) -> tuple[Tensor, Tensor]:
    """The two overlapping windows of (..., h, w) images whose pixels are (rows >= 0, columns) apart."""
    rows, columns = offset
    height, width = image.shape[-2:]
    left, right = max(0, -columns), width - max(0, columns)
    return image[..., :height - rows, left:right], image[..., rows:, left + columns:right + columns]
