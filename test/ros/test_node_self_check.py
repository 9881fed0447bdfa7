"""The self-check of a running node: one line each, right when all is well, and with the remedy when it is not."""

from __future__ import annotations

import pytest
from rig import FRAME, Rig, camera_info, depth_mm_of, header

from spatialgeo_ros.ros.images import image_msg
from spatialgeo_ros.types import Pose

S = 1_000_000_000


@pytest.fixture
def rig():
    rig = Rig()
    yield rig
    rig.close()


def lines(rig: Rig) -> dict[str, str]:
    """Name -> whole line."""
    return {line[5:].split(":")[0]: line for line in rig.self_check().message.splitlines()}


def test_all_is_well(rig):
    rig.scene_at(rig.send())
    response = rig.self_check()
    assert response.success, response.message
    found = lines(rig)
    assert list(found) == ["state", "image", "depth", "camera_info", "image encoding", "frames", "camera",
                           "depth encoding", "sizes", "depth values", "stamp", "tf", "gravity", "scene"]
    assert found["image encoding"].endswith("rgb8")
    assert found["sizes"].endswith("image 64x48, depth 64x48")
    assert "fx 60.0, fy 62.0" in found["camera"]
    assert found["depth values"].endswith("100 % valid")
    assert found["gravity"].endswith("support_plane")
    assert "3 objects" in found["scene"]


def test_each_fault_is_on_its_own_line_with_the_remedy(rig):
    at_ns = rig.now_ns()
    info = camera_info(at_ns)
    info.k = [0.0] * 9
    rig.send(at_ns, depth=image_msg(depth_mm_of(0), "16UC1", header(at_ns, "depth_frame")), info=info)
    rig.wait(lambda: "depth" in rig.node._session.inputs.latest, "depth")
    rig.told("frames lost")
    found = lines(rig)
    failed = {name for name, line in found.items() if line.startswith("FAIL")}
    assert failed == {"frames", "camera", "depth values", "scene"}
    assert "align_depth" in found["frames"]
    assert "calibration" in found["camera"]


def test_missing_tf_is_on_its_line():
    rig = Rig(reference_frame="odom", tf_timeout_s=0.1)
    try:
        rig.send()
        rig.told("frames lost: tf_unknown_frame")
        assert lines(rig)["tf"].startswith("FAIL tf: tf knows no frame 'odom'")
        rig.send_tf("odom", FRAME, 0, Pose.identity(), static=True)
        rig.wait(lambda: bool(rig.node._session.transforms.frames()), "tf")
        rig.scene_at(rig.send())
        assert lines(rig)["tf"].startswith("ok   tf: odom <- camera_optical_frame")
        assert lines(rig)["gravity"].endswith("reference_frame")
    finally:
        rig.close()


def test_an_old_scene_is_told_as_old():
    rig = Rig(answers__max_scene_age_s=0.2)
    try:
        rig.scene_at(rig.send())
        rig.wait(lambda: "FAIL scene" in rig.self_check().message, "the scene to age")
        assert "answers want at most 0.2" in rig.self_check().message
    finally:
        rig.close()
