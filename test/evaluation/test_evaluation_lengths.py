"""How often a stated deviation covers the truth, and tables as text and markdown."""

import pytest

from spatialgeo_ros.evaluation.room_lengths import Length
from spatialgeo_ros.evaluation.rooms_tables import coverage, length_table
from spatialgeo_ros.evaluation.tables import Table

OFF_CM = (0.5, 1.1, 2.1, 2.6)


def lengths(group="height"):
    return [Length(group, 0.20 + off / 100, 0.01, 0.20) for off in OFF_CM]


def test_coverage_counts_errors_in_stated_deviations():
    one, two = coverage([Length("height", 0.2 + off, 0.01, 0.2) for off in (0.005, -0.0099, 0.015, -0.025)])
    assert (one, two) == (0.5, 0.75)


def test_the_table_has_one_row_for_each_kind_and_leaves_bounds_out():
    bound = Length("distance", 0.5, 0.01, 0.2, bound=True)
    table = length_table([*lengths(), *lengths("width"), bound])
    assert [row[0] for row in table.rows] == ["height", "width"]
    assert table.rows[0][1:4] == ("4", "1.6 cm", "+1.6 cm")


@pytest.mark.parametrize("make", [Table.text, Table.markdown])
def test_a_table_shows_every_cell(make):
    shown = make(Table("Title", "Note.", ("", "of"), (("height", "12"), ("width", "7"))))
    for word in ("Title", "Note.", "height", "12", "width", "7"):
        assert word in shown
