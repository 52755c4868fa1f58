"""Steps of construction as they are described at length: "negatively extrude it by 5", "position it on top of the larger one"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mayfly.language.nodes import Label, Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.topics import BLOCK, ROUND_BAR
from mayfly.language.weighing.values import AtCorners, Head, Mark, Placing, Relation, Size, Stated

_IT: Final = (
    "this|that|it|these|both|all|second|third|first|smaller|larger|new|inner|outer|entire|same|resulting|"
    "two|four|three|central|rectangle|rectangles|circle|circles|square|squares|sketch|sketches|shape|profile|"
    "triangle|hexagon|polygon|slot|ring|annulus|trapezoid|semicircle|region|area"
)
_TO_MAKE: Final = (
    "(,|to|and|thus|effectively|thereby)* (create|creating|form|forming|make|making|produce|get|cut|cutting) (out)? "
    "(two|four|three|these|circular|rectangular|square|hollow|central|through|blind|square-shaped|deep|"
    "small|large|corresponding|cylindrical)* "
    "(hole|holes|cutout|cutouts|cut-out|cut-outs|cavity|pocket|pockets|slot|slots|recess|opening|openings|space|"
    "groove|hollow|depression|notch|window|indentation)* "
    "(in|into|within|inside|through|of)* (original|first|entire|main|larger|extruded|extrusion|base|solid|"
    "rectangular|hexagonal|shape|object|block|plate|body|part|prism|cylinder|rectangle|square|cube|box|it / <:part>)*"
)


# --- drawn out downwards --------------------------------------------------------------------------------------

_NEGATIVE: Final = (
    f"((negatively|subtractively) extrude|extruded|extruding ({_IT})* / extrude|extruded|extruding ({_IT})* (negatively|subtractively) / "
    f"(perform|make|do|apply|with|use|using|through|by)* negative|subtractive extrusion|extrude (on|of|to|it|this|circle)*)"
)


@row(
    "head",
    f"(then|and|next|,|finally|now)* {_NEGATIVE} (by|to|of|depth|distance|downwards|downward|down|into|body|total|vertically|along|in|height|x|y|z|-|axis|direction)* <n:plain> (mm)? (deep|down|downwards)? ({_TO_MAKE})?",
    example="draw a circle, || Negatively extrude this circle by 5 mm to create a hole in the block",
    cost=-0.7,
)
def _sunk(found: Found) -> Any:
    """Return how deep a profile is cut."""
    return Head("cut", "cut", "cut", said=(Size(found.n),)) if found.n.form in {"plain", "word"} else None


@row(
    "sized",
    "is|are (cut|bored|milled|machined|drilled|sunk) <n:plain> (mm)? (down|deep)* in|into (the|top|face|surface|of)* <:part>",
    example="the counterbore || is cut 2 mm down into the plate",
    cost=-0.7,
)
def _cut_down(found: Found) -> Any:
    """Return how deep something is cut that was named before."""
    return Size(found.n, Label((), "depth")) if found.n.form in {"plain", "word"} else None


@row(
    "head",
    f"(then|and|next|,|finally|now)* {_NEGATIVE} (straight|right|all|completely|way|,|to|create|hole|going)* through (entire|whole|original|all|body|part|block|object|shape|height|extrusion|of|it|everything|plate|cylinder / <:part>)* ({_TO_MAKE})?",
    example="draw a circle, || Negatively extrude this circle through the entire block",
    cost=-0.6,
)
@row(
    "head",
    f"(then|and|next|,|finally|now)* {_NEGATIVE} {_TO_MAKE}",
    example="draw a circle, || Perform a negative extrusion to create a hole",
    cost=0.3,
)
def _sunk_through(found: Found) -> Any:
    """Return that a profile is cut through: where no depth is said, only if a hole is made by it."""
    words = {term.word for term in found.terms[found.start : found.end]}
    if "through" not in words and not words & {"hole", "holes", "window", "opening", "openings"}:
        return None
    return Head("cut", "cut", "cut", said=(Mark.THROUGH,))


@row(
    "stated",
    "(begin|start|then|next|and|,|by|with|first|finally)* (creating|create|sketching|sketch|drawing|draw) (sketch|drawing)? of? the|this (larger|smaller|main|original|base|inner|outer|second|first|big|small)* rectangle|circle|square|sketch|shape|profile (on (top|upper) (face|surface) (of (this)* (base|object|block|plate|body|part / <:part>)*)?)? (and|,|then)* (negatively)? extrude|extruding (it)? (upwards|downwards|vertically|up|down|to (its) (specified|given|desired|required|same) (height|depth|thickness))* ((to)? (form|create|make|forming|creating) (base|main|first|desired)* (object|block|shape|slot|hole|pocket|cylinder|body|cut-out|cutout / <:part> / <:feature>))?",
    example="a block 100 x 60 x 10, || Begin by sketching the larger rectangle and extrude it to form the base object",
    cost=-0.6,
)
def _said_again(found: Found) -> Any:
    """Return how something comes about that was described with all its sizes before."""
    before = [term for term in found.terms[: found.start] if term.quantity is not None]
    behind = found.terms[found.end : found.end + 2]
    open_end = any(term.quantity is not None or term.word in {"with", "by", "of"} for term in behind)
    return Stated(found.text) if len(before) >= _SEVERAL and not open_end else None


_SEVERAL: Final = 2


# --- where bodies and features go -------------------------------------------------------------------------------


@row(
    "place",
    "(then|and|,|finally|next)* (position|place|put|positioning|placing|center|centre|align|set) (this|that|it)* (smaller|second|top|upper|new|first|other|third)* (cylinder|block|rectangle|one|disc|cube|box|square|prism|body|part|circle|hexagon / <:part>)? (centrally|centered|directly|concentrically|centred|exactly|horizontally|vertically|flat|,)* (on|onto|atop) (top|upper)? (face|surface|side)? (of)? (this|that)* (larger|first|bottom|lower|base|previous|other|big|bigger|main)* (one|cylinder|block|rectangle|disc|square|prism|body|part|base|box|cube|circle|hexagon|octagon|triangle|trapezoid / <:part>)? (by (translating|moving|shifting|raising) (it)? (vertically|up|upwards)? (by)? (height|thickness) of (its)* (base|first|larger|lower|bottom)* (cylinder|block|one|rectangle|disc|base|box / <:part>))?",
    example="a cylinder 40 x 10 and a smaller cylinder 20 x 30, || Position the smaller cylinder on top of the larger one by translating it vertically by the height of the base cylinder",
    cost=-0.4,
)
def _put_on_top(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    return Relation("on") if words & {"top", "atop", "onto"} or "upper" in words else None


@row(
    "stated",
    "(,|that|which|is|and|with)* (consist|consisting|consists|composed|made|comprised|comprising) (up|out)? (of)? <:count> (concentric|coaxial|stacked|connected|distinct|different|separate|main|simple|cylindrical|rectangular|circular|joined|adjacent)* shapes|parts|sections|objects|components|bodies|pieces|elements|extrusions|segments|portions|solids|forms",
    example="an object || consisting of two concentric cylindrical shapes",
    cost=-0.2,
)
def _made_of_several(found: Found) -> Any:
    """Return of how many shapes something is made that are described behind it."""
    return Stated(found.text)


@row(
    "place",
    "(,|and|with|each|one|of|them|is|are|being|be|should|must|hole|holes)* (positioned|located|placed|situated|positioning|place|at|position)* (close|near|next|adjacent)? (to|at|in)? (each|its|every)* (different|own|respective|separate|four)* @corner (of (this)* (rectangle|plate|square|block|face|prism|top / <:part>)*)?",
    example="4 holes, || each one positioned close to a different corner",
    cost=-0.1,
)
def _near_corners(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    behind = found.terms[found.end].word if found.end < len(found.terms) else ""
    single = "corner" in words and not words & _EVERY
    return AtCorners(None) if words & _NEAR and behind != "of" and not single else None


#: What is said of corners besides "at each corner".
_EVERY: Final = frozenset({"each", "every", "all", "four", "both"})
_NEAR: Final = word_set("close near next adjacent different own respective separate")


_EDGES: Final = {
    "length": frozenset({"left", "right"}),
    "x": frozenset({"left", "right"}),
    "width": frozenset({"front", "back"}),
    "y": frozenset({"front", "back"}),
    "height": frozenset({"front", "back"}),
}


@row(
    "place",
    "(,|and|is|are|be|should|holes|hole|they)* (inset|offset|spaced|set|placed|positioned|located) (in)? (from|off) (its|all|both)* (edge|edges|sides|side) (by|of|at)? <a:plain> (in|along) <one:axisname> (direction|axis)? (,|and)* <b:plain> (in|along) <two:axisname> (direction|axis)?",
    example="4 holes || inset from the edges by 20 mm along the length and 15 mm along the width",
    cost=-0.8,
)
@row(
    "place",
    "(,|and|is|are|be|should|holes|hole|they|at|with|distance|offset|padding|margin|inset|of|placed|positioned|located)* <a:plain> from (its|all|both)* edge|edges|sides (in|along) <one:axisname> (direction|axis)? (,|and)* <b:plain> (from (its|all|both)* edge|edges|sides)? (in|along) <two:axisname> (direction|axis)?",
    example="4 holes || 20 mm from the edges along the length and 15 mm along the width",
    cost=-0.8,
)
def _inset_both_ways(found: Found) -> Any:
    """Return how far features are from the ends and from the sides."""
    one, two = _EDGES[found.one], _EDGES[found.two]
    if one == two or {found.a.form, found.b.form} != {"plain"}:
        return None
    return tuple(
        Placing(
            "offset", "from", (number,), Reference("edge", sides, plural=True, text=found.text), found.text
        )
        for number, sides in ((found.a, one), (found.b, two))
    )


@row("axisname", "length|width|height|x|y", example="length")
def _axisname(found: Found) -> Any:
    return found.terms[found.end - 1].word


@row(
    "stated",
    "(,|and|so|such|ensuring|ensure|that|with|while|where|being|making|sure)* (its|this|of|slot|slots|hole|rod|leg|rectangle|cylinder|circle|square|cavity|pocket|cut-out|cutout|hollow|smaller|inner|second|extrusion / <:role> / <:part>)* (is|are|being|should|be|does|do|will|not)* (slightly|marginally|much|significantly)? less|smaller|greater|larger|longer|shorter|wider|narrower|taller|higher|thinner|thicker than (its|of|that|this|original|first|base|larger|outer|object|rectangle|cylinder|square|block|circle|body|plate|one|height|length / <:role> / <:part>)*",
    example="a slot 40 x 10, 3 deep, || ensuring the slot's depth is less than the height of the base object",
    cost=-0.2,
)
def _compared(found: Found) -> Any:
    """Return that a size is smaller or larger than another one, where no number follows."""
    behind = found.terms[found.end : found.end + 2]
    counted = any(term.quantity is not None for term in behind) or _is_a_difference(found)
    return None if counted else Stated(found.text)


def _is_a_difference(found: Found) -> bool:
    """Return whether the number before is by how much sizes differ: "4 mm smaller than the boss"."""
    before = found.terms[found.start - 1] if found.start else None
    return before is not None and before.quantity is not None and found.terms[found.start].kind == "word"


@row(
    "stated",
    "(,|and|it|that|which|ensure|ensuring|they|he)* (does|do|should|must|will)* not (extend|go|pass|touch|cut|reach) (all)? (way)? (through|other|each|any|edge|edges|of|or|entire|cylinder|object|block|original|rectangle|part|bottom|whole|body)*",
    example="12 mm deep, || ensuring the hollow || does not extend through the entire cylinder",
    cost=0.2,
)
def _not_right_through(found: Found) -> Any:
    """Return that what has a depth does not go through."""
    near = found.terms[max(0, found.start - 14) : found.start]
    deep = {term.word for term in near} & {"deep", "depth", "negatively", "downwards", "cut"}
    return Stated(found.text) if deep and any(term.quantity is not None for term in near) else None


# --- sizes ---------------------------------------------------------------------------------------------------------


@row(
    "sized",
    "(with|and|,|its|all|four|where|vertical|outer)* corners|edges (are|is|being|should|be|has|have)* (filleted|rounded|fillet) (off)? (with|by|to|at)* @role.radius (of|=|:|is)* <n:plain>",
    example="a square of 40 mm, || and the corners are filleted with a radius of 5 mm",
    cost=-0.5,
)
def _rounded_profile(found: Found) -> Any:
    """Return the radius of the corners of a profile that is being drawn."""
    words = [term.word for term in found.terms[: found.start]]
    drawn = max((at for at, word in enumerate(words) if word in _SKETCHED), default=-1)
    made = max((at for at, word in enumerate(words) if word.startswith("extru")), default=-1)
    here = {term.word for term in found.terms[found.start : found.end]}
    return Size(found.n, Label((), "radius")) if drawn > made and "corners" in here else None


_SKETCHED: Final = word_set("sketch sketching draw drawing square rectangle")


@row(
    "sized",
    "(with|inner|central|hole|of|having)* @role.diameter|opening (that|which|is)* (calculated|obtained|found|given|computed|determined|reduced) (by)? (subtracting)? <n:plain> (twice|from|both|sides|of|each|two|side|on)* outer @role.diameter",
    example="ring 60 outer diameter, 5 thick, || with an inner diameter calculated by subtracting 8 mm twice from the outer diameter",
    cost=-0.7,
)
def _wall_subtracted(found: Found) -> Any:
    """Return the wall of a ring, which is taken off its outer diameter on both sides."""
    words = {term.word for term in found.terms[found.start : found.end]}
    both = words & {"twice", "both", "each"}
    return Size(found.n, Label(("wall",))) if both and found.n.form == "plain" else None


@row(
    "place",
    "(with|of|and|,|is|are|be|it|positioned|placed|located|ensuring|ensure|that|there|leaving|should|rectangle|hole)* padding|margin|clearance (of|is|:)? <o:offset>",
    example="a hole in the top right corner, || with a padding of 5 mm from both the right and top edges",
    cost=-0.4,
)
def _padded(found: Found) -> Any:
    """Return how much material is left between the rim of a feature and the edges of the face."""
    to_centre = {"center", "centers", "centre", "centres"} & {
        term.word for term in found.terms[found.start : found.end]
    }
    if found.o.name != "from" or to_centre:
        return found.o if found.o.name == "from" else None
    return replace(found.o, name="from_rim", text=found.text)


@row(
    "place",
    "(in|at|to|within|on|into|around) (its)* (exact|very)? @marker.centre|center|centre|middle of (this|that)? (first|original|larger|main|base|whole|entire|second|bottom|top|outer|same|smaller)* rectangle|square|circle|shape|sketch|hexagon|triangle|octagon|trapezoid|polygon|pentagon",
    example="a hole || at the center of the rectangle",
    cost=-0.4,
)
@row(
    "place",
    "(,|that|which|is|and|it|also|be|should|positioned|placed|located)* centered|centred|concentric|positioned (at|on|with|in|around|about) same (point|location|position|center|centre|axis|place|origin|spot) (as|of|with) (that|this)? (original|first|larger|main|base|outer|previous|smaller|bottom|top)* (rectangle|square|circle|shape|sketch|hexagon|triangle|octagon|trapezoid|polygon|pentagon|one|cylinder|block|ring / <:part>)",
    example="a smaller circle || centered at the same point as the hexagon",
    cost=-0.5,
)
@row(
    "place",
    "(,|is|it|and|that)* (inside|within) (of)? (this)? (original|first|larger|main|base|outer|previous|extruded)* (hexagon|rectangle|square|circle|octagon|triangle|cylinder|shape|block|sketch|trapezoid|polygon|prism|object) ,? centered|centred (at|on) (same point|center|centre|middle / point) (as|of)? (this)* (original|first|larger|main|base|outer|previous|extruded)* (hexagon|rectangle|square|circle|octagon|triangle|cylinder|shape|block|sketch)?",
    example="a smaller circle || inside the hexagon, centered at the same point as the hexagon",
    cost=-0.6,
)
def _in_its_middle(found: Found) -> Any:
    return Placing("place", "in", ref=Reference("centre", text=found.text), text=found.text)


@row("place", "(within|inside|into) <ref:ref>", example="within the top face", cost=0.05)
def _within(found: Found) -> Any:
    sides = {"top", "bottom", "front", "back", "left", "right", "face", "top_face"}
    return Placing("place", "in", ref=found.ref, text=found.text) if found.ref.noun in sides else None


@row(
    "place",
    "(then|and|,|next)* (which|that|is)* connected|attached|joined|linked|fixed (directly|centrally)? (to|at|onto|with) (@marker.centre|center|centre|middle of (the)?)? (first|second|third|larger|smaller|other|main|previous|lower|upper|top)* (cylinder|cylinders|block|blocks|cylinder's|prism|disc|one|body) (other|bottom|lower|circular|flat)* base|bottom|underside",
    example="a cylinder 40 x 10. || Then, connected to the center of the first cylinder's base … , create a cylinder 20 x 30",
    cost=-0.5,
)
def _joined_below(_: Found) -> Any:
    return Relation("under")


@row(
    "stated",
    "(,|that|which|is|are|being|slightly|but|and|much|marginally)* (smaller|larger|wider|narrower|longer|shorter|taller|thinner|thicker|bigger) (in (diameter|height|length|width|size|radius))? ((but|and|,)* (slightly)? (smaller|larger|longer|shorter|taller|wider) in (diameter|height|length|width|size))? (compared (to|with) / relative to / than) (that|of|its|first|second|other|one|original|two|previous|larger|smaller|main|base|both / <:part> / cylinders|rectangle|square|circle|cylinder|block)*",
    example="20 mm, || which is slightly smaller in diameter but larger in height compared to the first cylinder",
    cost=-0.2,
)
@row(
    "stated",
    "(,|and|then|finally|after|creating|box|it|this|that|cylinder|model|object|part|translate|move|position|place|shift|translating|such|so|should|be|is|positioned|placed|located / <:part>)* (so|such) that (its) (bottom|flat|lower)? (base|bottom|underside|center|centre) (face|of the|it|base)? (is|lies|sits|be) @centred|centred|centered (at|on|about|around) origin (in|on|along|of|xy|x|y|plane|directions|and|coordinate|system|-)*",
    example="a box 40 x 30 x 20. || After creating the box, translate it so that its base is centered at the origin",
    cost=-0.6,
)
@row(
    "stated",
    "(,|and|then|finally|ensure|ensuring|that|final|entire|whole|it|should|must|is|be|structure|object|part|model|cylinder|box|prism / <:part>)* @centred|centred|centered (properly|vertically|correctly|itself|in|z)* by (translating|moving|shifting) (it)? (vertically|upwards|up|along|z|-|axis|direction|in)* by half (of)? (its) (height|thickness|length) (of (this)* (base|extrusion|main|block|object|part|cylinder / <:part>)*)?",
    example="cylinder 20 x 40. || The cylinder should be centered vertically by translating it along the Z-axis by half its height",
    cost=-0.6,
)
@row(
    "stated",
    "(,|and|then|by|also)* (align|aligning|aligned|ensure|ensuring|so / making sure)? (it|them|that)* (such)? (that)? centre of (its)* (cylinder|prism|block|circle|square|rectangle|disc|top|second|upper / <:part>)* (is|are|lies|sits|aligns|aligned) (directly|exactly|vertically)? (above|over|with|on) centre of (its)* (first|lower|base|cylinder|prism|block|circle|square|rectangle|disc|bottom / <:part>)*",
    example="on top, || aligning it such that the center of the prism is directly above the center of the cylinder",
    cost=-0.4,
)
@row(
    "stated",
    "(and|,|then)* ensure|ensuring|so|such (that)? (this|that)* (<:part> / cylinder|rectangle|circle|square|sketch|hexagon|shape) (is|are) extruded (to|by)? (about|exactly|approximately)* <:ratio> (its|of)* (height|thickness|length) (of (this)* (hexagon|rectangle|square|circle|cylinder|base|block|first / <:part>)*)?",
    example="a cylinder 10 high, || and ensure that the cylinder is extruded to half the height of the block",
    cost=-0.4,
)
@row(
    "stated",
    "(final|object|shape|model|result|part|should|must|will|looks|look|it|and|,|resemble)* like|resemble|resembling <:count> (squares|rectangles|blocks|cylinders|circles|plates|discs|steps|boxes) (placed|stacked|sitting|lying|one)* on top of each other|another ((,|with) (with)* (square|rectangle|cylinder|block|one|circle / <:part>) on top (being)? (slightly)? (smaller|narrower|larger|wider))?",
    example="The final object should look like two squares placed on top of each other, with the square on top being slightly smaller",
    cost=-0.4,
)
@row(
    "stated",
    "(,|and|thus|thereby)* (creating|making|leaving|forming|giving) (thin|thinner|thick|uniform|even|continuous|hollow)* (wall|walls|border|rim|frame) (around|on|along) (its|all)* (perimeter|outside|edge|edges|sides|outline|circumference)",
    example="tube 60 x 60, 4 mm wall, || creating a thinner wall around the perimeter",
    cost=-0.2,
)
@row(
    "stated",
    "(that|which|is|are|about|approximately|,)* (specifically|namely)",
    example="a smaller square, || specifically … 18 by 18 mm",
    cost=0.05,
)
def _said_besides(found: Found) -> Any:
    """Return what only tells again how things lie that were given with their sizes and places."""
    if found.terms[found.start].word in _COMPARING and _is_a_difference(found):
        return None
    return Stated(found.text)


_COMPARING: Final = word_set(
    "slightly much marginally smaller larger wider narrower longer shorter taller thinner thicker bigger"
)


@row(
    "head",
    "(then|and|,|create|make|add|cut|smaller|small|large|central|leaving|next)* empty|hollow|void rectangle|square|rectangular|square-shaped (space|opening|area|window|section|hole)?",
    example="create a smaller empty rectangle",
    cost=-0.3,
)
def _empty(found: Found) -> Any:
    """Return an opening that is called an empty rectangle."""
    return Head("pocket", "opening", "opening", said=(Mark.THROUGH,))


@row(
    "head",
    "(long|short|solid|simple|plain|flat|thin|tall|large|small|basic|3d|horizontal)* <shape:shapedbody>",
    example="cylindrical object",
    cost=0.2,
)
def _shaped_body(found: Found) -> Any:
    return Head("part", found.shape, found.text.split()[-1].lower(), indefinite=True)


@row(
    "shapedbody",
    "cylindrical|rectangular|cuboid|box-shaped object|shape|structure|figure|form",
    example="cylindrical object",
)
def _kind_of_body(found: Found) -> Any:
    """Return the body that an object of a plain shape is."""
    words = {term.word for term in found.terms[found.start : found.end]}
    return ROUND_BAR if "cylindrical" in words else BLOCK


@row(
    "place",
    "top|upper|lid (face|side|end)? (of (box|it|container|part)*)? (is|are|should|must|be|remains|left|stays|will|,)* open|uncovered",
    example="a hollow box 80 x 60 x 40, 3 mm walls. || The top is open",
    cost=-0.5,
)
def _top_is_open(_: Found) -> Any:
    return Mark.OPEN_TOP


@row(
    "stated",
    "(,|by|and|through|from)* extruding (circle|rectangle|square|hexagon|circular|rectangular|sketch|profile|shape|it|this|disc|base)* (sketch|profile|upwards|vertically)?",
    example="a cylinder 40 mm in diameter and 10 mm high || by extruding a circle",
    cost=-0.2,
)
def _by_drawing_out(found: Found) -> Any:
    """Return how a body comes about whose sizes were said before."""
    near = found.terms[max(0, found.start - 4) : found.start]
    behind = found.terms[found.end : found.end + 2]
    sized = any(term.quantity is not None for term in near)
    return None if not sized or any(term.quantity is not None for term in behind) else Stated(found.text)


@row(
    "stated",
    "(we|are|going|to|make|create|creating|draw|it|is|this|build)* l|t|u|z|h|c|e|x|s|y|cross|plus|arrow|star|house (-)? shaped (plate|part|object|block|bracket|profile|piece|solid|body|model|bar|prism|element|component)",
    example="make a T-shaped plate … : draw lines from (0, 0) to (20, 0), to (20, 50) and back to the start",
    cost=-0.1,
)
def _shaped_as_drawn(found: Found) -> Any:
    """Return the letter that an outline looks like whose corners are listed behind it."""
    points = sum(term.kind == "point" for term in found.terms[found.end :])
    return Stated(found.text) if points >= _CORNERS else None


_CORNERS: Final = 3
