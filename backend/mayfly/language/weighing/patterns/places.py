"""Places: on faces, in corners, distances from edges, circles, rows, grids, coordinates."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mayfly.language.chunks import Quantity
from mayfly.language.labels import spread_unit
from mayfly.language.nodes import Measure, Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import (
    Coordinate,
    Leading,
    Mark,
    OnCircle,
    Origin,
    Placing,
    Points,
    Share,
)

_PREPOSITIONS = "in|at|on|from|through|into|across|along|near|onto|around|over|between|under|off|round"
#: Places that can be named without a preposition ("corners 8 inset", "vertical edges").
#: Rows and columns beyond which "grid 80 x 40" is a size.
_MOST_COLUMNS: Final = 12
_PIECES: Final = word_set("pcs pc pieces pce ea")
_STAND_ALONE: Final = word_set(
    "corner edge centre centre_line top_face underside long_side short_side rim side end face "
    "side_face top bottom left right front back direction"
)


# --- places -----------------------------------------------------------------------------------------------


@row("place", f"{_PREPOSITIONS} to|of? <ref:ref>", example="on the top face")
@row("place", "@marker.through <ref:ref>", example="through the front wall")
@row("place", "parallel to|with? <ref:ref>", example="parallel to the short side")
def _place(found: Found) -> Any:
    preposition = found.terms[found.start].word
    if preposition == "thru":
        preposition = "through"
    if found.ref.noun == "hole" and preposition == "through":
        return None
    if preposition == "round" and found.ref.noun == "end":
        return None  # "with round ends" says what they are like
    return Placing("place", preposition, ref=found.ref, text=found.text)


@row("place", "<ref:ref>", example="centre", cost=0.4)
def _bare_place(found: Found) -> Any:
    return Placing("place", "", ref=found.ref, text=found.text) if found.ref.noun in _STAND_ALONE else None


@row("place", "at|on|in? <ref:halfway>", example="at mid height")
def _halfway(found: Found) -> Any:
    return Placing("place", "at", ref=found.ref, text=found.text)


@row(
    "place",
    "(in|at|on)? the? (@marker.centre of)? (its|the)? @left|@right|@front|@back (- hand)? half (of (it / the <:part>))?",
    example="in the middle of its right half",
    cost=-0.2,
)
def _half(found: Found) -> Any:
    side = next(sense for sense in found.senses() if sense in {"left", "right", "front", "back"})
    return Placing("place", "in", ref=Reference("half", frozenset({side}), text=found.text), text=found.text)


@row(
    "place", "<n:count> in|at|on|near|through|per|into each|every|all <ref:ref>", example="one in each corner"
)
@row("place", "<n:count> per <ref:ref>", example="two per leg")
def _one_each(found: Found) -> Any:
    ref = found.ref
    if found.n > 4:
        return None
    each = Reference(ref.noun, ref.traits | {"each"}, ref.count, ref.plural, ref.of, found.text)
    return Placing("place", "in", ref=each, text=found.text)


@row(
    "place",
    "<n:count> (of them / of these / holes)? in|at|on|near <ref:ref>",
    example="one in the centre",
    cost=0.05,
)
def _share(found: Found) -> Any:
    preposition = next(
        t.word for t in found.terms[found.start : found.end] if t.word in {"in", "at", "on", "near"}
    )
    each = found.ref.noun == "corner" and found.ref.traits & {"each", "every"}
    return Share(found.n * (4 if each else 1), Placing("place", preposition, ref=found.ref, text=found.text))


@row(
    "place",
    "(and|,|the)* <n:count> (of them / of these / more / is|are|lies|lie|sits|sit|placed|evenly|equally|spaced|distributed|arranged)* <where:place>",
    example="one 12 from the top edge",
    cost=0.1,
)
@row(
    "place",
    "(and|,|the)* other (one|hole|slot / of them|these)? (is|lies|sits|placed)* <where:place>",
    example="and the other one 12 from the bottom edge",
    cost=0.1,
)
def _share_at_distance(found: Found) -> Any:
    """Return how many of those that were counted lie at a distance or on a circle: "six on a 90 mm circle"."""
    where = found.where
    measured = isinstance(where, Placing) and where.kind in {"offset", "circle"}
    if not (measured or isinstance(where, OnCircle | Coordinate | Points)):
        return None
    return Share(found.n or 1, where)


@row(
    "place",
    "(and|,|a)* (another|second|other one|hole|slot|pocket|boss? / one more / the other one|hole|slot?) <where:place>",
    example="and another along Y",
    cost=-0.2,
)
def _another(found: Found) -> Any:
    return (
        Share(1, found.where, more=True) if isinstance(found.where, Placing | Points | Coordinate) else None
    )


@row("place", "(in|on)? <ref:sided> :", example="front wall:")
def _leading(found: Found) -> Any:
    return Leading(Placing("place", "in", ref=found.ref, text=found.text.rstrip(" :")))


@row("sided", "<ref:ref>", example="front wall")
def _sided(found: Found) -> Any:
    words = {found.ref.noun, *found.ref.traits} if found.ref is not None else set()
    if found.ref is None or not words & {"left", "right", "front", "back", "top", "bottom"}:
        return None
    return (
        found.ref
        if found.ref.noun in {"wall", "face", "side", "end", "side_face", "lid", "top_face"}
        else None
    )


_TRAVERSES: Final = {
    frozenset({"top", "bottom"}): "z",
    frozenset({"top_face", "underside"}): "z",
    frozenset({"front", "back"}): "y",
    frozenset({"left", "right"}): "x",
}


@row(
    "place", "from|through|right|going|running* <a:placeword> to <b:placeword>", example="from front to back"
)
def _traverse(found: Found) -> Any:
    axis = _TRAVERSES.get(frozenset({found.a, found.b}))
    if axis is None:
        return None
    return Mark.THROUGH, Placing("place", "along", ref=Reference(axis), text=found.text)


@row(
    "place",
    "open|opened at|on|to|towards <ref+:ref> (,|and|& at|on|the* <ref+:ref>)*",
    example="open at the bottom",
)
@row("place", "@open_top and|& <ref+:ref>", example="open top and bottom", cost=-0.2)
def _open_at(found: Found) -> Any:
    if any(ref.noun == "end" and not ref.traits for ref in found.ref):
        return None  # which end is open
    refs = [ref for ref in found.ref if not {ref.noun, *ref.traits} <= {"top", "top_face", "end"}]
    top = (
        len(refs) < len(found.ref)
        or found.terms[found.start].word != "open"
        or "top" in found.text.split()[:2]
    )
    opened = [Placing("open_at", "", ref=ref, text=found.text) for ref in refs]
    if not opened:
        return Mark.OPEN_TOP
    top_ref = Placing("open_at", "", ref=Reference("top"), text=found.text)
    return tuple([top_ref, *opened] if top else opened)


@row(
    "place",
    "along|through|across the? <n:bare> mm? direction|length|dimension|way|axis|thickness|long?",
    example="along the 60 direction",
    cost=0.4,
)
def _measured_way(found: Found) -> Any:
    if found.n.form != "plain":
        return None
    return Placing("place", "along", (found.n,), Reference("measured", text=found.text), found.text)


# --- distances ----------------------------------------------------------------------------------------------


@row("distance", "<n:plain>", example="10 mm")
def _distance(found: Found) -> Any:
    return found.n if found.n.form in {"plain", "word"} else None


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
    name = "either_side" if found.d.form == "plusminus" else "from"
    return Placing("offset", name, (found.d,), found.ref, found.text)


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


@row("edge_ref", "<ref:ref>", example="the edge")
def _edge_ref(found: Found) -> Any:
    return found.ref if found.ref.noun in {"edge", "side", "corner", "end", "rim"} else None


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


@row("offset", "<d:distance> in|inwards|inboard", example="10 mm in", cost=0.3)
def _in(found: Found) -> Any:
    behind = found.terms[found.end : found.end + 1]
    ends = not behind or behind[0].kind == "mark" or behind[0].word in {"and", "with"}
    return Placing("offset", "inset", (found.d,), text=found.text) if ends else None


@row("place", "<o:offset>", example="8 mm from each edge", cost=-0.2)
@row(
    "place",
    "(with|and|at|whose|located|set|lies|lie|placed|positioned|spaced|each|all|about)* "
    "(@marker.centre|@centred|@apart|@axis|centres|hole)* (is|are|at|lies|lie|be|of|:|=)* <o:offset>",
    example="centres 8 mm from each edge",
    cost=-0.2,
)
def _offset(found: Found) -> Any:
    return found.o


# --- spacings ------------------------------------------------------------------------------------------------


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
def _between(found: Found) -> Any:
    return found.text


@row("spacing", "<q:gaps> long <:between>", example="80 mm long between centres")
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
def _two_spacings(found: Found) -> Any:
    if found.s.ref is None:
        return None
    return found.s, Placing("spacing", "", found.q, found.way, found.text)


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
@row(
    "place",
    f"on|in|at|with <q:gaps> square|sq (pattern|grid / {_BETWEEN})?",
    example="on a 70 x 70 square",
    cost=-0.2,
)
def _square(found: Found) -> Any:
    if found.a is not None and found.a.form == "word":
        return None
    pair = found.q if found.q is not None and len(found.q) == 2 else (found.a or found.q[0],) * 2
    return Placing("spacing", "", pair, text=found.text)


# --- grids ----------------------------------------------------------------------------------------------------


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
    return Placing("grid", "grid", (_number(found.c), _number(found.r)), text=text)


@row(
    "place", "(in|on|as|into|arranged)* <r:count> @row|rows of <c:count>", example="in 2 rows of 3", cost=-0.3
)
def _rows(found: Found) -> Any:
    return Placing("grid", "grid", (_number(found.c), _number(found.r)), text=found.text)


@row(
    "place",
    "(in|on|as|into|arranged)* <c:count> @column|columns of <r:count>",
    example="in 2 columns of 3",
    cost=-0.3,
)
def _columns(found: Found) -> Any:
    return Placing("grid", "grid", (_number(found.c), _number(found.r)), text=found.text)


def _number(count: int) -> Quantity:
    return Quantity(float(count), str(count))


# --- circles ------------------------------------------------------------------------------------------------------

_ON = "(construction|imaginary|common|same|a|the|on|at|in|around|over|along|about|with|arranged|placed|located|equally|evenly|spaced)*"


@row(
    "place",
    f"{_ON} <number:plain> <m:measure>? @bolt_circle|@circle (diameter|dia)?",
    example="on a 90 mm bolt circle",
    cost=-0.3,
)
@row(
    "place",
    f"{_ON} @bolt_circle (of|is|=|:|with|at)* <m:measure>? (of|is|=|:)? <number:plain> <m:measure>?",
    example="PCD 90",
    cost=-0.3,
)
@row(
    "place",
    f"on|in|around|over|along|at|about {_ON} @circle (of|with|at)* <m:measure>? (of|=)? <number:plain> <m:measure>?",
    example="on a circle of 60 mm diameter",
    cost=-0.3,
)
def _circle(found: Found) -> Any:
    number = found.number
    if number.form == "word":
        return None
    radius = found.m == "radius" or number.form == "radius"
    return Placing("circle", "radius" if radius else "diameter", (number,), text=found.text)


@row("place", "on|around|at (a|an)* @bolt_circle|@circle", example="on a circle", cost=0.4)
def _open_circle(found: Found) -> Any:
    return Placing("circle", "diameter", (), text=found.text)


@row("measure", "<role:role>", example="diameter")
def _measure(found: Found) -> Any:
    return {"diameter": "diameter", "in_diameter": "diameter", "radius": "radius"}.get(found.role)


@row("place", "on|around <number:diametral>", example="on Ø90", cost=0.3)
@row("place", "on|at|around <number:radial>", example="on R30", cost=0.2)
@row("place", "on|at (a|an)* radius|rad (of|=|:)? <number:plain>", example="at radius 40", cost=-0.3)
@row("place", "on|at <number:plain> radius", example="at 40 mm radius", cost=-0.3)
def _marked_circle(found: Found) -> Any:
    number = found.number
    radius = number.form == "radius" or any(
        t.word in {"radius", "rad"} for t in found.terms[found.start : found.end]
    )
    return Placing("circle", "radius" if radius else "diameter", (number,), text=found.text)


# --- angles of a circle -----------------------------------------------------------------------------------------------


@row(
    "turn",
    "<a:angle> (clockwise|cw|anticlockwise|counterclockwise|ccw)? (from|to|off (x|horizontal|axis|+|zero|three|o'clock|right)*)?",
    example="30 degrees clockwise from the X axis",
)
def _turn(found: Found) -> Any:
    if any(t.word in {"clockwise", "cw"} for t in found.terms[found.start : found.end]):
        return Quantity(-found.a.value, f"{found.a.text} clockwise", "angle", "deg")
    return found.a


@row("place", "(spaced|every|each|at|by)* <a:turn> @apart|@spacing|spaced", example="120° apart", cost=-0.2)
@row("place", "every|each <a:turn>", example="every 30 degrees", cost=-0.2)
@row("place", "@spaced (at|by|every)* <a:turn>", example="spaced at 60°", cost=-0.2)
@row("place", "@equally at|by|every <a:turn>", example="equally spaced at 120°", cost=-0.3)
def _step(found: Found) -> Any:
    return Placing("step", "angle", (found.a,), text=found.text)


@row(
    "place",
    "(with|and|the|where|so|that|its)* first (hole|slot / <:count>)? (at|by|of|is|are|be|=|:|on|located|placed|lies|sits|angle|an)* <a:turn>",
    example="first hole at 45°",
    cost=-0.2,
)
@row("place", "at <a:turn>", example="at 45°", cost=0.1)
@row(
    "place",
    "(starting|beginning|start|begin|starts|begins|started) (at|from|with|angle|of|:|=)* <a:turn>",
    example="starting at 30 degrees",
    cost=-0.2,
)
@row(
    "place",
    "(rotated|turned|shifted|clocked|indexed|offset|twisted|rotate|rotation|@inset) (by|at|of|=|:)* <a:turn>",
    example="rotated by 30°",
    cost=-0.1,
)
def _first(found: Found) -> Any:
    return Placing("start", "angle", (found.a,), text=found.text)


@row(
    "place",
    "(with|and|the|where)* first (hole|slot / <:count>)? (is|lies|sits|located|placed|at)* on|at (+)? (x|y|horizontal|vertical|@right|@top) axis|@axis?",
    example="first one on the Y axis",
    cost=-0.2,
)
def _first_on_axis(found: Found) -> Any:
    words = {t.word for t in found.terms[found.start : found.end]}
    degrees = 90.0 if words & {"y", "vertical", "top"} else 0.0
    return Placing("start", "angle", (Quantity(degrees, f"{degrees:.0f}°", "angle", "deg"),), text=found.text)


@row(
    "place",
    "(with|and|to|the|@hole)* (straddling|straddle|straddles|straddled) (x|y|horizontal|vertical|axis|axes|both|main|@centre_line|lines|and|@axis)*",
    example="holes straddling the X axis",
    cost=-0.2,
)
def _straddling(found: Found) -> Any:
    words = {t.word for t in found.terms[found.start : found.end]}
    across, up = bool(words & {"x", "horizontal"}), bool(words & {"y", "vertical"})
    name = "straddle_x" if across and not up else "straddle_y" if up and not across else "straddle"
    return Placing("start", name, text=found.text)


# --- numbers of places ----------------------------------------------------------------------------------------------------


@row("place", "{ <n:count> ×|x|off|pcs|places|plcs|plc|pl|nos|no|ea }", example="(4x)", cost=-0.2)
@row("place", "(in|at)? <n:count> places|plcs|plc|pl|locations|positions", example="4 places", cost=-0.2)
@row(
    "place",
    "(bolt|screw|hole|slot|fastener|mounting|pin)* count|quantity|qty (=|:|is)* <n:count>",
    example="bolt count = 6",
    cost=-0.1,
)
@row(
    "place",
    "number|no|num of? bolts|screws|fasteners (=|:|is|are)* <n:count>",
    example="number of bolts = 8",
    cost=-0.1,
)
@row("place", "<n:count> of them|these|those", example="10 of them", cost=0.1)
@row("place", "<n:count> pcs|pc|pieces|pce|ea", example="3 pcs", cost=0.1)
def _counted(found: Found) -> Any:
    pieces = found.terms[found.end - 1].word in _PIECES
    return Placing("count", "pieces" if pieces else "", (_number(found.n),), text=found.text)


# --- coordinates -----------------------------------------------------------------------------------------------------------------


@row("coordinate", "x|y|z =|:|of? <a:number> ((,|and|/|&)? (x|y|z =)? <more+:number>)*", example="X = ±30")
def _coordinate(found: Found) -> Any:
    terms = found.terms[found.start : found.end]
    axes = {t.word for t in terms if t.word in {"x", "y", "z"}}
    crossed = (
        found.start and found.terms[found.start - 1].quantity is not None and axes == {"x"}
    )  # "6m6 x 30"
    if len(axes) != 1 or (crossed and len(terms) == 2):
        return None
    if found.a.form not in {"plain", "plusminus", "word"}:
        return None
    numbers = (found.a, *(found.more or ()))
    if any(number.form == "word" for number in numbers):
        return None
    return Coordinate(axes.pop(), numbers)


@row("place", "at|with? <where:coordinate>", example="at X=±30")
def _at_coordinate(found: Found) -> Any:
    return found.where


@row(
    "place",
    "(and|,|with|plus)* another|second|third (<:count> / <:feature>)? (of the same size)? at|on <p+:point> ((,|and|;)? <p+:point>)*",
    example="and another one at (30, 20)",
    cost=-0.2,
)
@row("place", "at|centred|on? <p+:point> ((,|and|;)? <p+:point>)*", example="at (10, 20) and (30, 20)")
def _points(found: Found) -> Any:
    mirrored = {term.mirrored for term in found.p}
    if len(mirrored) > 1 or len({len(term.points) for term in found.p}) > 1:
        return None
    return Points(tuple(term.points for term in found.p), mirrored.pop())


@row(
    "place",
    "measured|counted|relative|to|the* from (lower|bottom left|@left / left|@left lower|bottom) corner",
    example="from the lower left corner",
)
def _from_corner_origin(found: Found) -> Any:
    return Origin("corner")


@row(
    "place",
    "measured|counted|relative|from|to* @marker.centre (of / the / <:part>)*",
    example="measured from the middle",
    cost=0.5,
)
@row(
    "place",
    "measured|counted|relative (from / to / with respect to) (the)? <:part>? @marker.centre|origin|@axis (of / the / <:part>)*",
    example="relative to the block centre",
    cost=-0.1,
)
@row("place", "from|at|to|about origin", example="from the origin")
def _from_centre_origin(found: Found) -> Any:
    return Origin("centre")


@row(
    "place",
    "along|in|through (the|all|three|both)* x @axis|axis|direction|directions? (,|and|in|along|through|the|&)* "
    "y @axis|axis|direction|directions? (,|and|in|along|through|the|&)* z @axis|axis|axes|direction|directions?",
    example="in X, in Y and in Z",
    cost=-0.4,
)
def _all_axes(found: Found) -> Any:
    return Placing(
        "place", "through", ref=Reference("direction", count=3, plural=True, text=found.text), text=found.text
    )


@row(
    "place",
    "(goes|going|passes|passing|running|runs|right|straight|completely|,|that|which|and)* @through|through both (of them)?",
    example="through both",
    cost=-0.4,
)
@row(
    "place",
    "(goes|going|passes|passing|running|runs|right|straight|completely|,|that|which|and)* @through|through both? (<:part> / <:feature> / <:component>) and|& (<:part> / <:feature> / <:component>)",
    example="through boss and rim",
    cost=-0.6,
)
def _through_boss_too(found: Found) -> Any:
    """Return where a hole goes that goes through a boss and what it stands on: through the boss."""
    named = {term.word for term in found.terms[found.start : found.end]}
    if not named & {"both", "boss", "post", "stud", "peg"}:
        return None
    return Mark.THROUGH, Placing("place", "through", ref=Reference("boss", text="the boss"), text=found.text)
