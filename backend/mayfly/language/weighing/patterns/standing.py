"""Where bodies stand against each other and in space: axes, middles, sides, stacks, what is inside what."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import (
    Apart,
    AtCorners,
    Coordinate,
    FromEdges,
    Head,
    InCentre,
    Mark,
    Rectangle,
    Relation,
    Size,
    Span,
    StandsAt,
    Stated,
)

_ZERO: Final = Quantity(0.0, "0")
_BE: Final = "is|are|be|being|lies|lie|lying|sits|stands|passes|passing|runs|goes|going|through|at|located|placed|on|in|point|vertical|:|="
_STANDS: Final = (
    "stands|standing|stand|sits|sitting|sit|lies|lying|lie|placed|put|set|is|are|floats|floating|hovers|hovering|"
    "hangs|hanging|located|positioned|held|and|which|that|,|loose|loosely|flat|exactly|directly|straight|right"
)
_FREE: Final = (
    "clear|free|open|empty|away|off|of|air|space|gap|clearance|distance|a|with|at|by|mm|in|between|from"
)
_WAYS: Final = {"right": "+x", "left": "-x", "behind": "+y", "back": "+y", "front": "-y"}


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


# --- middles and axes ---------------------------------------------------------------------------------------


@row("spot", "<t:triple>", example="( 0 , 0 , 10 )")
@row("spot", "<f:flat>", example="(10, 20)")
def _spot(found: Found) -> Any:
    return tuple(zip("xyz", found.t or found.f, strict=False))


@row("spot", "<c+:at_axis> ((,|and|/)* <c+:at_axis>)*", example="x = 40, y = 0")
def _spot_by_axes(found: Found) -> Any:
    axes = tuple(found.c)
    return axes if len({axis for axis, _ in axes}) == len(axes) else None


@row("spot", "origin (of (the|coordinate|system|coordinates)*)?", example="the origin")
def _spot_origin(found: Found) -> Any:
    return ()


_CENTRED: Final = "@centred|centred|centered|centrally"


@row(
    "place",
    f"(with|whose|its|the|and|,|having|has|a|main|own|vertical)* (@marker.centre|midpoint|@axis|axis point|line?) ({_BE})* <at:spot>",
    example="whose centre is at ( 0 , 0 , 10 )",
    cost=-0.25,
)
@row(
    "place", f"{_CENTRED} (at|on|around|about|in)* <at:spot>", example="centred at ( 0 , 0 , 10 )", cost=-0.25
)
@row(
    "place",
    f"(with|whose|its|the|and|,|having|has|a|main|own|vertical)* (@marker.centre|midpoint|@axis|axis point|line?) ({_BE})* <at:spot>",
    example="whose centre is at ( 0 , 0 , 10 )",
    cost=-0.25,
)
def _stands_at(found: Found) -> Any:
    if not found.at:
        return None  # "centred on the origin" says nothing new
    return StandsAt(found.at)


# --- beside each other --------------------------------------------------------------------------------------


@row("side_of", "(to|on|at)? right|left (side|hand|of|from)* <of:other>?", example="to the right of it")
@row("side_of", "(behind / in front of?) <of:other>?", example="behind it")
@row(
    "side_of",
    "(in|along|towards|to)* <w:signed_way> (direction|of|from)* <of:other>?",
    example="in +X direction from it",
)
def _side_of(found: Found) -> Any:
    words = [term.word for term in found.terms[found.start : found.end]]
    way = found.w or next((_WAYS[word] for word in words if word in _WAYS), None)
    return None if way is None else (way, found.of or "")


@row("signed_way", "+|- x|y", example="+X")
@row("signed_way", "positive|negative x|y", example="positive X")
def _signed_way(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    axis = "x" if "x" in words else "y"
    return ("-" if words & {"-", "negative"} else "+") + axis


_CENTRES: Final = (
    "({ (measured|from|axis|@axis|@marker.centre|centre|center|middle|centres)* to (@axis|@marker.centre|axis|centre|center|middle)* } / "
    "(measured|from|,)* (@axis|@marker.centre|axis|centre|center|middle) to (@axis|@marker.centre|axis|centre|center|middle))"
)


@row(
    "place",
    f"({_STANDS})* ((next to / beside|alongside|adjacent) <:other>?)? (,|and)* (a|with)* <gap:plain> ({_FREE})* <side:side_of> <c:centres>?",
    example="next to it, 20 mm clear to the right",
    cost=-0.25,
)
@row(
    "place",
    f"({_STANDS})* <side:side_of> (,|and|with|at|a)* <gap:plain> ({_FREE})* <c:centres>?",
    example="to the right of it with 20 mm gap",
    cost=-0.05,
)
@row(
    "place",
    f"({_STANDS})* <side:side_of> (,|and|with|at|a)* (gap|clearance|distance|space|spacing) of <gap:plain> (between <:other>)?",
    example="to the right of it with a gap of 20 mm",
    cost=-0.15,
)
def _beside(found: Found) -> Any:
    if found.gap.form not in {"plain", "word"}:
        return None
    way, of = found.side
    return Relation("centres" if found.c else "side", of, found.gap, way)


@row(
    "place",
    f"({_STANDS})* <gap:plain> apart|away ({{ (@marker.centre|centre|centers|axis) to (@marker.centre|centre|axis) }})? (along|in) (the)? x|y|z (axis|direction)?",
    example="standing 40 mm apart along X",
    cost=-0.35,
)
def _apart_along(found: Found) -> Any:
    axis = next(t.word for t in reversed(found.terms[found.start : found.end]) if t.word in {"x", "y", "z"})
    if found.gap.form not in {"plain", "word"}:
        return None
    return Apart(found.gap, axis)


@row("centres", _CENTRES, example="(centre to centre)")
def _centres(found: Found) -> Any:
    return True


@row("place", f"({_STANDS})* touching <side:side_of>", example="touching to the right of it", cost=0.1)
def _touching(found: Found) -> Any:
    way, of = found.side
    return Relation("side", of, _ZERO, way)


# --- above each other ---------------------------------------------------------------------------------------

_OTHER_ONE: Final = "(the)? (other|second|upper|next|top) (one|plate|disc|block|body|cube|sheet|<:part>)?"


@row(
    "place",
    "(<:count> / first|lower|bottom) (<:count> / one|plate|disc|block|body / <:part>)? (is|lies|lying|rests|stands|sits|resting|flat)* (on|at) (z = <:zero> / (xy|ground) (plane)? / ground|floor) (,|and|with|while)* "
    "(the)? (other|second|upper|top) (<:count> / one|plate|disc|block|body / <:part>)? (is|lies|lying|floats|hovers|sits|placed|,|exactly|straight|directly|right|parallel|held)* above|over (it|that|this|the|first|one|lower|,)* (at|with|and|a|,)* (distance|gap|of|clearance)* <gap:plain> ({_FREE}|in|it|them|the|two)*".replace(
        "{_FREE}", _FREE
    ),
    example="one lying on z = 0 and the other straight above it with 20 mm of air in between",
    cost=-0.5,
)
@row(
    "place",
    "(<:count> / first|lower|bottom) (<:count> / one|plate|disc|block|body / <:part>)? (is|lies|lying|rests|stands|sits|resting|flat)* (on|at) (z = <:zero> / (xy|ground) (plane)? / ground|floor) (,|and|with|while)* "
    "(the)? (other|second|upper|top) (<:count> / one|plate|disc|block|body / <:part>)? (is|lies|lying|floats|hovers|sits|placed|,|exactly|straight|directly|right|parallel|held)* <gap:plain> (mm)? above|over (it|that|this|the|first|one|lower)*",
    example="one lying on z = 0 and the other 20 mm above it",
    cost=-0.5,
)
@row(
    "place",
    "(stacked|stack / <:count> above|over (the)? other|another) (vertically|in z|along z|upwards|,)* (with|at|a|and|,)* (gap|clearance|distance|space|spacing)* (of)? <gap:plain> ("
    + _FREE
    + "|each|them|one|and|the|next)*",
    example="stacked with a gap of 20 mm between them",
    cost=-0.2,
)
def _stacked(found: Found) -> Any:
    return Relation("stack", gap=found.gap) if found.gap.form in {"plain", "word"} else None


@row(
    "place",
    f"({_STANDS})* above|over <of:other> ({_STANDS})*",
    example="Above it floats",
    cost=0.15,
)
def _above(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    return (
        Relation("above", found.of) if words & {"floats", "hovers", "hangs", "floating", "hovering"} else None
    )


@row(
    "place",
    "(with|its|the|and|,|whose)* (lowest|bottom|lower) (point|face|side|end|surface|edge)? (is|lies|at|being)* <gap:plain> (mm)? above|over <of:other>",
    example="lowest point 5 mm above the plate",
    cost=-0.3,
)
def _lowest_above(found: Found) -> Any:
    return Relation("on", found.of, found.gap) if found.gap.form in {"plain", "word"} else None


@row(
    "place",
    "at|in|on (the)? (bottom|base|lowest|start) (of (the|it|stack|all)*)? (is|lies|comes|stands|there|,)*",
    example="at the bottom is … disc",
    cost=0.3,
)
def _at_the_bottom(found: Found) -> Any:
    before = [term for term in found.terms[: found.start] if term.quantity is not None]
    behind = [phrase.term for phrase in found.phrases[found.end]] if found.end < len(found.terms) else []
    if any(term.quantity.form != "word" for term in before if term.quantity is not None):
        return None
    return Relation("level", gap=_ZERO) if any(term.sense("part") for term in behind) else None


@row(
    "place",
    "over|above (the)? middle|centre|center|@marker.centre (of <:other>)?",
    example="over the middle",
    cost=0.05,
)
def _over_the_middle(found: Found) -> Any:
    return InCentre()


# --- inside, on one axis, on one plane ----------------------------------------------------------------------


@row(
    "place",
    f"({_STANDS})* (upright|vertically)? in|inside|into (that|this|the) (blind)? hole|bore|recess|pocket (,|and|on|at|down|its|the|standing|sitting|resting|touching|bottom|floor|ground|base)*",
    example="standing upright in that hole, on its bottom",
    cost=-0.1,
)
def _in_hole(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    down = words & {"bottom", "floor", "ground"}
    return Relation("hole", "bottom" if down else "") if down else None


@row(
    "place",
    f"({_STANDS})* in|inside|within (the)? @marker.centre|middle|centre of <of:other>",
    example="lies in the centre of it",
    cost=0.15,
)
def _in_the_centre_of(found: Found) -> Any:
    return Relation("around", found.of)


@row(
    "place",
    f"({_STANDS})* (upright|vertically)? on (the|its)* (@marker.centre|middle|centre) of <of:other>",
    example="standing on the centre of the plate",
    cost=-0.1,
)
def _on_the_centre_of(found: Found) -> Any:
    return Relation("on", found.of)


@row(
    "stated",
    "(and|,|both|all|they|are|lie|lying|on|in|with|the)* (concentric|coaxial / on (the|a|one|same|common)* axis|plane|level)",
    example="concentric",
    cost=0.25,
)
@row(
    "stated",
    "(and|,|with)* (both|all|everything) (rest|stand|lie|sit|start|begin|are|resting|standing)* (flat)? (on|at) (z = <:zero> / the|xy|ground|floor|plane|table)*",
    example="Both rest on Z = 0",
    cost=0.05,
)
@row(
    "stated",
    "(and|,|are|both|all|they)* lined|aligned|line up? (in|along|with|to) (x|y|z|each|other|the|axis|direction)*",
    example="lined up in Y",
    cost=0.2,
)
@row(
    "stated",
    "(,|and|both|axes|all|are|they|being)* parallel (to (each other / one another / it))?",
    example="parallel",
    cost=0.8,
)
def _in_line(found: Found) -> Any:
    return Stated(found.text)


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
    if found.n == 1:
        return None
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
    "body|solid|part|object|item|component (<:number> / <:bodyletter>) :|-|=|is|,",
    example="Body 1:",
    cost=-0.2,
)
def _numbered(found: Found) -> Any:
    return Stated(found.text)


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
