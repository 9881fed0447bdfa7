"""One token for one thing: what both encoders say under its mask, where the mask is, and the 3D box that follows."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from spatialgeo_ros.encoders.geometric import Camera, viewer_from_camera
from spatialgeo_ros.encoders.settings import LEVELS, EncoderSettings, TextSettings
from spatialgeo_ros.fusion.adapter import LevelMlps, waves
from spatialgeo_ros.fusion.settings import FusionSettings
from spatialgeo_ros.runtimes.pooling import PLACE, SHAPE


@dataclass(frozen=True, eq=False)
class RegionFeatures:
    """Of R regions. geometric, semantic: (R, LEVELS, D) mean of the levels; fine_*: (R, C). shape: (R, 7). place: (R, 5).
    closer: (R, E) what a closer look at each tells."""

    geometric: Tensor
    semantic: Tensor
    fine_geometric: Tensor
    fine_semantic: Tensor
    shape: Tensor
    place: Tensor
    closer: Tensor


def regions_width(encoder: EncoderSettings, text: TextSettings) -> int:
    """F of `unflat`."""
    return 2 * LEVELS * encoder.dim + 2 * encoder.decoder + SHAPE + PLACE + text.embedding


def unflat(flat: Tensor, encoder: EncoderSettings) -> RegionFeatures:
    """From (R, F) as `runtimes.pooling.pooled_regions` gives it."""
    wide, narrow = LEVELS * encoder.dim, encoder.decoder
    sizes = [wide, wide, narrow, narrow, SHAPE, PLACE]
    parts = flat.float().split([*sizes, flat.shape[1] - sum(sizes)], dim=1)
    geometric, semantic = (part.unflatten(1, (LEVELS, encoder.dim)) for part in parts[:2])
    return RegionFeatures(geometric, semantic, *parts[2:])


@dataclass(frozen=True, eq=False)
class Boxes:
    """In the levelled viewer's frame: centre (R, 3) in metres; log_size (R, 3): extents along its axes, in metres; log_scatter
    (R, 6): of the error of centre, as a share of the distance, and of log_size."""

    centre: Tensor
    log_size: Tensor
    log_scatter: Tensor


class RegionReader(nn.Module):
    """RegionFeatures and the camera to tokens (R, D_out), boxes, and log odds of class and colour words."""

    def __init__(self, encoder: EncoderSettings, text: TextSettings, fusion: FusionSettings, outputs: int, classes: int,
                 colours: int) -> None:
        super().__init__()
        hidden = fusion.hidden
        self.octaves, self.aspect = fusion.waves, encoder.width / encoder.height
        self.geometric = LevelMlps(encoder.dim, hidden, hidden)
        self.semantic = LevelMlps(encoder.dim, hidden, hidden)
        self.fine_geometric = nn.Linear(encoder.decoder + SHAPE, hidden)
        self.fine_semantic = nn.Linear(encoder.decoder, hidden)
        self.closer = nn.Sequential(nn.LayerNorm(text.embedding), nn.Linear(text.embedding, hidden))
        self.place = nn.Linear(PLACE * (1 + 2 * fusion.waves) + 6, hidden)
        self.read = nn.Sequential(nn.LayerNorm(hidden), nn.Linear(hidden, 2 * hidden), nn.GELU(),
                                  nn.Linear(2 * hidden, hidden), nn.LayerNorm(hidden))
        self.box = nn.Linear(hidden, 12)
        self.classes, self.colours = nn.Linear(hidden, classes), nn.Linear(hidden, colours)
        self.token = nn.Linear(hidden, outputs)
        nn.init.zeros_(self.token.weight)  # a token begins as what its box makes of it, which drills have taught
        nn.init.zeros_(self.token.bias)
        self.measures = nn.Sequential(nn.Linear(6 * (1 + 2 * fusion.waves), hidden), nn.GELU(), nn.Linear(hidden, outputs))

    def forward(self, features: RegionFeatures, camera: Camera, keep_semantic: Tensor) -> tuple[Tensor, Boxes, Tensor, Tensor]:
        """camera: of each region's image, (R, ...). keep_semantic: (R,) bool, whether the semantic branch may be seen."""
        seen = keep_semantic.float()[:, None]
        setting = torch.cat([camera.log_focal[:, None], camera.centre - 0.5, camera.up], dim=1)
        fine = torch.cat([features.fine_geometric, features.shape], dim=1)
        mixed = (self.geometric(features.geometric) + self.fine_geometric(fine)
                 + seen * (self.semantic(features.semantic) + self.fine_semantic(features.fine_semantic)
                           + self.closer(features.closer))
                 + self.place(torch.cat([waves(features.place, self.octaves), setting], dim=1)))
        read = self.read(mixed)
        boxes = self._boxes(self.box(read), features, camera)
        token = self.token(read) + self.measured(boxes.centre, boxes.log_size)
        return token, boxes, self.classes(read), self.colours(read)

    def measured(self, centre: Tensor, log_size: Tensor) -> Tensor:
        """(R, D_out) the part of a token that a box makes. centre, log_size: (R, 3) as in `Boxes`."""
        measures = torch.cat([centre / 4, log_size / 4], dim=1)  # to about -1 to 1
        told: Tensor = self.measures(waves(measures, self.octaves))
        return told

    def _boxes(self, raw: Tensor, features: RegionFeatures, camera: Camera) -> Boxes:
        """raw: (R, 12) what differs from the first guess: the middle of the mask's box at the mean depth under the mask, as
        large as that box there."""
        left, top, right, bottom = features.place[:, :4].unbind(1)
        wide, high = right - left, bottom - top
        across = (left + right) / 2 + raw[:, 0] * wide - camera.centre[:, 0]
        down = (top + bottom) / 2 + raw[:, 1] * high - camera.centre[:, 1]
        log_depth = features.shape[:, 0] + raw[:, 2] + camera.log_focal
        depth, per_focal = log_depth.exp(), (-camera.log_focal).exp()
        centre_camera = torch.stack([across * per_focal * depth, down * per_focal * depth / self.aspect, depth], dim=1)
        centre = torch.einsum("rij,rj->ri", viewer_from_camera(camera.up), centre_camera)
        log_unit = log_depth - camera.log_focal  # metres that the image's width spans there
        log_wide, log_high = wide.clamp(min=1e-3).log() + log_unit, (high / self.aspect).clamp(min=1e-3).log() + log_unit
        log_size = torch.stack([log_wide, (log_wide + log_high) / 2, log_high], dim=1) + raw[:, 3:6]
        return Boxes(centre, log_size.clamp(-6, 3), raw[:, 6:].clamp(-6, 2))
