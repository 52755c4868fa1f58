"""What drawings of other countries write: W x D x T, "Hole 4-Ø6.6", "Each of three direction", "on X+, X-, Y+, Y-"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mayfly.language.nodes import Label
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.patterns.idioms.prints import nouns_before
from mayfly.language.weighing.patterns.names.head_of import head_of
from mayfly.language.weighing.patterns.names.references import feature_follows
from mayfly.language.weighing.patterns.places.circles import counts_of_features, is_part_of_turn
from mayfly.language.weighing.values import (
    AtCorners,
    FirstAngle,
    Group,
    Head,
    Leading,
    Mark,
    OnFace,
    Placing,
    Size,
)

_CROSS: Final = "×|x|by|,"
_DEPTH: Final = Label((), "depth")
_DIAMETER: Final = Label((), "diameter")


# --- width, depth and height of a block --------------------------------------------------------------------


@row(
    "dims",
    f"w|width (:|=)? <a:plain> mm? {_CROSS} d|depth (:|=)? <b:plain> mm? {_CROSS} <up:upward> (:|=)? <c:plain> mm?",
    example="W 150 x D 100 x T 12",
    cost=-1.0,
)
@row(
    "dims",
    f"<a:plain> mm? w|wide|width {_CROSS} <b:plain> mm? d|deep|depth {_CROSS} <c:plain> mm? <up:upward>",
    example="150W x 100D x 12T",
    cost=-1.0,
)
def _width_depth_height(found: Found) -> Any:
    """Return the sides of a block of which the depth is the one that goes back, and no hole's."""
    if {found.a.form, found.b.form, found.c.form} != {"plain"} or nouns_before(found):
        return None
    labels = (Label((), "along_length"), Label((), "along_width"), Label((), found.up))
    return Group(tuple(map(Size, (found.a, found.b, found.c), labels)))


@row(
    "dims",
    "<a:ringwide> ÷ <b:ringwide> ×|x|by|, <c:plain> mm? (long|thick|wide|high|tall|lg|thk)?",
    example="ring || 80 / 60 x 15",
    cost=-0.8,
)
def _outer_inner_length(found: Found) -> Any:
    """Return the diameters of a ring with a stroke between them, and how long it is."""
    if found.a.value <= found.b.value or found.c.form != "plain" or nouns_before(found):
        return None
    labels = (Label(("outer",), "diameter"), Label(("inner",), "diameter"), Label((), "length"))
    return Group(tuple(map(Size, (found.a, found.b, found.c), labels)))


@row("ringwide", "<n:number> mm?", example="80")
def _ringwide(found: Found) -> Any:
    return found.n if found.n.form in {"plain", "diameter"} else None


@row("upward", "h|ht|height|high|tall", example="H")
def _upward(_: Found) -> Any:
    return "height"


@row("upward", "t|thk|thick|thickness", example="T")
def _thick(_: Found) -> Any:
    return "thickness"


# --- holes and their mouths --------------------------------------------------------------------------------


@row(
    "head",
    "<said+:pre>* <noun:feature> (:|=|,|is|are)? <n:howmany> - <size:diametral>",
    example="Hole 4-Ø6.6",
    cost=0.1,
)
@row(
    "head",
    "<said+:pre>* <noun:feature> (:|=|,|is|are)? <n:count> × <size:diametral>",
    example="Holes 4xØ6.6",
    cost=0.1,
)
@row(
    "head",
    "<said+:pre>* <noun:feature> (:|=|,|is|are)? <n:count> nos|no|off|pcs|× <size:wide>",
    example="holes 4 nos 11 mm",
    cost=-0.1,
)
def _noun_before_count(found: Found) -> Any:
    """Return holes that are counted behind their noun, which often has no plural then."""
    kind = found.noun.sense("feature")
    head = head_of(found, kind) if kind == "hole" else None
    if head is None:
        return None
    said = (*head.said, Size(found.size, _DIAMETER))
    return Head(kind, found.noun.word, found.text, found.n, plural=found.n != 1, said=said)


@row(
    "head",
    "(with|a|an|and|,)* <size:wide> <noun:mouth> (×|x|by|to|of|with|a|,)* depth|dp|deep (of|:|=|is)? <deep:plain> mm? ((,|on|at|from|the)* <:topside>)?",
    example="holes 6.6 mm || with Ø11 counterbore depth 6.5 from top side",
    cost=-0.6,
)
def _deep_behind(found: Found) -> Any:
    """Return a counterbore whose diameter stands before its name and whose depth behind it."""
    kind = found.noun.sense("feature")
    if kind != "counterbore" or found.deep.form != "plain" or "hole" not in nouns_before(found):
        return None
    return Head(kind, kind, found.text, said=(Size(found.size, _DIAMETER), Size(found.deep, _DEPTH)))


@row(
    "head",
    "<noun:feature> are|is|lie|located|positioned|placed|spaced (to|be|located|positioned|placed|lying)*",
    example="two 11 mm holes in each leg. || Holes are",
    cost=-0.1,
)
@row(
    "head",
    "<noun:feature> to be|lie (located|positioned|placed)?",
    example="two 11 mm holes. || Holes to be",
    cost=-0.1,
)
def _spoken_of_again(found: Found) -> Any:
    """Return the features of which more is said in a sentence of their own: "Holes are 1.75 from the corner"."""
    kind = found.noun.sense("feature")
    begins = found.start and found.terms[found.start - 1].kind == "mark"
    if not begins or not found.noun.plural or nouns_before(found).count(kind) != 1:
        return None  # of several kinds of holes it is open which ones are meant
    head = head_of(found, kind)
    return None if head is None else replace(head, definite=True)


@row(
    "place",
    "(in|at|on|near)* <n:count> corner|corners",
    example="holes || four corner",
    cost=-0.1,
)
def _in_counted_corners(found: Found) -> Any:
    """Return that as many as a face has corners are in them: "holes four corner 7 mm dia"."""
    before = found.phrases[found.start - 1] if found.start else ()
    named = any(phrase.term.sense("feature") == "hole" for phrase in before)
    return AtCorners(4) if named and found.n == 4 else None


@row(
    "place",
    "(in|at|on|from|one)* each|all|every (of)? (the|its)? <n:count> direction|directions|axis|axes|way|ways",
    example="block. || Each of three direction … through hole",
    cost=-0.3,
)
def _each_of_three(found: Found) -> Any:
    """Return that a block has what follows in each of the three directions of space."""
    return Leading(OnFace("every")) if found.n == 3 and feature_follows(found) else None


@row(
    "head",
    "(and|with|,|a|the)* (at|on|from|in)? (the)? (top|upper)? (side|face|end)? (a)? seat (of|with|for|a|bearing)* <size:wide> (and|with|,|×|x|by|a)* <deep:plain> mm? deep|depth",
    example="block with a bore 35 through || at the top side a seat of 42 mm diameter with 12 mm deep",
    cost=-1.0,
)
def _seat(found: Found) -> Any:
    """Return the seat of a bearing at the mouth of the one bore that was named, as its counterbore."""
    before = [noun for noun in nouns_before(found) if noun in {"hole", "bore"}]
    if len(before) != 1 or found.deep.form != "plain":
        return None
    said = (Size(found.size, _DIAMETER), Size(found.deep, _DEPTH))
    return Head("counterbore", "counterbore", found.text, said=said)


# --- angles on a circle ------------------------------------------------------------------------------------


@row(
    "place",
    "(at? <d:plain> mm? from (the)? @marker.centre (to (<:feature>)? @marker.centre)?)? (at|on|lying|,|the|along|axes|axis|directions)* x + (,|and)? x - (,|and)? y + (,|and)? y - (axes|axis|directions)?",
    example="4 slots || on X+, X-, Y+, Y-",
    cost=-0.8,
)
@row(
    "place",
    "(at? <d:plain> mm? from (the)? @marker.centre (to (<:feature>)? @marker.centre)?)? (at|on|lying|,|the|along|axes|axis|directions)* + x (,|and)? - x (,|and)? + y (,|and)? - y (axes|axis|directions)?",
    example="4 slots || on +X, -X, +Y, -Y",
    cost=-0.8,
)
def _on_four_axes(found: Found) -> Any:
    """Return that four of them lie on the half axes, a quarter turn from each other."""
    if 4 not in counts_of_features(found):
        return None
    first = (Mark.EQUALLY, FirstAngle(0.0))
    return first if found.d is None else (*first, Placing("circle", "radius", (found.d,), text=found.text))


@row(
    "mark",
    "(<:feature> / they|all)? (are|is)? directed|oriented|pointing|orientated|arranged|aligned|running radially|radial",
    example="four slots … || slots directed radially",
    cost=-0.3,
)
def _directed_radially(found: Found) -> Any:
    return Mark.RADIAL if nouns_before(found) else None


@row(
    "place",
    "(at|by|spaced|every|angles|of)* <a:angle> (to|from) (each other / one another)",
    example="three holes || at 120° to each other",
    cost=-0.3,
)
@row("place", "at|by <a:angle>", example="three holes || at 120°", cost=-0.2)
def _part_of_turn(found: Found) -> Any:
    """Return an angle that as many as were counted make a whole turn of: three holes at 120°."""
    return Placing("step", "angle", (found.a,), text=found.text) if is_part_of_turn(found, found.a) else None
