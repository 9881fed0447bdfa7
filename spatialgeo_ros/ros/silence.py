"""Why nothing arrives on a topic, as far as the ROS graph tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, ReliabilityPolicy

_SHOWN = 4


@dataclass(frozen=True)
class SilenceExplainer:
    """topics and types: input -> resolved topic name, input -> "package/msg/Type"."""

    node: Node
    topics: dict[str, str]
    types: dict[str, str]

    def explain(self, name: str, silent_s: float) -> str:
        topic, kind = self.topics[name], self.types[name]
        since = "yet" if silent_s == float("inf") else f"for {silent_s:.0f} s"
        head = f"no message on {name} ({topic}) {since}: "
        publishers = self.node.get_publishers_info_by_topic(topic)
        if not publishers:
            return head + f"nobody publishes it; {self._candidates(topic, kind)}"
        offered = {info.topic_type for info in publishers}
        if kind not in offered:
            return head + (f"it carries {', '.join(sorted(offered))}, this node wants {kind}; remap `{name}` or set "
                           f"{'image' if name == 'image' else 'depth'}_transport")
        offers = "; ".join(_offer(info) for info in publishers[:_SHOWN])
        return head + f"{offers}; either its policies do not fit (a diagnostic says so then) or the driver stands still"

    def _candidates(self, topic: str, kind: str) -> str:
        others = [name for name, kinds in self.node.get_topic_names_and_types()
                  if kind in kinds and name != topic and self.node.count_publishers(name)]
        if not others:
            return f"no topic of type {kind} has a publisher: is the camera driver running, on the same ROS_DOMAIN_ID?"
        return f"remap it to one of {', '.join(sorted(others)[:_SHOWN])}"


def _offer(info: Any) -> str:
    profile = info.qos_profile
    reliability = "reliable" if profile.reliability == ReliabilityPolicy.RELIABLE else "best effort"
    durability = "transient local" if profile.durability == DurabilityPolicy.TRANSIENT_LOCAL else "volatile"
    return f"publisher {info.node_namespace.rstrip('/')}/{info.node_name} offers {reliability}, {durability}"
