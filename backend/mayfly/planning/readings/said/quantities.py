"""One unit for a request: bare numbers beside inches are inches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from mayfly.language.chunks import Quantity, Term
from mayfly.language.units import to_mm
from mayfly.language.weighing.text import Text
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import UNIT, Absent, Outline, Placing, Points, Size, Stated, WholeMove

_SIZES: Final = frozenset({"plain", "diameter", "radius"})
_LENGTHS: Final = _SIZES | frozenset({"plusminus"})
_IMPERIAL: Final = frozenset({"in", "ft"})


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
    topics = tuple(_topic(topic, unit) for topic in state.topics)
    return state.but(topics=topics, stated=tuple(_stated(one, unit) for one in state.stated))


def _stated(value: Stated | Absent, unit: str) -> Stated | Absent:
    """Return what was said of the whole with its bare length in a unit: "overall 1.750"."""
    if not isinstance(value, Stated):
        return value
    return replace(
        value,
        expect=tuple(
            ("whole_length", to_mm(number, unit)) if name == "bare_length" else (name, number)
            for name, number in value.expect
        ),
        moves=tuple(_in_mm(one, unit) for one in value.moves),
    )


def _in_mm(move: WholeMove, unit: str) -> WholeMove:
    x, y, z = move.by
    return replace(move, by=(to_mm(x, unit), to_mm(y, unit), to_mm(z, unit)))


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


#: A drawing in mm or in inches has no bare length beyond this many inches, if it is doubtful which.
_LARGEST_INCHES: Final = 40.0
#: So many numbers written like ".500" are no chance: one may be a slip.
_SEVERAL: Final = 2
_NO_ZERO: Final = re.compile(r"\.\d\d+$")
_THREE_DECIMALS: Final = re.compile(r"\d*\.\d\d[05]$")


def named_inches(terms: Sequence[Term]) -> bool:
    """Return whether a number has a unit of inches or feet."""
    return any(term.quantity is not None and term.quantity.unit in _IMPERIAL for term in terms)


def drawn_in_inches(terms: Sequence[Term]) -> bool:
    """Return whether numbers without a unit can only be inches, as ".500" and "1.250" are written.

    Drawings in inches have no zero before the point (ASME Y14.5), and mostly three decimals. Two such numbers
    and no size that is too large for inches decide it; a metric thread or a unit speaks against it.
    """
    said = [
        term.quantity
        for at, term in enumerate(terms)
        if term.quantity is not None and term.quantity.form != "angle" and not _is_of_chamfer(terms, at)
    ]
    if any(one.unit is not None or (one.form == "thread" and one.text[:1] in "Mm") for one in said):
        return False
    lengths = [one for one in said if one.form in _SIZES]
    styled = [one for one in lengths if _is_styled(one, _NO_ZERO) or _is_styled(one, _THREE_DECIMALS)]
    large = any(abs(one.value) >= _LARGEST_INCHES for one in lengths)
    return len(styled) >= _SEVERAL and not large and any(_is_styled(one, _NO_ZERO) for one in styled)


def _is_of_chamfer(terms: Sequence[Term], at: int) -> bool:
    """Return whether a number is the angle of a chamfer without its mark: ".060 x 45"."""
    number = terms[at].quantity
    before = terms[at - 2].quantity if at >= len(("size", "×")) else None
    if number is None or number.text != "45" or before is None or terms[at - 1].word not in {"×", "x"}:
        return False
    near = terms[max(0, at - _NEAR) : at + _NEAR]
    return before.value < 1 and any(term.word.startswith(_CHAMFERS) for term in near)


#: How the words for a chamfer begin, which stand so near to its angle.
_CHAMFERS: Final = ("cham", "bevel", "break", "chf")
_NEAR: Final = 6


def may_be_inches(terms: Sequence[Term]) -> bool:
    """Return whether numbers without a unit look like inches, but for a doubt: ".125" beside a large size."""
    said = [term.quantity for term in terms if term.quantity is not None]
    thousandths = [one for one in said if one.form in _LENGTHS and _is_styled(one, _THREE_DECIMALS)]
    small = all(one.value < _LARGEST_INCHES for one in said if one.form in _LENGTHS)
    return any(_is_styled(one, _NO_ZERO) for one in said) or (len(thousandths) >= _SEVERAL and small)


def _is_styled(number: Quantity, style: re.Pattern[str]) -> bool:
    return style.fullmatch(number.text.lstrip("ØøR⌀ ")) is not None


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
