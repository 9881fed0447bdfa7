"""The slot of one: the newest item wins, older ones are dropped, nothing queues."""

from __future__ import annotations

import threading
import time

from spatialgeo_ros.ros.worker import NewestWorker


def test_the_newest_of_many_waiting_items_is_worked_on_next():
    begun, release, done = threading.Event(), threading.Event(), []

    def work(item: int) -> None:
        done.append(item)
        begun.set()
        release.wait(5.0)

    worker = NewestWorker(work, "test")
    assert worker.put(0) is False
    assert begun.wait(5.0)
    superseded = [worker.put(item) for item in range(1, 10)]
    assert superseded == [False] + [True] * 8
    release.set()
    deadline = time.monotonic() + 5.0
    while len(done) < 2 and time.monotonic() < deadline:
        time.sleep(0.001)
    worker.stop()
    assert worker.join(5.0)
    assert done == [0, 9]


def test_stopping_finishes_the_item_at_work_and_forgets_the_waiting_one():
    begun, release, done = threading.Event(), threading.Event(), []

    def work(item: int) -> None:
        begun.set()
        release.wait(5.0)
        done.append(item)

    worker = NewestWorker(work, "test")
    worker.put(1)
    assert begun.wait(5.0)
    worker.put(2)
    worker.stop()
    assert worker.join(0.05) is False
    release.set()
    assert worker.join(5.0)
    assert done == [1]
