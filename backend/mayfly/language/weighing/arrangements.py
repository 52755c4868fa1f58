"""Writes how a specification arranges features as a phrase: a bolt circle, a grid, a row, the corners."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from mayfly.language.vocabulary import word_set

#: Keys that say how several features lie.
ARRANGED: Final = word_set("pattern layout arrangement placement distribution array")
_NAMES: Final = ("type", "kind", "name", "pattern", "shape", "layout")
_CIRCLES: Final = word_set("circular circle polar bolt_circle radial pcd bcd bolt-circle ring bolt")
_GRIDS: Final = word_set("grid rectangular rectangle linear array matrix row rows")
_CORNERS: Final = word_set("corner corners")


def arranged(data: Mapping[str, Any], unit: str) -> str:
    """Return an arrangement as a phrase; empty where it is not a known one.

    Args:
        data: What the specification says of it.
        unit: The unit of its numbers; empty for that of the request.
    """
    known = {str(key).lower().replace(" ", "_"): value for key, value in data.items()}
    kind = next((str(known[name]).lower() for name in _NAMES if name in known), "")
    words = set(kind.replace("_", " ").split()) | {kind.replace(" ", "_")}
    if words & _CIRCLES or (not kind and {"bolt_circle_diameter", "pcd", "bcd"} & known.keys()):
        return _circle(known, unit)
    if words & _CORNERS:
        return _corners(known, unit)
    return _grid(known, unit) if words & _GRIDS else ""


def _circle(known: Mapping[str, Any], unit: str) -> str:
    sized = _first(known, "bolt_circle_diameter", "circle_diameter", "diameter", "pcd", "bcd")
    radius = _first(known, "radius", "circle_radius")
    if sized is None and radius is None:
        return ""
    size = (
        f"{_length(sized, unit)} bolt circle"
        if sized is not None
        else f"{_length(radius, unit)} radius circle"
    )
    return ", ".join([*_counted(known), f"on a {size}", *_start(known)])


def _start(known: Mapping[str, Any]) -> Iterator[str]:
    angle = _first(known, "start_angle", "first_angle", "angle_offset")
    if angle is not None:
        yield f"first at {angle}°"


def _corners(known: Mapping[str, Any], unit: str) -> str:
    inset = _first(known, "inset", "offset", "edge_distance", "margin", "edge_offset", "distance")
    return "in the corners" + (f", {_length(inset, unit)} from the edges" if inset is not None else "")


def _grid(known: Mapping[str, Any], unit: str) -> str:
    columns, rows = _first(known, "columns", "cols", "nx", "count_x"), _first(known, "rows", "ny", "count_y")
    spacing = _first(known, "spacing", "pitch", "distance")
    pair = spacing if isinstance(spacing, list) and len(spacing) == 2 else None
    across = _first(known, "spacing_x", "x_spacing", "pitch_x", "dx", "length", "x")
    up = _first(known, "spacing_y", "y_spacing", "pitch_y", "dy", "width", "y")
    if pair is not None:
        across, up = pair
    gaps = f"{_length(across, unit)} x {_length(up, unit)}" if across is not None and up is not None else ""
    if columns is not None and rows is not None:
        apart = f"with {gaps} spacing" if gaps else f"with {_length(spacing, unit)} spacing"
        return f"in a {columns} x {rows} grid {apart}"
    if gaps:
        return ", ".join([*_counted(known), f"on a {gaps} rectangle"])
    if spacing is None or isinstance(spacing, list):
        return ""
    return ", ".join([*_counted(known), f"in a row {_length(spacing, unit)} apart"])


def _counted(known: Mapping[str, Any]) -> Iterator[str]:
    count = _first(known, "count", "n", "number", "instances", "quantity")
    if isinstance(count, int):
        yield f"({count}x)"


def _first(known: Mapping[str, Any], *names: str) -> Any:
    return next((known[name] for name in names if known.get(name) is not None), None)


def _length(value: Any, unit: str) -> str:
    return f"{value:g} {unit}".strip() if isinstance(value, int | float) else str(value)
