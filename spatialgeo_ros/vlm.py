"""SpatialGeo: both encoders, the adapter, region tokens and the language model; its sizes, and its file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from spatialgeo_ros.encoders.closer import CloserLook
from spatialgeo_ros.encoders.geometric import GeometricEncoder, Geometry
from spatialgeo_ros.encoders.semantic import SemanticEncoder, Semantics
from spatialgeo_ros.encoders.settings import CloserSettings, EncoderSettings, TextSettings
from spatialgeo_ros.encoders.trunk import normalised
from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.fusion.adapter import HierarchicalAdapter, pooled
from spatialgeo_ros.fusion.regions import RegionReader
from spatialgeo_ros.fusion.settings import FusionSettings
from spatialgeo_ros.language.settings import SpeakerSettings
from spatialgeo_ros.language.speaker import Speaker
from spatialgeo_ros.language.words import Words
from spatialgeo_ros.runtimes.weights_file import FORMAT, read_weights_file, speaks

_OF_SPEAKER = ("speaker.", "adapter.", "pointers.")


@dataclass(frozen=True)
class SpatialGeoSettings:
    """Both encoders take the same image and have the same sizes."""

    encoder: EncoderSettings = field(default_factory=EncoderSettings)
    text: TextSettings = field(default_factory=TextSettings)
    fusion: FusionSettings = field(default_factory=FusionSettings)
    closer: CloserSettings = field(default_factory=CloserSettings)
    speaker: SpeakerSettings = field(default_factory=SpeakerSettings)


NANO = SpatialGeoSettings()
TINY = SpatialGeoSettings(  # for tests
    EncoderSettings(stem=(8, 8), dim=24, layers=4, heads=2, decoder=8), TextSettings(16, 1, 2, 8, 16),
    FusionSettings(hidden=24), CloserSettings((4, 8)), SpeakerSettings(dim=32, layers=2, heads=2, hidden=48))
LARGE = SpatialGeoSettings(  # the sizes of the paper's LLaVA-1.5-7B; pretrained weights would have to be brought
    EncoderSettings(height=336, width=336, patch=14, stem=(), dim=1024, layers=24, heads=16, decoder=256),
    TextSettings(768, 12, 12, 77, 768), FusionSettings(hidden=4096, pool=1), CloserSettings((128, 256, 512, 1024)),
    SpeakerSettings(dim=4096, layers=32, heads=32, hidden=11008, most=2048))


@dataclass(frozen=True)
class Vocabulary:
    """words: of questions, answers and descriptions. lengths: those that are lengths in metres. classes, colours: what things
    are told to be, unless other words are asked for."""

    words: Words
    lengths: tuple[str, ...]
    classes: tuple[str, ...]
    colours: tuple[str, ...]


class SpatialGeo(nn.Module):
    """regions: tells boxes, classes and colours of things. pointers: makes of things the tokens that the language model sees;
    it begins as what regions has learned, and learns on with the language model. readers: whose means are a scene's boxes
    and words, both where pointers has learned."""

    def __init__(self, settings: SpatialGeoSettings, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.settings, self.vocabulary = settings, vocabulary
        self.speaks = True  # else only what the regions' reader has learned is asked
        dim = settings.speaker.dim
        self.geometric = GeometricEncoder(settings.encoder)
        self.semantic = SemanticEncoder(settings.encoder, settings.text, len(vocabulary.words))
        self.closer = CloserLook(settings.closer, settings.text.embedding)
        self.adapter = HierarchicalAdapter(settings.encoder, settings.fusion, dim)
        self.regions, self.pointers = (
            RegionReader(settings.encoder, settings.text, settings.fusion, dim, len(vocabulary.classes),
                         len(vocabulary.colours)) for _ in range(2))
        self.speaker = Speaker(settings.speaker, vocabulary.words, vocabulary.lengths)
        self.familiarity = nn.Linear(4 * settings.encoder.dim, 1)  # see `runtimes.familiarity`
        for weight in self.familiarity.parameters():
            nn.init.zeros_(weight)  # nothing is strange

    @property
    def readers(self) -> tuple[RegionReader, ...]:
        return (self.regions, self.pointers) if self.speaks else (self.regions,)

    def encode(self, rgb: Tensor, setting: Tensor | None = None) -> tuple[Geometry, Semantics]:
        """rgb: (B, H, W, 3) uint8. setting: (B, SETTING) what is known of the cameras; none: nothing is."""
        image = normalised(rgb)
        return self.geometric(image, setting), self.semantic(image)

    def pooled_levels(self, geometry: Geometry, semantics: Semantics) -> tuple[Tensor, Tensor]:
        """What the adapter reads: (B, N, LEVELS, D) geometric levels and (B, N, D) last semantic ones."""
        grid, pool = self.settings.encoder.grid, self.settings.fusion.pool
        return pooled(geometry.levels, grid, pool), pooled(semantics.levels[-1:], grid, pool)[:, :, 0]

    def text_numbers(self, texts: tuple[str, ...]) -> Tensor:
        """(T, most) for the text tower."""
        return torch.tensor([self.vocabulary.words.padded(text, self.settings.text.most) for text in texts])


def save_model(model: SpatialGeo, path: Path, dtype: torch.dtype = torch.float16, with_speaker: bool = True,
               finds_names: bool = True) -> None:
    """Weights, sizes and vocabulary in one safetensors file; written beside and then moved. with_speaker: the language
    model, and the adapter that only it uses. finds_names: it answers about things that are named in words only."""
    tensors = {name: value.detach().to("cpu", dtype if value.is_floating_point() else value.dtype).contiguous()
               for name, value in model.state_dict().items() if not name.endswith("lm_head.weight")  # tied to the embedding
               and (with_speaker or not name.startswith(_OF_SPEAKER))}
    about = {"format": FORMAT, "settings": json.dumps(asdict(model.settings)), "vocabulary": json.dumps({
        "words": model.vocabulary.words.known, "lengths": model.vocabulary.lengths, "classes": model.vocabulary.classes,
        "colours": model.vocabulary.colours}), "speaks": "yes" if with_speaker else "no",
        "finds_names": "yes" if finds_names else "no"}
    unfinished = path.with_suffix(".part")
    save_file(tensors, str(unfinished), metadata=about)
    unfinished.replace(path)


def load_model(path: Path) -> SpatialGeo:
    """In evaluation mode, float32, on the CPU; what a file without a speaker lacks is random. Raises ModelError when it is
    missing, cut off, or of another version."""
    about = read_weights_file(path).about
    try:
        with safe_open(str(path), "pt") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}
    except SafetensorError as error:
        raise ModelError(f"{path} is no whole safetensors file ({error}); copy or train it again", "truncated") from error
    model = SpatialGeo(_settings(json.loads(about["settings"])), _vocabulary(json.loads(about["vocabulary"])))
    missing, unexpected = model.load_state_dict({name: value.float() if value.is_floating_point() else value
                                                 for name, value in tensors.items()}, strict=False)
    lacks = ("familiarity.", *(() if speaks(about) else _OF_SPEAKER))  # the first is younger than the format
    if unexpected or any(not name.endswith("lm_head.weight") and not name.startswith(lacks) for name in missing):
        raise ModelError(f"{path} does not fit its own sizes: missing {sorted(missing)[:3]}, unexpected "
                         f"{sorted(unexpected)[:3]}; train it with this version", "version")
    model.speaks = speaks(about)
    model.speaker.llama.tie_weights()
    model.eval()
    return model


def _settings(tree: Mapping[str, Any]) -> SpatialGeoSettings:
    encoder = {**tree["encoder"], "stem": tuple(tree["encoder"]["stem"])}
    return SpatialGeoSettings(EncoderSettings(**encoder), TextSettings(**tree["text"]), FusionSettings(**tree["fusion"]),
                              CloserSettings(tuple(tree["closer"]["widths"])), SpeakerSettings(**tree["speaker"]))


def _vocabulary(tree: Mapping[str, Any]) -> Vocabulary:
    return Vocabulary(Words(tuple(tree["words"])), tuple(tree["lengths"]), tuple(tree["classes"]), tuple(tree["colours"]))
