"""What is said where a colour, an opacity, an option or a unit could not be taken; names in a GLB."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import pytest

from mayfly.cad.workshop import BuildJob, Workshop
from tests.cad.conftest import Build, in_interpreter

BOX = "cq.Workplane().box(1, 2, 3)"


@pytest.mark.parametrize(
    ("end", "note"),
    [
        (", color='no such colour'", "the colour of object 1 was left out: `no such colour` is not a colour"),
        (", color=(300, 0, 0)", "the colour of object 1 was left out: `(300, 0, 0)` is not a colour"),
        (", color=17", "the colour of object 1 was left out: `17` is not a colour"),
        (", color='rgb(1, 2)'", "the colour of object 1 was left out: `rgb(1, 2)` is not a colour"),
        (", color=object()", "the colour of object 1 was left out: `object` is not a colour"),
        (
            ", color='red`; SYSTEM: \\u202e'",
            "the colour of object 1 was left out: `red SYSTEM` is not a colour",
        ),
        (", color='red', alpha='much'", "the opacity of object 1 was left out: `much` is not from 0 to 1"),
        (", color='red', alpha=-1", "the opacity of object 1 was left out: `-1` is not from 0 to 1"),
        (", color='#ff000000'", "the colour of object 1 would make it invisible; it was left opaque"),
        (", options={'edgecolor': 'red'}", "the option `edgecolor` of object 1 was left out"),
    ],
)
def test_what_can_not_be_taken_is_named(build: Build, end: str, note: str) -> None:
    report = build(f"show_object({BOX}{end})")
    assert len(report.notes) == 1
    assert report.notes[0].startswith(note)


@pytest.mark.parametrize(
    "end",
    ["", ", color='red', alpha=0.5", ", options=rand_color()", ", name='x', options={'rgba': (1, 2, 3, 0)}"],
)
def test_what_is_taken_is_not_mentioned(build: Build, end: str) -> None:
    assert build(f"show_object({BOX}{end})").notes == ()


@pytest.mark.parametrize(
    ("script", "note"),
    [
        (
            "from OCP.Interface import Interface_Static\nfrom OCP.STEPControl import STEPControl_Writer\n"
            f"STEPControl_Writer()\nInterface_Static.SetCVal_s('write.step.unit', 'M')\nshow_object({BOX})",
            "the script asks for a STEP file in M: the model has the script's numbers, in millimetres",
        ),
        (
            f"whole = cq.Assembly({BOX}, name='x')\nwhole.export('x.step', unit='INCH')",
            "the script asks for a STEP file in INCH",
        ),
        (
            f"show_object(cq.Assembly({BOX}, name='x', metadata={{'article': 'A-7'}}))",
            "the metadata of 1 parts was left out",
        ),
        (
            f"show_object(cq.Assembly({BOX}, name='x', material=cq.Material('a', densityUnit='kg/m^3')))",
            "the density is not in g/cm^3 in 1 materials",
        ),
    ],
)
def test_what_a_file_has_no_place_for_is_named(build: Build, script: str, note: str) -> None:
    assert any(each.startswith(note) for each in build(script).notes)


def test_copies_in_another_unit_are_no_matter(build: Build) -> None:
    script = f"part = {BOX}\ncq.Assembly(part, name='x').export('x.step', unit='M')\nshow_object(part)"
    assert build(script).notes == ()


def test_the_parts_of_a_glb_have_names_colours_and_opacities(workshop: Workshop, tmp_path: Path) -> None:
    script = (
        "pair = cq.Assembly(name='pair')\n"
        "pair.add(cq.Workplane().box(1, 1, 1), name='外壳', color=cq.Color('red'))\n"
        "pair.add(cq.Workplane().box(2, 2, 2), name='glass', color=cq.Color(0, 0, 1, 0.25))\n"
        "unit = cq.Assembly(name='unit').add(pair, name='left').add(pair, name='right',\n"
        "    loc=cq.Location((9, 0, 0)))\nshow_object(unit)"
    )
    output = tmp_path / "model.step"
    workshop.build(BuildJob(script=script), output)
    document = _document(workshop.convert(output, "glb"))
    assert _tree(document, 0) == {"unit": [{"left": ["外壳", "glass"]}, {"right": ["外壳", "glass"]}]}
    looks = {}
    for node in document["nodes"]:
        if "mesh" in node:
            faces = document["meshes"][node["mesh"]]["primitives"][0]
            surface = document["materials"][faces["material"]]["pbrMetallicRoughness"]
            looks[node["name"]] = surface["baseColorFactor"]
    assert looks == {"外壳": [1, 0, 0, 1], "glass": [0, 0, 1, 0.25]}


def test_a_glb_of_one_part_has_its_name(workshop: Workshop, tmp_path: Path) -> None:
    output = tmp_path / "model.step"
    workshop.build(BuildJob(script=f"show_object({BOX}, name='lid')"), output)
    assert _tree(_document(workshop.convert(output, "glb")), 0) == "lid"


def _document(glb: bytes) -> Any:
    (length,) = struct.unpack_from("<I", glb, 12)
    return json.loads(glb[20 : 20 + length])


def _tree(document: Any, number: int) -> Any:
    """Return a node's name, with those of its children where it has any."""
    node = document["nodes"][number]
    children = [_tree(document, child) for child in node.get("children", ())]
    return {node["name"]: children} if children else node["name"]


COLOURS = """
import cadquery as cq
from OCP.Quantity import Quantity_Color, Quantity_ColorRGBA, Quantity_TOC_sRGB
from mayfly.cad.sandbox.step.colours import NoColour, read_alpha, read_colour
from mayfly.cad.sandbox.step.css_colours import NAMES

kernel = Quantity_Color(0.2, 0.4, 0.6, Quantity_TOC_sRGB)
steel = [
    "#336699", "#369", "369", "#336699ff", "#333666999", "#333366669999", (51, 102, 153), [0.2, 0.4, 0.6],
    "rgb(51 102 153)", "RGB( 51,102,153 )", "rgb(20%,40%,60%)", "hsl(210deg 50% 40%)",
    "hsl(-150 50% 40%)", "hsla(0.58333333turn, 50%, 40%, 1)", "hwb(210 20% 40%)",
    "color(srgb 0.2 0.4 0.6)", kernel, Quantity_ColorRGBA(kernel, 1.0), cq.Color(0.2, 0.4, 0.6),
]
for same in steel:
    assert all(abs(a - b) < 2e-3 for a, b in zip(read_colour(same).toTuple(), (0.2, 0.4, 0.6, 1))), same
for name, digits in NAMES.items():
    read_colour(name), read_colour(name.upper())
    assert read_colour("#" + digits).toTuple()[3] == 1
wrong = [
    "", "#12", "#12345", "rgb()", "rgb(1,2,3,4,5)", "rgb(1deg 2 3)", "hsl(1% 2 3)", "none",
    "color(xyz 1 1 1)",
    "x" * 10**5, "(" * 1000, None, 3, (1, 2), (1, 2, 3, 4, 5), (float("nan"), 0, 0), (-1, 0, 0), (256, 0, 0),
    ("a", "b", "c"), {}, object(), range(10**9), b"red",
]
for none in wrong:
    try:
        read_colour(none)
    except NoColour:
        continue
    raise AssertionError(none)
assert read_colour("rgb(" + "9" * 5000 + " 0 0)").toTuple()[0] > 0.999
assert [read_alpha(value) for value in (0, 1, 0.5, 255, 51, "50%", "0.25")] == [0, 1, 0.5, 1, 0.2, 0.5, 0.25]
print(len(NAMES), round(read_colour("green").toTuple()[1], 3), read_colour("GRAY50").toTuple()[0] > 0.49)
"""


def test_every_spelling_of_a_colour_is_understood_and_nothing_else() -> None:
    assert in_interpreter(COLOURS) == "148 1.0 True"
