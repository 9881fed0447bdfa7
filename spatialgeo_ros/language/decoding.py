"""Speaking fast: the image's tokens are read once and kept, questions are read and answered together, in memory that was laid
out before. The same Llama as in `language.speaker`, whose weights it uses; transformers' own loop is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from spatialgeo_ros.language.speaker import PLACES, Speaker
from spatialgeo_ros.language.words import ANSWER, ASK, END, PAD

_WITHIN = 0.25  # lengths as near as this count as the one that was said


@dataclass(frozen=True, eq=False)
class ImageMemory:
    """Keys and values of an image's P tokens in each layer, (H, P, D) each, and how many places they take."""

    keys: tuple[Tensor, ...]
    values: tuple[Tensor, ...]
    places: int


@dataclass(frozen=True)
class Said:
    """confidence: the product of the probabilities of its words, a length counting with all that are within a quarter of it;
    as the model has it, not calibrated."""

    text: str
    confidence: float


@dataclass(frozen=True, eq=False)
class _Layer:
    before: Tensor  # weight of the norm before attention
    qkv: Tensor
    out: Tensor
    between: Tensor
    gate_up: Tensor
    down: Tensor


class Talker:
    """Answers questions in words about one image at a time. Its weights are those of `speaker` when it was made."""

    def __init__(self, speaker: Speaker) -> None:
        llama, config = speaker.llama, speaker.llama.config
        self._words = speaker.words
        self._heads, self._epsilon = config.num_attention_heads, config.rms_norm_eps
        self._layers = [_layer(layer) for layer in llama.model.layers]
        self._norm, self._head = llama.model.norm.weight.detach(), llama.lm_head.weight.detach()
        self._embedding = llama.get_input_embeddings().weight.detach()
        self._frequency = llama.model.rotary_emb.inv_freq.detach().float()
        self._near, self._metre = _near_lengths(speaker), speaker.words.number.get("m", -1)

    def read_image(self, tokens: Tensor) -> ImageMemory:
        """tokens: (P, D) of the image and its things, which see one another."""
        with torch.no_grad():
            return self._read_image(tokens)

    def _read_image(self, tokens: Tensor) -> ImageMemory:
        turn = self._turn(torch.arange(len(tokens))[None])
        x = tokens[None]
        keys, values = [], []
        for layer in self._layers:
            q, k, v = self._projected(x, layer, turn)
            keys.append(k[0])
            values.append(v[0])
            x = self._rest(x, functional.scaled_dot_product_attention(q, k, v), layer)
        return ImageMemory(tuple(keys), tuple(values), max(len(tokens), PLACES))

    def answers(self, image: ImageMemory, prompts: Sequence[str], most: int = 24) -> list[Said]:
        """What it says to each, the likeliest word each time."""
        if not prompts:
            return []
        with torch.no_grad():
            return self._answers(image, prompts, most)

    def _answers(self, image: ImageMemory, prompts: Sequence[str], most: int) -> list[Said]:
        rows = [[ASK, *self._words.encode(prompt), ANSWER] for prompt in prompts]
        length = max(map(len, rows))
        numbers = torch.tensor([row + [PAD] * (length - len(row)) for row in rows])
        asked = torch.tensor([len(row) for row in rows])
        memory = _Memory(image, len(rows), length + most)
        columns = torch.arange(length)
        seen = (columns <= columns[:, None]) & (columns < asked[:, None, None])
        hidden = self._step(numbers, columns.expand(len(rows), -1) + image.places, memory, seen)
        state = hidden[torch.arange(len(rows)), asked - 1]
        return self._spoken(state, asked + image.places, memory, columns < asked[:, None], most)

    def _spoken(self, state: Tensor, place: Tensor, memory: _Memory, own: Tensor, most: int) -> list[Said]:
        """state: (Q, D) at the end of each question. place: (Q,) of its first word. own: (Q, L) which words are the
        question's."""
        said, chances, chosen = [], [], []
        done = torch.zeros(len(state), dtype=torch.bool)
        for step in range(most):
            chance = functional.linear(state, self._head).float().softmax(1)
            word = chance.argmax(1)
            said.append(word)
            chances.append(chance)
            chosen.append(chance.gather(1, word[:, None])[:, 0])
            done |= word == END
            if done.all():
                break
            own = functional.pad(own, (0, 1), value=True)
            state = self._step(word[:, None], place[:, None] + step, memory, own[:, None])[:, 0]
        return self._told(torch.stack(said, 1), torch.stack(chances, 1), torch.stack(chosen, 1))

    def _told(self, said: Tensor, chances: Tensor, chosen: Tensor) -> list[Said]:
        """said, chosen: (Q, W) words and their probabilities. chances: (Q, W, V)."""
        following = functional.pad(said[:, 1:], (0, 1), value=PAD)
        length = (following == self._metre) & (self._near[said].sum(2) > 0)
        chosen = torch.where(length, (chances * self._near[said]).sum(2).clamp(max=1), chosen)
        ended = (said == END).cumsum(1) - (said == END).long() > 0  # after the end mark
        confidence = torch.where(ended, 1.0, chosen).prod(1)
        return [Said(self._words.decode(row), float(sure)) for row, sure in zip(said.tolist(), confidence, strict=True)]

    def _step(self, numbers: Tensor, places: Tensor, memory: _Memory, seen: Tensor) -> Tensor:
        """(Q, L, D) hidden states of (Q, L) words at these places. seen: (Q, L, words so far and these)."""
        turn = self._turn(places)
        mask = functional.pad(seen, (memory.image, 0), value=True)[:, None]
        x = self._embedding[numbers]
        begin, end = memory.extend(numbers.shape[1])
        for layer, keys, values in zip(self._layers, memory.keys, memory.values, strict=True):
            q, k, v = self._projected(x, layer, turn)
            keys[:, :, begin:end], values[:, :, begin:end] = k, v
            mixed = functional.scaled_dot_product_attention(q, keys[:, :, :end], values[:, :, :end], attn_mask=mask)
            x = self._rest(x, mixed, layer)
        return self._normed(x, self._norm)

    def _projected(self, x: Tensor, layer: _Layer, turn: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        """Queries, keys (turned by their places) and values, (Q, H, L, D / H)."""
        batch, length, dim = x.shape
        qkv = functional.linear(self._normed(x, layer.before), layer.qkv)
        q, k, v = qkv.view(batch, length, 3, self._heads, dim // self._heads).permute(2, 0, 3, 1, 4)
        return _turned(q, turn), _turned(k, turn), v

    def _rest(self, x: Tensor, mixed: Tensor, layer: _Layer) -> Tensor:
        """What follows attention in a layer."""
        x = x + functional.linear(mixed.transpose(1, 2).flatten(2), layer.out)
        gate, up = functional.linear(self._normed(x, layer.between), layer.gate_up).chunk(2, dim=-1)
        return x + functional.linear(functional.silu(gate) * up, layer.down)

    def _normed(self, x: Tensor, weight: Tensor) -> Tensor:
        return functional.rms_norm(x, weight.shape, weight, self._epsilon)

    def _turn(self, places: Tensor) -> tuple[Tensor, Tensor]:
        """Rotary position codes (Su et al. 2021), halves turned against each other as in transformers."""
        angle = places[..., None].float() * self._frequency
        angle = torch.cat([angle, angle], dim=-1)[:, None]  # (Q, 1, L, D / H)
        return angle.cos(), angle.sin()


class _Memory:
    """Keys and values of Q questions: those of the image, then room for words."""

    def __init__(self, image: ImageMemory, questions: int, room: int) -> None:
        self.image = image.keys[0].shape[1]
        self.end = self.image
        self.keys, self.values = ([self._laid_out(x, questions, room) for x in part] for part in (image.keys, image.values))

    def extend(self, count: int) -> tuple[int, int]:
        """Where the next words go."""
        begin, self.end = self.end, self.end + count
        return begin, self.end

    @staticmethod
    def _laid_out(x: Tensor, questions: int, room: int) -> Tensor:
        heads, count, dim = x.shape
        out = x.new_empty(questions, heads, count + room, dim)
        out[:, :, :count] = x
        return out


def _turned(x: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
    cosine, sine = turn
    first, second = x.chunk(2, dim=-1)
    return x * cosine + torch.cat([-second, first], dim=-1) * sine


def _layer(layer: torch.nn.Module) -> _Layer:
    attention, mlp = layer.self_attn, layer.mlp
    qkv = torch.cat([part.weight.detach() for part in (attention.q_proj, attention.k_proj, attention.v_proj)])
    gate_up = torch.cat([mlp.gate_proj.weight.detach(), mlp.up_proj.weight.detach()])
    return _Layer(layer.input_layernorm.weight.detach(), qkv, attention.o_proj.weight.detach(),
                  layer.post_attention_layernorm.weight.detach(), gate_up, mlp.down_proj.weight.detach())


def _near_lengths(speaker: Speaker) -> Tensor:
    """(V, V) which length words are within a quarter of each."""
    near = torch.zeros(len(speaker.words), len(speaker.words))
    numbers = speaker.length_numbers
    value = torch.tensor([float(speaker.words.known[int(k)]) for k in numbers])
    near[numbers[:, None], numbers] = ((value - value[:, None]).abs() <= _WITHIN * value[:, None]).float()
    return near
