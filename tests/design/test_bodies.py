"""Bodies joined, cut, intersected, repeated, and several in a model: what is worked out is built."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from mayfly.cad.row_matching import missed_holes
from mayfly.contracts import MeasuredHole, Plan
from mayfly.design import Design, compile_design
from mayfly.errors import InvalidDesign
from tests.design.conftest import Measure

Data = dict[str, Any]
PLATE: Data = {"kind": "part", "part": "plate", "sizes": {"length": 100, "width": 60, "thickness": 10}}
BLOCK: Data = {"kind": "part", "part": "plate", "sizes": {"length": 20, "width": 8, "thickness": 5}}
POST: Data = {"kind": "extrusion", "profile": {"kind": "circle", "diameter": 12}, "height": 30}
BRACKET: Data = {
    "kind": "part",
    "part": "l_bracket",
    "sizes": {"horizontal_leg": 70, "vertical_leg": 50, "width": 40, "thickness": 5},
}
COLLAR: Data = {
    "kind": "extrusion",
    "profile": {"kind": "ring", "diameter": 24, "inner_diameter": 12},
    "height": 10,
}
POST_MM3 = 36 * math.pi * 30


def drilled(face: str, diameter: float, depth: float) -> Data:
    return {"kind": "hole", "face": face, "diameter": diameter, "depth": depth}


def plan(base: Data, *features: Data) -> Plan:
    design = Design.read({"bodies": [{"base": base, "features": list(features)}]})
    assert Design.read(json.dumps(design.to_dict())) == design
    return compile_design(design)


#: A base, its features, and the volume that a person would work out.
WORKED_OUT: dict[str, tuple[Data, list[Data], float]] = {
    "a post on a plate": (PLATE, [{"kind": "add", "base": POST, "at": [0, 0, 10]}], 60000 + POST_MM3),
    "a post sunk into a plate": (
        PLATE,
        [{"kind": "add", "base": POST, "at": [10, 5, 7]}],
        60000 + 36 * math.pi * 27,
    ),
    "a row of posts": (
        PLATE,
        [
            {
                "kind": "add",
                "base": POST,
                "at": [-40, 0, 10],
                "copies": {"kind": "linear", "count": 3, "step": [40, 0, 0]},
            }
        ],
        60000 + 3 * POST_MM3,
    ),
    "blocks cut out on both sides": (
        PLATE,
        [
            {
                "kind": "cut",
                "base": BLOCK,
                "at": [0, 0, 5],
                "turn": [0, 0, 90],
                "copies": {"kind": "mirrored", "plane": "yz", "level": 12},
            }
        ],
        60000 - 2 * 800,
    ),
    "holes around the middle, by a cylinder that reaches through": (
        PLATE,
        [{"kind": "cut", "base": POST, "at": [0, 20, -5], "copies": {"kind": "circular", "count": 5}}],
        60000 - 5 * 36 * math.pi * 10,
    ),
    "what a plate and a cylinder share": (
        PLATE,
        [{"kind": "intersect", "base": {**POST, "height": 40}, "at": [20, 10, -5]}],
        36 * math.pi * 10,
    ),
    "a post with a hole, all of it inside": (
        PLATE,
        [
            {
                "kind": "cut",
                "base": {**POST, "height": 6},
                "at": [0, 0, 4],
                "features": [{"kind": "hole", "diameter": 5, "face": "top"}],
            }
        ],
        60000 - (36 - 6.25) * math.pi * 6,
    ),
    "a body three deep": (
        PLATE,
        [
            {
                "kind": "add",
                "base": BLOCK,
                "at": [0, 0, 10],
                "features": [
                    {
                        "kind": "cut",
                        "base": BLOCK,
                        "at": [6, 0, 2],
                        "features": [{"kind": "step", "width": 4, "depth": 1}],
                    }
                ],
            }
        ],
        60000 + 800 - (14 * 8 * 3),
    ),
    "a rib between the legs of a bracket": (
        BRACKET,
        [
            {
                "kind": "rib",
                "face": "horizontal_leg",
                "start": [-30, 0],
                "end": [0, 0],
                "thickness": 4,
                "height": 30,
            }
        ],
        (70 * 5 + 45 * 5) * 40 + 30 * 30 / 2 * 4,
    ),
    "a slanted rectangular rib": (
        PLATE,
        [
            {
                "kind": "rib",
                "start": [0, 0],
                "end": [30, 10],
                "thickness": 4,
                "height": 12,
                "shape": "rectangle",
            }
        ],
        60000 + math.hypot(30, 10) * 4 * 12,
    ),
    "steps along two edges": (
        PLATE,
        [
            {"kind": "step", "width": 10, "depth": 3},
            {"kind": "step", "face": "left", "side": "front", "width": 10, "depth": 3},
        ],
        60000 - 10 * 3 * 60 - 10 * 3 * 10,
    ),
}


def test_the_volume_of_joined_bodies_is_known_without_the_kernel_and_is_built(measure: Measure) -> None:
    plans = {name: plan(base, *features) for name, (base, features, _) in WORKED_OUT.items()}
    built = measure([one.script for one in plans.values()])
    for (name, one), found in zip(plans.items(), built, strict=True):
        assert "error" not in found, (name, found)
        want = WORKED_OUT[name][2]
        required = one.requirements
        assert required.volume_mm3 == pytest.approx(want, rel=1e-9), name
        assert found["volume_mm3"] == pytest.approx(want, rel=1e-6), name
        if required.bounding_box_mm is not None:
            assert found["bounding_box_mm"] == pytest.approx(list(required.bounding_box_mm), abs=1e-3), name
        assert found["solids"] == 1, name


def test_holes_are_counted_where_nothing_touches_them(measure: Measure) -> None:
    drilled = {"kind": "hole", "diameter": 4, "at": {"kind": "corners", "inset": 6}}
    one = plan(
        PLATE,
        drilled,
        {
            "kind": "add",
            "base": {**POST, "axis": "x"},
            "at": [0, 0, 15],
            "features": [{"kind": "hole", "diameter": 5, "face": "right"}],
        },
        {"kind": "add", "base": BLOCK, "at": [44, 24, 10]},
    )
    assert [(hole.diameter_mm, hole.axis, hole.count) for hole in one.requirements.holes] == [
        (4.0, "Z", 3),
        (5.0, "X", 1),
    ]
    assert not one.requirements.exact_holes  # the block closes the fourth
    (found,) = measure([one.script])
    counted = {(hole["diameter_mm"], hole["axis"], hole["kind"]): hole["count"] for hole in found["holes"]}
    assert counted[4.0, "Z", "through"] == 3
    assert counted[5.0, "X", "through"] == 1


def test_a_hole_from_below_stops_where_its_part_ends_not_in_what_was_joined(measure: Measure) -> None:
    one = plan(
        PLATE,
        {"kind": "rib", "start": [-10, 0], "end": [10, 0], "thickness": 6, "height": 20},
        {"kind": "hole", "diameter": 3, "face": "bottom"},
    )
    (found,) = measure([one.script])
    assert one.requirements.volume_mm3 == pytest.approx(found["volume_mm3"], rel=1e-6)


@pytest.mark.parametrize(
    ("base", "feature", "path", "words"),
    [
        (PLATE, {"kind": "add", "base": POST, "at": [0, 0, 20]}, "add.at", "touch"),
        (PLATE, {"kind": "cut", "base": POST, "at": [0, 0, 20]}, "cut.at", "not reach into"),
        (PLATE, {"kind": "cut", "base": PLATE}, "cut.at", "whole body"),
        (
            BLOCK,
            {"kind": "cut", "base": {**PLATE, "sizes": {**PLATE["sizes"], "length": 4}}},
            "cut.at",
            "in two",
        ),
        (PLATE, {"kind": "intersect", "base": POST, "at": [0, 0, 20]}, "intersect.at", "in common"),
        (PLATE, {"kind": "step", "side": "bottom", "width": 5, "depth": 2}, "step.side", "no edge in common"),
        (PLATE, {"kind": "step", "width": 100, "depth": 2}, "step.width", "Less than 100 mm"),
        (BRACKET, {"kind": "step", "width": 5, "depth": 2}, "step.face", "`cut`"),
        (
            PLATE,
            {"kind": "rib", "start": [0, 0], "end": [60, 0], "thickness": 4, "height": 9},
            "rib.start",
            "between (-50, -30) and (50, 30)",
        ),
        (
            PLATE,
            {"kind": "add", "base": {"kind": "part", "part": "plate", "sizes": {"length": -1}}},
            "add.base",
            "",
        ),
        (
            PLATE,
            {"kind": "add", "base": BLOCK, "features": [{"kind": "hole", "diameter": 50}]},
            "add.features[0].hole.at",
            "does not fit",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_its_path(base: Data, feature: Data, path: str, words: str) -> None:
    with pytest.raises(InvalidDesign) as refused:
        plan(base, feature)
    assert f"bodies[0].features[0].{path}" in str(refused.value)
    assert words in str(refused.value)


def test_bodies_may_lie_four_deep_in_each_other_and_no_deeper() -> None:
    def nested(depth: int) -> Data:
        inner = [nested(depth - 1)] if depth > 1 else []
        return {"kind": "add", "base": BLOCK, "at": [1, 1, 4], "features": inner}

    plan(PLATE, nested(4))
    for depth in (5, 30, 120):
        with pytest.raises(InvalidDesign, match=r"more than 4 deep|recursion"):
            plan(PLATE, nested(depth))


def test_bodies_of_a_design_are_turned_copied_and_measured_as_a_whole(measure: Measure) -> None:
    holes = [{"kind": "hole", "diameter": 5, "at": {"kind": "points", "points": [[30, 10]]}}]
    bodies = [
        {"name": "plate", "base": PLATE, "features": holes},
        {"name": "upright", "base": PLATE, "features": holes, "at": [0, 0, 60], "turn": [0, 90, 90]},
        {
            "name": "post",
            "base": POST,
            "at": [40, 20, 10],
            "copies": {"kind": "mirrored", "plane": "yz"},
            "color": "red",
        },
        {
            "name": "wedge",
            "base": {"kind": "revolution", "angle": 90,
                     "profile": {"kind": "rectangle", "length": 10, "width": 4, "at": [25, 2]}},
            "at": [200, 0, 0],
            "copies": {"kind": "circular", "count": 3, "through": [200, 0, 0], "angle": 180},
        },
    ]  # fmt: skip
    one = compile_design(Design.read({"bodies": bodies}))
    (found,) = measure([one.script])
    required = one.requirements
    assert required.bounding_box_mm is not None
    assert required.solids == found["solids"] == 7
    assert required.volume_mm3 == pytest.approx(found["volume_mm3"], rel=1e-6)
    assert list(required.bounding_box_mm) == pytest.approx(found["bounding_box_mm"], abs=1e-3)
    measured = {(hole["axis"], tuple(map(tuple, hole["at"]))) for hole in found["holes"]}
    assert {(hole.axis, hole.at) for hole in required.holes} <= measured
    assert len(required.holes) == 2


def test_bodies_that_certainly_overlap_are_refused_and_a_pin_in_its_hole_is_not() -> None:
    bodies = [{"name": "plate", "base": PLATE}, {"name": "post", "base": POST, "at": [0, 0, 5]}]
    with pytest.raises(InvalidDesign, match=r"bodies\[1\].at: 'post' and 'plate' overlap by 565.487 mm³"):
        compile_design(Design.read({"bodies": bodies}))
    bodies[0]["features"] = [{"kind": "hole", "diameter": 12.2}]  # type: ignore[assignment]
    compile_design(Design.read({"bodies": bodies}))
    copies = {"kind": "linear", "count": 2, "step": [11, 0, 0]}
    with pytest.raises(InvalidDesign, match=r"bodies\[0\].copies"):
        compile_design(Design.read({"bodies": [{"base": BLOCK, "copies": copies}]}))


def test_a_script_names_the_parameters_of_each_nested_body() -> None:
    add = {"kind": "add", "name": "Post", "base": POST, "at": [0, 0, 10]}
    script = plan(PLATE, add, {**add, "at": [30, 0, 10]}).script
    assert "post_diameter = 12.0  # mm" in script
    assert "post_2_diameter = 12.0  # mm" in script
    assert "# Post: circle of 12 mm, 30 mm high, joined at (30, 0, 10)" in script
    head, body = script.split("result = ", 1)
    assert "post_height" in head
    assert "post_diameter = " not in body


RING: Data = {
    "kind": "revolution",
    "profile": {"kind": "ring", "diameter": 48, "inner_diameter": 6, "at": [50, 13]},
}
ROD: Data = {
    "kind": "sweep",
    "profile": {"kind": "circle", "diameter": 5},
    "path": [[0, 0, 0], [40, 0, 0], [40, 40, 0]],
}


@pytest.mark.parametrize(
    ("base", "feature", "says"),
    [
        (RING, {"kind": "add", "base": POST, "at": [0, 0, 0]}, "does not touch"),
        (RING, {"kind": "cut", "base": POST, "at": [0, 0, 0]}, "does not reach into"),
        (RING, {"kind": "intersect", "base": POST, "at": [0, 0, 0]}, "nothing in common"),
        (ROD, {"kind": "add", "base": BLOCK, "at": [15, 25, 0]}, "does not touch"),
        (ROD, {"kind": "cut", "base": {**BLOCK, "sizes": {"length": 20, "width": 8, "thickness": 8}},
               "at": [20, 0, -4]}, "in two"),
        (PLATE, {"kind": "cut", "base": {**BLOCK, "sizes": {"length": 8, "width": 90, "thickness": 40}},
                 "at": [10, 0, -5]}, "in two"),
    ],
)  # fmt: skip
def test_what_certainly_misses_or_parts_a_body_is_refused(base: Data, feature: Data, says: str) -> None:
    with pytest.raises(InvalidDesign, match=says):
        plan(base, feature)


def test_a_block_is_cut_in_two_beside_what_was_joined_before() -> None:
    slab = {"kind": "cut", "base": {**BLOCK, "sizes": {"length": 8, "width": 90, "thickness": 60}}}
    post = {"kind": "add", "base": POST, "at": [30, 0, 10]}
    with pytest.raises(InvalidDesign, match="in two"):
        plan(PLATE, post, {**slab, "at": [-10, 0, -5]})


def test_bodies_that_touch_a_turned_or_a_swept_one_are_joined(measure: Measure) -> None:
    plans = [
        plan(RING, {"kind": "add", "base": POST, "at": [50, 0, 30]}),
        plan(ROD, {"kind": "add", "base": BLOCK, "at": [20, 0, -2]}),
        plan(ROD, {"kind": "cut", "base": {**POST, "height": 10}, "at": [40, 40, 1]}),
    ]
    for row in measure([each.script for each in plans]):
        assert row["valid"]
        assert row["solids"] == 1


def test_holes_before_an_intersection_are_not_asked_for() -> None:
    hole = {"kind": "hole", "diameter": 5, "depth": 4}
    ball = {"kind": "intersect", "base": {"kind": "part", "part": "sphere", "sizes": {"diameter": 80}}}
    assert plan(PLATE, hole, {**ball, "at": [0, 0, -35]}, {**hole, "face": "bottom"}).requirements.holes == ()


#: Bodies whose holes meet each other's ends, or are filled by another body.
MEETING_HOLES: dict[str, list[Data]] = {
    "a pin that fills a bore": [
        {"base": COLLAR, "at": [0, 0, 30]},
        {"base": {**POST, "height": 100}},
    ],
    "a bore that goes on in the body above": [
        {"base": COLLAR},
        {"base": COLLAR, "at": [0, 0, 10]},
    ],
    "bores of one line in bodies that are apart": [
        {"base": COLLAR},
        {"base": COLLAR, "at": [0, 0, 40]},
    ],
    "a pin beside the bore": [
        {"base": COLLAR},
        {"base": POST, "at": [40, 0, 0]},
    ],
    "a hole from either end, with material between": [
        {"base": {**POST, "height": 60}, "features": [drilled("top", 8, 20), drilled("bottom", 8, 20)]},
    ],
    "a hole from either end, one deeper": [
        {"base": {**POST, "height": 60}, "features": [drilled("top", 8, 20), drilled("bottom", 8, 30)]},
    ],
    "two bores that meet in the middle": [
        {"base": {**POST, "height": 60}, "features": [drilled("top", 8, 30), drilled("bottom", 5, 30)]},
    ],
    "a hole that ends on a pocket's floor": [
        {
            "base": PLATE,
            "features": [
                {"kind": "pocket", "profile": {"kind": "rectangle", "length": 30, "width": 20}, "depth": 4},
                drilled("bottom", 5, 6),
            ],
        },
    ],
}


@pytest.mark.parametrize("bodies", MEETING_HOLES.values(), ids=MEETING_HOLES.keys())
def test_no_hole_is_asked_for_that_is_measured_otherwise(measure: Measure, bodies: list[Data]) -> None:
    one = compile_design(
        Design.read({"bodies": [{"name": f"b{n}", **body} for n, body in enumerate(bodies)]})
    )
    (found,) = measure([one.script])
    holes = [MeasuredHole(**row) for row in found["holes"]]
    assert holes
    assert missed_holes(one.requirements, holes) == []
    assert missed_holes(one.requirements, [])
