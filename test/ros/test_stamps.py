"""Stamps that make sense, and those that do not."""

from __future__ import annotations

import pytest
from builtin_interfaces.msg import Time

from spatialgeo_ros.errors import InputError
from spatialgeo_ros.ros.stamps import StampGuard, stamp_ns, time_msg

S = 1_000_000_000
NOW = 1000 * S


@pytest.fixture
def guard():
    guard = StampGuard()
    guard.check(900 * S, NOW, 0.5)
    return guard


def cause_of(guard: StampGuard, stamp: int, now: int = NOW) -> str:
    with pytest.raises(InputError) as caught:
        guard.check(stamp, now, 0.5)
    return caught.value.cause


def test_advancing_stamps_pass_even_slightly_ahead_of_the_clock(guard):
    for stamp in (901 * S, NOW, NOW + S // 2):
        assert not guard.check(stamp, NOW, 0.5).clock_set_back


@pytest.mark.parametrize(("stamp", "cause"), [
    (0, "stamp_zero"), (-5, "stamp_zero"), (900 * S, "stamp_repeated"), (NOW + S // 2 + 1, "stamp_future"),
    (899 * S, "stamp_backwards")])
def test_a_stamp_that_makes_no_sense_is_refused_and_the_next_one_passes(guard, stamp, cause):
    assert cause_of(guard, stamp) == cause
    assert not guard.check(901 * S, NOW, 0.5).clock_set_back


def test_a_clock_set_back_costs_one_frame_and_is_told_once(guard):
    assert cause_of(guard, 100 * S) == "stamp_backwards"
    assert guard.check(101 * S, NOW, 0.5).clock_set_back
    assert not guard.check(102 * S, NOW, 0.5).clock_set_back


def test_one_straggler_between_good_frames_does_not_start_anew(guard):
    assert cause_of(guard, 899 * S) == "stamp_backwards"
    assert not guard.check(901 * S, NOW, 0.5).clock_set_back
    assert cause_of(guard, 900 * S) == "stamp_backwards"


def test_a_clock_at_zero_points_to_use_sim_time():
    with pytest.raises(InputError, match="use_sim_time"):
        StampGuard().check(5 * S, 0, 0.5)


@pytest.mark.parametrize("nanoseconds", [0, 1, 1_700_000_000_123_456_789])
def test_times_survive_the_wire(nanoseconds):
    assert stamp_ns(time_msg(nanoseconds)) == nanoseconds


def test_times_the_wire_cannot_hold_are_clamped():
    assert time_msg(-5) == Time()
    assert time_msg(2**40 * S).sec == 2**31 - 1
