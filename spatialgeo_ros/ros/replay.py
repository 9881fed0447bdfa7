"""The `replay` node: publishes recorded RGB-D frames, of a folder or of a bag, to try the `spatialgeo` node with.

Publishes image, depth, camera_info, and what else the recording has: detections of a folder; tf and /clock of a bag.
~/frame tells as JSON which recorded frame has which stamp; ~/pause (std_srvs/SetBool) holds and goes on.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from std_srvs.srv import SetBool

from spatialgeo_ros.config import ReplayConfig
from spatialgeo_ros.errors import ConfigError, SpatialGeoError
from spatialgeo_ros.ros import arguments as command_line
from spatialgeo_ros.ros.bag_file import is_bag
from spatialgeo_ros.ros.parameters import Settings
from spatialgeo_ros.ros.replay_bag import BagPlayer
from spatialgeo_ros.ros.replay_folder import FolderPlayer


class Replay(Node):
    """Plays what its parameters name."""

    def __init__(self, **node_arguments: Any) -> None:
        super().__init__("replay", **node_arguments)
        self._settings = Settings(self, ReplayConfig())
        self._player = self._make_player(self._settings.current)
        self.create_service(SetBool, "~/pause", self._on_pause)

    def _make_player(self, config: ReplayConfig) -> FolderPlayer | BagPlayer:
        if config.folder and config.bag:
            raise ConfigError(f"parameter `folder` is {config.folder} and `bag` {config.bag}; give one of the two")
        if config.bag:
            return BagPlayer(self, Path(config.bag).expanduser(), config, self._loops)
        if not config.folder:
            raise ConfigError("parameters `folder` and `bag` are empty; give the folder with the recorded colour and "
                              "depth images, or the bag")
        folder = Path(config.folder).expanduser()
        if is_bag(folder):
            raise ConfigError(f"{folder} is a bag; give it as parameter `bag`, not `folder`")
        return FolderPlayer(self, folder, config, self._loops)

    def _loops(self) -> bool:
        return self._settings.current.loop

    def _on_pause(self, request: SetBool.Request, response: SetBool.Response) -> SetBool.Response:
        response.message = self._player.pause(request.data)
        response.success = True
        return response


def main(arguments: list[str] | None = None) -> int:
    """Run until interrupted; 1 when it cannot start."""
    try:
        command_line.init("replay", str(__doc__), arguments)
        rclpy.spin(Replay())
    except SpatialGeoError as error:
        rclpy.logging.get_logger("replay").fatal(str(error))
        return 1
    except (KeyboardInterrupt, ExternalShutdownException):
        pass
    finally:
        if rclpy.ok():  # Humble has no try_shutdown
            rclpy.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
