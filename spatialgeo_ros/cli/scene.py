"""Measure one colour + depth image, of files or of a bag: which objects there are, where, how large, and how they relate.
With a model the depth may be missing: then it is predicted, and things get names.

Positions are in the viewer's axes: right, forward (horizontal) and up of the camera, in metres, the camera at 0, 0, 0.
Exit code 0 when the frame was measured, 2 when it cannot be (one line `error: …` says why).

  spatialgeo scene --rgb color.png --depth depth.png --depth-unit-m 0.001 --camera camera.yaml --map map.png
  spatialgeo scene --bag my_bag --at 12.5
  spatialgeo scene --model nano --image color.png --camera camera.yaml
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from spatialgeo_ros.cli.hints import tell_hints
from spatialgeo_ros.cli.message_json import scene_json
from spatialgeo_ros.cli.one_frame import add_frame_arguments, measure_frame
from spatialgeo_ros.cli.scene_table import scene_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_frame_arguments(parser)
    group = parser.add_argument_group("output")
    group.add_argument("--json", action="store_true", help="the Scene message as JSON (field names of msg/Scene.msg)")
    group.add_argument("--relations", action="store_true", help="list every likely relation")
    group.add_argument("--annotated", type=Path, metavar="FILE.png", help="write the image with the scene drawn on it")
    group.add_argument("--map", type=Path, metavar="FILE.png", help="write a map from above")


def run(arguments: argparse.Namespace) -> int:
    from spatialgeo_ros.drawing.picture_files import check_picture_path, save_rgb

    for path in filter(None, (arguments.annotated, arguments.map)):
        check_picture_path(path)
    measured = measure_frame(arguments)
    if arguments.json:
        print(json.dumps(scene_json(measured.scene, measured.config), indent=1))
    else:
        print(scene_text(measured.scene, measured.config, arguments.relations))
    tell_hints(measured, arguments)
    if arguments.annotated:
        from spatialgeo_ros.drawing.annotated import annotate

        save_rgb(arguments.annotated, annotate(measured.rgb, measured.scene))
    if arguments.map:
        from spatialgeo_ros.drawing.top_down import draw_map

        save_rgb(arguments.map, draw_map(measured.scene))
    return 0
