"""Which of the frames that were asked about the demo's pictures are of."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from sensor_msgs.msg import CameraInfo
from std_msgs.msg import Header

from spatialgeo_ros.ros import demo_pictures
from spatialgeo_ros.ros.by_stamp import ByStamp
from spatialgeo_ros.ros.demo_session import DemoError
from spatialgeo_ros.ros.images import image_msg

RGB = np.full((4, 6, 3), 90, np.uint8)


def asked_session(drawn: list[int]) -> Any:
    session = SimpleNamespace(pictures=ByStamp(keep=20), camera_infos=ByStamp(keep=20), complaints=lambda: "nothing to tell",
                              client=SimpleNamespace(scene_message_at=lambda at_ns: at_ns))
    for at_ns in range(1, 5):
        session.camera_infos.put(at_ns, CameraInfo(height=4, width=6, k=[5.0, 0.0, 3.0, 0.0, 5.0, 2.0, 0.0, 0.0, 1.0]))
    for at_ns in drawn:
        session.pictures.put(at_ns, image_msg(RGB, "rgb8", Header(frame_id="camera")))
    return session


@pytest.fixture(autouse=True)
def no_map(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_pictures, "scene_from_msg", lambda scene, camera, pose: scene)
    monkeypatch.setattr(demo_pictures, "_reference_from_camera", lambda scene, transforms: None)
    monkeypatch.setattr(demo_pictures, "draw_map", lambda scene: RGB)
    monkeypatch.setattr(demo_pictures, "WAIT_S", 0.05)


def test_an_older_frame_is_taken_before_a_newer_one_is_waited_for(tmp_path: Path) -> None:
    pictures = demo_pictures.write_pictures(asked_session([1, 2]), [1, 2, 3, 4], None, tmp_path)
    assert pictures.stamp_ns == 2, "the newest of those that are drawn: while one waits, they are dropped"
    assert pictures.annotated.is_file() and pictures.map.is_file()


def test_frames_of_which_none_is_drawn_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(DemoError, match="none of the 2 frames that were asked about; nothing to tell"):
        demo_pictures.write_pictures(asked_session([]), [3, 4, 4], None, tmp_path)
