"""What can't be manufactured is reported in notes, and what can be is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cadquery as cq
import pytest

from mayfly.cad.parts import catalogue
from mayfly.cad.sandbox.measure import inspection, manufacturability
from mayfly.cad.sandbox.record.shown import Shown
from mayfly.cad.sandbox.script.step_output import write_step
from mayfly.cad.workshop import BuildJob, Workshop
from tests.cad.conftest import Build

SCRIPTS = sorted((Path(__file__).parent / "scripts").glob("*.py"))
BENCHMARKS = sorted((Path(__file__).parents[2] / "benchmarks" / "build_scripts").glob("*.py"))
WARNING = ("touches itself", "overlap", "belong to no solid", "not installed", "lacks", "is as solid as")


def warned(notes: tuple[str, ...]) -> list[str]:
    """Give those of a report's notes that are warnings."""
    return [note for note in notes if any(word in note for word in WARNING)]


def read_back(model: Any) -> list[Any]:
    """Write a model as STEP and give the solids that are read from it."""
    content = write_step([Shown(model)], name="model", timestamp=0.0)
    return inspection.solids_of(inspection.read_step(content, repair=False))


def pocket(x: float, y: float, depth: float) -> cq.Workplane:
    """Give a square pocket of 10 mm in a block of 10 mm height."""
    return cq.Workplane(origin=(x, y, 10 - depth)).box(10, 10, 10, centered=(True, True, False))


BLOCK = cq.Workplane().box(40, 40, 10, centered=(True, True, False))
TOUCHING = {
    "two pockets": (BLOCK.cut(pocket(-5, -5, 6)).cut(pocket(5, 5, 6)), 1),
    "pockets of two depths": (BLOCK.cut(pocket(-5, -5, 4)).cut(pocket(5, 5, 6)), 1),
    "a ring of four blocks": (
        cq.Workplane().rect(30, 30).rect(10, 10).extrude(2)
        .union(cq.Workplane().rect(5, 5).extrude(4).translate((-7.5, -7.5, 2)))
        .union(cq.Workplane().rect(5, 5).extrude(4).translate((-12.5, -12.5, 2))), 1,
    ),
    "a cavity": (BLOCK.cut(pocket(-5, -5, 6)).cut(cq.Workplane().box(10, 10, 6).translate((5, 5, 5))), 1),
}  # fmt: skip


@pytest.mark.parametrize("name", TOUCHING)
def test_a_solid_that_touches_itself_along_an_edge_is_found_in_its_file(name: str) -> None:
    model, edges = TOUCHING[name]
    solids = read_back(model)
    assert len(solids) == 1
    assert len(manufacturability.contact_edges(solids[0])) >= edges


def test_edges_that_lie_in_one_place_count_as_contact_where_topology_keeps_them_apart() -> None:
    def wall(x: float) -> cq.Solid:
        return cq.Solid.makeBox(5, 5, 5, cq.Vector(x, x, 0))

    one, other = wall(0), wall(5)
    shells = [one.Shells()[0].wrapped, other.Shells()[0].wrapped]
    builder = cq.occ_impl.shapes.BRepBuilderAPI_MakeSolid()
    for shell in shells:
        builder.Add(shell)
    both = builder.Solid()
    assert [len(manufacturability.contact_edges(each.wrapped)) for each in (one, other)] == [0, 0]
    assert len(manufacturability.contact_edges(both)) == 1


SEPARATE = {
    "two cubes along an edge": BLOCK.union(cq.Workplane().box(10, 10, 10).translate((25, 25, 5))),
    "a ring": cq.Workplane().circle(10).circle(5).extrude(5),
    "a ball": cq.Workplane().sphere(5),
    "a half ring": cq.Workplane("XZ").moveTo(10, 0).circle(3).revolve(180, (0, 0, 0), (0, 1, 0)),
    "a doughnut": cq.Workplane(cq.Solid.makeTorus(20, 5)),
    "a tip": cq.Workplane(cq.Solid.makeCone(5, 0, 10)),
    "round pockets side by side": BLOCK.faces(">Z").workplane().rarray(11, 1, 3, 1).hole(10, 4),
    "a slot": BLOCK.faces(">Z").workplane().slot2D(20, 6).cutThruAll(),
    "a hollow ball": cq.Workplane().sphere(10).cut(cq.Workplane().sphere(5)),
    "a rod in a hole": cq.Workplane()
    .box(20, 20, 5)
    .faces(">Z")
    .workplane()
    .hole(6)
    .union(cq.Workplane().cylinder(20, 2)),
}


@pytest.mark.parametrize("name", SEPARATE)
def test_a_sound_solid_has_no_contact_edges(name: str) -> None:
    assert [manufacturability.contact_edges(solid) for solid in read_back(SEPARATE[name])] in ([[]], [[], []])


def test_contact_is_told_with_the_edge_and_published(build: Build) -> None:
    report = build(
        "b = cq.Workplane().box(40, 40, 10, centered=(True, True, False))\n"
        "for at in (-5, 5):\n"
        "    b = b.cut(cq.Workplane(origin=(at, at, 4)).box(10, 10, 10, centered=(True, True, False)))\n"
        "show_object(b)"
    )
    assert (report.solids, report.valid) == (1, True)
    assert len(warned(report.notes)) == 1
    assert "touches itself along the straight edge of 6 mm around (0, 0, 7)" in report.notes[0]


# --- overlapping solids --------------------------------------------------------------------


def test_parts_that_take_the_same_room_are_told_with_the_volume(build: Build) -> None:
    report = build(
        "a = cq.Assembly(cq.Workplane().box(40, 40, 10), name='plate')\n"
        "a.add(cq.Workplane().cylinder(20, 5), name='pin', loc=cq.Location((10, 0, 0)))\n"
        "a.add(cq.Workplane().box(40, 40, 10), name='lid', loc=cq.Location((0, 0, 10)))\n"
        "show_object(a)"
    )
    told = warned(report.notes)
    assert len(told) == 2
    assert all("785.4 mm³" in note or "392.7 mm³" in note for note in told), told
    assert "10 × 10 × 20 mm around (10, 0, 0)" in told[0]


@pytest.mark.parametrize(
    "second",
    [
        "cq.Workplane().cylinder(20, 4)",
        "cq.Workplane().box(40, 40, 10).translate((0, 0, 10))",
        "cq.Workplane().cylinder(30, 3)",
        "cq.Workplane().box(40, 40, 10).translate((40, 40, 0))",
    ],
    ids=["a pin that fits", "on top", "a pin with play", "along an edge"],
)
def test_parts_that_only_touch_are_not_told(build: Build, second: str) -> None:
    plate = "cq.Workplane().box(40, 40, 10).faces('>Z').workplane().hole(8)"
    assert warned(build(f"show_object([{plate}, {second}])").notes) == []


def test_pairs_are_looked_at_by_their_boxes_first() -> None:
    row = [cq.Solid.makeBox(2, 2, 2, cq.Vector(3 * n, 0, 0)).wrapped for n in range(30)]
    assert manufacturability.near_pairs(row) == []
    row.append(cq.Solid.makeBox(4, 1, 1, cq.Vector(1, 0, 0)).wrapped)
    assert manufacturability.near_pairs(row) == [(0, 30), (1, 30)]


def test_an_overlap_that_takes_too_long_to_find_is_said_to_be_open(monkeypatch: pytest.MonkeyPatch) -> None:
    solids = [cq.Solid.makeBox(5, 5, 5, cq.Vector(n, 0, 0)).wrapped for n in range(3)]
    pairs = manufacturability.near_pairs(solids)
    monkeypatch.setattr(manufacturability, "OVERLAP_SECONDS", -1.0)
    (last,) = manufacturability.overlaps(solids, pairs)
    assert [row["code"] for row in last] == ["overlaps_unseen"]
    assert last[0]["count"] == 3


def test_a_search_for_overlaps_that_never_ends_hinders_no_model(
    workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mayfly.cad.workshop import follow_up

    monkeypatch.setattr(follow_up, "SECONDS", 0.0)
    script = "show_object([cq.Workplane().box(9, 9, 9), cq.Workplane().box(9, 9, 9).translate((5, 5, 5))])"
    report = workshop.build(BuildJob(script=script), tmp_path / "model.step")
    assert (report.valid, warned(report.notes)) == (
        True,
        ["pairs of solids that may overlap and were not compared for lack of time: 1"],
    )


# --- what belongs to no solid --------------------------------------------------------------


def test_loose_faces_and_lines_are_counted_and_are_no_part_of_the_sizes(build: Build) -> None:
    report = build(
        "show_object(cq.Workplane().box(10, 10, 10), name='body')\n"
        "show_object(cq.Workplane().moveTo(20, 0).lineTo(60, 0), name='axis')\n"
        "show_object(cq.Face.makePlane(5, 5, (40, 0, 0), (0, 0, 1)), name='label area')"
    )
    assert report.bounding_box_mm == (10, 10, 10)
    assert (report.faces, report.area_mm2) == (6, pytest.approx(600))
    assert [note for note in report.notes if "1 face and 1 line that belong to no solid" in note]


def test_a_solid_alone_holds_nothing_loose(build: Build) -> None:
    assert (
        warned(build("show_object(cq.Workplane().box(1, 2, 3).faces('>Z').workplane().hole(0.5))").notes)
        == []
    )


# --- text and shells -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("'A', 5, 1, font='Nowhere Sans'", ["“Nowhere Sans” is not installed", "the text is in “"]),
        ("'A', 5, 1, fontPath='./mine.ttf'", ["no font file “./mine.ttf”", "the text is in “"]),
        ("'A\\U0001F9EC日', 5, 1", ["lacks 2 of the text's letters", "日"]),
    ],
)
def test_what_became_of_a_text_is_told(build: Build, text: str, words: list[str]) -> None:
    notes = build(f"show_object(cq.Workplane().text({text}))").notes
    assert [word for word in words if not any(word in note for note in notes)] == [], notes


def test_the_free_functions_text_is_told_of_too(build: Build) -> None:
    made = "extrude(text('A', 9, 'Nowhere Sans'), (0, 0, 2))"
    script = f"from cadquery.func import extrude, text\nshow_object({made})"
    assert "“Nowhere Sans” is not installed" in build(script).notes[0]


def test_a_text_with_no_font_named_is_taken_as_it_is(build: Build) -> None:
    assert warned(build("show_object(cq.Workplane().text('Grüße', 5, 1))").notes) == []


def test_a_shell_that_changed_nothing_is_told(build: Build) -> None:
    notes = build("tray = cq.Workplane().box(10, 10, 10).faces('>Z').shell(-6)\nshow_object(tray)").notes
    assert "`tray`, made by shell() at line 1" in notes[0]
    assert (
        warned(build("show_object(cq.Workplane().box(9, 9, 9).faces('>Z').shell(-2))", "b.step").notes) == []
    )


# --- no false alarm ------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*SCRIPTS, *BENCHMARKS], ids=lambda path: path.stem)
def test_nothing_is_warned_of_in_sound_scripts(workshop: Workshop, tmp_path: Path, path: Path) -> None:
    report = workshop.build(BuildJob(script=path.read_text(encoding="utf-8")), tmp_path / "model.step")
    assert warned(report.notes) == []


@pytest.mark.parametrize("name", catalogue())
def test_nothing_is_warned_of_in_parts_of_the_catalogue(
    workshop: Workshop, tmp_path: Path, name: str
) -> None:
    plan = catalogue()[name].plan()
    job = BuildJob(script=plan.script, parameters=plan.parameters, trusted=True)
    assert warned(workshop.build(job, tmp_path / "model.step").notes) == []
