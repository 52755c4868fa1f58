"""Everyday ways to say what an engineer says in a word: "all the way trough", "rises from 3 to 30", "at 6 bar"."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.nodes import Label
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.other_units import OTHER_UNITS
from mayfly.language.weighing.topics import BLOCK
from mayfly.language.weighing.values import Group, Head, Mark, Size, Stated

# --- quantities that are no lengths -----------------------------------------------------------------------

_UNITS: Final = "|".join(sorted(OTHER_UNITS))


@row(
    "stated",
    f"(at|of|to|up|about|max|maximum|under|over|with|until|for|every|only|than|less|more|and|or|roughly)* <:number> {_UNITS} (and|or)?",
    example="at 2900 rpm",
    cost=0.1,
)
@row(
    "stated",
    "at|under|to|of|and|holds|withstands|withstand (a|up|about|pressure|of|max)* <:number> bar|bars",
    example="and 6 bar",
    cost=0.2,
)
def _other_quantity(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    behind = found.terms[found.end : found.end + 1]
    if words & {"bar", "bars"} and behind and (behind[0].quantity is not None or behind[0].word == "of"):
        return None  # "and 2 bars 100 long"
    return Stated(found.text)


# --- through -------------------------------------------------------------------------------------------------


@row(
    "mark",
    "(going|goes|drilled)? all|right|straight|clean (the way)? trough|threw|tru|thro (it)?",
    example="all the way trough",
    cost=0.1,
)
def _through(found: Found) -> Any:
    """Read "all trough", which is "through" by a slip that makes another word of it."""
    return Mark.THROUGH


@row(
    "stated",
    "perforated|pierced|punched|drilled|bored with|by",
    example="perforated with … holes",
    cost=0.05,
)
def _perforated(found: Found) -> Any:
    """Return "perforated with" where the holes are described behind it."""
    behind = [phrase.term for phrases in found.phrases[found.end :] for phrase in phrases]
    return Stated(found.text) if any(term.sense("feature") in {"hole", "slot"} for term in behind) else None


# --- sizes ----------------------------------------------------------------------------------------------------


def _follows(found: Found, convention: str) -> bool:
    """Return whether the text speaks of a part that slopes, or of one that is used upside down."""
    return any(
        phrase.term.sense("convention") == convention for phrases in found.phrases for phrase in phrases
    )


_ONE_END: Final = (
    "(at|on|the|its)* (<:lone> / front|back|rear|left|right|thick|thicker|high|higher|low|lower|thin|thinner|deep|big)"
    " (end|side|edge)?"
)
_OTHER_END: Final = (
    "(at|on|the|its)* other|opposite|front|back|rear|left|right|thin|thinner|thick|thicker|low|lower|high|higher"
    " (end|side|edge)?"
)
_FALLING: Final = (
    "(,|and|but|going|tapering|tapers|sloping|slopes|down|up|rising|falling|to|narrowing|thinning)*"
)


@row(
    "sized",
    "(the|its|and|with|a|so|that|where|which|height|thickness|it|rises|rising|rise|goes|going|grows|growing|increases|"
    "increasing|evenly|slowly|gradually|linearly|smoothly|steadily|tapers|tapering|tapered|slopes|sloping|high|tall)*"
    " from <a:plain> (mm|at|on|the|its|a|thin|thinner|thick|thicker|tall|low|lower|high|higher|front|back|left|right|rear|"
    "end|side|edge|tip|of|, / <:lone>)* (up|down|tapering|going|sloping)? to <b:plain>"
    " (mm|at|on|the|its|a|thin|thinner|thick|thicker|low|lower|high|higher|other|front|back|left|right|rear|end|side|edge|"
    "tip|heel|opposite)*",
    example="the height rises evenly from 3 mm at the tip to 30 mm at the back … of a wedge",
    cost=-0.3,
)
@row(
    "sized",
    f"(its|it|with|,)* <a:plain> (mm)? thick|high|tall|deep? {_ONE_END} {_FALLING} <b:plain> (mm)? thick|high|tall|deep? {_OTHER_END}",
    example="10 thick at one end, tapering to 2 thick at the other end … of a wedge",
    cost=-0.5,
)
@row(
    "sized",
    "(its|it|with|,)* <a:plain> (mm)? thick|high|tall|deep (at|on) one end (down|tapering|falling|sloping|to|and|,)* <b:plain> (mm)? (thick|high|tall|deep)? (at|on) (the)? other (end)?",
    example="20 high at one end down to 5 at the other … of a wedge",
    cost=-0.5,
)
@row(
    "sized",
    f"(its|it|with|,)* (@role.height|@role.thickness|high|tall|thick) (is|of|:|=)* <a:plain> (mm)? {_ONE_END} {_FALLING} <b:plain> (mm)? {_OTHER_END}",
    example="height 30 at one end and 10 at the other … of a wedge",
    cost=-0.5,
)
def _rises(found: Found) -> Any:
    """Return the two heights of a wedge that does not end in an edge."""
    words = {term.word for term in found.terms[found.start : found.end]}
    if not _follows(found, "slopes") or not words & _OF_HEIGHTS or {found.a.form, found.b.form} != {"plain"}:
        return None
    low, high = sorted((found.a, found.b), key=lambda one: one.value)
    if not 0 < low.value < high.value:
        return None
    sides = [term.word for term in found.terms[found.start : found.end] if term.word in _OPPOSITE]
    if len(sides) > 2 or (len(sides) == 2 and _OPPOSITE[sides[0]] != sides[1]):
        return None
    of_first = sides[0] if sides else ""
    side = of_first if found.a is low else _OPPOSITE.get(of_first, "")
    return Size(high, Label((), "height")), Size(low, Label(("low end", side) if side else ("low end",)))


@row(
    "stated",
    "(,|with|a|an|and|one)* straight|even|constant|uniform|steady slope|incline|taper|ramp",
    example="wedge 70 x 60 x 35, || straight slope",
)
def _straight_slope(found: Found) -> Any:
    """Return that the slope of a wedge is straight, as it is."""
    return Stated(found.text) if _follows(found, "slopes") else None


_OPPOSITE: Final = {"front": "back", "back": "front", "rear": "front", "left": "right", "right": "left"}


_OF_HEIGHTS: Final = word_set(
    "height thickness rises rising rise high tall thick thicker thin thinner tapers tapering tapered slopes sloping "
    "grows growing increases increasing low lower higher tip heel"
)


@row(
    "stated",
    "(with|and|,|a|the|its|has)* (flat|level / @flat_bottom) bottom|base|underside|@bottom? (is|face|side)* (flat)?",
    example="a wedge || flat bottom",
    cost=-0.2,
)
def _lies_flat(found: Found) -> Any:
    """Return that a wedge without a hole or pocket is flat below, as it is anyway; a ball is not."""
    if not _follows(found, "slopes"):
        return None
    nouns = {phrase.term.sense("feature") for phrases in found.phrases[: found.start] for phrase in phrases}
    words = {term.word for term in found.terms[found.start : found.end]}
    flat = words & {"flat", "level"} or "flat_bottom" in set(found.senses())
    behind = found.terms[found.end : found.end + 1]
    ends = not behind or behind[0].kind == "mark"
    return Stated(found.text) if flat and ends and not nouns - {None} else None


@row(
    "stated",
    "{ <:number> is|= (the)? <:noun> }",
    example="brick 80 x 40 x 20 || (20 is the height)",
    cost=0.3,
)
def _which_is_which(found: Found) -> Any:
    """Return which of the sizes that were said is the height, where it is said in their usual order anyway."""
    said = [term.quantity for term in found.terms[: found.start] if term.quantity is not None]
    number = next(term.quantity for term in found.terms[found.start :] if term.quantity is not None)
    words = {term.word for term in found.terms[found.start : found.end]}
    usual = {"height", "high", "thickness", "thick", "hight"}
    last = (
        bool(said)
        and said[-1].value == number.value
        and len([one for one in said if one.value == number.value]) == 1
    )
    return Stated(found.text) if last and words & usual else None


@row("stated", "hole|holes|drill|drilling table|list|schedule|chart :?", example="hole table", cost=0.05)
@row(
    "stated",
    "(with|the|its|,|in|has|of)* sections|steps|segments|diameters (in|the|this|that)* order (from|left|right|top|bottom|to|end|one|the)*",
    example="sections in order",
    cost=0.05,
)
def _listed(found: Found) -> Any:
    return Stated(found.text)


# --- things that are named by their use ---------------------------------------------------------------------------


@row(
    "pre",
    "front|back|rear|side|end|top|bottom|wall|ceiling|floor|door|window|roof|table|desk|shelf|bike|bicycle|car",
    example="front … panel",
    cost=0.3,
)
def _of_use(found: Found) -> Any:
    """Read "front panel", "wall plate": where it is used, and not where something on it is."""
    parts = [phrase.term for phrase in found.phrases[found.end]] if found.end < len(found.terms) else []
    return found.text if any(term.sense("part") for term in parts) else None


@row(
    "head",
    "solid|massive|rectangular <w:useword> ,? (of|measuring|sized)? <a:plain> ×|x|by <b:plain> ×|x|by <c:plain> (mm)? (high|tall|thick)?",
    example="a solid rack, 120 x 40 x 30 high",
    cost=0.4,
)
def _solid_part(found: Found) -> Any:
    """Read "a solid rack, 120 x 40 x 30" as the block that its three sizes make, where no part is named."""
    behind = found.phrases[found.end :]
    named = any(phrase.term.sense("part") for phrases in behind for phrase in phrases)
    numbers = (found.a, found.b, found.c)
    if named or any(one.form != "plain" for one in numbers):
        return None
    return Head("part", BLOCK, found.w, said=(Group(tuple(Size(one) for one in numbers)),), indefinite=True)


#: Things whose names are no shape: before the name of a part they say where that is used.
_DEVICES: Final = (
    "car|engine|boat|ship|train|bicycle|robot|drone|house|chair|table|phone|fan|cat|dog|horse|bird|fish|flower|tree|"
    "doll|toy|bearing|camera|lens"
)


@row("pre", _DEVICES, example="phone … wedge", cost=0.3)
def _for_a_device(found: Found) -> Any:
    """Read "toy wheel", "phone wedge": what the part is for, where its name follows at once or behind a word."""
    behind = [phrase.term for phrases in found.phrases[found.end : found.end + 2] for phrase in phrases]
    return found.text if any(term.sense("part") for term in behind) else None


@row("stated", "l|u|t|z|h|c shaped|shape", example="L shaped … bracket", cost=0.1)
def _has_that_shape(found: Found) -> Any:
    """Return "L shaped" of a part that has the form of that letter anyway."""
    letter = found.terms[found.start].word
    others = (phrases for at, phrases in enumerate(found.phrases) if at != found.start)
    parts = (phrase.term.sense("part") or "" for phrases in others for phrase in phrases)
    return Stated(found.text) if any(part.startswith(f"{letter}_") for part in parts) else None


@row(
    "sized",
    "<a:plain> (mm)? high|tall|thick (at|on|the|its|a|back|rear|one|left|right|thick|fat|high|tall|end|side|edge|,)*"
    " (and)? (going|goes|tapering|tapers|sloping|slopes|running|falling|down|dropping)* (down)? to (<z:plain> / nothing|zero / a|the? knife|sharp|feather? edge|point)"
    " (mm|high|at|on|the|its|a|front|thin|low|other|left|right|end|side|edge|tip|opposite)*",
    example="40 high at the back going down to 0 at the front … of a wedge",
    cost=-0.5,
)
def _slopes_down(found: Found) -> Any:
    """Return the height of a wedge that slopes down to nothing."""
    if not _follows(found, "slopes") or found.a.form != "plain" or (found.z is not None and found.z.value):
        return None
    return Size(found.a, Label((), "height"))


@row(
    "sized",
    "(the|its|with|,|and)* top|end (is|of|=|:|being|thickness)* <n:plain> (mm)? (thick)?",
    example="top 2 thick … of a cap",
    cost=-0.1,
)
@row("sized", "<n:plain> (mm)? (thick)? top|end", example="2 mm top … of a cap", cost=-0.1)
@row(
    "sized",
    "<wall:component> and|&|+ (the)? top|end (are|is|of|=|:|both|all)* <n:plain> (mm)? (thick)?",
    example="walls and top 2 mm thick … of a cap",
    cost=-0.2,
)
def _top_of_cap(found: Found) -> Any:
    """Return how thick the closed end of a cap is: where it is used, that is its top."""
    if not _follows(found, "inverted") or found.n.form != "plain" or found.wall not in {None, "wall"}:
        return None
    floor = Size(found.n, Label(("floor",)))
    return floor if found.wall is None else (Size(found.n, Label(("wall",))), floor)
