"""How a part is dictated step by step: where one looks from, what a bracket adds, sizes behind their place."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.nodes import Label, Reference
from mayfly.language.shape_words import FORMS
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Group, Head, Mark, Placing, Size, Stated

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
    "{ (it's|its|which|is|a)* sort|kind|bit of? like (a|an|the)* <w:word> <w:word>? }",
    example="a disc 100 dia || (sort of like a wheel)",
    cost=-0.8,
)
@row(
    "stated",
    "(,|it's|it|is|this|plate|disc|that|which)* (a|basically|simply|just)* concentric circle|circles",
    example="A circular plate. || It's a concentric circle",
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
    words = {term.word for term in found.terms[found.start : found.end]}
    numbers = [at for at, term in enumerate(found.terms[: found.end]) if term.quantity is not None]
    if found.w is None:
        return Stated(found.text)
    phrases = [one for at in found.phrases[found.start : found.end] for one in at]
    shaped = any(one.term.senses.keys() & _SHAPING or one.term.word in FORMS for one in phrases)
    if any(at >= found.start for at in numbers) or (words & _LOOKS and (numbers or shaped)):
        return None
    return Stated(found.text)


_LOOKS: Final = word_set("looks look")
_SHAPING: Final = frozenset({"part", "feature"})


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
    example="The hole || diameter through the center of the hexagon is 5 mm",
    cost=-0.8,
)
def _behind_its_place(found: Found) -> Any:
    """Return the size of a feature that was named right before, with its place between the two."""
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


# --- as drawings and shop floors say it ---------------------------------------------------------------------------

_CONES: Final = word_set("cone conical taper tapered frustum tapering coned")


@row(
    "sized",
    "(from|with|is|it|goes|,)* <a:plain> (mm|dia|diameter|across)? (at|on)* one|large|larger|big|bigger|wide|wider|thick|thicker end (,|and|to|down)* <b:plain> (mm|dia|diameter|across)? (at|on)* other|opposite|small|smaller|narrow|narrower|thin|thinner end",
    example="conical spacer || Ø40 one end, Ø20 other end",
    cost=-1.0,
)
def _both_ends_of_a_cone(found: Found) -> Any:
    """Return the diameters of a cone at its two ends; it stands on the one that is named first."""
    words = {term.word for term in found.terms[: found.end + 2]}
    plain = {found.a.form, found.b.form} <= {"plain", "diameter"}
    if not words & _CONES or not plain:
        return None
    return Size(found.a, Label(("bottom",), "diameter")), Size(found.b, Label(("top",), "diameter"))


@row("ref", "<:part> @marker.centre|centre|center|middle", example="disc centre", cost=0.1)
def _middle_of_part(found: Found) -> Any:
    return Reference("centre", text=found.text)


@row(
    "place",
    "(,|and|is|it|lying|placed|set)* central|centrally|centred|mid|midway (in|on|along|of)* (the|its)* (thickness|width|height|length|rim)?",
    example="roller 80 dia, 20 long, a groove 10 wide 6 deep || , central",
    cost=-0.4,
)
def _central(found: Found) -> Any:
    """Return that a groove lies in the middle of the length of what it goes round."""
    nouns = [one.term.sense("feature") for phrases in found.phrases[: found.start] for one in phrases]
    last = next((noun for noun in reversed(nouns) if noun), "")
    return Mark.CENTRED if last == "groove" else None


@row(
    "sized",
    "(and|,|is|it)* <n:plain> (mm)? (wide|across)? at (the|its)* mouth|opening|surface|rim",
    example="a vee groove || 30 wide at the mouth",
    cost=-0.6,
)
def _wide_at_the_mouth(found: Found) -> Any:
    """Return the width of a groove where it opens."""
    if not _features_before(found) & {"groove", "slot"} or found.n.form != "plain":
        return None
    return Size(found.n, Label((), "width"))


@row(
    "place",
    "(:|,|with)* one (is|lies)? in (the)? middle|centre|center (and|,)* (the)? other|others <n:count>? (are|lie|is|each|at)* <o:offset>",
    example="3 holes on the centreline || : one in the middle, the other two 25 from the ends",
    cost=-0.8,
)
def _middle_and_outer(found: Found) -> Any:
    """Return three in a row: one in the middle, and one at each end."""
    offset = found.o
    if (
        found.n not in {None, 2}
        or offset.name != "from"
        or offset.ref is None
        or offset.noun not in {"end", "short_side", "edge"}
    ):
        return None
    ref = Reference("end", frozenset({"each"}), plural=True, text=offset.text)
    return Mark.EQUALLY, Placing("offset", "outermost", offset.numbers, ref, found.text)


@row(
    "place",
    "groove? edge|shoulder (is|at|starts|starting|begins|,)* <o:offset>",
    example="o-ring groove 3 wide, || groove edge 6 from one end face",
    cost=-0.2,
)
def _edge_of_groove(found: Found) -> Any:
    """Return how far the near side of a groove is from an end."""
    if "groove" not in _features_before(found) or found.o.name != "from":
        return None
    return Placing("offset", "starts", found.o.numbers, found.o.ref, found.text)


@row("place", "over <o:offset>", example="rod with 2 flats 16 A/F || over 25 from one end", cost=-0.2)
def _over_from_an_end(found: Found) -> Any:
    """Return how far flats reach from an end."""
    words = {term.word for term in found.terms[max(0, found.start - 8) : found.start]}
    if not words & _FLATS or found.o.name != "from" or len(found.o.numbers) != 1:
        return None
    start = Placing("place", "from", ref=found.o.ref, text=f"from {found.o.ref.text}")
    return (Size(found.o.numbers[0], Label((), "long")), start)


_FLATS: Final = word_set("flat flats")


@row(
    "head",
    "(and|,|then)* round|rounded|rounding|radius|radiused (over|off)? <e:edge_ref> (with|by|using|to|at)* (a|an)? <n:plain> (mm)? (radius|fillet|rounding|rad)?",
    example="cylinder 30 dia 15 tall, || round over the top edge with a 2 mm fillet",
    cost=-0.8,
)
def _rounded_over(found: Found) -> Any:
    """Return a fillet whose edges are named before its radius."""
    if found.n.form not in {"plain", "radius"}:
        return None
    place = Placing("place", "on", ref=found.e, text=found.e.text)
    return Head("fillet", "fillet", "fillet", said=(Size(found.n, Label((), "radius")), place))


@row(
    "head",
    "(then|and|,|now|next)* cut|cutting|remove|punch (out|away)? (a|an|one|the)* <n:plain> (mm)? (dia|diameter)? circle|disc",
    example="extrude the rectangle 12 mm. || Cut a 20 mm circle … through the middle",
    cost=-1.0,
)
@row(
    "head",
    "(then|and|,|now|next)* cut|cutting|remove|punch (out|away)? (a|an|one|the)* circle|disc (of|with|that|is|,)* (a|an)* (diameter (of)?)? <n:plain> (mm)? (in diameter / dia / diameter / across)? (through|from|out)",
    example="extrude the rectangle 12 mm. || Cut a circle of 20 mm diameter through … the middle",
    cost=-0.6,
)
def _circle_cut_out(found: Found) -> Any:
    """Return a round hole that is called by its outline."""
    made = any(
        term.word in {"extrude", "extruded", "extrusion"} or any(one.term.sense("part") for one in phrases)
        for term, phrases in zip(found.terms[: found.start], found.phrases, strict=False)
    )
    if not made or found.n.form not in {"plain", "diameter"}:
        return None
    words = [term.word for term in found.terms[found.start : found.end]]
    through = (Mark.THROUGH,) if words[-1] == "through" else ()
    return Head("hole", "hole", "hole", said=(Size(found.n, Label((), "diameter")), *through))


@row(
    "head",
    "(then|and|,|now|next)* cut|cutting|mill|remove (down|out|away|in|into)* (from (the)? top (face|side|surface)?)? (a|an|one|the)* <a:plain> (mm)? ×|x|by <b:plain> (mm)? square|rectangle",
    example="Create a cube 50 mm. || Then cut down from the top a 40 x 40 square … 45 deep",
    cost=-0.6,
)
def _rectangle_cut_out(found: Found) -> Any:
    """Return a pocket that is called by its outline."""
    made = any(one.term.sense("part") for phrases in found.phrases[: found.start] for one in phrases)
    if not made or {found.a.form, found.b.form} != {"plain"}:
        return None
    return Head("pocket", "pocket", "pocket", said=(Group((Size(found.a), Size(found.b))),))


@row(
    "sized",
    "(to|a|with|of)* total depth (of|is|=|:)* <n:plain>",
    example="a pocket || a total depth of 45 mm",
    cost=-0.4,
)
def _total_depth(found: Found) -> Any:
    return Size(found.n, Label((), "depth")) if found.n.form == "plain" else None


@row(
    "sized",
    "(,|and|with|its)* (<:count> / both|side|the)* walls and bottom|floor|base|web (are|is|being|all|both|each)* <n:plain> thick (each)?",
    example="U channel 80 long, || the two side walls and the bottom are all 3 mm thick",
    cost=-1.0,
)
def _walls_and_bottom(found: Found) -> Any:
    return Size(found.n, Label(("wall",), "thickness")) if found.n.form == "plain" else None


@row(
    "stated",
    "(,|and|it|is)* open (at|on)* (the)? top and (at|on)* (both|its|the)* (ends|sides)",
    example="U channel || , open at the top and at both ends",
    cost=-0.8,
)
def _open_channel(found: Found) -> Any:
    """Return that a channel is open where one always is."""
    parts = {one.term.sense("part") for phrases in found.phrases[: found.start] for one in phrases}
    return Stated(found.text) if "u_channel" in parts else None


@row(
    "stated",
    "(,|and|lying|placed|centred|directly|exactly|right)* above|over (the|its)* (@marker.centre|centre|center|middle of)? (the|its)* base|bottom|lower (square|one)?",
    example="frustum of a pyramid: base 40 x 40, top 20 x 20 || directly above the centre of the base",
    cost=-0.4,
)
def _above_the_base(found: Found) -> Any:
    """Return that the top of a pyramid lies where it always does."""
    parts = {one.term.sense("part") for phrases in found.phrases[: found.start] for one in phrases}
    return Stated(found.text) if parts & {"pyramid", "cone", "transition"} else None


@row(
    "stated",
    "(make|model|draw|create|design|build|give|print|need|want|like|for|me|us)* a|an <w:unknown> <v:unknown>? ,",
    example="Make me a blank die, … a 16 mm cube",
    cost=0.3,
)
def _called_first(found: Found) -> Any:
    """Return what a part is called, where a comma and its shape follow."""
    behind = found.terms[found.end].word if found.end < len(found.terms) else ""
    shaped = any(
        one.term.sense("part") for phrases in found.phrases[found.end : found.end + 6] for one in phrases
    )
    return Stated(found.text) if behind in {"a", "an"} and shaped else None


@row(
    "stated",
    "(,|and)* so (that)? (the|my|its|your)* <w:word> (then)? sit|sits|lie|lies|are|is|end|ends|go|goes (nicely|fully|all|right)* flush|level|hidden|sunk (with|below|the|it|surface|face)*",
    example="countersunk holes || so the screws sit flush",
    cost=-0.6,
)
@row(
    "stated",
    "(,|and|they|the|pieces|sections|steps|all|both)* share|sharing (one|a|the|same|common|single)* axis|@axis",
    example="They all share one axis",
    cost=-0.6,
)
@row(
    "stated",
    "{? thread|tap|tapping|drill|hole (depth|length)? (is|are)? =|equals|equal|same (as|to|the)* (thread|tap|tapping|drill|drilling|hole)? depth|length ,? (flat bottom (is)? (ok|fine|allowed))? }?",
    example="M6 12 deep || (thread = drill depth, flat bottom ok)",
    cost=-0.4,
)
def _as_deep_as_the_thread(found: Found) -> Any:
    """Return that a tapped hole is drilled as deep as it is threaded, as it is made anyway."""
    return Stated(found.text)


@row("pre", "square|flat - bottomed", example="square-bottomed … groove", cost=0.1)
def _as_usual(found: Found) -> Any:
    return Stated(found.text)


@row(
    "mark",
    "through what|what's (is)? left|remaining|remains (of)? (it|the (plate|part|block|floor))?",
    example="holes going || through what's left",
    cost=-0.5,
)
def _through_the_rest(found: Found) -> Any:
    return Mark.THROUGH


@row("ref", "the? table|desk|bench|floor|tabletop|worktop", example="20 mm above || the table", cost=-0.4)
def _what_it_stands_on(found: Found) -> Any:
    """Return the ground, where a height counts from what the part stands on."""
    before = found.terms[found.start - 1].word if found.start else ""
    words = {term.word for term in found.terms[max(0, found.start - 3) : found.start]}
    counted = before in {"above", "over"} or (before == "the" and words & {"above", "over"})
    return Reference("ground", text=found.text) if counted else None


@row(
    "head",
    "(,|and|from|below|underneath|bottom|there|the|this|its|top|above)* (hole|bore|it)? is|gets|be widened|enlarged|opened|opens|widens (out|up)? to <a:plain> (mm)? (dia|diameter|across|wide)? (over|for|to|along|with)* (a|the)* (depth|length|height|distance|first|last)? (of)? <d:plain> (deep)?",
    example="a 4 mm hole through it, || from below this hole is widened to 8 mm for a depth of 7 mm",
    cost=-1.2,
)
def _widened(found: Found) -> Any:
    """Return the wide mouth of a hole that was named before."""
    if not _features_before(found) & {"hole", "bore"} or {found.a.form, found.d.form} - {"plain", "diameter"}:
        return None
    words = {term.word for term in found.terms[found.start : found.end]}
    below = words & {"below", "underneath", "bottom"}
    side = (
        (Placing("place", "from", ref=Reference("bottom", text="below"), text="from below"),) if below else ()
    )
    sizes = (Size(found.a, Label((), "diameter")), Size(found.d, Label((), "depth")))
    return Head("counterbore", "counterbore", "counterbore", said=(*sizes, *side))
