"""The launch files, wherever ROS 2's `launch` is installed: their arguments, and what they start."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pytest.importorskip("launch.actions", reason="ROS 2's launch is not installed (the wheels have none)")
pytest.importorskip("launch_ros.actions", reason="ROS 2's launch_ros is not installed")

from launch_ros.actions import Node
from launch_ros.utilities import evaluate_parameters

from launch import LaunchContext, LaunchDescription

FOLDER = Path(__file__).resolve().parents[2] / "launch"
NAMES = ("node", "demo", "replay")
NODE_ARGUMENTS = {"namespace", "image", "depth", "camera_info", "detections", "params_file", "reference_frame", "model",
                  "depth_source", "autostart", "use_sim_time", "rviz"}


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"{name}_launch", FOLDER / f"{name}.launch.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def description_of(name: str) -> LaunchDescription:
    return load(name).generate_launch_description()


def started(name: str, **arguments: str) -> tuple[list[Node], LaunchContext]:
    """The node actions that come out for these arguments, without running any process."""
    context = LaunchContext(noninteractive=True)
    context.launch_configurations.update(arguments)
    nodes: list[Node] = []

    def visit(entities: list[Any]) -> None:
        for entity in entities:
            if isinstance(entity, Node):
                nodes.append(entity)
            else:
                visit(entity.visit(context) or [])

    visit(list(description_of(name).entities))
    for node in nodes:
        node._perform_substitutions(context)
    return nodes, context


def parameters_of(node: Node, context: LaunchContext) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for item in evaluate_parameters(context, node._Node__parameters):
        merged.update(item if isinstance(item, dict) else {"file": str(item)})
    return merged


def remappings_of(node: Node) -> dict[str, str]:
    return dict(node.expanded_remapping_rules)


@pytest.mark.parametrize("name", NAMES)
def test_every_argument_says_what_it_is(name: str) -> None:
    arguments = description_of(name).get_launch_arguments()
    assert len({argument.name for argument in arguments}) >= 10
    for argument in arguments:
        assert len(argument.description) > 10, argument.name
        assert "no description" not in argument.description.lower(), argument.name


@pytest.mark.parametrize("name", NAMES)
def test_the_arguments_of_the_node_are_those_of_every_file(name: str) -> None:
    assert {argument.name for argument in description_of(name).get_launch_arguments()} >= NODE_ARGUMENTS


@pytest.mark.parametrize("name", NAMES)
def test_only_what_has_no_default_must_be_given(name: str) -> None:
    required = {argument.name for argument in description_of(name).get_launch_arguments()
                if argument.default_value is None}
    assert required == set()


def test_topics_and_settings_reach_the_node(tmp_path: Path) -> None:
    params = tmp_path / "mine.yaml"
    params.write_text("/**:\n  ros__parameters:\n    relations.near_m: 0.3\n")
    (node,), context = started("node", namespace="arm", image="/cam/color", depth="/cam/aligned",
                               params_file=str(params), reference_frame="map",
                               use_sim_time="true", autostart="false")
    assert (node.node_package, node.node_executable) == ("spatialgeo_ros", "node")
    assert node.node_name == "/arm/spatialgeo"
    assert remappings_of(node) == {"image": "/cam/color", "depth": "/cam/aligned", "camera_info": "camera_info",
                                   "detections": "detections"}
    assert parameters_of(node, context) == {"file": str(params), "autostart": False, "use_sim_time": True,
                                            "reference_frame": "map"}


def test_an_empty_reference_frame_does_not_override_the_params_file() -> None:
    (node,), context = started("node")
    assert parameters_of(node, context) == {"autostart": True, "use_sim_time": False}


def test_a_missing_params_file_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"nowhere\.yaml"):
        started("node", params_file="/nowhere.yaml")


def test_a_model_and_where_depth_comes_from_reach_the_node() -> None:
    (node,), context = started("node", model="nano", depth_source="predicted")
    assert parameters_of(node, context) == {"autostart": True, "use_sim_time": False, "model": "nano",
                                            "depth_source": "predicted"}
    with pytest.raises(RuntimeError, match="depth_source"):
        started("node", depth_source="guessed")


def test_an_argument_is_never_executed() -> None:
    # a file that evaluates its arguments would make 4 of it
    (_, replay), context = started("replay", folder="2+2", boxes="__import__('os').getcwd()")
    parameters = parameters_of(replay, context)
    assert (parameters["folder"], parameters["detections"]) == ("2+2", "__import__('os').getcwd()")


def test_without_rviz2_the_node_starts_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    from ament_index_python import packages

    def missing(name: str) -> str:
        raise packages.PackageNotFoundError(name)

    monkeypatch.setattr(packages, "get_package_prefix", missing)
    nodes, _ = started("node", rviz="true")
    assert [node.node_executable for node in nodes] == ["node"]


def test_with_rviz2_it_shows_our_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    from ament_index_python import packages

    monkeypatch.setattr(packages, "get_package_prefix", lambda name: f"/opt/{name}")
    nodes, _ = started("node", rviz="true")
    assert [node.node_executable for node in nodes] == ["node", "rviz2"]


def test_demo_runs_camera_and_node_on_the_same_topics() -> None:
    (node, simulator), context = started("demo", seed="7", image="/robot/rgb", motion="static")
    assert remappings_of(node)["image"] == remappings_of(simulator)["image"] == "/robot/rgb"
    assert parameters_of(simulator, context) == {"seed": 7, "motion": "static", "rate_hz": 10.0,
                                                 "publish_detections": True}
    assert parameters_of(node, context)["reference_frame"] == "world"


def test_replay_gives_the_folder_on_as_text() -> None:
    (_, replay), context = started("replay", folder="0123", depth_unit_m="0.0001")
    parameters = parameters_of(replay, context)
    assert parameters["folder"] == "0123", "a folder that looks like a number stays text"
    assert (parameters["depth_unit_m"], parameters["loop"], parameters["detections"]) == (0.0001, True, "")
