"""What people say in passing: what a thing is for before its shape, one size in two units, which end is the large one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mayfly.language.nodes import Label, Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.patterns.names.head_of import head_of
from mayfly.language.weighing.topics import BLOCK, PLATE
from mayfly.language.weighing.values import UNIT, Group, Head, Mark, Placing, Size, Stated

# --- said twice ------------------------------------------------------------------------------------------------

#: How far a size in inches may be rounded: 28.6 for 1 1/8 inches.
_ROUNDED: Final = 0.002


@row(
    "stated",
    "<a:plain> (size|standard|tube|pipe|nominal)? (,|;)? so|thus|meaning|ie|=|equals|that's|that (is|means|'s)*",
    example='spacer || 1 1/8", so … 28.6 bore',
    cost=-0.6,
)
def _restated(found: Found) -> Any:
    """Return a size in inches that the number behind it says again in millimetres."""
    behind = [term.quantity for term in found.terms[found.end : found.end + 2] if term.quantity is not None]
    if found.a.form != "plain" or found.a.unit != "in" or not behind or behind[0].unit == "in":
        return None
    same = abs(found.a.value - behind[0].value) <= _ROUNDED * found.a.value
    return Stated(found.text, ((f"{UNIT}mm", 1.0),)) if same else None


# --- which end -------------------------------------------------------------------------------------------------


@row(
    "place",
    "from|on|at|in|into (the)? bottom|base|top {? large|larger|big|bigger|wide|wider|small|smaller|narrow|narrower }? side|end|face",
    example="cone 50 base dia, 30 top dia || from the bottom (large) side",
    cost=-0.3,
)
def _large_end(found: Found) -> Any:
    """Return the end of a cone that is said to be the large or the small one, if it is."""
    words = {term.word for term in found.terms[found.start : found.end]}
    end = "top" if "top" in words else "bottom"
    top, bottom = (_diameter_at(found, names) for names in (_TOP, _BOTTOM))
    if top is None or bottom is None or not words & (_LARGE | _SMALL):
        return None
    here, there = (top, bottom) if end == "top" else (bottom, top)
    if (here > there) != bool(words & _LARGE) or here == there:
        return None
    return Placing("place", "from", ref=Reference(end, text=end), text=found.text)


def _diameter_at(found: Found, names: frozenset[str]) -> float | None:
    """Return the number that stands beside the name of an end, the one behind it first."""
    for at, term in enumerate(found.terms[: found.start]):
        if term.word not in names:
            continue
        behind = next((one for one in found.terms[at + 1 : at + 5] if one.word not in _OF_SIZES), None)
        beside = (behind, *found.terms[max(0, at - 1) : at])
        number = next((one.quantity for one in beside if one is not None and one.quantity is not None), None)
        if number is not None:
            return number.value
    return None


_OF_SIZES: Final = word_set("dia diameter diam ø of is = : width")
_TOP: Final = word_set("top upper")
_BOTTOM: Final = word_set("bottom base lower")
_LARGE: Final = word_set("large larger big bigger wide wider")
_SMALL: Final = word_set("small smaller narrow narrower")


# --- what something is for ---------------------------------------------------------------------------------------

_CALLED: Final = "pin|plug|cap|foot|stop|stopper|button|knob|bung|peg|spacer"


@row(
    "stated",
    f"<first:part> (end|post|rail|frame|tube|support)? {_CALLED} (for (my|a|an|the|our)? <:outword>)? ,|:|¶",
    example="shelf pin, … 5 mm round peg 8 mm long",
    cost=-0.6,
)
@row(
    "stated",
    f"<first:part> (end|post|rail|frame|tube|support)? {_CALLED} for (my|a|an|the|our)? <:outword> <:outword>? ,|:|¶",
    example="bar end plug for my mtb, … 18 mm dia 20 mm long plug",
    cost=-0.6,
)
def _for_a_part(found: Found) -> Any:
    """Return the name of what goes with another part, at the beginning, where its own shape is named behind it."""
    before = [term for term in found.terms[: found.start] if term.kind == "mark" or term.quantity is not None]
    behind = range(found.end, min(found.end + 9, len(found.terms)))
    named = any(phrase.term.sense("part") for at in behind for phrase in found.phrases[at])
    sized = any(found.terms[at].quantity is not None for at in behind)
    return Stated(found.text) if named and sized and not before else None


@row(
    "head",
    "<said+:pre>* <noun:part> rail|strip|bar|section|beam|extrusion",
    example="T-section rail",
    cost=-0.2,
)
def _profile_stock(found: Found) -> Any:
    """Return a profile that is called a rail or a bar besides."""
    name = found.noun.word
    profiles = any(name.endswith(one) for one in ("section", "profile"))
    return head_of(found, "part") if profiles else None


# --- bolts for their holes ------------------------------------------------------------------------------------------


@row(
    "head",
    "<n:howmany> bolts|screws <where:sharedplace> ,? (with)? <d:wideness> (mm|dia|diameter|clearance)? holes|hole",
    example="5 bolts on 86 pcd 10.2 mm holes",
    cost=-0.6,
)
def _bolts_on(found: Found) -> Any:
    """Return the holes of bolts that lie on a circle, with the diameter that stands behind it."""
    if found.n < 2:
        return None
    said = (Size(found.d, Label((), "diameter")), *found.where)
    return Head("hole", "bolt hole", "bolt holes", found.n, plural=True, said=said)


@row(
    "sized",
    "<n:plain> (mm)? deep|long|high|tall outside|outer|overall|external length|height|depth",
    example="cap || 30 mm deep outside length",
    cost=-0.5,
)
def _outside_length(found: Found) -> Any:
    return Size(found.n, Label(("overall",), "length")) if found.n.form == "plain" else None


# --- bosses and what is around them ----------------------------------------------------------------------------------


@row(
    "stated",
    "(round)? cylinders|cylinder|posts|pillars|pegs",
    example="bosses: 4x Ø10 || cylinders",
    cost=-0.3,
)
def _bosses_are_round(found: Found) -> Any:
    """Return that bosses are cylinders, as they are anyway."""
    before = found.terms[max(0, found.start - 6) : found.start]
    words = [term.word for term in before]
    heading = any(word in _BOSSES and words[at + 1 : at + 2] == [":"] for at, word in enumerate(words))
    return Stated(found.text) if heading and before[-1].quantity is not None else None


_BOSSES: Final = word_set("boss bosses standoffs studs pegs posts")


@row(
    "head",
    "boss|bosses|standoff|peg hole|holes|bore|bores",
    example="plate with 4 bosses || boss holes",
    cost=-0.2,
)
def _holes_of_bosses(found: Found) -> Any:
    """Return the holes through bosses that were named before."""
    before = (phrase.term.sense("feature") for phrases in found.phrases[: found.start] for phrase in phrases)
    if "boss" not in set(before):
        return None
    on_each = Placing(
        "place", "in", ref=Reference("boss", frozenset({"each"}), text="each boss"), text="in each boss"
    )
    return Head("hole", "hole", found.text, plural=True, said=(on_each,))


@row(
    "mark",
    "(lengthwise|lengthways)? through both|the|two (the)? arms|legs|walls|cheeks|ears|uprights",
    example="block 60 x 40 x 50 with a slot … || lengthwise through both arms",
    cost=-0.3,
)
def _through_both(found: Found) -> Any:
    """Return that a hole goes through what a slot leaves of a block on both its sides."""
    before = [phrase.term for phrases in found.phrases[: found.start] for phrase in phrases]
    words = {term.word for term in found.terms[found.start : found.end]}
    slotted = any(term.sense("feature") in {"slot", "groove"} for term in before)
    block = any(term.sense("part") == BLOCK for term in before)
    along = (Mark.LENGTHWISE,) if words & {"lengthwise", "lengthways"} else ()
    return (*along, Mark.THROUGH) if slotted and block else None


@row(
    "stated",
    "u|l|t|c|h|z -? shaped|shape|form? (bracket|part|piece|block|profile|component|clip|saddle|holder|yoke|fork|clevis) (that|which|is|to|be)* made|machined|cut|milled from|of|out (of)?",
    example="a U-shaped bracket made from … a block of 60 x 40 x 50 in which a slot …",
    cost=-0.6,
)
def _made_from_block(found: Found) -> Any:
    """Return what a block becomes by the slots and steps that are cut into it."""
    ahead = [phrase.term for phrases in found.phrases[found.end : found.end + 4] for phrase in phrases]
    behind = {phrase.term.sense("feature") for phrases in found.phrases[found.end :] for phrase in phrases}
    words = {term.word for term in found.terms[found.end :]}
    block = any(term.sense("part") == BLOCK for term in ahead)
    cut = bool(behind & {"slot", "groove", "pocket"}) or bool(words & {"step", "notch", "rebate"})
    return Stated(found.text) if block and cut else None


# --- what was named first, and is described behind a colon ---------------------------------------------------------------


@row(
    "sized",
    ": <n:plain> (mm)? @through|through|thru",
    example="four counterbored holes at 50 x 25 mm spacing, centred || : 6.6 mm through",
    cost=-0.5,
)
def _through_behind_colon(found: Found) -> Any:
    """Return the diameter of holes that were named without one."""
    before = found.terms[max(0, found.start - 14) : found.start]
    holes = [at for at, term in enumerate(before) if term.word in {"hole", "holes"}]
    if found.n.form != "plain" or not holes:
        return None
    return Size(found.n, Label((), "diameter")), Mark.THROUGH


@row(
    "head",
    "<n:howmany>? <d:plain> (mm)? tapped|tapping|thread|threaded hole core|drill|hole? {? (for)? <t:thread> }?",
    example="One 5 mm tapped-hole core (for M6)",
    cost=-0.6,
)
def _core_hole(found: Found) -> Any:
    """Return the hole that a thread is cut into, with its own diameter and the thread."""
    if found.n is not None and found.n > 1:
        return None
    said = (Size(found.d, Label((), "diameter")), Size(found.t), Mark.TAPPED)
    return Head("hole", "hole", "hole", found.n, said=said)


@row(
    "stated",
    "<:outword>? adaptor|adapter|mount|holder|carrier|retainer|riser|jig|support|insert ,|:|¶",
    example="caliper adaptor, … flat plate 10 thick",
    cost=0.1,
)
def _for_its_use(found: Found) -> Any:
    """Return what a part is for, at the beginning, where the part and its sizes follow."""
    behind = range(found.end, min(found.end + 9, len(found.terms)))
    named = any(phrase.term.sense("part") for at in behind for phrase in found.phrases[at])
    sized = any(found.terms[at].quantity is not None for at in behind)
    return Stated(found.text) if named and sized and not found.start else None


# --- rims and slits ---------------------------------------------------------------------------------------------------------

_FREE: Final = "(on|at|of|the|its|outer|outside|top|free|upper|front|exposed|side|end|face)*"


@row(
    "head",
    f"(the|with)* cap|head (outer|top)? edge|rim {_FREE} rounded|radiused|filleted|rounding|fillet (by|with|to|of|r)* <n:plain> (mm)? (radius)?",
    example="plug with a 30 mm dia 3 mm cap || cap edge on the outer side rounded 1mm",
    cost=-0.8,
)
def _cap_rounded(found: Found) -> Any:
    """Return the rounding of the free rim of a head or cap, which is the upper one."""
    before = {term.word for term in found.terms[: found.start]}
    if not before & {"cap", "head"} or not before & _HEADED or found.n.form != "plain":
        return None
    on = Placing(
        "place",
        "on",
        ref=Reference("edge", frozenset({"top", "outer"}), text="the top edge"),
        text="on the top edge",
    )
    return Head("fillet", "fillet", "rounding", said=(Size(found.n), on))


_HEADED: Final = word_set("plug pin peg bolt stud rod shaft screw bung stopper")


@row(
    "stated",
    "(cut :)? from (the)? bore through (the)? (outer|outside)? surface|diameter|wall|rim (, (over)? (the)? full|whole width|length|height)?",
    example="slit || from bore through outer surface, full width",
    cost=-0.6,
)
@row("stated", "side : + x", example="slit || side: +X", cost=-0.6)
def _slit_anyway(found: Found) -> Any:
    """Return how a slit of a ring runs anyway: through one wall, over the whole width, at +X."""
    slit = any(phrase.term.sense("component") == "slit" for phrases in found.phrases for phrase in phrases)
    return Stated(found.text) if slit else None


@row("head", "rectangular|square washer", example="rectangular washer … with a slot", cost=-0.3)
def _flat_washer(found: Found) -> Any:
    """Return a washer with four sides as the plate that it is, with the hole that is described behind it."""
    behind = {phrase.term.sense("feature") for phrases in found.phrases[found.end :] for phrase in phrases}
    return Head("part", PLATE, found.text, indefinite=True) if behind & {"slot", "hole", "bore"} else None


# --- rollers and spools --------------------------------------------------------------------------------------------------

_FLANGED: Final = word_set("flanges discs rims ends cheeks")


@row(
    "sized",
    "<n:plain> (mm)? (wide|long|width|length|face)* between|inside|within (the)? (two|both)? flanges|rims|cheeks",
    example="roller 22 dia || 15 wide between the flanges",
    cost=-0.3,
)
@row(
    "sized",
    "middle|core|barrel|centre|center|@marker.centre (part|section|piece|portion|is|of|,|:)* <n:plain> (mm)? wide|long",
    example="roller, 22 dia || middle 15 wide … flanges on both ends",
    cost=-0.3,
)
@row(
    "sized",
    "<n:plain> (mm)? wide|long middle|core|barrel|centre|center|@marker.centre (part|section|piece|portion)?",
    example="spool 20 dia || 30 long middle part … flanges on both ends",
    cost=-0.3,
)
def _between_flanges(found: Found) -> Any:
    """Return how long a roller is between the flanges at its ends."""
    words = {term.word for term in found.terms}
    both = bool(words & {"both", "each", "either", "between"})
    if found.n.form != "plain" or not (words & _FLANGED and both):
        return None
    return Size(found.n, Label(("between",), "length"))


# --- bores with a flat -----------------------------------------------------------------------------------------------------


@row(
    "head",
    "<n:plain> (mm)? d (-)? (shaped|shaft)? bore|hole (@through|through|thru (everything|all|it)?)? ,? (with|the|and|its|a)* flat (is|at|lies|located|,)* <f:plain> (mm)? from|off (the)? @marker.centre|centre|center|axis|middle (axis|line)?",
    example="5 mm D bore, flat 2 mm from the centre",
    cost=-2.0,
)
def _d_bore(found: Found) -> Any:
    """Return a bore with a flat whose distance from the axis was said: 2 from the axis of 5 is 4.5 across."""
    across = found.n.value / 2 + found.f.value
    if {found.n.form, found.f.form} != {"plain"} or not found.f.value < found.n.value / 2:
        return None
    flat = replace(found.f, value=across, text=f"{across:g}", unit="mm")
    said = (Size(found.n, Label((), "diameter")), Size(flat, Label((), "across_flats")))
    return Head("bore", "d bore", "d bore", said=said)


@row(
    "sized",
    "(envelope / bounding box / overall size) (:|is|of|=|,)* <said:dims>",
    example="plate || envelope: 40 x 20 x 4 mm",
    cost=-0.6,
)
def _envelope(found: Found) -> Any:
    """Return the sides of the box around a part, of which no other sizes were said before, as its own."""
    before = any(term.quantity is not None for term in found.terms[: found.start])
    features = {phrase.term.sense("feature") for phrases in found.phrases for phrase in phrases}
    stands = "boss" in features or any(term.word in _STANDING for term in found.terms)
    return None if before or stands or not isinstance(found.said, Group) else found.said


#: What stands on a part, so that the box around both is not that of the part.
_STANDING: Final = word_set(
    "rib ribs pin pins stud studs post posts fin fins lug lugs lip rim tab tabs foot feet leg legs"
)


@row(
    "head",
    "slot (:|,|=|-)* obround|oblong|stadium|oval (shape|shaped)?",
    example="Slot: obround … 16 x 9 mm overall",
    cost=-0.5,
)
def _obround_slot(found: Found) -> Any:
    """Return a slot of which the usual shape is said."""
    return Head("slot", "slot", "slot")


@row(
    "sized",
    "web (:|of|is|=|,)* <a:plain> (mm)? ×|x|by <b:plain> (mm)?",
    example="T-profile, flange 40 x 6, || web 8 x 24",
    cost=-0.9,
)
def _web_by_two(found: Found) -> Any:
    """Return how thick a web is, the less of its two sizes, and how high it is above its flange."""
    flanged = any(f"{term.word.removesuffix('s')}s" == "flanges" for term in found.terms)
    thin, high = sorted((found.a, found.b), key=lambda one: one.value)
    if not flanged or {thin.form, high.form} != {"plain"} or thin.value == high.value:
        return None
    return Size(thin, Label(("web",))), Size(high, Label(("inner",), "height"))
