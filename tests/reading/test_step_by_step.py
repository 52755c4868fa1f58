"""Parts that are dictated step by step: places by the clock, names of bodies, and what only follows."""

from __future__ import annotations

import math
from typing import Any

import pytest

from mayfly.errors import NeedsClarification
from mayfly.planning.rules import RulesPlanner

Point = tuple[float, float]
PLATE = "Plate 60 x 40 x 5. "
DISC = "Disc 100 diameter 10 thick. "
RING = "Disc 100 OD, 50 ID, 10 thick. "


def body(request: str) -> dict[str, Any]:
    design = RulesPlanner().plan(request).design
    assert design is not None
    assert len(design["bodies"]) == 1
    found: dict[str, Any] = design["bodies"][0]
    return found


def holes(request: str) -> set[tuple[float, Point]]:
    """Return the diameter and the place of each hole."""
    found = RulesPlanner().plan(request).requirements.holes or ()
    places = [(one.diameter_mm, at) for one in found for at in one.at or ()]
    return {(diameter, (round(x, 3) + 0.0, round(y, 3) + 0.0)) for diameter, (x, y) in places}


def question(request: str) -> str:
    with pytest.raises(NeedsClarification) as asked:
        RulesPlanner().plan(request)
    return str(asked.value)


# --- by angles and hours ----------------------------------------------------------------------------------

ROOT = round(30 / math.sqrt(2), 3)


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("A 5 mm hole 30 mm from the center at 90 degrees.", {(0, 30)}),
        ("A 5 mm hole at 12 o'clock, 30 mm from the centre.", {(0, 30)}),
        ("A 5 mm hole is at the 3 o'clock position, 30 mm from the centre.", {(30, 0)}),
        ("A 5 mm hole in the six o’clock position, 30 from the centre.", {(0, -30)}),
        ("A 5 mm hole at radius 30, angle 45 degrees.", {(ROOT, ROOT)}),
        ("A 5 mm hole at an angle of 180 degrees and a radius of 30.", {(-30, 0)}),
        ("5 mm holes at 12, 3 and 9 o'clock on a 60 PCD.", {(0, 30), (30, 0), (-30, 0)}),
        ("5 mm holes at 0, 90 and 180 degrees on 60 PCD.", {(30, 0), (0, 30), (-30, 0)}),
        (
            "3 holes of 5 mm on a 60 mm bolt circle, one at 12 o'clock.",
            {(0, 30), (-25.981, -15), (25.981, -15)},
        ),
    ],
)
def test_a_place_by_its_angle(said: str, places: set[Point]) -> None:
    assert holes(DISC + said) == {(5, place) for place in places}


@pytest.mark.parametrize(
    "said",
    [
        "A 5 mm hole at 90 degrees, halfway between the inner and the outer diameter.",
        "A 5 mm hole at 12 o'clock, midway between the bore and the rim.",
        "One hole is at the 12 o'clock position. It's halfway between the inner and outer diameter. It"
        " is 5 mm in diameter.",
    ],
)
def test_halfway_out_of_a_ring(said: str) -> None:
    assert holes(RING + said) == {(50, (0, 0)), (5, (0, 37.5))}


def test_a_bolt_circle_of_one_hole_is_asked_about() -> None:
    assert "How many" in question("Disc 165 dia 20 thick, hole 8 dia on 130 PCD")


# --- one by one -------------------------------------------------------------------------------------------

TWO = {(5, (-20, 0)), (8, (20, 0))}


@pytest.mark.parametrize(
    "said",
    [
        "There are two holes. One is 10 mm from the left edge and is 5 mm in diameter; the other is 10"
        " mm from"
        " the right edge and is 8 mm in diameter.",
        "It has two holes through the plate. One is at (-20, 0) and has a diameter of 5 mm; the other"
        " one is at"
        " (20, 0) and has a diameter of 8 mm.",
        "Two holes: one of 5 mm at (-20, 0) and one of 8 mm at (20, 0).",
        "It has two holes. The first hole is 5 mm in diameter, 10 mm from the left edge. The second"
        " hole is 8 mm"
        " in diameter, 10 mm from the right edge.",
        "It has holes. A 5 mm hole is 10 mm from the left edge. An 8 mm hole is 10 mm from the right edge.",
    ],
)
def test_announced_and_described_one_by_one(said: str) -> None:
    assert holes(PLATE + said) == TWO


def test_more_announced_than_described() -> None:
    asked = question(PLATE + "It has three holes. A 5 mm hole is at (-20, 0). An 8 mm hole is at (20, 0).")
    assert "3 holes are announced, and 2 described" in asked


# --- which edge is meant ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "said", "place"),
    [
        ("32 x 18", "In the bottom left corner a 2 mm hole 8 mm from the short side and 6 mm from the"
        " long side", (-8, -3)),
        ("18 x 32", "In the top left corner a 2 mm hole 8 mm from the short side and 6 mm from the long"
        " side", (-3, 8)),
        ("32 x 18", "In the bottom left there's a 2 mm hole, 8 mm from the short (18 mm) side and 6 mm"
        " from the long side", (-8, -3)),
        ("32 x 18", "A 2 mm hole near the right end. Its centre is 8 mm from that end", (8, 0)),
        ("32 x 18", "A 2 mm hole at one end, 8 mm from the end", (-8, 0)),
        ("32 x 18", "A 2 mm hole 8 mm (in the X dimension) from the left edge and 6 mm (in the Y"
        " dimension) from the front edge", (-8, -3)),
        ("32 x 18", "A 2 mm hole 8 mm from the right edge, centred in the other direction (9 mm from"
        " either side)", (8, 0)),
        ("32 x 18", "A 2 mm hole, in X 8 mm from the left edge and in Y 3 mm from the centre line", (-8, 3)),
    ],
)  # fmt: skip
def test_the_edge_that_is_meant(part: str, said: str, place: Point) -> None:
    assert holes(f"Plate {part} x 3 mm. {said}.") == {(2, place)}


def test_two_from_their_own_sides() -> None:
    said = "Plate 100 x 60 x 5. Two 6 mm holes, each 12 mm from its side edge and 20 mm from the front edge."
    assert holes(said) == {(6, (-38, -10)), (6, (38, -10))}


def test_a_pitch_along_a_side_by_its_length() -> None:
    said = "plate 200x120x3, 8x Ø20: 2 rows of 4, 45 pitch along the 200, rows 50 apart"
    assert holes(said) == {(20, (x, y)) for x in (-67.5, -22.5, 22.5, 67.5) for y in (-25, 25)}


# --- slots right through ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "along"),
    [
        ("block 40 wide, 30 deep, 60 high; slot 20 wide x 35 deep from top, centred in the width, runs"
        " thru front to back", "y"),
        ("A block 40 mm wide, 20 mm deep and 35 mm tall. Cut a slot 12 mm wide and 22 mm deep into the"
        " top, in the middle"
         " of the width and through the full depth of the block.", "y"),
        ("Block 24 mm in X by 24 mm in Y and 60 tall. Cut a slot from the top, 10 mm wide and 35 mm"
        " deep, centred in X,"
         " running through the whole depth in Y.", "y"),
        ("Block 60 long 40 wide 30 high; slot 10 wide x 8 deep from top, centred in the width, right"
        " through", "x"),
        ("Block 60 long 40 wide 30 high; slot 10 wide x 8 deep from top, in the middle of the length,"
        " right through", "y"),
    ],
)  # fmt: skip
def test_a_slot_right_through(said: str, along: str) -> None:
    (groove,) = body(said)["features"]
    assert (groove["kind"], groove["along"]) == ("groove", along)


def test_a_slot_right_through_without_a_direction() -> None:
    assert "along x or along y" in question(
        "Block 60 x 40 x 30; slot 10 wide x 8 deep from top, right through"
    )


# --- names of bodies ----------------------------------------------------------------------------------------

HEAD = "Make a cylindrical head. The cylinder is 40 mm in diameter and 15 mm tall. "
SHANK = (
    "Next make a cylindrical shank centred on top of the cylinder. "
    "The shank is 15 mm diameter and 80 mm tall. "
)


def top(request: str) -> tuple[float, float, float, list[str]]:
    """Return the diameter, the height and the level of what stands on a body, and its own features."""
    (joined,) = [one for one in body(request)["features"] if one["kind"] in {"add", "boss"}]
    if joined["kind"] == "boss":
        return joined["profile"]["diameter"], joined["height"], 0.0, []
    sizes = joined["base"]["sizes"]
    own = [f"{one['kind']} {one['edges'][0].get('end')}" for one in joined.get("features", [])]
    return sizes["diameter"], sizes["height"], joined["at"][2], own


@pytest.mark.parametrize(
    "said",
    [
        HEAD + SHANK,
        "The head is a cylinder 40 mm in diameter and 15 mm tall. On top of the head is a cylindrical"
        " shank 15 mm in"
        " diameter and 80 mm tall.",
        "The head is a cylinder 40 mm in diameter and 15 mm tall. A cylindrical shank 15 mm in diameter"
        " and 80 mm tall"
        " stands on the head.",
        "A cylinder 40 mm in diameter and 15 mm tall. On top of the cylinder is a cylinder 15 mm in"
        " diameter and 80 mm"
        " tall.",
    ],
)
def test_one_body_stands_on_the_one_that_is_named(said: str) -> None:
    assert top(said) == (15, 80, 0.0, [])
    assert body(said)["base"]["sizes"] == {"diameter": 40, "height": 15}


def test_a_name_is_spoken_of_again() -> None:
    said = body(
        "The shank of the holder is a cylinder that is 15mm in diameter (XY) and 60mm long (Z). Add a"
        " hole at one"
        " end of the shank. The diameter of the hole is 8mm and the depth of the hole is 25mm."
    )
    assert said["base"]["sizes"] == {"diameter": 15, "height": 60}
    assert [(one["diameter"], one["depth"]) for one in said["features"]] == [(8, 25)]


def test_what_stands_on_something_and_where_its_middle_is() -> None:
    said = body(
        "The arm is a rectangular prism 120 x 20 x 20. On top of the arm is a cylindrical handle 10 mm"
        " in diameter and"
        " 40 mm tall, with its center 15 mm from the right end."
    )
    assert said["features"][0]["at"]["points"] == [[60 - 15, 0.0]]


# --- edges of one of several bodies -------------------------------------------------------------------------

PILE = "Cylinder 40 dia 15 high. On top of it a cylinder 15 dia 80 high, centred. "


@pytest.mark.parametrize(
    ("said", "own"),
    [
        (HEAD + SHANK + "Chamfer the top edge of the shank 2 mm.", ["chamfer top"]),
        (PILE + "Chamfer the top edge of the upper cylinder 2 mm.", ["chamfer top"]),
        (PILE + "2 mm chamfer on the top edge.", ["chamfer top"]),
        ("Plate 80 x 60 x 10 with a boss 35 dia 12 high on top. 2 mm fillet around the top edge of the"
        " boss.", ["fillet top"]),
    ],
)  # fmt: skip
def test_the_edge_is_that_of_the_body_on_top(said: str, own: list[str]) -> None:
    assert top(said)[3] == own
    assert [one["kind"] for one in body(said)["features"]] == ["add"]


@pytest.mark.parametrize(("named", "end"), [("top", "top"), ("bottom", "bottom")])
def test_the_edge_is_that_of_the_lower_body(named: str, end: str) -> None:
    chamfer, boss = body(PILE + f"Chamfer the {named} edge of the lower cylinder 2 mm.")["features"]
    assert (chamfer["kind"], chamfer["edges"][0]["end"], boss["kind"]) == ("chamfer", end, "boss")


def test_an_edge_where_two_bodies_meet_is_asked_about() -> None:
    question(PILE + "Chamfer the bottom edge of the upper cylinder 2 mm.")


# --- what follows -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "Box 60 x 40 x 10. On top of it in the middle is a box 20 x 20 x 15, so the total height is 25 mm.",
        "Box 60 x 40 x 10. On top of it in the middle is a box 20 x 20 x 15 (25 mm over all).",
        "Box 60 x 40 x 10. On top of it in the middle is a box 20 x 20 x 15, making 25 mm in total.",
    ],
)
def test_the_whole_as_it_comes_out(said: str) -> None:
    (joined,) = body(said)["features"]
    assert joined["height"] == 15


def test_the_whole_comes_out_otherwise() -> None:
    said = (
        "Disc 60 mm diameter, 15 thick. On top a cylinder 30 mm in diameter and 10 mm high (27 mm over all)."
    )
    assert "comes out as 25 x 60 x 60" in question(said)


@pytest.mark.parametrize(
    ("said", "depth"),
    [
        ("Disc 95 mm diameter, 8 mm thick. Sink a round recess into the top, 85 mm in diameter and 4 mm"
        " deep (this leaves"
         " a rim 5 mm wide).", 4),
        ("Cylinder 36 diameter 30 tall with a blind hole from the top, 22 mm diameter, 24 mm deep,"
        " which leaves a 6 mm"
         " floor.", 24),
    ],
)  # fmt: skip
def test_what_is_left_changes_nothing(said: str, depth: float) -> None:
    (cut,) = body(said)["features"]
    assert cut["depth"] == depth


def test_a_number_that_does_not_follow_is_read() -> None:
    made = body("A 30 mm cube, hollowed out from the top, which leaves 3 mm walls and a 3 mm floor.")
    assert {name: made["base"]["sizes"][name] for name in ("wall", "floor")} == {"wall": 3, "floor": 3}


@pytest.mark.parametrize(
    "said",
    [
        "This is a milled part. It's a specific shape and I'll give you operation by operation"
        " instructions on how to"
        " create it. Start by creating a 80mm (X) x 50mm (Y) x 20mm (Z) rectangular prism.",
        "I'm making a clamp. It's going to be made with a few operations and I will let you know them"
        " one by one. 1. A"
        " rectangular prism 80 x 50 x 20. 2. Deburr it.",
        "Clevis. Block 80 x 50 x 20",
    ],
)
def test_how_it_is_explained_changes_nothing(said: str) -> None:
    sizes = body(said)["base"]["sizes"]
    assert sorted(sizes.values()) == [20, 50, 80]


# --- no step of a construction is passed over ---------------------------------------------------------------


def test_a_circle_that_is_cut_is_not_passed_over() -> None:
    said = "Draw a rectangle of 80 by 50 mm and extrude it 12 mm. Cut a 20 mm circle through the middle."
    try:
        made = body(said)
    except NeedsClarification:
        return
    assert [one["kind"] for one in made["features"]] in (["hole"], ["pocket"])
