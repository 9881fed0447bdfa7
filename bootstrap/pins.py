"""Write and check the pins in requirements/*.txt: every package of an environment, for every supported Python.

    python bootstrap/pins.py write [LINE ...]    resolve the .in files anew; needs each of the four Pythons
    python bootstrap/pins.py check [LINE ...]    ask pip, for each Python, whether a wheel of every pin is there

`write` resolves with each interpreter itself, since pip evaluates environment markers for the Python it runs on,
whatever --python-version says. `check` evaluates the markers first and then lets `pip download --python-version` look
for the wheels.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements"
PYTHONS = ("3.10", "3.11", "3.12", "3.13")

# Line -> the .in files that it is made of, and the Pythons it exists for.
LINES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "jazzy": (("core", "sim", "bags", "models", "test", "ros-jazzy", "build-jazzy"), PYTHONS),
    "kilted": (("core", "sim", "bags", "models", "test", "ros-kilted", "build-kilted"), PYTHONS),
    "none": (("core", "sim", "bags", "models", "test"), PYTHONS),
    "none-numpy1.21": (("core-numpy1.21", "bags", "test-numpy1.21"), ("3.10",)),
    "none-numpy1": (("core-numpy1", "sim", "bags", "test"), ("3.10", "3.11", "3.12")),  # numpy 1.26 has no wheel for 3.13
}

# The CUDA-free build of Open3D has another name on x86_64 Linux, and the same version and dependencies.
OPEN3D_X86 = 'platform_machine == "x86_64" and sys_platform == "linux"'
OPEN3D_OTHER = 'platform_machine != "x86_64" or sys_platform != "linux"'

# Only a source distribution exists: `pip download --only-binary` cannot find it, every Python can build it.
SOURCE_ONLY = frozenset({"empy"})


def interpreter(version: str) -> str:
    """Path of a Python of that version, found on PATH or among pyenv's; SystemExit if there is none."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [f"python{version}", *map(str, sorted(pyenv.glob(f"{version}.*/bin/python")))]
    for candidate in candidates:
        try:
            answer = subprocess.run([candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
                                    capture_output=True, text=True, check=False)
        except OSError:
            continue
        if answer.stdout.strip() == version:
            return candidate
    raise SystemExit(f"python{version} is not on this machine; `write` needs all of {', '.join(PYTHONS)}")


def resolve(line: str, python: str) -> dict[str, str]:
    """Name -> version of everything pip would install into an empty environment of that Python."""
    files, _ = LINES[line]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [interpreter(python), "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed",
                   "--report", str(report)]
        for name in files:
            command += ["-r", str(REQUIREMENTS / f"{name}.in")]
        subprocess.run(command, check=True)
        installs = json.loads(report.read_text())["install"]
    return {normalised(item["metadata"]["name"]): item["metadata"]["version"] for item in installs}


def normalised(name: str) -> str:
    """The one spelling of a project name that PyPI treats as its own."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pin_lines(resolved: dict[str, dict[str, str]]) -> list[str]:
    """Requirement lines from Python -> name -> version, with a marker where the Pythons differ."""
    versions: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for python, packages in resolved.items():
        for name, version in packages.items():
            versions[name][version].append(python)
    lines = []
    for name in sorted(versions):
        for version, pythons in versions[name].items():
            marker = "" if len(pythons) == len(resolved) else " or ".join(f'python_version == "{p}"' for p in pythons)
            lines += _pin(name, version, marker)
    return lines


def _pin(name: str, version: str, marker: str) -> list[str]:
    if name != "open3d-cpu":
        return [f"{name}=={version}; {marker}" if marker else f"{name}=={version}"]
    extra = f" and ({marker})" if marker else ""
    return [f"open3d-cpu=={version}; {OPEN3D_X86}{extra}", f"open3d=={version}; ({OPEN3D_OTHER}){extra}"]


def write(line: str) -> None:
    """Resolve one line for its Pythons and write requirements/<line>.txt."""
    files, pythons = LINES[line]
    lines = pin_lines({python: resolve(line, python) for python in pythons})
    head = [f"# Every package of the `{line}` environment, for Python {', '.join(pythons)}. Written from",
            f"# {', '.join(f'{name}.in' for name in files)} by `python bootstrap/pins.py write {line}`; do not edit."]
    path = REQUIREMENTS / f"{line}.txt"
    path.write_text("\n".join([*head, *lines]) + "\n")
    print(f"{path.name}: {len(lines)} pins")


def check(line: str) -> int:
    """Look for a wheel of every pin, for every Python of the line. Returns the number of Pythons that lack one."""
    from packaging.requirements import Requirement

    pins = [Requirement(text) for text in (REQUIREMENTS / f"{line}.txt").read_text().splitlines() if text[:1] != "#"]
    failures = 0
    for python in LINES[line][1]:
        environment = {"python_version": python, "platform_machine": "x86_64", "sys_platform": "linux"}
        wanted = [f"{pin.name}{pin.specifier}" for pin in pins
                  if pin.name not in SOURCE_ONLY and (pin.marker is None or pin.marker.evaluate(environment))]
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
                       "--python-version", python, "--dest", folder]
            for platform in ("manylinux_2_35_x86_64", "manylinux_2_28_x86_64", "manylinux2014_x86_64"):
                command += ["--platform", platform]
            answer = subprocess.run([*command, *wanted], capture_output=True, text=True, check=False)
        print(f"{line}, Python {python}: {len(wanted)} wheels", "found" if answer.returncode == 0 else "NOT all found")
        if answer.returncode != 0:
            failures += 1
            print(answer.stderr)
    return failures


def main(arguments: list[str]) -> int:
    """Entry point; returns the exit code."""
    if not arguments or arguments[0] not in ("write", "check") or not set(arguments[1:]) <= set(LINES):
        print(__doc__)
        return 2
    lines = arguments[1:] or list(LINES)
    if arguments[0] == "check":
        return min(1, sum(check(line) for line in lines))
    for line in lines:
        write(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
