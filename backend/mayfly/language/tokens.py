"""A token of a request: a number with its unit, a word, a mark."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

TokenKind = Literal["number", "word", "mark", "point", "fit", "designation", "unknown"]


class Designation(NamedTuple):
    """A standard size that a text names: "HEA 100", "1/4-20", "DIN 912".

    Attributes:
        start: Where it begins in the text.
        end: Where it ends.
        table: The table that it belongs to ("beam", "thread", "drill"); "norm" where it is a standard.
        size: As the table writes it.
        value_mm: The diameter that it names; 0 where it names none.
    """

    start: int
    end: int
    table: str
    size: str
    value_mm: float


Find = Callable[[str], Sequence[Designation]]
"""Finds the designations of a text, in their order, without overlaps."""


def find_none(_: str) -> tuple[Designation, ...]:
    """Return no designations, for a text that can't have any."""
    return ()


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
            of a point: the axes to both sides of which it lies ("xy" of ``(±35, ±20)``);
            of a designation: its table. Its size is the lemma, its diameter the value.
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
