"""The simulated camera over real DDS: one stamp, tf that composes, depth and truth that belong to the image."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from listening import Listening, listening, stamps
from rcl_interfaces.srv import SetParameters
from rclpy.parameter import Parameter
from sensor_msgs.msg import CameraInfo, Image
from std_msgs.msg import String
from tf2_msgs.msg import TFMessage
from vision_msgs.msg import Detection2DArray

from spatialgeo_ros.errors import ConfigError
from spatialgeo_ros.geometry.pose import rotation_from_quat_xyzw
from spatialgeo_ros.ros import qos, simulator
from spatialgeo_ros.ros.images import depth_from_msg, rgb_from_msg
from spatialgeo_ros.ros.simulated_camera import scaled
from spatialgeo_ros.ros.simulator import Simulator, split_at_base
from spatialgeo_ros.ros.stamps import stamp_ns
from spatialgeo_ros.ros.truth_topics import TrueFrame, frame_from_json
from spatialgeo_ros.types import Pose
from spatialgeo_ros.world.render import Renderer
from spatialgeo_ros.world.rooms import make_room
from spatialgeo_ros.world.trajectory import CAMERA, camera_pose

SEED = 4
SMALL = {"seed": SEED, "height": 96, "width": 128, "rate_hz": 10.0}
TOPICS = {"/image": Image, "/depth": Image, "/camera_info": CameraInfo, "/tf": TFMessage,
          "/simulator/truth/frame": String}


@pytest.fixture
def world() -> Iterator[Listening]:
    with listening() as made:
        for topic, kind in TOPICS.items():
            made.listen(topic, kind)
        made.listen("/tf_static", TFMessage, qos.tf_static())
        made.listen("/simulator/truth/room", String, qos.latched())
        yield made


def truths(world: Listening) -> dict[int, TrueFrame]:
    frames = [frame_from_json(message.data) for message in world.heard["/simulator/truth/frame"]]
    return {frame.stamp_ns: frame for frame in frames}


def complete(world: Listening) -> list[int]:
    """Stamps of which image, depth, camera_info, tf and truth were all heard."""
    heard = [set(stamps(world.heard[topic])) for topic in ("/image", "/depth", "/camera_info")]
    moved = {stamp_ns(message.transforms[0].header.stamp) for message in world.heard["/tf"]}
    return sorted(set.intersection(*heard, moved, set(truths(world))))


def at(messages: list[Any], stamp: int) -> Any:
    return next(message for message in messages if stamp_ns(message.header.stamp) == stamp)


def pose_of(transform: Any) -> Pose:
    place, turn = transform.transform.translation, transform.transform.rotation
    rotation = rotation_from_quat_xyzw(np.array([turn.x, turn.y, turn.z, turn.w]))
    return Pose(rotation, np.array([place.x, place.y, place.z]))


def test_tf_from_the_room_to_the_optical_frame_is_where_the_image_was_taken(world: Listening) -> None:
    world.run(Simulator, **SMALL)
    world.wait(lambda: len(complete(world)) >= 3 and world.heard["/tf_static"], "three frames")
    (static,) = world.heard["/tf_static"][0].transforms
    assert (static.header.frame_id, static.child_frame_id) == ("camera_link", "camera_optical_frame")
    # REP 103: what is forward (x) for the link is z for the optical frame, and its left (y) is -x
    np.testing.assert_allclose(pose_of(static).rotation, [[0, 0, 1], [-1, 0, 0], [0, -1, 0]], atol=1e-9)
    for stamp in complete(world)[:3]:
        message = next(m for m in world.heard["/tf"] if stamp_ns(m.transforms[0].header.stamp) == stamp)
        names = [(item.header.frame_id, item.child_frame_id) for item in message.transforms]
        assert names == [("world", "base_link"), ("base_link", "camera_link")]
        composed = pose_of(message.transforms[0]) @ pose_of(message.transforms[1]) @ pose_of(static)
        true = truths(world)[stamp].world_from_camera
        np.testing.assert_allclose(composed.rotation, true.rotation, atol=1e-6)
        np.testing.assert_allclose(composed.translation_m, true.translation_m, atol=1e-6)


def test_the_truth_topic_suffices_to_render_the_very_image_again(world: Listening) -> None:
    world.run(Simulator, noise=False, depth_encoding="32FC1", **SMALL)
    world.wait(lambda: len(complete(world)) >= 2, "two frames")
    stamp = complete(world)[1]
    true = truths(world)[stamp]
    view = Renderer(make_room(true.seed)).render(true.world_from_camera, true.camera)
    np.testing.assert_allclose(depth_from_msg(at(world.heard["/depth"], stamp)), view.depth_m, atol=1e-5)
    grain = rgb_from_msg(at(world.heard["/image"], stamp)).astype(int) - view.rgb.astype(int)
    assert abs(grain.mean()) < 1.0
    assert np.abs(grain).max() < 40, "the same picture but for its grain"


def test_millimetres_and_metres_are_the_same_depth_and_holes_are_marked(world: Listening) -> None:
    world.run(Simulator, motion="static", **SMALL)
    world.wait(lambda: len(complete(world)) >= 1, "a frame")
    depth = world.heard["/depth"][0]
    assert depth.encoding == "16UC1"
    metres = depth_from_msg(depth)
    assert (metres == 0).any(), "a sensor has holes"
    assert 0.3 < np.median(metres[metres > 0]) < 6.0


def test_camera_info_has_the_intrinsics_of_the_image_size(world: Listening) -> None:
    world.run(Simulator, motion="static", **SMALL)
    world.wait(lambda: len(complete(world)) >= 1, "a frame")
    info, camera = world.heard["/camera_info"][0], scaled(CAMERA, 96, 128)
    assert (info.height, info.width, info.distortion_model) == (96, 128, "plumb_bob")
    assert list(info.k) == pytest.approx([camera.fx, 0, camera.cx, 0, camera.fy, camera.cy, 0, 0, 1])
    assert list(info.p) == pytest.approx([camera.fx, 0, camera.cx, 0, 0, camera.fy, camera.cy, 0, 0, 0, 1, 0])
    assert info.header.frame_id == "camera_optical_frame"


def test_a_smaller_image_shows_the_same_view() -> None:
    small = scaled(CAMERA, 240, 320)
    # the corner of the image, half a pixel outside the first pixel's centre, stays where it is
    assert (-0.5 - small.cx) / small.fx == pytest.approx((-0.5 - CAMERA.cx) / CAMERA.fx)
    assert (239.5 - small.cy) / small.fy == pytest.approx((479.5 - CAMERA.cy) / CAMERA.fy)


def test_the_camera_stops_and_moves_on_request(world: Listening) -> None:
    world.run(Simulator, speed=3.0, **SMALL)

    def set_motion(motion: str) -> None:
        parameters = [Parameter("motion", value=motion).to_parameter_msg()]
        reply = world.call("/simulator/set_parameters", SetParameters, SetParameters.Request(parameters=parameters))
        assert reply.results[0].successful

    def places(count: int) -> np.ndarray:
        before = len(truths(world))
        world.wait(lambda: len(truths(world)) >= before + count, "more frames")
        return np.array([frame.world_from_camera.translation_m for frame in list(truths(world).values())[before:]])

    world.wait(lambda: len(truths(world)) >= 1, "a frame")
    assert (np.abs(np.diff(places(4), axis=0)).max(axis=1) > 1e-4).all()
    set_motion("static")
    assert np.ptp(places(6)[3:], axis=0).max() == 0.0, "two frames may still be on their way"
    set_motion("trajectory")
    assert np.ptp(places(6), axis=0).max() > 1e-4


def test_the_path_does_not_depend_on_how_long_rendering_takes(world: Listening) -> None:
    world.run(Simulator, start_s=2.0, speed=2.0, **SMALL)
    world.wait(lambda: len(truths(world)) >= 3, "three frames")
    room = make_room(SEED)
    first = next(iter(truths(world).values())).world_from_camera.translation_m
    planned = np.array([camera_pose(room, 2.0 + 0.2 * index).translation_m for index in range(8)])
    assert np.abs(planned - first).max(axis=1).min() < 1e-9, "frame n is taken at start_s + n * speed / rate_hz"


def test_the_camera_stops_at_the_place_that_was_asked_for(world: Listening) -> None:
    world.run(Simulator, stop_s=0.37, speed=2.0, **SMALL)
    place = camera_pose(make_room(SEED), 0.37).translation_m
    world.wait(lambda: len(truths(world)) >= 5, "five frames")  # of 0.0, 0.2, 0.37, 0.37, ... seconds
    seen = np.array([frame.world_from_camera.translation_m for frame in truths(world).values()])
    assert np.array_equal(seen[-1], place)


def test_detections_are_words_and_boxes_of_what_is_seen(world: Listening) -> None:
    world.listen("/detections", Detection2DArray)
    world.run(Simulator, publish_detections=True, motion="static", seed=SEED)
    world.wait(lambda: world.heard["/detections"] and world.heard["/detections"][-1].detections, "detections")
    message = world.heard["/detections"][-1]
    words = {thing["word"] for thing in json.loads(world.heard["/simulator/truth/room"][0].data)["things"]}
    world.wait(lambda: stamp_ns(message.header.stamp) in stamps(world.heard["/image"]), "the image of the detections")
    for found in message.detections:
        assert found.results[0].hypothesis.class_id in words
        assert found.header == message.header
        left = found.bbox.center.position.x - found.bbox.size_x / 2
        assert -0.5 <= left <= 639.5 - found.bbox.size_x + 1e-6


def test_without_being_asked_it_publishes_no_detections(world: Listening) -> None:
    node = world.run(Simulator, **SMALL)
    assert "/detections" not in [name for name, _ in node.get_publisher_names_and_types_by_node("simulator", "/")]


def test_the_base_stands_on_the_floor_below_the_camera() -> None:
    link = Pose(rotation_from_quat_xyzw(np.array([0.1, 0.2, 0.7, 0.67])), np.array([1.0, 2.0, 1.4]))
    base, link_in_base = split_at_base(link)
    np.testing.assert_allclose(base.translation_m, [1.0, 2.0, 0.0])
    np.testing.assert_allclose(base.rotation[:, 2], [0, 0, 1], atol=1e-12)
    np.testing.assert_allclose(link_in_base.translation_m, [0.0, 0.0, 1.4], atol=1e-12)
    assert link_in_base.rotation[1, 0] == pytest.approx(0.0, abs=1e-12), "the base looks the same way"
    np.testing.assert_allclose((base @ link_in_base).rotation, link.rotation, atol=1e-12)


@pytest.mark.parametrize("parameters", [{"motion": "sideways"}, {"rate_hz": 0.0}, {"seed": -1},
                                        {"depth_encoding": "8UC1"}])
def test_settings_that_cannot_work_are_refused_at_start(world: Listening, parameters: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match=next(iter(parameters))):
        world.run(Simulator, **{**SMALL, **parameters})


def test_without_open3d_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch,
                                                capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "open3d", None)
    assert simulator.main([]) == 1
    assert "pip install open3d" in capfd.readouterr().err
