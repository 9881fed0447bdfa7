"""Print all settings with their description, unit and range, as YAML that can be fed back with --config.

  spatialgeo config > mine.yaml                what `scene`, `ask` and `evaluate` read
  spatialgeo config --node > mine.yaml         the node's parameters, for `--ros-args --params-file mine.yaml`
  spatialgeo config --markdown                 the same as the table of docs/parameters.md
"""

from __future__ import annotations

import argparse

from spatialgeo_ros.cli.settings import add_settings_arguments, settings_of
from spatialgeo_ros.cli.settings_text import parameters_markdown, settings_yaml
from spatialgeo_ros.config import NodeConfig


def add_arguments(parser: argparse.ArgumentParser) -> None:
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--node", action="store_true", help="a ROS parameter file with the node's own settings too")
    form.add_argument("--markdown", action="store_true", help="the page docs/parameters.md")
    add_settings_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    if arguments.markdown:
        print(parameters_markdown(), end="")
        return 0
    scene = settings_of(arguments)
    print(settings_yaml(NodeConfig(scene=scene), as_ros_file=True) if arguments.node else settings_yaml(scene), end="")
    return 0
