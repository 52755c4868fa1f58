"""Turned parts told in prose: "a cylindrical portion …, followed by a conical transition over 25 mm to 40 mm"."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.nodes import Label
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Head, Mark, Piece, Size

_THEN: Final = "(followed|by|then|and|,|;|is|it|which|that|a|an|the|with|next|short|after|there|comes)*"
_PORTION: Final = "portion|section|part|piece|length|stretch|zone|transition"


@row("outside", "<d:diameter>", example="60 mm diameter")
@row("outside", "<n:plain> mm? outside|outer|od (diameter|dia|diam)?", example="60 mm outside diameter")
def _outside(found: Found) -> Any:
    """Return the outside diameter of a piece."""
    number = found.d or found.n
    return number if number.form in {"plain", "diameter"} else None


@row(
    "head",
    f"{_THEN} cylindrical|straight|parallel {_PORTION} (of|with|,)* <d:outside> (,|and|over|for|by|x|×|with)* (a|length|of)* <l:plain> mm? (long|length|in|high)*",
    example="a cylindrical portion of 60 mm outside diameter and 30 mm length",
    cost=-0.8,
)
def _cylindrical(found: Found) -> Any:
    if found.l.form != "plain":
        return None
    return Head("segment", "segment", "segment", said=(Piece(found.d, length=found.l),))


@row(
    "head",
    f"{_THEN} conical|tapered|tapering|cone|taper|tapers|narrows|widens ({_PORTION})? (over|for|of|,|a|length|in|within)* <l:plain> mm? (long|high)? (down|up|,)* to <d:outside>",
    example="a cylindrical portion of 60 mm diameter and 30 mm length, || followed by a conical transition over 25 mm to 40 mm outside diameter",
    cost=-0.8,
)
@row(
    "head",
    f"{_THEN} conical|tapered|tapering|cone|taper|tapers|narrows|widens ({_PORTION})? (down|up|,)* to <d:outside> (over|for|,|a|length|in|within|of)* <l:plain> mm? (long|high|length)?",
    example="a cylindrical portion of 60 mm diameter and 30 mm length, || then tapers to 40 mm diameter over 25 mm",
    cost=-0.8,
)
def _conical(found: Found) -> Any:
    """Return a cone that begins as wide as the piece before it ends."""
    if found.l.form != "plain" or not _follows_a_piece(found):
        return None
    return Head("segment", "cone", "segment", said=(Piece(None, far=found.d, length=found.l),))


@row(
    "head",
    f"{_THEN} continues|continuing|continued|carries|runs|goes (on)? (as|with)* (a|the)? (cylinder|cylindrical|straight|parallel)* ({_PORTION})? (for|over)* (a|the|another|further|additional|more)* <l:plain> mm? (long|more|further)?",
    example="a cylindrical portion of 60 mm diameter and 30 mm length, || which continues as a cylinder for a further 30 mm",
    cost=-0.8,
)
def _continues(found: Found) -> Any:
    """Return a cylinder as wide as the piece before it ends."""
    words = {term.word for term in found.terms[found.start : found.end]}
    if found.l.form != "plain" or not words & _STRAIGHT or not _follows_a_piece(found):
        return None
    return Head("segment", "segment", "segment", said=(Piece(None, length=found.l),))


_STRAIGHT: Final = word_set("cylinder cylindrical straight parallel")
_PIECES: Final = word_set("cylindrical straight parallel portion section segment conical")


def _follows_a_piece(found: Found) -> bool:
    """Return whether a piece of a turned part with its number stands before."""
    before = found.terms[: found.start]
    named = [at for at, term in enumerate(before) if term.word in _PIECES]
    return bool(named) and any(term.quantity is not None for term in before[named[0] :])


@row(
    "head",
    "bore|hole (is|has|of|a|the|with)* constant|uniform|constantly (diameter|of|at)* <n:plain> mm? (diameter|dia)? ((over|along|through|for)* (the|its)? whole|entire|full|complete length)?",
    example="the bore is a constant 32 mm over the whole length",
    cost=-1.0,
)
def _constant_bore(found: Found) -> Any:
    """Return a bore that is as wide from one end to the other."""
    if found.n.form not in {"plain", "diameter"}:
        return None
    return Head("bore", "bore", "bore", said=(Size(found.n, Label((), "diameter")), Mark.THROUGH))
