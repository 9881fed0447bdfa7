"""The quality-of-service profiles of every topic, by name, and the report when a publisher's does not fit.

A reliable subscriber never hears a best-effort publisher, nor a transient-local one a volatile publisher: the data just
does not arrive. So inputs ask for as little as possible, and a mismatch becomes a diagnostic.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy, qos_policy_name_from_kind
from rclpy.topic_endpoint_info import TopicEndpointInfo

try:
    from rclpy.event_handler import SubscriptionEventCallbacks
except ImportError:  # Humble
    from rclpy.qos_event import SubscriptionEventCallbacks


def _profile(reliability: ReliabilityPolicy, durability: DurabilityPolicy, depth: int) -> QoSProfile:
    return QoSProfile(history=HistoryPolicy.KEEP_LAST, depth=depth, reliability=reliability, durability=durability)


def sensor(reliable: bool = False) -> QoSProfile:
    """Images, depth, camera_info, detections. Best effort fits every publisher; reliable only reliable ones."""
    reliability = ReliabilityPolicy.RELIABLE if reliable else ReliabilityPolicy.BEST_EFFORT
    return _profile(reliability, DurabilityPolicy.VOLATILE, 5)


def all_reliable(publishers: Sequence[TopicEndpointInfo]) -> bool:
    """Whether there is a publisher and each of them offers reliable."""
    return bool(publishers) and all(item.qos_profile.reliability == ReliabilityPolicy.RELIABLE for item in publishers)


def driver() -> QoSProfile:
    """What simulator and replay publish: reliable, as REP 2003 wants it of drivers; it fits every subscriber."""
    return _profile(ReliabilityPolicy.RELIABLE, DurabilityPolicy.VOLATILE, 5)


def backlog() -> QoSProfile:
    """Small messages that a listener must not miss while it is busy with something else for seconds: both ends keep them."""
    return _profile(ReliabilityPolicy.RELIABLE, DurabilityPolicy.VOLATILE, 200)


def latched() -> QoSProfile:
    """What is said once and must reach those who come later."""
    return _profile(ReliabilityPolicy.RELIABLE, DurabilityPolicy.TRANSIENT_LOCAL, 1)


def result() -> QoSProfile:
    """Scenes, relations, answers, pictures, diagnostics: fits every subscriber but transient-local ones."""
    return _profile(ReliabilityPolicy.RELIABLE, DurabilityPolicy.VOLATILE, 5)


def tf() -> QoSProfile:
    return _profile(ReliabilityPolicy.RELIABLE, DurabilityPolicy.VOLATILE, 100)


def tf_static() -> QoSProfile:
    return _profile(ReliabilityPolicy.RELIABLE, DurabilityPolicy.TRANSIENT_LOCAL, 100)


def report_incompatible(on_problem: Callable[[str], None]) -> SubscriptionEventCallbacks:
    """Calls `on_problem` with the policy's name when a publisher's profile does not fit the subscription's."""

    def on_event(event: Any) -> None:
        try:
            policy = qos_policy_name_from_kind(event.last_policy_kind)
        except (AttributeError, KeyError, ValueError):
            policy = str(event.last_policy_kind)
        on_problem(policy)

    return SubscriptionEventCallbacks(incompatible_qos=on_event)
