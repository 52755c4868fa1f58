"""Requests of a mechanical engineer: drawing symbols, fits, keyways, legs, round ends, journals, inches."""

from __future__ import annotations

import math

import pytest

from mayfly.errors import MayflyError, NeedsClarification
from mayfly.planning.readings.decide import decide
from mayfly.planning.readings.facts import facts
from mayfly.planning.rules import RulesPlanner


def cyl(diameter: float, height: float) -> float:
    return math.pi / 4 * diameter**2 * height


def sunk(wide: float, narrow: float) -> float:
    """Return what a countersink of 90 degrees takes besides its hole."""
    height = (wide - narrow) / 2
    cone = math.pi * height / 12 * (wide**2 + wide * narrow + narrow**2)
    return cone - cyl(narrow, height)


def rounded(count: int, radius: float, height: float) -> float:
    return count * (1 - math.pi / 4) * radius**2 * height


ANGLE = (50 * 6 + 44 * 6) * 80


@pytest.mark.parametrize(
    ("text", "volume"),
    [
        (
            "PLATE 120 X 80 X 10. 4X Ø9 THRU ⌴ Ø15 ↧ 5. 100 X 60 CENTRES",
            96000 - 4 * (cyl(9, 5) + cyl(15, 5)),
        ),
        (
            "PLATE 100 X 60 X 8; 2X Ø5.5 THRU ⌵ Ø11 X 90°, 70 APART ON CL",
            48000 - 2 * (cyl(5.5, 8) + sunk(11, 5.5)),
        ),
        (
            "disc ⌀90 x 15, 6x ⌀6.6 THRU ALL ⌴⌀11↧6.6 EQ SPACED ON ⌀70 B.C.",
            cyl(90, 15) - 6 * (cyl(6.6, 8.4) + cyl(11, 6.6)),
        ),
        (
            "Plate 90 x 60 x 12 with a Ø9 hole in the middle, countersunk 90° to Ø18 on the top face",
            64800 - cyl(9, 12) - sunk(18, 9),
        ),
        ("block 80x40x30, R3 (TYP) on the vertical edges", 96000 - rounded(4, 3, 30)),
        ("block 60x40x30, 4X R5 VERT EDGES", 72000 - rounded(4, 5, 30)),
        ("bushing: Ø20 H7 bore, Ø26 s6 outside, 25 long", cyl(26, 25) - cyl(20, 25)),
        ("shaft Ø40 (k6) x 150 long, runout 0.02 to A", cyl(40, 150)),
        ("plate 80 x 50 x 12 with two 8H7 reamed holes 50 apart", 48000 - 2 * cyl(8, 12)),
        ("base plate 200x150x12, 4 holes dia 14, 25 in from each edge", 360000 - 4 * cyl(14, 12)),
        ("base plate 200x150x12, holes 4 nos. dia 18, 160 x 110 centres", 360000 - 4 * cyl(18, 12)),
        (
            "Angle 50x50x6, 80 long. Each leg gets two M8 clearance holes, 50 apart, 30 from the corner.",
            ANGLE - 4 * cyl(9, 6),
        ),
        (
            "Angle 50x50x6, 80 long with two 9 mm holes per leg, 50 apart, 30 from the corner",
            ANGLE - 4 * cyl(9, 6),
        ),
        (
            "angle 60x60x6, 300 long, 2 holes Ø9 in one leg 30 from the corner, 50 from each end",
            (360 + 324) * 300 - 2 * cyl(9, 6),
        ),
        ("flat bar 200x40x10, both ends full radius", 160 * 400 + cyl(40, 10)),
        ("plate 100 x 60 x half an inch", 6000 * 12.7),
        ("bar 1/2 in thick, 50 wide, 200 long", 10000 * 12.7),
        ("pin dia 10, head dia 16 x 5, length under head 40", cyl(16, 5) + cyl(10, 40)),
        (
            "spindle: Ø20 x 40, then Ø30 x 60, then Ø24 x 35, all concentric",
            cyl(20, 40) + cyl(30, 60) + cyl(24, 35),
        ),
        (
            "Roller Ø50 x 100 with a journal Ø20 x 25 on each end (150 overall)",
            cyl(50, 100) + 2 * cyl(20, 25),
        ),
        (
            "Shaft Ø40 x 180 overall with turned down ends Ø30, 25 long each",
            cyl(40, 130) + 2 * cyl(30, 25),
        ),
        (
            "Flanged hub, flange Ø100 x 12, hub Ø50, 40 high including flange, bore Ø25",
            cyl(100, 12) + cyl(50, 28) - cyl(25, 40),
        ),
    ],
)
def test_a_request_is_built_as_it_was_said(text: str, volume: float) -> None:
    assert RulesPlanner().plan(text).requirements.volume_mm3 == pytest.approx(volume, rel=1e-4)


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ("shaft 40 dia 200 long with a 3 mm wide 2 deep groove starting 20 from the left end", "z", [21.5]),
        ("shaft 40 dia 200 long with a 3 mm wide 2 deep groove 20 from the right end", "z", [180.0]),
        ("shaft Ø40 x 200, keyway 12 x 5 x 40, starting 10 from one end", "z", 30.0),
        ("shaft Ø35 x 160, keyway 10 x 5 x 50 with round ends, centred", "z", 80.0),
        ("shaft Ø35 x 160, keyway 10 x 5 x 50 centred", "width", 10.0),
    ],
)
def test_a_cut_in_a_shaft_is_where_it_was_said(text: str, key: str, expected: object) -> None:
    design = RulesPlanner().plan(text).design
    assert design is not None
    assert design["bodies"][0]["features"][0][key] == expected


@pytest.mark.parametrize(
    "text",
    [
        "shaft 30 dia 150 long, keyway 8x4 with square ends 40 long centred",
        "bar 220 x 50 x 8, ends rounded",
        "plate 100x20x5, Ø6 holes concentric with the ends",
        "bar 2 inch dia, 60 long",
        "Shaft Ø25 x 150, journals Ø20 x 30 at both ends",
        "handle: Ø20 x 100 cylinder with hemispherical end",
        "Flanged hub, flange Ø100 x 12, hub Ø50 x 40 total height incl flange, bore Ø25",
        "plate 100x60x10, 2X R8 corners",
    ],
)
def test_what_may_be_meant_otherwise_is_asked(text: str) -> None:
    with pytest.raises(NeedsClarification):
        RulesPlanner().plan(text)


def test_millimetres_beside_a_fraction_of_an_inch_are_told() -> None:
    notes = [str(note) for note in RulesPlanner().plan("plate 100 x 60 x half an inch").assumptions]
    assert any("taken as mm" in note for note in notes)


@pytest.mark.parametrize(
    ("text", "holes"),
    [
        ("a widget plate with holes Ø6 at (10,10), (70,10) and (40,50)", {6.0: 3}),
        ("a strange L bracket of sorts with two 5 mm holes per leg", {5.0: 4}),
        ("gizmo with two M6 tapped holes and a 20 mm bore", {20.0: 1}),
        ("gizmo block with a 9 mm hole in each corner", {9.0: 4}),
        ("half of a ring, OD 80, ID 60", {}),
        ("gizmo with a 6 mm hole, the same on the other side", {}),
        ("gizmo, two Ø8 bosses, each with a Ø3 hole", {}),
        ("gizmo without a 6 mm hole", {}),
        ("plate with Ø40 THRU CENTRE. QTY 2", {}),
    ],
)
def test_holes_are_certain_only_where_nothing_multiplies_or_denies_them(
    text: str, holes: dict[float, int]
) -> None:
    found = {hole.diameter_mm: hole.count for hole in facts(text).holes}
    assert found == holes


@pytest.mark.parametrize(
    ("text", "other"),
    [
        (
            "plate 120x80x10, 4x Ø9 thru ⌴ Ø15 ↧ 5 on 100 x 60",
            "plate 120x80x10, 4x Ø9 thru ⌴ Ø15 ↧ 6 on 100 x 60",
        ),
        ("flat bar 200x40x10, both ends full radius", "flat bar 200x40x10, both ends R10"),
        (
            "Angle 50x50x6, 80 long, two 9 mm holes per leg, 50 apart, 30 from the corner",
            "Angle 50x50x6, 80 long, two 9 mm holes, 50 apart, 30 from the corner",
        ),
    ],
)
def test_a_changed_word_changes_the_model_or_stops_it(text: str, other: str) -> None:
    wanted = RulesPlanner().plan(text).requirements
    try:
        plan = decide(other).plan
    except MayflyError:
        return
    assert plan is None or plan.requirements.volume_mm3 != pytest.approx(wanted.volume_mm3)
