"""Profiles that are sketched, the planes that they lie on, and where on a face they are drawn."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.nodes import Label, Reference
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import (
    Head,
    InCentre,
    Leading,
    OnFace,
    OnPlane,
    Outline,
    Placing,
    Relation,
    Size,
    Stated,
)

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
    "trapezoid": "trapezoid",
    "trapezium": "trapezoid",
    "obround": "slot",
    "stadium": "slot",
    "racetrack": "slot",
    "oblong": "slot",
    "slot": "slot",
    "semicircle": "semicircle",
    "semicircular": "semicircle",
    "semi-circular": "semicircle",
    "half-circular": "semicircle",
    "half-round": "semicircle",
    "semi-circle": "semicircle",
    "quadrant": "quadrant",
    "sector": "sector",
    "strip": "rectangle",
    "band": "rectangle",
}
#: Shapes that more than one word names.
_OF_WORDS = {
    ("half", "circle"): "semicircle",
    ("half", "disc"): "semicircle",
    ("half", "round"): "semicircle",
    ("half", "disk"): "semicircle",
    ("quarter", "circle"): "quadrant",
    ("quarter", "disc"): "quadrant",
    ("quarter", "disk"): "quadrant",
    ("equilateral", "triangle"): "equilateral",
    ("right", "triangle"): "right_triangle",
    ("right-angled", "triangle"): "right_triangle",
    ("angled", "triangle"): "right_triangle",
    ("right-angle", "triangle"): "right_triangle",
}
#: Sections that are named after a letter, and drawn from their sizes.
_LETTERS = {
    "l": "l_section",
    "t": "t_section",
    "u": "u_section",
    "l-shaped": "l_section",
    "t-shaped": "t_section",
    "u-shaped": "u_section",
}


@row(
    "shape",
    "closed|open|regular|concentric|smaller|larger|second|another|solid|flat|raised|l-shaped|rectangular|filled|single* circle|circles|rectangle|rectangles|square|squares|hexagon|octagon|pentagon|ellipse|triangle|polyline|polygon|profile|outline|contour|ring|annulus",
    example="closed polyline",
)
@row(
    "shape",
    "isosceles|symmetric|symmetrical|regular|flat|circular|closed* trapezoid|trapezium|obround|stadium|racetrack|semicircle|semi-circle|sector|quadrant (shape|shaped|profile|sketch|outline|section)?",
    example="isosceles trapezoid",
)
@row("shape", "slot|oblong|obround|stadium shape|shaped|profile|sketch|outline|contour", example="slot shape")
@row(
    "shape",
    "half|quarter|semi - ? circle|disc|disk|round (sector)? (plate|slab|shape|piece|sheet|segment)?",
    example="quarter disc plate",
)
@row(
    "shape",
    "semicircular|semi-circular|half-round|half-circular plate|slab|disc|disk|piece|sheet|segment|pad|shape",
    example="semicircular plate",
)
@row("shape", "circular? sector (shaped)? (plate|slab|shape|piece|sheet|segment)", example="sector plate")
@row(
    "shape",
    "equilateral|isosceles (right - ? angled|angle?)? triangle",
    example="equilateral triangle",
    cost=0.4,
)
@row("shape", "right (- ? angled|angle)? triangle", example="right-angled triangle")
@row("shape", "strip|band", example="strip", cost=0.1)
@row(
    "shape",
    "closed|open|solid|flat|simple* (l|t|u|z|h|c|e|v|cross|plus|step|stepped|arrow|wedge|triangular|trapezoidal|irregular|custom) shaped? profile|polygon|outline|contour|polyline|shape|section|cross-section|sketch",
    example="L-shaped profile",
    cost=0.1,
)
@row("shape", "profile|outline|section|contour|shape of (a|an)? l|t|u", example="profile of a U", cost=-0.2)
@row("shape", "closed|open? shape|cross-section", example="closed shape", cost=0.4)
@row(
    "shape",
    "rectangular|cross|closed profile|sketch|section|outline",
    example="rectangular profile",
    cost=0.1,
)
def _shape(found: Found) -> Any:
    words = [term.word for term in found.terms[found.start : found.end] if term.word != "-"]
    pairs = [(words[i], words[j]) for i in range(len(words)) for j in (i + 1, i + 2) if j < len(words)]
    named = next((_OF_WORDS[pair] for pair in pairs if pair in _OF_WORDS), None)
    named = named or next((_LETTERS[word] for word in words if word in _LETTERS), None)
    if named is not None:
        return named
    singular = [word if word in _SHAPES else word.removesuffix("s") for word in reversed(words)]
    names = [_SHAPES[word] for word in singular if word in _SHAPES]
    if "rectangular" in words and "polygon" in names:
        return "rectangle"
    return next((name for name in names if name != "polygon"), names[0] if names else None)


@row(
    "stated",
    "(so|,|giving|with|that|and)* (the)? <:count>? sides|faces|walls (become|becomes|are|being|will|be)* (flat|planar|straight|smooth)* sloping|sloped|slanted|inclined|tapered (flat)? faces|sides|surfaces|walls?",
    example="loft || so the four sides become flat sloping faces",
    cost=-0.2,
)
def _sides_of_a_loft(found: Found) -> Any:
    before = {term.word for term in found.terms[: found.start]}
    return Stated(found.text) if before & {"loft", "lofted", "lofting"} else None


@row(
    "half_drawing",
    "sketch|draw|drawing|sketching (only|just|one|the|right|left|upper)* half (of (the|a|its)*)?",
    example="draw half of the … profile and mirror it",
)
def _half_drawing(found: Found) -> Any:
    """Return that half of a profile is drawn, where it is mirrored further on."""
    behind = {term.word for term in found.terms[found.end :]}
    return True if behind & {"mirror", "mirrored", "mirroring", "reflect", "reflected"} else None


@row(
    "head",
    "from|to|and|between|into <n:count>? <said+:pre>* <shape:shape>",
    example="Loft || from a circle",
    cost=0.0,
)
def _lofted(found: Found) -> Any:
    """Return a profile that a loft goes from or to."""
    before = {term.word for term in found.terms[: found.start]}
    said = tuple(one for one in (found.said or ()) if type(one) is not str)
    if not before & {"loft", "lofted", "lofting"} or any(isinstance(one, tuple) for one in said):
        return None
    return Head("sketch", found.shape, found.shape, found.n, said=said)


@row("sketched", "is|are|gets (first|then|now|next)? sketched|drawn", example="is sketched")
def _sketched(found: Found) -> Any:
    return True


@row("stated", "is|are|gets (then|now|first)? sketched|drawn", example="is sketched", cost=0.1)
@row(
    "stated",
    "(and|then|next|,|now|after|that|this|finally|the)* (new|second|third|another|further)* sketch (is|gets|being)* started|opened|created|begun|made|placed|drawn",
    example="a new sketch is started",
    cost=0.05,
)
def _new_sketch(found: Found) -> Any:
    return Stated(found.text)


@row(
    "place",
    "(and|then|next|,|now|after|that|this|finally|the)* (new|second|third|another|further)* sketch (is|gets|being)* (started|opened|created|begun|made|placed|drawn)? on <face:facename>",
    example="a new sketch is started on the top face",
    cost=-0.1,
)
@row(
    "place",
    "(and|then|next|,|now|finally)* open|start|create|begin|make|add|place (a|the|new|another|second|third|2d)* sketch (on|in) (the|its|this|new|resulting)* <face:facename> (of (it|this|that|the|body|block|part|plate|base|solid|cylinder)*)?",
    example="create a new sketch on the top face",
    cost=-0.2,
)
def _sketch_on_face(found: Found) -> Any:
    return Leading(OnFace(found.face))


@row(
    "place",
    "<ref:ref> has|have|carries|carry|gets|receives|contains|bears (also)?",
    example="the long leg has … two holes",
    cost=-0.1,
)
def _having(found: Found) -> Any:
    """Return where the holes are that a leg, wall or face has: "the long leg has two 6 mm holes"."""
    behind = [
        phrase.term.sense("feature")
        for phrases in found.phrases[found.end : found.end + 8]
        for phrase in phrases
    ]
    if found.ref.noun not in _WITH_HOLES or not {"hole", "slot", "bore"} & set(behind):
        return None
    return Leading(Placing("place", "in", ref=found.ref, text=found.text.rstrip(" :")))


@row("place", "(in|on)* the? <ref:ref> :", example="long leg: … two holes", cost=-0.3)
def _heading(found: Found) -> Any:
    """Return where the holes are that a leg or a wall is the heading of: "Long leg: two 6 mm holes"."""
    begins = found.start == 0 or found.terms[found.start - 1].kind == "mark"
    return _having(found) if begins else None


@row(
    "place",
    "(in|on)* the? base|foot|upright|back :",
    example="L bracket 60 x 50 x 6. || upright: … two holes",
    cost=-0.3,
)
def _leg_as_heading(found: Found) -> Any:
    """Return in which leg of an angle the holes are that are described under "base:" or "upright:"."""
    begins = found.start > 0 and found.terms[found.start - 1].kind == "mark"
    if not begins or _ANGLES.isdisjoint(term.word for term in found.terms[: found.start]):
        return None
    upright = bool({term.word for term in found.terms[found.start : found.end]} & {"upright", "back"})
    leg = Reference("vertical_leg" if upright else "horizontal_leg", text=found.text.rstrip(" :"))
    return Leading(Placing("place", "in", ref=leg, text=found.text.rstrip(" :")))


_ANGLES: Final = frozenset({"bracket", "brackets", "angle", "brkt"})


@row(
    "place",
    "on|from <face:facename> (there)* stand|stands|stay|stays|sit|sits|rise|rises|are|is (there)*",
    example="On the top face stand",
    cost=-0.1,
)
def _standing_on_face(found: Found) -> Any:
    return Leading(OnFace(found.face))


@row(
    "stated",
    "(first|then|next|,|and|now|finally|begin|start|by|to|with)* open|opening|start|starting|create|creating|begin|beginning|make|making|add|adding (a|the|new|another|second|third|2d)* sketch",
    example="Open a sketch",
    cost=-0.1,
)
@row(
    "stated",
    "(,|and|which|that|it)* containing|contains|consisting|consists of?",
    example="containing",
    cost=0.1,
)
@row("stated", "(on|of) (the)? l|t|u|z", example="on the top face || of the L", cost=0.2)
@row(
    "stated",
    "(,|and|that|which|is|being|then)* closed|closing|completed|bounded (off)? by|with|along|through (its|the|a)* (straight)? diameter|chord|line|base (line)?",
    example="draw a semicircle || closed by its diameter",
    cost=-0.1,
)
def _of_sketches(found: Found) -> Any:
    return Stated(found.text)


@row(
    "stated",
    "(with|,|having|and|its)* <:count>? flats|sides|faces (facing|face|pointing|towards|perpendicular|to|are|in|along|both|the)* ± ? (+|-)? y (and|,|/)* (+|-)? y? (direction|axis)?",
    example="sketch a hexagon || two flats facing +Y and -Y",
    cost=-0.2,
)
def _flats_of_a_hexagon(found: Found) -> Any:
    """Return that flats of a hexagon face Y, as they do where nothing is said."""
    drawn = {"hexagon", "hexagonal"} & {term.word for term in found.terms[: found.start]}
    return Stated(found.text) if drawn else None


#: What has holes that are described behind it.
_WITH_HOLES = frozenset({"leg", "horizontal_leg", "vertical_leg", "web"})


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
@row(
    "head",
    "<drawing:half_drawing> <shape:shape>",
    example="Draw half of the profile … and mirror it",
    cost=-0.5,
)
@row(
    "head",
    "<said+:pre>* <shape:shape> (is|are|gets|being|then|now|first|next)* <drawing:sketched>",
    example="an L-shaped profile is sketched",
    cost=-0.6,
)
@row("head", "closed? profile|outline|polygon|polyline|contour", example="profile", cost=0.3)
@row("head", "<n:count> <said+:pre>* <shape:shape>", example="two squares", cost=0.4)
def _sketch(found: Found) -> Any:
    said = tuple(one for one in (found.said or ()) if type(one) is not str)
    if any(isinstance(one, tuple) for one in said):
        return None  # "z = 0 and a 20 mm square"
    behind = found.phrases[found.end] if found.end < len(found.phrases) else ()
    if found.shape in {"square", "circle"} and any(phrase.term.sense("part") for phrase in behind):
        return None  # "a square block"
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
def _of_the_centre(found: Found) -> Any:
    before = [term.word for term in found.terms[max(0, found.start - 2) : found.start]]
    return None if set(before) & _WHERE else Stated(found.text)


#: What stands before a middle that something lies in.
_WHERE: Final = frozenset({"in", "at", "on", "into", "through", "from", "to", "near", "around"})


@row("stated", "its @marker.centre (is|lies|at|being)*", example="its centre", cost=0.1)
def _of_its_centre(found: Found) -> Any:
    """Return what says nothing new; "in its middle" is a place."""
    before = found.terms[found.start - 1].word if found.start else ""
    return None if before in _WHERE else Stated(found.text)


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


_VERBS = frozenset({"revolve", "rotate", "spin", "loft", "sweep"})


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
    sketch = Head("sketch", found.shape, found.shape, said=said)
    verb = next(t.word for t in found.terms[found.start : found.end] if t.word in _VERBS)
    return (Head(verb, verb, verb), sketch) if verb in {"loft", "sweep"} else sketch


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


@row(
    "head",
    "around|about the? z axis (by|through|for|a|full|over|an|angle|of|turn)* <a:angle>",
    example="revolve it || around the Z axis through 360 degrees",
    cost=-0.3,
)
@row(
    "head",
    "(by|through|a|full|complete|an|angle|of|over)* <a:angle> (revolution|rotation|turn|all|the|way|fully|round)* around|about the? z axis?",
    example="revolve it || 360 degrees around the Z axis",
    cost=-0.3,
)
def _turned_around_z(found: Found) -> Any:
    before = {term.word for term in found.terms[: found.start]}
    if not before & {"revolve", "revolved", "revolving", "rotate", "rotated", "spin", "spun"}:
        return None  # "six holes around the Z axis by 60 degrees"
    return Head("revolve", "revolution", "revolution", said=(Size(found.a),))


@row("sized", "by|to a? height|distance|thickness of <number:plain>", example="by a height of 25")
@row("sized", "by|upwards another? <number:plain> (upwards|up|high|along)?", example="by 25")
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
