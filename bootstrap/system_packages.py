"""What must come from the system rather than from pip: missing, it is installed (as root) or named."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import platform
import shutil
import sys
import sysconfig
from pathlib import Path

from progress import Progress, SetupError

# Shared libraries that Open3D's wheel is linked against and does not bring, by the Debian and Ubuntu package that does.
LIBRARIES = {"libgl1": "libGL.so.1", "libegl1": "libEGL.so.1", "libx11-6": "libX11.so.6", "libgomp1": "libgomp.so.1"}
LIBRARIES_X86 = {"libusb-1.0-0": "libusb-1.0.so.0"}


def missing_packages(build: bool) -> list[str]:
    """Debian names of what is missing. build: interfaces are to be compiled too."""
    names = []
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        names.append(f"{_python_package()}-venv")
    libraries = LIBRARIES | (LIBRARIES_X86 if platform.machine() == "x86_64" else {})
    names += [package for package, library in libraries.items() if not _loads(library)]
    if build:
        if shutil.which("g++") is None:
            names.append("g++")
        if not Path(sysconfig.get_path("include"), "Python.h").exists():
            names.append(f"{_python_package()}-dev")
    return names


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _python_package() -> str:
    return f"python{sys.version_info.major}.{sys.version_info.minor}"


def install(packages: list[str], progress: Progress) -> None:
    """Install Debian packages, or raise SetupError with the line that does."""
    line = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if shutil.which("apt-get") is None:
        raise SetupError(f"Missing on this system: {', '.join(packages)} (so called on Debian and Ubuntu).\n"
                         "Install what they are called here and run the same command again.")
    if os.geteuid() != 0:
        raise SetupError(f"System packages are missing. Install them and run the same again:\n\n    sudo {line}\n")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    progress.run(["apt-get", "update", "-q"], environment)
    progress.run(line.split(), environment)
