"""The demo's DDS domain: on this machine only, and not one that is in use."""

from __future__ import annotations

import socket

import pytest

from spatialgeo_ros.errors import ConfigError
from spatialgeo_ros.ros import local_domain
from spatialgeo_ros.ros.fast_dds import LOCALHOST, VARIABLES
from spatialgeo_ros.ros.local_domain import local_variables


def test_it_stays_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROS_DISTRO", "jazzy")
    variables = local_variables(42)
    assert (variables["ROS_DOMAIN_ID"], variables["ROS_AUTOMATIC_DISCOVERY_RANGE"]) == ("42", "LOCALHOST")
    assert "ROS_LOCALHOST_ONLY" not in variables, "Jazzy warns about it"


def test_humble_knows_only_the_older_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROS_DISTRO", "humble")
    assert local_variables(42)["ROS_LOCALHOST_ONLY"] == "1"


def test_images_have_room_in_shared_memory_and_udp_stays_here(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    assert local_variables(42)[VARIABLES[0]].endswith(LOCALHOST)


def test_a_profile_of_the_user_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASTRTPS_DEFAULT_PROFILES_FILE", "/mine.xml")
    assert local_variables(42)["FASTRTPS_DEFAULT_PROFILES_FILE"] == "/mine.xml"


@pytest.mark.parametrize("domain", [-1, 233])
def test_a_domain_that_does_not_exist_is_refused(domain: int) -> None:
    with pytest.raises(ConfigError, match="0 to 232"):
        local_variables(domain)


def test_a_domain_in_use_is_not_chosen(monkeypatch: pytest.MonkeyPatch, fresh_ros_domain: int) -> None:
    monkeypatch.setattr(local_domain, "FREE_DOMAINS", range(fresh_ros_domain, fresh_ros_domain + 1))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as participant:
        participant.bind(("", 7400 + 250 * fresh_ros_domain + 10))  # DDSI-RTPS 9.6.1.1: where its participant 0 listens
        with pytest.raises(ConfigError, match="in use"):
            local_variables(None)
    assert local_variables(None)["ROS_DOMAIN_ID"] == str(fresh_ros_domain)
