"""Rows from end to end, rings on faces, features on a step of a shaft, and wedges with two heights."""

from __future__ import annotations

import math
from typing import Any

import pytest

from mayfly.design import Design, compile_design
from mayfly.errors import InvalidDesign
from mayfly.planning.readings.decide import decide

SHAFT = "stepped shaft 40x30, 30x80, 25x40, "


def body_of(request_: str) -> dict[str, Any]:
    plan = decide(request_).plan
    assert plan is not None and plan.design is not None, request_
    body: dict[str, Any] = plan.design["bodies"][0]
    return body


def points_of(request_: str) -> list[tuple[float, float]]:
    (feature,) = body_of(request_)["features"]
    at = feature["at"]
    if at["kind"] == "grid":
        columns, rows = at.get("columns", 1), at.get("rows", 1)
        du, dv = at["spacing"]
        return [
            ((i - (columns - 1) / 2) * du, (j - (rows - 1) / 2) * dv)
            for i in range(columns)
            for j in range(rows)
        ]
    return [(u, v) for u, v in at["points"]]


@pytest.mark.parametrize(
    ("request_", "points"),
    [
        ("flat bar 200 x 30 x 12, 5 holes 6.6 equally spaced on the centreline, 20 from the ends", (-80, 40)),
        (
            "flat bar 200 x 30 x 12, 5 holes 6.6 equally spaced along the length, 20 mm from each end",
            (-80, 40),
        ),
        (
            "flat bar 200 x 30 x 12, five 6.6 holes evenly spaced, first and last hole 20 from the ends",
            (-80, 40),
        ),
        (
            "flat bar 200 x 30 x 12, 5 holes 6.6 on the centreline, the outer holes 20 from the ends",
            (-80, 40),
        ),
        ("bar 300 x 40 x 10 with 4 holes of 11, equal spacing, first and last 30 from the ends", (-120, 80)),
        ("plate 300 x 40 x 10 with 4 holes 11 mm in a row, 30 from each end, 80 apart", (-120, 80)),
        ("plate 100 x 100 x 10 with 3 holes 11 mm equally spaced along x, 20 from each end", (-30, 30)),
    ],
)
def test_a_row_reaches_from_end_to_end(request_: str, points: tuple[float, float]) -> None:
    first, apart = points
    found = points_of(request_)
    assert found == [(first + i * apart, 0) for i in range(len(found))]
    assert found[-1][0] == pytest.approx(-first)


def test_a_row_from_end_to_end_may_lie_beside_the_middle() -> None:
    found = points_of(
        "plate 120 x 60 x 10 with 3 holes 8 mm in a row along x, 15 from the front edge, 20 from each end"
    )
    assert found == [(-40, -15), (0, -15), (40, -15)]
    across = points_of("plate 100 x 100 x 10 with 3 holes 11 mm equally spaced along y, 20 from each end")
    assert sorted(across) == [(0, -30), (0, 0), (0, 30)]


@pytest.mark.parametrize(
    ("request_", "asked"),
    [
        (
            "plate 300 x 40 x 10 with 4 holes 11 mm in a row, 30 from each end, 70 apart",
            "are 80 mm apart on 300",
        ),
        ("plate 300 x 40 x 10 with 4 holes of 11 mm diameter, 30 mm from each end", "places two"),
        ("plate 100 x 100 x 10 with 3 holes 11 mm in a row, 20 from each end", "Which way"),
    ],
)
def test_a_row_that_does_not_fit_is_asked_about(request_: str, asked: str) -> None:
    assert asked in str(decide(request_).question)


@pytest.mark.parametrize(
    ("request_", "outer", "inner", "height"),
    [
        ("ring 52 OD 40 ID 8 thick, on one face a raised lip 48 OD 42 ID 3 high", 48, 42, 3),
        ("ring 52 OD 42 ID 8 thick, on one face a lip 48 OD 42 ID 3 high", 48, 42, 3),
        ("disc 100 x 10, a raised ring on top 80 outside diameter, 5 wide, 4 high", 80, 70, 4),
        ("disc 100 x 10 with a raised rim 80 outside diameter, 3 mm wall, 12 high", 80, 74, 12),
        ("plate 100 x 100 x 10 with a boss OD 60, ID 50, height 5, in the middle", 60, 50, 5),
    ],
)
def test_a_ring_is_raised_on_a_face(request_: str, outer: float, inner: float, height: float) -> None:
    (boss,) = body_of(request_)["features"]
    assert (boss["kind"], boss["height"]) == ("boss", height)
    assert boss["profile"] == {"kind": "ring", "diameter": outer, "inner_diameter": inner}


def test_a_ring_groove_may_come_near_the_rim_of_a_disc() -> None:
    (pocket,) = body_of("disc 100 x 10, ring groove in the top 80 OD 70 ID 4 deep")["features"]
    assert pocket["profile"] == {"kind": "ring", "diameter": 80, "inner_diameter": 70}
    disc = {"kind": "part", "part": "disc", "sizes": {"diameter": 100, "thickness": 10}}
    cut = {"kind": "pocket", "face": "top", "profile": pocket["profile"] | {"diameter": 100.2}, "depth": 4}
    with pytest.raises(InvalidDesign, match="does not fit"):
        compile_design(Design.read({"bodies": [{"name": "disc", "base": disc, "features": [cut]}]}))


@pytest.mark.parametrize("boss", ["raised face 102 x 2", "raised face 102 dia x 2 high", "a boss 102 x 2"])
def test_two_numbers_of_a_boss_on_a_disc_are_its_diameter_and_height(boss: str) -> None:
    (found,) = body_of(f"disc 165 x 20 with {boss}")["features"]
    assert (found["profile"], found["height"]) == ({"kind": "circle", "diameter": 102}, 2)


def test_a_boss_with_an_outer_diameter_alone_is_solid() -> None:
    (found,) = body_of("disc 100 x 10 with a boss 40 OD 12 high")["features"]
    assert found["profile"] == {"kind": "circle", "diameter": 40}


@pytest.mark.parametrize(
    ("said", "features"),
    [
        ("keyway 8 wide 4 deep 30 long on the 30 dia", {"z": 70, "length": 30}),
        ("keyway 8 wide 4 deep 30 long on the middle section", {"z": 70, "length": 30}),
        ("keyway 8 wide 4 deep 30 long on the 25 dia, starting 3 from the end", {"z": 132}),
        ("keyway on the largest diameter 12 wide 5 deep 20 long", {"z": 15}),
        ("circlip groove 1.3 wide 23.9 diameter on the 25 dia, 5 from the end", {"z": [145], "depth": 0.55}),
        ("5 mm cross hole through the 25 dia", {"at": {"kind": "points", "points": [[0, 55]]}}),
        (
            "a 5 mm hole across the 25 mm diameter, 10 from the end",
            {"at": {"kind": "points", "points": [[0, 65]]}},
        ),
    ],
)
def test_a_feature_lies_on_a_step_of_a_shaft(said: str, features: dict[str, Any]) -> None:
    (found,) = body_of(SHAFT + said)["features"]
    for name, value in features.items():
        assert found[name] == (pytest.approx(value) if isinstance(value, float) else value)


@pytest.mark.parametrize(
    "request_",
    [
        "shaft: 40 dia x 30, then 30 x 80, then 25 dia x 40. mill a flat 3 deep full length of the 25 dia",
        "shaft 40 dia x 30, then 30 dia x 80, then 25 dia x 40, flat 3 deep on the 25 dia",
        SHAFT + "flat 3 deep over the full length of the last step",
    ],
)
def test_a_flat_lies_on_a_step_of_a_shaft(request_: str) -> None:
    (cut,) = body_of(request_)["features"]
    assert cut["at"][2] == 110 and cut["base"]["height"] == 40
    assert cut["at"][0] - cut["base"]["profile"]["length"] / 2 == pytest.approx(12.5 - 3)


@pytest.mark.parametrize(
    ("request_", "asked"),
    [
        (
            SHAFT + "keyway 8 wide 4 deep 30 long on the 30 dia, 10 from the end",
            "Which end of its step",
        ),
        (
            "stepped shaft 40x30, 30x80, 40x30, keyway 8 wide 4 deep 20 long on the largest diameter",
            "On which step",
        ),
        (
            "stepped shaft 40x30, 30x80, 40x30, keyway 8 wide 4 deep 20 long on the 40 dia",
            "steps of 40 mm and 30 mm and 40 mm",
        ),
    ],
)
def test_what_is_open_on_a_step_is_asked(request_: str, asked: str) -> None:
    assert asked in str(decide(request_).question)


@pytest.mark.parametrize(
    ("request_", "axis", "low", "high"),
    [
        ("wedge 100 x 50, height 30 at one end and 10 at the other", "y", (50, 10), (-50, 30)),
        ("wedge 100 x 50, 30 thick at the left and 10 thick at the right", "y", (50, 10), (-50, 30)),
        ("wedge 100 x 50, 10 high at the left and 30 high at the right", "y", (-50, 10), (50, 30)),
        ("wedge 100 long 50 wide, 10 high at the front, 30 high at the back", "x", (-50, 10), (50, 30)),
        ("wedge 100 long 50 wide, 30 high at the front, 10 high at the back", "x", (50, 10), (-50, 30)),
    ],
)
def test_a_wedge_has_its_heights_where_they_were_said(
    request_: str, axis: str, low: tuple[float, float], high: tuple[float, float]
) -> None:
    base = body_of(request_)["base"]
    assert (base["axis"], base["height"]) == (axis, 50)
    assert {tuple(point) for point in base["profile"]["points"]} == {(-50, 0), (50, 0), low, high}


def test_the_slope_of_a_wedge_is_straight() -> None:
    assert body_of("wedge 70 x 60 x 35, straight slope") == body_of("wedge 70 x 60 x 35")


@pytest.mark.parametrize(
    "said",
    [
        "counterbored from below 10 mm diameter, 4 mm deep",
        "counterbored from the bottom 10 x 4",
        "counterbored on the underside 10 x 4",
    ],
)
def test_a_mouth_may_have_its_side_before_its_sizes(said: str) -> None:
    (hole,) = body_of(f"plate 100 x 60 x 10, 5.5 hole in the middle, {said}")["features"]
    assert (hole["face"], hole["counterbore"]) == ("bottom", {"diameter": 10, "depth": 4})


def test_the_back_of_a_flat_plate_is_its_underside() -> None:
    (hole,) = body_of("plate 100 x 60 x 10, 5.5 hole in the middle countersunk from the back to 11")[
        "features"
    ]
    assert (hole["face"], hole["countersink"]["diameter"]) == ("bottom", 11)
    assert math.isclose(hole["diameter"], 5.5)


@pytest.mark.parametrize(
    ("said", "axis", "at"),
    [
        ("with a semicircular groove R4 along x on the top", "x", [0, 0, 12]),
        ("with a half round groove 8 mm diameter along y in the top", "y", [0, 0, 12]),
        ("with a half-round groove 8 wide across the top 10 from the left end", "y", [-5, 0, 12]),
        (
            ", half round groove 8mm diameter cut across the top in the middle (it runs the 15mm way)",
            "y",
            [0, 0, 12],
        ),
        (
            ", semicircular recess radius 4 in the bottom face at the middle of the length across the width",
            "y",
            [0, 0, 0],
        ),
    ],
)
def test_half_a_bar_is_cut_out_of_a_face(said: str, axis: str, at: list[float]) -> None:
    (cut,) = body_of(f"block 30 x 15 x 12 {said}")["features"]
    assert (cut["kind"], cut["base"]["axis"], cut.get("at", [0, 0, 0])) == ("cut", axis, at)
    assert cut["base"]["profile"] == {"kind": "circle", "diameter": 8}


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("with a semicircular groove R4 along x on the top, 3 deep", "as deep as its radius"),
        ("with a semicircular groove R12 along x on the top", "goes through the 12 mm"),
        ("with a half round groove 8 mm diameter across the top", "Which way"),
        ("with a half round groove along x on the top", "diameter"),
    ],
)
def test_what_is_open_of_half_a_bar_is_asked(said: str, asked: str) -> None:
    assert asked in str(decide(f"block 30 x 15 x 12 {said}").question)


def test_a_groove_runs_across_the_way_in_which_its_place_counts() -> None:
    (groove,) = body_of("block 100 x 60 x 25 with a groove 10 wide 5 deep in the top, 20 from the left end")[
        "features"
    ]
    assert (groove["along"], groove["at"]["points"]) == ("y", [[-30, 0]])
