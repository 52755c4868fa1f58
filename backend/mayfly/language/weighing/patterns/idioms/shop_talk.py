"""How a workshop says things: stock that a part is turned from, counted holes of a flange, clock positions."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.nodes import Label, Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.topics import BLOCK, ROUND_BAR
from mayfly.language.weighing.values import Context, FirstAngle, Group, Head, Mark, Placing, Size, Stated

# --- what a part is made from -----------------------------------------------------------------------------

#: What is called by what it does: its shape is that of what it is made from.
_BY_USE: Final = word_set(
    "housing holder mount support carrier bracket adapter adaptor cover cap plug retainer body insert spigot "
    "blank head base coupling half hub boss seat fitting piece part component unit guide stop"
)


@row("useword", "<w:word>", example="bearing")
def _useword(found: Found) -> Any:
    """Return a word of what something is for, which is no shape that the catalogue has."""
    if found.w.word in _BY_USE:
        return found.w.word
    senses = {table for phrase in found.phrases[found.start] for table in phrase.term.senses}
    return found.w.word if senses <= {"unsupported", "size"} else None


@row(
    "head",
    "<t+:useword> <t+:useword>* (is|to|be|,)* turned|machined|milled|cut|made from|out|of|in (of|a|solid|bar|round|stock|block|billet)* <size:dims> (bar|round|stock|block|billet|steel|solid)*",
    example="bearing housing turned from Ø80 x 30",
    cost=0.2,
)
@row(
    "head",
    "turned|machined|milled|cut|made from|out of? (a|solid|bar|round|stock|block|billet)* <size:dims> (bar|round|stock|block|billet|solid)*",
    example="turned from Ø80 x 30 bar",
    cost=0.4,
)
def _from_stock(found: Found) -> Any:
    """Read what is named by its use as the stock that it is made from."""
    if not isinstance(found.size, Group) or any(size.label.components for size in found.size.sizes):
        return None
    if any(term.quantity is not None for term in found.terms[: found.start]):
        return None
    forms = [size.number.form for size in found.size.sizes]
    role = found.size.sizes[0].label.role
    if len(forms) == 2 and (forms[0] == "diameter" or role == "diameter"):
        return Head("part", ROUND_BAR, "bar", said=(found.size,), purpose=tuple(found.t or ()))
    if len(forms) == 3 and set(forms) == {"plain"} and role != "diameter":
        return Head("part", BLOCK, "block", said=(found.size,), purpose=tuple(found.t or ()))
    return None


@row(
    "stated",
    "with|incl|including|w <noun:feature> :",
    example="with raised face:",
    cost=0.2,
)
def _announced(found: Found) -> Any:
    """Return a feature that a title announces, where it is described behind it."""
    word = found.noun.word
    behind = [phrase.term.word for phrases in found.phrases[found.end :] for phrase in phrases]
    return Stated(found.text) if word in behind or not behind else None


@row(
    "head",
    "<t+:useword> <t+:useword>* : <said+:pre>* <noun:part>",
    example="coupling half: Ø70 x 25 flange",
    cost=0.2,
)
def _behind_a_use(found: Found) -> Any:
    """Read the part behind a title that only says what it is used for."""
    if found.start or len(found.t) > 4:
        return None
    said = tuple(one for one in found.said or () if type(one) is not str and not isinstance(one, Stated))
    flat = tuple(each for one in said for each in (one if isinstance(one, tuple) else (one,)))
    return Head(
        "part", found.noun.sense("part"), found.noun.word, plural=found.noun.plural, said=flat, lead=":"
    )


@row(
    "head",
    "<:anyword> <:anyword>? <size:dims> (,|{)? <n:norm> }?",
    example="set screw M16x60 ISO 4017",
    cost=0.4,
)
def _sized_by_standard(found: Found) -> Any:
    """Read a size before a standard at the very beginning: the part that the standard is of."""
    words = [phrase for phrases in found.phrases[found.start : found.start + 2] for phrase in phrases]
    if found.start or any(phrase.term.sense("part") for phrase in words):
        return None
    return Head("part", "", found.text, said=(Placing("norm", found.n, text=found.text), found.size))


# --- counted in the name of the part ----------------------------------------------------------------------


@row("pre", "<n:count> - hole|holes|bolt", example="four-hole", cost=0.05)
@row("pre", "<n:count> hole|bolt", example="4 hole", cost=0.1)
def _holed(found: Found) -> Any:
    """Return the number of holes in the name of a part: "four-hole flange"."""
    quantity = next(t.quantity for t in found.terms[found.start : found.end] if t.quantity is not None)
    return Context("hole", quantity, found.text)


@row("head", "<noun:feature> (no|nr|#|.)* <n:count> :", example="Hole 1:", cost=-0.3)
def _numbered(found: Found) -> Any:
    """Return a feature that a number identifies: "Hole 1: Ø14 thru"."""
    if (
        found.noun.plural
        or found.n > 30
        or found.noun.sense("feature") not in {"hole", "slot", "pocket", "boss"}
    ):
        return None
    word = found.noun.word
    return Head(found.noun.sense("feature"), word, f"{word} {found.n}", 1)


# --- where the first one of a circle is ---------------------------------------------------------------------

_ONE_AT: Final = (
    "(with|and|,|the)* (first|1st|one / <k:count>) (of (them|these|the|those)* <:feature>?)? <:feature>? "
    "(is|lies|at|on|in|=|:|to|be|straight|pointing|the)*"
)


@row("place", f"{_ONE_AT} <a:turn> (position)? <:bracketed_axis>?", example="one at 12 o'clock")
def _one_at_angle(found: Found) -> Any:
    """Return where one of several on a circle is, as an angle or an hour of the clock."""
    behind = {term.word for term in found.terms[found.end :]}
    return None if behind & _OTHERS else FirstAngle(found.a.value % 360)


#: Words for the next one of several, where each has a place of its own.
_OTHERS: Final = word_set("second other another")


@row("bracketed_axis", "{ (+|-)? x|y (axis|direction)? }", example="(+Y)")
def _bracketed_axis(found: Found) -> Any:
    return found.text


@row("place", f"{_ONE_AT} + x|y (axis|direction)?", example="one of them at +Y", cost=-0.3)
@row(
    "place",
    f"{_ONE_AT} @top|@bottom|@left|@right|dead|top (centre|center)?",
    example="one at the top",
    cost=0.1,
)
def _one_at(found: Found) -> Any:
    """Return where one of several on a circle is."""
    numbers = [t for t in found.terms[found.start : found.end] if t.quantity is not None]
    if any(t.quantity is not None and t.quantity.value != 1 for t in numbers):
        return None
    words = {t.word for t in found.terms[found.start : found.end]} | set(found.senses())
    for word, angle in (
        ("x", 0.0),
        ("y", 90.0),
        ("right", 0.0),
        ("top", 90.0),
        ("left", 180.0),
        ("bottom", 270.0),
    ):
        if word in words:
            return FirstAngle(angle)
    return None


@row("pre", "o ÷ all|a", example="o/all", cost=0.0)
def _over_all(found: Found) -> Any:
    return Stated(found.text)


@row("sized", "o ÷ all <label:noun> (of|is|=|:)* <n:plain>", example="o/all length 30", cost=-0.2)
@row("sized", "<n:plain> <label:noun> o ÷ all", example="30 length o/all", cost=-0.2)
def _overall(found: Found) -> Any:
    return None if found.label.components else Size(found.n, Label(("overall",), found.label.role))


# --- what says nothing new ----------------------------------------------------------------------------------


@row(
    "stated",
    "plain|solid|simple|unthreaded|unmachined|rough|finished? blank (only)?",
    example="plain blank",
    cost=0.15,
)
@row(
    "stated",
    "(with|,)? plain|unthreaded shank (only|throughout|full|length)*",
    example="plain shank",
    cost=-0.1,
)
def _blank(found: Found) -> Any:
    behind = found.terms[found.end : found.end + 1]
    return Stated(found.text) if not behind or behind[0].kind == "mark" else None


@row(
    "stated",
    "(see|per|to|as|acc|according|refer|ref|by|of|,|in)* drawing|dwg|drg|sketch|note|spec|specification (no|nr|number|#|.|:)* <:number>? (rev|revision|issue <:anyword>)? (by <:anyword>)?",
    example="see drawing 4711 rev B",
    cost=0.1,
)
@row(
    "stated",
    "<:anyword> by others|client|customer|us|fabricator|supplier",
    example="fasteners by others",
    cost=0.1,
)
def _elsewhere(found: Found) -> Any:
    return Stated(found.text)


@row(
    "stated",
    "(sticking|standing|pointing|projecting|protruding|stands|sticks) up|upwards|upward",
    example="sticking up … of the boss",
    cost=0.2,
)
def _upwards(found: Found) -> Any:
    """Return "sticking up" of a boss, which stands up anyway."""
    terms = [phrase.term for phrases in found.phrases for phrase in phrases]
    raised = any(term.sense("feature") == "boss" or term.sense("component") == "pin" for term in terms)
    return Stated(found.text) if raised else None


@row(
    "place",
    "(mirrored|symmetrically|symmetric|placed|set|,)* (@either_side / @left and|& @right) (,|each|at|both)* <d:distance> from the? <ref:ref>",
    example="mirrored left and right, each 35 from the centre",
    cost=-0.4,
)
def _mirrored_sides(found: Found) -> Any:
    centre = found.ref.noun in {"centre", "centre_line", "axis"}
    return Placing("offset", "either_side", (found.d,), found.ref, found.text) if centre else None


@row("anyword", "<w:word>", example="B")
def _anyword(found: Found) -> Any:
    return found.w.text


@row(
    "stated",
    "{ <:aside_word> <:aside_word>* }",
    example="(plain ring is fine)",
    cost=0.3,
)
def _aside(found: Found) -> Any:
    senses = [phrase.term.senses for at in range(found.start, found.end) for phrase in found.phrases[at]]
    threaded = any("marker" in each for each in senses)
    return None if threaded and not any("part" in each for each in senses) else Stated(found.text)


@row("aside_word", "<w:word>", example="fine")
def _aside_word(found: Found) -> Any:
    """Return a word of a remark in brackets that neither sizes nor places nor denies anything."""
    senses = {table for phrase in found.phrases[found.start] for table in phrase.term.senses}
    markers = {phrase.term.sense("marker") for phrase in found.phrases[found.start]}
    tapped = markers <= {"tapped", "screw", None}
    if senses & {"feature", "role", "component"} or ("marker" in senses and not tapped):
        return None
    if found.w.word in _TURNS:
        return None
    return found.w.text


_TURNS: Final = word_set(
    "not no never without except but or only unless less inch inches in mm cm x y z square round hollow each both "
    "every per all from to left right top bottom"
)


@row(
    "sized",
    "(bent|folded|made|formed|from|in|of|out|,)* <n:bare> (thick|thk)? (steel|mild|stainless|aluminium|aluminum|alu|brass|galvanised|birch|oak|pine|acrylic)* sheet|sheetmetal|gauge|ga|ply|plywood|mdf|hardboard|chipboard|perspex metal|steel|stock|material?",
    example="bent from 3 mm sheet … for a bracket",
    cost=0.1,
)
def _sheet(found: Found) -> Any:
    """Return how thick the sheet is that a part is bent from, where that part is named as well."""
    others = [*found.phrases[: found.start], *found.phrases[found.end :]]
    named = any(phrase.term.sense("part") for phrases in others for phrase in phrases)
    behind = found.terms[found.end : found.end + 1]
    ends = not behind or behind[0].kind == "mark" or behind[0].quantity is None
    if not named or not ends or found.n.form != "plain":
        return None
    size = Size(found.n, Label((), "thickness"))
    bent = {term.word for term in found.terms[found.start : found.end]} & {"bent", "folded"}
    rounded = any(term.word in {"radius", "rad", "radii"} for term in found.terms) or any(
        term.quantity is not None and term.quantity.form == "radius" for term in found.terms
    )
    return (Mark.BENT, size) if bent and rounded else size  # without a radius the bend is sharp


# --- diameters that something is turned down to ---------------------------------------------------------------


@row(
    "sized", "down|turned|reduced|necked|recessed (down)? to <n:diametral>", example="down to Ø13", cost=-0.1
)
@row(
    "sized",
    "down|turned|reduced|necked|recessed (down)? to <n:plain> dia|diameter|diam",
    example="down to 13 dia",
    cost=-0.1,
)
@row("sized", "to <n:diametral>", example="to Ø13", cost=0.4)
def _down_to(found: Found) -> Any:
    return Size(found.n, Label((), "diameter"))


@row(
    "place",
    "(<:feature>)? starting|starts|beginning|begins|start <d:distance> from (the)? <ref:ref>",
    example="starting 60 from the end",
    cost=-0.3,
)
@row(
    "place",
    "(<:feature>)? starting|starts|beginning|begins|start at <d:distance> from (the)? <ref:ref>",
    example="starting at 60 from the end",
    cost=-0.3,
)
def _starting(found: Found) -> Any:
    """Return a distance to where something begins, not to its middle."""
    return Placing("offset", "starts", (found.d,), found.ref, found.text)


# --- cooling fins ------------------------------------------------------------------------------------------------


@row(
    "stated",
    "(with|,|and)* (@component.outer|outermost|end|last|first|outside)? fins|ribs? (are|is|to|be)* flush with|to (the)? (sides|edges|ends|base|side|edge)",
    example="outer fins flush with the sides",
    cost=-0.2,
)
@row(
    "stated",
    "(fins|,|and)* equally|evenly spaced|distributed|spread (across|over|along|on)? (the)? (width|base|plate|it)?",
    example="equally spaced across the width … of fins",
    cost=0.05,
)
def _fins_flush(found: Found) -> Any:
    heat = any(phrase.term.sense("role") == "fins" for phrases in found.phrases for phrase in phrases)
    return Stated(found.text) if heat else None


@row(
    "place",
    "(running|run|runs|going|parallel|extending|aligned|the|fins|,|and)* along|to|with the? (length|long|longer|@long_side / <n:bare>) (side|edge|direction|dimension|way|mm)*",
    example="running along the 80 … fins",
    cost=0.2,
)
def _fins_along(found: Found) -> Any:
    heat = any(phrase.term.sense("role") == "fins" for phrases in found.phrases for phrase in phrases)
    if not heat or (found.n is not None and found.n.form != "plain"):
        return None
    along = Placing("flag", "along_length", (), Reference("length", text=found.text), found.text)
    return along if found.n is None else (along, Size(found.n, Label((), "length")))
