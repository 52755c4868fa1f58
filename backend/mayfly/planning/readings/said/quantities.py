"""One unit for a request: bare numbers beside inches are inches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from mayfly.language.chunks import Quantity
from mayfly.language.units import to_mm
from mayfly.language.weighing.text import Text
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import UNIT, Outline, Placing, Points, Size, Stated

_LENGTHS: Final = frozenset({"plain", "diameter", "radius", "plusminus"})


#: Sizes that are no lengths.
_COUNTED: Final = frozenset(
    {"teeth", "number", "sides", "turns", "module", "angle", "pressure_angle", "fins", "diametral_pitch"}
)


def declared_unit(state: State) -> str:
    """Return the unit that a request names for all its numbers; empty where it names none, or several."""
    stated = [one for one in state.stated if isinstance(one, Stated)]
    found = {name.removeprefix(UNIT) for one in stated for name, _ in one.expect if name.startswith(UNIT)}
    return found.pop() if len(found) == 1 else ""


def in_unit(state: State, unit: str) -> State:
    """Return a reading whose bare lengths are in a unit."""
    if unit == "mm":
        return state
    return state.but(topics=tuple(_topic(topic, unit) for topic in state.topics))


def _topic(topic: Topic, unit: str) -> Topic:
    return replace(topic, said=tuple(_value(one, unit) for one in topic.said))


def _is_count(value: Any) -> bool:
    """Return whether numbers of a place count: "in two rows of three", "4 places"."""
    counted = isinstance(value, Placing) and value.kind == "count"
    return counted or (isinstance(value, Placing) and value.kind == value.name == "grid")


def _value(value: Any, unit: str) -> Any:
    if _is_count(value):
        return value
    if isinstance(value, Quantity):
        bare = value.unit is None and value.form in _LENGTHS
        return replace(value, value=to_mm(value.value, unit), unit=unit, doubt="") if bare else value
    if isinstance(value, Outline) and value.via:
        via = tuple(None if at is None else tuple(to_mm(c, unit) for c in at) for at in value.via)
        value = replace(value, via=via)
    if isinstance(value, Points | Outline):
        return replace(value, points=tuple(tuple(to_mm(c, unit) for c in point) for point in value.points))
    if isinstance(value, tuple):
        return tuple(_value(one, unit) for one in value)
    if isinstance(value, Size) and {value.label.role, *value.label.components} & _COUNTED:
        return value
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: _value(getattr(value, f.name), unit) for f in fields(value)}
        return replace(value, **changed)
    return value


def has_bare(state: State) -> bool:
    """Return whether a reading has a length without a unit."""
    return any(_is_bare(one) for topic in state.topics for one in topic.said)


#: From this number on a bare length is doubtful as inches: a metre.
_LARGE: Final = 40.0
#: A bare length of this many inches is no part, where a second one is large too.
_ABSURD: Final = 100.0


def inches_fit(state: State) -> bool | None:
    """Return whether the bare lengths of a reading can be inches, as those that have the unit are.

    A number below 1 is a length in inches; "plate 100 x 60 x half an inch" has bare millimetres; and with
    one large number, as in "bar 2 inch dia, 60 long", it may be either: None.
    """
    lengths = [one for topic in state.topics for one in _bare_lengths(topic.said)]
    large = [one for one in lengths if one >= _LARGE]
    if not large or any(one < 1 for one in lengths):
        return True
    return False if len(large) > 1 and max(large) >= _ABSURD else None


#: Into how many parts rulers divide an inch.
_PARTS_OF_AN_INCH: Final = frozenset({2, 4, 8, 16, 32, 64})
#: A number without a fraction that is larger leaves open whether all are inches.
_LONGEST_INCHES: Final = 60.0


def fraction_of_an_inch(text: Text) -> str:
    """Return a number that only inches are written like: "13/32", "1-1/4"; empty without one.

    Beside a number that is large for inches it may be anything.
    """
    numbers = [term.quantity for term in text.terms if term.quantity is not None]
    lengths = [number for number in numbers if number.form in _LENGTHS and number.unit is None]
    if any(number.value > _LONGEST_INCHES for number in lengths):
        return ""
    found = (number for number in lengths if number.doubt == "fraction" and "/" in number.text)
    return next((one.text for one in found if _parts(one.text) in _PARTS_OF_AN_INCH), "")


def _parts(text: str) -> int:
    """Return the denominator of a fraction as written."""
    digits = "".join(letter for letter in text.rpartition("/")[2] if letter.isdigit())
    return int(digits) if digits else 0


def _bare_lengths(value: Any) -> Iterator[float]:
    """Yield the bare lengths in what was said, as they were written."""
    if isinstance(value, Quantity):
        if value.unit is None and value.form in _LENGTHS:
            yield abs(value.value)
    elif _is_count(value) or (
        isinstance(value, Size) and {value.label.role, *value.label.components} & _COUNTED
    ):
        return
    elif isinstance(value, tuple):
        for one in value:
            yield from _bare_lengths(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from _bare_lengths(getattr(value, each.name))


def _is_bare(value: Any) -> bool:
    if _is_count(value):
        return False
    if isinstance(value, Quantity):
        return value.unit is None and value.form in _LENGTHS
    if isinstance(value, Points | Outline):
        return True
    if isinstance(value, tuple):
        return any(_is_bare(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return any(_is_bare(getattr(value, f.name)) for f in fields(value))
    return False
