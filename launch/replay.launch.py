"""Recorded RGB-D frames and the `spatialgeo` node: ros2 launch spatialgeo_ros replay.launch.py folder:=DIR"""

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
        DeclareLaunchArgument("folder", description="folder with colour and depth images and camera.yaml"),
        DeclareLaunchArgument("depth_unit_m", default_value="0.001",
                              description="metres of one step of the depth files: 0.001 RealSense, 0.0001 YCB"),
        DeclareLaunchArgument("rate_hz", default_value="5.0", description="frames per second"),
        DeclareLaunchArgument("loop", default_value="true", choices=BOOLEANS,
                              description="start again after the last frame"),
        DeclareLaunchArgument("boxes", default_value="", description="JSON file of named boxes; empty = none"),
        DeclareLaunchArgument("namespace", default_value="", description="namespace of both nodes"),
        # Its arguments (params_file, rviz, topics, ...) are arguments of this file too: --show-args lists them.
        IncludeLaunchDescription(PythonLaunchDescriptionSource(str(NODE_LAUNCH))),
        Node(package="spatialgeo_ros", executable="replay", name="replay", output="screen", emulate_tty=True,
             namespace=LaunchConfiguration("namespace"),
             remappings=[(topic, LaunchConfiguration(topic)) for topic in TOPICS],
             parameters=[{"folder": _typed("folder", str), "depth_unit_m": _typed("depth_unit_m", float),
                          "rate_hz": _typed("rate_hz", float), "loop": _typed("loop", bool),
                          "detections": _typed("boxes", str)}]),
    ])


def _typed(name: str, kind: type) -> ParameterValue:
    return ParameterValue(LaunchConfiguration(name), value_type=kind)
