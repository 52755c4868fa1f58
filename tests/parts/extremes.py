"""Sizes at which each part is tried: its own, and both ends of each range as far as the rules allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mayfly.cad.parts import Part, PartParameter
from mayfly.errors import InvalidParameter

_HALVINGS = 60
_LIGHTER: Mapping[
    str, Mapping[str, Any]
] = {  # parts that take seconds; what else is moved, is moved on these
    "spur_gear": {"teeth": 12, "bore": 8.0},
    "spring": {"turns": 2.0},
}


def extremes(part: Part) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give a label and values for each case; where a rule cuts a range short, the last allowed value."""
    default = {name: parameter.default for name, parameter in part.parameters.items()}
    yield "default", default
    default |= _LIGHTER.get(part.name, {})
    for parameter in part.parameters.values():
        for choice in parameter.choices:
            yield f"{parameter.name}={choice}", {**default, parameter.name: choice}
        for end in (parameter.low, parameter.high):
            if parameter.kind != "pairs" and end is not None:
                value = _furthest(part, default, parameter, end)
                if value != parameter.default:
                    yield f"{parameter.name}={value:g}", {**default, parameter.name: value}
    for factor in (100, 0.01):
        scaled = _scaled(part, default, factor)
        if scaled:
            yield f"all x {factor}", scaled


def _allowed(part: Part, values: Mapping[str, Any]) -> bool:
    try:
        part.settle(values)
    except InvalidParameter:
        return False
    return True


def _furthest(part: Part, default: Mapping[str, Any], parameter: PartParameter, end: float) -> float:
    """Go from the default value towards one end of the range, as far as the rules let it."""
    near, far = float(default[parameter.name]), float(end)
    if _allowed(part, {**default, parameter.name: far}):
        return far
    for _ in range(_HALVINGS):
        middle = (near + far) / 2
        middle = float(round(middle)) if parameter.kind == "count" else round(middle, 6)
        if middle in (near, far):
            break
        if _allowed(part, {**default, parameter.name: middle}):
            near = middle
        else:
            far = middle
    return near


def _scaled(part: Part, default: Mapping[str, Any], factor: float) -> Mapping[str, Any] | None:
    """Make everything larger or smaller at once."""
    values = dict(default)
    for name, parameter in part.parameters.items():
        if parameter.kind == "length":
            values[name] = round(float(default[name]) * factor, 6)
        if parameter.kind == "pairs":
            return None
    return values if _allowed(part, values) else None


# Sizes that only make sense together, so that no single parameter's range leads to them.
EXTRAS: Mapping[str, list[tuple[str, Mapping[str, Any]]]] = {
    "stepped_shaft": [
        ("one step", {"steps": "20x10"}),
        ("up and down, bored", {"steps": [(10, 5), (20, 0.01), (20, 3), (15, 100), (40, 2)], "bore": 9.98}),
    ],
    "pyramid": [
        ("truncated", {"length": 40, "width": 30, "height": 20, "top_length": 10, "top_width": 25}),
        ("straight", {"length": 40, "width": 30, "height": 20, "top_length": 40, "top_width": 30}),
    ],
    "flange": [
        ("blind", {"outer_diameter": 100, "thickness": 10}),
        (
            "one hole",
            {"outer_diameter": 100, "thickness": 10, "bolt_holes": 1, "bolt_hole": 9, "bolt_circle": 60},
        ),
    ],
    "flanged_hub": [
        ("plain", {"flange_diameter": 80, "flange_thickness": 8, "hub_diameter": 30, "hub_height": 12}),
    ],
    "knob": [("plain", {"diameter": 30, "height": 15})],
    "hinge_leaf": [
        ("plain", {"length": 50, "width": 25, "thickness": 1.5, "knuckle_diameter": 5, "pin_diameter": 3}),
    ],
    "tray": [("sharp inside", {"length": 60, "width": 40, "height": 20, "wall": 3, "corner_radius": 3})],
    "square_tube": [("rounded", {"width": 40, "depth": 20, "wall": 2, "length": 100, "corner_radius": 5})],
    "enclosure_with_lid": [
        ("rounded", {"length": 80, "width": 50, "height": 30, "wall": 2, "corner_radius": 8}),
    ],
    "transition": [("duct", {"side": 50, "diameter": 80, "height": 60, "wall": 2})],
    "u_handle": [
        ("half circle", {"diameter": 8, "centre_distance": 60, "height": 34, "bend_radius": 30}),
    ],
    "spur_gear": [
        ("root outside the base circle", {"module": 1.5, "teeth": 61, "width": 10, "bore": 12}),
        ("odd and few", {"module": 3, "teeth": 7, "width": 10}),
        ("one over a multiple of four", {"module": 1, "teeth": 25, "width": 5}),
    ],
    "spring": [("parts of a turn", {"wire_diameter": 1, "mean_diameter": 12, "turns": 23.7, "pitch": 3})],
}
