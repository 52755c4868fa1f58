"""What a script says of its model by `result`, by what it saves, and by what it gives to a viewer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cad.conftest import Build, product_names, refusal

BLOCK = "block = cq.Workplane().box(10, 10, 10)\n"
BALL = "ball = cq.Workplane().sphere(6).translate((0, 0, 3))\n"
CUT_MM3, JOINED_MM3 = 395.45251, 1300.23119  # of block and ball
FAR = "cq.Workplane().box(10, 10, 10).translate((50, 0, 0))"


# --- the variable called result ------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "solids"),
    [
        ("block", 1),
        ("[block, lid]", 2),
        ("(block, lid)", 2),
        ("[[block], (lid, None)]", 2),
        ("{'base': block, 'lid': lid, 'count': 2}", 2),
        ("[block, block.faces('>Z'), cq.Sketch().rect(1, 1)]", 1),
    ],
)
def test_result_may_be_an_object_or_a_container_of_objects(build: Build, value: str, solids: int) -> None:
    report = build(BLOCK + f"lid = {FAR}\nresult = {value}")
    assert report.solids == solids
    assert "`result`" in report.notes[0]


def test_the_keys_of_result_are_the_parts_names(build: Build, tmp_path: Path) -> None:
    build(BLOCK + f"result = {{'base': block, 'lid': {FAR}}}")
    assert {"base", "lid"} <= product_names(tmp_path / "model.step")


def test_what_result_leaves_out_is_said(build: Build) -> None:
    report = build("result = cq.Workplane().box(1, 2, 3)\nlater = cq.Workplane().box(9, 9, 9)")
    assert report.volume_mm3 == pytest.approx(6)
    assert report.notes[1] == "not part of it, and left out: `later`"
    assert len(build(BLOCK + BALL + "result = block.cut(ball)", "b.step").notes) == 1


def test_a_result_that_is_no_object_is_not_the_model(build: Build) -> None:
    assert build(
        "part = cq.Workplane().box(1, 2, 3)\nresult = part.val().Volume()"
    ).volume_mm3 == pytest.approx(6)


# --- what the script saves -----------------------------------------------------------------

SAVES = [
    "cq.exporters.export(plate, 'plate.step')",
    "from cadquery import exporters\nexporters.export(plate, 'plate.stl')",
    "from cadquery.occ_impl.exporters import export\nexport(plate.val(), 'plate.stp', 'STEP')",
    "cq.exporters.export(plate, fname='plate.3mf')",
    "plate.export('plate.step')",
    "plate.val().exportStep('plate.step')",
    "plate.val().exportBrep('plate.brep')",
    "plate.val().exportStl('plate.stl')",
    "cq.Assembly(plate).save('plate.step')",
    "cq.Assembly(plate).export('plate.glb')",
    "cq.exporters.assembly.exportAssembly(cq.Assembly(plate), 'plate.step')",
    "cq.exporters.export(plate, 'plate.svg')",
    "def save(what):\n    what.export('plate.step')\nsave(plate)",
    "if __name__ == '__main__':\n    cq.exporters.export(plate, 'plate.step')",
]


@pytest.mark.parametrize("save", SAVES)
def test_what_a_script_saves_itself_is_its_model(build: Build, save: str) -> None:
    report = build(f"plate = cq.Workplane().box(60, 40, 5)\ntool = cq.Workplane().cylinder(20, 6)\n{save}")
    assert report.bounding_box_mm == (60, 40, 5)
    assert "saves" in report.notes[0]
    assert report.notes[1] == "not part of it, and left out: `tool`"


def test_the_note_names_what_is_saved_and_where(build: Build) -> None:
    report = build("plate = cq.Workplane().box(6, 4, 5)\ncq.exporters.export(plate, 'plate.step')")
    assert report.notes == (
        "no show_object and no `result`: `plate`, which the script saves (line 2), was taken",
    )


def test_an_assembly_that_is_saved_goes_before_its_parts_that_are_saved_too(build: Build) -> None:
    report = build(
        "a = cq.Workplane().box(10, 10, 10)\nb = cq.Workplane().sphere(3)\n"
        "cq.exporters.export(a, 'a.step')\ncq.exporters.export(b, 'b.stl')\n"
        "both = cq.Assembly().add(a, name='a').add(b, name='b', loc=cq.Location((20, 0, 0)))\n"
        "both.export('both.step')\ncq.exporters.export(both.toCompound(), 'both.stl')\n"
    )
    assert report.solids == 2
    assert "`both`, which the script saves (line 6)" in report.notes[0]


def test_the_last_stage_that_is_saved_goes_before_earlier_ones(build: Build) -> None:
    report = build(
        "blank = cq.Workplane().box(40, 30, 10)\ncq.exporters.export(blank, 'blank.step')\n"
        "part = blank.faces('>Z').workplane().hole(5)\ncq.exporters.export(part, 'part.step')\n"
    )
    assert [(hole.diameter_mm, hole.count) for hole in report.holes] == [(5, 1)]


def test_a_mesh_turned_for_printing_is_not_the_model_beside_the_exact_part(build: Build) -> None:
    report = build(
        "part = cq.Workplane().box(40, 30, 10)\ncq.exporters.export(part, 'part.step')\n"
        "cq.exporters.export(part.rotate((0, 0, 0), (1, 0, 0), 90), 'part.stl')\n"
    )
    assert report.bounding_box_mm == (40, 30, 10)


def test_several_parts_that_are_saved_and_lie_apart_are_all_of_the_model(build: Build) -> None:
    report = build(
        f"base = cq.Workplane().box(10, 10, 10)\nlid = {FAR}\n"
        "for part, name in ((base, 'base'), (lid, 'lid')):\n    cq.exporters.export(part, name + '.step')"
    )
    assert report.solids == 2
    assert "the 2 objects that the script saves were taken" in report.notes[0]


def test_sizes_of_one_part_that_are_saved_are_not_one_model(build: Build) -> None:
    message = refusal(
        build,
        "for size in (1, 2, 3):\n    part = cq.Workplane().circle(size).extrude(5)\n"
        "    cq.exporters.export(part, f'part{size}.step')",
    )
    assert "saves several objects that lie in one place" in message
    assert "show_object(part)" in message


def test_an_export_into_memory_or_of_an_outline_saves_no_model(build: Build) -> None:
    report = build(
        "import io\n" + BLOCK + BALL + "block.val().exportBrep(io.BytesIO())\n"
        "cq.exporters.export(block.section(), 'outline.dxf')\nblock = block.cut(ball)"
    )
    assert "assigned last" in report.notes[0]


# --- viewers -------------------------------------------------------------------------------

VIEWED = {
    "ocp_vscode": "from ocp_vscode import show_object\nshow_object(body, name='body')",
    "ocp_vscode module": "import ocp_vscode as viewer\nviewer.set_port(3939)\n"
    "viewer.show(body, names=['body'])",
    "ocp_vscode all names": "from ocp_vscode import *\n"
    "set_defaults(reset_camera=Camera.KEEP)\nshow(body, axes=True)",
    "cq_server": "from cq_server.ui import ui, show_object\nshow_object(body, name='body')",
    "cq_server class": "from cq_server.ui import UI, show_object\n"
    "show_object(body, 'body', {'color': 'red'})",
    "jupyter_cadquery": "from jupyter_cadquery import show, open_viewer\nview = open_viewer('x')\nshow(body)",
    "jupyter_cadquery parts": "from jupyter_cadquery.cadquery import Part, PartGroup, show\n"
    "show(PartGroup([Part(body, 'body', '#ff0000')], 'all'), axes=True)",
    "jupyter_cadquery client": "from jupyter_cadquery.viewer.client import show\nshow(body)",
    "cadquery.vis": "from cadquery.vis import show, style\nshow(style(body, color='red'), alpha=0.5)",
    "cadquery.vis module": "from cadquery import vis\nvis.show_object(body)",
    "in a function": "from ocp_vscode import show\ndef main():\n"
    "    show(body)\nif __name__ == '__main__':\n    main()",
    "where it is installed": "try:\n    from ocp_vscode import show\n"
    "except ImportError:\n    show = print\nshow(body)",
    "stages": "from ocp_vscode import show\nshow(body)\n"
    "body = body.faces('>Z').workplane().hole(3)\nshow(body)",
    "a sketch first": "from ocp_vscode import show\nshow(cq.Sketch().rect(1, 1))\nshow(body)",
    "unknown names": "from ocp_vscode import show, Brand_New\nBrand_New.option(3).more = 4\nshow(body)",
}


@pytest.mark.parametrize("name", VIEWED)
def test_what_a_viewer_is_given_is_the_model(build: Build, name: str) -> None:
    report = build(f"body = cq.Workplane().box(10, 20, 30)\nother = cq.Workplane().sphere(3)\n{VIEWED[name]}")
    assert report.bounding_box_mm == (10, 20, 30)
    assert re.fullmatch(r"no show_object: what was passed to [\w.]+ was taken", report.notes[0])


DISPLAY = "from IPython.display import SVG, display\n"


@pytest.mark.parametrize("ready", ["", DISPLAY], ids=["found ready", "imported"])
def test_the_last_stage_that_a_notebook_displays_is_the_model(build: Build, ready: str) -> None:
    report = build(
        f"{ready}blank = cq.Workplane().box(10, 20, 30)\ndisplay(blank)\n"
        "part = blank.faces('>Z').workplane().hole(3)\ndisplay(part)\nother = cq.Workplane().sphere(9)"
    )
    assert report.faces == 7
    assert report.notes == ("no show_object: what was passed to display was taken",)


def test_bodies_displayed_apart_are_all_of_the_model_and_those_in_one_place_are_not(build: Build) -> None:
    assert build(f"{BLOCK}display(block)\ndisplay({FAR})").solids == 2
    message = refusal(build, f"{BLOCK}{BALL}display(block)\ndisplay(ball)", name="b.step")
    assert "displays several objects that lie in one place" in message


def test_a_viewers_names_are_kept(build: Build, tmp_path: Path) -> None:
    build(f"from ocp_vscode import show\n{BLOCK}show(block, {FAR}, names=['base', 'lid'])")
    assert {"base", "lid"} <= product_names(tmp_path / "model.step")


def test_two_bodies_shown_one_after_the_other_are_not_one_model(build: Build) -> None:
    message = refusal(build, f"from ocp_vscode import show\n{BLOCK}lid = {FAR}\nshow(block)\nshow(lid)")
    assert "`block` (line 2), `lid` (line 3)" in message


def test_showing_all_there_is_decides_nothing(build: Build) -> None:
    report = build("from ocp_vscode import show_all\n" + BLOCK + BALL + "block = block.cut(ball)\nshow_all()")
    assert "`block`, assigned last" in report.notes[0]


def test_show_object_goes_before_everything_else(build: Build) -> None:
    report = build(
        "from cadquery.vis import show\nshow(cq.Workplane().sphere(9))\n"
        "result = cq.Workplane().box(5, 5, 5)\n"
        "cq.exporters.export(result, 'a.step')\nshow_object(cq.Workplane().box(1, 2, 3))\n"
        "last = result.edges()"
    )
    assert report.volume_mm3 == pytest.approx(6)
    assert report.notes == ()
