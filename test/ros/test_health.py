"""Counting what arrives, what is lost and how long things take."""

from __future__ import annotations

import pytest

from spatialgeo_ros.ros.health import Health


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def health(clock):
    return Health(clock)


def test_rates_follow_the_stream_and_fall_when_it_stops(health, clock):
    for _ in range(100):
        clock.now += 0.1
        health.received("image")
    assert health.report().rates_hz["image"] == pytest.approx(10.0, rel=0.05)
    clock.now += 2.5
    assert health.report().rates_hz["image"] == pytest.approx(5.0, rel=0.1)
    assert health.report().silent_s["image"] == pytest.approx(2.5)
    clock.now += 10.0
    assert health.report().rates_hz["image"] == 0.0


def test_an_expected_input_that_never_came_is_silent_for_ever(health):
    health.expect("depth")
    assert health.report().silent_s["depth"] == float("inf")


def test_drops_are_counted_by_cause_with_the_last_text(health, clock):
    health.dropped("encoding", "first")
    clock.now += 7.0
    health.dropped("encoding", "second")
    clock.now += 1.0
    drop = health.report().drops["encoding"]
    assert (drop.count, drop.text, drop.since_last_s) == (2, "second", pytest.approx(1.0))
    assert set(health.report().recent_drops(0.5)) == set()
    assert set(health.report().recent_drops(1.5)) == {"encoding"}


def test_what_is_normal_while_parts_find_each_other_is_logged_only_when_it_persists(health, clock):
    clock.now += 1.0
    assert not health.dropped("tf_unknown_frame", "text")
    assert not health.dropped("no_camera_info", "text")
    assert health.dropped("encoding", "this one is never normal")
    clock.now += 1.1
    assert health.dropped("tf_unknown_frame", "text")
    assert health.report().drops["tf_unknown_frame"].count == 2


def test_a_stray_frame_without_camera_info_is_not_logged_while_others_have_theirs(health, clock):
    clock.now += 10.0
    health.scene_done({}, 1.0)
    assert not health.dropped("no_camera_info", "text")
    clock.now += 3.0
    assert health.dropped("no_camera_info", "text")


def test_each_cause_is_logged_at_most_every_five_seconds(health, clock):
    logged = []
    clock.now += 10.0
    for _ in range(120):
        clock.now += 0.1
        logged.append(health.dropped("tf_late", "text"))
    assert sum(logged) in (2, 3)
    assert logged[0]
    assert health.dropped("encoding", "another cause is not held back")


@pytest.mark.parametrize("cause", ["superseded", "unpaired_image", "unpaired_depth"])
def test_what_a_healthy_system_loses_too_is_never_logged(health, cause):
    assert not health.dropped(cause, "text")
    assert health.report().drops[cause].count == 1


def test_percentiles_of_stages_and_latency(health):
    for value in range(1, 101):
        health.scene_done({"points": float(value)}, latency_ms=float(2 * value))
    report = health.report()
    assert report.scenes == 100
    assert report.stages_ms["points"].p50 == pytest.approx(51.0)
    assert report.stages_ms["points"].p95 == pytest.approx(96.0)
    assert report.latency_ms.p95 == pytest.approx(192.0)


def test_memory_is_bounded(health, clock):
    for _ in range(5000):
        clock.now += 0.0001
        health.received("image")
        health.scene_done({"points": 1.0}, 1.0)
        health.dropped("encoding", "text")
    assert len(health._inputs["image"]._moments) <= 1000
    assert len(health._latency) <= 200


def test_a_restart_forgets_everything(health):
    health.received("image")
    health.dropped("encoding", "text")
    health.note("image", "text")
    health.restart()
    report = health.report()
    assert report.rates_hz == {"scene": 0.0}
    assert report.drops == {}
    assert report.notes == {}
