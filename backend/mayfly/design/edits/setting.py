"""Sets and changes single fields of a design, as plain data that is read again afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mayfly.design.bases import CataloguePart
from mayfly.design.body import Compilable
from mayfly.design.edits.catalogue_sizes import sizes_of_part, with_size
from mayfly.design.edits.fields import is_one_number, unit_of
from mayfly.design.edits.paths import Steps, find_field, value_at
from mayfly.design.edits.values import ChangeBy, SetValue
from mayfly.design.errors import DoesNotFit, path_of
from mayfly.design.features.hole import Hole
from mayfly.design.values import Value, read_angle, read_length
from mayfly.errors import InvalidDesign, InvalidParameter, UnknownPart

#: Fields that give way when another one of the same value is set, as only one of them can hold.
_RIVALS: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    ("hole", "thread"): ("diameter",),
    ("chamfer", "size"): ("distances",),
    ("chamfer", "distances"): ("size",),
    ("ring_groove", "depth"): ("diameter",),
    ("ring_groove", "diameter"): ("depth",),
    ("regular_polygon", "across_flats"): ("across_corners", "side"),
    ("regular_polygon", "across_corners"): ("across_flats", "side"),
    ("regular_polygon", "side"): ("across_flats", "across_corners"),
    ("from_edges", "left"): ("right",),
    ("from_edges", "right"): ("left",),
    ("from_edges", "bottom"): ("top",),
    ("from_edges", "top"): ("bottom",),
}
_READERS: Final = {"mm": read_length, "°": read_angle}


def set_value(design: Compilable, data: dict[str, Any], edit: SetValue) -> None:
    """Set a field in a design's plain data.

    Args:
        design: The design that the path is looked up in.
        data: The same as plain data, perhaps with other fields set already; changed in place.
        edit: The path and the value.

    Raises:
        InvalidDesign: The design has no such field.
    """
    _put(design, data, find_field(design, edit.path), edit.value)


def change_by(design: Compilable, data: dict[str, Any], edit: ChangeBy) -> None:
    """Change a number in a design's plain data by a difference or a factor; arguments as for ``set_value``.

    Raises:
        InvalidDesign: The design has no such field, or it holds no number.
    """
    steps = find_field(design, edit.path)
    now = _number_now(design, data, steps)
    if now is None:
        raise InvalidDesign([(edit.path, "there is no number to change; set a value")])
    numbers = [_changed(number, edit) for number in now]
    _put(design, data, steps, numbers if len(numbers) > 1 else numbers[0])


def _changed(number: float, edit: ChangeBy) -> float:
    try:
        new = number + edit.delta if edit.delta is not None else number * (edit.factor or 1.0)
        new = round(new, 9)
        return int(new) if isinstance(number, int) and new == int(new) else new
    except (OverflowError, ValueError) as error:  # a number of hundreds of digits, infinity, none at all
        raise InvalidDesign([(edit.path, "the number can't be changed; set a value")]) from error


def _number_now(design: Compilable, data: Any, steps: Steps) -> list[float] | None:
    """Return the number that stands at a path, a pair as two; that of a standard where it is left open."""
    value = _data_at(data, steps)
    owner = value_at(design, steps[:-1])
    if value is None and isinstance(owner, Hole) and steps[-1] == "diameter":
        value = _drilled(owner, steps)
    part = value_at(design, steps[:-2]) if len(steps) > 1 else None
    if isinstance(part, CataloguePart) and steps[-2] == "sizes":
        current = part.model_copy(update={"sizes": _data_at(data, steps[:-1])})
        value = _part_size(current, str(steps[-1]), steps)
    unit = unit_of(type(owner), str(steps[-1])) if isinstance(owner, Value) else ""
    if isinstance(value, str) and unit in _READERS:
        try:
            value = _READERS[unit](value)
        except ValueError as error:
            raise InvalidDesign([(path_of(steps), str(error))]) from error
    if is_one_number(value):
        return [value]
    pair = isinstance(value, list) and unit == "mm" and all(is_one_number(one) for one in value)
    return value if pair and value else None


def _drilled(hole: Hole, steps: Steps) -> float:
    """Return the diameter of a hole that its thread gives.

    Raises:
        InvalidDesign: Its counterbore or countersink does not fit it.
    """
    try:
        return hole.sizes().diameter
    except DoesNotFit as error:
        raise error.at(path_of(steps[:-1])) from error


def _part_size(base: CataloguePart, name: str, steps: Steps) -> Any:
    """Return what a size of a catalogue part is now.

    Raises:
        InvalidDesign: The sizes do not fit together, so that it can't be worked out.
    """
    try:
        return next((size.value for size in sizes_of_part(base) if size.name == name), None)
    except (InvalidParameter, UnknownPart) as error:
        raise InvalidDesign([(path_of(steps), str(error))]) from error


def _put(design: Compilable, data: dict[str, Any], steps: Steps, value: Any) -> None:
    """Put a value into plain data, and take out what can't stand beside it."""
    owner = value_at(design, steps[:-1])
    last = steps[-1]
    base = value_at(design, steps[:-2]) if len(steps) > 1 else None
    if isinstance(base, CataloguePart) and steps[-2] == "sizes":
        holder = _data_at(data, steps[:-2])
        holder["sizes"] = _with_part_size(base, holder["sizes"], str(last), value, steps)
        return
    holder = _data_at(data, steps[:-1])
    if isinstance(holder, list):
        if value is None:
            raise InvalidDesign([(path_of(steps), "one of several can't be left open; set them as a whole")])
        holder[int(last)] = value
        return
    if not isinstance(holder, dict):
        raise InvalidDesign([(path_of(steps), "nothing is there any more; set it as a whole")])
    holder[last] = _default(owner, str(last)) if value is None else value
    if value is not None:
        for rival in _rivals(owner, str(last)):
            holder[rival] = _default(owner, rival)
    elif isinstance(owner, Hole) and last == "depth":
        holder["point"] = None  # the drill's point is that of a blind hole


def _rivals(owner: Any, name: str) -> tuple[str, ...]:
    if isinstance(owner, Hole) and name == "diameter":
        head = owner.counterbore or owner.countersink
        return () if head is not None and owner.thread else ("thread",)
    return _RIVALS.get((str(getattr(owner, "kind", "")), name), ())


def _with_part_size(
    base: CataloguePart, sizes: Mapping[str, Any], name: str, value: Any, steps: Steps
) -> dict[str, Any]:
    """Return the sizes of a catalogue part with a new one.

    Raises:
        InvalidDesign: It has no such size, or it contradicts the others.
    """
    try:
        read = CataloguePart(part=base.part, sizes={} if value is None else {name: value})
        return with_size(base.model_copy(update={"sizes": sizes}), name, read.sizes.get(name))
    except (InvalidParameter, UnknownPart, ValueError) as error:
        raise InvalidDesign([(path_of(steps), str(error))]) from error


def _default(owner: Any, name: str) -> Any:
    """Return what a field holds when it is left out; None where it can't be, which is refused later."""
    if not isinstance(owner, Value):
        return None
    field = type(owner).model_fields[name]
    if field.is_required():
        return None
    default = field.get_default(call_default_factory=True)
    return default.model_dump(mode="json") if isinstance(default, Value) else default


def _data_at(data: Any, steps: Steps) -> Any:
    """Return the plain data that steps lead to; None where nothing is."""
    for step in steps:
        if isinstance(data, list) and isinstance(step, int):
            data = data[step] if step < len(data) else None
        else:
            data = data.get(step) if isinstance(data, dict) else None
    return data
