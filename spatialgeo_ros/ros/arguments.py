"""What a node is started with: ROS's own arguments, --help, and nothing that is silently ignored."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import rclpy
from rclpy.signals import SignalHandlerOptions
from rclpy.utilities import remove_ros_args

from spatialgeo_ros.errors import ConfigError
from spatialgeo_ros.ros.fast_dds import give_room_for_images

_EPILOG = """ROS arguments come after --ros-args:
  -r image:=/camera/color/image_raw    use another topic
  -p rate_hz:=5.0                      set a parameter; text like a number in quotes: -p "only:='0001'"
  --params-file FILE.yaml              set many (config/ has some for the node, `spatialgeo config --node` writes one)

All parameters: docs/parameters.md"""


def init(name: str, about: str, arguments: Sequence[str] | None,
         signals: SignalHandlerOptions = SignalHandlerOptions.ALL) -> None:
    """rclpy.init after a look at the command line, with room for images in shared memory.

    arguments: None = those of this process.
    name, about: of the executable, for --help; topics included. Ends the process for --help and for arguments that are
    none of ROS's. Raises ConfigError for ROS arguments that cannot be read.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog=name, usage=f"{name} [--help] [--ros-args ...]", description=about,
                                     epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    try:
        own = remove_ros_args(given)
    except RuntimeError as error:  # rclpy has three kinds of it for this
        raise ConfigError(f"cannot read what follows --ros-args: {str(error).split(' at /')[0]}; see {name} --help") from error
    _, unknown = parser.parse_known_args(own)  # --help ends here
    if unknown:
        parser.error(f"unknown arguments: {' '.join(unknown)}; what is meant for ROS, -p and -r too, follows --ros-args")
    give_room_for_images()
    rclpy.init(args=given, signal_handler_options=signals)
