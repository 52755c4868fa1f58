"""Sketches loop by loop and line by line: "a line from (0,0) to (60,0)", "the first loop is a circle"."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Head, Outline, Points, Stated

_ORDER: Final = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|next|last|final|another|other|following|new"
)
_OUTLINE: Final = 3
_LINE: Final = "line|segment|edge|lines|segments"
_SAME: Final = 1e-9


# --- lines from point to point -------------------------------------------------------------------------------


@row(
    "edge_line",
    f"(then|and|draw|add|continue|continuing|with|create|it|,|is|a|has|by|drawing|adding|starting|begin|go|next|move|connecting|of|using)* ({_ORDER} / straight|horizontal|vertical|diagonal)* {_LINE} ({_LINE})? (<:count>)? (that|which|is|it|starts|starting|start|begins|beginning|goes|going|running|runs|drawn|extending|extends|at|:|,)* (from|at|between) point? <a:flatpoint> (to|and|up|down|ends|at|until|ending|end|it|then|goes|,|back|left|right|point|the|start|again|finishing|returning)* <b:flatpoint>",
    example="a second line from (0,0) to (60,0)",
    cost=-0.15,
)
@row(
    "edge_line",
    f"(then|and|,|the|with|is)* {_ORDER} (line|segment|edge|one|side)? (starts|starting|begins|goes|going|running|runs|is|drawn|extends|leads|connects|,|line|closes|closing|completes|the|loop|profile|outline|it|returns|back)* from <a:flatpoint> (to|and|up|down|ends|at|until|ending|end|it|then|goes|,|back|point|the|start|again)* <b:flatpoint>",
    example="the second from (0,0) to (60,0)",
    cost=-0.15,
)
@row(
    "edge_line",
    "(then|and|,|one|line|side)* from <a:flatpoint> (to|and|up|down|goes|then|,|back|point)* <b:flatpoint>",
    example="from (0,0) to (60,0)",
    cost=-0.1,
)
def _line(found: Found) -> Any:
    return found.a, found.b


@row(
    "edge_line",
    "(then|and|,|from|there|here|continue|continuing|draw|with|a|another|straight|line|go|up|down|left|right|over|across|back|diagonally|horizontally|vertically|finally|on)* (to|until) point? <b:flatpoint>",
    example="then to (60,15)",
    cost=-0.1,
)
@row(
    "edge_line",
    "(then|and|,|from|there|finally|draw|a|another|with|it|close|closing|finish|straight)* line|segment (back|leading|going|returning)* to <b:endpoint>",
    example="and a line back to the starting point",
    cost=-0.1,
)
@row(
    "edge_line",
    f"(then|and|,|the|with|is|finally)* {_ORDER} (line|segment|edge|one|side)? (goes|going|runs|is|drawn|leads|returns|closes|connects|back|return|closing|returning|,)* to (the)? (start|point|origin|beginning|at)* <b:flatpoint>",
    example="and the fourth back to (0,0)",
    cost=-0.15,
)
@row(
    "edge_line",
    "(then|and|,|go|going|finally|straight)* back|return|returning to <b:endpoint>",
    example="and back to the start",
    cost=-0.1,
)
def _line_on(found: Found) -> Any:
    return None, found.b


@row("edge_point", "(then|and|,|next|finally)* <b:flatpoint>", example="(60, 20)")
def _point_on(found: Found) -> Any:
    """Return a line to a corner that is only named, behind where the outline begins."""
    return None, found.b


_ARC: Final = "(circular|semicircular|threepoint|tangent)* arc (that|which|is|it|starts|starting|start|begins|beginning|goes|going|running|runs|drawn|,)*"
#: Words before the next line or arc of an outline.
_DRAW: Final = "then|and|draw|add|with|,|is|a|an|the|from|there|here|finish|close|closing|finishing|outline|profile|loop|sketch|contour|it|finally|continue|by|using"
_VIA: Final = "(through|via|passing|passes|with|midpoint|mid|middle|point|at|the|a|mid-point|-|,|and|over|by|its|is|of)*"
_END: Final = "(to|and|ending|ends|end|at|,|it|finishing|finishes|back)*"


@row(
    "edge_line",
    f"(then|and|draw|add|with|,|is|a|an|the)* ({_ORDER})? {_ARC} (from|at) <a:flatpoint> (through|via|passing|passes|with) {_VIA} <m:flatpoint> {_END} <b:flatpoint>",
    example="an arc from (0,0) through (5,5) to (10,0)",
    cost=-0.25,
)
@row(
    "edge_line",
    f"(then|and|draw|add|with|,|is|a|an|the)* ({_ORDER})? {_ARC} (from|at) <a:flatpoint> {_END} <b:flatpoint> (,|and)* (through|via|passing|passes|with) {_VIA} <m:flatpoint>",
    example="an arc from (0,0) to (10,0) through (5,5)",
    cost=-0.25,
)
@row(
    "edge_line",
    f"({_DRAW} / {_ORDER} / <:count> - ? point)* {_ARC} (through|via|passing|passes) {_VIA} <m:flatpoint> {_END} <b:endpoint>",
    example="then an arc through (5,5) to (10,0)",
    cost=-0.25,
)
@row(
    "edge_line",
    f"({_DRAW} / {_ORDER} / <:count> - ? point)* {_ARC} (back)? to <b:endpoint> (,|and)* (through|via|passing|passes|with) {_VIA} <m:flatpoint>",
    example="then an arc to (10,0) through (5,5)",
    cost=-0.25,
)
def _arc(found: Found) -> Any:
    return found.a, found.b, found.m


@row(
    "edge_line",
    f"(then|and|the|,|;)* ({_ORDER})? ({_LINE})? (<:count>)? (:|,)? start|starts|starting|begin|begins|beginning (at|from|in|on|point)* <a:flatpoint> (and|,|then|it|to)* end|ends|ending|finish|finishes|finishing|stop|stops (at|in|on|to|point)* <b:flatpoint>",
    example="start at (0,0) and end at (60,0)",
    cost=-0.2,
)
def _line_by_ends(found: Found) -> Any:
    return found.a, found.b


@row("endpoint", "<p:flatpoint>", example="(10, 20)")
@row(
    "endpoint",
    "start|starting|beginning|first|initial (point|position|corner)? (at|of (the|this)? loop|outline|profile)? <p:flatpoint>?",
    example="the starting point",
)
def _endpoint(found: Found) -> Any:
    """Return a point, or an empty one for that at which the outline began."""
    return () if found.p is None else found.p


@row(
    "edge_start",
    "(from|start|starting|begin|beginning|starts|begins|move|moving|drawing|draw|go|going|at|in|the|point|origin|with|of|:|,)* start|starting|begin|beginning|starts|begins|move|moving (from|at|in|with|to|the|point|origin)* <a:flatpoint>",
    example="start at (0,0)",
    cost=-0.1,
)
@row("edge_start", "from (the)? point? <a:flatpoint>", example="From the point (0, 0)", cost=0.1)
def _start(found: Found) -> Any:
    return found.a


@row("flatpoint", "<p:point>", example="(10, 20)")
def _flatpoint(found: Found) -> Any:
    return None if found.p.mirrored else found.p.points


@row(
    "place",
    "<a:edge_start> ((,|;|.|and|then|finally)* (<l+:edge_line> / <l+:edge_point>))* <:closing>?",
    example="start at (0,0), line to (60,0), line to (60,40)",
    cost=-0.1,
)
@row(
    "place",
    "<l+:edge_line> ((,|;|.|and|then|finally)* <l+:edge_line>)* <:closing>?",
    example="line from (0,0) to (60,0), line from (60,0) to (60,40) and line from (60,40) to (0,0)",
    cost=0.0,
)
def _outline(found: Found) -> Any:
    return _lines(found)


@row(
    "head",
    "<a:edge_start> ((,|;|.|and|then|finally)* (<l+:edge_line> / <l+:edge_point>))* <:closing>?",
    example="From the point (0,0) draw a line to (60,0), then a line to (60,40)",
    cost=-0.05,
)
@row(
    "head",
    "<l+:edge_line> ((,|;|.|and|then|finally)* <l+:edge_line>)* <:closing>?",
    example="Draw a line from (0,0) to (60,0), line from (60,0) to (60,40) and line from (60,40) to (0,0)",
    cost=0.05,
)
def _outline_of_lines(found: Found) -> Any:
    outline = _lines(found)
    return None if outline is None else Head("sketch", "polygon", "polygon", said=(outline,))


def _lines(found: Found) -> Any:
    lines = found.l or ()
    begun = found.a or (lines[0][0] if lines else None)
    if begun is None or len(lines) < 2:
        return None
    points = [begun]
    passed: list[tuple[float, ...] | None] = []
    for begin, end, *arc in lines:
        end = end or begun  # "back to the starting point"
        if begin is not None and not _is_same(begin, points[-1]):
            return None
        points.append(end)
        passed.append(arc[0] if arc else None)
    if _is_same(points[0], points[-1]):
        points.pop()
    else:
        passed.append(None)
    if not any(passed):
        return Outline(tuple(points)) if len(points) >= _OUTLINE else None
    return Outline(tuple(points), tuple(passed))


def _is_same(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return len(one) == len(other) and all(abs(a - b) < _SAME for a, b in zip(one, other, strict=True))


# --- where a loop lies ------------------------------------------------------------------------------------------


@row(
    "place",
    "(with|having|its|the|and|whose|a)* @marker.centre|midpoint (point)? (is|at|lies|located|of|being|:|=|on|placed|position|coordinates)* <p:flatpoint>",
    example="with its centre at (30, 20)",
    cost=-0.1,
)
@row(
    "place",
    "(with|having|its|the|and|whose|a)* @marker.centre|midpoint (point)? (is|at|lies|located|of|being|:|=|on|placed|position|coordinates)* <t:triple>",
    example="whose centre is at ( 0 , 0 , 10 )",
    cost=-0.1,
)
def _centre_at(found: Found) -> Any:
    return Points((found.p or tuple(number.value for number in found.t),))


# --- what only announces a sketch ---------------------------------------------------------------------------------


@row(
    "stated",
    f"(in|for|on|create|draw|begin|start|with|by|the|add|this|creating|drawing|define|inside|of|which|has|consists|contains|that|,|then|and|next|make)* ({_ORDER} / outer|inner|only|single|one|two|closed)* loop|loops (<:count> / ,|:|of|the|consists|is|has|contains|with|and|by|there|in|are|draw|made|up|consisting|composed|defined|formed)*",
    example="in the first loop,",
    cost=0.05,
)
@row(
    "stated",
    f"(in|for|on|create|draw|begin|start|with|by|the|add|this|creating|drawing|define|of|which|has|that|,|then|and|next|make|sketch)* ({_ORDER} / single|one) face|faces (<:count> / ,|:|and|with|of|,)*",
    example="on the first face,",
    cost=0.05,
)
@row(
    "stated",
    "(draw|create|make|drawing|creating|a|an|the|2d|two-dimensional|in|on|it|this|new|sketch|and|,|with|consisting|consists|of|containing|contains|made|up|composed|comprising|that|which|has|is|there|by|within|inside)* "
    "(<:count> / single|only|closed|outer|inner|first|main / closed)* face|loop|faces|loops (and|,|with|in|of|on|the|which|that|is|has|consists|consisting|made|contains|containing|each|from|formed|up|composed|by|a|drawn|sketch)* ((<:count> / single|only|closed|outer|inner|a)* loop|loops|face|faces (and|,|with|in|of|on|which|that|is|has|consists|consisting|made|contains|containing|formed|up|composed|by|a|drawn)*)? (<:count>)? (line|lines|edges|segments|curves|curve)? (:|,)?",
    example="Draw a sketch with one face and one loop made of four lines:",
    cost=0.0,
)
@row(
    "stated",
    "(start|begin|by|create|creating|set|setting|with|define|defining|establish|establishing|first|,|then|and|add|use|using|up)* (new|global|local|fresh|second|another|default|standard)* coordinate system (<:count>)? (where|with|the|its|of|is|at|origin|,|for|sketch|this|that|has|having|by|by|placing|located)* (origin)?",
    example="Start by creating a new coordinate system with",
    cost=0.05,
)
@row(
    "stated",
    "(with|and|set|the|its|by|a|using|all|having|at|in|apply|applying|,|along|both|where)* (euler|rotation|orientation) angles? (rotation|all|are|is|of|set|to|at|:|=|as|equal|degrees|,)* (<:zero> / <:zeros>) (degrees|degree|,|for|all|three|axes|x|y|z|°)*",
    example="with Euler angles set to zero",
    cost=-0.1,
)
@row(
    "stated",
    "(with|and|,)* <:zero> euler|rotation angles|angle?",
    example="with zero Euler angles",
    cost=-0.1,
)
@row(
    "stated",
    "(with|and|,)* <:zero> (translation|offset|rotation) (vector)?",
    example="and zero translation",
    cost=-0.1,
)
@row(
    "stated",
    "(with|and|set|the|its|by|a|using|all|having|at|in|apply|,|also|where)* (no rotation|translation|offset (and|or|no|rotation|translation)* / translation|offset|position (vector)? (is|are|of|set|to|at|:|=|as|equal|all)* (<:zero> / <:zeros>) )",
    example="and a translation vector of zero",
    cost=-0.1,
)
@row(
    "stated",
    "(then|and|next|,|now|to|by|after|finally|this|that|rotate|move|place|position|apply|applying|it|the|using|with|scaled|sketch|2d|transform|transforming|turn|turned|into|same)* (transform|transforming|transformed|turn|place) (the|scaled|sketch|2d|it|into|to|in|3d|three-dimensional|space|by|using|with|applying|rotation|translation|and|vector|matrix|same|above|previously|euler|angles|coordinate|system|defined|given|specified|local|global|a|shape|from|applied|of)*",
    example="Transform the sketch into space using the rotation and translation",
    cost=0.2,
)
@row(
    "stated",
    "(to|and|thereby|which|that|will|this|so|,|it)* (create|creates|creating|form|forms|forming|make|makes|making|produce|produces|give|gives|giving|become|becomes|get|generate|generating|results|resulting|obtain) (in|the|a|an|first|final|new|single|one)* (solid|body|part|object|shape|component|model|3d|piece|volume|base|prism|geometry)+".replace(
        "(solid|body|part|object|shape|component|model|3d|piece|volume|base|prism|geometry)+",
        "solid|body|part|object|shape|component|model|3d|piece|volume|geometry (solid|body|part|object|shape|component|model|piece|geometry)*",
    ),
    example="to create a new solid body",
    cost=0.05,
)
@row(
    "stated",
    "(is|are|made|consisting|composed|consists|formed|up|bounded|from|by)* (of|by|from|with)? <:count> (straight|connected)? lines|segments|edges (:|,|-|.)?",
    example="made of four lines:",
    cost=0.05,
)
@row("stated", "part <:count> :|.|-", example="Part 1:", cost=-0.2)
def _announced(found: Found) -> Any:
    counted = [
        at
        for at in range(found.start, found.end - 1)
        if (number := found.terms[at].quantity) is not None and number.value != 1
    ]
    if any(found.terms[at + 1].word in {"face", "loop"} for at in counted):
        return None  # "of the 30 face": a face of that size
    words = [term.word for term in found.terms[found.start : found.end]]
    if words[-1] in {"face", "faces"} and set(words) <= _NOTHING_DRAWN:
        return None  # "through all faces", "in the face": a place
    return Stated(found.text)


_NOTHING_DRAWN: Final = word_set(
    "face faces a an the in on it this and , with of by that which has is there within inside"
)


@row(
    "stated",
    "(where|with|,|in|which|each|and|as)* (the|first|second|one|number|value|coordinate|is|being|{)* first (number|value|coordinate|figure|one)? (is|gives|means|being|=) (the)? x|y|z (coordinate|value|axis|direction)? (,|and)* (the)? second|other (number|value|coordinate|figure|one)? (is|gives|means|being|=)? (the)? x|y|z (coordinate|value|axis|direction|})*",
    example="where the first number is X and the second is Z",
    cost=-0.2,
)
def _named_coordinates(found: Found) -> Any:
    letters = [term.word for term in found.terms[found.start : found.end] if term.word in {"x", "y", "z"}]
    return Stated(found.text) if letters == sorted(set(letters)) else None


@row(
    "stated",
    "(the|and|so|,|that|with)* (area|region|space|part|material|inside) (inside|within|of|in|the|that|this|inner)* circle|loop|rectangle|square|hole (stays|remains|is|left|being|will|be|stay|remain)* empty|open|hollow|free",
    example="the area inside the circle stays empty",
    cost=0.0,
)
@row(
    "stated",
    "(do|n't|don't|not|no|without|need|there|is|to|any|never|please|,)* not|no|without|don't|never scale|scaling|scaled (anything|it|the|sketch|is|needed|applied|required|factor|any|of|used)*",
    example="Don't scale anything",
    cost=-0.3,
)
def _plain_sketch(found: Found) -> Any:
    return Stated(found.text)


@row("zero", "zero|0|none", example="zero")
@row("zero", "<n:number>", example="0")
def _zero(found: Found) -> Any:
    return found.text if found.n is None or not found.n.value else None


@row("zeros", "{ <a:zero> , <b:zero> , <c:zero> }", example="( 0 , 0 , 0 )")
@row("zeros", "<a:zero> ,|and? <b:zero> ,|and? <c:zero>", example="0, 0, 0")
def _zeros(found: Found) -> Any:
    return found.text


# --- along the normal, and the size of the whole --------------------------------------------------------------------


@row(
    "stated",
    "(in|along|towards|toward|perpendicular|with|only|one|only) (the|positive|its|sketch's|face's|plane's|+|depth|a|to|direction|of)* (normal|outward|sketch) (direction|vector|plane|axis|of|the|sketch|face|normal|positive|to|it|its)* ({ +|plus? z (direction|axis)? })?",
    example="along the normal direction",
    cost=-0.05,
)
@row(
    "stated",
    "(away|outward|outwards|perpendicular|upward|upwards) (from|to|of) (the|sketch|base|its|xy|drawing)* (plane|sketch|face|surface|base)?",
    example="perpendicular to the sketch plane",
    cost=0.1,
)
def _normal(found: Found) -> Any:
    return Stated(found.text)


@row(
    "stated",
    "(the|final|resulting|this|overall|finished|complete|that|of|dimensions|for|result|is|are|has|have|its|with|a|an|and|part|model|shape|object|body|solid|3d|will|should|be|size|measures|component|total|it|where|:|,|cylinder|prism|piece|plate|box|disc|ring)* length (of|is|:|=|about|approximately)* <l:plain> (,|and|;|a|the|with|has|)* width (of|is|:|=|about|approximately)* <w:plain> (,|and|;|a|the|with)* (height|depth|thickness) (of|is|:|=|about|approximately)* <h:plain>".replace(
        "|)*", ")*"
    ),
    example="The final dimensions are a length of 0.75, a width of 0.5 and a height of 0.25",
    cost=0.4,
)
@row(
    "stated",
    "(the|final|resulting|this|overall|finished|complete|part|model|shape|object|body|solid|measures|is|has|result|piece|should|be|will|therefore|then)* <l:plain> (in)? length|long (,|and|by)* <w:plain> (in)? width|wide (,|and|by)* <h:plain> (in)? height|high|tall|thick|thickness",
    example="The final part measures 0.75 in length, 0.45 in width and 0.125 in height",
    cost=0.4,
)
def _whole(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    if not words & {"final", "resulting", "result", "overall", "finished", "complete"}:
        return None
    names = ("whole_length", "whole_width", "whole_height")
    return Stated(
        found.text,
        tuple((name, side.value) for name, side in zip(names, (found.l, found.w, found.h), strict=True)),
    )
