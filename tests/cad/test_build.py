"""What a build takes, says and writes: CQGI, errors, the STEP file, other formats."""

from __future__ import annotations

import contextlib
import hashlib
import math
import re
import time
from pathlib import Path
from typing import Any

import pytest

from mayfly.cad.workshop import BuildJob, Workshop
from mayfly.errors import InvalidGeometry, InvalidParameter, KernelCrash, ScriptError
from tests.cad.conftest import Build

CROSSED = "[(0, 0), (10, 10), (10, 0), (0, 14)]"
BOX = "show_object(cq.Workplane().box(10, 20, 30))"


# --- CQGI ----------------------------------------------------------------------------------


def test_parameters_are_overridden_by_name(build: Build) -> None:
    script = (
        "size = 10.0  # mm\nn = 2\nshow_object(cq.Workplane().rarray(20, 1, n, 1).rect(size, 5).extrude(1))"
    )
    report = build(script, parameters={"size": 4, "n": 3})
    assert (report.solids, report.volume_mm3) == (3, pytest.approx(60))


def test_an_unknown_parameter_is_refused_before_anything_runs(build: Build, tmp_path: Path) -> None:
    with pytest.raises(InvalidParameter, match="size"):
        build("size = 1.0\n" + BOX, parameters={"sice": 2})
    assert not list(tmp_path.glob("*.step"))


@pytest.mark.parametrize(
    ("end", "note"),
    [
        ("result = cq.Workplane().box(1, 2, 3)\nlater = cq.Workplane().box(9, 9, 9)", "`result`"),
        ("first = cq.Workplane().box(9, 2, 3)\nlast = first.intersect(cq.Solid.makeBox(1, 1, 1))", "`last`"),
    ],
)
def test_without_show_object_the_choice_is_said(build: Build, end: str, note: str) -> None:
    report = build(end)
    assert report.volume_mm3 == pytest.approx(6 if note == "`result`" else 1)
    assert note in report.notes[0]


def test_a_script_that_opens_a_viewer_is_taken_at_its_word(build: Build) -> None:
    report = build("from cadquery.vis import show\nshow(cq.Workplane().box(1, 2, 3), alpha=0.5)")
    assert report.volume_mm3 == pytest.approx(6)
    assert "cadquery.vis" in report.notes[0]
    both = build(f"from cadquery import vis\nvis.show(cq.Workplane().sphere(9))\n{BOX}", "both.step")
    assert both.volume_mm3 == pytest.approx(6000)


def test_several_objects_become_named_coloured_parts(build: Build, tmp_path: Path) -> None:
    report = build(
        "show_object(cq.Workplane().box(1, 2, 3), name='body', options={'color': 'red'})\n"
        "show_object(cq.Workplane().sphere(1).translate((5, 0, 0)), name='ball', color=(0, 0, 255))\n"
        "show_object(cq.Workplane().box(1, 1, 1).translate((9, 0, 0)), name='ball')\n",
        name="model.step",
    )
    assert report.solids == 3
    text = (tmp_path / "model.step").read_text()
    names = set(re.findall(r"PRODUCT\('([^']*)'", text))
    assert {"model", "body", "ball", "ball_2"} <= names
    assert "'red'" in text or "COLOUR_RGB" in text


def test_an_assembly_keeps_its_names_and_colours(build: Build, tmp_path: Path) -> None:
    build(
        "a = cq.Assembly(cq.Workplane().box(4, 4, 1), name='base', color=cq.Color(0.25, 0.5, 0.75))\n"
        "a.add(cq.Workplane().box(1, 1, 1), name='stud', loc=cq.Location((0, 0, 1)))\nshow_object(a)"
    )
    text = (tmp_path / "model.step").read_text()
    assert "'stud'" in text
    assert "COLOUR_RGB" in text


@pytest.mark.parametrize("color", ["'no such colour'", "17", "(1, 2)", "object()"])
def test_a_colour_that_makes_no_sense_is_left_out(build: Build, color: str) -> None:
    assert build(f"show_object(cq.Workplane().box(1, 1, 1), color={color})").valid


def test_debug_objects_and_descriptions_are_no_part_of_the_model(build: Build) -> None:
    report = build(f"x = 1.0\ndescribe_parameter(x, 'what')\ndebug(cq.Workplane().sphere(50))\n{BOX}")
    assert report.volume_mm3 == pytest.approx(6000)


def test_what_is_printed_is_reported(build: Build) -> None:
    assert build("import warnings\nprint('one')\nwarnings.warn('two')\n" + BOX).output.startswith("one\n")


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        ("cq.Sketch().rect(1, 1)", "placeSketch"),
        ("42", "not int"),
        ("None", "not NoneType"),
        ("cq.Workplane()", "empty"),
    ],
)
def test_what_is_no_model_is_refused_with_a_hint(build: Build, shown: str, words: str) -> None:
    with pytest.raises(ScriptError, match=words):
        build(f"show_object({shown})")


def test_a_script_that_shows_nothing_is_told_what_to_do(build: Build) -> None:
    with pytest.raises(ScriptError, match="show_object"):
        build("x = 1")
    assert build(f"if __name__ == '__main__':\n    {BOX}").volume_mm3 == pytest.approx(6000)


def test_the_model_stays_where_the_script_put_it(build: Build) -> None:
    report = build("show_object(cq.Workplane().box(1, 2, 3, centered=False).translate((10, 20, 30)))")
    assert report.lowest_mm == (10, 20, 30)


# --- errors --------------------------------------------------------------------------------


def test_a_script_error_carries_type_message_line_and_text(build: Build, tmp_path: Path) -> None:
    with pytest.raises(ScriptError) as caught:
        build("import math\nprint('so far')\n\nx = math.sqrt(-1)\n" + BOX)
    error = caught.value
    assert (error.error_type, error.line, error.source_line) == ("ValueError", 4, "x = math.sqrt(-1)")
    assert "domain" in error.message
    assert error.output == "so far\n"
    assert not list(tmp_path.glob("*.step"))


def test_an_error_inside_a_function_names_the_line_that_failed(build: Build) -> None:
    with pytest.raises(ScriptError) as caught:
        build("def f(x):\n    return 1 / x\n\nf(0)\n" + BOX)
    assert caught.value.line == 2


@pytest.mark.parametrize(
    ("chain", "words"),
    [
        ("box(10, 10, 10).edges().fillet(5)", "radius"),
        ("box(10, 10, 10).edges().chamfer(6)", "chamfer"),
        ("box(10, 10, 10).edges('|Z').fillet(3).shell(-20)", "thinner|offset"),
        ("rect(5, 5).loft()", "at least two"),
        ("lineTo(1, 1).extrude(5)", "closed outline"),
        ("extrude(5)", "closed outline"),
        ("box(1, 1, 1).edges('#Z and |Z').fillet(0.1)", "selector"),
        ("box(1, 1, 1).faces('>Z').edges('|Z').fillet(0.1)", "selector"),
        ("box(1, 1, 1).faces('|Z').workplane().hole(0.1)", "faces"),
        ("rect(5, 5).fillet(1)", "solid"),
        ("box(1, 1, 0)", "zero|0|sizes"),
        ("moveTo(0, 0).threePointArc((1, 0), (2, 0)).close().extrude(1)", "."),
    ],
)
def test_a_cryptic_message_comes_with_a_hint(build: Build, chain: str, words: str) -> None:
    with pytest.raises(ScriptError) as caught:
        build(f"show_object(cq.Workplane().{chain})")
    assert re.search(words, caught.value.hint), str(caught.value)


@pytest.mark.parametrize(
    ("chain", "words"),
    [
        (
            "box(9, 9, 9).faces('>Z')\n  .edges('|Z').fillet(1)",
            r"edges\('\|Z'\) selected nothing; the stack held 1 face, with 4 edges to choose from",
        ),
        (
            "box(9, 9, 9).edges('%CIRCLE').chamfer(1)",
            r"edges\('%CIRCLE'\) .* 1 solid, with 12 edges to choose from",
        ),
    ],
)
def test_an_empty_selection_says_what_there_was_to_choose_from(build: Build, chain: str, words: str) -> None:
    with pytest.raises(ScriptError) as caught:
        build(f"show_object((cq.Workplane().{chain}))")
    assert re.search(words, caught.value.hint), str(caught.value)


@pytest.mark.parametrize("selector", ["Z>>", "foo", "#Q and"])
def test_a_selector_that_cannot_be_read_is_told_in_words(build: Build, selector: str) -> None:
    with pytest.raises(ScriptError) as caught:
        build(f"show_object(cq.Workplane().box(1, 1, 1).faces({selector!r}))")
    assert repr(selector) in caught.value.message
    assert "Expected" not in str(caught.value)
    assert "'>Z'" in caught.value.hint


@pytest.mark.parametrize("act", ["raise RuntimeError('again')", "return 5", "raise SystemExit"])
def test_an_error_whose_text_fails_is_told_with_its_line(build: Build, act: str) -> None:
    with pytest.raises(ScriptError) as caught:
        build(f"class Sour(Exception):\n    def __str__(self):\n        {act}\n\nraise Sour\n" + BOX)
    assert (caught.value.error_type, caught.value.line) == ("Sour", 5)


@pytest.mark.parametrize(
    ("shown", "check"),
    [
        ("cq.Workplane().rect(5, 5)", "has_faces"),
        ("cq.Face.makePlane(5, 5)", "has_solids"),
        ("cq.Workplane().box(5, 5, 5).faces('>Z or >X')", "has_solids"),
        ("cq.Shell.makeShell(cq.Solid.makeBox(1, 1, 1).Faces()[:5])", "has_solids"),
    ],
)
def test_the_first_failed_check_is_named(build: Build, tmp_path: Path, shown: str, check: str) -> None:
    with pytest.raises(InvalidGeometry) as caught:
        build(f"show_object({shown})")
    assert caught.value.check == check
    assert not list(tmp_path.glob("*.step"))


FORGER = r"""
import re
child = __builtins__["__import__"]("sys").modules["mayfly.cad.sandbox.child"]
original = child.write_step
def forge(*shown, **more):
    return re.sub(rb"(CLOSED_SHELL\('',\()#\d+,", rb"\1", original(*shown, **more))
child.write_step = forge
"""


def test_a_forged_file_with_an_open_shell_is_not_published(build: Build) -> None:
    with pytest.raises(InvalidGeometry) as caught:
        build(FORGER + BOX)
    assert caught.value.check in {"closed_shells", "has_solids"}


@pytest.mark.parametrize("last", ["(0, 10)", "(0, 6)", "(0, 30)"], ids=["no volume", "less", "more"])
def test_geometry_that_cuts_through_itself_is_not_published(build: Build, last: str) -> None:
    outline = f"[(0, 0), (10, 10), (10, 0), {last}]"
    for shown in ("crossed", "cq.Assembly().add(crossed)"):
        with pytest.raises(ScriptError, match="cross itself"):
            build(f"crossed = cq.Workplane().polyline({outline}).close().extrude(5)\nshow_object({shown})")


FAULTY = {
    "arcs": "cq.Workplane().lineTo(20, 0).threePointArc((10, -5), (0, 4)).close().extrude(3)",
    "spline": "cq.Workplane().spline([(10, 10), (0, 12), (10, 0)], includeCurrent=True).lineTo(5, -6).close()"
    ".extrude(4)",
    "touching": "cq.Workplane().polyline([(0, 0), (20, 0), (20, 20), (10, 0), (0, 20)]).close().extrude(2)",
    "by a micrometre": "cq.Workplane().polyline([(0, 0), (10, 0), (10, 10), (5, 10), (5.001, 10.001),"
    "(5, 10.001), (5.001, 10.0005), (0, 10)]).close().extrude(5)",
    "hole": "cq.Workplane().rect(20, 20).pushPoints([(10, 0)]).circle(4).extrude(5)",
    "twisted": f"cq.Workplane().polyline({CROSSED}).close().twistExtrude(10, 40)",
    "loft": f"cq.Workplane().polyline({CROSSED}).close().workplane(offset=9).polyline({CROSSED}).close()"
    ".loft()",
    "rounded": f"cq.Workplane().polyline({CROSSED}).close().extrude(5).edges('|Z').fillet(0.5)",
    "beside a sound one": f"[cq.Workplane().box(1, 2, 3),"
    f" cq.Workplane().polyline({CROSSED}).close().extrude(5).translate((50, 0, 0))]",
}


@pytest.mark.parametrize("name", FAULTY)
def test_that_what_reading_a_file_would_mend_into_another_model_is_not_published(
    build: Build, name: str
) -> None:
    with pytest.raises(ScriptError, match="BRepCheck"):
        build(f"show_object({FAULTY[name]})")


def test_that_the_error_of_a_faulty_model_carries_what_the_script_printed(build: Build) -> None:
    with pytest.raises(ScriptError) as caught:
        build(f"print('here')\nshow_object({FAULTY['arcs']})")
    assert caught.value.output == "here\n"


def test_that_a_model_inside_out_is_read_turned(build: Build) -> None:
    script = "box = cq.Solid.makeBox(1, 2, 3)\nbox.wrapped.Reverse()\nshow_object({shown})"
    assert build(script.format(shown="box")).volume_mm3 == pytest.approx(6)
    beside = "[cq.Workplane().box(9, 9, 9), box.moved(cq.Location((20, 0, 0)))]"
    assert build(script.format(shown=beside), "two.step").volume_mm3 == pytest.approx(735)
    assembly = "cq.Assembly().add(cq.Workplane().box(9, 9, 9)).add(box, loc=cq.Location((20, 0, 0)))"
    assert build(script.format(shown=assembly), "assembly.step").volume_mm3 == pytest.approx(735)
    shell = "[cq.Workplane().box(9, 9, 9), box.moved(cq.Location((20, 0, 0))).Shells()[0]]"
    report = build(script.format(shown=shell), "shell.step")
    assert (report.solids, report.volume_mm3) == (1, pytest.approx(735))


@pytest.mark.parametrize(
    "shown",
    [
        "cq.Workplane().box(0.0123, 0.0123, 0.0123)",
        "cq.Workplane().sphere(0.011)",
        "cq.Workplane().box(0.1, 0.1, 0.001).faces('>Z').workplane().hole(0.02)",
        "cq.Workplane('XZ').moveTo(20, 0).spline([(35, 30), (15, 60), (22, 90)], includeCurrent=True)"
        ".lineTo(0, 90).lineTo(0, 0).close().revolve().faces('>Z').shell(-0.003)",
    ],
    ids=["small", "small and round", "flat", "thin and free-form"],
)
def test_that_rounding_is_not_taken_for_another_model(build: Build, shown: str) -> None:
    assert build(f"show_object({shown})").valid


def test_that_a_file_that_holds_another_model_than_was_built_is_not_published(build: Build) -> None:
    script = """
child = __builtins__["__import__"]("sys").modules["mayfly.cad.sandbox.child"]
original = child.write_step
def differ(shown, **more):
    return original([child.Shown(cq.Workplane().box(1, 2, {height}))], **more)
child.write_step = differ
show_object(cq.Workplane().box(1, 2, 3))
"""
    with pytest.raises(InvalidGeometry, match="another volume") as caught:
        build(script.format(height=3.1))
    assert caught.value.check == "same_volume"
    assert build(script.format(height=3.02), "nearly.step").volume_mm3 == pytest.approx(6.04)
    unsound = script.format(height=3.02) + "child.check_geometry = lambda shown: 1 / 0\n"
    with pytest.raises(ScriptError, match="ZeroDivisionError"):
        build(unsound, "asked.step")


def test_that_a_faulty_model_is_not_repaired_first(
    workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original, repaired = workshop.inspection.measure, []
    monkeypatch.setattr(
        workshop.inspection,
        "measure",
        lambda *a, repair: repaired.append(repair) or original(*a, repair=repair),
    )
    with pytest.raises(ScriptError, match="BRepCheck"):
        workshop.build(BuildJob(script=f"show_object({FAULTY['arcs']})"), tmp_path / "a.step")
    assert repaired == [False]  # which can take a thousand times as long as to find the fault
    turned = "box = cq.Solid.makeBox(1, 2, 3)\nbox.wrapped.Reverse()\nshow_object(box)"
    assert workshop.build(BuildJob(script=turned), tmp_path / "b.step").valid
    assert repaired == [False, False, True]


def test_that_what_crashes_the_kernel_unrepaired_is_measured_repaired(
    workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*arguments: Any, repair: bool) -> Any:
        if not repair:
            raise KernelCrash("over what it was not let repair")
        return original(*arguments, repair=repair)

    original = workshop.inspection.measure
    monkeypatch.setattr(workshop.inspection, "measure", crash)
    assert workshop.build(BuildJob(script=BOX), tmp_path / "a.step").volume_mm3 == pytest.approx(6000)
    with pytest.raises(ScriptError, match="BRepCheck"):
        workshop.build(BuildJob(script=f"show_object({FAULTY['arcs']})"), tmp_path / "b.step")


def test_that_a_script_is_stopped_while_its_file_is_measured(workshop: Workshop, tmp_path: Path) -> None:
    def stopped() -> int:
        states = []
        for child in list(workshop.dispatcher.pool.registry.children.values()):
            with contextlib.suppress(OSError):
                stat = Path(f"/proc/{child.pid}/stat").read_text(encoding="ascii")
                states.append(stat.rpartition(") ")[2][0])
        return states.count("T")

    def look(stage: str) -> None:
        if stage == "inspecting":
            until = time.monotonic() + (0.3 if trusted else 10)
            while not (found := stopped()) and time.monotonic() < until:
                time.sleep(0.01)
            seen.append(found)

    seen: list[int] = []
    for trusted in (False, True):
        job = BuildJob(script=BOX, trusted=trusted)
        workshop.build(job, tmp_path / f"{trusted}.step", on_progress=look)
    assert seen == [1, 0]


def test_that_a_part_of_the_catalogue_is_not_compared(tmp_path: Path) -> None:
    script = """
child = __builtins__["__import__"]("sys").modules["mayfly.cad.sandbox.child"]
child.volume_mm3 = lambda shown: 1 / 0
show_object(cq.Workplane().box(1, 2, 3))
"""
    with Workshop(size=1) as own:
        assert own.build(BuildJob(script=script, trusted=True), tmp_path / "a.step").valid


def test_that_a_sound_model_is_not_looked_at_twice(build: Build) -> None:
    script = """
child = __builtins__["__import__"]("sys").modules["mayfly.cad.sandbox.child"]
def fail(shown):
    raise ValueError("asked about")
child.check_geometry = fail
box = cq.Solid.makeBox(1, 2, 3)
{then}
show_object(box)
"""
    assert build(script.format(then="")).valid
    with pytest.raises(ScriptError, match="asked about"):
        build(script.format(then="box.wrapped.Reverse()"), "turned.step")


def test_a_volume_that_is_mere_rounding_is_none(workshop: Workshop, tmp_path: Path) -> None:
    outline = "[(0, 0), (10, 10), (10, 0), (0, 10)]"
    script = f"show_object(cq.Workplane().polyline({outline}).close().extrude(5))"
    with pytest.raises(InvalidGeometry) as caught:
        workshop.build(BuildJob(script=script, trusted=True), tmp_path / "model.step")
    assert caught.value.check == "positive_volume"


# --- the file ------------------------------------------------------------------------------


def test_the_header_names_product_author_and_millimetres(build: Build, tmp_path: Path) -> None:
    build(BOX, name="a.step")
    job = BuildJob(script=BOX, name="plate 'No. 1'", timestamp=1_700_000_000)
    assert job.timestamp is not None
    text = (tmp_path / "a.step").read_text()
    assert "PRODUCT('model'" in text
    assert "('Mayfly')" in text
    assert "AUTOMOTIVE_DESIGN" in text
    assert re.search(r"SI_UNIT\(\.MILLI\.,\.METRE\.\)", text)


def test_the_product_name_is_the_callers(workshop: Workshop, tmp_path: Path) -> None:
    for number, name in enumerate(["plate 'No. 1'", "Größe 3 \u2300", "x" * 5000, "a\nb", ""]):
        output = tmp_path / f"{number}.step"
        workshop.build(BuildJob(script=BOX, name=name), output)
        assert output.read_bytes().isascii()
    assert "PRODUCT('plate ''No. 1'''" in (tmp_path / "0.step").read_text()
    assert "PRODUCT('Gr\\X2\\00F600DF\\X0\\e 3" in (tmp_path / "1.step").read_text()


@pytest.mark.parametrize("trusted", [True, False])
def test_the_same_job_gives_the_same_bytes(workshop: Workshop, tmp_path: Path, trusted: bool) -> None:
    script = (
        "import random\n"
        "a = cq.Assembly().add(cq.Workplane().box(1, 1, 1 + random.random()))\n"
        "a.add(cq.Workplane().sphere(2), loc=cq.Location((9, 0, 0)), color=cq.Color('red'))\n"
        "a.add(cq.Workplane().box(1, 1, len(set('abc'))), loc=cq.Location((20, 0, 0)))\n"
        "show_object(a)"
    )
    digests = set()
    for number in range(4):
        output = tmp_path / f"{number}.step"
        job = BuildJob(script=script, trusted=trusted, timestamp=1_700_000_000.0)
        digests.add(workshop.build(job, output).sha256)
        workshop.build(BuildJob(script=BOX, trusted=trusted), tmp_path / f"between{number}.step")
    assert len(digests) == 1


def test_size_and_digest_are_those_of_the_file(build: Build, tmp_path: Path) -> None:
    report = build(BOX)
    content = (tmp_path / "model.step").read_bytes()
    assert (report.size_bytes, report.sha256) == (len(content), hashlib.sha256(content).hexdigest())


# --- what is measured ----------------------------------------------------------------------


def test_a_box_with_a_hole_is_measured_exactly(build: Build) -> None:
    report = build("show_object(cq.Workplane().box(40, 30, 10).faces('>Z').workplane().hole(8))")
    assert (report.solids, report.faces) == (1, 7)
    assert report.faces_by_kind == {"cylinder": 1, "plane": 6}
    assert report.bounding_box_mm == (40, 30, 10)
    assert report.lowest_mm == (-20, -15, -5)
    assert report.volume_mm3 == pytest.approx(12000 - math.pi * 160, rel=1e-9)
    assert report.area_mm2 == pytest.approx(
        2 * (1200 + 400 + 300) - 2 * math.pi * 16 + math.pi * 80, rel=1e-9
    )
    assert report.centre_mm == pytest.approx((0, 0, 0), abs=1e-6)
    assert report.valid
    assert report.failed_check is None


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        ("box(20, 20, 10).faces('>Z').workplane().hole(4)", [(4, 1, "Z", "through", 1, 10)]),
        ("box(20, 20, 10).faces('>Z').workplane().hole(4, 6)", [(4, 1, "Z", "blind", 1, 6)]),
        ("box(20, 20, 10).faces('>X').workplane().hole(4)", [(4, 1, "X", "through", 1, 20)]),
        (
            "box(20, 20, 10).faces('>Z').workplane().cboreHole(4, 8, 3)",
            [(4, 1, "Z", "through", 1, 7), (8, 1, "Z", "counterbore", 1, 3)],
        ),
        (
            "box(20, 20, 10).cut(cq.Workplane().circle(3).extrude(4, both=True))",
            [(6, 1, "Z", "closed", 1, 8)],
        ),
        ("box(30, 20, 10).faces('>Z').workplane().slot2D(12, 6).cutThruAll()", []),
        ("box(20, 20, 10).edges('|Z').fillet(3)", []),
        ("circle(10).extrude(5)", []),
        ("circle(10).circle(6).extrude(5)", [(12, 1, "Z", "through", 1, 5)]),
        (
            "box(40, 20, 10).faces('>Z').workplane().rarray(10, 1, 3, 1).hole(4)",
            [(4, 3, "Z", "through", 1, 10)],
        ),
        (
            "box(20, 20, 30).cut(cq.Workplane().box(20, 30, 10)).faces('>Z').workplane().hole(4)",
            [(4, 1, "Z", "through", 2, 20)],
        ),
        (
            "box(20, 20, 10).cut(cq.Workplane().cylinder(50, 3).rotate((0, 0, 0), (0, 1, 0), 30))",
            [(6, 1, "other", "through", 1, None)],
        ),
    ],
)
def test_round_holes_are_found_and_slots_and_fillets_are_not(
    build: Build, chain: str, expected: list[tuple[object, ...]]
) -> None:
    report = build(f"show_object(cq.Workplane().{chain})")
    found = [(h.diameter_mm, h.count, h.axis, h.kind, h.walls_each, h.length_mm) for h in report.holes]
    assert [row[:5] for row in found] == [row[:5] for row in expected]
    for row, wanted in zip(found, expected, strict=True):
        if wanted[5] is not None:
            assert row[5] == pytest.approx(wanted[5])


def test_holes_say_where_they_are(build: Build) -> None:
    report = build(
        "plate = cq.Workplane().box(40, 30, 10).faces('>Y').workplane().hole(2, 5)\n"
        "show_object(plate.faces('>Z').workplane(origin=(0, 0, 5)).pushPoints([(10, 5), (-10, -5)]).hole(4))"
    )
    places = {(hole.diameter_mm, hole.axis): hole.at for hole in report.holes}
    assert places == {(4.0, "Z"): ((-10.0, -5.0), (10.0, 5.0)), (2.0, "Y"): ((0.0, 0.0),)}


def test_a_round_body_has_its_exact_box(build: Build) -> None:
    report = build("show_object(cq.Workplane().sphere(10).union(cq.Workplane().cylinder(30, 4)))")
    assert report.bounding_box_mm == pytest.approx((20, 20, 30), abs=1e-6)
    turned = "show_object(cq.Workplane().circle(5).extrude(10).rotate((0, 0, 0), (1, 0, 0), 30))"
    depth = 10 * math.sin(math.radians(30)) + 10 * math.cos(math.radians(30))
    assert build(turned, "turned.step").bounding_box_mm == pytest.approx(
        (10, depth, 10.0 * math.cos(math.radians(30)) + 5), abs=1e-5
    )


# --- other formats -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("format", "start"), [("svg", b"<"), ("stl", b""), ("png", b"\x89PNG"), ("glb", b"glTF")]
)
def test_other_formats_come_from_the_step_file(
    workshop: Workshop, build: Build, tmp_path: Path, format: str, start: bytes
) -> None:
    build(BOX)
    content = workshop.convert(tmp_path / "model.step", format)  # type: ignore[arg-type]
    assert content.startswith(start)
    assert len(content) > 200
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["model.step"]


def test_what_is_no_step_file_cannot_be_converted(workshop: Workshop, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.step"
    wrong.write_text("no model")
    with pytest.raises(KernelCrash, match="stl"):
        workshop.convert(wrong, "stl")
    with pytest.raises(OSError, match="link"):
        (tmp_path / "link.step").symlink_to(wrong)
        workshop.convert(tmp_path / "link.step", "stl")


@pytest.mark.parametrize(
    ("bulge", "sides"),
    [
        ("sphere(12)", (40, 30, 24)),
        ("circle(12).extrude(10).rotate((0, 0, 0), (1, 0, 0), 90)", (40, 30, 24)),
        ("add(cq.Solid.makeTorus(10, 2, dir=cq.Vector(1, 0, 0)))", (40, 30, 24)),
    ],
)
def test_a_round_face_that_reaches_beyond_the_flat_ones_makes_the_box(
    build: Build, bulge: str, sides: tuple[float, float, float]
) -> None:
    script = f"show_object(cq.Workplane().box(40, 30, 20).union(cq.Workplane().{bulge}))"
    assert build(script).bounding_box_mm == pytest.approx(sides)
