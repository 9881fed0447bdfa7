"""The `spatialgeo` node on your camera: ros2 launch spatialgeo_ros node.launch.py image:=/camera/color/image_raw ..."""

from __future__ import annotations

from pathlib import Path

from ament_index_python.packages import PackageNotFoundError, get_package_prefix
from launch.actions import DeclareLaunchArgument, LogInfo, OpaqueFunction
from launch.conditions import IfCondition
from launch.substitutions import LaunchConfiguration
from launch_ros.actions import Node

from launch import LaunchContext, LaunchDescription, LaunchDescriptionEntity

TOPICS = {
    "image": "colour image, in the optical frame of the camera",
    "depth": "depth image registered to the colour image: 16UC1 millimetres or 32FC1 metres",
    "camera_info": "intrinsics of the colour image",
    "detections": "vision_msgs/Detection2DArray with names for image boxes; optional",
}
RVIZ_CONFIG = Path(__file__).resolve().parent.parent / "rviz" / "spatialgeo.rviz"
BOOLEANS = ["true", "false"]


def generate_launch_description() -> LaunchDescription:
    topics = [DeclareLaunchArgument(name, default_value=name, description=f"topic: {text}")
              for name, text in TOPICS.items()]
    return LaunchDescription([
        DeclareLaunchArgument("namespace", default_value="", description="namespace of node and relative topics"),
        *topics,
        DeclareLaunchArgument("params_file", default_value="",
                              description="YAML file with parameters; empty = the defaults, which the node describes"),
        DeclareLaunchArgument("reference_frame", default_value="",
                              description="tf frame of all results, z up; empty = as the params_file says, or the "
                                          "camera's own frame, for which no tf is needed"),
        DeclareLaunchArgument("model", default_value="none",
                              description="learned model, by name (nano) or file; none = measure depth, name by colour, shape "
                                          "and detections"),
        DeclareLaunchArgument("depth_source", default_value="", choices=["", "sensor", "predicted"],
                              description="predicted = by the model, no depth topic is needed; empty = as the params_file "
                                          "says, or sensor"),
        DeclareLaunchArgument("autostart", default_value="true", choices=BOOLEANS,
                              description="configure and activate by itself; false = a lifecycle manager does it"),
        DeclareLaunchArgument("use_sim_time", default_value="false", choices=BOOLEANS,
                              description="take the time from /clock, for simulations and recordings"),
        DeclareLaunchArgument("log_level", default_value="info", choices=["debug", "info", "warn", "error"],
                              description="what the node prints"),
        DeclareLaunchArgument("rviz", default_value="false", choices=BOOLEANS,
                              description="show scene, markers and pictures in RViz, when it is installed"),
        OpaqueFunction(function=_node),
        OpaqueFunction(function=_rviz, condition=IfCondition(LaunchConfiguration("rviz"))),
    ])


def _node(context: LaunchContext) -> list[LaunchDescriptionEntity]:
    def value(name: str) -> str:
        return str(context.launch_configurations[name])

    parameters: list[str | dict[str, str | bool]] = []
    if value("params_file"):
        path = Path(value("params_file")).expanduser()
        if not path.is_file():
            raise FileNotFoundError(f"params_file:={path} is no file; give a YAML file with ros__parameters")
        parameters.append(str(path))
    overrides: dict[str, str | bool] = {name: value(name) == "true" for name in ("autostart", "use_sim_time")}
    if value("model") != "none":
        overrides["model"] = value("model")
    overrides.update({name: value(name) for name in ("reference_frame", "depth_source") if value(name)})
    return [Node(package="spatialgeo_ros", executable="node", name="spatialgeo", namespace=value("namespace"),
                 parameters=[*parameters, overrides], output="screen", emulate_tty=True,
                 remappings=[(name, value(name)) for name in TOPICS],
                 arguments=["--ros-args", "--log-level", f"spatialgeo:={value('log_level')}"])]


def _rviz(context: LaunchContext) -> list[LaunchDescriptionEntity]:
    try:
        get_package_prefix("rviz2")
    except PackageNotFoundError:
        return [LogInfo(msg="rviz:=true, but rviz2 is not installed: going on without it. "
                            "To mend: apt install ros-$ROS_DISTRO-rviz2")]
    namespace = str(context.launch_configurations["namespace"])
    use_sim_time = context.launch_configurations["use_sim_time"] == "true"
    return [Node(package="rviz2", executable="rviz2", name="rviz", namespace=namespace, output="log",
                 arguments=["-d", str(RVIZ_CONFIG)] if RVIZ_CONFIG.is_file() else [],
                 parameters=[{"use_sim_time": use_sim_time}])]
