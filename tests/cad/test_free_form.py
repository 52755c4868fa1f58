"""What is sound as it was built and not in STEP: written in another way that keeps its volume, or refused."""

from __future__ import annotations

import re
from pathlib import Path

import cadquery as cq
import pytest

from mayfly.cad.sandbox.diagnosis.free_form import with_free_form_faces
from mayfly.cad.sandbox.measure import inspection
from mayfly.cad.sandbox.record.shown import Shown
from mayfly.cad.sandbox.script.step_output import volume_mm3, write_step
from mayfly.cad.workshop import BuildJob, Workshop
from mayfly.errors import InvalidGeometry
from tests.cad.conftest import Build

AXIS = "360, (0, 0, 0), (0, 1, 0)"
TO_THE_AXIS = {
    "ogive": f"cq.Workplane('XZ').lineTo(10, 0).threePointArc((7, 15), (0, 25)).close().revolve({AXIS})",
    "lemon": f"cq.Workplane('XZ').moveTo(0, -9).threePointArc((5, 0), (0, 9)).close().revolve({AXIS})",
    "apple": f"cq.Workplane('XZ').moveTo(0, -9).threePointArc((15, 0), (0, 9)).close().revolve({AXIS})",
    "lying": "cq.Workplane().moveTo(-9, 0).threePointArc((0, 5), (9, 0)).close()"
    ".revolve(360, (0, 0, 0), (1, 0, 0))",
    "bullet": "cq.Workplane('XZ').lineTo(5, 0).lineTo(5, 20).threePointArc((3.8, 26), (0, 30)).close()"
    f".revolve({AXIS})",
    "moved": f"cq.Workplane('XZ').lineTo(10, 0).threePointArc((7, 15), (0, 25)).close().revolve({AXIS})"
    ".rotate((0, 0, 0), (1, 1, 0), 30).translate((5, 6, 7))",
}


def built(expression: str) -> cq.Workplane:
    """Run an expression in plain CadQuery."""
    made = eval(expression, {"cq": cq})  # noqa: S307 (the test's own text)
    assert isinstance(made, cq.Workplane)
    return made


@pytest.mark.parametrize("name", TO_THE_AXIS)
def test_an_arc_that_is_revolved_to_its_axis_is_published_with_its_volume(build: Build, name: str) -> None:
    report = build(f"show_object({TO_THE_AXIS[name]})")
    assert report.volume_mm3 == pytest.approx(built(TO_THE_AXIS[name]).val().Volume(), rel=1e-6)
    assert any("written as a free-form one" in note for note in report.notes)


def test_a_pipe_with_round_corners_is_published_with_its_volume_and_both_are_told(build: Build) -> None:
    report = build(
        "path = cq.Workplane().polyline([(0, 0, 0), (0, 20, 0), (0, 20, 20), (0, 35, 20)])\n"
        "pipe = cq.Workplane('XZ').circle(5).circle(4).sweep(path, transition='round')\nshow_object(pipe)"
    )
    # Straight pipes, less what two of them share at a corner, plus a quarter of a ball there.
    wanted = sum(
        sign * (55 * 3.141592653589793 * r**2 + 2 * (3.141592653589793 - 4) * r**3 / 3)
        for r, sign in ((5, 1), (4, -1))
    )
    assert report.volume_mm3 == pytest.approx(wanted, rel=1e-6)
    (note,) = [note for note in report.notes if "free-form" in note]
    assert re.search(r"1,264\.66 mm³ instead of 1,520\.18 mm³", note)
    assert "transition" in note


def test_colours_and_places_of_an_assembly_survive(build: Build, tmp_path: Path) -> None:
    report = build(
        f"fruit = {TO_THE_AXIS['lemon']}\n"
        "bowl = cq.Assembly(cq.Workplane().box(40, 40, 2), name='board', color=cq.Color('red'))\n"
        "bowl.add(fruit, name='lemon', loc=cq.Location((0, 0, 30)), color=cq.Color('yellow'))\n"
        "show_object(bowl)"
    )
    assert report.solids == 2
    text = (tmp_path / "model.step").read_text()
    assert "'lemon'" in text
    assert text.count("COLOUR_RGB") + text.count("DRAUGHTING_PRE_DEFINED_COLOUR") >= 2


def test_colours_of_single_faces_go_over_to_those_that_take_their_places() -> None:
    ogive = built(TO_THE_AXIS["ogive"])
    whole = cq.Assembly(ogive, name="shell")
    whole.addSubshape(ogive.faces("<Z").val(), name="base", color=cq.Color("red"))
    changed = with_free_form_faces([Shown(whole)])
    assert changed is not None
    text = write_step(changed, name="model", timestamp=0.0)
    assert b"COLOUR_RGB" in text or b"PRE_DEFINED_COLOUR" in text
    assert list(whole._subshape_colors) == [ogive.faces("<Z").val()], "the script's own assembly stays"


def test_what_has_no_revolved_face_cannot_be_rewritten_with_free_form_ones() -> None:
    assert (
        with_free_form_faces([Shown(cq.Workplane().box(1, 2, 3)), Shown(cq.Assembly(cq.Solid.makeSphere(2)))])
        is None
    )


def test_free_form_faces_keep_the_volume_and_the_flat_faces() -> None:
    for expression in TO_THE_AXIS.values():
        shown = [Shown(built(expression))]
        changed = with_free_form_faces(shown)
        assert changed is not None
        assert volume_mm3(changed) == pytest.approx(volume_mm3(shown), rel=1e-7)
        measured = inspection.measure_as_written(write_step(changed, name="model", timestamp=0.0))
        assert measured is not None
        assert measured[1] == pytest.approx(volume_mm3(shown), rel=1e-7)


def test_a_rewritten_file_of_another_volume_is_not_taken(workshop: Workshop, tmp_path: Path) -> None:
    script = f"""
follow_up = __builtins__["__import__"]("sys").modules["mayfly.cad.sandbox.diagnosis.follow_up"]
follow_up.with_free_form_faces = lambda shown: [follow_up.Shown(cq.Workplane().sphere(6))]
lemon = {TO_THE_AXIS["lemon"]}
show_object(lemon)
"""
    with pytest.raises(InvalidGeometry) as caught:
        workshop.build(BuildJob(script=script), tmp_path / "model.step")
    assert not (tmp_path / "model.step").exists()
    assert caught.value.check == "same_volume"


def test_a_body_that_changes_in_its_file_is_told_with_both_volumes_and_the_first_such_object(
    workshop: Workshop, tmp_path: Path
) -> None:
    script = f"""
follow_up = __builtins__["__import__"]("sys").modules["mayfly.cad.sandbox.diagnosis.follow_up"]
follow_up.with_free_form_faces = lambda shown: None
base = cq.Workplane().box(4, 4, 4)
apple = {TO_THE_AXIS["apple"]}
moved = apple.translate((40, 0, 0))
mode = "transition"
show_object([base, moved])
"""
    with pytest.raises(InvalidGeometry) as caught:
        workshop.build(BuildJob(script=script), tmp_path / "model.step")
    text = str(caught.value)
    volume = 64 + built(TO_THE_AXIS["apple"]).val().Volume()
    assert f"{volume:,.2f} mm³ as it was built" in text, text
    assert "mm³ in the file" in text
    assert "The first object of which that is so is `apple`, made by revolve() at line 5" in text
    assert "transition='right'" in text


def test_a_file_that_is_unsound_though_the_body_is_sound_is_said_to_be_so(
    workshop: Workshop, tmp_path: Path
) -> None:
    script = f"""
follow_up = __builtins__["__import__"]("sys").modules["mayfly.cad.sandbox.diagnosis.follow_up"]
follow_up.with_free_form_faces = lambda shown: None
ogive = {TO_THE_AXIS["ogive"]}
show_object(ogive)
"""
    with pytest.raises(InvalidGeometry) as caught:
        workshop.build(BuildJob(script=script), tmp_path / "model.step")
    assert "sound as it was built" in str(caught.value)
    assert "`ogive`, made by revolve() at line 4" in str(caught.value)
