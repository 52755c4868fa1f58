"""A token of a request: a number with its unit, a word, a mark."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

TokenKind = Literal["number", "word", "mark", "point", "fit", "unknown"]


@dataclass(frozen=True, slots=True)
class Token:
    """One token.

    Attributes:
        kind: What it is; "point" is a pair of coordinates in brackets.
        text: As written (after unifying dashes, quotes and the like).
        lemma: Lower case, for comparing.
        spaced: White space stands before it.
        value: Of a number, in its own unit.
        unit: Of a number ("mm", "in", "deg", ...), None if not written.
        trait: Of a number: "fraction", "comma" (decimal comma), "thousand" (1,000 could
            be either), "malformed", "plusminus", "loose_in" (the "in" may be a preposition);
            of a point: the axes to both sides of which it lies ("xy" of ``(±35, ±20)``).
        pair: Of a point: two numbers, with the unit of each in ``units``.
    """

    kind: TokenKind
    text: str
    lemma: str
    spaced: bool = True
    value: float = 0.0
    unit: str | None = None
    trait: str = ""
    pair: tuple[float, ...] = ()
    units: tuple[str | None, ...] = field(default=())
