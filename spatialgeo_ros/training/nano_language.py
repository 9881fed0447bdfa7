"""The last two stages, on what the frozen encoders said: alignment (region tokens) and instruction (the language model)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from spatialgeo_ros.fusion.adapter import interleaved_mask
from spatialgeo_ros.fusion.regions import Boxes
from spatialgeo_ros.language.packing import pack
from spatialgeo_ros.training.nano_bank import Bank
from spatialgeo_ros.training.nano_batches import IGNORED
from spatialgeo_ros.training.nano_encoders import lowered
from spatialgeo_ros.training.nano_losses import box_losses
from spatialgeo_ros.training.nano_questions import CURRICULUM, Asker, Chosen, Phase, phase_at
from spatialgeo_ros.training.nano_scores import main_rows, table, text_only_answers
from spatialgeo_ros.types import Array, ObjectKind
from spatialgeo_ros.vlm import SpatialGeo
from spatialgeo_ros.world.question_balance import TextOnly
from spatialgeo_ros.world.rgb_shards import Views
from spatialgeo_ros.world.rgb_views import CLASS_WORDS, NO_COLOUR
from spatialgeo_ros.world.slotted import SlottedQuestion
from spatialgeo_ros.world.spoken import Naming

_IN_VIEW = 0.6  # share of a thing that must be in view for its box to count in full
_JUDGED_QUESTIONS = 400
_WITH_ALL = Phase(1.0, True, True, 1.0, (0.0, 0.0, 1.0), 0.0)
_WITH_REGIONS = Phase(1.0, True, False, 0.0, (1.0, 0.0, 0.0), 0.0)


class Truths:
    """What region tokens should tell, of the things of a bank."""

    def __init__(self, views: Views, bank: Bank, device: torch.device) -> None:
        things = views.things[bank.row]
        low, high = things["low"], things["high"]
        self.centre = torch.from_numpy((low + high) / 2).to(device)
        self.log_size = torch.from_numpy(np.log(np.maximum(high - low, 0.005))).to(device)
        weight = np.where(things["border"], 0.2, 1.0) * np.where(things["fraction"] >= _IN_VIEW, 1.0, 0.4)
        weight = weight * np.where(things["kind"] == ObjectKind.OBJECT, 1.0, 0.2)
        self.weight = torch.from_numpy(weight.astype(np.float32)).to(device)
        self.classes = torch.from_numpy(things["word"].astype(np.int64)).to(device)
        colours = np.where(things["colour"] == NO_COLOUR, IGNORED, things["colour"].astype(np.int64))
        self.colours = torch.from_numpy(colours).to(device)
        self.owner = np.repeat(np.arange(len(bank)), np.diff(bank.first))

    def losses(self, boxes: Boxes, classes: Tensor, colours: Tensor, regions: Array) -> dict[str, Tensor]:
        at = torch.from_numpy(regions).to(classes.device)
        return {**box_losses(boxes, self.centre[at], self.log_size[at], self.weight[at]),
                "class": 0.5 * functional.cross_entropy(classes, self.classes[at]),
                "colour": 0.5 * functional.cross_entropy(colours, self.colours[at], ignore_index=IGNORED)}


class AlignmentStage:
    """The region reader learns boxes, classes and colours. Per region the semantic branch is dropped now and then."""

    def __init__(self, model: SpatialGeo, views: tuple[Views, Views], banks: tuple[Bank, Bank], seed: int,
                 batch: int = 256) -> None:
        self.model, self.bank, self.judged_bank, self.batch = model, banks[0], banks[1], batch
        device = next(model.parameters()).device
        self.truths, self.judged = Truths(views[0], banks[0], device), Truths(views[1], banks[1], device)
        self.rng = np.random.default_rng(seed)

    def step(self, progress: float) -> Mapping[str, Tensor]:
        regions = self.rng.integers(0, len(self.bank.regions), self.batch)
        keep = torch.from_numpy(self.rng.random(len(regions)) >= self.model.settings.fusion.dropping)
        _, boxes, classes, colours = self._read(self.bank, self.truths, regions, keep)
        return self.truths.losses(boxes, classes, colours, regions)

    def _read(self, bank: Bank, truths: Truths, regions: Array, keep: Tensor) -> tuple[Tensor, Boxes, Tensor, Tensor]:
        camera = bank.cameras(truths.owner[regions], self.model)
        found: tuple[Tensor, Boxes, Tensor, Tensor] = self.model.regions(bank.features(regions, self.model), camera,
                                                                         keep.to(camera.up.device))
        return found

    def judge(self) -> Mapping[str, float]:
        """Of well visible things: median error of the centre, sizes within a quarter, class, colour; the same without
        semantics."""
        truths = self.judged
        regions = np.flatnonzero((truths.weight == 1).cpu().numpy())
        if not len(regions):
            return {}
        scores: dict[str, float] = {}
        for name, on in (("", True), ("geometry only ", False)):
            _, boxes, classes, colours = self._read(self.judged_bank, truths, regions, torch.full((len(regions),), on))
            at = torch.from_numpy(regions).to(classes.device)
            off = (boxes.centre - truths.centre[at]).norm(dim=1)
            ratio = (boxes.log_size - truths.log_size[at]).exp()
            named = truths.colours[at] != IGNORED
            scores |= {name + "centre_m": float(off.median()),
                       name + "size_25": float(((ratio - 1).abs() <= 0.25)[:, [0, 2]].float().mean()),
                       name + "class": float((classes.argmax(1) == truths.classes[at]).float().mean()),
                       name + "colour": float((colours.argmax(1) == truths.colours[at])[named].float().mean())}
        return scores


class Heard(NamedTuple):
    """One question that was asked. words: what the things that it names are called."""

    question: SlottedQuestion
    said: str
    expected: str
    words: list[str]


def pointers_begin(model: SpatialGeo) -> None:
    """With what the region reader has learned; what drills have taught stays."""
    learned = {name: value for name, value in model.regions.state_dict().items() if not name.startswith("measures.")}
    model.pointers.load_state_dict(learned, strict=False)


class InstructionStage:
    """The language model learns to answer, by a curriculum; what makes tokens of things and of the image learns with it."""

    def __init__(self, model: SpatialGeo, views: tuple[Views, Views], banks: tuple[Bank, Bank], baseline: TextOnly | None,
                 seed: int, spoke: bool = False, half_precision: bool = False, images: int = 8, questions: int = 12,
                 curriculum: Sequence[Phase] = CURRICULUM) -> None:
        """baseline: a score to be told beside those of things named. spoke: the model has been through the curriculum and goes
        on with its last phase."""
        self.model, self.views, self.banks, self.baseline = model, views, banks, baseline
        self.images, self.questions, self.half_precision = images, questions, half_precision
        self.curriculum = (replace(curriculum[-1], begins=0.0),) if spoke else curriculum
        self.rng = np.random.default_rng(seed)
        self.asker = Asker(views[0], banks[0], seed)
        self.judging = Asker(views[1], banks[1], seed)
        self.truths = Truths(views[0], banks[0], next(model.parameters()).device)

    def step(self, progress: float) -> Mapping[str, Tensor]:
        phase = phase_at(self.curriculum, progress)
        chosen = self.asker.draw(self.images, self.questions, phase)
        keep = self.rng.random(len(chosen)) >= self.model.settings.fusion.dropping
        visual = phase.context and self.rng.random() < phase.visual
        prefix, seen, regions, (boxes, classes, colours, numbers) = self._context(
            self.banks[0], self.truths.owner, chosen, keep, phase.context, visual)
        packed = pack([c.spoken for c in chosen], self.model.vocabulary.words)
        with lowered(regions.device, self.half_precision):
            answer = self.model.speaker.loss(prefix, seen, packed, regions)
        told = self.truths.losses(boxes, classes, colours, numbers)
        return {"answer": answer, **{name: 0.3 * loss for name, loss in told.items()}}

    def _context(self, bank: Bank, owner: Array, chosen: Sequence[Chosen], keep: Array, things: bool,
                 visual: bool) -> tuple[Tensor, Tensor, Tensor, tuple[Boxes, Tensor, Tensor, Array]]:
        """Tokens of the image and which may be seen, tokens of its things (B, R, D), and what the latter tell."""
        model = self.model
        device = next(model.parameters()).device
        spans = [np.arange(bank.first[c.place], bank.first[c.place + 1]) for c in chosen]
        numbers = np.concatenate(spans)
        kept = torch.from_numpy(np.repeat(keep, [len(span) for span in spans])).to(device)
        tokens, boxes, classes, colours = model.pointers(bank.features(numbers, model), bank.cameras(owner[numbers], model),
                                                        kept)
        counts = [len(span) for span in spans]
        regions = nn.utils.rnn.pad_sequence(list(tokens.split(counts)), batch_first=True)
        there = torch.arange(regions.shape[1], device=device) < torch.tensor(counts, device=device)[:, None]
        prefix, seen = [], []
        if visual:
            places = np.array([c.place for c in chosen])
            levels = (torch.from_numpy(np.asarray(part[places], np.float32)).to(device)
                      for part in (bank.geometric, bank.semantic))
            prefix.append(model.adapter(*levels))
            seen.append(interleaved_mask(prefix[0].shape[1] // 2, torch.from_numpy(keep).to(device)))
        if things:
            prefix.append(regions)
            seen.append(there)
        if not prefix:
            prefix, seen = [regions[:, :0]], [there[:, :0]]
        return torch.cat(prefix, 1), torch.cat(seen, 1), regions, (boxes, classes, colours, numbers)

    def judge(self) -> Mapping[str, float]:
        return main_rows(self.scores(_JUDGED_QUESTIONS))

    def scores(self, most: int) -> dict[str, float]:
        """Share of right answers about rooms not learned from, by kind and topic: things pointed at, things named (all tokens
        in context), and by the words of the questions alone."""
        result: dict[str, float] = {}
        for title, naming, phase in (("pointed ", Naming.POINTED, _WITH_REGIONS), ("named ", Naming.NAMED, _WITH_ALL)):
            heard = self.ask(self.banks[1], naming, phase, most)
            asked, said = [one.question for one in heard], [one.said for one in heard]
            expected = [one.expected for one in heard]
            result |= {title + name: value for name, value in table(asked, said, expected).items()}
            if naming is Naming.NAMED and self.baseline is not None:
                words = [one.words for one in heard]
                result |= {"text_only " + name: value
                           for name, value in table(asked, text_only_answers(self.baseline, asked, words), expected).items()}
        return result

    def ask(self, bank: Bank, naming: Naming, phase: Phase, most: int) -> list[Heard]:
        """Up to `most` questions about rooms not learned from, the same ones each time, with what is said to them."""
        self.model.eval()
        chosen = self.judging.all_of(most, naming, phase)
        owner = np.repeat(np.arange(len(bank)), np.diff(bank.first))
        heard: list[Heard] = []
        for start in range(0, len(chosen), 8):
            part = chosen[start:start + 8]
            with torch.no_grad():
                prefix, seen, regions, _ = self._context(bank, owner, part, np.ones(len(part), bool), phase.context,
                                                         phase.visual > 0)
            for one, answers in zip(part, self.model.speaker.answers(prefix, seen, regions, [c.spoken for c in part]),
                                    strict=True):
                heard += [Heard(question, said, spoken.answer, self._words(one, question.asked))
                          for question, said, spoken in zip(one.questions, answers, one.spoken, strict=True)]
        return heard

    def _words(self, chosen: Chosen, asked: Sequence[int]) -> list[str]:
        things = self.views[1].things_of(int(self.banks[1].view[chosen.place]))
        word = {int(row["id"]): CLASS_WORDS[row["word"]] for row in things}
        return [word.get(thing, "") for thing in asked]
