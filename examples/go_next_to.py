#!/usr/bin/env python3
"""Send the robot next to a thing: python examples/go_next_to.py "the thing left of the chair" --dry-run

Finds the thing, computes where the robot can stand beside it, and publishes that as a goal for Nav2. The node must know
things in the frame of the goal: start it with `-p reference_frame:=map`. Nothing is sent when anything is unclear.
"""

import argparse
import math
import sys
import time

from geometry_msgs.msg import PoseStamped
from rclpy.duration import Duration
from rclpy.utilities import remove_ros_args

from spatialgeo_ros.errors import PlanningError, SpatialGeoError
from spatialgeo_ros.planning.boxes import floor_height_m
from spatialgeo_ros.planning.standing import standing_place
from spatialgeo_ros.ros.client import SpatialGeoClient
from spatialgeo_ros.ros.geometry_msgs_of import pose


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("thing", help='in words, such as "the red box", or an id, such as "#3"')
    parser.add_argument("--frame", default="map", help="of the goal; default: map")
    parser.add_argument("--radius", type=float, default=0.25, help="of the robot, metres")
    parser.add_argument("--clearance", type=float, default=0.1, help="between the robot and everything else, metres")
    parser.add_argument("--sigmas", type=float, default=2.0, help="standard deviations that boxes are larger by")
    parser.add_argument("--floor", type=float, help="height of the floor in that frame, metres; default: as it is seen")
    parser.add_argument("--wait", type=float, default=10.0, help="for the node, seconds")
    parser.add_argument("--dry-run", action="store_true", help="print the goal, do not send it")
    return parser.parse_args(remove_ros_args()[1:])  # --ros-args -r goal_pose:=... is for ROS


def go(client, arguments):
    publisher = None if arguments.dry_run else publisher_with_listener(client.node)
    client.scene(arguments.wait)  # from here on the client hears every scene, that of the answer too
    found = client.find(arguments.thing)
    scene = client.scene_at(found.stamp_ns)
    if found.frame_id != arguments.frame:
        raise PlanningError(f"the node knows things in {found.frame_id!r}, the goal is to be in {arguments.frame!r}; start "
                            f"the node with -p reference_frame:={arguments.frame}, or give --frame {found.frame_id}")
    if not scene.metric:
        raise PlanningError("the node's depth has no metric scale, so there are no metres to drive by")
    floor_m = floor_height_m(scene.objects) if arguments.floor is None else arguments.floor
    if floor_m is None:
        raise PlanningError(f"no floor is in view; say how high it is in {arguments.frame}: --floor 0")
    place = standing_place(found.object, scene.objects, scene.reference_from_viewer.translation_m, floor_m,
                           arguments.radius, arguments.clearance, arguments.sigmas)
    goal = PoseStamped(pose=pose(place.reference_from_robot))
    goal.header.frame_id, goal.header.stamp = arguments.frame, client.node.get_clock().now().to_msg()
    at, heading = goal.pose.position, place.reference_from_robot.rotation[:2, 0]
    print(f"{found.description} (#{found.object.id}): stand at x {at.x:.2f}, y {at.y:.2f} m, heading "
          f"{math.degrees(math.atan2(heading[1], heading[0])):.0f} degrees, in {arguments.frame}; {place.gap_m:.2f} m of room "
          f"to it, {abs(math.degrees(place.turned_rad)):.0f} degrees round from the camera's side")
    client.require_valid(found)
    if publisher is not None:
        publisher.publish(goal)
        publisher.wait_for_all_acked(Duration(seconds=5.0))
        print(f"sent to {publisher.topic_name}")


def publisher_with_listener(node):
    publisher = node.create_publisher(PoseStamped, "goal_pose", 1)
    until_s = time.monotonic() + 5.0
    while not publisher.get_subscription_count():
        if time.monotonic() > until_s:
            raise PlanningError(f"nobody listens on {publisher.topic_name}; is Nav2 running?")
        time.sleep(0.05)
    return publisher


def main():
    arguments = read_arguments()
    try:
        with SpatialGeoClient() as client:
            go(client, arguments)
    except SpatialGeoError as error:
        sys.exit(f"not going: {error}")


if __name__ == "__main__":
    main()
