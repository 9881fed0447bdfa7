"""What the node published, read back from a bag as the core's values. No ROS in here.

    from spatialgeo_ros.ros.recorded_results import recorded_scenes

    for scene in recorded_scenes(Path("my_bag")):
        print(scene.stamp_ns, [item.colours for item in scene.objects])

One message is held at a time. topic: which one, where the bag has several of that type; "" = the only one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spatialgeo_ros.errors import ConfigError, InputError
from spatialgeo_ros.ros.bag_file import Bag
from spatialgeo_ros.ros.received import answer_from_msg, relation_from_msg, scene_from_msg
from spatialgeo_ros.ros.stamps import stamp_ns
from spatialgeo_ros.types import Answer, Relation, Scene


@dataclass(frozen=True)
class RecordedRelations:
    """One message of ~/relations. metric: False means lengths have no unit. relations: as published, likely ones only."""

    stamp_ns: int
    frame_id: str
    metric: bool
    relations: tuple[Relation, ...]


def recorded_scenes(path: Path, topic: str = "") -> Iterator[Scene]:
    """The scenes of a bag, in order. Camera and reference_from_camera are not in the message and hold NaN."""
    return (scene_from_msg(message) for message in _messages(path, "Scene", topic))


def recorded_relations(path: Path, topic: str = "") -> Iterator[RecordedRelations]:
    """The relations of a bag, in order, one value for each frame."""
    for message in _messages(path, "SpatialRelationArray", topic):
        yield RecordedRelations(stamp_ns(message.header.stamp), message.header.frame_id, message.metric,
                                tuple(relation_from_msg(item) for item in message.relations))


def recorded_answers(path: Path, topic: str = "") -> Iterator[Answer]:
    """The answers of a bag, in order."""
    return (answer_from_msg(message) for message in _messages(path, "Answer", topic))


def _messages(path: Path, kind: str, topic: str) -> Iterator[Any]:
    type_name = f"spatialgeo_ros/msg/{kind}"
    with Bag(path) as bag:
        found = [item.name for item in bag.topics.values() if item.type == type_name]
        if topic and topic not in found:
            raise ConfigError(f"bag {path} has no {kind} on {topic}; it has {', '.join(found) or 'none at all'}")
        if not found:
            raise InputError(f"bag {path} has no {kind} messages; record them with `ros2 bag record "
                             "/spatialgeo/scene /spatialgeo/relations /spatialgeo/answers`", "bag")
        if not topic and len(found) > 1:
            raise ConfigError(f"bag {path} has {kind} messages on {', '.join(found)}; say which topic")
        for recorded in bag.messages((topic or found[0],)):
            yield recorded.message
