"""Results beside the scene: right frames, right numbers, and made only for those who listen."""

from __future__ import annotations

import time

import numpy as np
import pytest
from rig import FRAME, HEIGHT, WIDTH, Rig, depth_mm_of, header
from sensor_msgs.msg import Image, PointCloud2
from visualization_msgs.msg import Marker, MarkerArray

from spatialgeo_ros.msg import Answer, SpatialRelationArray
from spatialgeo_ros.ros import outputs, qos
from spatialgeo_ros.ros.images import depth_from_msg, image_msg, rgb_from_msg
from spatialgeo_ros.ros.stamps import stamp_ns

KINDS = {"relations": SpatialRelationArray, "markers": MarkerArray, "annotated_image": Image, "depth": Image,
         "points": PointCloud2, "answers": Answer}


@pytest.fixture(scope="module")
def rig():
    rig = Rig(marker_lifetime_s=1.5)
    rig.heard = {name: [] for name in KINDS}
    for name, kind in KINDS.items():
        rig.peer.create_subscription(kind, f"/spatialgeo/{name}", rig.heard[name].append, qos.result())
    rig.wait(lambda: all(rig.node.count_subscribers(f"/spatialgeo/{name}") for name in KINDS), "results subscribed")
    time.sleep(0.2)
    yield rig
    rig.close()


def result(rig: Rig, name: str, at_ns: int):
    def matching() -> list:
        return [msg for msg in rig.heard[name] if name == "markers" or stamp_ns(msg.header.stamp) == at_ns]

    rig.wait(lambda: bool(matching()), f"{name} of {at_ns}")
    return matching()[-1]


def test_relations_have_the_scene_s_header(rig):
    at_ns = rig.send()
    msg = result(rig, "relations", at_ns)
    assert msg.header.frame_id == FRAME
    assert len(msg.relations) == 4
    assert stamp_ns(msg.valid_until) == at_ns + 1_000_000_000


def test_depth_is_the_metres_that_were_used(rig):
    at_ns = rig.now_ns()
    raw = depth_mm_of()
    raw[3, 5] = 1500
    rig.send(at_ns, depth=image_msg(raw, "16UC1", header(at_ns)))
    msg = result(rig, "depth", at_ns)
    assert (msg.encoding, msg.header.frame_id) == ("32FC1", FRAME)
    np.testing.assert_allclose(depth_from_msg(msg), raw / 1000.0, rtol=1e-6)


def test_points_lie_where_the_camera_sees_them_in_their_colour(rig):
    at_ns = rig.now_ns()
    rgb = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    rgb[7, 11] = (255, 128, 3)
    raw = depth_mm_of()
    raw[7, 12] = 0
    rig.send(at_ns, image_msg(rgb, "rgb8", header(at_ns)), image_msg(raw, "16UC1", header(at_ns)))
    msg = result(rig, "points", at_ns)
    assert (msg.height, msg.width, msg.point_step, msg.row_step) == (HEIGHT, WIDTH, 16, 16 * WIDTH)
    assert [(field.name, field.offset) for field in msg.fields] == [("x", 0), ("y", 4), ("z", 8), ("rgb", 12)]
    raw_points = np.frombuffer(msg.data, np.uint8).reshape(HEIGHT, WIDTH, 16)
    xyz = raw_points[..., :12].copy().view(np.float32)
    np.testing.assert_allclose(xyz[7, 11], [(11 - 30) / 60 * 0.7, (7 - 25) / 62 * 0.7, 0.7], rtol=1e-5)
    assert np.isnan(xyz[7, 12]).all()
    assert tuple(raw_points[7, 11, 12:]) == (3, 128, 255, 0)


def test_the_picture_is_the_image_with_something_drawn_on_it(rig):
    at_ns = rig.send()
    msg = result(rig, "annotated_image", at_ns)
    picture = rgb_from_msg(msg)
    assert msg.header.frame_id == FRAME
    assert picture.shape[2] == 3
    assert (picture != 100).any()


def test_markers_keep_their_ids_and_live_for_a_while(rig):
    rig.heard["markers"].clear()
    first = result(rig, "markers", rig.send()).markers
    rig.heard["markers"].clear()
    second = result(rig, "markers", rig.send()).markers
    assert {(item.ns, item.id) for item in first} == {(item.ns, item.id) for item in second}
    assert {(item.ns, item.id) for item in second if not item.ns.startswith("relations")} == {
        ("boxes", 1), ("names", 1), ("boxes", 2), ("names", 2), ("supports", 3)}
    assert all(item.action == Marker.ADD and item.lifetime.sec == 1 and item.lifetime.nanosec == 500_000_000
               for item in second)
    assert all(item.header.frame_id == FRAME for item in second)


def test_answers_are_published_too(rig):
    at_ns = rig.send()
    rig.scene_at(at_ns)
    asked = rig.ask("How many objects are there?")
    assert result(rig, "answers", at_ns).text == asked.text


def test_nothing_is_made_for_nobody(monkeypatch, fresh_ros_domain):
    made: list[str] = []
    for name in ("annotate", "points_msg", "relations_msg", "image_msg"):
        monkeypatch.setattr(outputs, name, lambda *_, name=name: made.append(name))
    rig = Rig()
    try:
        for _ in range(3):
            rig.scene_at(rig.send())
        assert made == []
    finally:
        rig.close()


def test_detections_3d_name_the_objects_that_are_seen(rig):
    vision_msgs = pytest.importorskip("vision_msgs.msg")
    heard: list = []
    rig.peer.create_subscription(vision_msgs.Detection3DArray, "/spatialgeo/detections_3d", heard.append, qos.result())
    rig.wait(lambda: rig.node.count_subscribers("/spatialgeo/detections_3d") > 0, "subscribed")
    time.sleep(0.2)
    scene = rig.scene_at(rig.send())
    rig.wait(lambda: bool(heard), "detections_3d")
    found = heard[-1]
    assert found.header == scene.header
    assert [item.id for item in found.detections] == ["1", "2"]  # the support is no detection
    for detection, item in zip(found.detections, scene.objects, strict=False):
        assert detection.bbox.center == item.pose.pose
        assert detection.bbox.size == item.size
        assert detection.results[0].hypothesis.class_id == "object"
        np.testing.assert_allclose(detection.results[0].pose.covariance, item.pose.covariance)
