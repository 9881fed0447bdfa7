"""Which segments are kept."""

from __future__ import annotations

import numpy as np
import pytest
from seen_blocks import frame_of
from test_scene_segmenter import view_of

from spatialgeo_ros.config import SegmentConfig
from spatialgeo_ros.scene.joining import load_joiner
from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.scene.partition import EMBEDDED, FAR_OFFSETS, Affinities, Looks
from spatialgeo_ros.scene.segments import find_segments
from spatialgeo_ros.types import FloatArray

SQUARE = np.s_[100:130, 150:190]


def one_square(odds: float) -> Affinities:
    thing = np.full((240, 320), -8.0, np.float32)
    thing[SQUARE] = odds
    return Affinities(thing, np.full_like(thing, 8.0), np.full_like(thing, 8.0),
                      np.full((len(FAR_OFFSETS), 120, 160), 8.0, np.float32), np.zeros((4, 120, 160), np.float32),
                      np.zeros((EMBEDDED, 120, 160), np.float32))


def count_in(odds: float, view: LevelView, above: FloatArray) -> int:
    looks = Looks(view.lab, np.zeros((7, 120, 160), np.float32))
    return find_segments(one_square(odds), looks, load_joiner(), view, above, SegmentConfig()).count


@pytest.mark.parametrize(("height_m", "odds", "found"), [(0.0, 1.0, 0), (0.0, 5.0, 1), (0.02, 1.0, 1), (np.inf, 1.0, 1)])
def test_what_lies_flush_is_a_thing_only_where_its_looks_leave_no_doubt(height_m: float, odds: float, found: int) -> None:
    above = np.full((240, 320), height_m, np.float32)
    assert count_in(odds, view_of(frame_of([])), above) == found


def test_a_segment_without_depth_is_dropped() -> None:
    frame = frame_of([])
    assert frame.depth_m is not None
    frame.depth_m[190:270, 290:390] = np.nan
    assert count_in(5.0, view_of(frame), np.zeros((240, 320), np.float32)) == 0
