"""The worked examples of the prompt; the tests build every one of them and hold it to its requirements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mayfly.cad.parts import catalogue


@dataclass(frozen=True, slots=True)
class Example:
    """A request and the answer to it; the tests build each of them.

    Attributes:
        request: The request.
        tool: The tool that answers it.
        arguments: Its arguments.
    """

    request: str
    tool: str
    arguments: Mapping[str, Any]


_OTHERS = (
    Example(
        'aluminium plate 4" x 2" x 1/4", four M6 clearance holes 10 mm from the edges, corners R5',
        "write_script",
        {
            "script": """\
import cadquery as cq

length = 101.6  # mm, 4 in
width = 50.8  # mm, 2 in
thickness = 6.35  # mm, 1/4 in
hole = 6.6  # mm, M6 clearance
inset = 10.0  # mm
radius = 5.0  # mm

result = (
    cq.Workplane()
    .box(length, width, thickness, centered=(True, True, False))
    .edges("|Z").fillet(radius)
    .faces(">Z").workplane(origin=(0, 0, 0))
    .rect(length - 2 * inset, width - 2 * inset, forConstruction=True).vertices()
    .hole(hole)
)
show_object(result)
""",
            "title": "plate 101.6 x 50.8 x 6.35 mm",
            "requirements": {
                "solids": 1,
                "bounding_box_mm": [101.6, 50.8, 6.35],
                "holes": [{"diameter_mm": 6.6, "count": 4, "axis": "Z", "kind": "through"}],
            },
            "assumptions": ["M6 holes are clearance holes of 6.6 mm (ISO 273, medium)."],
        },
    ),
    Example(
        "L bracket: legs 60 and 40, 30 wide, 5 thick, two 6 mm holes 15 apart in the upright leg",
        "write_script",
        {
            "script": """\
import cadquery as cq

foot = 60.0  # mm, along X
upright = 40.0  # mm, along Z
width = 30.0  # mm, along Y
thickness = 5.0  # mm
hole = 6.0  # mm
spacing = 15.0  # mm

profile = [(0, 0), (foot, 0), (foot, thickness), (thickness, thickness), (thickness, upright), (0, upright)]
result = cq.Workplane("XZ").polyline(profile).close().extrude(width / 2, both=True)
places = [(0, upright / 2 - spacing / 2), (0, upright / 2 + spacing / 2)]
drill = cq.Workplane("YZ").pushPoints(places).circle(hole / 2).extrude(thickness)
result = result.cut(drill).translate((-foot / 2, 0, 0))
show_object(result)
""",
            "title": "L-bracket 60 x 40 x 30 x 5 mm",
            "requirements": {
                "solids": 1,
                "bounding_box_mm": [60, 30, 40],
                "holes": [{"diameter_mm": 6, "count": 2, "axis": "X", "kind": "through"}],
            },
            "assumptions": ["The holes are one above the other, around the middle of the upright leg."],
        },
    ),
    Example(
        "open box 80 x 50 x 30, wall 2, and a lid 2 thick to lie on it",
        "write_script",
        {
            "script": """\
import cadquery as cq

length = 80.0  # mm
width = 50.0  # mm
height = 30.0  # mm
wall = 2.0  # mm
lid = 2.0  # mm

body = cq.Workplane().box(length, width, height, centered=(True, True, False)).faces(">Z").shell(-wall)
cover = cq.Workplane().workplane(offset=height).rect(length, width).extrude(lid)
result = cq.Workplane(cq.Compound.makeCompound([body.val(), cover.val()]))
show_object(result)
""",
            "title": "box 80 x 50 x 30 mm with a lid",
            "requirements": {"solids": 2, "bounding_box_mm": [80, 50, 32]},
            "assumptions": ["The floor is as thick as the wall, 2 mm."],
        },
    ),
    Example(
        "tube, outside 30, inside 26, wall 3, 100 long",
        "ask",
        {
            "question": "Outside 30 and inside 26 mm make a wall of 2 mm, not 3 mm. Which size is wrong?",
            "reason": "conflict",
            "suggestions": ["outside 30, inside 24, wall 3", "outside 30, inside 26, wall 2"],
        },
    ),
)


def examples() -> tuple[Example, ...]:
    """Return the examples: one of the part that is offered first, as its file has it, and the others."""
    parts = [part for part in catalogue().values() if part.conventions.offer and part.header.example]
    part = min(parts, key=lambda each: each.conventions.offer or (0, ""))
    one = part.header.example
    assert one is not None  # noqa: S101 - only parts with an example were looked at
    arguments = {"part": part.name, "parameters": dict(one.parameters)}
    return (Example(one.request, "use_part", arguments), *_OTHERS)
