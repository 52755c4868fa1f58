"""Errors that help: which object and line, which faces or edges, what would work, and what to try."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import cadquery as cq
import pytest

from mayfly.cad.workshop import BuildJob, Workshop, follow_up
from mayfly.errors import BuildError, InvalidGeometry, KernelCrash, ScriptError
from tests.cad.conftest import Build


@pytest.fixture(autouse=True)
def _time_for_a_diagnosis(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for what a child finds in its processor time, however busy the machine is."""
    monkeypatch.setattr(follow_up, "SECONDS", 60.0)


def told(build: Build, script: str) -> str:
    """Build a script that can't be built, and give the error's text."""
    with pytest.raises(BuildError) as caught:
        build(script)
    return str(caught.value)


# --- objects without a solid ---------------------------------------------------------------

FLAT = {
    "workplane": (
        "result = cq.Workplane().box(40, 30, 10).faces('>Z').workplane()",
        ["`result`", "line 1", "workplane()", "a workplane", "40 × 30 × 10 mm, made by box()", ".end(2)"],
    ),
    "sketch": (
        "result = cq.Workplane().box(40, 30, 10).faces('>Z').workplane().sketch().rect(9, 9).finalize()",
        ["a sketch, which is flat", "3 steps up", ".end(3)", ".extrude(height)"],
    ),
    "sketch without a solid": (
        "result = cq.Workplane().sketch().rect(9, 9).finalize()",
        ["a sketch, which is flat", "extrude it"],
    ),
    "face": (
        "result = cq.Workplane().box(40, 30, 10).faces('>Z')",
        ["`result`", "line 1", "faces (the plane face at Z = 5 around (0, 0))", "one step up", ".end()"],
    ),
    "wires": ("part = cq.Workplane().box(4, 3, 1).wires()", ["`part`", "wires", "one step up", ".end()"]),
    "outline": (
        "result = cq.Workplane().rect(5, 5)",
        ["outlines (wires)", "no solid in this chain", "extrude"],
    ),
    "edges": ("result = cq.Workplane().box(4, 3, 1).edges('|Z')", ["ends in edges", ".end()"]),
    "points": (
        "result = cq.Workplane().box(4, 3, 1).faces('>Z').workplane().pushPoints([(1, 1)])",
        ["points, which are not a shape", ".end(3)"],
    ),
    "own variable": (
        "plate = cq.Workplane().box(4, 3, 1)\n\nresult = plate.faces('>Z').workplane()",
        ["line 3", "made by box() at line 1", "`plate` is it"],
    ),
    "in an assembly": (
        "show_object(cq.Assembly().add(cq.Workplane().rect(4, 4), name='flat'))",
        ["made by rect() at line 1", "outlines (wires)"],
    ),
    "empty union": (
        "body = cq.Workplane('XY')\nfor _ in range(0):\n    body = body.union(cq.Workplane().box(1, 1, 1))\n"
        "show_object(body)",
        ["empty", "union() in a loop", "begin with the first solid"],
    ),
    "union with an empty one": (
        "pins = cq.Workplane()\nresult = cq.Workplane().box(1, 1, 1).union(pins)",
        ["line 2", "nothing to join with", "`pins`", "line 1"],
    ),
    "cut with an outline": (
        "slot = cq.Workplane().rect(1, 1)\nresult = cq.Workplane().box(1, 1, 1).cut(slot)",
        ["line 2", "nothing to cut with", "`slot`", "rect()", "line 1", "wires"],
    ),
    "union of nothing": ("result = cq.Workplane().union()", ["line 1", "begin with the first solid"]),
    "all cut away": (
        "a = cq.Workplane().box(1, 1, 1)\nb = a.cut(cq.Workplane().box(2, 2, 2))\nshow_object(b)",
        ["empty", "`b`", "cut()", "line 2", "sizes and places"],
    ),
    "nothing in common": (
        "far = cq.Workplane().box(1, 1, 1).translate((9, 0, 0))\n"
        "c = cq.Workplane().box(1, 1, 1).intersect(far)\nshow_object(c)",
        ["empty", "`c`", "intersect()", "line 2"],
    ),
    "used after all was cut away": (
        "a = cq.Workplane().box(1, 1, 1)\nb = a.cut(cq.Workplane().box(2, 2, 2))\n"
        "c = b.faces('>Z').workplane().hole(1)",
        ["line 3", "Nothing is left of `b`", "cut() at line 2"],
    ),
    "empty assembly": ("show_object(cq.Assembly())", ["the assembly shown is empty"]),
    "empty compound": ("show_object(cq.Compound.makeCompound([]))", ["empty"]),
}


@pytest.mark.parametrize("name", FLAT)
def test_where_no_solid_is_shown_the_solid_and_the_way_to_it_are_named(build: Build, name: str) -> None:
    script, words = FLAT[name]
    text = told(build, script)
    assert [word for word in words if word not in text] == [], text


def test_the_way_back_that_is_named_leads_to_the_solid(build: Build) -> None:
    chain = "cq.Workplane().box(4, 3, 1).faces('>Z').workplane().pushPoints([(1, 1)])"
    back = re.search(r"\.end\(\d*\)", told(build, f"result = {chain}"))
    assert back
    assert build(f"result = {chain}{back[0]}").volume_mm3 == pytest.approx(12)


def test_the_check_that_fails_is_still_named(build: Build) -> None:
    with pytest.raises(InvalidGeometry) as caught:
        build("x = 1\nresult = cq.Workplane().box(4, 3, 1).faces('>Z')")
    error = caught.value
    assert (error.check, error.line) == ("has_solids", 2)
    assert error.to_dict()["hint"] == error.hint != ""


# --- sizes ---------------------------------------------------------------------------------

TOO_LARGE = {
    "all edges": (
        "box(10, 10, 10).edges().fillet(5)",
        ["each of the 12 edges", "largest fillet radius", "4.9 mm"],
    ),
    "one edge": (
        "cylinder(5, 10).faces('>Z').edges().fillet(12)",
        ["fails at the round edge of Ø20 around (0, 0, 2.5)", "4.9 mm"],
    ),
    "a chamfer": (
        "box(10, 10, 10).faces('>Z').chamfer(12)",
        ["fails at the straight edge of 10 mm around", "and 1 more edge", "4.9 mm"],
    ),
    "two lengths": ("box(10, 10, 10).edges().chamfer(1, 20)", ["0.24 mm (the second length 4.8 mm)"]),
    "a wall": ("sphere(10).shell(-12)", ["largest wall", "9.9 mm", "thinner"]),
    "faulty, not refused": (
        "box(10, 10, 10).edges().fillet(6)",
        ["BRepCheck", "made by fillet() at line 1", "faulty there: the plane face", "fillet radius", " 4."],
    ),
    "a faulty wall": (
        "box(10, 10, 10).faces('>Z').shell(-5)",
        ["BRepCheck", "made by shell() at line 1", "4.9 mm"],
    ),
    "only this wall": (
        "box(10, 10, 10).edges('|Z').fillet(2).faces('>Z').shell(-2)",
        ["Only exactly 2 mm fails", "1.96 mm works"],
    ),
    "no length": ("box(10, 10, 10).edges().fillet(0)", ["must be larger than 0"]),
    "a negative length": ("box(10, 10, 10).edges().chamfer(-1)", ["must be larger than 0"]),
}


@pytest.mark.parametrize("name", TOO_LARGE)
def test_a_size_that_fails_is_told_with_the_edges_and_the_largest_that_works(build: Build, name: str) -> None:
    chain, words = TOO_LARGE[name]
    text = told(build, f"body = cq.Workplane().{chain}")
    assert [word for word in words if word.lower() not in text.lower()] == [], text
    assert "body = cq.Workplane()" in text


def evaluated(chain: str) -> Any:
    """Run a chain in plain CadQuery."""
    return eval(f"cq.Workplane().{chain}", {"cq": cq})  # noqa: S307 (the test's own text)


@pytest.mark.parametrize(
    ("size", "chain"),
    [
        (7, "box(10, 10, 10).edges('|Z').fillet({})"),
        (14, "box(30, 20, 8).faces('>Z').workplane().hole(6).faces('>Z').edges().fillet({})"),
        (9, "box(30, 20, 8).edges('|Z').fillet(4).faces('>Z').edges().chamfer({})"),
        (12, "sphere(10).shell(-{})"),
        (5, "box(10, 10, 10).faces('>Z').shell(-{})"),
        (14, "circle(9).extrude(4).faces('<Z').edges().fillet({})"),
        (3, "cylinder(10, 5).faces('>Z').workplane().circle(2).extrude(5).faces('>Z').edges().chamfer({})"),
        (14, "polyline([(0, 0), (30, 0), (0, 12)]).close().extrude(5).edges('|Z').fillet({})"),
    ],
)
def test_the_size_that_is_named_works_in_plain_cadquery_and_a_twentieth_more_does_not(
    build: Build, size: float, chain: str
) -> None:
    def works(tried: float) -> bool:
        try:
            shape = evaluated(chain.format(tried)).val()
        except Exception:
            return False
        return shape.isValid() and 0 < shape.Volume() != pytest.approx(whole, rel=1e-9)

    whole = evaluated(chain.rpartition(".")[0]).findSolid().Volume()
    found = re.search(
        r"largest [a-z ]+ that works here is about ([\d.]+) mm",
        told(build, f"b = cq.Workplane().{chain.format(size)}"),
    )
    assert found
    named = float(found[1])
    assert works(named)
    assert not works(named * 1.05)


def test_an_edge_of_another_body_is_told_as_that(build: Build) -> None:
    text = told(
        build, "a = cq.Solid.makeBox(5, 5, 5)\nb = cq.Solid.makeBox(5, 5, 5)\nc = a.fillet(1, b.Edges())"
    )
    assert "belong to another body" in text
    assert "line 3" in text


def test_a_diagnosis_that_crashes_or_hangs_leaves_the_plain_error(workshop: Workshop, tmp_path: Path) -> None:
    script = """
largest = __builtins__["__import__"]("sys").modules["mayfly.cad.sandbox.diagnosis.largest_size"]
load = __builtins__["__import__"]
largest.largest = lambda job: {then}
body = cq.Workplane().box(10, 10, 10).edges().fillet(5)
"""
    for then in ("load('ctypes').string_at(0)", "load('os')._exit(1)", "1 / 0"):
        with pytest.raises(ScriptError) as caught:
            workshop.build(BuildJob(script=script.format(then=then)), tmp_path / "model.step")
        assert (caught.value.line, caught.value.error_type) == (5, "StdFail_NotDone")
        assert "radius is too large" in caught.value.hint


@pytest.mark.parametrize("wall", [1, 1.5])
def test_a_crash_over_a_rounding_as_large_as_the_wall_names_the_cause(build: Build, wall: float) -> None:
    script = (
        f"wall = {wall}\n"
        "tray = cq.Workplane().box(60, 40, 20).faces('>Z').shell(-wall, kind='intersection')\n"
        "\nround_tray = tray.edges().fillet(wall)\nshow_object(round_tray)"
    )
    with pytest.raises(KernelCrash) as caught:
        build(script)
    text = str(caught.value)
    assert "line 4: round_tray = tray.edges().fillet(wall)" in text
    assert f"fillet radius of {wall:g} mm is no smaller than the walls of {wall:g} mm" in text


# --- faulty bodies -------------------------------------------------------------------------


def test_the_first_faulty_object_is_named_though_another_one_is_shown(build: Build) -> None:
    text = told(
        build,
        "base = cq.Workplane().box(50, 50, 5)\n"
        "rim = (\n    cq.Workplane()\n    .rect(20, 20)\n    .pushPoints([(8, 0), (12, 0)])\n    .circle(4)\n"
        "    .extrude(5)\n)\n"
        "moved = rim.translate((0, 0, 20))\n"
        "show_object(base.add(moved))\n",
    )
    assert text.startswith("line 7: FaultyGeometry")
    assert "`rim`, made by extrude() at line 7" in text
    assert "the plane face at Z = 0 around (3, 0), two of whose outlines cross" in text


def test_an_object_that_was_assigned_anew_is_named_by_its_line(build: Build) -> None:
    text = told(
        build,
        "body = cq.Workplane().box(10, 10, 10)\n"
        "body = body.edges().fillet(6)\n"
        "body = body.translate((5, 0, 0))\n"
        "show_object(body)",
    )
    assert "`body`, made by fillet() at line 2" in text


def test_a_faulty_object_of_a_function_is_named(build: Build) -> None:
    text = told(
        build,
        "def knob(size):\n    top = cq.Workplane().box(size, size, size).edges().fillet(6)\n    return top\n"
        "show_object([knob(40), knob(10).translate((60, 0, 0))])",
    )
    assert "`top`, made by fillet() at line 2" in text


def test_a_faulty_shape_that_is_in_no_chain_is_named(build: Build) -> None:
    text = told(
        build,
        "wire = cq.Wire.makePolygon([(0, 0), (10, 10), (10, 0), (0, 14)], close=True)\n"
        "face = cq.Face.makeFromWires(wire)\n"
        "bow = cq.Solid.extrudeLinear(face, cq.Vector(0, 0, 5))\n"
        "show_object(bow)",
    )
    assert re.search(r"`(face|bow)`, made at line [23]", text), text
    assert "crosses itself" in text


def test_a_block_that_is_mirrored_over_itself_is_told_so(build: Build) -> None:
    text = told(
        build,
        "clamp = cq.Workplane('XZ').circle(16).extrude(5)\n"
        "block = clamp.faces('<Y').workplane().move(3, 0).rect(10, 10).mirrorY().extrude(5)\n"
        "show_object(block)",
    )
    assert "`block`, made by extrude() at line 2" in text
    assert "outlines cross" in text
    assert "mirrorY()" in text


def test_one_hole_of_many_that_crosses_the_rim_is_told_as_that(build: Build) -> None:
    text = told(
        build,
        "places = [(10 * x, 10 * y) for x in range(8) for y in range(8)]\n"
        "plate = cq.Workplane().rect(190, 190).pushPoints([*places, (95, 0)]).circle(3).extrude(5)\n"
        "show_object(plate)",
    )
    assert "`plate`, made by extrude() at line 2" in text
    assert "two of whose outlines cross" in text
    assert "wholly within each other" in text


def test_an_outline_that_crosses_itself_is_told_so_only_where_there_is_one(build: Build) -> None:
    crossed = told(build, "a = cq.Workplane().polyline([(0, 0), (9, 9), (9, 0), (0, 14)]).close().extrude(5)")
    assert "check the order of its points" in crossed
    rounded = told(build, "a = cq.Workplane().box(10, 10, 10).edges().fillet(6)")
    assert "outline or a face may cross itself" not in rounded


def test_a_boolean_of_faulty_outcome_names_faces_and_what_helps(build: Build) -> None:
    script = """
helix = cq.Wire.makeHelix(6, 9, 6)
profile = cq.Workplane("XZ").polyline([(4, -3), (6, 0), (4, 3)]).close()
ridge = profile.sweep(cq.Workplane(obj=helix), isFrenet=True).translate((0, 0, -3))
trim = cq.Workplane().circle(7).extrude(12)
ridge = ridge.cut(trim.translate((0, 0, -12))).cut(trim.translate((0, 0, 3)))
show_object(ridge.union(cq.Workplane().circle(4).extrude(3)))
"""
    text = told(build, script)
    assert re.search(r"`ridge`, made by cut\(\) at line 6", text), text
    for word in (
        "faulty there: the free-form face",
        "lie in each other",
        "shift one by a little",
        "clean=False",
    ):
        assert word in text
