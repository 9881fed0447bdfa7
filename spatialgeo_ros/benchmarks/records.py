"""Records of a published file: a JSON list, JSON lines, or parquet. Each knows where it stands, for errors that say so."""

from __future__ import annotations

import ast
import importlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spatialgeo_ros.errors import InputError


@dataclass(frozen=True)
class Record:
    """where: "test.jsonl, line 3". Every reader raises InputError when a field is missing or of another kind."""

    fields: Mapping[str, Any]
    where: str

    def text(self, name: str) -> str:
        """Not empty; a number as it is written in JSON."""
        value = self._value(name)
        if isinstance(value, bool) or not isinstance(value, (str, int, float)) or not str(value).strip():
            raise self.wrong(name, "text or a number")
        return str(value)

    def items(self, name: str) -> list[Any]:
        value = self._structure(name)
        if not isinstance(value, list):
            raise self.wrong(name, "a list")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Also of a single text."""
        value = self._structure(name)
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(item, str) for item in values):
            raise self.wrong(name, "a list of texts")
        return tuple(values)

    def inner(self, name: str) -> Record:
        value = self._structure(name)
        if not isinstance(value, Mapping):
            raise self.wrong(name, "an object with fields of its own")
        return Record(value, f"{self.where}, {name}")

    def has(self, name: str) -> bool:
        return self.fields.get(name) not in (None, "", [])

    def wrong(self, name: str, expected: str) -> InputError:
        found = f"is {self.fields[name]!r}" if name in self.fields else "is missing"
        return InputError(f"{self.where}: field {name!r} {found}, expected {expected}; compare docs/benchmarks.md",
                          "benchmark")

    def _value(self, name: str) -> Any:
        if name not in self.fields:
            raise self.wrong(name, "a value")
        return self.fields[name]

    def _structure(self, name: str) -> Any:
        """Some conversions write lists and objects as text, of JSON or of Python."""
        value = self._value(name)
        if isinstance(value, str) and value[:1] in ("[", "{"):
            for read in (json.loads, ast.literal_eval):
                try:
                    return read(value)
                except (ValueError, SyntaxError):
                    continue
        return value


def find_file(path: Path, patterns: Sequence[str]) -> Path:
    """path: the file itself, or a folder that holds one of these; the first pattern that fits counts."""
    if path.is_file():
        return path
    for pattern in patterns:
        found = sorted(path.glob(pattern))
        if len(found) > 1:
            raise InputError(f"{path} holds {len(found)} files {pattern}; give the one that is meant", "benchmark")
        if found:
            return found[0]
    raise InputError(f"{path} is neither a file nor a folder with {' or '.join(patterns)}; docs/benchmarks.md says where to "
                     "get the data and how to lay it out", "benchmark")


def read_records(path: Path) -> list[Record]:
    """In the order of the file; at least one."""
    records = _parquet(path) if path.suffix == ".parquet" else _json(path)
    if not records:
        raise InputError(f"{path} holds no records", "benchmark")
    return records


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {path}: {error}; give a text file in UTF-8", "benchmark") from error


def json_lines(path: Path, text: str) -> list[Record]:
    """Of text with one JSON object a line; empty lines are left out."""
    records = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        where = f"{path.name}, line {number}"
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"{where}: not JSON ({error}); expected one object a line", "benchmark") from error
        records.append(_record(value, where))
    return records


def numbered(ids: Sequence[str]) -> list[str]:
    """Unique ids: the second "7" becomes "7#2"."""
    seen: dict[str, int] = {}
    out = []
    for one in ids:
        seen[one] = seen.get(one, 0) + 1
        out.append(one if seen[one] == 1 else f"{one}#{seen[one]}")
    return out


def _json(path: Path) -> list[Record]:
    text = read_text(path)
    if not text.lstrip().startswith("["):
        return json_lines(path, text)
    try:
        values = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"{path.name}, line {error.lineno}: not JSON ({error.msg}); expected a list of objects",
                         "benchmark") from error
    return [_record(value, f"{path.name}, record {number}") for number, value in enumerate(values, start=1)]


def _record(value: Any, where: str) -> Record:
    if not isinstance(value, dict):
        raise InputError(f"{where}: expected an object with fields, found {value!r}", "benchmark")
    return Record(value, where)


def _parquet(path: Path) -> list[Record]:
    try:
        pandas: Any = importlib.import_module("pandas")
        rows = pandas.read_parquet(path).to_dict("records")
    except ImportError as error:
        raise InputError(f"{path} is parquet, which needs pandas and pyarrow ({error}); install both, or convert it where "
                         "they are: python3 -c \"import pandas; pandas.read_parquet('FILE.parquet').to_json('FILE.jsonl', "
                         "orient='records', lines=True)\"", "benchmark") from error
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read {path} as parquet: {error}", "benchmark") from error
    return [_record(_plain(row), f"{path.name}, row {number}") for number, row in enumerate(rows, start=1)]


def _plain(value: Any) -> Any:
    """Arrays as lists."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
