"""`spatialgeo SUBCOMMAND …`. Exit codes: 0 done, 1 ran but fell short, 2 cannot be done (bad file, bad argument)."""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from spatialgeo_ros.errors import SpatialGeoError

# subcommand -> (one line for --help, module with add_arguments(parser) and run(arguments) -> exit code)
SUBCOMMANDS = {
    "scene": ("measure one colour + depth image: objects, sizes, relations", "spatialgeo_ros.cli.scene"),
    "ask": ("answer questions in words about one colour + depth image", "spatialgeo_ros.cli.ask"),
    "node-ask": ("ask the running node (./run ask)", "spatialgeo_ros.cli.node_ask"),
    "node-self-check": ("print the running node's self-check (./run self_check)", "spatialgeo_ros.cli.node_self_check"),
    "demo": ("simulated camera (or recorded frames), node and questions over ROS 2", "spatialgeo_ros.cli.demo"),
    "evaluate": ("score annotated frames, simulated rooms, or answers to a public benchmark", "spatialgeo_ros.cli.evaluate"),
    "room": ("write a view of a simulated room as files to try scene and ask on", "spatialgeo_ros.cli.room"),
    "bench": ("measure latencies, as JSON lines", "spatialgeo_ros.cli.bench"),
    "train": ("train a bundled network on simulated rooms (needs torch)", "spatialgeo_ros.cli.train"),
    "models": ("list the installed models, their scores, and what can run them here", "spatialgeo_ros.cli.models"),
    "export": ("write a model's encoders as ONNX files (needs torch)", "spatialgeo_ros.cli.export"),
    "config": ("print all settings as YAML that can be fed back", "spatialgeo_ros.cli.config"),
    "doctor": ("check this installation and say how to mend it", "spatialgeo_ros.cli.doctor"),
}

CALLED_AS = "SPATIALGEO_CALLED_AS"  # set by ./run where its own name for the command is another
INTERRUPTED = 130  # as a shell says it of SIGINT


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; bad input gives one line `error: …` and exit code 2."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = _overview()
    if not given or given[0] not in SUBCOMMANDS:
        parser.parse_args(given or ["--help"])  # prints help, or the error of an unknown subcommand, and exits
        return 2
    summary, module_name = SUBCOMMANDS[given[0]]
    module: ModuleType = importlib.import_module(module_name)
    own = argparse.ArgumentParser(prog=os.environ.get(CALLED_AS) or f"spatialgeo {given[0]}",
                                  description=module.__doc__ or summary,
                                  formatter_class=argparse.RawDescriptionHelpFormatter)
    module.add_arguments(own)
    parsed = own.parse_args(given[1:])
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        return int(module.run(parsed))
    except SpatialGeoError as error:
        print("error: " + " ".join(str(error).split()), file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader (head, less) went away
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED


def _overview() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="spatialgeo",
                                     description="RGB-D camera to measured scene, relations and answers.",
                                     epilog="spatialgeo SUBCOMMAND --help tells the rest.")
    commands = parser.add_subparsers(dest="subcommand", required=True, metavar="SUBCOMMAND")
    for name, (summary, _) in SUBCOMMANDS.items():
        commands.add_parser(name, help=summary)
    return parser


def console() -> None:
    """`main`, then exit: with 130 when interrupted, whatever an extension module whose import was cut short does while
    Python ends (it gave 1)."""
    code = main()
    if code == INTERRUPTED:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    console()
