"""Writes bags as recorders do: rosbag2 in sqlite3 or MCAP, and ROS 1, with camera, tf and our own topics."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

pytest.importorskip("rosbags", reason="bags need the package rosbags")

from rosbags import rosbag1, rosbag2
from rosbags.rosbag2 import CompressionFormat, CompressionMode, StoragePlugin
from rosbags.typesys import Stores, get_types_from_msg, get_typestore

ROOT = Path(__file__).resolve().parents[1]
KINDS = ("sqlite3", "mcap", "ros1")
FRAME = "camera_optical_frame"
SECOND_NS = 1_000_000_000
START_NS = 1_700_000_000 * SECOND_NS
LATENCY_NS, TF_LATENCY_NS = 30_000_000, 1_000_000  # from stamp to recording
COLOUR_TOPIC, DEPTH_TOPIC, INFO_TOPIC = "/camera/color/image_raw", "/camera/depth/image_raw", "/camera/color/camera_info"


def types_of(kind: str) -> Any:
    if kind == "ros1":
        types = get_typestore(Stores.ROS1_NOETIC)
        types.register(get_types_from_msg("geometry_msgs/TransformStamped[] transforms", "tf2_msgs/msg/TFMessage"))
        return types
    types = get_typestore(Stores.ROS2_JAZZY)
    own: dict[str, Any] = {}
    for file in sorted((ROOT / "msg").glob("*.msg")):
        own.update(get_types_from_msg(file.read_text(encoding="utf-8"), f"spatialgeo_ros/msg/{file.stem}"))
    types.register(own)
    return types


class BagWriting:
    """An open bag. Stamps are nanoseconds; a message is recorded LATENCY_NS after its stamp unless log_ns says when."""

    def __init__(self, writer: Any, kind: str) -> None:
        self._writer = writer
        self._ros1 = kind == "ros1"
        self._types = types_of(kind)
        self._connections: dict[str, Any] = {}

    def make(self, type_name: str, **fields: Any) -> Any:
        return self._types.types[type_name](**fields)

    def header(self, at_ns: int, frame_id: str) -> Any:
        stamp = self.make("builtin_interfaces/msg/Time", sec=at_ns // SECOND_NS, nanosec=at_ns % SECOND_NS)
        seq = {"seq": 0} if self._ros1 else {}
        return self.make("std_msgs/msg/Header", stamp=stamp, frame_id=frame_id, **seq)

    def write(self, topic: str, message: Any, log_ns: int) -> None:
        serialize = self._types.serialize_ros1 if self._ros1 else self._types.serialize_cdr
        self.write_serialized(topic, message.__msgtype__, serialize(message, message.__msgtype__), log_ns)

    def write_serialized(self, topic: str, type_name: str, content: bytes, log_ns: int) -> None:
        if topic not in self._connections:
            self._connections[topic] = self._writer.add_connection(topic, type_name, typestore=self._types)
        self._writer.write(self._connections[topic], log_ns, content)

    def image(self, topic: str, at_ns: int, pixels: np.ndarray, encoding: str, frame_id: str = FRAME,
              log_ns: int | None = None) -> None:
        pixels = np.ascontiguousarray(pixels)
        message = self.make("sensor_msgs/msg/Image", header=self.header(at_ns, frame_id), height=pixels.shape[0],
                            width=pixels.shape[1], encoding=encoding, is_bigendian=0, step=pixels.strides[0],
                            data=pixels.reshape(-1).view(np.uint8))
        self.write(topic, message, at_ns + LATENCY_NS if log_ns is None else log_ns)

    def compressed(self, topic: str, at_ns: int, content: bytes, format_: str, frame_id: str = FRAME) -> None:
        message = self.make("sensor_msgs/msg/CompressedImage", header=self.header(at_ns, frame_id), format=format_,
                            data=np.frombuffer(content, np.uint8))
        self.write(topic, message, at_ns + LATENCY_NS)

    def camera_info(self, topic: str, at_ns: int, size: tuple[int, int], k: tuple[float, float, float, float],
                    d: tuple[float, ...] = (0.0,) * 5, model: str = "plumb_bob", frame_id: str = FRAME) -> None:
        """size: (height, width). k: fx, fy, cx, cy."""
        fx, fy, cx, cy = k
        matrices = {"d": np.array(d), "k": np.array([fx, 0, cx, 0, fy, cy, 0, 0, 1.0]), "r": np.eye(3).ravel(),
                    "p": np.array([fx, 0, cx, 0, 0, fy, cy, 0, 0, 0, 1.0, 0])}
        if self._ros1:
            matrices = {name.upper(): value for name, value in matrices.items()}
        roi = self.make("sensor_msgs/msg/RegionOfInterest", x_offset=0, y_offset=0, height=0, width=0, do_rectify=False)
        message = self.make("sensor_msgs/msg/CameraInfo", header=self.header(at_ns, frame_id), height=size[0],
                            width=size[1], distortion_model=model, binning_x=0, binning_y=0, roi=roi, **matrices)
        self.write(topic, message, at_ns + LATENCY_NS)

    def transform(self, at_ns: int, parent: str, child: str, xyz: tuple[float, float, float],
                  quat_xyzw: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 1.0), static: bool = False) -> None:
        moved = self.make("geometry_msgs/msg/Vector3", x=xyz[0], y=xyz[1], z=xyz[2])
        x, y, z, w = quat_xyzw
        turned = self.make("geometry_msgs/msg/Quaternion", x=x, y=y, z=z, w=w)
        item = self.make("geometry_msgs/msg/TransformStamped", header=self.header(at_ns, parent), child_frame_id=child,
                         transform=self.make("geometry_msgs/msg/Transform", translation=moved, rotation=turned))
        message = self.make("tf2_msgs/msg/TFMessage", transforms=[item])
        self.write("/tf_static" if static else "/tf", message, at_ns + TF_LATENCY_NS)


@contextmanager
def writing(path: Path, kind: str, compression: CompressionMode = CompressionMode.NONE) -> Iterator[BagWriting]:
    """kind: one of KINDS. path: of the folder (of the file for ros1) to be made."""
    if kind == "ros1":
        writer: Any = rosbag1.Writer(path)
    else:
        plugin = StoragePlugin.MCAP if kind == "mcap" else StoragePlugin.SQLITE3
        writer = rosbag2.Writer(path, version=9, storage_plugin=plugin)
        writer.set_compression(compression, CompressionFormat.ZSTD)
    with writer:
        yield BagWriting(writer, kind)


def bag_path(folder: Path, kind: str) -> Path:
    return folder / ("recorded.bag" if kind == "ros1" else f"recorded_{kind}")


SMALL = (24, 32)
SMALL_K = (40.0, 41.0, 15.0, 12.0)


def small_rgb(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (*SMALL, 3), dtype=np.uint8)


def small_depth_mm(seed: int = 0) -> np.ndarray:
    depth = np.random.default_rng(seed).integers(500, 4000, SMALL).astype(np.uint16)
    depth[3, 5] = 0
    return depth


def write_camera(bag: BagWriting, at_ns: int, seed: int = 0, depth_after_ns: int = 0) -> None:
    """One small frame on the usual topics."""
    bag.camera_info(INFO_TOPIC, at_ns, SMALL, SMALL_K)
    bag.image(COLOUR_TOPIC, at_ns, small_rgb(seed), "rgb8")
    bag.image(DEPTH_TOPIC, at_ns + depth_after_ns, small_depth_mm(seed), "16UC1")


def png(pixels: np.ndarray) -> bytes:
    done, content = cv2.imencode(".png", pixels)
    assert done
    return content.tobytes()


def compressed_depth(pixels: np.ndarray) -> bytes:
    """16UC1 as compressed_depth_image_transport sends it: 12 bytes of header, then a PNG."""
    return bytes(12) + png(pixels)


