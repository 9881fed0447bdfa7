"""The documentation agrees with the code: generated pages, links, commands, parameters."""

import ast
import builtins
import re
import subprocess
import sys
from pathlib import Path

import pytest

from spatialgeo_ros.cli.main import SUBCOMMANDS
from spatialgeo_ros.config import NodeConfig, leaves
from spatialgeo_ros.questions.grammar import parse_question
from spatialgeo_ros.questions.vocabulary import Vocabulary

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_generated_pages_are_up_to_date():
    done = subprocess.run([sys.executable, str(ROOT / "docs" / "generate.py"), "--check"], capture_output=True,
                          text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_in_the_text_exist(page):
    for name in re.findall(r"(?:^|`|\./run )spatialgeo (\w+)", page.read_text(encoding="utf-8"), re.MULTILINE):
        assert name in SUBCOMMANDS, f"{page.name}: spatialgeo {name}"


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "parameters.md"], ids=lambda page: page.name)
def test_parameters_in_the_text_exist(page):
    known = {leaf.name.removeprefix("scene.") for leaf in leaves(NodeConfig())}
    groups = {name.split(".")[0] for name in known if "." in name}
    for name in re.findall(rf"`((?:{'|'.join(groups)})\.[a-z_0-9]+)`", page.read_text(encoding="utf-8")):
        assert name in known, f"{page.name}: {name}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_in_the_text_exist(page):
    for name in re.findall(r"`((?:config|rviz|launch|spatialgeo_ros|msg|srv|docs|test)/[\w./]*\w)`",
                           page.read_text(encoding="utf-8")):
        assert (ROOT / name).exists(), f"{page.name}: {name}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_questions_in_the_text_are_understood(page):
    text = page.read_text(encoding="utf-8")
    for question in re.findall(r"(?:Q: |question: '|\s\")([A-Za-z][^\"'\n]*\?)", text):
        parse_question(question, Vocabulary())


def test_the_code_for_planners_in_the_readme_can_be_pasted():
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("\n## For planners\n")[1].split("\n## ")[0]
    code = ast.parse("\n".join(line[4:] for line in section.splitlines() if line.startswith("    ") or not line.strip()))
    nodes = list(ast.walk(code))
    known = {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
    named = [node for node in nodes if isinstance(node, ast.Name)]
    known |= {node.id for node in named if isinstance(node.ctx, ast.Store)} | set(dir(builtins))
    assert {node.id for node in named} <= known
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            source = (ROOT / f"{node.module.replace('.', '/')}.py").read_text(encoding="utf-8")
            assert all(f"class {alias.name}" in source for alias in node.names)


@pytest.mark.parametrize("name", ["nano.md", "questions.md"])
def test_pages_with_commands_say_how_a_clone_calls_them(name):
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert text.index("is `./run spatialgeo ...`") < text.index("\n    spatialgeo ")


def test_the_help_of_run_knows_where_to_get_a_frame():
    done = subprocess.run([str(ROOT / "run"), "help"], capture_output=True, text=True, check=True, timeout=60)
    assert "room" in done.stdout


def test_the_code_shown_to_planners_is_that_of_the_examples():
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.py")))
    shown = (ROOT / "docs" / "planners.md").read_text(encoding="utf-8").split("\n## Ask\n")[1]
    blocks = re.findall(r"```python\n(.*?)```", shown, re.DOTALL)
    assert len(blocks) >= 3
    for line in "".join(blocks).splitlines():
        assert line.strip() == "..." or f"{line}\n" in code, line
