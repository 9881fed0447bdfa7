"""A closer look at single things: a picture of each, as large as every other, to the space that words share with pixels.

Small things are told apart from a picture that they fill; CLIP is shown crops for the same reason. It is part of the semantic
branch.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from spatialgeo_ros.encoders.settings import CloserSettings
from spatialgeo_ros.encoders.trunk import Residual, convolution


class CloserLook(nn.Module):
    def __init__(self, settings: CloserSettings, embedding: int) -> None:
        super().__init__()
        widths = (4, *settings.widths)
        self.body = nn.Sequential(*(nn.Sequential(convolution(before, width, 4, 2), Residual(width))
                                    for before, width in zip(widths, widths[1:], strict=False)))
        self.out = nn.Linear(widths[-1], embedding)

    def forward(self, pictures: Tensor) -> Tensor:
        """(R, S, S, 4) uint8, see `runtimes.pictures`, to (R, E)."""
        x = (pictures.permute(0, 3, 1, 2).float() - 118.0) / 60.0
        found: Tensor = self.out(self.body(x.contiguous(memory_format=torch.channels_last)).mean((2, 3)))
        return found
