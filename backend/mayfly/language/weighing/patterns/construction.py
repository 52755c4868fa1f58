"""Construction step by step: a profile on a plane, extruded, cut, revolved, lofted, swept, mirrored, repeated."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mayfly.language.nodes import Label
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import (
    Along,
    Bend,
    Head,
    InCentre,
    Leading,
    Leg,
    Mark,
    OnFace,
    OnPlane,
    Outline,
    Relation,
    Size,
    Stated,
)

_IT = "those|these|all|four|six|three|five|eight|it|this|that|them|the|profile|sketch|shape|rectangle|circle|square|polygon|outline|contour|one|and|close|closed|face|region|area|between|them|two|circles|rectangles|loops|sketches|result|both|hexagon|triangle|ring|polyline|cross-section|section|cross|to|give|get"

# --- profiles ------------------------------------------------------------------------------------------

_SHAPES = {
    "circle": "circle",
    "rectangle": "rectangle",
    "square": "square",
    "hexagon": "hexagon",
    "octagon": "octagon",
    "pentagon": "pentagon",
    "ellipse": "ellipse",
    "triangle": "triangle",
    "polyline": "polygon",
    "polygon": "polygon",
    "profile": "polygon",
    "outline": "polygon",
    "contour": "polygon",
    "shape": "polygon",
    "ring": "ring",
    "annulus": "ring",
}


@row(
    "shape",
    "closed|open|regular|concentric|smaller|larger|second|another|solid|flat|raised|l-shaped|rectangular|filled|single* circle|circles|rectangle|rectangles|square|squares|hexagon|octagon|pentagon|ellipse|triangle|polyline|polygon|profile|outline|contour|ring|annulus",
    example="closed polyline",
)
@row(
    "shape",
    "closed|open|solid|flat|simple* (l|t|u|z|h|c|e|v|cross|plus|step|stepped|arrow|wedge|triangular|trapezoidal|irregular|custom) shaped? profile|polygon|outline|contour|polyline|shape|section|cross-section|sketch",
    example="L-shaped profile",
    cost=0.1,
)
@row("shape", "closed|open? shape|cross-section", example="closed shape", cost=0.4)
@row(
    "shape",
    "rectangular|cross|closed profile|sketch|section|outline",
    example="rectangular profile",
    cost=0.1,
)
def _shape(found: Found) -> Any:
    words = [term.word for term in found.terms[found.start : found.end]]
    for word in reversed(words):
        name = word if word in _SHAPES else word.removesuffix("s")
        if name in _SHAPES:
            if "rectangular" in words and _SHAPES[name] == "polygon":
                return "rectangle"
            return _SHAPES[name]
    return None


@row("drawing", "sketch|sketching|draw|drawing|draws|sketched|drawn", example="draw")
@row("drawing", "(lay|laying|mark|trace) out?", example="lay out")
@row(
    "drawing",
    "(start|begin|starting|beginning|by|with|from)* (sketch|sketching|drawing|draw|create|creating|make|making|add)* sketch|profile|drawing of|containing|with|consisting of?",
    example="Start by drawing a sketch of",
)
@row("drawing", "start|begin by|with|from sketch|sketching|drawing|draw", example="start by sketching")
def _drawing(found: Found) -> Any:
    return True


@row(
    "head",
    "<drawing:drawing> (on|in) <face:facename> <n:howmany>? <said+:pre>* <shape:shape>",
    example="draw on the top face a circle",
)
@row(
    "head",
    "<drawing:drawing> <n:howmany>? <said+:pre>* <shape:shape>",
    example="draw a 60 by 40 rectangle",
    cost=-0.6,
)
@row("head", "<said+:pre>* <shape:shape>", example="a circle", cost=0.6)
@row("head", "closed? profile|outline|polygon|polyline|contour", example="profile", cost=0.3)
@row("head", "<n:count> <said+:pre>* <shape:shape>", example="two squares", cost=0.4)
def _sketch(found: Found) -> Any:
    said = tuple(one for one in (found.said or ()) if type(one) is not str)
    face = (OnFace(found.face),) if found.face else ()
    shape = found.shape or "polygon"
    before = found.terms[max(0, found.start - 1) : found.end]
    known = not found.drawing and any(term.word in {"the", "this", "that"} for term in before)
    return Head("sketch", shape, shape, found.n, definite=known, said=(*said, *face))


@row(
    "head",
    "<:extruding> (a|an|one)? (raised|small)? <n:count>? <said+:pre>* <shape:shape>",
    example="extrude a raised ring",
    cost=-0.3,
)
@row("head", "raised <said+:pre>* <shape:shape>", example="a raised ring", cost=0.3)
def _raised(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    said = tuple(one for one in (found.said or ()) if type(one) is not str)
    known = bool(words & {"the", "this", "that", "it"})
    return Head("raised", found.shape, found.shape, found.n, definite=known, said=said)


@row(
    "head",
    "first|second|third|other|lower|upper one|profile|section? (<:count>)? is|has|measures|being|:|= a|an?",
    example="the first one is",
)
@row(
    "head",
    "first|second|third|other|lower|upper <:shape> is|has|measures|being|:|= a|an?",
    example="the second square is",
)
def _ordinal(found: Found) -> Any:
    return Head("sketch", "same", "profile")


@row(
    "stated",
    "(both|and|have|has|with|the|are|they|in|of)* same orientation",
    example="have the same orientation",
    cost=0.1,
)
@row("stated", "the half (is|consists|of|as)*", example="the half is", cost=0.2)
@row(
    "stated",
    "(its|the)? @marker.centre of (the|this|that|each)? <:feature> (is|lies|at|being|located|placed)*",
    example="the centre of the window is",
    cost=0.1,
)
@row("stated", "its @marker.centre (is|lies|at|being)*", example="its centre", cost=0.1)
def _of_its_centre(found: Found) -> Any:
    return Stated(found.text)


@row("pointrow", "<p+:point> ((,|and|;|then|to|-|next)* <p+:point>)*", example="(0,0), (60,0) and (60,15)")
def _pointrow(found: Found) -> Any:
    if any(term.mirrored for term in found.p):
        return None
    return tuple(term.points for term in found.p)


@row("pointlist", "<r+:pointrow> ((,|and|;|then|to)* <r+:pointrow>)*", example="(0,0), (60,0), (60,15)")
def _pointlist(found: Found) -> Any:
    return tuple(point for each in found.r for point in each)


@row(
    "closing",
    "((,|and|then|back|to|the|start|starting|point|return|returning|first|close|closed|closing|it|loop|again)* start|closed|close|loop|first point?)",
    example="and back to the start",
)
def _closing(found: Found) -> Any:
    return True


@row(
    "place",
    "through|with|having|by|connecting|via|defined|given|following|corner|corners|points|point|vertices|coordinates|:|=|are|at|of|in|order|@corner|line|lines* <pts:pointlist> <:closing>?",
    example="through the points (0,0), (60,0), (60,15) and back to the start",
)
def _outline(found: Found) -> Any:
    return Outline(found.pts) if len(found.pts) >= 3 else None


@row(
    "place",
    "on|in|parallel|to|lies|lying|sits? (xy|xz|yz|ground|zx|zy|yx plane / x - y plane / x - z plane / y - z plane)",
    example="on the XY plane",
    cost=-0.05,
)
@row("place", "on|in <:planename> at|with|offset* (z|x|y =)? <n:number>", example="on the XY plane at z = 20")
def _plane(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    axes = "".join(
        axis
        for axis in "xyz"
        if axis in words or any(axis in w for w in words & {"xy", "xz", "yz", "zx", "zy", "yx"})
    )
    return OnPlane(axes[:2] if len(axes) >= 2 and "ground" not in words else "xy", found.n)


@row("planename", "xy|xz|yz|ground plane", example="XY plane")
def _planename(found: Found) -> Any:
    return found.text


@row("place", "at z = <n:number>", example="at z = 20", cost=0.05)
@row(
    "place",
    "(lying|lies|placed|parallel (to the first)? ,?)? <n:plain> above (it / the? first|ground|plane|origin|base (plane|one|square|circle|rectangle)?)",
    example="35 above it",
    cost=-0.1,
)
@row(
    "place",
    "(on|in|at)? (a|an|the|another|parallel|second|new|upper|work|offset|construction)* plane|workplane (that|which|is|,|parallel|to|first|xy|it|lies|lying|being)* (offset|@inset|shifted|raised|located|@above|above|height|z|at|=|of|by|distance|from|a)* <n:plain> (above|from|higher|over|away|up)* (the|xy|first|base|it|one|plane|ground|origin|that)*",
    example="on a plane offset by 50",
    cost=-0.2,
)
@row(
    "place",
    "(parallel to the? first ,?) <n:plain> above it?",
    example="parallel to the first, 35 above it",
    cost=-0.2,
)
@row("place", "at a? height of <n:plain>", example="at a height of 35")
def _at_height(found: Found) -> Any:
    return OnPlane("", found.n)


@row(
    "place",
    "on|in (<:owner> / its / the? new|previous|last|resulting) @top|upper face|surface|end|side?",
    example="on its top face",
)
def _on_its_top(found: Found) -> Any:
    return OnFace("top")


@row(
    "head",
    "revolve|rotate|spin|loft|sweep <said+:pre>* <shape:shape>",
    example="revolve the profile",
    cost=-0.2,
)
@row(
    "head",
    "revolve|rotate|spin|loft|sweep a|an <said+:pre>* <shape:shape>",
    example="sweep a circle",
    cost=-0.9,
)
def _worked(found: Found) -> Any:
    said = tuple(one for one in (found.said or ()) if type(one) is not str)
    return Head("sketch", found.shape, found.shape, said=said)


@row("head", "cut|punch|subtract|remove <said+:pre>* <shape:shape>", example="cut a circle", cost=0.3)
def _sunk(found: Found) -> Any:
    said = tuple(one for one in (found.said or ()) if type(one) is not str)
    return Head("sunk", found.shape, found.shape, said=said)


@row(
    "head",
    "around|about the? z axis ((by|through|for|a|full)* <a:angle>)?",
    example="around the Z axis by 360 degrees",
    cost=0.1,
)
def _around_z(found: Found) -> Any:
    said = (Size(found.a),) if found.a is not None else ()
    return Head("revolve", "revolution", "revolution", said=said)


@row("sized", "by|to a? height|distance|thickness of <number:plain>", example="by a height of 25")
@row("sized", "by|upwards <number:plain> (upwards|up|high|along)?", example="by 25")
def _by(found: Found) -> Any:
    return Size(found.number, Label((), "height"))


@row("place", "along (the|its) (same|common) @axis|axis", example="along the same axis")
def _same_axis(found: Found) -> Any:
    return Relation("same")


@row(
    "place",
    "along|on|parallel|to* (the|its) (own|main|central|cylinder|shaft|part)* @axis|axis",
    example="along the axis",
    cost=0.1,
)
def _along_its_axis(found: Found) -> Any:
    return InCentre()


@row("owner", "<w:word>", example="cylinder's")
def _owner(found: Found) -> Any:
    return found.w.text if found.w.text.endswith("'s") or found.w.word in {"its", "that"} else None


@row(
    "place",
    "@centred|centred on|in <:owner>? @top|upper face|surface",
    example="centred on the cylinder's upper face",
    cost=-0.1,
)
@row(
    "place",
    "in the? @marker.centre of <:owner>? @top|upper face",
    example="in the middle of its top face",
    cost=-0.1,
)
def _centred_on_top(found: Found) -> Any:
    return (OnFace("top"), InCentre())


_FAR = "height|depth|length|distance|thickness|amount|value|of|is|should|must|has|have|be|a|=|:|by|the|to|will|with|equal"

# --- drawing out, cutting, turning -------------------------------------------------------------------------


@row("extruding", f"extrude|extruded|extruding|extrudes|raise|pull|thicken ({_IT})*", example="extrude it")
@row("extruding", f"pad|padding {_IT} ({_IT})*", example="pad the sketch")
def _extruding(found: Found) -> Any:
    return True


@row(
    "head",
    "<:extruding> (by|to|of|a|height|distance|depth|length|thickness|upwards|up|straight|it|mm|vertically|along|in|the|positive|+|z|direction|upward|for)* <n:plain> (upwards|up|high|tall|thick|deep|long|vertically / in height)?",
    example="extrude it 12 upwards",
    cost=-0.4,
)
@row("head", "<:extruding> (by|to|of)? <n:plain>", example="extrude that profile by 20", cost=-0.4)
def _extrude(found: Found) -> Any:
    return Head("extrude", "extrusion", "extrusion", said=(Size(found.n),))


@row(
    "head",
    f"extrusion ({_FAR})* <n:plain> (upwards|up|high|tall|thick|deep|long|in height)?",
    example="The extrusion height should be 15",
    cost=-0.2,
)
def _extrusion(found: Found) -> Any:
    return Head(
        "extrude", "extrusion", "extrusion", definite=True, said=(Size(found.n, Label((), "height")),)
    )


@row(
    "sized",
    f"extrusion ({_FAR})* <n:plain> (upwards|up|high|tall|thick|deep|long|in height)?",
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
    return Head("cut", "cut", "cut", said=(Size(found.n),))


@row(
    "head",
    f"cut|remove|subtract|cutting ({_IT})* (straight|right|all|completely|the|way)* through (all|the|everything|body|part|plate|block|whole|entire|complete|it|whole)*",
    example="cut it right through",
    cost=-0.3,
)
def _cut_through(found: Found) -> Any:
    return Head("cut", "cut", "cut", said=(Mark.THROUGH,))


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


# --- again, and the other way round ---------------------------------------------------------------------------


_THEM = "it|this|that|them|the|half|halves|body|part|whole|feature|hole|holes|cut|cutout|cut-out|-|out|window|slot|pocket|boss|everything|result|both|solid|these|notch|opening|model|pattern"


@row(
    "head",
    f"(and|then)* mirror|mirrored|mirroring|reflect|reflected (<:feature> / {_THEM})* (about|across|at|over|in|on|through) (the)? <plane:mirrorplane>",
    example="mirror it about the YZ plane",
    cost=-0.4,
)
def _mirror(found: Found) -> Any:
    return Head("mirror", "mirror", "mirror", said=(OnPlane(found.plane),))


@row("mirrorplane", "xy|xz|yz|zx|zy|yx plane?", example="YZ plane")
@row("mirrorplane", "x - y plane", example="x-y plane")
@row("mirrorplane", "x - z plane", example="x-z plane")
@row("mirrorplane", "y - z plane", example="y-z plane")
def _mirrorplane(found: Found) -> Any:
    return "".join(
        sorted(
            letter
            for term in found.terms[found.start : found.end]
            for letter in term.word
            if term.word != "plane" and letter in "xyz"
        )
    )


@row("mirrorplane", "x|y = <n:number> plane?", example="x = 0")
@row("mirrorplane", "x|y axis", example="Y axis")
def _mirror_line(found: Found) -> Any:
    if found.n is not None:
        return None if found.n.value else {"x": "yz", "y": "xz"}[found.terms[found.start].word]
    return next(
        {"x": "xz", "y": "yz"}[t.word] for t in found.terms[found.start : found.end] if t.word in {"x", "y"}
    )


@row(
    "head",
    f"(and|then)* repeat|repeated|pattern|array|copy|copied|replicate (<:feature> / {_THEM})* (with|in|as|by|using|a|the)* (linear|row|@row) pattern|array?",
    example="repeat this cut-out with a linear pattern",
    cost=-0.4,
)
def _repeat_linear(found: Found) -> Any:
    return Head("repeat", "linear", "pattern")


@row(
    "head",
    f"(and|then)* repeat|repeated|pattern|array|copy|copied|replicate (<:feature> / {_THEM})* (with|in|as|by|using|a|the)* (circular|polar|@circle) pattern|array? ((about|around) (the)? (disc|part|body|cylinder|flange|its|plate|ring|central|centre|z|middle|main|same|origin|hub|own)* axis|origin|centre|@marker.centre?)?",
    example="repeat that hole in a circular pattern about the part axis",
    cost=-0.4,
)
def _repeat_circular(found: Found) -> Any:
    return Head("repeat", "circular", "pattern")


@row(
    "place",
    "<n:count> (instances|copies|times|occurrences|windows|holes|slots|cuts|cutouts / in total / of them) (in? total|altogether)?",
    example="5 instances",
    cost=-0.2,
)
@row(
    "place",
    "(so that there are / giving|for|making|with / to give|get / until there are) <n:count> (<:feature> / windows|holes|instances|copies|slots|cuts / of them) (in? total|altogether|overall)?",
    example="so that there are 6 windows in total",
    cost=-0.2,
)
def _instances(found: Found) -> Any:
    return Size(_as_count(found), Label((), "number"))  # a part would take a bare number as a size


def _as_count(found: Found) -> Any:
    return next(t.quantity for t in found.terms[found.start : found.end] if t.quantity is not None)


@row(
    "place",
    "(evenly|equally|spread|distributed|spaced|even|equal|equidistant|@equally)* (over|around|across|through|in) (the|a|full)* <a:angle>",
    example="evenly over 360 degrees",
    cost=-0.1,
)
def _over_angle(found: Found) -> Any:
    return Mark.EQUALLY if abs(found.a.value) == 360 else None


@row(
    "place",
    "on|at|around|about|in (the same|identical centre|center|place|position|axis|point|spot|centreline / same|identical @marker.centre|@axis)",
    example="on the same centre",
)
@row(
    "place",
    "@centred|concentric|coaxial (with|on|to) (it|this|that|the) <:feature>?",
    example="concentric with that pocket",
    cost=0.1,
)
def _same_place(found: Found) -> Any:
    return Relation("same")


@row(
    "place",
    "concentric|coaxial|concentrically with|to the? (<:part> / it / <:bodyname>)",
    example="concentric with the block",
    cost=-0.3,
)
def _concentric(found: Found) -> Any:
    return InCentre()


@row(
    "mark",
    "(right|straight / all the? way)? @through|through (what|everything|whatever|the) (is|remains|remaining|material|left|rest)* (left|under|below|beneath|of|it|that|this|the|underneath / <:feature>)*",
    example="through what is left under that pocket",
    cost=-0.1,
)
@row(
    "mark",
    "(right|straight)? @through|through (the|this|that)? (complete|whole|entire|finished|full|both|all)* (part|body|model|block|tiers|bodies|parts|thing|assembly|solid|levels|layers)",
    example="through the complete part",
    cost=-0.05,
)
def _through_all(found: Found) -> Any:
    return Mark.THROUGH


@row(
    "place",
    "(through|in|into|at|from)? (the)? bottom|floor|base|ground of (that|the|this|its) <:feature> ((in|at|,)? (its|the) @marker.centre)?",
    example="through the bottom of that pocket in its centre",
    cost=-0.2,
)
def _through_floor(found: Found) -> Any:
    through = (Mark.THROUGH,) if found.terms[found.start].word == "through" else ()
    return (*through, Relation("same"))


@row(
    "place",
    "(then|and|,|now|next)* select|choose|pick|use|using|take|activate|go|back (to)? <face:facename> (of (the|it|part|body|block|plate|cylinder|base|solid|model)*)? (as (the|a|new|sketch|sketching|plane|workplane)*)? (,|and|then)*",
    example="Select the top face",
    cost=0.1,
)
def _selected(found: Found) -> Any:
    return Leading(OnFace(found.face))


@row("stated", "first|next|finally|then|afterwards|lastly|now|secondly|thirdly ,?", example="finally")
@row("stated", "to finish|begin|start ,?", example="to finish,")
@row("stated", "step|stage|section <n:count> :", example="step 1:")
@row(
    "stated",
    "{ sides|edges parallel|aligned (to|with) <:inline> <:inline>* }",
    example="(sides parallel to the block's sides)",
    cost=0.3,
)
@row(
    "stated",
    "(with|its|the|sides|edges|both|and)* (sides|edges|both) (parallel|aligned) (to|with) (the|x|y|and|axes|axis|those|of|base)*",
    example="with its sides parallel to the axes",
    cost=0.2,
)
@row("stated", "along (the|its) vertical axis", example="along the vertical axis", cost=0.1)
@row(
    "stated",
    "(the|disc|plate|part|it|itself|body|block|has|have|gets|there|is)* no hole|holes in (the)? @marker.centre|middle",
    example="has no hole in the middle",
    cost=0.2,
)
def _sequence(found: Found) -> Any:
    return Stated(found.text)


# --- joining -------------------------------------------------------------------------------------------------------


@row(
    "stated",
    "(and|then|finally|to|finish|,)* join|unite|fuse|union|merge|combine|attach|joined|united|fused|merged|joining|uniting|fusing|merging|combining|attached|adding (<:count> / it|them|the|both|halves|all|with|into|to|parts|bodies|solids|together|pieces|one|single|body|solid|part|everything|base|cylinder|block|plate|and|half)*",
    example="join the two",
    cost=0.05,
)
@row(
    "stated",
    "(as|into) (<n:count> / a|single) fused|united|merged body|solid|part",
    example="as one fused body",
)
def _join(found: Found) -> Any:
    return Stated(found.text, (("fused", 1.0),))


@row(
    "stated",
    "(<n:count> / half|block|part|shape) half and mirror it",
    example="half half and mirror it",
    cost=0.3,
)
@row(
    "stated",
    "(model|make|build|draw|create) (only|just)? <n:count> half (first)? (and mirror it)?",
    example="Model one half and mirror it",
    cost=0.1,
)
def _half(found: Found) -> Any:
    return Stated(found.text)
