"""The pictures of the demo: the node's annotated image and a map, both of a frame that was asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.drawing.top_down import draw_map
from spatialgeo_ros.geometry.camera import camera_from_matrix
from spatialgeo_ros.msg import Scene as SceneMsg
from spatialgeo_ros.ros.demo_session import DemoError, Session
from spatialgeo_ros.ros.images import rgb_from_msg
from spatialgeo_ros.ros.received import scene_from_msg
from spatialgeo_ros.ros.stamps import stamp_ns
from spatialgeo_ros.ros.transforms import Transforms
from spatialgeo_ros.types import Pose

WAIT_S = 5.0


@dataclass(frozen=True)
class Pictures:
    """Files that were written, both of the frame of this stamp."""

    annotated: Path
    map: Path
    stamp_ns: int


def write_pictures(session: Session, stamps_ns: Sequence[int], transforms: Transforms | None, out: Path,
                   suffix: str = "") -> Pictures:
    """Of the newest of these frames that is drawn, by now or soon. transforms: needed where poses are not in its frame."""
    newest_first = sorted(set(stamps_ns), reverse=True)
    for at_ns, wait_s in [*((at_ns, 0.0) for at_ns in newest_first), (newest_first[0], WAIT_S)]:  # older ones will not come
        picture = session.pictures.at(at_ns, wait_s)
        info = session.camera_infos.at(at_ns, 0.0)
        if picture is None or info is None:
            continue
        scene = session.client.scene_message_at(at_ns)
        camera = camera_from_matrix(list(info.k), info.height, info.width)
        top_down = draw_map(scene_from_msg(scene, camera, _reference_from_camera(scene, transforms)))
        files = Pictures(out / f"annotated{suffix}.png", out / f"map{suffix}.png", at_ns)
        _save(files.annotated, rgb_from_msg(picture))
        _save(files.map, top_down)
        return files
    raise DemoError(f"the node drew none of the {len(newest_first)} frames that were asked about; "
                    f"{session.complaints()}")


def _reference_from_camera(scene: SceneMsg, transforms: Transforms | None) -> Pose:
    if scene.header.frame_id == scene.camera_frame_id:
        return Pose.identity()
    if transforms is None:
        raise DemoError(f"the scene is in {scene.header.frame_id}, but nobody listened to tf")
    return transforms.lookup(scene.header.frame_id, scene.camera_frame_id, stamp_ns(scene.header.stamp), WAIT_S)


def _save(path: Path, rgb: NDArray[np.uint8]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not cv2.imwrite(str(path), np.ascontiguousarray(rgb[:, :, ::-1])):
        raise DemoError(f"cannot write {path}; choose another folder with --out")
