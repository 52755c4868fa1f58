"""What people say loosely, often in a language that is not their own: "total long 130", "hole of axis 8"."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.nodes import Label, Reference
from mayfly.language.vocabulary import ADJECTIVES, word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.patterns.sizes.dimensions import may_lead
from mayfly.language.weighing.values import Head, Leading, Placing, Relation, Size, Stated

# --- adjectives before their number ---------------------------------------------------------------------------

_TOTAL: Final = "total|overall|full|complete"
_WHOLE: Final = word_set(_TOTAL.replace("|", " "))


@row(
    "sized",
    f"({_TOTAL} / of / and)* <label:adjective> ({_TOTAL} / of / is / : / =)* <n:plain>",
    example="axle, diameter 22 || and total long 130",
    cost=0.4,
)
def _adjective_first(found: Found) -> Any:
    """Return a size whose adjective stands before its number: "long 130", where it can't belong to another."""
    before = [
        at for at in range(found.start, found.end) if found.terms[at].word in ADJECTIVES or _role(found, at)
    ]
    at = before[0] - 1 if before else -1
    behind = found.end if found.end < len(found.terms) else -1
    if found.n.form != "plain" or found.label.components or _is_named(found, behind):
        return None
    if _is_number(found, at) and not may_lead(found.terms, found.start):
        return None
    words = {term.word for term in found.terms[found.start : found.end]}
    return Size(found.n, Label(("overall",) if words & _WHOLE else (), found.label.role))


def _role(found: Found, at: int) -> bool:
    return any(phrase.term.sense("role") in ADJECTIVES for phrase in found.phrases[at])


def _is_number(found: Found, at: int) -> bool:
    """Return whether a number stands at a place, or its unit or what it measures, so that an adjective behind is its own."""
    while at >= 0 and found.terms[at].word in _OF_NUMBERS:
        at -= 1
    return at >= 0 and found.terms[at].quantity is not None


_OF_NUMBERS: Final = word_set("mm cm in inch inches total overall full complete in")


def _is_named(found: Found, at: int) -> bool:
    """Return whether the word behind a number names what it measures: "long 130 wide"."""
    return at >= 0 and any(
        phrase.term.sense("role") or phrase.term.sense("feature") for phrase in found.phrases[at]
    )


# --- holes for an axle --------------------------------------------------------------------------------------------


@row(
    "head",
    "hole|bore (of|for)* (the|an|its)* axis|axle (of|with|diameter)* <n:plain> mm?",
    example="hole of axis 8",
    cost=-0.4,
)
@row("head", "axis|axle hole|bore (of|with|diameter|:|=)* <n:plain> mm?", example="axis hole 10", cost=-0.4)
def _axle_hole(found: Found) -> Any:
    """Return the hole of an axle, which some call an axis, with its diameter."""
    if found.n.form not in {"plain", "diameter"}:
        return None
    return Head("hole", "hole", "hole", said=(Size(found.n, Label((), "diameter")),))


# --- both rims ------------------------------------------------------------------------------------------------------


@row(
    "head",
    "(both / <k:count>) (of)? (the)? (outer|outside|external|outward)* borders|edges|rims (are|is|have|with|a|to|be|,|:)* "
    "@rounded|rounded|radiused|filleted|round|radius|@fillet (off|over|with|by|to|of|radius|r|a|=)* <n:plain> mm? (radius)?",
    example="wheel … || the two external borders are rounded with radius 3",
    cost=-0.8,
)
def _both_rims(found: Found) -> Any:
    """Return the rounding of the two edges of a round part, which are its rims."""
    before = {phrase.term.sense("part") for phrases in found.phrases[: found.start] for phrase in phrases}
    if found.k not in {None, 2} or not before & _WITH_TWO_RIMS or found.n.form not in {"plain", "radius"}:
        return None
    edges = Reference("edge", frozenset({"outer"}), None, True, text=found.text)
    return Head(
        "fillet",
        "fillet",
        found.text,
        plural=True,
        said=(Size(found.n), Placing("place", "on", ref=edges, text=found.text)),
    )


_WITH_TWO_RIMS: Final = word_set("disc cylinder bushing washer spacer plain_hub")


# --- tips, and holes that are bored deep -------------------------------------------------------------------------


@row(
    "head",
    "nose|tip (end)? (is|to|be|,|:)* chamfered|bevelled|beveled (with|by|to|at|of)* <size:bevel>",
    example="locating pin with a head … || nose chamfered 2 x 45",
    cost=-0.6,
)
@row(
    "head",
    "<size:bevel> chamfer|bevel (on|at)? nose|tip (end)?",
    example="locating pin with a head … || 2 x 45 chamfer at the nose",
    cost=-0.6,
)
def _tip_chamfered(found: Found) -> Any:
    """Return the chamfer of the end of a pin that has no head."""
    tip = Placing("place", "at", ref=Reference("end", frozenset({"free"}), text="the tip"), text="at the tip")
    return Head("chamfer", "chamfer", found.text, said=(*found.size, tip))


@row(
    "sized",
    "(is|are|being|to|be)* bored|drilled|machined|milled|counterbored|turned (to)? (a)? (depth (of)?)? <n:plain> (mm)? (deep)?",
    example="a bearing seat of 47 mm diameter || is bored 14 mm deep",
    cost=-0.3,
)
def _bored_deep(found: Found) -> Any:
    """Return the depth of a hole that was named before, with its diameter: "is bored 14 mm deep"."""
    words = {term.word for term in found.terms[found.start : found.end]}
    nouns = [phrase.term.sense("feature") for phrases in found.phrases[: found.start] for phrase in phrases]
    last = [noun for noun in nouns if noun][-1:]
    if (
        found.n.form != "plain"
        or not words & {"deep", "depth"}
        or last not in (["hole"], ["bore"], ["pocket"])
    ):
        return None
    return Size(found.n, Label((), "depth"))


@row(
    "stated",
    "end|bearing|flange|side shield|cover|cap|bell|plate|housing (consists|is|comprises|composed|made|up)* of",
    example="the end shield consists of … a circular flange",
    cost=-0.4,
)
def _called(found: Found) -> Any:
    """Return the name of what consists of parts that are named behind it, at the beginning."""
    words = {term.word for term in found.terms[found.start : found.end]}
    ahead = [phrase.term for phrases in found.phrases[found.end : found.end + 4] for phrase in phrases]
    before = [term for term in found.terms[: found.start] if term.quantity is not None]
    named = any(term.sense("part") for term in ahead)
    return (
        Stated(found.text)
        if named and not before and words & {"consists", "comprises", "composed", "made"}
        else None
    )


# --- holes from the top ----------------------------------------------------------------------------------------


@row(
    "place",
    "(is|are|drilled|bored|cut|running|going|goes)* vertically|straight (down|downwards)? from|into (the)? top (face|surface|side)?",
    example="three 8 mm ports || are drilled vertically from the top",
    cost=-0.4,
)
def _down_from_top(found: Found) -> Any:
    return Placing("place", "from", ref=Reference("top", text="the top"), text=found.text)


@row(
    "sized",
    "(into|to) (the)? <noun:feature> ,? stopping|ending|stops|ends (at|on|in)* (its|the)* axis|@axis|@marker.centre|@centre_line (,|i.e|ie|that|is|meaning|so|.|at)* <n:plain> (mm)? deep",
    example="block 40 high with 3 ports || into the gallery, stopping at its axis, i.e. 20 mm deep",
    cost=-1.0,
)
def _to_an_axis(found: Found) -> Any:
    """Return the depth of holes that end at the axis of another one, where it is half of a height of the part."""
    heights = [
        term.quantity.value
        for at, term in enumerate(found.terms[: found.start])
        if term.quantity is not None
        and (_is_high(found, at) or (at + 1 < found.start and _is_third(found, at)))
    ]
    if found.n.form != "plain" or 2 * found.n.value not in heights:
        return None
    return Size(found.n, Label((), "depth"))


def _is_high(found: Found, at: int) -> bool:
    """Return whether a number is a height: "40 mm high"."""
    return any(term.word in _HIGH for term in found.terms[at + 1 : at + 3])


def _is_third(found: Found, at: int) -> bool:
    """Return whether a number is the last of three that are multiplied: "100 x 50 x 40"."""
    crosses = [found.terms[k].word for k in (at - 3, at - 1) if k >= 0]
    return len(crosses) == 2 and set(crosses) <= _CROSSES


_HIGH: Final = word_set("high tall")
_CROSSES: Final = frozenset({"x", "×", "by"})


# --- which side of a flange ----------------------------------------------------------------------------------------


@row(
    "place",
    "on|at|from <:lone> side|face (,|there|is|sits|stands|comes)*",
    example="square flange 100 x 100 x 12 || on one side … a centring spigot of 70 mm diameter rises 5 mm",
    cost=-0.3,
)
def _on_a_face(found: Found) -> Any:
    """Return that a spigot stands on the large face of a flange, of which either is as good."""
    before = {term.word for term in found.terms[: found.start]}
    ahead = {term.word for term in found.terms[found.end : found.end + 6]}
    if "flange" not in before or not ahead & _SPIGOTS:
        return None
    return Leading(Placing("place", "on", ref=Reference("top", text=found.text), text=found.text))


_SPIGOTS: Final = word_set("spigot pilot register boss centring centering")


# --- halves of balls -------------------------------------------------------------------------------------------------


@row(
    "stated",
    "(with|the|its|and|,|a)* open|flat|cut side|face|end (is|being|faces|facing|lies|lying|down|downwards|flat|open|below|underneath|at|the|bottom|on|table|ground)*",
    example="half of a hollow ball … || open side flat",
    cost=-0.3,
)
def _open_below(found: Found) -> Any:
    """Return that half a ball lies on its flat side, and that half a hollow one is open there, as they are."""
    parts = {phrase.term.sense("part") for phrases in found.phrases[: found.start] for phrase in phrases}
    words = {term.word for term in found.terms[found.start : found.end]}
    half = "hemispherical_shell" in parts or ("hemisphere" in parts and "open" not in words)
    return Stated(found.text) if half else None


# --- a cone on a cylinder ------------------------------------------------------------------------------------------


@row(
    "stated",
    "(,|and|which|that|it)* ending|finishing|ends|finishes|terminating|terminates|closing in|with|at (a)? @pointed|point|apex",
    example="cone 50 base diameter 60 high, || ending in a point",
    cost=-0.3,
)
def _to_a_point(found: Found) -> Any:
    """Return that a cone is pointed, where it has no diameter at its top."""
    parts = [
        (at, phrase.term.sense("part"))
        for at, one in enumerate(found.phrases[: found.start])
        for phrase in one
    ]
    named = [(at, name) for at, name in parts if name]
    if not named or named[-1][1] != "cone":
        return None
    since = {term.word for term in found.terms[named[-1][0] : found.start]}
    return None if since & {"top", "to", "upper", "small", "smaller"} else Stated(found.text)


@row(
    "place",
    "(and|then|,|directly|right|immediately)* above|over|atop <of:pronoun>",
    example="a cylinder of diameter 50 and height 20, || above it … a cone of diameter 50",
    cost=0.2,
)
def _above_it(found: Found) -> Any:
    """Return that a round body stands on the one before: "above it a cone with the same diameter"."""
    behind = [phrase.term.sense("part") for one in found.phrases[found.end : found.end + 2] for phrase in one]
    before = {phrase.term.sense("part") for one in found.phrases[: found.start] for phrase in one}
    if not before & _ROUND or not set(behind) & _ROUND:
        return None
    return Relation("on", "it")


_ROUND: Final = word_set("cylinder cone disc hemisphere")


@row(
    "stated",
    "(solid|single|one)* body|piece|part|solid turned|revolved (:|,)? (first|below|beneath|underneath|at|the|bottom|,)*",
    example="Solid body turned: below … a cylinder of diameter 50 and height 20",
    cost=-0.2,
)
def _turned_body(found: Found) -> Any:
    """Return that a body is turned, where its first piece is named behind it."""
    ahead = [phrase.term.sense("part") for one in found.phrases[found.end : found.end + 2] for phrase in one]
    return Stated(found.text) if set(ahead) & _ROUND and not found.start else None


# --- what is done later ----------------------------------------------------------------------


@row(
    "stated",
    "{? (i|we|will|i'll|we'll|to|be|i|am|going|and|it|them|get|gets)* tap|tapped|tapping (it|them|to|for|with)* <t:thread> (thread)? (myself|ourselves|later|afterwards|yourself|on|site|by|hand)* }?",
    example="two 3.3 holes for grub screws || (will tap M4 myself)",
    cost=-0.9,
)
def _tapped_later(found: Found) -> Any:
    """Return a thread that is cut later into a hole whose diameter was given, where they fit to each other."""
    words = {term.word for term in found.terms[found.start : found.end]}
    before = [term.quantity for term in found.terms[: found.start] if term.quantity is not None]
    fits = any(
        one.form in {"plain", "diameter"} and _is_core(one.value, found.t.value) for one in before[-2:]
    )
    return Stated(found.text) if words & _LATER and fits else None


def _is_core(diameter: float, nominal: float) -> bool:
    """Return whether a thread is cut into a hole of such a diameter."""
    return _LEAST_CORE * nominal <= diameter < nominal


_LEAST_CORE: Final = 0.75
_LATER: Final = word_set("myself ourselves later afterwards yourself site hand")
