"""Turned bodies piece by piece: "segment 1: diameter 20, length 30", "Ø25 over the first 60", cones between heights."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mayfly.language.nodes import Label
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import EdgesOf, Head, Mark, OnFace, Piece, Size, Stated

_PIECE = "segment|section|step|stage|journal|portion|shoulder"
_WHICH = (
    "first|second|third|fourth|fifth|last|final|middle|next|bottom|top|lower|upper|lowest|uppermost|base|central|"
    "topmost|other"
)
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
             "fifth": 5, "5th": 5, "last": 99, "final": 99}  # fmt: skip
#: What is made of such pieces.
_TURNED = word_set("shaft pin spindle axle stepped turned roller rod bar plug arbor mandrel stud bolt screw")
#: Where a piece stands among the others, by the word that tells it apart.
_RANKS = {"bottom": 0, "lower": 0, "lowest": 0, "base": 0, "middle": 1, "central": 1, "top": 2, "upper": 2,
          "uppermost": 2, "topmost": 2}  # fmt: skip


# --- pieces one after the other ---------------------------------------------------------------------------


@row("diameter", "<n:diametral>", example="Ø25")
@row("diameter", "(outer|outside|inner|inside)? diameter|dia of|=|:? <n:plain>", example="diameter 25")
@row("diameter", "<n:plain> diameter|dia", example="25 diameter")
@row("diameter", "<n:plain> mm? in diameter", example="25 mm in diameter")
def _diameter(found: Found) -> Any:
    return found.n if found.n.form in {"plain", "diameter"} else None


@row("diameter", "(outer|outside)? radius of|=|:|is? <n:plain>", example="radius of 12")
@row("diameter", "<n:radial>", example="R12")
def _radius(found: Found) -> Any:
    n = found.n
    return replace(n, value=2 * n.value, form="diameter") if n.form in {"plain", "radius"} else None


@row("reach", "length of|=|:? <n:plain>", example="length 30")
@row("reach", "<n:plain> long|length|high|tall|height|wide|thick", example="30 long")
@row("reach", "height|width|thickness of|=|:? <n:plain>", example="height 30")
@row("reach", "height|length of|is|=|:? <n:plain>", example="height is 30", cost=0.1)
@row("reach", "×|x|by|for|over <n:plain> (long|lg)?", example="x 30")
def _reach(found: Found) -> Any:
    return found.n if found.n.form == "plain" else None


@row(
    "head",
    f"(then|and|followed|by|,|next)* {_PIECE} <i:count>? (:|-|=|,|is|has|with)* <d:diameter> (,|and|;|-)* <l:reach>",
    example="segment 1: diameter 20, length 30",
    cost=-0.3,
)
@row(
    "head",
    f"(then|and|,)* {_PIECE} <i:count>? (:|-|=|,|is|has|with)* <l:reach> (,|and|;|-)* <d:diameter>",
    example="segment 1: length 30, diameter 20",
    cost=-0.3,
)
@row(
    "head",
    f"(then|and|,|with)* {_WHICH} {_PIECE}|cylinder|tier|level|disc|one (:|-|=|,|is|has|with|a|an|having|of|measures)* <d:diameter> (,|and|;|-|a|an|with|is|has)* <l:reach>",
    example="first section: diameter 20, length 30",
    cost=-0.3,
)
@row(
    "head",
    f"(then|and|,|with)* {_WHICH} {_PIECE}|cylinder|tier|level|disc|one (:|-|=|,|is|has|with|a|an|having|of|measures)* <l:reach> (,|and|;|-|a|an|with|is|has)* <d:diameter>",
    example="top section is 30 long with a diameter of 20",
    cost=-0.3,
)
@row(
    "head",
    "(then|and|followed|by|,|next)* <d:diameter> (over|for) (the)? (first|next|following|another|last|final|remaining|second|third)? <l:plainlength>",
    example="Ø25 over the first 60",
    cost=-0.2,
)
def _segment(found: Found) -> Any:
    words = [term.word for term in found.terms[found.start : found.end]]
    rank = next((_RANKS[word] for word in words if word in _RANKS), None)
    return Head("segment", "segment", "segment", said=(Piece(found.d, length=found.l, rank=rank),))


@row(
    "head",
    f"(then|and|,|the)* <i:rank_word> ({_PIECE}|one)? (:|-|=|,|is|has|with|a|an)* <d:diameter> (,|and|;|-|is)* <l:reach>",
    example="shaft. || First section is Ø20 x 30",
    cost=-0.8,
)
def _ranked(found: Found) -> Any:
    """Return the pieces of a shaft that are counted, in their order, of which the first is called so."""
    before = [term.word for term in found.terms[: found.start]]
    pieces = {*_PIECE.split("|"), *(f"{one}s" for one in _PIECE.split("|"))}
    said = {*before, *(term.word for term in found.terms[found.start : found.end])}
    if not said & pieces or not _TURNED & set(before):
        return None
    return Head("segment", "segment", "segment", said=(Piece(found.d, length=found.l, rank=found.i),))


@row("rank_word", "first|1st|second|2nd|third|3rd|fourth|4th|fifth|5th|last|final", example="first")
@row("rank_word", f"({_PIECE}) <:count>", example="step 1")
def _rank_word(found: Found) -> Any:
    """Return the place of a piece among the others, the last one behind all."""
    last = found.terms[found.end - 1]
    return int(last.quantity.value) if last.quantity is not None else _ORDINALS.get(last.word)


_NAMED = "body|collar|nose|end|tip|pilot|spigot|neck|head|shank|tail|shoulder|flange|journal|stub|guide|stem"
_LONG = "(long|thick|high|wide|deep|length|thk|lg)?"
#: So many pieces make a row of them; of two the second may be the head of the first.
_IN_A_ROW = 3


@row(
    "head",
    f"(then|and|,|followed|by|next|a|an|with|reduced|finally|plus)* <d:diameter> {_NAMED} (×|x|by|,|of|is)* <l:plain> mm? {_LONG} (under|below (the)? head)?",
    example="pin: 12 dia body 20 long, 16 dia collar 4 thick, || then 10 dia nose 18 long",
    cost=-0.9,
)
@row(
    "head",
    f"(then|and|,|followed|by|next|a|an|with|reduced|finally|plus)* {_NAMED} (of|is|:|=|reduced|to)* <d:diameter> (×|x|by|,|and)* <l:plain> mm? {_LONG} (under|below (the)? head)?",
    example="pin: body 12 dia 20 long, collar 16 dia 4 thick, || nose 10 dia 18 long",
    cost=-0.9,
)
def _called_piece(found: Found) -> Any:
    """Return the pieces of a pin that are called by what they are, three or more of them in a row."""
    names = _NAMED.split("|")
    clause = [term.word for term in found.terms]
    pieces = [
        at
        for at, word in enumerate(clause)
        if word in names
        and any(term.quantity is not None for term in found.terms[at + 1 : at + 4])
        and "dia" in {_of_diameter(term) for term in found.terms[max(0, at - 2) : at + 3]}
    ]
    if len(pieces) < _IN_A_ROW or not _TURNED & set(clause[: found.start]) or found.l.form != "plain":
        return None
    return Head("segment", "segment", "segment", said=(Piece(found.d, length=found.l),))


def _of_diameter(term: Any) -> str:
    """Return "dia" for a word or a number that says that something is a diameter."""
    marked = term.quantity is not None and term.quantity.form == "diameter"
    return "dia" if marked or term.word in {"dia", "diameter", "diam", "od"} else ""


@row(
    "head",
    "(from|between|then|and|,|¶)* <a:at_level> (to|and|up|until|-|–)* <b:plainlength> :|=|,|is|has|with <d:diameter>",
    example="z 0 to 12: diameter 80",
    cost=-0.4,
)
def _level_first(found: Found) -> Any:
    piece = Piece(found.d, begin=found.a[1], end=found.b, axis=found.a[0])
    return Head("segment", "segment", "segment", said=(piece,))


@row("at_level", "x|y|z (=|from|between|:)* <n:number>", example="z 0")
def _at_level(found: Found) -> Any:
    return (found.terms[found.start].word, found.n) if found.n.form in {"plain", "word"} else None


@row("plainlength", "<n:plain> mm?", example="60")
def _plainlength(found: Found) -> Any:
    return found.n if found.n.form == "plain" else None


@row(
    "head",
    "(then|and|,)* <d:diameter> (over|for) (the)? rest|remainder|remaining|end (of (the)? length)?",
    example="Ø20 over the rest",
    cost=-0.2,
)
@row(
    "head",
    "(then|and|,)* <d:diameter> (over|for|on) (the)? (rest|remaining) (length|part|portion)?",
    example="Ø20 for the remaining length",
    cost=-0.2,
)
@row(
    "head",
    "(then|and|,)* (the)? rest|remainder|balance (of (it|the shaft|bar)? / is|at|=|:|with|,)* <d:diameter>",
    example="shaft 180 long, 40 dia for 70, || the rest 30 dia",
    cost=-0.2,
)
def _rest(found: Found) -> Any:
    return Head("segment", "segment", "segment", said=(Piece(found.d),))


# --- pieces between heights ---------------------------------------------------------------------------------


@row(
    "head",
    "(then|and|,|next|a|straight|followed|by|plain)* <kind:piecename> (of|with|,)* <d:diameter> (,)? from <a:at_axis> (to|up|until)* <b:at_axis>",
    example="then a cylinder of diameter 24 from z = 60 to z = 80",
    cost=-0.4,
)
@row(
    "head",
    "(then|and|,|next|a|straight|followed|by|plain)* <kind:piecename> (of|with|,)* <d:diameter> (,)? (up|on)* to <b:at_axis>",
    example="then a straight bore of diameter 16 up to z = 80",
    cost=-0.4,
)
@row(
    "head",
    "(then|and|,|next|a|from)* <d:diameter> (,|for|is)* (from|between) <a:at_axis> (to|and|up|until)* <b:at_axis>",
    example="Ø25 between x = 0 and x = 40",
    cost=-0.4,
)
def _between(found: Found) -> Any:
    if found.a is not None and found.a[0] != found.b[0]:
        return None
    begin = found.a[1] if found.a is not None else None
    piece = Piece(found.d, begin=begin, end=found.b[1], axis=found.b[0])
    return Head("segment", found.kind or "segment", "segment", said=(piece,))


@row(
    "head",
    "(then|and|,|next|a|followed|by)* (<kind:conename>) (from|of|with|,)* <d:diameter> at <a:at_axis> (to|down|up|,)* <e:diameter> at <b:at_axis>",
    example="then a cone from diameter 50 at z = 30 to diameter 24 at z = 60",
    cost=-0.4,
)
def _cone(found: Found) -> Any:
    if found.a[0] != found.b[0]:
        return None
    return Head(
        "segment",
        found.kind,
        "segment",
        said=(Piece(found.d, far=found.e, begin=found.a[1], end=found.b[1]),),
    )


@row(
    "head",
    "(then|and|,|next|a|followed|by)* (<kind:conename>) (from|of|with|,)* <d:diameter> (to|down|up)* <e:diameter> (over|for|,|a|length|of|height)* <l:plainlength> (long|high)?",
    example="then a cone from diameter 50 to diameter 24 over 30",
    cost=-0.4,
)
def _cone_long(found: Found) -> Any:
    return Head("segment", found.kind, "segment", said=(Piece(found.d, far=found.e, length=found.l),))


@row("piecename", "cylinder|cylindrical|straight (section|part|portion)?", example="cylinder")
def _outer_name(found: Found) -> Any:
    return "segment"


@row("piecename", "bore|hole|passage|counterbore", example="bore")
@row("piecename", "straight|cylindrical bore|hole|passage", example="straight bore")
def _inner_name(found: Found) -> Any:
    return "bore"


@row(
    "conename",
    "cone|conical|taper|tapering|tapers|tapered|frustum|narrowing|widening|reducing (section|part|portion)?",
    example="tapering",
)
def _cone_name(found: Found) -> Any:
    return "cone"


@row(
    "head",
    "outer|outside|external surface|contour|profile|shape|side|form :?",
    example="outer surface:",
    cost=-0.1,
)
def _outer(found: Found) -> Any:
    return Head("contour", "outer", "outer surface")


@row(
    "head",
    "bore|hole|passage|inside|cavity (,|{|on|along|around|with|the|about|in)* same|common axis (})? :",
    example="Bore, same axis:",
    cost=-0.3,
)
@row(
    "head",
    "inner|inside|internal|central passage|bore|contour|profile|surface|channel|hole|cavity :",
    example="inner passage:",
    cost=-0.1,
)
def _inner(found: Found) -> Any:
    return Head("contour", "inner", "inner passage")


# --- what else is said of them ------------------------------------------------------------------------------------


@row(
    "head",
    "(a)? (<:count> / stepped|turned|axisymmetric|rotational|revolved|tiered|stacked)* stepped|turned|axisymmetric|rotational|revolved|tiered|stacked|coaxial (shaft|part|body|nozzle|pin|spindle|component|adapter|bush|bushing|sleeve|axle|roller|fitting|solid|hub|cylinder|cylinders|discs|disc|bar|rod|column|tower|pillar|sections|shape)",
    example="stepped shaft",
    cost=0.1,
)
@row(
    "head",
    "<n:count> (coaxial|concentric|round|solid|plain)* cylinders|discs|disks|rods (joined|stacked|placed|fused|connected|standing|sitting|end|to|on|top|of|each|other|another|one|the|same|axis|coaxial|coaxially|concentrically|along|a|common|central|together|in|line|z|,)* :",
    example="two cylinders joined end to end on the same axis: … the lower one Ø50 x 15, the upper one Ø28 x 35",
    cost=-0.6,
)
@row("head", "shaft|spindle|axle|nozzle", example="shaft", cost=0.5)
@row(
    "head",
    "(as|a|an|the|single|one|is|it|design|make|create)* (solid|body|part|object|surface) of revolution|rotation ((around|about|along) (the)? (x|y|z|vertical|main|own|its)* (axis)?)?",
    example="a single body of revolution around Z",
    cost=0.0,
)
@row(
    "head",
    "(a|the|make|one)* shaft|spindle|axle|pin|part|body with|of|from|made (these|those|the|following|above|all)* steps|sections|segments|pieces (from left to right|from|left|to|right|bottom|top|in|this|order|the)*".replace(
        "(from left to right|from|left|to|right|bottom|top|in|this|order|the)*",
        "(from|left|to|right|bottom|top|in|this|order|the)*",
    ),
    example="Shaft with these steps from left to right",
    cost=-0.5,
)
def _turned(found: Found) -> Any:
    behind = [term.word for term in found.terms[found.end :]]
    if found.n is not None and sum(word in _LOW_OR_HIGH for word in behind) < found.n:
        return None
    return Head("turned", "turned", found.text)


_LOW_OR_HIGH: Final = word_set("lower upper bottom top middle first second third lowest uppermost")


@row(
    "stated",
    "(there|it|are|has|is|with|have|consists|of|in)* <counted:count> (coaxial|cylindrical|stacked)? steps|sections|segments|tiers|pieces|stages :|,",
    example="There are two steps: … diameter 60 from z=0 to z=15, diameter 45 from z=15 to z=30",
    cost=-0.3,
)
@row(
    "stated",
    "(each|every|all) (step|steps|section|sections|segment|segments|edge|edges) (has|have|with|are|is)* sharp edges?",
    example="Each step has sharp edges",
    cost=-0.3,
)
def _announced_pieces(found: Found) -> Any:
    return Stated(found.text) if found.counted in {None, _diameters_behind(found)} else None


def _diameters_behind(found: Found) -> int:
    """Return how many diameters are named in the rest of a sentence."""
    count = 0
    for term in found.terms[found.end :]:
        if term.kind == "mark" and term.word in {".", "¶"}:
            break
        number = term.quantity
        count += term.word in {"diameter", "dia"} or (number is not None and number.form == "diameter")
    return count


@row(
    "sized",
    "(the)? (total|overall) length (has to|must|should)? (come|be|is|out|as|of|=|:|to|comes)* <number:plain>",
    example="overall length has to come out as 100",
    cost=0.0,
)
def _total(found: Found) -> Any:
    return Size(found.number, Label(("overall",), "length"))


@row(
    "head",
    "break|chamfer (the|outer)* (rim|edge|@rim|@edge) of (the)? (free)? end of segment|section|step <i:count> (with|by|a)* <number:plain> (×|x|by) <:angle> @chamfer?",
    example="Break the rim of the free end of segment 3 with a 2 x 45 degree chamfer",
    cost=-0.4,
)
def _rim(found: Found) -> Any:
    return Head(
        "chamfer",
        "chamfer",
        found.text,
        said=(Size(found.number), EdgesOf(frozenset({"rim", f"segment {found.i}"}))),
    )


@row("place", "in|on|at|into the? <d:diametral> end|side|face", example="in the Ø20 end", cost=-0.1)
def _end_of_diameter(found: Found) -> Any:
    return OnFace(f"end {found.d.value:g}")


@row("place", "in|on|at|into the? <d:plain> mm? (diameter|dia)? end", example="in the 20 mm end")
def _end_of_size(found: Found) -> Any:
    return OnFace(f"end {found.d.value:g}") if found.d.form == "plain" else None


@row(
    "place",
    "in|on|at|into|from (the)? x|y|z = <n:number> face|end|side",
    example="From the x = 0 face",
    cost=-0.3,
)
def _end_at(found: Found) -> Any:
    return OnFace(f"level {found.n.value:g}")


@row("mark", "axial|axially", example="axial", cost=0.1)
def _axial(found: Found) -> Any:
    return Mark.CENTRED


@row("pre", "axial|longitudinal", example="axial", cost=0.1)
def _axial_before(found: Found) -> Any:
    return Mark.CENTRED
