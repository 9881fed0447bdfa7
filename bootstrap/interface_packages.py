"""Build packages of ROS interfaces into the environment, with plain CMake: each anew when its sources change."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from progress import Progress, SetupError

# The wheels' own CMake files name the include folders of the machine that they were built on.
FOREIGN_NUMPY = re.compile(r"/opt/python/cp\d+-cp\d+t?/lib/python3\.\d+/site-packages/numpy/_?core/include")
FOREIGN_PYTHON = re.compile(r"/opt/python/cp\d+-cp\d+t?/include/python3\.\d+t?")
SOURCES = ("CMakeLists.txt", "package.xml", "msg/*.msg", "srv/*.srv", "action/*.action", "spatialgeo_ros/__init__.py")


@dataclass(frozen=True)
class InterfacePackage:
    """One package of interfaces. source: its folder; venv: where it goes; base: hash of what it is built against."""

    source: Path
    venv: Path
    base: str

    @property
    def name(self) -> str:
        """The folder's name may be anything the user cloned into; the project's is in its CMakeLists.txt."""
        found = re.search(r"project\((\w+)\)", (self.source / "CMakeLists.txt").read_text())
        if found is None:
            raise SetupError(f"{self.source / 'CMakeLists.txt'} has no project(name)")
        return found.group(1)

    def key(self) -> str:
        """Hash of everything the built package depends on."""
        digest = hashlib.sha256(self.base.encode())
        for pattern in SOURCES:
            for path in sorted(self.source.glob(pattern)):
                digest.update(f"{path.relative_to(self.source)}\0".encode())
                digest.update(path.read_bytes())
        return digest.hexdigest()

    def is_built(self) -> bool:
        """Whether what is installed was built from these sources and is all there."""
        stamp, manifest = self._stamp, self._manifest
        if not stamp.exists() or stamp.read_text() != self.key() or not manifest.exists():
            return False
        return all(os.path.lexists(line) for line in manifest.read_text().splitlines())

    def build(self, environment: dict[str, str], progress: Progress) -> None:
        """Configure, compile and install anew; what an earlier build installed goes first."""
        key = self.key()
        self._stamp.unlink(missing_ok=True)
        if self._manifest.exists():
            for line in self._manifest.read_text().splitlines():
                Path(line).unlink(missing_ok=True)
        shutil.rmtree(self._build, ignore_errors=True)
        python = self.venv / "bin" / "python"
        packages = _site_packages(python).relative_to(self.venv)
        prefixes = environment.get("AMENT_PREFIX_PATH", "").replace(os.pathsep, ";")
        progress.run([_tool(self.venv, "cmake"), "-G", "Ninja", "-S", self.source, "-B", self._build,
                      f"-DCMAKE_MAKE_PROGRAM={_tool(self.venv, 'ninja')}", f"-DCMAKE_PREFIX_PATH={prefixes}",
                      f"-DCMAKE_INSTALL_PREFIX={self.venv}", f"-DPython3_EXECUTABLE={python}",
                      f"-DPYTHON_INSTALL_DIR={packages}", "-DBUILD_TESTING=OFF", "-DSPATIALGEO_INSTALL_PYTHON=OFF",
                      "--no-warn-unused-cli"], environment)
        progress.run([_tool(self.venv, "cmake"), "--build", self._build, "--target", "install"], environment)
        self._stamp.write_text(key)

    @property
    def _build(self) -> Path:
        return self.venv / "setup" / "build" / self.name

    @property
    def _manifest(self) -> Path:
        return self._build / "install_manifest.txt"

    @property
    def _stamp(self) -> Path:
        return self.venv / "setup" / f"{self.name}.stamp"


def mend_cmake_files(venv: Path) -> None:
    """Let the wheels' CMake files point to the Python and numpy headers of this environment."""
    python = venv / "bin" / "python"
    headers = _python_says(python, "import sysconfig; print(sysconfig.get_path('include'))")
    numpy_headers = _python_says(python, "import numpy; print(numpy.get_include())")
    for path in (venv / "share").rglob("*.cmake"):
        text = path.read_text()
        mended = FOREIGN_PYTHON.sub(headers, FOREIGN_NUMPY.sub(numpy_headers, text))
        if mended != text:
            path.write_text(mended)


def _tool(venv: Path, name: str) -> Path:
    found = shutil.which(name, path=f"{venv / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}")
    if found is None:
        raise SetupError(f"{name} is neither in {venv} nor on PATH: run `./run setup --again`.")
    return Path(found)


def _site_packages(python: Path) -> Path:
    return Path(_python_says(python, "import sysconfig; print(sysconfig.get_path('purelib'))"))


def _python_says(python: Path, program: str) -> str:
    return subprocess.run([python, "-c", program], check=True, capture_output=True, text=True).stdout.strip()
