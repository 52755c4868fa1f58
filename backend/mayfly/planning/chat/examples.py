"""The worked examples of the prompt; the tests build every one of them and hold it to its requirements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

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


_SCREWED: Final = (
    {"kind": "hole", "thread": "M6", "at": {"kind": "corners", "inset": 10}},
    {"kind": "fillet", "radius": 5, "edges": {"kind": "edges", "along": "z"}},
)
_OTHERS: Final = (
    Example(
        "spacer 16 x 8.4 x 22 lying on its side, a flat 1.5 deep along its top",
        "write_script",
        {
            "script": """\
import cadquery as cq
from mayfly.parts import spacer

outer = 16.0  # mm
bore = 8.4  # mm
length = 22.0  # mm
flat = 1.5  # mm

body = spacer(outer_diameter=outer, inner_diameter=bore, length=length)
body = body.rotate((0, 0, 0), (0, 1, 0), 90).translate((-length / 2, 0, outer / 2))
result = body.cut(cq.Workplane().box(length, outer, 2 * flat).translate((0, 0, outer)))
show_object(result)
""",
            "title": "sleeve with a flat 1.5 deep",
            "requirements": {
                "solids": 1,
                "envelope": [22, 16, 14.5],
                "has": [{"kind": "hole", "diameter": 8.4, "axis": "x", "at": [[0, 8]], "ends": "through"}],
            },
            "assumptions": [],
        },
    ),
    Example(
        "tube, outside 30, inside 26, wall 3, 100 long",
        "ask",
        {
            "question": "Outside 30 and inside 26 mm make a wall of 2 mm, not 3 mm. Which size is wrong?",
            "reason": "conflict",
            "suggestions": ["inside 24", "wall 2"],
        },
    ),
)


def examples() -> tuple[Example, ...]:
    """Return the examples: a design of the part that is offered first, a script, a question."""
    offered = [part for part in catalogue().values() if part.conventions.offer and part.header.example]
    part = min(offered, key=lambda each: each.conventions.offer or (0, ""))
    one = part.header.example
    assert one is not None  # noqa: S101 - only parts with an example were looked at
    base = {"kind": "part", "part": part.name, "sizes": dict(one.parameters)}
    design = {"bodies": [{"base": base, "features": list(_SCREWED)}]}
    request = f"{one.request.split(',')[0]}, four M6 clearance holes 10 mm from the edges, corners R5"
    assumed = ["M6 holes are clearance holes, medium (ISO 273)."]
    return (Example(request, "make_design", {"design": design, "assumptions": assumed}), *_OTHERS)
