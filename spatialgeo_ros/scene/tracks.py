"""Ids that persist: the objects of one frame recognised in the next, and remembered for a while when out of view."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from spatialgeo_ros.config import TrackConfig
from spatialgeo_ros.scene.assignment import assign
from spatialgeo_ros.scene.camera_motion import camera_motion
from spatialgeo_ros.scene.presence import Presence, presence
from spatialgeo_ros.scene.resemblance import LIMIT, costs, looks_alike
from spatialgeo_ros.scene.smoothing import smoothed
from spatialgeo_ros.types import CameraFrame, FloatArray, ObjectKind, OrientedBox, Pose, SceneObject

T = TypeVar("T")

_log = logging.getLogger(__name__)

_MAX_ID = 65535  # the id image is 16 bit
_CREEP_M_PER_S = 0.02  # process noise of a thing in view that is taken to stand still
_CAMERA_M_PER_S = 1.0  # how fast a camera without tf may move
_MOVED_M_PER_S = 1.0  # how fast somebody may carry a thing to another place
_TAKEN_S = 1.0  # how long a thing is remembered whose place is seen but whose outline was not found again
_VOTES = 20.0  # older votes for a name or colour fade, so that a corrected name gets through


@dataclass(frozen=True, eq=False)
class Tracked:
    """objects: seen ones and remembered ones (visible=False), by id. id_of_found: of each found object; 0 = not yet."""

    objects: tuple[SceneObject, ...]
    id_of_found: tuple[int, ...]


@dataclass(eq=False)
class _Track:
    """What is known of one object. id: 0 until confirmed. item: newest knowledge, as of when it was last seen."""

    item: SceneObject
    id: int = 0
    hits: int = 0
    label_score: float = 0.0
    labels: dict[str, float] = field(default_factory=dict)
    colours: dict[tuple[str, ...], float] = field(default_factory=dict)
    shapes: dict[tuple[str, ...], float] = field(default_factory=dict)


class Tracker:
    """Gives found objects their ids from frame to frame, in the reference frame.

    Things are taken to stand still in the reference frame. Where that is the camera's own frame, the camera's motion is
    estimated from the objects themselves.
    """

    def __init__(self, config: TrackConfig = TrackConfig()) -> None:
        self._config = config
        self.reset()

    def reset(self) -> None:
        """Forget everything; ids start again at 1."""
        self._tracks: list[_Track] = []
        self._last_id = 0
        self._stamp_ns: int | None = None
        self._viewer: Pose | None = None
        self._frame_id = ""

    def configure(self, config: TrackConfig) -> None:
        """Use other settings from the next frame on; ids stay."""
        self._config = config

    def update(self, found: Sequence[SceneObject], frame: CameraFrame, reference_from_viewer: Pose,
               rests_on: Sequence[int] = ()) -> Tracked:
        """Recognise, smooth, remember and forget.

        found: objects of this frame, ids ignored. rests_on: for each, the index in `found` of what carries it, -1 = not
        known; empty = nothing known. A stamp before the last one (a recording that starts again) or another reference
        frame resets.
        """
        self._check_continuity(frame)
        elapsed_s = 0.0 if self._stamp_ns is None else (frame.stamp_ns - self._stamp_ns) * 1e-9
        track_of = self._recognise(found, frame, reference_from_viewer, elapsed_s)
        kept = self._forget(frame, {id(track) for track in track_of.values()})
        self._tracks = kept + [track_of[k] for k in sorted(track_of) if track_of[k] not in kept]
        for track in track_of.values():
            self._confirm(track)
        ids = tuple(track_of[k].id for k in range(len(found)))
        self._note_supports(track_of, ids, rests_on)
        self._stamp_ns, self._viewer, self._frame_id = frame.stamp_ns, reference_from_viewer, frame.reference_frame_id
        seen = {id(track) for track in track_of.values()}
        published = [self._published(track, id(track) in seen, frame.stamp_ns) for track in self._tracks if track.id]
        return Tracked(tuple(sorted(published, key=lambda item: item.id)), ids)

    def _check_continuity(self, frame: CameraFrame) -> None:
        if self._stamp_ns is None:
            return
        if frame.stamp_ns < self._stamp_ns:
            _log.info("tracks forgotten: time went back by %.3f s", (self._stamp_ns - frame.stamp_ns) * 1e-9)
            self.reset()
        elif frame.reference_frame_id != self._frame_id:
            _log.info("tracks forgotten: the reference frame is now %r", frame.reference_frame_id)
            self.reset()

    def _recognise(self, found: Sequence[SceneObject], frame: CameraFrame, viewer: Pose,
                   elapsed_s: float) -> dict[int, _Track]:
        """The track of every found object, updated by it; new ones for those never seen."""
        up_ref = viewer.rotation[:, 2]
        moving = frame.reference_frame_id == frame.frame_id
        if moving and self._tracks and elapsed_s > 0:
            self._follow_camera(found, viewer, elapsed_s)
        known = [self._predicted(track, elapsed_s, frame.stamp_ns) for track in self._tracks]
        pairs = {j: i for i, j in assign(costs(known, found, up_ref, 0.0), LIMIT)}
        pairs.update(self._carried(known, found, pairs, frame, elapsed_s))
        track_of = {}
        for j, item in enumerate(found):
            track = self._tracks[pairs[j]] if j in pairs else _Track(item)
            track.item = smoothed(known[pairs[j]], item) if j in pairs else item
            if track.item.stamp_last_seen_ns != frame.stamp_ns:
                track.item = dataclasses.replace(track.item, stamp_last_seen_ns=frame.stamp_ns)
            _vote(track, item)
            track_of[j] = track
        return track_of

    def _predicted(self, track: _Track, elapsed_s: float, stamp_ns: int) -> SceneObject:
        """The track's object as expected now: the same place, less certain."""
        unseen_s = (stamp_ns - track.item.stamp_last_seen_ns) * 1e-9
        seen_last = self._stamp_ns is not None and track.item.stamp_last_seen_ns >= self._stamp_ns
        std = _CREEP_M_PER_S * elapsed_s if seen_last else self._config.drift_m_per_s * max(unseen_s, 0.0)
        return dataclasses.replace(track.item, centre_cov_m2=track.item.centre_cov_m2 + std**2 * np.eye(3))

    def _follow_camera(self, found: Sequence[SceneObject], viewer: Pose, elapsed_s: float) -> None:
        """Move all tracks by the motion that the objects show, or make them uncertain when they do not agree on one."""
        known = [track.item for track in self._tracks]
        motion_std = min(_CAMERA_M_PER_S * elapsed_s, 0.3)
        things = [(i, j) for i, j in assign(costs(known, found, viewer.rotation[:, 2], motion_std), LIMIT)
                  if known[i].kind == ObjectKind.OBJECT and not (known[i].touches_border or found[j].touches_border)]
        motion = None
        if self._viewer is not None and things:
            before, now = (np.array([items[p[k]].centre_ref for p in things]) for k, items in enumerate((known, found)))
            motion = camera_motion(before, now, self._viewer, viewer)
        for track in self._tracks:
            if motion is None:
                growth = motion_std**2 * np.eye(3)
                track.item = dataclasses.replace(track.item, centre_cov_m2=track.item.centre_cov_m2 + growth)
            else:
                track.item = _moved(track.item, motion)

    def _carried(self, known: Sequence[SceneObject], found: Sequence[SceneObject], pairs: dict[int, int],
                 frame: CameraFrame, elapsed_s: float) -> dict[int, int]:
        """Things that somebody moved: gone from their old place, and something that looks alike found nearby."""
        news = [j for j in range(len(found)) if j not in pairs and found[j].kind == ObjectKind.OBJECT]
        taken = set(pairs.values())
        gone = [i for i, item in enumerate(known) if i not in taken and self._tracks[i].id and news
                and item.kind == ObjectKind.OBJECT and presence(item, frame) == Presence.GONE]
        if not gone:
            return {}
        reach = 0.1 + _MOVED_M_PER_S * elapsed_s
        distance = np.array([[float(np.linalg.norm(known[i].centre_ref - found[j].centre_ref))
                              if looks_alike(known[i], found[j]) else np.inf for j in news] for i in gone])
        return {news[j]: gone[i] for i, j in assign(distance, reach)}

    def _forget(self, frame: CameraFrame, seen: set[int]) -> list[_Track]:
        """The tracks to keep."""
        kept = []
        for track in self._tracks:
            unseen_s = (frame.stamp_ns - track.item.stamp_last_seen_ns) * 1e-9
            if id(track) in seen:
                kept.append(track)
            elif not track.id or unseen_s > self._config.remember_s:
                continue
            elif track.item.kind == ObjectKind.SUPPORT:
                kept.append(track)
            else:
                state = presence(track.item, frame)
                if state == Presence.UNSEEN or (state == Presence.THERE and unseen_s <= _TAKEN_S):
                    kept.append(track)
        return kept

    def _confirm(self, track: _Track) -> None:
        track.hits += 1
        if not track.id and track.hits >= self._config.confirm_frames:
            used = {other.id for other in self._tracks}
            self._last_id = next(number for number in (k % _MAX_ID + 1 for k in range(self._last_id, 2 * _MAX_ID))
                                 if number not in used)
            track.id = self._last_id

    def _note_supports(self, track_of: dict[int, _Track], ids: Sequence[int], rests_on: Sequence[int]) -> None:
        alive = {track.id for track in self._tracks}
        for j, track in track_of.items():
            carrier = ids[rests_on[j]] if rests_on and rests_on[j] >= 0 else 0
            if track.item.support_id != carrier:
                track.item = dataclasses.replace(track.item, support_id=carrier)
        for track in self._tracks:
            if track.item.support_id and track.item.support_id not in alive:
                track.item = dataclasses.replace(track.item, support_id=0)

    def _published(self, track: _Track, seen: bool, stamp_ns: int) -> SceneObject:
        item = dataclasses.replace(track.item, id=track.id, label=_elected(track.labels, ""),
                                   label_score=track.label_score, colours=_elected(track.colours, ()),
                                   shapes=_elected(track.shapes, ()))
        if seen:
            return item
        drift = self._config.drift_m_per_s * (stamp_ns - item.stamp_last_seen_ns) * 1e-9
        return dataclasses.replace(item, visible=False, visible_fraction=0.0, pixel_count=0, bbox_xyxy_px=None,
                                   centre_cov_m2=item.centre_cov_m2 + drift**2 * np.eye(3))


def _vote(track: _Track, item: SceneObject) -> None:
    for votes in (track.labels, track.colours, track.shapes):
        _fade(votes)
    if item.label:
        track.labels[item.label] = track.labels.get(item.label, 0.0) + max(item.label_score, 0.05)
        if item.label == _elected(track.labels, ""):
            track.label_score = item.label_score
    track.colours[item.colours] = track.colours.get(item.colours, 0.0) + 1
    track.shapes[item.shapes] = track.shapes.get(item.shapes, 0.0) + 1


def _fade(votes: dict[Any, float]) -> None:
    total = sum(votes.values())
    if total > _VOTES:
        for key in votes:
            votes[key] *= _VOTES / total


def _elected(votes: dict[T, float], nobody: T) -> T:
    return max(votes, key=lambda word: votes[word]) if votes else nobody


def _moved(item: SceneObject, motion: Pose) -> SceneObject:
    """The same object after a change of the reference frame."""
    turn = motion.rotation
    return dataclasses.replace(
        item, box=OrientedBox(motion @ item.box.reference_from_box, item.box.size_m),
        centre_cov_m2=turn @ item.centre_cov_m2 @ turn.T, surface_ref=_applied(motion, item.surface_ref),
        outline_ref=_applied(motion, item.outline_ref))


def _applied(motion: Pose, points: FloatArray) -> FloatArray:
    return motion.apply(points) if len(points) else points
