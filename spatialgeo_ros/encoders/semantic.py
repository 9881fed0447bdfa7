"""The semantic encoder: what each pixel is, in a space that words share with pixels, and which pixels belong together."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from spatialgeo_ros.encoders.settings import EncoderSettings, TextSettings
from spatialgeo_ros.encoders.trunk import Block, Decoder, Trunk
from spatialgeo_ros.scene.partition import AFFINITIES


@dataclass(frozen=True, eq=False)
class Semantics:
    """levels: of the trunk, (B, N, D). At a quarter of the image's size: fine (B, C, h, w); embedding (B, E, h, w), see
    `scores`; affinities (B, 22, h, w) log odds for `scene.partition`. coarse: (B, E, 2 rows, 2 columns) embedding from tokens
    alone."""

    levels: list[Tensor]
    fine: Tensor
    embedding: Tensor
    affinities: Tensor
    coarse: Tensor


class TextTower(nn.Module):
    """(T, most) numbers of words, 0 where none is, to (T, E)."""

    def __init__(self, settings: TextSettings, vocabulary: int) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, settings.dim, padding_idx=0)
        self.place = nn.Parameter(torch.zeros(1, settings.most, settings.dim))
        self.blocks = nn.ModuleList(Block(settings.dim, settings.heads) for _ in range(settings.layers))
        self.out = nn.Sequential(nn.LayerNorm(settings.dim), nn.Linear(settings.dim, settings.embedding))

    def forward(self, words: Tensor) -> Tensor:
        known = words > 0
        x = self.words(words) + self.place[:, :words.shape[1]]
        for block in self.blocks:
            x = block(x, known[:, None, None])
        weight = known.float()[..., None]
        out: Tensor = self.out((x * weight).sum(1) / weight.sum(1).clamp(min=1))
        return out


class SemanticEncoder(nn.Module):
    def __init__(self, settings: EncoderSettings, text: TextSettings, vocabulary: int) -> None:
        super().__init__()
        self.trunk, self.decoder = Trunk(settings), Decoder(settings)
        self.text = TextTower(text, vocabulary)
        self.embed = nn.Conv2d(settings.decoder, text.embedding, 1)
        self.affine = nn.Conv2d(settings.decoder, AFFINITIES, 1)
        self.tokens = nn.Linear(settings.dim, 4 * text.embedding)

    def forward(self, image: Tensor) -> Semantics:
        levels, maps, grid = self.trunk(image)
        tokens = levels[-1][:, 1:]
        fine = self.decoder(tokens, maps, grid)
        coarse = functional.pixel_shuffle(self.tokens(tokens).transpose(1, 2).unflatten(2, grid), 2)
        return Semantics([level[:, 1:] for level in levels], fine, self.embed(fine), self.affine(fine), coarse)


def scores(embedding: Tensor, words: Tensor) -> Tensor:
    """(B, T, h, w) log odds up to a constant of (T, E) words at each place of (B, E, h, w)."""
    return torch.einsum("behw,te->bthw", embedding, words) * embedding.shape[1] ** -0.5
