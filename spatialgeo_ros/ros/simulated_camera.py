"""A simulated RGB-D camera in a furnished room, rendering ahead on a thread of its own. No ROS in here."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from spatialgeo_ros.config import SimulatorConfig
from spatialgeo_ros.geometry.camera import Calibration
from spatialgeo_ros.types import FloatArray, PinholeCamera, Pose
from spatialgeo_ros.world.noise import sense
from spatialgeo_ros.world.render import Renderer, View
from spatialgeo_ros.world.rooms import STYLES, make_room
from spatialgeo_ros.world.trajectory import CAMERA, camera_pose
from spatialgeo_ros.world.truth import Truth, truth_of


@dataclass(frozen=True, eq=False)
class SimulatedFrame:
    """What the camera saw. depth_m: (H, W) as the sensor gives it. number: counts the rendered frames from 0.

    view, truth: exact, for the truth topics and for what a detector would say; truth is None when nobody wanted it.
    """

    view: View
    depth_m: FloatArray
    truth: Truth | None
    world_from_camera: Pose
    number: int


@dataclass(frozen=True, eq=False)
class _Exposure:
    """A view and where along the path it was taken: while the camera stands still it is not rendered again."""

    path_time_s: float
    world_from_camera: Pose
    view: View


class SimulatedCamera:
    """Renders the frame after the one in use, so that a timer finds it ready."""

    def __init__(self, config: SimulatorConfig) -> None:
        self.config = config
        self.room = make_room(config.seed, STYLES[config.style])
        self.calibration = Calibration(scaled(CAMERA, config.height, config.width), "plumb_bob", (0.0,) * 5)
        self._renderer = Renderer(self.room)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="render")
        self._exposure: _Exposure | None = None
        self._truth: Truth | None = None
        self._path_time_s = config.start_s
        self._next: Future[SimulatedFrame] = self._worker.submit(self._render, self._path_time_s, 0, False)

    def take(self, advance_s: float, with_truth: bool) -> SimulatedFrame | None:
        """The rendered frame, or None while it is not ready; starts the next one, advance_s further along the path."""
        if not self._next.done():
            return None
        frame = self._next.result()
        self._path_time_s += advance_s
        if self.config.stop_s:
            self._path_time_s = min(self._path_time_s, self.config.stop_s)
        self._next = self._worker.submit(self._render, self._path_time_s, frame.number + 1, with_truth)
        return frame

    def close(self) -> None:
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _render(self, path_time_s: float, number: int, with_truth: bool) -> SimulatedFrame:
        camera = self.calibration.camera
        if self._exposure is None or self._exposure.path_time_s != path_time_s:
            pose = camera_pose(self.room, path_time_s)
            self._exposure = _Exposure(path_time_s, pose, self._renderer.render(pose, camera, number))
            self._truth = None
        view, pose = self._exposure.view, self._exposure.world_from_camera
        if with_truth and self._truth is None:
            self._truth = truth_of(self.room, view, pose, camera)
        depth_m = sense(view, self._renderer.surfaces.weakness, number) if self.config.noise else view.depth_m
        return SimulatedFrame(view, depth_m, self._truth, pose, number)


def scaled(camera: PinholeCamera, height: int, width: int) -> PinholeCamera:
    """The same view with another number of pixels; integer pixels stay pixel centres."""
    x, y = width / camera.width, height / camera.height
    return PinholeCamera(height, width, camera.fx * x, camera.fy * y,
                         (camera.cx + 0.5) * x - 0.5, (camera.cy + 0.5) * y - 0.5)
