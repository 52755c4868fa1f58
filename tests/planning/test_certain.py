"""What the rules read with certainty, to hold a chat model's work against."""

from __future__ import annotations

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
