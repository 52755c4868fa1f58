"""Coordinates and points, and where they are measured from."""

from __future__ import annotations

from typing import Any

from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Coordinate, FromEdges, Origin, Points


@row("coordinate", "x|y|z =|:|of? <a:number> ((,|and|/|&)? (x|y|z =)? <more+:number>)*", example="X = ±30")
def _coordinate(found: Found) -> Any:
    terms = found.terms[found.start : found.end]
    axes = {t.word for t in terms if t.word in {"x", "y", "z"}}
    crossed = (
        found.start and found.terms[found.start - 1].quantity is not None and axes == {"x"}
    )  # "6m6 x 30"
    if len(axes) != 1 or (crossed and len(terms) == 2):
        return None
    if any(term.word in {"a", "an"} for term in terms):
        return None  # "at z = 0 and a 20 mm square"
    if found.a.form not in {"plain", "plusminus", "word"}:
        return None
    numbers = (found.a, *(found.more or ()))
    if any(number.form not in {"plain", "plusminus"} for number in numbers):
        return None
    return Coordinate(axes.pop(), numbers)


@row("place", "at|with? <where:coordinate>", example="at X=±30")
def _at_coordinate(found: Found) -> Any:
    return found.where


@row(
    "place",
    "(and|,|with|plus)* another|second|third (<:count> / <:feature>)? (of the same size)? at|on <p+:point> ((,|and|;)? <p+:point>)*",
    example="and another one at (30, 20)",
    cost=-0.2,
)
@row("place", "at|centred|on? <p+:point> ((,|and|;)? <p+:point>)*", example="at (10, 20) and (30, 20)")
def _points(found: Found) -> Any:
    mirrored = {term.mirrored for term in found.p}
    if len(mirrored) > 1 or len({len(term.points) for term in found.p}) > 1:
        return None
    return Points(tuple(term.points for term in found.p), mirrored.pop())


@row(
    "place",
    "measured|counted|relative|to|the* from (lower|bottom left|@left / left|@left lower|bottom) corner",
    example="from the lower left corner",
)
def _from_corner_origin(found: Found) -> Any:
    return Origin("corner")


@row(
    "place",
    "measured|counted|relative|from|to measured|counted|relative|from|to* @marker.centre (of / the / <:part>)*",
    example="measured from the middle",
    cost=0.5,
)
@row(
    "place",
    "measured|counted|relative (from / to / with respect to) (the)? <:part>? @marker.centre|origin|@axis (of / the / <:part>)*",
    example="relative to the block centre",
    cost=-0.1,
)
@row("place", "from|to|about origin", example="from the origin")
def _from_centre_origin(found: Found) -> Any:
    behind = found.terms[found.end].word if found.end < len(found.terms) else ""
    if behind in {"is", "lies", "coincides", "sits"}:
        return None  # "so that the centre of the sphere is …" says where that is
    return Origin("centre")


@row("place", "(located|placed|positioned|sitting|is)* at origin", example="located at the origin")
@row(
    "place",
    "(located|placed|positioned|and|it|is|being|both|,)* @centred|centred|centered (at|on|about|around) origin",
    example="centred on the origin",
    cost=-0.2,
)
@row(
    "place",
    "(with|its|the|,|whose|having)* @marker.centre (is|lies|located|placed)* (at|on|in) origin",
    example="with its centre at the origin",
    cost=-0.2,
)
def _at_origin(found: Found) -> Any:
    words = [term.word for term in found.terms[found.start : found.end]]
    middle = set(words) - {"at", "origin", "the", "located", "placed", "positioned", "sitting", "is"}
    return Origin("middle" if middle else "origin")


@row(
    "place",
    "(its|the|whose|and|,|with|where|at)* inner|inside|near|nearer|nearest edge|side|face|line|corner|radius (of (the|this|it)* <:shape>?)? (is|lies|being|at|begins|starts)* <n:plain> (away)? from the? z? axis|@axis|centreline",
    example="whose inner edge is 15 mm from the axis",
    cost=-0.3,
)
def _from_axis(found: Found) -> Any:
    return FromEdges(found.n, "axis") if found.n.form == "plain" else None
