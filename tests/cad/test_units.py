"""Files whose lengths may be in inches: the same model, and where the format can say its unit, it does."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import ezdxf
import pytest

from mayfly.cad.workshop import BuildJob, Workshop
from mayfly.cad.workshop.jobs import Format

BLOCK = """import cadquery as cq

block = cq.Workplane().box(50.8, 25.4, 12.7).faces(">Z").workplane().hole(6.35)
show_object(block.translate((10, 20, 30)))
"""
INCH = {"unit": "in"}


@pytest.fixture(scope="module")
def block(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A block of 2 x 1 x 1/2 inch with a hole of 1/4 inch."""
    path = tmp_path_factory.mktemp("block") / "block.step"
    workshop.build(BuildJob(script=BLOCK, trusted=True), path)
    return path


def obj(content: bytes) -> list[tuple[float, ...]]:
    lines = content.decode().splitlines()
    return [tuple(map(float, line.split()[1:])) for line in lines if line.startswith("v ")]


def stl(content: bytes) -> list[tuple[float, ...]]:
    (count,) = struct.unpack_from("<I", content, 80)
    assert len(content) == 84 + 50 * count
    places = [84 + 50 * number + 12 + 12 * corner for number in range(count) for corner in range(3)]
    return [struct.unpack_from("<3f", content, place) for place in places]


def model_of(content: bytes) -> Any:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return ElementTree.fromstring(package.read("3D/3dmodel.model"))  # noqa: S314 (ours)


def threemf(content: bytes) -> list[tuple[float, ...]]:
    found = [one for one in model_of(content).iter() if one.tag.endswith("vertex")]
    return [tuple(float(one.attrib[axis]) for axis in "xyz") for one in found]


def sides(points: list[tuple[float, ...]]) -> list[float]:
    return [max(axis) - min(axis) for axis in zip(*points, strict=True)]


@pytest.mark.parametrize(("format", "read"), [("obj", obj), ("stl", stl), ("3mf", threemf)])
def test_a_mesh_in_inches_is_the_same_mesh(
    workshop: Workshop, block: Path, format: Format, read: Any
) -> None:
    in_mm, in_inches = (read(workshop.convert(block, format, options=one)) for one in ({}, INCH))
    assert sides(in_mm) == pytest.approx([50.8, 25.4, 12.7], abs=1e-4)
    assert sides(in_inches) == pytest.approx([2, 1, 0.5], abs=1e-4)
    assert [25.4 * value for point in in_inches for value in point] == pytest.approx(
        [value for point in in_mm for value in point], abs=1e-3
    )


def test_the_unit_is_said_where_the_format_can(workshop: Workshop, block: Path) -> None:
    units = {
        unit: model_of(workshop.convert(block, "3mf", options={"unit": unit})).attrib["unit"]
        for unit in ("mm", "in")
    }
    assert units == {"mm": "millimeter", "in": "inch"}
    assert workshop.convert(block, "obj", options=INCH).startswith(b"# lengths in in\n")


@pytest.mark.parametrize(
    ("axis", "at", "middle"), [(2, None, (0.39370079, 0.78740157)), (2, 33.0, (0.39370079, 0.78740157))]
)
def test_a_dxf_in_inches_has_exact_circles(
    workshop: Workshop, block: Path, axis: int, at: float | None, middle: tuple[float, float]
) -> None:
    content = workshop.convert(block, "dxf", options={"axis": axis, "at": at, **INCH})
    document = ezdxf.read(io.StringIO(content.decode()))  # type: ignore[attr-defined]
    assert document.header["$INSUNITS"] == 1  # inches
    (circle,) = document.modelspace().query("CIRCLE")
    assert 2 * circle.dxf.radius == pytest.approx(0.25, abs=1e-9)
    assert (circle.dxf.center.x, circle.dxf.center.y) == pytest.approx(middle, abs=1e-6)
    lines = document.modelspace().query("LINE")
    assert {round((line.dxf.start - line.dxf.end).magnitude, 6) for line in lines} == {2, 1}
