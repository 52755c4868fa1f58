"""How people without a drawing speak: "a new one", "along the middle of its width", "and the others 20 apart"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mayfly.language.nodes import Label, Reference
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.patterns.names.head_of import said_of
from mayfly.language.weighing.topics import PLATE, ROUND_BAR
from mayfly.language.weighing.values import Context, Head, Mark, Placing, Size, Stated

# --- what says nothing of the shape -----------------------------------------------------------------------

_WHICH: Final = (
    "new|old|spare|similar|original|broken|replacement|real|existing|good|same|other|simple|nice|proper"
)


@row("lone", "<n:count>", example="one")
def _lone(found: Found) -> Any:
    return found.text if found.n == 1 else None


@row(
    "stated",
    f"{_WHICH} <:lone> (i|we)? (is|should|must|has|to|be|needs|will|would|are|have|need|want|a)*",
    example="the new one should be",
    cost=0.1,
)
@row(
    "stated",
    "(but|and|,|so|;)* (only|just|a)* (<:lone> / single) (model|part|copy|file|piece|drawing)? (is|will|would|be|do)* enough|fine|ok|okay|sufficient|plenty (for)? (me|us|now)?",
    example="but one model is enough",
    cost=0.1,
)
@row(
    "stated",
    "(i|we|he|she|they) (will|'ll|would|only|just|then|also|really)* (need|want|print|make|require|use) (about|around|all|only)? <n:bare> (of)? (them|these|those|copies|pieces|pcs)? (in (total|all))? (but|and|,|so|;)* (<:lone> / single) (model|part|copy|file|piece|drawing)? (is|will|would|be|do)* enough|fine|ok|okay|sufficient|plenty",
    example="I need four but one model is enough",
    cost=0.1,
)
@row(
    "stated",
    "(i|we|'ll|will)* (need|want) <:bare> of|x (these|them|those) (but|and|,|so|;)* (please)? (just|only)* (draw|model|make|need|do|design|send) (me)? (just|only)? <:lone> :?",
    example="need 4 of these but just draw one:",
    cost=0.1,
)
@row(
    "stated",
    "(<:lone> / each|every|the)? leaf (is|=|:|should|be|just|simply)*",
    example="strap hinge || one leaf is",
    cost=0.1,
)
def _says_nothing(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    hinge = any("hinge" in term.word for term in found.terms)
    return Stated(found.text) if "leaf" not in words or hinge else None


@row("stated", "hex|hexagon|hexagonal (shape|shaped)?", example="hex … nut", cost=0.1)
def _hexagonal_anyway(found: Found) -> Any:
    """Return "hex" of a part that is hexagonal by its nature."""
    parts = {phrase.term.sense("part") or "" for phrases in found.phrases for phrase in phrases}
    return Stated(found.text) if any(part.startswith("hex_") for part in parts) else None


@row(
    "head",
    "(<:lone>)? leaf|half|side|wing of (a|an|one|the|my|our)* <said+:pre>* <noun:part>",
    example="one leaf of a simple hinge",
    cost=-0.1,
)
def _leaf_of_hinge(found: Found) -> Any:
    """Return the leaf of a hinge, which is the part."""
    if "hinge" not in found.noun.word or found.noun.plural:
        return None
    return Head(
        "part", found.noun.sense("part"), "hinge leaf", said=said_of(found.said or ()), indefinite=True
    )


@row("pre", "v -? belt|belts (type|style)?", example="V-belt type … pulley", cost=0.1)
def _of_belts(found: Found) -> Any:
    """Return "V-belt type" before a pulley, which is for such belts anyway."""
    return found.text


@row(
    "context",
    "{? (the|which|with|and|its|this)* <a:plain> (mm)? (is|are|being)? (already|also)* (part of / included in / counted in / inside / included / within) (the|that|total|overall|its)* (<b:plain>)? (mm|total|length|height)* }?",
    example="length 30, flange 3 thick || (the 3 is part of the 30)",
    cost=-0.3,
)
def _part_of_the_whole(found: Found) -> Any:
    """Return that the length of the whole counts a piece in, whose size is said once more."""
    said = {term.quantity.value for term in found.terms[: found.start] if term.quantity is not None}
    own = [number.value for number in (found.a, found.b) if number is not None]
    return Context("overall", text=found.text) if set(own) <= said else None


_DEVICES: Final = "phone|tablet|camera|laptop|lamp|tv|monitor|speaker|clock|desk|cable|headphone|plant|candle|bike|car|printer"


@row(
    "stated",
    f"{_DEVICES} (stand|holder|mount|rest|dock|case|cover|charger|leg|foot|light)?",
    example="phone stand … base: 80 x 70 and 5 thick",
    cost=0.3,
)
def _for_a_device(found: Found) -> Any:
    """Return "phone stand" before "base:" at the beginning: what the base that follows is for."""
    behind = [term.word for term in found.terms[found.end : found.end + 2]]
    return Stated(found.text) if behind == ["base", ":"] and found.start <= 2 else None


_FLAT: Final = frozenset({"thick", "thk", "thickness"})
#: Behind so many terms a diameter is that of holes, and not that of a cover.
_NEAR: Final = 8
_HOLLOW: Final = frozenset(
    {"wall", "walls", "deep", "depth", "inside", "inner", "high", "tall", "height", "hollow", "open", "round"}
)


@row(
    "head",
    "cover|hatch|flap|blank|blanking|lid (for)? <w+:purposeword> <w+:purposeword>*",
    example="cover for a junction box … 90 x 90, 3 thick",
    cost=0.6,
)
@row("head", "cover|hatch|flap", example="cover … 90 x 90, 3 thick", cost=0.8)
def _flat_cover(found: Found) -> Any:
    """Read a cover that has a thickness, and nothing of what is hollow or round, as the plate that it is."""
    words = {term.word for term in found.terms}
    near = found.terms[: found.end + _NEAR]
    marked = any(term.quantity is not None and term.quantity.form == "diameter" for term in near)
    if not words & _FLAT or words & _HOLLOW or marked or len(found.w or ()) > 4:
        return None
    before = (phrase.term.sense("part") for phrases in found.phrases[: found.start] for phrase in phrases)
    return None if any(before) else Head("part", PLATE, "cover", indefinite=True)


# --- where things are -------------------------------------------------------------------------------------

_LONG_ONES: Final = frozenset({"slot", "groove", "rib", "keyway", "pocket"})
_MIDDLE: Final = "middle|center|centre"


@row(
    "place",
    f"(lengthwise|lengthways|running|right|all|,)* along|down|up {_MIDDLE} (of)? (its|the)* (width|breadth|wide|top|face|side|length|plate|strip|bar|block|part|it|long)*",
    example="plate with two holes || along the middle of its width",
    cost=-0.3,
)
def _along_the_middle(found: Found) -> Any:
    """Return the line along the middle for what lies in a row or is long itself; one hole goes through there."""
    nouns = [phrase.term for phrases in found.phrases[: found.start] for phrase in phrases]
    features = [term for term in nouns if term.sense("feature")]
    if not features or not (features[-1].plural or features[-1].sense("feature") in _LONG_ONES):
        return None
    return Placing("place", "along", ref=Reference("centre", text=found.text), text=found.text)


@row(
    "place",
    f"in|at|on {_MIDDLE} of (its|the)* (width|breadth|rim|circumference|edge|outside) (width)?",
    example="pulley with a groove || in the middle of the width",
    cost=-0.3,
)
def _middle_of_rim(found: Found) -> Any:
    """Return where a groove round something lies: in the middle of its rim."""
    nouns = [phrase.term.sense("feature") for phrases in found.phrases[: found.start] for phrase in phrases]
    if [noun for noun in nouns if noun][-1:] != ["groove"]:
        return None
    return Placing("place", "in", ref=Reference("centre", text=found.text), text=found.text)


@row(
    "place",
    "(and|,|then|with)* others|rest|remaining|next|following (ones|holes|two|three|four|five)? (are|is|follow|at|spaced|every|come|then|each|by)* <q:plain> (apart|spacing|further|on|away|from|each|other|after|that|along|between|intervals|them)*",
    example="the first one 10 from the left end || and the others 20 apart",
    cost=-0.3,
)
@row(
    "place",
    "(and|,|then|with|another|one|after|that)* every <q:plain> (after|that|from|there|along|on|then)*",
    example="the first one 10 from the left end || and then every 25",
    cost=-0.3,
)
def _the_others(found: Found) -> Any:
    """Return how far apart the others of a row are, of which the first has its place."""
    before = [term.word for term in found.terms[: found.start]]
    if found.q.form != "plain" or not {"first", "1st", "one"} & set(before[-16:]):
        return None
    return Placing("spacing", "", (found.q,), None, found.text)


@row(
    "place",
    "(and|that|which|,)* (running|runs|going|goes|cut|milled|stretching|all|along|over|for|across)* full|whole|entire <n:plain> (mm)? (long|length|wide|width|side)?",
    example="slot || running the full 50",
    cost=-0.3,
)
def _all_of_a_size(found: Found) -> Any:
    """Return how far a slot goes that runs over the whole of a size of the part."""
    nouns = [phrase.term.sense("feature") for phrases in found.phrases[: found.start] for phrase in phrases]
    if found.n.form != "plain" or not {*nouns} & _LONG_ONES:
        return None
    along = Placing("place", "along", (found.n,), Reference("measured", text=found.text), text=found.text)
    return Mark.EVERYTHING, along


@row(
    "mark",
    "(lie|lies|lying|arranged|placed|running|run|sit|set|they|are|all|,)* (side by side / next to each other / one beside the other / one after the other)",
    example="plate with six slots || side by side",
    cost=-0.3,
)
def _side_by_side(found: Found) -> Any:
    """Return that several features lie in a row; bodies that stand side by side are another matter."""
    nouns = [phrase.term for phrases in found.phrases[: found.start] for phrase in phrases]
    named = [term for term in nouns if term.sense("feature") or term.sense("part")]
    return Mark.ROW if named and named[-1].sense("feature") and named[-1].plural else None


@row(
    "place",
    "(lie|lies|lying|arranged|placed|running|run|sit|set|they|are|all|,)* (side by side / next to each other) "
    "<way:direction> (and|,|at|with|a|of)* <s:spacing>",
    example="plate with six slots || side by side across the width at 10 mm between centres",
    cost=-0.6,
)
def _side_by_side_across(found: Found) -> Any:
    """Return how far apart several features lie, and which way: side by side across the width."""
    row_of = _side_by_side(found)
    spaced = found.s
    return None if row_of is None or spaced.ref is not None else (row_of, replace(spaced, ref=found.way))


@row(
    "stated",
    "(shown|drawn|modelled|placed|put|laid|and|,|that|which|it|is|goes|lying|closed)* sitting|sits|lying|lies|resting|rests|placed|laid|on|onto on|onto|over? (top)? (of)? (the|its)? box|enclosure|tray|rim|case|housing|container|walls|it",
    example="box with a lid || sitting on top of the box",
    cost=-0.3,
)
@row(
    "stated",
    "(shown|drawn|modelled|placed|put|laid|and|,|that|which|it|is|goes|lying)* sitting|sits|lying|lies|resting|rests|placed|laid on top|it",
    example="box with a lid || sitting on top",
    cost=-0.3,
)
def _lid_lies_on_it(found: Found) -> Any:
    """Return that a lid lies on its box, as it does anyway."""
    before = found.phrases[max(0, found.start - 14) : found.start]
    return (
        Stated(found.text) if any(p.term.sense("component") == "lid" for one in before for p in one) else None
    )


# --- sizes ------------------------------------------------------------------------------------------------


@row(
    "sized",
    "<n:plain> (mm)? (across|wide|dia|diameter|round)? at|on the? floor|ground|foot",
    example="truncated cone || 60 mm across at the floor",
    cost=-0.2,
)
def _at_the_floor(found: Found) -> Any:
    """Return the width at the foot of what tapers upwards."""
    return Size(found.n, Label(("bottom",), "diameter")) if found.n.form == "plain" else None


@row(
    "sized",
    "<a:plain> (mm)? (on|in|the)* <:lone> way|direction|leg|side (,|and|by|x|×)* <b:plain> (mm)? (on|in)* the? other (way|direction|leg|side)?",
    example="bracket || 80 one way, 50 the other",
    cost=-0.4,
)
def _each_way(found: Found) -> Any:
    """Return the two legs of an angle: "80 one way, 50 the other"."""
    if found.a.form != "plain" or found.b.form != "plain":
        return None
    return Size(found.a, Label(("horizontal_leg",))), Size(found.b, Label(("vertical_leg",)))


@row(
    "sized",
    "(<:lone> / first|a|the)? leg|arm|side (is|of|=|:|has|measures|about)* <a:plain> (mm|long|high|tall)* (,|and|but|;)* (the)? other|second (<:lone> / leg|arm|side)? (is|of|=|:|has|measures|about)* <b:plain>",
    example="bracket || one leg is 75 and the other 60",
    cost=-0.4,
)
def _both_legs(found: Found) -> Any:
    """Return the two legs of an angle, one by one."""
    return _each_way(found)


_LEGS: Final = frozenset({"leg", "legs", "arm", "arms"})


@row(
    "stated",
    "{ (all|both|measured|overall|over|on|the)* outside|outer (measures|measurements|dimensions|dims|sizes|size|edges|faces)? }",
    example="angle profile, legs 60 and 40 || (outside measures)",
    cost=-0.1,
)
def _measured_outside(found: Found) -> Any:
    """Return that legs are measured outside, as they are anyway."""
    return Stated(found.text) if any(term.word in _LEGS for term in found.terms) else None


_OF_BELTS: Final = frozenset({"belt", "belts", "rim", "rope", "sheave"})


@row("context", "v|vee|tapered|trapezoidal|belt (-)? groove", example="V-belt pulley || V groove", cost=-0.1)
def _its_groove(found: Found) -> Any:
    """Return the groove of a pulley, whose sizes are the pulley's."""
    return Context("groove", text=found.text) if any(term.word in _OF_BELTS for term in found.terms) else None


@row(
    "sized",
    "<a:plain> (mm)? wide|across? at|on the? top|rim|outside|mouth|opening (and|,|to|tapering|narrowing|down)* <b:plain> (mm)? wide|across? at|on the? bottom|base|root|floor",
    example="pulley with a groove || 10 wide at the top, 4 wide at the bottom",
    cost=-1.3,
)
def _groove_of_pulley(found: Found) -> Any:
    """Return how wide the groove of a pulley is at the rim and at its bottom."""
    senses = {
        sense
        for phrases in found.phrases[: found.start]
        for phrase in phrases
        for sense in phrase.term.senses.values()
    }
    if "groove" not in senses or found.a.form != "plain" or found.b.form != "plain":
        return None
    return Size(found.a, Label(("top",), "width")), Size(found.b, Label(("bottom",), "width"))


@row(
    "head",
    "<a:plain> (mm)? @through|through|thru (hole)? (and|,|with|opening|widening)* (to)? <b:plain> (mm)? at|on the? top|surface|outside|mouth|face",
    example="countersunk hole || 4.5 thru and 9 at the top",
    cost=-0.3,
)
def _wide_at_the_top(found: Found) -> Any:
    """Return the two diameters of a countersunk hole: through, and at its mouth."""
    words = {
        sense
        for phrases in found.phrases[: found.start]
        for phrase in phrases
        for sense in phrase.term.senses.values()
    }
    if "countersunk" not in words or found.a.form != "plain" or found.b.form != "plain":
        return None
    mouth = Head("countersink", "countersink", found.text, said=(Size(found.b, Label((), "diameter")),))
    return Size(found.a, Label((), "diameter")), Mark.THROUGH, mouth


@row(
    "mark",
    f"(going|goes|drilled|that|which)* all|right|straight|clean|clear (the way)? through|thru|trough the? {_MIDDLE}",
    example="all the way thru the middle",
    cost=-0.3,
)
def _through_the_middle(found: Found) -> Any:
    """Return that a hole goes through in the middle, and not along a direction that is called a way."""
    behind = found.terms[found.end].word if found.end < len(found.terms) else ""
    if behind == "of":
        return None  # "through the middle of the front face"
    return Mark.THROUGH, Placing("place", "in", ref=Reference("centre", text=found.text), text=found.text)


_OPEN_THROUGH: Final = "open (all|the|way|right|straight|whole)* @through|through|thru"


@row("mark", _OPEN_THROUGH, example="open all the way through", cost=-0.3)
def _open_at_both_ends(found: Found) -> Any:
    return Mark.OPEN_ENDED


@row("mark", _OPEN_THROUGH, example="a hole || open all the way through", cost=-0.3)
def _hole_is_open(found: Found) -> Any:
    """Return that a hole goes through, where one was named."""
    features = (
        phrase.term.sense("feature") for phrases in found.phrases[: found.start] for phrase in phrases
    )
    return Mark.THROUGH if {"hole", "bore"} & {one for one in features if one} else None


@row(
    "stated",
    "(with|and|the|,)* same|constant|uniform bore|hole|diameter (everywhere|throughout|all|over|along|the|way|through|whole|full|length)*",
    example="same bore everywhere",
    cost=-0.1,
)
def _same_bore(found: Found) -> Any:
    """Return that a bore is the same all along, as it is anyway, where its length is spoken of."""
    words = {term.word for term in found.terms[found.start : found.end]}
    return Stated(found.text) if words & {"everywhere", "throughout", "along", "through", "length"} else None


_RUNNING: Final = "(running|runs|going|goes|cut|milled|right|all|straight|that|which|,)*"


@row(
    "mark",
    f"{_RUNNING} across|along the? full|whole|entire? width|length|breadth",
    example="a slot || running across the width",
    cost=-0.3,
)
def _slot_runs(found: Found) -> Any:
    """Return how far a slot goes that runs across the width, where no length of its own is said."""
    words = [term.word for term in found.terms[found.start : found.end]]
    nouns = [
        phrase.term
        for phrases in found.phrases[: found.start]
        for phrase in phrases
        if phrase.term.sense("feature")
    ]
    slot = nouns[-1].sense("feature") if nouns else ""
    if (
        slot not in {"slot", "groove"}
        or nouns[-1].plural
        or not {"running", "runs", "going", "goes", "cut", "milled"} & set(words)
    ):
        return None
    at = max(
        i
        for i, phrases in enumerate(found.phrases[: found.start])
        if any(p.term.sense("feature") == slot for p in phrases)
    )
    rest = list(found.terms[at:])
    stop = next(
        (i for i, term in enumerate(rest) if term.kind == "mark" and term.word in {".", ";", "¶"}), len(rest)
    )
    if any(
        term.word in {"long", "length", "×", "x"}
        for i, term in enumerate(rest[:stop])
        if not found.start <= at + i < found.end
    ):
        return None
    side = "length" if "length" in words else "width"
    return Mark.EVERYTHING, Placing("place", "along", ref=Reference(side, text=found.text), text=found.text)


# --- flanges at both ends ---------------------------------------------------------------------------------

_RIM: Final = "collar|collars|flange|flanges|disc|discs|disk|disks|rim|rims|cheek|cheeks"
_BOTH_ENDS: Final = "(at|on|to) (the)? both|each|either (of (the|its)?)? end|ends|side|sides"
_RIM_SIZES: Final = (
    "(of|with|is|are|,|:|each|a)* (<d:plain> (mm|in|od|dia|diameter|across|wide|round)* / (dia|diameter|od) (of|is)? <d:plain> (mm)?) "
    "(and|,|x|×|by|with|a)* <t:plain> (mm)? (thick|wide|high|long)? (each)?"
)


@row(
    "sized",
    f"(and|with|,|plus|has|have|there|should|be|two|a|an)* (<:lone>)? {_RIM} ({{ <:tale> <:tale>* }})? {_RIM_SIZES} (,)? {_BOTH_ENDS}",
    example="a flange 50 dia 3 thick at each end",
    cost=-1.2,
)
@row(
    "sized",
    f"(and|with|,|plus|has|have)* {_BOTH_ENDS} (there|should|must|is|are|be|has|have|it|comes|goes|sits|with|a|an|,|:)* {_RIM} ({{ <:tale> <:tale>* }})? {_RIM_SIZES}",
    example="at both ends there should be a collar (just a disc) 70 mm in diameter and 4 mm thick",
    cost=-1.2,
)
@row(
    "sized",
    f"(and|with|,|plus|has|have|two|a)* {_RIM} {_BOTH_ENDS} {_RIM_SIZES}",
    example="flanges on both ends 28mm dia 2mm thick each",
    cost=-1.2,
)
def _flanges_at_both_ends(found: Found) -> Any:
    """Return the sizes of the flanges at both ends of something round: a spool, a roller."""
    if {found.d.form, found.t.form} - {"plain", "diameter"} or found.d.value <= found.t.value:
        return None
    return Size(found.d, Label(("end rim",), "diameter")), Size(found.t, Label(("end rim",), "thickness"))


def _speaks_of_flanges(found: Found) -> bool:
    words = {term.word for term in found.terms}
    return (
        bool(words & set(_RIM.split("|")))
        and bool(words & {"both", "each", "either"})
        and bool(words & {"end", "ends"})
    )


@row("head", "spool|bobbin|reel", example="spool … 20 dia with a flange 50 dia 3 thick at each end", cost=0.1)
def _spool(found: Found) -> Any:
    """Read a spool as the round bar that it is between the flanges at its ends, where these are described."""
    parts = (phrase.term.sense("part") for phrases in found.phrases[: found.start] for phrase in phrases)
    return (
        Head("part", ROUND_BAR, "spool", indefinite=True)
        if _speaks_of_flanges(found) and not any(parts)
        else None
    )


@row(
    "stated",
    "(the|its)? core|barrel|drum|hub|middle (part|section)? (is|of|:|=)*",
    example="spool with a flange at each end || core",
    cost=0.1,
)
def _core(found: Found) -> Any:
    """Return "core" of a spool, whose sizes are those between its flanges."""
    return Stated(found.text) if _speaks_of_flanges(found) else None


# --- two bores that meet ----------------------------------------------------------------------------------

_BORED: Final = "bored|bore|bores|drilled|reamed|hole|opened|out|dia|diameter|mm|of|to|is|:|a|an|with"
_END: Final = "end|side|half|face"
_FIRST: Final = f"(from|at|on|in|through)* (the)? (<:lone> / first|left|bottom|lower|1st) {_END}"
_OTHER: Final = f"(from|at|on|in|through)* (the)? other|opposite|second|right|top|upper|2nd ({_END})?"


@row(
    "bore_reach",
    "(,|to|for|over|as|far|up|until|going|a|depth|of)* (the)? halfway|half-way|midway|middle|centre|center|half (way)? (length|point|of|the|its)*",
    example="to the middle",
)
def _to_the_middle(found: Found) -> Any:
    return "half"


@row("bore_reach", "(,|to|for|over|a|depth|of|each)* <n:plain> (mm)? (deep|long|in|depth)?", example="for 20")
def _so_deep(found: Found) -> Any:
    return found.n if found.n.form == "plain" else None


@row(
    "sized",
    f"({_BORED})* <a:plain> ({_BORED})* (<d:bore_reach>)? {_FIRST} (<e:bore_reach>)? (and|,|then|but|with)* ({_BORED})* <b:plain> ({_BORED})* (<f:bore_reach>)? {_OTHER} (<g:bore_reach>)? (,|and|meeting|in|the|middle|centre|they|meet)* (each|both <h:plain> (mm)? deep|long)?",
    example="bored 10 from one end for 20 and 8 from the other end for 20",
    cost=-0.8,
)
@row(
    "sized",
    f"(with|,|has|have)* {_FIRST} (is|has|takes|gets|for)* ({_BORED})* <a:plain> ({_BORED})* (<e:bore_reach>)? (and|,|then|but|with)* {_OTHER} (is|has|takes|gets|for)* ({_BORED})* <b:plain> (dia|diameter|mm|bore|hole)* (<g:bore_reach>)?",
    example="one half bored 6 and the other half 8",
    cost=-0.8,
)
def _two_bores(found: Found) -> Any:
    """Return the two bores of a coupling, which meet inside it, and how deep they are."""
    words = {term.word for term in found.terms[max(0, found.start - 4) : found.end]}
    if not words & {"bored", "bore", "bores", "reamed"}:
        return None
    if {found.a.form, found.b.form} - {"plain", "diameter"}:
        return None
    sizes = [Size(found.a, Label(("first bore",))), Size(found.b, Label(("second bore",)))]
    for name, reach in (
        ("first bore", found.d or found.e or found.h),
        ("second bore", found.f or found.g or found.h),
    ):
        if reach is not None and reach != "half":
            sizes.append(Size(reach, Label((name,), "depth")))
    return tuple(sizes)
