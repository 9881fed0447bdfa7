"""Make the environment that everything in this repository runs in, or see in a moment that it is there.

    python bootstrap/environment.py [--again]

Progress goes to stderr; stdout is the path of a shell file to source. Needs nothing but Python's standard library.

One environment for each line, in a folder of its own: `jazzy` and `kilted` (ROS 2 from wheels), `none` (no ROS),
`none-numpy1` (numpy 1.26, OpenCV 4), `none-numpy1.21` (what Ubuntu 22.04 and so ROS 2 Humble has, without Open3D),
`system` (on top of a ROS 2 that is sourced: its Python packages are used, only what it lacks is added). Chosen by
SPATIALGEO_ROS and SPATIALGEO_NUMPY. Repeatable and interruptible: each part ends by writing the hash of what it was
made from.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import platform
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType

import system_packages
from interface_packages import InterfacePackage, mend_cmake_files
from progress import Progress, SetupError

ROOT = Path(__file__).resolve().parent.parent
WHEEL_LINES = ("jazzy", "kilted")
LINES = (*WHEEL_LINES, "none", "none-numpy1", "none-numpy1.21", "system")
OLDEST_PYTHON, NEWEST_PYTHON = (3, 10), (3, 13)
OLDEST_GLIBC = (2, 35)  # of Open3D's wheels
NEEDED_BYTES = 2_000_000_000
DOWNLOAD_MB = {"none": 230, "none-numpy1": 230, "none-numpy1.21": 70, "system": 200}
RECIPE = "1"  # part of every hash: raise it when this set-up itself changes what it makes


@dataclass(frozen=True)
class Environment:
    """Which environment, and where. base_python: what the virtual environment is made with."""

    line: str
    venv: Path
    base_python: Path

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def has_ros(self) -> bool:
        return not self.line.startswith("none")

    @property
    def requirements(self) -> list[Path]:
        """Pins, or for a sourced ROS 2 what is to be added to its packages."""
        folder = ROOT / "requirements"
        return [folder / f"{name}.in" for name in ("sim", "bags", "test-system", "tools")] if self.line == "system" else [
            folder / f"{self.line}.txt"]

    @property
    def site_packages(self) -> Path:
        found = sorted(self.venv.glob("lib/python3.*/site-packages"))
        return found[0] if found else self.venv / "lib" / "missing"


def choose(variables: Mapping[str, str]) -> Environment:
    """The environment that the user's variables ask for."""
    line = variables.get("SPATIALGEO_ROS") or ("system" if ros_is_sourced(variables) else "jazzy")
    if variables.get("SPATIALGEO_NUMPY"):
        line += f"-numpy{variables['SPATIALGEO_NUMPY']}"
    if line not in LINES:
        raise SetupError(f"SPATIALGEO_ROS and SPATIALGEO_NUMPY ask for {line!r}; there are {', '.join(LINES)}")
    if line in WHEEL_LINES and ros_is_sourced(variables):
        raise SetupError(f"A ROS 2 is sourced, so its own packages are used, never the wheels of {line}.\n"
                         "Unset SPATIALGEO_ROS to use it, or open a shell in which no ROS 2 is sourced.")
    if line == "system" and not ros_is_sourced(variables):
        raise SetupError("SPATIALGEO_ROS=system needs a sourced ROS 2: . /opt/ros/<distribution>/setup.sh, then again.")
    suffix = {"jazzy": "", "system": f"-system-{variables.get('ROS_DISTRO', 'ros2')}"}.get(line, f"-{line}")
    return Environment(line, ROOT / f".venv{suffix}", Path(getattr(sys, "_base_executable", sys.executable)))


def ros_is_sourced(variables: Mapping[str, str]) -> bool:
    """Whether a ROS 2 other than our own environment is set up in the calling shell (./run has seen rclpy imported)."""
    return bool(foreign_prefixes(variables)) and variables.get("SPATIALGEO_RCLPY") == "1"


def foreign_prefixes(variables: Mapping[str, str]) -> str:
    """AMENT_PREFIX_PATH without our own environments, which it has inside `./run shell`."""
    prefixes = variables.get("AMENT_PREFIX_PATH", "").split(os.pathsep)
    return os.pathsep.join(prefix for prefix in prefixes if prefix and not prefix.startswith(f"{ROOT}/.venv"))


def check_machine(line: str) -> None:
    """SetupError where the wheels do not exist."""
    version = sys.version_info[:2]
    if not OLDEST_PYTHON <= version <= NEWEST_PYTHON:
        raise SetupError(f"Python {version[0]}.{version[1]} is not supported; set SPATIALGEO_PYTHON to 3.10 ... 3.13.")
    if version > {"none-numpy1": (3, 12), "none-numpy1.21": (3, 10)}.get(line, NEWEST_PYTHON):
        raise SetupError(f"{line} has no wheels for Python 3.{version[1]}; set SPATIALGEO_PYTHON to an older.")
    machine = platform.machine()
    if line in WHEEL_LINES and (machine != "x86_64" or sys.platform != "linux"):
        raise SetupError(f"ROS 2 wheels exist for x86_64 Linux only, and this is {machine} {platform.system()}.\n"
                         "Install ROS 2 (Humble, Jazzy or Kilted), source it (. /opt/ros/<distribution>/setup.sh) and\n"
                         "run the same command again; or set SPATIALGEO_ROS=none for the command line without ROS.")
    name, text = platform.libc_ver()
    if name == "glibc" and tuple(int(part) for part in text.split(".")[:2]) < OLDEST_GLIBC:
        raise SetupError(f"glibc {text} is too old for Open3D's wheels: Ubuntu 22.04, Debian 12 or newer is needed.")


def base_key(environment: Environment) -> str:
    """Hash of what the Python packages of the environment are made from."""
    digest = hashlib.sha256(f"{RECIPE} {environment.line} {environment.venv} {platform.machine()}".encode())
    if environment.line == "system":
        digest.update(foreign_prefixes(os.environ).encode())
    for path in environment.requirements:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def packages_are_there(environment: Environment, key: str) -> bool:
    """Whether the Python packages were installed to the end, for these pins, and none was removed since."""
    stamp = environment.venv / "setup" / "packages.stamp"
    if not stamp.exists() or not environment.python.exists():
        return False
    recorded, _, names = stamp.read_text().partition("\n")
    wanted_python = os.environ.get("SPATIALGEO_PYTHON_ASKED") == "1"
    if wanted_python and environment.site_packages.parent.name != f"python3.{sys.version_info.minor}":
        return False
    return recorded == key and set(names.splitlines()) <= set(_entries(environment))


def _entries(environment: Environment) -> list[str]:
    try:
        found = [*environment.site_packages.iterdir(), *(environment.venv / "bin").iterdir()]
    except OSError:
        return []
    return sorted(path.name for path in found if path.name != "__pycache__")


def make_packages(environment: Environment, key: str, progress: Progress) -> None:
    """A virtual environment with every pin, from nothing: half an installation is not worth mending."""
    venv = environment.venv
    if venv.exists() and any(venv.iterdir()) and not (venv / "setup").exists():
        raise SetupError(f"{venv} was not made by ./run; move it away and run the same command again.")
    shutil.rmtree(venv, ignore_errors=True)
    (venv / "setup").mkdir(parents=True)
    if shutil.disk_usage(venv).free < NEEDED_BYTES:
        raise SetupError(f"Less than {NEEDED_BYTES / 1e9:.0f} GB are free where {venv} is; make room and run again.")
    system = environment.line == "system"
    progress.run([environment.base_python, "-m", "venv", *(["--system-site-packages"] if system else []), venv])
    variables = clean_variables(PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_PROGRESS_BAR="off")
    variables.pop("PYTHONPATH", None)  # a sourced ROS 2's packages are no business of pip's
    pip: list[str | Path] = [environment.python, "-m", "pip", "install"]
    if system:
        constraint = venv / "setup" / "keep.txt"
        constraint.write_text(_system_numpy(environment))
        pip += ["-c", constraint]
    else:
        pip += ["--no-deps"]  # the pins are complete
    for path in environment.requirements:
        pip += ["-r", path]
    progress.run(pip, variables)
    if environment.line in WHEEL_LINES:
        mend_cmake_files(venv)
    # So that the environment's Python finds the checkout from anywhere.
    (environment.site_packages / "spatialgeo_ros_checkout.pth").write_text(f"{ROOT}\n")
    (venv / "setup" / "packages.stamp").write_text("\n".join([key, *_entries(environment)]))


def _system_numpy(environment: Environment) -> str:
    """A constraint that keeps the numpy which the sourced ROS 2 was built for."""
    program = "import numpy, cv2, yaml; print('numpy==' + numpy.__version__)"
    answer = subprocess.run([environment.python, "-c", program], capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        raise SetupError(f"The sourced ROS 2's Python lacks a package: {answer.stderr.strip().splitlines()[-1]}\n"
                         "Mend it by:\n\n    sudo apt-get install python3-numpy python3-opencv python3-yaml\n")
    return answer.stdout


def clean_variables(**extra: str) -> dict[str, str]:
    """The caller's variables without those by which another Python or ROS would leak into a build."""
    leaks = ("PYTHONHOME", "VIRTUAL_ENV", "CMAKE_PREFIX_PATH", "COLCON_PREFIX_PATH", "_ROS_WHEELS_BOOTSTRAP_COMPLETE")
    return {name: value for name, value in os.environ.items() if name not in leaks} | extra


def build_variables(environment: Environment) -> dict[str, str]:
    """What the interfaces are compiled with."""
    path = f"{environment.venv / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    if environment.line == "system":
        prefixes = f"{environment.venv}{os.pathsep}{foreign_prefixes(os.environ)}"
        return clean_variables(PATH=path, AMENT_PREFIX_PATH=prefixes)
    variables = clean_variables(PATH=path, AMENT_PREFIX_PATH=str(environment.venv))
    for name in ("PYTHONPATH", "LD_LIBRARY_PATH"):
        variables.pop(name, None)
    return variables


def shell_file(environment: Environment) -> str:
    """Shell lines that put a command into the environment."""
    venv, quote = environment.venv, shlex.quote
    lines = [f"export SPATIALGEO_ENVIRONMENT={quote(environment.line)}",
             f'export PATH={quote(str(venv / "bin"))}:"$PATH"',
             "unset PYTHONHOME VIRTUAL_ENV"]
    if environment.line == "system":
        lines += [f'export AMENT_PREFIX_PATH={quote(str(venv))}:"$AMENT_PREFIX_PATH"',
                  f'export LD_LIBRARY_PATH={quote(str(venv / "lib"))}"${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"',
                  f'export PYTHONPATH={quote(str(ROOT))}:{quote(str(environment.site_packages))}'
                  '"${PYTHONPATH:+:$PYTHONPATH}"']
    else:
        # The wheels set LD_LIBRARY_PATH by themselves, once; a value from another environment would come first.
        lines += ["unset LD_LIBRARY_PATH _ROS_WHEELS_BOOTSTRAP_COMPLETE AMENT_PREFIX_PATH COLCON_PREFIX_PATH",
                  f"export PYTHONPATH={quote(str(ROOT))}"]
    if environment.line in WHEEL_LINES:
        lines += [f"export AMENT_PREFIX_PATH={quote(str(venv))} ROS_DISTRO={environment.line} ROS_VERSION=2",
                  "export RMW_IMPLEMENTATION=rmw_fastrtps_cpp  # the one that the wheels bring"]
    return "\n".join(lines) + "\n"


def try_imports(environment: Environment, progress: Progress) -> None:
    """End the set-up with proof that the environment works, or with the error that a user would meet later."""
    program = "import cv2, numpy, yaml, spatialgeo_ros.types"
    if environment.line != "none-numpy1.21":
        program += ", open3d"
    if environment.has_ros:
        program += "; import rclpy, spatialgeo_ros.srv; from spatialgeo_ros.msg import Scene; Scene()"
    if environment.line in WHEEL_LINES:
        program += "; import tf2_msgs.msg, vision_msgs.msg"
    progress.run(["/bin/sh", "-c", f'. "{environment.venv}/setup/environment.sh"; exec python -c "{program}"'])


@contextmanager
def exclusive(environment: Environment) -> Iterator[None]:
    """Hold the environment's lock; wait for another set-up of it, saying so."""
    path = environment.venv.with_name(environment.venv.name + ".lock")
    with path.open("w") as lock:
        os.set_inheritable(lock.fileno(), True)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            sys.stderr.write(f"Another ./run is setting up {environment.venv.name}; waiting for it ...\n")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def set_up(environment: Environment, again: bool) -> Path:
    """Do what is missing. Returns the shell file to source."""
    script = environment.venv / "setup" / "environment.sh"
    steps = missing_steps(environment, script, again)
    if not steps:
        return script
    log = ROOT / "out" / f"setup{environment.venv.name.removeprefix('.venv')}.log"
    sys.stderr.write(f"Setting up `{environment.line}` for Python {platform.python_version()}; log: {log}\n")
    start = time.monotonic()
    progress = Progress(log, len(steps))
    for step in steps:
        with progress.step(step.title):
            step.action(progress)
    sys.stderr.write(f"Ready after {time.monotonic() - start:.0f} s.\n")
    return script


@dataclass(frozen=True)
class Step:
    """One part of the set-up that is to be done."""

    title: str
    action: Callable[[Progress], None]


def missing_steps(environment: Environment, script: Path, again: bool) -> list[Step]:
    """What is not there yet, or no longer right, in order. again: all of it."""
    key = base_key(environment)
    steps = []
    if again or not packages_are_there(environment, key):
        check_machine(environment.line)
        missing = system_packages.missing_packages(build=environment.has_ros)
        if missing:
            steps.append(Step(f"System packages: {' '.join(missing)}", partial(system_packages.install, missing)))
        size = DOWNLOAD_MB.get(environment.line, 300)
        steps.append(Step(f"Python packages into {environment.venv.name} (about {size} MB to download)",
                          partial(make_packages, environment, key)))
    for package in interfaces(environment, key):
        if steps or not package.is_built():
            steps.append(Step(f"Interfaces of {package.name}", partial(package.build, build_variables(environment))))
    if steps or not script.exists() or script.read_text() != shell_file(environment):
        steps.append(Step("Shell file and a try of every import", partial(finish, environment, script)))
    return steps


def finish(environment: Environment, script: Path, progress: Progress) -> None:
    """Write the shell file last, and only keep it if everything can be imported in it."""
    script.write_text(shell_file(environment))
    try:
        try_imports(environment, progress)
    except BaseException:
        script.unlink()
        raise


def interfaces(environment: Environment, key: str) -> list[InterfacePackage]:
    """What is to be built. Stand-ins only where ROS 2 comes from wheels: a sourced one has the real packages."""
    if not environment.has_ros:
        return []
    stand_ins = ("tf2_msgs", "vision_msgs") if environment.line in WHEEL_LINES else ()
    sources = [*(ROOT / "bootstrap" / "interfaces" / name for name in stand_ins), ROOT]
    return [InterfacePackage(source, environment.venv, key) for source in sources]


def _on_terminate(signal_number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main(arguments: list[str]) -> int:
    """Entry point; returns the exit code."""
    signal.signal(signal.SIGTERM, _on_terminate)
    try:
        environment = choose(os.environ)
        with exclusive(environment):
            script = set_up(environment, again="--again" in arguments)
    except SetupError as error:
        sys.stderr.write(f"\n{error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrupted; the same command goes on with the first step that is not done.\n")
        return 130
    sys.stdout.write(f"{script}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
