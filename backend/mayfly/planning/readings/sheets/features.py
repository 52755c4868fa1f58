"""The features of a specification: holes, slots, pockets, and what stands on the body."""

from __future__ import annotations

from typing import Any, Final

from mayfly.planning.readings.by_coordinates.drawn import border, rounded_block, slot_between, sunk
from mayfly.planning.readings.by_coordinates.solids import Block, Operation, Round
from mayfly.planning.readings.sheets.places import depth_of, heights_of, place_of, places_of
from mayfly.planning.readings.sheets.values import (
    NotUnderstood,
    Sheet,
    diameter,
    nothing_left,
    numbers,
    points,
    size,
    taken,
)
from mayfly.planning.readings.sheets.words import BORDERS, HOLES, MIDDLE_HOLES, OPEN, POCKETS, RAISED, SLOTS
from mayfly.planning.readings.sheets.work import Point, Work, drill, face_at, moved

#: The length of a body lies along X, its width along Y.
_ALONG: Final = {"length": "x", "along length": "x", "width": "y", "along width": "y"}


def read_feature(work: Work, noun: str, item: Sheet) -> None:
    """Make a feature.

    Raises:
        NotUnderstood: Something of it is not known, or left open.
    """
    item = dict(item)
    taken(item, "name", "id", "label", "comment")
    if noun in HOLES or noun in MIDDLE_HOLES:
        _read_holes(work, item, middle=noun in MIDDLE_HOLES)
    elif noun in SLOTS:
        _read_slot(work, item)
    elif noun in POCKETS:
        _read_pocket(work, item, opens=noun in OPEN)
    elif noun in RAISED:
        _read_raised(work, noun, item)
    elif noun in BORDERS:
        _read_border(work, item)
    else:
        raise NotUnderstood(noun)
    nothing_left(item)


def _read_holes(work: Work, item: Sheet, *, middle: bool) -> None:
    wide = diameter(item, "", "hole", "bore")
    if wide is None or taken(item, "axis", "direction") not in (None, "z", "-z", "vertical", "+z"):
        raise NotUnderstood("hole")
    places = places_of(work, item, middle=middle)
    low, high = depth_of(work, item, opens=middle)
    drill(work, wide, places, (low, high))
    for key in ("countersink", "counterbore"):
        mouth = taken(item, key)
        if mouth is not None:
            _open_mouth(work, key, mouth, wide, places, low)


def _open_mouth(work: Work, key: str, said: Any, wide: float, places: list[Point], low: float) -> None:
    """Make the countersinks or counterbores of holes."""
    if not isinstance(said, dict):
        raise NotUnderstood(key)
    said = dict(said)
    mouth_wide = diameter(said, "", "head", "outer")
    face = taken(said, "face", "from", "side")
    up, mouth = face_at(work, face)
    if mouth_wide is None or (not up and low > work.span[0]):
        raise NotUnderstood(key)
    if key == "countersink":
        angle = size(said, "angle")
        for at in places if angle else ():
            work.made.append(Operation(sunk(mouth_wide, wide, angle or 0.0, at, mouth, up=up), cut=True))
        if not angle:
            raise NotUnderstood("angle")
    else:
        deep = size(said, "depth")
        if deep is None:
            raise NotUnderstood("depth")
        drill(work, mouth_wide, places, (mouth - deep, mouth) if up else (mouth, mouth + deep))
    nothing_left(said)


def _read_slot(work: Work, item: Sheet) -> None:
    if taken(item, "ends", "end", "end type") not in (
        None,
        "round",
        "rounded",
        "full radius",
        "semicircular",
    ):
        raise NotUnderstood("ends")
    width = size(item, "width")
    ends = taken(item, "end centres", "end centre points", "centres of ends", "arc centres")
    if width is None:
        raise NotUnderstood("width")
    if ends is None:
        long = size(item, "length", "overall length", "total length")
        along = taken(item, "along", "direction", "axis", "orientation")
        at = place_of(work, item)
        along = _ALONG.get(along, along)
        if long is None or along not in ("x", "y", "along x", "along y", "x axis", "y axis"):
            raise NotUnderstood("slot")
        half = (long - width) / 2
        step = (half, 0.0) if "x" in along else (0.0, half)
        first, last = (at[0] - step[0], at[1] - step[1]), (at[0] + step[0], at[1] + step[1])
    else:
        first, last = (moved(work, one) for one in points(ends))
    low, high = depth_of(work, item, opens=False)
    work.made.append(Operation(slot_between(first, last, width, low, high), cut=True))


def _read_pocket(work: Work, item: Sheet, *, opens: bool) -> None:
    radius = size(item, "corner radius", "radius")
    if all(isinstance(item.get(axis), list) for axis in "xy"):
        (x0, x1), (y0, y1) = numbers(item.pop("x"), 2), numbers(item.pop("y"), 2)
        (x0, y0), (x1, y1) = moved(work, (x0, y0)), moved(work, (x1, y1))
    else:
        long, wide = _sides(item)
        x, y = place_of(work, item)
        x0, x1, y0, y1 = x - long / 2, x + long / 2, y - wide / 2, y + wide / 2
    low, high = depth_of(work, item, opens=opens)
    block = rounded_block((x0, y0, low), (x1, y1, high), radius, "pocket") if radius else None
    work.made.append(Operation(block or Block((x0, y0, low), (x1, y1, high)), cut=True))


def _sides(item: Sheet) -> Point:
    """Take the two sides of a pocket out of what is said of it; a third is its depth."""
    said = taken(item, "rect", "rectangle", "size", "dimensions")
    if said is None:
        long, wide = size(item, "length"), size(item, "width")
        if long is None or wide is None:
            raise NotUnderstood("size")
        return long, wide
    sides = numbers(said, 2, 3)
    if len(sides) > 2:
        if "depth" in item:
            raise NotUnderstood("depth")
        item["depth"] = sides[2]
    return sides[0], sides[1]


def _read_raised(work: Work, noun: str, item: Sheet) -> None:
    wide, bore = diameter(item, "", "outer"), diameter(item, "inner", "bore", "hole")
    if taken(item, "shape") not in (None, "cylinder", "round", "circle", "circular", "cylindrical"):
        raise NotUnderstood("shape")
    low, high = heights_of(work, item)
    at = place_of(work, item, otherwise=noun == "hub")
    if wide is None:
        raise NotUnderstood("diameter")
    work.made.append(Operation(Round(wide, "z", (*at, low), high - low)))
    if bore is not None:
        raise NotUnderstood("bore")  # how deep it goes is not said
    work.named[noun] = (low, high)
    work.axes.setdefault(noun, []).append(at)


def _read_border(work: Work, item: Sheet) -> None:
    outer = numbers(taken(item, "outer", "outer size", "size"), 2)
    wall = size(item, "wall", "wall thickness", "thickness")
    low, high = heights_of(work, item)
    at = place_of(work, item, otherwise=True)
    if wall is None:
        raise NotUnderstood("wall")
    work.made.append(Operation(border((outer[0], outer[1]), wall, at, low, high)))
