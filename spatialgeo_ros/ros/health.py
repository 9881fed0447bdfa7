"""What arrived, what came out, what was lost and why. Knows no ROS; thread-safe; bounded memory."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_RATE_WINDOW_S = 5.0
_SAMPLES = 200  # of each timing
_LOG_EVERY_S = 5.0

# What a healthy system loses too: a slow stage drops frames by design, and streams seldom start at the same moment.
BENIGN = frozenset({"superseded", "unpaired_image", "unpaired_depth"})
# What any system loses until all its parts have found each other.
_AT_START = frozenset({"no_camera_info", "tf_unknown_frame", "tf_not_connected", "tf_too_old", "tf_late"})
_START_S = 2.0


@dataclass(frozen=True)
class Drop:
    """One cause of lost frames. since_last_s: since the last loss. text: of the last loss, with the remedy."""

    count: int
    since_last_s: float
    text: str


@dataclass(frozen=True)
class Percentiles:
    p50: float
    p95: float


@dataclass(frozen=True)
class Report:
    """rates_hz: per input, and "scene". silent_s: seconds since the last message of each input, infinity for none yet.

    running_s: since the node was activated. stages_ms: per stage of the pipeline. latency_ms: from the image stamp to
    the published scene.
    """

    running_s: float
    rates_hz: Mapping[str, float]
    silent_s: Mapping[str, float]
    scenes: int
    since_scene_s: float
    drops: Mapping[str, Drop]
    stages_ms: Mapping[str, Percentiles]
    latency_ms: Percentiles | None
    notes: Mapping[str, str]

    def recent_drops(self, within_s: float) -> dict[str, Drop]:
        return {cause: drop for cause, drop in self.drops.items() if drop.since_last_s <= within_s}


class _Ticks:
    """Moments at which something happened."""

    def __init__(self) -> None:
        self._moments: deque[float] = deque(maxlen=1000)
        self._first = float("inf")
        self.last = -float("inf")

    def tick(self, now: float) -> None:
        self._moments.append(now)
        self._first = min(self._first, now)
        self.last = now

    def rate_hz(self, now: float) -> float:
        """Over the last seconds, so that it falls when nothing comes any more."""
        while self._moments and self._moments[0] < now - _RATE_WINDOW_S:
            self._moments.popleft()
        watched_s = min(now - self._first, _RATE_WINDOW_S)
        return len(self._moments) / watched_s if watched_s > 0.1 else 0.0


class Health:
    """Collects from all threads. clock: seconds, monotonic."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._logged: dict[str, float] = {}
        self.restart()

    def restart(self) -> None:
        """Forget everything: the node is activated anew."""
        with self._lock:
            self._started = self._clock()
            self._inputs: dict[str, _Ticks] = {}
            self._scenes = _Ticks()
            self._scene_count = 0
            self._drops: dict[str, tuple[int, float, str]] = {}
            self._stages: dict[str, deque[float]] = {}
            self._latency: deque[float] = deque(maxlen=_SAMPLES)
            self._notes: dict[str, str] = {}

    def expect(self, name: str) -> None:
        """Say that an input is subscribed, so that its silence is reported."""
        with self._lock:
            self._inputs.setdefault(name, _Ticks())

    def received(self, name: str) -> None:
        with self._lock:
            self._inputs.setdefault(name, _Ticks()).tick(self._clock())

    def dropped(self, cause: str, text: str) -> bool:
        """Count a lost frame. Returns whether it is to be logged now: each cause seldom, the benign ones never, and
        what is normal at the start not at the start.
        """
        now = self._clock()
        with self._lock:
            count = self._drops.get(cause, (0, 0.0, ""))[0] + 1
            self._drops[cause] = (count, now, text)
            starting = cause in _AT_START and now - self._started < _START_S
            # one among many that have theirs was lost on the way
            stray = cause == "no_camera_info" and now - self._scenes.last < _START_S
            if cause in BENIGN or starting or stray or now - self._logged.get(cause, -float("inf")) < _LOG_EVERY_S:
                return False
            self._logged[cause] = now
            return True

    def note(self, topic: str, text: str) -> None:
        """Keep a problem that is no lost frame, such as a quality-of-service mismatch."""
        with self._lock:
            self._notes[topic] = text

    def scene_done(self, stages_ms: Mapping[str, float], latency_ms: float) -> None:
        with self._lock:
            self._scenes.tick(self._clock())
            self._scene_count += 1
            self._latency.append(latency_ms)
            for stage, value in stages_ms.items():
                self._stages.setdefault(stage, deque(maxlen=_SAMPLES)).append(value)

    def report(self) -> Report:
        now = self._clock()
        with self._lock:
            rates = {name: ticks.rate_hz(now) for name, ticks in self._inputs.items()}
            return Report(
                running_s=now - self._started,
                rates_hz={**rates, "scene": self._scenes.rate_hz(now)},
                silent_s={name: now - ticks.last for name, ticks in self._inputs.items()},
                scenes=self._scene_count,
                since_scene_s=now - self._scenes.last,
                drops={cause: Drop(count, now - last, text) for cause, (count, last, text) in self._drops.items()},
                stages_ms={stage: _percentiles(values) for stage, values in self._stages.items()},
                latency_ms=_percentiles(self._latency) if self._latency else None,
                notes=dict(self._notes),
            )


def _percentiles(values: deque[float]) -> Percentiles:
    ordered = sorted(values)
    return Percentiles(ordered[len(ordered) // 2], ordered[min(len(ordered) * 95 // 100, len(ordered) - 1)])
