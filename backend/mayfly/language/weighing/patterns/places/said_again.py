"""What is said again in brackets: the counts of a grid by their sides, which of two sides by its size."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.nodes import Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Placing, Stated

# --- a grid, counted again ------------------------------------------------------------------------------------------

_COLUMNS: Final = "columns|column|holes|of|them|@column|@hole"
_ALONG: Final = "(along|in|on|across|over|parallel|to|the|of)*"


@row("ofgrid", f"<c:count> ({_COLUMNS})* {_ALONG} <way:gridway>", example="5 columns along the 120 mm side")
@row("ofgrid", "<c:count> columns", example="5 columns")
@row("ofgrid", "<r:count> rows", example="3 rows")
@row("ofgrid", f"<r:count> rows {_ALONG} <way:gridway>", example="3 rows along the 80 mm side")
def _of_grid(found: Found) -> Any:
    """Return how many columns or rows a grid has, and the side along which they are counted."""
    words = {term.word for term in found.terms[found.start : found.end]}
    return (
        ("rows" if "rows" in words else "columns" if "columns" in words else ""),
        found.c or found.r,
        found.way,
    )


@row("gridway", "<n:plain> mm? (side|length|width|direction|edge|way|dimension)", example="120 mm side")
@row("gridway", "length|width|@long_side|@short_side|x|y (direction|axis|side)?", example="length")
def _gridway(found: Found) -> Any:
    """Return along what is counted: a number, or "x" for the length and "y" for the width."""
    if found.n is not None:
        return found.n.value if found.n.form == "plain" else None
    words = {found.terms[found.start].word, *found.senses()}
    return "x" if words & {"length", "long_side", "x"} else "y"


@row(
    "stated",
    "{ <a:ofgrid> (,|and|by|x|×)* <b:ofgrid> }",
    example="5 x 3 grid … || (5 columns, 3 rows)",
    cost=-0.6,
)
@row(
    "stated",
    ", <a:ofgrid> (,|and|by|x|×)* <b:ofgrid>",
    example="5 x 3 grid … || , 5 columns and 3 rows",
    cost=-0.2,
)
def _grid_again(found: Found) -> Any:
    """Return what a grid's counts say again, where they agree with it and with the order of its sides."""
    grid = _grid_before(found)
    size = _sides_before(found)
    if grid is None or (len({found.a[0], found.b[0]}) == 1 and found.a[0]):
        return None
    one, other = (found.b, found.a) if found.a[0] == "rows" or found.b[0] == "columns" else (found.a, found.b)
    if (one[1], other[1]) != grid:
        return None
    for way, side, axis in ((one[2], 0, "x"), (other[2], 1, "y")):
        if isinstance(way, str) and way != axis:
            return None
        if isinstance(way, float) and (len(size) < 2 or size[side] != way or size[0] == size[1]):
            return None
    return Stated(found.text)


def _grid_before(found: Found) -> tuple[int, int] | None:
    """Return the counts of the grid that was named before: "5 x 3 grid"."""
    terms = found.terms[: found.start]
    for at in range(len(terms) - 4, -1, -1):
        a, by, b, word = terms[at : at + 4]
        if word.word in _GRIDS and by.word in _CROSSES and a.quantity is not None and b.quantity is not None:
            return int(a.quantity.value), int(b.quantity.value)
    return None


def _sides_before(found: Found) -> tuple[float, ...]:
    """Return the first two numbers that are multiplied at the beginning: the sides of the part."""
    terms = found.terms[: found.start]
    for at, term in enumerate(terms):
        if term.quantity is None:
            continue
        behind = next((k for k in range(at + 1, min(at + 4, len(terms))) if terms[k].word in _CROSSES), None)
        second = terms[behind + 1].quantity if behind is not None and behind + 1 < len(terms) else None
        return () if second is None else (term.quantity.value, second.value)
    return ()


_GRIDS: Final = word_set("grid array pattern matrix")
_CROSSES: Final = frozenset({"x", "×", "by"})


# --- one of two sides, by its size -----------------------------------------------------------------------------------


@row(
    "place",
    "in|on|through|into|at (<k:count> of (the)? / the|a)? small|smaller|narrow|narrower|short|shorter|long|longer|big|bigger|large|larger|wide|wider sides|side|walls|wall "
    "{ (the)? (one|ones|that|those)? (of|with|measuring|which|is|are)* <n:plain> (mm)? (wide|long)? }",
    example="box 15 cm x 10 cm x 6 cm || in one of the small sides (the one of 10 cm)",
    cost=-0.6,
)
def _side_of_size(found: Found) -> Any:
    """Return one of the two long or short sides of a box, which its size in brackets says again."""
    sides = _sides_before(found)
    words = {term.word for term in found.terms[found.start : found.end]}
    short = bool(words & _SHORT)
    if found.k not in {None, 1} or len(sides) < 2 or sides[0] == sides[1]:
        return None
    if found.n.value != (min(sides) if short else max(sides)):
        return None
    side = "short_side" if short else "long_side"
    return Placing("place", "in", ref=Reference(side, text=found.text), text=found.text)


_SHORT: Final = word_set("small smaller narrow narrower short shorter")
