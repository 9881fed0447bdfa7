"""Which kinds of objects there are, how large they come, which colours they come in, and who may stand on whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from spatialgeo_ros.world import kinds_boxy as boxy
from spatialgeo_ros.world import kinds_round as round_
from spatialgeo_ros.world import palette
from spatialgeo_ros.world.kinds_round import Paint
from spatialgeo_ros.world.shapes import Shape

Maker = Callable[[Paint, float], Shape]


@dataclass(frozen=True)
class Kind:
    """make: builds one. scale: natural sizes. colours: words it comes in; () = all. lies: may lie on its side."""

    make: Maker
    scale: tuple[float, float] = (0.85, 1.35)
    colours: tuple[str, ...] = ()
    lies: bool = False


KINDS: dict[str, Kind] = {
    "mug": Kind(round_.mug, (0.85, 1.25)),
    "bowl": Kind(round_.bowl),
    "plate": Kind(round_.plate, (0.85, 1.2)),
    "bottle": Kind(round_.bottle, (0.9, 1.25), lies=True),
    "can": Kind(round_.can, (0.9, 1.6), lies=True),
    "jar": Kind(round_.jar),
    "vase": Kind(round_.vase, (0.8, 1.3)),
    "teapot": Kind(round_.teapot, (0.9, 1.3)),
    "pitcher": Kind(round_.pitcher, (0.9, 1.2)),
    "lamp": Kind(round_.lamp, (0.85, 1.15)),
    "candle": Kind(round_.candle, (0.9, 1.5), lies=True),
    "ball": Kind(round_.ball, (0.8, 1.5)),
    "apple": Kind(round_.apple, (0.9, 1.15), ("red", "green", "yellow")),
    "plant": Kind(round_.plant, (0.8, 1.3), ("green",)),
    "pan": Kind(round_.pan, (0.9, 1.2)),
    "basket": Kind(round_.basket, (0.8, 1.2)),
    "box": Kind(boxy.box, (0.75, 1.4)),
    "book": Kind(boxy.book, (0.85, 1.2)),
    "laptop": Kind(boxy.laptop, (0.9, 1.1), ("grey", "white", "black", "blue", "pink")),
    "keyboard": Kind(boxy.keyboard, (0.85, 1.05), ("grey", "white", "black", "teal", "pink")),
    "monitor": Kind(boxy.monitor, (0.85, 1.05), ("grey", "white", "black")),
    "speaker": Kind(boxy.speaker),
    "clock": Kind(boxy.clock, (0.9, 1.4)),
    "drill": Kind(boxy.drill, (0.9, 1.15), ("yellow", "green", "blue", "red", "teal", "orange")),
    "banana": Kind(boxy.banana, (0.9, 1.2), ("yellow", "green")),
    "cushion": Kind(boxy.cushion, (0.8, 1.15)),
    "bin": Kind(boxy.bin_, (0.85, 1.25)),
}
ON_TABLE = ("mug", "mug", "bowl", "plate", "bottle", "bottle", "can", "can", "jar", "vase", "teapot", "pitcher", "lamp",
            "candle", "ball", "apple", "plant", "pan", "basket", "box", "box", "box", "book", "book", "laptop",
            "keyboard", "speaker", "clock", "drill", "banana", "monitor")
LARGE = ("laptop", "laptop", "keyboard", "monitor", "lamp", "bin", "pan", "speaker")
ON_SHELF = ("mug", "bowl", "bottle", "can", "jar", "vase", "teapot", "pitcher", "candle", "ball", "plant", "basket",
            "box", "box", "book", "speaker", "clock", "drill", "lamp")
ON_FLOOR = ("bin", "bin", "basket", "cushion", "ball", "box", "box", "plant", "lamp", "drill", "bottle", "speaker")
ON_SEAT = ("cushion", "book", "box", "ball", "laptop")
STACK_ON = {  # what people put on what
    "box": ("box", "book", "can", "mug", "jar", "candle", "apple", "ball", "clock", "bowl", "speaker", "plant", "lamp"),
    "book": ("book", "book", "book", "mug", "can", "apple", "clock", "candle", "box", "banana"),
    "can": ("can", "apple"),
    "plate": ("bowl", "apple", "banana", "candle", "mug", "plate"),
    "speaker": ("book", "box", "plant", "clock", "can"),
    "jar": ("apple", "can"),
}
PUT_IN = ("ball", "can", "apple", "banana", "box", "bottle", "candle", "mug")


@dataclass
class ColourChooser:
    """Hands out colour words so that most things of one kind differ in colour, as people own them.

    size_spread: things are up to so many times as large or as small as their kind is by nature. kinds: the only ones that
    there are; () = all.
    """

    rng: np.random.Generator
    used: set[tuple[str, str]] = field(default_factory=set)
    unique_share: float = 0.92
    size_spread: float = 1.0
    kinds: tuple[str, ...] = ()

    def among(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the words that there are things of."""
        return tuple(word for word in words if word in self.kinds) if self.kinds else words

    def paint(self, word: str, avoid: tuple[str, ...] = ()) -> Paint:
        """Colours for one more thing of this kind. avoid: colour words of what it will touch."""
        words = KINDS[word].colours if word in KINDS and KINDS[word].colours else palette.COLOURS
        fresh = [c for c in words if (word, c) not in self.used and self._apart(c, avoid)]
        if not fresh or self.rng.random() > self.unique_share:
            fresh = [c for c in words if self._apart(c, avoid)] or list(words)
        first = str(self.rng.choice(fresh))
        self.used.add((word, first))
        others = [c for c in palette.COLOURS if c != first and frozenset((c, first)) not in palette.CONFUSABLE]
        second, spread = str(self.rng.choice(others)), float(np.log(self.size_spread))
        size = float(np.exp(self.rng.uniform(-spread, spread))) if spread else 1.0
        return Paint(first, second, self.rng, size)

    def _apart(self, word: str, avoid: tuple[str, ...]) -> bool:
        return all(word != other and frozenset((word, other)) not in palette.CONFUSABLE for other in avoid)


def make(word: str, paint: Paint) -> Shape:
    """One object of a kind in a size of its own, sometimes lying on its side."""
    kind = KINDS[word]
    shape = kind.make(paint, paint.size * float(paint.rng.uniform(*kind.scale)))
    if kind.lies and paint.rng.random() < 0.15:
        return boxy.lying(shape, paint.rng)
    return shape
