"""Why nothing arrives on a topic, as far as the ROS graph tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, ReliabilityPolicy

from spatialgeo_ros.ros.graph import answers_questions, publishers_of

_SHOWN = 4
# Parts of topic names, of the drivers in the README and of depth_image_proc. OAK-D's stereo is its depth.
_OF_DEPTH = ("depth", "stereo")
_OF_NEITHER = ("infra", "/ir/", "confidence", "disparity", "mask", "theora", "annotated", "debug")
_OF_COLOUR = ("color", "colour", "rgb")
_ALIGNED = ("aligned", "registered")


@dataclass(frozen=True)
class SilenceExplainer:
    """topics and types: input -> resolved topic name, input -> "package/msg/Type"."""

    node: Node
    topics: dict[str, str]
    types: dict[str, str]

    def explain(self, name: str, silent_s: float) -> str:
        topic, kind = self.topics[name], self.types[name]
        since = "yet" if silent_s == float("inf") else f"for {silent_s:.1f} s"
        head = f"no message on {name} ({topic}) {since}: "
        publishers = publishers_of(self.node, topic)
        if not publishers and silent_s < float("inf"):
            return head + "its publisher has gone; restart the camera driver"
        if not publishers:
            return head + f"nobody publishes it; {self._candidates(name)}"
        offered = {info.topic_type for info in publishers}
        if kind not in offered:
            return head + (f"it carries {', '.join(sorted(offered))}, this node wants {kind}; remap `{name}` or set "
                           f"{'image' if name == 'image' else 'depth'}_transport")
        offers = "; ".join(_offer(info) for info in publishers[:_SHOWN])
        if silent_s < float("inf"):
            return head + f"{offers}; the driver stands still, or its messages get lost"
        return head + f"{offers}; either its policies do not fit (a diagnostic says so then) or the driver stands still"

    def _candidates(self, name: str) -> str:
        kind = self.types[name]
        used = set(self.topics.values())
        found = [topic for topic, kinds in self.node.get_topic_names_and_types()
                 if kind in kinds and topic not in used and self._is_of_a_camera(topic)]
        fitting = ranked(name, found, self.topics["image"])
        if not fitting and found:
            return (f"by their names none of {', '.join(found[:_SHOWN])} is {name}; if one is, start this node with "
                    f"--ros-args -r {name}:=THAT_TOPIC")
        if not fitting:
            return f"no topic of type {kind} has a publisher: is the camera driver running, on the same ROS_DOMAIN_ID?"
        others = f" (or {', '.join(fitting[1:_SHOWN])})" if fitting[1:] else ""
        return f"start this node with --ros-args -r {name}:={fitting[0]}{others}"

    def _is_of_a_camera(self, topic: str) -> bool:
        """Whether anybody publishes it but spatialgeo nodes: this one's pictures, or another's, are no camera's."""
        own = (self.node.get_name(), self.node.get_namespace())
        others = {(info.node_name, info.node_namespace) for info in publishers_of(self.node, topic)} - {own}
        return any(not answers_questions(self.node, *other) for other in others)


def ranked(name: str, topics: Iterable[str], image_topic: str) -> list[str]:
    """What to remap the input `name` to, best first: those of these topics that can be it, judged by their names.

    No message of them was seen, so nothing else tells colour from depth. The transport's suffix, which a remapping must
    not have, is taken off.
    """
    found: list[tuple[bool, str]] = []
    for topic in topics:
        base, _, last = topic.rpartition("/")
        if last in ("compressed", "compressedDepth"):
            if (last == "compressedDepth") != (name == "depth"):
                continue
            topic = base
        is_depth, is_other = (any(word in topic.lower() for word in words) for words in (_OF_DEPTH, _OF_NEITHER))
        if is_other or is_depth != (name == "depth"):
            continue
        wanted = _ALIGNED if name == "depth" else _OF_COLOUR
        beside = name == "camera_info" and topic.rpartition("/")[0] == image_topic.rpartition("/")[0]
        found.append((not (beside or any(word in topic.lower() for word in wanted)), topic))
    return [topic for _, topic in sorted(found)]


def _offer(info: Any) -> str:
    profile = info.qos_profile
    reliability = "reliable" if profile.reliability == ReliabilityPolicy.RELIABLE else "best effort"
    durability = "transient local" if profile.durability == DurabilityPolicy.TRANSIENT_LOCAL else "volatile"
    return f"publisher {info.node_namespace.rstrip('/')}/{info.node_name} offers {reliability}, {durability}"
