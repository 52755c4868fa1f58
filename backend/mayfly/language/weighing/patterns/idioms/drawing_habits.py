"""What drawings of other countries write: W x D x T, "Hole 4-Ø6.6", "Both ends C1", what is left beside a flat."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mayfly.language.nodes import Label, Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.patterns.idioms.prints import nouns_before
from mayfly.language.weighing.patterns.names.components import IN_PAIRS
from mayfly.language.weighing.patterns.names.head_of import head_of
from mayfly.language.weighing.values import (
    Absent,
    FirstAngle,
    Group,
    Head,
    Leading,
    Mark,
    Placing,
    Size,
    Stated,
)

_CROSS: Final = "×|x|by|,"
_DEPTH: Final = Label((), "depth")
_DIAMETER: Final = Label((), "diameter")


# --- width, depth and height of a block --------------------------------------------------------------------


@row(
    "dims",
    f"w|width (:|=)? <a:plain> mm? {_CROSS} d|depth (:|=)? <b:plain> mm? {_CROSS} <up:upward> (:|=)? <c:plain> mm?",
    example="W 150 x D 100 x T 12",
    cost=-1.0,
)
@row(
    "dims",
    f"<a:plain> mm? w|wide|width {_CROSS} <b:plain> mm? d|deep|depth {_CROSS} <c:plain> mm? <up:upward>",
    example="150W x 100D x 12T",
    cost=-1.0,
)
def _width_depth_height(found: Found) -> Any:
    """Return the sides of a block of which the depth is the one that goes back, and no hole's."""
    if {found.a.form, found.b.form, found.c.form} != {"plain"} or nouns_before(found):
        return None
    labels = (Label((), "along_length"), Label((), "along_width"), Label((), found.up))
    return Group(tuple(map(Size, (found.a, found.b, found.c), labels)))


@row(
    "dims",
    "<a:ringwide> ÷ <b:ringwide> ×|x|by|, <c:plain> mm? (long|thick|wide|high|tall|lg|thk)?",
    example="ring || 80 / 60 x 15",
    cost=-0.8,
)
def _outer_inner_length(found: Found) -> Any:
    """Return the diameters of a ring with a stroke between them, and how long it is."""
    if found.a.value <= found.b.value or found.c.form != "plain" or nouns_before(found):
        return None
    labels = (Label(("outer",), "diameter"), Label(("inner",), "diameter"), Label((), "length"))
    return Group(tuple(map(Size, (found.a, found.b, found.c), labels)))


@row("ringwide", "<n:number> mm?", example="80")
def _ringwide(found: Found) -> Any:
    return found.n if found.n.form in {"plain", "diameter"} else None


@row("upward", "h|ht|height|high|tall", example="H")
def _upward(_: Found) -> Any:
    return "height"


@row("upward", "t|thk|thick|thickness", example="T")
def _thick(_: Found) -> Any:
    return "thickness"


# --- holes and their mouths --------------------------------------------------------------------------------


@row(
    "head",
    "<said+:pre>* <noun:feature> (:|=|,|is|are)? <n:howmany> - <size:diametral>",
    example="Hole 4-Ø6.6",
    cost=0.1,
)
@row(
    "head",
    "<said+:pre>* <noun:feature> (:|=|,|is|are)? <n:count> × <size:diametral>",
    example="Holes 4xØ6.6",
    cost=0.1,
)
def _noun_before_count(found: Found) -> Any:
    """Return holes that are counted behind their noun, which often has no plural then."""
    kind = found.noun.sense("feature")
    head = head_of(found, kind) if kind == "hole" else None
    if head is None:
        return None
    said = (*head.said, Size(found.size, _DIAMETER))
    return Head(kind, found.noun.word, found.text, found.n, plural=found.n != 1, said=said)


@row(
    "head",
    "(with|a|an|and|,)* <size:wide> <noun:mouth> (×|x|by|to|of|with|a|,)* depth|dp|deep (of|:|=|is)? <deep:plain> mm? ((,|on|at|from|the)* <:topside>)?",
    example="holes 6.6 mm || with Ø11 counterbore depth 6.5 from top side",
    cost=-0.6,
)
def _deep_behind(found: Found) -> Any:
    """Return a counterbore whose diameter stands before its name and whose depth behind it."""
    kind = found.noun.sense("feature")
    if kind != "counterbore" or found.deep.form != "plain" or "hole" not in nouns_before(found):
        return None
    return Head(kind, kind, found.text, said=(Size(found.size, _DIAMETER), Size(found.deep, _DEPTH)))


@row(
    "head",
    "<noun:feature> are|is|lie|located|positioned|placed|spaced (to|be|located|positioned|placed|lying)*",
    example="two 11 mm holes in each leg. || Holes are",
    cost=-0.1,
)
@row(
    "head",
    "<noun:feature> to be|lie (located|positioned|placed)?",
    example="two 11 mm holes. || Holes to be",
    cost=-0.1,
)
def _spoken_of_again(found: Found) -> Any:
    """Return the features of which more is said in a sentence of their own: "Holes are 1.75 from the corner"."""
    kind = found.noun.sense("feature")
    begins = found.start and found.terms[found.start - 1].kind == "mark"
    if not begins or not found.noun.plural or nouns_before(found).count(kind) != 1:
        return None  # of several kinds of holes it is open which ones are meant
    head = head_of(found, kind)
    return None if head is None else replace(head, definite=True)


# --- chamfers of a bore ------------------------------------------------------------------------------------

_ENDS: Final = "(on|at|to|of|from|,|the)*"


@row(
    "head",
    f"({_ENDS} <where:chamfer_end> ,?)? <side:ring_side> @chamfer (of|:|=|is|,|with)* <size:bevel> ({_ENDS} <where:chamfer_end>)?",
    example="at one side internal chamfer 2x45",
    cost=-0.5,
)
@row(
    "head",
    f"@chamfer (of|:|=|is|,|with)* <size:bevel> (on|at|the)* <side:ring_side> ({_ENDS} <where:chamfer_end>)?",
    example="chamfer 2x45° inside at one end",
    cost=-0.5,
)
@row(
    "head",
    f"(with|a|and)* <size:bevel> <side:ring_side> @chamfer ({_ENDS} <where:chamfer_end>)?",
    example="2x45° internal chamfer at one end",
    cost=-0.5,
)
def _inside_or_outside(found: Found) -> Any:
    """Return the chamfer of a bore or of an outside, and at which of the ends."""
    behind = found.terms[found.end].word if found.end < len(found.terms) else ""
    if behind in _EDGE_WORDS:
        return None  # "chamfer 1 mm on the outer edges"
    edge = Reference("edge", frozenset({found.side}), None, True, text=found.text)
    places = [Placing("place", "on", ref=edge, text=found.text)]
    if found.where is not None:
        places.append(Placing("place", "at", ref=found.where, text=found.text))
    return Head("chamfer", "chamfer", found.text, plural=True, said=(*found.size, *places))


_EDGE_WORDS: Final = word_set("edge edges corner corners rim rims diameter end ends")


@row("chamfer_end", "<:lone> end|side|face (only)?", example="one side")
def _one_end(found: Found) -> Any:
    return Reference("end", frozenset(), 1, text=found.text)


@row("chamfer_end", "both|each|either end|ends|side|sides|faces", example="both sides")
def _both_ends(found: Found) -> Any:
    return Reference("end", frozenset({"both"}), None, True, text=found.text)


# --- what is left beside a flat ----------------------------------------------------------------------------


@row(
    "sized",
    "(,|and|so|with|to|it)* remaining|leaving|leaves|left|remainder|residual (@role.thickness|@role.height|height|size|material|dimension|of|is|=|:|a)* <n:plain> mm? (across|thick|over)?",
    example="shaft with a D-cut || remaining thickness 11",
    cost=-0.3,
)
@row(
    "sized",
    "<n:plain> mm? (thickness|thick|height|material)? remaining|left (over|across|at|the|flat)*",
    example="shaft with a D-cut || 11 mm remaining",
    cost=-0.3,
)
def _left_of_flat(found: Found) -> Any:
    """Return how much of a shaft is left beside its flat: what is measured across it."""
    words = {term.word for term in found.terms[: found.start]}
    if not words & {"flat", "cut", "flats"} or found.n.form != "plain":
        return None
    return Size(found.n, Label((), "across_flats"))


# --- angles on a circle ------------------------------------------------------------------------------------


@row(
    "place",
    "(at|on|lying|,|the|along|axes|axis|directions)* x + (,|and)? x - (,|and)? y + (,|and)? y - (axes|axis|directions)?",
    example="4 slots || on X+, X-, Y+, Y-",
    cost=-0.8,
)
@row(
    "place",
    "(at|on|lying|,|the|along|axes|axis|directions)* + x (,|and)? - x (,|and)? + y (,|and)? - y (axes|axis|directions)?",
    example="4 slots || on +X, -X, +Y, -Y",
    cost=-0.8,
)
def _on_four_axes(_: Found) -> Any:
    """Return that four of them lie on the half axes, a quarter turn from each other."""
    return Mark.EQUALLY, FirstAngle(0.0)


@row(
    "place",
    "(at|by|spaced|every|angles|of)* <a:angle> (to|from) (each other / one another)",
    example="three holes || at 120° to each other",
    cost=-0.3,
)
@row("place", "at|by <a:angle>", example="three holes || at 120°", cost=-0.2)
def _part_of_turn(found: Found) -> Any:
    """Return an angle that as many as were counted make a whole turn of: three holes at 120°."""
    counts = [
        term.quantity.value
        for term in found.terms[: found.start]
        if term.quantity is not None and term.quantity.can_count
    ]
    if found.a.value < 60 or 360 / found.a.value not in counts:
        return None
    return Placing("step", "angle", (found.a,), text=found.text)


# --- legs of an angle --------------------------------------------------------------------------------------

_LEG: Final = "leg|arm|wing|limb"


@row(
    "place",
    f"in|on|through|thru|at (the)? {_LEG} of <n:bare> mm? (long|wide)?",
    example="on the wing of 60",
    cost=-0.3,
)
@row(
    "place",
    "in|on|through|thru|at (the)? <n:bare> mm? (long|wide)? wing|arm|limb",
    example="on the 60 wing",
    cost=-0.3,
)
def _leg_of_size(found: Found) -> Any:
    """Return the leg of an angle that is called by its size; it leads where the holes in it follow."""
    where = Placing("place", "in", (found.n,), Reference("leg", text=found.text), found.text)
    begins = not found.start or found.terms[found.start - 1].kind == "mark"
    return Leading(where) if begins and _feature_follows(found) else where


def _feature_follows(found: Found) -> bool:
    """Return whether a feature is named in the next few words."""
    soon = found.phrases[found.end : found.end + 5]
    return any(phrase.term.sense("feature") for phrases in soon for phrase in phrases)


@row("place", "each|every <one:component>", example="two 11 mm holes || each leg", cost=0.1)
def _each_behind(found: Found) -> Any:
    """Return that each of a pair has the holes that were named right before, without a word between."""
    before = found.phrases[max(0, found.start - 2) : found.start]
    named = any(
        phrase.end == found.start and phrase.term.sense("feature") for phrases in before for phrase in phrases
    )
    behind = found.terms[found.end : found.end + 1]
    if not named or found.one not in IN_PAIRS or (behind and behind[0].kind != "mark"):
        return None
    return Placing(
        "place", "in", ref=Reference(found.one, frozenset({"each"}), text=found.text), text=found.text
    )


@row(
    "stated",
    f"(and|,|the)* ({_LEG} of <n:bare> / <n:bare> mm? {_LEG}) (is|are|has|stays|remains|left|comes|be|to)* (no|without (any)? hole|holes / solid|plain|undrilled)",
    example="two holes on the wing of 60. || Wing of 40 is without holes",
    cost=-0.4,
)
@row(
    "stated",
    f"(and|,)* no|without (any)? hole|holes (in|on|at|through|the)* ({_LEG} of <n:bare> / <n:bare> mm? {_LEG})",
    example="two holes on the wing of 60, || no holes in the wing of 40",
    cost=-0.4,
)
def _other_leg_plain(found: Found) -> Any:
    """Return that a leg has no holes, where holes were said of the one of another size."""
    terms = found.terms[: found.start]
    legs = {
        term.quantity.value
        for at, term in enumerate(terms)
        if term.quantity is not None
        and ({t.word for t in terms[max(0, at - 2) : at]} | {t.word for t in terms[at + 1 : at + 3]})
        & _LEG_WORDS
    }
    return (
        Stated(found.text)
        if legs and found.n.value not in legs and nouns_before(found)[-1:] == ["hole"]
        else None
    )


_LEG_WORDS: Final = frozenset(_LEG.split("|"))


@row(
    "stated",
    "(and|with|,)* no|without (any)? radius|radii|fillet|rounding|round (in|on|at|the)* inside|outside|internally|externally (corner|corners|edge|edges)?",
    example="no radius inside",
    cost=-0.3,
)
def _no_radius(_: Found) -> Any:
    return Absent(("fillet",))


# --- sizes that are named once more ------------------------------------------------------------------------


@row(
    "stated",
    "type|style bracket|part|profile|piece|component|item",
    example="c channel || type bracket",
    cost=-0.5,
)
def _type_of(found: Found) -> Any:
    """Return "type bracket" behind the name of a part, which is what is made."""
    before = found.phrases[max(0, found.start - 3) : found.start]
    parts = (p for one in before for p in one if p.end == found.start and p.term.sense("part"))
    return Stated(found.text) if any(parts) else None


_OUTSIDE: Final = "outside|outer|overall|total|full|measured|@component.outer|@component.overall"


@row(
    "sized",
    f"(,|and|where|{{|the)* <n:plain> mm? is|are|=|means (the|a|of|its|{_OUTSIDE})* <label:noun> ({_OUTSIDE}|}})*",
    example="channel 75 x 40 x 5, || 40 is flange outside height",
    cost=-0.7,
)
@row(
    "sized",
    f"(,|and|where|{{|the)* <n:plain> mm? is|are|=|means (the|a|of|its|{_OUTSIDE})* (<back:back_of>) ({_OUTSIDE}|}})*",
    example="channel 75 x 40 x 5, || 75 is back side outside",
    cost=-0.7,
)
def _named_again(found: Found) -> Any:
    """Return a size that was given before, with its name; it has to be the same."""
    known = {term.quantity.value for term in found.terms[: found.start] if term.quantity is not None}
    label = found.label or found.back
    if found.n.form != "plain" or found.n.value not in known:
        return None
    components = tuple(one for one in label.components if one not in {"outer", "overall"})
    return Size(found.n, Label(components, label.role)) if components or label.role else None


@row("back_of", "back side|face?", example="channel || back side")
def _back_of(found: Found) -> Any:
    """Return the back of a channel, which is its web."""
    return Label(("web",)) if _speaks_of_channel(found) else None


def _speaks_of_channel(found: Found) -> bool:
    parts = (p.term.sense("part") or "" for one in found.phrases[: found.start] for p in one)
    return any(part.endswith("_channel") for part in parts)


@row(
    "place",
    "in|on|at|through|thru (the)? back (side|face)? (of (the)? channel)?",
    example="channel … || in the back",
    cost=-1.3,
)
def _in_the_back(found: Found) -> Any:
    """Return the web of a channel, where its back is spoken of and no flange at the back."""
    behind = found.terms[found.end : found.end + 1]
    if not _speaks_of_channel(found) or any(term.word in _BACK_OF_OTHERS for term in behind):
        return None
    where = Placing("place", "in", (), Reference("web", text=found.text), found.text)
    begins = not found.start or found.terms[found.start - 1].kind == "mark"
    return Leading(where) if begins and _feature_follows(found) else where


_BACK_OF_OTHERS: Final = word_set("flange leg wall edge left right corner end of")
