"""Places: on faces, in corners, through walls, halfway; and in how many of them something is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mayfly.language.chunks import Quantity
from mayfly.language.labels import spread_unit
from mayfly.language.nodes import Measure, Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.patterns.names.references import leads_a_feature
from mayfly.language.weighing.values import Coordinate, Leading, Mark, OnCircle, Placing, Points, Share

_PREPOSITIONS = "in|at|on|from|through|into|across|along|near|onto|around|over|between|under|off|round"
_PIECES: Final = word_set("pcs pc pieces pce ea")
#: What the end of a hole or a pocket is like, not where something lies.
_ROUNDED_OFF: Final = [[shape, end] for shape in ("round", "spherical") for end in ("bottom", "top")]
_THROUGH: Final = frozenset({"through", "thru", "across"})
_SIDES_BY_NAME: Final = word_set("end ends side sides face faces edge edges")
#: Places that can be named without a preposition ("corners 8 inset", "vertical edges").
_STAND_ALONE: Final = word_set(
    "corner edge centre centre_line top_face underside long_side short_side rim side end face "
    "side_face top bottom left right front back direction"
)


@row(
    "place",
    "(drilled|going|goes|running|cut|and|,|that|radially|straight|in)* from the? @outer|outside|side (wall|surface|face|diameter|side|in|edge|,)* (through|right|straight|in)* into|to the? (@bore|bore|inside|centre @hole|hole?)",
    example="hole || drilled from the outside into the bore",
    cost=-0.5,
)
@row(
    "place",
    "(and|,|goes|going|breaking|opening|running|right|straight|just|only|through|thru|the|wall|side / <:lone>)* into the? @bore|bore",
    example="hole || just into the bore",
    cost=-0.3,
)
@row(
    "place",
    "(and|,|but|just|only|in|on|through|thru|from)* <:lone> side|wall only",
    example="hole || on one side only",
    cost=-0.1,
)
@row(
    "place",
    "(and|,|but|in|on|through|thru|from)* just|only (in|on|through|thru|from)* <:lone> side|wall",
    example="hole || just one side",
    cost=-0.1,
)
def _through_one_wall(found: Found) -> Any:
    """Return that a hole goes through one wall of what is hollow, and ends in its bore."""
    nouns = [phrase.term.sense("feature") for phrases in found.phrases[: found.start] for phrase in phrases]
    last = [noun for noun in nouns if noun][-1:]
    if last not in (["hole"], ["bore"]):
        return None
    return Placing("place", "through", ref=Reference("wall", count=1, text="one wall"), text=found.text)


@row("place", f"{_PREPOSITIONS} to|of? <ref:ref>", example="on the top face")
@row("place", "@marker.through <ref:ref>", example="through the front wall")
@row("place", "parallel to|with? <ref:ref>", example="parallel to the short side")
def _place(found: Found) -> Any:
    preposition = found.terms[found.start].word
    if preposition == "thru":
        preposition = "through"
    if found.ref.noun == "hole" and preposition == "through":
        return None
    words = [term.word for term in found.terms[found.start : found.end]]
    if "round" in words[:2] and (found.ref.noun == "end" or words[-2:] in _ROUNDED_OFF):
        return None  # "with round ends", "round bottom" say what they are like
    where = Placing("place", preposition, ref=found.ref, text=found.text)
    return Leading(where) if _of_both_ends(found.ref) and leads_a_feature(found) else where


@row(
    "place",
    "(that|which|and|,|it)* runs|run|running|goes|going|extends|extending|spans|spanning|stretches <ref:ref>",
    example="that runs the full length of its top face",
    cost=-0.1,
)
def _runs_over(found: Found) -> Any:
    """Return what a slot or groove runs over from one end to the other."""
    if found.ref.noun == "length":
        return Placing("place", "through", ref=found.ref, text=found.text)
    whole = any(one.noun == "everything" for one in found.ref.chain())
    return Placing("place", "over", ref=found.ref, text=found.text) if whole else None


def _of_both_ends(ref: Reference) -> bool:
    return ref.noun == "end" and bool(ref.traits & {"both", "each", "every"})


@row("place", "<ref:ref>", example="centre", cost=0.4)
def _bare_place(found: Found) -> Any:
    before = found.terms[found.start - 1].word if found.start else ""
    if [before, found.terms[found.end - 1].word] in _ROUNDED_OFF:
        return None
    following = found.terms[found.end].word if found.end < len(found.terms) else ""
    if found.terms[found.end - 1].word == "right" and following in _THROUGH:
        return None  # "right through it"
    behind = found.phrases[found.end] if found.end < len(found.phrases) else ()
    if (
        found.ref.traits & {"both", "each"}
        and found.ref.noun == "centre"
        and any(phrase.term.sense("feature") for phrase in behind)
    ):
        return None  # "both ends centre hole": the hole is in the centre
    where = Placing("place", "", ref=found.ref, text=found.text) if found.ref.noun in _STAND_ALONE else None
    return Leading(where) if where and _of_both_ends(found.ref) and leads_a_feature(found) else where


@row("place", "at|on|in? <ref:halfway>", example="at mid height")
def _halfway(found: Found) -> Any:
    return Placing("place", "at", ref=found.ref, text=found.text)


@row(
    "place",
    "(in|at|on)? the? (@marker.centre of)? (its|the)? @left|@right|@front|@back (- hand)? half (of (it / the <:part>))?",
    example="in the middle of its right half",
    cost=-0.2,
)
def _half(found: Found) -> Any:
    side = next(sense for sense in found.senses() if sense in {"left", "right", "front", "back"})
    return Placing("place", "in", ref=Reference("half", frozenset({side}), text=found.text), text=found.text)


@row(
    "place", "<n:count> in|at|on|near|through|per|into each|every|all <ref:ref>", example="one in each corner"
)
@row("place", "<n:count> per <ref:ref>", example="two per leg")
def _one_each(found: Found) -> Any:
    ref = found.ref
    if found.n > 4:
        return None
    each = Reference(ref.noun, ref.traits | {"each"}, ref.count, ref.plural, ref.of, found.text)
    return Placing("place", "in", ref=each, text=found.text)


@row(
    "place",
    "<n:count> (of them / of these / holes)? in|at|on|near <ref:ref>",
    example="one in the centre",
    cost=0.05,
)
def _share(found: Found) -> Any:
    preposition = next(
        t.word for t in found.terms[found.start : found.end] if t.word in {"in", "at", "on", "near"}
    )
    ref = found.ref
    each = ref.noun == "corner" and ref.traits & {"each", "every"}
    if ref.noun in _MEASURED and "centre" in ref.traits:  # "one at mid length"
        ref = replace(ref, noun="halfway", traits=frozenset({ref.noun}))
    return Share(found.n * (4 if each else 1), Placing("place", preposition, ref=ref, text=found.text))


#: Along what halfway is.
_MEASURED: Final = frozenset({"length", "width", "height"})


@row(
    "place",
    "(and|,|the)* <n:count> (of them / of these / more / is|are|lies|lie|sits|sit|placed|evenly|equally|spaced|distributed|arranged)* <where:place>",
    example="one 12 from the top edge",
    cost=0.1,
)
@row(
    "place",
    "(and|,|the)* other (one|hole|slot / of them|these)? (is|lies|sits|placed)* <where:place>",
    example="and the other one 12 from the bottom edge",
    cost=0.1,
)
def _share_at_distance(found: Found) -> Any:
    """Return how many of those that were counted lie at a distance or on a circle: "six on a 90 mm circle"."""
    where = found.where
    if isinstance(where, Share):  # "the other", and "one 12 from the bottom edge"
        return where
    measured = isinstance(where, Placing) and where.kind in {"offset", "circle"}
    if not (measured or isinstance(where, OnCircle | Coordinate | Points)):
        return None
    each = isinstance(where, Placing) and where.ref is not None and bool(where.ref.traits & _EACH)
    at_ends = each and where.kind == "offset" and where.noun in {"end", "side"} and found.n == 1
    return Share(2 if at_ends else found.n or 1, where)  # "one 38 from each end" are two


_EACH: Final = frozenset({"each", "both", "either", "every"})


@row(
    "place",
    "(and|,|a)* (another|second|other one|hole|slot|pocket|boss? / one more / the other one|hole|slot?) <where:place>",
    example="and another along Y",
    cost=-0.2,
)
def _another(found: Found) -> Any:
    if found.terms[found.end - 2].word == "other" and found.terms[found.end - 1].word in _SIDES_BY_NAME:
        return None  # "the other end" is where it is
    return (
        Share(1, found.where, more=True) if isinstance(found.where, Placing | Points | Coordinate) else None
    )


@row("place", "per <one:component>", example="per leg")
@row("place", "per corner|side|end", example="per corner")
def _per_piece(found: Found) -> Any:
    noun = found.one or found.terms[found.end - 1].word
    each = Reference(noun, frozenset({"each"}), text=found.text)
    return Placing("place", "in", ref=each, text=found.text)


_CARRIES: Final = "gets|get|has|have|receives|takes|carries|contains|with"


@row("place", f"each|every|both <one:component> {_CARRIES}", example="each leg gets", cost=-0.1)
@row("place", "in|on|at each|every|both <one:component> :|-|,", example="in each leg:", cost=-0.1)
def _pieces_lead(found: Found) -> Any:
    """Return the place of what follows: "each leg gets two holes"."""
    before = found.terms[found.start - 1] if found.start else None
    begins = before is None or before.kind == "mark" or before.word in {"and", "then", "with"}
    if found.one in {"outer", "inner", "overall"} or not (
        begins or found.terms[found.end - 1].kind != "mark"
    ):
        return None  # "a chamfer at both ends, …": said of what stands before it
    each = Reference(found.one, frozenset({"each"}), text=f"each {found.one}")
    return Leading(Placing("place", "in", ref=each, text=f"in each {found.one}".replace("_", " ")))


@row(
    "place",
    "<ref:ref> has|have|gets|get|receives|carries|wants|want|needs|need",
    example="tip of the shaft has",
    cost=-0.1,
)
def _side_has(found: Found) -> Any:
    """Return where what follows is: "the tip of the shaft has a chamfer"."""
    before = found.terms[found.start - 1] if found.start else None
    begins = before is None or before.kind == "mark" or before.word in {"and", "then"}
    if not begins or found.ref.noun not in _STAND_ALONE or found.ref.traits & {"both", "each", "every"}:
        return None  # what both of them have is led by a row of its own
    return Leading(Placing("place", "", ref=found.ref, text=found.ref.text))


@row("place", "(in|on)? <ref:sided> :", example="front wall:")
def _leading(found: Found) -> Any:
    return Leading(Placing("place", "in", ref=found.ref, text=found.text.rstrip(" :")))


@row("sided", "<ref:ref>", example="front wall")
def _sided(found: Found) -> Any:
    words = {found.ref.noun, *found.ref.traits} if found.ref is not None else set()
    if found.ref is None or not words & {"left", "right", "front", "back", "top", "bottom"}:
        return None
    return (
        found.ref
        if found.ref.noun in {"wall", "face", "side", "end", "side_face", "lid", "top_face"}
        else None
    )


_TRAVERSES: Final = {
    frozenset({"top", "bottom"}): "z",
    frozenset({"top_face", "underside"}): "z",
    frozenset({"front", "back"}): "y",
    frozenset({"left", "right"}): "x",
}


@row(
    "place", "from|through|right|going|running* <a:placeword> to <b:placeword>", example="from front to back"
)
def _traverse(found: Found) -> Any:
    axis = _TRAVERSES.get(frozenset({found.a, found.b}))
    if axis is None or drills(found):
        return None
    return Mark.THROUGH, Placing("place", "along", ref=Reference(axis), text=found.text)


@row(
    "place",
    "open|opened at|on|to|towards <ref+:ref> (,|and|& at|on|the* <ref+:ref>)*",
    example="open at the bottom",
)
@row("place", "@open_top and|& <ref+:ref>", example="open top and bottom", cost=-0.2)
def _open_at(found: Found) -> Any:
    if any(ref.noun == "end" and not ref.traits for ref in found.ref):
        return None  # which end is open
    refs = [ref for ref in found.ref if not {ref.noun, *ref.traits} <= {"top", "top_face", "end"}]
    top = (
        len(refs) < len(found.ref)
        or found.terms[found.start].word != "open"
        or "top" in found.text.split()[:2]
    )
    opened = [Placing("open_at", "", ref=ref, text=found.text) for ref in refs]
    if not opened:
        return Mark.OPEN_TOP
    top_ref = Placing("open_at", "", ref=Reference("top"), text=found.text)
    return tuple([top_ref, *opened] if top else opened)


@row(
    "place",
    "along|through|across the? <n:bare> mm? direction|length|dimension|way|axis|thickness|long?",
    example="along the 60 direction",
    cost=0.4,
)
@row(
    "place",
    "(,|{|and|which|that|it)* runs|running|goes|going|run (in|along)? the <n:bare> mm? way|direction|dimension }?",
    example="(it runs the 15mm way)",
    cost=-0.3,
)
def _measured_way(found: Found) -> Any:
    if found.n.form != "plain":
        return None
    return Placing("place", "along", (found.n,), Reference("measured", text=found.text), found.text)


#: Tables with words behind a number that it belongs to.
_NAMING: Final = frozenset({"part", "feature", "component", "role"})
_WAY: Final = "direction|length|dimension|way|axis|thickness|height|width|depth|side"


@row(
    "place",
    f"(goes|going|go|drilled|passing|passes|running|runs|straight|right|that|,)* through|thru the <n:bare> mm? ({_WAY})?",
    example="going through the 14",
    cost=-0.5,
)
@row("place", f"{{ (along|through|the)* <n:bare> mm? {_WAY} }}", example="(12 mm way)", cost=-0.1)
def _through_size(found: Found) -> Any:
    """Return which way a hole goes that goes through what is so thick: "through the 14"."""
    behind = found.terms[found.end] if found.end < len(found.terms) else None
    if found.n.form != "plain" or (behind is not None and behind.kind == "word" and _is_noun(found)):
        return None
    return Placing("place", "along", (found.n,), Reference("measured", text=found.text), found.text)


def _is_noun(found: Found) -> bool:
    """Return whether a number is that of what is named behind it: "through the 40 flange"."""
    tables = {name for phrase in found.phrases[found.end] for name in phrase.term.senses}
    return bool(tables & _NAMING)


@row(
    "place",
    "(at|in|on)? @marker.centre|midway|halfway|half-way|centred|centered|@centred|mid-point (way|point)? of|along|across|up|down|on|in (the|its)* "
    "<n:plain> mm|in? (length|width|height|thickness|breadth|side|edge|direction|dimension|way|depth)?",
    example="halfway across the 30 mm width",
    cost=-0.2,
)
def _halfway_of_measured(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    if words & {"along", "across"} and words & {"middle", "center", "centre", "mid"}:
        return None  # "in the middle along the 30": which way it runs
    behind = found.terms[found.end : found.end + 1]
    if any(term.word in {"×", "x", "by", "hole", "holes", "pcd", "-"} for term in behind):
        return None  # "in the middle of the 60 x 40 face"
    ref = Reference("halfway", frozenset({"measured"}), text=found.text)
    return Placing("place", "at", (found.n,), ref, found.text)


@row(
    "place", "in|on|through|thru|at (the)? <n:bare> mm? (long|wide)? leg", example="in the 80 leg", cost=-0.2
)
def _measured_leg(found: Found) -> Any:
    """Return the leg of an angle that has a size."""
    return Placing("place", "in", (found.n,), Reference("leg", text=found.text), found.text)


@row(
    "place",
    "(in|on|through|thru|into|from|the|an|each / <:lone>)* <a:plain> ×|x|by <b:plain> (mm|inch|in)? (end|side)? face|side|surface|faces|sides",
    example="through the 60 x 40 face",
    cost=-0.6,
)
@row(
    "place",
    "(in|on|through|thru|into|at|right|exact|dead|the)* @marker.centre of (the)? <a:plain> ×|x|by <b:plain> mm|inch|in? face|side|surface",
    example="on center of the 60 x 40 face",
    cost=-0.9,
)
def _measured_face(found: Found) -> Any:
    """Return the face that has two sizes: "through the 3 x 2 face"."""
    words = {term.word for term in found.terms[found.start : found.end]}
    if not words & {"in", "on", "through", "thru", "into", "from", "the", "of"}:
        return None
    pair = tuple(measure.quantity for measure in spread_unit([Measure(found.a), Measure(found.b)]))
    face = Placing("place", "on", pair, Reference("face", text=found.text), found.text)
    return (Mark.THROUGH, face) if words & {"through", "thru"} else face


@row("place", "<n:count> nos|no|off .?", example="1 no.", cost=0.15)
@row("place", "{ <n:count> ×|x|off|pcs|places|plcs|plc|pl|nos|no|ea }", example="(4x)", cost=-0.2)
@row("place", "(in|at)? <n:count> places|plcs|plc|pl|locations|positions", example="4 places", cost=-0.2)
@row(
    "place",
    "(bolt|screw|hole|slot|fastener|mounting|pin)* count|quantity|qty (=|:|is)* <n:count>",
    example="bolt count = 6",
    cost=-0.1,
)
@row(
    "place",
    "number|no|num of? bolts|screws|fasteners (=|:|is|are)* <n:count>",
    example="number of bolts = 8",
    cost=-0.1,
)
@row("place", "<n:count> of them|these|those", example="10 of them", cost=0.1)
@row("place", "<n:count> pcs|pc|pieces|pce|ea", example="3 pcs", cost=0.1)
def _counted(found: Found) -> Any:
    pieces = found.terms[found.end - 1].word in _PIECES
    return Placing("count", "pieces" if pieces else "", (Quantity.of_count(found.n),), text=found.text)


@row(
    "place",
    "along|in|through (the|all|three|both)* x @axis|axis|direction|directions? (,|and|in|along|through|the|&)* "
    "y @axis|axis|direction|directions? (,|and|in|along|through|the|&)* z @axis|axis|axes|direction|directions?",
    example="in X, in Y and in Z",
    cost=-0.4,
)
def _all_axes(found: Found) -> Any:
    return Placing(
        "place", "through", ref=Reference("direction", count=3, plural=True, text=found.text), text=found.text
    )


@row(
    "place",
    "(goes|going|passes|passing|running|runs|right|straight|completely|,|that|which|and)* @through|through both (of them)?",
    example="through both",
    cost=-0.4,
)
@row(
    "place",
    "(goes|going|passes|passing|running|runs|right|straight|completely|,|that|which|and)* @through|through both? (<:part> / <:feature> / <:component>) and|& (<:part> / <:feature> / <:component> / spigot)",
    example="through boss and rim",
    cost=-0.6,
)
def _through_boss_too(found: Found) -> Any:
    """Return where a hole goes that goes through a boss and what it stands on: through the boss."""
    named = {term.word for term in found.terms[found.start : found.end]}
    if not named & {"both", "boss", "post", "stud", "peg", "spigot"}:
        return None
    behind = found.phrases[found.end] if found.end < len(found.terms) else ()
    if found.terms[found.end - 1].word == "both" and any(phrase.term.plural for phrase in behind):
        return None  # "through both walls"
    return Mark.THROUGH, Placing("place", "through", ref=Reference("boss", text="the boss"), text=found.text)


@row(
    "place",
    "(going|goes|drilled|running|runs|passing|passes|right|straight|,)* from|through|thru|in|right|straight (the)? <a:facename> (right|through|thru|straight|all|the|way|out|and|,)* to|until (the)? (<b:facename> / opposite|other (one|side|face)?)",
    example="hole || going from the left side to the right side",
    cost=-0.3,
)
def _from_face_to_face(found: Found) -> Any:
    """Return where a hole goes that is drilled from a face to the one opposite."""
    if (found.b is not None and found.b != _ACROSS.get(found.a)) or not drills(found):
        return None
    face = Placing("place", "on", ref=Reference(found.a, text=found.text), text=found.text)
    return Mark.THROUGH, face


def drills(found: Found) -> bool:
    """Return whether a hole is the last feature that was named before."""
    nouns = [phrase.term.sense("feature") for phrases in found.phrases[: found.start] for phrase in phrases]
    drilled = any(t.word in {"drill", "drilled", "bore", "bored"} for t in found.terms[: found.start])
    return drilled or [noun for noun in nouns if noun][-1:] in (["hole"], ["bore"])


#: The sides of a block, each with the one opposite.
_ACROSS: Final = {
    side: other
    for pair in (("left", "right"), ("front", "back"), ("top", "bottom"))
    for side, other in (pair, pair[::-1])
}
