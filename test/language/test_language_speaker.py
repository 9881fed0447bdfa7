"""The language model, where torch and transformers are installed."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from spatialgeo_ros.language.packing import Asked, pack  # noqa: E402
from spatialgeo_ros.language.settings import SpeakerSettings  # noqa: E402
from spatialgeo_ros.language.speaker import Speaker  # noqa: E402
from spatialgeo_ros.language.words import words_of  # noqa: E402
from spatialgeo_ros.world.spoken import length_words  # noqa: E402

WORDS = words_of(["is left of ? yes no how far m region 1 2 count"], length_words())


@pytest.fixture(scope="module")
def speaker() -> Speaker:
    torch.manual_seed(0)
    return Speaker(SpeakerSettings(dim=32, layers=2, heads=2, hidden=48, most=512), WORDS, length_words()).eval()


def image(batch: int = 1) -> tuple[object, object, object]:
    """Tokens of the image, which may be seen, tokens of its things."""
    generator = torch.Generator().manual_seed(3)
    prefix, regions = torch.randn(batch, 4, 32, generator=generator), torch.randn(batch, 3, 32, generator=generator)
    return prefix, torch.tensor([[True, True, False, True]] * batch), regions


ONE, TWO = Asked("is <0> left of <1> ?", (0, 2), "yes"), Asked("how far is <0> ?", (1,), "0.45 m")


def test_a_question_is_answered_the_same_whatever_else_is_asked(speaker: Speaker) -> None:
    prefix, seen, regions = image()
    together = pack([[ONE, TWO]], WORDS)
    alone = pack([[TWO]], WORDS)
    with torch.no_grad():
        a = speaker.hidden(prefix, seen, together, regions)
        b = speaker.hidden(prefix, seen, alone, regions)
    torch.testing.assert_close(a[:, -b.shape[1]:], b, rtol=1e-4, atol=1e-5)


def test_what_may_not_be_seen_does_not_matter(speaker: Speaker) -> None:
    prefix, seen, regions = image()
    other = prefix.clone()
    other[:, 2] += 5
    packed = pack([[ONE]], WORDS)
    with torch.no_grad():
        same = speaker.hidden(other, seen, packed, regions)
        torch.testing.assert_close(same, speaker.hidden(prefix, seen, packed, regions))
        other[:, 1] += 5
        assert not torch.allclose(speaker.hidden(other, seen, packed, regions), same)


def test_region_tokens_stand_where_the_slots_are(speaker: Speaker) -> None:
    prefix, seen, regions = image()
    packed = pack([[ONE]], WORDS)
    embedded = speaker.embedded(packed, regions)
    at = [k for k, row in enumerate(packed.region[0]) if row >= 0]
    torch.testing.assert_close(embedded[0, at], regions[0, [0, 2]])


def test_decoding_with_a_cache_says_what_plain_decoding_says(speaker: Speaker) -> None:
    """Greedy word by word, each time the whole sequence anew, against `answers`."""
    prefix, seen, regions = image(2)
    asked = [[ONE, TWO], [TWO]]
    fast = speaker.answers(prefix, seen, regions, asked, most=5)
    for index, questions in enumerate(asked):
        for k, question in enumerate(questions):
            text: list[str] = []
            for _ in range(5):
                answer = " ".join(text)
                packed = pack([[Asked(question.prompt, question.regions, answer)]], WORDS)
                with torch.no_grad():
                    hidden = speaker.hidden(prefix[index:index + 1], seen[:1], packed, regions[index:index + 1])
                word = int(speaker.llama.lm_head(hidden[0, -1]).argmax())
                if WORDS.known[word] == "<end>":
                    break
                text.append(WORDS.known[word])
            plain = WORDS.decode([WORDS.number[w] for w in text])
            assert fast[index][k] == plain


def test_a_length_nearly_right_costs_less_than_one_far_off(speaker: Speaker) -> None:
    prefix, seen, regions = image()
    number = {word: WORDS.number[word] for word in ("0.45", "0.46", "0.9")}
    losses = {}
    for said in number:
        packed = pack([[TWO]], WORDS)
        state = torch.zeros(len(WORDS))
        state[number[said]] = 12.0

        class Head(torch.nn.Module):
            def forward(self, hidden: object, odds: object = state) -> object:
                return odds.expand(len(hidden), -1)

        head, speaker.llama.lm_head = speaker.llama.lm_head, Head()
        losses[said] = float(speaker.loss(prefix, seen, packed, regions))
        speaker.llama.lm_head = head
    assert losses["0.45"] < losses["0.9"]
    assert losses["0.46"] < losses["0.9"]


def test_it_learns_what_its_tokens_say() -> None:
    """Whether region 0 or region 1 has the larger first number: a few steps on what only the region tokens tell."""
    torch.manual_seed(1)
    small = Speaker(SpeakerSettings(dim=32, layers=2, heads=2, hidden=48, most=512), WORDS, length_words())
    optimiser = torch.optim.Adam(small.parameters(), 3e-3)
    generator = torch.Generator().manual_seed(0)

    def batch() -> tuple[object, object, object, list[list[Asked]]]:
        regions = torch.zeros(16, 2, 32)
        values = torch.rand(16, 2, generator=generator)
        regions[..., 0], regions[..., 1] = 4 * values, 1
        answers = ["yes" if a > b else "no" for a, b in values.tolist()]
        return (torch.zeros(16, 0, 32), torch.zeros(16, 0, dtype=torch.bool), regions,
                [[Asked("is <0> left of <1> ?", (0, 1), answer)] for answer in answers])

    for _ in range(150):
        prefix, seen, regions, asked = batch()
        loss = small.loss(prefix, seen, pack(asked, WORDS), regions)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    prefix, seen, regions, asked = batch()
    said = small.eval().answers(prefix, seen, regions, asked)
    assert sum(said[k][0] == asked[k][0].answer for k in range(16)) >= 13
