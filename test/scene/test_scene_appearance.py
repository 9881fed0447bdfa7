"""Colour words under changing light, shape words from clear shapes only, and phrases that single out."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from blocks import VIEWER, block, bowl, faces, table
from hypothesis import given
from hypothesis import strategies as st

from spatialgeo_ros.scene.appearance import COLOURS, SHAPES, colour_words, colour_words_of, describe, shape_words
from spatialgeo_ros.scene.colours import _MAX_PIXELS, _spread
from spatialgeo_ros.types import FloatArray, OrientedBox, SceneObject

UP = VIEWER.rotation[:, 2]
PAINTS = {
    "red": [(200, 20, 20), (160, 30, 30), (225, 40, 50)], "orange": [(255, 140, 0), (245, 120, 30)],
    "yellow": [(250, 220, 30), (230, 190, 20)], "green": [(0, 128, 0), (50, 200, 50), (30, 90, 40)],
    "teal": [(0, 128, 128), (30, 150, 140)], "blue": [(0, 0, 255), (30, 60, 160), (100, 150, 220)],
    "purple": [(128, 0, 128), (90, 50, 150), (150, 120, 200)], "pink": [(255, 150, 180), (240, 130, 170)],
    "brown": [(100, 60, 30), (139, 69, 19), (150, 110, 70)], "black": [(10, 10, 12), (40, 38, 42)],
    "white": [(250, 250, 245), (205, 210, 215)], "grey": [(128, 128, 128), (100, 105, 112)]}


def painted(*colours: tuple[int, int, int], count: int = 300, light: float = 1.0, noise: float = 6.0) -> FloatArray:
    rng = np.random.default_rng(2)
    pixels = np.concatenate([np.tile(np.array(colour) * light, (count // len(colours), 1)) for colour in colours])
    return np.clip(rng.permutation(pixels) + rng.normal(0, noise, pixels.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize(("word", "colour"), [(word, colour) for word, paints in PAINTS.items() for colour in paints])
def test_a_plain_colour_has_its_word(word: str, colour: tuple[int, int, int]) -> None:
    assert colour_words(painted(colour)) == (word,)


@pytest.mark.parametrize("word", ["red", "green", "teal", "blue", "purple", "yellow"])
@pytest.mark.parametrize("light", [0.65, 1.15])
def test_exposure_does_not_change_a_hue(word: str, light: float) -> None:
    assert colour_words(painted(PAINTS[word][0], light=light))[0] == word


@pytest.mark.parametrize("word", ["red", "yellow", "blue", "white", "green"])
def test_the_shaded_side_is_no_second_colour(word: str) -> None:
    lit = np.array(PAINTS[word][0])
    assert colour_words(painted(tuple(lit), tuple(lit * 0.75), tuple(lit * 0.55))) == (word,)


def test_the_dominant_colour_comes_first_and_a_clear_second_is_named() -> None:
    red, white, black = (200, 20, 20), (240, 240, 240), (15, 15, 15)
    assert colour_words(painted(red, red, red, white, white)) == ("red", "white")
    assert colour_words(painted(black, black, white)) == ("black", "white")
    assert colour_words(painted(*[red] * 9, white)) == ("red",)


def test_bluish_daylight_on_white_is_white() -> None:
    assert colour_words(painted((175, 205, 225), (150, 178, 196), (120, 142, 156)))[0] == "white"


def test_no_pixels_have_no_colour() -> None:
    assert colour_words(np.zeros((0, 3), np.uint8)) == ()


@given(st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=30))
def test_every_patch_has_one_or_two_known_words(colours: list[tuple[int, int, int]]) -> None:
    words = colour_words(np.array(colours, np.uint8))
    assert 1 <= len(words) <= 2
    assert len(set(words)) == len(words)
    assert set(words) <= set(COLOURS)


def test_of_many_pixels_a_few_are_looked_at_evenly_spread() -> None:
    at = _spread(60000)
    assert len(at) == _MAX_PIXELS < 60000
    assert (at[0], at[-1]) == (0, 59999)
    assert np.ptp(np.diff(at)) <= 1
    assert _spread(3).tolist() == [0, 1, 2]


def shaped(item: SceneObject) -> tuple[str, ...]:
    return shape_words(item.box, item.surface_ref, UP)


def surfaced(points: FloatArray, size: tuple[float, float, float]) -> SceneObject:
    """An object with these surface points, given from its centre in the viewer's axes, at a place before the viewer."""
    rng = np.random.default_rng(1)
    noisy = points + np.array([0, 1, -0.5]) + rng.normal(0, 0.001, points.shape)
    return block(1, (0, 1, -0.5), size, surface_ref=VIEWER.apply(noisy).astype(np.float32))


def can(radius: float, height: float) -> SceneObject:
    turn, rise = (grid.ravel() for grid in np.meshgrid(np.linspace(np.pi, 2 * np.pi, 25), np.linspace(-0.5, 0.5, 12)))
    side = np.stack([np.cos(turn) * radius, np.sin(turn) * radius, rise * height], axis=1)
    turn, out = (grid.ravel() for grid in np.meshgrid(np.linspace(0, 2 * np.pi, 24), np.linspace(0, 1, 8)))
    lid = np.stack([np.cos(turn) * out * radius, np.sin(turn) * out * radius, np.full_like(turn, height / 2)], axis=1)
    return surfaced(np.concatenate([side, lid]), (2 * radius, 2 * radius, height))


def test_clear_shapes_have_their_words() -> None:
    assert shaped(block(1, (0, 1, -0.5), (0.2, 0.15, 0.1), yaw=0.4, seen="front")) == ("box",)
    assert shaped(can(0.04, 0.1)) == ("cylinder",)
    assert shaped(can(0.03, 0.15)) == ("cylinder", "tall")
    assert shaped(bowl(1, (0, 1, -0.5))) == ("bowl",)
    assert shaped(block(1, (0, 1, -0.5), (0.2, 0.15, 0.01), seen="front")) == ("flat",)
    assert shaped(block(1, (0, 1, -0.5), (0.4, 0.04, 0.03), seen="front"))[-1] == "long"


def test_a_ball_is_a_ball() -> None:
    rng = np.random.default_rng(0)
    points = rng.normal(size=(400, 3))
    points *= 0.1 / np.linalg.norm(points, axis=1, keepdims=True)
    assert shaped(surfaced(points[(points[:, 1] < 0.02)], (0.2, 0.2, 0.2))) == ("ball",)


def test_no_word_without_a_surface_that_shows_it() -> None:
    bare = block(1, (0, 1, -0.5), (0.2, 0.15, 0.1), surface_ref=np.zeros((0, 3), np.float32))
    assert shaped(bare) == ()
    heap = np.random.default_rng(3).uniform(-0.5, 0.5, (300, 3))
    heap[:, 2] = 0.5 - np.hypot(heap[:, 0], heap[:, 1])  # a cone
    assert not set(shaped(surfaced(heap * [0.2, 0.2, 0.1], (0.2, 0.2, 0.1)))) & {"box", "cylinder", "ball", "bowl"}


def test_shapes_do_not_depend_on_which_end_of_the_box_is_called_up() -> None:
    item = can(0.04, 0.1)
    flipped = dataclasses.replace(item, box=OrientedBox(
        dataclasses.replace(item.box.reference_from_box, rotation=item.box.reference_from_box.rotation
                            @ np.diag([1.0, -1.0, -1.0])), item.box.size_m))
    assert shaped(flipped) == shaped(item) == ("cylinder",)
    assert set(shaped(item)) <= set(SHAPES)


def test_a_phrase_is_as_short_as_it_can_be() -> None:
    mug = block(1, (0, 1, 0), label="mug", colours=("red", "white"))
    assert describe(mug, [mug, block(2, (0.2, 1, 0), label="bowl", colours=("red",))]) == "mug"
    other = block(2, (0.2, 1, 0), label="mug", colours=("blue",))
    assert describe(mug, [mug, other]) == "red mug"
    alike = block(3, (0.4, 1, 0), label="mug", colours=("red",))
    assert describe(mug, [mug, other, alike]) == "red and white mug"
    assert describe(alike, [alike, dataclasses.replace(mug, colours=("red",)), other]) == "right red mug"


def test_things_without_a_name_go_by_colour_and_shape() -> None:
    box = block(1, (0, 1, 0), colours=("red",), shapes=("box", "tall"))
    assert describe(box, [box]) == "red box"
    assert describe(block(1, (0, 1, 0), colours=("black",), shapes=("long",)), [box]) == "black object"
    assert describe(block(1, (0, 1, 0)), []) == "object"
    assert describe(dataclasses.replace(table(1), label=""), []) == "surface"


def test_a_general_noun_is_told_from_everything_it_may_mean() -> None:
    thing = block(1, (0, 1, 0), colours=("red",), bbox_xyxy_px=(0, 0, 10, 10))
    box = block(2, (0.4, 1, 0), colours=("red",), shapes=("box",), bbox_xyxy_px=(30, 0, 40, 10))
    crate = block(3, (0.8, 1, 0), colours=("red",), shapes=("box",), label="crate", bbox_xyxy_px=(60, 0, 70, 10))
    everything = [thing, box, crate]
    assert describe(thing, everything) == "leftmost red object", '"the red object" fits the box and the crate too'
    assert describe(box, everything) == "left red box"
    assert describe(crate, everything) == "crate"


def test_size_and_then_place_tell_twins_apart() -> None:
    small, tall = block(1, (0, 1, 0), colours=("red",)), block(2, (0.3, 1, 0), (0.1, 0.1, 0.3), colours=("red",))
    assert describe(tall, [small, tall]) == "tall red object"
    assert describe(small, [small, tall]) == "short red object"
    row = [block(k, (0.2 * k, 1, 0), colours=("red",)) for k in range(1, 5)]
    assert [describe(item, row) for item in row] == [
        "leftmost red object", "second red object from the left", "third red object from the left",
        "rightmost red object"]
    away = dataclasses.replace(row[0], bbox_xyxy_px=None, visible=False)
    assert describe(away, [away, row[1]]) == "red object out of view"
    assert describe(row[1], [away, row[1]]) == "red object in view"


def test_the_phrases_of_a_scene_are_all_different() -> None:
    row = [block(k, (0.2 * k, 1, 0), (0.1, 0.1, 0.1 + 0.001 * k), colours=(("red",), ("blue",))[k % 2])
           for k in range(1, 9)]
    assert len({describe(item, row) for item in row}) == len(row)


def test_faces_of_the_helper_are_on_the_box() -> None:
    points = faces(np.zeros(3), np.array([2.0, 1.0, 0.5]), 0.0, "all")
    assert np.allclose(np.max(np.abs(points) / [1.0, 0.5, 0.25], axis=1), 1.0)


def test_patches_named_together_get_the_words_they_get_alone() -> None:
    patches = [painted(PAINTS[word][0]) for word in PAINTS]
    patches += [np.zeros((0, 3), np.uint8), painted((175, 30, 30), (20, 40, 170))]
    assert colour_words_of(patches) == [colour_words(patch) for patch in patches]
