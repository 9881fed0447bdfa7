"""Ids that persist: the objects of one frame recognised in the next, and remembered for a while when out of view."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np

from spatialgeo_ros.config import TrackConfig
from spatialgeo_ros.geometry.boxes_apart import boxes_apart
from spatialgeo_ros.scene.assignment import assign
from spatialgeo_ros.scene.camera_motion import camera_motion
from spatialgeo_ros.scene.doubt import Doubt, doubt_of, wholly_seen
from spatialgeo_ros.scene.overlap import covered
from spatialgeo_ros.scene.pieces import is_piece, joined
from spatialgeo_ros.scene.presence import Presence, presences
from spatialgeo_ros.scene.resemblance import LIMIT, costs, looks_alike
from spatialgeo_ros.scene.smoothing import held, smoothed
from spatialgeo_ros.scene.votes import Votes
from spatialgeo_ros.types import CameraFrame, FloatArray, ObjectKind, OrientedBox, Pose, SceneObject

_log = logging.getLogger(__name__)

_MAX_ID = 65535  # the id image is 16 bit
_CREEP_M_PER_S = 0.02  # process noise of a thing in view that is taken to stand still
_CAMERA_M_PER_S = 1.0  # how fast a camera without tf may move
_MOVED_M_PER_S = 1.0  # how fast somebody may carry a thing to another place
_TAKEN_S = 2.0  # how long a thing is told to be there whose place is seen but whose outline was not found again
_PER_SIGHTING_S = 1.0  # and told to be there out of view, at most, for every frame it was seen in
_SURE = 6.0  # cost of a pair below which it is one thing whatever happens to the others
_NEW_COST = 4.0  # what speaks against a track that was seen once; less with every sighting
_AWAY_COST = 3.0  # what speaks against a track that was not found in the last frame
_SETTLED = 3  # sightings from which a track is well known
_ODD_FRAMES = 3  # so often in a row, and
_ODD_S = 0.7  # for so long, a settled track is found to be another thing before that is believed
_PIECE_FRAMES = 10  # in so many frames a piece of an object must be found before it is an object of its own
_BESIDE_M = 0.05  # a piece of an object is so near to it


@dataclass(frozen=True, eq=False)
class Tracked:
    """objects: seen ones and remembered ones (visible=False), by id.

    id_of_found: of each found object, pieces of one thing share its id; 0 = not yet.
    """

    objects: tuple[SceneObject, ...]
    id_of_found: tuple[int, ...]


@dataclass(eq=False)
class _Track:
    """What is known of one object. id: 0 until confirmed. item: newest knowledge, as of when it was last seen.

    presence: what is seen at its place, when it was not found. missed_s: for how long its place was in view since.
    odd, odd_s: in how many frames in a row, and for how long, it was found as a part of itself or as more.
    covered: it was not found, but another takes in its place: two segments became one.
    whole: what it is taken for a piece of, if it was not seen often yet.
    """

    item: SceneObject
    id: int = 0
    hits: int = 0
    presence: Presence = Presence.UNSEEN
    missed_s: float = 0.0
    odd: int = 0
    odd_s: float = 0.0
    covered: bool = False
    whole: _Track | None = None
    votes: Votes = field(default_factory=Votes)

    @property
    def told(self) -> bool:
        return bool(self.id) and self.whole is None

    @property
    def settled(self) -> bool:
        return self.told and self.hits >= _SETTLED


class Tracker:
    """Gives found objects their ids from frame to frame, in the reference frame.

    Things are taken to stand still in the reference frame. Where that is the camera's own frame, the camera's motion is
    estimated from the objects themselves.

    Pairs are of smallest total cost (place, overlap, size, colour, name; `scene.resemblance`), settled tracks before
    others. What a mask loses or takes in for a moment changes no settled box (`scene.doubt`, `scene.pieces`). A track ends
    when one sees through its place or when it was out of view for long; what is covered or not settled, also when its place
    was in view for a while without it.
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
        seen = self._recognise(found, frame, reference_from_viewer, elapsed_s)
        unseen = self._remembered(seen, found, frame, elapsed_s)
        self._tracks = unseen + seen
        for track in seen:
            self._confirm(track)
        _settle_names(seen, found, self._tracks)
        ids = tuple((track.whole or track).id for track in seen)
        self._note_supports(seen, ids, rests_on)
        self._stamp_ns, self._viewer, self._frame_id = frame.stamp_ns, reference_from_viewer, frame.reference_frame_id
        published = [_published(track, seen, found) for track in seen if track.told] + [
            self._out_of_view(track, frame.stamp_ns) for track in unseen
            if not track.covered and track.missed_s <= _TAKEN_S and _unseen_s(track, frame) <= _PER_SIGHTING_S * track.hits]
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
                   elapsed_s: float) -> list[_Track]:
        """The track of every found object, updated by it; new ones for those never seen."""
        moving = frame.reference_frame_id == frame.frame_id
        if moving and self._tracks and elapsed_s > 0:
            self._follow_camera(found, viewer, elapsed_s)
        known = [track.item for track in self._tracks]
        spread = np.array([self._spread_m(track, elapsed_s, frame) for track in self._tracks])
        pairs = self._assigned(costs(known, found, viewer.rotation[:, 2], spread))
        self._look_for(set(range(len(known))) - set(pairs.values()), frame)
        pairs.update(self._carried(known, found, pairs, elapsed_s))
        wholes = self._wholes(found, pairs)
        split = [id(whole) for whole in wholes.values()]
        seen = []
        for j, item in enumerate(found):
            if item.stamp_last_seen_ns != frame.stamp_ns:
                item = item.replaced(stamp_last_seen_ns=frame.stamp_ns)
            track = self._tracks[pairs[j]] if j in pairs else _Track(item)
            if j in pairs:
                _update(track, spread[pairs[j]], item, frame, id(track) in split)
            track.whole = wholes.get(j)
            seen.append(track)
        return seen

    def _spread_m(self, track: _Track, elapsed_s: float, frame: CameraFrame) -> float:
        """How far the thing may be from where it was last seen, one standard deviation."""
        if self._stamp_ns is not None and track.item.stamp_last_seen_ns >= self._stamp_ns:
            return _CREEP_M_PER_S * elapsed_s
        return self._config.drift_m_per_s * max(_unseen_s(track, frame), 0.0)

    def _assigned(self, cost: FloatArray) -> dict[int, int]:
        """found -> track. Settled tracks choose before others, sure pairs are made before doubtful ones.

        By one assignment over all, a thing would be handed on to a piece of itself, so that both find a partner.
        """
        if cost.size == 0:
            return {}
        away = np.array([track.item.stamp_last_seen_ns != self._stamp_ns for track in self._tracks])
        newness = np.array([_NEW_COST / (1 + track.hits) for track in self._tracks])
        left = cost + (newness + _AWAY_COST * away)[:, None]
        settled = np.array([track.settled for track in self._tracks])
        pairs: dict[int, int] = {}
        for limit in (_SURE, LIMIT):
            for others in (~settled, np.zeros_like(settled)):  # those that must wait
                for i, j in assign(np.where(others[:, None], np.inf, left), limit):
                    pairs[j] = i
                    left[i], left[:, j] = np.inf, np.inf
        return pairs

    def _wholes(self, found: Sequence[SceneObject], pairs: dict[int, int]) -> dict[int, _Track]:
        """Found objects that are pieces -> the settled track found in this frame that they are a piece of.

        Only what was seen in fewer frames than the whole, and in few, can turn out to be a piece.
        """
        hits = [self._tracks[pairs[j]].hits if j in pairs else 0 for j in range(len(found))]
        wholes: dict[int, _Track] = {}
        for j in sorted(range(len(found)), key=lambda j: -hits[j]):
            if j in pairs and self._tracks[pairs[j]].id and hits[j] >= _PIECE_FRAMES:
                continue
            better = (self._tracks[i] for k, i in pairs.items() if hits[k] > hits[j] and k not in wholes)
            whole = next((track for track in better if track.settled and is_piece(
                found[j], track.item, track.votes.colour_words)), None)
            if whole is not None:
                wholes[j] = whole
        return wholes

    def _follow_camera(self, found: Sequence[SceneObject], viewer: Pose, elapsed_s: float) -> None:
        """Move all tracks by the motion that the objects show, or make them uncertain when they do not agree on one."""
        known = [track.item for track in self._tracks]
        motion_std = min(_CAMERA_M_PER_S * elapsed_s, 0.3)
        cost = costs(known, found, viewer.rotation[:, 2], np.full(len(known), motion_std), overlapping=False)
        things = [(i, j) for i, j in assign(cost, LIMIT)
                  if known[i].kind == ObjectKind.OBJECT and not (known[i].touches_border or found[j].touches_border)]
        motion = None
        if self._viewer is not None and things:
            before, now = (np.array([items[p[k]].centre_ref for p in things]) for k, items in enumerate((known, found)))
            motion = camera_motion(before, now, self._viewer, viewer)
        for track in self._tracks:
            if motion is None:
                growth = motion_std**2 * np.eye(3)
                track.item = track.item.replaced(centre_cov_m2=track.item.centre_cov_m2 + growth)
            else:
                track.item = _moved(track.item, motion)

    def _look_for(self, missing: Collection[int], frame: CameraFrame) -> None:
        """Note of the tracks that nothing was recognised as what is seen at their places."""
        tracks = [self._tracks[i] for i in missing if self._tracks[i].told]
        for track, state in zip(tracks, presences([track.item for track in tracks], frame), strict=True):
            track.presence = state

    def _carried(self, known: Sequence[SceneObject], found: Sequence[SceneObject], pairs: dict[int, int],
                 elapsed_s: float) -> dict[int, int]:
        """Things that somebody moved: gone from their old place, and something that looks alike found nearby."""
        news = [j for j in range(len(found)) if j not in pairs and found[j].kind == ObjectKind.OBJECT]
        taken = set(pairs.values())
        gone = [i for i, item in enumerate(known) if i not in taken and item.kind == ObjectKind.OBJECT
                and self._tracks[i].told and self._tracks[i].presence == Presence.GONE]
        if not gone or not news:
            return {}
        reach = 0.1 + _MOVED_M_PER_S * elapsed_s
        distance = np.array([[float(np.linalg.norm(known[i].centre_ref - found[j].centre_ref))
                              if looks_alike(known[i], found[j]) else np.inf for j in news] for i in gone])
        return {news[j]: gone[i] for i, j in assign(distance, reach)}

    def _remembered(self, seen: Sequence[_Track], found: Sequence[SceneObject], frame: CameraFrame,
                    elapsed_s: float) -> list[_Track]:
        """The tracks to keep of those not found in this frame."""
        now = {id(track) for track in seen}
        unseen = [track for track in self._tracks
                  if id(track) not in now and track.told and _unseen_s(track, frame) <= self._config.remember_s]
        for track, inside in zip(unseen, covered([track.item for track in unseen], [track.item for track in seen]),
                                 strict=True):
            track.covered = bool(inside)
        doubtful = [track for track in unseen if track.presence == Presence.THERE]
        for track, merged in zip(doubtful, covered([track.item for track in doubtful], found), strict=True):
            if track.covered or not merged:  # where two became one segment, both are there
                track.missed_s += elapsed_s
        return [track for track in unseen if track.presence != Presence.GONE and (
            # what was seen for a moment only is often a piece of something else
            track.missed_s <= min(_TAKEN_S, _PER_SIGHTING_S * track.hits) or (track.settled and not track.covered))]

    def _confirm(self, track: _Track) -> None:
        track.hits += 1
        track.missed_s = 0.0
        enough = max(self._config.confirm_frames, _PIECE_FRAMES if track.whole else 0)
        if not track.id and track.hits >= enough:
            used = {other.id for other in self._tracks}
            self._last_id = next(number for number in (k % _MAX_ID + 1 for k in range(self._last_id, 2 * _MAX_ID))
                                 if number not in used)
            track.id = self._last_id

    def _note_supports(self, seen: Sequence[_Track], ids: Sequence[int], rests_on: Sequence[int]) -> None:
        for track, carrier in zip(seen, rests_on or [-1] * len(seen), strict=True):
            number = ids[carrier] if carrier >= 0 else 0
            if track.item.support_id != number and track.id != number:  # on a piece of itself it does not stand
                track.item = track.item.replaced(support_id=number)
        alive = {track.id for track in self._tracks}
        for track in self._tracks:
            if track.item.support_id and track.item.support_id not in alive:
                track.item = track.item.replaced(support_id=0)

    def _out_of_view(self, track: _Track, stamp_ns: int) -> SceneObject:
        drift = self._config.drift_m_per_s * (stamp_ns - track.item.stamp_last_seen_ns) * 1e-9
        return track.votes.worded(track.item, id=track.id, visible=False, visible_fraction=0.0, pixel_count=0,
                                  bbox_xyxy_px=None, centre_cov_m2=track.item.centre_cov_m2 + drift**2 * np.eye(3))


def _update(track: _Track, spread_m: float, item: SceneObject, frame: CameraFrame, split: bool) -> None:
    """Take in what was found of it now. A settled track keeps its box until it is wholly seen as another for a while.

    split: other pieces of it were found, too.
    """
    doubt = doubt_of(track.item, item, spread_m, frame)
    if (split and doubt != Doubt.CHANGED) or (doubt == Doubt.ODD and track.settled and not wholly_seen(item)):
        doubt = Doubt.HIDDEN
    if doubt == Doubt.ODD:
        track.odd += 1
        track.odd_s += _unseen_s(track, frame)
    elif doubt != Doubt.HIDDEN:
        track.odd, track.odd_s = 0, 0.0
    believed = track.odd >= _ODD_FRAMES and track.odd_s >= _ODD_S if track.settled else track.odd > 0
    if doubt == Doubt.CHANGED or believed:
        track.odd, track.odd_s, track.item = 0, 0.0, item
    elif doubt == Doubt.NONE:
        track.item = smoothed(track.item, item, spread_m)
    else:
        track.item = held(track.item, item)


def _published(track: _Track, seen: Sequence[_Track], found: Sequence[SceneObject]) -> SceneObject:
    pieces = [item for other, item in zip(seen, found, strict=True) if other.whole is track]
    return joined(track.votes.worded(track.item, id=track.id), pieces)


def _unseen_s(track: _Track, frame: CameraFrame) -> float:
    return (frame.stamp_ns - track.item.stamp_last_seen_ns) * 1e-9


def _settle_names(seen: Sequence[_Track], found: Sequence[SceneObject], tracks: Sequence[_Track]) -> None:
    """Count this frame's words. A name that went to one object leaves the pieces and ghosts right beside it."""
    detector_spoke = any(item.label for item in found if item.kind == ObjectKind.OBJECT)
    for track, item in zip(seen, found, strict=True):
        track.votes.count(item, detector_spoke)
    for track, item in zip(seen, found, strict=True):
        for other in tracks if item.label and item.kind == ObjectKind.OBJECT else ():
            if other is not track and other.votes.label == item.label and not _named_now(other, seen, found) and (
                    boxes_apart(other.item.box, track.item.box)[0] < _BESIDE_M):
                other.votes.give_up(item.label)


def _named_now(track: _Track, seen: Sequence[_Track], found: Sequence[SceneObject]) -> bool:
    return any(other is track and item.label for other, item in zip(seen, found, strict=True))


def _moved(item: SceneObject, motion: Pose) -> SceneObject:
    """The same object after a change of the reference frame."""
    turn = motion.rotation
    return item.replaced(
        box=OrientedBox(motion @ item.box.reference_from_box, item.box.size_m),
        centre_cov_m2=turn @ item.centre_cov_m2 @ turn.T, surface_ref=_applied(motion, item.surface_ref),
        outline_ref=_applied(motion, item.outline_ref))


def _applied(motion: Pose, points: FloatArray) -> FloatArray:
    return motion.apply(points) if len(points) else points
