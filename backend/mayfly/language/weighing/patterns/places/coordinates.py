"""Coordinates and datums: from corner to corner, from one coordinate to another, points at angles, where all counts from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label
from mayfly.language.weighing.axes_as_sides import SIDE_OF_AXIS
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import (
    Along,
    Angles,
    Head,
    InCentre,
    Mark,
    OnCircle,
    OnFace,
    Origin,
    Points,
    Size,
    Span,
    Stated,
)

_AXES = "xyz"
_ALONG = {
    "x": "along_length",
    "y": "along_width",
    "z": "along_height",
    "length": "along_length",
    "width": "along_width",
    "height": "along_height",
}


# --- points of two or three coordinates ---------------------------------------------------------------


@row("triple", "{ <x:number> , <y:number> , <z:number> }", example="( 10 , 20 , 5 )")
def _triple(found: Found) -> Any:
    return (found.x, found.y, found.z)


@row("flat", "<p:point>", example="(10, 20)")
def _flat(found: Found) -> Any:
    if found.p.mirrored:
        return None
    return tuple(Quantity(value, f"{value:g}") for value in found.p.points)


@row("corner_point", "<at:triple>", example="( 10 , 20 , 5 )")
@row("corner_point", "<at:flat>", example="(10, 20)")
@row(
    "corner_point",
    "(@corner|vertex|point / opposite / diagonally / diagonal)* (at|=|:)? <at:triple>",
    example="opposite corner ( 1 , 2 , 3 )",
)
@row(
    "corner_point",
    "(@corner|vertex|point / opposite / diagonally / diagonal)* (at|=|:)? <at:flat>",
    example="corner (10, 20)",
)
def _corner_point(found: Found) -> Any:
    return found.at


@row(
    "place",
    "(occupying|filling|from|extending|reaching|the|region|space|volume)* from|occupying|filling|space|region <a:corner_point> (to|up|and|until|through|-)* <b:corner_point>",
    example="from (0,0) to (40,20)",
    cost=-0.1,
)
@row("place", "between <a:corner_point> and <b:corner_point>", example="between (0,0) and (40,20)", cost=-0.1)
@row(
    "place",
    "spanning|spans|covering|occupying|occupies|filling|with|having (corners|@corner|from)* <a:corner_point> (to|and) <b:corner_point>",
    example="with corners (0,0) and (40,20)",
    cost=-0.1,
)
@row(
    "place",
    "(with|having|from|its|one|and|,)* (min|minimum|lower|first|near|lowest|bottom)? @corner (at|=|:|is|of)* <a:triple> (and|to|,|the|its|with)* (max|maximum|upper|other|opposite|second|far|highest|top)* @corner? (at|=|:|is|of)* <b:triple>",
    example="with min corner ( 0 , 0 , 0 ) and max corner ( 80 , 50 , 20 )",
    cost=-0.2,
)
@row("place", "<a:corner_point> to <b:corner_point>", example="( 0 , 0 , 0 ) to ( 40 , 20 , 5 )")
def _from_to(found: Found) -> Any:
    if len(found.a) != len(found.b):
        return None
    return Span(tuple(zip(_AXES, found.a, found.b, strict=False)))


@row(
    "place",
    "at|centred|on|located|position|positioned? <p+:triple> ((,|and|;)? <p+:triple>)*",
    example="at ( 1 , 2 , 3 )",
)
def _points_in_space(found: Found) -> Any:
    return Points(tuple(tuple(number.value for number in at) for at in found.p))


# --- from one coordinate to another ---------------------------------------------------------------------


@row("span", "from|between <a:at_axis> (to|and|up|until|-)* <b:at_axis>", example="from X = 0 to X = 35")
def _span_named_twice(found: Found) -> Any:
    if found.a[0] != found.b[0]:
        return None
    return ((found.a[0], found.a[1], found.b[1]),)


@row("span", "from|between <a:at_axis> (to|and|up|until)* <b:number>", example="from X = 0 to 35")
def _span_named_once(found: Found) -> Any:
    return ((*found.a, found.b),)


@row(
    "span",
    "x|y|z (=|:|from|between|in|runs|range|of)* <a:number> to|and|until <b:number>",
    example="X from -20 to 20",
)
@row("span", "x|y|z (=|:|from)* <a:number> to|until <b:number>", example="z 0 to 12")
def _span_axis_first(found: Found) -> Any:
    if any(term.word in {"a", "an"} for term in found.terms[found.start : found.end]):
        return None  # "z = 0 and a 20 mm square"
    return ((found.terms[found.start].word, found.a, found.b),)


@row(
    "span",
    "<a:number> to|until|and <b:number> (on|in|along|for|of)* (all (axes|three|directions|of)* (,|:)?)? <axis+:letter> ((,|and|&)* <axis+:letter>)*",
    example="0 to 40 on x, y and z",
)
@row(
    "span",
    "<axis+:letter> (,|and|&)* <axis+:letter> ((,|and|&)* <axis+:letter>)? (all|each|both|axes|coordinates|is|are|lie|lies|run|runs|range)* (between|from|in) <a:number> (and|to|until) <b:number>",
    example="x, y and z all between 20 and 40",
)
def _span_of_axes(found: Found) -> Any:
    return tuple((axis, found.a, found.b) for axis in found.axis)


@row("at_axis", "x|y|z =|:|of? <n:number>", example="z = 30")
def _at_axis(found: Found) -> Any:
    if found.n.form not in {"plain", "word"}:
        return None
    return found.terms[found.start].word, found.n


@row(
    "place",
    "(goes|going|runs|running|reaching|spans|spanning|span|extends|extending|that|which|and|occupying|occupies|covering|covers|filling|fills|bounded|by|region|lies|with|the|over)* <s+:span> ((,|and|;|in|along|over)* <s+:span>)*",
    example="from X = 0 to X = 35, from Y = -20 to Y = 20",
)
def _spans(found: Found) -> Any:
    spans = tuple(one for each in found.s for one in each)
    if len({axis for axis, _, _ in spans}) < len(spans):
        return None
    return Span(spans)


@row("place", "up to|reaching <b:at_axis>", example="up to z = 80")
def _up_to(found: Found) -> Any:
    return Span(((found.b[0], None, found.b[1]),))


# --- angles on a circle ------------------------------------------------------------------------------------


@row("angles", "<a+:angle> ((,|and|/|&)* <a+:angle>)*", example="30°, 90° and 150°")
def _angles(found: Found) -> Any:
    return tuple(number.value for number in found.a)


@row("place", "at (angles|positions|the|of)* <a:angles>", example="at 30°, 90° and 150°")
def _at_angles(found: Found) -> Any:
    return Angles(found.a) if len(found.a) > 1 else None


@row(
    "place",
    "on|at a? radius|r of|=|:? <number:plain> at <a:angles>",
    example="on radius 22 at 30°, 90° and 150°",
    cost=-0.1,
)
@row(
    "place",
    "(on|at|positions|,)* radius|r (of|=|:)? <number:plain> (and|,|;|with)* (at|under)? (the)? angles|angle (of|:|=)? <a:angles>",
    example="radius 38 and angles 0°, 72° and 144°",
    cost=-0.3,
)
@row(
    "place",
    "on|at a? <number:plain> mm? radius at <a:angles>",
    example="on 22 mm radius at 30° and 90°",
    cost=-0.1,
)
def _on_radius_at(found: Found) -> Any:
    return OnCircle(found.number, radius=True, angles=found.a)


@row(
    "place",
    "(distance|at|on|,)* <number:plain> from the? @axis|@marker.centre|origin (of the? (<:part> / it / disc))?",
    example="30 from the centre",
    cost=0.25,
)
def _off_centre(found: Found) -> Any:
    return OnCircle(found.number, radius=True)


@row(
    "place",
    "between? (these|they|which|the|points|coordinates|are|is|given|{)* @marker.centre|centres|centers of (the)? (end|rounded|round)* (radii|ends|end|arcs|radius) }?",
    example="(these are the centres of the end radii)",
    cost=0.1,
)
def _centres_of_ends(found: Found) -> Any:
    return Along("centres")


@row(
    "stated",
    "(measured|counted|counting|starting|counter|clockwise|counterclockwise|ccw|-)* from the? +|positive? x axis|direction?",
    example="measured from +X",
)
def _from_x(found: Found) -> Any:
    return Stated(found.text)


# --- sizes by their axis ----------------------------------------------------------------------------------


@row("sized", "<number:plain> <label:adjective> { <axis:letter> }", example="100 long (X)")
@row(
    "sized",
    "<number:plain> in|along|measured? the? (x|y|z)? <axis:named_way> direction?",
    example="6 in the length direction",
    cost=0.1,
)
@row("sized", "<number:plain> <label:adjective> in|along <axis:letter>", example="2 mm thick in X", cost=0.05)
def _size_along(found: Found) -> Any:
    return Size(found.number, Label((), _ALONG[found.axis]))


@row("letter", "x|y|z", example="X")
def _letter(found: Found) -> Any:
    return found.terms[found.end - 1].word


@row("named_way", "length|width|height direction", example="length direction")
def _named_way(found: Found) -> Any:
    return next(t.word for t in found.terms[found.start : found.end] if t.word in _ALONG)


@row("place", "in|at the? @marker.centre of its|the <axis:named_side>", example="in the middle of its width")
@row("place", "@mid_width", example="half the width")
def _mid_side(found: Found) -> Any:
    return InCentre(found.axis or "width")


@row("named_side", "length|width|height", example="width")
def _named_side(found: Found) -> Any:
    return found.terms[found.end - 1].word


@row(
    "place",
    "(with|its|the|and|,|whose|having)* long|longer|major|main|longitudinal|short axis|@axis|side|length|dimension (is|are|being|running|runs|aligned|oriented|lies|lying|pointing)* (parallel to / along|with|in|to) (the)? (<axis:letter> / <named:named_side>) (axis|direction)? (of (the|its) (plate|part|block|body|it / <:part>))?",
    example="with its long axis parallel to the length of the body",
    cost=-0.3,
)
def _long_axis(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    if "short" in words:
        return None
    return Along(found.axis or found.named)


@row(
    "place",
    "(running|runs|run|going|goes|lying|extends|extending|straight|right|all|the|way|cut|through|that|which|,)* (full|whole|entire|complete)? (length|width|extent|distance|across) (in|along|of|parallel|to|the)* <axis:letter> (axis|direction)?",
    example="running the full length in X",
    cost=-0.2,
)
def _across_along(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    if not words & {"full", "whole", "entire", "complete", "straight", "right", "all"}:
        return None
    return (Mark.EVERYTHING, Along(found.axis))


# --- sides by their axis -----------------------------------------------------------------------------------


@row("facename", "+|- x|y|z direction?", example="+X direction")
def _signed_face(found: Found) -> Any:
    words = [term.word for term in found.terms[found.start : found.end]]
    signs = [word for word in words if word in {"+", "-"}]
    axes = [word for word in words if word in _AXES]
    return SIDE_OF_AXIS.get(signs[0] + axes[0]) if len(signs) == len(axes) == 1 else None


@row(
    "place",
    "on|in|into|from|at (outer|outside|external|side|right|left|front|back|rear|top|upper|end|flat|vertical|planar)* face|side|surface|wall (at|where|with|lying|plane|in|on|the|of)* <at:at_axis>",
    example="on the outer side face at x = 60",
    cost=-0.4,
)
def _face_at(found: Found) -> Any:
    return OnFace("", level=(found.at[0], found.at[1].value))


@row("signed_axis", "+|- x|y|z", example="+X")
def _signed_axis(found: Found) -> Any:
    return found.terms[found.end - 1].word


@row("place", "on the right|left|front|back|top|bottom side|face only", example="on the +X side only")
def _one_side(found: Found) -> Any:
    return (OnFace(found.terms[found.end - 3].word),)


# --- where everything counts from -----------------------------------------------------------------------------


@row(
    "stated",
    "(all)* positions|position|coordinates|coordinate|dimensions|they|points|places|hole|holes|origin|datum|zero|x|y|measured|counted|given|taken"
    " (positions|position|coordinates|points|places|holes|origin|datum|zero|x|y|and|:|are|is|measured|counted|count|given|taken|=|lies|relative|to|in)* (from|at|in|to|=|:) the?"
    " (lower|bottom front|near left / lower|bottom|front left / left lower|bottom|front) @corner|corner (of the? (<:part> / it))?",
    example="Positions are measured from the lower left corner of the plate",
    cost=0.1,
)
@row(
    "stated",
    "(with|its|the|and|has|having|,|place|one)* (lower|bottom front|near left / lower|bottom|front left / left lower|bottom|front) @corner (of (the|it / <:part>)*)? (is|lies|at|located|placed|on|in|sits|being)* (origin / <:zero_point>)",
    example="with its lower left corner at the origin",
    cost=-0.3,
)
@row(
    "stated",
    "(positions|coordinates|dimensions) (are|measured|from|relative|to|the|a|one)* @corner|corner",
    example="coordinates from the corner",
    cost=0.6,
)
def _datum_corner(found: Found) -> Any:
    return None if _is_listed(found) else Stated(found.text, (("corner", 1.0),))


def _is_listed(found: Found) -> bool:
    """Return whether a corner is the first of several: "with corners at (0, 0), (75, 0) …"."""
    following = [term for term in found.terms[found.end : found.end + 2] if term.word not in {",", "and"}]
    return bool(following) and following[0].kind == "point"


@row(
    "stated",
    "(with|its|a|has|having|,|the|placed|sits|starting|from|anchored|and / <:count>)* @corner|corner|vertex (is|lies|at|in|on|located|placed)* (origin / <:zero_point>) (,|and|is|it)* (extending|extends|reaching|going|growing|lying (to|into|towards|along|in|all|its|sides)* (positive|octant|quadrant)? <:positive> ((,|and)* <:positive>)* (octant|quadrant|direction|directions|axes|axis|side|sides)* (only)? / extending|lying|located (in|into|to)* (the)? (first|positive) (octant|quadrant))?",
    example="with one corner at the origin, extending to +X, +Y and +Z",
    cost=-0.3,
)
def _corner_at_origin(found: Found) -> Any:
    """Return that coordinates count from the corner; one of several that is not named is the lowest."""
    return None if _is_listed(found) else Stated(found.text, (("corner", 1.0),))


@row("positive", "(+|positive)? x|y|z (axis|direction)?", example="+X")
@row("positive", "positive (direction|side|octant|quadrant)?", example="positive")
def _positive(found: Found) -> Any:
    return found.text


@row("zero_point", "<p:point>", example="(0,0)")
@row("zero_point", "<t:triple>", example="( 0 , 0 , 0 )")
def _zero_point(found: Found) -> Any:
    numbers = found.p.points if found.p is not None else tuple(n.value for n in found.t)
    return found.text if not any(numbers) else None


@row(
    "stated",
    "(the|with|and|its|,|coordinate)* origin|datum|zero (is|lies|at|in|on|located|=|:|of|coordinates|the|placed|being)* @marker.centre (of (the|it / <:part>)*)?",
    example="origin at the centre",
    cost=-0.2,
)
@row(
    "stated",
    "(whose|its|with|the|and|,|having)* @marker.centre (is|lies|at|on|in|located|being|placed)* (origin / <:zero_point>)",
    example="whose centre is the origin",
    cost=-0.3,
)
def _origin_in_centre(found: Found) -> Any:
    return Stated(found.text, (("centred", 1.0),))


@row(
    "place",
    "(measured|counted|taken)* (from / relative to / with respect to) (the)? (lower|bottom front|near left / lower|bottom|front left / left lower|bottom|front) @corner (of the? (<:part> / it))?",
    example="from the lower left corner",
)
def _from_corner(found: Found) -> Any:
    return Origin("corner")


# --- blocks that are cut away ----------------------------------------------------------------------------------


@row(
    "head",
    "(cut|remove|subtract|cutting|removing|subtracting|take) (out|away|off)? (a|the|rectangular|box|block|cuboid|region|area|volume|pocket|notch|@corner|corner|material|square|window|opening|octant|part|portion|piece|everything|with|where|for|which|that|lies|between|cuboid|space|all)* <span:place>",
    example="subtract a box from (0,0) to (10,10)",
    cost=-0.2,
)
def _cut_block(found: Found) -> Any:
    span = found.span
    return Head("cut_block", "cut", "region", said=(span,)) if isinstance(span, Span) else None


_CUT_OFF = (
    "cut|remove|cutting|removing|removed|trim|trimmed|slice|sliced|delete|discard|chop|chopped|saw|take|taken"
)
_SIDE_OF_PLANE = "above|over|beyond|below|under|beneath|underneath"


@row(
    "head",
    f"({_CUT_OFF}) (away|off|out)? (everything|all|anything|material|part|portion|what|whatever|that|which|is|lies|sphere|body|solid)* <side:side_of_plane> (away|off)? (so|that|a|flat|base|face|surface|bottom|top|results|remains|is|left)*",
    example="Remove everything below the plane z = -15 mm so that a flat base results",
    cost=-0.5,
)
@row(
    "head",
    f"(with|and|,)* everything|all|anything|material (that|which|is|lies)* <side:side_of_plane> (is|being|gets|has|been)* ({_CUT_OFF}) (away|off)?",
    example="everything above z = 30 removed",
    cost=-0.5,
)
def _cut_by_plane(found: Found) -> Any:
    axis, level, above = found.side
    ends = (level, _FAR) if above else (replace(_FAR, value=-_FAR.value), level)
    return Head("cut_block", "cut", "region", said=(Span(((axis, *ends),)),))


@row(
    "side_of_plane",
    f"({_SIDE_OF_PLANE}) (plane|level|height|horizontal|at|of|which|mark)* <p:at_axis> plane?",
    example="below the plane z = -15",
)
def _side_of_plane(found: Found) -> Any:
    word = next(t.word for t in found.terms[found.start : found.end] if t.word in _SIDE_OF_PLANE.split("|"))
    return (*found.p, word in {"above", "over", "beyond"})


#: Farther away than any part reaches.
_FAR: Final = Quantity(1e6, "far", unit="mm")
