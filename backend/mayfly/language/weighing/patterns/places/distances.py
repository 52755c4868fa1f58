"""Distances from edges, from faces and from the middle."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mayfly.language.nodes import Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Mark, Placing


@row("distance", "<n:plain>", example="10 mm")
def _distance(found: Found) -> Any:
    counted = found.n.form == "word" and [t.word for t in found.terms[found.end : found.end + 1]] == ["of"]
    return found.n if found.n.form in {"plain", "word"} and not counted else None  # "from one of the ends"


@row("distance", "<n:both>", example="±30")
def _both(found: Found) -> Any:
    return found.n


_AWAY = "in|inside|inwards|up|down|away|off|measured|back|along|out|outwards|inboard|set|@away"


@row("offset", f"<d:distance> {_AWAY}* from|off <ref:ref>", example="10 mm in from the edges")
@row(
    "offset",
    "<d:distance> to|of each|both|every|nearest|adjacent* <ref:edge_ref>",
    example="10 mm to each edge",
)
@row("offset", "<d:distance> inside <ref:edge_ref>", example="10 mm inside the edges")
@row(
    "offset",
    f"<d:distance> {_AWAY}* from <ref:ref> to (the / @hole)* @marker.centre|centres|centers",
    example="15 mm from the edges to the hole centre",
    cost=-0.1,
)
def _from(found: Found) -> Any:
    if found.d.form == "word" and "of" in {term.word for term in found.terms[found.start : found.start + 2]}:
        return None  # "one of the edges"
    name = "either_side" if found.d.form == "plusminus" else "from"
    return Placing("offset", name, (found.d,), found.ref, found.text)


#: Along which axis a distance from a side runs.
_ACROSS_SIDES: Final = {"left": "x", "right": "x", "front": "y", "back": "y"}


@row(
    "axisnote",
    "{ (in|along|on) (the)? x|y|z (dimension|direction|axis|dim)? }",
    example="(in the X dimension)",
)
@row("axisnote", "in|along (the)? x|y|z dimension|direction|dim", example="in the X direction")
def _axis_note(found: Found) -> Any:
    return next(term.word for term in found.terms[found.start : found.end] if term.word in {"x", "y", "z"})


@row(
    "offset",
    f"<d:distance> ,? <axis:axisnote> ,? {_AWAY}* from|off <ref:ref>",
    example="10 mm (in the X dimension) from the left edge",
    cost=-1.7,
)
@row(
    "offset",
    f"<d:distance> {_AWAY}* from|off <ref:ref> <axis:axisnote>",
    example="10 mm from the left edge in the X direction",
    cost=-1.7,
)
@row(
    "offset",
    f"in|along (the)? <axis:axisletter> (direction|dimension|axis)? (it|is|,|:|at|by)* <d:distance> {_AWAY}* from|off <ref:ref>",
    example="in X 10 mm from the left edge",
    cost=-0.5,
)
def _from_along(found: Found) -> Any:
    """Return a distance from a side with the axis that it runs along, which says nothing new."""
    words = {found.ref.noun, *found.ref.traits}
    axes = {_ACROSS_SIDES[word] for word in words if word in _ACROSS_SIDES}
    middle = found.ref.noun in _MIDDLES
    if found.d.form == "plusminus" or (axes != {found.axis} and not middle):
        return None
    ref = found.ref
    if middle:  # "6 mm in Y from the centre line"
        return Placing(
            "offset",
            {"x": "right", "y": "back"}.get(found.axis, "above"),
            (found.d,),
            Reference("centre", text=ref.text),
            found.text,
        )
    return Placing("offset", "from", (found.d,), ref, found.text)


@row("axisletter", "x|y|z", example="x")
def _axis_letter(found: Found) -> Any:
    return found.terms[found.end - 1].word


_MIDDLES: Final = word_set("centre centre_line")


#: Words that say which of several ends is meant.
_WHICH: Final = word_set("left right front back top bottom other first")


@row(
    "offset",
    f"each (is|are|lies|being|centred|set)* <d:distance> {_AWAY}* from (a|an|its|the|one|their|own)* <ref:edge_ref>",
    example="each 15 mm from an end",
    cost=-0.1,
)
def _each_from(found: Found) -> Any:
    """Return how far each of two lies from the end that is its own."""
    ref = found.ref
    if ref.plural or {ref.noun, *ref.traits} & _WHICH or ref.noun in {"corner", "rim"}:
        return None
    each = Reference(ref.noun, ref.traits | {"each"}, None, of=ref.of, text=found.text)
    return Placing("offset", "from", (found.d,), each, found.text)


@row(
    "offset",
    "at? <d+:distance> ,|and|& <d+:distance> ((,|and|&)* <d+:distance>)* (mm)? (in)? from <ref:ref>",
    example="at 25, 125 and 225 from the left end",
    cost=-0.1,
)
def _several_from(found: Found) -> Any:
    if any(distance.form == "plusminus" for distance in found.d):
        return None
    numbers = sum(term.quantity is not None for term in found.terms[found.start : found.end])
    joined = sum(term.word in {",", "and", "&", "/"} for term in found.terms[found.start : found.end])
    if joined < numbers - 1:
        return None  # "pin hole 10 mm 15 mm from top"
    of_holes = found.start > 0 and found.terms[found.start - 1].word == "of"
    if of_holes and not any(t.word in {"and", "&"} for t in found.terms[found.start : found.end]):
        return None  # "holes of 4 mm, 6 mm in from the sides"
    return Placing("offset", "list", tuple(found.d), found.ref, found.text)


@row(
    "place",
    "(with|and|the|where|,)* first (hole|slot|boss|@hole / <:count>)? (is|lies|sits|located|placed|at|centred)* <o:offset>",
    example="the first one 25 from the left end",
    cost=-0.3,
)
def _first_from(found: Found) -> Any:
    """Return where the first of a row is."""
    offset = found.o
    return replace(offset, name="first", text=found.text.lstrip(", ")) if offset.name == "from" else None


_BE: Final = "(is|are|lie|lies|located|placed|set|at|centred|being|start)*"
_HOLES: Final = "hole|holes|ones|slots|bosses|@hole"


@row(
    "place",
    f"(with|and|the|where|,)* first ({_HOLES})? and|& (the)? last (one|{_HOLES})? {_BE} <o:offset>",
    example="first and last hole 20 from the ends",
    cost=-0.3,
)
@row(
    "place",
    f"(with|and|the|where|,)* outer|outermost|extreme|end (two / <:count>)? {_HOLES} {_BE} <o:offset>",
    example="the end ones 20 from the ends",
    cost=-0.3,
)
def _outermost_from(found: Found) -> Any:
    """Return how far the first and the last of a row are from the ends next to them."""
    offset = found.o
    if offset.name != "from" or offset.noun not in {"end", "edge", "short_side"}:
        return None
    ref = replace(offset.ref, noun="end") if offset.noun == "edge" else offset.ref
    sided = ref.traits & _WHICH
    return None if sided else replace(offset, name="outermost", ref=ref, text=found.text.lstrip(", "))


_ONE: Final = "(hole|slot|boss|@hole|is|at|lies|sits|located|placed|,)*"


@row(
    "place",
    f"(,|:|with)* <c:count> (of (them|these|the|which)? @hole?)? {_ONE} <a:offset> (,|and|&|with)* (the)? (other|second|another / <:count>) (one)? {_ONE} <b:offset>",
    example="two holes, || one 20 mm from the top end and the other 70 mm from the top end",
    cost=-0.6,
)
@row(
    "place",
    f"(,|:|with)* <c:count> (of (them|these|the|which)? @hole?)? {_ONE} <a:offset> (,|and|&|with)* (the)? (other|second|another / <:count>) (one)? {_ONE} <d:distance> (down|up|in|away|further)* from|off (the|that)? same (end|edge|side)",
    example="two holes, || one 20 mm from the top end and the other 70 mm from the same end",
    cost=-0.6,
)
def _one_and_other(found: Found) -> Any:
    """Return the places of two holes that are placed one by one, from the same edge."""
    first, second = found.a, found.b
    if found.c != 1 or len(first.numbers) != 1 or first.ref is None or first.name not in _FROM_AN_EDGE:
        return None
    number = found.d if second is None else second.numbers[0]
    if second is not None and (second.name != first.name or second.ref != first.ref):
        alike = second.ref is not None and (second.ref.noun, second.ref.traits) == (
            first.ref.noun,
            first.ref.traits,
        )
        if second.name != first.name or not alike:
            return None
    return Placing("offset", "list", (first.numbers[0], number), first.ref, found.text.lstrip(", "))


_FROM_AN_EDGE: Final = frozenset({"from", "below", "above"})


@row("edge_ref", "<ref:ref>", example="the edge")
def _edge_ref(found: Found) -> Any:
    return (
        found.ref
        if found.ref.noun in {"edge", "side", "corner", "end", "rim", "short_side", "long_side"}
        else None
    )


@row("offset", "<d:distance> up? @above|above|over from? <ref:ref>", example="20 mm above the bottom")
@row("offset", "<d:distance> up from <ref:ref>", example="20 mm up from the bottom", cost=-0.05)
def _above(found: Found) -> Any:
    return Placing("offset", "above", (found.d,), found.ref, found.text)


@row(
    "offset",
    "<d:distance> down? @beneath|beneath|below|under|underneath from? <ref:ref>",
    example="10 mm below the top",
)
@row("offset", "<d:distance> down from <ref:ref>", example="10 mm down from the top", cost=-0.05)
def _below(found: Found) -> Any:
    return Placing("offset", "below", (found.d,), found.ref, found.text)


@row("offset", "<d:distance> @either_side <ref:ref>?", example="35 mm either side of the middle")
@row(
    "offset",
    "<d:distance> to (either|each side / both sides) of? <ref:ref>?",
    example="20 to each side of the middle",
)
def _either_side(found: Found) -> Any:
    return Placing("offset", "either_side", (found.d,), found.ref, found.text)


@row(
    "offset",
    "<d:distance> to? @left|@right|@front|@back of|from <ref:ref>",
    example="10 mm left of the centre",
)
@row(
    "offset",
    "(@inset|offset|shifted|moved|displaced) (by|of)? <d:distance> to? the? @left|@right|@front|@back of|from <ref:ref>",
    example="offset 20 to the right of the centre",
    cost=-0.4,
)
@row("offset", "<d:distance> to|towards @left|@right|@front|@back", example="10 mm to the left", cost=0.2)
def _beside(found: Found) -> Any:
    side = next(s for s in found.senses() if s in {"left", "right", "front", "back"})
    return Placing("offset", side, (found.d,), found.ref, found.text)


@row("offset", "<d:distance> @inset (from|of <ref:ref>)?", example="10 mm inset")
@row(
    "offset",
    "@inset (of|by|=|:|is|from|edge|edges|to|hole|at|distance)* <d:distance> (each|both|every direction|directions|way|ways)? (from <ref:ref>)?",
    example="inset of 10 mm",
    cost=-0.05,
)
@row("offset", "inset|set-back|setback of|by|=|:? <d:distance>", example="inset 8")
def _inset(found: Found) -> Any:
    return Placing("offset", "inset", (found.d,), found.ref, found.text)


@row(
    "place",
    "<a:distance> from the? sides|side and|,|& <b:distance> from the? ends|end",
    example="10 from sides and 15 from ends",
    cost=-0.6,
)
def _sides_and_ends(found: Found) -> Any:
    """Return the distances from the long sides and from the ends, which are the short ones."""
    across, along = Reference("long_side", plural=True), Reference("short_side", plural=True)
    return (
        Placing("offset", "from", (found.a,), across, found.text),
        Placing("offset", "from", (found.b,), along, found.text),
    )


@row(
    "place",
    "(and|,|it|it's|is|its|also)* @centred|centred|centered in|along|on (the)? other|remaining|second direction|dimension|way|axis|sense",
    example="hole 5 mm from the right edge || and centred in the other direction",
    cost=-0.5,
)
@row(
    "place",
    "{ (so|which|is|i.e.|that|means|,)* <n:plain> (mm)? from|to (either|each|both (the)? side|sides|edge|edges|end|ends) }",
    example="plate 40 x 20 x 5, hole || (10 mm from either side)",
    cost=-0.5,
)
def _centred_the_other_way(found: Found) -> Any:
    """Return that something lies in the middle the other way, from whose sides it has that distance."""
    sizes = {term.quantity.value for term in found.terms[: found.start] if term.quantity is not None}
    return None if found.n is not None and 2 * found.n.value not in sizes else Mark.CENTRED


@row("offset", "<d:distance> in|inwards|inboard", example="10 mm in", cost=0.3)
def _in(found: Found) -> Any:
    behind = found.terms[found.end : found.end + 1]
    ends = not behind or behind[0].kind == "mark" or behind[0].word in {"and", "with"}
    return Placing("offset", "inset", (found.d,), text=found.text) if ends else None


@row(
    "place",
    "(at|with)? distance|distances|dist (of|:|=|is)* <o:offset>",
    example="distance 15 from each edge",
    cost=-0.3,
)
@row("place", "<o:offset>", example="8 mm from each edge", cost=-0.2)
@row(
    "place",
    "(with|and|at|whose|located|set|lies|lie|placed|positioned|spaced|each|all|about|has|having)* "
    "(@marker.centre|@centred|@apart|@axis|centres|hole)* (that|which|is|are|at|lies|lie|be|of|:|=)* <o:offset>",
    example="centres 8 mm from each edge",
    cost=-0.2,
)
def _offset(found: Found) -> Any:
    return found.o
