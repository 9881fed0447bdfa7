"""One stage of training: steps against the clock, with a rate that falls to almost nothing at its end, and a checkpoint."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from pickle import UnpicklingError

import torch
from torch import Tensor, nn

from spatialgeo_ros.errors import ConfigError, ModelError
from spatialgeo_ros.training.nano_log import Log

_WARM_UP_STEPS, _WARM_UP_SHARE = 100, 0.05
_LAST_RATE = 0.02
_TOLD_EVERY_S, _KEPT_EVERY_S = 15.0, 120.0

Step = Callable[[float], Mapping[str, Tensor]]  # progress from 0 to 1 -> losses, which are added up
Judge = Callable[[], Mapping[str, float]]


@dataclass(frozen=True)
class StageBudget:
    """minutes: of this run. judge_minutes: between judgements, which are not counted. most_steps: stop there at the latest."""

    minutes: float
    learning_rate: float = 1e-3
    judge_minutes: float = 5.0
    most_steps: int = 1 << 30

    def __post_init__(self) -> None:
        if not self.minutes > 0:
            raise ConfigError(f"a stage of {self.minutes} minutes learns nothing; give more --budget-minutes")


def learn(name: str, network: nn.Module, step: Step, judge: Judge, budget: StageBudget, folder: Path, log: Log) -> float:
    """Train what of the network has gradients, and keep it as `folder`/NAME.pt; minutes it has learned in all runs.

    The network comes with the weights it goes on from; the optimiser goes on from the checkpoint where there is one.
    """
    weights = [p for p in network.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(weights, budget.learning_rate, betas=(0.9, 0.98), weight_decay=0.05)
    checkpoint = folder / f"{name}.pt"
    before = _resumed(checkpoint, optimiser)
    learned_s, steps, sums, counted = 0.0, 0, dict[str, float](), 0
    told_s = kept_s = judged_s = 0.0
    network.train()
    while learned_s < 60 * budget.minutes and steps < budget.most_steps:
        started_s = time.monotonic()
        progress = max(learned_s / (60 * budget.minutes), steps / budget.most_steps)
        for group in optimiser.param_groups:
            group["lr"] = budget.learning_rate * _rate(progress, steps)
        losses = step(progress)
        total = torch.stack(list(losses.values())).sum()
        optimiser.zero_grad()
        total.backward()
        nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        if not torch.isfinite(total):
            raise ConfigError(f"stage {name}: the loss is {float(total)} at step {steps}; go on from the last checkpoint with "
                              "--resume")
        for key, loss in losses.items():
            sums[key] = sums.get(key, 0.0) + float(loss.detach())
        counted, steps = counted + 1, steps + 1
        learned_s += time.monotonic() - started_s
        minutes = before + learned_s / 60
        if learned_s - told_s > _TOLD_EVERY_S:
            means = {key: value / counted for key, value in sums.items()}
            log.write(name, minutes, {"steps_per_s": counted / (learned_s - told_s), **means})
            told_s, sums, counted = learned_s, {}, 0
        if learned_s - kept_s > _KEPT_EVERY_S:
            _keep(checkpoint, network, optimiser, minutes)
            kept_s = learned_s
        if learned_s - judged_s > 60 * budget.judge_minutes:
            log.write(f"{name} judged", minutes, _judged(network, judge))
            judged_s = learned_s
    minutes = before + learned_s / 60
    _keep(checkpoint, network, optimiser, minutes)
    log.write(f"{name} judged", minutes, {"steps": steps, **_judged(network, judge)})
    return minutes


def _judged(network: nn.Module, judge: Judge) -> Mapping[str, float]:
    network.eval()
    with torch.no_grad():
        result = judge()
    network.train()
    return result


def _rate(progress: float, steps: int) -> float:
    warm = min(1.0, max((steps + 1) / _WARM_UP_STEPS, progress / _WARM_UP_SHARE))
    return warm * (_LAST_RATE + (1 - _LAST_RATE) * (1 + math.cos(math.pi * min(progress, 1.0))) / 2)


def load_stage(checkpoint: Path, network: nn.Module) -> float:
    """Gives the network the weights that were kept; the minutes it has learned. 0 where there is no checkpoint."""
    if not checkpoint.exists():
        return 0.0
    try:
        state = torch.load(checkpoint, weights_only=True, map_location="cpu")
        network.load_state_dict(state["network"])
    except (RuntimeError, KeyError, EOFError, UnpicklingError) as error:  # cut off, or of another network
        raise ModelError(f"{checkpoint} cannot be gone on from ({str(error).splitlines()[0]}); delete it to begin anew, or "
                         "give another --out") from error
    return float(state["minutes"])


def _resumed(checkpoint: Path, optimiser: torch.optim.Optimizer) -> float:
    if not checkpoint.exists():
        return 0.0
    state = torch.load(checkpoint, weights_only=True, map_location="cpu")
    optimiser.load_state_dict(state["optimiser"])
    return float(state["minutes"])


def _keep(checkpoint: Path, network: nn.Module, optimiser: torch.optim.Optimizer, minutes: float) -> None:
    unfinished = checkpoint.with_suffix(".part")
    torch.save({"network": network.state_dict(), "optimiser": optimiser.state_dict(), "minutes": minutes}, unfinished)
    unfinished.replace(checkpoint)


def frozen(modules: Iterable[nn.Module]) -> None:
    for module in modules:
        module.eval().requires_grad_(False)
