"""Collision boxes as MoveIt's messages. moveit_msgs and shape_msgs are given, for they need not be installed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from geometry_msgs.msg import Pose
from std_msgs.msg import Header

from spatialgeo_ros.planning.boxes import CollisionBox
from spatialgeo_ros.ros.geometry_msgs_of import pose


def planning_scene(moveit: Any, shapes: Any, boxes: Sequence[CollisionBox], gone: Iterable[str], header: Header) -> Any:
    """A moveit_msgs/PlanningScene that adds or moves these boxes, removes those that are gone, and leaves all else alone.

    moveit, shapes: the modules moveit_msgs.msg and shape_msgs.msg. header: frame of the boxes and their stamp.
    """
    message = moveit.PlanningScene()
    message.is_diff = True
    message.robot_state.is_diff = True
    message.world.collision_objects = [*(_box(moveit, shapes, box, header) for box in boxes),
                                       *(_gone(moveit, box_id, header) for box_id in gone)]
    return message


def _box(moveit: Any, shapes: Any, box: CollisionBox, header: Header) -> Any:
    """Adding an object whose id is known replaces it."""
    primitive = shapes.SolidPrimitive()
    primitive.type = shapes.SolidPrimitive.BOX
    primitive.dimensions = [float(side) for side in box.box.size_m]
    message = moveit.CollisionObject()
    message.header, message.id = header, box.id
    message.pose = pose(box.box.reference_from_box)
    message.primitives, message.primitive_poses = [primitive], [Pose()]  # in the middle of the object
    message.operation = moveit.CollisionObject.ADD
    return message


def _gone(moveit: Any, box_id: str, header: Header) -> Any:
    message = moveit.CollisionObject()
    message.header, message.id = header, box_id
    message.operation = moveit.CollisionObject.REMOVE
    return message
