import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from spatialgeo_ros.drawing.labels import draw_plate, ink_for, place_names, plate_for
from spatialgeo_ros.drawing.palette import ID_COLOURS, colour_of


def boxes_overlap(a, b):
    return (a.left < b.left + b.width and b.left < a.left + a.width
            and a.top < b.top + b.height and b.top < a.top + a.height)


def test_names_of_things_apart_do_not_cover_each_other():
    anchors = np.array([[100, 100, 160, 180], [165, 100, 230, 180], [100, 190, 160, 260], [400, 300, 460, 380.0]])
    placed = place_names([(f"{index} large object",) for index in range(4)], anchors, 640, 480)
    pairs = [(a, b) for index, a in enumerate(placed) for b in placed[:index]]
    assert not any(boxes_overlap(a, b) for a, b in pairs)


def test_in_a_crowd_the_small_things_get_short_names():
    crowd = np.array([[300 + 12 * column, 200 + 12 * row, 310 + 12 * column, 210 + 12 * row]
                      for row in range(6) for column in range(6)], float)
    large = np.array([[20, 300, 140, 420.0]])
    names = [(f"{index} tall white object", str(index)) for index in range(37)]
    placed = place_names(names, np.concatenate([crowd, large]), 640, 480)
    assert placed[36].text == "36 tall white object"
    assert sum(plate.text.isdigit() for plate in placed) > 10


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(-50, 700), st.integers(-50, 500), st.integers(0, 300), st.integers(0, 300)),
                min_size=1, max_size=12))
def test_names_stay_within_the_picture(things):
    anchors = np.array([[left, top, left + width, top + height] for left, top, width, height in things], float)
    for plate in place_names([("12 tall white box 0.75 m", "12")] * len(things), anchors, 640, 480):
        assert 0 <= plate.left <= 640 - plate.width
        assert 0 <= plate.top <= 480 - plate.height


def test_text_is_drawn_within_its_plate():
    picture = np.full((60, 300, 3), 128, np.uint8)
    plate = plate_for("12 gypsum box (remembered)", 0.4, 20, 15)
    draw_plate(picture, plate, (255, 255, 255), (0, 0, 0))
    rows, columns = np.nonzero(np.any(picture != 128, axis=-1))
    assert rows.min() >= plate.top
    assert rows.max() < plate.top + plate.height
    assert columns.min() >= plate.left
    assert columns.max() < plate.left + plate.width


def test_letters_that_cannot_be_drawn_become_question_marks():
    assert plate_for("Käse").text == "K?se"


def test_ink_stands_out_from_every_paper():
    for colour in ID_COLOURS:
        ink, paper = (np.dot([0.299, 0.587, 0.114], each) for each in (ink_for(colour), colour))
        assert abs(ink - paper) > 90, colour


def test_a_colour_belongs_to_an_id_and_neighbours_differ():
    assert colour_of(3) == colour_of(3 + len(ID_COLOURS))
    assert len(set(ID_COLOURS)) == len(ID_COLOURS)
