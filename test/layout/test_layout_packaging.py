"""package.xml, setup.py, CMakeLists.txt and CHANGELOG.rst say the same, and no file names a machine."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
CMAKE = (ROOT / "CMakeLists.txt").read_text()
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
PACKAGE_XML = ElementTree.parse(ROOT / "package.xml").getroot()


def tracked_files() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("without git, or outside a checkout, nobody can tell our files from others'")
    answer = subprocess.run([git, "-C", str(ROOT), "ls-files", "-z"], capture_output=True, text=True, check=True)
    return [path for name in answer.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def setup_arguments() -> dict[str, object]:
    """The literal keyword arguments of the setup() call."""
    call = next(node for node in ast.walk(ast.parse((ROOT / "setup.py").read_text()))
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "setup")
    literals = {}
    for keyword in call.keywords:
        try:
            literals[keyword.arg or ""] = ast.literal_eval(keyword.value)
        except ValueError:
            continue
    return literals


def test_versions_agree() -> None:
    version = PACKAGE_XML.findtext("version")
    newest = re.search(r"^(\d+\.\d+\.\d+) \(", (ROOT / "CHANGELOG.rst").read_text(), re.MULTILINE)
    assert newest is not None
    assert version == newest.group(1) == setup_arguments()["version"]


def test_names_agree() -> None:
    assert PACKAGE_XML.findtext("name") == setup_arguments()["name"] == "spatialgeo_ros"
    assert "project(spatialgeo_ros)" in CMAKE


def test_every_interface_file_is_built() -> None:
    listed = set(re.findall(r"^\s+((?:msg|srv|action)/\w+\.\w+)$", CMAKE, re.MULTILINE))
    present = {f"{kind}/{path.name}" for kind in ("msg", "srv", "action") for path in (ROOT / kind).glob(f"*.{kind}")}
    assert listed == present


def test_cmake_and_package_xml_need_the_same_messages() -> None:
    dependencies = re.search(r"DEPENDENCIES ([\w ]+)", CMAKE)
    assert dependencies is not None
    assert set(dependencies.group(1).split()) == {element.text for element in PACKAGE_XML.findall("depend")}


def test_every_interface_type_used_is_a_dependency() -> None:
    texts = [path.read_text() for kind in ("msg", "srv") for path in (ROOT / kind).glob(f"*.{kind}")]
    used = {name for text in texts for name in re.findall(r"^(\w+)/\w+(?:\[\])?\s", text, re.MULTILINE)}
    assert used - {"spatialgeo_ros"} <= {element.text for element in PACKAGE_XML.findall("depend")}


def test_launchers_call_what_setup_py_calls() -> None:
    launcher = re.search(r"spatialgeo=([\w.:]+)", CMAKE)
    assert launcher is not None
    assert f"spatialgeo_ros.{launcher.group(1)}" in str(setup_arguments()["entry_points"])


def test_no_file_names_the_machine_it_was_written_on() -> None:
    home = re.compile(r"(?<![\w.$}/])/(?:home|root|Users|work)/\w+|/tmp/\w+")
    allowed = {ROOT / "test" / "layout" / "test_layout_packaging.py"}
    found = []
    for path in set(tracked_files()) - allowed:
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in home.finditer(text)]
    assert found == []


def test_test_files_have_names_of_their_own() -> None:
    # Without __init__.py in test/, two modules of one name shadow each other.
    names = [path.name for path in (ROOT / "test").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))
    assert not list((ROOT / "test").rglob("__init__.py"))


def test_every_example_is_installed() -> None:
    assert set(re.findall(r"\bexamples/\w+\.py", CMAKE)) == {f"examples/{path.name}" for path in EXAMPLES}


@pytest.mark.parametrize("script", ["run", ".ci/run", *(f"examples/{path.name}" for path in EXAMPLES)])
def test_scripts_can_be_executed(script: str) -> None:
    assert (ROOT / script).stat().st_mode & 0o111 == 0o111
