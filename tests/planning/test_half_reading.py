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


@pytest.mark.parametrize("place", ["open at the side", "left side open", "open at the end"])
def test_a_side_that_is_open_has_to_be_named(place: str) -> None:
    _question(f"box 100x60x40 wall 2 {place}")


@pytest.mark.parametrize(
    ("request_", "named"),
    [
        ("tray 100x60x40 wall 2 without front wall", "wall"),
        ("cup OD 60 height 50 wall 2 without bottom", "bottom"),
        ("box 100x60x40 without bottom", "bottom"),
        ("tube OD 40 ID 30 length 50 without bore", "bore"),
        ("M8 nut without hole", "hole"),
        ("M8 bolt 40 long without head", "head"),
        ("hub: flange Ø80x10, hub Ø40 20 high, bore 16, no flange", "flange"),
    ],
)
def test_a_part_is_not_made_with_what_was_ruled_out(request_: str, named: str) -> None:
    assert named in _question(request_)


@pytest.mark.parametrize(
    ("request_", "named"),
    [
        ("M6 thin nut", "thin"),
        ("M8 large washer", "large"),
        ("M8 small hex nut", "small"),
        ("bent plate 100x60x5", "bent"),
        ("cylinder lying down Ø20x50", "lying"),
        ("tube OD 20 ID 16 length 50 lying down", "lying"),
        ("U channel 40x20x2 100 long standing", "standing"),
        ("flat bar 100x20x5 standing", "standing"),
        ("square washer 20x10x2", "square"),
        ("tapered plate 100x60x5", "tapered"),
        ("split washer M8", "split"),
        ("slotted plate 100x60x5", "slotted"),
        ("knurled knob Ø40 x 20", "knurled"),
    ],
)
def test_an_adjective_that_changes_the_shape_is_not_dropped(request_: str, named: str) -> None:
    assert named in _question(request_)


def test_holes_that_cut_into_each_other_are_asked_about() -> None:
    assert "cut into" in _question("disc OD 60 thk 5, bore 20, 6 holes Ø12 on PCD 28")


def test_a_corner_radius_behind_a_pocket_is_not_given_to_the_part_at_a_guess() -> None:
    assert "pocket" in _question("plate 100x60x10, pocket 50x30, 4 deep, corner radius 5")


@pytest.mark.parametrize("request_", ["make me 5 plates 50x50x5", "two plates 50x50x5"])
def test_several_equal_parts_are_one_at_a_time(request_: str) -> None:
    assert "one part at a time" in _question(request_)
