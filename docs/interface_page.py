"""The page interfaces.md: topics and services, then every message with the comments of its file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

MESSAGES = ("Scene", "SceneObject", "SpatialRelation", "SpatialRelationArray", "Answer", "Evidence", "Distance")
SERVICES = ("Ask", "Query", "SetVocabulary")
_LINE = re.compile(r"^(?P<type>[\w/]+(?:\[\d*\])?)\s+(?P<name>\w+)(?P<rest>[^#]*)(?:#\s*(?P<comment>.*))?$")


@dataclass
class Member:
    """A field, or a constant when `value` is not empty. comment: of its line and of the lines that go on below it."""

    type: str
    name: str
    value: str
    comment: str


@dataclass
class Part:
    """What stands between two `---` of an interface file. about: the comment at its top."""

    about: list[str] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)


def parse(text: str) -> list[Part]:
    parts = [Part()]
    for line in text.splitlines():
        if line.strip() == "---":
            parts.append(Part())
        else:
            _read_line(line, parts[-1])
    return parts


def _read_line(line: str, part: Part) -> None:
    stripped = line.strip()
    if stripped.startswith("#"):
        comment = stripped.lstrip("# ").rstrip()
        if line.startswith("#") and not part.members:
            part.about.append(comment)
        elif part.members:
            part.members[-1].comment += f" {comment}"
        return
    match = _LINE.match(line)
    if match:
        rest = match["rest"].strip()
        part.members.append(Member(match["type"], match["name"], rest.lstrip("= "), match["comment"] or ""))


def interfaces_markdown(root: Path) -> str:
    chapters = [_message(root / "msg" / f"{name}.msg") for name in MESSAGES]
    chapters += [_service(root / "srv" / f"{name}.srv") for name in SERVICES]
    return (root / "docs" / "interfaces.md.in").read_text(encoding="utf-8") + "\n".join(chapters)


def _message(path: Path) -> str:
    part, = parse(path.read_text(encoding="utf-8"))
    return f"## {path.stem}.msg\n\n" + _part(part)


def _service(path: Path) -> str:
    request, response = parse(path.read_text(encoding="utf-8"))
    return (f"## {path.stem}.srv\n\n{_about(request)}**Request**\n\n{_tables(request)}\n**Response**\n\n"
            f"{_about(response)}{_tables(response)}")


def _part(part: Part) -> str:
    return _about(part) + _tables(part)


def _about(part: Part) -> str:
    return " ".join(part.about) + "\n\n" if part.about else ""


def _tables(part: Part) -> str:
    constants = [item for item in part.members if item.name.isupper()]
    fields = [item for item in part.members if not item.name.isupper()]
    text = _table(("field", "type", "what"), [(_named(item), f"`{item.type}`", item.comment) for item in fields])
    if constants:
        text += "\n" + _table(("constant", "value", "what"),
                              [(f"`{item.name}`", item.value, item.comment) for item in constants])
    return text


def _named(item: Member) -> str:
    return f"`{item.name}`" + (f" (default {item.value})" if item.value else "")


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"
