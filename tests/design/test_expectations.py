"""What a design expects is read, passed on to what is measured, and may not contradict what is worked out."""

from __future__ import annotations

import itertools
import json
import math
from typing import Any

import pytest

from mayfly.contracts import HoleRequirement
from mayfly.design import Design, Expectations, compile_design
from mayfly.errors import InvalidDesign, RequirementsNotMet
from mayfly.generator import CADModelGenerator

Data = dict[str, Any]
PLATE = {"kind": "part", "part": "plate", "sizes": {"length": 80, "width": 60, "thickness": 10}}
CORNERS = {"kind": "hole", "thread": "M6", "counterbore": {}, "at": {"kind": "corners", "inset": 10}}


def plate(*features: Data, **expect: Any) -> Data:
    return {"bodies": [{"base": PLATE, "features": list(features)}], "expect": expect}


def requirements(data: Data) -> Any:
    return compile_design(Design.read(data)).requirements


EVERYTHING: Data = {
    "solids": 1,
    "envelope": [80, 60, 10],
    "size_x": "80 mm",
    "lowest_z": 0,
    "centre_x": 0,
    "wall": "1 mm",
    "no_overlap": True,
    "manifold": True,
    "has": [
        {
            "kind": "hole",
            "diameter": 6.6,
            "count": 4,
            "exact": True,
            "ends": "through",
            "counterbore": [11, 6.4],
        },
        {"kind": "hole", "diameter": 6.6, "axis": "z", "at": [[30, 20]]},
        {"kind": "solid", "point": [0, 0, 5]},
        {"kind": "empty", "point": [30, 20, 5]},
    ],
}


def test_expectations_survive_json_and_say_what_they_are() -> None:
    design = Design.read(plate(CORNERS, **EVERYTHING))
    assert Design.read(json.dumps(design.to_dict())) == design
    said = design.describe()
    assert "has exactly 4 holes of 6.6 mm, through, counterbore 11 x 6.4 mm" in said
    assert "no material at (30, 20, 5) mm" in said


def test_all_expectations_are_passed_on() -> None:
    found = requirements(plate(CORNERS, **EVERYTHING))
    assert (found.sides_mm, found.wall_mm) == ((80, None, None), 1)
    assert (found.no_overlap, found.manifold, found.by) == (True, True, "design")
    assert [point.solid for point in found.points] == [True, False]
    expected = [hole for hole in found.holes if hole.apart]
    assert [(hole.count, hole.exact) for hole in expected] == [(4, True), (1, False)]
    assert found.measures.to_dict().keys() == {"overlaps", "manifold", "wall_below_mm", "points"}


def test_nothing_is_measured_for_a_design_that_expects_nothing() -> None:
    assert requirements(plate(CORNERS)).measures.to_dict() == {}


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"solids": 2}, "expect.solids"),
        ({"envelope": [80, 60, 11]}, "expect.envelope"),
        ({"size_y": 61}, "expect.size_y"),
        ({"lowest_z": 1}, "expect.lowest_z"),
        ({"centre_y": 1}, "expect.centre_y"),
        ({"volume": 48_100}, "expect.volume"),
    ],
)
def test_what_the_bodies_cannot_make_is_refused_before_it_is_built(wrong: Data, path: str) -> None:
    with pytest.raises(InvalidDesign) as refused:
        compile_design(Design.read(plate(**wrong)))
    assert refused.value.problems[0][0] == path


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"has": [{"kind": "hole", "diameter": 5, "at": [[0, 0]]}]}, "expect.has[0].hole"),
        (
            {"has": [{"kind": "hole", "diameter": 5, "axis": "z", "count": 2, "at": [[0, 0]]}]},
            "expect.has[0].hole",
        ),
        ({"has": [{"kind": "fillet"}]}, "expect.has[0].fillet.radius"),
        ({"has": [{"kind": "groove"}]}, "expect.has[0]"),
        ({"wall": 0}, "expect.wall"),
    ],
)  # fmt: skip
def test_what_is_no_expectation_is_refused_with_its_path(wrong: Data, path: str) -> None:
    with pytest.raises(InvalidDesign) as refused:
        Design.read(plate(**wrong))
    assert refused.value.problems[0][0].startswith(path)


# --- what is worked out --------------------------------------------------------------------


def test_a_holes_depth_and_mouth_are_worked_out() -> None:
    blind = {"kind": "hole", "diameter": 5, "depth": 7, "countersink": {"diameter": 9}}
    (found,) = requirements(plate(blind)).holes
    assert (found.kind, found.depth_mm, found.countersink) == ("blind", 7, (9, 90))
    narrow, wide = requirements(plate(CORNERS)).holes
    assert (narrow.kind, narrow.counterbore_mm, wide.kind) == ("through", (11, 6.4), "counterbore")


def test_what_comes_near_a_hole_leaves_its_depth_open() -> None:
    blind = {"kind": "hole", "diameter": 5, "depth": 7}
    slot = {"kind": "slot", "length": 20, "width": 8, "depth": 2}
    far = {**slot, "at": {"kind": "points", "points": [[25, 20]]}}

    def depth(*features: Data) -> Any:
        return next(hole.depth_mm for hole in requirements(plate(*features)).holes if hole.diameter_mm == 5)

    assert depth(blind, far) == 7
    assert depth(blind, slot) is None
    bound = {**PLATE, "sizes": {"length": 30, "width": 30, "thickness": 40}}
    assert depth(blind, {"kind": "cut", "base": bound, "at": [40, 30, -5]}) is None


def test_an_intersection_leaves_no_holes_and_nothing_remembered_of_them() -> None:
    box = {"kind": "part", "part": "box", "sizes": {"length": 40, "width": 40, "height": 40}}
    blind = {"kind": "hole", "diameter": 5, "depth": 7}
    later = {"kind": "hole", "diameter": 3, "depth": 2, "at": {"kind": "points", "points": [[0, 0]]}}
    features = [blind, {"kind": "intersect", "base": box}, later]
    assert requirements(plate(*features)).exact_holes is False


@pytest.mark.parametrize(
    ("features", "centre"),
    [
        ([], (0, 0, 5)),
        ([CORNERS], (0, 0, None)),
        ([{"kind": "hole", "diameter": 10, "at": {"kind": "points", "points": [[20, 0]]}}], (None, 0, 5)),
        ([{"kind": "boss", "profile": {"kind": "circle", "diameter": 10}, "height": 8}], (0, 0, None)),
    ],
)
def test_the_centre_of_mass_is_worked_out(features: list[Data], centre: tuple[float | None, ...]) -> None:
    found = requirements(plate(*features)).centre_mm
    assert found is not None
    for have, want in zip(found, centre, strict=True):
        assert want is None or have == pytest.approx(want, abs=1e-9)


def test_the_centre_of_mass_follows_its_formula() -> None:
    hole = {"kind": "hole", "diameter": 10, "at": {"kind": "points", "points": [[20, 0]]}, "depth": 6}
    taken = 3.141592653589793 * 25 * 6
    x, y, z = requirements(plate(hole)).centre_mm
    volume = 48_000 - taken
    assert (x, y) == pytest.approx((-20 * taken / volume, 0))
    assert z == pytest.approx((48_000 * 5 - taken * 7) / volume)


def test_there_is_no_centre_of_mass_where_no_formula_is_exact() -> None:
    for feature in ({"kind": "fillet", "radius": 2, "edges": {"kind": "edges", "along": "z"}},
                    {"kind": "shell", "wall": 2, "open": ["top"]}):  # fmt: skip
        assert requirements(plate(feature)).centre_mm is None
    turned = {
        "kind": "revolution",
        "profile": {"kind": "polygon", "points": [[0, 0], [9, 0], [5, 8], [0, 8]]},
    }
    assert requirements({"bodies": [{"base": turned}]}).centre_mm is None


def test_bodies_have_a_lowest_point_and_a_centre_of_all() -> None:
    other = {"name": "other", "base": PLATE, "at": [100, 0, 20], "turn": [0, 90, 0]}
    found = requirements({"bodies": [{"name": "one", "base": PLATE}, other]})
    assert found.lowest_mm == (-40, -30, -20)
    assert found.centre_mm == pytest.approx((52.5, 0, 12.5))


# --- measured ------------------------------------------------------------------------------


def test_a_design_that_meets_all_that_it_expects_is_published(generator: CADModelGenerator) -> None:
    made = generator.make_design(plate(CORNERS, **EVERYTHING))
    assert made["report"]["on_request"]["solid"] == [True, False]
    assert "4 × Ø11 counterbore" in made["text"]


@pytest.mark.parametrize(
    ("wrong", "check"),
    [
        ({"wall": 4}, "wall_mm"),
        ({"has": [{"kind": "hole", "diameter": 11, "ends": "through"}]}, "holes 11 mm through"),
        ({"has": [{"kind": "hole", "diameter": 6.6, "count": 3, "exact": True}]}, "holes 6.6 mm"),
        ({"has": [{"kind": "cylinder", "diameter": 11}]}, "outer cylinders 11 mm"),
        ({"has": [{"kind": "chamfer", "size": 1}]}, "chamfers 1 mm"),
        ({"has": [{"kind": "solid", "point": [30, 20, 5]}]}, "point (30, 20, 5)"),
    ],
)
def test_what_a_design_expects_and_does_not_make_is_named(
    generator: CADModelGenerator, wrong: Data, check: str
) -> None:
    with pytest.raises(RequirementsNotMet) as refused:
        generator.make_design(plate(CORNERS, **wrong))
    (miss,) = refused.value.mismatches
    assert (miss.check, miss.by) == (check, "design")
    assert "asked for by the design" in str(refused.value)


BALL = {"kind": "revolution", "profile": {"kind": "polygon", "points": [[0, 0], [12, 0], [4, 20], [0, 20]]}}


def test_solids_that_share_material_are_refused_where_that_is_asked_for(generator: CADModelGenerator) -> None:
    def bodies(x: float, y: float) -> Data:
        two = [{"name": "one", "base": BALL}, {"name": "two", "base": BALL, "at": [x, y, 0]}]
        return {"bodies": two, "expect": {"no_overlap": True}}

    for x, y in ((24.5, 0), (20, 20)):  # their boxes are apart; their boxes overlap, and they do not
        made = generator.make_design(bodies(x, y))
        assert made["report"]["on_request"]["overlaps"] == 0
    with pytest.raises(RequirementsNotMet, match="share material: expected 0, measured 1"):
        generator.make_design(bodies(12, 0))


def test_what_a_living_model_was_not_measured_for_is_measured_before_it_is_copied(
    generator: CADModelGenerator,
) -> None:
    plain = generator.make_design(plate(CORNERS))
    with pytest.raises(RequirementsNotMet):
        generator.make_design(plate(CORNERS, wall=4))
    measured = generator.make_design(plate(CORNERS, wall=1))
    assert "on_request" not in plain["report"]
    assert measured["report"]["on_request"]["thinnest_wall_mm"] == 0
    again = generator.make_design(plate(CORNERS, wall=1))
    assert again["report"] == measured["report"]


def test_an_expectation_is_no_longer_than_what_is_said() -> None:
    assert Design.read(plate()).expect == Expectations()
    assert "expect" not in Design.read(plate()).to_dict()
    for first, second in itertools.pairwise([{}, {"wall": 1}, {"wall": 2}]):
        assert Design.read(plate(**first)) != Design.read(plate(**second))
    assert HoleRequirement(diameter_mm=1).apart is False


def test_a_round_pocket_over_a_hole_that_was_made_before_is_accepted_as_built(
    generator: CADModelGenerator,
) -> None:
    """The wall of the pocket is that of a counterbore once it is built; it was refused as missing."""
    hole = {"kind": "hole", "face": "top", "diameter": 6}
    pocket = {"kind": "pocket", "face": "top", "profile": {"kind": "circle", "diameter": 12}, "depth": 4}
    made = generator.make_design(plate(hole, pocket))
    sunk = math.pi * (36 - 9) * 4
    assert made["report"]["volume_mm3"] == pytest.approx(48000 - math.pi * 9 * 10 - sunk, rel=1e-6)
