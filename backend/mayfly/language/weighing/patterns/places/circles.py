"""Bolt circles and the angles on them."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.chunks import Quantity
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Mark, Placing

_ON = "(construction|imaginary|common|same|a|the|on|at|in|around|over|along|about|with|arranged|placed|located|equally|evenly|spaced)*"


@row(
    "place",
    f"{_ON} <number:plain> <m:measure>? @bolt_circle|@circle (diameter|dia)?",
    example="on a 90 mm bolt circle",
    cost=-0.3,
)
@row(
    "place",
    f"{_ON} @bolt_circle (of|is|=|:|with|at)* <m:measure>? (of|is|=|:)? <number:plain> <m:measure>?",
    example="PCD 90",
    cost=-0.3,
)
@row(
    "place",
    f"on|in|around|over|along|at|about {_ON} @circle (of|with|at)* <m:measure>? (of|=)? <number:plain> <m:measure>?",
    example="on a circle of 60 mm diameter",
    cost=-0.3,
)
@row(
    "place",
    f"{_ON} radial distance|offset|spacing? (of|is|=|:)? <number:plain> mm? from (the|its)* @marker.centre|centre|center|axis|middle",
    example="at a radial distance of 20 from the centre",
    cost=-0.5,
)
@row(
    "place",
    f"{_ON} <number:plain> mm? radially from (the|its)* @marker.centre|centre|center|axis|middle",
    example="20 radially from the centre",
    cost=-0.5,
)
def _circle(found: Found) -> Any:
    number = found.number
    if number.form == "word":
        return None
    words = {term.word for term in found.terms[found.start : found.end]}
    radius = found.m == "radius" or number.form == "radius" or bool({"radial", "radially"} & words)
    return Placing("circle", "radius" if radius else "diameter", (number,), text=found.text)


@row("place", "on|around|at (a|an)* @bolt_circle|@circle", example="on a circle", cost=0.4)
def _open_circle(found: Found) -> Any:
    return Placing("circle", "diameter", (), text=found.text)


#: Round things, on which "equally spaced on 80" is a circle.
_ROUND_PARTS: Final = frozenset({"flange", "disc", "ring", "tube", "washer", "hub", "cylinder", "cap"})


@row(
    "place",
    "(equally|evenly spaced / equispaced / @equally) (around|on|at)* on|around (a|an)? <number:plain> (mm)? (dia|diameter|across|@role.diameter)?",
    example="flange with holes || equispaced on 80 mm",
    cost=-0.4,
)
def _spread_on(found: Found) -> Any:
    """Return the circle on which holes of a round part are spread: "equispaced on 80 mm"."""
    behind = found.terms[found.end : found.end + 1]
    before = {term.word for term in found.terms[: found.start]}
    ends = not behind or behind[0].kind == "mark" or behind[0].word in {"and", "with", "plus"}
    if found.number.form not in {"plain", "diameter"} or not ends or not before & _ROUND_PARTS:
        return None
    return Mark.EQUALLY, Placing("circle", "diameter", (found.number,), text=found.text)


@row("measure", "<role:role>", example="diameter")
def _measure(found: Found) -> Any:
    return {"diameter": "diameter", "in_diameter": "diameter", "radius": "radius"}.get(found.role)


@row("place", "on|around <number:diametral>", example="on Ø90", cost=0.3)
@row("place", "on|at|around <number:radial>", example="on R30", cost=0.2)
@row("place", "on|at (a|an)* radius|rad (of|=|:)? <number:plain>", example="at radius 40", cost=-0.3)
@row("place", "on|at <number:plain> radius", example="at 40 mm radius", cost=-0.3)
def _marked_circle(found: Found) -> Any:
    number = found.number
    radius = number.form == "radius" or any(
        t.word in {"radius", "rad"} for t in found.terms[found.start : found.end]
    )
    return Placing("circle", "radius" if radius else "diameter", (number,), text=found.text)


@row(
    "place",
    "(at|with|,|and|is|lies)* (an|the)? angle of? <a:turn> (and|,|at|with|on)* (a|the)* radius|rad|distance (of|=|:)? <number:plain> (from (the|its)* @marker.centre|centre)?",
    example="at an angle of 90° and a radius of 30",
    cost=-0.5,
)
@row(
    "place",
    "(at|with|,|and|is|lies)* (a|the)* radius|rad|distance (of|=|:)? <number:plain> (from (the|its)* @marker.centre|centre)? (and|,|at|with)* (an|the)? angle of? <a:turn>",
    example="at a radius of 30 and an angle of 90°",
    cost=-0.5,
)
def _polar(found: Found) -> Any:
    return (
        Placing("circle", "radius", (found.number,), text=found.text),
        Placing("start", "angle", (found.a,), text=found.text),
    )


# --- angles of a circle -----------------------------------------------------------------------------------------------


@row(
    "turn",
    "<a:angle> (clockwise|cw|anticlockwise|counterclockwise|ccw)? (from|to|off (x|horizontal|axis|+|zero|three|o'clock|right)*)?",
    example="30 degrees clockwise from the X axis",
)
def _turn(found: Found) -> Any:
    if any(t.word in {"clockwise", "cw"} for t in found.terms[found.start : found.end]):
        return Quantity(-found.a.value, f"{found.a.text} clockwise", "angle", "deg")
    return found.a


@row("place", "(spaced|every|each|at|by)* <a:turn> @apart|@spacing|spaced", example="120° apart", cost=-0.2)
@row("place", "every|each <a:turn>", example="every 30 degrees", cost=-0.2)
@row("place", "@spaced (at|by|every)* <a:turn>", example="spaced at 60°", cost=-0.2)
@row("place", "@equally at|by|every <a:turn>", example="equally spaced at 120°", cost=-0.3)
def _step(found: Found) -> Any:
    return Placing("step", "angle", (found.a,), text=found.text)


@row(
    "place",
    "(with|and|the|where|so|that|its)* first|starting|beginning (hole|slot / <:count>)? (at|by|of|is|are|be|=|:|on|from|located|placed|lies|sits|angle|an)* <a:turn>",
    example="first hole at 45°",
    cost=-0.2,
)
@row("place", "at <a:turn>", example="at 45°", cost=0.1)
@row(
    "place",
    "(is|are|lies|located|placed|positioned|,)* (at|in|on) (an|the|its)? (angle|position)? of? <a:turn> (position|mark|point)? <:bracketed_axis>?",
    example="at the 12 o'clock position",
    cost=-0.1,
)
@row(
    "place",
    "(at|turned|rotated|lying|set|,)* <a:angle> (to|off|from|with|against) (the|its|both|plate)* "
    "sides|side|edges|edge|axes|centrelines|@centre_line|@marker.edge|@axis (lines)?",
    example="at 45° to the sides",
    cost=-0.4,
)
@row(
    "place",
    "(starting|beginning|start|begin|starts|begins|started) (at|from|with|angle|of|:|=)* <a:turn>",
    example="starting at 30 degrees",
    cost=-0.2,
)
@row(
    "place",
    "(rotated|turned|shifted|clocked|indexed|offset|twisted|rotate|rotation|@inset) (by|at|of|=|:)* <a:turn>",
    example="rotated by 30°",
    cost=-0.1,
)
def _first(found: Found) -> Any:
    words = {t.word for t in found.terms[found.start : found.end]}
    if words & {"side", "sides", "edge", "edges"} and found.a.value != 45:
        return None  # to which side?
    if "first" in words and _OTHERS & {t.word for t in found.terms[found.end :]}:
        return None  # each has a place of its own
    plain = {t.word for t in found.terms[found.start : found.end] if t.quantity is None} <= _JUST_AT
    if plain and is_part_of_turn(found, found.a):
        return None  # "four slots at 90°" are a quarter turn apart, and none of them is turned
    return Placing("start", "angle", (found.a,), text=found.text)


_JUST_AT: Final = word_set("at in on is are ,")


def is_part_of_turn(found: Found, angle: Quantity) -> bool:
    """Return whether as many as were counted make a whole turn, an angle apart: three holes at 120°."""
    return angle.value >= _LEAST_STEP and 360 / angle.value in counts_of_features(found)


#: Four at 45° to something begin there, and are no quarter turn apart.
_LEAST_STEP: Final = 60


def counts_of_features(found: Found) -> list[float]:
    """Return how many features were counted before a phrase: "three radial 5 mm holes"."""
    return [
        term.quantity.value
        for at, term in enumerate(found.terms[: found.start])
        if term.quantity is not None and term.quantity.can_count and _several_follow(found, at + 1)
    ]


def _several_follow(found: Found, at: int) -> bool:
    soon = found.phrases[at : at + 4]
    return any(phrase.term.sense("feature") and phrase.term.plural for one in soon for phrase in one)


_OTHERS: Final = frozenset({"second", "other", "another"})


@row(
    "place",
    "(with|and|the|where)* first (hole|slot / <:count>)? (is|lies|sits|located|placed|at)* on|at (+)? (the)? (x|y|horizontal|vertical|@right|@top) axis|@axis|@centre_line?",
    example="first one on the Y axis",
    cost=-0.2,
)
def _first_on_axis(found: Found) -> Any:
    words = {t.word for t in found.terms[found.start : found.end]}
    if "-" in words:
        return None  # "on the -X axis" is the other half of it
    degrees = 90.0 if words & {"y", "vertical", "top"} else 0.0
    return Placing("start", "angle", (Quantity(degrees, f"{degrees:.0f}°", "angle", "deg"),), text=found.text)


@row(
    "place",
    "(with|and|to|the|@hole)* (straddling|straddle|straddles|straddled) (x|y|horizontal|vertical|axis|axes|both|main|@centre_line|lines|and|@axis)*",
    example="holes straddling the X axis",
    cost=-0.2,
)
def _straddling(found: Found) -> Any:
    words = {t.word for t in found.terms[found.start : found.end]}
    across, up = bool(words & {"x", "horizontal"}), bool(words & {"y", "vertical"})
    name = "straddle_x" if across and not up else "straddle_y" if up and not across else "straddle"
    return Placing("start", name, text=found.text)


@row(
    "place",
    "(with|and|,|the|@hole|are|is|lie|lying|set|sit|located)* on|along (both)? diagonal|diagonals (of (the)? (square|plate|face|flange / <:part>))?",
    example="holes on the diagonals",
    cost=-0.2,
)
def _on_diagonals(_: Found) -> Any:
    """Four holes on a circle, each in the direction of a corner."""
    return Placing("start", "diagonal", text="on the diagonals")
