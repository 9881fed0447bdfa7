"""The settings of a subcommand: defaults, then --config FILE, then each --set NAME=VALUE."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TypeVar

import yaml

from spatialgeo_ros.config import load_yaml, with_overrides
from spatialgeo_ros.errors import ConfigError

T = TypeVar("T")


def add_settings_arguments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("settings")
    group.add_argument("--config", type=Path, metavar="FILE.yaml", help="settings to change (see `spatialgeo config`)")
    group.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", dest="changes",
                       help="one setting, e.g. relations.near_m=0.3; may be repeated")


def settings_of(arguments: argparse.Namespace, defaults: T) -> T:
    config = load_yaml(defaults, arguments.config) if arguments.config else defaults
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
