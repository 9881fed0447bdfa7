"""Fast decoding says what the language model's own does, where torch and transformers are installed."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from spatialgeo_ros.language.decoding import Talker, Worded  # noqa: E402
from spatialgeo_ros.language.packing import Asked, pack  # noqa: E402
from spatialgeo_ros.language.settings import SpeakerSettings  # noqa: E402
from spatialgeo_ros.language.speaker import Speaker  # noqa: E402
from spatialgeo_ros.language.steps import stepped  # noqa: E402
from spatialgeo_ros.language.words import words_of  # noqa: E402
from spatialgeo_ros.runtimes.voice import Stepped  # noqa: E402

LENGTHS = ("0.4", "0.45", "0.5", "2")
WORDS = words_of(["is left of ? yes no how far m the mug bowl count"], LENGTHS)
PROMPTS = ["is the mug left of the bowl ?", "how far ?", "count"]
SAID = [Worded(prompt) for prompt in PROMPTS]


@pytest.fixture(scope="module")
def speaker() -> Speaker:
    torch.manual_seed(0)
    made = Speaker(SpeakerSettings(dim=32, layers=3, heads=4, hidden=48, most=512), WORDS, LENGTHS).eval()
    for weight in made.parameters():  # else a random one says one word for ever
        weight.data *= 4
    return made


class Voice:
    """The language model alone."""

    def __init__(self, speaker: Speaker) -> None:
        self.speaker, self.shape = speaker, (3, 4, 8)
        self.embedding = speaker.llama.get_input_embeddings().weight.detach().numpy()

    def step(self, *given: np.ndarray) -> Stepped:
        with torch.no_grad():
            return Stepped(*(x.numpy() for x in stepped(self.speaker, *map(torch.from_numpy, given))))


def talker_of(speaker: Speaker) -> Talker:
    return Talker(Voice(speaker), WORDS, LENGTHS)


def tokens(count: int) -> np.ndarray:
    return np.random.default_rng(count).normal(size=(count, 32)).astype(np.float32)


@pytest.mark.parametrize("count", [0, 1, 7])
def test_it_says_what_the_packed_one_says(speaker: Speaker, count: int) -> None:
    prefix = tokens(count)
    given = torch.from_numpy(prefix)[None]
    slow = speaker.answers(given, torch.ones(1, count, dtype=torch.bool), given,
                           [[Asked(prompt, ()) for prompt in PROMPTS]], most=6)[0]
    talker = talker_of(speaker)
    fast = talker.answers(talker.read_image(prefix), SAID, most=6)
    assert [said.text for said in fast] == slow
    assert len({*slow}) > 1, "else this compares nothing"


def test_tokens_of_things_stand_where_their_marks_do(speaker: Speaker) -> None:
    """As the packed one puts them there."""
    prefix = tokens(5)
    given = torch.from_numpy(prefix)[None]
    slow = speaker.answers(given, torch.ones(1, 5, dtype=torch.bool), given,
                           [[Asked("is <0> left of <1> ?", (3, 1)), Asked("is <0> left of <1> ?", (0, 4))]], most=6)[0]
    talker = talker_of(speaker)
    fast = talker.answers(talker.read_image(prefix), [Worded("is <0> left of <1> ?", prefix[[3, 1]]),
                                                      Worded("is <0> left of <1> ?", prefix[[0, 4]])], most=6)
    assert [said.text for said in fast] == slow
    assert slow[0] != slow[1] or fast[0].confidence != fast[1].confidence


def test_questions_do_not_hear_one_another(speaker: Speaker) -> None:
    talker = talker_of(speaker)
    image = talker.read_image(tokens(5))
    together = talker.answers(image, SAID, most=6)
    for prompt, said in zip(PROMPTS, together, strict=True):
        alone = talker.answers(image, [Worded(prompt)], most=6)[0]
        assert alone.text == said.text
        assert alone.confidence == pytest.approx(said.confidence, rel=1e-4)
    assert talker.answers(image, []) == []


def test_confidence_is_that_of_the_words_said(speaker: Speaker) -> None:
    """Against the probabilities of the packed model, word by word."""
    talker, prefix = talker_of(speaker), tokens(4)
    for prompt, said in zip(PROMPTS, talker.answers(talker.read_image(prefix), SAID, most=4), strict=True):
        packed = pack([[Asked(prompt, (), said.text)]], WORDS)
        with torch.no_grad():
            given = torch.from_numpy(prefix)[None]
            hidden = speaker.hidden(given, torch.ones(1, 4, dtype=torch.bool), packed, given)
        chance = speaker.llama.lm_head(hidden[0]).softmax(1).detach()
        numbers = WORDS.encode(said.text)
        if not numbers or "m" in said.text.split() or len(numbers) < 4:
            continue  # the end mark counts too where it was said; lengths have their own test
        begin = packed.words.shape[1] - len(numbers) - 1
        expected = 1.0
        for k, number in enumerate(numbers):
            expected *= float(chance[begin + k, number])
        assert said.confidence == pytest.approx(expected, rel=1e-3)


def test_a_length_counts_with_its_neighbours(speaker: Speaker) -> None:
    talker = talker_of(speaker)
    number = WORDS.number
    said = np.array([[number["0.45"], number["m"], number["<end>"]], [number["2"], number["<end>"], number["m"]]])
    chances = np.zeros((2, 3, len(WORDS)), np.float32)
    chances[0, 0, [number["0.4"], number["0.45"], number["0.5"], number["2"]]] = 0.2, 0.3, 0.25, 0.25
    chances[1, 0, [number["2"], number["0.5"]]] = 0.6, 0.4
    chances[[0, 0, 1, 1], [1, 2, 1, 2], said[[0, 0, 1, 1], [1, 2, 1, 2]]] = 0.9, 1.0, 0.5, 0.1
    told = talker._told(said, chances)
    assert told[0].text == "0.45 m"
    assert told[0].confidence == pytest.approx(0.75 * 0.9)
    assert told[1].text == "2"
    assert told[1].confidence == pytest.approx(0.6 * 0.5), "a count, and nothing after the end"
