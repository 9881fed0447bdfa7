"""Where a robot can stand to reach or look at an object: beside it, clear of everything that was seen, facing it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spatialgeo_ros.errors import PlanningError
from spatialgeo_ros.planning.boxes import beside_box_m, floor_ids, inflated_box
from spatialgeo_ros.scene.appearance import describe
from spatialgeo_ros.types import FloatArray, OrientedBox, Pose, SceneObject

_LEVEL = 0.999  # cosine of the angle between the frame's z axis and up
_STEP_M, _REACH_M = 0.01, 5.0
_TURN_M = 0.2  # metres nearer to the object that make up for a radian round it: space near the viewer is better known
_TURNS_DEG = [0, *(sign * turn for turn in range(5, 180, 5) for sign in (1, -1)), 180]


@dataclass(frozen=True, eq=False)
class StandingPlace:
    """reference_from_robot: on the floor, x towards the object, z up. gap_m: from the robot's rim to the object's box.

    turned_rad: how far round the object from the viewer's side, counter-clockwise seen from above; 0: on that side.
    """

    reference_from_robot: Pose
    gap_m: float
    turned_rad: float


def standing_place(target: SceneObject, objects: Sequence[SceneObject], viewer_m: FloatArray, floor_m: float,
                   robot_radius_m: float, clearance_m: float, sigmas: float = 2.0) -> StandingPlace:
    """Place beside the target: on the viewer's side, unless that is blocked or another is much nearer to the target.

    objects: the whole scene. viewer_m: (3,) where the viewer is, floor_m: height of the floor, both in the scene's
    reference frame, whose z axis must be up. The robot, a disc, stays clearance_m away from the inflated boxes of all
    things and supports, whatever their height. What lies over or under the target, such as its table or the boards of its
    shelf, is left behind together with it: the robot comes as close as that lets it.
    Places nobody has seen count as free: the navigation's costmap has the last word.
    Raises PlanningError when the frame is not level or no side is free.
    """
    _check(target, robot_radius_m, clearance_m, sigmas)
    keep_m = robot_radius_m + clearance_m
    centre = target.centre_ref[:2]
    floor = floor_ids(objects)
    if target.id in floor:
        raise PlanningError(f"{describe(target, objects)} (#{target.id}) is the floor: there is no standing beside it")
    boxes = {item.id: inflated_box(item, sigmas) for item in objects if item.id not in floor}
    around = {number for number, box in boxes.items() if beside_box_m(box, centre) == 0}  # its table, its shelf's boards
    others = [item for item in objects if item.id in boxes and item.id not in around]
    towards_viewer = math.atan2(*(np.asarray(viewer_m)[:2] - centre)[::-1])
    turns = np.radians(np.array(_TURNS_DEG, np.float64))
    directions = np.stack([np.cos(towards_viewer + turns), np.sin(towards_viewer + turns)], axis=1)
    away_m = _leaving_m([inflated_box(target, sigmas), *(boxes[number] for number in around)], centre, directions, keep_m)
    ends = np.isfinite(away_m)
    places = centre + directions * np.where(ends, away_m, 0.0)[:, None]
    blocked = np.array([beside_box_m(boxes[item.id], places) < keep_m for item in others]).reshape(-1, len(turns))
    free = ends & ~blocked.any(axis=0)
    if not free.any():
        raise PlanningError(_why_none(target, objects, [item for item, hit in zip(others, blocked, strict=True) if hit.any()],
                                      keep_m))
    best = int(np.argmin(np.where(free, away_m + _TURN_M * np.abs(turns), np.inf)))
    x, y = places[best]
    pose = _facing(float(x), float(y), floor_m, -directions[best])
    return StandingPlace(pose, float(beside_box_m(target.box, places[best])) - robot_radius_m, float(turns[best]))


def _check(target: SceneObject, robot_radius_m: float, clearance_m: float, sigmas: float) -> None:
    for name, value in (("robot_radius_m", robot_radius_m), ("clearance_m", clearance_m), ("sigmas", sigmas)):
        if not (math.isfinite(value) and value >= 0):
            raise PlanningError(f"{name} = {value:g}, expected a number from 0 up")
    if float(target.box.reference_from_box.rotation[2, 2]) < _LEVEL:
        raise PlanningError("the z axis of the scene's frame does not point up, so there is no floor to stand on in it; set "
                            "the node's reference_frame to a level one, such as map or odom")


def _leaving_m(boxes: Sequence[OrientedBox], centre: FloatArray, directions: FloatArray, keep_m: float) -> FloatArray:
    """(N,) how far from the centre along each direction (N, 2) all boxes are left keep_m behind for good; NaN: never.

    Rounded up to the next centimetre.
    """
    steps_m = np.arange(0.0, _REACH_M, _STEP_M)
    points = centre + directions[:, None] * steps_m[:, None]
    near = np.any([beside_box_m(box, points) < keep_m for box in boxes], axis=0)
    last = len(steps_m) - 1 - np.argmax(near[:, ::-1], axis=1)
    return np.where(near[:, -1], np.nan, np.where(near.any(axis=1), (last + 1) * _STEP_M, 0.0))


def _facing(x_m: float, y_m: float, z_m: float, forward: FloatArray) -> Pose:
    rotation = np.array([[forward[0], -forward[1], 0.0], [forward[1], forward[0], 0.0], [0.0, 0.0, 1.0]])
    return Pose(rotation, np.array([x_m, y_m, z_m]))


def _why_none(target: SceneObject, objects: Sequence[SceneObject], blockers: Sequence[SceneObject], keep_m: float) -> str:
    named = ", ".join(f"{describe(item, objects)} (#{item.id})" for item in blockers[:4]) or "what it lies on"
    return (f"no side of {describe(target, objects)} (#{target.id}) has room for a robot that keeps its centre {keep_m:g} m "
            f"from everything; in the way: {named}. A smaller clearance, radius or number of sigmas may help")
