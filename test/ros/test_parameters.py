"""Parameters over the real parameter services: declared from the tree, ranges kept, dynamic ones applied."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
import rclpy
from rcl_interfaces.msg import ParameterType
from rclpy.impl.rcutils_logger import RcutilsLogger
from rclpy.node import Node
from rclpy.parameter import Parameter

from spatialgeo_ros.config import NodeConfig, leaves
from spatialgeo_ros.errors import ConfigError
from spatialgeo_ros.ros.parameters import Settings, parameter_name


@contextmanager
def settings_of(*overrides: Parameter, changes: list | None = None):
    context = rclpy.Context()
    rclpy.init(context=context)
    node = rclpy.create_node("settings_test", context=context, parameter_overrides=list(overrides))
    try:
        yield node, Settings(node, NodeConfig(), (changes if changes is not None else []).append)
    finally:
        node.destroy_node()
        context.shutdown()


def refused(node, name: str, value) -> str:
    result = node.set_parameters([Parameter(name, value=value)])[0]
    assert not result.successful
    return result.reason


def test_every_leaf_is_a_parameter_with_its_default_and_description():
    with settings_of() as (node, settings):
        assert settings.current == NodeConfig()
        for leaf in leaves(NodeConfig()):
            name = parameter_name(leaf)
            descriptor = node.describe_parameter(name)
            assert descriptor.description == leaf.doc
            assert descriptor.read_only == (not leaf.dynamic)
            if leaf.value != ():
                expected = list(leaf.value) if isinstance(leaf.value, tuple) else leaf.value
                assert node.get_parameter(name).value == expected


def test_the_measured_path_has_no_prefix_and_ranges_are_told():
    with settings_of() as (node, _):
        span = node.describe_parameter("relations.near_m").floating_point_range[0]
        assert (span.from_value, span.to_value) == (0.01, 10.0)
        span = node.describe_parameter("answers.max_question_chars").integer_range[0]
        assert (span.from_value, span.to_value, span.step) == (10, 10000, 1)
        assert "'compressedDepth'" in node.describe_parameter("depth_transport").additional_constraints


def test_overrides_at_start_reach_the_tree():
    with settings_of(Parameter("relations.near_m", value=0.4), Parameter("reference_frame", value="odom"),
                     Parameter("gravity.up_camera", value=[0.0, -1.0, 0.0])) as (_, settings):
        assert settings.current.scene.relations.near_m == 0.4
        assert settings.current.reference_frame == "odom"
        assert settings.current.scene.gravity.up_camera == (0.0, -1.0, 0.0)


@pytest.mark.parametrize(("name", "value", "words"), [
    ("relations.near_m", 99.0, ["near_m", "10.0", "99.0", "metres"]),
    ("relations.near_m", "far", ["relations.near_m wants a number, got 'far'"]),
    ("reference_frame", 7, ["reference_frame wants text, got 7", """-p "reference_frame:='7'\""""]),
    ("depth.min_m", 9.0, ["depth.min_m = 9.0 is more than max_m = 8.0"]),
    ("image_transport", "theora", ["image_transport", "theora", "compressed"]),
    ("gravity.up_camera", [0.0, 0.0, 0.0], ["up_camera", "no direction"])])
def test_a_wrong_override_at_start_names_parameter_value_and_range(name, value, words):
    with pytest.raises(ConfigError) as caught, settings_of(Parameter(name, value=value)):
        pass
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_whole_numbers_are_numbers_at_start():
    with settings_of(Parameter("relations.near_m", value=1), Parameter("sync_slop_s", value=1),
                     Parameter("gravity.up_camera", value=[0, -1, 0])) as (node, settings):
        assert settings.current.scene.relations.near_m == 1.0
        assert settings.current.scene.gravity.up_camera == (0.0, -1.0, 0.0)
        assert node.get_parameter("sync_slop_s").type_ == Parameter.Type.DOUBLE


@pytest.mark.skipif(not hasattr(Node, "add_pre_set_parameters_callback"), reason="Humble refuses them")
def test_whole_numbers_are_numbers_while_the_node_runs():
    with settings_of() as (node, settings):
        assert node.set_parameters([Parameter("relations.near_m", value=1)])[0].successful
        assert settings.current.scene.relations.near_m == 1.0
        assert "99" in refused(node, "relations.near_m", 99)
        assert "Wrong parameter type" in refused(node, "answers.max_question_chars", 100.0)


def test_text_that_yaml_takes_for_a_number_is_told_as_it_was_written(monkeypatch):
    monkeypatch.setattr("sys.argv", ["node", "--ros-args", "-p", "reference_frame:=0001"])
    with pytest.raises(ConfigError, match="-p \"reference_frame:='0001'\""), \
            settings_of(Parameter("reference_frame", value=1)):
        pass


def test_a_misspelt_parameter_is_told_with_the_nearest_name(monkeypatch):
    told = []
    monkeypatch.setattr(RcutilsLogger, "warning", lambda _logger, text: told.append(text))
    with settings_of(Parameter("depth.max_mm", value=3.0), Parameter("near_m", value=0.3),
                     Parameter("use_sim_time", value=False)):
        assert len(told) == 2
        assert "no parameter 'depth.max_mm'; the nearest is 'depth.max_m'" in told[0]
        assert "no parameter 'near_m'; the nearest is 'relations.near_m'" in told[1]


def test_a_change_that_contradicts_another_setting_is_rejected():
    with settings_of() as (node, settings):
        assert refused(node, "depth.min_m", 9.0).startswith("depth.min_m = 9.0 is more than max_m = 8.0")
        assert settings.current == NodeConfig()


def test_a_dynamic_parameter_changes_the_tree_and_is_announced():
    changes: list[NodeConfig] = []
    with settings_of(changes=changes) as (node, settings):
        assert node.set_parameters([Parameter("relations.near_m", value=0.5)])[0].successful
        assert settings.current.scene.relations.near_m == 0.5
        assert changes == [settings.current]


@pytest.mark.parametrize(("name", "value", "words"), [
    ("relations.near_m", -1.0, "-1.0"),
    ("relations.near_m", float("nan"), "nan"),
    ("reference_frame", "map", "read-only"),
    ("answers.max_question_chars", 5, "5"),
    ("gravity.up_camera", [1.0, 2.0], "no direction"),
    ("gravity.up_camera", [1.0, 2.0, float("inf")], "finite")])
def test_a_wrong_change_is_rejected_and_nothing_changes(name, value, words):
    changes: list[NodeConfig] = []
    with settings_of(changes=changes) as (node, settings):
        assert words in refused(node, name, value)
        assert settings.current == NodeConfig()
        assert changes == []


def test_several_changes_are_taken_together_or_not_at_all():
    with settings_of() as (node, settings):
        result = node.set_parameters_atomically([Parameter("relations.near_m", value=0.5),
                                                 Parameter("gravity.up_camera", value=[1.0])])
        assert not result.successful
        assert settings.current == NodeConfig()


def test_a_list_that_is_empty_by_default_has_its_type():
    with settings_of() as (node, settings):
        assert node.describe_parameter("gravity.up_camera").type == ParameterType.PARAMETER_DOUBLE_ARRAY
        assert "Wrong parameter type" in refused(node, "gravity.up_camera", "up")
        assert node.set_parameters([Parameter("gravity.up_camera", value=[0.0, 0.0, -1.0])])[0].successful
        assert settings.current.scene.gravity.up_camera == (0.0, 0.0, -1.0)


def test_parameters_that_are_not_ours_are_left_alone():
    with settings_of() as (node, _):
        assert node.set_parameters([Parameter("use_sim_time", value=True)])[0].successful
