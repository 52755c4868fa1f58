"""Single words that say something by themselves: "through", "blind", "tapped", "equally spaced"."""

from __future__ import annotations

from typing import Any

from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Mark

_MARKS = {mark.value: mark for mark in Mark} | {
    "lengths_equal": Mark.EQUAL,
    "square_shape": Mark.SQUARE,
    "round_shape": Mark.ROUND,
    "screw": Mark.SCREW,
}


@row("mark", "<marker:marker>", example="through")
def _marker(found: Found) -> Any:
    return _MARKS.get(found.marker)


@row("mark", "through|thru all|both|everything|part|body|thickness?", example="thru all")
@row("mark", "all the? way through|thru the? part|body|all?", example="all the way through")
@row(
    "mark",
    "through|thru the? complete|whole|full|entire part|body|thickness|height|length",
    example="through the whole part",
)
@row(
    "mark",
    "goes|going|go|runs|running|passing|passes|right|straight|cut|drilled|completely @through",
    example="goes through",
)
def _through(found: Found) -> Any:
    return Mark.THROUGH


@row("mark", "with|for cap|socket head? screw|screws", example="for cap screws")
def _cap(found: Found) -> Any:
    return Mark.CAP_SCREW


@row(
    "mark",
    "evenly|equally|uniformly|equal|eq|equi spaced|distributed|spread|sp|spd|spacing?",
    example="evenly spaced",
)
def _even(found: Found) -> Any:
    return Mark.EQUALLY
