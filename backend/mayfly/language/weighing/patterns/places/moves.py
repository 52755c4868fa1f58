"""Places in two steps: "10 mm right of and 20 mm above the corner", "halfway between the centre and the edge"."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.nodes import Reference
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Mark, Placing

_SIDES: Final = ("left", "right", "front", "back")
_UP: Final = frozenset({"up", "upward", "upwards", "above", "over", "higher"})
_CENTRE: Final = Reference("centre", text="the centre")


@row(
    "move",
    "<d:distance> (to|towards|toward)? (the)? @left|@right|@front|@back (side)?",
    example="10 mm to the right",
)
@row(
    "move",
    "<d:distance> up|upward|upwards|above|over|higher|@above|down|downward|downwards|below|under|lower|@beneath",
    example="20 mm up",
)
def _move(found: Found) -> Any:
    if found.d.form != "plain":
        return None
    side = next((sense for sense in found.senses() if sense in _SIDES), "")
    words = {term.word for term in found.terms[found.start : found.end]}
    up = bool(words & _UP) or "above" in found.senses()
    return Placing("offset", side or ("above" if up else "below"), (found.d,), None, found.text)


_FROM: Final = "(of|from|to|away|off|the / relative to)*"


@row(
    "place",
    f"<a:move> {_FROM} (,|and|&)* <b:move> {_FROM} <ref:ref>",
    example="10 mm right of and 20 mm above the lower left corner",
    cost=-0.5,
)
@row(
    "place",
    "<a:move> (of|from)? <ref:ref> (,|and|&)* <b:move> (of it / from it / of that / from there)?",
    example="10 mm to the left of the centre and 5 mm up",
    cost=-0.5,
)
@row(
    "place",
    "(starting)? from <ref:ref> (,|:|go|move|and|then|by)* <a:move> (,|and|&|then)* <b:move>",
    example="from the lower left corner, 10 mm right and 20 mm up",
    cost=-0.5,
)
@row(
    "place",
    "(offset|shifted|moved|displaced|off-centre|eccentric / off centre) (by|of / from the @marker.centre by?)? <a:move> (,|and|&)* <b:move>",
    example="shifted 10 mm to the right and 5 mm up",
    cost=-0.5,
)
def _two_moves(found: Found) -> Any:
    """Return both distances, counted from the same place; from the middle where none was named."""
    first, second = found.a, found.b
    if (first.name in _SIDES[:2]) == (second.name in _SIDES[:2]):
        return None
    ref = found.ref or _CENTRE
    return tuple(Placing("offset", one.name, one.numbers, ref, one.text) for one in (first, second))


@row(
    "place",
    "(offset|shifted|moved|displaced|off-centre / off centre) (by|of / from the @marker.centre by?)? <a:move> (from|of @marker.centre)?",
    example="shifted 10 mm to the right",
    cost=-0.3,
)
def _one_move(found: Found) -> Any:
    return Placing("offset", found.a.name, found.a.numbers, _CENTRE, found.text)


_SIDE: Final = "@left|@right|@front|@back|@top|@bottom"
_IT: Final = Reference("it", text="it")


@row(
    "place",
    "(and|then|,|another)* <d:distance> further (along|on)? (to|towards)? (the)? @left|@right|@front|@back|up|down",
    example="40 mm further right",
    cost=-0.4,
)
def _further(found: Found) -> Any:
    side = next((sense for sense in found.senses() if sense in _SIDES), "")
    name = side or ("above" if found.terms[found.end - 1].word == "up" else "below")
    return Placing("offset", name, (found.d,), _IT, found.text)


@row(
    "offset",
    f"<d:distance> (in|inside|inwards|away|each)* from the? both? {_SIDE} and|& the? {_SIDE} edges|sides|ends|edge|side|end",
    example="15 mm from the left and right edges",
    cost=-0.3,
)
def _from_opposite_edges(found: Found) -> Any:
    ref = Reference("edge", _named_sides(found), plural=True, text=found.text)
    return Placing("offset", "from", (found.d,), ref, found.text)


def _named_sides(found: Found) -> frozenset[str]:
    return frozenset(sense for sense in found.senses() if sense in {*_SIDES, "top", "bottom"})


@row(
    "place",
    f"(in|at)? (all|each|every|the|four|of)* @corner (but|except|save / except for / apart from / but not / except in) the? {_SIDE} {_SIDE} (one|@corner)?",
    example="in every corner except the top left",
    cost=-0.4,
)
def _but_one_corner(found: Found) -> Any:
    ref = Reference("corner", _named_sides(found) | {"except"}, plural=True, text=found.text)
    return Placing("place", "in", ref=ref, text=found.text)


@row(
    "place",
    "(is|and|,|it)* @centred horizontally|vertically|sideways|lengthwise|crosswise|left-right",
    example="centred horizontally",
    cost=-0.4,
)
@row("place", "horizontally|vertically @centred", example="horizontally centred", cost=-0.4)
def _centred_one_way(found: Found) -> Any:
    """Return that it lies in the middle one way, as it does where no distance is said."""
    return Mark.CENTRED


@row(
    "place",
    "(at|in|lying|placed|located|it|it's|its|is|are|also|exactly|they|right|,)* (halfway / half way / midway / mid-way / centred / (the)? middle / (the)? midpoint) between <a:ref> and <b:ref>",
    example="halfway between the centre and the right edge",
    cost=-0.4,
)
def _halfway(found: Found) -> Any:
    if found.a.plural or found.b.plural:
        return None
    return (
        Placing("between", "first", (), found.a, found.text),
        Placing("between", "second", (), found.b, found.text),
    )
