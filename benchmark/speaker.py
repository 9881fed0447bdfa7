"""What answering costs at nano's size: one JSON line for each way and number of questions.

    python benchmark/speaker.py [--model NAME] [--repeats N] [--threads N]

generate: transformers' own loop, with the image's tokens before each question. packed: `Speaker.answers`, all questions in one
sequence. talker: `language.decoding` on torch, image read and answers; talker, image known: the answers alone. Weights are
random, so every answer is cut off after as many words; all are timed in turns within one process, by the process's CPU time.
Left out where torch is not installed.

Then the speaker's own process, of the bundled model unless another is given, encoders included, run by ONNX Runtime and, where
it is installed, by torch: asked one question about a new image and one more about it, by the wall clock, from asking to the
reply.
"""

from __future__ import annotations

import argparse
import json
import platform
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import cv2
import numpy as np

from spatialgeo_ros.language.decoding import Talker, Worded
from spatialgeo_ros.language.packing import Asked
from spatialgeo_ros.language.settings import SpeakerSettings
from spatialgeo_ros.language.words import ANSWER, ASK, PAD, words_of
from spatialgeo_ros.models.installed import NEEDED, missing_packages
from spatialgeo_ros.models.shown import shown_of
from spatialgeo_ros.models.speaker_process import SpeakerProcess
from spatialgeo_ros.runtimes.vision import Floats
from spatialgeo_ros.runtimes.voice import Stepped
from spatialgeo_ros.types import CameraFrame, GravitySource, Prompt
from spatialgeo_ros.world.rgb_views import room_views
from spatialgeo_ros.world.spoken import all_texts, length_words

if TYPE_CHECKING:
    from torch import Tensor

    from spatialgeo_ros.language.speaker import Speaker

IMAGE_TOKENS = 96 + 10  # visual ones and ten things
WORDS_SAID = 3  # "0.45 m", and the end
QUESTION = "Is the red mug to the left of the blue bowl?"
SEED = 1960  # of a tuning room


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="nano", help="a model's name or the path of its file, for the process (nano)")
    parser.add_argument("--repeats", type=int, default=10)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    if missing_packages(NEEDED["torch"]):
        print(json.dumps({"benchmark": "speaker", "skipped": "ways in one process: they need torch and transformers"}))
    else:
        in_process(arguments.repeats, arguments.threads)
    for runtime in NEEDED:
        if not missing_packages(NEEDED[runtime]):
            for way, times in of_process(arguments.model, runtime, arguments.threads, arguments.repeats).items():
                print(json.dumps({
                    "benchmark": "speaker", "way": way, "runtime": runtime, "questions": 1,
                    "wall_p50_ms": round(float(np.median(times)), 1), "wall_p95_ms": round(float(np.percentile(times, 95)), 1),
                    "least_ms": round(min(times), 1), "n": arguments.repeats, "warm_up": 2, "model": arguments.model,
                    "threads": arguments.threads, "precision": "float32", "device": platform.machine(), "time": "wall"}))


def in_process(repeats: int, threads: int) -> None:
    import torch

    from spatialgeo_ros.language.speaker import Speaker

    torch.set_num_threads(threads)
    torch.manual_seed(0)
    words = words_of(all_texts(["Is {0} to the left of {1}?"]), length_words())
    speaker = Speaker(SpeakerSettings(), words, length_words()).eval()
    tokens = torch.randn(IMAGE_TOKENS, speaker.llama.config.hidden_size)
    for count in (1, 8):
        spent = timed(ways_of(speaker, tokens, [QUESTION] * count), repeats)
        for name, times in spent.items():
            print(json.dumps({
                "benchmark": "speaker", "way": name, "questions": count, "cpu_p50_ms": round(float(np.median(times)), 1),
                "least_ms": round(min(times), 1), "least_of_generate": round(min(times) / min(spent["generate"]), 3),
                "n": repeats, "warm_up": 2, "image_tokens": IMAGE_TOKENS, "words_said": WORDS_SAID, "threads": threads,
                "precision": "float32", "device": platform.machine(), "time": "process CPU"}))


def of_process(model: str, runtime: str, threads: int, repeats: int) -> dict[str, list[float]]:
    """Milliseconds of each question to the speaker's process, about views of one room with their true segments."""
    views = room_views(SEED, 4, 0)
    process = SpeakerProcess(model, runtime, threads)
    spent: dict[str, list[float]] = {"process, new image": [], "process, image known": []}
    try:
        process.wait_ready(600.0)
        for turn in range(repeats + 2):
            view = views[turn % len(views)]
            ids = np.asarray(cv2.resize(view.ids, view.rgb.shape[1::-1], interpolation=cv2.INTER_NEAREST), np.uint16)
            frame = CameraFrame(view.rgb, None, view.camera, turn, up_ref=view.up_camera,
                                gravity_source=GravitySource.PARAMETER)
            shown = shown_of(frame, ids, process.size)
            for way in spent:
                started = time.perf_counter()
                process.ask(shown, [Prompt(QUESTION)], 600.0)
                if turn >= 2:
                    spent[way].append(1e3 * (time.perf_counter() - started))
    finally:
        process.close()
    return spent


class _TorchVoice:
    """The language model alone, as `runtimes.voice.Voice` has it."""

    def __init__(self, speaker: Speaker) -> None:
        config = speaker.llama.config
        self.speaker, self.embedding = speaker, speaker.llama.get_input_embeddings().weight.detach().numpy()
        self.shape = config.num_hidden_layers, config.num_attention_heads, config.hidden_size // config.num_attention_heads

    def step(self, *given: Floats) -> Stepped:
        import torch

        from spatialgeo_ros.language.steps import stepped

        with torch.inference_mode():
            return Stepped(*(x.numpy() for x in stepped(self.speaker, *map(torch.from_numpy, given))))


def ways_of(speaker: Speaker, tokens: Tensor, prompts: list[str]) -> dict[str, Callable[[], object]]:
    import torch

    talker, image = Talker(_TorchVoice(speaker), speaker.words, length_words()), tokens.numpy()
    known, worded = talker.read_image(image), [Worded(prompt) for prompt in prompts]
    numbers = torch.tensor([[ASK, *speaker.words.encode(prompt), ANSWER] for prompt in prompts])
    embedded = torch.cat([tokens.expand(len(prompts), -1, -1), speaker.llama.get_input_embeddings()(numbers)], 1).detach()
    mask = torch.ones(embedded.shape[:2], dtype=torch.long)
    seen, things = torch.ones(1, len(tokens), dtype=torch.bool), tokens[None, :0]
    asked = [[Asked(prompt, ()) for prompt in prompts]]
    return {
        "generate": lambda: speaker.llama.generate(
            inputs_embeds=embedded, attention_mask=mask, max_new_tokens=WORDS_SAID, min_new_tokens=WORDS_SAID,
            do_sample=False, pad_token_id=PAD),
        "packed": lambda: speaker.answers(tokens[None], seen, things, asked, most=WORDS_SAID),
        "talker": lambda: talker.answers(talker.read_image(image), worded, most=WORDS_SAID),
        "talker, image known": lambda: talker.answers(known, worded, most=WORDS_SAID)}


def timed(ways: dict[str, Callable[[], object]], repeats: int) -> dict[str, list[float]]:
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(repeats + 2):
        for name, way in ways.items():
            started = time.process_time()
            way()
            if turn >= 2:
                spent[name].append(1e3 * (time.process_time() - started))
    return spent


if __name__ == "__main__":
    main()
