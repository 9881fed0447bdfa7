"""Child processes: always ended, in their own groups, and their death is told with their last words."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from spatialgeo_ros.ros.children import ChildDied, Children

ROOT = Path(__file__).resolve().parents[2]
SLEEPS = "import time\nprint('here', flush=True)\ntime.sleep(60)\n"
STUBBORN = ("import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nsignal.signal(signal.SIGTERM, "
            "signal.SIG_IGN)\nprint('here', flush=True)\ntime.sleep(60)\n")
PARENT = """
import os, sys, time
from pathlib import Path
from spatialgeo_ros.ros.children import Children
with Children(Path(sys.argv[1]), os.environ) as children:
    print(children.start("s", "sleeps", []).process.pid, flush=True)
    time.sleep(60)
"""
DIES = "print('the reason', flush=True)\nraise SystemExit(3)\n"


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in (("sleeps", SLEEPS), ("stubborn", STUBBORN), ("dies", DIES)):
        (tmp_path / f"{name}.py").write_text(text)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait(condition: object, what: str, timeout_s: float = 10.0) -> None:
    until = time.monotonic() + timeout_s
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < until, what
        time.sleep(0.02)


def test_children_have_ended_when_the_context_ends(modules: Path) -> None:
    with Children(modules / "logs", os.environ) as children:
        child = children.start("sleeper", "sleeps", [])
        wait(lambda: "here" in child.log.read_text(), "started")
        children.check()
    assert not is_alive(child.process.pid)


def test_children_end_when_the_body_fails(modules: Path) -> None:
    with pytest.raises(KeyboardInterrupt), Children(modules / "logs", os.environ) as children:
        child = children.start("sleeper", "sleeps", [])
        raise KeyboardInterrupt
    assert not is_alive(child.process.pid)


def test_a_child_that_ignores_signals_is_killed(modules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = ((signal.SIGINT, 0.2), (signal.SIGTERM, 0.2), (signal.SIGKILL, 5.0))
    monkeypatch.setattr("spatialgeo_ros.ros.children.STOP_SIGNALS", quick)
    with Children(modules / "logs", os.environ) as children:
        child = children.start("mule", "stubborn", [])
        wait(lambda: "here" in child.log.read_text(), "started")
    assert child.process.returncode == -signal.SIGKILL


def test_a_dead_child_is_told_with_its_last_lines(modules: Path) -> None:
    with Children(modules / "logs", os.environ) as children:
        child = children.start("poet", "dies", [])
        wait(lambda: child.process.poll() is not None, "ended")
        with pytest.raises(ChildDied, match=r"(?s)the poet ended .* exit code 3.*the reason"):
            children.check()


def test_children_do_not_outlive_a_parent_that_was_killed(modules: Path) -> None:
    (modules / "parent.py").write_text(PARENT)
    parent = subprocess.Popen([sys.executable, str(modules / "parent.py"), str(modules / "logs")], text=True,
                              stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{modules}"})
    try:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        wait(lambda: "here" in (modules / "logs" / "s.log").read_text(), "started")
    finally:
        parent.kill()
        parent.wait()
    wait(lambda: not is_alive(pid), "the child ends with its parent")


def test_a_child_runs_in_a_process_group_of_its_own(modules: Path) -> None:
    # so that Ctrl-C in the terminal reaches the demo alone, which then ends its children in order
    with Children(modules / "logs", os.environ) as children:
        child = children.start("sleeper", "sleeps", [])
        assert os.getpgid(child.process.pid) == child.process.pid != os.getpgid(0)
