"""Legs that are called by their size, and sizes that are named once more: "75 is back side outside"."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

from mayfly.language.nodes import Label, Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.patterns.idioms.prints import nouns_before
from mayfly.language.weighing.patterns.names.components import IN_PAIRS
from mayfly.language.weighing.patterns.names.references import feature_follows
from mayfly.language.weighing.topics import ROUND_BAR
from mayfly.language.weighing.values import (
    Absent,
    FirstAngle,
    Head,
    InCentre,
    Leading,
    Placing,
    Size,
    Stated,
)

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
    return Leading(where) if begins and feature_follows(found) else where


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


@row(
    "stated",
    "{? (its|the|with)* total|overall @role.length (of|is|:|=)* <n:plain> mm? (,)? (with|and)* (<:component>)? }?",
    example="4 slots 20 x 9 || (total length 20, round ends)",
    cost=-0.3,
)
def _length_again(found: Found) -> Any:
    """Return the length of a slot that the numbers before it gave already."""
    before = found.terms[max(0, found.start - 4) : found.start]
    known = {term.quantity.value for term in before if term.quantity is not None}
    slot = nouns_before(found)[-1:] == ["slot"] and any(term.word in {"×", "x"} for term in before)
    return Stated(found.text) if slot and found.n.value in known else None


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
    paired = (p.term.sense("component") for one in found.phrases[found.end : found.end + 1] for p in one)
    others = any(term.word in _BACK_OF_OTHERS for term in behind) or any(one in IN_PAIRS for one in paired)
    if not _speaks_of_channel(found) or others:
        return None
    where = Placing("place", "in", (), Reference("web", text=found.text), found.text)
    begins = not found.start or found.terms[found.start - 1].kind == "mark"
    return Leading(where) if begins and feature_follows(found) else where


_BACK_OF_OTHERS: Final = word_set("edge left right corner end of")


@row(
    "place",
    "both|all|each|they (are|is|being|of|them|lie|sit)* (in|at|on)? (the)? @marker.centre|@mid_width (of)? (the|its)? (width|@role.width)?",
    example="two holes, one 10 from the top and one 10 from the bottom || both in the middle of the width",
    cost=-0.2,
)
def _all_in_the_middle(found: Found) -> Any:
    """Return that all of them lie in the middle of the width."""
    words = {term.word for term in found.terms[found.start : found.end]}
    return InCentre("width") if "width" in words else None


@row(
    "stated",
    "{ (depth|it|is|being|that|is)* depth|measured (is|measured|taken|counted)* from|at (the)? (top|surface|outside|edge|of|the)* (<:part>)? (od|outside|surface|top|diameter)* }",
    example="keyseat 1/4 wide x 1/8 deep || (depth measured from the top of the shaft OD)",
    cost=-0.5,
)
def _depth_from_outside(found: Found) -> Any:
    """Return that the depth of a keyway counts from the outside of its shaft, as it does."""
    return Stated(found.text) if nouns_before(found)[-1:] == ["keyway"] else None


@row(
    "head",
    "pulley|wheel|sheave",
    example="pulley … with a rectangular groove",
    cost=-0.3,
)
def _with_square_groove(found: Found) -> Any:
    """Return a pulley as the round body that it is, where its groove is a rectangular one."""
    square = any(a.word in _SQUARE and b.word == "groove" for a, b in pairwise(found.terms[found.end :]))
    return Head("part", ROUND_BAR, found.text, indefinite=True) if square else None


@row(
    "place",
    "around|on|in (the)? @marker.centre of (the)? rim|circumference|od|outside|rims (surface|diameter|face)?",
    example="groove 5 deep || around the middle of the rim",
    cost=-0.2,
)
def _around_the_rim(found: Found) -> Any:
    """Return that a groove runs round something in the middle of its rim."""
    if nouns_before(found)[-1:] != ["groove"]:
        return None
    return Placing("place", "around", ref=Reference("centre", text=found.text), text=found.text)


_SQUARE: Final = word_set("rectangular square flat")


@row(
    "stated",
    "(measured|counted|from|above)* from|above (the)? (top|face|surface|of|the)* <one:component> face|surface|top",
    example="flange dia 110 x 15, hub dia 60 x 40 length || from flange face",
    cost=-0.5,
)
def _from_its_foot(found: Found) -> Any:
    """Return that the height of a hub counts from what it stands on, as it does."""
    near = found.phrases[max(0, found.start - 8) : found.start]
    hub = any(phrase.term.sense("component") == "hub" for phrases in near for phrase in phrases)
    sized = any(term.quantity is not None for term in found.terms[max(0, found.start - 2) : found.start])
    return Stated(found.text) if hub and sized and found.one != "hub" else None


@row(
    "place",
    "(with|and|,)* first|one (hole|of|them|the / <:feature>)* (is|lies|lying|aligned|in|on|at)* line|aligned|inline with (the)? keyway|keyseat",
    example="bore with keyway, four holes || first hole in line with the keyway",
    cost=-0.5,
)
def _in_line_with_keyway(found: Found) -> Any:
    """Return that the first hole is where the keyway is, on the +X side, where it is made anyway."""
    return FirstAngle(0.0) if "keyway" in nouns_before(found) and "hole" in nouns_before(found) else None
