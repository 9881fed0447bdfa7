"""Train the segmentation network on simulated rooms, and write it as ONNX with a card that says how it was made."""

from __future__ import annotations

import json
import math
import queue
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel

from spatialgeo_ros.config import PartitionConfig
from spatialgeo_ros.errors import ConfigError
from spatialgeo_ros.memory import keep_memory
from spatialgeo_ros.scene.joining import WEIGHTS as MEASURED_JOINING
from spatialgeo_ros.scene.joining import save_joiner
from spatialgeo_ros.scene.network import int8_of
from spatialgeo_ros.scene.partition import FAR_OFFSETS, Looks
from spatialgeo_ros.scene.segmenter import WEIGHTS as MEASURED_WEIGHTS
from spatialgeo_ros.scene.segmenter import Segmenter
from spatialgeo_ros.scene.view_features import pixel_channels
from spatialgeo_ros.sight.outlines import CHANNELS as TOLD
from spatialgeo_ros.sight.outlines import JOINING as SEEN_JOINING
from spatialgeo_ros.sight.outlines import PARTITION as SEEN_PARTITION
from spatialgeo_ros.sight.outlines import WEIGHTS as SEEN_WEIGHTS
from spatialgeo_ros.training.segmenter_cards import lay_cards, lay_pattern
from spatialgeo_ros.training.segmenter_colours import repaint
from spatialgeo_ros.training.segmenter_int8 import quantize
from spatialgeo_ros.training.segmenter_joining import KnownView, fit_joiner
from spatialgeo_ros.training.segmenter_network import SegmenterNetwork, embedding_losses, losses, shifted, span_loss
from spatialgeo_ros.training.segmenter_seen import FIRST_SEED as FIRST_SEEN
from spatialgeo_ros.training.segmenter_seen import varied_seen, write_seen_room
from spatialgeo_ros.training.segmenter_start import begin_with
from spatialgeo_ros.training.segmenter_views import (
    FIRST_HEAPED,
    FIRST_SEED,
    TOLD_STEPS,
    TrainingView,
    load_room,
    mirrored,
    relief_of,
    write_room,
)
from spatialgeo_ros.types import FloatArray

_KEPT_EVERY = 10  # one room in so many is kept from the network: to learn joining from, which must see it err as it will
_JUDGED_EVERY = 5  # and one in so many of these is kept for judging
_WARM_UP_STEPS = 100
_LAST_RATE = 0.02  # share of the learning rate that is left at the end
_AVERAGE = 0.999  # decay of the moving average of the weights, which is what is kept
_STARTED_RATE = 0.6  # of the learning rate, where the weights are another network's
_SPAN, _ALIKE, _KIND = 0.15, 0.3, 0.05  # weights of the losses of spans and of the embedding
_TYPICAL_VIEWS = 48  # to tell what normalisations see, and what the activations of a network in 8 bits span

Tell = Callable[[str], None]


@dataclass(frozen=True)
class SegmenterTraining:
    """rooms: seeds FIRST_SEED to FIRST_SEED + rooms, and a third as many from FIRST_HEAPED. views: how many, repeats counted,
    the network learns from. start: a segmenter.onnx whose weights to begin with. half_precision: see `train nano`. model: a
    name or a path; the network learns to segment what that predicts of colour alone, from rooms of seeds from
    `segmenter_seen.FIRST_SEED`, no heaps among them."""

    rooms: int = 700
    views: int = 40000
    batch: int = 8
    learning_rate: float = 2.5e-3
    weight_decay: float = 0.01
    threads: int = 2
    judge_every: int = 1500
    start: Path | None = None
    half_precision: bool = False
    model: str | None = None

    def __post_init__(self) -> None:
        if min(self.rooms, self.views, self.batch, self.threads, self.judge_every) < 1:
            raise ConfigError("rooms, views, batch, threads and judge_every must be at least 1")


@dataclass(frozen=True)
class _Lesson:
    """What is learned from. seeds: of rooms. write: renders the views of one into a folder. varied: a view as it may look
    another time. told: channels beside those of the view. partition: makes fragments. weights, joining: names of what is
    written."""

    seeds: tuple[int, ...]
    write: Callable[..., int]
    varied: Callable[[TrainingView, np.random.Generator], TrainingView]
    told: int
    partition: PartitionConfig
    weights: str
    joining: str


def _lesson(training: SegmenterTraining) -> _Lesson:
    if training.model is not None:
        seeds = tuple(range(FIRST_SEEN, FIRST_SEEN + training.rooms))
        return _Lesson(seeds, partial(write_seen_room, model=training.model), varied_seen, TOLD, SEEN_PARTITION,
                       SEEN_WEIGHTS.name, SEEN_JOINING.name)
    seeds = (*range(FIRST_SEED, FIRST_SEED + training.rooms), *range(FIRST_HEAPED, FIRST_HEAPED + training.rooms // 3))
    return _Lesson(seeds, write_room, _varied, 0, PartitionConfig(), MEASURED_WEIGHTS.name, MEASURED_JOINING.name)


def train_segmenter(training: SegmenterTraining, folder: Path, tell: Tell = lambda line: None) -> Path:
    """Render what is missing, go on from the last checkpoint, write `folder`/segmenter.onnx, the same in 8 bits,
    segmenter.json and joining.json; the path of the first. For a model's predictions, the same with _nano in their names,
    and nothing in 8 bits."""
    keep_memory()
    cv2.setNumThreads(1)
    torch.set_num_threads(training.threads)
    lesson = _lesson(training)
    rooms = _rendered(lesson, training.threads, folder / "views", tell)
    kept = rooms[::_KEPT_EVERY]
    judged = kept[::_JUDGED_EVERY]
    learned_from = [path for path in rooms if path not in kept]
    if not learned_from:
        raise ConfigError(f"{training.rooms} rooms are too few: one in {_KEPT_EVERY} is kept from the network; give more "
                          "--rooms")
    network = SegmenterNetwork(told=lesson.told).to(memory_format=torch.channels_last)
    checkpoint = folder / "segmenter.pt"
    if training.start and not checkpoint.exists():
        begin_with(network, training.start, _typical(learned_from, lesson))
    highest = training.learning_rate * (_STARTED_RATE if training.start else 1.0)
    optimiser = torch.optim.AdamW(network.parameters(), highest, betas=(0.9, 0.98), weight_decay=training.weight_decay)
    averaged = AveragedModel(network, avg_fn=_moving_average, use_buffers=True)
    steady = averaged.module
    assert isinstance(steady, SegmenterNetwork)
    step = _resumed(checkpoint, network, averaged, optimiser)
    steps = -(-training.views // training.batch)
    tell(f"{sum(p.numel() for p in network.parameters())} weights, {len(learned_from)} rooms, step {step} of {steps}")
    batches = _batches(learned_from, lesson, training.batch, seed=step)
    started_s, first = time.monotonic(), step
    while step < steps:
        _set_rate(optimiser, highest, step, steps)
        inputs, ids, kinds = next(batches)
        with torch.autocast("cpu", torch.bfloat16, enabled=training.half_precision):
            outputs = network(inputs)
        outputs = outputs.float()
        alike, of_kind = embedding_losses(outputs, ids, kinds, network.kinds)
        loss = torch.stack(losses(outputs, ids)).sum() + _SPAN * span_loss(outputs, ids) + _ALIKE * alike + _KIND * of_kind
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        averaged.update_parameters(network)
        step += 1
        if step % training.judge_every == 0 or step == steps:
            rate = (step - first) * training.batch / (time.monotonic() - started_s)
            tell(f"step {step} of {steps}, {rate:.0f} views/s, {json.dumps(_judged(steady, judged))}")
            torch.save({"network": network.state_dict(), "averaged": averaged.state_dict(),
                        "optimiser": optimiser.state_dict(), "step": step}, checkpoint)
    path = _exported(steady, training, _judged(steady, judged), folder / lesson.weights)
    if not lesson.told:
        quantize(path, int8_of(path), np.asarray(_typical(learned_from, lesson).numpy(), np.float32))
    tell("learning which fragments are one thing")
    unseen = [room for room in kept if room not in judged] or kept
    segmenter = Segmenter(path, told=lesson.told)
    joiner = fit_joiner(lambda: _known_views(unseen, lesson, segmenter), lesson.partition)
    if joiner is None:
        tell("the network tells no fragments apart yet, so that joining was not learned: give more --views")
    else:
        save_joiner(joiner, folder / lesson.joining)
    return path


def _rendered(lesson: _Lesson, threads: int, folder: Path, tell: Tell) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    missing = [seed for seed in lesson.seeds if not (folder / f"{seed}.npz").exists()]
    with ProcessPoolExecutor(threads) as pool:
        for done, count in enumerate(pool.map(partial(lesson.write, folder=folder), missing), start=1):
            if done % 20 == 0 or done == len(missing):
                tell(f"rendered {done} of {len(missing)} rooms, {count} views in the last")
    return [path for path in (folder / f"{seed}.npz" for seed in lesson.seeds) if load_room(path)]


def _typical(rooms: list[Path], lesson: _Lesson) -> Tensor:
    """Features of some views of rooms of every sort, varied as the network will see them."""
    rng = np.random.default_rng(3)
    spread = rooms[::max(1, len(rooms) // _TYPICAL_VIEWS)][:_TYPICAL_VIEWS]
    views = [view for path in spread for view in load_room(path)[:1]]
    return _batch([lesson.varied(view, rng) for view in views])[0]


def _resumed(checkpoint: Path, network: SegmenterNetwork, averaged: AveragedModel,
             optimiser: torch.optim.Optimizer) -> int:
    if not checkpoint.exists():
        return 0
    state = torch.load(checkpoint, weights_only=True)
    try:
        network.load_state_dict(state["network"])
        averaged.load_state_dict(state["averaged"])
        optimiser.load_state_dict(state["optimiser"])
    except RuntimeError as error:  # torch names each weight that does not fit
        raise ConfigError(f"{checkpoint} is of a network of another size than this version trains; remove it, or give another "
                          "--out") from error
    return int(state["step"])


def _moving_average(average: Tensor, current: Tensor, count: Tensor | int) -> Tensor:
    """Over the last tenth of the steps at first, then with decay _AVERAGE."""
    decay = min(_AVERAGE, (1 + float(count)) / (10 + float(count)))
    return average + (1 - decay) * (current - average)


def _set_rate(optimiser: torch.optim.Optimizer, highest: float, step: int, steps: int) -> None:
    """Warm up, then a cosine down to _LAST_RATE."""
    cosine = _LAST_RATE + (1 - _LAST_RATE) * (1 + math.cos(math.pi * step / steps)) / 2
    for group in optimiser.param_groups:
        group["lr"] = highest * min(1.0, step / _WARM_UP_STEPS) * cosine


def _batches(rooms: list[Path], lesson: _Lesson, size: int, seed: int) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """For ever, made ahead by a thread."""
    ahead: queue.Queue[tuple[Tensor, Tensor, Tensor]] = queue.Queue(16)

    def make() -> None:
        rng = np.random.default_rng(seed)
        kept: dict[Path, list[TrainingView]] = {}
        while True:
            chosen = []
            for _ in range(size):
                path = rooms[int(rng.integers(len(rooms)))]
                views = kept.setdefault(path, load_room(path)) if path not in kept else kept[path]
                chosen.append(lesson.varied(views[int(rng.integers(len(views)))], rng))
            ahead.put(_batch(chosen))

    threading.Thread(target=make, daemon=True).start()
    while True:
        yield ahead.get()


def _varied(view: TrainingView, rng: np.random.Generator) -> TrainingView:
    """Other colours, now and then patterns and cards on bare surfaces, no known support, another camera height, mirrored."""
    rgb = repaint(view.rgb, view.ids, rng) if rng.random() < 0.8 else view.rgb
    ids, blocks = view.ids, view.blocks.copy()
    if rng.random() < 0.4:
        rgb = lay_pattern(rgb, blocks.astype(np.float32), ids, rng)
    if rng.random() < 0.35:
        rgb, ids = lay_cards(rgb, ids, blocks.astype(np.float32), rng)
    if rng.random() < 0.1:
        blocks[5:7] = 0
    if rng.random() < 0.5:
        blocks[4] += np.float16(rng.normal(0, 0.2))
    view = replace(view, rgb=rgb, ids=ids, blocks=blocks)
    return mirrored(view, view.told) if rng.random() < 0.5 else view


def _batch(views: list[TrainingView]) -> tuple[Tensor, Tensor, Tensor]:
    """(B, 27 and what was told, h / 2, w / 2) features, channels last as torch is quickest with, (B, h, w) ids, and (B, 256)
    kinds of these."""
    features = torch.from_numpy(np.stack([_features(view) for view in views]))
    ids = np.stack([view.ids for view in views]).astype(np.int64)
    kinds = np.stack([view.kinds for view in views]).astype(np.int64)
    return features.contiguous(memory_format=torch.channels_last), torch.from_numpy(ids), torch.from_numpy(kinds)


def _features(view: TrainingView) -> FloatArray:
    """(27 and what was told, h / 2, w / 2)."""
    return np.concatenate([pixel_channels(_lab(view), relief_of(view), view.known > 0), view.blocks.astype(np.float32),
                           view.told * np.float32(1 / TOLD_STEPS)])


def _lab(view: TrainingView) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(view.rgb), cv2.COLOR_RGB2LAB), np.uint8)


def _known_views(rooms: list[Path], lesson: _Lesson, segmenter: Segmenter) -> Iterator[KnownView]:
    """Each as it is, and once more with other colours and prints, or the joining would take every change of colour for a
    border."""
    rng = np.random.default_rng(5)
    for path in rooms:
        for rendered in load_room(path):
            for view in (rendered, lesson.varied(rendered, rng)):
                looks = Looks(_lab(view), view.blocks.astype(np.float32))
                yield KnownView(segmenter.affinities(_features(view)), looks, view.ids)


def _judged(network: SegmenterNetwork, rooms: list[Path]) -> dict[str, float]:
    """On rooms the network has not learned from: mean losses; IoU of thing pixels; of pairs 3 blocks apart along a row, the
    share of those of two things that are parted, and of those of one thing that are not."""
    network.eval()
    total, parted, kept = np.zeros(6), np.zeros(2), np.zeros(2)
    overlap = []
    with torch.no_grad():
        for path in rooms:
            inputs, ids, kinds = _batch(load_room(path))
            outputs = network(inputs)
            told = embedding_losses(outputs, ids, kinds, network.kinds)
            total += [float(loss) for loss in (*losses(outputs, ids), span_loss(outputs, ids), *told)]
            found, true = functional.pixel_shuffle(outputs[:, :4], 2)[:, 0] > 0, ids > 0
            overlap.append(float((found & true).sum()) / max(float((found | true).sum()), 1.0))
            first, second = shifted(ids[:, ::2, ::2], FAR_OFFSETS[0])
            odds, _ = shifted(outputs[:, 12], FAR_OFFSETS[0])
            both = (first > 0) & (second > 0)
            for counts, pairs, right in ((parted, both & (first != second), odds < 0),
                                         (kept, both & (first == second), odds > 0)):
                counts += [float((pairs & right).sum()), float(pairs.sum())]
    network.train()
    names = ("thing", "near", "far", "span", "alike", "kind")
    return {**{f"loss_{name}": round(float(value), 4) for name, value in zip(names, total / max(len(rooms), 1), strict=True)},
            "thing_iou": round(float(np.mean(overlap)), 4), "parted": round(parted[0] / max(parted[1], 1), 4),
            "kept_together": round(kept[0] / max(kept[1], 1), 4)}


def _exported(network: SegmenterNetwork, training: SegmenterTraining, scores: dict[str, float], path: Path) -> Path:
    network.eval()
    torch.onnx.export(network, (torch.zeros(1, network.inputs, 120, 160),), str(path), input_names=["features"],
                      output_names=["log_odds"], opset_version=11, dynamo=False,
                      dynamic_axes={name: {2: "rows", 3: "columns"} for name in ("features", "log_odds")})
    settings = {**asdict(training), "start": training.start and training.start.name}
    card = {"what": "affinities of pixels for scene/partition.py; features as in scene/view_features.py",
            "made_by": "spatialgeo train segmenter", "training": settings,
            "first_seed": FIRST_SEED if training.model is None else FIRST_SEEN,
            "judged_on_rooms_not_learned_from": scores}
    path.with_suffix(".json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    return path
