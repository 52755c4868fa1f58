"""Several holes along an axis, holes right through, and holes that end in another one."""

from __future__ import annotations

from typing import Any

import pytest

from mayfly.errors import NeedsClarification
from mayfly.planning.rules import RulesPlanner


def features(request: str) -> list[dict[str, Any]]:
    design = RulesPlanner().plan(request).design
    assert design is not None
    (body,) = design["bodies"]
    found: list[dict[str, Any]] = body["features"]
    return found


def question(request: str) -> str:
    with pytest.raises(NeedsClarification) as asked:
        RulesPlanner().plan(request)
    return str(asked.value)


@pytest.mark.parametrize(
    ("said", "grid"),
    [
        ("along Y at 15 mm pitch", (1, 3)),
        ("in a row along Y, 15 mm pitch", (1, 3)),
        ("along the Y axis, 15 mm apart", (1, 3)),
        ("along X at 15 mm pitch", (3, 1)),
    ],
)
def test_holes_along_an_axis_of_a_plate_are_a_row(said: str, grid: tuple[int, int]) -> None:
    (holes,) = features(f"Plate 100 x 60 x 10 with three 6 mm holes {said}.")
    assert (holes["face"], holes["at"]["columns"], holes["at"].get("rows", 1)) == ("top", *grid)


def test_in_a_block_they_may_be_drilled_along_it() -> None:
    block = "Block 100 x 60 x 40 with two 8 mm holes "
    assert "in a row along Y, or are they drilled" in question(block + "along Y, 30 mm apart.")
    (holes,) = features(block + "in the front face, along X, 30 mm apart.")
    assert holes["face"] == "front"
    (hole,) = features("Block 100 x 60 x 40 with an 8 mm hole along Y.")
    assert hole["face"] == "front"


@pytest.mark.parametrize("said", ["right through it", "right through", "straight through it"])
def test_right_through_names_no_side(said: str) -> None:
    (hole,) = features(f"Block 100 x 60 x 40 with an 8 mm hole {said}.")
    assert (hole["face"], "depth" in hole) == ("top", False)


@pytest.mark.parametrize(
    "said",
    [
        "with a 10 mm hole from the left face into a 20 mm bore through the top",
        "with a 20 mm bore through the top and a 10 mm hole from the left face into the bore",
    ],
)
def test_a_hole_that_ends_in_another_one_has_a_depth(said: str) -> None:
    assert "How deep" in question(f"Block 100 x 60 x 40 {said}.")
    deep = said.replace("10 mm hole", "10 mm hole, 50 deep,")
    holes = {hole["diameter"]: hole for hole in features(f"Block 100 x 60 x 40 {deep}.")}
    assert (holes[10]["face"], holes[10]["depth"], holes[20]["face"]) == ("left", 50, "top")
