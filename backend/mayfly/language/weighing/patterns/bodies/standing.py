"""Where bodies stand against each other and in space: axes, middles, sides, stacks, what is inside what."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.chunks import Quantity
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import (
    Apart,
    InCentre,
    Relation,
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


@row(
    "place",
    f"(with|,|and|which|that|are)* both|all|each (circles|are|of|them|being|is|have|having|with|the|a|common|same|their|shapes|loops|profiles)* ({_CENTRED}|@marker.centre|centre|center|centers|centres) (is|are|at|on|around|about|in|point|the)* <at:spot>",
    example="both centred at (10, 20)",
    cost=-0.3,
)
@row(
    "place",
    "(with|,|and|which|that|are|sharing|share)* (a|the)? common|same @marker.centre|centre|center (point)? (is|at|of|on|,|in)* <at:spot>",
    example="with a common centre at (10, 20)",
    cost=-0.3,
)
def _each_stands_at(found: Found) -> Any:
    return StandsAt(found.at, each=True) if found.at else None


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


@row(
    "place",
    "(standing|placed|lying|in|a|straight|single|,|at|with|their|spaced|and)* row|line ,? (at|with|spaced)? <gap:plain> (mm)? (apart|from|,)* (@marker.centre|centre|center|middle) to (@marker.centre|centre|center|middle)",
    example="balls || in a straight row, 20 mm from centre to centre",
    cost=-0.35,
)
def _row_apart(found: Found) -> Any:
    """Return bodies in a row, which runs along X where nothing else is said."""
    parts = [phrase.term for phrases in found.phrases[: found.start] for phrase in phrases]
    features = any(term.sense("feature") in {"hole", "slot", "pocket", "boss"} for term in parts)
    if features or found.gap.form != "plain" or not any(term.sense("part") for term in parts):
        return None
    return Apart(found.gap, "x")


@row(
    "place",
    "(with|and|,|at)* <gap:plain> gaps|gap|spaces (between (them|each|the|neighbours|cubes|bodies|two|all)*)?",
    example="with 5 mm gaps",
    cost=0.1,
)
@row(
    "place",
    "(with|and|,|at)* gaps|gap|spaces of <gap:plain> (between (them|each|the|neighbours|cubes|bodies|two|all)*)?",
    example="with a gap of 10 mm",
    cost=0.1,
)
def _gaps(found: Found) -> Any:
    return Relation("beside", gap=found.gap) if found.gap.form in {"plain", "word"} else None


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
    f"({_STANDS})* <gap:plain> above|over <of:other>",
    example="floating 5 mm above it",
    cost=0.1,
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


@row(
    "stated",
    "(,|and|which|that|so)* (they|both|all|these|two|three|bodies|cylinders|parts|blocks|boxes|squares|circles|solids|pieces / it)* (share|shares|sharing|having|have|with|lie|are|is|aligned|centred|centered|on|along|around|about)* (a|the)? same|common|shared (vertical|central|centre|center|z|middle|main|rotation)* @marker.centre|centre|center|axis|@axis|centreline|midpoint (axis|line|point|@axis)?",
    example="They share the same center axis",
    cost=0.05,
)
def _share_axis(found: Found) -> Any:
    return Stated(found.text)
