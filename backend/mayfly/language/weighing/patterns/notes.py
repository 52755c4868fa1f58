"""Drawing notes: "150 SQ x 16 THK", "C1 BOTH ENDS", "4x .281 THRU", "2 OFF", fits, grades of material."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label, Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.patterns.edges import placings
from mayfly.language.weighing.values import Context, Coordinate, Group, Head, Mark, Origin, Placing, Said, Size, Stated

#: Marks behind a diameter or thread that make it a hole.
_DRILLED: Final = frozenset(
    {
        Mark.THROUGH,
        Mark.TAPPED,
        Mark.CLEARANCE,
        Mark.COUNTERBORED,
        Mark.COUNTERSUNK,
        Mark.BLIND,
        Mark.CAP_SCREW,
    }
)
_GRADES: Final = frozenset(range(4, 14))

# --- grades of material, masses, file names ---------------------------------------------------------------


@row(
    "stated",
    "(material|mat|matl|grade|made|steel|aluminium|stainless|alloy|plate|sheet|of|from|in|to|as|at|file|result|it|the|model|per|:|=|,|{)* <r+:remark> (,|÷|or|and* <r+:remark>)* }?",
    example="material: 42CrMo4",
)
def _remark(found: Found) -> Any:
    named = {term.word for term in found.terms[found.start : found.end]}
    return None if named & {"plate", "sheet"} else Stated(found.text)


@row(
    "stated",
    "(fit|tolerance|tol|to|{)* <n:fitword> (÷ <:fitword>)? fit? }?",
    example="h7",
    cost=0.5,
)
def _fit(found: Found) -> Any:
    before = found.terms[found.start - 1 : found.start]
    return Stated(found.text) if all(term.quantity is not None for term in before) else None


@row("fitword", "h|g|f|k|n|p|js|j|e <n:bare>", example="h7")
def _fitword(found: Found) -> Any:
    number = found.terms[found.end - 1]
    fits = not number.spaced and found.n.unit is None and found.n.value in _GRADES
    return found.text if fits else None


# --- square stock and sections ----------------------------------------------------------------------------


@row("dims", "<a:plain> @square_shape ×|x|by <b:factor>", example="150 SQ x 16 THK", cost=-0.6)
@row("dims", "@square_shape <a:plain> ×|x|by <b:factor>", example="SQ 150 x 16 THK", cost=-0.3)
def _square(found: Found) -> Any:
    if found.a.form != "plain":
        return None
    return Group((Size(found.a), Size(found.a), found.b))


@row("factor", "<number:plain> dp|dpt|dpth|deep", example="10 DP")
def _deep(found: Found) -> Any:
    return Size(found.number, Label((), "depth"))


@row("factor", "<number:plain> bore|hole", example="Ø70 BORE", cost=0.1)
def _bore(found: Found) -> Any:
    return Size(found.number, Label(("inner",), "diameter"))


@row("dims", "<row:row> collar|journal|shoulder|section|step|seat|spigot|portion|diameter", example="Ø32 x 6 collar", cost=-0.6)
def _section(found: Found) -> Any:
    """Return the sizes of a section of a turned part."""
    return found.row if len(found.row.sizes) == 2 else None


@row("factor", "<number:number>", example="6m6 … dowel pin")
def _designated(found: Found) -> Any:
    return Size(found.number) if found.number.form == "designation" else None


@row("sized", "<number:plain> <label:noun> @component.overall", example="40 LG O/A", cost=-0.1)
def _overall(found: Found) -> Any:
    return None if found.label.components else Size(found.number, Label(("overall",), found.label.role))


@row("sized", "<label:noun> l|w|h|t|d|r|a|b|c =|: <number:plain>", example="length L = 100", cost=-0.1)
def _lettered_size(found: Found) -> Any:
    return Size(found.number, found.label)


@row("head", "number|count|no of? bolts|screws (is|=|:)* <n:count>", example="number of bolts = 8", cost=-0.3)
@row("head", "bolts|screws|bolt|screw count|number|quantity|qty? (is|=|:)* <n:count>", example="bolt count: 6", cost=-0.2)
def _bolts(found: Found) -> Any:
    return Head("hole", "bolt holes", "bolt holes", found.n, plural=True, definite=True)


@row("head", "bolt|screw @role.diameter (is|=|:|of)* <size:plain>", example="bolt diameter = 22", cost=0.2)
def _bolt_diameter(found: Found) -> Any:
    return Head("hole", "bolt holes", "bolt holes", plural=True, definite=True, said=(Size(found.size, Label((), "diameter")),))


@row("factor", "<label:noun> (=|:)? <number:plain>", example="AF 24", cost=0.15)
def _named_first(found: Found) -> Any:
    return Size(found.number, found.label)


# --- chamfers by a letter ---------------------------------------------------------------------------------

_ON: Final = "on|at|in|to|along|around|for|of|both"
_RIGHT: Final = Quantity(45.0, "45°", "angle", "deg")


@row("head", "<size:bevel> @chamfer ,|:|- <edges:edges> only?", example="3 x 45° CHAM, 4 vertical edges only", cost=-0.3)
def _listed_chamfer(found: Found) -> Any:
    return Head("chamfer", "chamfer", found.text, plural=True, said=(*found.size, *placings(found.edges)))


@row("lettered", "c <n:bare>", example="C1")
def _lettered(found: Found) -> Any:
    letter, number = found.terms[found.end - 2], found.terms[found.end - 1]
    if letter.text != "C" or number.spaced or found.n.unit is not None:
        return None
    return (Size(found.n), Size(_RIGHT))


@row("head", f"<size:lettered> @chamfer? ({_ON})? <edges:edges>", example="C1 on both ends", cost=-0.4)
@row("head", "<edges:edges> (are|to|be|with|:|,)* @chamfer? <size:lettered>", example="both ends C1", cost=-0.4)
@row("head", "<size:lettered> @chamfer?", example="C1", cost=0.1)
def _chamfer(found: Found) -> Any:
    return Head("chamfer", "chamfer", found.text, plural=True, said=(*found.size, *placings(found.edges)))


# --- holes that are only named by their size ---------------------------------------------------------------


@row("drilled", "<m:mark>", example="THRU")
def _drilled(found: Found) -> Any:
    return found.m if found.m in _DRILLED else None


@row("drilled", "dia|diam|diameter|drill|drilled|reamed|ream", example="dia")
def _drilled_word(found: Found) -> Any:
    return ()


_VERB: Final = "drill|drilled|ream|reamed|bore|bored|tap|tapped|thread|punch"
_LINKS: Final = f"{_VERB}|and|&|to|for|a|an|the|out|,"


@row("head", "<n:howmany> ×|x? <size:bareplain> <m+:drilled> <m+:drilled>*", example="4x .281 thru", cost=0.3)
@row("head", "<size:diametral> <m+:drilled> <m+:drilled>*", example="Ø20 thru", cost=0.4)
@row("head", "<size:thread> <m+:drilled> <m+:drilled>*", example="M10 tapped thru", cost=0.4)
@row("head", f"{_VERB} ({_LINKS})* <n:howmany>? ×|x? <size:bareplain>", example="drill 8", cost=0.3)
@row("head", f"{_VERB} ({_LINKS})* <n:howmany>? ×|x? <size:thread> ×|x? <deep:plain> dp|dpt|deep", example="DRILL & TAP M12 x 30 DP", cost=0.1)
@row("head", f"{_VERB} ({_LINKS})* <n:howmany>? ×|x? <size:diametral> ×|x? <deep:plain> dp|dpt|deep", example="DRILL Ø8 x 20 DP", cost=0.1)
@row("head", f"{_VERB} ({_LINKS})* <n:howmany>? ×|x? <size:diametral>", example="DRILL Ø6", cost=0.1)
@row("head", f"{_VERB} ({_LINKS})* <n:howmany>? ×|x? <size:thread>", example="TAP 4x M6", cost=0.1)
def _named_by_size(found: Found) -> Any:
    if _names_a_feature(found):
        return None
    words = {term.word for term in found.terms[found.start : found.end]}
    marks: list[Mark] = [one for one in found.m or () if isinstance(one, Mark)]
    if words & {"tap", "tapped", "thread"} and Mark.TAPPED not in marks:
        if found.size.form != "thread":
            return None
        marks.append(Mark.TAPPED)
    if found.n is not None and found.n > 1 and found.size.form == "word":
        return None
    size = Size(found.size, Label((), "diameter")) if found.size.form == "plain" else Size(found.size)
    plural = found.n not in {None, 1}
    depth = (Size(found.deep, Label((), "depth")),) if found.deep is not None else ()
    said: tuple[Said, ...] = (size, *depth, *dict.fromkeys(marks))
    return Head("hole", "hole", "holes" if plural else "hole", found.n, plural=plural, said=said)


def _names_a_feature(found: Found) -> bool:
    """Return whether the noun of a feature follows, up to three words on: "drill a 10 mm deep blind hole"."""
    for at in range(found.end, min(found.end + 4, len(found.terms))):
        if any(phrase.term.sense("feature") for phrase in found.phrases[at]):
            return True
        if found.terms[at].kind != "word":
            return False
    return False


@row("bareplain", "<n:number>", example=".281")
def _bareplain(found: Found) -> Any:
    return found.n if found.n.form == "plain" else None


@row("head", "<size:diametral> <where:throughwalls> ({ <:count> <:count> })?", example="Ø8 thru both walls", cost=0.2)
@row("head", "<n:howmany> ×|x? <size:diametral> <where:throughwalls>", example="3x Ø9 thru web", cost=0.2)
def _through_walls(found: Found) -> Any:
    plural = found.n not in {None, 1}
    name = "holes" if plural else "hole"
    return Head("hole", name, name, found.n, plural=plural, said=(Size(found.size), found.where))


@row("head", "<n:howmany>? <size:diametral> ×|x <deep:plain> dp|dpt|deep", example="Ø20 x 25 DP", cost=0.3)
def _blind(found: Found) -> Any:
    """Return a hole that is only named by its diameter and its depth."""
    plural = found.n not in {None, 1}
    name = "holes" if plural else "hole"
    depth = Size(found.deep, Label((), "depth"))
    return Head("hole", name, name, found.n, plural=plural, said=(Size(found.size), depth))


@row("throughwalls", "@marker.through <ref:ref>", example="thru both walls")
def _walls(found: Found) -> Any:
    return Placing("place", "through", ref=found.ref, text=found.text)


# --- patterns of holes --------------------------------------------------------------------------------------

_NO_PATTERN: Final = word_set("plate block sheet base pattern grid circle pcd")


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


@row(
    "context",
    "(made|consisting|consists|composed|built|up|out|with|has|of|in|,)* <n:bare> sections|steps|segments|diameters (in|a|line|along|one|from|end|to|:)*",
    example="made of four sections in a line:",
    cost=0.1,
)
def _sections(found: Found) -> Any:
    """Return how many steps a turned part has, which has to be true."""
    return Context("step", found.n) if found.n.can_count else None


# --- what a drawing notes by the way ------------------------------------------------------------------------


@row(
    "stated",
    "typ|typical|ref|nts|nom|nominal|uos|uno|uon|approx|incl|stk|fao|reqd|required",
    example="TYP",
    cost=0.05,
)
@row("stated", "{ typ|typical|ref|max|min|nom|approx }", example="(TYP)")
@row(
    "stated",
    "(unless|otherwise|stated|noted|specified|do|not|scale|drawing|to|in)* unless|scale (otherwise|stated|noted|specified|drawing|to)*",
    example="unless otherwise stated",
)
@row("stated", "mat|matl|material (:|=|is|-)* <:matter> <:matter>? <:matter>?", example="MATL MS", cost=0.1)
@row(
    "stated",
    "(do|don't|not|all|and|to|be|edges|corners|sharp|must|remove|@edge|@corner|@sharp)* deburr|deburred|deburring|burr|burrs|degrease "
    "(free|all|edges|sharp|corners|both|over|sides|@edge|@corner|@sharp|fully|-)*",
    example="deburr all edges",
    cost=-0.2,
)
@row(
    "stated",
    "break|remove|dress (all|any|the|external|of)* @sharp|sharp (edges|corners|@edge|@corner)*",
    example="break sharp edges",
    cost=-0.3,
)
def _noted(found: Found) -> Any:
    behind = found.terms[found.end : found.end + 1]
    return None if any(term.quantity is not None for term in behind) else Stated(found.text)


@row("matter", "<w:word>", example="MS")
def _matter(found: Found) -> Any:
    senses = {table for phrase in found.phrases[found.start] for table in phrase.term.senses}
    return None if senses & {"part", "feature", "role", "component", "marker"} else found.w.text


@row(
    "stated",
    "sym|symm|symmetric|symmetrical|symmetrically (abt|about|on|around|to|the)* (@centre_line|@axis|both|long|short|axes)*",
    example="SYM ABT C/L",
    cost=0.1,
)
def _symmetric(found: Found) -> Any:
    return Stated(found.text)


@row("place", "through|thru|along|in all? <n:count> axes|directions|ways", example="thru all three axes", cost=-0.3)
def _three_ways(found: Found) -> Any:
    if found.n not in {None, 3}:
        return None
    return Placing("place", "through", ref=Reference("direction", count=3, plural=True, text=found.text), text=found.text)


# --- how it is made and finished ----------------------------------------------------------------------------

_FINISHES: Final = (
    "anodised|anodized|anodise|plated|passivated|galvanised|galvanized|painted|coated|blackened|polished|brushed|"
    "blasted|lacquered|primed|oiled|oxidised|oxide|chromed|nickel|phosphated|tumbled|hardened|nitrided|annealed"
)
_KINDS_OF_FINISH: Final = "clear|black|hard|natural|zinc|nickel|chrome|powder|bead|sand|hot|dip|dipped|electro|case|matt|satin|-"
_MAKES: Final = "dom|erw|cds|seamless|welded|bright|drawn|rolled|extruded|forged|sawn"


@row("stated", f"({_KINDS_OF_FINISH})* {_FINISHES}", example="clear anodised", cost=-0.2)
@row("stated", f"(cold|hot|mild|bright|-)* {_MAKES} (steel|bar|tube|stock|finish)?", example="cold drawn", cost=0.2)
@row(
    "stated",
    "(both|each|all|the|two|@component.end|@edge|ends)* (cut|cropped|sawn|faced|machined|are|is|finished|to|be|left)* "
    "@square_shape|square|clean (cut|ends|end|@component.end)?",
    example="both ends cut square",
    cost=0.1,
)
def _made(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    ends = words & {"end", "ends", "cut", "cropped", "sawn", "faced"}
    return None if words & {"square", "sq", "clean"} and not ends else Stated(found.text)


@row("mark", "at? @right_angle to (its|the|long)* (length|axis|@axis|@lengthwise|bar|rod|shaft)", example="at right angles to its length", cost=-0.2)
def _across(found: Found) -> Any:
    return Mark.CROSS


@row("stated", "(the|with|and|,)* row|pattern|array|holes (is|are)* @centred|centred (on|in|along|about) (its|the)* (length|width|height|part|plate|bar|it)", example="row centred on the length", cost=-0.2)
def _row_centred(found: Found) -> Any:
    return Stated(found.text)


# --- what names a part of the whole --------------------------------------------------------------------------


@row("stated", "base|main|basic|overall|outer body|geometry|shape|block|dimensions|dims :?", example="base body", cost=0.15)
@row("stated", "uniform|constant|consistent|even", example="uniform", cost=0.1)
@row("stated", "special|bespoke|custom", example="special", cost=0.1)
@row("stated", "al|alum|ms|ss|gi", example="MS", cost=0.1)
@row("stated", "given|assume|assuming|suppose|let (that|a|the)*", example="given", cost=0.1)
@row(
    "stated",
    "(with|the|,)* @component.flange|@component.head|@component.base|flange (is|lies|sits)* at|on|in the? @component.bottom|bottom|underside",
    example="flange at the bottom",
    cost=-0.2,
)
def _usual(found: Found) -> Any:
    return Stated(found.text)


@row("mark", "@through|through|thru the? <:component> and|& the? <:component>", example="through flange and hub", cost=-0.3)
def _through_two(found: Found) -> Any:
    return Mark.THROUGH


@row(
    "sized",
    "<label:noun> (of|is|=|:)* <number:plain> @above|above|over|from the? <:component>",
    example="hub height: 20 mm above the flange",
    cost=-0.1,
)
def _above_another(found: Found) -> Any:
    """Return a height above a component; those of hubs and bosses count from there anyway."""
    return Size(found.number, found.label) if found.label.role == "height" and found.label.components else None


# --- distances of several from one side ------------------------------------------------------------------------

_LOW: Final = {"left": "x", "front": "y", "bottom": "y", "end": "x"}


@row("places_along", "<a+:plain> (,|and|& <a+:plain>) (,|and|& <a+:plain>)*", example="25, 125 and 225")
def _places_along(found: Found) -> Any:
    forms = {one.form for one in found.a}
    return found.a if forms <= {"plain"} else None


@row(
    "place",
    "(at|positions|positioned|located|measured|distances|of|@)* <a:places_along> (mm|in)? from the? <ref:ref>",
    example="at 25, 125 and 225 from the left end",
    cost=-0.6,
)
@row(
    "place",
    "(hole|positions|position|places|distances|centres) (are|is|measured|in|mm)* from the? <ref:ref> (are|:|=|,)* <a:places_along>",
    example="positions from the left end: 10, 55 and 100",
    cost=-0.6,
)
def _along(found: Found) -> Any:
    """Return coordinates that count from a side; those from the right or the back are not read."""
    words = {found.ref.noun, *found.ref.traits}
    if words & {"right", "back", "top", "other", "each", "both"}:
        return None
    axis = next((axis for word, axis in _LOW.items() if word in words), None)
    return None if axis is None else (Coordinate(axis, found.a), Origin("corner"))


# --- directions by a size of the part -------------------------------------------------------------------------


@row(
    "place",
    "in|along|through|across|over <n:bare> mm? (dir|direction|dim|dimension|side|way|edge)",
    example="through the 60 direction",
    cost=-0.2,
)
def _by_size(found: Found) -> Any:
    if found.n.form != "plain":
        return None
    return Placing("place", "along", (found.n,), Reference("measured", text=found.text), text=found.text)


@row(
    "stated",
    "(general|all|,)* tol|tolerance|tolerances (of|:|=|is|are)* (<:both> / <:plain>) (mm|in)? (everywhere|all|over|throughout|unless|otherwise|stated|noted)*",
    example="Tolerance ±0.1 everywhere",
    cost=-0.2,
)
@row("stated", "(root|toe / <:component>)? radius|radii|fillet|fillets|chamfer|chamfers|rounding :|= (none|no|nil / <z:count> / <z:number>)", example="root radius: none", cost=-0.2)
@row("stated", "middle|centre|central|first <:feature> (is|lies|sits)* at <:ref>", example="middle hole at mid length", cost=0.3)
@row("stated", "(the|,)? middle|centre|central <:feature> (is|lies|sits)* at @mid_length", example="middle hole at mid length", cost=-0.1)
@row("stated", "(origin|datum|zero|0,0) (is|=|:|at|in|on)* (the)? @marker.centre (of (the)? (@top|@top_face|top|face|plate|part|block|it)*)?", example="origin = centre of the top face", cost=-0.3)
@row("stated", "x|y|z (axis)? (is|runs|points)* along (the)? <:bare> (side|edge|direction|dimension)", example="x along the 120 side", cost=-0.4)
def _said_by_the_way(found: Found) -> Any:
    if found.z is not None and getattr(found.z, "value", found.z):
        return None
    return Stated(found.text)
