"""`./run ask` and `./run self_check` against a running node."""

from __future__ import annotations

import pytest
from rig import Rig

from spatialgeo_ros.cli.main import main


@pytest.fixture
def rig():
    rig = Rig(answers__max_scene_age_s=3600.0)
    rig.scene_at(rig.send())
    yield rig
    rig.close()


def test_questions_are_answered_with_evidence(rig, capsys):
    assert main(["node-ask", "Is #1 left of #2?", "how many objects are there?"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Q: Is #1 left of #2?"
    assert lines[1].startswith("A: Yes")
    assert "left of" in lines[2] and "probability 0.99" in lines[2]
    assert "Q: how many objects are there?" in lines[3:]


def test_a_question_without_an_answer_says_why(rig, capsys):
    assert main(["node-ask", "where is the unicorn?"]) == 2
    assert "unicorn" in capsys.readouterr().out.splitlines()[1]


def test_the_self_check_is_printed_and_judged(rig, capsys):
    assert main(["node-self-check"]) == 0
    assert "ok   sizes: image 64x48, depth 64x48" in capsys.readouterr().out
    rig.node.on_deactivate(None)
    assert main(["node-self-check"]) == 1
    assert "FAIL" in capsys.readouterr().out


@pytest.mark.parametrize("command", [["node-ask", "what do you see?"], ["node-self-check"]])
def test_a_node_that_is_not_there_is_told(command, capsys):
    assert main([*command, "--node", "elsewhere/spatialgeo", "--timeout-s", "0.2"]) == 2
    assert "there is no service /elsewhere/spatialgeo/" in capsys.readouterr().err
