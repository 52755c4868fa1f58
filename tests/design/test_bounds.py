"""Few numbers ask for much: what would stop a server is refused before anything of it is worked out."""

from __future__ import annotations

from typing import Any

import pytest

from mayfly.design import Design, compile_design
from mayfly.errors import InvalidDesign, NeedsClarification
from mayfly.planning.rules import RulesPlanner

PLATE = {"kind": "part", "part": "plate", "sizes": {"length": 900, "width": 900, "thickness": 5}}
POST = {"kind": "extrusion", "profile": {"kind": "circle", "diameter": 1}, "height": 5}


def body(features: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
    return {"base": PLATE, "features": features or [], **more}


def grid(columns: int, rows: int, **more: Any) -> dict[str, Any]:
    return {"kind": "grid", "columns": columns, "rows": rows, "spacing": 5, **more}


def hole(at: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "hole", "diameter": 1, "at": at}


def row(count: int) -> dict[str, Any]:
    return {"kind": "linear", "count": count, "step": [0, 0, 10]}


@pytest.mark.parametrize(
    ("bodies", "path"),
    [
        ([body([hole(grid(10_000, 10_000))])], "bodies[0].features[0].hole.at.grid"),
        ([body([hole(grid(60, 60, mirror="both"))])], "bodies[0].features[0].hole.at.grid"),
        ([body([hole(grid(90, 90))] * 3)], ""),
        ([body([hole(grid(50, 50))], copies=row(20))], ""),
        ([body([{"kind": "cut", "base": PLATE, "features": [hole(grid(50, 50))], "copies": row(20)}])], ""),
        ([{"name": f"post {n}x", "base": POST, "copies": row(200)} for n in range(2)], ""),
    ],
    ids=["grid", "mirrored", "many features", "copies", "nested copies", "bodies"],
)
def test_more_than_can_be_compared_is_refused_with_its_path(bodies: list[dict[str, Any]], path: str) -> None:
    with pytest.raises(InvalidDesign, match="at most") as refused:
        Design.read({"bodies": bodies})
    assert refused.value.problems[0][0] == path


def test_thousands_of_holes_are_planned_and_held_apart() -> None:
    asked = "plate 900x900x5 with a 70 x 70 grid of 2 mm holes, 12 mm apart"
    plan = RulesPlanner().plan(asked)
    assert [hole.count for hole in plan.requirements.holes] == [4900]
    assert plan.design is not None
    design = Design.read(plan.design)
    assert compile_design(design).requirements == plan.requirements
    into = hole({"kind": "points", "points": [[6, 5]]})
    (one,) = design.to_dict()["bodies"]
    with pytest.raises(InvalidDesign, match="cuts into the hole"):
        compile_design(Design.read({"bodies": [{**one, "features": [*one["features"], into]}]}))


def test_the_reader_asks_about_more_than_that() -> None:
    with pytest.raises(NeedsClarification, match="at most 10,000") as asked:
        RulesPlanner().plan("plate 1000x1000x5 with a 200 x 200 grid of 1 mm holes, 4 mm apart")
    assert (asked.value.reason, asked.value.subject.kind) == ("impossible", "count")
