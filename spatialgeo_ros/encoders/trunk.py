"""What both encoders are built of: a vision transformer with a convolutional stem, a decoder to a quarter of the size."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from spatialgeo_ros.encoders.settings import LEVELS, EncoderSettings
from spatialgeo_ros.errors import ShapeError

_TEMPERATURE = 100.0  # of the fixed position codes: the longest wave, in tokens
_PLACE_SHARE = 0.5  # their size


class Attention(nn.Module):
    """Multi-head self-attention. mask: (B, 1, 1 or N, N), true where one may look."""

    def __init__(self, dim: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.out = nn.Linear(dim, dim)

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        batch, count, dim = x.shape
        q, k, v = self.qkv(x).view(batch, count, 3, self.heads, dim // self.heads).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        out: Tensor = self.out(mixed.transpose(1, 2).reshape(batch, count, dim))
        return out


class Block(nn.Module):
    """Pre-norm transformer layer (Dosovitskiy et al. 2021)."""

    def __init__(self, dim: int, heads: int) -> None:
        super().__init__()
        self.norm_1, self.attention = nn.LayerNorm(dim), Attention(dim, heads)
        self.norm_2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, 4 * dim), nn.GELU(), nn.Linear(4 * dim, dim))

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        x = x + self.attention(self.norm_1(x), mask)
        out: Tensor = x + self.mlp(self.norm_2(x))
        return out


def convolution(inputs: int, outputs: int, kernel: int = 3, stride: int = 1) -> nn.Sequential:
    padding = (kernel - stride + 1) // 2  # the output is a stride-th of the input's size
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False), nn.BatchNorm2d(outputs),
                         nn.ReLU(inplace=True))


class Residual(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = convolution(channels, channels)
        self.second = nn.Sequential(nn.Conv2d(channels, channels, 3, 1, 1, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(x + self.second(self.first(x)))


class Stem(nn.Module):
    """(B, 3, H, W) to (B, D, H / 16, W / 16) and what the decoder reuses: strides 8 and 4, or nothing for plain patches."""

    def __init__(self, settings: EncoderSettings) -> None:
        super().__init__()
        self.plain = not settings.stem
        if self.plain:
            self.patches = nn.Conv2d(3, settings.dim, settings.patch, settings.patch)
            return
        quarter, eighth = settings.stem
        self.quarter = nn.Sequential(convolution(3, quarter, 8, 4), Residual(quarter))
        self.eighth = nn.Sequential(convolution(quarter, eighth, 4, 2), Residual(eighth))
        self.patches = nn.Conv2d(eighth, settings.dim, 4, 2, 1)

    def forward(self, image: Tensor) -> tuple[Tensor, list[Tensor]]:
        if self.plain:
            return self.patches(image), []
        quarter = self.quarter(image)
        eighth = self.eighth(quarter)
        return self.patches(eighth), [eighth, quarter]


class Trunk(nn.Module):
    """Image to tokens. One more token in front stands for the whole image."""

    def __init__(self, settings: EncoderSettings) -> None:
        super().__init__()
        self.settings = settings
        self.stem = Stem(settings)
        self.content = nn.LayerNorm(settings.dim)  # else what a patch shows is drowned by where it is
        self.whole = nn.Parameter(torch.zeros(1, 1, settings.dim))
        self.register_buffer("place", position_codes(settings.grid, settings.dim), persistent=False)
        self.learned_place = nn.Parameter(torch.zeros(1, math.prod(settings.grid), settings.dim))
        self.blocks = nn.ModuleList(Block(settings.dim, settings.heads) for _ in range(settings.layers))
        self.norm = nn.LayerNorm(settings.dim)

    def forward(self, image: Tensor, told: Tensor | None = None) -> tuple[list[Tensor], list[Tensor], tuple[int, int]]:
        """(B, 3, H, W), and what else is told of each token (B, N, D), to the outputs of the last LEVELS layers, (B, 1 + N, D)
        each, the last normed, the stem's maps, and the grid of tokens. In training images may be half as large either way."""
        expected = (3, self.settings.height, self.settings.width)
        half = self.training and tuple(image.shape[1:]) == (3, expected[1] // 2, expected[2] // 2)
        if tuple(image.shape[1:]) != expected and not half:
            raise ShapeError(f"image is {tuple(image.shape[1:])}, this encoder takes {expected}; resize it first")
        map_, maps = self.stem(image)
        grid = int(map_.shape[2]), int(map_.shape[3])  # int: a tracer sees tensors
        place = self.place + self.learned_place
        if half:
            place = functional.adaptive_avg_pool2d(place.transpose(1, 2).unflatten(2, self.settings.grid), grid)
            place = place.flatten(2).transpose(1, 2)
        tokens = self.content(map_.flatten(2).transpose(1, 2)) + place  # (B, N, D)
        whole = self.whole.expand(len(tokens), -1, -1)
        if told is not None:
            tokens, whole = tokens + told, whole + told.mean(1, keepdim=True)
        tokens = torch.cat([whole, tokens], dim=1)
        levels = []
        for block in self.blocks:
            tokens = block(tokens)
            levels.append(tokens)
        levels[-1] = self.norm(levels[-1])
        return levels[-LEVELS:], maps, grid


class Decoder(nn.Module):
    """(B, N, D) tokens to (B, C, H / 4, W / 4), with the stem's maps where it has some."""

    def __init__(self, settings: EncoderSettings) -> None:
        super().__init__()
        self.patch = settings.patch
        c = settings.decoder
        self.steps = round(math.log2(settings.patch / 4))
        self.enter = nn.Conv2d(settings.dim, 2 * c, 1)
        widths = [2 * c, *[c] * self.steps]
        self.across = nn.ModuleList(nn.Conv2d(width, widths[k], 1) for k, width in enumerate(reversed(settings.stem)))
        self.up = nn.ModuleList(convolution(widths[k], widths[k + 1]) for k in range(self.steps))

    def forward(self, tokens: Tensor, maps: list[Tensor], grid: tuple[int, int]) -> Tensor:
        x = self.enter(tokens.transpose(1, 2).unflatten(2, grid))
        size = grid[0] * self.patch // 4, grid[1] * self.patch // 4
        for k, up in enumerate(self.up):
            last = k + 1 == self.steps
            x = functional.interpolate(x, size if last else (2 * x.shape[2], 2 * x.shape[3]), mode="nearest")
            if maps:
                x = x + self.across[k](maps[k])
            x = up(x)
        return x


def position_codes(grid: tuple[int, int], dim: int) -> Tensor:
    """(1, rows * columns, dim) fixed sines and cosines of row and column."""
    rows, columns = torch.meshgrid(torch.arange(grid[0]), torch.arange(grid[1]), indexing="ij")
    rate = _TEMPERATURE ** -torch.linspace(0, 1, dim // 4)
    angle = torch.stack([rows, columns], dim=-1).reshape(-1, 2, 1) * rate
    return _PLACE_SHARE * torch.cat([angle.sin(), angle.cos()], dim=-1).reshape(1, -1, dim)


def normalised(rgb: Tensor) -> Tensor:
    """(B, H, W, 3) uint8 to (B, 3, H, W) float about 0."""
    return (rgb.permute(0, 3, 1, 2).float() - 118.0) / 60.0


def count_weights(module: nn.Module) -> int:
    return sum(p.numel() for p in module.parameters())
