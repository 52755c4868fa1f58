"""Where a feature goes: from the marks of a frame to a face and to points on it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final, Literal

from mayfly.planning.draft import Draft, Point
from mayfly.planning.hosts import Face, faces_of
from mayfly.planning.language.reading import Frame, Mark, Ref
from mayfly.planning.language.units import number
from mayfly.planning.questions import conflict, impossible, length_of, missing, unsupported

Pattern = Literal["centre", "corners", "circle", "grid", "points"]

_FACE_WORDS: Final = {
    "top": "top", "top_face": "top", "bottom": "bottom", "underside": "bottom", "front": "front", "back": "back",
    "left": "left", "right": "right", "floor": "floor", "base": "bottom", "horizontal_leg": "horizontal_leg",
    "vertical_leg": "vertical_leg",
}  # fmt: skip
_FACE_NOUNS: Final = frozenset(
    "face side wall surface side_face leg end flange web top bottom front back left right top_face underside floor lid horizontal_leg vertical_leg".split()
)


@dataclass(slots=True)
class Places:
    """Where the features of one frame go.

    Attributes:
        face: The face they start from.
        points: In the face's coordinates.
        pattern: How a person would lay them out.
        numbers: The pattern's numbers (inset x and y; diameter and count; spacings and counts).
        through_all: The hole goes along the axis through everything, not only through the face's material.
    """

    face: Face
    points: list[Point] = field(default_factory=list)
    pattern: Pattern = "centre"
    numbers: tuple[float, ...] = ()
    through_all: bool = False


def find_faces(draft: Draft, frame: Frame) -> list[Face]:
    """Find the face (or, for "in all three directions", the faces) that a frame speaks of.

    Raises:
        NeedsClarification: The part has no such face.
    """
    faces = faces_of(draft)
    if not faces:
        raise unsupported(
            f"A {draft.part.title.lower()} takes no {frame.text or frame.kind}; what is it for?"
        )
    directions = [
        m
        for m in frame.take("place")
        if m.ref and any(r.noun == "direction" and (r.count == 3 or "all" in r.traits) for r in m.ref.chain())
    ]
    if directions:
        for mark in directions:
            mark.used = True
        return [_face(faces, name, draft, frame) for name in ("top", "front", "right")]
    axis = _axis(frame)
    if axis:
        name = {"x": "right", "y": "front", "z": "top"}[axis]
        return [_face(faces, name, draft, frame)]
    named = _named_face(frame, draft)
    if named:
        return [_face(faces, named, draft, frame)]
    if "vertical_leg" in faces:
        return [faces["top"]]
    return [faces["top"]]


def _face(faces: dict[str, Face], name: str, draft: Draft, frame: Frame) -> Face:
    if name not in faces:
        raise unsupported(
            f"A {draft.part.title.lower()} has no flat {name.replace('_', ' ')} for the {frame.text or frame.kind}."
        )
    return faces[name]


def _axis(frame: Frame) -> str | None:
    """Find "along x", "in the y direction", "horizontal"."""
    for mark in frame.take("place"):
        for ref in mark.ref.chain() if mark.ref else ():
            letter = (
                ref.noun
                if ref.noun in {"x", "y", "z"}
                else next((t for t in ref.traits if t in {"x", "y", "z"}), None)
            )
            if letter and (
                mark.name in {"along", "in", "parallel", "through", "on"} or ref.noun in {"axis", "direction"}
            ):
                mark.used = True
                return letter
            length = next((t for t in {ref.noun, *ref.traits} if t in {"length", "width", "height"}), None)
            if (
                length
                and mark.name in {"along", "through"}
                and frame.kind in {"hole", "bore"}
                and not frame.take("spacing")
            ):
                mark.used = True
                return {"length": "x", "width": "y", "height": "z"}[length]
    return None


def _named_face(frame: Frame, draft: Draft) -> str | None:
    """Find "on the top face", "through the front wall", "from the underside", "in the vertical leg"."""
    found: set[str] = set()
    for mark in frame.take("place"):
        refs = list(mark.ref.chain()) if mark.ref else []
        for ref in refs:
            names = {_FACE_WORDS[w] for w in (*sorted(ref.traits), ref.noun) if w in _FACE_WORDS}
            if (
                ref.noun in _FACE_NOUNS
                and names
                and not (mark.name == "from" and frame.take("points") and ref.noun == "corner")
            ):
                if len(names) > 1:
                    raise conflict(f"Which face is meant by {mark.text!r}?")
                found |= names
                if (
                    ref.noun == "side"
                    and names <= {"left", "right", "front", "back"}
                    and mark.name in {"on", "in", "into", "through", "from"}
                ):
                    pass
                if ref is refs[0]:
                    mark.used = True
                elif refs[0].noun in {"centre", "corner"}:
                    pass
                else:
                    raise unsupported(f"Where is {mark.text!r}?")
        if refs and refs[0].noun in {"leg", "wall", "side_face", "ear", "flange", "web"} and not found:
            raise unsupported(f"Which {refs[0].noun} is meant by {mark.text!r}?")
    if len(found) > 1:
        raise conflict(f"The {frame.text} can't be on both: {' and '.join(sorted(found))}. Which one?")
    return found.pop() if found else None


def place(draft: Draft, frame: Frame, face: Face, width: Point, count: int | None) -> Places:
    """Work out the points of a frame's features on a face.

    Args:
        draft: The model so far.
        frame: What was said.
        face: Where they go.
        width: Their extent along u and v, to see that they fit.
        count: How many, where said.

    Raises:
        NeedsClarification: No place was said, or the places don't fit together.
    """
    across = frame.take_flag("row", "row_of")
    centred = frame.take_flag("centred")
    _use_harmless_places(frame)
    options = [
        _points(frame, face),
        _legs(frame, face),
        _circle(draft, frame, face, count),
        _grid(frame, face, count),
        _corners(draft, frame, face, width, count),
        _row(frame, face, count),
        _either_side(frame, face, count),
        _offsets(frame, face, count),
    ]
    found = [option for option in options if option is not None]
    if len(found) > 1:
        raise conflict(f"The place of the {frame.text} is given in two ways; which one holds?")
    if found:
        places = found[0]
    else:
        places = Places(face, [face.centre], "centre")
        middle = _take_centre(frame) or centred
        if count is not None and count > 1:
            raise missing(
                f"Where do the {count} {frame.text.split()[-1] if frame.text else 'holes'} go: corners, a row, a bolt circle, or which points?"
            )
        if frame.plural and count is None and not middle:
            raise missing(f"How many {frame.text}, and where do they go?")
    _ = across
    if count is not None and len(places.points) != count:
        raise conflict(
            f"{count} {frame.name or frame.kind} were asked for, but the places given make {len(places.points)}. Which holds?"
        )
    _check_fit(frame, places, width)
    return places


def _take_centre(frame: Frame) -> bool:
    """Use up "in the centre", "on its axis", "centred on the width"."""
    found = any(m.used and m.ref and m.ref.noun == "centre" for m in frame.marks if m.kind == "place")
    for mark in frame.take("place"):
        refs = list(mark.ref.chain()) if mark.ref else []
        on_size = refs and refs[0].noun in {"width", "length"} and mark.name in {"on", "in"}
        if refs and (refs[0].noun in {"centre", "axis"} or on_size):
            mark.used = found = True
    return found


def _use_harmless_places(frame: Frame) -> None:
    """Use up places that say what is the case anyway: "in the plate", "along its axis", "through everything"."""
    for mark in frame.take("place"):
        ref = mark.ref
        if ref is None:
            continue
        if ref.noun in {
            "part",
            "it",
            "everything",
            "body",
            "thickness",
            "surface",
            "piece",
            "height",
            "plane",
        } and not ref.traits - {"whole", "entire", "overall", "flat", "main"}:
            mark.used = True
        elif ref.noun == "axis" and not ref.traits & {"x", "y"}:
            mark.used = True


def _points(frame: Frame, face: Face) -> Places | None:
    marks = frame.take("points")
    if not marks:
        return None
    from_corner = False
    for mark in frame.take("place"):
        refs = list(mark.ref.chain()) if mark.ref else []
        if mark.name == "from" and refs and refs[0].noun == "corner":
            traits = refs[0].traits
            if traits & {"top", "right", "back"}:
                raise unsupported(
                    "Coordinates count from the lower left corner or from the centre; please give them so."
                )
            mark.used = from_corner = True
        elif mark.name in {"from", "at"} and refs and refs[0].noun == "centre":
            mark.used = True
    points: list[Point] = []
    for mark in marks:
        mark.used = True
        for point in mark.points:
            if len(point) != 2:
                raise unsupported(f"The point {mark.text} has {len(point)} coordinates; two are needed.")
            u, v = point
            points.append(
                (face.u[0] + u, face.v[0] + v) if from_corner else (face.centre[0] + u, face.centre[1] + v)
            )
    return Places(face, points, "points")


def _circle(draft: Draft, frame: Frame, face: Face, count: int | None) -> Places | None:
    marks = frame.take("circle")
    if not marks:
        return None
    frame.take_flag("equally")
    sizes = [m for m in marks if m.quantities]
    if not sizes:
        raise missing(f"What is the diameter of the bolt circle for the {frame.text}?")
    if len(sizes) > 1 and len({m.quantities[0].value for m in sizes}) > 1:
        raise conflict(
            f"Two bolt circles are given: {' and '.join(m.quantities[0].text for m in sizes)}. Which one holds?"
        )
    diameter = length_of(sizes[0].quantities[0], "bolt circle") * (2 if sizes[0].name == "radius" else 1)
    if count is None:
        raise missing(f"How many {frame.text} are on the bolt circle of {number(diameter)} mm?")
    for mark in marks:
        mark.used = True
    _use_centre(frame)
    u, v = face.centre
    points = [
        (
            u + diameter / 2 * math.cos(2 * math.pi * k / count),
            v + diameter / 2 * math.sin(2 * math.pi * k / count),
        )
        for k in range(count)
    ]
    return Places(face, points, "circle", (diameter, count))


def _use_centre(frame: Frame) -> None:
    for mark in frame.take("place"):
        if mark.ref and mark.ref.noun in {"centre"}:
            mark.used = True


def _grid(frame: Frame, face: Face, count: int | None) -> Places | None:
    marks = frame.take("grid")
    if not marks:
        return None
    columns, rows = (int(q.value) for q in marks[0].quantities)
    marks[0].used = True
    along_u, along_v = _spacings(frame, face)
    if along_u is None and columns > 1 and along_v is not None and rows == 1:
        along_u = along_v
    if (along_u is None and columns > 1) or (along_v is None and rows > 1):
        either = along_u if along_u is not None else along_v
        if either is None or _spacing_has_direction(frame):
            raise missing(f"What is the spacing of the {columns} x {rows} grid of {frame.name}?")
        along_u = along_v = either
    return _array(frame, face, columns, rows, along_u or 1.0, along_v or 1.0)


def _spacing_has_direction(frame: Frame) -> bool:
    return any(m.ref is not None for m in frame.marks if m.kind == "spacing")


def _array(frame: Frame, face: Face, columns: int, rows: int, along_u: float, along_v: float) -> Places:
    _use_centre(frame)
    frame.take_flag("equally", "row", "lengthwise")
    u, v = face.centre
    points = [
        (u + (i - (columns - 1) / 2) * along_u, v + (j - (rows - 1) / 2) * along_v)
        for i in range(columns)
        for j in range(rows)
    ]
    return Places(face, points, "grid", (along_u, along_v, columns, rows))


def direction_of(ref: Ref | None, face: Face) -> str | None:
    """Tell along which of a face's coordinates a direction runs: "u", "v", or None if it says neither."""
    if ref is None:
        return None
    words = {ref.noun, *ref.traits} | {
        w for r in ref.chain() for w in ({r.noun} if r.noun in {"length", "width", "height"} else set())
    }
    long_u = face.size[0] >= face.size[1]
    letters = {"Z": ("x", "y"), "Y": ("x", "z"), "X": ("y", "z")}[face.axis]
    if letters[0] in words:
        return "u"
    if letters[1] in words:
        return "v"
    if words & {"long_side", "long", "longer", "lengthwise"}:
        return "u" if long_u else "v"
    if words & {"short_side", "short", "shorter"}:
        return "v" if long_u else "u"
    if "cross" in words:
        return "v" if long_u else "u"
    if "horizontal" in words:
        return "u"
    if "vertical" in words:
        return "v"
    names = {
        "Z": {"length": "u", "width": "v", "depth": "v"},
        "Y": {"length": "u", "height": "v", "width": "u"},
        "X": {"width": "u", "height": "v", "length": "u"},
    }[face.axis]
    for word in ("length", "width", "height", "depth"):
        if word in words:
            return names.get(word)
    return None


def _spacings(frame: Frame, face: Face) -> tuple[float | None, float | None]:
    """Give the spacings along u and v."""
    found: dict[str, float] = {}
    loose: list[float] = []
    for mark in frame.take("spacing"):
        mark.used = True
        sizes = [length_of(q, "spacing") for q in mark.quantities]
        if len(sizes) == 2:
            found |= {"u": sizes[0], "v": sizes[1]}
            continue
        direction = direction_of(mark.ref, face)
        if mark.ref is not None and direction is None and mark.ref.noun not in {"centre_line", "centre"}:
            raise unsupported(f"Along which direction is {mark.text!r}?")
        if direction is None:
            loose.append(sizes[0])
        elif direction in found:
            raise conflict(
                f"Two spacings run in one direction: {number(found[direction])} mm and {mark.quantities[0].text}."
            )
        else:
            found[direction] = sizes[0]
    if loose and found:
        free = [d for d in "uv" if d not in found]
        if len(loose) > 1 or not free:
            raise conflict(f"Which of the spacings of the {frame.text} hold?")
        found[free[0]] = loose[0]
        loose = []
    if len(loose) > 1:
        found |= {"u": loose[0], "v": loose[1]}
    elif loose:
        return loose[0], None
    return found.get("u"), found.get("v")


def _row(frame: Frame, face: Face, count: int | None) -> Places | None:
    marks = frame.take("spacing")
    if not marks:
        return None
    if frame.take("place") and any(m.ref and m.ref.noun == "corner" for m in frame.take("place")):
        return None
    total = count or (2 if frame.plural else None)
    if total is None:
        raise missing(f"How many {frame.text} stand in the row?")
    directions = [direction_of(m.ref, face) for m in marks]
    line = _centre_line(frame, face)
    along_u, along_v = _spacings(frame, face)
    if along_u is not None and along_v is not None:
        if total != 4:
            raise missing(
                f"How are the {total} {frame.text} laid out: how many along the length, how many across?"
            )
        return _array(frame, face, 2, 2, along_u, along_v)
    size = along_u if along_u is not None else along_v
    assert size is not None  # noqa: S101 - a mark of this kind has a number
    run = (
        next((d for d in directions if d), None)
        or line
        or ("u" if face.size[0] >= face.size[1] - _SAME else "v")
    )
    if frame.take_flag("lengthwise") and not any(directions) and face.size[1] > face.size[0]:
        run = "v"
    places = (
        _array(frame, face, total, 1, size, 1.0) if run == "u" else _array(frame, face, 1, total, 1.0, size)
    )
    return _shift(frame, face, places, run)


_SAME: Final = 1e-9


def _centre_line(frame: Frame, face: Face) -> str | None:
    """Use up "on the long centre line", "along the middle", "in a row along x"; give its direction."""
    run: str | None = None
    for mark in frame.take("place"):
        refs = list(mark.ref.chain()) if mark.ref else []
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
            if refs[0].noun in {"length", "width"} and mark.name == "on":
                continue
            found = next((d for d in (direction_of(r, face) for r in refs) if d), None)
            mark.used = True
            run = run or found
    if frame.take_flag("lengthwise"):
        run = run or ("u" if face.size[0] >= face.size[1] else "v")
    return run


def _shift(frame: Frame, face: Face, places: Places, run: str) -> Places:
    """Move a row sideways by offsets from edges ("40 mm from the outer face", "25 mm above the base")."""
    offsets = [m for m in frame.take("offset") if m.name != "either_side"]
    if not offsets:
        return places
    other = "v" if run == "u" else "u"
    moved: set[str] = set()
    du = dv = 0.0
    for mark in offsets:
        along, value = offset_coordinate(mark, face, default=other)
        if along in moved:
            raise conflict(f"Two distances place the {frame.text} in one direction; which one holds?")
        if along == run:
            raise unsupported(f"A row of {frame.text} is centred; what is {mark.text!r} measured to?")
        moved.add(along)
        if along == "u":
            du = value - face.centre[0]
        else:
            dv = value - face.centre[1]
    return Places(face, [(u + du, v + dv) for u, v in places.points], "points")


def _either_side(frame: Frame, face: Face, count: int | None) -> Places | None:
    marks = [m for m in frame.take("offset") if m.name == "either_side"]
    if not marks:
        return None
    mark = marks[0]
    mark.used = True
    ref = mark.ref
    if len(marks) > 1 or (ref is not None and ref.noun not in {"centre", "centre_line", "axis"}):
        raise unsupported(f"Where is {mark.text!r}?")
    if count not in {None, 2}:
        raise conflict(f"{count} {frame.text} can't be one on either side of the middle.")
    distance = length_of(mark.quantities[0], "distance from the middle")
    run = _centre_line(frame, face) or ("u" if face.size[0] >= face.size[1] else "v")
    columns, rows = (2, 1) if run == "u" else (1, 2)
    return _array(frame, face, columns, rows, 2 * distance, 2 * distance)


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
        if words & {"left"} or ("vertical_leg" in words and face.axis == "Z"):
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
        if words & {"end", "short_side", "short"} and nouns & {"end", "edge", "side", "short_side"}:
            raise missing(f"Which end is meant by {mark.text!r}: left or right?")
    raise unsupported(f"Where is {mark.text!r}?")


def _offsets(frame: Frame, face: Face, count: int | None) -> Places | None:
    marks = [m for m in frame.take("offset") if m.name != "either_side"]
    if not marks or frame.take("spacing"):
        return None
    if any(m.ref is None or _is_all_edges(m.ref) for m in marks):
        return None
    if count not in {None, 1} or frame.plural:
        raise missing(
            f"Where do the {count or ''} {frame.text} go? {', '.join(m.text for m in marks)} places only one."
        )
    centre_u, centre_v = face.centre
    at: dict[str, float] = {}
    for mark in marks:
        along, value = offset_coordinate(mark, face)
        if along in at:
            raise conflict(
                f"The place of the {frame.text} is given twice in one direction: {' and '.join(m.text for m in marks)}."
            )
        at[along] = value
    if len(at) == 1 and not _take_centre(frame) and not frame.flags() & {"centred"}:
        _take_line(frame)
    _take_centre(frame)
    return Places(face, [(at.get("u", centre_u), at.get("v", centre_v))], "points")


def _take_line(frame: Frame) -> None:
    for mark in frame.take("place"):
        if mark.ref and mark.ref.noun in {"centre_line"}:
            mark.used = True


def _is_all_edges(ref: Ref) -> bool:
    sides = ref.traits & {"left", "right", "top", "bottom", "front", "back", "outer", "long", "short"}
    return ref.noun in {"edge", "side", "corner"} and not sides and ref.of is None


def _legs(frame: Frame, face: Face) -> Places | None:
    """Read "15 mm from each leg" on a triangle: the right angle is at the face's first corner."""
    marks = [
        m
        for m in frame.take("offset")
        if m.name in {"from", "inset"} and m.ref and m.ref.noun in {"leg", "edge", "side"}
    ]
    if face.outline != "triangle" or not marks:
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


def _corners(draft: Draft, frame: Frame, face: Face, width: Point, count: int | None) -> Places | None:
    places = [m for m in frame.take("place") if m.ref and m.ref.noun == "corner" and m.name != "from"]
    insets = [
        m
        for m in frame.take("offset")
        if m.name in {"inset", "from"} and (m.ref is None or _is_all_edges(m.ref))
    ]
    if not places and not (insets and count == 4):
        return None
    if face.outline != "rectangle":
        raise unsupported(
            f"A {draft.part.title.lower()} has no corners for the {frame.text}; a bolt circle, perhaps?"
        )
    for mark in places:
        mark.used = True
        if mark.ref and mark.ref.traits & {"left", "right", "top", "bottom", "front", "back", "opposite"}:
            raise unsupported(
                f"Please give the {frame.text} by coordinates; {mark.text!r} leaves the distance open."
            )
        if mark.ref and mark.ref.count not in {None, 4} or (count not in {None, 4}):
            raise conflict(
                f"A rectangle has four corners, but {count or (mark.ref and mark.ref.count)} were asked for."
            )
    spacing = _spacings(frame, face)
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
    if inset_u is None or inset_v is None:
        inset_u = inset_v = 2 * max(width)
        draft.assumptions.append(
            f"An inset of {number(inset_u)} mm (edge to hole centre, twice the hole diameter) is assumed for the corner holes."
        )
    (u0, u1), (v0, v1) = face.u, face.v
    if 2 * inset_u >= face.size[0] - _SAME or 2 * inset_v >= face.size[1] - _SAME:
        raise impossible(
            f"An inset of {number(inset_u)} mm leaves no room for four corner holes on {number(face.size[0])} x {number(face.size[1])} mm. Which inset?"
        )
    points = [(u, v) for u in (u0 + inset_u, u1 - inset_u) for v in (v0 + inset_v, v1 - inset_v)]
    return Places(face, points, "corners", (inset_u, inset_v))


def _check_fit(frame: Frame, places: Places, width: Point) -> None:
    """See that every feature lies inside the face and none touches another."""
    face = places.face
    what = frame.name or frame.kind
    half_u, half_v = width[0] / 2, width[1] / 2
    sides = f"{number(face.size[0])} x {number(face.size[1])} mm"
    size = number(width[0]) if width[0] == width[1] else f"{number(width[0])} x {number(width[1])}"
    for u, v in places.points:
        if face.outline == "disc":
            reach = math.hypot(u - face.centre[0], v - face.centre[1]) + max(half_u, half_v)
            if reach >= face.size[0] / 2 - _SAME:
                raise impossible(
                    f"The {what} of {size} mm does not fit inside the diameter of {number(face.size[0])} mm. Which size or place holds?"
                )
            continue
        if face.outline == "triangle":
            across = (
                face.size[0] * face.size[1] - (u - face.u[0]) * face.size[1] - (v - face.v[0]) * face.size[0]
            )
            if across / math.hypot(*face.size) <= half_u + 0.005:
                raise impossible(
                    f"The {what} of {size} mm at ({number(u)}, {number(v)}) does not fit inside the triangle of {sides}. Which place holds?"
                )
        inside_u = face.u[0] + half_u < u + _SAME and u - _SAME < face.u[1] - half_u
        inside_v = face.v[0] + half_v < v + _SAME and v - _SAME < face.v[1] - half_v
        on_edge = min(
            u - half_u - face.u[0], face.u[1] - u - half_u, v - half_v - face.v[0], face.v[1] - v - half_v
        )
        if not (inside_u and inside_v) or on_edge < 0.005:
            where = "" if places.pattern == "centre" else f" at ({number(u)}, {number(v)})"
            raise impossible(
                f"The {what} of {size} mm{where} does not fit on the {face.name} of {sides}. Which size or place holds?"
            )
    for i, (u, v) in enumerate(places.points):
        for other_u, other_v in places.points[i + 1 :]:
            apart_u, apart_v = abs(u - other_u), abs(v - other_v)
            close = (
                math.hypot(apart_u, apart_v) <= width[0]
                if width[0] == width[1]
                else apart_u <= width[0] and apart_v <= width[1]
            )
            if close:
                raise impossible(
                    f"The {what}s of {size} mm at ({number(u)}, {number(v)}) and ({number(other_u)}, {number(other_v)}) run into each other."
                )


def leftover(frame: Frame) -> list[str]:
    """Give what was said about a frame and has not been used."""
    texts = [m.text or m.name for m in frame.marks if not m.used]
    return [*texts, *(str(m) for m in frame.measures if not m.used)]
