"""One pass of the language model over some words, given keys and values of the words before: what is exported, and what torch
runs. The same Llama as in `language.speaker`, whose weights it uses; transformers' own cache is not."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from spatialgeo_ros.language.speaker import Speaker


def stepped(speaker: Speaker, words: Tensor, places: Tensor, seen: Tensor, keys: Tensor,
            values: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """As `runtimes.voice.Voice.step`, with tensors."""
    llama, config = speaker.llama.model, speaker.llama.config
    heads, epsilon = config.num_attention_heads, config.rms_norm_eps
    turn = _turn(places, llama.rotary_emb.inv_freq)
    mask, x = seen[:, None], words
    new_keys, new_values = [], []
    for number, layer in enumerate(llama.layers):
        attention, mlp = layer.self_attn, layer.mlp
        normed = _normed(x, layer.input_layernorm.weight, epsilon)
        q, k, v = (_headed(project(normed), heads) for project in (attention.q_proj, attention.k_proj, attention.v_proj))
        q, k = _turned(q, turn), _turned(k, turn)
        new_keys.append(k.permute(2, 0, 1, 3))
        new_values.append(v.permute(2, 0, 1, 3))
        every_k, every_v = (torch.cat([before[:, number].permute(1, 2, 0, 3), own], dim=2)
                            for before, own in ((keys, k), (values, v)))  # (Q, H, S + L, E)
        mixed = functional.scaled_dot_product_attention(q, every_k, every_v, attn_mask=mask)
        x = x + attention.o_proj(mixed.transpose(1, 2).flatten(2))
        normed = _normed(x, layer.post_attention_layernorm.weight, epsilon)
        x = x + mlp.down_proj(functional.silu(mlp.gate_proj(normed)) * mlp.up_proj(normed))
    return _normed(x, llama.norm.weight, epsilon), torch.stack(new_keys, 1), torch.stack(new_values, 1)


def _headed(x: Tensor, heads: int) -> Tensor:
    """(Q, L, D) to (Q, H, L, D / H)."""
    return x.unflatten(2, (heads, -1)).transpose(1, 2)


def _normed(x: Tensor, weight: nn.Parameter, epsilon: float) -> Tensor:
    """Root mean square (Zhang and Sennrich 2019); torch's own is not exported at this opset."""
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + epsilon) * weight


def _turn(places: Tensor, frequency: Tensor) -> tuple[Tensor, Tensor]:
    """Rotary position codes (Su et al. 2021), halves turned against each other as in transformers."""
    angle = places[..., None].to(frequency.dtype) * frequency
    angle = torch.cat([angle, angle], dim=-1)[:, None]  # (Q, 1, L, E)
    return angle.cos(), angle.sin()


def _turned(x: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
    cosine, sine = turn
    first, second = x.chunk(2, dim=-1)
    return x * cosine + torch.cat([-second, first], dim=-1) * sine
