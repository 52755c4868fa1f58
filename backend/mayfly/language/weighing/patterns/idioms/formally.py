"""Formal English: "100 mm in length (left to right)", "a plate in the form of a disc"."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.nodes import Label
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Placing, Size

#: The size that each pair of opposite sides is apart, by what it may be called.
_ALONG: Final = {
    frozenset({"left", "right"}): ("length", frozenset({"length", "long", ""})),
    frozenset({"front", "back"}): ("width", frozenset({"width", "wide", "depth", "deep", "breadth", ""})),
    frozenset({"bottom", "top"}): ("height", frozenset({"height", "high", "tall", "thickness", "thick", ""})),
}
_SIDE: Final = "left|right|front|rear|back|bottom|top|side|to|the|from|measured"


@row(
    "sized",
    f"<n:plain> mm? (in|of)? (<role:sidesize>)? {{ ({_SIDE})* }}",
    example="100 mm in length (left to right)",
    cost=-0.8,
)
def _measured_across(found: Found) -> Any:
    """Return a size with the sides between which it is measured, which are those that it has anyway."""
    words = {term.word for term in found.terms[found.start : found.end]} & _SIDES
    sides = frozenset("back" if word == "rear" else word for word in words)
    name, roles = _ALONG.get(sides, ("", frozenset()))
    return Size(found.n, Label((), name)) if name and (found.role or "") in roles else None


_SIDES: Final = frozenset({"left", "right", "front", "rear", "back", "bottom", "top"})


@row(
    "sidesize", "length|long|width|wide|depth|deep|breadth|height|high|tall|thickness|thick", example="length"
)
def _sidesize(found: Found) -> Any:
    return found.terms[found.end - 1].word


@row(
    "pre",
    "<:part> (, / in|having|with|of|as|which|that|has)* (the|a)* form|shape of",
    example="an adapter plate in the form of … a disc 150 x 15",
    cost=-0.6,
)
def _in_the_form_of(found: Found) -> Any:
    """Return what a part is for, of which the shape is named behind it."""
    behind = found.phrases[found.end : found.end + 3]
    named = any(phrase.term.sense("part") for phrases in behind for phrase in phrases)
    return found.text if named else None


@row(
    "place",
    "on|at (a|the|one)* second|third|another|further|additional|separate|smaller|larger|inner|outer <where:place>",
    example="on a second bolt circle of 70 mm … there shall be six holes",
    cost=-0.8,
)
def _on_another_circle(found: Found) -> Any:
    """Return the circle of holes that are described behind it: "on a second circle of 70 there are six holes"."""
    behind = {term.word for term in found.terms[found.end : found.end + 2]}
    placed = isinstance(found.where, Placing) and found.where.kind == "circle" and found.where.numbers
    return found.where if placed and behind & _THERE else None


_THERE: Final = frozenset({"there", "are", "is", "lie", "sit", "shall"})
