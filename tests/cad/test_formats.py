"""Formats for printers, lasers and other programs hold the model that the STEP file holds."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import ezdxf
import pytest

from mayfly.cad.workshop import BuildJob, Workshop
from mayfly.errors import InvalidParameter

PLATE = """import cadquery as cq

plate = cq.Workplane().box(40, 30, 6).faces(">Z").workplane().rect(24, 16, forConstruction=True)
plate = plate.vertices().cboreHole(4, 7, 3)
show_object(plate.edges("|Z").fillet(2))
"""
TWO = """import cadquery as cq

both = cq.Assembly(name="pair")
both.add(cq.Workplane().box(10, 10, 10), name="left & red", color=cq.Color(1, 0, 0))
both.add(cq.Workplane().cylinder(8, 3), name="right", loc=cq.Location((20, 0, 0)), color=cq.Color(0, 0, 1))
show_object(both)
"""
_3MF = "{http://schemas.microsoft.com/3dmanufacturing/core/2015/02}"
Triangles = list[tuple[int, ...]]


@pytest.fixture
def plate(workshop: Workshop, tmp_path: Path) -> Path:
    path = tmp_path / "plate.step"
    workshop.build(BuildJob(script=PLATE, trusted=True), path)
    return path


def is_closed(triangles: Triangles) -> bool:
    """Return whether each edge belongs to two triangles, which pass it in opposite directions."""
    edges = Counter(pair for a, b, c in triangles for pair in ((a, b), (b, c), (c, a)))
    return bool(edges) and all(count == 1 and edges[b, a] == 1 for (a, b), count in edges.items())


def volume(points: list[tuple[float, ...]], triangles: Triangles) -> float:
    """Return what a closed mesh encloses, positive where its triangles are seen from outside."""
    total = 0.0
    for a, b, c in triangles:
        (ax, ay, az), (bx, by, bz), (cx, cy, cz) = points[a], points[b], points[c]
        total += ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx)
    return total / 6


def objects(content: bytes) -> list[Any]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        root = ElementTree.fromstring(package.read("3D/3dmodel.model"))  # noqa: S314 (ours)
    assert root.attrib["unit"] == "millimeter"
    return list(root.iter(f"{_3MF}object"))


def mesh_of(body: Any) -> tuple[list[tuple[float, ...]], Triangles]:
    points = [tuple(float(each.attrib[axis]) for axis in "xyz") for each in body.iter(f"{_3MF}vertex")]
    corners = ("v1", "v2", "v3")
    return points, [
        tuple(int(each.attrib[name]) for name in corners) for each in body.iter(f"{_3MF}triangle")
    ]


def test_3mf_is_a_closed_mesh_of_the_right_volume(workshop: Workshop, plate: Path) -> None:
    content = workshop.convert(plate, "3mf")
    points, triangles = mesh_of(*objects(content))
    assert is_closed(triangles)
    assert volume(points, triangles) == pytest.approx(40 * 30 * 6, rel=0.1)
    assert workshop.convert(plate, "3mf") == content


def test_3mf_has_the_names_and_colours_of_the_parts(workshop: Workshop, tmp_path: Path) -> None:
    workshop.build(BuildJob(script=TWO, trusted=True), tmp_path / "two.step")
    content = workshop.convert(tmp_path / "two.step", "3mf")
    assert [body.attrib["name"] for body in objects(content)] == ["left & red", "right"]
    assert all(is_closed(mesh_of(body)[1]) for body in objects(content))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        colours = re.findall(rb'displaycolor="(#\w+)"', package.read("3D/3dmodel.model"))
    assert colours == [b"#FF0000FF", b"#0000FFFF"]


def test_obj_is_the_same_mesh(workshop: Workshop, plate: Path) -> None:
    lines = workshop.convert(plate, "obj").decode().splitlines()
    points = [tuple(map(float, line.split()[1:])) for line in lines if line.startswith("v ")]
    triangles = [tuple(int(word) - 1 for word in line.split()[1:]) for line in lines if line.startswith("f ")]
    assert is_closed(triangles)
    assert (points, triangles) == mesh_of(*objects(workshop.convert(plate, "3mf")))


def entities(content: bytes) -> Any:
    document = ezdxf.read(io.StringIO(content.decode()))  # type: ignore[attr-defined]
    assert document.header["$INSUNITS"] == 4  # millimetres
    return document.modelspace()


def test_dxf_has_exact_circles_and_arcs_of_the_section_asked_for(workshop: Workshop, plate: Path) -> None:
    for at, diameter in ((None, 4.0), (2.0, 7.0), (-2.0, 4.0), (3.0, 7.0), (-3.0, 4.0)):
        found = entities(workshop.convert(plate, "dxf", options={"axis": 2, "at": at}))
        kinds = Counter(entity.dxftype() for entity in found)
        assert kinds == {"LINE": 4, "ARC": 4, "CIRCLE": 4}
        assert {round(2 * circle.dxf.radius, 6) for circle in found.query("CIRCLE")} == {diameter}
        assert {(round(c.dxf.center.x, 6), round(c.dxf.center.y, 6)) for c in found.query("CIRCLE")} == {
            (x, y) for x in (-12, 12) for y in (-8, 8)
        }


def test_dxf_lies_as_the_section_is_drawn(workshop: Workshop, plate: Path) -> None:
    for axis, across, high in ((0, 30, 6), (1, 40, 6), (2, 40, 30)):
        found = entities(workshop.convert(plate, "dxf", options={"axis": axis, "at": None}))
        ends = [end for line in found.query("LINE") for end in (line.dxf.start, line.dxf.end)]
        box = [max(end[side] for end in ends) - min(end[side] for end in ends) for side in (0, 1)]
        assert box == pytest.approx([across, high], abs=4.001 if axis == 2 else 1e-6)


def test_a_section_beside_the_model_is_refused(workshop: Workshop, plate: Path) -> None:
    with pytest.raises(InvalidParameter, match="-3"):
        workshop.convert(plate, "dxf", options={"axis": 2, "at": 50.0})


def test_pdf_is_whole_and_shows_the_sizes(workshop: Workshop, plate: Path) -> None:
    content = workshop.convert(plate, "pdf")
    assert content.startswith(b"%PDF-1.4")
    start = int(content.rsplit(b"startxref\n", 1)[1].split()[0])
    assert content[start:].startswith(b"xref\n0 7\n")
    rows = content[start:].splitlines()[3:9]
    for number, row in enumerate(rows, 1):
        assert content[int(row[:10]) :].startswith(b"%d 0 obj" % number)
    drawn = zlib.decompress(re.findall(rb"stream\n(.*)\nendstream", content, re.DOTALL)[0]).decode("cp1252")
    assert {"(40)", "(30)", "(6)"} <= set(re.findall(r"\(\d+\)", drawn))
    assert workshop.convert(plate, "pdf") == content


def test_brep_is_the_exact_shape(workshop: Workshop, plate: Path, tmp_path: Path) -> None:
    import cadquery as cq

    target = tmp_path / "plate.brep"
    target.write_bytes(workshop.convert(plate, "brep"))
    shape, step = cq.Shape.importBrep(str(target)), cq.importers.importStep(str(plate)).val()
    assert shape.Volume() == pytest.approx(step.Volume(), rel=1e-9)  # type: ignore[union-attr]
