"""The last things received, by their stamp: one thread brings them, others wait for them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class ByStamp(Generic[T]):
    """Keeps the newest `keep` things."""

    def __init__(self, keep: int = 50) -> None:
        self._keep = keep
        self._kept: dict[int, T] = {}
        self._changed = threading.Condition()

    def put(self, stamp_ns: int, thing: T) -> None:
        with self._changed:
            self._kept[stamp_ns] = thing
            while len(self._kept) > self._keep:
                del self._kept[min(self._kept)]
            self._changed.notify_all()

    def at(self, stamp_ns: int, timeout_s: float) -> T | None:
        """The thing of this stamp, None when it does not come in time."""
        return self._wait(lambda: stamp_ns if stamp_ns in self._kept else None, timeout_s)

    def newest(self, newer_than_ns: int, timeout_s: float) -> T | None:
        """The newest thing, of a stamp later than newer_than_ns; None when none comes in time."""
        return self._wait(lambda: max((at for at in self._kept if at > newer_than_ns), default=None), timeout_s)

    def _wait(self, find: Callable[[], int | None], timeout_s: float) -> T | None:
        with self._changed:
            found = find()
            if found is None and self._changed.wait_for(lambda: find() is not None, timeout_s):
                found = find()
            return None if found is None else self._kept[found]
