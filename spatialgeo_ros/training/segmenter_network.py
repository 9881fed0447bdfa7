"""The segmentation network in torch: a small U-Net (Ronneberger et al. 2015) with residual blocks, and its losses."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from spatialgeo_ros.scene.partition import FAR_OFFSETS
from spatialgeo_ros.scene.view_features import CHANNELS, PER_UNIT

OUTPUTS = 4 + 4 + 4 + len(FAR_OFFSETS)  # thing, right and down of the four pixels of a block, then the far affinities
_TYPICAL_PX = 400.0  # working pixels; smaller things weigh more
_SMALLEST_PX = 25.0
_LEVELS = 64  # of weights, to either side of 0
_BETWEEN_THINGS = 3.0  # extra weight of pairs of two different things


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
    """(B, 27, h, w) features of half-size blocks to (B, 22, h, w) log odds; h and w multiples of 8.

    0-3: thing, of the block's four pixels, row by row. 4-7, 8-11: right and down. 12-21: far, in the order of FAR_OFFSETS.
    """

    def __init__(self, widths: tuple[int, int, int, int] = (16, 32, 64, 96), last: int = 24) -> None:
        super().__init__()
        a, b, c, d = widths
        self.down_1 = _convolution(CHANNELS, a, per_unit=torch.from_numpy(PER_UNIT))
        self.down_2 = nn.Sequential(_convolution(a, b, 2), _Residual(b))
        self.down_3 = nn.Sequential(_convolution(b, c, 2), _Residual(c))
        self.down_4 = nn.Sequential(_convolution(c, d, 2), _Residual(d), _Residual(d, dilation=2))
        self.across_3, self.up_3 = nn.Conv2d(d, c, 1), _convolution(c, c)
        self.across_2, self.up_2 = nn.Conv2d(c, b, 1), _convolution(b, b)
        self.across_1, self.up_1 = nn.Conv2d(b, a, 1), _convolution(a, last)
        self.out = nn.Conv2d(last, OUTPUTS, 1)

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
    """Mean binary cross-entropies: thing or not, neighbours, far pairs. outputs: (B, 22, h, w). ids: (B, 2 h, 2 w) int64."""
    area = torch.stack([torch.bincount(image.ravel(), minlength=256)[image] for image in ids]).float()
    weight = (_TYPICAL_PX / area.clamp(min=_SMALLEST_PX)).clamp(max=4).sqrt() * (ids > 0)
    ids = ids.short()
    things = ids > 0
    planes = outputs.contiguous().unbind(1)  # slices of it would each have a gradient as large as it
    odds, right, down = (functional.pixel_shuffle(torch.stack(planes[first:first + 4], 1), 2)[:, 0] for first in (0, 4, 8))
    thing = (functional.binary_cross_entropy_with_logits(odds, things.float(), reduction="none") * (1 + weight)).mean()
    near = (_pair_loss(right, ids, (0, 1), weight) + _pair_loss(down, ids, (1, 0), weight)) / 2
    half, half_weight = ids[:, ::2, ::2], weight[:, ::2, ::2]
    far = [_pair_loss(plane, half, offset, half_weight) for plane, offset in zip(planes[12:], FAR_OFFSETS, strict=True)]
    return thing, near, torch.stack(far).mean()


def _pair_loss(odds: Tensor, ids: Tensor, offset: tuple[int, int], weight: Tensor) -> Tensor:
    """Over the pairs of which at least one pixel is of a thing; both are one thing or not."""
    first, second = shifted(ids, offset)
    same, one, other = first == second, first > 0, second > 0
    together = same & one
    counted = torch.maximum(*shifted(weight, offset))  # 0 where neither is of a thing
    counted = torch.where(one & other & ~same, (1 + _BETWEEN_THINGS) * counted, counted)
    own, _ = shifted(odds, offset)
    loss = functional.binary_cross_entropy_with_logits(own, together.float(), reduction="none") * counted
    return torch.as_tensor(loss.sum() / counted.sum().clamp(min=1))


def shifted(image: Tensor, offset: tuple[int, int]) -> tuple[Tensor, Tensor]:
    """The two overlapping windows of (..., h, w) images whose pixels are (rows >= 0, columns) apart."""
    rows, columns = offset
    height, width = image.shape[-2:]
    left, right = max(0, -columns), width - max(0, columns)
    return image[..., :height - rows, left:right], image[..., rows:, left + columns:right + columns]
