"""How a part is dictated step by step: where one looks from, what a bracket adds, sizes behind their place."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.nodes import Label, Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Placing, Size, Stated

_CUT: Final = word_set("hole bore slot pocket cut")


def _features_before(found: Found) -> set[str]:
    nouns = (one.term.sense("feature") for phrases in found.phrases[: found.start] for one in phrases)
    return {noun for noun in nouns if noun}


# --- what says nothing of the shape ---------------------------------------------------------------------------


@row(
    "stated",
    "(when|if|now|as)? (you|you're|one|we)? (are)? looking|look|seen|viewed|viewing (straight|it)? (down / from above / from the? top) (at|on|onto|upon)* (the|it|this|part|piece|face / <:part>)* ,?",
    example="Looking down at the plate,",
    cost=-0.8,
)
@row(
    "stated",
    "(,|{)* (sort|kind|a|bit|something|somewhat|much|rather|basically|which|that|of|it's|its)* like|resembling a|an|the <w:word> <w:word>? }?",
    example="a disc 100 dia || (sort of like a wheel rim)",
    cost=0.6,
)
@row(
    "stated",
    "{ (sort|kind|a|bit|something|somewhat|much|rather|basically|which|that|of|it's|its|looks)* like|resembling a|an|the <w:word> <w:word>? }",
    example="a disc 100 dia || (sort of like a wheel rim)",
    cost=-0.8,
)
@row(
    "stated",
    "(,|it's|it|is|this|plate|disc|that|which)* (a|basically|simply|just)* concentric circle|circles",
    example="A circular plate. It's a concentric circle",
    cost=-0.3,
)
@row(
    "stated",
    "(this|that|the)? (shape|part|it|piece|object|model) looks|look like a|an <w:word> <w:word>?",
    example="This shape looks like a grain silo",
    cost=-0.5,
)
@row(
    "stated",
    "{ (at|top|bottom|,)* z = <n:bare> }",
    example="on the top || (z = 50)",
    cost=-0.3,
)
@row(
    "stated",
    "(,|it's|and|it|is|all|they|are)* (one|a|single) (constant|uniform) radius (fillet|fillets|round)?",
    example="It's a constant radius fillet",
    cost=-0.3,
)
@row(
    "stated",
    "(,|it's|it|is|this|make|sure|that|and|all|of|the)* (one|a|single) (part|piece|body|solid)",
    example="It's all one part",
    cost=-0.2,
)
def _says_nothing(found: Found) -> Any:
    """Return a comparison or a point of view, which a number or a feature in it would contradict."""
    if found.w is not None and any(term.quantity is not None for term in found.terms[found.start : found.end]):
        return None
    return Stated(found.text)


@row(
    "stated",
    "{ (cutting|cut|going|drilled|running|extruded|down|which|is|measured)* in|along (the)? z (dimension|direction|axis|dim)? }",
    example="4 holes || (cutting in the Z dimension)",
    cost=-0.8,
)
@row(
    "stated",
    "(cutting|cut|going|drilled|running|down)* in|along (the)? z dimension|dim",
    example="a hole || cutting in the Z dimension",
    cost=-0.8,
)
def _down_along_z(found: Found) -> Any:
    """Return that something is cut along Z, as what is in the top is."""
    sides = word_set("front back left right side end")
    before = {term.word for term in found.terms[max(0, found.start - 12) : found.start]}
    return None if before & sides else Stated(found.text)


# --- sizes ------------------------------------------------------------------------------------------------------


@row(
    "sized",
    "<r:role> (through|of|in|at|across|for|to|into) (the|its)* (@marker.centre (of)?)? (the|its)* <w:word> is|=|: <n:plain>",
    example="The hole … diameter through the center of the hexagon is 5 mm",
    cost=-0.8,
)
def _behind_its_place(found: Found) -> Any:
    """Return the size of a feature that was named right before, with where it is told between."""
    before = [one.term.sense("feature") for one in found.phrases[found.start - 1]] if found.start else []
    if not set(before) & _CUT or found.n.form != "plain":
        return None
    size = Size(found.n, Label((), found.r))
    words = {term.word for term in found.terms[found.start : found.end]}
    if words & {"centre", "center", "middle"}:
        return size, Placing("place", "in", ref=Reference("centre", text=found.text), text=found.text)
    return size


@row(
    "sized",
    "<n:plain> (mm)? (wide|across|thick)? {? (from|measured|across|,)* flat (side|face)? to flat (side|face)? }?",
    example="10 mm wide (flat side to flat side)",
    cost=-0.8,
)
def _over_flats(found: Found) -> Any:
    """Return the width of a hexagon from one flat to the other."""
    return Size(found.n, Label((), "across_flats")) if found.n.form == "plain" else None


@row(
    "sized",
    "(and|,|with|has|have|it|its)* (has|have|with|having) <c:count> (rounded|filleted|round|curved) corners ,? (each|all|and)? (with|of|having)? (a|the)* (corner)? radius (of|=|:)? <n:plain>",
    example="A pocket 40 x 20, 5 deep. || It has 4 rounded corners of radius 5",
    cost=-1.0,
)
@row(
    "sized",
    "(and|,|with|has|have|it|its)* <c:count>? (rounded|filleted|round|curved) corners ,? (each|all|and)? (with|of|having)? (a|the)* (corner)? radius (of|=|:)? <n:plain>",
    example="A pocket 40 x 20, 5 deep || with 4 filleted corners, each with a radius of 5",
    cost=-0.6,
)
def _rounded_corners(found: Found) -> Any:
    """Return the corner radius of a pocket that was named before."""
    nouns = [one.term.sense("feature") for phrases in found.phrases[: found.start] for one in phrases]
    last = next((noun for noun in reversed(nouns) if noun), "")
    if last not in {"pocket", "slot"} or found.c not in {None, 4} or found.n.form != "plain":
        return None
    return Size(found.n, Label((), "radius"))


@row(
    "stated",
    "(,|and|it|which|pocket|opening|recess)* is|are (a)? rectangular|round|circular|square in shape|outline",
    example="A pocket 40 x 20. The pocket || is rectangular in shape",
    cost=-0.5,
)
def _in_shape(found: Found) -> Any:
    """Return that a pocket is rectangular, as one with a length and a width is."""
    words = {term.word for term in found.terms[found.start : found.end]}
    return Stated(found.text) if "rectangular" in words and "pocket" in _features_before(found) else None
