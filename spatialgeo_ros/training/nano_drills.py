"""The language model's first stage: what left, behind, taller, metres and clock hours mean, from true boxes instead of images.

It needs no encoder. Learned on what encoders say, the same takes far longer, for their errors hide what is to be learned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from spatialgeo_ros.language.packing import Asked, pack
from spatialgeo_ros.training.nano_encoders import lowered
from spatialgeo_ros.training.nano_scores import table
from spatialgeo_ros.types import Array
from spatialgeo_ros.vlm import SpatialGeo
from spatialgeo_ros.world.drills import drill, drilled_about
from spatialgeo_ros.world.rgb_shards import Views
from spatialgeo_ros.world.slotted import SlottedQuestion
from spatialgeo_ros.world.spoken import Naming, speak

DRILLS = "drills"  # what the stage and its checkpoint are called
_FIRST_UNTIL = 0.3  # of the stage: left but not right. Both at once are an exclusive or that is not learned from nothing
_PLAIN_UNTIL = 0.6  # always in the same words
_NOISE = (0.02, 0.06)  # of the centre as a share of its distance, of log sizes: as region tokens tell them
_SLOTS = 3
_JUDGED = 1000


def drilled(model: SpatialGeo) -> nn.ModuleDict:
    """What learns: the language model, and what turns boxes into tokens."""
    return nn.ModuleDict({"speaker": model.speaker, "measures": model.pointers.measures})


class DrillStage:
    """What a step of the stage does, and how it is judged."""

    def __init__(self, model: SpatialGeo, views: tuple[Views, Views], seed: int, half_precision: bool = False,
                 begun: bool = False, batch: int = 128) -> None:
        """begun: the model knows what beginners learn."""
        self.model, self.views, self.half_precision, self.batch = model, views, half_precision, batch
        self.begun = begun
        self.rng = np.random.default_rng(seed)
        self.places = [np.flatnonzero([len(drilled_about(part.things_of(k), named=False)) >= 2 for k in range(len(part))])
                       for part in views]

    def step(self, progress: float) -> Mapping[str, Tensor]:
        _, asked, tokens = self._asked(0, self.batch, not self.begun and progress < _FIRST_UNTIL,
                                       not self.begun and progress < _PLAIN_UNTIL, self.rng)
        packed = pack([[one] for one in asked], self.model.vocabulary.words)
        nothing, unseen = tokens[:, :0], torch.zeros(len(asked), 0, dtype=torch.bool, device=tokens.device)
        with lowered(tokens.device, self.half_precision):
            return {"answer": self.model.speaker.loss(nothing, unseen, packed, tokens)}

    def judge(self) -> Mapping[str, float]:
        """Share of right answers about rooms not learned from, by kind."""
        questions, asked, tokens = self._asked(1, _JUDGED, False, True, np.random.default_rng(0))
        said: list[str] = []
        for start in range(0, len(asked), 100):
            part = slice(start, start + 100)
            nothing, unseen = tokens[part, :0], torch.zeros(len(tokens[part]), 0, dtype=torch.bool, device=tokens.device)
            answers = self.model.speaker.answers(nothing, unseen, tokens[part], [[one] for one in asked[part]])
            said += [each[0] for each in answers]
        return table(questions, said, [one.answer for one in asked])

    def _asked(self, part: int, count: int, first: bool, plain: bool,
               rng: np.random.Generator) -> tuple[list[SlottedQuestion], list[Asked], Tensor]:
        """Questions about one view each, as they are said, and (B, 3, D) tokens of the things they point at."""
        views, questions, asked = self.views[part], list[SlottedQuestion](), list[Asked]()
        rows: list[Array] = []
        while len(asked) < count:
            things = views.things_of(int(rng.choice(self.places[part])))
            question = drill(drilled_about(things, named=False), first, rng)
            if question is None:
                continue
            said = speak(question, things, Naming.POINTED, rng, plain)
            questions.append(question)
            asked.append(Asked(said.prompt, tuple(range(len(question.asked))), said.answer))
            rows.append(_rows(things, question.asked))
        return questions, asked, self._tokens(np.stack(rows), rng)

    def _tokens(self, things: Array, rng: np.random.Generator) -> Tensor:
        """(B, 3, D) of (B, 3) of THING."""
        device = next(self.model.parameters()).device
        low, high = things["low"], things["high"]
        centre, log_size = (low + high) / 2, np.log(np.maximum(high - low, 0.005))
        reach = np.linalg.norm(centre, axis=2, keepdims=True)
        noisy = (centre + _NOISE[0] * reach * rng.normal(size=centre.shape),
                 log_size + _NOISE[1] * rng.normal(size=centre.shape))
        told: Tensor = self.model.pointers.measured(*(torch.from_numpy(x.reshape(-1, 3).astype(np.float32)).to(device)
                                                     for x in noisy))
        return told.view(len(things), _SLOTS, -1)


def _rows(things: Array, asked: Sequence[int]) -> Array:
    """(3,) of THING; what asks about fewer gets the last more than once."""
    places = [int(np.flatnonzero(things["id"] == thing)[0]) for thing in asked]
    return np.asarray(things[(places + places[-1:] * _SLOTS)[:_SLOTS]])
