"""Write a model as ONNX files, checked against torch, for machines that have onnxruntime and no torch.

  spatialgeo export nano                       into the user's cache, where runtime onnx finds them
  spatialgeo export nano --out DIR             into a folder; put it beside the weights on the other machine
"""

from __future__ import annotations

import argparse
from pathlib import Path

from spatialgeo_ros.models.installed import EXPORT_NEEDS, NEEDED, model_path, read_model_file, require_packages
from spatialgeo_ros.models.opening import cache_folder, onnx_vision, onnx_voice
from spatialgeo_ros.runtimes.parity import TOLERANCE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", metavar="MODEL", help="an installed model's name, or the path of a .safetensors file")
    parser.add_argument("--out", type=Path, metavar="DIR", help=f"the folder is made in here ({cache_folder()})")


def run(arguments: argparse.Namespace) -> int:
    file = read_model_file(model_path(arguments.model))
    require_packages("export", (*EXPORT_NEEDS, *NEEDED["onnx"]))
    from spatialgeo_ros.models.onnx_export import export

    folder = export(file, arguments.out or cache_folder())
    vision = onnx_vision(file, folder)
    off = max(vision.off, onnx_voice(file, folder, vision).off) if file.speaks else vision.off
    megabytes = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
    print(f"written: {folder}, {megabytes:.1f} MB; ONNX Runtime differs from torch by {off:.1g} of an output's spread "
          f"(allowed: {TOLERANCE})")
    return 0
