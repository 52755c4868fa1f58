"""Coordinates as they were said, as points of a face: "(10, 20)", "x = ±30, y = 20", "from the corner"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from mayfly.language.nodes import Attribute, Reference
from mayfly.language.weighing.values import Coordinate, Origin, Points


def coordinates_of(said: Sequence[Points | Coordinate | Origin], count: int | None) -> list[Attribute]:
    """Return the points, and what they are counted from, in the form in which the placement takes them."""
    points: list[tuple[float, ...]] = []
    for one in said:
        if isinstance(one, Points):
            points += [image for point in one.points for image in _mirrored(point, one.mirrored)]
    groups = groups_of([one for one in said if isinstance(one, Coordinate)])
    found: list[Attribute] = []
    if points:
        found.append(Attribute("points", points=tuple(dict.fromkeys(points)), text=_text(points)))
    if groups:
        axes = "".join(sorted(groups[0]))
        listed = [point for group in groups for point in _combined([group[axis] for axis in axes], count)]
        found.append(Attribute("points", points=tuple(listed), axes=axes, text=_text(listed)))
    if found and any(isinstance(one, Origin) and one.at == "corner" for one in said):
        found.append(
            Attribute("place", "from", ref=Reference("corner", text="the corner"), text="the corner")
        )
    if found and any(isinstance(one, Origin) and one.at == "ground" for one in said):
        found.append(Attribute("place", "from", ref=Reference("ground", text="z = 0"), text="z = 0"))
    return found


def groups_of(coordinates: Sequence[Coordinate]) -> list[dict[str, list[float]]]:
    """Return coordinates as one place each: "at x = -30, y = 15 and at x = 30, y = -15" is two.

    Where the groups name different axes ("at x = -45 and x = 45, y = 0"), all belong together.
    """
    groups: list[dict[str, list[float]]] = []
    for one in coordinates:
        if not groups or one.axis in groups[-1]:
            groups.append({})
        groups[-1][one.axis] = _spread(one)
    if len({frozenset(group) for group in groups}) == 1 and len(groups[0]) > 1:
        return groups
    together: dict[str, list[float]] = {}
    for one in coordinates:
        together.setdefault(one.axis, []).extend(_spread(one))
    return [together] if together else []


def _combined(columns: Sequence[Sequence[float]], count: int | None) -> list[tuple[float, ...]]:
    """Return all points of some coordinates; pairs where there are as many of each as things."""
    paired = len({len(column) for column in columns}) == 1 and len(columns[0]) == count
    return list(zip(*columns, strict=True)) if paired and count != 1 else list(product(*columns))


def _text(points: Sequence[tuple[float, ...]]) -> str:
    return ", ".join(f"({', '.join(f'{c:g}' for c in point)})" for point in points[:4])


def _spread(coordinate: Coordinate) -> list[float]:
    """Return the values of a coordinate: "±30" is two."""
    values: list[float] = []
    for number in coordinate.numbers:
        values += [-number.value, number.value] if number.form == "plusminus" else [number.value]
    return values


def _mirrored(point: Sequence[float], axes: str) -> list[tuple[float, ...]]:
    """Return a point, and its images where it was written with "±"."""
    signs = [(1, -1) if axis in axes else (1,) for axis in "xyz"[: len(point)]]
    return [tuple(s * c for s, c in zip(way, point, strict=True)) for way in product(*signs)]
