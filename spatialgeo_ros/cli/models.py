"""List the models that are installed: what they score, and what can run them here.

  spatialgeo models
  spatialgeo models out/nano/nano.safetensors     one of your own
"""

from __future__ import annotations

import argparse
import json
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.models import installed
from spatialgeo_ros.models.installed import NEEDED, ModelFile, model_path, model_paths, read_model_file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("models", nargs="*", metavar="MODEL", help="names or paths; without any, all that are installed")
    parser.add_argument("--json", action="store_true", help="as JSON, with the whole card")


def run(arguments: argparse.Namespace) -> int:
    paths = [model_path(name) for name in arguments.models] if arguments.models else model_paths()
    files = [read_model_file(path) for path in paths]
    if arguments.json:
        print(json.dumps([{**facts(file), "card": file.card} for file in files], indent=1))
        return 0
    print("\n\n".join("\n".join(lines(file)) for file in files) if files else
          f"no model is installed in {installed.FOLDER}; train one: spatialgeo train nano --out out/nano")
    return 0


def facts(file: ModelFile) -> dict[str, Any]:
    return {"name": file.name, "path": str(file.path), "megabytes": round(file.path.stat().st_size / 1e6, 1),
            "weights": file.weights.weights, "image_height_width": list(file.size), "classes": list(file.classes),
            "speaks": file.speaks,
            "runtimes": {name: list(installed.missing_packages(needed)) for name, needed in NEEDED.items()},
            "scores": dict(flat(file.card.get("scores", {})))}


def lines(file: ModelFile) -> Iterator[str]:
    known = facts(file)
    yield (f"{file.name}: {known['weights'] / 1e6:.1f} million weights, {known['megabytes']} MB, images of {file.size[1]}x"
           f"{file.size[0]}, {len(file.classes)} class words and {len(file.colours)} colours")
    yield f"  file      {file.path}"
    for name, missing in known["runtimes"].items():
        yield f"  {name:9} {'can run here' if not missing else 'cannot run here: pip install ' + ' '.join(missing)}"
    yield "  speaker   " + ("answers questions in words, beside what is measured" if file.speaks else
                           "none in this file: it tells what it sees, and answers are measured in that")
    yield from _wrapped("classes", ", ".join(file.classes))
    scores = file.card.get("scores", {})
    if not known["scores"]:
        yield f"  scores    no card {file.path.with_suffix('.json').name} with scores beside it"
    for title, part in scores.items():
        told = ", ".join(f"{name} {_number(name, value)}"
                         for name, value in flat(part if isinstance(part, Mapping) else {"": part}))
        yield from _wrapped(title, told.strip())


def _wrapped(title: str, told: str) -> list[str]:
    return textwrap.wrap(told, 116, initial_indent=f"  {title:9} ", subsequent_indent=" " * 12)


def _number(name: str, value: float) -> str:
    """Of what the speaker says nothing about, such as counts, cards have 0."""
    return "-" if name.startswith("spoken") and value == 0 else f"{value:.3g}"


def flat(scores: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, float]]:
    """Numbers of a tree, named by their paths; those of single topics are left to --json."""
    for name, value in scores.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{name} ")
        elif isinstance(value, (int, float)) and "topic" not in name:
            yield f"{prefix}{name}", float(value)


def installed_lines() -> Iterator[tuple[str, bool, str]]:
    """For `doctor`: name, whether it can be read, and what it is or what is wrong."""
    for path in model_paths():
        try:
            file = read_model_file(path)
        except ModelError as error:
            yield path.stem, False, str(error)
            continue
        ways = ", ".join(f"{name}: {'here' if not missing else 'needs ' + ' '.join(missing)}"
                         for name, missing in facts(file)["runtimes"].items())
        yield path.stem, True, f"{path.stat().st_size / 1e6:.1f} MB; {ways}"
