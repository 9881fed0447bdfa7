"""The settings files and the RViz file name only what exists."""

from __future__ import annotations

from pathlib import Path

import pytest
import rclpy
import yaml
from rig import FakePipeline

from spatialgeo_ros.config import NodeConfig, leaves
from spatialgeo_ros.ros.node import SpatialGeoNode
from spatialgeo_ros.ros.outputs import _kinds
from spatialgeo_ros.ros.parameters import parameter_name

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "config").glob("*.yaml"))


def flat(tree: dict, prefix: str = "") -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in tree.items():
        found.update(flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": value})
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_settings_file_holds_real_overrides_and_reaches_the_node(path):
    wanted = flat(yaml.safe_load(path.read_text())["/**"]["ros__parameters"])
    defaults = {parameter_name(leaf): leaf.value for leaf in leaves(NodeConfig())}
    assert set(wanted) <= set(defaults)
    assert all(wanted[name] != defaults[name] for name in wanted), "a default stands in the code and only there"
    context = rclpy.Context()
    rclpy.init(context=context, args=["--ros-args", "--params-file", str(path)])
    node = SpatialGeoNode(lambda _: FakePipeline(), context=context)
    try:
        found = {parameter_name(leaf): leaf.value for leaf in leaves(node.config)}
        assert {name: found[name] for name in wanted} == wanted
    finally:
        node.destroy_node()
        context.shutdown()


def test_rviz_listens_to_topics_that_the_node_publishes():
    content = yaml.safe_load((ROOT / "rviz" / "spatialgeo.rviz").read_text())
    topics = [item["Topic"]["Value"] for item in content["Visualization Manager"]["Displays"] if "Topic" in item]
    assert len(topics) == 3
    assert {topic.removeprefix("spatialgeo/") for topic in topics} <= set(_kinds())
