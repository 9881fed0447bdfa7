"""Which questions can be asked so that their words alone do not give the answer away, and how well words alone do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.types import AnswerKind, Array
from spatialgeo_ros.world.rgb_shards import Views
from spatialgeo_ros.world.rgb_views import CLASS_WORDS

_NOBODY = len(CLASS_WORDS)
_BASE = _NOBODY + 1
_RARER_SHARE = 0.2  # of the answers of a cell, below which it is closed


def closed_answers(views: Views) -> NDArray[np.int64]:
    """(Q,) the answer of each question that has two: 1 for yes or the first thing offered, 0 for no or the second; else -1."""
    rows = views.questions.rows
    kind, asked, answers = rows["kind"], rows["asked"].astype(int), rows["answers"].astype(int)
    offered = np.where(asked[:, 2:] > 0, asked[:, 1:], asked[:, :2])  # "closer to {0}, {1} or {2}"
    one = (kind == AnswerKind.OBJECT) & (answers[:, 1] == 0) & (answers[:, 0] > 0)
    first, second = one & (offered[:, 0] == answers[:, 0]), one & (offered[:, 1] == answers[:, 0])
    result = np.where(kind == AnswerKind.YES_NO, rows["yes"].astype(int), -1)
    result[first], result[second] = 1, 0
    return np.asarray(result, np.int64)


def cells(views: Views) -> NDArray[np.int64]:
    """(Q,) a number for the form of the question and the class words of one or two things asked about; of three the form
    alone, since there are too many triples to tell anything."""
    rows = views.questions.rows
    words = np.full((len(views), 256), _NOBODY, np.int64)
    owner = np.repeat(np.arange(len(views)), np.diff(views.first_thing))
    words[owner, views.things["id"]] = views.things["word"]
    asked = np.where(rows["asked"] > 0, words[rows["view"][:, None], rows["asked"]], _NOBODY)
    asked[rows["asked"][:, 2] > 0] = _NOBODY
    return np.asarray((rows["template"].astype(np.int64) * _BASE + asked[:, 0]) * _BASE + asked[:, 1])


def balanced(views: Views, seed: int) -> NDArray[np.int64]:
    """Numbers of the questions to ask: of those with two answers equally many of both in every cell, of others all."""
    answer, cell = closed_answers(views), cells(views)
    rng = np.random.default_rng(seed)
    kept = [np.flatnonzero(answer < 0)]
    closed = np.flatnonzero(answer >= 0)
    if not len(closed):
        return kept[0]
    order = closed[np.argsort(cell[closed], kind="stable")]
    for group in np.split(order, np.flatnonzero(np.diff(cell[order])) + 1):
        yes, no = group[answer[group] == 1], group[answer[group] == 0]
        few = min(len(yes), len(no))
        if few >= _RARER_SHARE * len(group):
            kept += [rng.permutation(yes)[:few], rng.permutation(no)[:few]]
    return np.sort(np.concatenate(kept))


@dataclass(frozen=True, eq=False)
class TextOnly:
    """Answers from the words of a question alone: what is most frequent, or in the middle, for them in what it has seen."""

    by_cell: dict[tuple[str, tuple[str, ...]], str]
    by_template: dict[str, str]

    def answer(self, template: str, words: Sequence[str]) -> str:
        return self.by_cell.get((template, tuple(words)), self.by_template.get(template, "yes"))


def fit_text_only(said: Sequence[tuple[str, Sequence[str], str]]) -> TextOnly:
    """said: template, class words of the things asked about, answer in words."""
    by_cell: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    by_template: dict[str, list[str]] = defaultdict(list)
    for template, words, answer in said:
        by_cell[template, tuple(words)].append(answer)
        by_template[template].append(answer)
    return TextOnly({key: _typical(answers) for key, answers in by_cell.items() if len(answers) >= 3},
                    {key: _typical(answers) for key, answers in by_template.items()})


def _typical(answers: Sequence[str]) -> str:
    """The median of lengths, else the most frequent."""
    lengths = sorted((float(text.split()[0]), text) for text in answers if text.endswith(" m") and text.count(" ") == 1)
    if len(lengths) * 2 > len(answers):
        return lengths[len(lengths) // 2][1]
    return max(sorted(set(answers)), key=list(answers).count)


def question_words(views: Views, index: int) -> list[str]:
    """Class words of the things that a question asks about."""
    row = views.questions.rows[index]
    word = {int(t["id"]): CLASS_WORDS[t["word"]] for t in views.things_of(int(row["view"]))}
    return [word.get(int(thing), "") for thing in row["asked"] if thing]


def seen_things(views: Views, index: int) -> Array:
    """(N,) of THING, of the view that a question is about."""
    return views.things_of(int(views.questions.rows[index]["view"]))
