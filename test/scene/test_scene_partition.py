"""From affinities to segments, on small images whose answer one can see."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from spatialgeo_ros.config import PartitionConfig
from spatialgeo_ros.scene.joining import Ties
from spatialgeo_ros.scene.partition import EMBEDDED, FAR_OFFSETS, Affinities, Looks, fragments, partition, ties_of
from spatialgeo_ros.types import FloatArray

SURE = 8.0


def by_mean(ties: Ties, first: NDArray[np.int64], second: NDArray[np.int64]) -> FloatArray:
    """What all pairs of pixels say on average; simpler than the learned score, which is tested by itself."""
    return np.asarray(ties.total[:, first, second].sum(axis=0) / ties.number[:, first, second].sum(axis=0))


def parted(said: Affinities, join: float = 0.0) -> tuple[NDArray[np.int32], int]:
    return partition(said, plain(said), by_mean, PartitionConfig(join=join))


def plain(said: Affinities) -> Looks:
    height, width = said.thing.shape
    return Looks(np.full((height, width, 3), 128, np.uint8), np.zeros((7, height // 2, width // 2), np.float32))


def affinities_of(ids: NDArray[np.integer], odds: float = SURE) -> Affinities:
    """What a perfect network says of (h, w) ids, 0 = no thing; h and w even."""
    def said(first: NDArray[np.integer], second: NDArray[np.integer]) -> NDArray[np.float32]:
        return np.where((first == second) & (first > 0), odds, -odds).astype(np.float32)

    right, down = np.full(ids.shape, -odds, np.float32), np.full(ids.shape, -odds, np.float32)
    right[:, :-1], down[:-1] = said(ids[:, :-1], ids[:, 1:]), said(ids[:-1], ids[1:])
    half = ids[::2, ::2]
    far = np.full((len(FAR_OFFSETS), *half.shape), -odds, np.float32)
    for plane, (rows, columns) in zip(far, FAR_OFFSETS, strict=True):
        for row in range(half.shape[0] - rows):
            for column in range(max(0, -columns), half.shape[1] - max(0, columns)):
                plane[row, column] = said(half[row, column], half[row + rows, column + columns])
    return Affinities(np.where(ids > 0, odds, -odds).astype(np.float32), right, down, far)


def same_parts(labels: NDArray[np.int32], ids: NDArray[np.integer]) -> bool:
    """Whether both part the image alike, whatever the numbers."""
    pairs = set(zip(labels.ravel().tolist(), ids.ravel().tolist(), strict=True))
    return len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})


def two_things() -> NDArray[np.int64]:
    ids = np.zeros((24, 40), np.int64)
    ids[4:20, 4:20] = 1
    ids[4:20, 20:34] = 2  # they touch
    return ids


def test_things_that_touch_are_parted() -> None:
    labels, count = parted(affinities_of(two_things()))
    assert count == 2
    assert same_parts(labels, two_things())


def test_a_thing_behind_a_pole_is_one() -> None:
    ids = np.zeros((24, 40), np.int64)
    ids[4:20, 4:36] = 1
    ids[:, 18:22] = 2
    labels, count = parted(affinities_of(ids))
    assert count == 2
    assert same_parts(labels, ids), "far affinities reach across the pole"


def test_without_far_affinities_a_thing_behind_a_pole_is_two() -> None:
    ids = np.zeros((24, 40), np.int64)
    ids[4:20, 4:36] = 1
    ids[:, 18:22] = 2
    said = affinities_of(ids)
    said.far[:] = -SURE
    assert parted(said)[1] == 3


def test_no_thing_gives_no_segment() -> None:
    labels, count = parted(affinities_of(np.zeros((16, 16), np.int64)))
    assert count == 0
    assert not labels.any()


def test_unsure_pixels_go_to_the_neighbour_they_most_surely_belong_to() -> None:
    said = affinities_of(two_things())
    said.right[:, 18] = 0.5  # the column beside the border hangs on by little, but by more than to the other thing
    said.down[:, 19] = 0.5
    said.right[4:20, 19] = -1.0
    labels, count = parted(said)
    assert count == 2
    assert same_parts(labels, two_things())


def test_a_weak_border_within_a_thing_is_overruled_by_all_pairs_together() -> None:
    ids = np.zeros((24, 40), np.int64)
    ids[4:20, 4:36] = 1
    said = affinities_of(ids, odds=4.0)
    said.right[:, 19] = -1.0  # a printed line, say
    assert parted(said)[1] == 1


@pytest.mark.parametrize("join", [-1.0, 5.9])
def test_the_settings_reach_it(join: float) -> None:
    ids = np.zeros((24, 40), np.int64)
    ids[4:20, 4:36] = 1
    said = affinities_of(ids, odds=4.0)
    said.right[:, 19] = -1.0
    assert parted(said, join)[1] == (1 if join < 0 else 2)


def test_things_the_network_is_sure_of_nowhere_are_fragments_of_their_own() -> None:
    """Upright books a few pixels wide, side by side, beside a thing that it is sure of."""
    ids = np.zeros((24, 40), np.int64)
    ids[2:22, 2:14] = 1
    for book in range(4):
        ids[2:22, 14 + 5 * book:19 + 5 * book] = 2 + book
    said = affinities_of(ids)
    unsure = [np.where((ids > 1) & (odds > 0), 2.0, odds).astype(np.float32) for odds in (said.right, said.down)]
    said = replace(said, right=np.where(unsure[0] == -SURE, -1.0, unsure[0]).astype(np.float32), down=unsure[1])
    labels, count = fragments(said, PartitionConfig())
    assert count == 5
    assert same_parts(labels, ids)
    _, count = fragments(said, PartitionConfig(possible=2.5))
    assert count == 1, "and all went to the one that it is sure of"


def test_a_thing_reaches_the_border_of_the_image() -> None:
    ids = np.ones((24, 40), np.int64)
    ids[:, 20:] = 2
    said = affinities_of(ids, 2.0)
    right, down = said.right.copy(), said.down.copy()
    right[5:19, 5:15] = right[5:19, 25:35] = down[5:19, 5:15] = down[5:19, 25:35] = SURE
    labels, count = fragments(replace(said, right=right, down=down), PartitionConfig())
    assert count == 2
    assert same_parts(labels, ids)


def test_labels_are_numbered_without_gaps() -> None:
    rng = np.random.default_rng(1)
    ids = np.kron(rng.integers(0, 6, (5, 7)), np.ones((8, 8), np.int64))
    labels, count = parted(affinities_of(ids))
    assert set(np.unique(labels)) <= set(range(count + 1))
    assert set(np.unique(labels)) >= set(range(1, count + 1))


def test_ties_add_up_what_is_known_of_fragments_and_pairs() -> None:
    ids = two_things()
    said = affinities_of(ids, odds=4.0)
    looks = plain(said)
    looks.lab[4:20, 20:34, 0] = 64
    looks.blocks[4, :, 10:] = 0.5
    looks.blocks[3], looks.blocks[5, 5, 12] = 0.5, 0.25  # log range, height over the support of one block
    labels, count = fragments(said, PartitionConfig())
    ties = ties_of(labels, count, said, looks)
    one, two = labels[10, 10], labels[10, 30]
    assert ties.pixels[[one, two]].tolist() == [256, 224]
    assert ties.blocks[[one, two]].tolist() == [64, 56]
    assert ties.odds[one] == pytest.approx(4 * 256)
    assert ties.looks[two, 0] / ties.blocks[two] == pytest.approx(64 / 32)
    assert ties.looks[two, 7] / ties.blocks[two] == pytest.approx(0.5)
    assert ties.reach[two].tolist() == [-10, 16, -2, 9, -0.0, 0.25, -0.5, 0.5]
    assert ties.number[0, one, two] == ties.number[0, two, one] == 16, "neighbours along their border"
    assert ties.total[0, one, two] == -4 * 16
    assert ties.number[1, one, two] == 3 * 8 + 2 * 3 * 5, "three columns of blocks reach across, straight and aslant"


def test_ties_add_up_what_blocks_say_that_their_thing_spans() -> None:
    ids = two_things()
    labels = ids.astype(np.int32)
    span = np.zeros((4, 12, 20), np.float32)
    span[1] = 1.5  # 9 blocks to the right of each
    span[3] = -1.0  # nothing is less than no block
    said = affinities_of(ids)
    embedding = np.stack([np.full((12, 20), number, np.float32) for number in range(EMBEDDED)])
    ties = ties_of(labels, 2, replace(said, span=span, embedding=embedding), plain(said))
    np.testing.assert_allclose(ties.spans[1] / ties.blocks[1], [-5.5, 5.5 + 9, -5.5, 5.5])
    np.testing.assert_allclose(ties.embedding[1] / ties.blocks[1], range(EMBEDDED))
    assert ties_of(labels, 2, said, plain(said)).spans.shape == (3, 0)


def test_ties_count_every_pair_of_pixels_and_none_across_the_image_border() -> None:
    rng = np.random.default_rng(0)
    labels = np.kron(rng.integers(0, 4, (13, 15)), np.ones((4, 4), int)).astype(np.int32)
    said = affinities_of(labels)
    ties = ties_of(labels, 3, said, plain(said))
    half = labels[::2, ::2]
    expected = np.zeros((4, 4, 4))
    for group, offset, image in [(0, (0, 1), labels), (0, (1, 0), labels), *((group, offset, half) for group, offset in zip(
            (1, 1, 1, 1, 2, 2, 2, 2, 3, 3), FAR_OFFSETS, strict=True))]:
        for row, column in np.argwhere(image > 0):
            other_row, other_column = row + offset[0], column + offset[1]
            if other_row < image.shape[0] and 0 <= other_column < image.shape[1]:
                one, other = image[row, column], image[other_row, other_column]
                if other not in (0, one):
                    expected[group, one, other] += 1
                    expected[group, other, one] += 1
    assert expected.any(axis=(1, 2)).all()
    np.testing.assert_array_equal(ties.number, expected)
