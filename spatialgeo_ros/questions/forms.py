"""What a sentence form is, and the notation that all forms share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from spatialgeo_ros.questions import clauses, criteria, lexicon, phrases
from spatialgeo_ros.questions.holding import MACROS as HOLDING_MACROS
from spatialgeo_ros.questions.limits import LIMIT_MACROS, read_quantity
from spatialgeo_ros.questions.patterns import Notation, Reader, Sentence, remembered
from spatialgeo_ros.questions.phrase_parts import number_at, said, word_at
from spatialgeo_ros.questions.relation_words import MACROS
from spatialgeo_ros.questions.units import UNIT_WORDS, volume_unit_at
from spatialgeo_ros.types import Query

Build = Callable[[Mapping[str, Any]], Query | None]  # None: the words fit, the meaning does not
Form = tuple[str, Build]


def _unit(sentence: Sentence, at: int) -> list[tuple[str, int]]:
    word = sentence.words[at] if at < len(sentence.words) else ""
    return [(UNIT_WORDS[word], at + 1)] if word in UNIT_WORDS and word != "in" else []


def _volume_unit(sentence: Sentence, at: int) -> list[tuple[str, int]]:
    found = volume_unit_at(sentence.words, at)
    return [] if found is None else [found]


def _look(sentence: Sentence, at: int) -> list[tuple[Any, int]]:
    """Colours and shapes, as a phrase that holds nothing else."""
    return [
        (replace(phrase, text=said(sentence, at, end)), end)
        for phrase, end in phrases.read_adjective(sentence, at)
        if not phrase.sizes
    ]


def _phrase_or_elliptic(sentence: Sentence, at: int) -> list[tuple[Any, int]]:
    return [*phrases.read_phrase(sentence, at), *phrases.read_elliptic(sentence, at)]


def _number(sentence: Sentence, at: int) -> list[tuple[int, int]]:
    number = number_at(sentence, at)
    return [(number, at + 1)] if number else []


def _hour(sentence: Sentence, at: int) -> list[tuple[int, int]]:
    number = number_at(sentence, at) or lexicon.HOURS.get(word_at(sentence, at), 0)
    return [(number, at + 1)] if 1 <= number <= 12 else []


READERS: dict[str, Reader] = {
    "NP": phrases.read_phrase,
    "NOM": phrases.read_nominal,
    "CLAUSE": phrases.read_clause,
    "LEADING": phrases.read_leading,
    "HAVING": phrases.read_having,
    "ALT": remembered("ALT", _phrase_or_elliptic),
    "ORDER": criteria.read_ordering,
    "MOST": criteria.read_having_most,
    "PLACE": criteria.read_place,
    "SIDEOFVIEW": criteria.read_side,
    "CRIT": criteria.read_criterion,
    "EITHER": criteria.read_either,
    "LISTED": criteria.read_listed,
    "ROW": criteria.read_row,
    "LOOK": _look,
    "UNIT": _unit,
    "VOLUMEUNIT": _volume_unit,
    "RANK": phrases.read_rank,
    "QUANTITY": read_quantity,
    "NUMBER": _number,
    "HOUR": _hour,
    "PREP": clauses.read_preposition,
    "PLACES": criteria.read_places,
    "PREPS": criteria.read_prepositions,
    "TOGETHER": criteria.read_together,
}
SENTENCE_MACROS = {
    **MACROS,
    **LIMIT_MACROS,
    **HOLDING_MACROS,
    "EACH": "(each other | one another)",
    "ISLIKE": "(is | are | 's | (appears | appear | looks | look | seems) (to be)? | stands | sits | lies | comes | "
    "hangs | rests | lives | waits | floats | hovers | dangles | lurks | "
    "stand | "
    "sit | lie | would be | is positioned | is located | is placed | (comes | come | turns | turn) out (to be)?)",
    "SAYTHAT": "((would | do | could | can) (you | we) (say | think | agree | believe | confirm) (that)?)",
    "OFTHESE": "(of | out of) (these | those | the | them) (two | three)? ONE?",
    "FIND": "(find | find me | show | show me | name | give me | point to | point at | point out | identify | pick | "
    "pick out | tell me | select | get | get me)",
}
NOTATION = Notation(SENTENCE_MACROS, READERS)
