"""Sides that are named by their axis, "the -X face", and from where a hole goes into a round side."""

from __future__ import annotations

from typing import Any

import pytest

from mayfly.design import Design, compile_design
from mayfly.errors import NeedsClarification
from mayfly.planning.planner import Attempt
from mayfly.planning.rules import RulesPlanner

BLOCK = "Block 100 x 60 x 40 with a 5 mm hole 8 mm deep "
SIDES = {"+X": "right", "-X": "left", "+Y": "back", "-Y": "front", "+Z": "top", "-Z": "bottom"}


def features(request: str) -> list[dict[str, Any]]:
    design = RulesPlanner().plan(request).design
    assert design is not None
    (body,) = design["bodies"]
    found: list[dict[str, Any]] = body["features"]
    return found


@pytest.mark.parametrize(("axis", "side"), SIDES.items())
@pytest.mark.parametrize(
    "said", ["in the {} face.", "on the {} side.", "from the {} end.", "in the {} surface."]
)
def test_a_side_by_its_axis(said: str, axis: str, side: str) -> None:
    assert features(BLOCK + said.format(axis))[0]["face"] == side


@pytest.mark.parametrize(
    ("said", "side"),
    [
        ("in the X- face", "left"),
        ("in the X+ face", "right"),
        ("in the negative Y face", "front"),
        ("on the positive X side", "right"),
        ("in the <Y face", "front"),
        ("in the front face (-Y)", "front"),
        ("in the right-hand side (+X)", "right"),
        ("in the rear face (the +Y side)", "back"),
    ],
)
def test_other_ways_to_write_the_axis(said: str, side: str) -> None:
    assert features(BLOCK + said + ".")[0]["face"] == side


def test_a_side_that_leads_its_feature() -> None:
    (hole,) = features("Block 100 x 20 x 40. On the +X face drill a 5 mm hole 8 mm deep.")
    assert (hole["face"], hole["depth"]) == ("right", 8)


def test_a_side_and_an_axis_that_contradict_each_other() -> None:
    with pytest.raises(NeedsClarification):
        RulesPlanner().plan(BLOCK + "in the back face (-Y).")


def test_distances_from_sides_by_their_axis() -> None:
    said = "a 10 mm hole, 20 deep, on the -Y face, 15 mm from the -X edge and 10 mm from the -Z edge."
    (hole,) = features("Block 100 x 60 x 40. Add " + said)
    assert (hole["face"], hole["at"]["points"]) == ("front", [[-35, -10]])


@pytest.mark.parametrize(
    ("said", "way"),
    [
        ("on the left side", (1, 0)),
        ("on the right side", (-1, 0)),
        ("on the front side", (0, 1)),
        ("on the back side", (0, -1)),
        ("on the -X side", (1, 0)),
        ("on the +Y side", (0, -1)),
        ("in the side", (-1, 0)),
    ],
)
@pytest.mark.parametrize(
    "part", ["Cylinder 40 dia 60 high with a 5 mm hole 8 deep", "Tube 40 od 20 id 60 long with a 5 mm hole"]
)
def test_a_hole_into_a_round_side_begins_there(part: str, said: str, way: tuple[int, int]) -> None:
    """What is left weighs more on the other side."""
    if part.startswith("Tube"):
        said = said.replace("on the", "through the").replace("side", "wall").replace("in the", "through one")
    plan = RulesPlanner().plan(f"{part} {said}, at half height.")
    assert plan.design is not None
    shown: list[Any] = []
    exec(  # noqa: S102
        compile_design(Design.read(plan.design)).script,
        {"show_object": lambda one, *_, **__: shown.append(one)},
    )
    solid = shown[0].val() if hasattr(shown[0], "val") else shown[0]
    middle = solid.centerOfMass(solid)
    assert solid.isValid()
    assert [round(40 * number) for number in (middle.x, middle.y)] == [
        round(40 * abs(middle.x + middle.y)) * one for one in way
    ]
    assert abs(middle.x + middle.y) > 0.01


def test_holes_from_two_sides_are_asked_about() -> None:
    with pytest.raises(NeedsClarification):
        RulesPlanner().plan("Cylinder 40 dia 60 high with a 5 mm hole 8 deep on the left and the back side.")


@pytest.mark.parametrize(("axis", "side"), SIDES.items())
def test_what_is_added_goes_onto_the_side_that_is_named(axis: str, side: str) -> None:
    planner = RulesPlanner()
    first = planner.plan("Block 100 x 60 x 40")
    plan = planner.plan(f"add a 5 mm hole 8 mm deep in the {axis} face", previous=Attempt(plan=first))
    assert plan.design is not None
    assert plan.design["bodies"][0]["features"][0]["face"] == side


@pytest.mark.parametrize("part", ["Cylinder 30 dia", "Tube 30 OD 20 ID"])
@pytest.mark.parametrize(
    ("said", "turn"),
    [
        ("80 long along X", [0, 90, 0]),
        ("80 mm long (X)", [0, 90, 0]),
        ("80 long along Y", [-90, 0, 0]),
        ("80 long along Z", [0, 0, 0]),
    ],
)
def test_a_round_bar_lies_along_the_axis_of_its_length(part: str, said: str, turn: list[float]) -> None:
    design = RulesPlanner().plan(f"{part}, {said}.").design
    assert design is not None
    assert design["bodies"][0].get("turn", [0, 0, 0]) == turn
