"""What answering costs at nano's size: one JSON line for each way and number of questions.

    python benchmark/speaker.py [--repeats N] [--threads N]

generate: transformers' own loop, with the image's tokens before each question. packed: `Speaker.answers`, all questions in one
sequence. talker: `language.decoding`, image read and answers; talker, image known: the answers alone. Weights are random, so
every answer is cut off after as many words; all are timed in turns within one process, by the process's CPU time.

Then the speaker's own process, encoders included, asked one question about a new image and one more about it: by the wall
clock, from asking to the reply. There random weights say 24 words, the most that are waited for, and trained ones few.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

if missing := [name for name in ("torch", "transformers") if importlib.util.find_spec(name) is None]:
    print(json.dumps({"benchmark": "speaker", "skipped": f"pip install {' '.join(missing)}"}))
    sys.exit(0)

import torch

from spatialgeo_ros.language.decoding import Talker
from spatialgeo_ros.language.packing import Asked
from spatialgeo_ros.language.settings import SpeakerSettings
from spatialgeo_ros.language.speaker import Speaker
from spatialgeo_ros.language.words import ANSWER, ASK, PAD, words_of
from spatialgeo_ros.models.shown import shown_of
from spatialgeo_ros.models.speaker_process import SpeakerProcess
from spatialgeo_ros.runtimes.parity import fixed_image
from spatialgeo_ros.types import CameraFrame, PinholeCamera
from spatialgeo_ros.vlm import NANO, SpatialGeo, Vocabulary, save_model
from spatialgeo_ros.world.spoken import all_texts, length_words

IMAGE_TOKENS = 96 + 10  # visual ones and ten things
WORDS_SAID = 3  # "0.45 m", and the end
QUESTION = "Is the red mug to the left of the blue bowl?"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, help="weights for the process; random ones without")
    parser.add_argument("--repeats", type=int, default=10)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    words = words_of(all_texts(["Is {0} to the left of {1}?"]), length_words())
    speaker = Speaker(SpeakerSettings(), words, length_words()).eval()
    tokens = torch.randn(IMAGE_TOKENS, speaker.llama.config.hidden_size)
    for count in (1, 8):
        ways = ways_of(speaker, tokens, [QUESTION] * count)
        spent = timed(ways, arguments.repeats)
        for name, times in spent.items():
            print(json.dumps({
                "benchmark": "speaker", "way": name, "questions": count, "cpu_p50_ms": round(float(np.median(times)), 1),
                "least_ms": round(min(times), 1), "least_of_generate": round(min(times) / min(spent["generate"]), 3),
                "n": arguments.repeats, "warm_up": 2, "image_tokens": IMAGE_TOKENS, "words_said": WORDS_SAID,
                "threads": arguments.threads, "precision": "float32", "device": platform.machine(), "time": "process CPU"}))


    with tempfile.TemporaryDirectory() as name:
        path = arguments.model or Path(name) / "random.safetensors"
        if arguments.model is None:
            save_model(SpatialGeo(NANO, Vocabulary(words, length_words(), ("mug",), ("red",))).eval(), path)
        for way, times in of_process(path, arguments.threads, arguments.repeats).items():
            print(json.dumps({
                "benchmark": "speaker", "way": way, "questions": 1, "wall_p50_ms": round(float(np.median(times)), 1),
                "wall_p95_ms": round(float(np.percentile(times, 95)), 1), "least_ms": round(min(times), 1),
                "n": arguments.repeats, "warm_up": 2, "weights": path.name, "threads": arguments.threads,
                "precision": "float32", "device": platform.machine(), "time": "wall"}))


def of_process(path: Path, threads: int, repeats: int) -> dict[str, list[float]]:
    """Milliseconds of each question to the speaker's process."""
    rgb, ids = fixed_image((480, 640)), np.zeros((480, 640), np.uint16)
    ids[100:220, 80:200], ids[300:420, 400:520] = 1, 2
    frame = CameraFrame(rgb, None, PinholeCamera(480, 640, 500.0, 500.0, 319.5, 239.5), 0)
    process = SpeakerProcess(str(path), threads)
    spent: dict[str, list[float]] = {"process, new image": [], "process, image known": []}
    try:
        process.wait_ready(600.0)
        for turn in range(repeats + 2):
            shown = shown_of(frame, ids, process.size)
            for way in spent:
                started = time.perf_counter()
                process.ask(shown, [QUESTION], 600.0)
                if turn >= 2:
                    spent[way].append(1e3 * (time.perf_counter() - started))
    finally:
        process.close()
    return spent


def ways_of(speaker: Speaker, tokens: torch.Tensor, prompts: list[str]) -> dict[str, Callable[[], object]]:
    talker = Talker(speaker)
    known = talker.read_image(tokens)
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
        "talker": lambda: talker.answers(talker.read_image(tokens), prompts, most=WORDS_SAID),
        "talker, image known": lambda: talker.answers(known, prompts, most=WORDS_SAID)}


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
