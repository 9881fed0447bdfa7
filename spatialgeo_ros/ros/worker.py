"""A thread that works on the newest item only: a slot of one, where a newer item takes the place of an older one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class NewestWorker(Generic[T]):
    """Calls `work` with the newest item on its own thread; `work` must handle its own errors."""

    def __init__(self, work: Callable[[T], None], name: str) -> None:
        self._work = work
        self._changed = threading.Condition()
        self._waiting: T | None = None
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def put(self, item: T) -> bool:
        """Returns whether an older item was still waiting and is now dropped."""
        with self._changed:
            superseded = self._waiting is not None
            self._waiting = item
            self._changed.notify()
        return superseded

    def stop(self) -> None:
        """Forget the waiting item; the one at work is finished."""
        with self._changed:
            self._stopping = True
            self._waiting = None
            self._changed.notify()

    def join(self, timeout_s: float) -> bool:
        """After `stop`: wait for the item at work. Returns whether it has ended."""
        self._thread.join(min(timeout_s, threading.TIMEOUT_MAX))
        return not self._thread.is_alive()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopping or self._waiting is not None)
                if self._stopping or self._waiting is None:
                    return
                item, self._waiting = self._waiting, None
            self._work(item)
