"""Train nano, a small SpatialGeo that answers from colour alone: render rooms, six stages, then the file and its card."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch

from spatialgeo_ros.errors import ConfigError
from spatialgeo_ros.language.words import Words, words_of
from spatialgeo_ros.training.nano_bank import Bank, load_bank, make_bank, save_bank
from spatialgeo_ros.training.nano_batches import ViewStore
from spatialgeo_ros.training.nano_drills import DRILLS, DrillStage, drilled
from spatialgeo_ros.training.nano_encoders import GeometryStage, SemanticStage, channels_last
from spatialgeo_ros.training.nano_familiarity import fit_familiarity
from spatialgeo_ros.training.nano_language import AlignmentStage, InstructionStage, pointers_begin
from spatialgeo_ros.training.nano_log import Log, Tell, add_run, draw_curves, hardware
from spatialgeo_ros.training.nano_naming import NamingStage
from spatialgeo_ros.training.nano_stage import StageBudget, frozen, learn, load_stage
from spatialgeo_ros.training.nano_start import begin_with
from spatialgeo_ros.types import Array
from spatialgeo_ros.vlm import NANO, SpatialGeo, SpatialGeoSettings, Vocabulary, save_model
from spatialgeo_ros.world import raycasting
from spatialgeo_ros.world.question_balance import TextOnly, balanced, fit_text_only, question_words, seen_things
from spatialgeo_ros.world.rgb_shards import Views, load_shards, write_shard_with
from spatialgeo_ros.world.rgb_views import CLASS_WORDS, COLOUR_WORDS, RGB_SEEDS
from spatialgeo_ros.world.rooms import TUNING_SEEDS
from spatialgeo_ros.world.spoken import Naming, all_texts, length_words, speak

STAGES = ("geometry", "semantics", "naming", "drills", "alignment", "instruction")
SHARES = {"geometry": 0.30, "semantics": 0.22, "naming": 0.13, "drills": 0.10, "alignment": 0.02,
          "instruction": 0.23}  # of the budget
_FINDS_NAMES = 0.75  # share of yes and no about named things that must be right; chance is a half
_GOING_ON = 0.7  # share of the learning rate for encoders that have learned before
ROOMS_PER_SHARD = 20
RAYCASTERS = ("auto", *raycasting.BACKENDS)  # auto: the first that is installed


@dataclass(frozen=True)
class NanoTraining:
    """rooms: of RGB_SEEDS, in views_per_room views each, asked about in asked_per_room of them. judged_rooms: tuning rooms.
    minutes: of the stages in STAGES, by SHARES, without rendering, encoding and judging. resume: go on from what is there.
    half_precision: bfloat16, for all but alignment. raycaster: of the rooms, one of RAYCASTERS; torch casts on `device`.
    start: a model whose encoders to begin with, none = with nothing. familiar_views: to learn from what is strange."""

    rooms: int = 2000
    views_per_room: int = 8
    asked_per_room: int = 4
    judged_rooms: int = 40
    minutes: float = 60.0
    stages: tuple[str, ...] = STAGES
    resume: bool = False
    batch: int = 16
    learning_rate: float = 1e-3
    threads: int = 2
    half_precision: bool = False
    device: str = "cpu"
    raycaster: str = "auto"
    start: Path | None = None
    seed: int = 0
    most_steps: int = 1 << 30
    familiar_views: int = 1600
    settings: SpatialGeoSettings = NANO

    @property
    def image_size(self) -> tuple[int, int]:
        """(H, W) of what the encoders are shown."""
        return self.settings.encoder.height, self.settings.encoder.width

    def __post_init__(self) -> None:
        if min(self.rooms, self.views_per_room, self.asked_per_room, self.judged_rooms, self.batch, self.threads) < 1:
            raise ConfigError("rooms, views_per_room, asked_per_room, judged_rooms, batch and threads must be at least 1")
        if self.rooms > len(RGB_SEEDS):
            raise ConfigError(f"{self.rooms} rooms are more than there are seeds for, {len(RGB_SEEDS)}")
        unknown = [name for name in self.stages if name not in STAGES]
        if unknown or not self.stages:
            raise ConfigError(f"no stages are called {unknown}; there are {', '.join(STAGES)}")
        if self.raycaster not in RAYCASTERS:
            raise ConfigError(f"no ray caster is called '{self.raycaster}'; there are {', '.join(RAYCASTERS)}")
        if self.device == "cuda" and not torch.cuda.is_available():
            raise ConfigError("device is cuda, but torch finds no CUDA GPU here; give --device cpu, or install torch for CUDA")


def train_nano(training: NanoTraining, folder: Path, tell: Tell = lambda line: None) -> Path:
    """Run the stages wanted, in order; the path of `folder`/nano.safetensors, beside which stand nano.json, curves.png and
    log.jsonl."""
    _refuse_overwriting(training, folder)
    cv2.setNumThreads(1)
    torch.set_num_threads(training.threads)
    torch.manual_seed(training.seed)
    log = Log(folder, tell)
    started_s = time.monotonic()
    seeds = RGB_SEEDS[:training.rooms], TUNING_SEEDS[-training.judged_rooms:]
    learned, judged = (rendered(training, folder / "views", part, tell) for part in seeds)
    tell(f"{len(learned)} views to learn from, {len(judged)} to judge by, {time.monotonic() - started_s:.0f} s")
    model = SpatialGeo(training.settings, vocabulary_of(folder, learned)).to(training.device)
    if training.start is not None:
        missing = begin_with(model, training.start)
        tell(f"encoders of {training.start}" + (f", without {len(missing)} of their weights" if missing else ""))
    for module in (model.geometric, model.semantic, model.closer):
        channels_last(module)
    minutes = _encoder_stages(training, model, (learned, judged), folder, log)
    if "drills" in training.stages:
        minutes["drills"] = _drills(training, model, (learned, judged), folder, log)
    scores: dict[str, float] = {}
    if {"alignment", "instruction"} & set(training.stages):
        scores = _language_stages(training, model, (learned, judged), folder, log, minutes)
    path = folder / "nano.safetensors"
    save_model(model.cpu(), path, with_speaker=minutes.get("instruction", 0) > 0,
               finds_names=scores.get("named yes_no", 0.0) >= _FINDS_NAMES)
    draw_curves(log.lines(), folder / "curves.png")
    add_run(path.with_suffix(".json"), _run(training, minutes, seeds, started_s), _last_scores(log) | scores)
    return path


def _refuse_overwriting(training: NanoTraining, folder: Path) -> None:
    there = [name for name in training.stages if (folder / f"{name}.pt").exists()]
    if there and not training.resume:
        raise ConfigError(f"{folder} holds {', '.join(there)} already; give --resume to go on from there, or another --out")


def rendered(training: NanoTraining, folder: Path, seeds: Sequence[int], tell: Tell) -> Views:
    groups = [seeds[k:k + ROOMS_PER_SHARD] for k in range(0, len(seeds), ROOMS_PER_SHARD)]
    paths = [folder / f"{group[0]}-{group[-1]}-{training.views_per_room}-{training.asked_per_room}.npz" for group in groups]
    missing = [(path, group) for path, group in zip(paths, groups, strict=True) if not path.exists()]
    if not missing:
        return load_shards(paths)
    raycaster = raycasting.first_installed() if training.raycaster == "auto" else training.raycaster
    device = training.device if raycaster == "torch" else "cpu"
    with ProcessPoolExecutor(training.threads, get_context("spawn")) as pool:  # a fork of a process with threads may hang
        jobs = [pool.submit(write_shard_with, raycaster, device, path, group, training.views_per_room, training.asked_per_room)
                for path, group in missing]
        for done, job in enumerate(jobs, start=1):
            tell(f"rendered {done} of {len(jobs)} shards, {job.result()} views in the last")
    return load_shards(paths)


def vocabulary_of(folder: Path, views: Views) -> Vocabulary:
    """Made of the first views that are learned from; the same ever after."""
    path = folder / "vocabulary.json"
    if not path.exists():
        words = words_of(all_texts(views.questions.templates), length_words())
        path.write_text(json.dumps(words.known) + "\n", encoding="utf-8")
    known = Words(tuple(json.loads(path.read_text(encoding="utf-8"))))
    return Vocabulary(known, length_words(), CLASS_WORDS, COLOUR_WORDS)


def _encoder_stages(training: NanoTraining, model: SpatialGeo, views: tuple[Views, Views], folder: Path,
                    log: Log) -> dict[str, float]:
    """Minutes that each encoder has learned; each goes on from its checkpoint where there is one."""
    minutes: dict[str, float] = {}
    device = torch.device(training.device)
    parts = {"geometry": model.geometric, "semantics": model.semantic, "naming": model.closer}
    stores = [ViewStore(part, device, training.image_size) for part in views] if set(parts) & set(training.stages) else []
    for name, module in parts.items():
        minutes[name] = load_stage(folder / f"{name}.pt", module)
        if name in training.stages:
            begun = minutes[name] > 0 or training.start is not None
            seed = training.seed + round(minutes[name])  # not the same views in the same order again
            stage = _encoder_stage(name, model, stores, training, seed, begun)
            budget = _budget(training, name)
            budget = replace(budget, learning_rate=budget.learning_rate * _GOING_ON) if begun else budget
            minutes[name] = learn(name, module, stage.step, stage.judge, budget, folder, log)
    return minutes


def _encoder_stage(name: str, model: SpatialGeo, stores: Sequence[ViewStore], training: NanoTraining, seed: int,
                   begun: bool) -> GeometryStage | SemanticStage | NamingStage:
    learned, judged = stores
    if name == "naming":
        return NamingStage(model, learned, judged, training.batch, seed, training.half_precision)
    make = GeometryStage if name == "geometry" else SemanticStage
    return make(model, learned, judged, training.batch, seed, training.half_precision, begun)


def _budget(training: NanoTraining, stage: str) -> StageBudget:
    whole = sum(SHARES[name] for name in training.stages)
    minutes = training.minutes * SHARES[stage] / whole
    return StageBudget(minutes, training.learning_rate, max(minutes / 6, 0.5), training.most_steps)


def _drills(training: NanoTraining, model: SpatialGeo, views: tuple[Views, Views], folder: Path, log: Log) -> float:
    begun = load_stage(folder / f"{DRILLS}.pt", drilled(model)) > 0
    stage = DrillStage(model, views, training.seed, training.half_precision, begun)
    return learn(DRILLS, drilled(model), stage.step, stage.judge, _budget(training, DRILLS), folder, log)


def _language_stages(training: NanoTraining, model: SpatialGeo, views: tuple[Views, Views], folder: Path, log: Log,
                     minutes: dict[str, float]) -> dict[str, float]:
    untrained = [name for name in ("geometry", "semantics", "naming") if not minutes[name]]
    if untrained:
        raise ConfigError(f"{' and '.join(untrained)} have not been trained in {folder}; alignment and instruction need them")
    frozen((model.geometric, model.semantic, model.closer))
    strange = _familiarity(training, model, views, folder, log.tell)
    banks = _banks(training, model, views, folder, minutes, log.tell)
    rest = torch.nn.ModuleDict({"pointers": model.pointers, "adapter": model.adapter, "speaker": model.speaker})
    minutes["instruction"] = load_stage(folder / "instruction.pt", rest)
    spoke = minutes["instruction"] > 0
    aligned = load_stage(folder / "alignment.pt", model.regions) > 0
    able = spoke or load_stage(folder / f"{DRILLS}.pt", drilled(model)) > 0  # instruction goes on with what others began
    if "alignment" in training.stages:
        aligning = AlignmentStage(model, views, banks, training.seed)
        minutes["alignment"] = learn("alignment", model.regions, aligning.step, aligning.judge, _budget(training, "alignment"),
                                     folder, log)
    elif not aligned:
        raise ConfigError(f"alignment has not been trained in {folder}; instruction needs it")
    if "instruction" not in training.stages:
        return strange
    if not able:
        raise ConfigError(f"{DRILLS} have not been trained in {folder}; instruction needs them")
    if not spoke:
        pointers_begin(model)
    instructing = InstructionStage(model, views, banks, _text_only(views[0], training.seed), training.seed, spoke,
                                   training.half_precision)
    log.tell(f"{instructing.asker.count} balanced questions about {len(banks[0])} views")
    if not instructing.asker.count:
        raise ConfigError(f"{training.rooms} rooms are too few for balanced questions; give more --rooms")
    minutes["instruction"] = learn("instruction", rest, instructing.step, instructing.judge, _budget(training, "instruction"),
                                   folder, log)
    return strange | instructing.scores(4000)


def _familiarity(training: NanoTraining, model: SpatialGeo, views: tuple[Views, Views], folder: Path,
                 tell: Tell) -> dict[str, float]:
    """Learned with alignment, from the encoders as they are then; the share of tuning views that are taken for strange, and of
    spoiled ones."""
    checkpoint = folder / "familiarity.pt"
    if "alignment" not in training.stages:
        load_stage(checkpoint, model.familiarity)
        return {}
    shares = fit_familiarity(model, views, training.seed, tell, training.familiar_views)
    torch.save({"network": model.familiarity.state_dict(), "minutes": 0.0}, checkpoint)
    return {f"strange {name}": share for name, share in shares.items()}


def _banks(training: NanoTraining, model: SpatialGeo, views: tuple[Views, Views], folder: Path, minutes: Mapping[str, float],
           tell: Tell) -> tuple[Bank, Bank]:
    """Made anew when the encoders or the views have changed."""
    about = {"encoders": dict(minutes), "views": [len(part) for part in views], "seed": training.seed}
    note = folder / "bank" / "about.json"
    if not note.exists() or json.loads(note.read_text(encoding="utf-8")) != about:
        for name, part, varied in (("learned", views[0], True), ("judged", views[1], False)):
            store = ViewStore(part, torch.device(training.device), training.image_size)
            save_bank(make_bank(model, store, asked_views(part), varied, training.seed, tell), folder / "bank" / name)
        note.write_text(json.dumps(about) + "\n", encoding="utf-8")
    return load_bank(folder / "bank" / "learned"), load_bank(folder / "bank" / "judged")


def asked_views(views: Views) -> Array:
    return np.unique(views.questions.rows["view"]).astype(np.int64)


def _text_only(views: Views, seed: int, most: int = 20000) -> TextOnly:
    rng = np.random.default_rng(seed)
    numbers = rng.permutation(balanced(views, seed))[:most]
    said = []
    for number in numbers:
        question = views.questions.question(int(number))
        answer = speak(question, seen_things(views, int(number)), Naming.NAMED, rng, plain=True).answer
        said.append((question.template, question_words(views, int(number)), answer))
    return fit_text_only(said)


def _run(training: NanoTraining, minutes: Mapping[str, float], seeds: tuple[Sequence[int], Sequence[int]],
         started_s: float) -> dict[str, Any]:
    return {"training": {**asdict(training), "start": training.start and training.start.name},
            "minutes_learned_in_all": {name: round(value, 2) for name, value in minutes.items()},
            "minutes_of_this_run": round((time.monotonic() - started_s) / 60, 2),
            "seeds": {"learned": [seeds[0][0], seeds[0][-1]], "judged": [seeds[1][0], seeds[1][-1]]},
            "hardware": hardware(torch.device(training.device), training.threads)}


def _last_scores(log: Log) -> dict[str, Any]:
    """The last judgement of each stage."""
    return {line["stage"].removesuffix(" judged"): {k: v for k, v in line.items() if k != "stage"}
            for line in log.lines() if line["stage"].endswith(" judged")}
