"""Single words that say something by themselves: "through", "blind", "tapped", "equally spaced"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from mayfly.language.chunks import Term
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Mark, Stated

_MARKS: Final = {mark.value: mark for mark in Mark}


def is_side_of_square(terms: Sequence[Term], at: int) -> bool:
    """Return whether "square" stands behind a number in figures and before no noun that it describes."""
    before, behind = terms[at - 1] if at else None, terms[at + 1 : at + 2]
    if before is None or before.quantity is None or before.quantity.form != "plain":
        return False
    return not behind or behind[0].kind != "word" or behind[0].word in {"and", "with", "by", "x"}


_SPANS: Final = frozenset({"length", "width", "breadth"})


def is_span_of_hole(found: Found) -> bool:
    """Return whether "the full length" says which way a hole goes, and not only that it goes through."""
    words = {term.word for term in found.terms[found.start : found.end]}
    named = [phrase.term.sense("feature") for one in found.phrases[: found.start] for phrase in one]
    return bool(words & _SPANS) and [noun for noun in named if noun][-1:] in (["hole"], ["bore"])


def names_a_feature(found: Found) -> bool:
    """Return whether the noun of a feature follows within three words."""
    for at in range(found.end, min(found.end + 3, len(found.terms))):
        if any(phrase.term.sense("feature") for phrase in found.phrases[at]):
            return True
        if found.terms[at].kind != "word":
            return False
    return False


@row("mark", "<marker:marker>", example="through")
def _marker(found: Found) -> Any:
    before = found.terms[found.start - 1].word if found.start else ""
    if found.marker in {"vertical", "horizontal"} and names_a_feature(found):
        return None  # the feature's own: "a vertical through hole"
    if found.marker == "screw" and before in {"and", "&"}:
        return None  # "a nut and bolt" is no nut
    if found.marker == "square_shape" and is_side_of_square(found.terms, found.start):
        return None  # "20 mm square, 150 long": 20 is the side of the square
    if found.marker == "everything" and is_span_of_hole(found):
        return None
    behind = found.terms[found.end].word if found.end < len(found.terms) else ""
    if found.marker in {"vertical", "horizontal"} and behind in {"edge", "edges", "corner", "corners"}:
        return None
    return _MARKS.get(found.marker)


@row("mark", "through|thru all|both|everything|part|body|thickness?", example="thru all")
@row(
    "mark",
    "all|right|clean|straight|clear|fully|completely the? way? through|thru",
    example="all the way thru",
)
@row("mark", "through|thru (the? part|body|all|it|everything)?", example="through the part")
@row(
    "mark",
    "through|thru the? complete|whole|full|entire part|body|thickness|height|length|plate",
    example="through the whole part",
)
@row(
    "mark",
    "goes|going|go|runs|running|passing|passes|right|straight|cut|drilled|completely @through",
    example="goes through",
)
@row(
    "mark",
    "(goes|going|passes|passing|running|runs|right|all|straight|the|way|completely|,|that|which|and)* @through|through (<:part> / <:feature> / <:component> / both) and (<:part> / <:feature> / <:component>)",
    example="goes through rim and boss",
    cost=-0.2,
)
def _through(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    if words & {"both", "and", "&"} and names_a_boss(found):
        return None  # it goes through the boss, which says where
    return None if is_span_of_hole(found) else Mark.THROUGH


@row(
    "mark",
    "(going|goes|running|right|drilled)* all the way (down|along|in)?",
    example="bore || all the way",
    cost=0.05,
)
def _all_the_way(found: Found) -> Any:
    """Return that a hole goes through: "6 mm bore all the way"."""
    behind = found.terms[found.end : found.end + 1]
    goes_on = (
        behind and behind[0].kind == "word" and behind[0].word not in {"and", "with", "plus", "at", "in"}
    )
    nouns = [phrase.term.sense("feature") for phrases in found.phrases[: found.start] for phrase in phrases]
    last = [noun for noun in nouns if noun][-1:]
    return Mark.THROUGH if not goes_on and last in (["hole"], ["bore"]) else None


@row(
    "mark",
    "@centred|centrally on|in|across|along|over|within width|thickness|breadth|height|length|bar|block|plate",
    example="centred on the width",
    cost=0.1,
)
def _centred_on(_: Found) -> Any:
    return Mark.CENTRED


def names_a_boss(found: Found) -> bool:
    """Return whether a boss is named before what was found."""
    return any(
        phrase.term.sense("feature") == "boss"
        for phrases in found.phrases[: found.start]
        for phrase in phrases
    )


@row("mark", "(with|a|and|,)* @flat_bottom", example="flat bottom", cost=-1.2)
def _flat_bottom(_: Found) -> Any:
    """Return that a hole has no drill point; "bottom" alone is a side."""
    return Mark.FLAT_BOTTOM


@row("mark", "(with|a|and|,|ending|in)* @ball_bottom", example="with a hemispherical bottom", cost=-1.2)
@row("mark", "ball|round -? ended|nosed|bottomed", example="hole 17 dia 70 deep, || ball-ended", cost=0.1)
def _ball_bottom(_: Found) -> Any:
    """Return that a blind hole ends in half a ball."""
    return Mark.BALL_BOTTOM


@row(
    "stated",
    "{? (the)? <n:plain> (mm)? (depth|deep)* includes|including|incl|counts (the|its)? hemisphere|hemispherical|ball|sphere|dome|round (end|bottom|part)? }?",
    example="bore 17 mm, 70 mm deep with a hemispherical bottom || (70 includes the hemisphere)",
    cost=-0.6,
)
def _depth_with_ball(found: Found) -> Any:
    """Return that a depth that was said counts to the lowest point of its ball end, as it does anyway."""
    said = {term.quantity.value for term in found.terms[: found.start] if term.quantity is not None}
    return Stated(found.text) if found.n.value in said else None


@row(
    "mark",
    "(,|that|which|but|it|does|do|should|must|is|will)* not|n't|never (extend|extending|go|run|pass|reach|cut|penetrate|break|come|all|way|quite|completely)* through|thru|out (of)? (entire|whole|full|complete)* (<:part> / part|body|thickness|height|depth|object|other|end|side|bottom|face)?",
    example="a hole || that does not extend through the entire cylinder",
    cost=-0.6,
)
@row("mark", "not|n't through|thru", example="not through", cost=-0.5)
@row(
    "mark",
    "(,|but|it|does|do|is|goes|go)* not|n't (go|going|be)* (all|the)* way (through|thru|down|in)?",
    example="not all the way through",
    cost=-0.5,
)
def _not_through(found: Found) -> Any:
    return Mark.BLIND


@row(
    "mark",
    "for|to fit|hold|take? (a|an|the)* @circlip|@shaft_circlip|@bore_circlip",
    example="for a circlip",
)
@row(
    "mark",
    "for|to fit|hold|take? @shaft_circlip|@bore_circlip @circlip",
    example="for a DIN 471 circlip",
    cost=-1.6,
)
def _circlip(found: Found) -> Any:
    words = set(found.senses())
    if "shaft_circlip" in words:
        return Mark.SHAFT_CIRCLIP
    return Mark.BORE_CIRCLIP if "bore_circlip" in words else Mark.CIRCLIP


@row("mark", "with|for cap|socket head? screw|screws", example="for cap screws")
def _cap(found: Found) -> Any:
    return Mark.CAP_SCREW


@row(
    "mark",
    "evenly|equally|uniformly (spaced|distributed|spread|spacing)?",
    example="evenly spaced",
)
@row("mark", "equal|eq|equi spaced|distributed|spread|sp|spd|spacing|spc|spcd", example="eq sp")
def _even(found: Found) -> Any:
    return Mark.EQUALLY


@row(
    "stated",
    "lying|laid|lies|resting|rests flat? on|onto the? @rim|rim|wall|walls",
    example="lying on the rim",
)
def _on_rim(found: Found) -> Any:
    return Stated(found.text)


@row(
    "stated",
    "(the|this|its|same|and|,)* bore (that|which|it)? (passes|goes|runs|continues|extends|is|carries|on|all|the|way|straight|right|also)* through|thru (the|both|all|entire|whole|complete|it)* (<:component> / <:part> / part|body|length|everything)? ((and|&) (the|its)* (<:component> / <:part>))? (too|also|as well)?",
    example="tube 60 OD 50 ID with a flange || the bore passes through the flange",
    cost=0.1,
)
def _own_bore(found: Found) -> Any:
    """Read what is said of the bore of a tube or sleeve, which goes through its flange anyway."""
    before = [phrase.term for phrases in found.phrases[: found.start] for phrase in phrases]
    inner = any(
        term.sense("component") == "inner" or term.sense("role") == "inner_diameter" for term in before
    )
    own = inner and not any(term.sense("feature") in {"hole", "bore"} for term in before)
    return Stated(found.text) if own else None


@row(
    "stated",
    "{? (the|this|its|same|and|,)* bore (that|which|it)? (passes|goes|runs|continues|extends|is|carries|on|all|the|way|straight|right|also)* through|thru (the|both|all)* <one:component> (and (the|its)? <:component>)? (too|also|as well)? }?",
    example="bore 40, hub 55 dia 10 high || (bore goes through the hub as well)",
    cost=-0.6,
)
def _bore_of_hub(found: Found) -> Any:
    """Read that a bore which was given before goes through what stands on the part as well, as it does."""
    before = {term.word for term in found.terms[: found.start]}
    named = any(
        phrase.term.sense("component") == found.one
        for phrases in found.phrases[: found.start]
        for phrase in phrases
    )
    return Stated(found.text) if named and "bore" in before and not before & _BLIND else None


_BLIND: Final = frozenset({"blind", "deep", "depth"})
