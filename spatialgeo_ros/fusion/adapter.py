"""SpatialGeo's hierarchical adapter: one MLP per late geometric level, summed, interleaved with the semantic tokens."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from spatialgeo_ros.encoders.settings import LEVELS, EncoderSettings
from spatialgeo_ros.fusion.settings import FusionSettings


class LevelMlps(nn.Module):
    """Sum over levels of an MLP each: (..., LEVELS, D_in) to (..., D_out)."""

    def __init__(self, inputs: int, hidden: int, outputs: int) -> None:
        super().__init__()
        self.levels = nn.ModuleList(
            nn.Sequential(nn.LayerNorm(inputs), nn.Linear(inputs, hidden), nn.GELU(), nn.Linear(hidden, outputs))
            for _ in range(LEVELS))

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = torch.stack([mlp(x[..., k, :]) for k, mlp in enumerate(self.levels)]).sum(0)
        return out


class HierarchicalAdapter(nn.Module):
    """Pooled levels of both encoders to visual tokens."""

    def __init__(self, encoder: EncoderSettings, fusion: FusionSettings, outputs: int) -> None:
        super().__init__()
        self.geometric = LevelMlps(encoder.dim, fusion.hidden, outputs)
        self.semantic = nn.Sequential(nn.LayerNorm(encoder.dim), nn.Linear(encoder.dim, fusion.hidden), nn.GELU(),
                                      nn.Linear(fusion.hidden, outputs))
        rows, columns = encoder.grid[0] // fusion.pool, encoder.grid[1] // fusion.pool
        y, x = torch.meshgrid((torch.arange(rows) + 0.5) / rows, (torch.arange(columns) + 0.5) / columns, indexing="ij")
        place = waves(torch.stack([x, y], dim=-1).reshape(-1, 2), fusion.waves)
        self.register_buffer("place", place, persistent=False)
        self.where = nn.Linear(place.shape[1], outputs)

    def forward(self, geometric: Tensor, semantic: Tensor) -> Tensor:
        """(B, N, LEVELS, D) pooled geometric levels and (B, N, D) last semantic ones to (B, 2 N, D_out): semantic 0, geometric
        0, semantic 1, ... Dropping is done by hiding the even ones from the language model."""
        where = self.where(self.place)
        pair = torch.stack([self.semantic(semantic) + where, self.geometric(geometric) + where], dim=2)  # (B, N, 2, D_out)
        return pair.flatten(1, 2)


def pooled(levels: Sequence[Tensor], grid: tuple[int, int], pool: int) -> Tensor:
    """Levels (B, N, D) to (B, N / pool^2, LEVELS, D)."""
    maps = torch.stack(list(levels), dim=1).transpose(2, 3).flatten(0, 1).unflatten(2, grid)  # (B * L, D, rows, columns)
    small = functional.avg_pool2d(maps, pool).flatten(2).transpose(1, 2)
    return small.unflatten(0, (-1, len(levels))).transpose(1, 2)


def waves(values: Tensor, octaves: int) -> Tensor:
    """(..., K) numbers of about 0 to 1 to (..., K * (1 + 2 * octaves)): themselves, sines and cosines."""
    angle = values[..., None] * (math.pi * 2.0 ** torch.arange(octaves, device=values.device))
    return torch.cat([values, angle.sin().flatten(-2), angle.cos().flatten(-2)], dim=-1)


def interleaved_mask(count: int, keep_semantic: Tensor) -> Tensor:
    """(B, 2 * count) bool, which visual tokens may be seen. keep_semantic: (B,) bool."""
    pair = torch.stack([keep_semantic, torch.ones_like(keep_semantic)], dim=1)
    return pair[:, None].expand(-1, count, -1).flatten(1, 2)
