"""The health of the node as diagnostic_msgs: one status per concern, its message says what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from builtin_interfaces.msg import Time
from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus, KeyValue

from spatialgeo_ros.ros.health import BENIGN, Report
from spatialgeo_ros.ros.speaking import Speech

RECENT_S = 5.0


@dataclass(frozen=True)
class Status:
    """level: bytes, as diagnostic_msgs has it in Python. problem: "" when all is well."""

    concern: str
    level: bytes
    message: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Situation:
    """What the statuses are judged from. required: inputs without which there is no scene. tf: "" when not needed."""

    active: bool
    state: str
    report: Report
    required: tuple[str, ...]
    silent_after_s: float
    explain_silence: Callable[[str, float], str]
    tf: str
    tf_frames: frozenset[str]
    speaker: Speech = Speech()


def statuses(now: Situation) -> list[Status]:
    return [_inputs(now), _scene(now), _tf(now), _qos(now), _speaker(now.speaker)]


def diagnostic_array(found: list[Status], node_name: str, stamp: Time) -> DiagnosticArray:
    array = DiagnosticArray()
    array.header.stamp = stamp
    array.status = [DiagnosticStatus(level=item.level, name=f"{node_name}: {item.concern}", message=item.message,
                                     hardware_id=node_name,
                                     values=[KeyValue(key=key, value=value) for key, value in item.values.items()])
                    for item in found]
    return array


def why_no_scene(now: Situation) -> str:
    """In words, and with the remedy; for answers that have no scene to rest on."""
    if not now.active:
        return f"the node is {now.state}; activate it (ros2 lifecycle set <node> activate)"
    silent = silent_inputs(now)
    if silent:
        return silent[0]
    lost = _lost(now)
    return lost[0] if lost else _overdue(now)


def _overdue(now: Situation) -> str:
    """Inputs arrive and nothing was lost lately: what the next scene waits for."""
    report = now.report
    if not report.scenes:
        return "inputs arrive, but no frame has been worked on to its end yet"
    latency_s = 0.0 if report.latency_ms is None else report.latency_ms.p50 / 1000.0
    silence_s, name = max((report.silent_s.get(name, 0.0), name) for name in now.required)
    if silence_s >= max(report.since_scene_s, latency_s):
        return now.explain_silence(name, silence_s)
    return (f"the last scene was made {report.since_scene_s:.1f} s ago, {latency_s:.1f} s after its image (median of the last "
            "ones); the next is being worked on, and /diagnostics tells which stage takes how long")


def silent_inputs(now: Situation) -> list[str]:
    """One text with the remedy for each required input of which nothing came, or nothing for long."""
    return [now.explain_silence(name, now.report.silent_s[name]) for name in now.required
            if now.report.silent_s.get(name, 0.0) > now.silent_after_s]


def _lost(now: Situation) -> list[str]:
    """Texts of recent losses, latest first; the benign ones only when nothing else explains a missing scene."""
    recent = sorted(now.report.recent_drops(RECENT_S).items(), key=lambda item: item[1].since_last_s)
    serious = [drop.text for cause, drop in recent if cause not in BENIGN]
    if serious or now.report.since_scene_s < now.silent_after_s:
        return serious
    return [drop.text for cause, drop in recent if cause != "superseded"]  # then a newer one is being worked on


def _inputs(now: Situation) -> Status:
    values = {f"{name} rate (Hz)": f"{rate:.1f}" for name, rate in now.report.rates_hz.items() if name != "scene"}
    if not now.active:
        return Status("inputs", DiagnosticStatus.OK, f"node is {now.state}: nothing subscribed", values)
    silent = silent_inputs(now)
    if silent:
        return Status("inputs", DiagnosticStatus.ERROR, "; ".join(silent), values)
    return Status("inputs", DiagnosticStatus.OK, "all inputs arrive", values)


def _scene(now: Situation) -> Status:
    report = now.report
    values = {"state": now.state, "scenes": str(report.scenes), "rate (Hz)": f"{report.rates_hz['scene']:.1f}"}
    if report.latency_ms is not None:
        values["latency from image stamp, p50 (ms)"] = f"{report.latency_ms.p50:.1f}"
        values["latency from image stamp, p95 (ms)"] = f"{report.latency_ms.p95:.1f}"
    for stage, spread in report.stages_ms.items():
        values[f"{stage} p50 (ms)"] = f"{spread.p50:.2f}"
        values[f"{stage} p95 (ms)"] = f"{spread.p95:.2f}"
    for cause, drop in sorted(report.drops.items()):
        values[f"frames lost: {cause}"] = f"{drop.count}, last {drop.since_last_s:.1f} s ago: {drop.text}"
    if not now.active:
        return Status("scene", DiagnosticStatus.OK, f"node is {now.state}: no scenes", values)
    lost = _lost(now)
    if report.since_scene_s > now.silent_after_s:
        return Status("scene", DiagnosticStatus.ERROR, f"no scene: {why_no_scene(now)}", values)
    if lost:
        return Status("scene", DiagnosticStatus.WARN, lost[0], values)
    return Status("scene", DiagnosticStatus.OK, f"{report.rates_hz['scene']:.1f} scenes per second", values)


def _tf(now: Situation) -> Status:
    if not now.tf:
        return Status("tf", DiagnosticStatus.OK, "not needed: reference_frame is empty")
    values = {"source": now.tf, "frames": ", ".join(sorted(now.tf_frames))}
    failed = [drop.text for cause, drop in now.report.recent_drops(RECENT_S).items() if cause.startswith("tf")]
    if failed:
        return Status("tf", DiagnosticStatus.ERROR, failed[0], values)
    return Status("tf", DiagnosticStatus.OK, "tf at the image stamps is known", values)


def _qos(now: Situation) -> Status:
    notes: Any = now.report.notes
    if notes:
        return Status("qos", DiagnosticStatus.WARN, "; ".join(notes.values()), dict(notes))
    return Status("qos", DiagnosticStatus.OK, "policies of all publishers fit")


def _speaker(speech: Speech) -> Status:
    if not speech.model:
        return Status("speaker", DiagnosticStatus.OK, "not asked: no model is set, or speaker.enabled is false")
    if speech.problem:
        return Status("speaker", DiagnosticStatus.ERROR, f"answers come without it: {speech.problem}", {"model": speech.model})
    return Status("speaker", DiagnosticStatus.OK, f"{speech.model} is asked too", {"model": speech.model})
