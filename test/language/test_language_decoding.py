"""Fast decoding says what the language model's own does, where torch and transformers are installed."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from spatialgeo_ros.language.decoding import Talker  # noqa: E402
from spatialgeo_ros.language.packing import Asked, pack  # noqa: E402
from spatialgeo_ros.language.settings import SpeakerSettings  # noqa: E402
from spatialgeo_ros.language.speaker import Speaker  # noqa: E402
from spatialgeo_ros.language.words import words_of  # noqa: E402

LENGTHS = ("0.4", "0.45", "0.5", "2")
WORDS = words_of(["is left of ? yes no how far m the mug bowl count"], LENGTHS)
PROMPTS = ["is the mug left of the bowl ?", "how far ?", "count"]


@pytest.fixture(scope="module")
def speaker() -> Speaker:
    torch.manual_seed(0)
    made = Speaker(SpeakerSettings(dim=32, layers=3, heads=4, hidden=48, most=512), WORDS, LENGTHS).eval()
    for weight in made.parameters():  # else a random one says one word for ever
        weight.data *= 4
    return made


def tokens(count: int) -> object:
    return torch.randn(count, 32, generator=torch.Generator().manual_seed(count))


@pytest.mark.parametrize("count", [0, 1, 7])
def test_it_says_what_the_packed_one_says(speaker: Speaker, count: int) -> None:
    prefix = tokens(count)
    slow = speaker.answers(prefix[None], torch.ones(1, count, dtype=torch.bool), prefix[None],
                           [[Asked(prompt, ()) for prompt in PROMPTS]], most=6)[0]
    talker = Talker(speaker)
    fast = talker.answers(talker.read_image(prefix), PROMPTS, most=6)
    assert [said.text for said in fast] == slow
    assert len({*slow}) > 1, "else this compares nothing"


def test_questions_do_not_hear_one_another(speaker: Speaker) -> None:
    talker = Talker(speaker)
    image = talker.read_image(tokens(5))
    together = talker.answers(image, PROMPTS, most=6)
    for prompt, said in zip(PROMPTS, together, strict=True):
        alone = talker.answers(image, [prompt], most=6)[0]
        assert alone.text == said.text
        assert alone.confidence == pytest.approx(said.confidence, rel=1e-4)
    assert talker.answers(image, []) == []


def test_confidence_is_that_of_the_words_said(speaker: Speaker) -> None:
    """Against the probabilities of the packed model, word by word."""
    talker, prefix = Talker(speaker), tokens(4)
    for prompt, said in zip(PROMPTS, talker.answers(talker.read_image(prefix), PROMPTS, most=4), strict=True):
        packed = pack([[Asked(prompt, (), said.text)]], WORDS)
        with torch.no_grad():
            hidden = speaker.hidden(prefix[None], torch.ones(1, 4, dtype=torch.bool), packed, prefix[None])
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
    talker = Talker(speaker)
    number = WORDS.number
    said = torch.tensor([[number["0.45"], number["m"], number["<end>"]], [number["2"], number["<end>"], number["m"]]])
    chances = torch.zeros(2, 3, len(WORDS))
    chances[0, 0, [number["0.4"], number["0.45"], number["0.5"], number["2"]]] = torch.tensor([0.2, 0.3, 0.25, 0.25])
    chances[1, 0, [number["2"], number["0.5"]]] = torch.tensor([0.6, 0.4])
    chosen = torch.tensor([[0.3, 0.9, 1.0], [0.6, 0.5, 0.1]])
    told = talker._told(said, chances, chosen)
    assert told[0].text == "0.45 m"
    assert told[0].confidence == pytest.approx(0.75 * 0.9)
    assert told[1].text == "2"
    assert told[1].confidence == pytest.approx(0.6 * 0.5), "a count, and nothing after the end"
