"""The `simulator` node: a robot camera in a furnished room made from a seed, to try the `spatialgeo` node with.

Publishes image (rgb8), depth, camera_info, /tf (world -> base_link -> camera_link), /tf_static (camera_link -> optical
frame) and, when asked, `detections` (class word and image box only). The truth goes to topics of its own and is for
evaluation only: ~/truth/room (once, latched) and ~/truth/frame (per image), both JSON in std_msgs/String.
"""

from __future__ import annotations

import sys
import time
from typing import Any

import numpy as np
import rclpy
from geometry_msgs.msg import TransformStamped
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from std_msgs.msg import String
from tf2_msgs.msg import TFMessage

from spatialgeo_ros.config import SimulatorConfig
from spatialgeo_ros.errors import SpatialGeoError
from spatialgeo_ros.geometry.pose import quat_xyzw_from_rotation
from spatialgeo_ros.ros import arguments as command_line
from spatialgeo_ros.ros import qos
from spatialgeo_ros.ros.camera_publisher import CameraPublisher
from spatialgeo_ros.ros.parameters import Settings
from spatialgeo_ros.ros.simulated_camera import SimulatedCamera, SimulatedFrame
from spatialgeo_ros.ros.truth_topics import frame_json, room_json
from spatialgeo_ros.types import Pose
from spatialgeo_ros.world.truth import named_boxes

# REP 103: the optical frame looks along z with y down, the link along x with z up.
LINK_FROM_OPTICAL = Pose(np.array([[0.0, 0.0, 1.0], [-1.0, 0.0, 0.0], [0.0, -1.0, 0.0]]), np.zeros(3))
WARN_PERIOD_S = 10.0


class Simulator(Node):
    """Publishes a frame per timer tick; rendering runs ahead on a thread of its own."""

    def __init__(self, **node_arguments: Any) -> None:
        super().__init__("simulator", **node_arguments)
        self._settings = Settings(self, SimulatorConfig())
        config = self._config = self._settings.current
        self._source = SimulatedCamera(config)
        self._camera = CameraPublisher(self, config.optical_frame, config.depth_encoding, config.publish_detections)
        self._tf = self.create_publisher(TFMessage, "/tf", qos.tf())
        self._tf_static = self.create_publisher(TFMessage, "/tf_static", qos.tf_static())
        self._truth_room = self.create_publisher(String, "~/truth/room", qos.latched())
        self._truth_frame = self.create_publisher(String, "~/truth/frame", qos.backlog())
        self._publish_static()
        self._due_s = 0.0
        self.create_timer(0.25 / config.rate_hz, self._on_tick)  # four looks: a late frame waits no whole period
        self.get_logger().info(f"room of seed {config.seed} with {len(self._source.room.objects())} things, "
                               f"{config.width}x{config.height} at {config.rate_hz:g} Hz, camera {config.motion}")

    def close(self) -> None:
        self._source.close()

    def _publish_static(self) -> None:
        transform = transform_message(self._config.camera_frame, self._config.optical_frame, LINK_FROM_OPTICAL)
        transform.header.stamp = self.get_clock().now().to_msg()
        self._tf_static.publish(TFMessage(transforms=[transform]))
        self._truth_room.publish(String(data=room_json(self._source.room)))

    def _on_tick(self) -> None:
        now_s, config = time.monotonic(), self._settings.current
        late_s = now_s - self._due_s
        if late_s < 0:
            return
        advance_s = config.speed / config.rate_hz if config.motion == "trajectory" else 0.0
        with_truth = config.publish_detections or self._truth_frame.get_subscription_count() > 0
        frame = self._source.take(advance_s, with_truth)
        if frame is not None:
            self._publish(frame)
            self._due_s = (now_s if late_s > 0.5 / config.rate_hz else self._due_s) + 1.0 / config.rate_hz
        elif late_s > 0.5 / config.rate_hz and self._due_s:
            self.get_logger().warning(f"rendering is slower than {config.rate_hz:g} Hz: lower rate_hz or the size",
                                      throttle_duration_sec=WARN_PERIOD_S)

    def _publish(self, frame: SimulatedFrame) -> None:
        stamp = self.get_clock().now()
        world_from_base, base_from_link = split_at_base(frame.world_from_camera @ LINK_FROM_OPTICAL.inverse())
        transforms = [transform_message(self._config.world_frame, self._config.base_frame, world_from_base),
                      transform_message(self._config.base_frame, self._config.camera_frame, base_from_link)]
        for transform in transforms:
            transform.header.stamp = stamp.to_msg()
        self._tf.publish(TFMessage(transforms=transforms))  # before the images, which need it
        name_them = self._config.publish_detections and frame.truth is not None
        boxes = named_boxes(frame.truth, frame.number if self._config.noise else 0) if name_them else ()
        self._camera.publish(frame.view.rgb, frame.depth_m, self._source.calibration, stamp.to_msg(), boxes)
        if frame.truth is not None:
            self._truth_frame.publish(String(data=frame_json(frame.truth, stamp.nanoseconds)))


def split_at_base(world_from_link: Pose) -> tuple[Pose, Pose]:
    """world_from_base, base_from_link: the base stands on the floor below the camera, its x axis along the view."""
    forward = world_from_link.rotation[:, 0]
    yaw = np.arctan2(forward[1], forward[0])
    cos, sin = np.cos(yaw), np.sin(yaw)
    rotation = np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])
    world_from_base = Pose(rotation, world_from_link.translation_m * np.array([1.0, 1.0, 0.0]))
    return world_from_base, world_from_base.inverse() @ world_from_link


def transform_message(parent: str, child: str, parent_from_child: Pose) -> TransformStamped:
    """geometry_msgs/TransformStamped with an empty stamp."""
    message = TransformStamped()
    message.header.frame_id, message.child_frame_id = parent, child
    place, turn = message.transform.translation, message.transform.rotation
    place.x, place.y, place.z = (float(value) for value in parent_from_child.translation_m)
    turn.x, turn.y, turn.z, turn.w = (float(value) for value in quat_xyzw_from_rotation(parent_from_child.rotation))
    return message


def main(arguments: list[str] | None = None) -> int:
    """Run until interrupted; 1 when it cannot start."""
    simulator: Simulator | None = None
    try:
        command_line.init("simulator", str(__doc__), arguments)
        simulator = Simulator()
        rclpy.spin(simulator)
    except SpatialGeoError as error:
        rclpy.logging.get_logger("simulator").fatal(str(error))
        return 1
    except (KeyboardInterrupt, ExternalShutdownException):
        pass
    finally:
        if simulator is not None:
            simulator.close()
            simulator.destroy_node()
        if rclpy.ok():  # Humble has no try_shutdown
            rclpy.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
