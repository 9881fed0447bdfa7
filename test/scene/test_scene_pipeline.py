"""Frames in, scenes out: boxes whose every length is known."""

from __future__ import annotations

import numpy as np
import pytest
from seen_blocks import frame_of, looking_down

from spatialgeo_ros.errors import ShapeError
from spatialgeo_ros.scene.objects import Located
from spatialgeo_ros.scene.pipeline import ScenePipeline, _kept
from spatialgeo_ros.types import ObjectKind, PinholeCamera, Predicate, Scene, SceneObject

RED, BLUE, GREEN = (190, 30, 30), (40, 60, 190), (40, 150, 60)


def things(scene: Scene) -> list[SceneObject]:
    return sorted((item for item in scene.objects if item.kind is ObjectKind.OBJECT),
                  key=lambda item: item.box.reference_from_box.translation_m[0])


def test_boxes_are_found_where_they_are_and_as_large_as_they_are() -> None:
    left, right = ((-0.2, 0.05, 0.0), (0.12, 0.1, 0.16), RED), ((0.22, 0.1, 0.0), (0.16, 0.12, 0.09), BLUE)
    scene = ScenePipeline().step(frame_of([left, right]))
    found = things(scene)
    assert len(found) == 2
    for item, (centre, size, _) in zip(found, (left, right), strict=True):
        place = item.box.reference_from_box.translation_m
        assert np.abs(place[:2] - centre[:2]).max() < 0.03
        assert item.box.size_m[2] == pytest.approx(size[2], abs=0.012)
        assert place[2] == pytest.approx(size[2] / 2, abs=0.01)
        assert item.box.size_m[0] == pytest.approx(size[0], abs=0.02)
    assert found[0].colours[0] == "red"
    assert found[1].colours[0] == "blue"
    table = [item for item in scene.objects if item.kind is ObjectKind.SUPPORT]
    assert len(table) == 1
    assert table[0].box.reference_from_box.translation_m[2] == pytest.approx(0.0, abs=0.005)


def test_boxes_that_touch_side_by_side_are_two() -> None:
    red, green = ((-0.06, 0.1, 0.0), (0.12, 0.1, 0.15), RED), ((0.06, 0.1, 0.0), (0.12, 0.1, 0.1), GREEN)
    scene = ScenePipeline().step(frame_of([red, green]))
    assert len(things(scene)) == 2


def test_a_box_on_a_box_is_a_second_one_and_on_it() -> None:
    scene = ScenePipeline().step(frame_of([((0, 0.1, 0), (0.2, 0.16, 0.1), RED), ((0, 0.1, 0.1), (0.1, 0.08, 0.08), BLUE)]))
    lower, upper = sorted(things(scene), key=lambda item: item.box.reference_from_box.translation_m[2])
    assert scene.relations.of(upper.id, Predicate.ON, lower.id) > 0.9
    assert scene.relations.of(lower.id, Predicate.ON, upper.id) < 0.1


def test_an_empty_table_has_nothing_on_it() -> None:
    assert things(ScenePipeline().step(frame_of([]))) == []


@pytest.mark.parametrize("size", [(480, 640), (479, 641), (360, 640), (721, 1283)])
def test_any_image_size_works(size: tuple[int, int]) -> None:
    height, width = size
    focal = 0.9 * width
    camera = PinholeCamera(height, width, focal, focal, width / 2 - 3.3, height / 2 + 2.1)
    scene = ScenePipeline().step(frame_of([((0, 0.1, 0), (0.16, 0.12, 0.14), BLUE)], camera, looking_down(pitch=0.5)))
    assert len(things(scene)) == 1
    assert scene.id_image is not None
    assert scene.id_image.shape == size


def test_the_same_frame_gives_the_same_scene() -> None:
    frame = frame_of([((-0.2, 0.05, 0), (0.12, 0.1, 0.16), RED), ((0.22, 0.1, 0), (0.16, 0.12, 0.09), BLUE)])
    first, second = ScenePipeline().step(frame), ScenePipeline().step(frame)
    assert [item.box.size_m.tolist() for item in first.objects] == [item.box.size_m.tolist() for item in second.objects]
    assert first.relations.likely(0.5) == second.relations.likely(0.5)


def test_given_instances_are_measured_instead_of_the_networks() -> None:
    frame = frame_of([((0, 0.1, 0), (0.2, 0.16, 0.12), RED)])
    whole = things(ScenePipeline().step(frame))
    assert len(whole) == 1
    left, top, right, bottom = whole[0].bbox_xyxy_px
    instances = np.zeros((480, 640), np.uint16)
    middle = (left + right) // 2
    instances[top:bottom + 1, left:middle], instances[top:bottom + 1, middle:right + 1] = 7, 900
    instances[0, 0] = 3  # one pixel is no object
    scene = ScenePipeline().step(frame, instances=instances)
    halves = things(scene)
    assert len(halves) == 2
    assert halves[0].box.reference_from_box.translation_m[0] < whole[0].box.reference_from_box.translation_m[0]
    assert scene.id_image is not None
    assert set(np.unique(scene.id_image[top:bottom, left:right])) == {item.id for item in halves}


def test_instances_of_another_size_are_refused() -> None:
    with pytest.raises(ShapeError, match="one number for each pixel"):
        ScenePipeline().step(frame_of([]), instances=np.zeros((240, 320), np.uint16))


def test_what_is_no_thing_is_left_out_and_what_stood_on_it_stands_on_what_carried_it() -> None:
    scene = ScenePipeline().step(frame_of([((-0.2, 0.05, 0.0), (0.12, 0.1, 0.16), RED)]))
    table, box = scene.objects[0], things(scene)[0]
    labels = np.array([[0, 2, 2], [3, 4, 4]], np.int32)
    located = Located((table, box, box, box), (-1, 0, 1, 2), labels, (False, False, True, False))
    kept, left = _kept([table, None, None, box], located)
    assert kept == (table, box)
    assert left.rests_on == (-1, 0)
    assert left.contained == (False, False)
    np.testing.assert_array_equal(left.labels, [[0, 0, 0], [0, 2, 2]])
    assert _kept(located.objects, located) == (located.objects, located)
