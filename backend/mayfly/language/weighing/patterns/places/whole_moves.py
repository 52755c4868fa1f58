"""What is done with the finished model: "rotate the final object by -90 degrees about the Z axis", "translate it by …"."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Stated, WholeMove

_BEGIN: Final = (
    "(then|and|next|,|finally|lastly|after|extrusion|that|also|adjust|to|by|it|should|must|shall|be)*"
)
_KIND: Final = (
    "final|finished|entire|whole|complete|completed|resulting|extruded|created|combined|assembled|3d|cad"
)
_WHOLE: Final = (
    f"(this|that|whole|entire|{_KIND})* (object|part|model|assembly|structure|solid|shape|design|piece|body|"
    "configuration|geometry|it|everything|result|prism|plate|block|construction / <:part>)"
)
_WHY: Final = (
    "(,|to|for|so|that|in|order|and|align|aligned|aligning|it|is|as|needed|desired|required|proper|properly|"
    "correct|correctly|orient|orientation|orientated|position|positioned|positioning|place|placement|center|centre|"
    "centered|its|better|final|accurately|achieve|upright|vertically|horizontally|standing|lies|stands|lying|flat)*"
)
_ROTATE: Final = "rotate|rotated|rotating|turn|turned|turning"
_SHIFT: Final = "translate|translated|translating|move|moved|moving|shift|shifted|shifting"


@row("turn_axis", "(about|around|on|along|in) (the)? x|y|z (- / axis)*", example="about the X axis")
def _turn_axis(found: Found) -> Any:
    return next(term.word for term in found.terms[found.start : found.end] if term.word in {"x", "y", "z"})


@row(
    "whole_turn",
    "(first|then|and|,|by|also|again|finally|through|it|rotate)* <angle:angle> (counterclockwise|counter-clockwise|anticlockwise|clockwise)? <axis:turn_axis>",
    example="by 90 degrees about the X axis",
)
@row(
    "whole_turn",
    "(first|then|and|,|also|again|finally)* <axis:turn_axis> (by|through) <angle:angle>",
    example="about the X axis by 90 degrees",
)
def _whole_turn(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    sign = -1.0 if "clockwise" in words else 1.0
    return WholeMove("turn", axis=found.axis, angle=sign * found.angle.value)


@row(
    "stated",
    f"{_BEGIN} {_ROTATE} {_WHOLE} <turns+:whole_turn> <turns+:whole_turn>* {_WHY}",
    example="extrude it by 20. || Rotate the final object by -90 degrees around the Z-axis to align it as needed",
    cost=-0.8,
)
def _turned(found: Found) -> Any:
    """Return by what the finished model is turned; a sketch that is turned about an axis makes it first."""
    words = {term.word for term in found.terms[found.start : found.end]}
    before = {term.word for term in found.terms[: found.start]}
    full = any(abs(one.angle) >= _FULL for one in found.turns)
    if full or ("it" in words and not before & _MADE and before & _DRAWN):
        return None
    return Stated(found.text, moves=tuple(found.turns))


_FULL: Final = 360.0
_MADE: Final = word_set("extrude extruded extruding extrusion revolve revolved")
_DRAWN: Final = word_set("sketch sketched draw drawn profile polyline rectangle circle square triangle")


@row(
    "stated",
    f"{_BEGIN} {_SHIFT} (position of)? {_WHOLE} (by|to|along|with|vector|position|of|point|coordinates|offset|translation|location)* <at:triple> {_WHY}",
    example="Translate the final model by (10, 0, -5)",
    cost=-0.8,
)
@row(
    "stated",
    f"{_BEGIN} adjust|set (final)? position (of|for) {_WHOLE} by (translating|moving|shifting) (it)? (by|to|along)* <at:triple> {_WHY}",
    example="Adjust the position of the part by translating it by (10, 0, -5)",
    cost=-0.8,
)
def _moved(found: Found) -> Any:
    x, y, z = (number.value for number in found.at)
    return Stated(found.text, moves=(WholeMove("move", by=(x, y, z)),))


@row(
    "stated",
    f"{_BEGIN} {_SHIFT} {_WHOLE} (by)? <n:plain> (mm)? (in|along) (positive|negative|+|-)* x|y|z (- / direction|axis)* {_WHY}",
    example="Move the finished part 20 mm along the X axis",
    cost=-0.8,
)
def _moved_along(found: Found) -> Any:
    words = [term.word for term in found.terms[found.start : found.end]]
    axis = next(word for word in words if word in {"x", "y", "z"})
    far = -found.n.value if {"-", "negative"} & set(words) else found.n.value
    x, y, z = (far if axis == name else 0.0 for name in "xyz")
    return Stated(found.text, moves=(WholeMove("move", by=(x, y, z)),))


@row(
    "stated",
    f"{_BEGIN} {_SHIFT} {_WHOLE} (by|vertically|straight)* <n:plain> (mm)? up|upwards|upward|down|downwards|downward {_WHY}",
    example="Finally move the whole model 15 mm up",
    cost=-0.8,
)
@row(
    "stated",
    f"{_BEGIN} {_SHIFT} {_WHOLE} up|upwards|upward|down|downwards|downward (by)? <n:plain> (mm)? {_WHY}",
    example="Finally move the whole model up by 15 mm",
    cost=-0.8,
)
def _moved_up(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    far = -found.n.value if words & _DOWN else found.n.value
    return Stated(found.text, moves=(WholeMove("move", by=(0.0, 0.0, far)),))


_DOWN: Final = word_set("down downwards downward")


_AT_ORIGIN: Final = (
    "@marker.centre|centroid|centre (of (mass|gravity|volume|it|itself|object|part|solid))* "
    "(is|lies|be|aligns|aligned|coincides|coincide|sits|located|placed|positioned|falls|with|at|on|to|,)* origin "
    "(of (coordinate|cad|global|world)* (system|workspace|space|axes))? "
    "(in (coordinate|cad|global|world)* (system|workspace|space|frame))?"
)
_EXACT: Final = "(geometric|geometrical|exact|centroid|volumetric)?"


@row(
    "stated",
    f"(and|,|then|finally|with|so|ensure|that|place|position|adjust|of)* {_WHOLE} (should|must|shall|is|be|,|positioned|placed|located|translated|moved|such|so|that|with|and)* its|the {_EXACT} {_AT_ORIGIN}",
    example="The part should be positioned such that its center aligns with the origin of the coordinate system",
    cost=-0.8,
)
@row(
    "stated",
    f"(,|and)* whose|with (its|the)? {_EXACT} {_AT_ORIGIN}",
    example="a cube of 20 mm || with its center at the origin",
    cost=-0.6,
)
@row(
    "stated",
    f"(and|,|finally|so|that|place|put|the)* @marker.centre|centroid of {_WHOLE} (is|lies|sits|be|coincides|should|shall|must|located|placed|put|with|at|on|in|to|the)* origin",
    example="a block 60 x 40 x 20. || The middle of the block lies at the origin",
    cost=-0.8,
)
@row(
    "stated",
    "(,|and)* (centred / @centred) at|on|about origin (in|along|on) (all (<:count> / its|of)* axes|directions|dimensions / x (,|and)* y (,|and)* z (axes|directions)? / xyz)",
    example="a box 30 x 20 x 10 || centred at the origin in all three axes",
    cost=-0.8,
)
def _middle_at_origin(found: Found) -> Any:
    """Return that the middle of the whole lies at the origin, in height as well."""
    return Stated(found.text, (("centred", 1.0),), (WholeMove("centre"),))


_POSED: Final = (
    "rotate|rotated|rotating|translate|translated|translating|position|positioned|positioning|orient|orientated|"
    "orientation|align|aligned|alignment|adjust|adjusted|adjusting|place|placed|placement|center|centered|centering|"
    "transform|transformed|transformations|shift|shifted|move|moved"
)


@row("loosely_posed", f"{_POSED}", example="rotate")
@row(
    "loosely_posed",
    "and|,|or|the|it|its|to|for|in|of|with|is|so|that|as|be|should|then|finally|ensure|ensuring|make|sure|necessary|needed|required|proper|"
    "properly|correct|correctly|desired|final|accurately|appropriately|slightly|within|space|achieve|better|visualization|"
    "using|use|appropriate|coordinate|system|workspace|overall|accordingly|effectively|before|extrusion|extruding|additional|specified|adjustments|correctness",
    example="the",
)
@row("loosely_posed", f"{_KIND}", example="final")
@row(
    "loosely_posed",
    "object|part|model|assembly|structure|solid|shape|design|piece|body|configuration|geometry|everything|trapezoid|trapezium|triangle|prism|translation|rotation|hexagon",
    example="assembly",
)
def _loosely_posed(found: Found) -> Any:
    return found.terms[found.start].word


@row(
    "stated",
    "<w+:loosely_posed> <w+:loosely_posed>*",
    example="draw a circle. || Rotate and translate the final assembly for proper orientation",
    cost=-0.2,
)
def _posed_somehow(found: Found) -> Any:
    """Return a whole sentence that says of the finished model no more than that it is put in place."""
    words = set(found.w)
    before = found.terms[found.start - 1] if found.start else None
    behind = found.terms[found.end] if found.end < len(found.terms) else None
    whole = (before is None or before.word in _ENDS) and (behind is None or behind.word in _ENDS)
    named = words & _WHOLE_WORDS and words & _POSE_WORDS
    return Stated(found.text) if whole and named else None


_ENDS: Final = frozenset({".", "¶", ";"})
_WHOLE_WORDS: Final = word_set(
    "object part model assembly structure solid shape design piece body configuration geometry everything it trapezoid trapezium triangle prism hexagon"
)
_POSE_WORDS: Final = word_set(_POSED.replace("|", " "))
