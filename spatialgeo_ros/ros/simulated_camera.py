"""A simulated RGB-D camera in a furnished room, rendering ahead on a thread of its own. No ROS in here."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from spatialgeo_ros.config import SimulatorConfig
from spatialgeo_ros.geometry.camera import Calibration
from spatialgeo_ros.types import FloatArray, PinholeCamera, Pose
from spatialgeo_ros.world.noise import sense
from spatialgeo_ros.world.render import Renderer, View
from spatialgeo_ros.world.rooms import make_room
from spatialgeo_ros.world.trajectory import CAMERA, camera_pose


@dataclass(frozen=True, eq=False)
class SimulatedFrame:
    """What the camera saw. depth_m: (H, W) as the sensor gives it; view: exact, for the truth and nothing else."""

    view: View
    depth_m: FloatArray
    world_from_camera: Pose
    path_time_s: float


class SimulatedCamera:
    """Renders the frame after the one in use, so that a timer finds it ready."""

    def __init__(self, config: SimulatorConfig) -> None:
        self.config = config
        self.room = make_room(config.seed)
        self.calibration = Calibration(scaled(CAMERA, config.height, config.width), "plumb_bob", (0.0,) * 5)
        self._renderer = Renderer(self.room)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="render")
        self._last_view: tuple[float, View] | None = None
        self._count = 0
        self._path_time_s = config.start_s
        self._next: Future[SimulatedFrame] = self._worker.submit(self._render, self._path_time_s, 0)

    def take(self, advance_s: float) -> SimulatedFrame | None:
        """The rendered frame, or None while it is not ready; starts the next one, advance_s further along the path."""
        if not self._next.done():
            return None
        frame = self._next.result()
        self._count += 1
        self._path_time_s += advance_s
        self._next = self._worker.submit(self._render, self._path_time_s, self._count)
        return frame

    def close(self) -> None:
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _render(self, path_time_s: float, count: int) -> SimulatedFrame:
        world_from_camera = camera_pose(self.room, path_time_s)
        if self._last_view is None or self._last_view[0] != path_time_s:
            self._last_view = (path_time_s, self._renderer.render(world_from_camera, self.calibration.camera, count))
        view = self._last_view[1]
        depth_m = sense(view, self._renderer.surfaces.weakness, count) if self.config.noise else view.depth_m
        return SimulatedFrame(view, depth_m, world_from_camera, path_time_s)


def scaled(camera: PinholeCamera, height: int, width: int) -> PinholeCamera:
    """The same view with another number of pixels; integer pixels stay pixel centres."""
    x, y = width / camera.width, height / camera.height
    return PinholeCamera(height, width, camera.fx * x, camera.fy * y,
                         (camera.cx + 0.5) * x - 0.5, (camera.cy + 0.5) * y - 0.5)
