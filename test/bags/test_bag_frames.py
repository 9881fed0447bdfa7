"""ros/bag_frames.py, which needs no ROS: frames paired by stamp, placed by the bag's tf."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from bag_writing import (
    COLOUR_TOPIC,
    DEPTH_TOPIC,
    FRAME,
    INFO_TOPIC,
    KINDS,
    SECOND_NS,
    SMALL,
    SMALL_K,
    START_NS,
    BagWriting,
    bag_path,
    compressed_depth,
    small_depth_mm,
    small_rgb,
    write_camera,
    writing,
)

from spatialgeo_ros.config import NodeConfig
from spatialgeo_ros.errors import ConfigError, InputError, TransformError
from spatialgeo_ros.ros.bag_frames import frame_from_bag
from spatialgeo_ros.ros.bag_topics import CameraTopics
from spatialgeo_ros.types import CameraFrame, GravitySource

PERIOD_NS = 100_000_000
MILLISECOND_NS = 1_000_000


def frame(path: Path, at_s: float = 0.0, **settings: object) -> CameraFrame:
    return frame_from_bag(path, CameraTopics(), at_s, NodeConfig(**settings)).frame  # type: ignore[arg-type]


def write_moving(bag: BagWriting) -> None:
    """Three seconds of a base that drives along x at 1 m/s, with a camera on it that looks along x."""
    bag.transform(START_NS, "base", FRAME, (0.0, 0.0, 0.5), (-0.5, 0.5, -0.5, 0.5), static=True)
    for k in range(30):
        at_ns = START_NS + k * PERIOD_NS
        bag.transform(at_ns - 40 * MILLISECOND_NS, "map", "base", (k * 0.1, 0.0, 0.0))
        write_camera(bag, at_ns, seed=k)


@pytest.mark.parametrize("kind", KINDS)
def test_the_pose_is_interpolated_at_the_image_stamp(tmp_path: Path, kind: str) -> None:
    path = bag_path(tmp_path, kind)
    with writing(path, kind) as bag:
        write_moving(bag)
    found = frame(path, at_s=1.95, reference_frame="map")
    assert found.stamp_ns == START_NS + 2 * SECOND_NS
    np.testing.assert_array_equal(found.rgb, small_rgb(20))
    np.testing.assert_allclose(found.depth_m, small_depth_mm(20) * 0.001, rtol=1e-6)
    np.testing.assert_allclose(found.reference_from_camera.translation_m, [2.04, 0.0, 0.5], atol=1e-9)
    np.testing.assert_allclose(found.reference_from_camera.rotation @ [0.0, 0.0, 1.0], [1.0, 0.0, 0.0], atol=1e-9)
    assert (found.reference_frame_id, found.frame_id) == ("map", FRAME)
    assert found.gravity_source is GravitySource.REFERENCE_FRAME


def test_without_a_reference_frame_no_tf_is_needed(tmp_path: Path) -> None:
    with writing(tmp_path / "bag", "mcap") as bag:
        write_camera(bag, START_NS)
    found = frame(tmp_path / "bag")
    assert (found.stamp_ns, found.reference_frame_id) == (START_NS, FRAME)
    assert (found.camera.fx, found.camera.fy, found.camera.cx, found.camera.cy) == SMALL_K
    assert found.up_ref is None


def test_tf_that_is_missing_is_named(tmp_path: Path) -> None:
    with writing(tmp_path / "bag", "mcap") as bag:
        write_moving(bag)
    with pytest.raises(TransformError, match="knows no frame 'odom'; it knows base, camera_optical_frame, map"):
        frame(tmp_path / "bag", reference_frame="odom")


def test_tf_that_begins_after_the_image_is_refused(tmp_path: Path) -> None:
    with writing(tmp_path / "bag", "mcap") as bag:
        write_camera(bag, START_NS)
        for k in range(1, 4):
            bag.transform(START_NS + k * PERIOD_NS, "map", FRAME, (0.0, 0.0, 0.0))
    with pytest.raises(TransformError, match="begins 0.100 s after the image.*another moment may have it"):
        frame(tmp_path / "bag", reference_frame="map")


def test_stamps_that_differ_pair_within_the_slop(tmp_path: Path) -> None:
    with writing(tmp_path / "bag", "mcap") as bag:
        for k in range(5):
            write_camera(bag, START_NS + k * PERIOD_NS, seed=k, depth_after_ns=15 * MILLISECOND_NS)
    found = frame(tmp_path / "bag", at_s=0.1)
    np.testing.assert_array_equal(found.rgb, small_rgb(1))
    np.testing.assert_allclose(found.depth_m, small_depth_mm(1) * 0.001, rtol=1e-6)
    with pytest.raises(InputError, match="could be paired with .*sync_slop_s"):
        frame(tmp_path / "bag", sync_slop_s=0.001)


def test_compressed_images_are_decoded(tmp_path: Path) -> None:
    rgb = np.zeros((*SMALL, 3), np.uint8)
    rgb[:, :16] = (200, 30, 30)
    done, jpeg = cv2.imencode(".jpg", rgb[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 95])
    assert done
    with writing(tmp_path / "bag", "sqlite3") as bag:
        bag.compressed(f"{COLOUR_TOPIC}/compressed", START_NS, jpeg.tobytes(), "rgb8; jpeg compressed bgr8")
        bag.compressed(f"{DEPTH_TOPIC}/compressedDepth", START_NS, compressed_depth(small_depth_mm()),
                       "16UC1; compressedDepth png")
        bag.camera_info(INFO_TOPIC, START_NS, SMALL, SMALL_K)
    found = frame(tmp_path / "bag")
    np.testing.assert_allclose(found.rgb[4, 4], (200, 30, 30), atol=6)
    np.testing.assert_allclose(found.depth_m, small_depth_mm() * 0.001, rtol=1e-6)


@pytest.mark.parametrize("model", ["plumb_bob", "equidistant"])
def test_the_lens_is_undone_unless_images_are_rectified(tmp_path: Path, model: str) -> None:
    with writing(tmp_path / "bag", "mcap") as bag:
        bag.camera_info(INFO_TOPIC, START_NS, SMALL, SMALL_K, d=(0.2, -0.1, 0.0, 0.0), model=model)
        bag.image(COLOUR_TOPIC, START_NS, small_rgb(), "rgb8")
        bag.image(DEPTH_TOPIC, START_NS, small_depth_mm(), "16UC1")
    assert np.any(frame(tmp_path / "bag").rgb != small_rgb())
    np.testing.assert_array_equal(frame(tmp_path / "bag", image_rectified=True).rgb, small_rgb())


def test_a_moment_outside_the_bag_is_refused(tmp_path: Path) -> None:
    with writing(tmp_path / "bag", "mcap") as bag:
        for k in range(5):
            write_camera(bag, START_NS + k * PERIOD_NS)
    with pytest.raises(InputError, match=r"ends 0\.400 s after its first image, and a frame at 7 s is asked for"):
        frame(tmp_path / "bag", at_s=7.0)
    with pytest.raises(ConfigError, match="0 or more"):
        frame(tmp_path / "bag", at_s=-1.0)


def test_depth_of_another_frame_is_refused_as_in_the_node(tmp_path: Path) -> None:
    with writing(tmp_path / "bag", "mcap") as bag:
        bag.camera_info(INFO_TOPIC, START_NS, SMALL, SMALL_K)
        bag.image(COLOUR_TOPIC, START_NS, small_rgb(), "rgb8")
        bag.image(DEPTH_TOPIC, START_NS, small_depth_mm(), "16UC1", frame_id="depth_frame")
    with pytest.raises(InputError, match="depth is in frame 'depth_frame' .* not registered"):
        frame(tmp_path / "bag")
