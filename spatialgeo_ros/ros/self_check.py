"""Runs through everything that a scene needs, from the newest messages, and says one line each with the remedy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from spatialgeo_ros.config import NodeConfig
from spatialgeo_ros.errors import InputError
from spatialgeo_ros.geometry.lens import Undistorter
from spatialgeo_ros.ros.camera_info import LensOfInfo
from spatialgeo_ros.ros.diagnostics import RECENT_S, Situation, why_no_scene
from spatialgeo_ros.ros.frames import ALIGN, check_depth, check_frame_ids
from spatialgeo_ros.ros.images import depth_from_msg, rgb_from_msg
from spatialgeo_ros.ros.stamps import StampGuard, stamp_ns
from spatialgeo_ros.ros.transforms import Transforms
from spatialgeo_ros.types import GravitySource, Scene


@dataclass(frozen=True)
class Check:
    """One line of the report. text: what is so, or what is wrong and how to mend it."""

    name: str
    ok: bool
    text: str

    def __str__(self) -> str:
        return f"{'ok  ' if self.ok else 'FAIL'} {self.name}: {self.text}"


@dataclass(frozen=True)
class Subject:
    """What is checked. latest: input -> newest message. now_ns: the node's clock."""

    situation: Situation
    latest: Mapping[str, Any]
    config: NodeConfig
    transforms: Transforms | None
    scene: Scene | None
    now_ns: int


def self_check(subject: Subject) -> list[Check]:
    """All checks that can be made; those that need a missing input are left out, the missing input fails."""
    if not subject.situation.active:
        return [Check("state", False, why_no_scene(subject.situation))]
    checks = [Check("state", True, subject.situation.state), *_arrivals(subject)]
    if all(name in subject.latest for name in subject.situation.required):
        checks += [*_contents(subject), *_placement(subject)]
    return [*checks, _freshness(subject), *_speaker(subject)]


def _arrivals(subject: Subject) -> Iterator[Check]:
    report = subject.situation.report
    for name in subject.situation.required:
        silent_s = report.silent_s.get(name, float("inf"))
        if silent_s > subject.config.silent_after_s:
            yield Check(name, False, subject.situation.explain_silence(name, silent_s))
        else:
            yield Check(name, True, f"arrives at {report.rates_hz.get(name, 0.0):.1f} Hz")
    for name, problem in report.notes.items():
        yield Check(f"{name} qos", False, problem)


def _contents(subject: Subject) -> Iterator[Check]:
    latest = {name: subject.latest[name] for name in subject.situation.required}
    image, depth, info = latest["image"], latest.get("depth"), latest["camera_info"]
    rgb = _tried(rgb_from_msg, image)
    yield _check("image encoding", rgb, getattr(image, "encoding", "compressed"))
    yield _check("frames", _tried(check_frame_ids, image, depth, info), image.header.frame_id)
    if not isinstance(rgb, InputError):
        lens = _tried(LensOfInfo(subject.config.image_rectified).of, info, rgb.shape[:2])
        yield _check("camera", lens, "" if isinstance(lens, InputError) else _camera_text(lens))
    if depth is None:
        yield Check("depth", True, f"not needed: predicted by {subject.config.model}")
    else:
        yield from _depth(depth, rgb)


def _depth(depth: Any, rgb: Any) -> Iterator[Check]:
    depth_m = _tried(depth_from_msg, depth)
    yield _check("depth encoding", depth_m, getattr(depth, "encoding", "compressedDepth"))
    if isinstance(rgb, InputError) or isinstance(depth_m, InputError):
        return
    same = depth_m.shape == rgb.shape[:2]
    text = f"image {rgb.shape[1]}x{rgb.shape[0]}, depth {depth_m.shape[1]}x{depth_m.shape[0]}"
    yield Check("sizes", same, text if same else f"{text}; {ALIGN}")
    yield _check("depth values", _tried(check_depth, depth_m), f"{100 * float(np.mean(depth_m > 0)):.0f} % valid")


def _camera_text(lens: Undistorter) -> str:
    camera = lens.camera
    return (f"fx {camera.fx:.1f}, fy {camera.fy:.1f}, cx {camera.cx:.1f}, cy {camera.cy:.1f}, "
            f"{'no distortion' if lens.is_identity else 'lens distortion is taken out'}")


def _placement(subject: Subject) -> Iterator[Check]:
    header, config = subject.latest["image"].header, subject.config
    yield _check("stamp", _tried(StampGuard().check, stamp_ns(header.stamp), subject.now_ns, config.max_future_s),
                 f"{(subject.now_ns - stamp_ns(header.stamp)) / 1e9:.3f} s behind this node's clock")
    yield _tf(subject)
    if subject.scene is not None:
        source = subject.scene.gravity_source
        yield Check("gravity", source is not GravitySource.UNKNOWN, f"from {source.name.lower()}"
                    if source is not GravitySource.UNKNOWN else "unknown: set reference_frame or gravity.up_camera")


def _tf(subject: Subject) -> Check:
    """From what became of the frames: the newest image may be waiting for its transform just now."""
    if subject.transforms is None:
        return Check("tf", True, "not needed: reference_frame is empty, results are in the camera's frame")
    report = subject.situation.report
    lost = [drop.text for cause, drop in report.recent_drops(RECENT_S).items()
            if cause.startswith("tf") and drop.since_last_s < report.since_scene_s]
    if lost:
        return Check("tf", False, lost[0])
    if subject.scene is None:
        return Check("tf", False, f"not looked up yet; known frames: {', '.join(sorted(subject.transforms.frames()))}")
    return Check("tf", True, f"{subject.scene.frame_id} <- {subject.scene.camera_frame_id} is known at image stamps")


def _freshness(subject: Subject) -> Check:
    if subject.scene is None:
        return Check("scene", False, f"none: {why_no_scene(subject.situation)}")
    age_s = (subject.now_ns - subject.scene.stamp_ns) / 1e9
    limit_s = subject.config.scene.answers.max_scene_age_s
    if age_s > limit_s:
        return Check("scene", False, f"{age_s:.1f} s old, answers want at most {limit_s:.1f}: "
                     f"{why_no_scene(subject.situation)}")
    things = len(subject.scene.objects)
    return Check("scene", True, f"{age_s:.2f} s old, {things} object{'s' if things != 1 else ''}")


def _speaker(subject: Subject) -> Iterator[Check]:
    speech = subject.situation.speaker
    if speech.model:
        yield Check("speaker", not speech.problem, speech.problem or f"{speech.model} is asked too")


def _tried(function: Any, *arguments: Any) -> Any:
    """The result, or the InputError instead of raising it."""
    try:
        return function(*arguments)
    except InputError as error:
        return error


def _check(name: str, result: Any, text_if_ok: str) -> Check:
    return Check(name, False, str(result)) if isinstance(result, InputError) else Check(name, True, text_if_ok)
