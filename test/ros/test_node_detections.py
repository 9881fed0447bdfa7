"""Boxes of a detector name objects, whether they come before their image, with it, or long after."""

from __future__ import annotations

import dataclasses
import time

import numpy as np
import pytest
from rig import BOX_PX, FakePipeline, Rig, camera_info, fake_scene, header, rgb_of

from spatialgeo_ros.geometry.lens import Undistorter
from spatialgeo_ros.ros.detections import DetectionBuffer, LateNames, boxes_from_msg, undistorted
from spatialgeo_ros.types import CameraFrame, GravitySource, NamedBox, ObjectKind, PinholeCamera, Pose

vision_msgs = pytest.importorskip("vision_msgs.msg")


@pytest.fixture
def rig():
    rig = Rig(detections_wait_s=0.3)
    rig.boxes_pub = rig.peer.create_publisher(vision_msgs.Detection2DArray, "detections", 5)
    rig.wait(lambda: rig.boxes_pub.get_subscription_count() > 0, "detections subscribed")
    yield rig
    rig.close()


def boxes_msg(at_ns: int, *boxes: tuple[str, float, tuple[int, int, int, int]]):
    msg = vision_msgs.Detection2DArray(header=header(at_ns))
    for label, score, (left, top, right, bottom) in boxes:
        detection = vision_msgs.Detection2D()
        detection.bbox.center.position.x, detection.bbox.center.position.y = (left + right) / 2, (top + bottom) / 2
        detection.bbox.size_x, detection.bbox.size_y = right - left + 1.0, bottom - top + 1.0
        for name, value in (("wrong", score / 2), (label, score)):
            guess = vision_msgs.ObjectHypothesisWithPose()
            guess.hypothesis.class_id, guess.hypothesis.score = name, value
            detection.results.append(guess)
        msg.detections.append(detection)
    return msg


def test_boxes_are_read_with_inclusive_ends_and_the_best_name():
    assert boxes_from_msg(boxes_msg(1, ("mug", 0.9, (20, 10, 40, 30)))) == (NamedBox("mug", 0.9, (20, 10, 40, 30)),)


def test_detections_without_name_or_size_name_nothing():
    msg = boxes_msg(1, ("", 0.9, (0, 0, 5, 5)), ("mug", 0.9, (0, 0, 5, 5)), ("cup", 0.9, (0, 0, 5, 5)))
    msg.detections[0].results = []
    msg.detections[1].bbox.size_x = 0.0
    assert [box.label for box in boxes_from_msg(msg)] == ["cup"]


def test_boxes_before_their_image_name_the_object(rig):
    at_ns = rig.now_ns()
    rig.boxes_pub.publish(boxes_msg(at_ns, ("mug", 0.9, BOX_PX)))
    time.sleep(0.1)
    scene = rig.scene_at(rig.send(at_ns))
    assert [(item.id, item.label, round(item.label_score, 3)) for item in scene.objects] == \
        [(1, "mug", 0.9), (2, "", 0.0), (3, "", 0.0)]


def test_boxes_shortly_after_their_image_are_waited_for_while_a_detector_is_at_work(rig):
    rig.boxes_pub.publish(boxes_msg(rig.now_ns()))  # there is a detector
    time.sleep(0.1)
    at_ns = rig.send()
    time.sleep(0.1)
    assert not rig.has_scene_at(at_ns)
    rig.boxes_pub.publish(boxes_msg(at_ns, ("mug", 0.9, BOX_PX)))
    assert rig.scene_at(at_ns).objects[0].label == "mug"


def test_late_boxes_name_the_object_from_the_next_scene_on(rig):
    at_ns = rig.send()
    assert rig.scene_at(at_ns).objects[0].label == ""
    rig.boxes_pub.publish(boxes_msg(at_ns, ("mug", 0.8, BOX_PX)))
    time.sleep(0.1)
    for _ in range(2):
        scene = rig.scene_at(rig.send())
        assert [item.label for item in scene.objects] == ["mug", "", ""]
        assert scene.objects[0].label_score == pytest.approx(0.8)


def test_late_boxes_take_the_place_of_the_guessed_words_of_surfaces():
    frame = CameraFrame(rgb_of(), np.ones((48, 64), np.float32), PinholeCamera(48, 64, 60.0, 62.0, 30.0, 25.0), 7, "camera",
                        "camera", Pose.identity(), None, GravitySource.UNKNOWN)
    scene = fake_scene(frame)
    scene = dataclasses.replace(scene, objects=tuple(
        dataclasses.replace(item, label="table", label_score=1.0) if item.kind is ObjectKind.SUPPORT else item
        for item in scene.objects))
    names, lens = LateNames(), Undistorter(frame.camera, "", ())
    assert names.named(scene, lens) is scene
    names.learn(7, (NamedBox("bench", 0.8, (0, 29, 63, 47)),))
    assert [item.label for item in names.named(scene, lens).objects] == ["", "", "bench"]


def test_a_frame_does_not_wait_for_a_detector_that_is_not_there(rig):
    begun = time.monotonic()
    rig.scene_at(rig.send())
    assert time.monotonic() - begun < 0.25


def test_names_are_forgotten_with_their_objects(rig):
    at_ns = rig.send()
    rig.scene_at(at_ns)
    rig.boxes_pub.publish(boxes_msg(at_ns, ("mug", 0.8, BOX_PX)))
    time.sleep(0.1)
    rig.send(at_ns - 10_000_000_000)
    rig.told("frames lost: stamp_backwards")
    again = rig.send(at_ns - 9_000_000_000)
    assert rig.scene_at(again).objects[0].label == ""


def test_waiting_boxes_are_bounded():
    buffer = DetectionBuffer(lambda *_: None)
    for stamp in range(1000):
        buffer.add(stamp, ())
        buffer.take(stamp + 10_000, 0.0)
    assert len(buffer._waiting) <= 30
    assert len(buffer._asked) <= 30


def test_boxes_of_a_distorted_image_move_with_its_content():
    camera = PinholeCamera(480, 640, 400.0, 400.0, 320.0, 240.0)
    lens = Undistorter(camera, "plumb_bob", (-0.3, 0.08, 0.0, 0.0, 0.0))
    picture = np.zeros((480, 640), np.uint8)
    picture[60:120, 500:580] = 1
    rows, columns = np.nonzero(lens.depth(picture))
    box, = undistorted((NamedBox("mug", 0.9, (500, 60, 579, 119)),), lens)
    assert box.bbox_xyxy_px == (columns.min(), rows.min(), columns.max(), rows.max())
    assert box.bbox_xyxy_px[2] > 590  # the lens had pulled it in


def test_the_pipeline_gets_the_boxes_of_its_own_frame_only(rig):
    pipeline: FakePipeline = rig.pipeline
    at_ns = rig.now_ns()
    rig.boxes_pub.publish(boxes_msg(at_ns - 33_000_000, ("cup", 0.9, BOX_PX)))
    time.sleep(0.1)
    rig.scene_at(rig.send(at_ns, info=camera_info(at_ns)))
    assert pipeline.boxes[-1] == ()
