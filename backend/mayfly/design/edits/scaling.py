"""Scales a design, a body or a feature by a factor, or a body's base along one axis."""

from __future__ import annotations

from typing import Any, Final

from mayfly.design.bases import Base, CataloguePart
from mayfly.design.body import Body
from mayfly.design.edits.catalogue_sizes import sizes_of_part, with_size
from mayfly.design.edits.fields import is_one_number, unit_of
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._base import Feature
from mayfly.design.features.hole import Hole
from mayfly.design.step_base import StepFile
from mayfly.design.values import Value
from mayfly.errors import InvalidDesign, InvalidParameter, UnknownPart

#: Fields that say where something is, and stay when it alone is scaled.
_PLACES: Final = frozenset({"at", "copies", "z", "turn"})
_DIGITS: Final = 9


def scaled(value: Value, factor: float, path: str) -> dict[str, Any]:
    """Return a value with all its lengths times a factor, as plain data.

    Args:
        value: Any value of the feature language.
        factor: By how much.
        path: Where it is, for an error.

    Raises:
        InvalidDesign: A catalogue part in it has a size that can't be scaled, or a body is that of a file.
    """
    if isinstance(value, StepFile):
        raise InvalidDesign(
            [(path, f"the body of {value.file} has the size of its file, and can't be scaled")]
        )
    if isinstance(value, CataloguePart):
        return _scaled_part(value, factor, path)
    if isinstance(value, Hole):
        value = _by_sizes(value, path)
    model = type(value)
    return {
        name: _scaled_field(getattr(value, name), unit_of(model, name), factor, f"{path}.{name}")
        for name in model.model_fields
    }


def scaled_alone(owner: Body | Feature, factor: float, path: str) -> dict[str, Any]:
    """Return a body or a feature with its own lengths times a factor, where it is, as plain data."""
    stays = {name: data for name, data in owner.model_dump(mode="json").items() if name in _PLACES}
    return {**scaled(owner, factor, path), **stays}


def _scaled_field(value: Any, unit: str, factor: float, path: str) -> Any:
    if isinstance(value, Value):
        return scaled(value, factor, path)
    if isinstance(value, tuple):
        return [_scaled_field(one, unit, factor, f"{path}[{index}]") for index, one in enumerate(value)]
    if unit == "mm" and is_one_number(value):
        return round(value * factor, _DIGITS)
    return value


def _by_sizes(hole: Hole, path: str) -> Hole:
    """Return a hole by its sizes alone, as no standard has them once they are scaled.

    Raises:
        InvalidDesign: Its sizes do not fit each other.
    """
    if hole.thread is None:
        return hole
    try:
        sizes = hole.sizes()
    except DoesNotFit as error:
        raise error.at(path) from error
    head: dict[str, Any] = {}
    if sizes.counterbore:
        head["counterbore"] = {"diameter": sizes.counterbore[0], "depth": sizes.counterbore[1]}
    if sizes.countersink:
        head["countersink"] = {"diameter": sizes.countersink[0], "angle": sizes.countersink[1]}
    plain = hole.model_dump() | head | {"thread": None, "fit": "clearance", "diameter": sizes.diameter}
    return Hole.model_validate(plain)


def _scaled_part(base: CataloguePart, factor: float, path: str) -> dict[str, Any]:
    """Return a catalogue part with its lengths times a factor.

    Raises:
        InvalidDesign: One of its sizes is a choice that a standard gives.
    """
    try:
        found = [size for size in sizes_of_part(base) if not size.derived]
    except (UnknownPart, InvalidParameter) as error:
        raise InvalidDesign([(path, str(error))]) from error
    sizes: dict[str, Any] = {}
    for size in found:
        if size.unit == "mm" and isinstance(size.value, str):
            sizes[size.name] = _scaled_pairs(size.value, factor)
        elif size.unit == "mm":
            sizes[size.name] = round(float(size.value) * factor, 6)
        else:
            sizes[size.name] = size.value
    return {"kind": "part", "part": base.part, "sizes": sizes}


def _scaled_pairs(text: str, factor: float) -> str:
    """Return "30x40, 24x60" with each number times a factor."""
    pairs = [[float(number) * factor for number in pair.split("x")] for pair in text.split(",")]
    return ", ".join("x".join(f"{number:.9g}" for number in pair) for pair in pairs)


def stretched(base: Base, factor: float, axis: str, path: str) -> dict[str, Any]:
    """Return a base that is a factor longer along one axis, as plain data.

    The size that makes it as long as it is there is found by trying: with it alone, the body's box grows by
    the factor along the axis and nowhere else.

    Raises:
        InvalidDesign: No single size does that.
    """
    number = "xyz".index(axis)
    before = _box(base)
    if before is not None:
        wanted = tuple(side * factor if index == number else side for index, side in enumerate(before))
        for data in _with_one_size(base, factor):
            try:
                after = _box(type(base).model_validate(data))
            except (ValueError, InvalidParameter, DoesNotFit):
                continue
            if after is not None and all(abs(a - b) < 1e-6 for a, b in zip(after, wanted, strict=True)):
                return data
    raise InvalidDesign(
        [(f"{path}.base", f"no single size of it runs along {axis}; set the sizes that shall change")]
    )


def _box(base: Base) -> tuple[float, float, float] | None:
    return base.form().requirements.bounding_box_mm


def _with_one_size(base: Base, factor: float) -> list[dict[str, Any]]:
    """Return the base as plain data with one of its lengths times a factor, each in turn."""
    data = base.model_dump(mode="json")
    if isinstance(base, CataloguePart):
        lengths = {
            size.name: round(float(size.value) * factor, 6)
            for size in sizes_of_part(base)
            if size.unit == "mm" and is_one_number(size.value) and not size.derived
        }
        return [{**data, "sizes": with_size(base, name, length)} for name, length in lengths.items()]
    found = [{**data, name: length} for name, length in _longer(base, factor)]
    profile = getattr(base, "profile", None)
    if profile is not None:
        found += [
            {**data, "profile": {**data["profile"], name: length}}
            for name, length in _longer(profile, factor)
        ]
    return found


def _longer(value: Value, factor: float) -> list[tuple[str, float]]:
    """Return the single lengths of a value by name, each times a factor."""
    model = type(value)
    return [
        (name, round(getattr(value, name) * factor, _DIGITS))
        for name in model.model_fields
        if unit_of(model, name) == "mm" and is_one_number(getattr(value, name))
    ]
