"""The settings tree as commented YAML and as a Markdown page."""

from __future__ import annotations

import textwrap
from typing import Any

import yaml

from spatialgeo_ros.config import Leaf, NodeConfig, ReplayConfig, SceneConfig, SimulatorConfig, leaves

NODE_NAME = "spatialgeo"
SCENE_PREFIX = "scene."  # hidden on the wire: one file serves the node and the command line


def settings_yaml(config: SceneConfig | NodeConfig, as_ros_file: bool = False) -> str:
    """Every setting with its description above it. as_ros_file: below NODE_NAME/ros__parameters, as ROS 2 wants it."""
    lines: list[str] = []
    groups: tuple[str, ...] = ()
    for leaf in leaves(config):
        *path, name = leaf.name.removeprefix(SCENE_PREFIX).split(".")
        for depth in range(len(path)):
            if tuple(path[:depth + 1]) != groups[:depth + 1]:
                lines.append(f"{'  ' * depth}{path[depth]}:")
        groups = tuple(path)
        indent = "  " * len(path)
        lines += [f"{indent}# {line}" for line in textwrap.wrap(_about(leaf), 110)]
        if as_ros_file and leaf.value == ():
            lines.append(f"{indent}# {name}: [0.0, -1.0, 0.0]  # empty by default, which a ROS file cannot say")
        else:
            lines.append(f"{indent}{name}: {_yaml_value(leaf.value)}")
    if as_ros_file:
        lines = [f"{NODE_NAME}:", "  ros__parameters:", *(f"    {line}" for line in lines)]
    return "\n".join(lines) + "\n"


def parameters_markdown() -> str:
    """The page docs/parameters.md, from the settings tree."""
    all_leaves = list(leaves(NodeConfig()))
    own = [leaf for leaf in all_leaves if not leaf.name.startswith(SCENE_PREFIX)]
    measured = [leaf for leaf in all_leaves if leaf.name.startswith(SCENE_PREFIX)]
    return _PAGE.format(node=_table(own), scene=_table(measured), simulator=_table(list(leaves(SimulatorConfig()))),
                        replay=_table(list(leaves(ReplayConfig()))))


_PAGE = """# Parameters

<!-- written by `spatialgeo config --markdown`; change spatialgeo_ros/config.py instead -->

Every setting is one leaf of the settings tree (`spatialgeo_ros/config.py`), one ROS parameter of the node, and one name
for `--set` and `--config` of the command line. *live*: may be changed while the node runs (`ros2 param set`); others
are read at start and refuse a change.

    spatialgeo config                  # the measured path's settings as YAML, with descriptions
    spatialgeo config --node           # a ROS parameter file with the node's settings too
    ros2 param describe /spatialgeo relations.near_m

A value out of its range is refused with a message that says the range: at start the node does not come up, at run
time the old value stays.

## The measured path: node and command line

{scene}
## The node

{node}
## The executable `simulator`

{simulator}
## The executable `replay`

{replay}"""


def _table(items: list[Leaf]) -> str:
    rows = ["| name | default | range | live | what |", "|---|---|---|---|---|"]
    for leaf in items:
        name = leaf.name.removeprefix(SCENE_PREFIX)
        what = leaf.doc.replace("|", "\\|")
        live = "yes" if leaf.dynamic else "no"
        rows.append(f"| `{name}` | `{_yaml_value(leaf.value)}` | {_range(leaf)} | {live} | {what} |")
    return "\n".join(rows) + "\n"


def _about(leaf: Leaf) -> str:
    told = _range(leaf)
    return f"{leaf.doc} [{told}]" if told else leaf.doc


def _range(leaf: Leaf) -> str:
    if leaf.choices:
        return ", ".join(leaf.choices)
    if leaf.low is None and leaf.high is None:
        return ""
    low = "" if leaf.low is None else f"{leaf.low:g}"
    high = "" if leaf.high is None else f"{leaf.high:g}"
    return f"{low} .. {high}"


def _yaml_value(value: Any) -> str:
    plain = list(value) if isinstance(value, tuple) else value
    return yaml.safe_dump(plain, default_flow_style=True, width=1000).removesuffix("\n").removesuffix("\n...")
