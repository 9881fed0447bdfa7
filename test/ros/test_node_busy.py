"""A slow pipeline: the newest frame wins, nothing queues, services answer meanwhile."""

from __future__ import annotations

import gc
import time

import pytest
from rig import FakePipeline, Rig

from spatialgeo_ros.ros.stamps import stamp_ns


@pytest.fixture
def rig():
    rig = Rig()
    yield rig
    rig.close()


def test_a_slow_pipeline_works_on_the_newest_frame(rig):
    rig.pipeline.delay_s = 0.25
    sent = []
    for _ in range(60):  # 1.2 s at 50 Hz
        sent.append(rig.send())
        time.sleep(0.02)
    rig.wait(lambda: rig.has_scene_at(sent[-1]), "scene of the last frame")
    worked_on = [stamp_ns(scene.header.stamp) for scene in rig.scenes]
    assert worked_on == sorted(worked_on)
    # a queue would work on all 60, and on the last one 14 s after it was sent
    assert 3 <= len(worked_on) <= 12
    assert max(rig.pipeline.ages_s) < 1.0
    assert sorted(rig.pipeline.ages_s)[len(worked_on) // 2] < 0.25
    rig.told("frames lost: superseded", "newer frame")


def test_memory_stays_flat_while_frames_are_dropped(rig):
    rig.pipeline.keep = False
    rig.pipeline.delay_s = 0.2

    def images_alive() -> int:
        gc.collect()
        return sum(type(item).__name__ == "Image" for item in gc.get_objects())

    counts = []
    for round_ in range(4):
        for _ in range(40):
            rig.send()
            time.sleep(0.004)
        counts.append(images_alive())
        assert counts[-1] < 60, f"round {round_}: {counts}"
    assert counts[-1] <= counts[0] + 20


def test_services_answer_while_a_frame_is_worked_on(rig):
    rig.scene_at(rig.send())
    rig.pipeline.delay_s = 2.0
    rig.send()
    rig.wait(lambda: len(rig.pipeline.frames) == 2, "the slow frame to begin")
    begun = time.monotonic()
    for _ in range(5):
        assert rig.ask("How many objects are there?").text
    assert rig.self_check().message
    assert time.monotonic() - begun < 1.0
    assert len(rig.scenes) == 1, "the slow frame was done already: this test shows nothing"


def test_shutdown_during_a_slow_frame_is_clean():
    pipeline = FakePipeline(delay_s=0.5)
    rig = Rig(lambda _: pipeline)
    rig.send()
    rig.wait(lambda: len(pipeline.frames) == 1, "frame to begin")
    rig.close()
    assert rig.scenes == []
