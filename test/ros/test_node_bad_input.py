"""Bad input costs one frame and gives one clear message; the node lives, and nothing wrong is published."""

from __future__ import annotations

import time

import numpy as np
import pytest
from rig import HEIGHT, WIDTH, Rig, camera_info, depth_mm_of, header, rgb_of

from spatialgeo_ros.ros.images import image_msg
from spatialgeo_ros.ros.stamps import stamp_ns, time_msg

S = 1_000_000_000


@pytest.fixture(scope="module")
def rig():
    rig = Rig(silent_after_s=30.0)
    yield rig
    rig.close()


@pytest.fixture(autouse=True)
def good_frames_before_and_after(rig):
    """Each bad input meets a running node, and leaves one behind: nothing of it was published, the next frame is."""
    rig.scene_at(rig.send())
    before = len(rig.scenes)
    yield
    assert len(rig.scenes) == before, "a scene was published for a bad frame"
    good = rig.send()
    rig.scene_at(good)
    assert rig.pipeline.frames[-1].stamp_ns == good


def spoil(name: str, **fields):
    def change(image, depth, info):
        target = {"image": image, "depth": depth, "info": info}[name]
        for field, value in fields.items():
            setattr(target, field, value)

    return change


def both_frames_to(frame_id: str):
    def change(image, depth, info):
        image.header.frame_id = depth.header.frame_id = info.header.frame_id = frame_id

    return change


@pytest.mark.parametrize(("change", "cause", "words"), [
    (spoil("info", k=[0.0] * 9), "intrinsics", ["fx = 0", "calibration"]),
    (spoil("info", k=[float("nan")] * 9), "intrinsics", ["fx = nan"]),
    (spoil("info", width=1280), "camera_info_size", ["64x48", "1280x48"]),
    (spoil("info", distortion_model="magic", d=[0.1]), "lens", ["magic", "plumb_bob"]),
    (spoil("info", header=header(0, "other_camera")), "no_scene", []),
    (spoil("image", encoding="hsv8"), "encoding", ["hsv8", "rgb8"]),
    (spoil("depth", encoding="8UC1"), "encoding", ["8UC1", "16UC1"]),
    (spoil("image", data=b""), "image_data", ["0 bytes", "driver"]),
    (spoil("image", step=10), "image_data", ["step 10", "192"]),
    (spoil("depth", data=bytes(2 * WIDTH * HEIGHT)), "depth_empty", ["no valid pixel", "covered"]),
    (both_frames_to(""), "frame_id", ["no frame_id"]),
])
def test_a_spoilt_frame_is_lost_and_told(rig, change, cause, words):
    if cause == "no_scene":  # a camera_info of another stamp pairs with nothing
        rig.send(change=change)
        time.sleep(0.2)
        return
    rig.send(change=change)
    rig.told(f"frames lost: {cause}", *words)


def test_depth_of_another_size_names_the_topic_to_use(rig):
    at_ns = rig.now_ns()
    small = image_msg(np.full((24, 32), 700, np.uint16), "16UC1", header(at_ns))
    rig.send(at_ns, depth=small)
    rig.told("frames lost: depth_size", "depth is 32x24 but image is 64x48", "aligned_depth_to_color",
             "depth_image_proc")


def test_depth_in_another_frame_names_the_topic_to_use(rig):
    at_ns = rig.now_ns()
    rig.send(at_ns, depth=image_msg(depth_mm_of(), "16UC1", header(at_ns, "camera_depth_optical_frame")))
    rig.told("frames lost: depth_frame", "camera_depth_optical_frame", "align_depth.enable:=true")


def test_camera_info_of_another_camera_is_told(rig):
    at_ns = rig.now_ns()
    rig.send(at_ns, info=camera_info(at_ns, "left_camera"))
    rig.told("frames lost: camera_info_frame", "left_camera", "remap")


@pytest.mark.parametrize(("offset_ns", "cause", "words"), [
    (None, "stamp_zero", ["stamp 0"]), (3600 * S, "stamp_future", ["s in the future", "clocks"]),
    (-5 * S, "stamp_backwards", ["before the last"])])
def test_a_stamp_that_makes_no_sense_is_told(rig, offset_ns, cause, words):
    rig.send(0 if offset_ns is None else rig.now_ns() + offset_ns)
    rig.told(f"frames lost: {cause}", *words)


def test_a_repeated_stamp_is_told(rig):
    rig.send(stamp_ns(rig.scenes[-1].header.stamp))
    rig.told("frames lost: stamp_repeated", "repeats stamps")


def test_a_missing_camera_info_is_told(rig):
    for _ in range(12):
        at_ns = rig.now_ns()
        rig.depth_pub.publish(image_msg(depth_mm_of(), "16UC1", header(at_ns)))
        rig.image_pub.publish(image_msg(rgb_of(), "rgb8", header(at_ns)))
        time.sleep(0.01)
    rig.told("frames lost: no_camera_info", "remap `camera_info`")


def test_images_without_depth_are_counted(rig):
    for _ in range(12):
        rig.image_pub.publish(image_msg(rgb_of(), "rgb8", header(rig.now_ns())))
        time.sleep(0.01)
    rig.told("frames lost: unpaired_image", "sync_slop_s")


def test_an_error_inside_the_pipeline_costs_one_frame(rig):
    rig.pipeline.fail_with = ZeroDivisionError("on purpose")
    rig.send()
    rig.told("frames lost: internal", "on purpose")
    rig.pipeline.fail_with = None


def test_a_clock_set_back_costs_one_frame_and_forgets_objects(rig):
    resets, lost = rig.pipeline.resets, rig.lost("stamp_backwards")
    late_ns = rig.now_ns()
    rig.send(late_ns - 10 * S)
    rig.wait(lambda: rig.lost("stamp_backwards") > lost, "the first frame to be refused")
    rig.told("frames lost: stamp_backwards", "starts anew")
    rig.send(late_ns - 9 * S)
    rig.wait(lambda: rig.has_scene_at(late_ns - 9 * S), "scene after the clock was set back")
    assert rig.pipeline.resets == resets + 1
    rig.scenes.pop()  # this one was right to come


def test_a_size_that_changes_costs_one_frame_and_forgets_objects(rig):
    resets = rig.pipeline.resets

    def send_big() -> int:
        at_ns = rig.now_ns()
        info = camera_info(at_ns)
        info.height, info.width = 2 * HEIGHT, 2 * WIDTH
        info.k = [120.0, 0.0, 60.0, 0.0, 124.0, 50.0, 0.0, 0.0, 1.0]
        return rig.send(at_ns, image_msg(np.zeros((96, 128, 3), np.uint8), "rgb8", header(at_ns)),
                        image_msg(np.full((96, 128), 700, np.uint16), "16UC1", header(at_ns)), info)

    send_big()
    rig.told("frames lost: stream_changed", "from 64x48", "to 128x96")
    assert rig.scene_at(send_big()).header.frame_id
    assert rig.pipeline.resets == resets + 1
    rig.scenes.pop()
    rig.send()  # and back again: this one is lost likewise
    rig.told("frames lost: stream_changed", "from 128x96", "to 64x48")


def test_times_beyond_the_wire_do_not_hurt(rig):
    assert time_msg(2**62).sec == 2**31 - 1
    rig.send(change=spoil("image", header=header(2**62)))
    time.sleep(0.1)
