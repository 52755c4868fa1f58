"""Plain sentences about a shape: "its height grows from zero at the left end to 30 at the right end"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mayfly.language.nodes import Label
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.pose import Pose
from mayfly.language.weighing.topics import BLOCK, PRISM
from mayfly.language.weighing.values import Group, Head, Mark, Size, Stated

_BY_AXIS: Final = {"x": "along_length", "y": "along_width", "z": "along_height"}
_SIGNED: Final = "(left|right|front|back|rear)"


# --- heights and lengths -----------------------------------------------------------------------------------


@row(
    "stated",
    "(its|the|with|and|where|whose)* base|cross-section|section|outline (face|area|shape)? (is|being|:|forms / has (the)? shape|form of) (a|an)?",
    example="triangular prism. || The base is an … equilateral triangle of side 40",
    cost=-0.1,
)
def _base_of_prism(found: Found) -> Any:
    """Return that the base of a prism is what its name says, where that is named again behind it."""
    if found.end >= len(found.phrases):
        return None
    prism = any(phrase.term.sense("part") == PRISM for one in found.phrases[: found.start] for phrase in one)
    again = any(phrase.term.sense("part") == PRISM for phrase in found.phrases[found.end])
    return Stated(found.text) if prism and again else None


@row(
    "sized",
    "(cone|pyramid|spike|it|which|that|and|,|tapers|tapering / <:part>)* (rises|rising|tapers|tapering|comes|coming|goes|runs|up|narrows)* to (sharp|pointed|single)* point|tip|apex|peak (that|which|is|at|located)* <n:plain> (mm)? (above|over|from) (its)? (base|bottom|ground|plane / @component.base)",
    example="cone rises to a sharp point 50 mm above the base",
    cost=-0.5,
)
@row(
    "sized",
    "(with|and|,|its)* apex|tip|point|peak (is|lies|sits|located|at)* <n:plain> (mm)? (above|over) (its)? (base|bottom|ground|plane / @component.base)",
    example="cone with a base radius of 20, || its apex is 50 mm above the base",
    cost=-0.3,
)
def _high_tip(found: Found) -> Any:
    return Size(found.n, Label((), "height")) if found.n.form == "plain" else None


@row(
    "sized",
    "(and|,|it|which|that|with|cylinder|bar|part|half / <:part>)* extends|extending|runs|running|reaches|stretches (for)? <n:plain> (mm|long)? (along|in) (positive|+)* x|y|z (- / axis|direction)*",
    example="half cylinder of radius 30, || which extends 80 mm along the Y axis",
    cost=-0.4,
)
def _reaching(found: Found) -> Any:
    """Return the length of what runs along an axis."""
    words = [term.word for term in found.terms[found.start : found.end]]
    axis = next(word for word in reversed(words) if word in _BY_AXIS)
    if found.n.form != "plain":
        return None
    return Size(found.n, Label((), "length")), Pose("along", (axis,), found.text)


@row(
    "sized",
    "(and|,|its|with|whose|which)* (height|it|thickness|top)? grows|rises|increases|slopes|climbs|goes|ramps (up|linearly|evenly|straight|steadily|in|line|uniformly)* from (<:zero> / nothing|zero|0) (mm|high)* (at|on) (<low:endside> (end|side|edge)?) (up)? to <n:plain> (mm|high|tall)* (at|on) (<high:endside> (end|side|edge)?)",
    example="a ramp 100 long and 50 wide, || its height grows in a straight line from zero at the left end to 30 mm at the right end",
    cost=-0.8,
)
def _growing(found: Found) -> Any:
    """Return the height of a wedge, and at which end it is."""
    if {found.low, found.high} not in ({"left", "right"}, {"front", "back"}) or found.n.form != "plain":
        return None
    return Size(found.n, Label((), "height")), Pose("at", ("thick", found.high), found.text)


@row("endside", "@left|@right|@front|@back", example="left")
def _endside(found: Found) -> Any:
    return next(sense for sense in found.senses() if sense in {"left", "right", "front", "back"})


@row(
    "sized",
    "(side|outer|both|all)* wall|walls (thickness)? and|& (its)? bottom|floor|base (thickness)? (is|are|both|each|:|=|of|should|be)* <n:plain> (mm)? (thick)?",
    example="a cup 70 dia 90 high, || the side wall and the bottom are both 4 mm thick",
    cost=-0.5,
)
def _wall_and_floor(found: Found) -> Any:
    if found.n.form != "plain":
        return None
    return Size(found.n, Label(("wall",))), Size(found.n, Label(("floor",)))


@row(
    "sized",
    "<n:plain> (mm)? (long|wide)? (in|along) long|longer|short|shorter|lengthwise|crosswise direction|dimension (,|and)* <m:plain> (mm)? (long|wide)? (in|along) (the)? other|short|shorter|long|longer (direction|dimension|one)?",
    example="plate 120 x 80 x 10 with a window || 40 mm in the long direction and 20 mm in the short direction",
    cost=-0.5,
)
def _by_directions(found: Found) -> Any:
    """Return the sides of an opening by those of what it is in, which is longer along X."""
    numbers = [t.quantity.value for t in found.terms[: found.start] if t.quantity is not None]
    if len(numbers) < 2 or numbers[0] <= numbers[1] or {found.n.form, found.m.form} != {"plain"}:
        return None
    words = [t.word for t in found.terms[found.start : found.end] if t.word in _LONG | _SHORT]
    first_long = bool(words) and words[0] in _LONG
    sizes = (found.n, found.m) if first_long else (found.m, found.n)
    return tuple(Size(one, Label((), name)) for one, name in zip(sizes, ("length", "width"), strict=True))


_LONG: Final = word_set("long longer lengthwise")
_SHORT: Final = word_set("short shorter crosswise")


@row(
    "sized",
    "<a:square_face> (base|bottom|foot) (that|which|,|and)* (tapers|narrows|tapering|narrowing|goes|shrinks) (evenly|uniformly|linearly|up|straight|steadily)* to (a)? <b:square_face> (top|tip|face)* (over|across|in|within|at|with)* (height|distance|length)? (of)? <h:plain> (mm|high|above)*",
    example="truncated pyramid: || a 60 x 60 mm square base that tapers evenly to a 20 x 20 mm square top over a height of 50 mm",
    cost=-0.8,
)
def _tapering(found: Found) -> Any:
    """Return the sides of both ends of a pyramid without its tip, and its height."""
    (a, b), (c, d) = found.a, found.b
    if found.h.form != "plain":
        return None
    named = (("length", a), ("width", b), ("top length", c), ("top width", d), ("height", found.h))
    sizes = []
    for name, number in named:
        end, _, role = name.rpartition(" ")
        sizes.append(Size(number, Label((end,) if end else (), role)))
    return tuple(sizes)


@row(
    "square_face",
    "<a:plain> ×|x|by <b:plain> (mm)? (square|rectangular / @square_shape)?",
    example="60 x 60 mm square",
)
def _square_face(found: Found) -> Any:
    return (found.a, found.b) if {found.a.form, found.b.form} == {"plain"} else None


@row(
    "sized",
    "straight (cylindrical|round|middle|central)? part|section|portion|piece|body (has|with|of|a|is)* @role.radius (of)? <r:plain> (mm)? (and|,|is|has|a|length|of)* <n:plain> (mm)? long",
    example="capsule: || the straight cylindrical part has a radius of 10 mm and is 30 mm long",
    cost=-0.8,
)
def _straight_part(found: Found) -> Any:
    """Return the sizes of a capsule whose straight part is described: its length counts over the round ends."""
    before = {term.word for term in found.terms[: found.start]}
    if "capsule" not in before or found.r.unit != found.n.unit:
        return None
    whole = replace(found.n, value=found.n.value + 2 * found.r.value)
    return Size(found.r, Label((), "radius")), Size(whole, Label((), "length"))


@row(
    "sized",
    "(the|a|with|and|,)* straight|cylindrical (straight|cylindrical|middle)* part|section|portion|piece|length "
    "(of|is|being|has|length|a|=|:)* <n:plain> (mm)? (long / in length)?",
    example="capsule of radius 10, || straight part 30 long",
    cost=-0.8,
)
def _straight_length(found: Found) -> Any:
    """Return how long a capsule is of which the straight part was said, and its radius or diameter before."""
    earlier = found.terms[: found.start]
    if "capsule" not in {term.word for term in earlier}:
        return None
    for at, term in enumerate(earlier):
        if term.quantity is None or term.quantity.unit not in {None, found.n.unit}:
            continue
        beside = {each.word for each in earlier[max(0, at - 2) : at + 3]} | {term.quantity.form}
        if beside & _ACROSS:
            across = term.quantity.value * (2 if "radius" in beside else 1)
            return Size(replace(found.n, value=found.n.value + across), Label((), "length"))
    return None


_ACROSS: Final = word_set("radius diameter dia")


@row(
    "sized",
    "(with|,|and|one)* leg (of)? <a:plain> (mm)? (long)? along (positive|+)* x (- / axis|direction)* (,|and|one)* leg (of)? <b:plain> (mm)? (long)? along (positive|+)* y (- / axis|direction)*",
    example="a right triangle with || one leg of 40 mm along the positive X axis and one leg of 30 mm along the positive Y axis",
    cost=-0.8,
)
def _legs_along_axes(found: Found) -> Any:
    """Return the two legs of a right triangle that lie on the axes."""
    return Size(found.a, Label(("leg",))), Size(found.b, Label(("leg",)))


# --- what is said besides ------------------------------------------------------------------------------------


@row(
    "stated",
    "(its|with|,|and)* cross - ? section|profile|outline|shape is",
    example="triangular prism. || The cross-section is … a right triangle",
    cost=-0.1,
)
@row(
    "stated",
    "(centred|@centred|around|about|at|on|of)* (around|about|at|on) origin",
    example="inscribed in a circle of radius 20 || around the origin",
    cost=0.1,
)
@row(
    "stated",
    "(with|and|,|having|its)* (right angle|right-angle|corner / @right_angle) (is|lies|sits)* (at|in) origin",
    example="right triangle || with the right angle at the origin",
    cost=-0.3,
)
@row(
    "stated",
    "(,|so|that|and|leaving|giving|making|with|which|leaves|this|means)* (border|rim|frame|wall|material|edge|margin) (is|of|that|stays|left|being|width)* <n:number> (mm)? (wide)? (all (way)? around|round|sides / everywhere / on (all|each|every) (four|sides|side)*)",
    example="frame 200 x 150, an opening of 160 x 110, || so that the border is 20 mm all the way around",
    cost=-0.4,
)
@row(
    "stated",
    "(and|,|with|has|having|it|pentagon|hexagon)* one (of its)? corner|vertex|point (lies|is|sits|located|pointing)* (on|along|at|towards|to) (positive|+)* x (- / axis|direction)*",
    example="pentagon || with one corner on the positive X axis",
    cost=-0.3,
)
@row(
    "stated",
    "(and|,|with|has|having|it)* <:count> (of)? (its)? corners|vertices|points (lie|are|is|sits|located|pointing|lying)* (on|along|at|towards|to) x (- / axis|direction)*",
    example="hexagon with sides of 12 mm, || two of its corners on the X axis",
    cost=-0.4,
)
@row(
    "stated",
    "(,|orientated|and|so|that|such|with|lying|placed)* (<:count>)? (of)? (its)? flats|sides|faces|edges (are|is|lie|run|lying|being)* parallel (to|with) x (- / axis|direction)*",
    example="hexagonal plate 80 across flats || oriented so that two of its flats are parallel to the X axis",
    cost=-0.4,
)
@row(
    "stated",
    "(and|,|with|both|its)* (both)? ends (are|is|being)* (closed|capped|rounded|finished|terminated) (off)? (by|with|in) (a|two)? hemispheres|hemisphere|domes (of|with|having)* (same|equal|matching)* (radius|diameter)?",
    example="capsule of radius 10, straight part 30 long, || both ends are closed by hemispheres of the same radius",
    cost=-0.4,
)
def _as_it_is(found: Found) -> Any:
    """Return what is so anyway, given the sizes: the border that an opening leaves, the round ends of a capsule."""
    words = {term.word for term in found.terms[found.start : found.end]}
    before = {term.word for term in found.terms[: found.start]}
    if found.n is not None and not _is_left(found):
        return None
    if words & {"hemispheres", "hemisphere", "domes"} and "capsule" not in before:
        return None
    if "origin" in words and not words & _CORNERS and "inscribed" not in before:
        return None
    if "parallel" in words and not before & {"hexagon", "hexagonal"}:
        return None  # an octagon is made with corners on its axes
    return Stated(found.text)


def _is_left(found: Found) -> bool:
    """Return whether a border is what an opening leaves: half of what two sizes differ by."""
    sizes = [term.quantity.value for term in found.terms[: found.start] if term.quantity is not None]
    halves = {abs(one - other) / 2 for one in sizes for other in sizes}
    return any(abs(half - found.n.value) < _SAME for half in halves)


_SAME: Final = 1e-6
#: What lies at the origin without saying where a middle is.
_CORNERS: Final = word_set("corner angle right-angle right_angle")


@row(
    "mark",
    "(it|hole|bore|this|and|should|must|shall|goes|go|going|continues|continue|passes|pass|runs|run|also|all|way|right|straight)* through (base|block|plate|body|rest|lower|bottom|part|body / <:part> / @component.base)* (below|underneath|beneath)? (as well / too)",
    example="a hole of 10 mm through the cylinder. || The hole should go all the way through the base as well",
    cost=-0.4,
)
def _through_as_well(_: Found) -> Any:
    return Mark.THROUGH


@row(
    "place",
    f"(and|which|that|,)* rises|stands|standing|rising (up)? (at|on) {_SIGNED} ({{ (negative|positive|+|-)* x|y }})? (end|side|edge)?",
    example="the vertical leg 60 mm high || rises at the left (negative X) end",
    cost=-0.2,
)
def _leg_at(found: Found) -> Any:
    """Return at which end the upright leg of an angle stands."""
    before = {term.word for term in found.terms[: found.start]}
    words = [term.word for term in found.terms[found.start : found.end]]
    side = next(word for word in words if word in {"left", "right", "front", "back", "rear"})
    if not before & {"leg", "legs", "upright", "arm"}:
        return None
    return Pose("at", ("vertical_leg", side.replace("rear", "back")), found.text)


@row(
    "head",
    "(rectangular|square|flat|simple|plain|picture|window|thin)* frame (that|which|,|:)*",
    example="rectangular picture frame … 200 x 150 with an opening of 160 x 110",
    cost=0.4,
)
def _border(found: Found) -> Any:
    """Return a frame as the block around the opening that is described behind it."""
    words = {term.word for term in found.terms}
    if not words & {"opening", "window"}:
        return None
    before = {term.word for term in found.terms[: found.start]}
    return Head("part", BLOCK, "frame", indefinite="frame" not in before, definite="frame" in before)


@row(
    "sized",
    "(that|which|it|and)* (measures|measuring|is)* <a:plain> ×|x|by <b:plain> (mm)? (on|at)? (the)? outside|externally|outer",
    example="a frame that || measures 200 mm by 150 mm on the outside",
    cost=-0.2,
)
def _outside(found: Found) -> Any:
    """Return the outer sides of a frame."""
    if "frame" not in {term.word for term in found.terms[: found.start]}:
        return None
    a, b = found.a, found.b
    a = replace(a, unit=b.unit) if a.unit is None else a
    return Group((Size(a, Label((), "length")), Size(b, Label((), "width"))))
