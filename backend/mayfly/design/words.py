"""A design in words: its bodies, their features with sizes and places, as an answer lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from mayfly.design.bases import Extrusion
from mayfly.design.body import Body, Compilable
from mayfly.design.copies import CircularCopies, LinearCopies, Mirrored
from mayfly.design.edits.fields import fields_of, is_one_number, spoken, unit_of
from mayfly.design.errors import DoesNotFit
from mayfly.design.features import AnyFeature, Cut, Hole, OnFace, Pocket, Slot, Step
from mayfly.design.features._edges import Edges, Rims
from mayfly.design.features.combine import Nested
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.places import BoltCircle, Centre, Corners, FromEdges, Grid, Place, Points, Row
from mayfly.design.profiles import Circle
from mayfly.design.values import Value
from mayfly.errors import MayflyError
from mayfly.language.english import and_list, capital, plural
from mayfly.language.units import number

_MOST_POINTS: Final = 4
_MIRRORED: Final = {
    "u": "mirrored to the other side",
    "v": "mirrored to the other side",
    "both": "mirrored to all four sides",
}


def describe(design: Compilable) -> str:
    """Return a design in words: a line for each body and each of its features."""
    lines = [f"{capital(design.title)}."] if design.title else []
    for body in design.bodies:
        named = f"{body.name}: " if len(design.bodies) > 1 else ""
        lines.append(capital(f"{named}{body_words(body)}."))
        lines += [f"- {capital(feature_words(feature))}." for feature in body.features]
    expected = _named_sizes(design.expect, fields_of(design.expect))
    return "\n".join([*lines, *([f"Expected: {expected}."] if expected else [])])


def body_words(body: Body) -> str:
    """Return what a body begins as, its place and its copies: "plate 100 x 60 x 8 mm, at (0, 0, 20)"."""
    words = [base_words(body.base)]
    words += [body.color] if body.color else []
    words += _standing(body.at, body.turn)
    words += [copies_words(body.copies)] if body.copies is not None else []
    return ", ".join(words)


def base_words(base: Any) -> str:
    """Return a base with its main sizes: "plate 100 x 60 x 8 mm"; its kind where it does not fit."""
    try:
        return str(base.form().title)
    except (MayflyError, DoesNotFit, ValueError):
        return str(getattr(base, "file", "")) or str(getattr(base, "part", base.kind)).replace("_", " ")


def feature_words(feature: AnyFeature) -> str:
    """Return a feature with its sizes and its place: "4 holes of 6 mm, through, in the corners"."""
    words: list[str] = []
    if radial := _radial_words(feature):
        return radial
    if isinstance(feature, Nested):
        words = [f"{_VERBS[feature.kind]} {base_words(feature.base)}", *_standing(feature.at, feature.turn)]
        copies = getattr(feature, "copies", None)
        words += [copies_words(copies)] if copies is not None else []
        words += [f"with {feature_words(inner)}" for inner in feature.features]
        return ", ".join(words)
    count = feature.at.copies if isinstance(feature, OnFace) else 1
    noun = feature.label if count == 1 else f"{count} {plural(feature.label)}"
    own, rest = _own_words(feature)
    words = [f"{noun}{own}", *rest]
    edges = getattr(feature, "edges", None)
    words += [edges_words(edges)] if edges else []
    face = getattr(feature, "face", "")
    place = place_words(feature.at) if isinstance(feature, OnFace) else ""
    where = f"{place} of the {face.replace('_', ' ')}" if place == _MIDDLE and face else place
    words += [where] if where else []
    words += [f"on the {face.replace('_', ' ')}"] if face and place != _MIDDLE else []
    return ", ".join(words)


def _radial_words(feature: AnyFeature) -> str:
    """Return holes that go in from all round, if a cut is that: "4 radial holes of 8 mm, 85 mm up"."""
    if not isinstance(feature, Cut) or feature.features or any(feature.turn):
        return ""
    copies, base, (out, *aside) = feature.copies, feature.base, feature.at
    if not isinstance(copies, CircularCopies) or copies != CircularCopies(count=copies.count):
        return ""
    if not isinstance(base, Extrusion) or not isinstance(base.profile, Circle) or base.axis != "x":
        return ""
    profile = base.profile
    if any(aside) or profile.at[0]:
        return ""
    inside = out - base.height / 2
    end = "to the axis" if abs(inside) < SAME_MM else f"to {number(inside)} mm from the axis"
    return (
        f"{copies.count} radial holes of {number(profile.diameter)} mm, {number(profile.at[1])} mm up, {end}"
    )


_VERBS: Final = {"add": "joined body:", "cut": "cut-out:", "intersect": "intersection with"}
_MIDDLE: Final = "in the middle"


def _standing(at: tuple[float, ...], turn: tuple[float, ...]) -> list[str]:
    words = [f"at {_point(at)}"] if any(at) else []
    turns = [f"{number(angle)}° about {axis}" for axis, angle in zip("XYZ", turn, strict=True) if angle]
    return words + ([f"turned {and_list(turns)}"] if turns else [])


def own_size(feature: AnyFeature) -> str:
    """Return the size that goes with a feature's name: " of 6 mm", " for M5"; empty where it has several."""
    return "" if isinstance(feature, Nested) else _own_words(feature)[0]


def _own_words(feature: AnyFeature) -> tuple[str, list[str]]:
    return _hole_words(feature) if isinstance(feature, Hole) else _feature_sizes(feature)


def _hole_words(hole: Hole) -> tuple[str, list[str]]:
    """Return a hole's own size, and what else is to be said of it."""
    if hole.thread and hole.diameter is None:
        own = f" tapped for {hole.thread}" if hole.fit == "tapped" else f" for {hole.thread}"
    else:
        own = f" of {number(hole.diameter or 0)} mm"
    through = "through one wall" if hole.walls == "one" else "through"
    rest = [through if hole.depth is None else f"{number(hole.depth)} mm deep"]
    for head in (hole.counterbore, hole.countersink):
        if head is not None:
            sizes = _named_sizes(head, ("diameter", "depth"))
            rest.append(spoken(type(head).__name__.lower()) + (f" {sizes}" if sizes else ""))
    return own, rest


def _feature_sizes(feature: AnyFeature) -> tuple[str, list[str]]:
    """Return the sizes of a feature; a single one goes with its name."""
    outside = {"name", "kind", "face", "at", "edges", "called"}
    names = [name for name in fields_of(feature) if name not in outside]
    left_out = {name for name in names if not _is_given(feature, name)}
    left_out -= _ALWAYS_SAID.get(type(feature), set())
    shown = [name for name in names if name not in left_out]
    if len(shown) == 1 and unit_of(type(feature), shown[0]) == "mm":
        only = getattr(feature, shown[0])
        text = value_words(only, "mm")
        return (f" of {text}", []) if is_one_number(only) else ("", [text])
    sizes = _named_sizes(feature, shown)
    through = ["through"] if isinstance(feature, Pocket | Slot) and feature.depth is None else []
    return "", [*([sizes] if sizes else []), *through]


#: What a feature is nothing without, also where it is the usual one.
_ALWAYS_SAID: Final[Mapping[type, set[str]]] = {Step: {"side"}}


def _is_given(value: Value, name: str) -> bool:
    """Return whether a field holds something that is not its default."""
    field = type(value).model_fields[name]
    return field.is_required() or getattr(value, name) != field.get_default(call_default_factory=True)


def _named_sizes(value: Value, names: Iterable[str]) -> str:
    """Return fields with their values: "width 6 mm, depth 3 mm"; what is left open is left out."""
    words = []
    for name in names:
        one = getattr(value, name, None)
        if one is None or (isinstance(one, tuple) and not one):
            continue
        text = value_words(one, unit_of(type(value), name))
        words.append(text if name == "profile" else f"{spoken(name)} {text}")
    return ", ".join(words)


def value_words(value: Any, unit: str = "") -> str:
    """Return any value of a design as people write it: "8 mm", "45°", "in the corners", "(10, 5) mm".

    An open value is empty, a counterbore without sizes that of its standard.

    Args:
        value: A value of the feature language, or a number, text or tuple of one.
        unit: What its numbers are measured in: "mm", "°", "count" or empty.
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value) + {"mm": " mm", "°": "°"}.get(unit, "")
    if value is None or isinstance(value, str):
        return (value or "").replace("_", " ")
    if isinstance(value, Centre | Points | Grid | BoltCircle | Corners | Row | FromEdges):
        return place_words(value)
    if isinstance(value, LinearCopies | CircularCopies | Mirrored):
        return copies_words(value)
    if isinstance(value, Value):
        title = getattr(value, "described", None) or getattr(value, "title", None)
        sizes = str(title()) if callable(title) else _named_sizes(value, fields_of(value))
        return sizes or "that of the standard"
    if isinstance(value, Mapping):
        return ", ".join(f"{spoken(str(key))} {value_words(one)}" for key, one in value.items())
    return _row_words(value, unit)


def _row_words(values: Any, unit: str) -> str:
    """Return several values: a point, edges, or a list that is too long to show."""
    if all(isinstance(one, Edges | Rims) for one in values) and values:
        return edges_words(values)
    if all(is_one_number(one) for one in values):
        return _point(values) + {"mm": " mm", "°": "°"}.get(unit, "")
    if len(values) > _MOST_POINTS:
        return f"{len(values)} in all"
    return ", ".join(value_words(one) for one in values)


def place_words(place: Place) -> str:
    """Return where on its face a feature is: "in the corners, 10 mm from the edges"."""
    words = _PLACES[type(place)](place)
    return f"{words}, {_MIRRORED[place.mirror]}" if place.mirror else words


def _points_words(place: Points) -> str:
    if len(place.points) > _MOST_POINTS:
        at = f"at {len(place.points)} points"
    else:
        at = f"at {and_list([_point(point) for point in place.points])}"
    return at + {"centre": "", "corner": " from the corner", "model": " of the model"}[place.origin]


def _from_edges_words(place: FromEdges) -> str:
    sides = {name: getattr(place, name) for name in ("left", "right", "bottom", "top")}
    given = [f"{number(size)} mm from the {name} edge" for name, size in sides.items() if size is not None]
    return and_list(given) or _MIDDLE


def _grid_words(place: Grid) -> str:
    if place.columns > 1 and place.rows > 1:
        words = f"in {place.columns} columns and {place.rows} rows, {pair_words(place.spacing)} apart"
    elif place.number == 1:
        words = _MIDDLE
    else:
        words = _line_words(place.spacing[0], 0) if place.rows == 1 else _line_words(place.spacing[1], 90)
    return words + _around(place.centre)


def _line_words(spacing: float, angle: float) -> str:
    return f"in a row, {number(spacing)} mm apart" + (f", at {number(angle)}°" if angle else "")


def _around(centre: tuple[float, float]) -> str:
    return f", around {_point(centre)}" if any(centre) else ""


def pair_words(pair: tuple[float, float]) -> str:
    """Return distances along the two coordinates of a face: "10 mm" where they are equal, "10 x 8 mm"."""
    return f"{number(pair[0])} mm" if pair[0] == pair[1] else f"{number(pair[0])} x {number(pair[1])} mm"


_PLACES: Final[Mapping[type, Callable[[Any], str]]] = {
    Centre: lambda _: _MIDDLE,
    Points: _points_words,
    Grid: _grid_words,
    BoltCircle: lambda p: (
        f"on a circle of {number(p.diameter)} mm"
        + (f", the first at {number(p.first_angle)}°" if p.first_angle else "")
        + _around(p.centre)
    ),
    Corners: lambda p: f"in the corners, {pair_words(p.inset)} from the edges",
    Row: lambda p: _line_words(p.spacing, p.angle) + _around(p.centre),
    FromEdges: _from_edges_words,
}


def copies_words(copies: LinearCopies | CircularCopies | Mirrored) -> str:
    """Return how a body is repeated: "4 in a row, (20, 0, 0) mm apart"."""
    if isinstance(copies, LinearCopies):
        return f"{copies.count} in a row, {_point(copies.step)} mm apart"
    if isinstance(copies, CircularCopies):
        over = "" if abs(copies.angle) == 360 else f" over {number(copies.angle)}°"
        return f"{copies.count} around {copies.axis.upper()}{over}"
    level = f" at {number(copies.level)} mm" if copies.level else ""
    return f"mirrored at the {copies.plane.upper()} plane{level}"


def edges_words(edges: Iterable[Any]) -> str:
    """Return which edges are meant: "on the vertical and top edges", "on all edges"."""
    choices = [("rims" if isinstance(one, Rims) else "edges", one.words) for one in edges]
    named = [f"the {words} {noun}" if words else f"all {noun}" for noun, words in choices]
    return f"on {and_list(list(dict.fromkeys(named)))}"


def _point(point: Iterable[float]) -> str:
    return f"({', '.join(number(coordinate) for coordinate in point)})"
