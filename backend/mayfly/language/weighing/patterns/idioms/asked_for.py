"""What people say of a part that they order: what it is not, which model it is for, where its first hole is."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.nodes import Label
from mayfly.language.stopwords import HARMLESS
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.patterns.names.before_nouns import bears_shape
from mayfly.language.weighing.patterns.names.head_of import said_of
from mayfly.language.weighing.topics import BLOCK, CONE, PRISM
from mayfly.language.weighing.values import Context, FirstAngle, Group, Head, Mark, Size, Stated

# --- where the first one of a circle is ------------------------------------------------------------------

_FIRST: Final = (
    "(with|and|,|the|one|a)* (first|1st|one|starting|beginning|starts|begins / <:lone>) (of|them|these|the)* <:feature>? "
    "(is|lies|located|placed|positioned|aligned|lying|sits|at|on|in|along|with|from|to|be|the)*"
)
#: Degrees from the X axis, by the sign and the letter of an axis.
_ANGLES: Final = {("+", "x"): 0.0, ("+", "y"): 90.0, ("-", "x"): 180.0, ("-", "y"): 270.0}


@row(
    "place",
    f"{_FIRST} positive|negative|plus|minus x|y (axis|direction|side)?",
    example="first hole on the positive X axis",
    cost=-0.3,
)
@row("place", f"{_FIRST} - x|y axis|direction|side", example="first hole on the -X axis", cost=-0.3)
def _first_on_half_axis(found: Found) -> Any:
    """Return the angle of the first one, by the half of an axis that it lies on."""
    words = {term.word for term in found.terms[found.start : found.end]}
    sign = "-" if words & {"negative", "minus", "-"} else "+"
    return FirstAngle(_ANGLES[sign, "y" if "y" in words else "x"])


# --- what a part has not ----------------------------------------------------------------------------------


@row(
    "stated",
    "(and|,|with|has)* no|without teeth|rads|tapers|drafts|draughts|taper|draft|knurling|knurls|splines|markings|engraving|logo|text|burrs (or|and|,|nor|teeth|tapers|taper|drafts|draft|chamfers|fillets|radii|knurling|markings|logo|text)* (obviously|please|needed|required|necessary|yet|at|all)*",
    example="no teeth obviously",
    cost=-0.3,
)
def _has_none(found: Found) -> Any:
    """Return what a part has not, as it has not anyway; not where the next words say of what."""
    behind = found.terms[found.end : found.end + 1]
    return Stated(found.text) if not behind or behind[0].kind == "mark" else None


# --- what it belongs to --------------------------------------------------------------------------------------


@row("model", "<w:unknown> <n:bare>", example="XS650")
def _model(found: Found) -> Any:
    """Return the name of a model: capital letters with a number that stands close to them."""
    letters, number = found.w.text, found.terms[found.end - 1]
    named = len(letters) > 1 and letters.isupper() and not number.spaced and found.n.unit is None
    return found.text if named else None


@row(
    "stated",
    "(to|that|which)* for|fits|fit|suits|suit (my|a|an|the|our|his|old)* <:model> <:title_word>?",
    example="for my XS650",
    cost=-0.2,
)
@row(
    "stated",
    "(like|as|similar to)* (a|an|the)* <:model> (-)? like|style|type|compatible|sized",
    example="KF25-like",
    cost=-0.2,
)
@row("pre", "<:model> (-)? like|style|type|compatible", example="KF25-like … disc", cost=0.1)
def _for_model(found: Found) -> Any:
    return Stated(found.text)


@row(
    "pre",
    "sprocket|gear|pulley|bearing|thread carrier|adapter|adaptor|mount|mounting|hub|guard",
    example="sprocket carrier … disc",
    cost=0.3,
)
def _goes_with(found: Found) -> Any:
    """Return what is not made here and a part goes with: the disc that carries a sprocket."""
    return found.text


# --- its surfaces and ends -----------------------------------------------------------------------------------


@row(
    "stated",
    "(both|the|,|with)* end|ends cut (are|is|:|=)* square|straight|perpendicular",
    example="end cut: square",
    cost=-0.2,
)
@row(
    "stated",
    "(,|where|with|and|the|both|all)* leg|legs|arm|arms|flange|flanges length|lengths|size|sizes|dimensions (are|is|being|both|all)* (measured|taken|given|counted)? (on|at|to|over|along|from)* (the)? outside|outer|external (face|faces|side|sides|surface|surfaces|edges|edge)?",
    example="bracket || where the leg lengths are measured on the outside",
    cost=-0.3,
)
@row(
    "stated",
    "leg|legs|arm|arms (are|both|being)* measured|taken|given|counted (on|at|to|over|along|from)* (the)? outside|outer|external (face|faces|side|sides|surface|surfaces)?",
    example="bracket || legs measured outside",
    cost=-0.3,
)
def _outside_anyway(found: Found) -> Any:
    """Return that ends are square and legs measured outside, as they are anyway."""
    return Stated(found.text)


# --- features with a number ----------------------------------------------------------------------------------


@row("stated", "feature|operation|op (no|nr|number|#|.)* <n:bare> :|-|}", example="Feature 1:", cost=-0.4)
def _numbered(found: Found) -> Any:
    """Return the number of a feature that is listed, at the beginning of what is said of it."""
    before = found.terms[found.start - 1] if found.start else None
    begins = before is None or before.kind == "mark"
    return Stated(found.text) if begins and found.n.can_count and found.n.value < _MOST_FEATURES else None


_MOST_FEATURES: Final = 30


@row(
    "stated",
    "tolerance|tolerances|tol|dimensions|dims|sizes (:|=|-|are|is)* nominal|none (only)?",
    example="Tolerance: nominal only",
    cost=-0.4,
)
@row(
    "stated",
    "(and|there|are|with)* no other|further|additional|more features|details|holes|cuts|edges|feature|hole (please|needed|required)*",
    example="No other features",
    cost=-0.3,
)
def _nothing_more(found: Found) -> Any:
    return Stated(found.text)


# --- solid bodies that are called by what they are for ----------------------------------------------------------

_SOLID_USES: Final = "adapter|adaptor|riser|packer|chock|jig|fixture|block|blank"


@row("head", f"<:unknown>? {_SOLID_USES} :|,|- <size:dims>", example="adapter, 75 x 50 x 12.7", cost=0.5)
def _solid_use(found: Found) -> Any:
    """Read what is called by its use, at the very beginning, as the block that its three sizes are of."""
    before = [term.word for term in found.terms[: found.start]]
    size = found.size
    if (
        any(word not in HARMLESS for word in before)
        or not isinstance(size, Group)
        or len(size.sizes) != _SIDES_OF_A_BLOCK
    ):
        return None
    if found.terms[found.start].kind == "word" and bears_shape(found.terms[found.start].word):
        return None
    plain = all(one.number.form == "plain" and not one.label.components for one in size.sizes)
    return Head("part", BLOCK, "block", said=(size,), implied=True) if plain else None


_BOARDS: Final = "ply|plywood|mdf|hardboard|chipboard|pine|oak|birch|wood|timber|board"


@row(
    "head",
    f"(<:unknown> / <:room>)? spacer|packer|shim|batten|strip|slat|block (cut|made|from|out|of|in|,)* <t:bare> (thick|thk)? (birch|oak|pine)? {_BOARDS} :|,|- <size:dims>",
    example="spacer from 18 mm ply: 500 x 60 x 18",
    cost=-1.6,
)
def _of_board(found: Found) -> Any:
    """Return what is cut from a board as thick as the least of its sizes: a block, whatever it is called."""
    sizes = found.size.sizes if isinstance(found.size, Group) else ()
    if len(sizes) != _SIDES_OF_A_BLOCK or any(one.label.components for one in sizes):
        return None
    least = min(one.number.value for one in sizes)
    return Head("part", BLOCK, "block", said=(found.size,)) if found.t.value == least else None


_SIDES_OF_A_BLOCK: Final = 3
_POLYGONS: Final = "hex|hexagonal|hexagon|octagonal|pentagonal"
_BODIES: Final = "base|foot|body|plate|block|disc|section|part|blank|slab"


@row(
    "head",
    f"(regular)? <shape:polygonal> {_BODIES} <said:sized>",
    example="hexagonal base 50 mm across flats",
    cost=-0.2,
)
def _polygonal_body(found: Found) -> Any:
    """Return the prism that a base with so many sides is."""
    return Head("part", PRISM, f"{found.shape} prism", said=said_of((found.said,)))


# --- along an axis ------------------------------------------------------------------------------------------------


@row(
    "mark",
    "(that|which)* passes|passing|runs|running|goes|going|drilled|bored (right|all|the|way|through)* along|down|through (the)? (common|central|shared|main|same|long|longitudinal)* axis|@axis|@centre_line",
    example="passes along the common axis",
    cost=-0.3,
)
def _along_axis(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    return Mark.THROUGH if words & _PASSING else None


_PASSING: Final = word_set("passes passing runs running goes going through")


# --- what is conical ------------------------------------------------------------------------------------------


@row(
    "head",
    "<:unknown>? <:unknown>? (boss|cage)? spacer|washer|bush|bushing|plug|ring|boss|standoff|foot|puck|knob ,|{|- conical|tapered|cone-shaped }?",
    example="cage spacer, conical … 20 at the bottom and 16 at the top",
    cost=-0.4,
)
@row(
    "head",
    "(truncated|plain|simple|solid)* conical|tapered spacer|washer|bush|bushing|plug|ring|boss|standoff|foot|puck",
    example="conical washer … 20 at the bottom and 16 at the top",
    cost=-0.2,
)
def _conical(found: Found) -> Any:
    """Return the cone that a spacer or washer is where both its diameters are given by their ends."""
    words = {term.word for term in found.terms[found.end :]}
    return Head("part", CONE, "cone") if "bottom" in words and "top" in words else None


@row(
    "sized",
    "(and|it|which|that|body|sleeve|barrel|,)* extends|projects|protrudes|reaches|sticks (out)? <n:plain> mm|in? (from|beyond|past|out|of|above|behind)* (the|its)? @component.flange",
    example="extends 32 mm from the flange … of a flanged bushing",
    cost=-0.8,
)
def _from_the_flange(found: Found) -> Any:
    """Return how long the body of a bushing is that stands out from its flange."""
    flanged = any(phrase.term.sense("part") == _FLANGED for phrases in found.phrases for phrase in phrases)
    return Size(found.n, Label(("projection",))) if flanged and found.n.form == "plain" else None


@row(
    "context",
    "(the|its)? sleeve|tube|barrel|spigot (part|portion|section)?",
    example="sleeve … extends 32 mm from the flange of a flanged bushing",
    cost=0.1,
)
def _sleeve(found: Found) -> Any:
    """Return the body of a flanged bushing, which is a sleeve."""
    before = [phrase for phrases in found.phrases[: found.start] for phrase in phrases]
    behind = [phrase for phrases in found.phrases[found.end :] for phrase in phrases]
    named = any(phrase.term.sense("part") == _FLANGED for phrase in (*before, *behind))
    words = {term.word for term in found.terms[found.end : found.end + _CLAUSE]}
    return Context("body", text=found.text) if named and words & _STANDS_OUT else None


_STANDS_OUT: Final = word_set("extends projects protrudes reaches sticks")
#: So many terms belong to what is said of a sleeve.
_CLAUSE: Final = 12


_FLANGED: Final = "flanged_bushing"
