"""Spacings of several features, their rows and grids."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.chunks import Quantity
from mayfly.language.labels import spread_unit
from mayfly.language.nodes import Measure, Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.matching import ARTICLES
from mayfly.language.weighing.values import Placing

#: Rows and columns beyond which "grid 80 x 40" is a size.
_MOST_COLUMNS: Final = 12
#: Words before a rectangle that is an outline.
_DRAWING: Final = word_set("draw drawing draws sketch sketching sketched extrude extruding cut pocket")


@row("gaps", "<a:plain>", example="20 mm")
@row("gaps", "<a:plain> ×|x|by <b:plain>", example="80 x 40")
def _gaps(found: Found) -> Any:
    pair = tuple(q for q in (found.a, found.b) if q is not None)
    if any(q.form not in {"plain", "word"} for q in pair):
        return None
    return _one_unit(pair)


def _one_unit(pair: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    return tuple(m.quantity for m in spread_unit([Measure(q) for q in pair]))


_BETWEEN = "(@apart|@spacing|@pitch / <:between>)"
_BOTH_WAYS = "(in|along)? both|each ways|way|directions|direction"


@row(
    "between",
    "between (@hole|the|of|them|each|adjacent|their|neighbouring|two)* @apart|@marker.centre|@hole|@centre_line|them|each|centers|pins|bores|eyes|axes",
    example="between centres",
)
@row("between", "@apart of @hole", example="centre distance of holes")
@row("between", "from centre|center to centre|center", example="from centre to centre")
def _between(found: Found) -> Any:
    return found.text


@row("spacing", "<q:gaps> long <:between>", example="80 mm long between centres")
@row("spacing", "<q:gaps> long centre to centre", example="slot || 20 mm long centre to centre")
@row(
    "spacing",
    "length|l|centres|distance|len =|:|of? <q:gaps> <:between>",
    example="L = 150 between pins",
    cost=-0.1,
)
@row("spacing", f"<q:gaps> {_BETWEEN} (@apart)? <way:direction>?", example="20 mm apart along the length")
@row(
    "spacing",
    "(@apart|@spacing|@pitch|@spaced) (of|=|:|is|at|are|by|with)* <q:gaps> (@apart)? <way:direction>?",
    example="spaced at 35 mm along the length",
)
@row(
    "spacing",
    f"(@apart|@spacing|@pitch) (of|=|:|is|at)* <q:gaps> (@apart)? {_BOTH_WAYS}",
    example="pitch 25 both ways",
    cost=-0.2,
)
@row("spacing", f"<q:gaps> {_BETWEEN} {_BOTH_WAYS}", example="25 mm pitch in both directions", cost=-0.2)
@row("spacing", "@equally at|by <q:gaps> (@apart)? <way:direction>?", example="evenly spaced at 20 mm")
@row(
    "spacing",
    "@hole|@slot|@pocket|@boss @apart <q:gaps> @apart <way:direction>?",
    example="slot centres 45 mm apart",
    cost=-0.1,
)
def _spacing(found: Found) -> Any:
    return Placing("spacing", "", found.q, found.way, found.text)


@row("spacing", "every <q:gaps> mm? <way:direction>?", example="every 50 mm along the length")
def _every(found: Found) -> Any:
    if any(q.form != "plain" for q in found.q):
        return None
    return Placing("spacing", "", found.q, found.way, found.text)


@row(
    "spacing",
    f"<q:gaps> {_BETWEEN} (@apart)? along|in|over|across <n:plain> (direction|dimension|side|way|length|width)?",
    example="plate 200 x 120, holes || 45 pitch along the 200",
    cost=-0.4,
)
def _spacing_along(found: Found) -> Any:
    """Return a spacing along the side of the part that has a length."""
    before = {term.quantity.value for term in found.terms[: found.start] if term.quantity is not None}
    if found.n.value not in before or len(found.q) != 1:
        return None
    return Placing(
        "spacing", "", found.q, Reference("measured", of=Reference(f"{found.n.value:g}")), found.text
    )


@row("place", "<s:spacing>", example="20 mm apart", cost=-0.2)
@row(
    "place",
    "(with|at|on|and|a|each|their|by|which|are|lying|set)* <s:spacing>",
    example="with 20 mm spacing",
    cost=-0.2,
)
def _spaced(found: Found) -> Any:
    return found.s


@row(
    "place",
    "(with|at|on)* <s:spacing> (and|,|×|x|by) <q:gaps> (@apart|@spacing|@pitch)? <way:direction>",
    example="spaced 35 mm along x and 40 along y",
    cost=-0.4,
)
@row(
    "place",
    "(with|at|on)* <s:spacing> (and|,|×|x|by)* <q:gaps> (@apart|@spacing|@pitch)? across|crosswise ((the|its)* width)?",
    example="pitch 75 lengthwise, 70 across",
    cost=-0.6,
)
def _two_spacings(found: Found) -> Any:
    if found.s.ref is None:
        return None
    across = found.way or Reference("cross", text=found.text)
    return found.s, Placing("spacing", "", found.q, across, found.text)


@row(
    "place",
    "on|at|with|by <q:gaps> @apart|centers|ctrs|@spacing|pitch? @hole? @apart|centers|ctrs|@spacing|@pitch|grid|@rectangle",
    example="on 125 x 50 centres",
    cost=-0.2,
)
@row(
    "place",
    "on|in|with? <q:gaps> @rectangle|@grid|@square_pattern",
    example="on an 80.5 x 40 pattern",
    cost=-0.1,
)
@row(
    "place", "on|in|with|at? @grid|@rectangle (of|with|:|=)? <q:gaps>", example="rectangle 80 x 40", cost=-0.1
)
def _pattern(found: Found) -> Any:
    if _is_drawn(found):
        return None
    few = len(found.q) == 2 and all(q.can_count and q.value <= _MOST_COLUMNS for q in found.q)
    if few and "grid" in set(found.senses()):
        return Placing("grid", "grid", found.q, text=found.text)
    if len(found.q) == 2 and all(q.can_count for q in found.q):
        return Placing("grid", "size", found.q, text=found.text)
    return Placing("spacing", "", found.q, text=found.text) if len(found.q) == 2 else None


@row(
    "place",
    f"on|in|at|with <a:plain> square|sq (pattern|grid / {_BETWEEN})?",
    example="on a 31 mm square spacing",
    cost=0.1,
)
@row("place", f"on|in|at|with <a:plain> {_BETWEEN} square|sq", example="at 90 crs sq", cost=-0.3)
@row(
    "place",
    f"(at|with|on|,)* <a:plain> {_BETWEEN} in|on|as|forming a? square|@square_pattern (pattern|grid)?",
    example="at 31 mm spacing in a square",
    cost=-0.5,
)
@row(
    "place",
    f"on|in|at|with <q:gaps> square|sq (pattern|grid / {_BETWEEN})?",
    example="on a 70 x 70 square",
    cost=-0.2,
)
def _square(found: Found) -> Any:
    if found.a is not None and found.a.form == "word":
        return None
    behind = found.phrases[found.end] if found.end < len(found.terms) else ()
    if any(phrase.term.sense("feature") or phrase.term.sense("part") for phrase in behind):
        return None  # "with 40 sq cutout"
    pair = found.q if found.q is not None and len(found.q) == 2 else (found.a or found.q[0],) * 2
    return Placing("spacing", "", pair, text=found.text)


_EACH_ROW: Final = "(nos|no|off|holes|@hole|.|each|per|in|row|a|every)*"


@row(
    "place",
    f"(:|,|with|i.e|as|and)* <c:count> {_EACH_ROW} (at|@)? <a:plain> @apart|@pitch|@spacing ((along|in|on) (length|width|row))? "
    f"(,|and|in|x|×)* <r:count> rows (at|,)? <b:plain> @apart|@pitch|@spacing",
    example=": 3 nos. at 60 c/c along the length in 2 rows 50 apart",
    cost=-1.4,
)
@row(
    "place",
    f"(:|,|in|with|as|and)* <r:count> rows (at|,)? <b:plain> @apart|@pitch|@spacing (,|and|with)* <c:count> {_EACH_ROW} "
    "(at|@)? <a:plain> @apart|@pitch|@spacing",
    example="in 2 rows 50 apart, 3 per row at 60 c/c",
    cost=-1.4,
)
def _rows_of(found: Found) -> Any:
    """Return a grid of which both spacings are said, the one along each row and the one between the rows."""
    if found.c < 2 or found.r < 2:
        return None
    numbers = tuple(map(Quantity.of_count, (found.c, found.r)))
    spacing = _one_unit((found.a, found.b))
    return Placing("grid", "grid", numbers, text=found.text), Placing("spacing", "", spacing, text=found.text)


# --- grids ----------------------------------------------------------------------------------------------------


def _is_drawn(found: Found) -> bool:
    """Return whether a rectangle is drawn, and not one at whose corners something lies."""
    before = found.start
    while before and found.terms[before - 1].word in ARTICLES:
        before -= 1
    return before > 0 and found.terms[before - 1].word in _DRAWING


@row(
    "place",
    "(in|on|as|into|arranged|laid|out|placed)* <c:count> ×|x|by <r:count> @grid|@rectangle|@square_pattern|array",
    example="in a 3 x 4 grid",
    cost=-0.3,
)
@row(
    "place",
    "(in|on|as|into|arranged)* @grid|@rectangle of|:|= <c:count> ×|x|by <r:count>",
    example="grid of 3 x 2",
    cost=-0.3,
)
def _grid(found: Found) -> Any:
    text = found.text
    if _is_drawn(found):
        return None
    return Placing("grid", "grid", (Quantity.of_count(found.c), Quantity.of_count(found.r)), text=text)


@row(
    "place", "(in|on|as|into|arranged)* <r:count> @row|rows of <c:count>", example="in 2 rows of 3", cost=-0.3
)
def _rows(found: Found) -> Any:
    return Placing("grid", "grid", (Quantity.of_count(found.c), Quantity.of_count(found.r)), text=found.text)


@row(
    "place",
    "(in|on|as|into|arranged)* <c:count> @column|columns of <r:count>",
    example="in 2 columns of 3",
    cost=-0.3,
)
def _columns(found: Found) -> Any:
    return Placing("grid", "grid", (Quantity.of_count(found.c), Quantity.of_count(found.r)), text=found.text)
