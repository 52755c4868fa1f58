"""The body of a specification: a box or a disc by its sizes, or a profile that is drawn out or turned."""

from __future__ import annotations

from typing import Any, Final

from mayfly.planning.readings.by_coordinates.drawn import prism, rounded_block, turned
from mayfly.planning.readings.by_coordinates.solids import Block, Round, Solid
from mayfly.planning.readings.sheets.values import (
    NotUnderstood,
    Sheet,
    diameter,
    nothing_left,
    number,
    numbers,
    points,
    size,
    taken,
)
from mayfly.planning.readings.sheets.words import (
    BLOCKS,
    BODY_KEYS,
    BOX_SHAPES,
    CORNERS,
    KIND_KEYS,
    LISTS,
    MIDDLES,
    RADII,
    ROUNDS,
    SIZE_HOLDERS,
    TURNED_KEYS,
    without_articles,
)
from mayfly.planning.readings.sheets.work import Point, Work, made_body

_FULL_TURN: Final = 360.0


def read_body(work: Work, sheet: Sheet) -> None:
    """Take the body out of a specification and make it."""
    if "extrude" in sheet or "extrusion" in sheet:
        return _read_extrusion(work, sheet)
    if "revolve" in sheet or "revolution" in sheet:
        return _read_revolution(work, sheet)
    for holder in ("dimensions", "size", "sizes", "geometry", "parameters"):
        inner = sheet.get(holder)
        if isinstance(inner, dict):
            sheet.pop(holder)
            if sheet.keys() & inner.keys():
                raise NotUnderstood(holder)
            sheet.update(inner)
    noun = next((key for key in sheet if key in BLOCKS | ROUNDS and isinstance(sheet[key], dict)), "")
    if noun:
        own = dict(sheet.pop(noun))
    else:
        named = next(
            (key for key in (*KIND_KEYS, "part", "object", "body") if sheet.get(key) in BLOCKS | ROUNDS),
            "",
        )
        noun = str(sheet.pop(named)) if named else next(iter(work.title.split()[-1:]), "")
        named = named or (noun if noun in BLOCKS | ROUNDS else "")
        own = {
            key: sheet.pop(key) for key in [*sheet] if key in BODY_KEYS and not _is_feature(key, sheet[key])
        }
        if not named or not own:
            sheet.update(own)
            noun, own = _first_item(sheet)
    for key in ("origin", "corner radius"):
        if key in sheet and not isinstance(sheet[key], dict):
            own.setdefault(key, sheet.pop(key))
    if noun in BLOCKS:
        _make_block(work, noun, own)
    elif noun in ROUNDS:
        _make_round(work, noun, own)
    else:
        raise NotUnderstood("body")


def _first_item(sheet: Sheet) -> tuple[str, Sheet]:
    """Take the body out of a list of features, where it is the first one."""
    key = next((key for key in LISTS if isinstance(sheet.get(key), list)), "")
    if not key or not sheet[key] or not isinstance(sheet[key][0], dict):
        raise NotUnderstood("body")
    first, sheet[key] = dict(sheet[key][0]), sheet[key][1:]
    return str(taken(first, *KIND_KEYS)), first


def _make_block(work: Work, noun: str, own: Sheet) -> None:
    radius = size(own, *RADII)
    for key in ("type", "kind", "shape"):
        if own.get(key) in BOX_SHAPES:
            own.pop(key)
    low, high = _box_of(work, own)
    nothing_left(own)
    solid: Solid = rounded_block(low, high, radius, noun) if radius else Block(low, high)
    made_body(work, noun, solid)


def _box_of(work: Work, own: Sheet) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """Take the corners of a box out of what is said of it."""
    if all(isinstance(own.get(axis), list) for axis in "xyz"):
        spans = [numbers(own.pop(axis), 2) for axis in "xyz"]
        (x0, x1), (y0, y1), (z0, z1) = spans
        return (x0, y0, z0), (x1, y1, z1)
    low_corner, high_corner = taken(own, "min", "from"), taken(own, "max", "to")
    if low_corner is not None and high_corner is not None:
        (x0, y0, z0), (x1, y1, z1) = numbers(low_corner, 3), numbers(high_corner, 3)
        return (x0, y0, z0), (x1, y1, z1)
    whole = taken(own, "size", "dimensions", "sizes")
    if isinstance(whole, dict) and not set(whole) <= {*"xyz"}:
        own.update(whole)
        whole = None
    if whole is not None:
        long, wide, thick = numbers(whole, 3)
    else:
        sides = (size(own, "length", "x"), size(own, "width", "y"), size(own, "thickness", "height", "z"))
        if None in sides:
            raise NotUnderstood("sizes")
        long, wide, thick = (side or 0.0 for side in sides)
    x, y, z = _low_corner(work, own, long, wide)
    return (x, y, z), (x + long, y + wide, z + thick)


def _low_corner(work: Work, own: Sheet, long: float, wide: float) -> tuple[float, float, float]:
    """Take where a box lies out of what is said of it: its lowest corner."""
    z = size(own, "z from", "z start", "z min", "bottom z", "base z", "z0")
    centred = taken(own, "centred in xy", "centred xy", "centred on xy")
    origin = taken(own, "origin", "datum")
    corner = taken(own, "corner", "low corner", "min corner", "lower left corner")
    if sum(one is not None and one is not False for one in (centred, origin, corner)) > 1:
        raise NotUnderstood("origin")
    if corner is not None:
        at = numbers(corner, 2, 3)
        return at[0], at[1], at[2] if len(at) > 2 else z or 0.0
    if isinstance(origin, str) and without_articles(origin) in CORNERS:
        return 0.0, 0.0, z or 0.0
    known = centred is True or (isinstance(origin, str) and without_articles(origin) in MIDDLES)
    if (origin is not None or centred not in (None, False)) and not known:
        raise NotUnderstood("origin")
    work.placed = known
    return -long / 2, -wide / 2, z or 0.0


def _make_round(work: Work, noun: str, own: Sheet) -> None:
    wide = diameter(own, "", "outer")
    bore = diameter(own, "inner", "bore", "hole")
    plain_bore = size(own, "bore")  # "bore: 50" is a diameter
    if bore is not None and plain_bore is not None:
        raise NotUnderstood("bore")
    bore = plain_bore if bore is None else bore
    high = size(own, "thickness", "height", "length")
    z = size(own, "z from", "z start", "z min", "bottom z", "base z")
    origin = taken(own, "origin")
    if wide is None or high is None or (origin is not None and without_articles(str(origin)) not in MIDDLES):
        raise NotUnderstood("sizes")
    nothing_left(own)
    low = z or 0.0
    made_body(work, noun, Round(wide, "z", (0.0, 0.0, low), high))
    work.bore = bore or 0.0


def _read_extrusion(work: Work, sheet: Sheet) -> None:
    drawn_out = taken(sheet, "extrude", "extrusion")
    profile = taken(sheet, "profile", "polygon", "points", "sketch", "outline")
    if isinstance(drawn_out, dict):
        drawn_out = dict(drawn_out)
        profile = profile if profile is not None else taken(drawn_out, "profile", "points", "polygon")
        direction = taken(drawn_out, "direction", "axis")
        far = size(drawn_out, "distance", "height", "length", "by", "depth")
        low = size(drawn_out, "z from", "from", "start")
        nothing_left(drawn_out)
    else:
        far, direction, low = number(drawn_out), None, None
    if isinstance(profile, dict):
        profile = dict(profile)
        if taken(profile, "type", "kind") not in (None, "polygon", "closed polygon", "polyline"):
            raise NotUnderstood("profile")
        if taken(profile, "plane") not in (None, "xy"):
            raise NotUnderstood("plane")
        taken(profile, "closed")
        corners = taken(profile, "points", "vertices", "polygon")
        nothing_left(profile)
    else:
        corners = profile
    if far is None or direction not in (None, "+z", "z", "up"):
        raise NotUnderstood("extrude")
    if taken(sheet, "plane") not in (None, "xy"):
        raise NotUnderstood("plane")
    made_body(work, "profile", prism(_closed(points(corners)), low or 0.0, (low or 0.0) + far))


def _read_revolution(work: Work, sheet: Sheet) -> None:
    turn = taken(sheet, "revolve", "revolution")
    turn = dict(turn) if isinstance(turn, dict) else {}
    own = {**sheet, **turn}
    for key in [*sheet]:
        if key in TURNED_KEYS:
            sheet.pop(key)
    axis, angle = taken(own, "axis"), size(own, "angle")
    corners = taken(own, "profile rz", "profile r z", "rz", "profile", "points", "points rz")
    if isinstance(corners, dict):
        corners = dict(corners)
        inner = taken(corners, "points", "rz", "points rz")
        nothing_left(corners)
        corners = inner
    if axis not in ("z", None) or angle not in (None, _FULL_TURN):
        raise NotUnderstood("axis")
    left = own.keys() - sheet.keys()
    if left:
        raise NotUnderstood(next(iter(left)))
    made_body(work, "profile", turned(_closed(points(corners))))


def _is_feature(key: str, value: Any) -> bool:
    return isinstance(value, dict) and key not in SIZE_HOLDERS


def _closed(corners: list[Point]) -> list[Point]:
    """Return the corners of an outline without the first one at the end again."""
    return corners[:-1] if len(corners) > 3 and corners[0] == corners[-1] else corners
