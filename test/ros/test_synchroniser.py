"""Pairing by stamp: exact first, nearest within the slop, every loss told."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from spatialgeo_ros.ros.synchroniser import FrameSync

MS = 1_000_000


@pytest.fixture
def lost():
    return Counter()


@pytest.fixture
def sync(lost):
    return FrameSync(20 * MS, lambda cause, _: lost.update([cause]))


@pytest.mark.parametrize("order", ["idc", "icd", "dic", "dci", "cid", "cdi"])
def test_equal_stamps_pair_in_whatever_order_they_arrive(sync, lost, order):
    add = {"i": sync.add_image, "d": sync.add_depth, "c": sync.add_camera_info}
    results = [add[name](100 * MS, name) for name in order]
    assert results[:2] == [None, None]
    paired = results[2]
    assert (paired.image, paired.depth, paired.camera_info, paired.stamp_ns) == ("i", "d", "c", 100 * MS)
    assert not lost


def test_an_equal_stamp_beats_a_near_one_that_came_first(sync):
    for stamp in (0, 16, 33):  # 60 Hz depth, whose image was lost
        sync.add_depth(stamp * MS, stamp)
    sync.add_camera_info(50 * MS, "info")
    assert sync.add_image(50 * MS, "image") is None  # 33 lies within the slop, but the next one is due at 50
    assert sync.add_depth(50 * MS, 50).depth == 50


def test_near_stamps_pair_at_once_when_no_nearer_one_is_due(sync):
    sync.add_camera_info(100 * MS, "info")
    sync.add_depth(62 * MS, 62)
    sync.add_depth(95 * MS, 95)  # the next one is due at 128
    assert sync.add_image(100 * MS, "image").depth == 95


def test_stamps_beyond_the_slop_never_pair(sync, lost):
    for k in range(40):
        sync.add_camera_info(k * 100 * MS, "info")
        assert sync.add_image(k * 100 * MS, "image") is None
        assert sync.add_depth((k * 100 + 21) * MS, "depth") is None
    assert lost["unpaired_image"] == lost["unpaired_depth"] == 40 - 8


def test_a_missing_camera_info_is_told_as_such(sync, lost):
    for k in range(12):
        sync.add_image(k * 33 * MS, "image")
        sync.add_depth(k * 33 * MS, "depth")
    assert lost["no_camera_info"] == 4
    assert lost["unpaired_image"] == 0


def test_streams_with_equal_stamps_are_never_mixed_up_however_irregular(sync, lost):
    """Stamps nearer to each other than the slop; each topic keeps its order and has delays of its own."""
    random = np.random.default_rng(5)
    stamps = np.cumsum(random.integers(5, 15, 500)) * MS
    add = {"image": sync.add_image, "depth": sync.add_depth, "info": sync.add_camera_info}
    arrivals = sorted((int(moment), name, int(stamp)) for name in add for stamp, moment in zip(
        stamps, np.maximum.accumulate(stamps + random.integers(0, 25, 500) * MS), strict=True))
    pairs = [paired for _, name, stamp in arrivals if (paired := add[name](stamp, stamp)) is not None]
    assert all(paired.image == paired.depth == paired.camera_info for paired in pairs[1:])  # the first may be unsure
    assert len(pairs) > 400


def test_depth_and_image_are_used_once(sync):
    sync.add_camera_info(100 * MS, "info")
    sync.add_depth(100 * MS, "depth")
    assert sync.add_image(100 * MS, "first") is not None
    assert sync.add_image(105 * MS, "second") is None


def test_a_lonely_image_takes_neither_depth_nor_camera_info_from_the_one_they_belong_to(sync):
    for stamp in (80, 90):  # 100 Hz; the depths of these were lost
        sync.add_image(stamp * MS, stamp)
    sync.add_camera_info(100 * MS, "info")
    assert sync.add_depth(100 * MS, "depth") is None  # 90 lies within the slop, but the next image is due at 100
    assert sync.add_image(100 * MS, 100).image == 100


def test_a_camera_info_serves_the_image_of_its_own_stamp_even_after_it_served_another(sync):
    sync.add_image(90 * MS, 90)
    sync.add_depth(90 * MS, "depth of 90")
    assert sync.add_camera_info(100 * MS, "info").image == 90
    sync.add_depth(100 * MS, "depth of 100")
    assert sync.add_image(100 * MS, 100).camera_info == "info"


def test_what_came_before_a_pair_is_given_up_and_counted(sync, lost):
    sync.add_image(60 * MS, "early image")
    sync.add_depth(30 * MS, "early depth")
    sync.add_image(100 * MS, "image")
    sync.add_camera_info(100 * MS, "info")
    assert sync.add_depth(100 * MS, "depth").image == "image"
    assert lost == {"unpaired_image": 1, "unpaired_depth": 1}


def test_half_the_depth_rate_loses_half_the_images(sync, lost):
    pairs = 0
    for k in range(100):
        sync.add_camera_info(k * 33 * MS, "info")
        pairs += sync.add_image(k * 33 * MS, "image") is not None
        if k % 2 == 0:
            pairs += sync.add_depth(k * 33 * MS, "depth") is not None
    assert pairs == 50
    assert lost["unpaired_depth"] == 0
    assert 45 <= lost["unpaired_image"] <= 50


def test_a_clock_that_is_set_back_pairs_again_at_once(sync):
    for base in (1000, 10):
        sync.add_camera_info(base * MS, "info")
        sync.add_depth(base * MS, "depth")
        assert sync.add_image(base * MS, base).image == base


def test_waiting_messages_are_bounded(sync):
    for k in range(10_000):
        sync.add_image(k * MS * 1000, "image")
    assert len(sync._images._messages) == 8


def test_without_depth_image_and_camera_info_make_a_pair(lost):
    sync = FrameSync(20 * MS, lambda cause, _: lost.update([cause]), with_depth=False)
    assert sync.add_camera_info(100 * MS, "info") is None
    paired = sync.add_image(100 * MS, "image")
    assert (paired.image, paired.depth, paired.camera_info, paired.stamp_ns) == ("image", None, "info", 100 * MS)
    assert not lost


def test_without_depth_images_that_never_get_a_camera_info_are_told(lost):
    sync = FrameSync(20 * MS, lambda cause, _: lost.update([cause]), with_depth=False)
    for stamp in range(0, 1000, 100):
        assert sync.add_image(stamp * MS, stamp) is None
    assert lost["no_camera_info"] == 2  # eight wait
