"""Where bodies stand against each other."""

from __future__ import annotations

from typing import Any

from mayfly.language.nodes import Label
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import (
    Relation,
    Size,
    Stated,
)

_THE_OTHER = "it|this|that|base|plate|block|foot|box|other|one|lower|first|body|shaft|disc|tier|housing|cylinder|legs|pedestal|slab|previous|top|bottom"


@row(
    "other",
    f"(the (lower|upper|base|first|other|previous|round|square|big|small)? ({_THE_OTHER} / <:bodyname> / <:part> / <:count>) (plate|block|tier|body / <:count>)?)",
    example="the base",
)
@row("other", "it|that|this|them", example="it")
@row("pronoun", "it|that|this|them", example="it")
@row("other", "(body|cylinder|block|box|plate|disc)? <:bodyletter>", example="A")
def _other(found: Found) -> Any:
    return found.text


@row(
    "place",
    "(standing|stands|stand|sitting|sits|sit|resting|rests|placed|mounted|lying|lies|put|set|glued|welded|vertical|upright)* on (top of)? <of:other>",
    example="standing on it",
)
@row(
    "place",
    "(centred|@centred|centrally|centered) on (top of)? <of:other>",
    example="centred on the lower one",
    cost=0.05,
)
@row("place", "on top (of <of:other>)?", example="on top of it", cost=0.05)
@row("place", "on <of:pronoun> (is|stands|sits|there|comes|,)*", example="on it")
def _on(found: Found) -> Any:
    behind = found.terms[found.end].word if found.end < len(found.terms) else ""
    if behind in {"face", "surface", "side", "edge", "end"}:
        return None  # "on the top face"
    return Relation("on", found.of or "")


@row(
    "place",
    "(which|that|it|is|and|centrally|concentrically|upright|directly|centred|centered|@centred)* standing|stands|sitting|sits|resting|rests|placed|mounted|positioned (centrally|upright|vertically|centred|concentrically|directly|flat)* on|onto",
    example="stands on … a plate",
    cost=0.1,
)
def _stands_on(found: Found) -> Any:
    """Return that a body stands on another one that is named for the first time: "stands on a plate"."""
    behind = found.terms[found.end : found.end + 1]
    return Relation("on") if behind and behind[0].word in {"a", "an"} else None


@row(
    "place",
    "(floating|hovering|exactly|directly|straight|held|placed|,)* above <of:other> (with|at|by|,)* (a|free)* <gap:plain> (of|free|space|gap|clearance|distance|air|empty|a)* (between (<:bodyname> / <:part> / the|rim|of|and|underside|top|bottom|face|box|lid|its|them|two|both|bodies)*)?",
    example="exactly above the box with 20 mm of free space between the rim of the box and the underside of the lid",
    cost=0.05,
)
@row("place", "<gap:plain> above <of:other>", example="20 mm above it", cost=0.3)
def _above(found: Found) -> Any:
    if found.of.split()[-1:] in (["bottom"], ["top"]):
        return None  # a height on a face
    if found.gap.form not in {"plain", "word"}:
        return None  # "20 mm above it, Ø16 bore"
    return Relation("on", found.of or "", found.gap)


@row(
    "place",
    "(standing|placed|lying|located|arranged|,|and)* (next to each other / side by side / beside each other / next to one another) (along|in) (the)? <axis:letter> (axis|direction)? (,|with|a|at|and)* (gap|space|distance|clearance) of <gap:plain> (between|them|both|the|two|parts|cubes|bodies|blocks)*",
    example="next to each other along X with a gap of 10 mm between them",
    cost=0.05,
)
@row(
    "place",
    "(placed|spaced|standing|at|with|a|,)* <gap:plain> gap (between|them|the|two|bodies|cubes|blocks)* (along|in) <axis:letter>",
    example="10 mm gap between them along X",
    cost=0.1,
)
@row(
    "place",
    "(standing|placed|arranged|lying|,)* in a? row|line (along|in) (the)? <axis:letter> (axis|direction)? (,|with|a|at|and)* (gap|space|distance|clearance) of <gap:plain> (between|them|both|the|each|all)*",
    example="standing in a row along X with a gap of 5 mm between them",
    cost=0.05,
)
@row(
    "place",
    "(standing|placed|lying|located|arranged|,|and|lie|stand|flat|upright|all)* (next to each other / side by side / beside each other / in a? row|line) (along|in) (the)? <axis:letter> (axis|direction)? (,|with|and|a|at)* (clear|free|open|a)* (gap|space|distance|clearance)? (of)? <gap:plain> (gap|space|apart|clearance|of|clear|free|air)* between (them|each|the|two|bodies|plates|blocks|parts|one|and|next|neighbours|neighbors|discs|cubes|pairs|adjacent|other)*",
    example="side by side along X with 10 mm between them",
    cost=0.05,
)
@row(
    "place",
    "(standing|placed|arranged|lying|,|all)* in a? row|line (along|in) (the)? <axis:letter> (axis|direction)?",
    example="in a row along X",
    cost=0.1,
)
def _beside(found: Found) -> Any:
    return Relation("beside", gap=found.gap, along=found.axis)


@row(
    "stated",
    "(and|both|all|they|bodies|parts|,|with|are|the|lie|lies|lying|of|them)* (start|begin|starts|begins|rest|rests|stand|stands|sit|lie|lies) (on|at)* (z = <gap:zero> / (the|xy|same|ground)* (plane|ground|level|floor))",
    example="Both begin at z = 0",
    cost=0.02,
)
def _on_the_ground(found: Found) -> Any:
    return Stated(found.text)


@row(
    "place",
    "(with|,|and)* (its|the) (lower|bottom|under) (face|end|side|edge|surface)? (is|lies|at|on|being)* z = <gap:number>",
    example="with its lower face at z = 30",
    cost=-0.05,
)
@row(
    "place",
    "(starting|starts|begins|beginning|bottom|base) (face|end)? (is|at|from|on)* z = <gap:number>",
    example="starting at z = 30",
    cost=0.02,
)
@row(
    "place",
    "(and|both|all|they|,|that|which)* (ends|ending|reaching|reaches|up|top|goes) (at|to|is|face)* z = <until:number>",
    example="ends at z = 25",
    cost=0.02,
)
def _level(found: Found) -> Any:
    if found.until is not None:
        return Relation("until", gap=found.until) if found.until.form == "plain" else None
    if found.gap.form not in {"plain", "word"}:
        return None
    return Relation("level", gap=found.gap)


@row(
    "place",
    "(placed|set|located|positioned|so|that|with|and|,)* (their|its|the) outer|outside (sides|faces|edges|surfaces) (are|is|be|lie)* flush (with (the|its|edges|sides|faces|of|top|base|plate|table|it|tabletop)*)?",
    example="so that their outer sides are flush with the edges of the top",
    cost=-0.05,
)
@row(
    "place",
    "flush (with|to) (the|its|edges|sides|corners|outer|faces)* (of (the|top|base|plate|it|table)*)?",
    example="flush with the edges",
    cost=0.2,
)
def _flush(found: Found) -> Any:
    return Relation("flush")


@row(
    "sized",
    "(reaching|reaches|going|extending|rising)* (up)? to a? (total|overall)? height of <number:plain>",
    example="reaching up to a total height of 70",
    cost=0.0,
)
def _up_to_height(found: Found) -> Any:

    return Size(found.number, Label(("overall",), "height"))
