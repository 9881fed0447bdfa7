"""What the bytes in a bag mean: by the definitions that the bag holds, else by those of ROS 2 and our own. No ROS in here.

Only the types that are read are looked at, so that no other topic's definition can make a bag unreadable.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

_PACKAGE = "spatialgeo_ros"
_IDL_SEPARATOR = "=" * 80 + "\n"


class BagTypes:
    """The types of one bag's messages. Raises whatever rosbags raises."""

    def __init__(self, ros1: bool) -> None:
        from rosbags.typesys import Stores, get_typestore

        self._ros1 = ros1
        self._known = get_typestore(Stores.EMPTY)

    def learn(self, connection: Any) -> None:
        """Take in the definition that comes with a rosbags connection, or the usual one when none does."""
        if connection.msgtype in self._known.fielddefs:
            return
        types = _defined(connection) if connection.msgdef.data else _usual_types()
        self._known.register({name: fields for name, fields in types.items() if name not in self._known.fielddefs})

    def message(self, data: bytes, type_name: str) -> Any:
        """The message as a plain object with ROS 2's field names."""
        if self._ros1:
            return _as_in_ros2(self._known.deserialize_ros1(data, type_name))
        return self._known.deserialize_cdr(data, type_name)


def _defined(connection: Any) -> dict[str, Any]:
    from rosbags.interfaces import MessageDefinitionFormat
    from rosbags.typesys import get_types_from_idl, get_types_from_msg

    text = connection.msgdef.data
    if connection.msgdef.format is MessageDefinitionFormat.MSG:
        return dict(get_types_from_msg(text, connection.msgtype))
    # rosbag2 heads each of several files with "IDL: package/msg/Name"
    parts = [part.partition("\n")[2] if part.startswith("IDL: ") else part for part in text.split(_IDL_SEPARATOR)]
    return {name: fields for part in parts if part.strip() for name, fields in get_types_from_idl(part).items()}


@lru_cache(maxsize=1)
def _usual_types() -> dict[str, Any]:
    """For bags without definitions: sqlite3 of Humble and before."""
    from rosbags.typesys import Stores, get_types_from_msg, get_typestore

    types = dict(get_typestore(Stores.ROS2_HUMBLE).fielddefs)
    for file in _own_definitions():
        types.update(get_types_from_msg(file.read_text(encoding="utf-8"), f"{_PACKAGE}/msg/{file.stem}"))
    return types


def _own_definitions() -> list[Path]:
    """Our .msg files: of the checkout, else of the installed share folder; none when only Python was installed."""
    shares = [Path(prefix) / "share" / _PACKAGE for prefix in os.environ.get("AMENT_PREFIX_PATH", "").split(os.pathsep)]
    for folder in (Path(__file__).resolve().parents[2], *shares):
        if found := sorted((folder / "msg").glob("*.msg")):
            return found
    return []


def _as_in_ros2(message: Any) -> Any:
    """A ROS 1 message with ROS 2's names: d, k, r, p of camera_info; no frame id begins with a slash."""
    if hasattr(message, "K"):
        message = SimpleNamespace(**{name.lower(): value for name, value in vars(message).items()})
    for part in (message, *getattr(message, "transforms", ())):
        if hasattr(part, "header"):
            part.header.frame_id = part.header.frame_id.removeprefix("/")
        if hasattr(part, "child_frame_id"):
            part.child_frame_id = part.child_frame_id.removeprefix("/")
    return message
