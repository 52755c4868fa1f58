"""Sizes: a number with the name of what it measures, before or behind it, and numbers in a row."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mayfly.language.cursor import spread_unit
from mayfly.language.nodes import Label, Measure
from mayfly.language.vocabulary import ADJECTIVES, COMPOSITES
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Group, Size

_AXES = {"x": "along_length", "y": "along_width", "z": "along_height"}
_ALONG = {"length": "along_length", "width": "along_width", "height": "along_height"}


# --- names of sizes ---------------------------------------------------------------------------------


@row("noun", "<role:role>", example="length")
def _role(found: Found) -> Any:
    return None if found.role in ADJECTIVES else _composite((), found.role)


@row("noun", "<one:component> <role:role>", example="flange thickness")
@row("noun", "<role:role> of <one:component>", example="thickness of the flange")
@row("noun", "<one:component> <two:component> <role:role>", example="inner wall thickness")
def _component_role(found: Found) -> Any:
    if found.role in ADJECTIVES:
        return None
    return _composite(tuple(c for c in (found.one, found.two) if c), found.role)


@row("noun", "<one:component>", cost=0.3, example="wall")
@row("noun", "<one:component> <two:component>", cost=0.3, example="outer flange")
def _component(found: Found) -> Any:
    return Label(tuple(c for c in (found.one, found.two) if c))


@row("noun", "<size:size>", example="leg centres")
def _own_size(found: Found) -> Any:
    return Label((found.size,))


@row("adjective", "<role:role>", example="long")
def _adjective(found: Found) -> Any:
    return Label((), found.role) if found.role in ADJECTIVES | {"thk"} else None


def _composite(components: tuple[str, ...], role: str) -> Label:
    if role in COMPOSITES:
        composite, role = COMPOSITES[role]
        return Label((*components, *composite), role)
    return Label(components, role)


# --- a number with its name ---------------------------------------------------------------------------


@row(
    "sized",
    "<label:noun> of|is|are|=|:|at|to|be|was|should|must|about|approximately|exactly* <number:plain>",
    example="wall thickness of 3 mm",
)
@row("sized", "<label:noun> of|is|are|=|:* <number:angle>", example="pressure angle 20°")
def _named_before(found: Found) -> Any:
    return Size(found.number, found.label)


@row("sized", "<number:plain> <label:noun>", example="40 mm outer diameter", cost=0.1)
@row("sized", "<number:plain> <label:adjective>", example="12 mm long")
@row("sized", "<number:plain> { <label:noun> }", example="120 mm (length)")
@row("sized", "<number:angle> <label:noun>", example="20° pressure angle")
def _named_behind(found: Found) -> Any:
    return Size(found.number, found.label)


@row("sized", "<number:plain> <label:adjective> <component:component>", example="4 mm thick bottom", cost=0.2)
def _component_behind(found: Found) -> Any:
    return Size(found.number, Label((found.component,), found.label.role))


@row("sized", "<number:plain> in? along? the? x|y|z", example="60 along X", cost=0.2)
@row("sized", "<number:plain> { x|y|z }", example="60 mm (X)")
@row("sized", "<number:plain> along|in x|y|z direction|axis|dir?", example="40 along Y")
def _axis(found: Found) -> Any:
    axis = next((t.word for t in reversed(found.terms[found.start : found.end]) if t.word in _AXES), "")
    return Size(found.number, Label((), _AXES[axis])) if axis else None


@row("sized", "<number:diametral>", example="Ø40")
def _diameter(found: Found) -> Any:
    return Size(found.number, Label((), "diameter"))


@row("sized", "<number:diametral> <label:noun>", example="Ø40 outer diameter")
def _diameter_named(found: Found) -> Any:
    role = found.label.role or "diameter"
    return Size(found.number, Label(found.label.components, role))


@row("sized", "<number:number>", example="8 mm", cost=0.3)
def _alone(found: Found) -> Any:
    if found.number.form in {"diameter", "plusminus"}:
        return None
    if found.number.form == "radius":
        return Size(found.number, Label((), "radius"))
    return Size(found.number)


# --- numbers in a row ------------------------------------------------------------------------------------


@row("factor", "<number:plain> mm|cm|m|in?", example="60")
def _factor(found: Found) -> Any:
    if found.number.form == "diameter":
        return Size(found.number, Label((), "diameter"))
    return Size(found.number)


@row("factor", "<number:plain> { <label:noun> }", example="60 (length)")
@row("factor", "<number:plain> <label:noun>", example="60 length", cost=0.2)
@row("factor", "<number:plain> <label:adjective>", example="60 long")
def _factor_named(found: Found) -> Any:
    return Size(found.number, found.label)


@row("factor", "<number:plain> { x|y|z }", example="60 (X)")
@row("factor", "<number:plain> along|in? x|y|z", example="60 along X")
def _factor_axis(found: Found) -> Any:
    axis = next((t.word for t in reversed(found.terms[found.start : found.end]) if t.word in _AXES), "")
    return Size(found.number, Label((), _AXES[axis])) if axis else None


@row("factor", "<number:thread>", example="M8")
def _factor_thread(found: Found) -> Any:
    return Size(found.number)


@row("row", "<a:factor> ×|x|by <b:factor>", example="60 x 40")
@row("row", "<a:factor> ×|x|by <b:factor> ×|x|by <c:factor>", example="100 x 60 x 8 mm", cost=-0.1)
@row(
    "row",
    "<a:factor> ×|x|by <b:factor> ×|x|by <c:factor> ×|x|by <d:factor>",
    example="60 x 60 x 40 x 4",
    cost=-0.2,
)
def _row(found: Found) -> Any:
    sizes = [size for size in (found.a, found.b, found.c, found.d) if size is not None]
    spread = spread_unit([Measure(size.number) for size in sizes])
    return Group(
        tuple(replace(size, number=measure.quantity) for size, measure in zip(sizes, spread, strict=True))
    )


@row("dims", "<row:row>", example="100 x 60 x 8 mm", cost=-0.5)
def _dims(found: Found) -> Any:
    return found.row


@row(
    "dims",
    "<label:noun> of|is|are|=|:|measures|measuring? <row:row>",
    example="outside 80 x 60 x 30",
    cost=-0.3,
)
@row("dims", "<row:row> <label:outer>", example="60 x 40 x 25 outside", cost=-0.5)
def _dims_named(found: Found) -> Any:
    if found.label.role is not None:
        return None
    return Group(
        tuple(replace(size, label=Label(found.label.components, size.label.role)) for size in found.row.sizes)
    )


@row("outer", "<one:component>", example="outside")
def _outer(found: Found) -> Any:
    return Label((found.one,)) if found.one in {"outer", "inner"} else None


@row(
    "dims",
    "size|dimensions|dims|measurements|sizes|measuring|measures|measure of|is|are|=|:? <row:row>",
    example="dimensions: 80 x 60 x 30",
    cost=-0.5,
)
@row("dims", "<row:row> in size|dimensions", example="80 x 60 in size", cost=-0.5)
def _dims_called(found: Found) -> Any:
    return found.row
