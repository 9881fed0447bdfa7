"""The settings of a subcommand: defaults, then --config FILE, then each --set NAME=VALUE."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path
from typing import Any

import yaml

from spatialgeo_ros.config import NodeConfig, SceneConfig, load_yaml, with_overrides
from spatialgeo_ros.errors import ConfigError


def add_settings_arguments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("settings")
    group.add_argument("--config", type=Path, metavar="FILE.yaml",
                       help="settings to change: what `spatialgeo config` prints, or a parameter file of the node")
    group.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", dest="changes",
                       help="one setting, e.g. relations.near_m=0.3; may be repeated")


def settings_of(arguments: argparse.Namespace) -> SceneConfig:
    """The settings of the measured path; those of the node in the same file are checked and otherwise not used."""
    config = _from_file(arguments.config) if arguments.config else SceneConfig()
    for change in arguments.changes:
        name, equals, text = change.partition("=")
        if not equals or not name:
            raise ConfigError(f"--set wants NAME=VALUE, e.g. relations.near_m=0.3, got {change!r}")
        try:
            value = yaml.safe_load(text)
        except yaml.YAMLError as error:
            raise ConfigError(f"--set {change!r}: the value is not YAML: {error}") from error
        config = with_overrides(config, {name: value})
    return config


def _file_tree() -> Any:
    """One tree of everything a parameter file may hold: the node's settings, and the scene's without their prefix."""
    node, scene = NodeConfig(), SceneConfig()
    parts = [(part, tree) for tree in (node, scene) for part in dataclasses.fields(tree) if part.name != "scene"]
    fields = [(part.name, Any, dataclasses.field(default=getattr(tree, part.name), metadata=part.metadata))
              for part, tree in parts]
    return dataclasses.make_dataclass("ParameterFile", fields, frozen=True)()


def _from_file(path: Path) -> SceneConfig:
    try:
        tree = load_yaml(_file_tree(), path)
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not a text file: {error}") from error
    scene = SceneConfig(**{part.name: getattr(tree, part.name) for part in dataclasses.fields(SceneConfig)})
    NodeConfig(**{part.name: getattr(tree, part.name) for part in dataclasses.fields(NodeConfig)
                  if part.name != "scene"})  # only to check their ranges
    return scene
