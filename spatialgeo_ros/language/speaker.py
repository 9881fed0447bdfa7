"""The language model: a Llama of transformers that reads tokens of an image and words, and speaks."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import DynamicCache, LlamaConfig, LlamaForCausalLM

from spatialgeo_ros.language.decoding import PLACES
from spatialgeo_ros.language.packing import Asked, Packed, pack, visible
from spatialgeo_ros.language.settings import SpeakerSettings
from spatialgeo_ros.language.words import END, PAD, Words

_BLUR = 0.07  # of soft labels of lengths, in natural logarithms


class Speaker(nn.Module):
    """lengths: words that are lengths in metres; near ones count as nearly right in training."""

    def __init__(self, settings: SpeakerSettings, words: Words, lengths: Sequence[str]) -> None:
        super().__init__()
        self.words = words
        self.llama = LlamaForCausalLM(LlamaConfig(
            vocab_size=len(words), hidden_size=settings.dim, num_hidden_layers=settings.layers,
            intermediate_size=settings.hidden, num_attention_heads=settings.heads, num_key_value_heads=settings.heads,
            max_position_embeddings=settings.most, tie_word_embeddings=True, pad_token_id=PAD, bos_token_id=None,
            eos_token_id=END, attn_implementation="sdpa"))
        numbers = [words.number[word] for word in lengths]
        logs = torch.tensor([math.log(float(word)) for word in lengths])
        soft = torch.softmax(-0.5 * ((logs[:, None] - logs) / _BLUR) ** 2, dim=1)
        self.register_buffer("length_numbers", torch.tensor(numbers, dtype=torch.long), persistent=False)
        self.register_buffer("soft_lengths", soft, persistent=False)
        row = torch.full((len(words),), -1, dtype=torch.long)
        row[self.length_numbers] = torch.arange(len(numbers))
        self.register_buffer("length_row", row, persistent=False)

    def embedded(self, packed: Packed, regions: Tensor) -> Tensor:
        """(B, L, D). regions: (B, R, D) tokens of the things of each image."""
        device = regions.device
        embeds = self.llama.get_input_embeddings()(torch.from_numpy(packed.words).to(device))
        row = torch.from_numpy(packed.region).to(device)
        if regions.shape[1] == 0:
            return torch.as_tensor(embeds)
        taken = torch.gather(regions, 1, row.clamp(min=0)[..., None].expand(-1, -1, regions.shape[2]))
        return torch.where((row >= 0)[..., None], taken, embeds)

    def hidden(self, prefix: Tensor, seen: Tensor, packed: Packed, regions: Tensor,
               cache: DynamicCache | None = None) -> Tensor:
        """(B, L, D) last hidden states of the packed words. prefix: (B, P, D) tokens of the image; seen: (B, P) bool."""
        embeds = torch.cat([prefix, self.embedded(packed, regions)], dim=1)
        mask = torch.from_numpy(visible(packed.question, seen.cpu().numpy())).to(embeds.device)
        count = prefix.shape[1]
        where = torch.arange(count, device=embeds.device).expand(len(prefix), -1)
        places = torch.cat([where, torch.from_numpy(packed.place).to(embeds.device) + max(count, PLACES)], dim=1)
        out = self.llama.model(inputs_embeds=embeds, attention_mask=mask[:, None], position_ids=places, past_key_values=cache,
                               use_cache=cache is not None)
        return torch.as_tensor(out.last_hidden_state[:, count:])

    def loss(self, prefix: Tensor, seen: Tensor, packed: Packed, regions: Tensor) -> Tensor:
        """Mean cross-entropy over the words of answers, with soft labels for lengths."""
        hidden = self.hidden(prefix, seen, packed, regions)
        target = torch.from_numpy(packed.target).to(hidden.device)
        spoken = target >= 0
        odds = self.llama.lm_head(hidden[spoken]).float()  # half precision is too coarse
        labels = target[spoken]
        hard = functional.cross_entropy(odds, labels, reduction="none")
        row = self.length_row[labels]
        # "3" is a length only where "m" follows
        following = torch.cat([target[:, 1:], torch.full_like(target[:, :1], -100)], dim=1)[spoken]
        metres = (row >= 0) & (following == self.words.number.get("m", -1))
        soft = -(self.soft_lengths[row.clamp(min=0)] * functional.log_softmax(odds, 1)[:, self.length_numbers]).sum(1)
        return torch.where(metres, soft, hard).mean()

    def answers(self, prefix: Tensor, seen: Tensor, regions: Tensor, asked: Sequence[Sequence[Asked]],
                most: int = 24) -> list[list[str]]:
        """What it says to each question of each image, the likeliest word each time."""
        with torch.no_grad():
            return self._answers(prefix, seen, regions, asked, most)

    def _answers(self, prefix: Tensor, seen: Tensor, regions: Tensor, asked: Sequence[Sequence[Asked]],
                 most: int) -> list[list[str]]:
        packed = pack([[Asked(q.prompt, q.regions) for q in questions] for questions in asked], self.words)
        cache = DynamicCache()
        hidden = self.hidden(prefix, seen, packed, regions, cache)
        rows, last = _last_tokens(packed)  # one column per question, over all images
        heard = np.concatenate([np.broadcast_to(seen.cpu().numpy()[:, None], (len(rows), rows.shape[1], seen.shape[1])),
                                (packed.question[:, None] == np.arange(rows.shape[1])[None, :, None])], axis=2)
        place = packed.place[np.arange(len(rows))[:, None], last] + max(prefix.shape[1], PLACES)
        state = hidden[torch.arange(len(rows))[:, None], torch.from_numpy(last)]
        own = np.broadcast_to(np.eye(rows.shape[1], dtype=bool), (len(rows), rows.shape[1], rows.shape[1]))
        said = []
        done = ~rows
        for _ in range(most):
            word = self.llama.lm_head(state).argmax(-1)  # (B, Q)
            said.append(word.cpu().numpy())
            done |= said[-1] == END
            if done.all():
                break
            place = place + 1
            heard = np.concatenate([heard, own], axis=2)
            out = self.llama.model(inputs_embeds=self.llama.get_input_embeddings()(word),
                                   attention_mask=torch.from_numpy(heard).to(word.device)[:, None],
                                   position_ids=torch.from_numpy(place).to(word.device), past_key_values=cache, use_cache=True)
            state = out.last_hidden_state
        numbers = np.stack(said, axis=2)
        return [[self.words.decode(numbers[image, k].tolist()) for k in range(len(questions))]
                for image, questions in enumerate(asked)]


def _last_tokens(packed: Packed) -> tuple[np.ndarray, np.ndarray]:
    """(B, Q) whether there is such a question, and where its last word stands."""
    count = int(packed.question.max()) + 1
    there = packed.question[:, :, None] == np.arange(count)
    length = packed.question.shape[1]
    last = length - 1 - there[:, ::-1].argmax(axis=1)
    return there.any(axis=1), np.where(there.any(axis=1), last, 0)
