"""Coordinate systems of sketches: "Euler angles of zero and a translation vector (0, 0, 25)"."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Head, Placing, Size, StandsAt, Stated

_BEFORE: Final = (
    "(begin|start|by|create|creating|set|setting|with|define|defining|establish|establishing|first|,|then|and|add|use|"
    "using|up|new|global|local|fresh|second|third|another|default|standard|coordinate|system|where|its|of|is|at|origin|"
    "for|sketch|this|that|has|having|placing|located|both|all|apply|applying|same|part|initialize|initialise|initializing|in)*"
)
_IS: Final = (
    "(is|are|of|set|to|at|:|=|as|equal|being|values|value|both|also|respectively|degrees|vector|angles|all)*"
)
_AXES: Final = (
    "(degrees|degree|,|for|all|axes|axis|x|y|z|°|each|in|and|every|direction|directions|radians / <:count>)*"
)


@row("numbers3", "{ <x:number> ,|; <y:number> ,|; <z:number> }", example="( 0 , 0 , 25 )")
@row("numbers3", "<x:number> ,|and? <y:number> (,|and)* <z:number>", example="0 , 0 , and 25")
def _numbers(found: Found) -> Any:
    return found.x, found.y, found.z


@row("numbers3", "zero|zeros|zeroes|none|null", example="zero")
def _zero_word(found: Found) -> Any:
    return (Quantity(0.0, "0"),) * 3


@row("numbers3", "<n:number>", example="0", cost=0.1)
def _zero(found: Found) -> Any:
    return None if found.n.value else (found.n,) * 3


@row("eulers", f"(euler|rotation) angles? {_IS} <n:numbers3> {_AXES}", example="Euler angles set to zero")
@row("eulers", "<n:numbers3> (for|as)? (euler|rotation) angles?", example="zero Euler angles")
def _eulers(found: Found) -> Any:
    return found.n


@row(
    "shift",
    f"(translation|offset|position) (vector)? {_IS} <n:numbers3> {_AXES}",
    example="translation vector of zero",
)
@row("shift", "<n:numbers3> (for|as)? (translation|offset) (vector)?", example="zero translation")
def _shift(found: Found) -> Any:
    return found.n


@row("stated", f"{_BEFORE} <e:eulers>", example="with Euler angles of 0, 0, and 0", cost=-0.5)
@row("stated", f"{_BEFORE} <t:shift>", example="with a translation vector of zero", cost=-0.5)
@row(
    "stated",
    f"{_BEFORE} <e:eulers> (and|,|with|as|well|a|the|its|also)* <t:shift>",
    example="with Euler angles of zero and a translation vector of zero",
    cost=-1.0,
)
@row(
    "stated",
    f"{_BEFORE} (euler|rotation) angles? (and|,|&|with)* (the)? (translation|offset) (vector)? {_IS} <t:numbers3> {_AXES}",
    example="with the Euler angles and translation vector set to zero",
    cost=-1.0,
)
@row(
    "stated",
    f"{_BEFORE} (no|zero) (rotation|translation|offset|euler|angles|vector) (,|and|or|no|zero|rotation|translation|offset|vector|angles)*",
    example="with no rotation or translation",
    cost=-0.3,
)
def _at_rest(found: Found) -> Any:
    numbers = [number.value for each in (found.e, found.t) if each is not None for number in each]
    return None if any(numbers) else Stated(found.text)


@row(
    "head",
    f"{_BEFORE} <e:eulers> (and|,|with|as|well|a|the|its|also)* <t:shift>",
    example="Euler angles of zero and a translation vector of ( 0 , 0 , 25 )",
    cost=-1.0,
)
@row("head", f"{_BEFORE} <t:shift>", example="translation vector of ( 0 , 0 , 25 )", cost=-0.5)
def _moved(found: Found) -> Any:
    """Read the place of a sketch; one that is turned is not read."""
    if found.e is not None and any(number.value for number in found.e):
        return None
    if not any(number.value for number in found.t):
        return None
    return Head(
        "system", "system", "coordinate system", said=(StandsAt(tuple(zip("xyz", found.t, strict=True))),)
    )


@row(
    "stated",
    "(apply|applying|use|using|with|by|and|then|,)* (no|zero)? (extrusion|extrude|extruded|extruding)? (no|zero|not|nothing|<:zero>)* (in|along|towards|to|into)* (the)? opposite (direction|side|normal)",
    example="with no extrusion in the opposite direction",
    cost=-0.3,
)
@row(
    "stated",
    "(and|,|with|{)* <z:zero> (units|mm)? (in|along|towards|to|into)* (the)? opposite (direction|side|normal) }?",
    example="and 0 in the opposite direction",
    cost=-0.4,
)
def _one_way(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    return Stated(found.text) if found.z is not None or words & {"no", "zero", "not", "nothing"} else None


_RIGHT_WAYS: Final = {
    "x": {"right"},
    "y": {"back", "rear", "away", "backward", "backwards", "behind"},
    "z": {"up", "upward", "upwards"},
}


@row(
    "axisway",
    "(with|,|and|the|axis)* x|y|z (axis)? (is|to|pointing|points|=|:|the|towards|goes|runs|pos|positive|+|axis)* right|left|back|front|rear|up|upward|upwards|down|forward|backward|backwards|away|behind",
    example="X right",
)
def _axis_way(found: Found) -> Any:
    words = [term.word for term in found.terms[found.start : found.end]]
    axis = next(word for word in words if word in _RIGHT_WAYS)
    return found.text if words[-1] in _RIGHT_WAYS[axis] else None


@row("stated", "{? <:axisway> ((,|;|and)* <:axisway>)* }?", example="(X right, Y back, Z up)", cost=-0.2)
@row(
    "stated",
    "(in|the|with|given|as|,)* polar (coordinates|positions|notation|system|form|dimensions)? ({ (r|radius|,|÷|and|angle|theta|phi|degrees|deg|mm)* })? :?",
    example="In polar coordinates (r / angle):",
    cost=-0.2,
)
@row(
    "stated",
    "(all)? (points|coordinates|dimensions|values|positions|corners) (are|is|given|in)* mm|millimetres|millimeters ,?",
    example="points in mm",
    cost=-0.2,
)
@row(
    "stated",
    "(going|listed|running|in|given)* (round|around|order)? (anticlockwise|counterclockwise|clockwise|ccw|cw) (order|direction|round|around|sense)?",
    example="going round anticlockwise",
    cost=0.05,
)
@row("stated", "in that|this|the|same|given|following* order", example="in that order", cost=0.05)
def _how_axes_point(found: Found) -> Any:
    return Stated(found.text)


@row(
    "stated",
    "(the|with|and|its|,|coordinate)* origin|datum|zero (point)? (is|lies|at|in|on|located|=|:|of|coordinates|the|placed|being)* @marker.centre|middle (of (the|its)* top|bottom|upper|lower (face|surface|side)? (of (the|it / <:part>)*)?)",
    example="Origin: middle of the top face",
    cost=-0.4,
)
def _origin_on_face(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    if words & {"top", "upper"} and any(
        term.word == "z" and i > found.end for i, term in enumerate(found.terms)
    ):
        numbered = any(
            term.word == "z" and i + 1 < len(found.terms) and found.terms[i + 1].word in {"=", ":"}
            for i, term in enumerate(found.terms)
        )
        if numbered:
            return None  # heights count from the top then
    return Stated(found.text, (("centred", 1.0),))


@row(
    "stated",
    "(positions|coordinates|dimensions|places|,|the|with|its|all)* (zero|null|reference|datum)? point|zero|datum|origin|coordinates (is|at|in|:|=|the|of|from|its)* (lower|bottom front|near left / lower|bottom|front left / left lower|bottom|front / bottom|lower left|front) @corner|corner (of the? (<:part> / it))?",
    example="zero point: bottom left corner",
    cost=-0.3,
)
def _from_corner(found: Found) -> Any:
    return Stated(found.text, (("corner", 1.0),))


@row(
    "stated",
    "(after|once|when|having) (completing|finishing|drawing|sketching|completed|finished|done|this|that|the|sketch|drawing|is|been|2d|profile|complete)* (sketch|drawing|completed|finished|done|complete|this|that|profile) ,?",
    example="After completing the sketch,",
    cost=0.0,
)
@row(
    "stated",
    "(the|which|this|resulting|final|finished|overall|result|is|a|gives|an|part|object|shape|model|it|will|be|,|as|therefore)* (resulting|result|final|finished) (part|object|shape|model|solid|component|body)? (is|will|be|has|a|an|the|should|now|thus|therefore)* <:inline> <:inline>* (with|of|has|having|that|and)* (a|the)* <side+:whole_side> ((,|and|;|with|a|the|by)* <side+:whole_side>)*",
    example="The resulting part is a hollow cylinder with a height of 0.5",
    cost=-0.1,
)
@row(
    "stated",
    "(the|its|this|which|in|and|with|,|has|have)* final|resulting|finished|total|overall dimensions|sizes|size|measures|measurements (of (the|this|final|finished)* (part|object|shape|model|solid|body|plate|cylinder)*)? (are|is|will|be|then|:|=|,|should|as|follows|in|a|the|measure|measures)* <side+:whole_side> ((,|and|;|with|a|the|by)* <side+:whole_side>)*",
    example="The final dimensions of the part are: length 0.75, width 0.5",
    cost=0.2,
)
def _after(found: Found) -> Any:
    return Stated(found.text, tuple(dict(found.side or ()).items()))


@row(
    "whole_side",
    "length|width|height|depth|thickness|diameter (of|is|:|=|about|approximately|roughly)* <n:plain>",
    example="length of 0.75",
)
@row(
    "whole_side",
    "<n:plain> (in)? length|long|width|wide|height|high|tall|depth|deep|thickness|thick|diameter",
    example="0.75 long",
)
def _whole_side(found: Found) -> Any:
    if found.n.form not in {"plain", "diameter"}:
        return None
    word = next(t.word for t in found.terms[found.start : found.end] if t.word in _WHOLE)
    return f"whole_{_WHOLE[word]}", found.n.value


_WHOLE: Final = {
    **dict.fromkeys(("length", "long"), "length"),
    **dict.fromkeys(("width", "wide", "diameter"), "width"),
    **dict.fromkeys(("height", "high", "tall", "depth", "deep", "thickness", "thick"), "height"),
}


@row(
    "sized",
    "(and|,|with|the)* (first|second|one|other|outer|inner|larger|smaller|big|small / <:count>)* (circle|one|ring|loop)? (has|having|with|is|of|a|an|at)* radius (of|is|=|:)* <n:plain>",
    example="the second with a radius of 0.3",
    cost=0.0,
)
@row(
    "sized",
    "(and|,|with|the)* (first|second|one|other|outer|inner|larger|smaller|big|small / <:count>)* (circle|one|ring|loop)? (has|having|with|is|of|a|an|at)* diameter (of|is|=|:)* <n:plain>",
    example="the second with a diameter of 30",
    cost=0.0,
)
def _one_of_two(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    if (
        not words & {"first", "second", "other", "larger", "smaller", "big", "small"}
        or found.n.form != "plain"
    ):
        return None
    return Size(found.n, Label((), "radius" if "radius" in words else "diameter"))


@row(
    "head",
    "hole|holes|drilling (positions|centres|centers|locations|@marker.centre)* (are|is|measured|counted|dimensioned|,)* from <ref:ref> (:|=|are|at|,)* <d+:distance> (,|and|&) <d+:distance> ((,|and|&)* <d+:distance>)*",
    example="Hole positions measured from the left end: 10, 55, 100 and 145",
    cost=-0.5,
)
def _positions(found: Found) -> Any:
    if any(distance.form == "plusminus" for distance in found.d):
        return None
    place = Placing("offset", "list", tuple(found.d), found.ref, found.text)
    return Head("hole", "holes", "holes", len(found.d), plural=True, said=(place,))
