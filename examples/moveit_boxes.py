#!/usr/bin/env python3
"""Keep MoveIt's planning scene filled with what the node sees: python examples/moveit_boxes.py

Each object and support becomes a box that is larger by a few standard deviations, under an id that stays; what the node
has forgotten is removed. Where moveit_msgs is not installed, it only prints what it would send.
"""

import argparse
import contextlib
import math
import sys

from rclpy.utilities import remove_ros_args
from std_msgs.msg import Header

from spatialgeo_ros.errors import SpatialGeoError
from spatialgeo_ros.planning.boxes import collision_boxes
from spatialgeo_ros.ros.client import SpatialGeoClient
from spatialgeo_ros.ros.collision_msgs import planning_scene
from spatialgeo_ros.ros.stamps import time_msg

try:
    import moveit_msgs.msg as moveit
    import shape_msgs.msg as shapes
except ImportError:
    moveit = shapes = None


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sigmas", type=float, default=2.0, help="standard deviations that boxes are larger by")
    parser.add_argument("--slab", type=float, default=0.03, help="thickness of table tops and boards, metres")
    parser.add_argument("--floor", action="store_true", help="the floor too; leave it out for a robot that stands on it")
    parser.add_argument("--once", action="store_true", help="end after the first scene")
    return parser.parse_args(remove_ros_args()[1:])


def keep_up(client, arguments):
    publisher = client.node.create_publisher(moveit.PlanningScene, "planning_scene", 10) if moveit else None
    if publisher is None:
        print("moveit_msgs is not installed: this is what would be sent")
    known, last_ns = set(), -1
    while True:
        scene = client.scene(newer_than_ns=last_ns)
        boxes = collision_boxes(scene.objects, arguments.sigmas, arguments.slab, arguments.floor)
        gone = known - {box.id for box in boxes}
        if publisher is not None:
            header = Header(stamp=time_msg(scene.stamp_ns), frame_id=scene.frame_id)
            publisher.publish(planning_scene(moveit, shapes, boxes, gone, header))
        for box in boxes:
            if box.id not in known:
                print(line(box, scene.frame_id), flush=True)
        for box_id in sorted(gone):
            print(f"REMOVE {box_id}", flush=True)
        known, last_ns = {box.id for box in boxes}, scene.stamp_ns
        if arguments.once:
            return


def line(box, frame_id):
    pose = box.box.reference_from_box
    size = " x ".join(f"{value:.3f}" for value in box.box.size_m)
    at = ", ".join(f"{value:.3f}" for value in pose.translation_m)
    yaw = math.degrees(math.atan2(pose.rotation[1, 0], pose.rotation[0, 0]))
    return f"ADD {box.id} ({box.name}): BOX {size} m at ({at}) turned {yaw:.0f} degrees, in {frame_id}"


def main():
    arguments = read_arguments()
    try:
        with contextlib.suppress(KeyboardInterrupt), SpatialGeoClient() as client:
            keep_up(client, arguments)
    except SpatialGeoError as error:
        sys.exit(f"stopped: {error}; MoveIt keeps the boxes it has")


if __name__ == "__main__":
    main()
