"""Points in a row: "36 mm apart along the long side", "35 mm either side of the middle"."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from mayfly.design.geometry.faces import Face
from mayfly.design.geometry.tolerance import ROUNDING_MM
from mayfly.design.places import Places
from mayfly.language.english import plural
from mayfly.language.nodes import Mention
from mayfly.language.units import number
from mayfly.planning.placement.offsets import is_spread, of_both_ends, offset_coordinate, two_insets
from mayfly.planning.placement.patterns import array_of, direction_of, spacings, upright_or_level
from mayfly.planning.questions import about, conflict, length_of, missing, place_unclear, unsupported

#: Features with a direction of their own, which "vertical" speaks of rather than of their row.
_RUNNING: Final = frozenset({"slot", "groove"})


#: "Holes 50 apart" are two; at a pitch of 50 they may be more.
_ON_AND_ON: Final = frozenset({"pitch", "pitched", "spacing", "spaced", "every", "spacings"})


def in_row(mention: Mention, face: Face, count: int | None) -> Places | None:
    """Lay out a row, centred on the face or at a distance from an edge."""
    attributes = mention.take("spacing")
    if not attributes:
        return None
    if mention.take("place") and any(m.ref and m.ref.noun == "corner" for m in mention.take("place")):
        return None
    said = {word for one in attributes for word in one.text.lower().split()}
    in_a_row = mention.take_flag("row", "row_of") or bool(said & _ON_AND_ON)
    total = count or (2 if mention.plural and not in_a_row else None)
    if total is None:
        raise missing(
            f"How many {plural(mention.text.removeprefix('row of '))} stand in the row?",
            about("count", mention),
        )
    directions = [direction_of(m.ref, face) for m in attributes]
    line = centre_line(mention, face)
    along_u, along_v = spacings(mention, face)
    if along_u is not None and along_v is not None:
        if total != 4 and count is not None:
            raise missing(
                f"How are the {total} {mention.text} laid out: how many along the length, how many across?",
                about("place", mention, values=[total]),
            )
        return _beside_an_edge(mention, face, array_of(mention, face, 2, 2, along_u, along_v))
    size = along_u if along_u is not None else along_v
    assert size is not None  # noqa: S101 - a spacing has a number
    if mention.take_flag("square_pattern"):
        side = math.isqrt(total)
        if side * side != total:
            raise conflict(
                f"{total} {mention.text} make no square pattern. How are they laid out?",
                about("place", mention, values=[total]),
            )
        return array_of(mention, face, side, side, size, size)
    if total == 4 and line is None and not any(directions) and _only_as_square(face, size):
        return array_of(mention, face, 2, 2, size, size)
    first = _of_first(mention, face)
    run = (
        next((d for d in directions if d), None)
        or _as_drawn(mention, face, of_row=in_a_row)
        or line
        or (first[0] if first is not None else None)
        or _free_direction(mention, face)
        or face.rows
        or ("u" if face.size[0] >= face.size[1] - ROUNDING_MM else "v")
    )
    if mention.take_flag("lengthwise") and not any(directions) and face.size[1] > face.size[0]:
        run = "v"
    places = (
        array_of(mention, face, total, 1, size, 1.0)
        if run == "u"
        else array_of(mention, face, 1, total, 1.0, size)
    )
    if first is not None:
        places = _from_first(mention, places, first, run)
    return _shift(mention, face, places, run)


def between_ends(mention: Mention, face: Face, count: int | None) -> Places | None:
    """Spread three or more evenly from end to end: "five, equally spaced, the outer ones 20 from the ends".

    Raises:
        NeedsClarification: It is open which sides are the ends, or a spacing leads elsewhere.
    """
    ends = of_both_ends(mention)
    if count is None or count < 3 or len(ends) != 1 or two_insets(mention) or not is_spread(mention):
        return None
    inset = length_of(ends[0].quantities[0], "distance from the ends", mention)
    ends[0].used = True
    upright = face.name == "side" or face.size[1] > face.size[0]
    run = centre_line(mention, face)
    if run is None and face.name != "side" and abs(face.size[0] - face.size[1]) < ROUNDING_MM:
        raise missing(
            f"Which way does the row of {mention.label} run on the {face.name}?",
            about("direction", mention, words=[ends[0].text]),
            ("along X", "along Y"),
        )
    run = run or ("v" if upright else "u")
    low, high = face.u if run == "u" else face.v
    apart = (high - low - 2 * inset) / (count - 1)
    said = [one for one in spacings(mention, face) if one is not None]
    if any(abs(one - apart) > ROUNDING_MM for one in said) or apart <= 0:
        raise conflict(
            f"{count} {mention.label} from end to end, {ends[0].text}, are {number(apart)} mm apart on"
            f" {number(high - low)} mm. Which is right?",
            about("size", mention, "spacing", values=[ends[0], *said], words=[ends[0].text]),
        )
    sizes = (count, 1, apart, 1.0) if run == "u" else (1, count, 1.0, apart)
    return _shift(mention, face, array_of(mention, face, *sizes), run)


def _as_drawn(mention: Mention, face: Face, *, of_row: bool) -> str | None:
    """Return the coordinate along which a row runs that is "vertical" or "horizontal".

    Raises:
        NeedsClarification: It may be the holes that are vertical: "two holes, vertically through, 20 apart".
    """
    if mention.kind in _RUNNING:
        return None
    found = upright_or_level(mention, face)
    if found is not None and face.axis == "Z" and not of_row:
        raise missing(
            f"Which way does the row of {mention.text} run on the {face.name}?",
            about("direction", mention),
            ("along X", "along Y"),
        )
    return found


def _of_first(mention: Mention, face: Face) -> tuple[str, float] | None:
    """Return along which coordinate the first of a row is placed, and where; None where nobody said."""
    found = [attribute for attribute in mention.take("offset") if attribute.name == "first"]
    if not found:
        return None
    if len(found) > 1:
        raise conflict(
            f"The first of the {mention.text} is placed twice. Which place is right?",
            about("place", mention, words=[attribute.text for attribute in found]),
        )
    attribute = found[0]
    attribute.used = True
    sides = attribute.words & {"left", "right", "front", "back", "top", "bottom"}
    if attribute.ref is not None and attribute.ref.noun in {"end", "edge"} and not sides:  # either is alike
        along = "u" if face.size[0] >= face.size[1] - ROUNDING_MM else "v"
        low = (face.u if along == "u" else face.v)[0]
        return along, low + length_of(attribute.quantities[0], "distance", mention)
    return offset_coordinate(replace(attribute, name="from"), face)


def _from_first(mention: Mention, places: Places, first: tuple[str, float], run: str) -> Places:
    """Move a row along itself, so that the first of it stands where it was said."""
    along, value = first
    if along != run:
        raise conflict(
            f"The first of the {mention.text} is placed across the row. Which way does the row run?",
            about("place", mention),
        )
    index = "uv".index(run)
    ends = [pick(point[index] for point in places.points) for pick in (min, max)]
    move = min((value - end for end in ends), key=abs)
    shift = (move, 0.0) if run == "u" else (0.0, move)
    return Places(places.face, [(u + shift[0], v + shift[1]) for u, v in places.points], "points")


def _only_as_square(face: Face, size: float) -> bool:
    """Return whether four on some centres fit a face as the corners of a square, and not in a row."""
    return 3 * size >= max(face.size) and size < min(face.size)


def _beside_an_edge(mention: Mention, face: Face, places: Places) -> Places:
    """Move a rectangle so that its near side lies at a distance from an edge: "3.5 from the left edge"."""
    offsets = [m for m in mention.take("offset") if m.name in {"from", "inset"} and m.ref is not None]
    moves = {"u": 0.0, "v": 0.0}
    for attribute in offsets:
        along, value = offset_coordinate(attribute, face)
        index = "uv".index(along)
        low, high = (pick(point[index] for point in places.points) for pick in (min, max))
        moves[along] = value - (low if value < face.centre[index] else high)
    if not offsets:
        return places
    return Places(face, [(u + moves["u"], v + moves["v"]) for u, v in places.points], "points")


def _free_direction(mention: Mention, face: Face) -> str | None:
    """Return the coordinate that a row runs along, by its distances: "25 mm above the base" runs sideways."""
    for attribute in mention.take("offset"):
        if attribute.name in {"above", "below"} and face.axis != "Z":
            return "u"
        words = attribute.words
        if words == {"corner"} and face.is_leg:  # away from the bend of a bracket
            return "v" if face.clear_u is not None else "u"
        if attribute.name in {"from", "inset"} and words & {"left", "right"}:
            return "v"
        if attribute.name in {"from", "inset"} and words & {"front", "back", "top", "bottom"}:
            return "u"
    return None


_LONG: Final = frozenset({"long", "longer"})
_SHORT: Final = frozenset({"short", "shorter"})


def centre_line(mention: Mention, face: Face) -> str | None:
    """Consume "on the long centre line", "along the middle", "in a row along x"; return its direction."""
    run: str | None = None
    for attribute in mention.take("place"):
        refs = attribute.refs
        if refs and refs[0].noun in {
            "centre_line",
            "centre",
            "row",
            "axis",
            "length",
            "width",
            "long_side",
            "short_side",
            "direction",
            "x",
            "y",
            "z",
        }:
            if refs[0].noun in {"length", "width"} and attribute.name == "on":
                continue
            traits = refs[0].traits if refs[0].noun == "centre_line" else frozenset()
            if traits & {"length", "width"}:  # "on the longitudinal centre line"
                attribute.used = True
                run = run or ("u" if "length" in traits else "v")
                continue
            if traits & (_LONG | _SHORT):  # "on the long centre line"
                attribute.used = True
                longer = "u" if face.size[0] >= face.size[1] else "v"
                run = run or (longer if traits & _LONG else "v" if longer == "u" else "u")
                continue
            found = next((d for d in (direction_of(r, face) for r in refs) if d), None)
            attribute.used = True
            run = run or found
    if mention.take_flag("lengthwise"):
        run = run or ("u" if face.size[0] >= face.size[1] else "v")
    return run


def _shift(mention: Mention, face: Face, places: Places, run: str) -> Places:
    """Move a row sideways by offsets from edges ("40 mm from the outer face", "25 mm above the base")."""
    offsets = [m for m in mention.take("offset") if m.name not in {"either_side", "first"}]
    if not offsets:
        return places
    moved: set[str] = set()
    du = dv = 0.0
    for attribute in offsets:
        along, value = offset_coordinate(attribute, face)
        if along in moved:
            raise conflict(
                f"Two distances place the {mention.text} in one direction; which one is right?",
                about("place", mention),
            )
        if along == run:
            raise unsupported(
                f"A row of {mention.text} is centred; what is {attribute.text!r} measured to?",
                about("place", mention, words=[attribute.text]),
            )
        moved.add(along)
        if along == "u":
            du = value - face.centre[0]
        else:
            dv = value - face.centre[1]
    return Places(face, [(u + du, v + dv) for u, v in places.points], "points")


def either_side(mention: Mention, face: Face, count: int | None) -> Places | None:
    """Read "35 mm either side of the middle": two features, one on each side."""
    attributes = [m for m in mention.take("offset") if m.name == "either_side"]
    if not attributes:
        return None
    attribute = attributes[0]
    attribute.used = True
    ref = attribute.ref
    if len(attributes) > 1 or (ref is not None and ref.noun not in {"centre", "centre_line", "axis"}):
        raise place_unclear(attribute, mention)
    if count not in {None, 2}:
        raise conflict(
            f"{count} {mention.text} can't be one on either side of the middle.",
            about("count", mention, values=[count]),
        )
    distance = length_of(attribute.quantities[0], "distance from the middle", mention)
    run = centre_line(mention, face) or ("u" if face.size[0] >= face.size[1] else "v")
    columns, rows = (2, 1) if run == "u" else (1, 2)
    return array_of(mention, face, columns, rows, 2 * distance, 2 * distance)
