"""The node without a depth topic: the model's depth is used, told of and published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from rig import FRAME, HEIGHT, WIDTH, FakePipeline, Rig, camera_info, header, rgb_of
from sensor_msgs.msg import Image, PointCloud2

from spatialgeo_ros.config import NodeConfig, with_overrides
from spatialgeo_ros.errors import ConfigError
from spatialgeo_ros.ros import qos
from spatialgeo_ros.ros.images import depth_from_msg, image_msg
from spatialgeo_ros.ros.stamps import stamp_ns
from spatialgeo_ros.types import CameraFrame, DepthSource, NamedBox, Scene


class PredictingPipeline(FakePipeline):
    def step(self, frame: CameraFrame, detections: Sequence[NamedBox] = ()) -> Scene:
        scene = super().step(frame, detections)
        return replace(scene, depth_source=DepthSource.PREDICTED, depth_m=np.full((HEIGHT, WIDTH), 1.25, np.float32))


@pytest.fixture(scope="module")
def rig() -> Iterator[Rig]:
    pipeline = PredictingPipeline()
    rig = Rig(lambda config: pipeline, start=False, model="nano", depth_source="predicted", speaker__enabled=False)
    rig.pipeline = pipeline
    rig.depths, rig.points = [], []
    rig.peer.create_subscription(Image, "/spatialgeo/depth", rig.depths.append, qos.result())
    rig.peer.create_subscription(PointCloud2, "/spatialgeo/points", rig.points.append, qos.result())
    assert rig.node.start()
    rig.wait(lambda: all(pub.get_subscription_count() == 1 for pub in (rig.image_pub, rig.info_pub)), "inputs subscribed")
    rig.wait(lambda: all(rig.node.count_subscribers(f"/spatialgeo/{name}") for name in ("scene", "depth", "points")),
             "results subscribed")
    yield rig
    rig.close()


def send(rig: Rig) -> int:
    at_ns = rig.now_ns()
    rig.info_pub.publish(camera_info(at_ns))
    rig.image_pub.publish(image_msg(rgb_of(), "rgb8", header(at_ns)))
    return at_ns


def test_frames_without_depth_become_scenes(rig: Rig) -> None:
    scene = rig.scene_at(send(rig))
    assert scene.depth_source == scene.DEPTH_PREDICTED
    assert rig.pipeline.frames[-1].depth_m is None
    assert rig.depth_pub.get_subscription_count() == 0


def test_the_predicted_depth_is_published_with_its_points(rig: Rig) -> None:
    at_ns = send(rig)
    rig.wait(lambda: any(stamp_ns(msg.header.stamp) == at_ns for msg in rig.depths), "depth")
    rig.wait(lambda: any(stamp_ns(msg.header.stamp) == at_ns for msg in rig.points), "points")
    depth = rig.depths[-1]
    assert (depth.encoding, depth.header.frame_id) == ("32FC1", FRAME)
    np.testing.assert_allclose(depth_from_msg(depth), 1.25)
    assert rig.points[-1].width * rig.points[-1].height > 0


def test_the_self_check_asks_for_no_depth(rig: Rig) -> None:
    rig.scene_at(send(rig))
    told = rig.self_check().message
    assert "ok   depth: not needed: predicted by nano" in told
    assert "FAIL" not in told


def test_a_prediction_needs_a_model() -> None:
    with pytest.raises(ConfigError, match="needs a model"):
        with_overrides(NodeConfig(), {"depth_source": "predicted"})


def test_a_model_that_is_not_installed_keeps_the_node_from_starting() -> None:
    from spatialgeo_ros.ros.node import _scene_pipeline

    rig = Rig(_scene_pipeline, start=False, model="micro", depth_source="predicted")
    try:
        assert not rig.node.start()
        assert rig.node._state_machine.current_state[1] == "unconfigured"
    finally:
        rig.close()
