"""Drawing notes: "150 SQ x 16 THK", "C1 BOTH ENDS", "4x .281 THRU", "2 OFF", fits, grades of material."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label, Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.patterns.edges import placings
from mayfly.language.weighing.values import Group, Head, Mark, Placing, Said, Size, Stated

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


@row("factor", "<label:noun> (=|:)? <number:plain>", example="AF 24", cost=0.15)
def _named_first(found: Found) -> Any:
    return Size(found.number, found.label)


# --- chamfers by a letter ---------------------------------------------------------------------------------

_ON: Final = "on|at|in|to|along|around|for|of|both"
_RIGHT: Final = Quantity(45.0, "45°", "angle", "deg")


@row("lettered", "c <n:bare>", example="C1")
def _lettered(found: Found) -> Any:
    letter, number = found.terms[found.end - 2], found.terms[found.end - 1]
    if letter.text != "C" or number.spaced or found.n.unit is not None:
        return None
    return (Size(found.n), Size(_RIGHT))


@row("head", f"<size:lettered> @chamfer? ({_ON})? <edges:edges>", example="C1 on both ends", cost=-0.2)
@row(
    "head", "<edges:edges> (are|to|be|with|:|,)* @chamfer? <size:lettered>", example="both ends C1", cost=-0.3
)
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


@row("head", "<n:howmany> ×|x? <size:bareplain> <m+:drilled> <m+:drilled>*", example="4x .281 thru", cost=0.3)
@row("head", "<size:diametral> <m+:drilled> <m+:drilled>*", example="Ø20 thru", cost=0.4)
@row("head", "<size:thread> <m+:drilled> <m+:drilled>*", example="M10 tapped thru", cost=0.4)
@row(
    "head",
    f"{_VERB} (and|to|for|a|an|the|out|,)* <n:howmany>? ×|x? <size:bareplain>",
    example="drill 8",
    cost=0.3,
)
@row(
    "head",
    f"{_VERB} (and|to|for|a|an|the|out|,)* <n:howmany>? ×|x? <size:diametral>",
    example="DRILL Ø6",
    cost=0.1,
)
@row(
    "head", f"{_VERB} (and|to|for|a|an|the|,)* <n:howmany>? ×|x? <size:thread>", example="TAP 4x M6", cost=0.1
)
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
    said: tuple[Said, ...] = (size, *dict.fromkeys(marks))
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


@row("place", "on|at <a:plain> @apart", example="on 4.25 centres", cost=0.6)
def _on_square(found: Found) -> Any:
    """Return the square that four holes lie on; of any other number it is the pitch of a row."""
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
