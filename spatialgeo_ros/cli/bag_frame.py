"""One RGB-D frame from a bag: its arguments, and the frame they describe. The bag's tf and camera_info count."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from spatialgeo_ros.config import NodeConfig, SceneConfig
from spatialgeo_ros.errors import ConfigError
from spatialgeo_ros.types import CameraFrame

_OF_FILES = ("rgb", "depth", "depth_unit_m", "camera")
_OF_BAGS = ("at", "image_topic", "depth_topic", "info_topic", "reference_frame", "rectified", "sync_slop_s")


def add_bag_arguments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("the frame from a bag, instead")
    group.add_argument("--bag", type=Path, metavar="PATH", help="folder of a rosbag2, or a .mcap, .db3 or ROS 1 .bag file")
    group.add_argument("--at", type=float, metavar="S",
                       help="the first frame at least so many seconds after the first image (default: the first)")
    group.add_argument("--image-topic", metavar="TOPIC", help="colour; only needed when several would do")
    group.add_argument("--depth-topic", metavar="TOPIC", help="depth registered to colour; likewise")
    group.add_argument("--info-topic", metavar="TOPIC", help="camera_info of the colour image; likewise")
    group.add_argument("--reference-frame", metavar="FRAME",
                       help="tf frame that positions are in and whose z axis is up, by the bag's tf (default: the camera's)")
    group.add_argument("--rectified", action="store_true", default=None,
                       help="images are rectified already (image_rect): use P of camera_info, not K and D")
    group.add_argument("--sync-slop-s", type=float, metavar="S",
                       help=f"how far stamps of colour and depth may differ (default {NodeConfig().sync_slop_s:g})")


def check_no_bag_arguments(arguments: argparse.Namespace) -> None:
    """Raise ConfigError when one was given although the frame comes from files."""
    _refuse(arguments, _OF_BAGS, "belongs to --bag, but the frame comes from files")


def bag_frame(arguments: argparse.Namespace, scene: SceneConfig) -> CameraFrame:
    """The frame of the bag that the arguments choose, checked and undistorted as the node does."""
    from spatialgeo_ros.ros.bag_frames import frame_from_bag  # here: brings what frames from files do not need
    from spatialgeo_ros.ros.bag_topics import CameraTopics

    _refuse(arguments, _OF_FILES, "belongs to a frame from files, but --bag is given")
    if arguments.up is not None:
        scene = replace(scene, gravity=replace(scene.gravity, up_camera=tuple(arguments.up), reference_is_level=False))
    node = NodeConfig()
    node = replace(node, scene=scene, reference_frame=arguments.reference_frame or "",
                   image_rectified=bool(arguments.rectified),
                   sync_slop_s=node.sync_slop_s if arguments.sync_slop_s is None else arguments.sync_slop_s)
    topics = CameraTopics(arguments.image_topic or "", arguments.depth_topic or "", arguments.info_topic or "")
    return frame_from_bag(arguments.bag, topics, arguments.at or 0.0, node).frame


def _refuse(arguments: argparse.Namespace, names: tuple[str, ...], why: str) -> None:
    for name in names:
        if getattr(arguments, name) is not None:
            raise ConfigError(f"--{name.replace('_', '-')} {why}; leave out one of them")
