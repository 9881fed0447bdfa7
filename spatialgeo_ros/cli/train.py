"""Train a network that this package bundles, on simulated rooms, from nothing or, with --start, from weights that are there.

segmenter: which pixels are of one thing. Rooms are rendered first (about one a second on one core, 4 MB each), then the
network learns (about 17 views a second on two cores). Needs torch, onnx and onnxruntime:
pip install torch onnx onnxruntime. With --model, of what that model predicts from colour alone, after its encoders have
changed; each view of those rooms takes 0.8 MB and a tenth of a second.

nano: a small SpatialGeo that answers questions from colour alone. Rooms are rendered first (9 views a second and core, 90 kB
each), then six stages share --budget-minutes. Needs torch, transformers and safetensors,
and Open3D for the rooms or, without it, best a GPU.

claims: what each encoder and feature dropping are worth: region reader and language model learn anew from a trained nano's
frozen encoders, with both, one or none of them, three seeds each, some five minutes of one core each; and the table of it.

Progress is printed. A run of segmenter that was cut off goes on where it was when the same command is given again; one of nano
with --resume, which adds to what is there.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from spatialgeo_ros.errors import ConfigError, SpatialGeoError

_STAGES = ("geometry", "semantics", "naming", "drills", "alignment", "instruction")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    networks = parser.add_subparsers(dest="network", required=True, metavar="NETWORK")
    segmenter = networks.add_parser("segmenter", help="which pixels are of one thing")
    segmenter.add_argument("--rooms", type=int, default=700, metavar="N",
                           help="simulated rooms to learn from, and a third as many with heaps on their tables (700)")
    segmenter.add_argument("--views", type=int, default=40000, metavar="N",
                           help="views to learn from, repeats counted (40000)")
    segmenter.add_argument("--start", type=Path, metavar="FILE",
                           help="a segmenter.onnx whose weights to begin with, at 0.6 of the learning rate")
    segmenter.add_argument("--model", metavar="NAME",
                           help="a model's name or the path of its .safetensors file: segments of what it predicts from "
                                "colour alone, instead of measured depth")
    segmenter.add_argument("--bfloat16", action="store_true", help="as of `train nano`")
    nano = networks.add_parser("nano", help="a small SpatialGeo that answers from colour alone")
    nano.add_argument("--rooms", type=int, default=2000, metavar="N",
                      help="simulated rooms to learn from, in 8 views each (2000)")
    nano.add_argument("--judged-rooms", type=int, default=40, metavar="N", help="tuning rooms to judge by (40)")
    nano.add_argument("--budget-minutes", type=float, default=60.0, metavar="M",
                      help="to learn for, rendering, encoding and judging not counted (60)")
    nano.add_argument("--stages", default=",".join(_STAGES), metavar="A,B", help="which to run (all): " + ", ".join(_STAGES))
    nano.add_argument("--resume", action="store_true", help="go on from what is in --out; minutes add up")
    nano.add_argument("--start", type=Path, metavar="FILE",
                      help="a model (.safetensors) whose encoders to begin with, for other rooms or things of your own")
    nano.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    nano.add_argument("--raycaster", choices=["auto", "open3d", "torch"], default="auto",
                      help="renders the rooms: Open3D on the CPU, or torch on --device; auto: Open3D where it is installed")
    nano.add_argument("--batch", type=int, default=16, metavar="N", help="views per step of the encoders (16; more on a GPU)")
    nano.add_argument("--bfloat16", action="store_true",
                      help="learn in half precision on the CPU too, as on a GPU: faster where avx512_bf16 or amx_bf16 is "
                           "among its flags, much slower on others")
    claims = networks.add_parser("claims", help="what each encoder and feature dropping are worth")
    claims.add_argument("--start", type=Path, required=True, metavar="DIR",
                        help="--out folder of `train nano`: its rooms, encoders and drilled language model")
    claims.add_argument("--seeds", type=int, default=3, metavar="N", help="how often each is trained (3)")
    claims.add_argument("--steps", type=int, default=1000, metavar="N", help="of 96 questions each (1000)")
    claims.add_argument("--bfloat16", action="store_true", help="as of `train nano`")
    for network in (segmenter, nano, claims):
        network.add_argument("--out", type=Path, required=True, metavar="DIR",
                             help="rooms, checkpoints and the result go here")
        network.add_argument("--threads", type=int, default=2, metavar="N", help="processor cores (2)")


def run(arguments: argparse.Namespace) -> int:
    return {"segmenter": _train_segmenter, "nano": _train_nano, "claims": _train_claims}[arguments.network](arguments)


def _train_segmenter(arguments: argparse.Namespace) -> int:
    try:
        from spatialgeo_ros.training.segmenter import SegmenterTraining, train_segmenter
    except ImportError as error:
        raise _missing(error, "torch onnx onnxruntime") from error
    training = SegmenterTraining(rooms=arguments.rooms, views=arguments.views, threads=arguments.threads,
                                 start=arguments.start, half_precision=arguments.bfloat16, model=arguments.model)
    path = train_segmenter(training, arguments.out, lambda line: print(line, flush=True))
    print(f"written: {path} and others beside it; copy all .onnx and .json of {path.parent} to spatialgeo_ros/weights/ to use "
          "them")
    return 0


def _train_nano(arguments: argparse.Namespace) -> int:
    try:
        from spatialgeo_ros.training.nano import NanoTraining, train_nano
    except ImportError as error:
        raise _missing(error, "torch transformers safetensors") from error
    stages = tuple(name.strip() for name in arguments.stages.split(","))
    if not arguments.budget_minutes > 0:
        raise ConfigError(f"--budget-minutes is {arguments.budget_minutes}; it must be more than 0")
    training = NanoTraining(rooms=arguments.rooms, judged_rooms=arguments.judged_rooms, minutes=arguments.budget_minutes,
                            stages=stages, resume=arguments.resume, batch=arguments.batch, threads=arguments.threads,
                            half_precision=arguments.bfloat16, device=arguments.device, raycaster=arguments.raycaster,
                            start=arguments.start)
    path = train_nano(training, arguments.out, lambda line: print(line, flush=True))
    print(f"written: {path}, {path.with_suffix('.json')}, {path.parent / 'curves.png'}")
    return 0


def _train_claims(arguments: argparse.Namespace) -> int:
    from spatialgeo_ros.evaluation.claims_report import claims_json, claims_tables

    try:
        from spatialgeo_ros.training.nano_claims import CLAIMS, ClaimsTraining, run_claims
    except ImportError as error:
        raise _missing(error, "torch transformers safetensors") from error
    training = ClaimsTraining(tuple(range(arguments.seeds)), steps=arguments.steps, threads=arguments.threads,
                              half_precision=arguments.bfloat16)
    answers = run_claims(arguments.start, training, arguments.out, lambda line: print(line, flush=True))
    tables = claims_tables(answers, CLAIMS)
    print("\n\n".join(table.text() for table in tables))
    (arguments.out / "claims.md").write_text("\n".join(table.markdown() for table in tables), encoding="utf-8")
    (arguments.out / "claims.json").write_text(json.dumps(claims_json(answers, CLAIMS), indent=1) + "\n", encoding="utf-8")
    print(f"written: {arguments.out / 'claims.md'} and claims.json")
    return 0


def _missing(error: ImportError, packages: str) -> SpatialGeoError:
    return SpatialGeoError(f"training needs {packages.replace(' ', ', ')} ({error}): pip install {packages}, in the "
                           f"environment that runs this (./run python -m pip install {packages})")
