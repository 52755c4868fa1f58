"""Where the features of a specification lie, and from where to where they reach."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product
from typing import Any, Final

from mayfly.planning.readings.by_coordinates.drawn import Drawn
from mayfly.planning.readings.by_coordinates.solids import Block
from mayfly.planning.readings.sheets.values import NotUnderstood, Sheet, number, numbers, points, size, taken
from mayfly.planning.readings.sheets.words import (
    CIRCLE,
    CONCENTRIC,
    INSETS,
    KINDS_OF_HOLES,
    PASSES,
    POSITIONS,
)
from mayfly.planning.readings.sheets.work import (
    Point,
    Work,
    axis_of,
    face_at,
    is_middle,
    is_plate,
    middle_of,
    moved,
    span_of,
    whole,
)

_FULL_TURN: Final = 360.0


def settle_origin(work: Work, items: list[tuple[str, Sheet]]) -> None:
    """Decide from where the places count, where nothing says it: from the middle, or from a corner.

    Raises:
        NotUnderstood: Both may be meant.
    """
    said = [point for _, item in items for point in _points_said(item)]
    if all(point == (0.0, 0.0) for point in said):
        return
    (x0, y0), (x1, y1) = work.body
    about_middle = all(x0 < x < x1 and y0 < y < y1 for x, y in said)
    from_corner = all(0 < x < x1 - x0 and 0 < y < y1 - y0 for x, y in said)
    if about_middle == from_corner:
        raise NotUnderstood("origin")
    if from_corner:
        work.shift = (x0, y0)


def places_of(work: Work, item: Sheet, *, middle: bool) -> list[Point]:
    """Take where holes lie out of what is said of them."""
    count = size(item, "count", "number", "n")
    origin = taken(item, "origin", "relative to")
    if origin is not None and not is_middle(origin):
        raise NotUnderstood("origin")
    if "x" in item and "y" in item:
        found = [_from(work, origin, (number(item.pop("x")), number(item.pop("y"))))]
    elif any(key in item for key in POSITIONS):
        where = taken(item, *POSITIONS)
        found = [middle_of(work)] if is_middle(where) else [_from(work, origin, one) for one in points(where)]
    elif any(key in item for key in CONCENTRIC):
        found = [axis_of(work, taken(item, *CONCENTRIC))]
    elif any(key in item for key in CIRCLE):
        found = _on_circle(work, item, count)
    elif any(key in item for key in INSETS):
        found = _in_corners(work, item)
    elif "spacing" in item:
        across, up = numbers(item.pop("spacing"), 2)
        taken(item, "pattern", "layout")
        x, y = middle_of(work)
        found = [(x + a * across / 2, y + b * up / 2) for a, b in product((-1, 1), repeat=2)]
        count = 0.0 if count is None else count
    elif middle:
        found = [middle_of(work)]
    else:
        raise NotUnderstood("position")
    if count is not None and count != len(found):
        raise NotUnderstood("count")
    return found


def _from(work: Work, origin: Any, point: Point) -> Point:
    """Return a point that counts from the middle of the body, where that was said to be its origin."""
    if origin is None:
        return moved(work, point)
    x, y = middle_of(work)
    return x + point[0], y + point[1]


def _on_circle(work: Work, item: Sheet, count: float | None) -> list[Point]:
    wide = size(item, *CIRCLE)
    first = size(item, "start angle", "first angle", "angle offset") or 0.0
    if wide is None or count is None or count < 2 or count != int(count):
        raise NotUnderstood("count")
    x, y = middle_of(work)
    angles = [math.radians(first + _FULL_TURN * i / count) for i in range(int(count))]
    return [(x + wide / 2 * math.cos(one), y + wide / 2 * math.sin(one)) for one in angles]


def _in_corners(work: Work, item: Sheet) -> list[Point]:
    inset = size(item, *INSETS) or 0.0
    if taken(item, "pattern", "layout") not in (None, "corners", "in corners") or not isinstance(
        work.made[0].solid, Block | Drawn
    ):
        raise NotUnderstood("pattern")
    (x0, y0), (x1, y1) = work.body
    return [(x, y) for x in (x0 + inset, x1 - inset) for y in (y0 + inset, y1 - inset)]


def place_of(work: Work, item: Sheet, *, otherwise: bool = False) -> Point:
    """Take where one feature lies out of what is said of it."""
    if any(key in item for key in CONCENTRIC):
        if any(key in item for key in (*POSITIONS, "x", "y")):
            raise NotUnderstood("concentric with")
        return axis_of(work, taken(item, *CONCENTRIC))
    where = taken(item, *POSITIONS)
    if where is None and "x" in item and "y" in item and not isinstance(item["x"], list):
        where = [item.pop("x"), item.pop("y")]
    if is_middle(where) or (where is None and otherwise):
        return middle_of(work)
    (at,) = points(where)
    return moved(work, at)


def depth_of(work: Work, item: Sheet, *, opens: bool) -> tuple[float, float]:
    """Take from where to where a cut goes out of what is said of it."""
    through = taken(item, "through", "goes through")
    if isinstance(through, list):
        through = " and ".join(map(str, through))
    kind = item.pop("type") if item.get("type") in KINDS_OF_HOLES else None
    deep = taken(item, "depth", "deep")
    span = taken(item, "z")
    if span is not None:
        low, high = numbers(span, 2)
        if through or deep or kind:
            raise NotUnderstood("z")
        return min(low, high), max(low, high)
    passes = through is True or through in PASSES or deep in PASSES or kind == "through"
    named = span_of(work, through) if isinstance(through, str) else None
    if named is not None:
        if deep is not None or kind:
            raise NotUnderstood("through")
        return named
    if through not in (None, True, False) and not passes:
        raise NotUnderstood("through")
    if isinstance(deep, int | float) and not isinstance(deep, bool):
        if passes:
            raise NotUnderstood("depth")
        up, top = face_at(work, taken(item, "face", "from"))
        return (top - deep, top) if up else (top, top + deep)
    if deep is not None and not passes:
        raise NotUnderstood("depth")
    if passes or work.passing or (opens and through is None and kind is None):
        return whole(work)
    if through is None and kind is None and is_plate(work):
        return whole(work)  # a hole of a plate that is given no depth goes through
    raise NotUnderstood("depth")


def heights_of(work: Work, item: Sheet) -> tuple[float, float]:
    """Take from where to where something stands up out of what is said of it."""
    span = taken(item, "z")
    low = size(item, "z from", "z start", "z min", "bottom z", "base z")
    top = size(item, "z to", "z end", "z max", "top z")
    tall = size(item, "height", "length")
    if span is not None:
        low, top = numbers(span, 2)
    low = work.span[1] if low is None else low
    if top is None and tall is None:
        raise NotUnderstood("height")
    if top is not None and tall is not None and abs(top - low - tall) > 1e-6:
        raise NotUnderstood("height")
    return low, low + tall if top is None and tall is not None else top or 0.0


def _points_said(item: Any) -> Iterator[Point]:
    """Yield all places that are said of a feature."""
    if not isinstance(item, dict):
        return
    if isinstance(item.get("x"), float) and isinstance(item.get("y"), float):
        yield item["x"], item["y"]
    for key in (*POSITIONS, "end centres"):
        where = item.get(key)
        if isinstance(where, list | dict):
            yield from points(where)
