"""Check this installation: Python, packages, ROS 2, interfaces, DDS. Says what is missing and how to mend it.

Exit code 0 when the command line works (ROS 2 may be absent), 1 when something it needs is missing.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import Enum

from spatialgeo_ros.errors import SpatialGeoError

OLDEST_PYTHON, NEWEST_PYTHON = (3, 10), (3, 13)
IMPORT_TIMEOUT_S = 60


class State(str, Enum):
    GOOD = "ok"
    ABSENT = "absent"  # fine, unless it is wanted
    BAD = "BAD"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. mend: what to do, "" when there is nothing to do."""

    name: str
    state: State
    found: str
    mend: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="the findings as JSON")


def run(arguments: argparse.Namespace) -> int:
    findings = list(examine())
    if arguments.json:
        print(json.dumps([asdict(finding) for finding in findings], indent=1))
    else:
        for finding in findings:
            print(f"{finding.state.value:7}{finding.name:26}{finding.found}")
            if finding.mend:
                print(f"{'':7}{'':26}-> {finding.mend}")
    return 1 if any(finding.state is State.BAD for finding in findings) else 0


def examine() -> Iterator[Finding]:
    yield _python()
    for module, distributions, why in _PACKAGES:
        yield _package(module, distributions, why)
    has_rclpy = importlib.util.find_spec("rclpy") is not None
    yield _ros(has_rclpy)
    yield _segmenter()
    yield from _models()
    if has_rclpy:
        yield _imports("our interfaces", "from spatialgeo_ros.msg import Scene; from spatialgeo_ros.srv import Ask",
                       "build them: `./run setup`, or `colcon build` and source install/setup.bash")
        for module, why in _ROS_PACKAGES:
            yield _ros_package(module, why)
        yield from _dds()


# (module, names it is distributed under, what for; "" = always needed)
_PACKAGES = (
    ("numpy", ("numpy",), ""),
    ("cv2", ("opencv-python-headless", "opencv-python", "opencv-contrib-python", "opencv-contrib-python-headless"), ""),
    ("yaml", ("PyYAML",), ""),
    ("open3d", ("open3d", "open3d-cpu"), "the simulator, the demo and `evaluate --world sim`"),
    ("rosbags", ("rosbags",), "bags: `scene --bag`, `ask --bag` and `replay`"),
    ("onnxruntime", ("onnxruntime", "onnxruntime-gpu"), "nano, and for segmentation in less than half of OpenCV's time"),
)
_ROS_PACKAGES = (
    ("cv_bridge", "images are converted without it"),
    ("tf2_ros", "/tf is read by our own listener without it"),
    ("message_filters", "images are paired by our own synchroniser without it"),
    ("vision_msgs", "~/detections_3d and the `detections` input are off without it"),
)


def _python() -> Finding:
    version = sys.version_info[:2]
    good = OLDEST_PYTHON <= version <= NEWEST_PYTHON
    return Finding("Python", State.GOOD if good else State.BAD, f"{platform.python_version()} ({sys.executable})",
                   "" if good else "use Python 3.10 to 3.13: SPATIALGEO_PYTHON=/path/to/python3.11 ./run setup")


def _package(module: str, distributions: tuple[str, ...], why: str) -> Finding:
    if importlib.util.find_spec(module) is None:
        by_run = "" if module == "onnxruntime" else "./run setup, or: "
        return Finding(module, State.ABSENT if why else State.BAD, f"only needed for {why}" if why else "missing",
                       f"{by_run}pip install {distributions[0]}")
    return Finding(module, State.GOOD, _version(distributions))


def _version(distributions: tuple[str, ...]) -> str:
    for name in distributions:
        try:
            return importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return "version not told"


def _segmenter() -> Finding:
    try:
        from spatialgeo_ros.scene.joining import load_joiner
        from spatialgeo_ros.scene.segmenter import WEIGHTS, Segmenter
        from spatialgeo_ros.sight import outlines
    except ImportError as error:
        return Finding("segmentation networks", State.BAD, f"not checked: {error}", "mend the lines above first")
    try:
        Segmenter()
        load_joiner()
        outlines.open_segmenter("auto")
        load_joiner(outlines.JOINING)
    except SpatialGeoError as error:
        return Finding("segmentation networks", State.BAD, str(error), "reinstall this package, or OpenCV 4.5.4 or later")
    sizes = (f"{path.name}, {path.stat().st_size / 1e6:.1f} MB" for path in (WEIGHTS, outlines.WEIGHTS))
    return Finding("segmentation networks", State.GOOD, "; ".join(sizes))


def _models() -> Iterator[Finding]:
    try:
        from spatialgeo_ros.cli.models import installed_lines
    except ImportError as error:
        yield Finding("models", State.BAD, f"not checked: {error}", "mend the lines above first")
        return
    found = list(installed_lines())
    if not found:
        yield Finding("models", State.ABSENT, "none installed; only needed for answers from colour alone and spoken answers")
    for name, readable, text in found:
        yield Finding(f"model {name}", State.GOOD if readable else State.BAD, text,
                      "" if readable else "install this package again")


def _ros(has_rclpy: bool) -> Finding:
    if not has_rclpy:
        return Finding("ROS 2 (rclpy)", State.ABSENT, "scene, ask and evaluate work without it",
                       "./run setup installs it into the checkout; or source /opt/ros/<distro>/setup.bash first")
    prefixes = os.environ.get("AMENT_PREFIX_PATH", "")
    finding = _imports("ROS 2 (rclpy)", "import rclpy", "start through ./run, or source /opt/ros/<distro>/setup.bash")
    distro = os.environ.get("ROS_DISTRO", "distro not told")
    return Finding(finding.name, finding.state, f"{distro}; AMENT_PREFIX_PATH={prefixes or '(empty)'}; {finding.found}",
                   finding.mend)


def _ros_package(module: str, without: str) -> Finding:
    if importlib.util.find_spec(module) is None:
        return Finding(module, State.ABSENT, without)
    if module == "cv_bridge":
        return _imports(module, "from cv_bridge import CvBridge; CvBridge()",
                        "cv_bridge of Humble and Jazzy crashes with numpy 2: pip install 'numpy<2'")
    return _imports(module, f"import {module}", f"reinstall ros-{os.environ.get('ROS_DISTRO', '<distro>')}-"
                                                f"{module.replace('_', '-')}")


def _imports(name: str, statement: str, mend: str) -> Finding:
    """In a process of its own: a broken binary package may crash the interpreter, not only raise."""
    try:
        done = subprocess.run([sys.executable, "-c", statement], capture_output=True, text=True, check=False,
                              timeout=IMPORT_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        return Finding(name, State.BAD, f"`{statement}` did not end within {IMPORT_TIMEOUT_S} s", mend)
    if done.returncode == 0:
        return Finding(name, State.GOOD, "imports")
    reason = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
    return Finding(name, State.BAD, reason, mend)


def _dds() -> Iterator[Finding]:
    domain = os.environ.get("ROS_DOMAIN_ID", "")
    if domain and not (domain.isdigit() and int(domain) <= 232):
        yield Finding("ROS_DOMAIN_ID", State.BAD, domain, "a whole number, 0 to 101 to be safe on Linux")
    else:
        yield Finding("ROS_DOMAIN_ID", State.GOOD, domain or "not set: 0, shared with every robot on this network")
    reach = os.environ.get("ROS_AUTOMATIC_DISCOVERY_RANGE") or (
        "LOCALHOST" if os.environ.get("ROS_LOCALHOST_ONLY") == "1" else "not set: the whole subnet")
    yield Finding("discovery range", State.GOOD, reach)
    yield Finding("RMW_IMPLEMENTATION", State.GOOD, os.environ.get("RMW_IMPLEMENTATION") or "not set: ROS 2's default")
