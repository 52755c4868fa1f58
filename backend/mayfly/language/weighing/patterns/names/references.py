"""References: "the four top edges", "the outer face of the vertical leg", "half the height"."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, takewhile
from typing import Any, Final

from mayfly.language.nodes import Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row, text_of
from mayfly.language.weighing.matching import ARTICLES
from mayfly.language.weighing.patterns.features.marks import is_span_of_hole

#: Directions that things can run in or be counted along.
DIRECTIONS: Final = word_set(
    "length width height x y z axis direction long_side short_side side depth centre_line edge centre thickness"
)
_NO_TRAITS: Final = word_set("part it them itself object piece component")
#: Words that end a place: what comes behind them belongs to another one.
_BEFORE_PART: Final = word_set(
    "top bottom left right front back outer inner long short vertical horizontal overall opposite same flat "
    "lower upper round main whole entire"
)
_LENGTHS: Final = frozenset({"height", "length", "width", "depth", "thickness"})
#: What a side is said of.
_SIDE_NOUNS: Final = word_set("edge edges corner corners face faces side sides end ends wall walls rim")
_BEFORE_COUNTS: Final = _BEFORE_PART | {"all", "each", "every", "both", "other", "sharp", "free"}
_BEFORE_IT: Final = _BEFORE_PART | {"all", "each", "every", "both"}
_BETWEEN: Final = _BEFORE_PART | {"and", "&"}
EDGE_NOUNS: Final = word_set("edge corner end rim side top bottom")
_SIDES: Final = word_set("top bottom left right front back")

_LEGS: Final = frozenset({"horizontal_leg", "vertical_leg"})
_LONG_OR_SHORT: Final = frozenset({"long", "short"})


@row("refword", "<p:placeword>", example="top")
def _trait(found: Found) -> Any:
    return None if found.p in _NO_TRAITS else found.p


@row(
    "refword",
    "all|each|every|both|either|other|opposite|same|sharp|main|whole|entire|free",
    example="both",
)
def _all(found: Found) -> Any:
    return found.terms[found.end - 1].word


@row("refword", "nearest|closest|nearer|closer|neighbouring", example="nearest")
@row("refword", "adjacent|adjoining|neighboring", example="adjacent")
def _nearest(found: Found) -> Any:
    """Return "each": "15 mm from the nearest edge" is said of the one nearest to each of several."""
    return "each"


@row("refword", "largest|biggest|broadest", example="largest … face")
@row("refword", "smallest|narrowest", example="smallest … face")
def _by_area(found: Found) -> Any:
    behind = found.terms[found.end].word if found.end < len(found.terms) else ""
    if behind not in _FACES:
        return None
    return "smallest" if found.terms[found.end - 1].word in _SMALL else "largest"


_FACES: Final = word_set("face faces side sides surface")
_SMALL: Final = word_set("smallest narrowest")


@row("refword", "circular|round", example="circular … edges")
def _circular(found: Found) -> Any:
    behind = found.terms[found.end].word if found.end < len(found.terms) else ""
    return "circular" if behind in {"edge", "edges", "rim", "rims"} else None


@row("refword", "@lengthwise|@cross", example="longitudinal")
def _along(found: Found) -> Any:
    return "length" if "lengthwise" in set(found.senses()) else "width"


@row("refword", "<n:count>", example="four")
def _count(found: Found) -> Any:
    return found.n


@row("ref", "<w+:refword>* <noun:placenoun>", example="four top edges")
@row("ref", "<w+:refword>* <noun:placenoun> of|on <of:ref>", example="top edge of the left face", cost=-0.05)
@row("ref", "<w+:refword>* <noun:placenoun> in|at <of:ref>", example="edge in the top face", cost=0.05)
def _reference(found: Found) -> Any:
    noun, plural = found.noun
    words = found.w or ()
    behind_length = {t.word for t in found.terms[max(0, found.start - 2) : found.start]} & {
        "long",
        "length",
        "lg",
        "high",
    }
    if noun == "overall" and behind_length:
        return None  # "30 long in total" is no place
    counts = [word for word in words if isinstance(word, int)]
    traits = [word for word in words if isinstance(word, str)]
    if len(counts) > 1 or len(words) > 5:
        return None
    if counts and counts[0] > 1 and not plural:
        return None
    before = words[: next((i for i, word in enumerate(words) if isinstance(word, int)), 0)]
    if any(word not in _BEFORE_COUNTS for word in before):
        return None  # "wall 2 left side open" has a wall of 2 mm
    if noun in {"part", "it"} and any(t not in _BEFORE_IT for t in traits):
        return None
    of = found.of
    if noun == "part" and found.text.lower().startswith(("a ", "an ")):
        return None  # a part that is named here
    if of is not None and of.noun in _LENGTHS:
        return None  # "the front face at mid height"
    if of is not None and (
        of.noun == "centre_line" or (noun in {"edge", "corner"} and of.noun in {"corner", "centre"})
    ):
        return None
    if not plural and noun in _BEFORE_PART and _goes_on(found):
        return None
    if noun in _LEGS:  # "the long leg", which need not be the flat one
        traits += [term.word for term in found.terms[found.start : found.end] if term.word in _LONG_OR_SHORT]
    at = found.start
    while at < found.end - 1 and found.terms[at].word in ARTICLES:
        at += 1
    text = text_of(found.terms[at : found.end])
    return Reference(noun, frozenset(traits), counts[0] if counts else None, plural, of, text)


@row(
    "ref",
    "<kind:shortlong> { (the|is|at)* <n:plain> (mm|long|wide)* } side|edge|end",
    example="plate 32 x 18, hole 8 mm from the || short (18 mm) side",
    cost=-0.3,
)
@row(
    "ref",
    "<kind:shortlong> side|edge|end { (the|is|at)* <n:plain> (mm|long|wide|side|edge|end)* }",
    example="plate 32 x 18, hole 8 mm from the || short side (18 mm side)",
    cost=-0.3,
)
def _of_a_length(found: Found) -> Any:
    """Return a long or short side whose length in brackets has to be one that was given."""
    before = [term.quantity.value for term in found.terms[: found.start] if term.quantity is not None]
    if found.n.value not in before:
        return None
    return Reference("side", frozenset({found.kind}), text=found.text)


@row("shortlong", "short|shorter|long|longer|longest|shortest", example="short")
def _short_or_long(found: Found) -> Any:
    return "short" if found.terms[found.end - 1].word.startswith("short") else "long"


@row(
    "ref",
    "<n:plain> mm? (long|wide)? side|edge|end",
    example="plate 32 x 18, hole 8 mm from || 18 mm side",
    cost=-0.1,
)
def _side_of_length(found: Found) -> Any:
    """Return a side by its length, which has to be one that was given before."""
    before = [term.quantity.value for term in found.terms[: found.start] if term.quantity is not None]
    lead = [term.word for term in found.terms[max(0, found.start - 2) : found.start]]
    if found.n.value not in before or found.n.form != "plain" or "from" not in lead:
        return None
    return Reference("side", frozenset({OF_LENGTH}), of=Reference(f"{found.n.value:g}"), text=found.text)


#: The trait of a side that is named by its length, which is the name of what it belongs to.
OF_LENGTH: Final = "of_length"


def _are_several(found: Found) -> bool:
    """Return whether the name of a part is what stands on the part: several of it were counted before."""
    noun = found.terms[found.end - 1].text.lower().removesuffix("s")
    before = found.terms[: found.start]
    return any(
        count.quantity is not None and count.quantity.value > 1 and term.text.lower() == f"{noun}s"
        for count, term in pairwise(before)
    )


@row("ref", "<n:count> of (the|its|these|those)* <ref:ref>", example="one of the short edges", cost=-0.1)
def _one_of(found: Found) -> Any:
    if found.n != 1 or not found.ref.plural:
        return None
    return replace(found.ref, count=1, plural=False, text=found.text)


@row("ref", "<a:corner_name> {? (the|=|i|e)* <b:corner_name> }?", example="heel (outside corner)", cost=-0.1)
def _corner_of_legs(found: Found) -> Any:
    """Return the outer corner between the legs of an angle, where both its names are written."""
    if found.a == found.b:
        return None
    return Reference("corner", frozenset({"outer"}), text=found.text)


@row("corner_name", "heel", example="heel")
@row("corner_name", "@outer corner", example="outside corner")
def _corner_name(found: Found) -> Any:
    return found.terms[found.end - 1].word


def _goes_on(found: Found) -> bool:
    """Return whether a side is only said of the edges behind it: "the top" of "the top front edges"."""
    for term in found.terms[found.end : found.end + 6]:
        if term.word in _SIDE_NOUNS:
            return True
        if term.word not in _BETWEEN:
            return False
    return False


#: What all edges of a face together are called.
_WHOLE_EDGES: Final = frozenset({"perimeter", "boundary", "periphery"})


@row("placenoun", "<p:placeword>", example="edge")
def _noun(found: Found) -> Any:
    plural = next(
        (
            phrase.term.plural
            for phrase in found.phrases[found.start]
            if phrase.end == found.end and phrase.term.senses
        ),
        found.terms[found.end - 1].word in {"sides", "ends", "faces", "edges", "corners", "walls"},
    )
    if found.p == "everything" and is_span_of_hole(found):
        return None
    noun = "boss" if found.p == "part" and _are_several(found) else found.p
    return noun, plural or found.text.split()[-1].lower() in _WHOLE_EDGES


# --- edges: one reference, or several at once -----------------------------------------------------------


@row("edges", "<ref:ref>", example="the four top edges")
def _edges(found: Found) -> Any:
    return (found.ref,) if found.ref.noun in EDGE_NOUNS else None


@row(
    "edges",
    "(the)? <w+:refword>* @outer_diameter|@inner_diameter (edge|edges|rim|rims)?",
    example="top OD",
    cost=0.1,
)
@row(
    "edges",
    "<w+:refword>* end|ends|side|sides|edge|edges|rim|rims of|on|at|around @outer_diameter|@inner_diameter",
    example="both ends of the OD",
)
@row(
    "edges",
    "@outer_diameter|@inner_diameter (edge|edges|rim|rims|at|on|,)* <w+:refword> end|ends|side|sides",
    example="OD, both ends",
)
def _rims(found: Found) -> Any:
    """Return the rims of the outer or the inner diameter."""
    inner = "inner_diameter" in set(found.senses())
    words = [word for word in found.w or () if isinstance(word, str)]
    return (
        Reference("rim", frozenset({*words, "inner" if inner else "outer"}), plural=True, text=found.text),
    )


@row(
    "edges",
    "@edge|@corner {|, (only|just)? <w+:refword> <w+:refword>* ones only? }?",
    example="edges (the vertical ones)",
    cost=-0.4,
)
def _ones(found: Found) -> Any:
    """Return which of the edges are meant, where that stands behind them: "on the edges (only the top ones)"."""
    traits = frozenset(word for word in found.w or () if isinstance(word, str))
    count = next((word for word in found.w or () if isinstance(word, int)), None)
    first = next(s for s in found.senses() if s in {"edge", "corner"})
    return (Reference(first, traits, count, True, text=found.text),) if traits else None


@row(
    "edges",
    "<w+:refword>* @edge|@corner|rim|rims (,|at|on|of|the|both)* @top and|& @bottom (ends|faces|end|face)?",
    example="outer edges top and bottom",
    cost=-0.1,
)
def _top_and_bottom(found: Found) -> Any:
    """Return the edges of both ends, which stand behind them: "the outer edges, top and bottom"."""
    traits = frozenset(word for word in found.w or () if isinstance(word, str))
    if traits & _SIDES or any(isinstance(word, int) for word in found.w or ()):
        return None
    noun = next(s for s in (*found.senses(), "edge") if s in {"edge", "corner"})
    return tuple(Reference(noun, traits | {end}, None, True, text=found.text) for end in ("top", "bottom"))


@row("traits", "<w+:refword> <w+:refword>*", example="top front")
def _traits(found: Found) -> Any:
    return tuple(word for word in found.w if isinstance(word, str)) if len(found.w) < 4 else None


@row("edges", "<a:traits> and|& <b:traits> @edge|@corner", example="top front and bottom front edges")
@row(
    "edges",
    "<a:traits> and|& <b:traits> @edge|@corner of|on <of:ref>",
    example="left and right edges of the top face",
)
def _two_edges(found: Found) -> Any:
    first, second = frozenset(found.a), frozenset(found.b)
    if len(first & _SIDES) != len(second & _SIDES) or not first & _SIDES:
        return None
    noun = (
        "corner" if any(t.word.startswith("corner") for t in found.terms[found.start : found.end]) else "edge"
    )
    shared = second - _SIDES
    return tuple(
        Reference(noun, group | shared, None, True, found.of, found.text) for group in (first, second)
    )


# --- directions -------------------------------------------------------------------------------------------


@row("direction", "along|across|in|on|over|parallel to? <ref:ref>", example="along the length")
def _direction(found: Found) -> Any:
    ref = found.ref
    if ref.noun not in DIRECTIONS:
        return None
    if found.terms[found.start].word == "across":
        return Reference(ref.noun, ref.traits | {"across"}, ref.count, ref.plural, ref.of, found.text)
    return ref


@row("direction", "@lengthwise|@cross|@vertical|@horizontal", example="lengthwise")
def _way(found: Found) -> Any:
    sense = next(s for s in found.senses() if s in {"lengthwise", "cross", "vertical", "horizontal"})
    return Reference(sense, text=found.text)


@row("ref", "direction of (the|its)? length|width|height", example="the direction of the length", cost=-0.2)
def _direction_of(found: Found) -> Any:
    return Reference(found.terms[found.end - 1].word, text=found.text)


@row("direction", "x|y|z", example="x", cost=0.1)
def _letter(found: Found) -> Any:
    return Reference(found.terms[found.end - 1].word, text=found.text)


@row(
    "halfway",
    "@marker.centre|midway|halfway|half-way|half|mid-point (way|point)? of|along|across|up|down|on|in (the|its)* length|width|height|thickness|breadth|depth",
    example="midway of the width",
    cost=0.1,
)
def _halfway_of(found: Found) -> Any:
    if _runs_along(found):
        return None
    side = found.terms[found.end - 1].word
    side = {"thickness": "height", "breadth": "width"}.get(side, side)
    return Reference("halfway", frozenset({side} & _LENGTHS), text=found.text)


def _runs_along(found: Found) -> bool:
    """Return whether "in the middle along the height" says which way something runs that is in the middle."""
    words = {term.word for term in found.terms[found.start : found.end]}
    return bool(words & {"along", "across"}) and not words & {"midway", "halfway", "half-way", "half", "way"}


@row("halfway", "@mid_height|@mid_length|@mid_width|@mid_depth (of <:part>|it)?", example="mid height")
def _halfway(found: Found) -> Any:
    sense = next(s for s in found.senses() if s.startswith("mid_"))
    return Reference("halfway", frozenset({sense.removeprefix("mid_")}), text=found.text)


# --- faces by their names -----------------------------------------------------------------------------------


@row("facename", "@top|@bottom|@front|@back|@left|@right face|surface|side|end|wall?", example="top face")
@row("facename", "upper|lower face|surface|side|end", example="upper face")
@row("facename", "@top_face|@underside", example="underside")
def _face(found: Found) -> Any:
    named = {"upper": "top", "lower": "bottom", "top_face": "top", "underside": "bottom"}
    words = [named.get(word, word) for word in found.senses()]
    return next((word for word in words if word in _SIDES), None)


_BEGIN: Final = frozenset({".", ";", "¶"})
_HAVING: Final = ARTICLES | {"have", "has", "get", "gets", "with", "of", "one", ",", "there", "is"}
_AT: Final = frozenset({"at", "on", "in"})
#: So many terms behind a place that leads its feature is named.
_SOON: Final = 4
_SUNK: Final = word_set("hole bore pocket chamfer fillet boss")


def leads_a_feature(found: Found) -> bool:
    """Return whether a place begins a sentence and is of the feature that follows: "Both ends pocket Ø32"."""
    before = found.start - 1
    if before > 0 and found.terms[before].word in _AT:
        before -= 1
    if before < 0 or found.terms[before].word not in _BEGIN:
        return False
    at = found.end
    while at < len(found.terms) and found.terms[at].word in _HAVING:
        at += 1
    soon = takewhile(lambda i: found.terms[i].kind != "mark", range(at, min(at + _SOON, len(found.terms))))
    return any(phrase.term.sense("feature") in _SUNK for i in soon for phrase in found.phrases[i])


def feature_follows(found: Found) -> bool:
    """Return whether a feature is named in the next few words."""
    soon = found.phrases[found.end : found.end + 5]
    return any(phrase.term.sense("feature") for phrases in soon for phrase in phrases)
