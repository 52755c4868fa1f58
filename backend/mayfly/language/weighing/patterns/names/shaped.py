"""Features by their names that the vocabulary of holes and pockets lacks: ribs, steps, flats, hexagons, pins."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mayfly.language.nodes import Label, Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.patterns.names.before_nouns import bears_shape
from mayfly.language.weighing.topics import BALL, CONE, CUBE, PRISM, ROUND_BAR
from mayfly.language.weighing.values import Head, Mark, Placing, Size, Stated


def _named(found: Found, kind: str, name: str) -> Head | None:
    """Return a feature with what stood before its noun."""
    said = tuple(one for one in found.said or () if type(one) is not str and not isinstance(one, Stated))
    flat = tuple(each for one in said for each in (one if isinstance(one, tuple) else (one,)))
    noun = found.terms[found.end - 1].word
    count = found.n
    if count is not None and count > 1 and not noun.endswith("s"):
        return None
    return Head(kind, name, found.text, count, plural=noun.endswith("s"), said=flat, lead="with")


@row(
    "head",
    "<n:howmany>? <said+:pre>* rib|ribs|web|webs|fin|fins|stiffener|stiffeners",
    example="a 6 mm rib",
    cost=0.5,
)
def _rib(found: Found) -> Any:
    return _named(found, "rib", "rib")


@row("head", "<n:howmany>? <said+:pre>* step|rebate|rabbet|shoulder|ledge", example="a 12 mm step", cost=0.5)
def _step(found: Found) -> Any:
    return _named(found, "step", "step")


@row(
    "sized",
    "(so|that|and|,|thus|which|it|where|there|to)* leaving|leaves|leave (a|only|just|about)* (height|thickness)? (of)? <n:plain> (mm)? (high|tall|thick|height|thickness)? (there|below|underneath|under|beneath|it|at|of|the|that|end|material|left|standing)*",
    example="a step at the right end, 40 long, || leaving 15",
    cost=-0.3,
)
@row(
    "sized",
    "(so|that|and|,|where|there)* (block|part|body|it|height)? (is|being)* only|just <n:plain> (mm)? high|tall|thick (there|left|at|that|end)*",
    example="a step at the right end, 40 long, || where it is only 15 high",
    cost=-0.3,
)
@row(
    "sized",
    "where (the)? (block|part|body|it|height)? is|becomes|gets (only|just)? <n:plain> (mm)? high|tall|thick",
    example="a step at the right end, 40 long, || where it is 15 high",
    cost=-0.5,
)
def _leaving(found: Found) -> Any:
    """Return how high a block is left below a step."""
    if found.n.form != "plain" or not _of_a_step(found):
        return None
    return Size(found.n, Label((), "left_height"))


@row(
    "stated",
    "(,|so|that|thus)* leaving|leaves",
    example="a slot 16 wide || leaving … two 12 mm ears",
    cost=0.0,
)
def _leaving_ears(found: Found) -> Any:
    """Return "leaving" before what stands on both sides of a slot, with its own number and size."""
    behind = found.terms[found.end : found.end + 5]
    counted = bool(behind) and behind[0].quantity is not None and behind[0].quantity.form == "word"
    sized = any(term.quantity is not None for term in behind[1:3])
    return Stated(found.text) if counted and sized and {term.word for term in behind} & _EARS else None


_EARS: Final = frozenset(
    {"ears", "arms", "cheeks", "walls", "legs", "lugs", "prongs", "sides", "tines", "forks"}
)
_STEPS: Final = frozenset({"step", "rebate", "rabbet", "shoulder", "ledge"})


def _of_a_step(found: Found) -> bool:
    return any(term.word in _STEPS for term in found.terms[max(0, found.start - 24) : found.start])


@row(
    "head",
    "step|rebate|ledge|notch (is|gets|being)* (removed|cut|milled|machined|taken)? (away|off|out|into)* from|at|on|in (the)? <side:sidename> (hand)? end|side (face)? "
    "(such|so|,|in|a|way|that|where|and|with|over)* (the)? last|outer|outermost|end|first? <long:plain> (mm)? (of (the|its)? length|width)? (is|are|being|become|becomes|of|at|long|wide)* (only|just)? <n:plain> (mm)? high|tall|thick",
    example="step is removed from the right end such that the last 40 mm of the length is only 20 mm high",
    cost=-1.0,
)
def _step_at_end(found: Found) -> Any:
    """Return a step at one end of a block: how far it goes in, and how high what it leaves is."""
    if found.long.form != "plain" or found.n.form != "plain":
        return None
    side = "back" if found.side == "rear" else found.side
    place = Placing("place", "at", ref=Reference(side, text=side), text=f"at the {side}")
    sizes = (Size(found.long, Label((), "width")), Size(found.n, Label((), "left_height")))
    return Head("step", "step", "step", said=(*sizes, place), lead="with")


@row("sidename", "left|right|front|back|rear", example="right")
def _sidename(found: Found) -> Any:
    return found.terms[found.end - 1].word


@row("head", "<n:howmany>? <said+:pre>* flat|flats (cut|milled|ground|machined)?", example="a flat", cost=0.3)
@row(
    "head",
    "<n:howmany>? (single|one|a|milled)* d (-)? flat|flats|cut|cuts|section|sections (cut|milled|ground)?",
    example="a D flat",
    cost=-0.2,
)
def _flat(found: Found) -> Any:
    behind = found.terms[found.end].word if found.end < len(found.terms) else ""
    if behind in {"bottom", "btm", "bottomed", "floor"}:
        return None  # "15 deep flat bottom"
    if _describes(found):
        return None  # "a flat round head"
    found_head = _named(found, "flat", "flat")
    words = {term.word for term in found.terms[found.start : found.end]}
    if found_head is None:
        return None
    before = {term.word for term in found.terms[: found.start]}
    again = found.n is None and not found.said and "flats" in words and bool(before & {"flat", "flats"})
    return replace(found_head, plural=bool(words & _SEVERAL), definite=found_head.definite or again)


@row(
    "sized",
    "(with|and|plus|has|having|carrying|,)* <d:plain> mm|in? (dia|diam|diameter|ø|od)? (×|x|by|,|and)? <t:plain> mm|in? (thick|long|high|tall|wide|thk)? disc|disk|collar|head|cap|flange|button|shoulder|knob on|at (the|its|an|one|other / <:count>)* end|top|bottom",
    example="rod 6 dia 40 long || with a 12 mm dia 3 mm thick disc on one end",
    cost=-0.5,
)
@row(
    "sized",
    "(with|and|plus|has|having|carrying|,)* disc|disk|collar|head|cap|button|shoulder|knob (of)? <d:plain> mm|in? (dia|diam|diameter|ø|od)? (×|x|by|,|and)? <t:plain> mm|in? (thick|long|high|tall|wide|thk)? on|at (the|its|an|one|other / <:count>)* end|top|bottom",
    example="pin 8 dia 50 long || with a collar 14 dia 4 thick at one end",
    cost=-0.5,
)
@row(
    "sized",
    "(with|and|plus|has|having|carrying|,)* (a|an)? <d:plain> mm|in? dia|diam|diameter|ø|od|round (×|x|by|,|and)* <t:plain> mm|in? (thick|long|high|tall|wide|thk)? head|cap|button",
    example="plug 18 dia 20 long || with a 30 mm dia 3 mm cap",
    cost=-0.5,
)
def _head_on_end(found: Found) -> Any:
    """Return the head of a pin that is called a disc or a collar on its end."""
    if found.d.form not in {"plain", "diameter"} or found.t.form != "plain":
        return None
    return Size(found.d, Label(("head",), "diameter")), Size(found.t, Label(("head",), "thickness"))


@row(
    "sized",
    "(with|and|plus|has|having|carrying|,)* collar|shoulder|ring|disc|disk|flange (of|:|with|is|,)* <d:diameter> (×|x|by|,|and|with|a)* <t:reach> ,? <:in_the_middle>",
    example="shaft 20 dia 100 long || with a collar 36 dia x 10 wide at mid length",
    cost=-0.6,
)
@row(
    "sized",
    "(with|and|plus|has|having|carrying|,|a|an)* <d:diameter> (×|x|by|,|and|with|a)* <t:reach> collar|shoulder|ring|disc|disk|flange ,? <:in_the_middle>",
    example="shaft 20 dia 100 long || with a 36 dia x 10 collar in the middle",
    cost=-0.6,
)
@row(
    "sized",
    "<:in_the_middle> (it|there|is|stands|sits|has|have|,|a|an)* collar|shoulder|ring|disc|disk|flange (of|:|with|is|,)* <d:diameter> (×|x|by|,|and|with|a)* <t:reach>",
    example="shaft 20 dia 100 long || in the middle there is a collar of diameter 36 and width 10",
    cost=-0.6,
)
def _collar_in_the_middle(found: Found) -> Any:
    """Return the collar in the middle of a shaft."""
    return Size(found.d, Label(("middle collar",), "diameter")), Size(
        found.t, Label(("middle collar",), "thickness")
    )


_EVENLY = "(,|and|to|tapering|tapers|tapered|down|up|evenly|uniformly|linearly|with|narrowing|straight|it|is|square)*"


@row(
    "sized",
    f"(tapering|tapers|tapered|from|,|which|it|is|and|measures|measuring)* <a:end_sides> <:at_foot> {_EVENLY} <b:end_sides> <:at_head>",
    example="leg 700 long || 35 x 35 mm at the bottom, 60 x 60 mm at the top",
    cost=-0.7,
)
@row(
    "sized",
    f"(tapering|tapers|tapered|from|,|which|it|is|and|measures|measuring)* <b:end_sides> <:at_head> {_EVENLY} <a:end_sides> <:at_foot>",
    example="leg 700 long || 60 x 60 mm at the top and 35 x 35 mm at the foot",
    cost=-0.7,
)
def _two_ends(found: Found) -> Any:
    """Return the sides of a block that tapers on all four sides, at its lower and at its upper end."""
    ends = (("lower end", found.a), ("upper end", found.b))
    return tuple(
        Size(side, Label((end,), role))
        for end, sides in ends
        for side, role in zip(sides, ("length", "width"), strict=True)
    )


@row("end_sides", "<a:plain> ×|x|by <b:plain> mm?", example="60 x 60 mm")
@row("end_sides", "<a:plain> mm? @square_shape|square", example="60 mm square")
def _end_sides(found: Found) -> Any:
    both = (found.a, found.b or found.a)
    return both if all(side.form == "plain" for side in both) else None


@row(
    "at_foot", "at|on (its|the)* @bottom|bottom|base|foot|@component.base (end|face)?", example="at the foot"
)
@row("at_head", "at|on (its|the)* @top|top|tip|head (end|face)?", example="at the top")
def _at_an_end(found: Found) -> Any:
    return True


@row(
    "stated",
    "(,|and|it|is)* tapering|tapers|tapered|narrowing (evenly|uniformly|linearly|equally|straight|on|over|along|all|both|the|its|four|whole|full|entire|sides|side|faces|length|height / <:count>)*",
    example="leg 60 x 60 at the top and 35 x 35 at the foot, || tapering evenly on all four sides over its whole length",
    cost=0.1,
)
def _tapers_between(found: Found) -> Any:
    """Return that a block tapers, where the sides of both its ends are given."""
    words = [term.word for term in found.terms]
    pairs = sum(
        1
        for at in range(len(words) - 2)
        if found.terms[at].quantity is not None
        and words[at + 1] in {"×", "x", "by"}
        and found.terms[at + 2].quantity is not None
        and {"at", "on"} & set(words[at + 3 : at + 5])
    )
    return Stated(found.text) if pairs >= 2 else None


@row(
    "in_the_middle",
    "(exactly|right|just|placed|located|positioned|@centred|and|,)* (in|at|on) middle|centre|center|half|@marker.centre (of|along)* (the|its)* (length|shaft|axle|bar|rod|spindle)?",
    example="exactly in the middle of the length",
)
@row(
    "in_the_middle",
    "(at|in)? @halfway|halfway|mid|midway (along|of)* (the|its)* length|shaft|axle|bar|rod|way?",
    example="at mid length",
)
def _in_the_middle(found: Found) -> Any:
    return True


@row(
    "sized",
    "(top|a|the|,|is)* disc|disk|head|cap|plate|flange (of)? <d:plain> mm|in? dia|diam|diameter|ø|od? (×|x|by|,|and)* <t:plain> mm|in? thick|high|tall|thk? (on|at (the)? top)? "
    "(,|and|with|then|below|underneath|under|it|a|an)* <b:plain> mm|in? dia|diam|diameter|ø|od? peg|pin|shank|spigot|body|shaft|plug|stem|boss (×|x|by|,|of)* <l:plain> mm|in? long|deep|high|length? (underneath|below|under|it|on|the|bottom|beneath)*",
    example="plug. || Disc 40 dia 4 thick on top, and a 30 dia peg 12 long underneath",
    cost=-1.2,
)
def _head_and_shank(found: Found) -> Any:
    """Return a disc and what is below it, where they are the head and the shank of what was named before."""
    named = [
        p.term.sense("part") for one in found.phrases[: found.start] for p in one if p.term.sense("part")
    ]
    words = {term.word for term in found.terms[found.start : found.end]}
    forms = {found.d.form, found.t.form, found.b.form, found.l.form}
    if named[:1] != [ROUND_BAR] or not words & _DOWN or not forms <= {"plain", "diameter"}:
        return None
    if found.d.value <= found.b.value:
        return None
    return (
        Size(found.b, Label((), "diameter")),
        Size(found.l, Label((), "length")),
        Size(found.d, Label(("head",), "diameter")),
        Size(found.t, Label(("head",), "thickness")),
    )


_DOWN: Final = frozenset({"underneath", "below", "under", "beneath"})
_SEVERAL: Final = frozenset({"flats", "cuts", "sections"})
_FLANGES: Final = frozenset({"flange", "blind", "slip", "weld", "loose", "threaded"})
_HEX: Final = "hex|hexagonal|hexagon"


@row(
    "head",
    f"<n:howmany>? <said+:pre>* {_HEX} <said+:pre>* hole|holes|pocket|pockets|recess|recesses|socket|sockets|cutout|opening",
    example="a hexagonal pocket",
    cost=-0.2,
)
def _hexagon(found: Found) -> Any:
    head = _named(found, "pocket", "hexagonal pocket")
    words = {term.word for term in found.terms[found.start : found.end]}
    through = bool(words & {"hole", "holes", "opening"})
    return None if head is None else replace(head, name="hexagonal hole" if through else head.name)


@row("head", "hex|hexagon|hexagonal|hexagonals", example="hex … 30 AF x 12 thk", cost=0.1)
def _hexagon_stock(found: Found) -> Any:
    """Return the bar of a request that begins with "hex 30 AF"."""
    behind = found.terms[found.end : found.end + 2]
    numbered = bool(behind) and (behind[0].quantity is not None or behind[0].word in {"af", "a/f", "across"})
    return None if found.start or not numbered else Head("part", PRISM, "hex bar")


@row("head", f"{_HEX} <said+:sized>", example="hex 13 mm AF", cost=0.8)
def _hexagon_alone(found: Found) -> Any:
    return Head("pocket", "hexagonal pocket", "hexagon", said=tuple(found.said))


@row(
    "head",
    "<n:howmany> <said+:pre>* pins|pegs|studs|dowels|posts|spigots|bosses|nubs|standoffs",
    example="4 pins",
    cost=0.2,
)
@row("head", "<said+:pre>* hub|collar", example="a hub", cost=0.7)
@row("head", "<said+:pre>* spigot|register|nub|peg", example="a spigot", cost=0.2)
def _pins(found: Found) -> Any:
    return _named(found, "boss", "boss")


@row(
    "head",
    "(the|its|over|on|for|along)* last|final|end <l:plain> mm? ((at|of) (one|the|an|top|bottom|right|left / it)* (end)?)? (have|has|with|carry|carries|get|gets|,|is|are)* (a|one|single)? flat (milled|cut|machined|ground)? (on one side)?",
    example="The last 25 mm at one end have a flat milled on one side",
    cost=-0.3,
)
def _flat_at_end(found: Found) -> Any:
    """Return the flat that the end of a shaft has."""
    if found.l.form != "plain":
        return None
    top = Placing("place", "at", ref=Reference("end", count=1, text="one end"), text="at one end")
    return Head("flat", "flat", "flat", said=(Size(found.l, Label((), "length")), top))


@row("stated", "flat", example="flat … round head of 14 mm", cost=0.05)
def _flat_noun(found: Found) -> Any:
    """Return that something is flat, as it is anyway."""
    return Stated(found.text) if _describes(found) else None


def _describes(found: Found) -> bool:
    """Return whether "flat" stands before what it describes, and names no flat of a shaft."""
    behind = found.terms[found.end].word if found.end < len(found.terms) else ""
    return found.terms[found.end - 1].word == "flat" and behind in _FLAT_NOUNS


_FLAT_NOUNS: Final = word_set(
    "round circular square rectangular solid head cap rim base piece side face surface top bottom"
)


@row("pre", "perforated|drilled|punched", example="perforated … plate with holes", cost=0.1)
def _perforated(found: Found) -> Any:
    """Read "perforated plate" where its holes are described as well."""
    behind = [phrase for phrases in found.phrases[found.end :] for phrase in phrases]
    holes = any(phrase.term.sense("feature") in {"hole", "slot"} for phrase in behind)
    return Stated(found.text) if holes else None


@row("pre", "<n:bare>", example="20 … bore", cost=0.2)
def _size_of_one(found: Found) -> Any:
    """Read "20 bore": the number before one bore is its size, and counts nothing."""
    behind = found.phrases[found.end] if found.end < len(found.phrases) else ()
    single = any(
        phrase.term.sense("feature") in {"hole", "bore"} and not phrase.term.plural for phrase in behind
    )
    return Size(found.n) if single and found.n.value > 1 else None


@row("pre", "<:part>", example="axle … hole", cost=0.3)
def _for_a_part(found: Found) -> Any:
    """Read "axle hole", "pipe hole": a feature that is named after what goes into it."""
    behind = found.phrases[found.end] if found.end < len(found.phrases) else ()
    bored = [phrase for phrase in behind if phrase.term.sense("feature") in {"hole", "bore"}]
    before = [phrase for phrases in found.phrases[: found.start] for phrase in phrases]
    if not any(phrase.term.sense("part") for phrase in before):
        sized = [p for p in bored if p.end < len(found.terms) and found.terms[p.end].quantity is not None]
        bored = [] if sized else bored  # "flanged bushing bore 12"
    names = {phrase.term.sense("part") for phrase in found.phrases[found.end - 1]}
    shape = names & {BALL, CONE, CUBE, PRISM} or any(
        bears_shape(term.word) for term in found.terms[found.start : found.end]
    )
    return found.text if bored and not shape else None  # an oval hole is no hole for an oval


@row("pre", "<:feature>", example="stud … plate with a boss", cost=0.3)
def _of_a_feature(found: Found) -> Any:
    """Read "boss plate": a part that is named after what it carries, where that is described as well."""
    behind = found.phrases[found.end] if found.end < len(found.phrases) else ()
    if not any(phrase.term.sense("part") for phrase in behind):
        return None
    kinds = {phrase.term.sense("feature") for phrase in found.phrases[found.start]} - {None}
    further = {phrase.term.sense("feature") for one in found.phrases[found.end + 1 :] for phrase in one}
    return found.text if kinds & further or found.terms[found.start].word == "stud" else None


@row(
    "sized",
    "along|over|for|on the? last|final|top|first|bottom|end|upper|lower <n:plain> mm? (of (it / the <:part> / length))?",
    example="over the last 20 mm",
    cost=-0.1,
)
def _last_stretch(found: Found) -> Any:
    if found.n.form != "plain":
        return None
    words = {term.word for term in found.terms[found.start : found.end]}
    size = Size(found.n, Label((), "length"))
    if words & {"first", "bottom", "lower"}:
        return size, Placing("place", "at", ref=Reference("bottom", text=found.text), text=found.text)
    return size


@row(
    "head",
    "<n:number> (<:count> / as|a|an|plain|solid|simple|single|just|only|dummy|,|blank)* <noun:part>",
    example="6205 bearing as one plain solid ring",
    cost=-0.2,
)
def _bearing_as_ring(found: Found) -> Any:
    if found.n.table != "bearing":
        return None
    return Head("part", found.noun.sense("part") or "", found.noun.word, said=(Size(found.n),))


# --- holes of screws in the side of a ring -------------------------------------------------------------------


@row("pre", "set|grub screw?", example="set screw", cost=0.05)
def _set_screw(found: Found) -> Any:
    return Mark.RADIAL, Mark.TAPPED


# --- sizes -----------------------------------------------------------------------------------------------------


@row("sized", "<number:plain> (thick)? sheet|plate|material|stock", example="2 mm sheet", cost=0.3)
def _sheet(found: Found) -> Any:
    return Size(found.number, Label((), "thickness")) if found.number.unit is not None else None


@row("pre", "<n:number> (pn <:number>)?", example="DN50 PN16 … flange", cost=0.3)
def _nominal_size(found: Found) -> Any:
    """Read the nominal size of a flange, which gives none of its own sizes here."""
    behind = found.terms[found.end].word if found.end < len(found.terms) else ""
    return found.text if found.n.table == "pipe" and behind in _FLANGES else None


@row(
    "head",
    "then|thereafter|continuing|and (then|as|to|at|a)* <d:bored> (bore|hole)? (right|all|the|way|clear)* @through",
    example="then 40 dia right through",
    cost=-0.2,
)
def _then_through(found: Found) -> Any:
    if not any(
        term.word in {"then", "thereafter", "continuing"} for term in found.terms[found.start : found.end]
    ):
        return None
    return Head("bore", "bore", "bore", said=(Size(found.d), Mark.THROUGH), lead="then")


@row("bored", "<n:diametral>", example="Ø40")
@row("bored", "<n:plain> mm? @role.diameter", example="40 dia")
@row("bored", "<n:plain> mm?", example="40")
def _bored(found: Found) -> Any:
    return found.n if found.n.form in {"plain", "diameter"} else None


@row(
    "sized",
    "(rising|rises|tapering|tapered|tapers|sloping|going|goes|thickness|height)* from? <a:plain> to <b:plain> (high|tall|height|thick)?",
    example="rising from 5 to 20",
    cost=0.2,
)
def _from_to_high(found: Found) -> Any:
    low, high = sorted((found.a, found.b), key=lambda number: number.value)
    height = Size(high, Label((), "height"))
    return (Size(low, Label(("low end",))), height) if low.value else height


@row(
    "sized",
    "projecting|protruding|raised|proud|sticking|standing (out|proud|by)* <number:plain>",
    example="projecting 15",
)
@row(
    "sized",
    "(which|that|it)* rises|rising|projects|protrudes|sticks (up|out|straight|upwards|by|proud|a|further|another|additional)* <number:plain> mm? (out of|from|above|over|beyond|up|high|proud)*",
    example="a boss || that rises 5 mm",
    cost=0.2,
)
@row(
    "sized",
    "(which|that|it)* shall|should|must|will|to (rise|project|protrude|stand|extend|stick) (up|out|straight|upwards|by|proud)* <number:plain> mm? (out of|from|above|over|beyond|up|high|proud)*",
    example="a boss || shall rise 5 mm",
    cost=-0.6,
)
@row("sized", "<number:plain> projecting|proud|projection|protrusion", example="15 projection")
def _projecting(found: Found) -> Any:
    return Size(found.number, Label((), "height"))


@row(
    "sized",
    "<number:plain> mm? (measured)? (from|between|over) flat (side|face)? (to|and) flat (side|face)?",
    example="80 mm from flat side to flat side",
    cost=-0.4,
)
def _over_flats(found: Found) -> Any:
    return Size(found.number, Label((), "across_flats"))


@row("sized", "<number:plain> across", example="30 mm across", cost=0.4)
def _across(found: Found) -> Any:
    return Size(found.number, Label((), "diameter"))


@row(
    "sized",
    "<n+:plain> (,|and|&) <n+:plain> ((,|and|&)* <n+:plain>)* @role.diameter",
    example="4, 5, 6 and 8 mm diameter",
    cost=0.1,
)
def _several_diameters(found: Found) -> Any:
    sizes = tuple(Size(number, Label((), "diameter")) for number in found.n)
    return sizes if len({size.number.value for size in sizes}) == len(sizes) else None


@row("sized", "<a:plain> to <b:plain> bore|bores|shaft|shafts", example="20 mm to 12 mm bore", cost=-0.1)
def _two_bores(found: Found) -> Any:
    return Size(found.a, Label(("first bore",))), Size(found.b, Label(("second bore",)))


@row("sized", "<number:number> stepper|servo? motor|stepper", example="NEMA 17 stepper motor", cost=-0.1)
def _motor(found: Found) -> Any:
    return Size(found.number) if found.number.table == "motor face" else None


# --- what the surface is like ------------------------------------------------------------------------------------


@row(
    "stated",
    "(with|and|,|a|all|nice|very)* polished|smooth|matte|matt|glossy|shiny|rough|brushed|ground|machined|clean (surface|surfaces|finish|faces|sides|outside)",
    example="with polished surface",
)
@row(
    "stated",
    "(all|sharp|the|and|with|,|outer)* (@edge|edges|burrs|@corner) (are|is|to|be|must|lightly|,)* deburred|deburr|broken|removed|cleaned",
    example="all edges deburred",
)
@row(
    "stated",
    "(and|,|please)* (deburred|deburr (all|the|any|sharp)* (@edge|edges|burrs|@corner)? / break|remove (all|the|any|sharp)* (@edge|edges|burrs))",
    example="deburred edges",
)
def _surface(found: Found) -> Any:
    return Stated(found.text)


_POLYGONS: Final = {
    "triangle": "triangular",
    "pentagon": "pentagonal",
    "hexagon": "hexagonal",
    "heptagon": "heptagonal",
    "octagon": "octagonal",
}


@row(
    "polygonal",
    "(regular|equilateral)* triangular|triangle|pentagonal|pentagon|hexagonal|hexagon|heptagonal|heptagon|octagonal|octagon",
    example="regular hexagon",
)
def _polygonal(found: Found) -> Any:
    word = found.terms[found.end - 1].word
    return _POLYGONS.get(word, word)


_OF_BASE: Final = "base|cross-section|section|ends|profile|footprint|outline"


@row(
    "head",
    f"(regular|right|upright|straight|solid)* <named:polygonal>? prism (,|whose|its|with|which|has|having|and|that|on|over|of|a|an|the)* ({_OF_BASE})? (is|are|of|being|:|in|form|has|a|an|the)* <base:polygonal> (shaped)? ({_OF_BASE})?",
    example="triangular prism whose base is an equilateral triangle",
    cost=-0.3,
)
def _prism_on(found: Found) -> Any:
    """Return a prism whose section is named behind it."""
    if found.named and found.named != found.base:
        return None
    definite = any(term.word == "the" for term in found.terms[max(0, found.start - 1) : found.start + 1])
    return Head("part", PRISM, f"{found.base} prism", definite=definite)
