"""Drawing notes: "150 SQ x 16 THK", "C1 BOTH ENDS", "2 OFF", "ON 100x60", "SYM ABT C/L"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label, Reference
from mayfly.language.vocabulary import ROLE_OF, word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.patterns.features.edges import placings
from mayfly.language.weighing.patterns.names.references import leads_a_feature
from mayfly.language.weighing.patterns.sizes.dimensions import label_leads
from mayfly.language.weighing.values import (
    Group,
    Head,
    Leading,
    Placing,
    Size,
    Stated,
)

# --- square stock and sections ----------------------------------------------------------------------------


@row("dims", "<a:plain> @square_shape ×|x|by <b:factor>", example="150 SQ x 16 THK", cost=-0.6)
@row("dims", "@square_shape <a:plain> ×|x|by <b:factor>", example="SQ 150 x 16 THK", cost=-0.3)
def _square(found: Found) -> Any:
    if found.a.form != "plain":
        return None
    return Group((Size(found.a), Size(found.a), found.b))


#: What the collar of a bush is called.
_FLANGE: Final = ("flange",)


@row("factor", "<number:plain> bore|hole", example="Ø70 BORE", cost=0.1)
def _bore(found: Found) -> Any:
    if label_leads(found.terms, found.start, found.end):
        return None  # "hub 40 x 20 bore 12"
    return Size(found.number, Label(("inner",), "diameter"))


@row(
    "dims",
    "<row:row> collar|journal|shoulder|section|step|seat|spigot|portion|diameter",
    example="Ø32 x 6 collar",
    cost=-0.6,
)
@row(
    "dims",
    "collar|journal|shoulder|seat|spigot|portion :|=|of? <row:row>",
    example="collar Ø32 x 6",
    cost=-0.6,
)
def _section(found: Found) -> Any:
    """Return the sizes of a section of a turned part."""
    first = found.row.sizes[0]
    round_one = first.number.form == "diameter" or first.label.role == "diameter"
    words = {term.word for term in found.terms[found.start : found.end]}
    roles = {phrase.term.sense("role") for phrases in found.phrases[: found.start] for phrase in phrases}
    if "collar" in words and "inner_diameter" in roles and len(found.row.sizes) == 2:
        return Group(tuple(replace(size, label=Label(_FLANGE, size.label.role)) for size in found.row.sizes))
    return found.row if len(found.row.sizes) == 2 and round_one else None


@row(
    "stated",
    "{? (sections|steps|diameters|listed|given|reading|in|order|starting|going|,)* from? (the)? left|l (end|side)? (to (the)? right|r (end|side)?)? }? :|,|-?",
    example="left to right: … Ø20 x 30, Ø30 x 8",
    cost=-0.2,
)
@row(
    "stated",
    "{? (sections|steps|diameters|listed|given|reading|in|order|starting|going|,)* from (the)? bottom (end)? (to (the)? top (end)? / up|upwards)? }? :|,|-?",
    example="from bottom up: … Ø20 x 30, Ø30 x 8",
    cost=-0.2,
)
def _in_order(found: Found) -> Any:
    """Return the order in which the sections of a turned part are listed: the first one is at its lower end."""
    behind = found.terms[found.end :]
    rows = [
        at
        for at, term in enumerate(behind[:-1])
        if term.word in {"×", "x"} and behind[at + 1].quantity is not None
    ]
    listed = len(rows) > 1
    words = {term.word for term in found.terms[found.start : found.end]}
    directed = bool(words & {"from", "to"})
    begins = bool(behind) and (behind[0].quantity is not None or behind[0].kind == "word")
    return Stated(found.text) if listed and directed and begins else None


@row("sized", "<number:plain> <label:noun> @component.overall", example="40 LG O/A", cost=-0.1)
@row(
    "sized",
    "<label:noun> (of|=|:|is)? <number:plain> @component.overall",
    example="length of 40 overall",
    cost=-0.1,
)
def _overall(found: Found) -> Any:
    return None if found.label.components else Size(found.number, Label(("overall",), found.label.role))


#: Words behind the size of the whole: a piece of it is counted in.
_COUNTING: Final = (
    "{? (that|which|it|this|already|and|,)* incl|including|includes|include|inclusive|counting (of|.|the|its)* "
    "<one:component> }?"
)
_IN_ALL: Final = "(in (total|all) / overall / altogether / all (in|together|told) / end to end)"
_IS: Final = "(is|are|of|=|:|measures|be|should|must|shall|will|has|a|to|then)*"


@row(
    "sized",
    f"<number:plain> <label:adjective> {_COUNTING}",
    example="40 high including the flange",
    cost=-0.4,
)
@row(
    "sized",
    f"<label:noun> {_IS} <number:plain> {_IN_ALL}? {_COUNTING}",
    example="total length 20 including the flange",
    cost=-0.4,
)
@row(
    "sized",
    f"<number:plain> <label:adjective> {_IN_ALL} {_COUNTING}",
    example="30 long in total incl. the head",
    cost=-0.6,
)
@row("sized", f"<number:plain> <label:adjective> {_IN_ALL}", example="30 long in total", cost=-0.2)
@row(
    "sized",
    f"whole|entire|complete (<:part> / thing|part|piece|lot|unit|assembly) {_IS} <number:plain> <label:adjective> "
    f"({_IN_ALL})? ({_COUNTING})?",
    example="the whole pin is 30 long",
    cost=-0.4,
)
def _counted_in(found: Found) -> Any:
    """Return the size of the whole, which counts a piece of it in."""
    behind = found.terms[found.end : found.end + 2]
    named = any(phrase.term.sense("role") for phrase in found.phrases[found.end]) if behind else False
    if any(term.quantity is not None for term in (behind if named else behind[:1])):
        return None  # "30 long including flange 34 x 4" describes the flange
    if set(found.label.components) - {"overall"}:
        return None
    if ROLE_OF.get(found.label.role, found.label.role) not in {"height", "length"}:
        return None
    return Size(found.number, Label(("overall",), found.label.role))


@row(
    "sized",
    "(length)? <number:plain> (long|@role.length)? (measured)? under|below|beneath head",
    example="50 long under the head",
    cost=-0.3,
)
@row(
    "sized",
    "@role.length under|below head (of|=|:|is)* <number:plain>",
    example="length under head 50",
    cost=-0.3,
)
def _under_head(found: Found) -> Any:
    """Return the length of a pin or bolt, which counts from below its head."""
    return Size(found.number, Label((), "length"))


@row(
    "stated",
    "(measured|from)* under|below|beneath the? @component.head",
    example="12 x 50 lg || below head",
    cost=0.1,
)
def _below_head(found: Found) -> Any:
    """Read "12 x 50 lg below head", as the length of a pin counts anyway."""
    before = found.terms[found.start - 1] if found.start else None
    length = before is not None and any(p.term.sense("role") in _LONG for p in found.phrases[found.start - 1])
    return Stated(found.text) if length and found.terms[found.start - 2].quantity is not None else None


_LONG: Final = frozenset({"length", "long"})


@row("sized", "<label:noun> l|w|h|t|d|r|a|b|c : <number:plain>", example="length L: 100", cost=-0.1)
def _lettered_size(found: Found) -> Any:
    return Size(found.number, found.label)


@row("head", "number|count|no of? bolts|screws (is|=|:)* <n:count>", example="number of bolts = 8", cost=-0.3)
@row(
    "head",
    "bolts|screws|bolt|screw count|number|quantity|qty? (is|=|:)* <n:count>",
    example="bolt count: 6",
    cost=-0.2,
)
def _bolts(found: Found) -> Any:
    return Head("hole", "bolt holes", "bolt holes", found.n, plural=True, definite=True)


@row("head", "bolt|screw @role.diameter (is|=|:|of)* <size:plain>", example="bolt diameter = 22", cost=0.2)
def _bolt_diameter(found: Found) -> Any:
    return Head(
        "hole",
        "bolt holes",
        "bolt holes",
        plural=True,
        definite=True,
        said=(Size(found.size, Label((), "diameter")),),
    )


@row("factor", "<label:noun> (=|:)? <number:plain>", example="AF 24", cost=0.15)
def _named_first(found: Found) -> Any:
    if found.number.form == "word":
        return None  # "5 THK ONE END"
    return Size(found.number, found.label)


# --- chamfers by a letter ---------------------------------------------------------------------------------

_ON: Final = "on|at|in|to|along|around|for|of|both"
_RIGHT: Final = Quantity(45.0, "45°", "angle", "deg")


@row(
    "head",
    "<size:bevel> @chamfer ,|:|- <edges:edges> only?",
    example="3 x 45° CHAM, 4 vertical edges only",
    cost=-0.3,
)
def _listed_chamfer(found: Found) -> Any:
    return Head("chamfer", "chamfer", found.text, plural=True, said=(*found.size, *placings(found.edges)))


@row("lettered", "c <n:bare>", example="C1")
def _lettered(found: Found) -> Any:
    letter, number = found.terms[found.end - 2], found.terms[found.end - 1]
    if letter.text != "C" or number.spaced or found.n.unit is not None:
        return None
    return (Size(found.n), Size(_RIGHT))


@row(
    "head",
    f"<:howmany>? <size:lettered> @chamfer? ({_ON})? <edges:edges>",
    example="C1 on both ends",
    cost=-0.4,
)
@row(
    "head", "<edges:edges> (are|to|be|with|:|,)* @chamfer? <size:lettered>", example="both ends C1", cost=-0.4
)
@row("head", "<size:lettered> @chamfer?", example="C1", cost=0.1)
def _chamfer(found: Found) -> Any:
    return Head("chamfer", "chamfer", found.text, plural=True, said=(*found.size, *placings(found.edges)))


# --- patterns of holes --------------------------------------------------------------------------------------

_NO_PATTERN: Final = word_set("sheet base pattern grid circle pcd")


@row("place", "on|at <q:gaps> (@rectangle|@grid|rect|pattern|apart)?", example="on 100x60", cost=0.5)
def _on_pattern(found: Found) -> Any:
    behind = found.terms[found.end : found.end + 1]
    if len(found.q) != 2 or any(term.word in _NO_PATTERN | {"×", "x"} for term in behind):
        return None
    if any(
        phrase.term.sense("part")
        for phrases in found.phrases[found.end : found.end + 1]
        for phrase in phrases
    ):
        return None
    return Placing("spacing", "", found.q, text=found.text)


@row("place", "on|at <a:plain> @apart", example="on 4.25 centres")
def _on_square(found: Found) -> Any:
    """Return the square that four holes lie on; of any other number it is the pitch of a row."""
    if found.terms[found.end - 1].word.removesuffix("s") not in {"centre", "center", "ctr", "cr", "crs"}:
        return None
    return Placing("spacing", "", (found.a, found.a), text=found.text)


@row("place", "<n:count> off|pcs|pieces|pce|nos|required|reqd|needed|wanted", example="2 off", cost=0.1)
@row(
    "place",
    "quantity|qty (off|required|reqd)? (=|:)? <n:count> (off|required|reqd|pcs)?",
    example="qty 2",
    cost=-0.2,
)
@row("place", "no|number off|required|reqd (=|:)? <n:count>", example="No off: 2", cost=0.1)
def _ordered(found: Found) -> Any:
    quantity = next(t.quantity for t in found.terms[found.start : found.end] if t.quantity is not None)
    return Placing("count", "ordered", (quantity,), text=found.text)


@row("place", "both|each|ea|two end|ends", example="both ends", cost=0.05)
def _both_ends(found: Found) -> Any:
    ref = Reference("end", frozenset({"both"}), None, True, text=found.text)
    where = Placing("place", "in", ref=ref, text=found.text)
    return Leading(where) if leads_a_feature(found) else where


@row("place", "<n:count> end|side", example="one end", cost=0.05)
def _one_end(found: Found) -> Any:
    if found.n != 1:
        return None
    noun = "end" if found.terms[found.end - 1].word == "end" else "side"
    return Placing("place", "in", ref=Reference(noun, count=1, text=found.text), text=found.text)


@row("place", "from|at|in|rel|relative|to* bl|tl|br|tr|ll corner?", example="from BL corner")
def _lettered_corner(found: Found) -> Any:
    letters = next(
        t.word for t in found.terms[found.start : found.end] if t.word in {"bl", "tl", "br", "tr", "ll"}
    )
    traits = frozenset({"top" if letters[0] == "t" else "bottom", "right" if letters[1] == "r" else "left"})
    return Placing("place", "from", ref=Reference("corner", traits, text=found.text), text=found.text)


# --- what a drawing notes by the way ------------------------------------------------------------------------


@row(
    "stated",
    "typ|typical|ref|nts|nom|nominal|uos|uno|uon|approx|stk|fao|reqd|required",
    example="TYP",
    cost=0.05,
)
@row("stated", "{ typ|typical|ref|max|min|nom|approx }", example="(TYP)")
@row(
    "stated",
    "(unless|otherwise|stated|noted|specified|do|not|scale|drawing|to|in)* unless|scale (otherwise|stated|noted|specified|drawing|to)*",
    example="unless otherwise stated",
)
@row(
    "stated",
    "unless (otherwise)? stated|noted|specified :|,? (all|general|dimensions|tolerances|tolerance|are|is|to|within)* <:both> (mm)?",
    example="UNLESS NOTED ±0.1",
    cost=-0.2,
)
@row(
    "stated",
    "sym|symm|symmetric|symmetrical|symmetrically (abt|about|on|around|to|the)* (@centre_line|@axis|both|long|short|axes)*",
    example="SYM ABT C/L",
    cost=0.1,
)
def _symmetric(found: Found) -> Any:
    return Stated(found.text)


@row(
    "place",
    "through|thru|along|in|all (all / each|every of the)? <n:count> axes|directions|ways",
    example="thru all three axes",
    cost=-0.3,
)
def _three_ways(found: Found) -> Any:
    if found.n not in {None, 3}:
        return None
    return Placing(
        "place", "through", ref=Reference("direction", count=3, plural=True, text=found.text), text=found.text
    )
