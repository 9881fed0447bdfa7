"""From a slotted question to what is said: natural wordings, things named or pointed at, and the answer in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np

from spatialgeo_ros.questions.vocabulary import plural_of
from spatialgeo_ros.types import AnswerKind, Array
from spatialgeo_ros.world.rgb_views import CLASS_WORDS, COLOUR_WORDS, NO_COLOUR
from spatialgeo_ros.world.slotted import SlottedQuestion


class Naming(Enum):
    """How a question says which things it means."""

    POINTED = "region 1 <0>"  # <0>: the place of the token of the first thing
    BOTH = "the red mug <0>"
    NAMED = "the red mug"


@dataclass(frozen=True)
class Spoken:
    """prompt: with marks <0>, <1>, <2> where tokens of the things asked about go. answer: as the model should say it."""

    prompt: str
    answer: str


# What a form may also be said as. Patterns are matched whole; \1 as in re.
_REWORDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"Is \{0\} to the (left|right) of \{1\}\?",
     (r"Is {0} \1 of {1}?", r"Is {0} on the \1 side of {1}?", r"Does {0} lie to the \1 of {1}?",
      r"Can {0} be found to the \1 of {1}?")),
    (r"Is \{0\} (in front of|behind|above|below|near|close to|inside) \{1\}\?",
     (r"Does {0} lie \1 {1}?", r"Would you say {0} is \1 {1}?", r"Can {0} be found \1 {1}?")),
    (r"Is \{0\} (taller|shorter|wider|thinner|bigger|smaller) than \{1\}\?",
     (r"Would you say {0} is \1 than {1}?", r"Compared with {1}, is {0} \1?", r"Does {0} look \1 than {1}?")),
    (r"Is \{0\} on (\{1\}|the table|the floor)\?",
     (r"Does {0} stand on \1?", r"Does {0} rest on \1?", r"Is {0} on top of \1?")),
    (r"Is \{0\} between \{1\} and \{2\}\?", ("Does {0} lie between {1} and {2}?", "Is {0} in between {2} and {1}?")),
    (r"Which is (taller|wider), \{0\} or \{1\}\?", (r"Of {0} and {1}, which is \1?", r"What is \1, {0} or {1}?")),
    (r"Which is further to the (left|right), \{0\} or \{1\}\?", (r"Which is more to the \1, {0} or {1}?",
                                                                 r"Of {0} and {1}, which is further \1?")),
    (r"Which is closer to the camera, \{0\} or \{1\}\?",
     ("Which is nearer to you, {0} or {1}?", "Which is closer, {0} or {1}?")),
    (r"Which is closer to \{0\}, \{1\} or \{2\}\?",
     ("Which is nearer to {0}, {1} or {2}?", "Of {1} and {2}, which is nearer to {0}?")),
    (r"How far (?:is|apart are) \{0\} (?:from|and) \{1\}\?",
     ("How far is it from {0} to {1}?", "What is the gap between {0} and {1}?", "How much space is between {0} and {1}?")),
    (r"How far away is \{0\}\?",
     ("How far is {0} from the camera?", "How far is {0} from you?", "What is the distance to {0}?")),
    (r"How tall is \{0\}\?", ("How high is {0}?", "Tell me the height of {0}.", "What height does {0} have?")),
    (r"How wide is \{0\}\?", ("Tell me the width of {0}.", "What width does {0} have?")),
    (r"If you are at \{0\}, at what clock hour is \{1\}\?", ("Standing at {0}, at which hour is {1}?",
                                                             "Seen from {0}, at what clock hour is {1}?")),
    (r"Where is \{0\}\?", ("Where can I find {0}?", "Tell me where {0} is.")),
    (r"(?:Is there|Do you see) (an? \w+)\?", (r"Can you see \1?", r"Is \1 in the picture?")),
    (r"How many (\w+) (?:are there|do you see)\?",
     (r"What is the number of \1?", r"Count the \1.", r"How many \1 can you see?")),
    (r"What is (on|inside) \{0\}\?", (r"What lies \1 {0}?", r"What do you see \1 {0}?")),
)
_OPENINGS = ("",) * 6 + ("In this picture, ", "Please tell me: ", "From here, ", "Tell me, ")
_DIGITS = 2  # of lengths, that count
SHORTEST_M, LONGEST_M = 0.010, 9.9


def speak(question: SlottedQuestion, things: Array, naming: Naming, rng: np.random.Generator, plain: bool = False) -> Spoken:
    """The question and its answer in words. things: (N,) of THING, of its view. plain: always in the same words."""
    rows = {int(row["id"]): row for row in things}
    template = question.template if plain else _reworded(question.template, rng)
    names = {slot: _mention(slot, rows.get(thing), naming, rng, plain) for slot, thing in enumerate(question.asked)}
    prompt = template
    for slot, name in names.items():
        prompt = prompt.replace(f"{{{slot}}}", name)
    opening = "" if plain else _OPENINGS[int(rng.integers(len(_OPENINGS)))]
    if opening:
        prompt = opening + prompt[0].lower() + prompt[1:]
    return Spoken(prompt, _answer(question, rows, naming))


def length_word(value_m: float) -> str:
    """Two digits that count: 0.034, 0.45, 1.2."""
    return f"{min(max(value_m, SHORTEST_M), LONGEST_M):.{_DIGITS}g}"


def length_words() -> tuple[str, ...]:
    """All that `length_word` gives, rising."""
    values = sorted({round(m * 10.0**e, 3) for e in (-3, -2, -1) for m in range(10, 100)})
    return tuple(length_word(value) for value in values)


def full_name(row: np.void) -> str:
    """"red mug", or "mug" where it has no main colour."""
    colour = "" if row["colour"] == NO_COLOUR else COLOUR_WORDS[row["colour"]] + " "
    return f"{colour}{CLASS_WORDS[row['word']]}"


def _with_both_colours(row: np.void) -> str:
    """"red and white mug": what its main colour singles out, both do."""
    return f"{COLOUR_WORDS[row['colour']]} and {COLOUR_WORDS[row['second']]} {CLASS_WORDS[row['word']]}"


def all_texts(templates: Iterable[str]) -> Iterator[str]:
    """Texts that hold every word that questions of these forms, and their answers, may hold."""
    yield " ".join([*CLASS_WORDS, *COLOUR_WORDS, *map(plural_of, CLASS_WORDS), "wall a an the region and something yes no m",
                    "right left ahead up down o'clock", *map(str, range(31)), *_OPENINGS, ",.?:"])
    for template in templates:
        yield template
        for pattern, options in _REWORDINGS:
            match = re.fullmatch(pattern, template)
            yield from (match.expand(option) for option in options if match)


def _reworded(template: str, rng: np.random.Generator) -> str:
    for pattern, options in _REWORDINGS:
        match = re.fullmatch(pattern, template)
        if match:
            choice = int(rng.integers(len(options) + 1))
            return template if choice == len(options) else match.expand(options[choice])
    return template


def _mention(slot: int, row: np.void | None, naming: Naming, rng: np.random.Generator, plain: bool) -> str:
    if naming is Naming.POINTED or row is None:
        return f"region {slot + 1} <{slot}>"
    short = row["named"] == 2 or (row["named"] == 3 and rng.random() < 0.4)
    two_coloured = not short and not plain and row["second"] not in (NO_COLOUR, row["colour"]) and rng.random() < 0.5
    name = "the " + (CLASS_WORDS[row["word"]] if short else _with_both_colours(row) if two_coloured else full_name(row))
    return f"{name} <{slot}>" if naming is Naming.BOTH else name


def _answer(question: SlottedQuestion, rows: Mapping[int, np.void], naming: Naming) -> str:
    if question.kind is AnswerKind.YES_NO:
        return "yes" if question.yes else "no"
    if question.kind is AnswerKind.LENGTH:
        return f"{length_word(question.value)} m"
    if question.kind is AnswerKind.COUNT:
        return f"{question.value:.0f}"
    if question.kind is AnswerKind.CLOCK_HOUR:
        return f"{(round(question.value) - 1) % 12 + 1} o'clock"
    if question.kind is AnswerKind.POSITION:
        right, ahead, up = question.place_m
        return (f"{length_word(abs(right))} m {'right' if right > 0 else 'left'}, {length_word(ahead)} m ahead, "
                f"{length_word(abs(up))} m {'up' if up > 0 else 'down'}")
    return " and ".join(_answered(thing, question, rows, naming) for thing in question.answers)


def _answered(thing: int, question: SlottedQuestion, rows: Mapping[int, np.void], naming: Naming) -> str:
    if naming is Naming.POINTED and thing in question.asked:
        return f"region {question.asked.index(thing) + 1}"
    return f"the {full_name(rows[thing])}" if thing in rows else "something"
