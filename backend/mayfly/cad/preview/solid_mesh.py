"""Writes a mesh in mm or inches for printers and other programs: 3MF with names and colours, OBJ, STL."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import quoteattr

import numpy as np

from mayfly.cad.picture_options import MM_PER_UNIT, Unit
from mayfly.cad.preview.mesh import Floats, Integers, Mesh, PartMesh
from mayfly.cad.preview.step_reader import Colour

_NEAREST_MM = 1e-6
"""Corners that are nearer to each other than this are one."""
_UNITS: Final[dict[str, str]] = {"mm": "millimeter", "in": "inch"}
_STL_HEAD_BYTES: Final = 84
_STL_TRIANGLE: Final = np.dtype([("normal", "<f4", 3), ("corners", "<f4", 9), ("attribute", "<u2")])
_FIRST_TIME = (1980, 1, 1, 0, 0, 0)  # so that the same model gives the same bytes
_CORE = "http://schemas.microsoft.com/3dmanufacturing/core/2015/02"
_MODEL_PLACE = "3D/3dmodel.model"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="model" ContentType="application/vnd.ms-package.3dmanufacturing-3dmodel+xml"/>'
    "</Types>"
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Target="/{_MODEL_PLACE}" Id="rel0" '
    'Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/>'
    "</Relationships>"
)


@dataclass(frozen=True)
class Solid:
    """One part as one closed mesh.

    Attributes:
        name: What it is called.
        points: Corners in mm, each once.
        triangles: Numbers of three corners, counter-clockwise seen from outside.
        colours: Colour of each triangle, by its number in ``palette``.
        palette: The colours.
    """

    name: str
    points: Floats
    triangles: Integers
    colours: Integers
    palette: tuple[Colour, ...]


def solids_of(mesh: Mesh) -> list[Solid]:
    """Return the parts of a mesh, in each of which neighbouring faces share their corners."""
    return [_solid(part, f"part {number}") for number, part in enumerate(mesh.parts, 1) if part.patches]


def write_3mf(mesh: Mesh, unit: Unit = "mm") -> bytes:
    """Write a mesh as 3MF (core specification 1.3): an object for each part, with its name and colours."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for place, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            (_MODEL_PLACE, "".join(_model(solids_of(mesh), unit))),
        ):
            entry = zipfile.ZipInfo(place, _FIRST_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, text)
    return packed.getvalue()


def write_obj(mesh: Mesh, unit: Unit = "mm") -> bytes:
    """Write a mesh as Wavefront OBJ: an object for each part. The format itself has no unit."""
    lines, before = [f"# lengths in {unit}"], 1
    for solid in solids_of(mesh):
        lines.append("o " + "_".join(solid.name.split()))
        lines += [f"v {x:.6g} {y:.6g} {z:.6g}" for x, y, z in (solid.points / MM_PER_UNIT[unit]).tolist()]
        lines += [f"f {a} {b} {c}" for a, b, c in (solid.triangles + before).tolist()]
        before += len(solid.points)
    return ("\n".join(lines) + "\n").encode()


def _solid(part: PartMesh, otherwise: str) -> Solid:
    """Join the patches of a part."""
    starts = np.cumsum([0, *(len(patch.points) for patch in part.patches)])
    points = np.concatenate([patch.points for patch in part.patches])
    triangles = np.concatenate(
        [patch.triangles + start for patch, start in zip(part.patches, starts[:-1], strict=True)]
    )
    palette = tuple(dict.fromkeys(patch.colour for patch in part.patches))
    colours = np.concatenate(
        [np.full(len(patch.triangles), palette.index(patch.colour)) for patch in part.patches]
    )
    _, first, numbers = np.unique(
        np.round(points / _NEAREST_MM).astype(np.int64), axis=0, return_index=True, return_inverse=True
    )
    joined = numbers.reshape(-1)[triangles]
    a, b, c = joined.T
    whole = (a != b) & (b != c) & (c != a)
    name = part.path[-1].name if part.path else ""
    kept = np.round(points[first], 6) + 0.0  # no negative zeros
    return Solid(name or otherwise, kept, joined[whole], colours[whole], palette)


def scaled_stl(content: bytes, unit: Unit) -> bytes:
    """Return a binary STL file in mm as one in another unit; the format itself has none."""
    if unit == "mm":
        return content
    triangles = np.frombuffer(content, dtype=_STL_TRIANGLE, offset=_STL_HEAD_BYTES).copy()
    triangles["corners"] /= MM_PER_UNIT[unit]
    return content[:_STL_HEAD_BYTES] + triangles.tobytes()


def _model(solids: list[Solid], unit: Unit) -> Iterator[str]:
    """Yield the pieces of the 3MF model's XML."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<model unit="{_UNITS[unit]}" xmlns="{_CORE}">'
    yield "<resources>"
    for number, solid in enumerate(solids):
        colours, body = 2 * number + 1, 2 * number + 2
        yield f'<basematerials id="{colours}">'
        yield from (f'<base name="{_hex(c)}" displaycolor="{_hex(c)}"/>' for c in solid.palette)
        yield f'</basematerials><object id="{body}" type="model" name={quoteattr(solid.name)} '
        yield f'pid="{colours}" pindex="0"><mesh><vertices>'
        yield from (
            f'<vertex x="{x:.6g}" y="{y:.6g}" z="{z:.6g}"/>'
            for x, y, z in (solid.points / MM_PER_UNIT[unit]).tolist()
        )
        yield "</vertices><triangles>"
        for (a, b, c), colour in zip(solid.triangles.tolist(), solid.colours.tolist(), strict=True):
            own = f' pid="{colours}" p1="{colour}"' if colour else ""
            yield f'<triangle v1="{a}" v2="{b}" v3="{c}"{own}/>'
        yield "</triangles></mesh></object>"
    yield "</resources><build>"
    yield from (f'<item objectid="{2 * number + 2}"/>' for number in range(len(solids)))
    yield "</build></model>"


def _hex(colour: Colour) -> str:
    """Return a colour as "#RRGGBBAA"."""
    return "#" + "".join(f"{round(min(max(part, 0.0), 1.0) * 255):02X}" for part in colour)
