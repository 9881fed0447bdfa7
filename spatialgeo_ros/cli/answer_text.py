"""An answer with its evidence as text for people."""

from __future__ import annotations

from collections.abc import Sequence

from spatialgeo_ros.scene.appearance import describe
from spatialgeo_ros.types import Answer, Distance, Scene, Spoken, Status, Verdict


def answer_text(answer: Answer, scene: Scene) -> str:
    """The question, the answer or why there is none, and one line for each thing that was measured."""
    lines = [f"Q: {answer.question}"]
    if answer.status is Status.ANSWERED:
        lines.append(f"A: {answer.text}")
    else:
        lines.append(f"{answer.status.name.lower().replace('_', ' ')}: {answer.reason or answer.text}")
        if answer.seen:
            lines.append(f"   seen: {', '.join(answer.seen)}")
    if answer.spoken is not None:
        lines.append(f"   the model says {spoken_words(answer.spoken, answer.verdict)}")
    return "\n".join(lines + [f"   {line}" for line in _evidence_lines(answer, scene)])


def spoken_words(spoken: Spoken, verdict: Verdict) -> str:
    """What the model said beside the measured answer, and how they compare."""
    said = f"{spoken.text!r} (confidence {spoken.confidence:.2f})" if spoken.text else "nothing"
    why = f": {spoken.reason}" if spoken.reason else ""
    return f"{said}; {_VERDICTS[verdict]}{why}"


_VERDICTS = {Verdict.AGREE: "it agrees", Verdict.DISAGREE: "it DISAGREES", Verdict.ABSTAIN: "it abstains",
             Verdict.NOT_CHECKED: "not checked"}


def _evidence_lines(answer: Answer, scene: Scene) -> list[str]:
    names = {0: "the camera"} | {item.id: f"#{item.id} {describe(item, scene.objects)}" for item in scene.objects}
    lines = [f"about {', '.join(names.get(object_id, f'#{object_id}') for object_id in answer.evidence.object_ids)}"
             ] if answer.evidence.object_ids else []
    lines += [f"{names[item.subject_id]} {item.predicate.name.lower().replace('_', ' ')} {names[item.object_id]}: "
              f"probability {item.probability:.2f}" for item in answer.evidence.relations]
    lines += [_distance_line(item, names) for item in answer.evidence.distances]
    return lines


def _distance_line(item: Distance, names: dict[int, str]) -> str:
    bound = "at most " if item.upper_bound else ""
    return (f"{names[item.subject_id]} to {names[item.object_id]}: {item.kind.name.lower()} {bound}{item.value_m:.3f} "
            f"+- {item.std_m:.3f} m")


def whole_questions(said: Sequence[str]) -> list[str]:
    """Questions of a command line; one where its words came without quotes around them."""
    return [" ".join(said)] if len(said) > 1 and not any(" " in part.strip() for part in said) else list(said)
