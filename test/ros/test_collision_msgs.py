"""Collision boxes as MoveIt's messages, with stand-ins that have its field names: moveit_msgs is not needed for this."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from geometry_msgs.msg import Pose as PoseMsg
from std_msgs.msg import Header

from spatialgeo_ros.planning.boxes import CollisionBox
from spatialgeo_ros.ros.collision_msgs import planning_scene
from spatialgeo_ros.types import OrientedBox, Pose

QUARTER_TURN = np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
BOX = CollisionBox("spatialgeo_7", "mug",
                   OrientedBox(Pose(QUARTER_TURN, np.array([1.0, 2.0, 3.0])), np.array([0.1, 0.2, 0.3])))


class CollisionObject(SimpleNamespace):
    ADD, REMOVE = b"\x00", b"\x01"

    def __init__(self) -> None:
        super().__init__(header=Header(), pose=PoseMsg(), id="", primitives=[], primitive_poses=[], operation=b"\x00")


class SolidPrimitive(SimpleNamespace):
    BOX = 1

    def __init__(self) -> None:
        super().__init__(type=0, dimensions=[])


def empty_scene() -> SimpleNamespace:
    return SimpleNamespace(is_diff=False, robot_state=SimpleNamespace(is_diff=False),
                           world=SimpleNamespace(collision_objects=[]))


MOVEIT = SimpleNamespace(PlanningScene=empty_scene, CollisionObject=CollisionObject)
SHAPES = SimpleNamespace(SolidPrimitive=SolidPrimitive)


def test_a_box_is_added_at_its_pose() -> None:
    message = planning_scene(MOVEIT, SHAPES, [BOX], [], Header(frame_id="map"))
    (added,) = message.world.collision_objects
    assert (added.id, added.header.frame_id, added.operation) == ("spatialgeo_7", "map", CollisionObject.ADD)
    (primitive,) = added.primitives
    assert (primitive.type, primitive.dimensions) == (SolidPrimitive.BOX, pytest.approx([0.1, 0.2, 0.3]))
    assert (added.pose.position.x, added.pose.position.y, added.pose.position.z) == (1.0, 2.0, 3.0)
    half = np.sqrt(0.5)
    turn = added.pose.orientation
    assert (turn.x, turn.y, turn.z, turn.w) == pytest.approx((0.0, 0.0, half, half))
    assert added.primitive_poses == [PoseMsg()], "the box lies in the middle of its object"


def test_what_is_gone_is_removed_and_all_else_is_left_alone() -> None:
    message = planning_scene(MOVEIT, SHAPES, [BOX], ["spatialgeo_3"], Header(frame_id="map"))
    assert message.is_diff
    assert message.robot_state.is_diff
    assert [(item.id, item.operation) for item in message.world.collision_objects] == [
        ("spatialgeo_7", CollisionObject.ADD), ("spatialgeo_3", CollisionObject.REMOVE)]
    assert not message.world.collision_objects[1].primitives


def test_the_real_messages_take_it() -> None:
    moveit = pytest.importorskip("moveit_msgs.msg", reason="moveit_msgs is not installed")
    shapes = pytest.importorskip("shape_msgs.msg", reason="shape_msgs is not installed")
    message = planning_scene(moveit, shapes, [BOX], ["spatialgeo_3"], Header(frame_id="map"))
    assert [item.id for item in message.world.collision_objects] == ["spatialgeo_7", "spatialgeo_3"]
