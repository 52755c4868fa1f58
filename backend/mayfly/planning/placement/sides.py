"""Points by the sides of a rectangle: in the middle of each, and in corners at two distances."""

from __future__ import annotations

from typing import Final

from mayfly.design.geometry.faces import Face, Point
from mayfly.design.places import Corners, Places
from mayfly.language.nodes import Attribute, Mention, Reference
from mayfly.planning.placement.offsets import offset_coordinate
from mayfly.planning.placement.patterns import laid_out
from mayfly.planning.questions import about, conflict, length_of, missing

#: The middle of each side of a rectangle.
MID_SIDE: Final = "mid_side"
_EACH: Final = frozenset({"each", "both", "every", "all"})
_SIDES: Final = frozenset({"side", "edge", "side_face"})
_ENDS: Final = frozenset({"end", "short_side", "short"})
_LONG: Final = frozenset({"long_side", "long"})
_ACROSS: Final = frozenset({"top", "bottom", "front", "back"})
_ALONG: Final = frozenset({"left", "right"})


def at_two_insets(mention: Mention, face: Face, count: int | None) -> Places | None:
    """Read "10 from the sides and 15 from the ends": four, one in each corner.

    Raises:
        NeedsClarification: Both distances count from the same sides.
    """
    insets = [m for m in mention.take("offset") if m.name in {"from", "inset"} and m.ref is not None]
    corners = [m for m in mention.take("place") if m.ref and m.ref.noun == "corner" and m.name != "from"]
    named = [ref for m in (*corners, *insets) if m.ref for ref in m.ref.chain() if ref.noun == "corner"]
    if any(ref.traits & (_ACROSS | _ALONG) for ref in named):
        return None  # of some corners, not of all
    if len(insets) != 2 or face.outline != "rectangle" or not (corners or count == 4):
        return None
    ways = [_way(m, face) for m in insets]
    if None in ways and any(way and _is_of_one_side(m) for way, m in zip(ways, insets, strict=True)):
        return None  # "10 from the edges … 20 from the left edge"
    if None in ways:
        free = "v" if "u" in ways else "u" if "v" in ways else None
        ways = [
            way or (free if m.ref and m.ref.noun in _SIDES else None)
            for way, m in zip(ways, insets, strict=True)
        ]
    if None in ways:
        return None
    if len(set(ways)) < 2:
        raise conflict(
            f"Two distances are given from the same sides: {' and '.join(m.text for m in insets)}.",
            about("size", mention, "inset", values=insets),
        )
    sizes: dict[str, float] = {}
    for attribute, way in zip(insets, ways, strict=True):
        attribute.used = True
        sizes[str(way)] = length_of(attribute.quantities[0], "inset", mention)
    for attribute in corners:
        attribute.used = True
    return laid_out(Corners, mention, face, inset=(sizes["u"], sizes["v"]))


def _is_of_one_side(attribute: Attribute) -> bool:
    """Return whether a distance is from one side that has a name: "20 from the left edge"."""
    ref = attribute.ref
    named = attribute.words & (_ALONG | _ACROSS)
    return len(named) == 1 and ref is not None and not ref.plural and not ref.traits & _EACH


def _way(attribute: Attribute, face: Face) -> str | None:
    """Return along which coordinate a distance from two opposite sides runs; None where that is open."""
    words = attribute.words
    long, short = ("u", "v") if face.size[0] >= face.size[1] else ("v", "u")
    if words & _ENDS:
        return long
    if words & _LONG:
        return short
    if words & _ALONG:
        return "u"
    if words & _ACROSS:
        return "v"
    return None


def listed_distances(mention: Mention, face: Face) -> Places | None:
    """Read "at 25, 125 and 225 from the left end": one at each distance, on the middle line."""
    attributes = [m for m in mention.take("offset") if m.name == "list"]
    if len(attributes) != 1:
        return None
    attribute = attributes[0]
    found: list[Point] = []
    for quantity in attribute.quantities:
        one = Attribute("offset", "from", (quantity,), attribute.ref, text=attribute.text)
        along, value = offset_coordinate(one, face)
        u, v = face.centre
        found.append((value, v) if along == "u" else (u, value))
    attribute.used = True
    mention.take_flag("row", "lengthwise")
    for line in mention.take("place"):
        if line.ref and line.ref.noun in {"centre_line", "centre"}:
            line.used = True
    return Places(face, found, "points")


def in_half(mention: Mention, face: Face) -> Places | None:
    """Read "in the middle of its right half"."""
    halves = [m for m in mention.take("place") if m.ref is not None and m.ref.noun == "half"]
    if len(halves) != 1 or face.axis != "Z":
        return None
    halves[0].used = True
    words = halves[0].words
    (u, v), (long, wide) = face.centre, face.size
    if words & _ALONG:
        return Places(face, [(u + (long / 4 if "right" in words else -long / 4), v)], "points")
    return Places(face, [(u, v + (wide / 4 if "back" in words else -wide / 4))], "points")


def around_the_edges(mention: Mention, face: Face, count: int | None) -> Places | None:
    """Read "in the middle of each side", also with "in the corners" beside it.

    Raises:
        NeedsClarification: How far from the edges they lie was not said.
    """
    middles = [m for m in mention.take("place") if m.ref is not None and _of_each_side(m.ref)]
    if not middles or face.outline != "rectangle" or mention.kind not in {"hole", "bore"} or face.axis != "Z":
        return None
    insets = [m for m in mention.take("offset") if m.name in {"from", "inset"}]
    if len(insets) != 1:
        raise missing(
            f"How far from the edges do the {mention.name} lie?",
            about("place", mention, "inset"),
        )
    inset = length_of(insets[0].quantities[0], "inset", mention)
    corners = [m for m in mention.take("place") if m.ref and m.ref.noun == "corner" and m.name != "from"]
    for attribute in (*middles, *insets, *corners):
        attribute.used = True
    (u0, u1), (v0, v1) = face.u, face.v
    us, vs = (u0 + inset, u1 - inset), (v0 + inset, v1 - inset)
    u, v = face.centre
    points: list[Point] = [*((a, v) for a in us), *((u, b) for b in vs)]
    words = {word for m in middles for word in m.words}
    if words & _LONG:
        points = [(u, b) for b in vs] if face.size[0] >= face.size[1] else [(a, v) for a in us]
    elif words & _ENDS:
        points = [(a, v) for a in us] if face.size[0] >= face.size[1] else [(u, b) for b in vs]
    if corners or count == len(points) + 4:
        points += [(a, b) for a in us for b in vs]
    return Places(face, points, "points")


def _of_each_side(ref: Reference) -> bool:
    return ref.noun == MID_SIDE


def name_mid_sides(mention: Mention) -> None:
    """Call "in the middle of each side" by a name of its own, where a distance from the edges was said."""
    if not any(
        m.name in {"from", "inset"} and (m.ref is None or m.ref.noun in _SIDES)
        for m in mention.take("offset")
    ):
        return
    for attribute in mention.take("place"):
        ref = attribute.ref
        if ref is None:
            continue
        side = ref.of if ref.noun == "centre" else ref if "centre" in ref.traits else None
        if side is None or side.noun not in _SIDES | _ENDS | _LONG or side.traits & (_ACROSS | _ALONG):
            continue
        if side.plural or side.traits & _EACH:
            traits = frozenset(side.traits | {side.noun})
            attribute.ref = Reference(MID_SIDE, traits, ref.count, plural=True, text=ref.text)
