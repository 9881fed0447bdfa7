"""A simulated robot camera and the `spatialgeo` node: ros2 launch spatialgeo_ros demo.launch.py seed:=3 rviz:=true"""

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
        DeclareLaunchArgument("seed", default_value="0", description="which furnished room; same seed, same room"),
        DeclareLaunchArgument("motion", default_value="trajectory", choices=["trajectory", "static"],
                              description="whether the camera moves"),
        DeclareLaunchArgument("rate_hz", default_value="10.0", description="frames per second of the camera"),
        DeclareLaunchArgument("publish_detections", default_value="true", choices=BOOLEANS,
                              description="name things by class words and image boxes, as a detector would"),
        DeclareLaunchArgument("reference_frame", default_value="world", description="tf frame of all results"),
        DeclareLaunchArgument("namespace", default_value="", description="namespace of both nodes"),
        # Its arguments (params_file, rviz, topics, ...) are arguments of this file too: --show-args lists them.
        IncludeLaunchDescription(PythonLaunchDescriptionSource(str(NODE_LAUNCH))),
        Node(package="spatialgeo_ros", executable="simulator", name="simulator", output="screen", emulate_tty=True,
             namespace=LaunchConfiguration("namespace"),
             remappings=[(topic, LaunchConfiguration(topic)) for topic in TOPICS],
             parameters=[{"seed": _typed("seed", int), "motion": _typed("motion", str),
                          "rate_hz": _typed("rate_hz", float),
                          "publish_detections": _typed("publish_detections", bool)}]),
    ])


def _typed(name: str, kind: type) -> ParameterValue:
    return ParameterValue(LaunchConfiguration(name), value_type=kind)
