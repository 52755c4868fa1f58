"""Points by their distance from edges: "8 inset", "15 mm from the left edge", "15 mm from each leg"."""

from __future__ import annotations

from mayfly.language.nodes import Frame, Mark, Ref
from mayfly.language.units import number
from mayfly.planning.geometry.faces import Face, Point
from mayfly.planning.placement.patterns import SAME_MM, Places, spacings, take_centre
from mayfly.planning.questions import conflict, impossible, length_of, missing, the, unsupported
from mayfly.planning.script.draft import Draft


def offset_coordinate(mark: Mark, face: Face, default: str | None = None) -> tuple[str, float]:
    """Turn "15 mm from the left edge" into a coordinate: which one ("u" or "v"), and its value.

    Raises:
        NeedsClarification: It can't be told what the distance is measured from.
    """
    mark.used = True
    size = length_of(mark.quantities[0], "distance", zero=True)
    refs = list(mark.ref.chain()) if mark.ref else []
    words = {w for r in refs for w in (r.noun, *r.traits)}
    nouns = {r.noun for r in refs}
    (u0, u1), (v0, v1) = face.u, face.v
    middle = bool(nouns & {"centre", "centre_line", "axis"})
    if face.normal is not None:
        return _on_a_slope(mark, face, size, words, middle=middle)
    if nouns == {"corner"} and mark.name == "from" and not words & {"left", "right", "front", "back"}:
        for along, whole, clear in (("u", face.u, face.clear_u), ("v", face.v, face.clear_v)):
            if face.name.endswith("leg") and clear is not None and clear[0] > whole[0]:
                return along, whole[0] + size  # of a bracket, from the outside of its bend
    if mark.name in {"left", "right"} and (middle or not refs):
        return "u", face.centre[0] + (-size if mark.name == "left" else size)
    if mark.name in {"front", "back"} and (middle or not refs) and face.axis == "Z":
        return "v", face.centre[1] + (-size if mark.name == "front" else size)
    if mark.name in {"above", "below"}:
        if face.axis == "Z" and not middle:
            raise unsupported(f"Where is {mark.text!r} on the {face.name}?")
        if middle:
            return "v", face.centre[1] + (size if mark.name == "above" else -size)
        if mark.name == "above" and words & {"bottom", "base", "floor", "underside", "it", "part", "edge"}:
            return "v", v0 + size
        if mark.name == "below" and words & {"top", "top_face", "rim", "edge"}:
            return "v", v1 - size
        raise unsupported(f"Where is {mark.text!r}?")
    if mark.name in {"from", "inset"} and refs:
        if "vertical_leg" in words and face.axis == "Z":
            upright = face.clear_v is not None and face.clear_v[0] > v0  # an angle's leg stands at -Y
            return ("v", v0 + size) if upright else ("u", u0 + size)
        if words & {"left"}:
            return "u", u0 + size
        if words & {"right"} and face.axis != "X":
            return "u", u1 - size
        if face.axis == "Z" and words & {"front", "bottom"}:
            return "v", v0 + size
        if face.axis == "Z" and words & {"back", "top"}:
            return "v", v1 - size
        if face.axis != "Z" and words & {"bottom", "base", "floor", "underside"}:
            return "v", v0 + size
        if face.axis != "Z" and words & {"top", "top_face", "rim"}:
            return "v", v1 - size
        if face.name == "side" and "end" in words and face.settle is not None:
            raise missing(f"Which end is meant by {mark.text!r}: the top or the bottom?")
        if face.name == "side" and "end" in words:
            return "v", v0 + size
        if words & {"end", "short_side", "short"} and nouns & {"end", "edge", "side", "short_side"}:
            raise missing(f"Which end is meant by {mark.text!r}: left or right?")
    raise unsupported(f"Where is {mark.text!r}?")


def from_each_end(frame: Frame, face: Face, count: int | None) -> Places | None:
    """Read "10 mm from each end": one feature at either end.

    Raises:
        NeedsClarification: More than two of them, or it is open which sides are the ends.
    """
    marks = [
        m
        for m in frame.take("offset")
        if m.name in {"from", "inset"}
        and m.ref
        and m.ref.noun in {"end", "short_side"}
        and (m.ref.traits & {"each", "both", "every"} or m.ref.plural)
    ]
    if not marks:
        return None
    mark = marks[0]
    if len(marks) > 1 or count not in {None, 1, 2} or frame.take("spacing"):
        raise conflict(f"Where do the {frame.text} go? {mark.text!r} places two.")
    mark.used = True
    frame.count = None
    distance = length_of(mark.quantities[0], "distance from the ends")
    (u0, u1), (v0, v1) = face.u, face.v
    if face.name != "side" and abs(face.size[0] - face.size[1]) < SAME_MM:
        raise missing(f"Which ends of the {face.name} are meant by {mark.text!r}?")
    if face.name == "side" or face.size[1] > face.size[0]:
        u = face.centre[0]
        return Places(face, [(u, v0 + distance), (u, v1 - distance)], "points")
    v = face.centre[1]
    return Places(face, [(u0 + distance, v), (u1 - distance, v)], "points")


def _on_a_slope(mark: Mark, face: Face, size: float, words: set[str], *, middle: bool) -> tuple[str, float]:
    """Turn a distance into a coordinate of a sloped face: u along the model's Y, v up the slope."""
    (u0, u1), (v0, v1) = face.u, face.v
    if not middle and mark.name in {"from", "inset", "above", "below"}:
        if words & {"bottom", "base", "underside"} and mark.name != "below":
            return "v", v0 + size
        if words & {"top", "top_face"} and mark.name != "above":
            return "v", v1 - size
        if words & {"front"}:
            return "u", u0 + size
        if words & {"back"}:
            return "u", u1 - size
    raise unsupported(
        f"Where is {mark.text!r} on the {face.name}? Please count from its top, bottom, front or back."
    )


def by_offsets(frame: Frame, face: Face, count: int | None) -> Places | None:
    """Place one feature by one or two distances from edges or from the centre."""
    marks = [m for m in frame.take("offset") if m.name != "either_side"]
    if not marks or frame.take("spacing"):
        return None
    if any(m.ref is None or is_all_edges(m.ref) for m in marks):
        return None
    if count not in {None, 1} or frame.plural:
        raise missing(f"Where do {the(frame.text)} go? {', '.join(m.text for m in marks)} places only one.")
    centre_u, centre_v = face.centre
    at: dict[str, float] = {}
    for mark in marks:
        along, value = offset_coordinate(mark, face)
        if along in at:
            raise conflict(
                f"The place of the {frame.text} is given twice in one direction:"
                f" {' and '.join(m.text for m in marks)}."
            )
        at[along] = value
    if len(at) == 1 and not take_centre(frame) and not frame.flags() & {"centred"}:
        _take_line(frame)
    take_centre(frame)
    return Places(face, [(at.get("u", centre_u), at.get("v", centre_v))], "points")


def _take_line(frame: Frame) -> None:
    for mark in frame.take("place"):
        if mark.ref and mark.ref.noun in {"centre_line"}:
            mark.used = True


def is_all_edges(ref: Ref) -> bool:
    """Whether a reference means all edges or corners alike ("from each edge")."""
    sides = ref.traits & {"left", "right", "top", "bottom", "front", "back", "outer", "long", "short"}
    return ref.noun in {"edge", "side", "corner"} and not sides and ref.of is None


def from_legs(frame: Frame, face: Face) -> Places | None:
    """Read "15 mm from each leg" on a triangle: the right angle is at the face's first corner."""
    marks = [
        m
        for m in frame.take("offset")
        if m.name in {"from", "inset"} and m.ref and m.ref.noun in {"leg", "edge", "side"}
    ]
    if len(face.corners) != 3 or not marks:
        return None
    if (
        len(marks) != 1
        or not (marks[0].ref and marks[0].ref.traits & {"each", "both"})
        or marks[0].ref.noun == "edge"
    ):
        raise unsupported(f"Please give the {frame.text} by its distance from each leg, or by coordinates.")
    marks[0].used = True
    size = length_of(marks[0].quantities[0], "distance from the legs")
    return Places(face, [(face.u[0] + size, face.v[0] + size)], "points")


def at_corners(draft: Draft, frame: Frame, face: Face, width: Point, count: int | None) -> Places | None:
    """Place four features at the corners, by their inset or by the distances between them."""
    places = [m for m in frame.take("place") if m.ref and m.ref.noun == "corner" and m.name != "from"]
    insets = [
        m
        for m in frame.take("offset")
        if m.name in {"inset", "from"} and (m.ref is None or is_all_edges(m.ref))
    ]
    if not places and not (insets and count == 4):
        return None
    if face.outline != "rectangle":
        raise unsupported(
            f"A {draft.part.title.lower()} has no corners for the {frame.text}; a bolt circle, perhaps?"
        )
    if count == 1 and any(m.ref and m.ref.traits & {"each", "every", "all"} for m in places):
        count = frame.count = None
    for mark in places:
        mark.used = True
        if mark.ref and mark.ref.traits & {"left", "right", "top", "bottom", "front", "back", "opposite"}:
            raise unsupported(
                f"Please give the {frame.text} by coordinates; {mark.text!r} leaves the distance open."
            )
        if (mark.ref and mark.ref.count not in {None, 4}) or (count not in {None, 4}):
            raise conflict(
                f"A rectangle has four corners, but {count or (mark.ref and mark.ref.count)} were asked for."
            )
    spacing = spacings(frame, face)
    inset_u = inset_v = None
    if insets:
        if len(insets) > 1:
            raise conflict(f"Two distances from the edges are given: {' and '.join(m.text for m in insets)}.")
        insets[0].used = True
        inset_u = inset_v = length_of(insets[0].quantities[0], "inset")
    if spacing[0] is not None and spacing[1] is not None:
        inset_u, inset_v = (face.size[0] - spacing[0]) / 2, (face.size[1] - spacing[1]) / 2
    elif spacing != (None, None):
        raise missing(f"What is the second distance between the corner {frame.name}?")
    if (inset_u is None or inset_v is None) and frame.kind not in {"hole", "bore"}:
        raise missing(f"How far from the edges are the {frame.name} in the corners?")
    if inset_u is None or inset_v is None:
        inset_u = inset_v = 2 * max(width)
        draft.assumptions.append(
            f"An inset of {number(inset_u)} mm (edge to hole centre, twice the hole diameter) is"
            " assumed for the corner holes."
        )
    (u0, u1), (v0, v1) = face.u, face.v
    if 2 * inset_u >= face.size[0] - SAME_MM or 2 * inset_v >= face.size[1] - SAME_MM:
        raise impossible(
            f"An inset of {number(inset_u)} mm leaves no room for four corner holes on"
            f" {number(face.size[0])} x {number(face.size[1])} mm. Which inset?"
        )
    points = [(u, v) for u in (u0 + inset_u, u1 - inset_u) for v in (v0 + inset_v, v1 - inset_v)]
    return Places(face, points, "corners", (inset_u, inset_v))
