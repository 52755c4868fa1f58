"""Rows whose first hole is placed: "pitch 50, the first 25 from the end"."""

from __future__ import annotations

import pytest

from mayfly.errors import NeedsClarification
from mayfly.planning.rules import RulesPlanner

STRIP = "plate 200 x 30 x 5 with 4 holes of 6 mm on the centreline, pitch 40"


def columns(request_: str) -> list[float]:
    holes = RulesPlanner().plan(request_).requirements.holes
    assert holes is not None
    (hole,) = holes
    assert hole.at is not None
    assert {round(y, 6) for _, y, *_ in hole.at} == {0.0}
    return sorted(round(x, 6) for x, *_ in hole.at)


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("the first 20 from the left end", -80.0),
        ("first hole 30 mm from the end", -70.0),
        ("first one 15 from the left edge", -85.0),
    ],
)
def test_a_row_begins_where_its_first_hole_is_said_to_be(said: str, first: float) -> None:
    assert columns(f"{STRIP}, {said}") == [first + 40 * n for n in range(4)]


def test_a_first_hole_at_the_right_counts_from_there() -> None:
    assert columns(f"{STRIP}, the first 20 from the right edge") == [-40.0, 0.0, 40.0, 80.0]


def test_pitch_both_ways_is_a_grid_of_one_pitch() -> None:
    plan = RulesPlanner().plan("plate 150 x 100 x 15 with a 5 x 3 grid of 5 mm holes, pitch 25 both ways")
    holes = plan.requirements.holes
    assert holes is not None
    assert sorted(holes[0].at or ()) == sorted((x, y) for x in range(-50, 51, 25) for y in (-25, 0, 25))


def test_a_first_hole_outside_the_part_is_asked_about() -> None:
    with pytest.raises(NeedsClarification):
        RulesPlanner().plan(f"{STRIP}, the first 250 from the left edge")
