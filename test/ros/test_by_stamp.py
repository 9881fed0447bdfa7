"""Things by stamp: found at once or waited for, the oldest forgotten."""

from __future__ import annotations

import threading

from spatialgeo_ros.ros.by_stamp import ByStamp


def test_the_newest_is_that_of_the_latest_stamp_not_of_the_last_arrival() -> None:
    things = ByStamp[str]()
    things.put(20, "late")
    things.put(10, "early")
    assert things.newest(-1, 0.0) == "late"
    assert things.newest(20, 0.0) is None
    assert (things.at(10, 0.0), things.at(11, 0.0)) == ("early", None)


def test_only_the_newest_are_kept() -> None:
    things = ByStamp[int](keep=2)
    for stamp in (3, 1, 2):
        things.put(stamp, stamp)
    assert [things.at(stamp, 0.0) for stamp in (1, 2, 3)] == [None, 2, 3]


def test_what_comes_later_ends_the_waiting() -> None:
    things = ByStamp[str]()
    timer = threading.Timer(0.05, things.put, (7, "here"))
    timer.start()
    assert things.at(7, 5.0) == "here"
    timer.join()
