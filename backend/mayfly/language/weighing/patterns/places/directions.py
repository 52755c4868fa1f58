"""Which way something is drawn out, cut or drilled: up, down, backwards, along an axis; and sides of sections."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.nodes import Label, Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Along, AtEndArcs, Head, Mark, OnPlane, Placing, Size, Stated

_PLANES: Final = {"front": "xz", "back": "xz", "right": "yz", "left": "yz", "side": "yz", "top": "xy"}
#: Points that make an outline.
_OUTLINE: Final = 3
#: Behind them "down" says how a part stands.
_TURNED_DOWN: Final = word_set(
    "pointing points facing faces open opening opens opened flanges legs tip apex upside turned"
)
_DOWN: Final = "down|downward|downwards|deep|into|inward|inwards|below|depth"


# --- planes by their names ----------------------------------------------------------------------------------


@row(
    "place",
    "on|in|onto|to|using|at (the)? front|back|right|left|side|top plane ({ xy|xz|yz|zx|zy|yx (plane)? })?",
    example="on the right plane (YZ)",
    cost=-0.3,
)
def _named_plane(found: Found) -> Any:
    words = [term.word for term in found.terms[found.start : found.end]]
    plane = next(_PLANES[word] for word in words if word in _PLANES)
    said = next(
        ("".join(sorted(word)) for word in words if sorted(word) in (["x", "y"], ["x", "z"], ["y", "z"])),
        plane,
    )
    return OnPlane(plane) if said == plane else None


@row("place", "in|on|onto xy|xz|yz|zx|zy|yx", example="in XY", cost=0.15)
def _in_plane(found: Found) -> Any:
    return OnPlane("".join(sorted(found.terms[found.end - 1].word)))


@row("pre", "inverted|upside-down", example="inverted … tee through (0,0), (9,0), (9,9)", cost=0.1)
@row(
    "pre",
    "stepped|notched|stair|staircase|stairstep|stair-step|tapered|sloped|sloping|irregular|asymmetric|trapezoidal|polygonal|profiled|angled|l-shaped|t-shaped|u-shaped|z-shaped",
    example="stepped … block with the profile (0,0), (9,0), (9,9), (0,9)",
    cost=0.1,
)
def _inverted(found: Found) -> Any:
    """Read "inverted", or "stepped", before a part of which the outline is described point by point."""
    points = sum(term.kind == "point" for term in found.terms[found.end :])
    return Stated(found.text) if points >= _OUTLINE else None


# --- up, down, back -----------------------------------------------------------------------------------------


@row("upwards", "up|upward|upwards|vertically (upwards|up)?", example="upward")
def _upwards(found: Found) -> Any:
    return "up"


@row(
    "head",
    "<:extruding> (by|to|of|a|height|distance|depth|length|thickness|upwards|up|upward|straight|it|mm|vertically|in|the|positive|direction|for)* <n:plain> (mm)? (high|tall|thick|long|deep)? "
    "(in|along|towards|toward|into)* (the)? (<w:signed_axis> / <w:signed_way> / <w:plain_axis>) (direction|axis)?",
    example="Extrude it 80 in the +X direction",
    cost=-0.6,
)
@row(
    "head",
    "<:extruding> (by|to|of|a|straight|it)* (in|along|towards|toward|into)* (the)? (<w:signed_axis> / <w:signed_way> / <w:plain_axis>) (direction|axis)? (by|for|to|a|distance|length|height|of|,)* <n:plain>",
    example="extrude it in the +Z direction by 25",
    cost=-0.6,
)
def _extruded_along(found: Found) -> Any:
    words = [term.word for term in found.terms[found.start : found.end]]
    axis = found.w[-1]
    at = len(words) - 1 - words[::-1].index(axis)
    sign = -1 if words[at - 1] in {"-", "negative"} else 1  # not the hyphen of "U-shaped"
    return Head("extrude", "extrusion", "extrusion", said=(Size(found.n), Along(axis, sign=sign)))


@row("plain_axis", "x|y|z", example="Z")
@row("plain_axis", "+|-|positive|negative x|y|z", example="+Z")
def _plain_axis(found: Found) -> Any:
    words = [term.word for term in found.terms[found.start : found.end]]
    return ("-" if {"-", "negative"} & set(words) else "") + words[-1]


@row(
    "head",
    "<:extruding> (by|to|of|a|it|straight)* <n:plain> (mm)? backward|backwards|back|forward|forwards|rearward|rearwards",
    example="Extrude 25 backwards",
    cost=-0.5,
)
def _extruded_back(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    back = words & {"backward", "backwards", "back", "rearward", "rearwards"}
    return Head("extrude", "extrusion", "extrusion", said=(Size(found.n), Along("y", sign=1 if back else -1)))


@row(
    "head",
    "<:extruding> (only|just|it|the|this|that)* (band|area|region|space|strip|part|wall|frame|ring|zone|annulus) (between|enclosed|in|by|inside|formed)* (the|them|two|both|these|those|squares|circles|rectangles|loops|curves|hexagons|outlines|profiles / <:count>)* (by|to|up|upwards|for|a|height|of|distance)* <n:plain> (mm)? (up|upward|upwards|high|tall|thick)?",
    example="extrude only the band between the two by 20 mm upward",
    cost=-0.6,
)
def _extruded_band(found: Found) -> Any:
    return Head("extrude", "extrusion", "extrusion", said=(Size(found.n),))


@row(
    "head",
    f"(then|and|,)* cut|remove|subtract|sink|mill (it|this|that|them|the|profile|sketch|shape|rectangle|circle|square|region)* (by|to|a|depth|of)* <n:plain> (mm)? {_DOWN} ({_DOWN}|into|the|material|body|block|part|solid|it)*",
    example="and cut it 8 mm down",
    cost=-0.5,
)
def _cut_down(found: Found) -> Any:
    return Head("cut", "cut", "cut", said=(Size(found.n),))


@row("sized", "<n:plain> (mm)? down|downward|downwards", example="10 mm downwards", cost=0.25)
@row(
    "sized",
    "down|downward|downwards (by|to|a|depth|of)* <n:plain>",
    example="down to a depth of 10",
    cost=0.25,
)
def _down(found: Found) -> Any:
    return Size(found.n, Label((), "depth")) if found.n.form == "plain" else None


@row("sized", "<n:plain> (mm)? up|upward|upwards", example="10 mm upwards", cost=0.5)
def _up(found: Found) -> Any:
    return Size(found.n, Label((), "height")) if found.n.form == "plain" else None


@row(
    "place",
    "(straight|directly|right|vertically|perpendicularly|and|going|,)* down|downward|downwards (from (the)? top (face|side)?)? (,|and)? (parallel (to|with) (the)? z (axis)?)?",
    example="straight down",
    cost=0.1,
)
@row(
    "place",
    "(,|and|running|going|drilled|that|which|is)* parallel (to|with) (the)? z (@axis|axis|direction)?",
    example="parallel to Z",
    cost=-0.1,
)
def _straight_down(found: Found) -> Any:
    before = found.terms[found.start - 1].word if found.start else ""
    return None if before in _TURNED_DOWN else Along("z")


@row(
    "mark",
    "(right|straight|all|the|way|clean|clear)* (down|downwards) @through|through",
    example="down all the way through",
    cost=0.0,
)
@row(
    "mark",
    "down|downwards (the)? @marker.centre|middle|center|centre (all|right|the|way|straight|completely)* @through|through",
    example="down the middle all the way through",
    cost=-0.2,
)
def _down_through(found: Found) -> Any:
    return Mark.THROUGH


# --- faces by their height ----------------------------------------------------------------------------------


@row("place", "on (the)? face|plane (at)? z = <n:number>", example="on the face z = 0.2", cost=-0.1)
def _face_at(found: Found) -> Any:
    return OnPlane("xy", found.n)


@row(
    "place",
    "(with|sharing|at|around|about|having|the|a|on)* same|common (centre|center|middle|@marker.centre|origin)",
    example="with the same center",
    cost=-0.1,
)
def _same_centre(found: Found) -> Any:
    return Stated(found.text)


# --- sides of sections --------------------------------------------------------------------------------------


@row(
    "sized",
    "(the)? lower|bottom|longer|long|larger|upper|top|shorter|short|smaller (parallel)? side|base|edge (is|of|:|=|length|with|measures)* <n:plain> (mm)? (on|at z = <z:number>)?",
    example="lower side 40 on z = 0",
    cost=-0.2,
)
def _parallel_side(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    if found.n.form != "plain":
        return None
    name = "bottom" if words & {"lower", "bottom", "longer", "long", "larger"} else "top"
    size = Size(found.n, Label((name,), "length"))
    return size if found.z is None else (size, Size(found.z, Label((f"{name} level",), "length")))


@row(
    "stated",
    "(and|,)* <n:count> with|having|of|measuring|measures|is|has",
    example="one with … 60 mm sides",
    cost=0.05,
)
def _one_with(found: Found) -> Any:
    """Read "two squares, one with 60 mm sides and one with 50": each of them has a size of its own."""
    behind = found.terms[found.end : found.end + 3]
    sized = any(term.quantity is not None for term in behind)
    return Stated(found.text) if found.n == 1 and sized else None


@row(
    "sized",
    "(with|the)* (bases / parallel sides) (of|:|=|are)* <a:plain> and|& <b:plain>",
    example="with bases 60 and 40",
    cost=-0.3,
)
def _bases(found: Found) -> Any:
    return Size(found.a, Label(("bottom",), "length")), Size(found.b, Label(("top",), "length"))


@row("stated", "upward|upwards", example="upwards", cost=0.1)
def _behind_a_height(found: Found) -> Any:
    """Read "8 thick upwards": which way a height counts that was just named."""
    before = found.terms[max(0, found.start - 3) : found.start]
    return Stated(found.text) if not before or any(term.quantity is not None for term in before) else None


@row(
    "stated", "(on|about|along|around|with|,)* (the|a)* same|common @axis|axis", example="same axis", cost=0.1
)
@row(
    "stated",
    "symmetric|symmetrical|symmetrically|centred|centered (about|around|to|on|with|respect|the|both)* (x|y|z) (axis)?",
    example="symmetric about the Z axis",
    cost=0.05,
)
@row("stated", "without|no taper|draft|twist (angle)?", example="without taper", cost=-0.3)
@row(
    "stated",
    "(and|with)* (all)? (legs|sides|walls|arms) equal|alike|same in? thickness",
    example="legs equal in thickness",
    cost=0.3,
)
def _nothing_new(found: Found) -> Any:
    return Stated(found.text)


@row(
    "sized",
    "(both|all|the|each|two|,|with)* (legs|arms|flanges|walls|sides|webs|limbs|leg|arm) (are|is|each|both|:|=|of|being|have|has|a|thickness)* <n:plain> (mm)? thick|thickness|wide",
    example="both legs 8 thick",
    cost=0.1,
)
@row(
    "sized",
    "<n:plain> (mm)? thick (everywhere|throughout / all over|round|around)",
    example="3 mm thick everywhere",
    cost=-0.1,
)
@row(
    "sized",
    "everything|everywhere|all (is|are)? <n:plain> (mm)? thick",
    example="everything 3 mm thick",
    cost=-0.1,
)
def _thickness(found: Found) -> Any:
    return Size(found.n, Label((), "thickness")) if found.n.form == "plain" else None


@row(
    "sized",
    "(and|,)* (long|wide) enough (that|to|it|for|so|can)* (reach|reaches|go|goes|extend|extends|pass|passes|run|runs|stick|overlap|cut|cross|project|projects|cover)* (well|clear|right|all|the|way)* (past|beyond|over|across|through|out|to) (of|the|both|each|rims|edges|sides|ends|whole|entire|body|part|disc|cylinder|its|full / <:placeword>)* ((on|at) (both|either|all|each) (sides|side|ends|end))?",
    example="long enough to reach past the rim on both sides",
    cost=-0.4,
)
def _long_enough(found: Found) -> Any:
    return Mark.EVERYTHING


# --- corners and halves that are cut away --------------------------------------------------------------------

_AWAY: Final = "remove|removing|cut|cutting|take|taking|mill|milling|chop|saw|notch"


@row(
    "head",
    f"(then|and|,|now|next|finally)* {_AWAY} (away|off|out)? (the)? upper|top right|left|front|back|rear (hand)? (half|quarter|part|portion|corner|edge|section|piece) (:|,)?",
    example="cut away the upper right quarter:",
    cost=-0.6,
)
def _corner_cut(found: Found) -> Any:
    words = [term.word for term in found.terms[found.start : found.end]]
    side = next(word for word in words if word in {"right", "left", "front", "back", "rear"})
    side = "back" if side == "rear" else side
    place = Placing("place", "at", ref=Reference(side, text=side), text=f"at the {side}")
    return Head("step", "step", "step", said=(place,), lead="with")


@row(
    "head",
    f"(then|and|,|now|next|finally)* (from|at|on) (either|both|each|every) (ends|end) (,)? {_AWAY} (away|off|out)? (the)? upper|top (half|part|portion|quarter|section|corner) (:|,)?",
    example="From either end remove the upper half,",
    cost=-0.8,
)
@row(
    "head",
    f"(then|and|,|now|next|finally)* {_AWAY} (away|off|out)? (the)? upper|top (half|part|portion|quarter|section|corner|corners) (from|at|on|of) (either|both|each|every) (ends|end) (:|,)?",
    example="remove the upper half from both ends",
    cost=-0.8,
)
def _ends_cut(found: Found) -> Any:
    both = Reference("end", frozenset({"both"}), plural=True, text="both ends")
    place = Placing("place", "at", ref=both, text="at both ends")
    return Head("step", "step", "step", said=(place,), lead="with")


@row(
    "head",
    "(a|an|the)? <h:plain> (mm)? (thick|high|tall|long|deep)? extrusion of <said+:pre>* <shape:shape>",
    example="a 14 mm extrusion of an obround sketch",
    cost=-0.6,
)
def _extrusion_of(found: Found) -> Any:
    said = tuple(one for one in (found.said or ()) if type(one) is not str)
    return Head("raised", found.shape, found.shape, said=(*said, Size(found.h, Label((), "height"))))


@row(
    "place",
    "(each|every|one|all|both|,|and|being|is|are)* concentric|coaxial with|to (a|an|the|its|each|one|all|four)* corner|corners|@corner|@rounded|rounded (of the)? (fillet|fillets|radius|radii|corner|corners|rounding|roundings|arc|arcs)*",
    example="each concentric with a corner fillet",
    cost=-0.5,
)
def _corner_arcs(found: Found) -> Any:
    return AtEndArcs(corners=True)


@row(
    "place",
    "(,|and)* (concentric|coaxial|centred|centered|@centred)* (with|at|on|in|to)* (the)? (@marker.centre|centre|center|centres|centers|middle)? (of|with)* (the|each|both|two|either / <:count>)* (rounded|round|semicircular)? end|ends (arc|arcs|radius|radii|semicircle|semicircles|rounding|roundings)",
    example="concentric with the two end arcs",
    cost=-0.4,
)
@row(
    "place",
    "concentric|coaxial with|to (the)* (each|both|two|its|either)* (rounded|round|semicircular)* end|ends|radius|radii",
    example="concentric with the ends",
    cost=-0.4,
)
@row(
    "place",
    "(in|at) (the)? centre|center|centres|centers|middle of (the|each|both|either|two)* (end|corner)* radius|radii|arc|arcs",
    example="at the centre of each radius",
    cost=-0.4,
)
def _end_arcs(found: Found) -> Any:
    return AtEndArcs()


@row(
    "stated",
    "{ (straight|parallel|semicircular|round|rounded|full|half-round|ends|sides|end|and|,|with|the|two|both)* (sides|ends|edges) }",
    example="(straight sides, semicircular ends)",
    cost=-0.2,
)
def _of_an_obround(found: Found) -> Any:
    before = [term.word for term in found.terms[: found.start]]
    return (
        Stated(found.text)
        if not before or {"obround", "slot", "stadium", "oblong", "racetrack"} & set(before)
        else None
    )


@row(
    "place",
    "(running|runs|run|going|goes|lying|lies|oriented|aligned|cut|set|turned|with|its|length|,)* (along|across|in)? (the)? long|short|longer|shorter|longest|shortest way (of|along|across|round)? (the|it)* (<:part> / part|face)?",
    example="running the long way",
    cost=-0.1,
)
def _long_way(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    side = "long_side" if words & {"long", "longer", "longest"} else "short_side"
    return Placing("place", "along", ref=Reference(side, text=found.text), text=found.text)


@row("place", "dead|bang|exact|exactly|right @marker.centre", example="dead centre", cost=0.1)
def _dead_centre(found: Found) -> Any:
    return Placing("place", "in", ref=Reference("centre", text=found.text), text=found.text)
