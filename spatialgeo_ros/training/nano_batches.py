"""Views as tensors, varied as cameras and lamps vary: the same on the CPU and on a GPU."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from spatialgeo_ros.encoders.geometric import Camera
from spatialgeo_ros.types import Array, ObjectKind
from spatialgeo_ros.world.rgb_shards import Views
from spatialgeo_ros.world.rgb_views import CLASS_WORDS, HEIGHT, NO_COLOUR, WIDTH

IGNORED = -100
WALL = len(CLASS_WORDS)  # the class of what is no thing
DENSE_WORDS: tuple[str, ...] = (*CLASS_WORDS, "wall")


@dataclass(frozen=True, eq=False)
class EncoderBatch:
    """rgb: (B, H, W, 3) uint8. At half that size, (B, h, w): log_depth, canonical, NaN where nothing is; normals (B, 3, h, w);
    ids; things: ids of things that are no supports, else 0; classes of DENSE_WORDS and colours, IGNORED where not known."""

    rgb: Tensor
    log_depth: Tensor
    normals: Tensor
    ids: Tensor
    things: Tensor
    classes: Tensor
    colours: Tensor
    camera: Camera
    log_camera_m: Tensor


class ViewStore:
    """Views to take batches from. size: (H, W) of the network's image. On a GPU all images are decoded once and stay there."""

    def __init__(self, views: Views, device: torch.device, size: tuple[int, int]) -> None:
        self.views, self.device, self.size = views, device, size
        self.table = _label_tables(views)
        self.rgb = None if device.type == "cpu" else self._images(np.arange(len(views))).to(device)

    def _images(self, chosen: Array) -> Tensor:
        """(B, H, W, 3) uint8."""
        across = self.size[::-1]
        return torch.from_numpy(np.stack([cv2.resize(self.views.rgb(int(k)), across, interpolation=cv2.INTER_AREA)
                                          for k in chosen]))

    def batch(self, chosen: Array, generator: torch.Generator | None, half: bool = False) -> EncoderBatch:
        """The chosen views; varied, unless there is no generator. generator: of the CPU. half: half as large either way."""
        views = self.views
        rgb = self._images(chosen) if self.rgb is None else self.rgb[torch.from_numpy(chosen).to(self.device)]
        ids = torch.from_numpy(views.ids[chosen].astype(np.int64)).to(self.device)
        tables = torch.from_numpy(self.table[chosen]).to(self.device)
        thing, class_, colour = (torch.gather(tables[:, k], 1, ids.flatten(1)).view_as(ids) for k in range(3))
        camera = self.camera(chosen)
        depth = torch.from_numpy(views.depth_m[chosen].astype(np.float32)).to(self.device)
        log_depth = torch.where(depth > 0, depth, torch.nan).log() - camera.log_focal[:, None, None]
        across = torch.from_numpy(views.normals[chosen].astype(np.float32) / 127).to(self.device).permute(0, 3, 1, 2)
        normals = torch.cat([across, -(1 - across.square().sum(1, keepdim=True)).clamp(min=0).sqrt()], dim=1)
        log_camera_m = torch.from_numpy(views.camera_m[chosen]).to(self.device).clamp(min=0.1).log() - camera.log_focal
        batch = EncoderBatch(rgb, log_depth, normals, ids, thing, class_, colour, camera, log_camera_m)
        batch = _halved(batch) if half else batch
        return batch if generator is None else _varied(batch, generator)

    def camera(self, chosen: Array) -> Camera:
        fx, _, cx, cy = torch.from_numpy(self.views.camera[chosen].astype(np.float32)).to(self.device).unbind(1)
        centre = torch.stack([(cx + 0.5) / WIDTH, (cy + 0.5) / HEIGHT], dim=1)
        return Camera((fx / WIDTH).log(), centre, torch.from_numpy(self.views.up_camera[chosen]).to(self.device).float())


def _label_tables(views: Views) -> Array:
    """(N, 3, 256) what each id of each view is: the id of a thing that is no support, its class, its colour."""
    table = np.full((len(views), 3, 256), IGNORED, np.int64)
    table[:, 0] = 0
    table[:, 1, 0] = WALL
    owner = np.repeat(np.arange(len(views)), np.diff(views.first_thing))
    rows, number = views.things, views.things["id"]
    table[owner, 0, number] = np.where(rows["kind"] == ObjectKind.OBJECT, number, 0)
    table[owner, 1, number] = rows["word"]
    table[owner, 2, number] = np.where(rows["colour"] == NO_COLOUR, IGNORED, rows["colour"])
    return table


def _halved(batch: EncoderBatch) -> EncoderBatch:
    """The same views half as large either way."""
    rgb = functional.avg_pool2d(batch.rgb.permute(0, 3, 1, 2).float(), 2).round().to(torch.uint8).permute(0, 2, 3, 1)
    ids, things, classes, colours, log_depth = (x[:, ::2, ::2] for x in (batch.ids, batch.things, batch.classes, batch.colours,
                                                                        batch.log_depth))
    return EncoderBatch(rgb, log_depth, batch.normals[:, :, ::2, ::2], ids, things, classes, colours, batch.camera,
                        batch.log_camera_m)


def _varied(batch: EncoderBatch, generator: torch.Generator) -> EncoderBatch:
    """Other light and noise; half of the views mirrored."""
    rgb = vary_light(batch.rgb, generator)
    turn = torch.rand(len(rgb), generator=generator).to(rgb.device) < 0.5

    def mirrored(x: Tensor, dim: int) -> Tensor:
        return torch.where(turn.view(-1, *[1] * (x.dim() - 1)), x.flip(dim), x)

    sign = torch.where(turn, -1.0, 1.0)
    normals = mirrored(batch.normals, 3) * torch.stack([sign, sign.abs(), sign.abs()], 1)[:, :, None, None]
    camera = batch.camera
    centre = torch.stack([torch.where(turn, 1 - camera.centre[:, 0], camera.centre[:, 0]), camera.centre[:, 1]], 1)
    up = camera.up * torch.stack([sign, sign.abs(), sign.abs()], 1)
    ids, things, classes, colours = (mirrored(x, 2) for x in (batch.ids, batch.things, batch.classes, batch.colours))
    return EncoderBatch(mirrored(rgb, 2), mirrored(batch.log_depth, 2), normals, ids, things, classes, colours,
                        Camera(camera.log_focal, centre, up), batch.log_camera_m)


def vary_light(rgb: Tensor, generator: torch.Generator) -> Tensor:
    """(B, H, W, 3) uint8 under another white balance, exposure and contrast, with grain and now and then blur."""
    batch, device = len(rgb), rgb.device

    def normal(*size: int) -> Tensor:
        return torch.randn(*size, generator=generator).to(device)

    image = rgb.permute(0, 3, 1, 2).float()
    gain = (0.07 * normal(batch, 3, 1, 1) + 0.16 * normal(batch, 1, 1, 1)).clamp(-0.5, 0.5).exp()
    contrast = (0.12 * normal(batch, 1, 1, 1)).exp()
    image = (image * gain - 118) * contrast + 118 + 8 * normal(batch, 1, 1, 1)
    soft = functional.avg_pool2d(image, 3, 1, 1, count_include_pad=False)
    image = torch.lerp(image, soft, (normal(batch, 1, 1, 1) > 0.7).float() * 0.7)
    image = image + 6 * normal(batch, 1, 1, 1).abs() * torch.randn(image.shape, device=device)
    return image.clamp(0, 255).to(torch.uint8).permute(0, 2, 3, 1)
