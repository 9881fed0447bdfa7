"""Open3D, imported when it is first needed, with a message that says what to install."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np

from spatialgeo_ros.errors import SpatialGeoError
from spatialgeo_ros.types import Array


def open3d() -> Any:
    """The module. Raises SpatialGeoError when it, or a system library under it, is missing."""
    try:
        return importlib.import_module("open3d")
    except ImportError as error:
        raise SpatialGeoError(
            f"cannot import Open3D ({error}), which renders the simulated rooms; install it with "
            "'pip install open3d-cpu' on x86_64 or 'pip install open3d' on aarch64, and on Debian or Ubuntu also "
            "'apt-get install libusb-1.0-0 libgl1 libegl1 libx11-6 libgomp1'") from error


def caster(vertices: Array, triangles: Array, threads: int = 1) -> Any:
    """RaycastingScene over one mesh. vertices: (V, 3). triangles: (T, 3)."""
    o3d = open3d()
    scene = o3d.t.geometry.RaycastingScene(nthreads=threads)
    scene.add_triangles(o3d.core.Tensor.from_numpy(np.ascontiguousarray(vertices, np.float32)),
                        o3d.core.Tensor.from_numpy(np.ascontiguousarray(triangles, np.uint32)))
    return scene


def tensor(array: Array) -> Any:
    """Open3D's view of a contiguous float32 array."""
    return open3d().core.Tensor.from_numpy(array)
