"""Write the generated parts of the documentation; `--check` only tells whether they are up to date.

    python docs/generate.py              parameters.md, interfaces.md, questions.md, images/frames.svg
    python docs/generate.py --check      exit code 1 when one of them is not what it should be
    python docs/generate.py --pictures   also images/annotated.png and images/map.png, from a simulated room
    python docs/generate.py --scores     also scores.md and the README's table, by running the evaluation (minutes)
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
sys.path[:0] = [str(ROOT), str(DOCS)]

from frames_drawing import frames_svg  # noqa: E402
from interface_page import interfaces_markdown  # noqa: E402
from scores_page import write_scores  # noqa: E402

from spatialgeo_ros.cli.settings_text import parameters_markdown  # noqa: E402
from spatialgeo_ros.questions.examples import EXAMPLES  # noqa: E402
from spatialgeo_ros.scene.relations import DEFINITIONS  # noqa: E402

PICTURED_ROOM = ("--seed", "12", "--time", "0")


def pages() -> dict[Path, str]:
    return {DOCS / "parameters.md": parameters_markdown(), DOCS / "interfaces.md": interfaces_markdown(ROOT),
            DOCS / "questions.md": questions_markdown(), DOCS / "images" / "frames.svg": frames_svg()}


def questions_markdown() -> str:
    examples = ["| question | asks |", "|---|---|", *(f"| {text} | {what} |" for text, what in EXAMPLES)]
    definitions = ["| predicate | true when |", "|---|---|",
                   *(f"| {predicate.name} | {text} |" for predicate, text in DEFINITIONS.items())]
    template = (DOCS / "questions.md.in").read_text(encoding="utf-8")
    return template.format(examples="\n".join(examples) + "\n", definitions="\n".join(definitions) + "\n")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--pictures", action="store_true")
    parser.add_argument("--scores", action="store_true")
    parsed = parser.parse_args(arguments)
    if parsed.check:
        old = [path for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
        sys.stdout.writelines(f"{path.relative_to(ROOT)} is not up to date: run python docs/generate.py\n"
                              for path in old)
        return 1 if old else 0
    for path, text in pages().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if parsed.pictures:
        _draw_pictures()
    if parsed.scores:
        write_scores(ROOT)
    return 0


def _draw_pictures() -> None:
    """With the command line alone, as the README shows it."""
    with tempfile.TemporaryDirectory() as folder:
        command = _spatialgeo("room", *PICTURED_ROOM, folder).splitlines()[0].partition(" spatialgeo ")[2]
        images = ("--annotated", str(DOCS / "images" / "annotated.png"), "--map", str(DOCS / "images" / "map.png"))
        scene = json.loads(_spatialgeo(*shlex.split(command), *images, "--json"))
    sys.stdout.write(f"{len(scene['objects'])} objects drawn\n")


def _spatialgeo(*arguments: str) -> str:
    return subprocess.run([sys.executable, "-m", "spatialgeo_ros.cli", *arguments], cwd=ROOT, check=True,
                          stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
