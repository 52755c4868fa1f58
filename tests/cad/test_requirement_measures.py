"""Every kind of requirement is measured on a written file: what is there passes, what comes near does not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import cadquery as cq
import pytest
from pydantic import TypeAdapter

from mayfly.cad.requirements_check import compare
from mayfly.cad.sandbox.measure import inspection
from mayfly.cad.sandbox.measure.walls import thinnest_wall
from mayfly.cad.sandbox.record.shown import Shown
from mayfly.cad.sandbox.script.step_output import write_step
from mayfly.contracts import (
    BuildReport,
    CylinderRequirement,
    EdgeRequirement,
    HoleRequirement,
    MeasuredHole,
    PointRequirement,
    Requirements,
)

_REPORT = TypeAdapter(BuildReport)


def plate(thickness: float = 10) -> cq.Workplane:
    return cq.Workplane().box(80, 60, thickness, centered=(True, True, False))


def drilled(x: float = 0, y: float = 0) -> cq.Workplane:
    return plate().faces(">Z").workplane().pushPoints([(x, y)])


def measured(model: Any, wanted: Requirements, *more: Any) -> BuildReport:
    """Write what was built as a STEP file, and measure that."""
    content = write_step([Shown(one) for one in (model, *more)], name="model", timestamp=0.0)
    row, _ = inspection.measure(content, wanted.measures.to_dict())
    row |= {"size_bytes": 0, "sha256": "", "measures": wanted.measures, "notes": ()}
    return _REPORT.validate_python(row)


def missed(model: Any, wanted: Requirements, *more: Any) -> list[str]:
    return [mismatch.check for mismatch in compare(wanted, measured(model, wanted, *more))]


def holes(model: Any) -> Sequence[MeasuredHole]:
    return measured(model, Requirements()).holes


# --- holes ---------------------------------------------------------------------------------


def hole(**said: Any) -> Requirements:
    return Requirements(holes=(HoleRequirement(**said),))


COUNTERBORED = drilled().cboreHole(6.6, 11, 6.4)
BLIND_COUNTERBORED = drilled().cboreHole(6.6, 11, 3, 8)
COUNTERSUNK = drilled().cskHole(5.5, 11, 90)


def test_a_counterbore_is_no_through_hole() -> None:
    assert [(row.diameter_mm, row.kind) for row in holes(COUNTERBORED)] == [
        (6.6, "through"),
        (11.0, "counterbore"),
    ]
    assert missed(COUNTERBORED, hole(diameter_mm=6.6, kind="through")) == []
    assert missed(COUNTERBORED, hole(diameter_mm=11)) == []
    assert missed(COUNTERBORED, hole(diameter_mm=11, kind="through")) == ["holes 11 mm through"]


def test_the_mouth_of_a_blind_hole_is_a_counterbore_too() -> None:
    narrow, wide = holes(BLIND_COUNTERBORED)
    assert (narrow.kind, narrow.depth_mm, narrow.counterbores_mm) == ("blind", 8.0, ((11.0, 3.0),))
    assert (wide.kind, wide.depth_mm) == ("counterbore", 3.0)


def test_a_bore_of_two_steps_has_two_mouths() -> None:
    stepped = drilled().cboreHole(4, 8, 6).faces(">Z").workplane().hole(20, 2)
    assert [row.kind for row in holes(stepped)] == ["through", "counterbore", "counterbore"]


def test_a_ring_cut_into_a_bore_is_a_groove() -> None:
    ring = cq.Workplane(origin=(0, 0, 4)).circle(8).circle(3).extrude(2)
    assert [(row.diameter_mm, row.kind) for row in holes(drilled().hole(10).cut(ring))] == [
        (10.0, "through"),
        (16.0, "groove"),
    ]


def test_a_wide_hole_that_a_narrow_one_only_meets_in_a_cavity_is_a_through_hole() -> None:
    tube = cq.Workplane("YZ").rect(40, 40).rect(30, 30).extrude(60)
    tube = tube.faces(">Z").workplane(centerOption="CenterOfBoundBox").hole(8, 5)
    tube = tube.faces("<Z").workplane(centerOption="CenterOfBoundBox").hole(4, 5)
    assert [row.kind for row in holes(tube)] == ["through", "through"]


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (COUNTERBORED, {"diameter_mm": 6.6, "counterbore_mm": (11, 6.4), "kind": "through"}),
        (BLIND_COUNTERBORED, {"diameter_mm": 6.6, "counterbore_mm": (11, 3), "depth_mm": 8, "kind": "blind"}),
        (COUNTERSUNK, {"diameter_mm": 5.5, "countersink": (11, 90), "kind": "through"}),
        (drilled().cskHole(5.5, 11, 82), {"diameter_mm": 5.5, "countersink": (11, 82)}),
        (drilled().hole(6, 7), {"diameter_mm": 6, "kind": "blind", "depth_mm": 7}),
        (drilled().cskHole(6, 12, 90, 7), {"diameter_mm": 6, "depth_mm": 7, "countersink": (12, 90)}),
        (drilled(20, -10).hole(6), {"diameter_mm": 6, "axis": "Z", "at": ((20, -10),), "exact": True}),
    ],
)  # fmt: skip
def test_a_hole_is_measured_with_its_depth_and_mouth(model: Any, said: dict[str, Any]) -> None:
    assert missed(model, hole(**said)) == []


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (drilled().hole(6, 6.9), {"diameter_mm": 6, "kind": "blind", "depth_mm": 7}),
        (drilled().hole(6), {"diameter_mm": 6, "kind": "blind"}),
        (COUNTERBORED, {"diameter_mm": 6.6, "counterbore_mm": (11, 6.3)}),
        (COUNTERBORED, {"diameter_mm": 6.6, "counterbore_mm": (10.5, 6.4)}),
        (drilled().hole(6.6), {"diameter_mm": 6.6, "counterbore_mm": (11, 6.4)}),
        (COUNTERSUNK, {"diameter_mm": 5.5, "countersink": (11, 82)}),
        (COUNTERSUNK, {"diameter_mm": 5.5, "countersink": (12, 90)}),
        (COUNTERSUNK, {"diameter_mm": 5.5, "counterbore_mm": (11, 2.75)}),
        (drilled(20.1, -10).hole(6), {"diameter_mm": 6, "axis": "Z", "at": ((20, -10),)}),
    ],
)
def test_a_hole_of_another_depth_place_or_mouth_is_missed(model: Any, said: dict[str, Any]) -> None:
    assert len(missed(model, hole(**said))) == 1


def test_an_exact_number_of_holes_is_no_more_than_that() -> None:
    four = plate().faces(">Z").workplane().rect(60, 40, forConstruction=True).vertices().hole(5)
    for count, exact, misses in ((4, True, 0), (3, False, 0), (3, True, 1), (5, False, 1)):
        assert len(missed(four, hole(diameter_mm=5, count=count, exact=exact))) == misses


def test_a_drills_point_is_not_counted_as_depth_and_no_countersink() -> None:
    cone = cq.Solid.makeCone(3, 0, 2, cq.Vector(0, 0, 3), cq.Vector(0, 0, -1))
    (found,) = holes(drilled().hole(6, 7).cut(cq.Workplane(cone)))
    assert (found.kind, found.depth_mm, found.countersinks) == ("blind", 7.0, ())


def test_what_a_design_expects_uses_up_none_of_its_own_holes() -> None:
    own, expected = HoleRequirement(diameter_mm=5.5), HoleRequirement(diameter_mm=5.5, apart=True)
    model = drilled().hole(5.5)
    assert missed(model, Requirements(holes=(own, expected), exact_holes=True)) == []
    assert missed(model, Requirements(holes=(expected, own, expected), exact_holes=True)) == []
    assert len(missed(model, Requirements(holes=(own, own)))) == 1
    assert len(missed(model, Requirements(holes=(replace(expected, count=2),)))) == 1


# --- outer cylinders -----------------------------------------------------------------------

STEPPED_SHAFT = cq.Workplane().circle(10).extrude(30).faces(">Z").workplane().circle(6).extrude(20)


@pytest.mark.parametrize(
    ("said", "misses"),
    [
        ({"diameter_mm": 20}, 0),
        ({"diameter_mm": 20, "length_mm": 30, "axis": "Z", "at": ((0, 0),), "exact": True}, 0),
        ({"diameter_mm": 12, "length_mm": 20}, 0),
        ({"diameter_mm": 12, "length_mm": 21}, 1),
        ({"diameter_mm": 20, "axis": "X"}, 1),
        ({"diameter_mm": 20, "at": ((0, 1),)}, 1),
        ({"diameter_mm": 20, "count": 2}, 1),
        ({"diameter_mm": 16}, 1),
    ],
)
def test_outer_cylinders_are_measured(said: dict[str, Any], misses: int) -> None:
    wanted = Requirements(cylinders=(CylinderRequirement(**said),))
    assert len(missed(STEPPED_SHAFT, wanted)) == misses


def test_a_bore_and_a_rounded_edge_are_no_outer_cylinders() -> None:
    model = plate().edges("|Z").fillet(8).faces(">Z").workplane().hole(16)
    assert len(missed(model, Requirements(cylinders=(CylinderRequirement(diameter_mm=16),)))) == 1


def test_two_bosses_are_two_and_no_third_one_may_be_there() -> None:
    two = plate().faces(">Z").workplane().pushPoints([(-20, 0), (20, 0)]).circle(5).extrude(8)
    for count, misses in ((2, 0), (1, 1), (3, 1)):
        wanted = CylinderRequirement(diameter_mm=10, count=count, exact=True)
        assert len(missed(two, Requirements(cylinders=(wanted,)))) == misses


# --- the box, and where the model is --------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "misses"),
    [
        (Requirements(sides_mm=(80, None, None)), []),
        (Requirements(sides_mm=(None, None, 10)), []),
        (Requirements(sides_mm=(60, None, None)), ["sides_mm[X]"]),
        (Requirements(sides_mm=(60, None, None), any_orientation=True), []),
        (Requirements(sides_mm=(60, 60, None), any_orientation=True), ["sides of the box (mm)"]),
        (Requirements(lowest_mm=(None, None, 0)), []),
        (Requirements(lowest_mm=(-40, -30, 0)), []),
        (Requirements(lowest_mm=(None, None, -5)), ["lowest_mm[Z]"]),
        (Requirements(centre_mm=(0, 0, 5)), []),
        (Requirements(centre_mm=(None, 0, 5.02)), ["centre_mm[Z]"]),
        (Requirements(centre_mm=(9, 9, 9), lowest_mm=(9, 9, 9), any_orientation=True), []),
    ],
)
def test_sides_lowest_point_and_centre_are_measured(wanted: Requirements, misses: list[str]) -> None:
    assert missed(plate(), wanted) == misses


def test_the_centre_is_that_of_the_mass() -> None:
    half = cq.Workplane().circle(30).extrude(10).cut(cq.Workplane().box(60, 60, 40).translate((-30, 0, 0)))
    middle = 4 * 30 / (3 * math.pi)
    assert missed(half, Requirements(centre_mm=(middle, 0, 5))) == []
    assert missed(half, Requirements(centre_mm=(15, 0, 5))) == ["centre_mm[X]"]


def test_points_are_solid_or_empty() -> None:
    model = drilled(20, 0).hole(6)
    wanted = {(0, 0, 5): True, (20, 0, 5): False, (0, 0, 10): True, (0, 0, 11): False, (24, 0, 5): True}
    right = [PointRequirement(at=at, solid=solid) for at, solid in wanted.items()]
    wrong = [PointRequirement(at=at, solid=not solid) for at, solid in wanted.items()]
    assert missed(model, Requirements(points=tuple(right))) == []
    assert len(missed(model, Requirements(points=tuple(wrong)))) == len(wanted)
    assert missed(model, Requirements(points=tuple(wrong), any_orientation=True)) == []


# --- rounded and chamfered edges -----------------------------------------------------------

ROUNDED = plate().edges("|Z").fillet(5)
ENDS = cq.Workplane().circle(10).extrude(30)


@pytest.mark.parametrize(
    ("model", "kind", "size", "count"),
    [
        (ROUNDED, "fillet", 5, 4),
        (ROUNDED.faces(">Z").edges().fillet(2), "fillet", 2, 8),
        (plate().edges().fillet(2), "fillet", 2, 12),
        (ENDS.faces(">Z").edges().fillet(2), "fillet", 2, 1),
        (ENDS.edges().fillet(2), "fillet", 2, 2),
        (plate().faces(">Z").workplane().circle(9).extrude(9).faces(">Z[1]").edges("%CIRCLE").fillet(2),
         "fillet", 2, 1),
        (plate().faces(">Z").workplane().rect(30, 20).cutBlind(-4).edges("|Z and (not(<X or >X))").edges(
            cq.selectors.BoxSelector((-16, -11, 0), (16, 11, 20))).fillet(3), "fillet", 3, 4),
        (ROUNDED.cut(cq.Workplane().box(20, 20, 2).translate((40, 30, 5))), "fillet", 5, 4),
        (plate().edges("|Z").chamfer(3), "chamfer", 3, 4),
        (plate().faces(">Z").edges().chamfer(1), "chamfer", 1, 4),
        (plate().edges().chamfer(1), "chamfer", 1, 12),
        (ENDS.edges().chamfer(1.5), "chamfer", 1.5, 2),
        (ROUNDED.faces(">Z").edges().chamfer(1), "chamfer", 1, 8),
        (plate().edges("|Z").chamfer(3).cut(cq.Workplane().box(20, 20, 2).translate((40, 30, 5))),
         "chamfer", 3, 4),
    ],
)  # fmt: skip
def test_treated_edges_are_counted_by_size(model: Any, kind: Any, size: float, count: int) -> None:
    for wanted, misses in ((count, 0), (count - 1, 1), (count + 1, 1)):
        edge = EdgeRequirement(kind=kind, size_mm=size, count=wanted, exact=True)
        assert len(missed(model, Requirements(edges=(edge,)))) == misses, wanted
    other = EdgeRequirement(kind=kind, size_mm=size + 0.1, count=1)
    assert len(missed(model, Requirements(edges=(other,)))) == 1


def test_a_chamfer_of_two_sizes_is_found_by_both() -> None:
    model = plate().faces(">Z").edges(">X").chamfer(2, 3)
    for sizes in ((2, 3), (3, 2)):
        edge = EdgeRequirement(kind="chamfer", size_mm=sizes[0], second_mm=sizes[1], exact=True)
        assert missed(model, Requirements(edges=(edge,))) == []
    assert len(missed(model, Requirements(edges=(EdgeRequirement(kind="chamfer", size_mm=2),)))) == 1


@pytest.mark.parametrize(
    "model",
    [
        plate().faces(">Z").workplane().slot2D(30, 10).cutThruAll(),
        ENDS,
        ENDS.faces(">Z").workplane().hole(10),
        cq.Workplane().slot2D(40, 10).extrude(5),
        cq.Workplane(cq.Solid.makeTorus(20, 5)),
        cq.Workplane().sphere(5),
        plate(),
    ],
)
def test_the_ends_of_a_slot_a_bore_and_a_ring_are_no_rounded_edges(model: Any) -> None:
    wanted = Requirements(edges=(EdgeRequirement(kind="fillet", size_mm=5),))
    report = measured(model, wanted)
    assert report.on_request is not None
    assert report.on_request.edges == ()


# --- walls ---------------------------------------------------------------------------------


def near_edge(wall: float) -> cq.Workplane:
    return drilled(40 - 5 - wall, 0).hole(10)


THIN = {
    "a tray": (plate(20).faces(">Z").shell(-1.5), 1.5),
    "a tube": (cq.Workplane().circle(20).circle(19.2).extrude(30), 0.8),
    "a hole near the edge": (near_edge(0.7), 0.7),
    "two holes side by side": (drilled().hole(10).faces(">Z").workplane().center(10.9, 0).hole(10), 0.9),
    "the floor of a blind hole": (drilled().hole(10, 9.4), 0.6),
    "a hollow ball": (cq.Workplane().sphere(20).cut(cq.Workplane().sphere(19)), 1.0),
    "a pin": (plate().faces(">Z").workplane().circle(0.6).extrude(9), 1.2),
    "a web": (plate().cut(cq.Workplane().box(20, 20, 20).translate((-10.5, 0, 0))).cut(
        cq.Workplane().box(20, 20, 20).translate((10.5, 0, 0))), 1.0),
    "a ring of wire": (cq.Workplane(cq.Solid.makeTorus(20, 0.5)), 1.0),
}  # fmt: skip


@pytest.mark.parametrize("name", THIN)
def test_a_thin_wall_is_found_with_its_thickness(name: str) -> None:
    model, wall = THIN[name]
    wanted = Requirements(wall_mm=wall + 0.5)
    (miss,) = compare(wanted, measured(model, wanted))
    assert (miss.check, miss.expected) == ("wall_mm", wall + 0.5)
    assert miss.measured == pytest.approx(wall, rel=1e-4)
    assert missed(model, Requirements(wall_mm=wall)) == []


@pytest.mark.parametrize(
    "model",
    [
        plate(),
        plate().edges().fillet(1),
        plate().edges().chamfer(0.5),
        plate().faces(">Z").workplane().slot2D(30, 1).cutThruAll(),  # a narrow slot is no thin wall
        cq.Workplane().polygon(3, 40).extrude(20),
        cq.Workplane(cq.Solid.makeCone(20, 0, 20)),
        cq.Workplane(cq.Solid.makeCone(20, 10, 20)),
        cq.Workplane(cq.Solid.makeTorus(20, 5)),
    ],
)
def test_slots_chamfers_and_corners_are_no_thin_walls(model: Any) -> None:
    assert missed(model, Requirements(wall_mm=3)) == []


def test_a_thin_body_of_one_free_form_face_is_found() -> None:
    outline = [(-20, -0.6), (0, -0.7), (20, -0.6), (20, 0.6), (0, 0.7), (-20, 0.6)]
    bottle = cq.Workplane().spline(outline, periodic=True).close().extrude(9)
    assert missed(bottle, Requirements(wall_mm=2)) == ["wall_mm"]
    assert missed(bottle, Requirements(wall_mm=1)) == []


def test_what_there_was_no_time_for_is_counted() -> None:
    solids = [plate(1).val().wrapped]
    assert thinnest_wall(solids, 2.0) == (1.0, 0)
    found, left = thinnest_wall(solids, 2.0, seconds=-1)
    assert found == 0.0
    assert left > 0


# --- edges that more than two faces share ---------------------------------------------------

BOX = cq.Workplane().box(10, 10, 10)


@pytest.mark.parametrize(
    ("model", "shared"),
    [
        (BOX.union(BOX.translate((10, 10, 0))), 1),
        (BOX, 0),
        (cq.Workplane().box(10, 10, 10).add(BOX.translate((10, 10, 10))), 0),
        (BOX.union(BOX.translate((10, 0, 0))), 0),
        (BOX.union(BOX.translate((10, 0, 0)), clean=False), 0),
        (plate().cut(BOX.translate((-5, -5, 8))).cut(BOX.translate((5, 5, 8))), 1),
    ],
)
def test_edges_that_more_than_two_faces_share_are_counted(model: Any, shared: int) -> None:
    wanted = Requirements(manifold=True)
    report = measured(model, wanted)
    assert report.on_request is not None
    assert report.on_request.shared_edges == shared
    assert [miss.measured for miss in compare(wanted, report)] == ([shared] if shared else [])


def test_two_bodies_that_touch_in_an_edge_alone_share_it_and_those_that_lie_on_each_other_do_not() -> None:
    wanted = Requirements(manifold=True)
    assert len(missed(BOX, wanted, BOX.translate((10, 10, 0)))) == 1
    assert missed(BOX, wanted, BOX.translate((10, 0, 0))) == []
    assert missed(BOX, wanted, BOX.translate((10, 0.5, 0))) == []


def test_nothing_is_measured_that_is_not_asked_for() -> None:
    report = measured(plate(), Requirements())
    assert report.on_request is None
    assert report.to_dict().keys().isdisjoint({"measures", "on_request"})
    wanted = Requirements(manifold=True)
    found = measured(plate(), wanted).to_dict()
    assert found["measures"] == {"manifold": True}
    assert found["on_request"]["shared_edges"] == 0
    assert found["on_request"]["edges"] is None


@pytest.mark.parametrize(
    "wanted",
    [
        Requirements(wall_mm=1),
        Requirements(manifold=True),
        Requirements(no_overlap=True),
        Requirements(points=(PointRequirement(at=(0, 0, 0), solid=True),)),
        Requirements(cylinders=(CylinderRequirement(diameter_mm=1),)),
        Requirements(edges=(EdgeRequirement(kind="fillet", size_mm=1),)),
    ],
)
def test_what_was_not_measured_is_missed(wanted: Requirements) -> None:
    assert len(compare(wanted, measured(plate(), Requirements()))) == 1


def test_each_miss_names_who_asked() -> None:
    wanted = Requirements(
        solids=2,
        wall_mm=20,
        holes=(HoleRequirement(diameter_mm=5, by="request"),),
        by="model",
        asked_by={"wall_mm": "design"},
    )
    found = compare(wanted, measured(plate(), wanted))
    assert [(miss.check, miss.by) for miss in found] == [
        ("solids", "model"),
        ("holes 5 mm", "request"),
        ("wall_mm", "design"),
    ]
    assert str(found[0]) == "solids: expected 2, measured 1, asked for by the model"
