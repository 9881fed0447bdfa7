"""Pairs image, depth and camera_info by stamp and counts what found no partner. Knows no ROS, only stamps.

message_filters is not used: in Python its synchronisers drop messages without a word, and prefer no equal stamp.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_KEEP = 8  # messages waiting per input: enough at 30 Hz for depth that comes a quarter of a second after colour


@dataclass(frozen=True)
class Paired:
    """One colour image with the depth and camera_info of the same moment. stamp_ns: the image's. depth: None where it is to
    be predicted."""

    stamp_ns: int
    image: Any
    depth: Any
    camera_info: Any


class _Waiting:
    """Messages of one input that found no partner yet, in order of arrival (the clock may have been set back)."""

    def __init__(self) -> None:
        self._messages: OrderedDict[int, Any] = OrderedDict()
        self._newest_ns = 0
        self._period_ns = 0  # time between the last two messages; 0 = not known

    def put(self, stamp_ns: int, msg: Any) -> int | None:
        """Returns the stamp of the message that had to go for it, if any."""
        self._period_ns = max(stamp_ns - self._newest_ns, 0) if self._newest_ns else 0
        self._newest_ns = stamp_ns
        self._messages.pop(stamp_ns, None)
        self._messages[stamp_ns] = msg
        return self._messages.popitem(last=False)[0] if len(self._messages) > _KEEP else None

    def newest_first(self) -> tuple[int, ...]:
        return tuple(reversed(self._messages))

    def nearest(self, stamp_ns: int) -> int | None:
        return min(self._messages, key=lambda other: abs(other - stamp_ns), default=None)

    def nearer_may_come(self, stamp_ns: int, gap_ns: int, exact: bool) -> bool:
        """Whether a message nearer to `stamp_ns` than `gap_ns` is to be expected.

        exact: these streams had equal stamps so far, so one with this very stamp is; else what the rhythm tells counts.
        """
        if gap_ns == 0 or self._newest_ns >= stamp_ns:
            return False
        if exact:
            return True
        return self._period_ns > 0 and abs(self._newest_ns + self._period_ns - stamp_ns) < gap_ns

    def take(self, stamp_ns: int) -> tuple[Any, list[int]]:
        """The message, and the stamps of those that came before it: they are given up, their partners are past."""
        before = []
        while (oldest := self._messages.popitem(last=False))[0] != stamp_ns:
            before.append(oldest[0])
        return oldest[1], before

    def look(self, stamp_ns: int) -> Any:
        return self._messages[stamp_ns]

    def clear(self) -> None:
        self._messages.clear()
        self._newest_ns = self._period_ns = 0


class FrameSync:
    """Equal stamps pair at once, near ones as soon as no nearer one is to be expected. Image and depth are used once.

    slop_ns: largest difference between the image's stamp and the others'.
    on_drop(cause, message): called for each message that leaves without a partner.
    with_depth: False = image and camera_info make a pair.
    """

    def __init__(self, slop_ns: int, on_drop: Callable[[str, str], object], with_depth: bool = True) -> None:
        self.slop_ns = slop_ns
        self._with_depth = with_depth
        self._on_drop = on_drop
        self._images = _Waiting()
        self._depths = _Waiting()
        self._infos = _Waiting()
        self._depth_exact = False  # whether the last pair had equal stamps
        self._info_exact = False

    def add_image(self, stamp_ns: int, msg: Any) -> Paired | None:
        if (lost_ns := self._images.put(stamp_ns, msg)) is not None:
            self._lost_image(lost_ns)
        return self._match()

    def add_depth(self, stamp_ns: int, msg: Any) -> Paired | None:
        if (lost_ns := self._depths.put(stamp_ns, msg)) is not None:
            self._lost_depth(lost_ns)
        return self._match()

    def add_camera_info(self, stamp_ns: int, msg: Any) -> Paired | None:
        self._infos.put(stamp_ns, msg)  # one that leaves is no loss: some drivers send more of these than images
        return self._match()

    def clear(self) -> None:
        for waiting in (self._images, self._depths, self._infos):
            waiting.clear()

    def _match(self) -> Paired | None:
        for stamp_ns in self._images.newest_first():
            info_ns = self._partner(stamp_ns, self._infos, self._info_exact)
            if not self._with_depth:
                if info_ns is not None:
                    return self._take_image(stamp_ns, None, info_ns)
                continue
            depth_ns = self._partner(stamp_ns, self._depths, self._depth_exact)
            if depth_ns is not None and info_ns is not None and self._is_best_image(stamp_ns, depth_ns):
                return self._take(stamp_ns, depth_ns, info_ns)
        return None

    def _partner(self, stamp_ns: int, waiting: _Waiting, exact: bool) -> int | None:
        nearest_ns = waiting.nearest(stamp_ns)
        if nearest_ns is None or abs(nearest_ns - stamp_ns) > self.slop_ns:
            return None
        return None if waiting.nearer_may_come(stamp_ns, abs(nearest_ns - stamp_ns), exact) else nearest_ns

    def _is_best_image(self, stamp_ns: int, depth_ns: int) -> bool:
        """Whether the depth has no nearer image either, waiting or about to come."""
        gap_ns = abs(depth_ns - stamp_ns)
        return (self._images.nearest(depth_ns) == stamp_ns
                and not self._images.nearer_may_come(depth_ns, gap_ns, self._depth_exact))

    def _take(self, stamp_ns: int, depth_ns: int, info_ns: int) -> Paired:
        self._depth_exact = depth_ns == stamp_ns
        depth, depths_before = self._depths.take(depth_ns)
        paired = self._take_image(stamp_ns, depth, info_ns)
        for lost_ns in depths_before:
            self._lost_depth(lost_ns)
        return paired

    def _take_image(self, stamp_ns: int, depth: Any, info_ns: int) -> Paired:
        self._info_exact = info_ns == stamp_ns
        image, images_before = self._images.take(stamp_ns)
        for lost_ns in images_before:
            self._lost_image(lost_ns)
        # a camera_info says the same for every image nearby: it stays, for the image that has its very stamp
        return Paired(stamp_ns, image, depth, self._infos.look(info_ns))

    def _lost_image(self, stamp_ns: int) -> None:
        if not self._with_depth:
            self._on_drop("no_camera_info", "image came without a camera_info of its stamp "
                          f"({self._gap(stamp_ns, self._infos)}); remap `camera_info` to the topic beside the image's")
        elif self._within_slop(stamp_ns, self._depths) and not self._within_slop(stamp_ns, self._infos):
            self._on_drop("no_camera_info", "image and depth came without a camera_info of their stamp "
                          f"({self._gap(stamp_ns, self._infos)}); remap `camera_info` to the topic beside the image's")
        else:
            self._on_drop("unpaired_image", f"image found no depth of its stamp ({self._gap(stamp_ns, self._depths)}); "
                          "raise sync_slop_s, or let the driver synchronise both")

    def _lost_depth(self, stamp_ns: int) -> None:
        self._on_drop("unpaired_depth", f"depth found no image of its stamp ({self._gap(stamp_ns, self._images)}); "
                      "raise sync_slop_s, or let the driver synchronise both")

    def _within_slop(self, stamp_ns: int, waiting: _Waiting) -> bool:
        nearest_ns = waiting.nearest(stamp_ns)
        return nearest_ns is not None and abs(nearest_ns - stamp_ns) <= self.slop_ns

    def _gap(self, stamp_ns: int, waiting: _Waiting) -> str:
        nearest_ns = waiting.nearest(stamp_ns)
        if nearest_ns is None:
            return "none is waiting"
        return f"the nearest is {abs(nearest_ns - stamp_ns) / 1e6:.1f} ms away, allowed are {self.slop_ns / 1e6:.1f}"
