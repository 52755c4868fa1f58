"""Construction step by step: a profile drawn out, cut, revolved, lofted or swept along a path."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mayfly.language.nodes import Label
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import (
    Along,
    Bend,
    Head,
    Leg,
    Mark,
    Size,
)

_IT = "those|these|all|four|six|three|five|eight|it|this|that|them|the|profile|sketch|shape|rectangle|circle|square|polygon|outline|contour|one|and|close|closed|face|region|area|between|them|two|circles|rectangles|loops|sketches|result|both|hexagon|triangle|ring|polyline|cross-section|section|cross|to|give|get|entire|whole|combined|resulting|remaining|same|new|smaller|larger|second|third|first|closed|2d|cylinder|block|trapezoid|trapezium|octagon|pentagon|annulus|semicircle|rod|object"

#: Words between the name of a drawing out and how far it goes.
_FAR = "height|depth|length|distance|thickness|amount|value|of|is|should|must|has|have|be|a|=|:|by|the|to|will|with|equal"


# --- drawing out, cutting, turning -------------------------------------------------------------------------


@row(
    "extruding",
    f"extrude|extruded|extruding|extrudes|raise|pull|thicken ({_IT} / l|u|t|z|h|c|e|cross - ? shaped profile|shape|section|outline|sketch)*",
    example="extrude it",
)
@row("extruding", f"pad|padding {_IT} ({_IT})*", example="pad the sketch")
def _extruding(found: Found) -> Any:
    return True


@row(
    "head",
    "<:extruding> (by|to|of|a|height|distance|depth|length|thickness|upwards|up|straight|it|mm|vertically|along|in|the|positive|+|z|direction|upward|for|outward|outwards|downwards|downward|same|another|total|then|and|distance|linear|linearly)* <n:plain> (upwards|up|high|tall|thick|deep|long|vertically / in height)?",
    example="extrude it 12 upwards",
    cost=-0.4,
)
@row("head", "<:extruding> (by|to|of)? <n:plain>", example="extrude that profile by 20", cost=-0.4)
def _extrude(found: Found) -> Any:
    return Head("extrude", "extrusion", "extrusion", said=(Size(found.n),))


@row(
    "head",
    "pad|padded (by|to|of|:|=|it|the|sketch)* <n:plain>",
    example="sketch a circle || pad 12",
    cost=-0.5,
)
def _pad(found: Found) -> Any:
    """Return "pad 12" behind a sketch, as FreeCAD calls drawing it out."""
    before = {term.word for term in found.terms[: found.start]}
    drawn = before & {"sketch", "sketched", "draw", "circle", "rectangle", "hexagon", "profile", "polyline"}
    return Head("extrude", "extrusion", "extrusion", said=(Size(found.n),)) if drawn else None


@row(
    "head",
    f"extrusion ({_FAR})* <n:plain> (upwards|up|high|tall|thick|deep|long / in height)?",
    example="The extrusion height should be 15",
    cost=-0.2,
)
def _extrusion(found: Found) -> Any:
    return Head(
        "extrude", "extrusion", "extrusion", definite=True, said=(Size(found.n, Label((), "height")),)
    )


@row(
    "sized",
    f"extrusion ({_FAR})* <n:plain> (upwards|up|high|tall|thick|deep|long / in height)?",
    example="The extrusion height should be 15",
    cost=-0.1,
)
def _extrusion_height(found: Found) -> Any:
    return Size(found.n, Label((), "height"))


@row("head", "<:extruding>", example="extrude it", cost=0.2)
def _extrude_open(found: Found) -> Any:
    return Head("extrude", "extrusion", "extrusion")


@row("place", "(in|along) (the|positive)* + ? x|y|z direction|axis?", example="in the Z direction", cost=0.4)
@row("place", "along|in <n:signed_axis> direction|axis?", example="along +Y", cost=0.1)
def _extrude_along(found: Found) -> Any:
    words = [term.word for term in found.terms[found.start : found.end]]
    return Along(next(word for word in words if word in {"x", "y", "z"}))


@row(
    "head",
    f"cut|remove|subtract|cutting ({_IT})* (down|to|by|a|depth|of)* <n:plain> deep|depth|down|downwards|into|deep? (into (the|it|body|part|block|material|solid)*)?",
    example="cut it 7 deep",
    cost=-0.4,
)
def _cut_deep(found: Found) -> Any:
    last = found.terms[found.end - 2 : found.end]
    if last[0].word in {"a", "an"} and last[1].quantity is not None:
        return None  # "cut a 12 mm hole"
    return Head("cut", "cut", "cut", said=(Size(found.n),))


@row(
    "head",
    f"cut|remove|subtract|cutting ({_IT})* (straight|right|all|completely|the|way)* through (all|the|everything|body|part|plate|block|whole|entire|complete|it|whole|both|arms|legs|walls|sides)*",
    example="cut it right through",
    cost=-0.3,
)
@row(
    "head",
    f"cut|remove|subtract|cutting ({_IT})* (in|along) (the)? (negative|positive|+|-)* <axis:letter> (direction|axis)? (straight|right|all|completely|the|way)* through (all|the|everything|body|part|plate|block|whole|entire|complete|it|whole|both|arms|legs|walls|sides)*",
    example="cut it in the -X direction through both arms",
    cost=-0.4,
)
def _cut_through(found: Found) -> Any:
    along = (Along(found.axis),) if found.axis else ()
    return Head("cut", "cut", "cut", said=(Mark.THROUGH, *along))


@row(
    "head",
    "pocket|punch|pierce it|them|these|those|this (straight|right|all|completely|the|way)* through (all|the|everything|body|part|plate|block|whole|entire|complete|it|solid)*",
    example="draw a circle || pocket them through all",
    cost=-0.4,
)
def _pocketed_through(found: Found) -> Any:
    return Head("cut", "cut", "cut", said=(Mark.THROUGH,))


@row(
    "head",
    "pocket it|them|these|those|this (down|to|by|a|depth|of|with)* <n:plain> (deep|depth|down|downwards|mm)*",
    example="draw a circle || pocket it 5 deep",
    cost=-0.4,
)
def _pocketed(found: Found) -> Any:
    return Head("cut", "cut", "cut", said=(Size(found.n),))


@row(
    "head",
    f"revolve|revolved|revolving|rotate|rotated|spin|lathe ({_IT})* (a|by|through|full|complete|of)* <a:angle>? (revolution|turn)? (about|around) (the)? z axis?",
    example="revolve it a full 360 degrees about the Z axis",
    cost=-0.4,
)
@row(
    "head",
    f"revolve|revolved|revolving ({_IT})* (about|around)? (the)? (vertical|axis|z)*",
    example="revolve it",
    cost=0.5,
)
@row(
    "head",
    f"revolve|revolved|revolving|rotate|spin ({_IT})* (by|through|for|a|an|full|angle|of|over)* <a:angle>",
    example="revolve it by 360 degrees",
    cost=-0.2,
)
def _revolve(found: Found) -> Any:
    said = (Size(found.a),) if found.a is not None else ()
    return Head("revolve", "revolution", "revolution", said=said)


@row(
    "head",
    "(create|make|build|then|and)* loft|lofted|lofting  (between|from|through|the|of|two|these|them|both|profiles|sections|shapes|sketches|to)*",
    example="loft between",
    cost=-0.2,
)
def _loft(found: Found) -> Any:
    return Head("loft", "loft", "loft")


@row(
    "head",
    "<:drawing>? (regular)? hexagon|octagon|pentagon (that|is|which|,)* inscribed in|within (a|the)? circle (of|with|diameter|radius|a)* <d:plain> (diameter|across)?",
    example="hexagon inscribed in a circle of 40",
    cost=-0.5,
)
def _inscribed(found: Found) -> Any:
    words = [term.word for term in found.terms[found.start : found.end]]
    name = next(word for word in words if word in {"hexagon", "octagon", "pentagon"})
    radial = bool({"radius", "r"} & set(words)) or found.d.form == "radius"
    corners = Size(replace(found.d, value=found.d.value * (2 if radial else 1)), Label((), "across_corners"))
    return Head("sketch", name, name, said=(corners,))


@row(
    "head",
    "<:drawing>? (regular)? hexagon|octagon|pentagon (with|whose|has|having|,|its|a|the|that|is)* circumscribed|inscribed|circumcircle|circumscribing|incircle (circle)? (of|with|has|is|a|the|=|:|being)* (diameter|radius)? (of|is|=|:)* <d:plain> (diameter|radius|in)*",
    example="hexagon with a circumscribed circle of radius 15",
    cost=-0.5,
)
@row(
    "head",
    "<:drawing>? (regular)? hexagon|octagon|pentagon circumscribed (about|around)? (a|the)? circle (of|with|diameter|radius|a)* <d:plain> (diameter|radius|in)*",
    example="hexagon circumscribed about a circle of diameter 30",
    cost=-0.5,
)
def _with_circle(found: Found) -> Any:
    """Read a regular polygon by the circle through its corners, or by the one that touches its sides.

    "A hexagon with a circumscribed circle" has its corners on it, one "circumscribed about a circle" its sides.
    """
    words = [term.word for term in found.terms[found.start : found.end]]
    name = next(word for word in words if word in {"hexagon", "octagon", "pentagon"})
    about_it = "about" in words or "around" in words or words[words.index(name) + 1] == "circumscribed"
    outside = not about_it and bool({"circumscribed", "circumcircle", "circumscribing"} & set(words))
    if name == "pentagon" and not outside:
        return None  # no side of it lies across from another one
    double = 2 if found.d.form == "radius" or {"radius", "r"} & set(words) else 1
    number = replace(found.d, value=found.d.value * double, form="plain")
    return Head(
        "sketch", name, name, said=(Size(number, Label((), "across_corners" if outside else "across_flats")),)
    )


@row(
    "head",
    "sweep|swept|sweeping (it|this|that|them)* (along (a|the|this|following|path|line|:)*)?",
    example="sweep it along the path:",
    cost=-0.2,
)
@row("head", "along (a|the|this|following)* path|line|polyline :?", example="along a path:", cost=-0.1)
def _sweep(found: Found) -> Any:
    return Head("sweep", "sweep", "sweep")


_WAY_WORDS = {"up": "+z", "upwards": "+z", "down": "-z", "downwards": "-z", "right": "+x", "left": "-x"}


@row("towards", "up|upwards|down|downwards", example="upwards")
@row(
    "towards",
    "(towards|along|in|to|into) (the|positive|negative)* (+|-)? x|y|z (direction|axis)?",
    example="towards +X",
)
def _towards(found: Found) -> Any:
    words = [term.word for term in found.terms[found.start : found.end]]
    for word in words:
        if word in _WAY_WORDS:
            return _WAY_WORDS[word]
    axis = next((word for word in words if word in {"x", "y", "z"}), None)
    return None if axis is None else ("-" if {"-", "negative"} & set(words) else "+") + axis


@row(
    "place",
    "(,|then|and|straight|go|goes|going|on|run|continue|continues|from|the|origin|start|starting|at)* <way:towards> (for|by)? <n:plain>",
    example="straight up for 40",
    cost=-0.1,
)
@row(
    "place",
    "(,|then|and|straight|go|goes|going|on|run|continue|for|another|further|by)* <n:plain> <way:towards>",
    example="40 up",
    cost=0.1,
)
@row(
    "place",
    "(,|then|and)* straight (on|ahead|for|another|a|further|by|along|again)* <n:plain>",
    example="then straight on for another 30",
    cost=-0.1,
)
def _leg(found: Found) -> Any:
    return Leg(found.n, found.way or "")


@row(
    "place",
    "(,|then|and|through|a|into|round|around|with|by|follows|an)* <a:angle> (bend|arc|elbow|curve|turn|corner) (with|of|at|and|a|the|,|centreline|centerline|bend|inside|@role.radius|radius|{|})* <n:plain> (@role.radius|radius|}|centreline)* <way:towards>?",
    example="through a 90 degree bend with a centreline radius of 15 towards +X",
    cost=-0.3,
)
@row(
    "place",
    "(,|then|and|through|a|into)* <n:number> (@role.radius|radius|}|centreline)* <a:angle> (bend|arc|elbow|curve|turn|corner) <way:towards>?",
    example="then a R15 90 degree bend towards +X",
    cost=-0.3,
)
def _bend(found: Found) -> Any:
    return Bend(found.a.value, found.n, found.way or "")
