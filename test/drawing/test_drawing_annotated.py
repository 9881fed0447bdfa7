import dataclasses

import numpy as np
import pytest

from spatialgeo_ros.drawing.annotated import annotate, range_m
from spatialgeo_ros.drawing.palette import REMEMBERED_RGB, colour_of
from spatialgeo_ros.types import ObjectKind, Pose


def drawn(rgb, picture):
    return np.any(picture != rgb, axis=-1)


def pixels_of(picture, colour):
    return np.argwhere(np.all(picture == np.array(colour, np.uint8), axis=-1))[:, ::-1]


def test_the_image_given_is_left_as_it_was(table_picture):
    rgb, scene = table_picture
    before = rgb.copy()
    picture = annotate(rgb, scene)
    np.testing.assert_array_equal(rgb, before)
    assert picture.shape == rgb.shape
    assert picture.dtype == np.uint8
    assert 0.01 < drawn(rgb, picture).mean() < 0.15  # something is drawn, most of the image stays to be seen


def test_each_seen_object_is_outlined_in_the_colour_of_its_id(table_picture):
    rgb, scene = table_picture
    picture = annotate(rgb, scene)
    for item in scene.objects:
        if item.kind is ObjectKind.OBJECT and item.visible:
            left, top, right, bottom = item.bbox_xyxy_px
            points = pixels_of(picture, colour_of(item.id))
            on_outline = points[(points[:, 0] >= left - 2) & (points[:, 0] <= right + 2)
                                & (points[:, 1] >= top - 2) & (points[:, 1] <= bottom + 2)]
            assert len(on_outline) > 40, item.id
            assert on_outline[:, 0].min() <= left + 3
            assert on_outline[:, 0].max() >= right - 3


def test_a_remembered_object_is_grey_whatever_its_id(table_picture):
    rgb, scene = table_picture
    picture = annotate(rgb, scene)
    assert len(pixels_of(picture, REMEMBERED_RGB)) > 30
    assert len(pixels_of(picture, colour_of(7))) == 0


def test_boxes_are_projected_where_the_objects_are_seen(table_picture):
    """Without an id image the box edges are drawn; any wrong axis or swapped intrinsics would put them elsewhere."""
    rgb, scene = table_picture
    teal = scene.object(4)
    alone = dataclasses.replace(scene, id_image=None, objects=(teal,))
    rows, columns = np.nonzero(drawn(rgb, annotate(rgb, alone)))
    left, top, right, bottom = teal.bbox_xyxy_px
    beside = (rows >= top) & (rows <= bottom)  # its name is above or below
    assert abs(columns[beside].min() - left) <= 2
    assert abs(columns[beside].max() - right) <= 2
    edges = annotate(rgb, alone)[top - 2:top + 3, left + 30:right - 30]
    assert drawn(rgb[top - 2:top + 3, left + 30:right - 30], edges).any(axis=0).all()


def test_what_is_behind_the_camera_is_not_drawn(table_picture):
    rgb, scene = table_picture
    behind = Pose(scene.reference_from_camera.rotation, scene.reference_from_camera.apply(np.array([0, 0, 9.0])))
    remembered = tuple(item for item in scene.objects if item.id in (1, 7))
    picture = annotate(rgb, dataclasses.replace(scene, reference_from_camera=behind, id_image=None, objects=remembered))
    np.testing.assert_array_equal(picture, rgb)


def test_only_the_seen_edges_of_a_support_are_drawn(table_picture):
    rgb, scene = table_picture
    table = scene.object(1)
    whole = annotate(rgb, dataclasses.replace(scene, objects=(table,)))
    cut = dataclasses.replace(table, outline_cut=np.ones(4, bool))
    none = annotate(rgb, dataclasses.replace(scene, objects=(cut,)))
    assert drawn(rgb, whole).sum() > 400
    assert drawn(rgb, none).sum() == 0


def test_an_empty_scene_gives_the_image_back(table_picture):
    rgb, scene = table_picture
    np.testing.assert_array_equal(annotate(rgb, dataclasses.replace(scene, objects=())), rgb)


def test_range_is_to_the_nearest_seen_point_not_to_the_centre(table_picture):
    _, scene = table_picture
    teal = scene.object(4)
    origin = scene.reference_from_camera.translation_m
    centre_m = np.linalg.norm(teal.centre_ref - origin)
    nearest_m = min(np.linalg.norm(point - origin) for point in teal.surface_ref)
    assert range_m(teal, scene) == pytest.approx(nearest_m, abs=1e-6)
    assert range_m(teal, scene) < centre_m - 0.02
