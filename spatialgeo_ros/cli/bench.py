"""Measure latencies: one JSON line for each result, with its conditions.

  spatialgeo bench                             every benchmark of the checkout
  spatialgeo bench frame_to_scene [OPTIONS]    one of them; --help after its name tells its options
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

import spatialgeo_ros
from spatialgeo_ros.errors import ConfigError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="one benchmark; without it all run in turn")
    parser.add_argument("options", nargs=argparse.REMAINDER, metavar="OPTIONS", help="handed to the benchmark")


def run(arguments: argparse.Namespace) -> int:
    scripts = {path.stem: path for path in sorted(benchmark_folder().glob("*.py"))}
    if not scripts:
        raise ConfigError(f"no benchmarks in {benchmark_folder()}; they are part of the checkout only")
    if arguments.name is not None and arguments.name not in scripts:
        raise ConfigError(f"unknown benchmark {arguments.name!r}; there are {', '.join(scripts)}")
    chosen = scripts.values() if arguments.name is None else [scripts[arguments.name]]
    paths = [str(benchmark_folder().parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    codes = [subprocess.run([sys.executable, str(path), *arguments.options], env=environment, check=False).returncode
             for path in chosen]
    return next((code for code in codes if code), 0)


def benchmark_folder() -> Path:
    return Path(spatialgeo_ros.__file__).resolve().parent.parent / "benchmark"
