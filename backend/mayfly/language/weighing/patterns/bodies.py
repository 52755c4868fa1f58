"""Bodies that are named by what they do in the whole, and where they stand against each other."""

from __future__ import annotations

from typing import Any

from mayfly.language.nodes import Label
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.topics import ROUND_BAR
from mayfly.language.weighing.values import (
    Along,
    AtCorners,
    Group,
    Head,
    Mark,
    Points,
    Relation,
    Size,
    Stated,
)

_THE_OTHER = "it|this|that|base|plate|block|foot|box|other|one|lower|first|body|shaft|disc|tier|housing|cylinder|legs|pedestal|slab|previous|top|bottom"

#: Words that say where something is drawn, and are no title.
_PLANES = frozenset({"plane", "axis", "xy", "xz", "yz", "zx", "zy", "yx", "x", "y", "z", "face", "direction"})


# --- bodies by their role ------------------------------------------------------------------------------


@row(
    "bodyname",
    "shaft|rod|seat|backrest|plinth|tower|deck|rail|base|foot|upright|core|platform|slab|pedestal|column|pillar|post|leg|legs|posts|columns|pillars|collar|tabletop|crossbar|beam|step|rib|cap|lid|stem|hub",
    example="upright",
)
@row(
    "bodyname",
    "(lower|upper|top|bottom|middle|first|second (tier|block|part|body|section|plate|disc|layer|step|level)) / (base|main|central tier|part|body|section|layer|block)",
    example="upper tier",
)
@row("topname", "top|back|side|wall|roof|bottom|front", example="top")
@row("bodyname", "table top", example="table top")
def _bodyname(found: Found) -> Any:
    return found.text


@row("head", "<said+:pre>* <name:bodyname> :|=", example="foot:", cost=0.15)
@row("head", "<name:bodyname> :|=|of|is|,? <said:row>", example="seat 300 x 80 x 15", cost=-0.3)
@row("head", "<name:topname> :|=|of|is|,? <said:row>", example="top 300 x 80 x 15", cost=-0.3)
@row("head", "<said+:pre>* <name:bodyname>", example="a rectangular base", cost=0.6)
@row(
    "head", "<n:count> (identical|equal)? <said+:pre>* <name:bodyname>", example="four square legs", cost=0.6
)
@row(
    "head",
    "resting|standing|supported|carried|stands|rests|sits on|by <n:count> <said+:pre>* <name:bodyname>",
    example="resting on four square legs",
    cost=0.2,
)
@row(
    "head",
    "(then|and|,|next)* add|adding|attach|attaching|place|put|build|stand|erect (a|an|another|one|on|top|of|it|to|this|the|base)* <said+:pre>* <name:colonname>",
    example="Add a vertical wall",
    cost=0.1,
)
@row("head", "<name:colonname> :", example="wall:", cost=0.25)
def _body(found: Found) -> Any:
    listed = found.said if isinstance(found.said, tuple) else (found.said,) if found.said is not None else ()
    said = tuple(one for one in listed if type(one) is not str)
    marks = {one for one in said if isinstance(one, Mark)}
    words = {term.word for term in found.terms[found.start : found.end]}
    plural = found.name.split()[-1].endswith("s")
    is_round = Mark.ROUND in marks or bool(
        words
        & {"round", "cylindrical", "circular", "disc", "column", "pillar", "shaft", "rod", "collar", "sleeve"}
    )
    groups = [one for one in said if isinstance(one, Group)]
    is_round = is_round or any(one.sizes[0].number.form == "diameter" for one in groups)
    shape = ROUND_BAR if is_round else "body"
    if _is_a_part(found) and not words & {":", "="} and found.terms[found.end - 1].quantity is None:
        return None  # a collar is one by itself
    kept = tuple(one for one in said if one not in {Mark.ROUND})
    if any(isinstance(one, Size) and one.number.form == "word" for one in kept):
        return None
    if found.name.split()[-1] == "seat" and _is_bored(found, kept):
        return None  # "seat Ø52 x 15 deep"
    if found.n is not None and words & {
        "resting",
        "standing",
        "supported",
        "carried",
        "stands",
        "rests",
        "sits",
    }:
        kept = (*kept, Relation("under"))
    return Head("part", shape, found.name, found.n, plural=plural, definite="the" in words, said=kept)


def _is_a_part(found: Found) -> bool:
    """Return whether the last word that a row covers is the name of a part that is no plain round bar."""
    last = found.phrases[found.end - 1] if found.end > found.start else ()
    parts = {phrase.term.sense("part") for phrase in last} - {None}
    return (
        bool(parts) and found.name.split()[-1] in {"collar", "cap", "lid", "hub"} and ROUND_BAR not in parts
    )


def _is_bored(found: Found, said: tuple[Any, ...]) -> bool:
    """Return whether a diameter is said of something, or stands right behind its name."""
    behind = found.terms[found.end].quantity if found.end < len(found.terms) else None
    groups = [one for one in said if isinstance(one, Group)]
    return (behind is not None and behind.form == "diameter") or any(
        one.sizes[0].number.form == "diameter" for one in groups
    )


@row(
    "place",
    "(placed|standing|set|,)* under|underneath|below|beneath (the|its|each|all|of|four)* @corner (of (the|it / <:other>)*)?",
    example="under the corners",
    cost=-0.2,
)
def _under_corners(found: Found) -> Any:
    return (Relation("beneath"), AtCorners(None))


@row("pre", "rectangular|flat|solid|simple|plain|straight", example="rectangular", cost=0.1)
def _plain(found: Found) -> Any:
    return "rectangular"


@row("place", "(in|into|through|on|of|at) (the|its)? <of:bodyname>", example="in the lower tier", cost=0.05)
def _in_body(found: Found) -> Any:
    return Relation("in", found.of)


@row("mark", "each through its own <:word>", example="each through its own leg")
@row(
    "mark",
    "@through|through both tiers|bodies|parts|plates|blocks|discs|layers|sections|pieces",
    example="through both tiers",
)
def _through(found: Found) -> Any:
    return Mark.THROUGH


@row(
    "stated",
    "(measured|counted) from (the)? @top|upper (face|surface|side)? of (the)? (<:bodyname> / <:part> / it)",
    example="measured from the top of the lower tier",
)
@row(
    "stated",
    "<:body_word> <:body_word>* { (<n:count> / single|as|a|in|all)* (body|solid|part) }",
    example="pedestal block (one body)",
    cost=0.3,
)
def _from_its_top(found: Found) -> Any:
    return Stated(found.text, (("fused", 1.0),) if found.n == 1 else ())


@row(
    "place",
    "(with|its|the|horizontal|,)* @axis|axis (is|runs|running)? (parallel to / along|in) (the)? <axis:letter> (axis|direction)?",
    example="axis parallel to Y",
)
def _axis_along(found: Found) -> Any:
    return Along(found.axis)


@row(
    "place",
    "(with|its|the|,|whose|and)* @axis|axis (is|runs|vertical|vertically|passes|passing|parallel|to|z|along|lies|located|,)* (through|at|in) <p:flatpoint>",
    example="axis vertical through (10, 20)",
    cost=-0.5,
)
def _axis_through(found: Found) -> Any:
    return Points((found.p,))


@row("place", "(with|its|the)* @axis|axis (is|lies|runs)? at <where:coordinate>", example="axis at x = 0")
def _axis_at(found: Found) -> Any:
    return found.where


@row("pre", "separate|individual|distinct|independent|loose", example="separate")
def _separate(found: Found) -> Any:
    return Mark.SEPARATE


@row("pre", "bearing|pilot|shaft|pin|cable|pipe|dowel", example="bearing", cost=0.1)
def _purpose(found: Found) -> Any:
    return "bearing"


@row(
    "colonname",
    "wall|flange|web|arm|tower|back|rear|front|side|block|plate|disc|boss|top|bottom|bar|rail|shelf|floor|roof|panel|support|main (plate|wall|block|body|part)?",
    example="wall",
)
def _colonname(found: Found) -> Any:
    return found.text


# --- where they stand ------------------------------------------------------------------------------------


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


# --- kept apart or made one ----------------------------------------------------------------------------------


@row(
    "stated",
    "(keep|leave|stay|stays|remain|as|they|them|are|is|in|into|it|with|be|must|should|result|the|give|gives|make)* <n:count>? (separate|distinct|individual|independent|loose|different) (solids|bodies|parts|pieces|objects) (, do? not fuse|join|merge|unite (them)?)?",
    example="keep them as three separate solids",
    cost=-0.1,
)
@row("stated", "(as|in|into) <n:count> (bodies|solids|pieces)", example="as two bodies", cost=-0.1)
@row("stated", "<n:count> (bodies|solids)", example="2 bodies", cost=0.3)
@row(
    "stated",
    "(do|and|must|should|they|are|be|don't)* not|never|without|don't|n't fuse|join|merge|unite|fusing|joining|fused|joined|merged|touching (them|together|it)?",
    example="do not fuse",
    cost=-0.1,
)
@row(
    "stated",
    "(keep|leave|stay|remain) (them|it|both|all|the)* (separate|apart|unfused|unjoined)",
    example="keep them separate",
    cost=-0.1,
)
def _apart(found: Found) -> Any:
    solids = (("solids", float(found.n)),) if found.n else ()
    if found.n == 1:
        return None
    return Stated(found.text, (("separate", 1.0), *solids))


@row(
    "stated",
    "no (clearance|gap|play|space|overlap) (between (them|the|two|both|bodies|parts)*)?",
    example="No clearance between them",
)
def _no_gap(found: Found) -> Any:
    return Stated(found.text)


@row(
    "place",
    "(pushed|slid|slipped|fitted|pressed|put|sliding|threaded|mounted|sitting|placed|,)* (onto|over|around|on) <of:other> (so|that|with|and|,)*",
    example="pushed onto the shaft so that",
    cost=0.3,
)
@row(
    "place",
    "(and|,|with|a)* (inside|within) <of:other> (is|stands|sits|there|lies|runs|,|a|loose)*",
    example="inside it",
    cost=0.1,
)
def _in_line(found: Found) -> Any:
    return Relation("around", found.of or "")


@row(
    "stated",
    "stack (<:count> / them|up|on|vertical|axis|of|the|from|to|,)*",
    example="stack them on",
    cost=0.1,
)
@row(
    "stated",
    "(keep|leave) (the|all|both)* (parts|bodies|solids|pieces) (as)? (separate|individual|distinct) (bodies|solids|parts|pieces)?",
    example="keep the parts as separate bodies",
    cost=-0.2,
)
def _stacked(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    return Stated(found.text, (("separate", 1.0),) if "separate" in words or "distinct" in words else ())


@row("stated", "exploded view|drawing of", example="exploded view of", cost=0.2)
@row("stated", "assembly|set of", example="assembly of", cost=0.3)
@row("stated", "(base|main|basic) body :?", example="base body", cost=0.3)
def _no_shape(found: Found) -> Any:
    return Stated(found.text)


@row("title_noun", "<w:word>", example="table")
def _title_noun(found: Found) -> Any:
    known = {table for phrase in found.phrases[found.start] for table in phrase.term.senses}
    if found.w.word in _PLANES:
        return None
    return found.w.text if not known or known == {"unsupported"} else None


@row(
    "stated",
    "(a|an|the|simple|small|little|large)* <:title_noun> <:title_noun>? :",
    example="A table:",
    cost=0.3,
)
def _titled(found: Found) -> Any:
    return Stated(found.text)


@row("body_word", "<n:count>", example="two")
def _title_count(found: Found) -> Any:
    return found.text if found.text.isalpha() else None


@row("body_word", "<w:word>", example="table")
def _body_word(found: Found) -> Any:
    return found.w.text


@row(
    "stated",
    "<:body_word> <:body_word>* as <n:count> (fused|single|united|separate|distinct|loose|connected|watertight|valid|closed|manifold)* (body|bodies|solid|solids|piece|pieces|part|parts) :?",
    example="A small table as one fused body:",
    cost=0.5,
)
@row(
    "stated",
    "<:body_word> <:body_word>* as a (fused|single|united|connected)* (body|solid|piece) :?",
    example="A small table as a single body:",
    cost=0.5,
)
def _title(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    if (found.n or 1) == 1:
        return Stated(found.text, (("fused", 1.0), ("solids", 1.0)))
    return (
        Stated(found.text, (("separate", 1.0), ("solids", float(found.n))))
        if words & {"separate", "loose", "distinct", "bodies", "solids"}
        else None
    )
