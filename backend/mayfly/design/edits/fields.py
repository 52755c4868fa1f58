"""What the fields of a design hold: lengths, angles or counts, and what people call them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Final, Literal, TypeVar, get_args, get_origin

from mayfly.design.values import Angle, Coordinate, Length, Pair, Value

Unit = Literal["mm", "°", "count", ""]
"""What a number is measured in; empty for what is no number."""
Found = TypeVar("Found")

_LENGTHS: Final = (Length, Coordinate, Pair)

#: What people call a field, apart from its name; the adjective of a comparison is added to these.
_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "length": ("long", "longer", "shorter"),
    "width": ("wide", "wider", "narrower", "breadth", "broad"),
    "height": ("high", "tall", "higher", "taller", "lower"),
    "thickness": ("thick", "thicker", "thinner"),
    "depth": ("deep", "deeper", "shallower"),
    "diameter": ("dia", "Ø"),
    "radius": ("rounding",),
    "wall": ("wall thickness", "walls"),
    "spacing": ("pitch", "distance", "apart"),
    "inset": ("edge distance", "from the edges"),
    "count": ("number",),
    "columns": ("number of columns",),
    "rows": ("number of rows",),
    "corner_radius": ("corner rounding",),
    "inner_diameter": ("inside diameter", "bore"),
    "first_angle": ("angle of the first",),
    "bend_radius": ("bend",),
}

#: The same for fields that mean something else in one kind of value.
_WORDS_OF: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    ("extrusion", "height"): ("thickness", "thick", "thicker", "thinner"),
    ("circle", "count"): ("number of holes",),
}


def words_for(kind: str, name: str) -> tuple[str, ...]:
    """Return what people call a field of a kind of value, apart from its name."""
    return (*_WORDS.get(name, ()), *_WORDS_OF.get((kind, name), ()))


@cache
def unit_of(model: type[Value], name: str) -> Unit:
    """Return what the numbers of a field are measured in."""
    return _unit(model.model_fields[name].annotation)


def _unit(annotation: Any) -> Unit:
    if annotation in _LENGTHS:
        return "mm"
    if annotation is Angle:
        return "°"
    if annotation is int:
        return "count"
    if get_origin(annotation) is Annotated:
        return _unit(get_args(annotation)[0])
    found: list[Unit] = [unit for one in get_args(annotation) if (unit := _unit(one))]
    return found[0] if found else ""


def is_one_number(value: object) -> bool:
    """Return whether a value is a single number, and not a yes or no."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def values_in(value: Any, steps: tuple[int | str, ...] = ()) -> Iterator[tuple[tuple[int | str, ...], Value]]:
    """Yield a value of the feature language and all that are in it, each with the steps that lead to it."""
    if isinstance(value, Value):
        yield steps, value
        for name in type(value).model_fields:
            yield from values_in(getattr(value, name), (*steps, name))
    elif isinstance(value, tuple):
        for index, one in enumerate(value):
            yield from values_in(one, (*steps, index))


def fields_of(value: Value) -> list[str]:
    """Return the names of a value's fields, without that which tells its kind."""
    return [name for name in type(value).model_fields if name not in {"kind", "version"}]


def spoken(name: str) -> str:
    """Return a field's name as people write it: "corner radius"."""
    return name.replace("_", " ")
