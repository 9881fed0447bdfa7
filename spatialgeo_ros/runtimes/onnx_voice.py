"""The language model run by ONNX Runtime on the CPU, from a folder that `models.onnx_export` made. No torch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.runtimes.onnx_vision import CAMERA, SPEAKER, TOKENS, OnnxVision, open_graph, read_about, taken
from spatialgeo_ros.runtimes.parity import check_parity, said_by
from spatialgeo_ros.runtimes.vision import Encoded, Floats, RegionCamera
from spatialgeo_ros.runtimes.voice import Stepped
from spatialgeo_ros.runtimes.weights_file import read_tensors

LEVELS = ("geometric_levels", "semantic_levels")  # fields of Encoded
GIVEN = ("words", "places", "seen", "keys", "values")
STEPPED = tuple(f"told_{name}" for name in Stepped._fields)
EMBEDDING = "speaker.llama.model.embed_tokens.weight"


class OnnxVoice:
    """A `Voice`. folder, weights, threads: as of `OnnxVision`. vision: of the same model, for the comparison with torch.

    Raises ModelError when files are missing or of another version, and when it does not say what torch said.
    """

    def __init__(self, folder: Path, weights: Path, vision: OnnxVision, threads: int = 0) -> None:
        about: dict[str, Any] = read_about(folder, (TOKENS, SPEAKER))
        tensors = read_tensors(weights)
        self._embedding = np.asarray(tensors[EMBEDDING], np.float32)
        self._tokens, self._speaker = (open_graph(folder / name, taken(about, name, tensors), threads)
                                       for name in (TOKENS, SPEAKER))
        layers, heads, each = about["voice_shape"]
        self._shape = int(layers), int(heads), int(each)
        self.off = check_parity(said_by(vision, self), about["said"], f"{folder / SPEAKER} in ONNX Runtime",
                                vision.tolerance)

    @property
    def embedding(self) -> Floats:
        return self._embedding

    @property
    def shape(self) -> tuple[int, int, int]:
        return self._shape

    def look(self, encoded: Encoded, regions: Floats, camera: RegionCamera) -> Floats:
        seen = {name: getattr(encoded, name) for name in LEVELS}
        placed = dict(zip(CAMERA, camera.repeated(len(regions)), strict=True))
        return np.asarray(self._tokens.run(["tokens"], {**seen, "regions": regions, **placed})[0], np.float32)

    def step(self, words: Floats, places: NDArray[np.int64], seen: NDArray[np.bool_], keys: Floats, values: Floats) -> Stepped:
        given = dict(zip(GIVEN, (words, places, seen, keys, values), strict=True))
        return Stepped(*self._speaker.run(list(STEPPED), given))
