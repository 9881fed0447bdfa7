"""Rays cast at triangle meshes, and places on them nearest to points: by Open3D on the CPU, or by torch on a CPU or GPU.

One of the two serves the whole process: Open3D unless `use` says otherwise. What is not used is not imported.
"""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.errors import ConfigError, SpatialGeoError
from spatialgeo_ros.types import Array, FloatArray

BACKENDS = ("open3d", "torch")
_HOW_TO_GET_OPEN3D = ("'pip install open3d-cpu' on x86_64 or 'pip install open3d' on aarch64, and on Debian or Ubuntu also "
                      "'apt-get install libusb-1.0-0 libgl1 libegl1 libx11-6 libgomp1'")


@dataclass(frozen=True, eq=False)
class Hits:
    """Where N rays meet the mesh first. distance: (N,) float32, in lengths of the ray's direction; infinite where nothing is
    hit, and then the rest means nothing. face: (N,) int64, row of the triangle. normals: (N, 3) float32 unit, to the side from
    which the corners run counter-clockwise. uv: (N, 2) float32, how far towards corners 1 and 2 from corner 0.
    """

    distance: NDArray[np.float32]
    face: NDArray[np.int64]
    normals: NDArray[np.float32]
    uv: NDArray[np.float32]


class Caster(Protocol):
    """One mesh. rays: (N, 6) origin and direction, of any length."""

    def cast(self, rays: FloatArray) -> Hits:
        """The first hit of each ray."""

    def occluded(self, rays: FloatArray, near: float = 0.0, far: float = np.inf) -> NDArray[np.bool_]:
        """(N,) whether anything is hit between these distances, in lengths of the direction."""

    def nearest(self, points: FloatArray) -> NDArray[np.float32]:
        """(N, 3) the place of the surface nearest to each of (N, 3) points."""


@dataclass(frozen=True)
class _Choice:
    backend: str = "open3d"
    device: str = "cpu"


_chosen = _Choice()


def use(backend: str, device: str = "cpu") -> None:
    """Let this process cast rays with one of BACKENDS from now on. device: of torch, such as "cuda".

    Raises ConfigError for anything else, SpatialGeoError where the backend is not installed.
    """
    global _chosen
    if backend not in BACKENDS:
        raise ConfigError(f"no ray caster is called '{backend}'; there are {', '.join(BACKENDS)}")
    if backend == "open3d" and device != "cpu":
        raise ConfigError(f"Open3D casts rays on the CPU only, not on {device}; use torch, or the device cpu")
    if backend == "torch":
        _torch_casters()
    else:
        open3d()
    _chosen = _Choice(backend, device)


def first_installed() -> str:
    """Open3D where it is installed, else torch. Raises SpatialGeoError where neither is."""
    for backend in BACKENDS:
        try:
            if importlib.util.find_spec(backend) is not None:
                return backend
        except ValueError:  # marked as missing, or half loaded
            continue
    raise SpatialGeoError("neither Open3D nor torch is installed, and one of them must render the simulated rooms; install "
                          f"Open3D with {_HOW_TO_GET_OPEN3D}, or torch with 'pip install torch'")


def caster(vertices: FloatArray, triangles: Array, threads: int = 1) -> Caster:
    """For one mesh, by the backend in use. vertices: (V, 3). triangles: (T, 3). threads: of Open3D."""
    if _chosen.backend == "torch":
        made: Caster = _torch_casters().TorchCaster(vertices, triangles, _chosen.device)
        return made
    return _Open3DCaster(vertices, triangles, threads)


def closest_of_clouds(a: FloatArray, b: FloatArray) -> float:
    """Smallest distance between (N, 3) and (M, 3) points, by the backend in use."""
    few, many = (a, b) if len(a) < len(b) else (b, a)
    if _chosen.backend == "torch":
        return float(_torch_casters().closest_of_clouds(few, many, _chosen.device))
    search = open3d().core.nns.NearestNeighborSearch(_tensor(many))
    search.knn_index()
    _, squared = search.knn_search(_tensor(few), 1)
    return float(np.sqrt(squared.numpy().min()))


def open3d() -> Any:
    """The module. Raises SpatialGeoError when it, or a system library under it, is missing."""
    try:
        return importlib.import_module("open3d")
    except ImportError as error:
        raise SpatialGeoError(f"cannot import Open3D ({error}), which renders the simulated rooms; install it with "
                              f"{_HOW_TO_GET_OPEN3D}") from error


def _torch_casters() -> Any:
    try:
        return importlib.import_module("spatialgeo_ros.world.raycasting_torch")
    except ImportError as error:
        raise SpatialGeoError(f"cannot import torch ({error}), which is to cast rays; install it with 'pip install torch', "
                              "or take Open3D") from error


class _Open3DCaster:
    """Embree, by way of Open3D's RaycastingScene."""

    def __init__(self, vertices: FloatArray, triangles: Array, threads: int) -> None:
        self._threads = threads
        o3d = open3d()
        self._scene = o3d.t.geometry.RaycastingScene(nthreads=threads)
        self._scene.add_triangles(_tensor(vertices), o3d.core.Tensor.from_numpy(np.ascontiguousarray(triangles, np.uint32)))

    def cast(self, rays: FloatArray) -> Hits:
        hit = self._scene.cast_rays(_tensor(rays), nthreads=self._threads)
        return Hits(hit["t_hit"].numpy(), hit["primitive_ids"].numpy().astype(np.int64), hit["primitive_normals"].numpy(),
                    hit["primitive_uvs"].numpy())

    def occluded(self, rays: FloatArray, near: float = 0.0, far: float = np.inf) -> NDArray[np.bool_]:
        hidden = self._scene.test_occlusions(_tensor(rays), tnear=near, tfar=far, nthreads=self._threads)
        return np.asarray(hidden.numpy(), np.bool_)

    def nearest(self, points: FloatArray) -> NDArray[np.float32]:
        found = self._scene.compute_closest_points(_tensor(points), nthreads=self._threads)
        return np.asarray(found["points"].numpy(), np.float32)


def _tensor(array: Array) -> Any:
    """Open3D's view of it as float32."""
    return open3d().core.Tensor.from_numpy(np.ascontiguousarray(array, np.float32))
