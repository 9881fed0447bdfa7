"""Train a network that this package bundles, on simulated rooms, from nothing.

segmenter: which pixels are of one thing. Rooms are rendered first (about one a second on one core, 4 MB each), then the
network learns (about 17 views a second on two cores). Progress is printed; a run that was cut off goes on where it was when
the same command is given again. Needs torch and onnx: pip install torch onnx.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from spatialgeo_ros.errors import SpatialGeoError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("network", choices=["segmenter"], help="which network")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="rooms, checkpoints and the result go here")
    parser.add_argument("--rooms", type=int, default=700, metavar="N",
                        help="simulated rooms to learn from, and a fifth as many with heaps on their tables (700)")
    parser.add_argument("--views", type=int, default=40000, metavar="N", help="views to learn from, repeats counted (40000)")
    parser.add_argument("--threads", type=int, default=2, metavar="N", help="processor cores (2)")


def run(arguments: argparse.Namespace) -> int:
    try:
        from spatialgeo_ros.training.segmenter import SegmenterTraining, train_segmenter
    except ImportError as error:
        raise SpatialGeoError(f"training needs torch and onnx ({error}): pip install torch onnx, in the environment that runs "
                              "this (./run python -m pip install torch onnx)") from error
    training = SegmenterTraining(rooms=arguments.rooms, views=arguments.views, threads=arguments.threads)
    path = train_segmenter(training, arguments.out, lambda line: print(line, flush=True))
    print(f"written: {path} and {path.with_suffix('.json')}; copy both to spatialgeo_ros/weights/ to use them")
    return 0
