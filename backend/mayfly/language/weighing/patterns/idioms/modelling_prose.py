"""Modelling steps told at length, as tutorials and chat models do: "which is about 1/8th the height", "to form the base"."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Group, Head, Mark, Size, Stated

_ABOUT: Final = (
    "approximately|approx|about|roughly|around|nearly|almost|slightly|exactly|marginally|significantly|just|only"
)
_THINGS: Final = (
    "rectangle|rectangular|circle|circular|square|triangle|triangular|trapezoid|trapezium|hexagon|polygon|"
    "semi-circle|semicircle|semi|-|cylinder|cylindrical|prism|cube|cuboid|box|block|cone|sphere|sketch|profile|"
    "shape|object|part|model|solid|piece|body|cutout|cut-out|cut|hole|slot|channel|leg|rod|plate|column|base|"
    "top|bottom|section|segment|extrusion|one|size|area|volume|edge|edges|side|sides|end"
)
_WHICH: Final = (
    "first|second|third|fourth|other|original|initial|previous|existing|larger|smaller|large|small|big|bigger|"
    "outer|inner|upper|lower|main|whole|entire|overall|total|full|shorter|longer|short|long|horizontal|vertical|"
    "central"
)

# --- shares of other sizes ------------------------------------------------------------------------------------


@row("ratio", "<n:bare> of|the|times|x?", example="1/8 the")
@row(
    "ratio",
    "(a|an|one|two|three)? half|halves|third|thirds|quarter|quarters|fourth|fourths|fifth|sixth|eighth|tenth|twice|double|thrice",
    example="half",
)
def _ratio(found: Found) -> Any:
    """Return a share of another size; a whole number is one only where it multiplies."""
    if found.n is None:
        return True
    last = found.terms[found.end - 1].word
    return True if "/" in found.n.text or last in {"times", "x"} else None


@row(
    "of_things",
    f"(of|the|its|their|that|this|those|a|an|as|to|both|and|from / {_WHICH} / {_THINGS} / <:part> / <:role>)*",
    example="the height of the first cylinder",
)
def _of_things(found: Found) -> Any:
    return True


@row(
    "stated",
    f"({{ / , / where) (which|that|is|are|being|calculated|as|equal|equals|to|it|{_ABOUT})* <:ratio> <:of_things> }}?",
    example="diameter 8 || , which is approximately 1/8th the height of the first cylinder",
    cost=-0.5,
)
@row(
    "stated",
    f"(,|and)* where|making|so|with|meaning (that)? (the|its)* (<:role> / sides|edges) (is|are|being|{_ABOUT})* <:ratio> <:of_things>",
    example="60 x 30, || where the width is approximately half the length",
    cost=-0.5,
)
@row(
    "stated",
    f"(,|and)* where|making|so|with|meaning (that)? (the)* <:of_things> is|are (being|{_ABOUT})* <:ratio> <:of_things>",
    example="60 x 30, || where the shorter sides are roughly half the size of the longer sides",
    cost=-0.5,
)
@row(
    "stated",
    f"({{ / ,) (which|that|is|are|being)* (the)? same|equal|matching <:of_things> }}?",
    example="15 mm wide || , matching the width of the prism",
    cost=-0.3,
)
def _share_said(found: Found) -> Any:
    """Return what share of another size a size is that was given as a number before."""
    before = found.terms[max(0, found.start - 3) : found.start]
    return Stated(found.text) if any(term.quantity is not None for term in before) else None


@row("worked_out", "<:number>", example="0.75")
@row("worked_out", "<:inline>", example="the length")
def _worked_out(found: Found) -> Any:
    return True


@row(
    "stated",
    "{ (which|is|as|was)* calculated|computed|derived|obtained|determined <:worked_out> <:worked_out>* }",
    example="8 mm || (calculated as half the length plus 3 mm)",
    cost=-0.5,
)
def _how_worked_out(found: Found) -> Any:
    """Return how a number came about that stands before it."""
    before = found.terms[max(0, found.start - 2) : found.start]
    return Stated(found.text) if any(term.quantity is not None for term in before) else None


_NAMELY: Final = f"specifically|namely|i.e.|which|that|is|being|at|of|,|{_ABOUT}"


@row(
    "sized",
    f"(with|a|an|the|of|its|to)* <label:noun> (that|which|is|of|should|shall|be|being|{_ABOUT})* <:ratio> <:of_things> ({_NAMELY})* ({{ / ,|specifically|namely) ({_NAMELY})* <n:plain> }}?",
    example="a diameter that is half of the first cylinder (approximately 15 mm)",
    cost=-0.6,
)
@row(
    "sized",
    f"(with|a|an|the|of|its|to)* <label:noun> (that|which|is|of|should|shall|must|be|being|{_ABOUT})* (equal to / (the)? same as / match|matches|matching / larger|smaller|greater|less|longer|shorter|wider|narrower|higher|taller than) <:of_things> ({_NAMELY})* ({{ / ,|specifically|namely|at) ({_NAMELY})* <n:plain> }}?",
    example="a height equal to the width of the base (25 mm)",
    cost=-0.6,
)
@row(
    "sized",
    f"(but|and|with|,)* ({_ABOUT})* <:ratio> (of|the|its)* <label:noun> (<:of_things>)? ({_NAMELY})* ({{ / ,|specifically|namely|around|approximately) ({_NAMELY})* <n:plain> }}?",
    example="half the diameter of the original circle, specifically 25 mm",
    cost=-0.6,
)
@row(
    "sized",
    "(with|of|to)* (the)? same <label:noun> of|: <n:plain>",
    example="with the same width of 15 mm",
    cost=-0.4,
)
@row(
    "sized",
    "(with|of|to)* (a|an)? reduced|increased|larger|smaller|slightly|shorter|longer|greater* <label:noun> of <n:plain>",
    example="a reduced width of 15 mm",
    cost=-0.3,
)
def _size_by_another(found: Found) -> Any:
    """Return a size that is compared with another one, and given as a number as well."""
    return Size(found.n, found.label) if found.n.form in {"plain", "diameter", "radius"} else None


@row(
    "sized",
    "(with|of|a|an|its|the)* <one:noun> and|& (a|the)? <two:noun> of|: <n:plain> (mm)? (each|both)?",
    example="a length and width of 40 mm each",
    cost=-0.5,
)
def _two_alike(found: Found) -> Any:
    """Return two sizes that have one number."""
    names = {found.one.role, found.two.role}
    if found.n.form != "plain" or None in names or len(names) == 1:
        return None
    sizes = Size(found.n, found.one), Size(found.n, found.two)
    return Group(sizes) if names == {"length", "width"} else sizes


@row(
    "sized",
    "(with|and|a|an|its|the|,)* inner|central|inside (through)? hole|bore|opening (with|of|has|having|a|an)* (<role:role>)? (of|is|=|:)* <n:plain>",
    example="hollow cylinder, 60 outer diameter, || an inner hole diameter of 40 mm",
    cost=-0.4,
)
def _inner_hole(found: Found) -> Any:
    """Return the inner diameter of what is hollow anyway: a tube, a ring."""
    role = found.role or "diameter"
    if role not in {"diameter", "radius"} or found.n.form not in {"plain", "diameter", "radius"}:
        return None
    return Size(found.n, Label(("inner",), role))


# --- what a step is for ----------------------------------------------------------------------------------------

_MADE: Final = (
    "form|forming|forms|create|creating|complete|completing|achieve|achieving|give|giving|make|making|produce|"
    "producing|obtain|obtaining|generate|generating|get|become|becoming|yield|yielding|finish|finishing"
)
_KINDS: Final = (
    "final|desired|required|solid|complete|basic|main|resulting|original|initial|whole|"
    "entire|simple|finished|single|overall|closed|combined|base|rectangular|cylindrical|circular|triangular|"
    "thin|flat|tiered|stepped|hollow|u|l|t|-|shaped|effect|new|second|cad|small|large|smaller|larger"
)
_MADE_OF_IT: Final = (
    "object|shape|model|solid|part|body|form|structure|design|piece|geometry|feature|effect|appearance|sketch|"
    "prism|base|plate|cylinder|block|disc|disk|ring|hole|cutout|cut-out|cavity|column|columns|slot|rod|tube"
)


@row(
    "stated",
    f"(,|and|thus|thereby|effectively|in|order|to|so|as)* ({_MADE} / result|resulting in) (the|a|an|up|this|that|our)* ({_KINDS} / <:part>)* ({_MADE_OF_IT} / <:part>)",
    example="extrude it by 12 || to form the final object",
    cost=-0.2,
)
def _what_comes_out(found: Found) -> Any:
    """Return what a step makes, where no size follows that would be of it."""
    words = {term.word for term in found.terms[found.start : found.start + 6]}
    behind = found.terms[found.end : found.end + 2]
    if not words & _LEADING_WORDS or any(term.quantity is not None for term in behind):
        return None
    if behind and behind[0].word in _GOING_ON:
        return None  # "to form a cylinder with a height of 10"
    return Stated(found.text)


_LEADING_WORDS: Final = word_set(f"{_MADE} result resulting".replace("|", " "))
_GOING_ON: Final = word_set("with of measuring having which that whose")


@row(
    "stated",
    "(with|of|to|using|based|on|the|has|having|and|its|follows|following)* specific|given|specified|certain|precise|exact|required|desired|particular|named (,|and)* dimensions|sizes|measurements|parameters|proportions|coordinates|specifications|height|diameter|length|width|depth|thickness|amount|distance (and|, (height|diameter|length|width|dimensions|coordinates|features|holes))* (:)?",
    example="a plate || with specific dimensions",
    cost=-0.3,
)
@row(
    "stated",
    "(cad|complex|simple|abstract|curved|complete|final|whole|entire)* object|shape|model|structure|figure|form (that|which|is|,)*",
    example="complex object",
    cost=0.2,
)
@row(
    "stated",
    "(ensure|ensuring|make|making|sure|and|,|so)* (that)? (these|the|both|all|those|they|it|this / <:count>)* (rectangles|circles|shapes|parts|sketches|bodies|blocks|cylinders|squares|pieces|sketch|profile)? (should|must)* are|is|be|remain connected|closed|joined|fused|united|attached (together|to|form|a|single|closed|one|shape|solid|and|can|be|extruded|loop|each|other)*",
    example="Ensure that these two rectangles are connected to form a closed shape",
    cost=-0.2,
)
@row(
    "stated",
    "(ensuring|ensure|make|making|sure|and|,|so|that|it|everything|the|they|are|is)* (align|aligns|aligned|fit|fits|placed|positioned|oriented|centered|centred) (properly|correctly|perfectly|precisely|accurately|neatly)",
    example="ensuring that it is aligned properly",
    cost=-0.1,
)
def _in_passing(found: Found) -> Any:
    return Stated(found.text)


@row(
    "stated",
    "(it|which|that|this|object|shape|and|to|final|,|should|will)* (resemble|resembles|resembling / look|looks|looking|shaped like) (a|an|the)* <:word> (<:word> / -)*",
    example="an object || that resembles an open book … , 20 mm thick",
    cost=0.4,
)
def _resembling(found: Found) -> Any:
    """Return what the whole is compared with, if that is no part that can be made."""
    behind = found.terms[found.end : found.end + 1]
    named = any(
        phrase.term.sense("part") and phrase.end <= found.end
        for phrases in found.phrases[found.start : found.end]
        for phrase in phrases
    )
    ends = not behind or behind[0].kind == "mark" or behind[0].word in _BEHIND_COMPARISONS
    return Stated(found.text) if ends and not named else None


_BEHIND_COMPARISONS: Final = word_set("with by using where and that placed consisting")


# --- steps ------------------------------------------------------------------------------------------------------


@row(
    "head",
    "(then|and|,|perform|do|apply|make|carry|out|with|an|a|through|using|by)* extrusion (with|of|by|to|a|height|depth|length|distance|thickness|it|has|is|should|be)* <n:plain> (mm|high|deep|thick|tall|long)? (on|to|of|for (it|this|that|them|the|sketch|square|circle|rectangle|shape|profile|circular|square)*)?",
    example="draw a square || perform an extrusion of 20 mm on it",
    cost=-0.4,
)
@row(
    "head",
    "<:extruding> by (a|an|the)* (significant|small|large|slight|substantial|specific|smaller|larger|certain|same|vertical)* amount|distance|height|depth|value ,|of|:|specifically|namely|which|is* <n:plain>",
    example="extrude it by a significant amount, specifically 20 mm",
    cost=-0.5,
)
@row(
    "head",
    "<:extruding> (vertically|upwards|upward|up|by|it|along|the|z|axis|-|and|linearly|straight|then)* (to|,|and|thus)* form|create|make|get|obtain|give|forming|creating (a|an|the|solid|single|outer|main|large|small|base|vertical|short|tall)* (<:part> / {_MADE_OF_IT}) (with|of|having|that|which|is|has|measuring|a|an)* (height|thickness|depth|length) (of|is|=|:)* <n:plain>".replace(
        "{_MADE_OF_IT}", _MADE_OF_IT
    ),
    example="draw a circle || extrude it to form a cylinder with a height of 20 mm",
    cost=-0.8,
)
def _drawn_out(found: Found) -> Any:
    """Return how far a profile is drawn out."""
    if not isinstance(found.n, Quantity) or found.n.form not in {"plain", "word"}:
        return None
    return Head("extrude", "extrusion", "extrusion", said=(Size(found.n),))


@row(
    "mark",
    "(,|that|which|and|it|should|must|shall|will|to|ensuring|it's)* extend|extends|extending|run|runs|running|go|goes|going|pass|passes|passing|span|spans|spanning|cut|cuts|cutting|penetrate|penetrates (completely|fully|vertically|straight|right|all|the|way|entirely|from|top|to|bottom|across)* through|throughout|across|over (the|its)? (entire|whole|full|complete|total)* (height|length|thickness|depth|width|body|part|object|plate|block|cylinder|prism|shape|solid|it|model|extrusion / <:part>)? (of (the|this|that|a)* (entire|whole|larger|main|first|base|rectangular|solid)* (cylinder|prism|block|plate|object|part|rectangle|body|box|shape|it|disc|ring / <:part>))?",
    example="hole || that extends through the entire height of the cylinder",
    cost=-0.4,
)
@row(
    "mark",
    "(,|and|that|which|spans|spanning|spans|with|has|is|a|an|its|of|for)* (the|its)* (same|entire|whole|full) height|thickness|depth|length (as|of) (the|this|that)* (<:part> / cylinder|prism|block|plate|object|part|rectangle|body|box|shape|square|sketch|ring|disc|base)",
    example="hole || the same height as the cylinder",
    cost=-0.3,
)
def _right_through(found: Found) -> Any:
    """Return that a hole or cut-out goes through, which was named before."""
    before = [
        phrase.term
        for phrases in found.phrases[max(0, found.start - 25) : found.start]
        for phrase in phrases
    ]
    cut = any(term.sense("feature") in _CUT for term in before)
    return Mark.THROUGH if cut else None


_CUT: Final = word_set("hole bore slot pocket cut")
