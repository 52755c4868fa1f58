"""Models spelled out by coordinates are made exactly, and not at all where anything is open or unknown."""

import math
from typing import Any

import pytest

from mayfly.contracts import Plan
from mayfly.planning.readings.by_coordinates.words import operations_in_words
from mayfly.planning.readings.decide import decide
from mayfly.planning.readings.spelled_out import plan_by_coordinates

TABLE = """Build this (all mm):

| no | action | body | size | where |
|---|---|---|---|---|
| 1 | start | box | 60 (X) x 40 (Y) x 10 (Z) | from the origin towards +X, +Y, +Z |
| 2 | add | cylinder | dia 20, height 15 | vertical, bottom centre at (30, 20, 10) |
| 3 | cut | cylinder | dia 8, through everything | axis at x = 30, y = 20 |
"""
TREE = """{"units": "mm", "op": "difference", "of": [
  {"op": "union", "of": [
    {"box": {"min": [0, 0, 0], "max": [60, 40, 10]}},
    {"cylinder": {"base_centre": [30, 20, 10], "axis": "+z", "radius": 10, "height": 15}}]},
  {"cylinder": {"base_centre": [30, 20, 0], "axis": "z", "diameter": 8, "height": 25}}]}"""
STACKED = 60 * 40 * 10 + math.pi * (100 * 15 - 16 * 25)


def volume_of(plan: Plan) -> float:
    shown: list[Any] = []
    exec(plan.script, {"show_object": lambda one, *_, **__: shown.append(one)})  # noqa: S102 - our own script
    return sum(float(one.val().Volume()) for one in shown)


@pytest.mark.parametrize(
    ("text", "volume"),
    [
        (TABLE, STACKED),
        (TREE, STACKED),
        (
            "Box from (0,0,0) to (60,40,10). Add a cylinder of radius 10 and height 15 with its base"
            " centre at"
            " (30, 20, 10). Subtract a cylinder of diameter 8 through everything, axis at x = 30, y = 20.",
            STACKED,
        ),
        (
            "Cylinder with radius 12 from z=0 to z=30; union with a box x from -20 to 20, y from -6 to 6,"
            " z from 0 to 6; minus a cylinder with radius 5 along the Z axis through everything.",
            None,
        ),
        (
            "Create a box from (0,0,0) to (50,30,20). Subtract a cylinder of diameter 6 along X through"
            " everything at y = 15, z = 10.",
            50 * 30 * 20 - math.pi * 9 * 50,
        ),
        (
            "Start with a block 40 x 40 x 40 centred at (0, 0, 20). Remove a sphere of radius 10 centred at"
            " (0, 0, 40).",
            40**3 - 2 / 3 * math.pi * 1000,
        ),
    ],
)
def test_what_is_spelled_out_is_made(text: str, volume: float | None) -> None:
    plan = plan_by_coordinates(text)
    assert plan is not None
    assert decide(text).plan is not None
    if volume is not None:
        assert volume_of(plan) == pytest.approx(volume, rel=1e-5)


@pytest.mark.parametrize(
    "text",
    [
        "Box from (0,0,0) to (60,40,10). Add a cylinder of radius 10 at (30, 20).",  # how high?
        # or cut?
        "Box from (0,0,0) to (60,40,10). A cylinder of radius 10 and height 5, base at (30, 20, 10).",
        "Box from (0,0,0) to (60,40,10). Do not subtract a cylinder of radius 4 along Z at (30, 20).",
        "Box from (0,0,0) to (60,40,10). Subtract a twisted cylinder of radius 4 along Z at (30, 20).",
        # where?
        "Box from (0,0,0) to (60,40,10). Subtract a cylinder of radius 4 along Z through everything.",
        "Box from (0,0,0) to (60,40,10), size 60 x 40 x 12. Subtract a cylinder of radius 4 along Z at (9,"
        " 9).",
        "Box from (0,0,0) to (6,4,1) inches. Subtract a cylinder of radius 1 along Z at (3, 2).",
        "Box from (0,0,0) to (60,40,10). Subtract a cylinder of radius 4, radius 5 along Z at (30, 20).",
        "Box from (0,0,0) to (60,40,10). Add a box from (70,0,0) to (80,40,10).",  # does not touch
        "Subtract a box from (0,0,0) to (60,40,10). Add a box from (0,0,0) to (80,40,10).",
    ],
)
def test_what_is_open_or_not_understood_is_not_read_so(text: str) -> None:
    assert plan_by_coordinates(text) is None


@pytest.mark.parametrize(
    "tree",
    [
        TREE.replace('"mm"', '"in"'),
        TREE.replace('"height": 25', '"height": 25, "draft": 3'),
        TREE.replace('"base_centre": [30, 20, 10], ', ""),
        TREE.replace("difference", "intersection"),
    ],
)
def test_a_tree_with_what_is_not_understood_is_not_read_so(tree: str) -> None:
    assert plan_by_coordinates(tree) is None


def test_a_cut_of_one_branch_is_no_cut_of_all() -> None:
    tree = """{"op": "union", "of": [{"box": {"min": [0,0,0], "max": [60,40,10]}},
        {"op": "difference", "of": [
        {"box": {"min": [0,0,10], "max": [40,40,30]}}, {"box": {"min": [5,5,0], "max": [35,35,30]}}]}]}"""
    assert plan_by_coordinates(tree) is None


def test_several_axes_make_several_cuts() -> None:
    read = operations_in_words(
        "Box from (0,0,0) to (90,50,12). Cut a cylinder dia 6, through, vertical, at (84, 6) and at (84, 44)."
    )
    assert read is not None
    assert [one.cut for one in read] == [False, True, True]
