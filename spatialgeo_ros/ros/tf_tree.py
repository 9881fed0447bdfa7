"""The tree of coordinate frames over time: keeps the last seconds of every edge, answers for one stamp. Knows no ROS.

It interpolates between two measured poses and never extrapolates; a refusal says which edge is to blame and why.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from spatialgeo_ros.errors import TransformError
from spatialgeo_ros.geometry.pose import rotation_from_quat_xyzw, slerp
from spatialgeo_ros.ros.stamps import stamp_ns
from spatialgeo_ros.types import Pose

KEEP_NS = 10_000_000_000
_STALE_NS = 1_000_000_000  # an edge silent for longer than this has a stopped publisher rather than a late one
_MAX_DEPTH = 100  # longer chains are loops

Vector = tuple[float, ...]


@dataclass(frozen=True)
class Sample:
    """parent_from_child at one stamp. quat_xyzw: unit."""

    translation_m: Vector
    quat_xyzw: Vector

    def pose(self) -> Pose:
        return Pose(rotation_from_quat_xyzw(np.array(self.quat_xyzw)), np.array(self.translation_m))


@dataclass
class _Edge:
    """From one child to its parent. Static ones hold one sample, whatever its stamp."""

    parent: str
    static: bool
    stamps_ns: list[int] = field(default_factory=list)  # ascending
    samples: list[Sample] = field(default_factory=list)

    def add(self, stamp_ns: int, sample: Sample) -> None:
        if self.static:
            self.stamps_ns, self.samples = [stamp_ns], [sample]
            return
        at = bisect.bisect_left(self.stamps_ns, stamp_ns)
        if at < len(self.stamps_ns) and self.stamps_ns[at] == stamp_ns:
            self.samples[at] = sample
            return
        self.stamps_ns.insert(at, stamp_ns)
        self.samples.insert(at, sample)
        expired = bisect.bisect_left(self.stamps_ns, self.stamps_ns[-1] - KEEP_NS)
        if expired > 256 or (expired and len(self.stamps_ns) < 512):  # cutting a long list costs: not at every message
            del self.stamps_ns[:expired], self.samples[:expired]

    def at(self, child: str, stamp_ns: int) -> Pose:
        if self.static:
            return self.samples[0].pose()
        oldest_ns, newest_ns = self.stamps_ns[0], self.stamps_ns[-1]
        if stamp_ns > newest_ns:
            raise _behind(self.parent, child, (stamp_ns - newest_ns) / 1e9)
        if stamp_ns < oldest_ns:
            raise TransformError(f"tf {self.parent} <- {child} begins {(oldest_ns - stamp_ns) / 1e9:.3f} s after the "
                                 "image: the image is too old, or tf has just started", "tf_too_old")
        at = bisect.bisect_left(self.stamps_ns, stamp_ns)
        if self.stamps_ns[at] == stamp_ns:
            return self.samples[at].pose()
        before, after = self.samples[at - 1], self.samples[at]
        fraction = (stamp_ns - self.stamps_ns[at - 1]) / (self.stamps_ns[at] - self.stamps_ns[at - 1])
        quat = slerp(np.array(before.quat_xyzw), np.array(after.quat_xyzw), fraction)
        translation = (1 - fraction) * np.array(before.translation_m) + fraction * np.array(after.translation_m)
        return Pose(rotation_from_quat_xyzw(quat), translation)


def _behind(parent: str, child: str, late_s: float) -> TransformError:
    if late_s * 1e9 > _STALE_NS:
        return TransformError(f"tf {parent} <- {child} is stale: its newest is {late_s:.2f} s older than the "
                              "image; has its publisher stopped, or another clock (use_sim_time)?", "tf_stale")
    return TransformError(f"tf {parent} <- {child} is {late_s:.3f} s behind the image and is not extrapolated; raise "
                          "tf_timeout_s if tf is just late", "tf_late")


class TransformTree:
    """Not thread-safe: its listener holds a lock."""

    def __init__(self) -> None:
        self._edges: dict[str, _Edge] = {}

    def add(self, parent: str, child: str, stamp_ns: int, sample: Sample, static: bool) -> None:
        """Raises TransformError for a transform that is none; the tree is unchanged then."""
        _check(parent, child, sample)
        edge = self._edges.get(child)
        if edge is None or edge.parent != parent or edge.static != static:
            edge = self._edges[child] = _Edge(parent, static)
        edge.add(stamp_ns, sample)

    def add_msg(self, message: Any, static: bool) -> list[str]:
        """Every transform of a tf2_msgs/TFMessage. Returns what was wrong with those that had to be left out."""
        problems = []
        for item in message.transforms:
            t, q = item.transform.translation, item.transform.rotation
            sample = Sample((t.x, t.y, t.z), (q.x, q.y, q.z, q.w))
            try:
                self.add(item.header.frame_id, item.child_frame_id, stamp_ns(item.header.stamp), sample, static)
            except TransformError as error:
                problems.append(str(error))
        return problems

    def frames(self) -> frozenset[str]:
        return frozenset(self._edges) | {edge.parent for edge in self._edges.values()}

    def forget_dynamic(self) -> None:
        """For a clock that was set back: what was measured then says nothing about now."""
        self._edges = {child: edge for child, edge in self._edges.items() if edge.static}

    def lookup(self, target: str, source: str, stamp_ns: int) -> Pose:
        """target_from_source at this stamp. Raises TransformError with the cause."""
        if target == source:
            return Pose.identity()
        for frame in (target, source):
            if frame not in self.frames():
                raise TransformError(f"tf knows no frame {frame!r}; it knows {_listed(self.frames())}",
                                     "tf_unknown_frame")
        target_chain, source_chain = list(self._ancestors(target)), list(self._ancestors(source))
        common = next((frame for frame in source_chain if frame in target_chain), None)
        if common is None:
            raise TransformError(f"tf does not connect {target!r} (root {target_chain[-1]!r}) and {source!r} (root"
                                 f" {source_chain[-1]!r}); publish a transform between the two", "tf_not_connected")
        return (self._ancestor_from(common, target_chain, stamp_ns).inverse()
                @ self._ancestor_from(common, source_chain, stamp_ns))

    def _ancestors(self, frame: str) -> Iterator[str]:
        """The frame itself, its parent, and so on up to the root."""
        for _ in range(_MAX_DEPTH):
            yield frame
            edge = self._edges.get(frame)
            if edge is None:
                return
            frame = edge.parent
        raise TransformError(f"tf has a loop through {frame!r}: two publishers disagree about its parent", "tf_loop")

    def _ancestor_from(self, ancestor: str, chain: list[str], stamp_ns: int) -> Pose:
        pose = Pose.identity()
        for child in chain[:chain.index(ancestor)]:
            pose = self._edges[child].at(child, stamp_ns) @ pose
        return pose


def _check(parent: str, child: str, sample: Sample) -> None:
    if not parent or not child or parent == child:
        raise TransformError(f"tf message from {child!r} to {parent!r} names no two frames", "tf_invalid")
    if not all(math.isfinite(value) for value in sample.translation_m + sample.quat_xyzw):
        raise TransformError(f"tf {parent} <- {child} has NaN or infinite numbers", "tf_invalid")
    if abs(math.hypot(*sample.quat_xyzw) - 1) > 0.01:
        raise TransformError(f"tf {parent} <- {child} has quaternion {sample.quat_xyzw} of length "
                             f"{math.hypot(*sample.quat_xyzw):.3f}; a rotation has length 1", "tf_invalid")


def _listed(frames: frozenset[str]) -> str:
    shown = sorted(frames)[:12]
    more = f" and {len(frames) - 12} more" if len(frames) > 12 else ""
    return ", ".join(shown) + more or "none yet: is /tf published?"
