"""Which Fast DDS profile a process starts with, and that images pass whatever the other side has."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from images_over_dds import SENT

from spatialgeo_ros.ros.fast_dds import IMAGES, LOCALHOST, VARIABLES, profile_variables

PROCESS = Path(__file__).with_name("images_over_dds.py")


@pytest.mark.parametrize("name", [IMAGES, LOCALHOST])
def test_shared_memory_is_large_enough_for_images(name: str) -> None:
    variables = profile_variables(name, {})
    assert set(variables) == set(VARIABLES)
    text = Path(variables[VARIABLES[0]]).read_text()
    assert int(text.split("<segment_size>")[1].split("<")[0]) >= 3 * 640 * 480 * 3, "three colour images"


def test_only_the_profile_of_one_machine_keeps_to_the_loopback_interface() -> None:
    texts = {name: Path(profile_variables(name, {})[VARIABLES[0]]).read_text() for name in (IMAGES, LOCALHOST)}
    assert "interfaceWhiteList" in texts[LOCALHOST]
    assert "interfaceWhiteList" not in texts[IMAGES]
    assert "<type>UDPv4</type>" in texts[IMAGES]


@pytest.mark.parametrize("variable", VARIABLES)
def test_a_profile_of_the_user_is_kept(variable: str) -> None:
    assert profile_variables(IMAGES, {variable: "/mine.xml"}) == dict.fromkeys(VARIABLES, "/mine.xml")


def test_profile_is_found_where_colcon_put_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spatialgeo_ros.ros.fast_dds._CONFIG", tmp_path / "none")
    assert profile_variables(IMAGES, {"AMENT_PREFIX_PATH": str(tmp_path)}) == {}
    share = tmp_path / "share" / "spatialgeo_ros" / "config"
    share.mkdir(parents=True)
    (share / IMAGES).write_text("<profiles/>")
    assert profile_variables(IMAGES, {"AMENT_PREFIX_PATH": str(tmp_path)})[VARIABLES[0]] == str(share / IMAGES)


@pytest.mark.parametrize(
    ("sender", "receiver", "size"),
    [
        ("ours", "ours", 640 * 480 * 3),
        ("ours", "plain", 640 * 480 * 3),  # the shared memory is the sender's
        ("plain", "ours", 3000),  # without room for images: that they find each other is all there is to tell
    ],
)
def test_images_pass_between_processes_with_and_without_the_profile(
    sender: str, receiver: str, size: int, ros_domain: int
) -> None:
    environment = {key: value for key, value in os.environ.items() if key not in VARIABLES}
    environment["ROS_DOMAIN_ID"] = str(ros_domain)

    def start(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(PROCESS), *arguments, str(size)]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    with start("receive", receiver) as receiving, start("send", sender) as sending:
        assert sending.wait(timeout=120) == 0
        assert int(receiving.communicate(timeout=120)[0]) == SENT
