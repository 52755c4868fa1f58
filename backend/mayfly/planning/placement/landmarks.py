"""Landmarks of a face that distances count from: its middle, a corner, an edge, the middle of an edge."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.features import OnFace
from mayfly.design.features.keyway import bore_of
from mayfly.design.geometry.faces import Face, Point
from mayfly.design.places import Places
from mayfly.language.chunks import Quantity
from mayfly.language.english import inverted
from mayfly.language.nodes import Attribute, Mention, Reference
from mayfly.language.vocabulary import word_set
from mayfly.planning.questions import about, length_of, missing

#: Which end of v a word means ("v-" the low one), on a face that lies and on one that stands upright.
LYING: Final = {"front": "v-", "bottom": "v-", "back": "v+", "top": "v+"}
UPRIGHT: Final = {
    **dict.fromkeys(("bottom", "base", "floor", "underside"), "v-"),
    **dict.fromkeys(("top", "top_face", "rim"), "v+"),
}
_LEFT_OR_RIGHT: Final = {"left": "u-", "right": "u+"}
#: The same on the faces at the left and at the right.
BESIDE: Final = {"front": "u-", "back": "u+"}
#: What a distance leads towards: "10 mm to the right of", "20 mm above".
_TOWARDS: Final = {**_LEFT_OR_RIGHT, "above": "v+", "below": "v-"}
_LYING_TOWARDS: Final = {**_TOWARDS, "front": "v-", "back": "v+"}
_EDGES: Final = word_set("edge border")
#: How a distance from an edge is introduced: "8 mm from the edge", "8 mm inset".
INSIDE: Final = word_set("from inset")

Landmark = tuple[float | None, float | None]
"""Coordinates u and v in mm; None for one that it leaves open, as the left edge leaves v."""

_SIDEWAYS: Final = frozenset({"left", "right"})


def ends_of(face: Face) -> dict[str, str]:
    """Return which end of which coordinate a side's name means: "u-" is the low end of u."""
    return {
        **_LEFT_OR_RIGHT,
        **(LYING if face.axis == "Z" else UPRIGHT),
        **(BESIDE if face.axis == "X" else {}),
    }


def landmark(ref: Reference | None, face: Face) -> Landmark | None:
    """Return where on a face something lies; None for what is no landmark of it.

    Args:
        ref: "The lower left corner", "the left edge", "the middle of the top edge", "the centre".
        face: The face.
    """
    chain = list(ref.chain()) if ref is not None else []
    if not chain or face.normal is not None or face.curved or face.name == "side":
        return None
    first, rest = chain[0], chain[1:]
    if first.noun == "centre":
        edges = [one for one in rest if one.noun in _EDGES]
        return _on_sides(edges[0], face, middle=True) if edges else face.centre
    if first.noun == "corner" and not first.plural:
        found = _on_sides(first, face, middle=False)
        return found if found is not None and None not in found else None
    if first.noun in _EDGES:
        return _on_sides(first, face, middle=False)
    return None


def _on_sides(ref: Reference, face: Face, *, middle: bool) -> Landmark | None:
    """Return the place of an edge or corner by the sides that it names; ``middle``: centre what is open."""
    ends = ends_of(face)
    named = {ends[word] for word in ref.traits if word in ends}
    if not named or len({end[0] for end in named}) < len(named) or (middle and len(named) > 1):
        return None
    values = {"u": face.centre[0] if middle else None, "v": face.centre[1] if middle else None}
    for end in named:
        values[end[0]] = getattr(face, end[0])[end[1] == "+"]
    return values["u"], values["v"]


def of_an_edge(attribute: Attribute) -> bool:
    """Return whether a place is the middle of an edge, not of the face."""
    refs = attribute.refs
    return bool(refs) and refs[0].noun == "centre" and any(one.noun in _EDGES for one in refs[1:])


def from_landmark(attribute: Attribute, face: Face, size: float) -> tuple[str, float] | None:
    """Turn "20 mm above the bottom edge", "10 mm right of the lower left corner" into a coordinate.

    Returns:
        Which one ("u" or "v") and its value; None where the words lead from no landmark.
    """
    towards = _LYING_TOWARDS if face.axis == "Z" else _TOWARDS if face.axis == "Y" else {}
    way = towards.get(attribute.name)
    found = landmark(attribute.ref, face) if way is not None else None
    if way is None or found is None:
        return None
    start = found["uv".index(way[0])]
    return None if start is None else (way[0], start + (size if way[1] == "+" else -size))


def completed(at: Mapping[str, float], attribute: Attribute, face: Face) -> dict[str, float]:
    """Return coordinates with the other one of the landmark that a distance is counted from."""
    found = landmark(attribute.ref, face)
    if found is None or None in found or attribute.name in INSIDE:
        return dict(at)
    u, v = found
    return {"u": u, "v": v, **at} if u is not None and v is not None else dict(at)


def in_from_an_edge(mention: Mention, face: Face) -> Places | None:
    """Place one feature in the middle of an edge, as far inside as was said: "near the left edge, 12 mm in".

    Raises:
        NeedsClarification: It was not said how far inside.
    """
    if face.outline != "rectangle" or mention.plural or mention.count not in {None, 1}:
        return None
    places = [one for one in mention.take("place") if of_an_edge(one) or (one.ref and one.ref.noun in _EDGES)]
    insets = [one for one in mention.take("offset") if one.name in INSIDE and one.ref is None]
    found = landmark(places[0].ref, face) if len(places) == 1 else None
    if found is None or len(mention.take("offset")) != len(insets):
        return None
    attribute = places[0]
    if not insets and not of_an_edge(attribute):
        return None
    if len(insets) != 1:
        raise missing(
            f"How far from the edge {inverted('is', mention.text)} ({attribute.text})?",
            about("place", mention, "inset", values=[attribute], words=[attribute.text]),
        )
    inset = length_of(insets[0].quantities[0], "inset", mention)
    attribute.used = insets[0].used = True
    return Places(face, [_inside(found, face, inset)], "points")


def _inside(found: Landmark, face: Face, inset: float) -> Point:
    """Return the point so far inside the edge that it lies on, in the middle of it where that is open."""
    point = []
    for value, (low, high), middle in zip(found, (face.u, face.v), face.centre, strict=True):
        inwards = {low: inset, high: -inset}.get(value, 0.0) if value is not None else 0.0
        point.append(middle if value is None else value + inwards)
    return point[0], point[1]


#: What a distance may count from that was made before: "10 mm to the right of it".
_MADE: Final = word_set("it hole bore boss pocket slot")


def count_from_feature(draft: Draft, mention: Mention, face: Face) -> None:
    """Count "10 mm to the right of it" from the middle of the feature that was made last on the face.

    Raises:
        NeedsClarification: No such feature was made, or it lies in several places.
    """
    towards = _LYING_TOWARDS if face.axis == "Z" else _TOWARDS if face.axis == "Y" else {}
    offsets = [
        one
        for one in mention.take("offset")
        if one.name in towards and one.ref is not None and one.ref.noun in _MADE and one.ref.of is None
    ]
    if not offsets:
        return
    point = _of_last(draft, face, offsets[0].ref)
    if point is None:
        raise missing(
            f"Where {inverted('is', mention.text)} ({offsets[0].text})? Please say it by coordinates.",
            about("place", mention, values=offsets, words=[one.text for one in offsets]),
        )
    at = dict(zip("uv", point, strict=True))
    for one in offsets:
        way = towards[one.name]
        size = length_of(one.quantities[0], "distance", mention, zero=True)
        at[way[0]] += size if way[1] == "+" else -size
        one.used = True
    u, v = face.centre  # from which coordinates are counted
    mention.attributes.append(Attribute("points", points=((at["u"] - u, at["v"] - v),), text=offsets[0].text))


def _of_last(draft: Draft, face: Face, ref: Reference | None) -> Point | None:
    """Return the middle of a feature on a face: the last one, or the only one that is so called.

    None where no such feature was made, or several may be meant.
    """
    placed = [
        one for one in draft.features if isinstance(one, OnFace) and one.face in {face.key, face.name, None}
    ]
    if ref is None or ref.noun == "it":
        points = placed[-1].at.on(face).points if placed else ()
        return points[0] if len(points) == 1 else None
    kind = "hole" if ref.noun == "bore" else ref.noun
    found = [point for one in placed if getattr(one, "kind", "") == kind for point in one.at.on(face).points]
    ends = ends_of(face)
    for end in (ends[trait] for trait in ref.traits if trait in ends):
        index, pick = "uv".index(end[0]), max if end[1] == "+" else min
        edge = pick((point[index] for point in found), default=0.0)
        found = [point for point in found if point[index] == edge]
    return found[0] if len(found) == 1 else None


def insets_by_sides(mention: Mention) -> tuple[Attribute, Attribute] | None:
    """Return the distances from the left and right edges, and from the front and back, if both are said."""
    offsets = [m for m in mention.take("offset") if m.name == "from" and m.ref and m.ref.plural]
    across = [m for m in offsets if m.ref and m.ref.traits >= _SIDEWAYS]
    along = [m for m in offsets if m.ref and any(m.ref.traits >= ends for ends in _ACROSS)]
    return (across[0], along[0]) if len(across) == len(along) == 1 else None


_ACROSS: Final = (frozenset({"front", "back"}), frozenset({"top", "bottom"}))


def from_two_edges(mention: Mention, face: Face, count: int | None) -> Places | None:
    """Place features by one distance from two edges that are named.

    "15 mm from the left and right edges" are two features, "from the left and bottom edges" is one.

    Raises:
        NeedsClarification: Another number of them was asked for.
    """
    if insets_by_sides(mention) is not None:
        return None  # of those in the corners
    ends = ends_of(face)
    for attribute in mention.take("offset"):
        sides = sorted((ends[word] for word in attribute.words if word in ends), reverse=True)
        corner = any(one.noun == "corner" for one in attribute.refs)
        if attribute.name not in INSIDE or len(sides) != 2 or corner:
            continue
        distance = length_of(attribute.quantities[0], "distance", mention, zero=True)
        points = _from_each(face, sides, distance)
        if (len(points) == 2) != mention.plural or count not in {None, len(points)}:
            raise missing(
                f"Where {inverted('does', mention.text)} go? {attribute.text!r} places {len(points)}.",
                about("place", mention, values=[attribute], words=[attribute.text]),
            )
        attribute.used = True
        _take_corner(mention, ends, sides)
        if len(points) == 2:
            points = _along_these(mention, face, points, sides[0][0])
        return Places(face, points, "points")
    return None


def _along_these(mention: Mention, face: Face, points: Sequence[Point], across: str) -> list[Point]:
    """Return points between two edges as far from a third one as was said besides: "20 mm from the front"."""
    ends = ends_of(face)
    for one in mention.take("offset"):
        sides = {ends[word] for word in one.words if word in ends}
        end = next(iter(sides), "")
        if one.name not in INSIDE or len(sides) != 1 or end[0] == across:
            continue
        one.used = True
        distance = length_of(one.quantities[0], "distance", mention, zero=True)
        value = getattr(face, end[0])[end[1] == "+"] + (-distance if end[1] == "+" else distance)
        return [(u, value) if across == "u" else (value, v) for u, v in points]
    return list(points)


def _take_corner(mention: Mention, ends: Mapping[str, str], sides: Collection[str]) -> None:
    """Consume "in the top right corner" where the distances are from the edges that meet there."""
    for place in mention.take("place"):
        if place.ref is not None and place.ref.noun == "corner":
            named = {ends[trait] for trait in place.ref.traits if trait in ends}
            place.used = place.used or named == set(sides)


def _from_each(face: Face, sides: list[str], distance: float) -> list[Point]:
    """Return the points so far inside two opposite edges, or inside two that meet."""
    inside = {
        side: getattr(face, side[0])[side[1] == "+"] + (-distance if side[1] == "+" else distance)
        for side in sides
    }
    u, v = face.centre
    along = {side[0]: inside[side] for side in sides}
    if len(along) == 2:
        return [(along["u"], along["v"])]
    return [(one, v) if sides[0][0] == "u" else (u, one) for one in inside.values()]


_INWARDS: Final = word_set("inner bore hole centre inside")
_OUTWARDS: Final = word_set("outer rim edge outside circumference")


def halfway_out(draft: Draft, mention: Mention, face: Face) -> None:
    """Turn "halfway between the bore and the rim" of a round face into the circle that lies there."""
    ends = mention.take("between")
    if len(ends) != 2 or face.outline != "circle" or face.axis != "Z":
        return
    words = [one.words for one in ends]
    inside = next((said for said in words if said & _INWARDS and not said & _OUTWARDS), None)
    outside = next((said for said in words if said & _OUTWARDS and not said & _INWARDS), None)
    if inside is None or outside is None:
        return
    bore = bore_of(draft)
    inner = 0.0 if "centre" in inside else bore.diameter if bore is not None else face.inner
    if not inner and "centre" not in inside:
        return
    radius = (inner + face.size[0]) / 4
    for one in ends:
        one.used = True
    said = Quantity(radius, f"{radius:g} mm", unit="mm")
    mention.attributes.append(Attribute("circle", "radius", (said,), text=ends[0].text))


def between(mention: Mention, face: Face) -> Places | None:
    """Place one feature halfway between two landmarks.

    Raises:
        NeedsClarification: One of the two can't be found.
    """
    ends = mention.take("between")
    if not ends:
        return None
    found = [landmark(one.ref, face) for one in ends]
    known = [one for one in found if one is not None]
    if len(known) != 2 or mention.plural or mention.count not in {None, 1}:
        raise missing(
            f"Where {inverted('is', mention.text)} ({ends[0].text})? Please say it by coordinates.",
            about("place", mention, values=ends, words=[one.text for one in ends]),
        )
    point = []
    for first, second, middle in zip(*known, face.centre, strict=True):
        values = [one for one in (first, second) if one is not None]
        point.append(sum(values) / len(values) if values else middle)
    for one in ends:
        one.used = True
    return Places(face, [(point[0], point[1])], "points")
