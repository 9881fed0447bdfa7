"""ROS parameters declared from the settings tree, one per leaf, with description and range; the tree is the source."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from rcl_interfaces.msg import FloatingPointRange, IntegerRange, ParameterDescriptor, SetParametersResult
from rclpy.exceptions import InvalidParameterTypeException, InvalidParameterValueException
from rclpy.node import Node
from rclpy.parameter import Parameter

from spatialgeo_ros.config import Leaf, leaves, nearest, with_overrides
from spatialgeo_ros.errors import ConfigError

T = TypeVar("T")

# The measured path's settings carry no prefix on the wire ("relations.near_m"), so that one YAML file serves both the
# command line and the node.
_HIDDEN_PREFIX = "scene."
_NO_LIMIT = 1e300
_WANTED = {bool: "true or false", int: "a whole number", float: "a number", str: "text", tuple: "a list of numbers"}


def parameter_name(leaf: Leaf) -> str:
    return leaf.name.removeprefix(_HIDDEN_PREFIX)


class Settings(Generic[T]):
    """The settings tree as parameters of a node; `current` is always a whole, checked tree."""

    def __init__(self, node: Node, defaults: T, on_change: Callable[[T], None] = lambda _: None) -> None:
        """Declares every leaf. Raises ConfigError for an override out of range or of another type, warns of unknown ones.

        on_change: called with the new tree after a run-time change was accepted; must be quick.
        """
        self._leaf_of = {parameter_name(leaf): leaf for leaf in leaves(defaults)}
        self._on_change = on_change
        try:
            self.current = with_overrides(defaults, {leaf.name: value for name, leaf in self._leaf_of.items()
                                                     if (value := _declare(node, name, leaf)) is not None})
        except ConfigError as error:
            raise ConfigError(_on_the_wire(error)) from error
        for text in _unknown_overrides(node):
            node.get_logger().warning(text)
        if hasattr(node, "add_pre_set_parameters_callback"):  # not on Humble, which refuses whole numbers for floats
            node.add_pre_set_parameters_callback(self._with_floats)
        node.add_on_set_parameters_callback(self._on_set)

    def _with_floats(self, parameters: Sequence[Parameter]) -> list[Parameter]:
        return [_as_declared(item, self._leaf_of.get(item.name)) for item in parameters]

    def _on_set(self, parameters: Sequence[Parameter]) -> SetParametersResult:
        overrides: dict[str, Any] = {}
        for parameter in parameters:
            if parameter.name not in self._leaf_of:  # use_sim_time, qos_overrides: not ours
                continue
            leaf = self._leaf_of[parameter.name]
            if not leaf.dynamic:
                return SetParametersResult(successful=False, reason=f"{parameter.name} cannot change while the node "
                                           "runs; set it at start, in the launch file or with -p")
            overrides[leaf.name] = parameter.value
        if not overrides:
            return SetParametersResult(successful=True)
        try:
            changed = with_overrides(self.current, overrides)
        except ConfigError as error:
            return SetParametersResult(successful=False, reason=_on_the_wire(error))
        self.current = changed
        self._on_change(changed)
        return SetParametersResult(successful=True)


def _on_the_wire(error: ConfigError) -> str:
    return str(error).removeprefix(_HIDDEN_PREFIX)


def _unknown_overrides(node: Node) -> list[str]:
    """One line for each parameter given at the start that the node does not have, so that no misspelling is swallowed."""
    given: Any = node._parameter_overrides  # rclpy tells the overrides nowhere else
    known = [name for name in node._parameters if not name.startswith("qos_overrides.")]
    return [f"there is no parameter {name!r}{nearest(name, known)}; it has no effect. docs/parameters.md lists all"
            for name in given if not node.has_parameter(name) and not name.startswith("qos_overrides.")]


def _as_declared(parameter: Parameter, leaf: Leaf | None) -> Parameter:
    """`1` where `1.0` is wanted: people and YAML do not tell them apart, ROS does."""
    if leaf is not None and isinstance(leaf.value, float) and parameter.type_ == Parameter.Type.INTEGER:
        return Parameter(parameter.name, value=float(parameter.value))
    if leaf is not None and isinstance(leaf.value, tuple) and parameter.type_ == Parameter.Type.INTEGER_ARRAY:
        return Parameter(parameter.name, value=[float(item) for item in parameter.value])
    return parameter


def _wrong_type(name: str, leaf: Leaf, value: Any) -> str:
    text = f"{name} wants {_WANTED[type(leaf.value)]}, got {value!r} ({leaf.doc})"
    if not isinstance(leaf.value, str):
        return text
    # 0001 arrives as the number 1: what was written is in the arguments of the process only
    written = next((item.partition(":=")[2] for item in sys.argv if item.startswith(f"{name}:=")), json.dumps(value))
    return f"{text}; put it in quotes: -p \"{name}:='{written}'\""


def _declare(node: Node, name: str, leaf: Leaf) -> Any:
    """Returns the parameter's value; None when it has none (an empty list has no type in ROS)."""
    given: Any = node._parameter_overrides
    if name in given:
        given[name] = _as_declared(given[name], leaf)
    # Without dynamic typing, a list that is empty by default needs its type declared and no value.
    default = leaf.value if leaf.value != () else Parameter.Type.DOUBLE_ARRAY
    if isinstance(default, tuple):
        default = list(default)
    try:
        parameter = node.declare_parameter(name, default, _descriptor(leaf))
    except InvalidParameterValueException as error:
        reason = str(error.args[0]).partition("Reason: ")[2] or str(error)
        raise ConfigError(f"{reason} ({leaf.doc})") from error
    except InvalidParameterTypeException as error:
        raise ConfigError(_wrong_type(name, leaf, given[name].value)) from error
    value = parameter.value
    return tuple(value) if isinstance(leaf.value, tuple) and value is not None else value


def _descriptor(leaf: Leaf) -> ParameterDescriptor:
    descriptor = ParameterDescriptor(description=leaf.doc, read_only=not leaf.dynamic)
    if leaf.choices:
        descriptor.additional_constraints = "one of: " + ", ".join(repr(choice) for choice in leaf.choices)
    if leaf.low is None and leaf.high is None:
        return descriptor
    low = -_NO_LIMIT if leaf.low is None else float(leaf.low)
    high = _NO_LIMIT if leaf.high is None else float(leaf.high)
    if isinstance(leaf.value, float):
        descriptor.floating_point_range = [FloatingPointRange(from_value=low, to_value=high, step=0.0)]
    elif isinstance(leaf.value, int) and not isinstance(leaf.value, bool):
        descriptor.integer_range = [IntegerRange(from_value=int(max(low, -2**63)), to_value=int(min(high, 2**63 - 1)),
                                                 step=1)]
    return descriptor
