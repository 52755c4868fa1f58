"""Features and bodies again: repeated, mirrored, on the same centre, joined to one."""

from __future__ import annotations

from typing import Any

from mayfly.language.nodes import Label
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.matching import ARTICLES
from mayfly.language.weighing.values import (
    Head,
    InCentre,
    Leading,
    Mark,
    OnFace,
    OnPlane,
    Relation,
    Size,
    Stated,
)

# --- again, and the other way round ---------------------------------------------------------------------------


_THEM = "it|this|that|them|the|half|halves|body|part|whole|feature|hole|holes|cut|cutout|cut-out|-|out|window|slot|pocket|boss|everything|result|both|solid|these|notch|opening|model|pattern"


@row(
    "head",
    f"(and|then)* mirror|mirrored|mirroring|reflect|reflected (<:feature> / {_THEM})* (about|across|at|over|in|on|through) (the)? <plane:mirrorplane>",
    example="mirror it about the YZ plane",
    cost=-0.4,
)
def _mirror(found: Found) -> Any:
    return Head("mirror", "mirror", "mirror", said=(OnPlane(found.plane),))


@row("mirrorplane", "xy|xz|yz|zx|zy|yx plane?", example="YZ plane")
@row("mirrorplane", "x - y plane", example="x-y plane")
@row("mirrorplane", "x - z plane", example="x-z plane")
@row("mirrorplane", "y - z plane", example="y-z plane")
def _mirrorplane(found: Found) -> Any:
    return "".join(
        sorted(
            letter
            for term in found.terms[found.start : found.end]
            for letter in term.word
            if term.word != "plane" and letter in "xyz"
        )
    )


@row("mirrorplane", "x|y = <n:number> plane?", example="x = 0")
@row("mirrorplane", "x|y axis", example="Y axis")
def _mirror_line(found: Found) -> Any:
    if found.n is not None:
        return None if found.n.value else {"x": "yz", "y": "xz"}[found.terms[found.start].word]
    return next(
        {"x": "xz", "y": "yz"}[t.word] for t in found.terms[found.start : found.end] if t.word in {"x", "y"}
    )


@row(
    "head",
    f"(and|then)* repeat|repeated|pattern|array|copy|copied|replicate (<:feature> / {_THEM})* (with|in|as|by|using|a|the)* (linear|row|@row|linearly) pattern|array?",
    example="repeat this cut-out with a linear pattern",
    cost=-0.4,
)
def _repeat_linear(found: Found) -> Any:
    return Head("repeat", "linear", "pattern")


@row(
    "head",
    f"(make|create|add|use|apply|a|and|then)* (linear|rectangular)? linear pattern|array (of|from|with|for) (<:feature> / {_THEM})* (:|,)?",
    example="Make a linear pattern of this hole:",
    cost=-0.4,
)
def _linear_pattern(found: Found) -> Any:
    return Head("repeat", "linear", "pattern")


@row(
    "head",
    f"(make|create|add|use|apply|a|and|then)* circular|polar pattern|array (of|from|with|for) (<:feature> / {_THEM})* ((about|around) (the)? (z|part|its|main|central|centre|disc)* axis|origin|centre)? (:|,)?",
    example="Make a circular pattern of this hole",
    cost=-0.4,
)
@row(
    "head",
    f"(and|then)* repeat|pattern|array|copy|replicate (<:feature> / {_THEM})* circularly|radially|polar ((about|around) (the)? (disc|part|body|cylinder|flange|its|plate|ring|central|centre|z|middle|main|same|origin|hub|own)* axis|origin|centre|@marker.centre?)?",
    example="pattern it circularly around the Z axis",
    cost=-0.4,
)
@row(
    "head",
    f"(and|then)* repeat|repeated|pattern|array|copy|copied|replicate (<:feature> / {_THEM})* (with|in|as|by|using|a|the)* (circular|polar|@circle) pattern|array? ((about|around) (the)? (disc|part|body|cylinder|flange|its|plate|ring|central|centre|z|middle|main|same|origin|hub|own)* axis|origin|centre|@marker.centre?)?",
    example="repeat that hole in a circular pattern about the part axis",
    cost=-0.4,
)
def _repeat_circular(found: Found) -> Any:
    return Head("repeat", "circular", "pattern")


@row(
    "place",
    "<n:count> (instances|copies|times|occurrences|windows|holes|slots|cuts|cutouts / in total / of them) (in? total|altogether)?",
    example="5 instances",
    cost=-0.2,
)
@row(
    "place",
    "(so that there are / giving|for|making|with / to give|get / until there are) <n:count> (<:feature> / windows|holes|instances|copies|slots|cuts / of them) (in? total|altogether|overall)?",
    example="so that there are 6 windows in total",
    cost=-0.2,
)
def _instances(found: Found) -> Any:
    return Size(_as_count(found), Label((), "number"))  # a part would take a bare number as a size


def _as_count(found: Found) -> Any:
    return next(t.quantity for t in found.terms[found.start : found.end] if t.quantity is not None)


@row(
    "place",
    "(evenly|equally|spread|distributed|spaced|even|equal|equidistant|@equally)* (over|around|across|through|in) (the|a|full)* <a:angle>",
    example="evenly over 360 degrees",
    cost=-0.1,
)
def _over_angle(found: Found) -> Any:
    return Mark.EQUALLY if abs(found.a.value) == 360 else None


@row(
    "place",
    "on|at|around|about|in (the same|identical centre|center|place|position|axis|point|spot|centreline / same|identical @marker.centre|@axis)",
    example="on the same centre",
)
@row(
    "place",
    "@centred|concentric|coaxial (with|on|to) (it|this|that|the) <:feature>?",
    example="concentric with that pocket",
    cost=0.1,
)
def _same_place(found: Found) -> Any:
    return Relation("same")


@row(
    "place",
    "concentric|coaxial|concentrically with|to the? (<:part> / it / <:bodyname>)",
    example="concentric with the block",
    cost=-0.3,
)
def _concentric(found: Found) -> Any:
    return InCentre()


@row(
    "place",
    "(and|,)* concentric|coaxial|concentrically|centred|centered with|to|on|in|inside (the)? first|previous|last|earlier|lower|larger|bigger one (circle|cylinder|disc|sketch|body)?",
    example="draw a circle || concentric with the first one",
    cost=-0.3,
)
@row(
    "place",
    "(and|,)* concentric|coaxial|concentrically with|to (the)? first|previous|last|earlier|lower|larger|bigger|outer circle|disc|sketch|profile",
    example="draw a circle || concentric with the first circle",
    cost=-0.3,
)
def _with_first_sketch(found: Found) -> Any:
    """Return the middle, where a sketch lies around one that was drawn before."""
    drawn = {"draw", "drawing", "sketch", "sketching", "drawn", "sketched", "circle"}
    return InCentre() if drawn & {term.word for term in found.terms[: found.start]} else None


@row(
    "mark",
    "(right|straight / all the? way)? @through|through (what|everything|whatever|the) (is|remains|remaining|material|left|rest)* (left|under|below|beneath|of|it|that|this|the|underneath / <:feature>)*",
    example="through what is left under that pocket",
    cost=-0.1,
)
@row(
    "mark",
    "(right|straight)? @through|through (the|this|that)? (complete|whole|entire|finished|full|both|all)* (part|body|model|block|tiers|bodies|parts|thing|assembly|solid|levels|layers)",
    example="through the complete part",
    cost=-0.05,
)
def _through_all(found: Found) -> Any:
    return (
        None if found.terms[found.end - 1].word in ARTICLES else Mark.THROUGH
    )  # "through the" names it behind


@row(
    "place",
    "(through|in|into|at|from)? (the)? bottom|floor|base|ground of (that|the|this|its) <:feature> ((in|at|,)? (its|the) @marker.centre)?",
    example="through the bottom of that pocket in its centre",
    cost=-0.2,
)
def _through_floor(found: Found) -> Any:
    through = (Mark.THROUGH,) if found.terms[found.start].word == "through" else ()
    return (*through, Relation("same"))


@row(
    "place",
    "(then|and|,|now|next)* select|choose|pick|use|using|take|activate|go|back (to)? (the|new|resulting|current|uppermost|highest|outer|newly|created|its)* <face:facename> (of (the|it|part|body|block|plate|cylinder|base|solid|model)*)? (as (the|a|new|sketch|sketching|plane|workplane)*)? (,|and|then)*",
    example="Select the top face",
    cost=0.1,
)
def _selected(found: Found) -> Any:
    return Leading(OnFace(found.face))


@row("stated", "first|next|finally|then|afterwards|lastly|now|secondly|thirdly ,?", example="finally")
@row("stated", "to finish|begin|start ,?", example="to finish,")
@row("stated", "after that|this|which ,?", example="after that", cost=-0.1)
@row(
    "stated",
    "(as|in|for) (the|a)? last|final|first|next|second|third|following step|operation|feature ,?",
    example="as the last step",
    cost=-0.2,
)
@row("stated", "step|stage|section <n:count> :", example="step 1:")
@row(
    "stated",
    "{ sides|edges parallel|aligned (to|with) <:inline> <:inline>* }",
    example="(sides parallel to the block's sides)",
    cost=0.3,
)
@row(
    "stated",
    "(with|its|the|sides|edges|both|and)* (sides|edges|both) (parallel|aligned) (to|with) (the|x|y|and|axes|axis|those|of|base)*",
    example="with its sides parallel to the axes",
    cost=0.2,
)
@row("stated", "along (the|its) vertical axis", example="along the vertical axis", cost=0.1)
@row(
    "stated",
    "(the|disc|plate|part|it|itself|body|block|has|have|gets|there|is)* no hole|holes in (the)? @marker.centre|middle",
    example="has no hole in the middle",
    cost=0.2,
)
def _sequence(found: Found) -> Any:
    return Stated(found.text)


# --- joining -------------------------------------------------------------------------------------------------------


@row(
    "stated",
    "(and|then|finally|to|finish|,)* join|unite|fuse|union|merge|combine|attach|joined|united|fused|merged|joining|uniting|fusing|merging|combining|attached|adding (<:count> / it|them|the|both|halves|all|with|into|to|parts|bodies|solids|together|pieces|one|single|body|solid|part|everything|base|cylinder|block|plate|and|half)*",
    example="join the two",
    cost=0.05,
)
@row(
    "stated",
    "(as|into) (<n:count> / a|single) fused|united|merged body|solid|part",
    example="as one fused body",
)
def _join(found: Found) -> Any:
    return Stated(found.text, (("fused", 1.0),))


@row(
    "stated",
    "(<n:count> / half|block|part|shape) half and mirror it",
    example="half half and mirror it",
    cost=0.3,
)
@row(
    "stated",
    "(model|make|build|draw|create) (only|just)? <n:count> half (first)? (and mirror it)?",
    example="Model one half and mirror it",
    cost=0.1,
)
def _half(found: Found) -> Any:
    return Stated(found.text)
