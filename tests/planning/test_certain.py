"""What the rules read with certainty, to hold a chat model's work against."""

from __future__ import annotations

import pytest

from mayfly.contracts import Requirements
from mayfly.planning.rules.planner import RulesPlanner, certain_requirements


def test_what_can_be_planned_is_certain() -> None:
    request = "plate 100x60x8 with a 10 mm hole in the centre"
    assert certain_requirements(request) == RulesPlanner().plan(request).requirements


def test_holes_are_certain_even_where_the_shape_is_not() -> None:
    found = certain_requirements("a twisted vase with four Ø6 holes and one 12 mm hole")
    assert {(hole.diameter_mm, hole.count) for hole in found.holes} == {(6, 4), (12, 1)}
    assert found.bounding_box_mm is None
    assert not found.exact_holes


def test_nothing_is_certain_about_a_dragon() -> None:
    assert certain_requirements("a cute dragon about 10 cm tall with wings") == Requirements()


def test_a_size_in_doubt_is_not_certain() -> None:
    for request in (
        "vase with 4 M6 tapped holes",
        "vase with holes of 6 mm",
        "vase with a 1,000 mm hole",
        "x" * 9999,
    ):
        assert certain_requirements(request).holes == ()


@pytest.mark.parametrize(
    ("request_", "holes"),
    [
        ("gronked plate with a 3x2 grid of 5 mm holes, 20 mm apart", {(5, 6)}),
        ("gronked disc, 8 mm holes every 30 degrees at radius 40", {(8, 12)}),
        ("gronked ring OD 60 ID 50 with three M4 tapped holes", {(50, 1)}),
        ("gronked tube 60 OD 50 ID with 2 side holes 8 mm", {(50, 1)}),
        ("gronked spacer 16 OD x 8.4 ID x 22 long, 1 mm chamfer on both outer edges", {(8.4, 1)}),
    ],
)
def test_holes_of_a_pattern_and_the_one_along_the_axis_are_certain(
    request_: str, holes: set[tuple[float, int]]
) -> None:
    found = certain_requirements(request_).holes
    assert {(hole.diameter_mm, hole.count) for hole in found} >= holes


@pytest.mark.parametrize(
    "request_",
    [
        "gronked bracket with 5 mm holes on an 80x40 grid, 20 mm apart",  # distances
        "gronked bracket with 5 mm holes in an 80 x 40 pattern",
        "gronked plate with a 3x3 grid of 5 mm holes, 20 mm apart, without the middle one",
        "gronked disc with 5 mm holes every 30 degrees on PCD 80, from 0 to 90 degrees",
        "gronked housing 60 OD, 50 ID at the top and 40 ID at the bottom",
        "gronked two rings 60 OD 50 ID with 3 M4 holes each",
        "gronked ring 60 OD 50 ID with a hole",
    ],
)
def test_holes_that_may_be_more_or_fewer_are_not_certain(request_: str) -> None:
    assert certain_requirements(request_).holes == ()
