"""Layers import only from above, and only ros/ knows ROS (docs/architecture.md)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "spatialgeo_ros"

# From the bottom up: each may import itself and what stands before it. ros and cli use everything.
LAYERS = (
    "errors", "memory", "types", "config", "geometry", "scene", "planning", "questions", "drawing", "world",
    "runtimes", "sight", "encoders", "fusion", "language", "vlm", "models", "training", "evaluation",
    "benchmarks",
)
BORDERS = ("cli", "ros")
ROS_PACKAGES = {
    "rclpy", "rcl_interfaces", "builtin_interfaces", "std_msgs", "std_srvs", "sensor_msgs", "geometry_msgs",
    "visualization_msgs", "diagnostic_msgs", "lifecycle_msgs", "vision_msgs", "tf2_msgs", "tf2_ros", "tf2_py",
    "cv_bridge", "message_filters", "launch", "launch_ros", "rosgraph_msgs", "action_msgs", "moveit_msgs", "shape_msgs",
}
SOURCES = sorted(PACKAGE.rglob("*.py"))


def imported_modules(path: Path) -> set[str]:
    """Every module that a file names in an import statement, wherever it stands; relative imports made absolute."""
    package = [PACKAGE.name, *path.relative_to(PACKAGE).parent.parts]
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(), filename=str(path))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*parents, *([node.module] if node.module else [])])
            names.add(base)
            if base == PACKAGE.name:
                names.update(f"{base}.{alias.name}" for alias in node.names)
    return names


def layer_of(parts: tuple[str, ...]) -> str:
    return parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_layer_imports_only_from_above(path: Path) -> None:
    layer = layer_of(path.relative_to(PACKAGE).parts)
    if layer in (*BORDERS, "__init__"):
        return
    assert layer in LAYERS, f"{path} is in no layer: add it to LAYERS where it belongs"
    allowed = LAYERS[: LAYERS.index(layer) + 1]
    used = {name.split(".")[1] for name in imported_modules(path) if name.startswith(f"{PACKAGE.name}.")}
    assert used <= set(allowed), f"{path.name} is in {layer} and may not import {sorted(used - set(allowed))}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_ros_folder_imports_ros(path: Path) -> None:
    if layer_of(path.relative_to(PACKAGE).parts) == "ros":
        return
    modules = imported_modules(path)
    ros = {name for name in modules if name.split(".")[0] in ROS_PACKAGES}
    generated = {name for name in modules if name.split(".")[:2] in ([PACKAGE.name, kind] for kind in ("msg", "srv"))}
    assert not ros | generated, f"{path} imports {sorted(ros | generated)}; only spatialgeo_ros/ros may"


def test_no_relative_imports() -> None:
    # They would resolve against the installed half of the package on some ROS 2 distributions.
    relative = [path for path in SOURCES for node in ast.walk(ast.parse(path.read_text()))
                if isinstance(node, ast.ImportFrom) and node.level > 0]
    assert relative == []


@pytest.mark.parametrize("name", ["msg", "srv", "action"])
def test_no_folder_has_a_name_of_rosidl(name: str) -> None:
    assert not list(PACKAGE.glob(name))


def test_the_import_check_sees_a_violation(tmp_path: Path) -> None:
    source = PACKAGE / "geometry" / "made_up.py"
    text = "import rclpy\nfrom spatialgeo_ros import world\nfrom ..scene import tracks\n"
    made_up = tmp_path / "made_up.py"
    made_up.write_text(text)

    class Placed(type(source)):  # a path in geometry/ whose text is elsewhere
        def read_text(self, *args: object, **kwargs: object) -> str:
            return made_up.read_text()

    assert {"rclpy", "spatialgeo_ros.world", "spatialgeo_ros.scene"} <= imported_modules(Placed(source))
