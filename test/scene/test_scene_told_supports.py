"""Supports where a model says what is table and floor: whole where predicted depth is bent, and what stands on them."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from seen_blocks import Box, frame_of, looking_down

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.geometry.pose import levelled_viewer
from spatialgeo_ros.scene.level_view import LevelView, level_view, working_depth
from spatialgeo_ros.scene.outlines import support_words
from spatialgeo_ros.scene.segments import Segments
from spatialgeo_ros.scene.told_supports import GROUND_WORDS, ToldSupports, supports_of, told_supports
from spatialgeo_ros.types import CameraFrame

CONFIG = SceneConfig()
TABLE, FLOOR = (GROUND_WORDS.index(word) + 1 for word in ("table", "floor"))
BOX: Box = ((0.0, 0.0, 0.0), (0.2, 0.2, 0.25), (200, 40, 40))
POSE = looking_down()


def bent(frame: CameraFrame, share: float = 0.06) -> CameraFrame:
    """Its depth wrong by up to this share, here more and there less, as a model's."""
    assert frame.depth_m is not None
    rows, columns = np.indices(frame.depth_m.shape)
    wave = np.sin(columns / 90) * np.cos(rows / 70)
    return replace(frame, depth_m=(frame.depth_m * (1 + share * wave)).astype(np.float32))


def view_of(frame: CameraFrame) -> LevelView:
    working = working_depth(frame, CONFIG.depth, CONFIG.segments.work_width)
    assert frame.up_ref is not None
    viewer = levelled_viewer(frame.reference_from_camera, frame.up_ref)
    return level_view(frame, working, viewer.inverse() @ frame.reference_from_camera)


def labels_of(view: LevelView, boxes: list[Box]) -> NDArray[np.int32]:
    """The box at each pixel, from depth that is not bent."""
    labels = np.zeros(view.shape, np.int32)
    empty = view_of(frame_of([], pose=POSE))
    for number in range(len(boxes)):
        alone = view_of(frame_of([boxes[number]], pose=POSE))
        inside = alone.valid & (empty.working.depth_m - alone.working.depth_m > 0.01)
        labels[cv2.morphologyEx(inside.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3))) > 0] = number + 1
    return labels


def test_a_bent_table_is_one_table() -> None:
    view = view_of(bent(frame_of([], pose=POSE)))
    ground = np.where(view.valid, TABLE, 0).astype(np.uint8)
    supports, told = supports_of(view, ground, CONFIG.supports)
    assert told is not None
    assert support_words(supports) == ("table",)
    assert supports[0].height_m == pytest.approx(-0.7, abs=0.04)
    assert np.count_nonzero(told.shown) > 0.8 * np.count_nonzero(ground)
    by_height, none = supports_of(view, None, CONFIG.supports)
    assert none is None
    assert len(by_height) > 1, "looked for by height, the same table comes out in pieces"


def test_where_nothing_is_ground_supports_are_looked_for_by_height() -> None:
    view = view_of(frame_of([], pose=POSE))
    assert told_supports(np.zeros(view.shape, np.uint8), view, CONFIG.supports) is None
    supports, told = supports_of(view, np.zeros(view.shape, np.uint8), CONFIG.supports)
    assert told is None
    assert len(supports) == 1


def carried(view: LevelView, told: ToldSupports, labels: NDArray[np.int32], scale: float = 1.0) -> list[int]:
    depth = view.working.depth_m * np.where(labels > 0, np.float32(scale), np.float32(1))
    return told.carrying(Segments(labels, int(labels.max())), depth)


def test_what_shows_under_a_thing_carries_it_but_not_what_hides_its_foot() -> None:
    view = view_of(bent(frame_of([BOX], pose=POSE)))
    labels = labels_of(view, [BOX])
    left = np.indices(view.shape)[1] < view.shape[1] // 2
    ground = np.where(view.valid & (labels == 0), np.where(left, FLOOR, TABLE), 0).astype(np.uint8)
    told = told_supports(ground, view, CONFIG.supports)
    assert told is not None
    assert sorted(support_words(told.supports)) == ["floor", "table"]
    only_table = told_supports(np.where(ground > 0, TABLE, 0).astype(np.uint8), view, CONFIG.supports)
    assert only_table is not None
    assert carried(view, only_table, labels) == [0]
    assert carried(view, only_table, labels, scale=1.5) == [-1], "it is far behind what is seen under it"
    apart = replace(only_table, shown=np.where(cv2.dilate((labels > 0).astype(np.uint8), np.ones((15, 15))) > 0, 0,
                                               only_table.shown).astype(np.int32))
    assert carried(view, apart, labels) == [-1]


def test_a_table_and_a_shelf_board_of_one_height_are_two() -> None:
    view = view_of(frame_of([], pose=POSE))
    left = np.indices(view.shape)[1] < view.shape[1] // 2
    shelf = GROUND_WORDS.index("shelf") + 1
    told = told_supports(np.where(view.valid, np.where(left, TABLE, shelf), 0).astype(np.uint8), view, CONFIG.supports)
    assert told is not None
    assert sorted(support_words(told.supports)) == ["shelf", "table"]
