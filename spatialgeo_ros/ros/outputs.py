"""The publishers of the node. Nothing is made that nobody has subscribed to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rclpy.node import Node
from sensor_msgs.msg import Image, PointCloud2
from std_msgs.msg import Header
from visualization_msgs.msg import MarkerArray

from spatialgeo_ros.config import NodeConfig
from spatialgeo_ros.drawing.annotated import annotate
from spatialgeo_ros.msg import Answer, Scene, SpatialRelation, SpatialRelationArray
from spatialgeo_ros.ros import qos
from spatialgeo_ros.ros.clouds import points_msg
from spatialgeo_ros.ros.geometry_msgs_of import pose
from spatialgeo_ros.ros.images import image_msg
from spatialgeo_ros.ros.markers import MarkerMaker
from spatialgeo_ros.ros.relation_msgs import RelationMessages
from spatialgeo_ros.ros.scene_msgs import detections_3d_msg, relations_msg, scene_msg
from spatialgeo_ros.ros.stamps import time_msg
from spatialgeo_ros.types import CameraFrame
from spatialgeo_ros.types import Scene as CoreScene


class Outputs:
    """Results of one frame in the scene's reference frame; pictures, depth and points in the image's own frame."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._markers = MarkerMaker()
        self._relations = RelationMessages()
        self._publishers = {name: node.create_publisher(kind, f"~/{name}", qos.result())
                            for name, kind in _kinds().items()}

    def close(self) -> None:
        for publisher in self._publishers.values():
            self._node.destroy_publisher(publisher)
        self._publishers.clear()

    def publish_answer(self, answer: Answer) -> None:
        publisher = self._publishers.get("answers")
        if publisher is not None:
            publisher.publish(answer)

    def publish(self, scene: CoreScene, frame: CameraFrame, config: NodeConfig) -> None:
        if scene.depth_m is not None:
            frame = replace(frame, depth_m=scene.depth_m)
        valid_for_s = config.scene.answers.valid_for_s
        min_probability = config.scene.relations.min_probability
        image_header = Header(stamp=time_msg(scene.stamp_ns), frame_id=scene.camera_frame_id)
        relations = self._relations_if_wanted(scene, min_probability)
        makers = {
            "scene": lambda: scene_msg(scene, valid_for_s, relations),
            "relations": lambda: relations_msg(scene, valid_for_s, relations),
            "detections_3d": lambda: detections_3d_msg(scene),
            "markers": lambda: self._markers.markers(scene, config.marker_lifetime_s, min_probability),
            "annotated_image": lambda: image_msg(annotate(frame.rgb, scene), "rgb8", image_header),
            "depth": lambda: image_msg(frame.depth_m, "32FC1", image_header),
            "points": lambda: points_msg(frame, image_header),
        }
        for name, make in makers.items():
            if self._wanted(name):
                self._publishers[name].publish(make())

    def _wanted(self, name: str) -> bool:
        return name in self._publishers and self._publishers[name].get_subscription_count() > 0

    def _relations_if_wanted(self, scene: CoreScene, min_probability: float) -> list[SpatialRelation]:
        if not (self._wanted("scene") or self._wanted("relations")):
            return []
        return self._relations.of(scene.relations, min_probability, pose(scene.reference_from_viewer))


def _kinds() -> dict[str, Any]:
    kinds: dict[str, Any] = {"scene": Scene, "relations": SpatialRelationArray, "markers": MarkerArray,
                             "annotated_image": Image, "depth": Image, "points": PointCloud2, "answers": Answer}
    try:
        from vision_msgs.msg import Detection3DArray
    except ImportError:  # optional; a name that does nothing is not offered
        return kinds
    return {**kinds, "detections_3d": Detection3DArray}
