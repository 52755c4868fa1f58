"""Words change a design that came in as data: of any base, and of one of several bodies."""

from __future__ import annotations

from typing import Any

import pytest

from mayfly.contracts import Plan
from mayfly.errors import NeedsClarification
from mayfly.generator import design_plan
from mayfly.planning.planner import Attempt
from mayfly.planning.rules import RulesPlanner

HOLES = {"kind": "hole", "diameter": 6, "at": {"kind": "corners", "inset": 10}}
FILLET = {"kind": "fillet", "radius": 5, "edges": {"kind": "edges", "along": "z"}}
PLATE = {"kind": "part", "part": "plate", "sizes": {"length": 100, "width": 60, "thickness": 8}}
DRAWN = {"kind": "extrusion", "profile": {"kind": "rectangle", "length": 100, "width": 60}, "height": 8}
ONE = {"bodies": [{"base": PLATE, "features": [HOLES, FILLET]}]}
PROFILE = {"title": "cover", "bodies": [{"base": DRAWN, "features": [HOLES, FILLET]}]}
ROUND = {
    "bodies": [{"base": {"kind": "extrusion", "profile": {"kind": "circle", "diameter": 60}, "height": 8}}]
}
PIN = {"kind": "part", "part": "cylinder", "sizes": {"diameter": 10, "height": 20}}
TWO = {
    "bodies": [
        {"name": "lid", "base": PLATE, "features": [HOLES]},
        {"name": "pin", "at": [0, 0, 50], "base": PIN},
    ]
}


def said(design: dict[str, Any], *messages: str) -> Plan:
    """Return the plan after some messages onto a design."""
    plan = design_plan(design)
    for message in messages:
        plan = RulesPlanner().plan(message, previous=Attempt(plan=plan))
    return plan


@pytest.mark.parametrize("design", [ONE, PROFILE], ids=["part", "profile"])
@pytest.mark.parametrize(
    ("message", "changed"),
    [
        ("make it 10 mm thick", {"8 -> 10"}),
        ("2 mm thicker", {"8 -> 10"}),
        ("twice as long", {"100 -> 200"}),
        ("make it half as wide", {"60 -> 30"}),
        ("holes 5 mm", {"6 -> 5"}),
        ("make the holes 1 mm bigger", {"6 -> 7"}),
        ("change the inset to 12", {"10 -> 12"}),
        ("make the fillet 3 mm", {"5 -> 3"}),
        ("remove the fillet", {"removed fillet"}),
        ("remove the holes", {"removed hole"}),
        ("add a 20 mm hole in the middle", {"added hole"}),
        ("chamfer the top edges 1 mm", {"added chamfer"}),
        ("add a slot 30 x 8 in the middle", {"added slot"}),
    ],
)
def test_words_edit_the_design_at_hand(design: dict[str, Any], message: str, changed: set[str]) -> None:
    assert {_short(change) for change in said(design, message).changes} == changed


def _short(change: Any) -> str:
    if change.kind == "changed":
        return f"{change.was} -> {change.now}".replace(" mm", "")
    return f"{change.kind} {(change.before or change.after)['kind']}"


def test_a_round_profile_takes_what_a_disc_takes() -> None:
    holes = said(ROUND, "add 6 holes of 5 mm on a 40 mm bolt circle").requirements.holes
    assert [(hole.diameter_mm, hole.count) for hole in holes] == [(5, 6)]
    assert said(ROUND, "make it 70 mm in diameter").requirements.bounding_box_mm == (70, 70, 8)


@pytest.mark.parametrize(
    ("message", "paths"),
    [
        ("make the lid 10 mm thick", ["bodies[0].base.sizes.thickness"]),
        ("make the pin 12 mm in diameter", ["bodies[1].base.sizes.diameter"]),
        ("make it 10 mm thick", ["bodies[0].base.sizes.thickness"]),
        ("holes 5 mm", ["bodies[0].features[0].diameter"]),
        ("add a 4 mm hole in the middle of the pin", ["bodies[1].features[0]"]),
        ("move the pin 5 mm to the right", ["bodies[1].at"]),
        ("remove the pin", ["bodies[1]"]),
    ],
)
def test_one_of_several_bodies_is_changed_by_its_name_or_where_only_one_is_meant(
    message: str, paths: list[str]
) -> None:
    assert [change.path for change in said(TWO, message).changes] == paths


@pytest.mark.parametrize("message", ["twice as long", "add a 4 mm hole in the middle", "make it 10 mm high"])
def test_where_two_bodies_may_be_meant_it_is_asked(message: str) -> None:
    with pytest.raises(NeedsClarification, match="Which body is meant: the lid or the pin") as raised:
        said(TWO, message)
    assert raised.value.reason == "conflict"


def test_all_bodies_scale_together() -> None:
    assert said(TWO, "scale it by 2").requirements.bounding_box_mm == (200, 120, 140)


@pytest.mark.parametrize("design", [ONE, PROFILE, TWO], ids=["part", "profile", "two bodies"])
def test_undo_goes_back_through_all_that_was_said(design: dict[str, Any]) -> None:
    first = design_plan(design)
    second = said(design, "make it 10 mm thick")
    assert said(design, "make it 10 mm thick", "holes 5 mm", "undo").design == second.design
    assert said(design, "make it 10 mm thick", "holes 5 mm", "undo", "undo").script == first.script
    with pytest.raises(NeedsClarification, match="no change to undo"):
        said(design, "make it 10 mm thick", "undo", "undo")
    with pytest.raises(NeedsClarification, match="no change to undo"):
        said(design, "undo")


def test_a_new_request_is_no_change_and_can_be_undone_too() -> None:
    cube = said(ONE, "cube 20 mm")
    assert (cube.changes, cube.requirements.bounding_box_mm) == ((), (20, 20, 20))
