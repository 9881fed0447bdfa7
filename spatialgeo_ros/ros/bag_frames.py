"""One camera frame out of a bag, made as the node makes it: paired by stamp, placed by the bag's tf. No ROS in here."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from spatialgeo_ros.config import NodeConfig
from spatialgeo_ros.errors import ConfigError, InputError, TransformError
from spatialgeo_ros.ros.bag_file import Bag, Recorded
from spatialgeo_ros.ros.bag_topics import CameraTopics, choose_topics
from spatialgeo_ros.ros.frames import BuiltFrame, FrameBuilder
from spatialgeo_ros.ros.stamps import stamp_ns
from spatialgeo_ros.ros.synchroniser import FrameSync, Paired
from spatialgeo_ros.ros.tf_tree import KEEP_NS, TransformTree
from spatialgeo_ros.types import Pose

logger = logging.getLogger(__name__)

TF, TF_STATIC = "/tf", "/tf_static"
_BEFORE_NS = 1_000_000_000  # read before the wanted image, so that the synchroniser knows the streams' rhythm
_TF_AFTER_NS = 2_000_000_000  # how much later than its image tf may have been recorded
_NO_CLOCK_NS = 2**63  # no recorded stamp lies in the future


@dataclass(frozen=True)
class _Found:
    """A set of messages of one moment. log_ns: when the last of them was recorded."""

    paired: Paired
    log_ns: int


def frame_from_bag(path: Path, wanted: CameraTopics, at_s: float, config: NodeConfig) -> BuiltFrame:
    """The first frame that was taken at least `at_s` seconds after the bag's first colour image.

    Raises ConfigError when the topics cannot be told, InputError when there is no such frame or it cannot be used.
    """
    if not at_s >= 0:
        raise ConfigError(f"at = {at_s} s; expected seconds after the bag's first image, 0 or more")
    with Bag(path) as bag:
        found = _find(bag, choose_topics(bag, wanted), round(at_s * 1e9), config)
    if not config.reference_frame:
        return FrameBuilder(None, lambda: _NO_CLOCK_NS, config.image_rectified).build(found.paired, config)
    with Bag(path) as bag:  # anew: two streams of one open bag would share its place in the file
        transforms = BagTransforms(bag, found.log_ns - KEEP_NS, found.log_ns + _TF_AFTER_NS)
        return FrameBuilder(transforms, lambda: _NO_CLOCK_NS, config.image_rectified).build(found.paired, config)


def _find(bag: Bag, topics: CameraTopics, after_first_ns: int, config: NodeConfig) -> _Found:
    first = bag.first(topics.image)
    wanted_ns = stamp_ns(first.message.header.stamp) + after_first_ns
    start_ns = first.log_ns + after_first_ns - _BEFORE_NS if after_first_ns else None
    losses: list[str] = []
    sync = FrameSync(int(config.sync_slop_s * 1e9), lambda _, text: losses.append(text))
    add = {topics.image: sync.add_image, topics.depth: sync.add_depth, topics.camera_info: sync.add_camera_info}
    for recorded in bag.messages(add, start_ns):
        paired = add[recorded.topic](stamp_ns(recorded.message.header.stamp), recorded.message)
        if paired is not None and paired.stamp_ns >= wanted_ns:
            return _Found(paired, recorded.log_ns)
        del losses[:-1]
    after_s, length_s = after_first_ns / 1e9, (bag.end_ns - first.log_ns) / 1e9
    if after_s > length_s:
        raise InputError(f"bag {bag.path} ends {length_s:.3f} s after its first image, and a frame at {after_s:g} s is asked "
                         "for", "bag")
    raise InputError(f"from {after_s:g} s on, no image on {topics.image} could be paired with {topics.depth} and "
                     f"{topics.camera_info}: {losses[-1] if losses else 'no stamps are near enough'}; sync_slop_s (on the "
                     f"command line --sync-slop-s) is {config.sync_slop_s:g} s", "bag")


class BagTransforms:
    """tf of a bag, in the form that the node's listener has. Reads on as far as a lookup needs, up to `until_ns`."""

    name = "bag"

    def __init__(self, bag: Bag, start_ns: int, until_ns: int) -> None:
        """start_ns, until_ns: log times. Static transforms hold whenever they were recorded."""
        self._tree = TransformTree()
        for recorded in bag.messages((TF_STATIC,)):
            self._add(recorded, static=True)
        self._moving = bag.messages((TF,), start_ns)
        self._until_ns = until_ns

    def lookup(self, target: str, source: str, stamp_ns: int, timeout_s: float) -> Pose:
        """target_from_source at this stamp; timeout_s counts for nothing, since what is in the bag is there."""
        while True:
            try:
                return self._tree.lookup(target, source, stamp_ns)
            except TransformError as error:
                if error.cause == "tf_too_old" or not self._read_on():
                    raise TransformError(f"{error} (in the bag; another moment may have it)", error.cause) from error

    def frames(self) -> frozenset[str]:
        return self._tree.frames()

    def forget_dynamic(self) -> None:
        self._tree.forget_dynamic()

    def close(self) -> None:
        """Nothing to stop: the bag is its opener's."""

    def _read_on(self) -> bool:
        recorded = next(self._moving, None)
        if recorded is None or recorded.log_ns > self._until_ns:
            return False
        self._add(recorded, static=False)
        return True

    def _add(self, recorded: Recorded, static: bool) -> None:
        for problem in self._tree.add_msg(recorded.message, static):
            logger.warning(problem)
