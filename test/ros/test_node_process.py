"""The node as a process of its own: started as users start it, heard over DDS, ended by Ctrl-C."""

from __future__ import annotations

import importlib
import os
import signal
import time

import pytest
from node_process import Process, scene_arrives
from rig import camera_info, depth_mm_of, header, rgb_of
from sensor_msgs.msg import Image

from spatialgeo_ros.msg import Answer, SceneObject
from spatialgeo_ros.ros import qos
from spatialgeo_ros.ros.images import image_msg
from spatialgeo_ros.srv import Ask


@pytest.fixture
def node(fresh_ros_domain):
    started: list[Process] = []

    def start(*arguments: str) -> Process:
        started.append(Process(*arguments))
        return started[-1]

    yield start
    for process in started:
        process.close()


def test_scenes_and_answers_come_from_another_process(node):
    process = node("-p", "answers.max_scene_age_s:=60.0")  # however busy the machine
    process.wait(lambda: scene_arrives(process), "a scene")
    things = [item for item in process.scenes[-1].objects if item.kind == SceneObject.OBJECT]
    assert {item.colours[0] for item in things} == {"red", "blue"}
    process.send_table()
    future = process.client.call_async(Ask.Request(question="Is the red box taller than the blue box?"))
    process.wait(future.done, "an answer")
    answer = future.result().answer
    assert (answer.status, answer.yes) == (Answer.ANSWERED, True), answer.reason


@pytest.mark.parametrize("with_signal", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_and_without_a_traceback(node, with_signal):
    process = node()
    process.wait(lambda: scene_arrives(process), "a scene")
    begun = time.monotonic()
    code, output = process.end(with_signal)
    assert "Traceback" not in output, output
    assert code == 0, output
    assert time.monotonic() - begun < 10.0


def test_it_lives_through_bad_frames_and_says_why(node):
    process = node()

    def told_about_a_bad_frame() -> bool:
        now = process.peer.get_clock().now().nanoseconds
        process.info_pub.publish(camera_info(now))
        process.depth_pub.publish(image_msg(depth_mm_of(0), "16UC1", header(now)))
        process.image_pub.publish(image_msg(rgb_of(), "rgb8", header(now)))
        time.sleep(0.1)
        return any("depth_empty" in item.key for array in process.diagnostics
                   for status in array.status for item in status.values)

    process.wait(told_about_a_bad_frame, "a diagnostic")
    assert not process.scenes
    process.wait(lambda: scene_arrives(process), "a scene after bad frames")  # the first one, of another size, is lost
    _, output = process.end()
    assert "[depth_empty] depth has no valid pixel" in output
    assert "[stream_changed] images changed from 64x48" in output
    assert output.count("[depth_empty]") <= 2  # told every five seconds, not for each frame


def test_a_wrong_setting_ends_the_start_with_one_line(node):
    process = node("-p", "relations.near_m:=99.0")
    output, _ = process.process.communicate(timeout=30)
    assert process.process.returncode == 1
    assert "relations.near_m" in output
    assert "Max: 10.0" in output
    assert "Traceback" not in output


def test_it_tells_its_topics_then_the_silence_then_the_first_scene(node):
    process = node("-p", "silent_after_s:=3", "-r", "image:=/robot/rgb", "-p", "depth.max_mm:=3.0")
    process.wait(lambda: any("no message" in status.message for array in process.diagnostics[4:]
                             for status in array.status), "five seconds of silence")
    process.image_pub = process.peer.create_publisher(Image, "/robot/rgb", qos.sensor())
    process.wait(lambda: scene_arrives(process), "a scene")
    told = len(process.diagnostics)
    process.wait(lambda: scene_arrives(process) and len(process.diagnostics) > told + 1, "another look at the log")
    _, output = process.end()
    lines = [line for line in output.splitlines() if line.startswith("[")]
    assert "no parameter 'depth.max_mm'; the nearest is 'depth.max_m'" in lines[0]
    assert "image = /robot/rgb, depth = /depth, camera_info = /camera_info" in lines[1]
    assert f"ROS_DOMAIN_ID {os.environ['ROS_DOMAIN_ID']}" in lines[1]
    assert "[WARN]" in lines[2] and "no scene: no message on image (/robot/rgb) yet" in lines[2]
    assert "scenes come: 2 objects on 1 supports" in lines[3]
    assert output.count("no message on image") == 1


@pytest.mark.parametrize("module", ["node", "simulator", "replay"])
def test_help_tells_topics_and_parameters_and_starts_nothing(module, capsys):
    main = importlib.import_module(f"spatialgeo_ros.ros.{module}").main
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    for words in ("camera_info", "--ros-args", "-p rate_hz:=5.0", "-r image:=", "docs/parameters.md"):
        assert words in told


@pytest.mark.parametrize(("arguments", "said"), [
    (["--foo"], "unknown arguments: --foo"), (["-r", "image:=/x"], "follows --ros-args"),
    (["--foo", "--ros-args", "-p", "seed:=1"], "unknown arguments: --foo;")])
@pytest.mark.parametrize("module", ["node", "simulator", "replay"])
def test_what_is_no_argument_is_refused(module, arguments, said, capsys):
    with pytest.raises(SystemExit) as ended:
        importlib.import_module(f"spatialgeo_ros.ros.{module}").main(arguments)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_ros_arguments_that_cannot_be_read_are_one_line(node):
    process = node("-p", "rate_hz=5")
    output, _ = process.process.communicate(timeout=30)
    assert process.process.returncode == 1
    assert "cannot read what follows --ros-args" in output
    assert "rate_hz=5" in output
    assert "Traceback" not in output


def test_without_autostart_it_waits_for_a_lifecycle_manager(node):
    process = node("-p", "autostart:=false")
    process.wait(lambda: process.peer.count_services("/spatialgeo/self_check") > 0, "the self-check service")
    assert process.peer.count_subscribers("image") == 0
    assert process.peer.count_services("/spatialgeo/ask") == 0
