"""Times on the wire and as nanoseconds, and the check that an image's stamp makes sense."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spatialgeo_ros.errors import InputError

if TYPE_CHECKING:
    from builtin_interfaces.msg import Time

_SECOND_NS = 1_000_000_000


def stamp_ns(stamp: Time) -> int:
    return int(stamp.sec) * _SECOND_NS + int(stamp.nanosec)


def time_msg(nanoseconds: int) -> Time:
    """Stamps before 1970 or beyond int32 seconds do not exist on the wire: clamped."""
    from builtin_interfaces.msg import Time  # here: recordings are read where there is no ROS

    sec, nanosec = divmod(max(nanoseconds, 0), _SECOND_NS)
    return Time(sec=min(sec, 2**31 - 1), nanosec=nanosec)


@dataclass(frozen=True)
class StampVerdict:
    """What a stamp means for the frame. clock_set_back: everything older than it must be forgotten."""

    clock_set_back: bool = False


class StampGuard:
    """Refuses stamps that are zero, repeated, backwards or in the future.

    One stamp that lies before the last is a straggler and is refused; two in a row that advance mean that the clock was
    set back (a bag that loops): the second is accepted, with a notice.
    """

    def __init__(self) -> None:
        self._last_ns = 0
        self._straggler_ns = 0

    def check(self, stamp_ns: int, now_ns: int, max_future_s: float) -> StampVerdict:
        if stamp_ns <= 0:
            raise InputError("image has stamp 0; its driver must stamp it with the time of exposure", "stamp_zero")
        if stamp_ns > now_ns + max_future_s * 1e9:
            raise InputError(_future_text(stamp_ns, now_ns), "stamp_future")
        if stamp_ns == self._last_ns:
            raise InputError(f"image has the same stamp ({stamp_ns} ns) as the one before; its driver repeats stamps",
                             "stamp_repeated")
        if stamp_ns > self._last_ns:
            self._last_ns, self._straggler_ns = stamp_ns, 0
            return StampVerdict()
        if self._straggler_ns and stamp_ns > self._straggler_ns:
            self._last_ns, self._straggler_ns = stamp_ns, 0
            return StampVerdict(clock_set_back=True)
        back_s = (self._last_ns - stamp_ns) / 1e9
        self._straggler_ns = stamp_ns
        raise InputError(f"image's stamp lies {back_s:.3f} s before the last one's; if the clock was set back (a bag "
                         "that loops), the next image starts anew", "stamp_backwards")


def _future_text(stamp_ns: int, now_ns: int) -> str:
    ahead_s = (stamp_ns - now_ns) / 1e9
    if now_ns < _SECOND_NS:
        return "image is stamped, but this node's clock stands at 0: use_sim_time is set and nobody publishes /clock"
    return (f"image's stamp lies {ahead_s:.1f} s in the future; synchronise the clocks of camera and computer, or set "
            "use_sim_time for a simulation or a bag")
