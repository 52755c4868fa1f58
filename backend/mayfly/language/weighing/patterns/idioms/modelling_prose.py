"""Modelling steps told at length, as tutorials and chat models do: "which is about 1/8th the height", "to form the base"."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any, Final

from mayfly.language.chunks import Quantity, Term
from mayfly.language.nodes import Label, Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.topics import BLOCK
from mayfly.language.weighing.values import Group, Head, Mark, Placing, Size, Stated

_ABOUT: Final = "approximately|approx|about|roughly|around|nearly|almost|slightly|exactly|marginally|significantly|just|only"
_NOUNS: Final = (
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
#: Whose size is spoken of: "the rectangle's length", which is read without its apostrophe.
_WHOSE: Final = (
    "rectangles|cylinders|circles|squares|prisms|blocks|triangles|objects|plates|hexagons|boxes|cubes|cones|rings|"
    "trapezoids|semi-circles|semicircles|cutouts|slots|holes"
)

# --- shares of other sizes ------------------------------------------------------------------------------------


_PARTS: Final = {
    "half": 0.5, "halves": 0.5, "third": 1 / 3, "thirds": 1 / 3, "quarter": 0.25, "quarters": 0.25, "fourth": 0.25,
    "fourths": 0.25, "fifth": 0.2, "sixth": 1 / 6, "eighth": 0.125, "tenth": 0.1, "twice": 2.0, "double": 2.0,
    "thrice": 3.0,
}  # fmt: skip
_TIMES: Final = {"two": 2, "three": 3, "four": 4, "five": 5}


@row("ratio", "<n:bare> of|the|times|x?", example="1/8 the")
@row(
    "ratio",
    "(a|an|one|two|three|four|five)? half|halves|third|thirds|quarter|quarters|fourth|fourths|fifth|sixth|eighth|tenth|twice|double|thrice",
    example="half",
)
def _ratio(found: Found) -> Any:
    """Return a share of another size; a whole number is one only where it multiplies."""
    words = [term.word for term in found.terms[found.start : found.end]]
    if found.n is None:
        part = next(_PARTS[word] for word in words if word in _PARTS)
        counted = next(
            (term.quantity.value for term in found.terms[found.start : found.end] if term.quantity), 1
        )
        return part * next((_TIMES[word] for word in words if word in _TIMES), counted)
    if found.n.unit is not None or not ("/" in found.n.text or words[-1] in {"times", "x"}):
        return None
    return found.n.value


@row(
    "of_things",
    f"(of|its|their|that|this|those|as|to|both|and|from / {_WHICH} / {_NOUNS} / {_WHOSE} / <:part> / <:role>)*",
    example="the height of the first cylinder",
)
def _of_nouns(found: Found) -> Any:
    return True


@row(
    "stated",
    f"({{ / , / where) (which|that|is|are|being|calculated|as|equal|equals|to|it|{_ABOUT})* <share:ratio> <:of_things> }}?",
    example="cylinder 64 mm high, diameter 8 mm || , which is approximately 1/8th the height of the first cylinder",
    cost=-0.5,
)
@row(
    "stated",
    f"(,|and)* where|making|so|with|meaning (that)? (its)* (<:role> / sides|edges) (is|are|being|{_ABOUT})* <share:ratio> <:of_things>",
    example="60 x 30, || where the width is approximately half the length",
    cost=-0.5,
)
@row(
    "stated",
    f"(,|and)* where|making|so|with|meaning (that)? <:of_things> is|are (being|{_ABOUT})* <share:ratio> <:of_things>",
    example="60 x 30, || where the shorter sides are roughly half the size of the longer sides",
    cost=-0.5,
)
@row(
    "stated",
    "({ / ,) (which|that|is|are|being)* same|equal|matching <:of_things> }?",
    example="prism 15 mm wide, 40 mm long, a cut 15 mm wide || , matching the width of the prism",
    cost=-0.3,
)
def _share_said(found: Found) -> Any:
    """Return what share of another size a size is, where both were given as numbers that fit together."""
    before = found.terms[max(0, found.start - 3) : found.start]
    if not any(term.quantity is not None for term in before):
        return None
    share = found.share or 1.0
    earlier = found.terms[: found.start]
    numbers = [at for at, term in enumerate(earlier) if term.quantity is not None]
    words = {term.word for term in found.terms[found.start : found.end]}
    others = _of_roles(earlier, numbers, words) or numbers
    ones = numbers if words & _OF_NAMED else numbers[-1:]
    pairs = ((_value(earlier[k]), _value(earlier[m])) for k in ones for m in others if k != m)
    far = _ROUGHLY if words & _LOOSE else _NEARLY
    return Stated(found.text) if any(_is_about(one, share * other, far) for one, other in pairs) else None


#: What names the size that is a share; otherwise it is the one before.
_OF_NAMED: Final = word_set("where making so with meaning")
#: Words for one size, as a noun and as an adjective.
_ROLES: Final = tuple(
    word_set(words)
    for words in (
        "length long",
        "width wide",
        "height high tall",
        "diameter dia",
        "radius",
        "thickness thick",
    )
)
_BEFORE_NUMBERS: Final = word_set("of is = : being")


def _of_roles(terms: Sequence[Term], numbers: Sequence[int], words: AbstractSet[str]) -> list[int]:
    """Return the numbers that were said to be the size whose share is spoken of: "a length of 60"."""
    named = frozenset().union(*(role for role in _ROLES if role & words))
    found = []
    for at in numbers:
        before = at - 1
        while before > 0 and terms[before].word in _BEFORE_NUMBERS:
            before -= 1
        behind = terms[at + 1].word if at + 1 < len(terms) else ""
        if terms[before].word in named or behind in named:
            found.append(at)
    return found


def _value(term: Term) -> float:
    return term.quantity.value if term.quantity is not None else 0.0


def _is_about(one: float, other: float, far: float) -> bool:
    return other > 0 and abs(one / other - 1) <= far


#: How far a share that is told in passing may be off, with "about" before it and without: people round.
_ROUGHLY: Final = 0.35
_NEARLY: Final = 0.15
_LOOSE: Final = word_set("approximately approx about roughly around nearly almost")


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
    f"(with|of|its|to)* <label:noun> (that|which|is|of|should|shall|be|being|{_ABOUT})* <:ratio> <:of_things> ({_NAMELY})* ({{ / ,|specifically|namely) ({_NAMELY})* <n:plain> }}?",
    example="a diameter that is half of the first cylinder (approximately 15 mm)",
    cost=-0.6,
)
@row(
    "sized",
    f"(with|of|its|to)* <label:noun> (that|which|is|of|should|shall|must|be|being|{_ABOUT})* (equal to / same as / match|matches|matching / larger|smaller|greater|less|longer|shorter|wider|narrower|higher|taller than) <:of_things> ({_NAMELY})* ({{ / ,|specifically|namely|at) ({_NAMELY})* <n:plain> }}?",
    example="a height equal to the width of the base (25 mm)",
    cost=-0.6,
)
@row(
    "sized",
    f"(but|and|with|,)* ({_ABOUT})* <:ratio> (of|its)* <label:noun> (<:of_things>)? ({_NAMELY})* ({{ / ,|specifically|namely|around|approximately) ({_NAMELY})* <n:plain> }}?",
    example="half the diameter of the original circle, specifically 25 mm",
    cost=-0.6,
)
@row(
    "sized",
    "(with|of|to|and|but|,)* same <label:noun> of|: <n:plain>",
    example="with the same width of 15 mm",
    cost=-0.4,
)
@row(
    "sized",
    "(with|of|to|but|and|,)* (slightly)? reduced|increased|larger|smaller|shorter|longer|greater <label:noun> of <n:plain>",
    example="a reduced width of 15 mm",
    cost=-0.3,
)
def _size_by_another(found: Found) -> Any:
    """Return a size that is compared with another one, and given as a number as well."""
    return Size(found.n, found.label) if found.n.form in {"plain", "diameter", "radius"} else None


@row(
    "sized",
    "(with|of|its)* <one:noun> and|& <two:noun> of|: <n:plain> (mm)? (each|both)?",
    example="a length and width of 40 mm each",
    cost=-0.5,
)
@row(
    "sized",
    "<n:plain> (mm)? (in|for|along) (both)? <one:noun> and|& <two:noun>",
    example="40 mm in length and width",
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
    "(with|and|its|,)* inner|inside hole|bore|opening (with|of|has|having)* (<role:role>)? (of|is|=|:)* <n:plain>",
    example="hollow cylinder, 60 outer diameter, || an inner hole diameter of 40 mm",
    cost=-0.4,
)
def _inner_hole(found: Found) -> Any:
    """Return the inner diameter of what is hollow anyway: a tube, a ring."""
    role = found.role or "diameter"
    before = {term.word for term in found.terms[: found.start]}
    if (
        not before & _RINGS
        or role not in {"diameter", "radius"}
        or found.n.form not in {"plain", "diameter", "radius"}
    ):
        return None
    return Size(found.n, Label(("inner",), role))


_RINGS: Final = word_set("hollow ring tube pipe washer sleeve annulus bushing annular")

# --- what a step is for ----------------------------------------------------------------------------------------

_MAKE: Final = "form|create|complete|achieve|give|make|produce|obtain|generate|get|become|yield|finish"
_MAKING: Final = "forming|forms|creating|completing|giving|making|producing|yielding|finishing"
_KINDS: Final = (
    "final|desired|required|solid|complete|basic|main|resulting|original|initial|whole|"
    "entire|simple|finished|single|overall|closed|combined|base|rectangular|cylindrical|circular|triangular|"
    "thin|flat|tiered|stepped|slanted|sloping|inclined|angled|symmetric|irregular|thick|hollow|u|l|t|-|shaped|effect|new|second|cad|small|large|smaller|larger"
)
_MADE_OF_IT: Final = (
    "object|shape|model|solid|part|body|form|structure|design|piece|geometry|feature|effect|appearance|sketch|"
    "prism|base|plate|cylinder|block|disc|disk|ring|hole|cutout|cut-out|cavity|column|columns|slot|rod|tube|segment|section|space|staircase|mold|mould|vessel|container"
)


@row(
    "stated",
    f"(,|and|thus|thereby|effectively|so|as|in|order)* (to {_MAKE} (up)? / {_MAKING} / result|resulting in) (up|this|that|our|appearance|of|another)* ({_KINDS} / <:part>)* ({_MADE_OF_IT} / <:part> / <:feature>)",
    example="a circle of 20 mm, extrude it by 12 mm || to form the final object",
    cost=-0.2,
)
def _what_comes_out(found: Found) -> Any:
    """Return what a step makes, where no size follows that would be of it."""
    behind = found.terms[found.end : found.end + 2]
    before = any(term.quantity is not None for term in found.terms[: found.start])
    if not before or _is_hollowed(found) or any(term.quantity is not None for term in behind):
        return None
    if behind and behind[0].word in _GOING_ON:
        return None  # "to form a cylinder with a height of 10"
    return Stated(found.text)


_HOLLOWS: Final = word_set("hollow ring tube pipe cup tray frame annulus container vessel bucket")
_HOLLOWED: Final = word_set(
    "inner hole holes hollow ring annulus inside cut cutout cut-out wall walls circles cavity negatively opening "
    "empty pocket bore tube pipe shell rectangles squares"
)


def _is_hollowed(found: Found) -> bool:
    """Return whether something is called hollow of which nothing hollow was said before."""
    words = {term.word for term in found.terms[found.start : found.end]}
    before = {term.word for term in found.terms[: found.start]}
    return bool(words & _HOLLOWS) and not before & _HOLLOWED


_GOING_ON: Final = word_set("with of measuring having which that whose")


@row(
    "stated",
    "(with|of|to|using|based|on|has|having|and|its|follows|following)* specific|given|specified|certain|precise|exact|required|desired|particular|named (,|and)* dimensions|sizes|measurements|parameters|proportions|coordinates|specifications|height|diameter|length|width|depth|thickness|amount|distance (and|, (height|diameter|length|width|dimensions|coordinates|features|holes))* (:)?",
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
    "(ensure|ensuring|make|making|sure|and|,|so)* (that)? (these|both|all|those|they|it|this / <:count>)* (rectangles|circles|shapes|parts|sketches|bodies|blocks|cylinders|squares|pieces|sketch|profile)? (should|must)* are|is|be|remain connected|closed|joined|fused|united|attached (together|to|form|single|closed|one|shape|solid|and|can|be|extruded|loop|each|other)*",
    example="Ensure that these two rectangles are connected to form a closed shape",
    cost=-0.2,
)
@row(
    "stated",
    "(ensuring|ensure|make|making|sure|and|,|so|that|it|everything|they|are|is)* (align|aligns|aligned|fit|fits|placed|positioned|orientated|centered|centred) (properly|correctly|perfectly|precisely|accurately|neatly)",
    example="ensuring that it is aligned properly",
    cost=-0.1,
)
def _in_passing(found: Found) -> Any:
    return Stated(found.text)


@row(
    "stated",
    "(,|and|so|as)* to resemble|represent|mimic|simulate (shape|form|appearance|of)* (<:word> / - / of)*",
    example="draw a circle of 8 mm and extrude it by 30 mm || to resemble the bolt of a screw … .",
    cost=-0.3,
)
def _to_resemble(found: Found) -> Any:
    """Return what the last step is meant to look like, where nothing is said of that."""
    before = any(term.quantity is not None for term in found.terms[: found.start]) and not _is_hollowed(found)
    behind = found.terms[found.end : found.end + 1]
    words = {term.word for term in found.terms[found.start : found.end]}
    ends = (not behind or behind[0].kind == "mark") and words.isdisjoint(_SHAPING)
    return Stated(found.text) if before and ends else None


#: Words that give a comparison a shape of its own: "a bolt with a hole", "a box with an open top".
_SHAPING: Final = word_set(
    "with without having has have open hole holes legs leg hollow bent and but star staircase steps"
)
#: What is compared with something before its shape is said, and how it was made where that was said before.
_GENERAL: Final = word_set("object shape model structure figure design form part it this that which")
_DRAWN_OUT: Final = word_set(
    "extrude extruded extruding extrusion revolve revolved sweep loft union join joined"
)


@row(
    "stated",
    "(it|which|that|this|object|shape|and|to|final|,|should|will)* (resemble|resembles|resembling / look|looks|looking|shaped like) <:word> (<:word> / -)*",
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
    words = {term.word for term in found.terms[found.start : found.end]}
    earlier = [term.word for term in found.terms[: found.start]]
    sized = any(term.quantity is not None for term in found.terms[: found.start])
    opening = not sized and earlier[-1:] != [] and earlier[-1] in _GENERAL
    drawn = not _DRAWN_OUT.isdisjoint(earlier) and words.isdisjoint(_SHAPING) and "shaped" not in words
    return Stated(found.text) if ends and not named and not words & _HOLLOWS and (opening or drawn) else None


_BEHIND_COMPARISONS: Final = word_set("with by using where and that placed consisting")


@row(
    "stated",
    "(,|and|then|it|they|is|are|be|should|must|that|which)* (positioned|placed|located|arranged|orientated|attached|aligned|situated|sized|set|created|made|drawn|cut)* (such / in (such)? (way|manner)) that",
    example="a hole || positioned such that",
    cost=0.05,
)
@row(
    "stated",
    "(,|and|then|by|while|also)* ensure|ensuring|make|making|guarantee|verify (sure|certain)? (that)?",
    example="ensuring that",
    cost=0.1,
)
@row(
    "stated",
    "(,|and|then|by|with)* positioning|placing|locating|arranging|position|place|put|arrange|locate (it|them|each|this|these|those|one|both|all)* (hole|holes|cylinder|cylinders|rectangle|rectangles|square|squares|circle|circles|cutout|cutouts|slot|slots|block|rod|one|shape|shapes|cut-out|sketch|column|columns|leg|legs)? (symmetrically|directly|precisely|exactly|so|such that)?",
    example="4 holes, || positioning each hole",
    cost=0.1,
)
@row("stated", "slightly|marginally|significantly|substantially|precisely", example="slightly", cost=0.1)
@row(
    "stated",
    "(,|and|then|finally|next|once)* after|once|upon|following (creating|making|completing|sketching|drawing|extruding|forming|finishing|building|having|this|that|your|created|drawn|it|is|has|been)* (extrusion|sketch|ring|cylinder|base|block|shape|polyline|profile|object|body|plate|step|trapezoid|hexagon|pentagon|rectangle|square|circle / <:part>) (is|has|been|complete|completed|created|drawn|finished|done|extruded|made)* ,?",
    example="After creating the ring,",
    cost=-0.1,
)
@row(
    "stated",
    "(,|and|with|of)* separate|distinct|different|individual|overlapping|adjacent (main|cylindrical|rectangular)? (sections|components|elements|portions|features|tiers|levels)",
    example="with distinct sections",
    cost=0.2,
)
def _connecting(found: Found) -> Any:
    """Return words that connect a step with what is said of it."""
    return Stated(found.text)


# --- steps ------------------------------------------------------------------------------------------------------


@row(
    "head",
    "(then|and|,)* (perform|do|apply|make|carry) (out)* extrusion (with|of|by|to|height|depth|length|distance|thickness|it|has|is|should|be)* <n:plain> (mm|high|deep|thick|tall|long)? (on|to|of|for (it|this|that|them|sketch|square|circle|rectangle|shape|profile|circular|square)*)?",
    example="draw a square || perform an extrusion of 20 mm on it",
    cost=-0.4,
)
@row(
    "head",
    "<:extruding> by (significant|small|large|slight|substantial|specific|smaller|larger|certain|same|vertical)* amount|distance|height|depth|value ,|of|:|specifically|namely|which|is* <n:plain>",
    example="extrude it by a significant amount, specifically 20 mm",
    cost=-0.5,
)
@row(
    "head",
    "<:extruding> (vertically|upwards|upward|up|by|it|along|z|axis|-|and|linearly|straight|then)* (to|,|and|thus)* form|create|make|get|obtain|give|forming|creating (solid|single|outer|main|large|small|smaller|base|vertical|short|tall|another|second|cylindrical|rectangular)* (<:part> / {_MADE_OF_IT}) (with|of|having|that|which|is|has|measuring)* (height|thickness|depth|length) (of|is|=|:)* <n:plain>".replace(
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
    "(,|that|which|and|it|should|must|shall|will|to|ensuring|it's)* extend|extends|extending|run|runs|running|go|goes|going|pass|passes|passing|span|spans|spanning|cut|cuts|cutting|penetrate|penetrates (completely|fully|vertically|straight|right|all|way|entirely|from|top|to|bottom|across)* through|throughout|across|over (its)? entire|whole|full|complete|total (height|length|thickness|depth|width|body|part|object|plate|block|cylinder|prism|shape|solid|it|model|extrusion / <:part>)? (of (this|that)* (entire|whole|larger|main|first|base|rectangular|solid)* (cylinder|prism|block|plate|object|part|rectangle|body|box|shape|it|disc|ring / <:part>))?",
    example="hole || that extends through the entire height of the cylinder",
    cost=-0.4,
)
@row(
    "mark",
    "(,|and|that|which|spans|spanning|spans|with|has|is|its|of|for)* (its)* (same|entire|whole|full) height|thickness|depth|length (as|of) (this|that)* (<:part> / cylinder|prism|block|plate|object|part|rectangle|body|box|shape|square|sketch|ring|disc|base)",
    example="hole || the same height as the cylinder",
    cost=-0.3,
)
def _right_through(found: Found) -> Any:
    """Return that a hole or cut-out goes through, which was named before."""
    before = [
        phrase.term for phrases in found.phrases[max(0, found.start - 25) : found.start] for phrase in phrases
    ]
    words = {term.word for term in found.terms[max(0, found.start - 25) : found.start]}
    cut = any(term.sense("feature") in _CUT for term in before) or "empty" in words
    return Mark.THROUGH if cut else None


_CUT: Final = word_set("hole bore slot pocket cut")


@row(
    "head",
    "the|this prism|cuboid",
    example="rectangular prism 60 x 40 x 10. || The prism … is steel",
    cost=-0.2,
)
def _that_prism(found: Found) -> Any:
    """Return the prism that was named before, which is called no more than a prism now."""
    before = [phrase for phrases in found.phrases[: found.start] for phrase in phrases]
    named = [one for one in before if one.term.sense("part") and "prism" in one.term.text.lower()]
    if not named:
        return None
    return Head("part", named[-1].term.senses["part"], "prism", definite=True)


@row(
    "head",
    "the triangle",
    example="right triangular prism. || The triangle … has a base of 30 and a height of 40",
    cost=-0.3,
)
def _its_triangle(found: Found) -> Any:
    """Return the section of a triangular prism that was only named before."""
    before = [phrase for phrases in found.phrases[: found.start] for phrase in phrases]
    named = [one.term for one in before if one.term.sense("part")]
    words = named[-1].text.lower().split() if named else []
    if "triangular" not in words or any(term.quantity is not None for term in found.terms[: found.start]):
        return None
    near = {term.word for term in found.terms[: found.start]}
    name = "right_triangle" if near & {"right", "right-angled"} else "triangle"
    if near & {"equilateral", "isosceles", "scalene", "obtuse"}:
        name = "equilateral" if "equilateral" in near else "triangle"
    return Head("sketch", name, name, definite=True)


_SIDES_OF: Final = {"triangle": 3, "square": 4, "pentagon": 5, "hexagon": 6, "octagon": 8}


@row(
    "stated",
    "(with|having|of|,)* <n:count> (equal)? sides (and)?",
    example="a hexagon || with 6 sides",
    cost=-0.3,
)
def _as_many_sides(found: Found) -> Any:
    """Return how many sides a polygon has, which its name says."""
    before = [term.word for term in found.terms[max(0, found.start - 3) : found.start]]
    return Stated(found.text) if any(_SIDES_OF.get(word) == found.n for word in before) else None


_POLYGONS: Final = word_set(
    "hexagon hexagonal octagon octagonal pentagon pentagonal polygon prism triangle triangular equilateral square"
)


@row(
    "sized",
    "(with|,|and|has|having|where|its)* each|every|all (of|its)* side|sides (is|are|should|be|have|has|having|with|measuring|measures|being|of|long|length)* <n:plain>",
    example="a hexagonal prism || with each side having a length of 15 mm",
    cost=-0.5,
)
def _each_side(found: Found) -> Any:
    """Return the side of a polygon that is said of each side."""
    before = {term.word for term in found.terms[max(0, found.start - 25) : found.start]}
    return Size(found.n, Label((), "side")) if before & _POLYGONS and found.n.form == "plain" else None


@row(
    "sized",
    "(,|and|with|have|has|of)* (inside|inner|inward|internal|wall)? padding|inset (thickness|of|is|=|:)* <n:plain> (on|along|from|at)* (all|each|every|four|both)* (sides|side|edges)?",
    example="a square tube 60 x 60, 300 long, || an inside padding of 4 mm on all sides",
    cost=-0.3,
)
def _padding(found: Found) -> Any:
    """Return the wall of what is hollow, called the padding of its opening."""
    before = {term.word for term in found.terms[: found.start]}
    words = {term.word for term in found.terms[found.start : found.end]}
    if not before & _HOLLOW or "padding" not in words or found.n.form != "plain":
        return None
    return Size(found.n, Label(("wall",)))


_HOLLOW: Final = word_set("pipe tube hollow frame duct")


@row(
    "sized",
    "(then|and|,)* shell|hollow (out)? (it|from)* (top)? (face|surface|side|end)? (of (this)* (cylinder|box|block|cube|prism|solid|body|part|it))? inward|inwards (by|to|with|wall|thickness|of)* <n:plain> (thick|wall|walls)?",
    example="cylinder 100 dia 60 high. || Then shell the top face of the cylinder inward by 5 mm",
    cost=-0.6,
)
def _shelled_from_top(found: Found) -> Any:
    """Return that a body is hollowed out; open at the top where that face is named."""
    if found.n.form != "plain":
        return None
    words = {term.word for term in found.terms[found.start : found.end]}
    wall = Size(found.n, Label(("wall",)))
    return (Mark.HOLLOW, Mark.OPEN_TOP, wall) if "top" in words else (Mark.HOLLOW, wall)


@row(
    "place",
    "(then|and|,)* hollow|hollowed (it|box|block|cylinder|part|body|cube|prism|solid)* out? from (its)* top (face|surface|side)?",
    example="box 60 x 40 x 30. || Hollow it out from the top … with 3 mm walls",
    cost=-0.5,
)
def _hollowed_from_top(_: Found) -> Any:
    return Mark.HOLLOW, Mark.OPEN_TOP


@row(
    "place",
    "(,|and|are|is|be|should|in|positioned|placed|positioning|arranged|arrange|spaced|located|them|these|holes)* (arranged|placed|positioned|spaced|positioning|in) (them|evenly|equally|in)* triangular|circular|radial|square|ring|pentagonal|hexagonal formation|pattern|arrangement|layout|array|configuration ((around|about) (its)* (@marker.centre|center|centre|central|axis|hole|bore|middle|of|cylinder|disc|plate|ring|part / <:part>)*)?",
    example="3 holes || arranged in a triangular formation around the central hole",
    cost=-0.4,
)
def _in_formation(found: Found) -> Any:
    """Return that features are spread evenly around the middle."""
    return Mark.EQUALLY


@row(
    "place",
    "(,|and|each|is|are|be|should|these|smaller|holes|hole|with|their|at|located|placed|positioned|on|whose)* (@marker.centre|centers|centres|offset|located|positioned|placed)* (from|of|at|is|are|located|distance|offset|radius|by)* <n:plain> (from|off) @marker.centre|center|centre (of (this)* (cylinder|disc|ring|plate|base / <:part>))? (towards|toward|to) (its)* (outer|outside)? edge|rim|circumference (of (this)* (cylinder|disc|ring|plate / <:part>))?",
    example="3 holes equally spaced, || offset 24 mm from the center towards the outer edge",
    cost=-0.6,
)
@row(
    "place",
    "(,|and|with|their|each|whose|its)* (centers|centres|center|centre)? (are|is|being|located|placed|positioned|lie|lying)* at (radius / radial distance / distance) of <n:plain> from (its)* @marker.centre|center|centre (of (this)* (cylinder|disc|ring|plate|base / <:part>))?",
    example="3 holes equally spaced, || each at a radius of 24 mm from the center of the ring",
    cost=-0.6,
)
@row(
    "place",
    "(,|and|each|is|are|be|should|these|smaller|holes|hole|with|their|positioned|placed)* offset|away|spaced|displaced from (its)? @marker.centre|centre (of (this)? (cylinder|disc|ring|plate|base / <:part>))? by (a|distance|of)* <n:plain> ((towards|toward|to) (its)? (outer|outside)? edge|rim|circumference (of (this)? (cylinder|disc|ring|plate / <:part>))?)?",
    example="3 holes equally spaced, || offset from the center by 24 mm towards the outer edge of the cylinder",
    cost=-0.6,
)
@row(
    "place",
    "(,|and)* (each (of them)? / with (their) centers|centres) (at|is|being|placed|located|distance|of|by|offset)* <n:plain> (away)? from (its)* @marker.centre|center|centre (of (this)* (cylinder|disc|ring|plate|base / <:part>))?",
    example="3 holes in a circular pattern, || each 24 mm from the center",
    cost=-0.3,
)
def _off_the_middle(found: Found) -> Any:
    """Return the circle on which several features lie, by how far each is from the middle."""
    before = [phrase.term for phrases in found.phrases[: found.start] for phrase in phrases]
    several = [term for term in before if term.sense("feature") and term.plural]
    if not several or found.n.form not in {"plain", "radius"}:
        return None
    return Placing("circle", "radius", (found.n,), text=found.text)


@row(
    "place",
    "(,|and|is|be|should|it|slightly|hole|positioned|placed|located|that)* (closer|nearer) to (its)* (@left|@right|@front|@back|@top|@bottom) (side|edge|end)? (,|by|and|offset|shifted|being|it|is)* <d:plain> (from|off) (its)* @marker.centre|center|centre (towards|toward|to) (@left|@right|@front|@back|@top|@bottom) (side|edge|end)?",
    example="a hole || slightly closer to the left side, offset by 5 mm from the center towards the left",
    cost=-0.6,
)
@row(
    "place",
    "(,|and|is|be|should|it|slightly|positioned|placed|located)* (offset|shifted|moved|displaced) (slightly)? (by)? <d:plain> (from|off) (its)* @marker.centre|center|centre (of (this)* (rectangle|plate|face|block|part / <:part>))? (towards|toward|to) (@left|@right|@front|@back) (side|edge|end)?",
    example="a hole || offset by 5 mm from the center towards the left",
    cost=-0.5,
)
def _off_centre(found: Found) -> Any:
    sides = [sense for sense in found.senses() if sense in _SIDES]
    if len(set(sides)) != 1 or found.d.form != "plain":
        return None
    return Placing("offset", sides[0], (found.d,), _CENTRE, found.text)


_SIDES: Final = ("left", "right", "front", "back")
_CENTRE: Final = Reference("centre", text="the centre")
_GIVEN: Final = (
    "with|,|and|of|that|which|has|having|specific|dimensions|:|both|its|is|are|thickness|size|sizes"
)


@row(
    "head",
    f"(flat|square|rectangular|square-shaped|rectangular-shaped|hollow|simple|picture)* frame ({_GIVEN})* outer|outside|external length ({_GIVEN})* <a:plain> ({_GIVEN})* (outer|outside|external)? width ({_GIVEN})* <b:plain> ({_GIVEN})* (inside|inner|wall|border|bar|frame|uniform)* padding|border|wall|thickness|width ({_GIVEN})* <p:plain> ({_GIVEN})* (on|all|sides|around|in)* (extrusion|total|overall)? height|thickness|depth ({_GIVEN})* <h:plain>",
    example="square frame with an outer length of 150 mm, an outer width of 150 mm, an inside padding of 20 mm and a height of 3 mm",
    cost=-0.8,
)
def _border(found: Found) -> Any:
    """Return a block with an opening right through it, a border away from its sides."""
    sides = (found.a, found.b)
    if any(one.form != "plain" or one.unit != found.p.unit for one in (*sides, found.h)):
        return None
    open_sides = [replace(one, value=one.value - 2 * found.p.value) for one in sides]
    if min(one.value for one in open_sides) <= 0:
        return None
    sizes = tuple(
        Size(number, Label((), role))
        for number, role in zip((*sides, found.h), ("length", "width", "height"), strict=True)
    )
    opening = Group(tuple(Size(one) for one in open_sides))
    return (
        Head("part", BLOCK, "frame", said=sizes),
        Head("pocket", "opening", "opening", said=(opening, Mark.THROUGH)),
    )


@row(
    "pre",
    "(very|relatively|fairly|slightly|extremely|much|even)* long|longer|short|shorter|thin|thinner|tall|taller|large|small|big|wide|wider|narrow|narrower|tiny|low|slender",
    example="very long … rectangular tube",
    cost=0.1,
)
def _how_large(found: Found) -> Any:
    """Return a word for how large something is, which its sizes say; behind a number it is a size."""
    before = found.terms[found.start - 1] if found.start else None
    return None if before is not None and before.quantity is not None else found.text
