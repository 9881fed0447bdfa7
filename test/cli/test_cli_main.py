"""The edge of the command line: how it leaves."""

from __future__ import annotations

import subprocess
import sys

import pytest

from spatialgeo_ros.cli.main import main


@pytest.mark.parametrize(("code", "expected"), [(130, 130), (2, 1)])
def test_an_interrupted_command_ends_with_130_whatever_happens_while_python_ends(code: int, expected: int) -> None:
    program = ("import atexit, os\n"
               "from spatialgeo_ros.cli import main\n"
               "atexit.register(os._exit, 1)\n"
               "print('told')\n"
               f"main.main = lambda: {code}\n"
               "main.console()\n")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == expected, "others end as Python does"
    if code == 130:
        assert done.stdout == "told\n", "nothing said is lost"


@pytest.mark.parametrize(("called_as", "usage"), [("./run ask", "usage: ./run ask "), ("", "usage: spatialgeo node-ask ")])
def test_help_names_the_command_that_was_called(
    called_as: str, usage: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SPATIALGEO_CALLED_AS", called_as)
    with pytest.raises(SystemExit):
        main(["node-ask", "--help"])
    assert capsys.readouterr().out.startswith(usage)
