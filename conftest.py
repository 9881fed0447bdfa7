"""What all tests share: a DDS domain for each worker, the real frames, and what is left out where ROS 2 is missing.

It stands in the root so that pytest puts the root on the module path, from pytest 6.2 (ROS 2 Humble) on.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from bootstrap.dds_domain import Reservation

ROOT = Path(__file__).resolve().parent
HAS_OPEN3D = importlib.util.find_spec("open3d") is not None
HAS_ROS = all(importlib.util.find_spec(name) is not None for name in ("rclpy", "spatialgeo_ros.msg"))

# Their modules import rclpy at the top; pytest_report_header says so.
collect_ignore = [] if HAS_ROS else ["test/ros"]

_reservations: list[Reservation] = []


def pytest_configure() -> None:
    """Give this worker a domain before anything initialises rclpy. Tests assert nothing about time on the wall."""
    if importlib.util.find_spec("hypothesis") is not None:
        from hypothesis import HealthCheck, settings

        settings.register_profile("spatialgeo_ros", deadline=None, suppress_health_check=[HealthCheck.too_slow])
        settings.load_profile("spatialgeo_ros")
    reservation = Reservation()
    _reservations.append(reservation)
    os.environ["ROS_DOMAIN_ID"] = str(reservation.domain)
    os.environ["ROS_AUTOMATIC_DISCOVERY_RANGE"] = "LOCALHOST"
    if os.environ.get("ROS_DISTRO") == "humble":
        os.environ["ROS_LOCALHOST_ONLY"] = "1"


def pytest_unconfigure() -> None:
    """Let others have the domain."""
    while _reservations:
        _reservations.pop().release()


def pytest_report_header() -> list[str]:
    """Name the versions that matter, and what cannot run here."""
    import cv2
    import numpy as np

    ros = f"ROS 2 {os.environ.get('ROS_DISTRO', '?')}" if HAS_ROS else "no ROS 2: test/ros is left out"
    return [f"numpy {np.__version__}, OpenCV {cv2.__version__}, {ros}"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything under test/ros, so that `-m 'not ros'` leaves it out."""
    for item in items:
        if Path(item.fspath).is_relative_to(ROOT / "test" / "ros"):
            item.add_marker(pytest.mark.ros)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, None]:
    """Count as skipped what asks for rendered rooms where Open3D, which is no rosdep package, is missing."""
    outcome = yield
    report = outcome.get_result()
    if HAS_OPEN3D or call.excinfo is None or "cannot import Open3D" not in str(call.excinfo.value):
        return
    report.outcome = "skipped"
    report.longrepr = (str(item.fspath), 0, "Skipped: needs Open3D, which is not installed")


@pytest.fixture(scope="session")
def ros_domain() -> int:
    """The domain id of this worker; ROS_DOMAIN_ID has it already, for this process and its children."""
    return _reservations[0].domain


@pytest.fixture
def fresh_ros_domain(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A domain for one test alone, in ROS_DOMAIN_ID too: nothing that an earlier test left behind is heard in it."""
    reservation = Reservation()
    monkeypatch.setenv("ROS_DOMAIN_ID", str(reservation.domain))
    yield reservation.domain
    reservation.release()


@pytest.fixture(scope="session")
def real_frames() -> Path:
    """Folder of the recorded real frames, or a skip that says where they are looked for."""
    folder = Path(os.environ.get("SPATIALGEO_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real frames: neither SPATIALGEO_DATA is set nor is there {folder}")
    return folder
