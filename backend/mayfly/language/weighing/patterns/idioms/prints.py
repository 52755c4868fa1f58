"""What prints, order lines and short lists add: bare angles on a circle, where the first hole is, sizes of mouths."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

from mayfly.language.nodes import Label, Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.patterns.features.edges import placings
from mayfly.language.weighing.values import Angles, FirstAngle, Head, Mark, Placing, Rectangle, Size, Stated

#: So many terms before bare angles their circle is named.
_NEAR: Final = 12
_FULL_TURN: Final = 360


def _is_said(found: Found, senses: frozenset[str], near: int = _NEAR) -> bool:
    """Return whether one of some words of the vocabulary stands shortly before a phrase."""
    phrases = [one for at in found.phrases[max(0, found.start - near) : found.start] for one in at]
    return any(senses & set(one.term.senses.values()) for one in phrases)


def _follows(found: Found, senses: frozenset[str], near: int = 6) -> bool:
    """Return whether one of some words of the vocabulary stands shortly behind a phrase."""
    phrases = [one for at in found.phrases[found.end : found.end + near] for one in at]
    return any(senses & set(one.term.senses.values()) for one in phrases)


def nouns_before(found: Found) -> list[str]:
    """Return the features that were named before a phrase."""
    nouns = (one.term.sense("feature") for phrases in found.phrases[: found.start] for one in phrases)
    return [noun for noun in nouns if noun]


@row(
    "stated",
    "(,|with|a|of|and)* square|rectangular|@square_shape (section|profile|cross-section|shape|shaped|bottom|bottomed|corners|sided|in)*",
    example="a groove 4 wide 2 deep || , square",
    cost=0.3,
)
def _square_groove(found: Found) -> Any:
    """Return that a groove has a rectangular section, as it has anyway."""
    return Stated(found.text) if nouns_before(found)[-1:] == ["groove"] else None


@row(
    "stated",
    "(,|:|both)* inside|inner and|& outside|outer",
    example="sharp corners || inside and outside",
    cost=0.1,
)
def _everywhere(found: Found) -> Any:
    """Return that corners are sharp on both sides."""
    before = {term.word for term in found.terms[max(0, found.start - 4) : found.start]}
    return Stated(found.text) if "sharp" in before else None


# --- angles on a circle -------------------------------------------------------------------------------------

_CIRCLES: Final = frozenset({"bolt_circle", "circle"})


@row(
    "place",
    "(at|angles|positions|the|of|placed|located)* at|angles|positions (:|=)? <a+:bare> (×|,|and|& <a+:bare>)"
    " (×|,|and|&* <a+:bare>)* (deg|degrees)?",
    example="holes on a 60 circle || at 0/90/180/270",
    cost=-0.8,
)
@row(
    "place",
    "(at|angles|positions|the|of|placed|located)* at|angles|positions (:|=)? <a+:bare> (×|,|and|&* <a+:bare>)*"
    " (×|,|and|&)* <z:angle>",
    example="holes on a 60 circle || at 0, 90 and 180 degrees",
    cost=-0.8,
)
def _bare_angles(found: Found) -> Any:
    """Return angles without their mark, which rise and are less than a whole turn."""
    values = [one.value for one in (*found.a, *((found.z,) if found.z is not None else ()))]
    rising = all(low < high for low, high in pairwise(values))
    if any(one.unit is not None or one.form != "plain" for one in found.a):
        return None
    if (
        not rising
        or values[0] < 0
        or values[-1] >= _FULL_TURN
        or not (_is_said(found, _CIRCLES) or _follows(found, _CIRCLES))
    ):
        return None
    return Angles(tuple(values))


_ONE_OF_THEM: Final = (
    "(with|and|,|the|{)* (first|1st|one / <k:count>) (of (them|these|the|those)* <:feature>?)? <:feature>? (one)?"
    " (is|lies|at|on|in|=|:|to|be|with|line|lined|aligned|up|lying|sits|placed|the)*"
)
_LINES: Final = "x|y|horizontal|vertical"


@row(
    "place",
    f"{_ONE_OF_THEM} (+|positive)? {_LINES} axis|@axis|direction|@centre_line }}?",
    example="holes || one on x axis",
    cost=-0.5,
)
def _first_on_line(found: Found) -> Any:
    """Return where one of several on a circle is, by the axis that it lies on."""
    numbers = [t for t in found.terms[found.start : found.end] if t.quantity is not None]
    words = {t.word for t in found.terms[found.start : found.end]}
    if any(t.quantity is not None and t.quantity.value != 1 for t in numbers) or words & {"-", "negative"}:
        return None
    if set(nouns_before(found)[-1:]) - {"hole", "boss"} and not _is_said(found, _CIRCLES):
        return None
    return FirstAngle(90.0 if words & {"y", "vertical"} else 0.0)


# --- mouths of holes ------------------------------------------------------------------------------------------

_FROM_TOP: Final = "((,|on|at|from|the)* <top:topside>)?"
_OTHER_SIDES: Final = word_set(
    "front back rear left right bottom underside end ends side sides below far leg flange"
)

_SIDE_WORDS: Final = word_set("side face surface end edge")


@row("topside", "top side|face|surface|end?", example="top side")
@row("topside", "(near|upper) side|face|surface ({ top (side|face)? })?", example="near side (top)")
def _topside(found: Found) -> Any:
    """Return that a mouth is at the top, where no other side was named."""
    before = {term.word for term in found.terms[: found.start]}
    behind = {term.word for term in found.terms[found.end : found.end + 1]}
    return found.text if not before & _OTHER_SIDES and not behind & _SIDE_WORDS else None


@row(
    "head",
    f"<noun:mouth> (with|to|at|of|:)* <size:wide> ,? ×|x|by ,? <deep:plain> mm|in? dp|dpt|deep|depth {_FROM_TOP}",
    example="C'bore .813 dia x .500 dp",
    cost=-0.5,
)
@row(
    "head",
    f"<mark:headmark> (with|to|at|of|:)* <size:wide> ,? ×|x|by ,? <deep:plain> mm|in? dp|dpt|deep|depth {_FROM_TOP}",
    example="counterbored 11 dia x 6.4 deep",
    cost=-0.5,
)
def _mouth_with_depth(found: Found) -> Any:
    kind = found.noun.sense("feature") if found.noun is not None else "counterbore"
    if kind != "counterbore" or found.deep.form != "plain":
        return None
    said = (Size(found.size, Label((), "diameter")), Size(found.deep, Label((), "depth")))
    return Head(kind, kind, found.text, said=said)


@row(
    "head",
    f"<noun:mouth> (with|to|at|of|:)* <size:wide> ,? ×|x|by|at ,? <angle:angled> (incl|included)? {_FROM_TOP}",
    example="countersink Ø.385 X 100° NEAR SIDE (TOP)",
    cost=-0.5,
)
@row(
    "head",
    f"<mark:headmark> (with|to|at|of|:)* <size:wide> ,? ×|x|by|at ,? <angle:angled> (incl|included)? {_FROM_TOP}",
    example="CSK Ø.385 X 100° NEAR SIDE (TOP)",
    cost=-0.5,
)
def _mouth_with_angle(found: Found) -> Any:
    kind = found.noun.sense("feature") if found.noun is not None else "countersink"
    if kind != "countersink" or found.top is None or found.mark is Mark.COUNTERBORED:
        return None
    return Head(kind, kind, found.text, said=(Size(found.size, Label((), "diameter")), Size(found.angle)))


# --- edges ----------------------------------------------------------------------------------------------------


@row(
    "head",
    "edges|edge|corners (chamfer|chamfered|broken|break|:|-|=)* <size:bevel> (on|at|of)* <edges:edges>",
    example="EDGES .015 X 45° OD BOTH ENDS",
    cost=-0.4,
)
def _edges_named_twice(found: Found) -> Any:
    """Return the chamfer of edges that are named behind its size once more."""
    if not any(one.number.form == "angle" for one in found.size):
        return None
    return Head("chamfer", "chamfer", found.text, plural=True, said=(*found.size, *placings(found.edges)))


@row(
    "head",
    "@fillet :|= <size:plain> (mm)? (radius|rad)? (on|at|of|for)* <edges:edges>",
    example="Fillet: R6 on four vertical edges",
    cost=-0.5,
)
@row(
    "head",
    "@fillet :|= <size:radial> (on|at|of|for)* <edges:edges>",
    example="Fillets: R6 vertical edges",
    cost=-0.5,
)
def _fillet_by_key(found: Found) -> Any:
    if found.size.form not in {"plain", "radius"}:
        return None
    return Head("fillet", "fillet", found.text, plural=True, said=(Size(found.size), *placings(found.edges)))


@row(
    "head",
    "<n:plain> ×|x|at|by <a:fortyfive> (deg|degree|degrees)? @chamfer",
    example=".060 x 45 chamfer",
    cost=-0.6,
)
def _bare_forty_five(found: Found) -> Any:
    """Return a chamfer whose angle stands without its mark; "a hole with 1 x 45 chamfer" has a mouth."""
    with_it = found.start > 0 and found.terms[found.start - 1].word == "with"
    if found.n.form != "plain" or with_it:
        return None
    return Head("chamfer", "chamfer", found.text, plural=True, said=(Size(found.n), Size(found.a)))


_MEETS: Final = "meets|meet|joins|join|touches|touch|reaches|enters|leaves"


@row(
    "place",
    f"where (the|its|a)? (<:feature> / <:component> / <:part>) {_MEETS} (the|its|a)? (<:feature> / <:component> / <:part> / top|base|bottom)",
    example="fillet || where the boss meets the disc",
    cost=-0.9,
)
@row(
    "place",
    "(at|in|on|around|round|along) (the)? root|foot|base|bottom of (the|its|each)? <:feature>",
    example="fillet || at the foot of the boss",
    cost=0.0,
)
@row(
    "place",
    "(between|at|in) (the)? (junction|joint|transition|intersection)? (of|between|from)? (the)? <:feature> and|to|with (the)? (<:component> / <:part>)",
    example="fillet || between boss and plate",
    cost=-0.3,
)
def _where_they_meet(found: Found) -> Any:
    """Return the inside edge between a feature and what it stands on, which the part itself does not have."""
    if set(nouns_before(found)[-1:]) - {"fillet", "chamfer"}:
        return None
    return Placing("place", "where", ref=Reference("boss", text=found.text), text=found.text)


# --- places --------------------------------------------------------------------------------------------------


@row(
    "place",
    "at|along|near (the)? @left|@right|@front|@back edge|side|end ,? <d:distance> in|inboard|inwards|inset",
    example="holes || at the left edge 8mm in",
    cost=-0.6,
)
def _in_from_side(found: Found) -> Any:
    """Return a distance from the side that was named just before it."""
    side = next((s for s in found.senses() if s in {"left", "right", "front", "back"}), None)
    behind = found.terms[found.end : found.end + 1]
    ends = not behind or behind[0].kind == "mark" or behind[0].word in {"and", "with"}
    if side is None or not ends or found.d.form != "plain":
        return None
    return Placing("offset", "from", (found.d,), Reference(side, text=side), found.text)


@row(
    "place",
    "(,|and|all|both|placed|located|lie|lying|are|is|on|along|the)* on|along the? @centre_line (of|along|in) the? <n:plain> (mm)? (width|wide|side|face|direction)?",
    example="bar 300 x 40 x 10, holes || all on centre line of the 40",
    cost=-0.3,
)
def _on_middle_of(found: Found) -> Any:
    """Return that holes lie on the middle line across a width, which was said before."""
    said = [term.quantity for term in found.terms[: found.start] if term.quantity is not None]
    across = [one for one in said if one.value == found.n.value]
    thin = min((one.value for one in said[:3]), default=0.0)
    if found.n.form != "plain" or len(across) != 1 or found.n.value == thin:
        return None
    ref = Reference("halfway", frozenset({"measured"}), text=found.text)
    return Placing("place", "at", (found.n,), ref, found.text)


@row(
    "place",
    "{? <a:plain> (mm|in|side|long|dimension|one)* along|parallel|across (to|with)? (the)? <b:plain> (mm|in|side|dimension|direction|edge|length|long)* }?",
    example="rectangular cutout 30 x 12 || (30 along the 140)",
    cost=-0.6,
)
def _side_along(found: Found) -> Any:
    """Return along which size of the part the longer side of a feature runs."""
    said = [term.quantity for term in found.terms[: found.start] if term.quantity is not None]
    again = [at for at, one in enumerate(said) if one.value == found.a.value]
    if not again or {found.a.form, found.b.form} != {"plain"}:
        return None
    longer, *shorter = said[again[-1] : again[-1] + 2]
    if not shorter or shorter[0].value >= longer.value:
        return None  # the other one is the first of "12 x 30"
    words = {term.word for term in found.terms[found.start : found.end]}
    if "across" in words:
        return None
    ref = Reference("measured", text=found.text)
    return Placing("place", "along", (found.b,), ref, text=found.text)


@row(
    "place",
    "(with|its|the|,)* long|longer|major axis|side|@axis|edge|dimension (is|runs|running|lies|parallel|along|to|with)* along|parallel|to|with (the)? <n:plain> (mm|in|side|direction|dimension|edge)*",
    example="slot || long axis along 40",
    cost=-0.6,
)
def _long_axis_along(found: Found) -> Any:
    if found.n.form != "plain":
        return None
    return Placing("place", "along", (found.n,), Reference("measured", text=found.text), text=found.text)


@row(
    "place",
    "(and|,)* at|on|in other (,|both)*",
    example="5 mm hole at one end and 8 mm hole || at the other,",
    cost=-0.1,
)
def _at_the_other(found: Found) -> Any:
    """Return "at the other" behind "at one end"."""
    before = [term.text.lower() for term in found.terms[max(0, found.start - _NEAR) : found.start]]
    behind = found.terms[found.end : found.end + 1]
    ends = not behind or behind[0].kind == "mark" or found.terms[found.end - 1].word in {",", "both"}
    if ("one", "end") not in pairwise(before) or not ends:
        return None
    ref = Reference("end", frozenset({"other"}), text="the other end")
    return Placing("place", "at", ref=ref, text=found.text)


# --- sizes ----------------------------------------------------------------------------------------------------


@row(
    "sized",
    "hex|hexagon|hexagonal (bar|body|section|stock|of|:|-|,)* <n:plain> (mm|in)? af|@across_flats",
    example="standoff || hex 5mm AF",
    cost=-0.9,
)
@row(
    "sized",
    "<n:plain> (mm|in)? af|@across_flats hex|hexagon|hexagonal (bar|body|section|stock)?",
    example="standoff || 5mm AF hex",
    cost=-0.9,
)
def _hex_across_flats(found: Found) -> Any:
    """Return the width of what is a hexagon anyway."""
    before = [one.term.sense("part") for phrases in found.phrases[: found.start] for one in phrases]
    return Size(found.n, Label((), "across_flats")) if any(before) and found.n.form == "plain" else None


@row(
    "place",
    "(at|on|in|a|spaced|apart|pitch|spacing|centres|of)* spaced|at|on|pitch|spacing <n:plain> (mm|in)? square",
    example="four 5.2 mm holes || spaced 47.14 square",
    cost=-0.5,
)
def _spaced_square(found: Found) -> Any:
    """Return holes in the corners of a square."""
    behind = found.terms[found.end : found.end + 1]
    ends = not behind or behind[0].kind == "mark" or behind[0].word in {"and", "with", "then"}
    if not ends or set(nouns_before(found)[-1:]) != {"hole"} or found.n.form != "plain":
        return None
    return Rectangle(found.n, found.n)


@row("head", "<n:norm>", example="Pos 10, || DIN 125 … washer", cost=0.4)
def _part_of_norm(found: Found) -> Any:
    """Return a standard that stands before the name of the part that it is of."""
    behind = [one.term for one in found.phrases[found.end]] if found.end < len(found.terms) else []
    if not found.start or not any(term.sense("part") for term in behind):
        return None
    if any(one.term.sense("part") for phrases in found.phrases[: found.start] for one in phrases):
        return None
    return Head("part", "", found.text, said=(Placing("norm", found.n, text=found.text),))


_BIG: Final = word_set("big bigger large larger major wide wider thick thicker")
_SMALL: Final = word_set("small smaller minor narrow narrower thin thinner")


@row(
    "sized",
    "big|bigger|large|larger|major|small|smaller|minor (end)? @role.diameter (is|of|=|:)* <n:plain>",
    example="big dia 40 … of a cone",
    cost=-0.1,
)
@row(
    "sized",
    "<n:plain> (mm)? (big|bigger|large|larger|major|small|smaller|minor) (end)? @role.diameter",
    example="40 mm big end dia … of a cone",
    cost=-0.1,
)
def _end_of_taper(found: Found) -> Any:
    """Return the diameter of the wider or of the narrower end of a taper."""
    words = {term.word for term in found.terms[found.start : found.end]}
    end = "bottom" if words & _BIG else "top"
    return Size(found.n, Label((end,), "diameter")) if words & (_BIG | _SMALL) else None
