"""Recorded RGB-D frames and the `spatialgeo` node: ros2 launch spatialgeo_ros replay.launch.py folder:=DIR (or bag:=PATH)"""

from __future__ import annotations

from pathlib import Path

from launch.actions import DeclareLaunchArgument, IncludeLaunchDescription
from launch.launch_description_sources import PythonLaunchDescriptionSource
from launch.substitutions import LaunchConfiguration
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue

from launch import LaunchDescription

NODE_LAUNCH = Path(__file__).resolve().parent / "node.launch.py"
TOPICS = ("image", "depth", "camera_info", "detections")
BOOLEANS = ["true", "false"]


def generate_launch_description() -> LaunchDescription:
    return LaunchDescription([
        DeclareLaunchArgument("folder", default_value="",
                              description="folder with colour and depth images and camera.yaml; or give bag"),
        DeclareLaunchArgument("bag", default_value="", description="folder of a rosbag2, or a .mcap, .db3 or .bag file"),
        DeclareLaunchArgument("image_topic", default_value="", description="bag: topic of the colour image, if several"),
        DeclareLaunchArgument("depth_topic", default_value="", description="bag: topic of registered depth, if several"),
        DeclareLaunchArgument("info_topic", default_value="", description="bag: topic of camera_info, if several"),
        DeclareLaunchArgument("speed", default_value="1.0", description="bag: times the recorded speed"),
        DeclareLaunchArgument("depth_unit_m", default_value="0.001",
                              description="folder: metres of one step of the depth files: 0.001 RealSense, 0.0001 YCB"),
        DeclareLaunchArgument("rate_hz", default_value="5.0", description="folder: frames per second"),
        DeclareLaunchArgument("loop", default_value="true", choices=BOOLEANS,
                              description="start again after the end"),
        DeclareLaunchArgument("boxes", default_value="", description="folder: JSON file of named boxes; empty = none"),
        DeclareLaunchArgument("namespace", default_value="", description="namespace of both nodes"),
        # Its arguments (params_file, rviz, topics, ...) are arguments of this file too: --show-args lists them.
        IncludeLaunchDescription(PythonLaunchDescriptionSource(str(NODE_LAUNCH))),
        Node(package="spatialgeo_ros", executable="replay", name="replay", output="screen", emulate_tty=True,
             namespace=LaunchConfiguration("namespace"),
             remappings=[(topic, LaunchConfiguration(topic)) for topic in TOPICS],
             parameters=[{
                 **{name: _typed(name, str) for name in ("folder", "bag", "image_topic", "depth_topic", "info_topic")},
                 **{name: _typed(name, float) for name in ("speed", "depth_unit_m", "rate_hz")},
                 "loop": _typed("loop", bool), "detections": _typed("boxes", str)}]),
    ])


def _typed(name: str, kind: type) -> ParameterValue:
    return ParameterValue(LaunchConfiguration(name), value_type=kind)
