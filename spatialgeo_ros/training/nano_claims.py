"""Does the language model see? The same language model learned with both branches, one, none, and with words alone.

SpatialGeo claims that geometric tokens help, and that hiding the whole semantic branch in training ("random feature dropping")
helps more. Here the encoders stay as they are; region reader and language model learn anew, the same steps on the
same views, and are asked the same questions about rooms that nothing was learned from or chosen by.
"""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import lru_cache, partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch

from spatialgeo_ros.encoders.settings import LEVELS
from spatialgeo_ros.errors import ConfigError
from spatialgeo_ros.runtimes.pooling import PLACE, SHAPE
from spatialgeo_ros.training.categories import Told, told_in_words
from spatialgeo_ros.training.nano import NanoTraining, asked_views, rendered, vocabulary_of
from spatialgeo_ros.training.nano_bank import Bank, load_bank, make_bank, save_bank
from spatialgeo_ros.training.nano_batches import ViewStore
from spatialgeo_ros.training.nano_drills import DRILLS, drilled
from spatialgeo_ros.training.nano_language import AlignmentStage, InstructionStage, pointers_begin
from spatialgeo_ros.training.nano_log import Log, Tell
from spatialgeo_ros.training.nano_questions import Phase
from spatialgeo_ros.training.nano_stage import StageBudget, frozen, learn, load_stage
from spatialgeo_ros.types import Array
from spatialgeo_ros.vlm import NANO, SpatialGeo, SpatialGeoSettings, Vocabulary
from spatialgeo_ros.world.rgb_shards import Views
from spatialgeo_ros.world.rgb_views import RGB_SEEDS
from spatialgeo_ros.world.spoken import Naming

_WITHOUT_LIMIT = StageBudget(minutes=1e6, judge_minutes=1e6)
_POINTED = (Phase(0.0, False, False, 0.0, (1.0, 0.0, 0.0), 0.6),)
_IN_WORDS = (Phase(0.0, False, False, 0.0, (0.0, 0.0, 1.0), 0.3),)
_SHUFFLED_SEED = 11
JUDGED_SEEDS = tuple(range(5000, 5040))  # test rooms: nothing was learned from them or chosen by them


@dataclass(frozen=True)
class Arm:
    """What a language model is given. geometric, semantic: what these encoders say of the things pointed at; without both,
    only where the mask lies in the image. dropping: how often a whole image is without the semantic branch in training.
    words: things are named, and it is shown nothing. shuffled: judged with the tokens of other images."""

    name: str
    geometric: bool = True
    semantic: bool = True
    dropping: float = 0.0
    words: bool = False
    shuffled: bool = False


FUSED = Arm("fused, dropping 0.3", dropping=0.3)
ARMS = (FUSED, Arm("fused, no dropping"), Arm("semantic only", geometric=False), Arm("geometry only", semantic=False),
        Arm("mask's place only", geometric=False, semantic=False), Arm("words only", words=True))
SHUFFLED = "fused, tokens of other images"
NO_SEMANTICS = ", semantics hidden when asked"  # of both fused ones
CLAIMS = (  # what is claimed, who should then be better than whom
    ("geometric tokens help", FUSED.name, "semantic only"),
    ("semantic tokens help", FUSED.name, "geometry only"),
    ("geometric tokens help, without dropping", "fused, no dropping", "semantic only"),
    ("semantic tokens help, without dropping", "fused, no dropping", "geometry only"),
    ("dropping helps", FUSED.name, "fused, no dropping"),
    ("dropping helps where semantics are missing", FUSED.name + NO_SEMANTICS, "fused, no dropping" + NO_SEMANTICS),
    ("it looks at the image", FUSED.name, SHUFFLED),
    ("it knows more than the words", FUSED.name, "words only"),
    ("it knows more than where masks are", FUSED.name, "mask's place only"))


@dataclass(frozen=True)
class ClaimsTraining:
    """alignment_steps: of the region reader alone (256 things each). steps: of reader and language model (8 images of 12
    questions each). most: questions that are asked."""

    seeds: tuple[int, ...] = (0, 1, 2)
    alignment_steps: int = 1500
    steps: int = 1000
    most: int = 4000
    threads: int = 2
    half_precision: bool = False

    def __post_init__(self) -> None:
        if not self.seeds or min(self.alignment_steps, self.steps, self.most, self.threads) < 1:
            raise ConfigError("seeds must not be empty; alignment_steps, steps, most and threads must be at least 1")


@dataclass(frozen=True, eq=False)
class Material:
    """What all arms share. views, banks: to learn from, to be asked about. start: folder of a `train nano` run, with the
    language model that drills have taught."""

    vocabulary: Vocabulary
    views: tuple[Views, Views]
    banks: tuple[Bank, Bank]
    start: Path


Answers = dict[str, dict[int, list[Told]]]  # arm -> seed -> one of each question, in the same order


def run_claims(start: Path, training: ClaimsTraining, folder: Path, tell: Tell = lambda line: None) -> Answers:
    """Each arm with each seed, in as many processes as threads. start: the --out folder of `train nano`. What is in `folder`
    already is not run again."""
    jobs = [(arm, seed) for seed in training.seeds for arm in ARMS]
    missing = [job for job in jobs if not _path(folder, *job).exists()]
    if missing:
        _material(start, folder, training.threads, tell)
        with ProcessPoolExecutor(min(training.threads, len(missing)), get_context("spawn")) as pool:
            for number, (arm, seed) in enumerate(pool.map(partial(_run, start, folder, training), missing), start=1):
                tell(f"{number} of {len(missing)} runs: {arm.name}, seed {seed}")
    answers: Answers = {}
    for arm, seed in jobs:
        for name, told in json.loads(_path(folder, arm, seed).read_text(encoding="utf-8")).items():
            answers.setdefault(name, {})[seed] = [Told(**one) for one in told]
    return answers


def _path(folder: Path, arm: Arm, seed: int) -> Path:
    return folder / f"{arm.name.replace(' ', '_')}-{seed}" / "answers.json"


@lru_cache(maxsize=1)
def _material(start: Path, folder: Path, threads: int = 1, tell: Tell = lambda line: None) -> Material:
    about = start / "bank" / "about.json"
    if not about.exists() or not (start / f"{DRILLS}.pt").exists():
        raise ConfigError(f"{start} has no bank or no {DRILLS}.pt; give the --out folder of a whole `spatialgeo train nano`")
    torch.set_num_threads(threads)
    nano = NanoTraining(threads=threads)
    rooms = json.loads(about.read_text(encoding="utf-8"))["views"][0] // nano.views_per_room
    learned = rendered(nano, start / "views", RGB_SEEDS[:rooms], tell)
    judged = rendered(nano, folder / "views", JUDGED_SEEDS, tell)
    vocabulary = vocabulary_of(start, learned)
    if not (folder / "bank" / "view.npy").exists():
        tell(f"encoding {len(judged)} views of rooms {JUDGED_SEEDS[0]} to {JUDGED_SEEDS[-1]}")
        save_bank(_judged_bank(start, vocabulary, judged), folder / "bank")
    return Material(vocabulary, (learned, judged), (load_bank(start / "bank" / "learned"), load_bank(folder / "bank")), start)


def _judged_bank(start: Path, vocabulary: Vocabulary, views: Views) -> Bank:
    """What the frozen encoders say of the views that are asked about."""
    model = SpatialGeo(NANO, vocabulary)
    for name, module in (("geometry", model.geometric), ("semantics", model.semantic), ("naming", model.closer)):
        load_stage(start / f"{name}.pt", module)
    store = ViewStore(views, torch.device("cpu"), (NANO.encoder.height, NANO.encoder.width))
    return make_bank(model, store, asked_views(views), False, 0)


def _run(start: Path, folder: Path, training: ClaimsTraining, job: tuple[Arm, int]) -> tuple[Arm, int]:
    arm, seed = job
    material = _material(start, folder)
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    path = _path(folder, arm, seed)
    shutil.rmtree(path.parent, ignore_errors=True)  # of a run that was cut off
    log = Log(path.parent, lambda line: None)
    model = _fresh(material, arm)
    learned, judged = (given(bank, arm) for bank in material.banks)
    if not arm.words:
        aligning = AlignmentStage(model, material.views, (learned, judged), seed)
        learn("alignment", model.regions, aligning.step, aligning.judge,
              replace(_WITHOUT_LIMIT, most_steps=training.alignment_steps), path.parent, log)
    pointers_begin(model)
    rest = torch.nn.ModuleDict({"pointers": model.pointers, "speaker": model.speaker})
    stage = InstructionStage(model, material.views, (learned, judged), None, seed,
                             half_precision=training.half_precision, curriculum=_IN_WORDS if arm.words else _POINTED)
    learn("instruction", rest, stage.step, dict, replace(_WITHOUT_LIMIT, most_steps=training.steps), path.parent, log)
    answers = {arm.name: _asked(stage, judged, arm, training.most)}
    if arm.geometric and arm.semantic and not arm.words:
        answers[arm.name + NO_SEMANTICS] = _asked(stage, given(judged, replace(arm, semantic=False)), arm, training.most)
    if arm == FUSED:
        answers[SHUFFLED] = _asked(stage, _of_other_images(judged), arm, training.most)
    path.write_text(json.dumps({name: [asdict(one) for one in told] for name, told in answers.items()}), encoding="utf-8")
    return job


def _fresh(material: Material, arm: Arm) -> SpatialGeo:
    """Everything but the encoders begins anew; the language model knows what left and metres are, from boxes."""
    fusion = replace(NANO.fusion, dropping=arm.dropping)
    model = SpatialGeo(replace(NANO, fusion=fusion), material.vocabulary)
    load_stage(material.start / f"{DRILLS}.pt", drilled(model))
    frozen((model.geometric, model.semantic, model.closer))
    return model


def _asked(stage: InstructionStage, judged: Bank, arm: Arm, most: int) -> list[Told]:
    naming, phase = (Naming.NAMED, _IN_WORDS[0]) if arm.words else (Naming.POINTED, _POINTED[0])
    heard = stage.ask(judged, naming, phase, most)
    return [told_in_words(one.question, one.said, one.expected) for one in heard]


def given(bank: Bank, arm: Arm) -> Bank:
    """The bank without what the arm is not given: zeros say nothing."""
    if arm.words or arm.geometric and arm.semantic:
        return bank
    regions = np.array(bank.regions)
    geometric, semantic = branches(NANO)
    if not arm.geometric:
        regions[:, geometric] = 0
    if not arm.semantic:
        regions[:, semantic] = 0
    return replace(bank, regions=regions)


def branches(settings: SpatialGeoSettings) -> tuple[Array, Array]:
    """(F,) bool each: which of the numbers of `runtimes.pooling.pooled_regions` the geometric encoder tells, and which the
    semantic one."""
    wide, narrow = LEVELS * settings.encoder.dim, settings.encoder.decoder
    sizes = (wide, wide, narrow, narrow, SHAPE, PLACE, settings.text.embedding)
    part = np.repeat(np.arange(len(sizes)), sizes)
    return np.isin(part, (0, 2, 4)), np.isin(part, (1, 3, 6))


def _of_other_images(bank: Bank) -> Bank:
    """Each thing with what was said of another one, most likely in another image."""
    order = np.random.default_rng(_SHUFFLED_SEED).permutation(len(bank.regions))
    return replace(bank, regions=np.array(bank.regions)[order])
