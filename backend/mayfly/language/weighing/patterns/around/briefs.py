"""What specifications say beside the sizes: where a height counts from, what is the same anyway, how parts are named."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.nodes import Label
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.pose import Pose
from mayfly.language.weighing.topics import PLATE
from mayfly.language.weighing.values import Group, Head, Mark, Size, Stated

_NOUN: Final = "(<:part> / <:bodyname> / <:component> / <:feature> / it|base|plate|disc|flange|floor|body|block|slab|that|ground|rest)"


# --- heights and what they count from -----------------------------------------------------------------------


@row(
    "sized",
    f"<n:plain> (mm)? high|tall|height|long above|over|from|on (the)? (top|upper)? (face|surface|side)? (of (the)?)? {_NOUN} (top|surface)?",
    example="20 mm tall above the base",
    cost=-0.1,
)
@row(
    "sized",
    f"extending|extends|rising|rises|protruding|protrudes|projecting|projects|standing|stands|sticking|sticks (up|out)? (by)? <n:plain> (mm)? (up|out)? above|over|from|beyond|off (the)? (top|upper)? (face|surface|side)? (of (the)?)? {_NOUN} (top|surface)?",
    example="extending 10 above the disc",
    cost=-0.1,
)
def _above(found: Found) -> Any:
    """Return a height; of a wall, web or leg that stands on another, it counts from that one's upper face."""
    if found.n.form != "plain" or _of_another_body(found):
        return None
    last = {_several(term.word) for term in found.terms[max(0, found.start - 10) : found.start]}
    of_whole = found.terms[found.end - 1].word == "floor" and not last & _ON_FLOORS
    inside = of_whole or stands_on_another(found)
    return Size(found.n, Label(("inner",) if inside else (), "height"))


def _of_another_body(found: Found) -> bool:
    """Return whether it says where one of several bodies stands: "two cylinders 25 long on top of it"."""
    words = {term.word for term in found.terms[found.start : found.end]}
    nouns = [(at, phrase.term) for at, one in enumerate(found.phrases[: found.start]) for phrase in one]
    parts = [at for at, term in nouns if term.sense("part")]
    features = [at for at, term in nouns if term.sense("feature")]
    return "on" in words and len(parts) > 1 and parts[-1] >= max(features, default=0) - 1


#: What stands on a floor and counts its height from there anyway.
_ON_FLOORS: Final = word_set(
    "boss bosses ribs pins posts standoffs studs pegs pads dividers pillars columns cylinders fins hubs"
)


def _several(word: str) -> str:
    return f"{word.removesuffix('s')}s"


_UPRIGHT: Final = word_set("web wall leg vertical_leg")


def stands_on_another(found: Found) -> bool:
    """Return whether a web, wall or leg was named last, and the flange, web or base that it stands on follows."""
    on = next((term.word for term in reversed(found.terms[: found.end]) if term.word not in _FACES), "")
    before = (phrase.term for phrases in reversed(found.phrases[: found.start]) for phrase in phrases)
    named = (term.sense("component") or term.sense("feature") for term in before)
    return _several(on) in _CARRIES and next((name for name in named if name), "") in _UPRIGHT


_FACES: Final = word_set("top surface face")
_CARRIES: Final = word_set("flanges webs bases")


@row(
    "sized",
    "<n:plain> (mm)? high|tall|height between (the)? (two)? flanges",
    example="web 4 thick, || 30 high between the flanges",
    cost=-0.1,
)
def _between_flanges(found: Found) -> Any:
    return Size(found.n, Label(("inner",), "height")) if found.n.form == "plain" else None


@row(
    "stated",
    f"(measured|counted|taken|seen|as|{{)* above|from|over (the)? (upper|top|lower|bottom|outer|inner|inside|outside) (face|surface|side|edge|end) (of (the|its)? {_NOUN})? }}?",
    example="measured from the upper face of the plate",
    cost=0.1,
)
def _measured(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    return Stated(found.text) if words & {"measured", "counted", "taken"} else None


# --- sizes with the axis that they lie along ----------------------------------------------------------------


@row(
    "sized",
    "length|long (of|is|=|:)* <n:plain> (mm)? (along|in) (the)? <axis:letter> (axis|direction)?",
    example="length 200 along X",
    cost=-0.05,
)
@row(
    "sized",
    "<n:plain> (mm)? long (along|in) (the)? <axis:letter> (axis|direction)?",
    example="200 long along X",
    cost=0.3,
)
def _long_along(found: Found) -> Any:
    return Size(found.n, Label((), "length")), Pose("along", (found.axis,), found.text)


@row(
    "head",
    "(on|the|and|a|,)* <name:bodyname> _? x =|: <a:plain> (mm)? ,|; (<:bodyname>)? _? y =|: <b:plain> (mm)? ,|; (<:bodyname>)? _? z =|: <c:plain> (mm)?",
    example="base x = 100 , base y = 40 , base z = 12",
    cost=-0.5,
)
@row(
    "head",
    "(on|the|and|a|,)* <noun:part> _? x =|: <a:plain> (mm)? ,|; (<:part>)? _? y =|: <b:plain> (mm)? ,|; (<:part>)? _? z =|: <c:plain> (mm)?",
    example="plate x = 100 , plate y = 40 , plate z = 12",
    cost=-0.5,
)
def _by_axes(found: Found) -> Any:
    sizes = tuple(
        Size(number, Label((), role))
        for number, role in zip(
            (found.a, found.b, found.c), ("along_length", "along_width", "along_height"), strict=True
        )
    )
    if found.noun is not None:
        return Head("part", found.noun.sense("part") or "", found.noun.word, said=(Group(sizes),))
    return Head("part", "body", found.name, said=(Group(sizes),))


@row(
    "sized",
    "<label:noun> (of|is|=|:)* <n:plain> (mm)? { x|y|z }",
    example="outer width = 100 (Y)",
    cost=-0.05,
)
@row("sized", "<n:plain> { x|y|z } <label:noun>", example="box with || 5 mm (Z) thickness", cost=-0.05)
def _with_axis(found: Found) -> Any:
    return Size(found.n, found.label)


@row(
    "place",
    "(and|,|is|it's|also)* (@centred|centred|centered) (in|along) (the)? x|y|z (direction|axis|dimension)?",
    example="centred in Y",
    cost=-1.7,
)
def _centred_along(found: Found) -> Any:
    return Mark.CENTRED


# --- what is so anyway --------------------------------------------------------------------------------------


@row(
    "stated",
    "(the|a|our|my|and)* grader|checker|tester|test|tests|evaluation|evaluator|judge|validator|script|reviewer (will|then|only|automatically)* (checks|compares|measures|uses|verifies|looks|evaluates|check|compare|measure) (at|the|its|for|if|both|only)* (volume|and|,|surface|area|the|mass|solid|count|centre|center)*",
    example="the grader checks volume and",
    cost=-0.2,
)
@row(
    "stated",
    "(write|implement|provide|define|create|give|me|a|an|the|python|parametric)* function (<:inline> / { / } / _)* (that|which|to|and)* (returns|return|builds|creates|produces|build|create|make|makes|generates) (a|an|the|cadquery|cq|workplane|solid|object|shape|model|.)* (holding|containing|with|of|for|representing)?",
    example="Write a function that returns a solid of",
    cost=-0.2,
)
@row(
    "stated",
    "(the|its|with|and|,)* web (is|being|lies|sits|stands)* (centred|centered|@centred|central) (under|below|beneath|underneath|on|in|to|with) (the)? (flange|flanges|middle|width)",
    example="The web is centred below the flange",
    cost=-0.3,
)
@row(
    "stated",
    "(the|with|and|its|so|that|,|both)* (<:count>)? outermost|outer|end|last|first (fins|ribs|ones|two|fin|slots / <:count>)* (are|is|lie|lies|being|sit)* flush (with|to) (the)? (base|outer|plate|two|short|long|side)* (edges|sides|ends|edge|faces)",
    example="the two outermost are flush with the base edges",
    cost=-0.2,
)
@row(
    "stated",
    "(only|just|keep|the|take|being|is|model)* (upper|top)? half (with|where|for|at|in|above|of|that|has)* z »|≥ =? <:zero>",
    example="only the half with z >= 0",
    cost=-0.3,
)
@row(
    "stated",
    "(with|its|the|and|,)* apex|tip|vertex|point|corner (is|at|on|lies|sits|in)* origin",
    example="apex at the origin",
    cost=-0.2,
)
@row(
    "stated",
    "(with|its|the|and|,|straight|two|both)* edges|sides (along|on|parallel|to)* +|positive? x (axis)? and +|positive? y (axis)?",
    example="straight edges along +X and +Y",
    cost=-0.2,
)
@row(
    "stated",
    "(build|make|create|model|the|following)* part|model|shape|object|component|thing below (and|:|,)*",
    example="build the part below and",
    cost=-0.3,
)
@row(
    "stated",
    "(with|and|,|the)* <:count> (of (the)? <:count>)? corners|vertices|points (lie|are|point|pointing|lying|facing)* (on|along|to|towards|in) x (@axis|axis|direction)?",
    example="two of the six corners lie on the X axis",
    cost=-0.2,
)
@row(
    "stated",
    "(,|and|the|its|with)* prism|column|hole|bore|pin|bar|profile|extrusion @axis|axis (is|runs|being|lies)* (parallel|along|to|in|with|the|on)* z (axis)?",
    example="prism axis parallel to Z",
    cost=-0.2,
)
def _said_anyway(found: Found) -> Any:
    return Stated(found.text)


@row(
    "mark",
    "(the|it|hole|bore|pocket|and|which|that|,)* (does|do|must|should|may|shall)* not|n't|never (break|breaks|go|goes|pass|run|come|reach|penetrate|pierce) (right|all|the|way)* through (the)? (bottom|base|floor|underside|other|far|side|end|part|block|lid|plate|face)*",
    example="the hole does not break through the bottom",
    cost=-0.6,
)
def _blind(found: Found) -> Any:
    return Mark.BLIND


# --- names ---------------------------------------------------------------------------------------------------


@row("pre", "annular|ring-shaped|tubular", example="annular … spacer with a bore", cost=0.05)
def _annular(found: Found) -> Any:
    """Read "annular" before a part of which the inside is described as well."""
    behind = {term.word for term in found.terms[found.end :]}
    return Stated(found.text) if behind & {"inner", "bore", "id", "inside", "wall", "hole"} else None


@row("head", "<said+:pre>* frame", example="a rectangular frame … with a window", cost=-0.1)
def _plate_with_window(found: Found) -> Any:
    """Read a frame as a plate, where the window that makes it one is described as well."""
    behind = [phrase.term for phrases in found.phrases[found.end :] for phrase in phrases]
    words = {term.word for term in found.terms[found.end :]}
    if not words & {"window", "opening", "cutout", "cut-out", "aperture"} or not any(
        term.sense("feature") == "pocket" for term in behind
    ):
        return None
    said: list[Any] = []
    for one in found.said or ():
        said += one if isinstance(one, tuple) else [one]
    kept = tuple(one for one in said if type(one) is not str and not isinstance(one, Stated))
    return Head("part", PLATE, "frame", said=tuple(one for one in kept if one is not Mark.SQUARE))


#: Words of a request that draws a rectangle, and makes something of it in a further step.
_DRAWN: Final = word_set(
    "sketch draw extrude extruded extrusion pull pulled plane profile revolve revolved cut pocket loft"
)


@row("head", "<said+:pre>* rectangle", example="a rectangle … 5 thick", cost=-0.1)
def _thick_rectangle(found: Found) -> Any:
    """Read a rectangle as a plate, where its thickness is described and nothing is drawn."""
    words = {term.word for term in found.terms}
    thick = any(
        phrase.term.sense("role") in {"thick", "thickness", "thk"}
        for phrases in found.phrases[found.end :]
        for phrase in phrases
    )
    if not thick or words & _DRAWN:
        return None
    said: list[Any] = []
    for one in found.said or ():
        said += one if isinstance(one, tuple) else [one]
    kept = tuple(one for one in said if type(one) is not str and not isinstance(one, Stated))
    return Head("part", PLATE, "rectangle", said=kept, indefinite=True)


@row(
    "head",
    "(then|and|,|now|finally|next|with|has|it)* remove|removing|cut|cutting|mill|milling|machine|carve|plough|route|with (out)? <said+:pre>* channel|trench|trough",
    example="then remove a channel",
    cost=-0.4,
)
def _channel(found: Found) -> Any:
    said: list[Any] = []
    for one in found.said or ():
        said += one if isinstance(one, tuple) else [one]
    kept = tuple(one for one in said if type(one) is not str and not isinstance(one, Stated))
    return Head("slot", "slot", "channel", said=kept, indefinite=True)


#: Words that give corners to what was named before.
_ITS: Final = word_set("with has have having whose its vertical internal inner inside corners")


@row(
    "sized",
    "(with|has|have|having|,|and|whose|the|its|all|four)* (vertical|rounded|internal|inner|inside|corner)* corners|corner (of|with|at|are|is|rounded|a|to|by|have)* radius|radii|rad|r (of|=|:)? <n:plain>",
    example="has vertical corners of radius 4",
    cost=0.1,
)
def _corner_radius(found: Found) -> Any:
    """Read the radius of the corners of a pocket that was just named, where a word says that it is the pocket's."""
    if not _ITS & {term.word for term in found.terms[found.start : found.end]}:
        return None  # "…, corner radius 5" may be the part's own
    before = [phrase.term for phrases in found.phrases[: found.start] for phrase in phrases]
    named = [term.sense("feature") or ("part" if term.sense("part") else "") for term in before]
    named = [one for one in named if one]
    return (
        Size(found.n, Label(("pocket",), "radius")) if not found.start or named[-1:] == ["pocket"] else None
    )


@row(
    "stated",
    "(a|an|the|simple|solid)* (stepped|two-part|composite|combined|built-up)* <:part> :",
    example="stepped block: … lower step",
    cost=0.2,
)
def _heading(found: Found) -> Any:
    """Read the name of a part before a colon, where its bodies are named behind it."""
    behind = [term.word for term in found.terms[found.end : found.end + 2]]
    return Stated(found.text) if set(behind) & {"lower", "upper", "base", "bottom", "foot"} else None


@row(
    "head",
    "<said+:pre>* lower|upper|bottom|top|first|second|middle step|level|tier|stage|layer|storey (is|:|=|of|measures)* <size:row>",
    example="lower step 80 x 50 x 15",
    cost=-0.4,
)
def _level(found: Found) -> Any:
    words = [term.word for term in found.terms[found.start : found.end]]
    order = next(
        word for word in words if word in {"lower", "upper", "bottom", "top", "first", "second", "middle"}
    )
    noun = next(word for word in words if word in {"step", "level", "tier", "stage", "layer", "storey"})
    return Head("part", "body", f"{order} {noun}", said=(found.size,), ordinal=True)


# --- as people say it ----------------------------------------------------------------------------------------


@row(
    "sized",
    "(the|and|,|all|with)* walls|wall|sides (and|+|&|,|plus)* (the)? floor|bottom|base (are|is|all|both|each|=|:|of|being)* <n:plain> (mm)? (thick)?",
    example="the walls and the bottom are all 4 mm",
    cost=-0.2,
)
def _walls_and_floor(found: Found) -> Any:
    return Size(found.n, Label(("wall",))), Size(found.n, Label(("floor",)))


@row(
    "sized",
    "<n:plain> (mm)? deep|high|tall (over all / overall|total|outside|altogether / in total) ({? (that)? (includes|including|incl) <:inline>* }?)?",
    example="20 deep over all",
    cost=-0.2,
)
def _over_all(found: Found) -> Any:
    return Size(found.n, Label((), "height")) if found.n.form == "plain" else None


@row(
    "stated",
    "(measured|all|both|on|the|from)* outside|outer (measures|dimensions|measurements|sizes|size)? (it's|its|it|is|are|:)*",
    example="outside its … 12 cm",
    cost=0.25,
)
def _outside(found: Found) -> Any:
    behind = found.terms[found.end : found.end + 1]
    return (
        Stated(found.text)
        if behind and behind[0].quantity is not None and found.end - found.start > 1
        else None
    )


@row(
    "stated", "(with|and|a|,|has|have|its|the)* flat floor|bottom|base", example="and a flat floor", cost=0.2
)
def _flat_floor(found: Found) -> Any:
    """Read the flat floor of a pocket, which it has anyway; a ball with a flat bottom is another shape."""
    before = [phrase.term for phrases in found.phrases[: found.start] for phrase in phrases]
    named = [one for one in (term.sense("feature") or term.sense("part") for term in before) if one]
    opening = found.start == 0 and found.terms[found.end - 1].word == "floor"
    return Stated(found.text) if opening or named[-1:] == ["pocket"] else None


@row(
    "stated",
    "(the|and|all|both|other|,|with|inner|outer|corners|of|its|window|opening|pocket|cutout|while|@corner|edges|@edge)* (remain|remains|stay|stays|are|is|being|left|kept|keep)* sharp|square|unrounded (@inner|@outer|internal|external|root|and|&|+)* (corners|edges|corner|edge)?",
    example="the corners of the window remain sharp",
    cost=-0.1,
)
def _sharp_corners(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]} | set(found.senses())
    return Stated(found.text) if words & {"corner", "corners", "edge", "edges"} else None
