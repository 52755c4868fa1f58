"""Bodies that are named by what they do in the whole."""

from __future__ import annotations

from typing import Any

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

#: Words that say where something is drawn, and are no title.
_PLANES = frozenset({"plane", "axis", "xy", "xz", "yz", "zx", "zy", "yx", "x", "y", "z", "face", "direction"})


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
    if _names_another(found):
        return None  # "a cylindrical housing 90 dia 70 high, lid"
    kept = tuple(one for one in said if one not in {Mark.ROUND})
    if any(isinstance(one, Size) and one.number.form == "word" for one in kept):
        return None
    if found.terms[found.end - 1].text == "STEP" and any(term.text.islower() for term in found.terms):
        return None  # the file: "need STEP for a quote"
    before = found.terms[found.start - 1].word if found.start else ""
    if found.name == "upright" and before in {"stands", "stand", "standing", "is", "placed", "set"}:
        return None  # how something stands
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


def _names_another(found: Found) -> bool:
    """Return whether the name of a part stands among the words before the name of a body, in a clause of its own."""
    marks = [at for at in range(found.start, found.end - 1) if found.terms[at].word == ","]
    return any(
        phrase.term.sense("part") is not None and phrase.end <= mark
        for mark in marks[-1:]
        for phrases in found.phrases[found.start : mark]
        for phrase in phrases
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
    """Return a word that says nothing new, except before a hole: a rectangular one is not drilled."""
    behind = found.phrases[found.end] if found.end < len(found.phrases) else ()
    drilled = any(phrase.term.sense("feature") in {"hole", "bore"} for phrase in behind)
    return None if drilled and found.terms[found.end - 1].word == "rectangular" else "rectangular"


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


@row(
    "stated",
    "bottom|base|foundation|lowest|lower|underside|body|main|shape (part|body|piece|section|layer|level|portion|end|half)? (of (it|the|this|part|piece|whole)*)? is|consists|forms (of|just|simply|made)* ",
    example="The bottom is … a round flange",
    cost=-0.8,
)
def _bottom_is(found: Found) -> Any:
    """Return that the first body is the lowest one, where nothing was named before it."""
    named = any(phrase.term.sense("part") for phrases in found.phrases[: found.start] for phrase in phrases)
    behind = found.terms[found.end].word if found.end < len(found.terms) else ""
    return None if named or behind not in {"a", "an"} else Stated(found.text)


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
    "<:body_word> <:body_word>* as|of|from <n:count> (fused|single|united|separate|distinct|loose|connected|watertight|valid|closed|manifold)* (body|bodies|solid|solids|piece|pieces|part|parts) :?",
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
