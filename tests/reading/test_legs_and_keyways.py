"""Holes from the free and the side edges of a bracket's legs, keyways over their bore, flats from an end."""

from __future__ import annotations

from typing import Any

import pytest

from mayfly.planning.rules import RulesPlanner


def features(request: str) -> list[dict[str, Any]]:
    design = RulesPlanner().plan(request).design
    assert design is not None
    (body,) = design["bodies"]
    found: list[dict[str, Any]] = body.get("features", [])
    return found


@pytest.mark.parametrize("wide", [40, 60, 90])
@pytest.mark.parametrize(
    "said",
    [
        "10 from each end, 15 from the free edge of the leg",
        "10 from each end, 15 from the free edge",
        "10 from the side edges, 15 from the free edge of the leg",
        "10 from each side edge, 15 from the end of the leg",
    ],
)
def test_holes_of_a_leg_are_apart_along_its_bend(said: str, wide: int) -> None:
    flat, upright = features(f"angle bracket 60 x 60 x 5 thk, {wide} wide. two Ø5.5 holes per leg, {said}")
    half = wide / 2 - 10
    assert (flat["face"], flat["at"]["points"]) == ("horizontal_leg", [[15, -half], [15, half]])
    assert (upright["face"], upright["at"]["points"]) == ("vertical_leg", [[-half, 15], [half, 15]])


def test_one_hole_from_the_free_edge() -> None:
    flat, upright = features(
        "L bracket 50 x 50 x 5, 80 wide, one 6.5 hole in each leg, 15 from the free edge"
    )
    assert (flat["at"]["points"], upright["at"]["points"]) == ([[10, 0]], [[0, 10]])


@pytest.mark.parametrize("part", ["Hub Ø50 x 40, bore Ø20 H7 thru", "Cylinder 50 dia x 40, bore 20"])
@pytest.mark.parametrize(
    "said",
    [
        "22.8 over bore",
        "22.8 over the bore and keyway",
        "22.8 to the opposite side of the bore",
        "22.8 from the opposite side of the bore to the keyway bottom",
        "22.8 from the bottom of the keyway to the opposite side of the bore",
    ],
)
def test_a_keyway_over_its_bore(part: str, said: str) -> None:
    keyway = features(f"{part}, keyway 6 wide, {said}")[-1]
    assert (keyway["kind"], keyway["within"], keyway["width"], keyway["depth"]) == ("keyway", "bore", 6, 2.8)


def test_over_its_bore_says_that_it_is_no_seat_on_the_outside() -> None:
    (keyway,) = features("tube 50 od 20 id 40 long, keyway 6 wide, 22.8 over bore")
    assert (keyway["within"], keyway["depth"]) == ("bore", 2.8)


@pytest.mark.parametrize("said", ["over 25 from one end", "25 long from one end"])
def test_flats_from_one_end(said: str) -> None:
    (flats,) = features(f"rod Ø20 x 100 lg, 2 spanner flats 16 A/F {said}")
    assert (flats["base"]["height"], flats["at"][2], flats["copies"]["count"]) == (25, 75, 2)


def test_a_bare_diameter_and_depth_after_a_chamfer_is_a_hole() -> None:
    cut, hole = features("Block 80 x 80 x 30. 4 corners ch 5x45°. Ø52 H7 x 15 dp from top.")
    assert (cut["kind"], hole["kind"], hole["diameter"], hole["depth"]) == ("chamfer", "hole", 52, 15)


@pytest.mark.parametrize("said", ["(thread = drill depth, flat bottom ok)", ", thread depth = hole depth"])
def test_a_thread_as_deep_as_its_hole(said: str) -> None:
    (hole,) = features(f"plate 80 x 60 x 30, 4x M6 tapped x 12 dp on 64 x 44 {said}")
    assert (hole["thread"], hole["depth"]) == ("M6", 12)


@pytest.mark.parametrize("said", ["sharp inside and outside corner", "sharp inner & outer corners"])
def test_sharp_corners_on_both_sides(said: str) -> None:
    assert features(f"angle bracket 60 x 60 x 5 thk, 40 wide, {said}") == []
