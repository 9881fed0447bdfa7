"""Names from detector boxes: each box one object, each object one name, and none where it is doubtful."""

from __future__ import annotations

import dataclasses

import numpy as np
from blocks import block, table

from spatialgeo_ros.scene.naming import clean_label, name_objects
from spatialgeo_ros.types import NamedBox, SceneObject


def seen_at(number: int, box: tuple[int, int, int, int]) -> SceneObject:
    return block(number, (0.2 * number, 1, 0), bbox_xyxy_px=box)


LEFT, RIGHT = seen_at(1, (100, 100, 139, 159)), seen_at(2, (200, 100, 259, 159))


def named(*detections: NamedBox, objects: tuple[SceneObject, ...] = (LEFT, RIGHT), **others: object) -> list[str]:
    return [item.label for item in name_objects(objects, detections, **others)]  # type: ignore[arg-type]


def test_a_box_names_the_object_it_fits() -> None:
    result = name_objects((LEFT, RIGHT), [NamedBox("Coffee_Mug", 0.8, (198, 101, 261, 158))])
    assert [(item.label, item.label_score) for item in result] == [("", 0.0), ("coffee mug", 0.8)]
    assert dataclasses.replace(result[1], label="", label_score=0.0).box is RIGHT.box


def test_only_names_change() -> None:
    assert name_objects((LEFT, RIGHT), []) == (LEFT, RIGHT)


def test_a_box_over_two_objects_that_fit_alike_names_neither() -> None:
    twin = seen_at(3, (140, 100, 179, 159))
    assert named(NamedBox("mug", 0.9, (100, 100, 179, 159)), objects=(LEFT, twin)) == ["", ""]


def test_a_box_over_nothing_names_nothing() -> None:
    assert named(NamedBox("mug", 0.9, (400, 300, 450, 350))) == ["", ""]
    assert named(NamedBox("mug", 0.9, (100, 100, 300, 400))) == ["", ""]  # far larger than either


def test_of_two_boxes_on_one_object_the_surer_name_wins() -> None:
    assert named(NamedBox("mug", 0.5, (100, 100, 139, 159)), NamedBox("can", 0.9, (101, 100, 140, 158))) == ["can", ""]


def test_a_box_that_fits_far_better_wins_whatever_the_scores() -> None:
    board = dataclasses.replace(table(4), bbox_xyxy_px=(190, 90, 269, 149))
    found = named(NamedBox("table", 0.95, (190, 90, 269, 169)), NamedBox("monitor", 0.8, (200, 100, 261, 160)),
                  objects=(board, RIGHT))
    assert found == ["table", "monitor"]


def test_one_box_never_names_two_objects() -> None:
    inner = seen_at(3, (205, 105, 255, 155))
    labels = named(NamedBox("mug", 0.9, (200, 100, 259, 159)), objects=(RIGHT, inner))
    assert labels.count("mug") <= 1


def test_pixels_decide_between_overlapping_boxes() -> None:
    # the bowl's box contains the spoon's, but of the detection's pixels nearly all are the bowl's
    bowl, spoon = seen_at(1, (100, 100, 199, 179)), seen_at(2, (105, 102, 195, 178))
    ids = np.zeros((300, 400), np.uint16)
    ids[100:180, 100:200] = 1
    ids[102:179:6, 105:196] = 2
    detection = NamedBox("bowl", 0.9, (101, 100, 198, 179))
    assert named(detection, objects=(bowl, spoon)) == ["", ""]
    assert named(detection, objects=(bowl, spoon), id_image=ids) == ["bowl", ""]


def test_the_floor_and_things_out_of_view_get_no_name() -> None:
    floor = dataclasses.replace(table(4), label="floor", bbox_xyxy_px=(0, 0, 300, 300))
    away = dataclasses.replace(LEFT, visible=False, bbox_xyxy_px=None)
    assert named(NamedBox("mug", 0.9, (0, 0, 300, 300)), objects=(floor, away)) == ["floor", ""]


def test_furniture_names_the_surfaces_it_is_around() -> None:
    boards = [dataclasses.replace(table(number), bbox_xyxy_px=(100, top, 300, top + 20))
              for number, top in ((4, 100), (5, 200))]
    seat = dataclasses.replace(table(6), bbox_xyxy_px=(400, 200, 500, 230))
    found = named(NamedBox("bookshelf", 0.9, (95, 90, 304, 330)), NamedBox("stool", 0.8, (398, 195, 503, 320)),
                  objects=(*boards, seat))
    assert found == ["bookshelf", "bookshelf", "stool"]


def test_a_box_that_is_too_wide_too_narrow_or_a_things_names_no_surface() -> None:
    board = dataclasses.replace(table(4), bbox_xyxy_px=(100, 100, 300, 120))
    assert named(NamedBox("table", 0.9, (0, 90, 600, 330)), objects=(board,)) == ["table"], "its own word, not the box's"
    assert named(NamedBox("desk", 0.9, (0, 90, 600, 330)), objects=(board,)) == ["table"]
    assert named(NamedBox("desk", 0.9, (150, 90, 250, 330)), objects=(board,)) == ["table"]
    inner = seen_at(2, (95, 60, 305, 125))
    assert named(NamedBox("tray", 0.9, (95, 60, 305, 125)), objects=(board, inner)) == ["table", "tray"]


def test_labels_are_plain_lower_case_words() -> None:
    assert clean_label("  Potted_Plant ") == "potted plant"
    assert named(NamedBox(" _ ", 0.9, (100, 100, 139, 159))) == ["", ""]
