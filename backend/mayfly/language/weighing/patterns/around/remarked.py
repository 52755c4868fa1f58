"""Remarks by the way: the count of sections, a height above another part, distances of several from one side."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.nodes import Reference
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import (
    Context,
    Coordinate,
    Mark,
    Origin,
    Placing,
    Size,
    Stated,
)


@row(
    "context",
    "(made|consisting|consists|composed|built|up|out|with|has|of|in|,)* <n:bare> sections|steps|segments|diameters (in|a|line|along|one|from|end|to|:)*",
    example="made of four sections in a line:",
    cost=0.1,
)
def _sections(found: Found) -> Any:
    """Return how many steps a turned part has, which has to be true."""
    return Context("step", found.n) if found.n.can_count else None


@row(
    "mark",
    "at? @right_angle to (its|the|long)* (length|axis|@axis|@lengthwise|bar|rod|shaft)",
    example="at right angles to its length",
    cost=-0.2,
)
@row(
    "mark",
    "(right|straight)? across (it / (the|its) axis|@axis|bar|rod|shaft|pin|diameter|tube|cylinder)",
    example="across the bar",
    cost=-0.2,
)
def _across(found: Found) -> Any:
    return Mark.CROSS


@row(
    "stated",
    "(on|at|along|to|,)* all|every|each (of|its|the|outer|vertical / <:count>)* sides|side|round|around",
    example="walls 3 mm thick || on all sides",
    cost=0.0,
)
def _walls_everywhere(found: Found) -> Any:
    """Return that walls are on all sides, as they are anyway."""
    before = {term.word for term in found.terms[max(0, found.start - 5) : found.start]}
    return Stated(found.text) if before & {"wall", "walls"} else None


@row(
    "stated",
    "(the|with|and|,)* row|pattern|array|holes (is|are)* @centred|centred (on|in|along|about) (its|the)* (length|width|height|part|plate|bar|it)",
    example="row centred on the length",
    cost=-0.2,
)
@row(
    "stated",
    "(the|with|and|,|whole|entire|complete|hole)* array|@grid|layout|arrangement (is|are|being|to|be)* @centred (on|in|about|within|at)* (its|the|top)* (face|panel|sheet|board|cover|surface|top|base|flange|model / <:part>)? (in both directions)?",
    example="the pattern is centred on the face",
    cost=-0.2,
)
def _row_centred(found: Found) -> Any:
    return Stated(found.text)


# --- what names a part of the whole --------------------------------------------------------------------------


@row(
    "stated",
    "base|main|basic|overall|outer body|geometry|shape|block|dimensions|dims :?",
    example="base body",
    cost=0.15,
)
@row("stated", "uniform|constant|consistent|even", example="uniform", cost=0.1)
@row("stated", "special|bespoke|custom", example="special", cost=0.1)
@row("stated", "al|alum|ms|ss|gi", example="MS", cost=0.1)
@row("stated", "given|assume|assuming|suppose|let (that|a|the)*", example="given", cost=0.1)
@row(
    "stated",
    "(with|the|,)* @component.flange|@component.head|@component.base (is|lies|sits)* at|on|in the? @component.bottom|bottom|underside",
    example="head at the bottom",
    cost=-0.2,
)
def _usual(found: Found) -> Any:
    return Stated(found.text)


@row(
    "mark",
    "@through|through|thru the? <:component> and|& the? <:component>",
    example="through web and hub",
    cost=-0.3,
)
def _through_two(found: Found) -> Any:
    return Mark.THROUGH


@row(
    "sized",
    "<label:noun> (of|is|=|:)* <number:plain> @above|above|over|from the? <:component>",
    example="hub height: 20 mm above the flange",
    cost=-0.1,
)
def _above_another(found: Found) -> Any:
    """Return a height above a component; those of hubs and bosses count from there anyway."""
    return (
        Size(found.number, found.label) if found.label.role == "height" and found.label.components else None
    )


# --- distances of several from one side ------------------------------------------------------------------------

_LOW: Final = {"left": "x", "front": "y", "bottom": "y", "end": "x"}


@row("places_along", "<a+:plain> (,|and|& <a+:plain>) (,|and|& <a+:plain>)*", example="25, 125 and 225")
def _places_along(found: Found) -> Any:
    forms = {one.form for one in found.a}
    return found.a if forms <= {"plain"} else None


@row(
    "place",
    "(at|positions|positioned|located|measured|distances|of|@)* <a:places_along> (mm|in)? from the? <ref:ref>",
    example="at 25, 125 and 225 from the left end",
    cost=-0.6,
)
@row(
    "place",
    "(hole|positions|position|places|distances|centres) (are|is|measured|in|mm)* from the? <ref:ref> (are|:|=|,)* <a:places_along>",
    example="positions from the left end: 10, 55 and 100",
    cost=-0.6,
)
def _along(found: Found) -> Any:
    """Return coordinates that count from a side; those from the right or the back are not read."""
    words = {found.ref.noun, *found.ref.traits}
    if words & {"right", "back", "top", "other", "each", "both"} or "free" in found.ref.text.split():
        return None
    axis = next((axis for word, axis in _LOW.items() if word in words), None)
    return None if axis is None else (Coordinate(axis, found.a), Origin("corner"))


# --- directions by a size of the part -------------------------------------------------------------------------


@row(
    "place",
    "(long|longer axis|side|@axis / length|lengthwise)? in|along|through|across|over <n:bare> mm? (dir|direction|dim|dimension|side|way|edge)",
    example="through the 60 direction",
    cost=-0.2,
)
@row(
    "place",
    "(running|runs|run|going|goes|aligned|oriented|lying|lies|with|long|longer|its|slot|axis|side|sides|length|,)* parallel|lengthwise|lengthways|aligned (to|with|along)* the? <n:plain> mm|in|inch? (long|wide)? (dir|direction|dim|dimension|side|sides|edge|edges|length|width|way|axis)?",
    example="running parallel to the 50 mm side",
    cost=-0.2,
)
@row(
    "place",
    "(running|runs|run|going|goes|aligned|oriented|lying|lies|with|its|long|longer|axis|,)* along|through|across|down the <n:plain> mm|in|inch? (long|wide|high|thick|deep|tall)? (dir|direction|dim|dimension|side|sides|edge|edges|length|width|thickness|height|way|axis)?",
    example="with its long axis along the 140 direction",
    cost=-0.2,
)
def _by_size(found: Found) -> Any:
    behind = found.terms[found.end] if found.end < len(found.terms) else None
    if found.n.form != "plain" or (behind is not None and behind.word in {"×", "x", "by", "hole", "holes"}):
        return None  # "along the 60 x 40 face", "along the 8 mm hole"
    return Placing("place", "along", (found.n,), Reference("measured", text=found.text), text=found.text)


@row(
    "stated",
    "(general|all|,)* tol|tolerance|tolerances (of|:|=|is|are)* (<:both> / <:plain>) (mm|in)? (everywhere|all|over|throughout|unless|otherwise|stated|noted)*",
    example="Tolerance ±0.1 everywhere",
    cost=-0.2,
)
@row(
    "stated",
    "{? (all|general|linear|other)* dims|dimensions|dimension|sizes|lengths (are|to|with|:|=)* <:both> (mm|in)? }?",
    example="(all dims ±0.1)",
    cost=-0.3,
)
@row(
    "stated",
    "(total|circular|axial|radial|max|,)* flatness|runout|roundness|circularity|cylindricity|straightness|perpendicularity|parallelism|concentricity|squareness|angularity|coaxiality (tolerance|tol|error|of|:|=|within|max|is|be|to)* <:plain> mm? ((to|against|wrt|re|relative|datum)* <:revletter>)?",
    example="runout 0.02 to A",
    cost=-0.3,
)
@row(
    "stated",
    "(root|toe / <:component>)? radius|radii|fillet|fillets|chamfer|chamfers|rounding :|= (none|no|nil / <z:count> / <z:number>)",
    example="root radius: none",
    cost=-0.2,
)
@row(
    "stated",
    "middle|centre|central|first <:feature> (is|lies|sits)* at <:ref>",
    example="middle hole at mid length",
    cost=0.3,
)
@row(
    "stated",
    "(the|,)? middle|centre|central <:feature> (is|lies|sits)* at @mid_length",
    example="middle hole at mid length",
    cost=-0.1,
)
@row(
    "stated",
    "(origin|datum|zero|0,0) (is|=|:|at|in|on)* (the)? @marker.centre (of (the)? (@top|@top_face|top|face|plate|part|block|it)*)?",
    example="origin = centre of the top face",
    cost=-0.3,
)
@row(
    "stated",
    "x|y|z (axis)? (is|runs|points)* along (the)? <:bare> (side|edge|direction|dimension)",
    example="x along the 120 side",
    cost=-0.4,
)
def _said_by_the_way(found: Found) -> Any:
    if found.z is not None and getattr(found.z, "value", found.z):
        return None
    return Stated(found.text)


@row(
    "stated",
    "(with|and|,|the)* middle|@marker.centre (<:lone> / hole|slot / <:feature>)? (is|lies|sits|right|exactly|dead|bang|at|in|on|being|the|itself)* middle|@marker.centre (of (the|it)? (<:part> / it)?)?",
    example="plate with 3 holes || the middle one right in the middle of the plate",
    cost=-0.4,
)
@row(
    "stated",
    "(with|and|,|the)* middle|centre|center|central one|hole|slot (is|are|being|lies|sits|located|placed)* (at|in|on) (the|its)* (mid|middle|centre|center|half|halfway) (-|of|along|the|its)* (length|width|part|bar|plate|block|strip|length)?",
    example="three holes in a row, || the middle one at mid-length",
    cost=-0.2,
)
def _middle_one(found: Found) -> Any:
    """Return that the middle one of an odd number lies in the middle, as it does anyway."""
    terms = found.terms
    words = {term.text.lower() for term in terms[found.start : found.end]}
    if not words & {"one", "hole", "slot"}:
        return None
    counts = [
        int(term.quantity.value)
        for at, term in enumerate(terms[: found.start])
        if term.quantity is not None and term.quantity.can_count and _names_several(found, at + 1)
    ]
    return Stated(found.text) if counts and counts[-1] > 1 and counts[-1] % 2 else None


def _names_several(found: Found, at: int) -> bool:
    """Return whether several features are named soon behind a number: "5 holes", "three 6 mm holes"."""
    return any(
        phrase.term.sense("feature") and phrase.term.plural
        for phrases in found.phrases[at : at + 4]
        for phrase in phrases
    )
