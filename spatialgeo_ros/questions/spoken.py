"""What a model said in words, as a typed value, and whether it agrees with what was measured."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from spatialgeo_ros.config import AnswerConfig
from spatialgeo_ros.questions.vocabulary import Vocabulary
from spatialgeo_ros.types import Answer, AnswerKind, FloatArray, Reply, Scene, SceneObject, Spoken, Status, Verdict

# Of a length: a little less than the quarter within which SpatialRGPT-Bench counts lengths as equal, for what was measured is
# not exact either. Chosen on tuning rooms, with a depth sensor, together with answers.min_confidence.
WITHIN = 0.22
_LEAST_M = 0.1  # of each number of a place
_SIDES = 2.0  # standard deviations of what was measured
_NUMBER = r"(\d+(?:\.\d+)?)"
_LENGTH = re.compile(rf"{_NUMBER} m")
_REGION = re.compile(r"region (\d)")
_HOUR = re.compile(r"(\d+) o'clock")
_PLACE = re.compile(rf"{_NUMBER} m (right|left), {_NUMBER} m ahead, {_NUMBER} m (up|down)")


def beside(answer: Answer, reply: Reply | str, scene: Scene, config: AnswerConfig) -> Answer:
    """The measured answer with what the speaker replied, or why it did not, and the verdict."""
    if isinstance(reply, str):
        return without_spoken(answer, reply)
    if reply.unknown:
        return abstaining(answer, "the model does not know " + ", ".join(repr(word) for word in reply.unknown))
    if reply.reason:
        return abstaining(answer, reply.reason)
    return with_spoken(answer, reply.text, reply.confidence, scene, config, reply.ids)


def with_spoken(answer: Answer, text: str, confidence: float, scene: Scene, config: AnswerConfig,
                regions: Sequence[int] = ()) -> Answer:
    """The same measured answer with what was said and the verdict. The measured part is not changed by it. regions: ids of
    what "region 1", "region 2" in the text are.

    ABSTAIN: it said nothing that answers such a question, or was not confident. NOT_CHECKED: nothing was measured, or a word
    cannot be compared. Else AGREE or DISAGREE.
    """
    region = region_said(text, regions) if answer.kind is AnswerKind.OBJECT else None
    spoken = read_spoken(text, confidence, answer.kind) if region is None else Spoken(text, confidence, AnswerKind.OBJECT)
    if answer.status is not Status.ANSWERED:
        spoken = replace(spoken, reason=f"nothing was measured to compare it with: {answer.status.name.lower()}")
        return replace(answer, spoken=spoken, verdict=Verdict.NOT_CHECKED)
    if spoken.kind is AnswerKind.NONE:
        return replace(answer, spoken=replace(spoken, reason=_no_answer(text, answer.kind)), verdict=Verdict.ABSTAIN)
    if not confidence >= config.min_confidence:
        reason = f"confidence {confidence:.2f} is below {config.min_confidence:.2f} (answers.min_confidence)"
        return replace(answer, spoken=replace(spoken, reason=reason), verdict=Verdict.ABSTAIN)
    if answer.kind is AnswerKind.OBJECT:
        return _objects_compared(answer, spoken, scene) if region is None else _region_compared(answer, spoken, region)
    differs = _difference(answer, spoken)
    return replace(answer, spoken=replace(spoken, reason=differs), verdict=Verdict.DISAGREE if differs else Verdict.AGREE)


def without_spoken(answer: Answer, reason: str) -> Answer:
    """The measured answer when the speaker was to be asked and did not speak."""
    return replace(answer, spoken=Spoken(reason=reason), verdict=Verdict.NOT_CHECKED)


def abstaining(answer: Answer, reason: str) -> Answer:
    """The measured answer to a question that the speaker cannot answer."""
    return replace(answer, spoken=Spoken(reason=reason),
                   verdict=Verdict.ABSTAIN if answer.status is Status.ANSWERED else Verdict.NOT_CHECKED)


def read_spoken(text: str, confidence: float, kind: AnswerKind) -> Spoken:
    """The typed value of what was said to a question that wants this kind of answer; of kind NONE when it is no such answer.
    Objects stay words, see `with_spoken`."""
    said = Spoken(text, confidence, kind)
    if kind is AnswerKind.YES_NO and text in ("yes", "no"):
        return replace(said, yes=text == "yes")
    if kind is AnswerKind.LENGTH and (match := _LENGTH.fullmatch(text)):
        return replace(said, value=float(match[1]))
    if kind is AnswerKind.COUNT and text.isdecimal():
        return replace(said, value=float(text))
    if kind is AnswerKind.CLOCK_HOUR and (match := _HOUR.fullmatch(text)) and 1 <= int(match[1]) <= 12:
        return replace(said, value=float(match[1]))
    if kind is AnswerKind.POSITION and (match := _PLACE.fullmatch(text)):
        right, ahead, up = float(match[1]), float(match[3]), float(match[4])
        return replace(said, position_viewer_m=np.array([-right if match[2] == "left" else right, ahead,
                                                         -up if match[5] == "down" else up]))
    if kind is AnswerKind.OBJECT and all(_is_name(name) for name in text.split(" and ")):
        return said
    return replace(said, kind=AnswerKind.NONE)


def region_said(text: str, regions: Sequence[int]) -> int | None:
    """The id of the thing that "region 2" is; None where the text is no such answer."""
    match = _REGION.fullmatch(text)
    number = int(match[1]) if match else 0
    return regions[number - 1] if 1 <= number <= len(regions) else None


def _region_compared(answer: Answer, spoken: Spoken, region: int) -> Answer:
    spoken = replace(spoken, text=f"{spoken.text} (#{region})", object_ids=(region,))
    if answer.object_ids == (region,):
        return replace(answer, spoken=spoken, verdict=Verdict.AGREE)
    differs = f"measured {_numbers(answer.object_ids)}, said #{region}"
    return replace(answer, spoken=replace(spoken, reason=differs), verdict=Verdict.DISAGREE)


def _is_name(text: str) -> bool:
    return text.startswith("the ") and 2 <= len(text.split()) <= 5


def _no_answer(text: str, kind: AnswerKind) -> str:
    if kind not in _WANTED:
        return "the model does not answer such questions"
    return f"{text!r} does not answer a question for {_WANTED[kind]}"


_WANTED = {AnswerKind.YES_NO: "yes or no", AnswerKind.OBJECT: "things", AnswerKind.LENGTH: "a length",
           AnswerKind.COUNT: "a number", AnswerKind.CLOCK_HOUR: "a clock hour", AnswerKind.POSITION: "a place"}


def _difference(answer: Answer, spoken: Spoken) -> str:
    """What differs, with both values; "" when they agree."""
    match answer.kind:
        case AnswerKind.YES_NO:
            return "" if spoken.yes == answer.yes else f"measured {_yes_no(answer.yes)}, said {_yes_no(spoken.yes)}"
        case AnswerKind.COUNT:
            return "" if spoken.value == answer.value else f"counted {answer.value:.0f}, said {spoken.value:.0f}"
        case AnswerKind.CLOCK_HOUR:
            apart = abs((spoken.value - answer.value + 6) % 12 - 6)
            return "" if apart <= 1 else f"measured {answer.value:.0f} o'clock, said {spoken.value:.0f} o'clock"
        case AnswerKind.LENGTH:
            return _length_difference(answer, spoken.value)
        case _:
            assert answer.position_viewer_m is not None
            assert spoken.position_viewer_m is not None
            near = np.abs(spoken.position_viewer_m - answer.position_viewer_m) <= np.maximum(
                WITHIN * np.abs(answer.position_viewer_m), _LEAST_M)
            return "" if near.all() else (f"measured {_place(answer.position_viewer_m)}, said "
                                          f"{_place(spoken.position_viewer_m)} (right, ahead, up)")


def _length_difference(answer: Answer, said_m: float) -> str:
    std = answer.value_std if math.isfinite(answer.value_std) else 0.0
    off = said_m - answer.value
    allowed = max(WITHIN * answer.value, _SIDES * std)
    if (off if answer.upper_bound else abs(off)) <= allowed:
        return ""
    return f"measured {'at most ' if answer.upper_bound else ''}{answer.value:.2f} m, said {said_m:.2f} m"


def _yes_no(yes: bool) -> str:
    return "yes" if yes else "no"


def _place(position: FloatArray) -> str:
    return ", ".join(f"{value:.2f}" for value in position) + " m"


def _objects_compared(answer: Answer, spoken: Spoken, scene: Scene) -> Answer:
    """Each name that was said must fit one object of the answer, and each object one name. What nobody has named fits every
    noun, so a match that rests on it is not checked."""
    names = spoken.text.split(" and ")
    vocabulary = Vocabulary().with_labels(item.label for item in scene.objects)
    fits = [{item.id: _fit(name, item, vocabulary) for item in scene.objects} for name in names]
    certain = [tuple(number for number, fit in each.items() if fit == _FITS) for each in fits]
    ids = tuple(each[0] for each in certain if len(each) == 1)
    told = replace(spoken, object_ids=ids if len(ids) == len(names) else ())
    measured = answer.object_ids
    if len(names) == len(measured):
        for least, verdict, reason in ((_FITS, Verdict.AGREE, ""),
                                       (_MAY_FIT, Verdict.NOT_CHECKED, "what was found has no name")):
            if any(all(fits[k].get(number, _NO) >= least for k, number in enumerate(order))
                   for order in itertools.permutations(measured)):
                return replace(answer, spoken=replace(told, reason=reason), verdict=verdict)
    differs = f"measured {_numbers(measured)}, said {_numbers(told.object_ids) if told.object_ids else spoken.text!r}"
    return replace(answer, spoken=replace(told, reason=differs), verdict=Verdict.DISAGREE)


_NO, _MAY_FIT, _FITS = 0, 1, 2


def _fit(name: str, item: SceneObject, vocabulary: Vocabulary) -> int:
    """Whether "the red mug" may be this object."""
    *colours, noun = name.split()[1:]
    if item.colours and any(colour not in item.colours for colour in colours):
        return _NO
    if not item.label:
        return _MAY_FIT
    return _FITS if vocabulary.closeness(noun, item.label) else _NO


def _numbers(ids: tuple[int, ...]) -> str:
    return ", ".join(f"#{number}" for number in ids) or "nothing"
