"""Recorded bags, read message by message: rosbag2 (sqlite3, MCAP) and ROS 1, by the package rosbags. No ROS in here.

Messages come as plain objects with the fields that ROS 2 gives the type, whatever they were recorded with: lower-case
names in camera_info, frame ids without a leading slash.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spatialgeo_ros.errors import ConfigError, InputError, SpatialGeoError
from spatialgeo_ros.ros.bag_types import BagTypes

PIP_LINE = "pip install 'rosbags>=0.11,<0.12'"
_ROS1 = ".bag"
_FILE_SUFFIXES = (_ROS1, ".db3", ".mcap")
_MEND = {_ROS1: "`rosbag reindex`", ".mcap": "`mcap recover`"}


@dataclass(frozen=True)
class BagTopic:
    """type: as ROS 2 writes it, "sensor_msgs/msg/Image". count: messages of it in the bag."""

    name: str
    type: str
    count: int


@dataclass(frozen=True, eq=False)
class Recorded:
    """One message of a bag. log_ns: when it was recorded, which is not the stamp in its header."""

    topic: str
    log_ns: int
    message: Any


class Bag:
    """An open bag; close it, or use it as a context manager. topics: by name, without those that have no message.

    Holds one message at a time (and, where the recorder compressed chunks, one chunk).
    """

    def __init__(self, path: Path) -> None:
        """path: the folder of a rosbag2, or a .mcap, .db3 or .bag file. InputError when it cannot be read."""
        self.path = path
        _check_path(path)
        reader = _reader(path.suffix == _ROS1)
        with self._refusing():
            self._types = BagTypes(path.suffix == _ROS1)
            self._reader = reader(path)
            self._reader.open()
        self.topics = {name: BagTopic(name, info.msgtype or "types that differ", info.msgcount)
                       for name, info in self._reader.topics.items() if info.msgcount}

    def __enter__(self) -> Bag:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def end_ns(self) -> int:
        """Log time of the last message."""
        return int(self._reader.end_time) - 1

    def close(self) -> None:
        self._reader.close()

    def messages(self, topics: Collection[str], start_ns: int | None = None) -> Iterator[Recorded]:
        """Messages of these topics in the order they were recorded in. start_ns: log time to begin at.

        Raises InputError at the first that cannot be read.
        """
        connections = [item for item in self._reader.connections if item.topic in topics]
        if not connections:  # none would mean all
            return
        with self._refusing():
            for connection in connections:
                self._types.learn(connection)
            stream = iter(self._reader.messages(connections=connections, start=start_ns))
        while True:
            with self._refusing():
                found = next(stream, None)
                if found is None:
                    return
                connection, log_ns, data = found
                message = self._types.message(data, connection.msgtype)
            yield Recorded(connection.topic, log_ns, message)

    def first(self, topic: str) -> Recorded:
        """The first message of a topic that is in `topics`."""
        for recorded in self.messages((topic,)):
            return recorded
        raise InputError(f"bag {self.path} lists {topic}, but holds no message of it; {_mend(self.path)}", "bag")

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except SpatialGeoError:
            raise
        # rosbags lets through whatever its database, decompressors and parsers raise for a damaged file.
        except Exception as error:
            raise InputError(f"bag {self.path} cannot be read: {str(error) or type(error).__name__}; {_mend(self.path)}",
                             "bag") from error


def is_bag(path: Path) -> bool:
    """Whether it looks like one: a rosbag2 folder or a file with a bag's suffix."""
    return path.suffix in _FILE_SUFFIXES if path.is_file() else (path / "metadata.yaml").is_file()


def _check_path(path: Path) -> None:
    expected = f"the folder of a rosbag2 (with metadata.yaml), or a file {', '.join(_FILE_SUFFIXES)}"
    if not path.exists():
        raise InputError(f"there is no bag {path}; give {expected}", "bag")
    if is_bag(path):
        return
    if path.is_file():
        raise InputError(f"{path} is not a bag; give {expected}", "bag")
    inside = sorted(item for item in path.iterdir() if item.suffix in _FILE_SUFFIXES)
    if not inside:
        raise InputError(f"{path} holds no bag; give {expected}", "bag")
    if inside[0].suffix == _ROS1:
        raise InputError(f"{path} is a folder of ROS 1 bags; give one of them, such as {inside[0]}", "bag")
    raise InputError(f"{path} has no metadata.yaml, so its recording was not closed: mend it by `ros2 bag reindex {path}`, "
                     f"or give one of its files, such as {inside[0]}", "bag")


def _mend(path: Path) -> str:
    return f"was its recording cut short, or its copy? {_MEND.get(path.suffix, '`ros2 bag reindex`')} mends what can be mended"


def _reader(ros1: bool) -> Any:
    """The reader's class."""
    try:
        from rosbags import rosbag1, rosbag2
    except ImportError as error:
        raise ConfigError(f"bags are read by the Python package rosbags, which cannot be imported ({error}): "
                          f"{PIP_LINE}") from error
    return rosbag1.Reader if ros1 else rosbag2.Reader
