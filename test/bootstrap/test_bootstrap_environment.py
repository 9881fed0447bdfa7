"""./run and the set-up behind it: which environment is chosen, when it is made anew, and what a failure says."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bootstrap"))  # its scripts run from there, without this package

import dds_domain  # noqa: E402
import environment  # noqa: E402
import pins  # noqa: E402
import system_packages  # noqa: E402
from interface_packages import InterfacePackage  # noqa: E402
from progress import Progress, SetupError  # noqa: E402


@pytest.mark.parametrize(("variables", "line", "folder"), [
    ({}, "jazzy", ".venv"),
    ({"SPATIALGEO_ROS": "kilted"}, "kilted", ".venv-kilted"),
    ({"SPATIALGEO_ROS": "none"}, "none", ".venv-none"),
    ({"SPATIALGEO_ROS": "none", "SPATIALGEO_NUMPY": "1"}, "none-numpy1", ".venv-none-numpy1"),
    ({"AMENT_PREFIX_PATH": "/ros", "SPATIALGEO_RCLPY": "1", "ROS_DISTRO": "humble"}, "system", ".venv-system-humble"),
    ({"AMENT_PREFIX_PATH": "/ros", "SPATIALGEO_RCLPY": "0"}, "jazzy", ".venv"),
    ({"AMENT_PREFIX_PATH": f"{ROOT}/.venv", "SPATIALGEO_RCLPY": "1"}, "jazzy", ".venv"),
])
def test_the_environment_follows_the_variables(variables: dict[str, str], line: str, folder: str) -> None:
    chosen = environment.choose(variables)
    assert (chosen.line, chosen.venv.name) == (line, folder)


@pytest.mark.parametrize(("variables", "said"), [
    ({"SPATIALGEO_ROS": "foxy"}, "there are jazzy, kilted, none"),
    ({"SPATIALGEO_NUMPY": "1"}, "'jazzy-numpy1'"),
    ({"SPATIALGEO_ROS": "system"}, "needs a sourced ROS 2"),
    ({"SPATIALGEO_ROS": "kilted", "AMENT_PREFIX_PATH": "/ros", "SPATIALGEO_RCLPY": "1"}, "never the wheels of kilted"),
])
def test_a_wish_that_cannot_be_met_is_refused(variables: dict[str, str], said: str) -> None:
    with pytest.raises(SetupError, match=said):
        environment.choose(variables)


def test_no_stand_in_is_built_beside_a_sourced_ros() -> None:
    def names(line: str) -> list[str]:
        chosen = environment.Environment(line, ROOT / ".venv-test", Path(sys.executable))
        return [package.name for package in environment.interfaces(chosen, "")]

    assert names("jazzy") == names("kilted") == ["tf2_msgs", "vision_msgs", "spatialgeo_ros"]
    assert names("system") == ["spatialgeo_ros"]
    assert names("none") == []


def test_another_machine_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment.platform, "machine", lambda: "aarch64")
    with pytest.raises(SetupError, match="x86_64 Linux only, and this is aarch64") as refused:
        environment.check_machine("jazzy")
    assert "source it" in str(refused.value)
    environment.check_machine("none")


@pytest.fixture
def interface_package(tmp_path: Path) -> InterfacePackage:
    source = tmp_path / "any_name"
    shutil.copytree(ROOT / "bootstrap" / "interfaces" / "vision_msgs", source)
    (tmp_path / "venv" / "setup" / "build" / "vision_msgs").mkdir(parents=True)
    return InterfacePackage(source, tmp_path / "venv", base="")


def pretend_built(package: InterfacePackage) -> Path:
    """What build() leaves behind. Returns the one file that is said to be installed."""
    installed = package.venv / "lib.so"
    installed.touch()
    (package.venv / "setup" / "build" / "vision_msgs" / "install_manifest.txt").write_text(f"{installed}\n")
    (package.venv / "setup" / "vision_msgs.stamp").write_text(package.key())
    return installed


def test_interfaces_are_built_once(interface_package: InterfacePackage) -> None:
    assert not interface_package.is_built()
    pretend_built(interface_package)
    assert interface_package.is_built()


@pytest.mark.parametrize("edited", ["msg/Point2D.msg", "CMakeLists.txt", "package.xml", "msg/New.msg"])
def test_an_edited_interface_is_built_again(interface_package: InterfacePackage, edited: str) -> None:
    pretend_built(interface_package)
    with (interface_package.source / edited).open("a") as file:
        file.write("\n")
    assert not interface_package.is_built()


def test_a_removed_library_is_built_again(interface_package: InterfacePackage) -> None:
    pretend_built(interface_package).unlink()
    assert not interface_package.is_built()


def pretend_installed(tmp_path: Path) -> environment.Environment:
    """An environment with one package, and the stamp that its installation would have left."""
    chosen = environment.Environment("none", tmp_path / ".venv", Path(sys.executable))
    packages = chosen.venv / "lib" / f"python3.{sys.version_info.minor}" / "site-packages" / "numpy"
    for folder in (packages, chosen.venv / "bin", chosen.venv / "setup"):
        folder.mkdir(parents=True)
    chosen.python.touch()
    (chosen.venv / "setup" / "packages.stamp").write_text("key\nnumpy\npython")
    return chosen


def test_packages_are_installed_once(tmp_path: Path) -> None:
    assert environment.packages_are_there(pretend_installed(tmp_path), "key")


@pytest.mark.parametrize("harm", ["other pins", "package removed", "interrupted", "python removed"])
def test_a_harmed_environment_is_made_again(tmp_path: Path, harm: str) -> None:
    chosen = pretend_installed(tmp_path)
    if harm == "package removed":
        (chosen.site_packages / "numpy").rmdir()
    if harm == "interrupted":
        (chosen.venv / "setup" / "packages.stamp").unlink()
    if harm == "python removed":
        chosen.python.unlink()
    assert not environment.packages_are_there(chosen, "others" if harm == "other pins" else "key")


def test_a_folder_of_the_users_is_never_deleted(tmp_path: Path) -> None:
    chosen = environment.Environment("none", tmp_path / ".venv", Path(sys.executable))
    chosen.venv.mkdir()
    (chosen.venv / "precious").touch()
    with pytest.raises(SetupError, match="was not made by ./run"):
        environment.make_packages(chosen, "key", Progress(tmp_path / "log", 1))
    assert (chosen.venv / "precious").exists()


def test_a_failed_step_says_which_why_and_what_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(tmp_path / "log", 3)
    program = "print('Ignoring x: markers'); print('NewConnectionError: gone'); raise SystemExit(7)"
    with pytest.raises(SetupError) as failed, progress.step("Python packages"):
        progress.run([sys.executable, "-c", program])
    said = str(failed.value)
    assert "[1/3] Python packages failed" in said
    assert "exited with 7" in said
    assert "NewConnectionError: gone" in said
    assert "\n    Ignoring x" not in said
    assert "No network" in said
    assert str(tmp_path / "log") in said
    assert "[1/3] Python packages: FAILED" in capsys.readouterr().err


def test_without_root_the_apt_line_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(system_packages.os, "geteuid", lambda: 1000)
    with pytest.raises(SetupError, match="sudo apt-get install -y --no-install-recommends g\\+\\+ libgl1"):
        system_packages.install(["g++", "libgl1"], Progress(tmp_path / "log", 1))


def test_a_missing_library_is_named_by_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "LIBRARIES", {"libnowhere9": "libnowhere.so.9"})
    assert "libnowhere9" in system_packages.missing_packages(build=False)


def test_domains_of_two_reservations_differ() -> None:
    reservations = [dds_domain.Reservation() for _ in range(8)]
    domains = [reservation.domain for reservation in reservations]
    for reservation in reservations:
        reservation.release()
    assert len(set(domains)) == len(domains)
    assert all(dds_domain.FIRST <= domain <= dds_domain.LAST for domain in domains)


def test_a_domain_that_was_used_a_moment_ago_is_the_last_choice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = 8  # by chance all would differ once in 400 times
    monkeypatch.setattr(dds_domain.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(dds_domain, "LAST", dds_domain.FIRST + count - 1)
    monkeypatch.setattr(dds_domain, "is_free", lambda domain: True)

    def used() -> int:
        reservation = dds_domain.Reservation()
        (lock,) = tmp_path.glob(f"*/{reservation.domain}.lock")
        long_ago = time.time() - 2 * dds_domain.REST_S
        os.utime(lock, (long_ago, long_ago))
        reservation.release()  # what counts is when it ends
        return reservation.domain

    assert len({used() for _ in range(count)}) == count
    assert dds_domain.FIRST <= used() <= dds_domain.LAST, "rather one of these than none"


def test_pins_get_a_marker_where_pythons_differ() -> None:
    resolved = {"3.10": {"numpy": "2.2", "tomli": "2", "six": "1"}, "3.11": {"numpy": "2.4", "six": "1"}}
    assert pins.pin_lines(resolved) == [
        'numpy==2.2; python_version == "3.10"', 'numpy==2.4; python_version == "3.11"', "six==1",
        'tomli==2; python_version == "3.10"']


@pytest.mark.parametrize("line", sorted(pins.LINES))
def test_every_line_pins_what_its_in_files_ask_for(line: str) -> None:
    def names(path: Path) -> set[str]:
        lines = [text.partition("#")[0].strip() for text in path.read_text().splitlines()]
        words = [text.partition(";")[0].partition("[")[0] for text in lines if text]
        return {pins.normalised(word.replace("<", "=").replace(">", "=").partition("=")[0].strip()) for word in words}

    pinned = names(ROOT / "requirements" / f"{line}.txt")
    for part in pins.LINES[line][0]:
        assert names(ROOT / "requirements" / f"{part}.in") <= pinned


def test_help_names_every_command() -> None:
    answer = subprocess.run([ROOT / "run", "help"], capture_output=True, text=True, check=True)
    for command in ("demo", "test", "bench", "spatialgeo", "node", "simulator", "replay", "lint", "shell", "setup",
                    "ask", "self_check"):
        assert f"\n  {command}" in answer.stdout or f"| {command}" in answer.stdout


def test_an_unknown_command_is_an_error() -> None:
    answer = subprocess.run([ROOT / "run", "fly"], capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert answer.stderr == "./run: unknown command 'fly'; ./run help lists all.\n"


def test_a_misspelt_command_is_told_with_the_nearest() -> None:
    answer = subprocess.run([ROOT / "run", "self-check"], capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert answer.stderr == "./run: unknown command 'self-check'; the nearest is 'self_check'; ./run help lists all.\n"


def test_a_second_set_up_waits_for_the_first(tmp_path: Path) -> None:
    chosen = environment.Environment("none", tmp_path / ".venv", Path(sys.executable))
    order: list[str] = []

    def second() -> None:
        with environment.exclusive(chosen):
            order.append("second")

    with environment.exclusive(chosen):
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(timeout=0.2)
        order.append("first")
    waiting.join(timeout=5)
    assert order == ["first", "second"]


def test_a_build_sees_no_other_python_or_ros(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PYTHONPATH", "LD_LIBRARY_PATH", "CMAKE_PREFIX_PATH", "_ROS_WHEELS_BOOTSTRAP_COMPLETE"):
        monkeypatch.setenv(name, "/elsewhere")
    variables = environment.build_variables(environment.choose({}))
    assert "/elsewhere" not in variables.values()
    assert variables["AMENT_PREFIX_PATH"] == str(ROOT / ".venv")
    assert variables["PATH"].split(os.pathsep)[0] == str(ROOT / ".venv" / "bin")
