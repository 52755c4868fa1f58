"""Requests that are easy to read by half: each is asked about, because a wrong part would be worse."""

from __future__ import annotations

import pytest

from mayfly.errors import NeedsClarification
from mayfly.planning.rules import RulesPlanner


def _question(request: str) -> str:
    with pytest.raises(NeedsClarification) as caught:
        RulesPlanner().plan(request)
    return caught.value.question.lower()


@pytest.mark.parametrize(
    ("request_", "named"),
    [
        ("plate 4 in x 3 in x 2 in brass", "2 in"),
        ("cube 3 in wibble", "wibble"),
    ],
)
def test_in_before_a_word_is_not_taken_for_inches_at_a_guess(request_: str, named: str) -> None:
    assert named in _question(request_)


@pytest.mark.parametrize(
    ("request_", "named"),
    [
        ("block 60x60x40 with one M8x1 tapped hole in the centre", "pitch"),
        ("block 60x60x40 with one M8x20 hole in the centre", "20"),
        ("plate 100x60x20 with an M6 hole of 20 mm in the centre", "6.6"),
    ],
)
def test_a_number_behind_a_thread_is_never_the_diameter_at_a_guess(request_: str, named: str) -> None:
    assert named in _question(request_)


@pytest.mark.parametrize(
    "request_",
    ["cylinder Ø40 x Ø30 x 50", "disc Ø40 x Ø30 x 5", "plate Ø40 x Ø30 x 5", "cube Ø4 x Ø3 x Ø2"],
)
def test_more_diameters_than_a_part_has_are_asked_about(request_: str) -> None:
    _question(request_)


@pytest.mark.parametrize(
    ("request_", "named"),
    [
        ("plate 100x60x10 with R5 corners at one end", "end"),
        ("stepped shaft Ø30x40, Ø20x60, chamfer 1 at one end", "end"),
    ],
)
def test_one_end_of_a_part_whose_ends_differ_is_asked_about(request_: str, named: str) -> None:
    assert named in _question(request_)


@pytest.mark.parametrize(
    "place", ["open at the side", "open top and bottom", "open front", "left side open", "open at the bottom"]
)
def test_only_a_top_is_open_by_itself(place: str) -> None:
    _question(f"box 100x60x40 wall 2 {place}")
