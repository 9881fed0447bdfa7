"""The geometric encoder: from one image a point map, normals, uncertainty, and the camera where it is not known.

As in MoGe-2 (Wang et al. 2025) shape and metric scale are told apart: a map of log depth, and one number added to it. Both are
in canonical units, in which all cameras have the same focal length (Metric3D, Yin et al. 2023): depth = e^canonical * fx /
width, so that the image alone determines them and a known focal length gives metres.

What is known beforehand is told to every token: where its ray goes when the focal length is known, how it rises when gravity
is, where it meets the floor when the camera's height is.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from spatialgeo_ros.encoders.settings import EncoderSettings
from spatialgeo_ros.encoders.trunk import Decoder, Trunk

_TYPICAL_LOG_DEPTH = 0.4  # canonical; where training begins
_TYPICAL_LOG_FOCAL = 0.0  # of fx / width
SETTING = 10  # numbers that `setting_of` tells of a view
_TOLD = 12  # of them for each token
_LEAST_FALL = 0.03  # metres per metre of depth; a ray that falls less does not meet the floor


@dataclass(frozen=True, eq=False)
class Camera:
    """What places a pixel in space. log_focal: (B,) of fx / width. centre: (B, 2) principal point, 0 to 1 across and down. up:
    (B, 3) unit vector against gravity, in the camera's frame."""

    log_focal: Tensor
    centre: Tensor
    up: Tensor


@dataclass(frozen=True, eq=False)
class Geometry:
    """levels: of the trunk, (B, N, D). fine: (B, C, H / 4, W / 4). At half the image's size: log_depth, canonical, metric
    scale included; log_scatter of its error; normals (B, 3, h, w), unit, camera frame. camera: as guessed from the image, its
    centre in the middle. log_camera_m: (B,) canonical height above the floor. coarse: (B, 2 rows, 2 columns) log depth from
    tokens alone."""

    levels: list[Tensor]
    fine: Tensor
    log_depth: Tensor
    log_scatter: Tensor
    normals: Tensor
    camera: Camera
    log_camera_m: Tensor
    coarse: Tensor


class GeometricEncoder(nn.Module):
    def __init__(self, settings: EncoderSettings) -> None:
        super().__init__()
        self.trunk, self.decoder = Trunk(settings), Decoder(settings)
        self.dense = nn.Conv2d(settings.decoder, 4 * 5, 1)  # log depth, its scatter, normal, of 2 x 2 pixels
        self.tokens = nn.Linear(settings.dim, 4)  # log depth of 2 x 2 parts of a patch
        self.whole = nn.Sequential(nn.Linear(settings.dim, settings.dim), nn.GELU(), nn.Linear(settings.dim, 6))
        self.setting = nn.Linear(_TOLD, settings.dim)
        self.patch, self.aspect = settings.patch, settings.width / settings.height

    def forward(self, image: Tensor, setting: Tensor | None = None) -> Geometry:
        """image: (B, 3, H, W). setting: (B, SETTING) what is known of the cameras, see `setting_of`; none: nothing is."""
        if setting is None:
            setting = image.new_zeros(len(image), SETTING)
        grid = int(image.shape[2]) // self.patch, int(image.shape[3]) // self.patch  # int: a tracer sees tensors
        levels, maps, grid = self.trunk(image, self.setting(_told(setting, grid, self.aspect)))
        fine = self.decoder(levels[-1][:, 1:], maps, grid)
        scale, log_focal, *up, log_camera = self.whole(levels[-1][:, 0]).float().unbind(1)  # half precision is too coarse
        planes = functional.pixel_shuffle(self.dense(fine), 2).float()  # (B, 5, H / 2, W / 2)
        coarse = functional.pixel_shuffle(self.tokens(levels[-1][:, 1:]).transpose(1, 2).unflatten(2, grid), 2)[:, 0]
        metric = scale + _TYPICAL_LOG_DEPTH
        camera = Camera(log_focal + _TYPICAL_LOG_FOCAL, torch.full_like(levels[-1][:, 0, :2], 0.5),
                        functional.normalize(torch.stack(up, 1) + torch.tensor([0.0, -1.0, 0.0], device=scale.device), dim=1))
        return Geometry([level[:, 1:] for level in levels], fine, planes[:, 0] + metric[:, None, None],
                        planes[:, 1].clamp(-6, 2), functional.normalize(planes[:, 2:], dim=1), camera, log_camera,
                        coarse + metric[:, None, None])


def setting_of(camera: Camera, log_camera_m: Tensor, known: Tensor) -> Tensor:
    """(B, SETTING) what is known of views. log_camera_m: (B,) canonical. known: (B, 3) 0 or 1, whether focal length and
    centre, gravity, and the camera's height above the floor are; what is not known may be anything finite."""
    values = torch.cat([camera.log_focal[:, None], camera.centre - 0.5, camera.up, log_camera_m[:, None]], dim=1)
    focal, gravity, height = known.float().unbind(1)
    height = height * focal * gravity
    of = torch.stack([focal, focal, focal, gravity, gravity, gravity, height], dim=1)
    return torch.cat([torch.stack([focal, gravity, height], dim=1), values * of], dim=1)


def _told(setting: Tensor, grid: tuple[int, int], aspect: float) -> Tensor:
    """(B, N, _TOLD) of each token: slope of its ray across, down and up, the floor's log depth along it, and the setting."""
    focal, gravity, height = setting[:, :3].unbind(1)
    rows, columns = grid
    # of the setting's type: an export would take sizes for doubles
    y, x = torch.meshgrid(*((torch.arange(count, device=setting.device, dtype=setting.dtype) + 0.5) / count - 0.5
                            for count in grid), indexing="ij")
    per_focal = (-setting[:, 3]).exp()[:, None]
    across = (x.flatten() - setting[:, 4:5]) * per_focal * focal[:, None]  # (B, N)
    down = (y.flatten() - setting[:, 5:6]) * per_focal / aspect * focal[:, None]
    rise = (across * setting[:, 6:7] + down * setting[:, 7:8] + setting[:, 8:9]) * (focal * gravity)[:, None]
    nearness = rise.neg().clamp(min=_LEAST_FALL).log() * (focal * gravity)[:, None]
    floor = (setting[:, 9:10] - nearness) * height[:, None]
    same = torch.cat([setting[:, :3], setting[:, 6:]], dim=1)[:, None].expand(-1, rows * columns, -1)  # (B, N, 7)
    return torch.cat([torch.stack([across, down, rise, nearness, floor], dim=2), same], dim=2)


def depth_of(log_depth: Tensor, log_focal: Tensor) -> Tensor:
    """(B, ...) canonical log depth and (B,) log of fx / width to metres along the optical axis."""
    return (log_depth + log_focal.view(-1, *[1] * (log_depth.dim() - 1))).exp()


def point_map(log_depth: Tensor, camera: Camera, aspect: float) -> Tensor:
    """(B, 3, h, w) points in metres, camera frame, of (B, h, w) canonical log depth. aspect: width / height of the image."""
    height, width = log_depth.shape[-2:]
    depth = depth_of(log_depth, camera.log_focal)
    x = (torch.arange(width, device=depth.device) + 0.5) / width
    y = (torch.arange(height, device=depth.device) + 0.5) / height
    per_focal = (-camera.log_focal).exp()[:, None]
    right = (x - camera.centre[:, :1]) * per_focal  # (B, w)
    down = (y - camera.centre[:, 1:]) * per_focal / aspect
    return torch.stack([depth * right[:, None, :], depth * down[:, :, None], depth], dim=1)


def viewer_from_camera(up: Tensor) -> Tensor:
    """(B, 3, 3) rotation to the levelled viewer's frame (x right, y forward, z up). up: (B, 3) unit, camera frame."""
    axis = torch.zeros_like(up)
    axis[:, 2] = 1.0
    forward = functional.normalize(axis - (axis * up).sum(1, keepdim=True) * up, dim=1)
    return torch.stack([torch.linalg.cross(forward, up), forward, up], dim=1)
