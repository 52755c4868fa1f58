"""Several bodies: in rows, in corners, on the ground, kept apart, and how they are announced."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import (
    AtCorners,
    Coordinate,
    FromEdges,
    Head,
    Mark,
    Rectangle,
    Relation,
    Size,
    Span,
    Stated,
)

_ZERO: Final = Quantity(0.0, "0")


# --- several in a row ---------------------------------------------------------------------------------------


@row(
    "head",
    "row|line|column|series of <n:count> (identical|equal|such|loose|separate)* <said+:pre>* <noun:part>",
    example="a row of five cubes",
    cost=-0.2,
)
def _row_of(found: Found) -> Any:
    if not found.noun.plural:
        return None
    said: list[Any] = []
    for one in found.said or ():
        said += one if isinstance(one, tuple) else [one]
    kept = tuple(one for one in said if type(one) is not str and not isinstance(one, Stated))
    noun = found.noun
    return Head("part", noun.sense("part"), noun.word, found.n, plural=True, said=(*kept, Mark.ROW))


@row("head", "<name:bodyname> : <said+:pre>* <noun:part>", example="Lid: flat plate", cost=-0.3)
def _named_body(found: Found) -> Any:
    said: list[Any] = []
    for one in found.said or ():
        said += one if isinstance(one, tuple) else [one]
    kept = tuple(one for one in said if type(one) is not str and not isinstance(one, Stated))
    return Head("part", found.noun.sense("part"), found.name.lower(), said=kept, ordinal=True)


@row(
    "head",
    "(<a:bodyname> / <b:colonname>) :|= <span:place>",
    example="Wall: from (0,0) to (40,20)",
    cost=-0.5,
)
def _between_corners(found: Found) -> Any:
    if not isinstance(found.span, Span):
        return None
    return Head("part", "body", found.a or found.b, said=(found.span,))


@row("sized", "with|of? <n:plain> (long)? edges|sides", example="with 10 mm edges", cost=0.2)
@row("sized", "edges|sides of <n:plain>", example="edges of 10 mm", cost=0.2)
def _edges(found: Found) -> Any:
    return Size(found.n, Label((), "side")) if found.n.form == "plain" else None


# --- corners of a rectangle ---------------------------------------------------------------------------------


@row(
    "place",
    "(at|on|in|standing|placed|located|,)* (the)? (four)? corners of (a|an|the)? (imaginary|virtual)? <q:gaps> (mm)? rectangle|grid|square|pattern ({ (measured|between|post|leg|from|hole|pillar|column|@marker.centre|centres|axes|axis|to|the|,|in|along|x|y / <:number>)* })?",
    example="at the corners of a 200 x 100 rectangle",
    cost=-0.4,
)
def _corners_of_rectangle(found: Found) -> Any:
    pair = found.q if len(found.q) == 2 else (found.q[0],) * 2
    return Rectangle(pair[0], pair[1])


@row(
    "place",
    "(with|their|its|the|and|,)* (axes|axis|centres|centers|@axis|@marker.centre)* <d:plain> (mm)? in|inside|inwards (from (both|each|the|all|two|adjacent|neighbouring|long|short)* (edges|sides) (of <:other>)?)? (at|in|near|on) (every|each|all|the|four)* corner|corners (of <:other>)?",
    example="with their axes 12 mm in from both edges of the top at every corner",
    cost=-0.4,
)
def _in_from_corners(found: Found) -> Any:
    return AtCorners(4), FromEdges(found.d, "each")


# --- on the ground, and kept apart --------------------------------------------------------------------------


@row(
    "place",
    "(standing|stands|stand|sitting|lying|resting|rests|placed|lies|lie|both|all|each|upright|flat|that|which|and)* on (the)? (ground|floor / xy plane / xy - plane / z = <:zero>)",
    example="standing on the floor",
    cost=0.03,
)
def _on_ground(found: Found) -> Any:
    return Relation("level", gap=_ZERO)


@row(
    "place",
    "(both|all|each|,|and|are)* (lying|lie|lies|resting|rest|standing|stand|stands|sitting|sit) flat? on z = <:zero>",
    example="both lying flat on z = 0",
    cost=-0.05,
)
def _lying_on_ground(found: Found) -> Any:
    return Relation("level", gap=_ZERO)


@row(
    "place",
    "of (the|exactly)* same size|sizes|dimensions|shape (as (the|it|first|one|lower|other)*)?",
    example="of the same size",
    cost=-0.1,
)
@row(
    "place",
    "(with|having)? the? (same|identical|equal) (size|sizes|dimensions)",
    example="the same size",
    cost=0.1,
)
def _alike(found: Found) -> Any:
    return Relation("alike")


_NOT: Final = "not|never|without|don't|n't|aren't|isn't|doesn't|mustn't|nor"


@row(
    "stated",
    f"(and|they|it|them|the|two|three|four|bodies|parts|both|all|,|are|is|do|does|must|should|be|to|each|other|kept|keep|lies)* {_NOT} (to|be|each|other|the|it|them|anything|get|being|actually)* "
    "(touching|touch|connected|connect|joined|join|merged|merge|fused|fuse|united|unite|glued|attached|welded|combined|combine) (them|together|it|each|other|to|with|in|any|the|way|at|all|plate|anything|into|one)*",
    example="They aren't connected",
    cost=-0.2,
)
@row(
    "stated",
    "(leave|keep|stay|stays|as|remain|remains|that|are|is|they|them|all|it|both|each|must|should|of|and)* (separate|individual|loose|independent|distinct|separately|apart|unconnected|unattached|free|disjoint|standalone) (bodies|solids|parts|pieces|objects|components|shapes|body|solid|part|elements|from|each|other)*",
    example="Leave them as individual solids",
    cost=0.05,
)
@row(
    "stated",
    "(as|in|with|makes|making|giving)* <n:count> (loose|separate|individual|independent|distinct|unconnected)* (solids|bodies|parts|pieces) (:|,|that|which|stay|remain|separate|loose|in|one|file|in|total)*",
    example="as five loose solids:",
    cost=-0.15,
)
@row(
    "stated",
    "(there)? (is|are|there's) no base|plate|floor|table|top|connection (between (them|the|bodies)*)?",
    example="There's no base",
    cost=-0.2,
)
def _apart(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    if found.n == 1 or found.terms[found.end - 1].word == "free":
        return None  # "the free end"
    solids = (("solids", float(found.n)),) if found.n else ()
    if words & {"no"}:
        return Stated(found.text)
    return Stated(found.text, (("separate", 1.0), *solids))


# --- how they are announced ---------------------------------------------------------------------------------


@row(
    "stated",
    "(and|then)* last|second|third|fourth|first|next (comes|is|there|:|,)*",
    example="last … a ball",
    cost=-0.05,
)
def _one_after_the_other(found: Found) -> Any:
    behind = found.terms[found.end].word if found.end < len(found.terms) else ""
    return (
        Stated(found.text)
        if behind in {"a", "an"} or found.terms[found.end - 1].word in {"a", "an"}
        else None
    )


@row("sized", "same <said:sized>", example="the same 8 mm thickness", cost=0.1)
def _same_size(found: Found) -> Any:
    return found.said


@row(
    "stated",
    "<:number> (separate|loose|individual|distinct|independent|different)* (shapes|things|items|elements|primitives) (:|,)?",
    example="Three separate shapes",
    cost=0.05,
)
def _several_shapes(found: Found) -> Any:
    number = next((t.quantity for t in found.terms[found.start : found.end] if t.quantity is not None), None)
    words = {term.word for term in found.terms[found.start : found.end]}
    if number is None or not number.can_count:
        return None
    loose = words & {"separate", "loose", "individual", "distinct", "independent"}
    return Stated(found.text, (("separate", 1.0), ("solids", number.value)) if loose else ())


@row(
    "stated",
    "body|solid|part|object|item|component (<n:number> / <:bodyletter>) :|-|=|is|,",
    example="Body 1:",
    cost=-0.2,
)
def _numbered(found: Found) -> Any:
    sized = found.n is not None and (not found.n.can_count or found.n.value > _MOST_BODIES)
    return None if sized else Stated(found.text)  # "body 28, flange 36 x 4"


#: Bodies that are numbered; a larger number behind "body" is a size.
_MOST_BODIES: Final = 9


# --- listed along an axis -----------------------------------------------------------------------------------


@row(
    "place",
    "(with|their|its|the|and|,|at)* (axes|centres|centers|middles|axis|@axis|@marker.centre) (are|lie|at|is)* x|y = <a:number> ((,|and)? <more+:number>)* ({ x|y = <z:zero> })?",
    example="axes at x = -50, 0 and 50 (y = 0)",
    cost=-0.2,
)
def _axes_at(found: Found) -> Any:
    terms = found.terms[found.start : found.end]
    axis = next(term.word for term in terms if term.word in {"x", "y"})
    numbers = (found.a, *(found.more or ()))
    return Coordinate(axis, numbers) if len(numbers) > 1 else None
