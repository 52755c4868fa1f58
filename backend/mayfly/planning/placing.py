"""Where a feature goes: from the marks of a frame to a face and to points on it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from mayfly.planning.draft import Draft, Point
from mayfly.planning.hosts import Face, faces_of, side_of
from mayfly.planning.language.reading import Frame, Mark, Ref
from mayfly.planning.language.units import number
from mayfly.planning.language.wording import word_set
from mayfly.planning.questions import conflict, impossible, length_of, missing, unsupported

Pattern = Literal["centre", "corners", "circle", "grid", "points"]

_FACE_WORDS: Final = {
    **{name: name for name in ("top", "bottom", "front", "back", "left", "right", "floor")},
    **{name: name for name in ("horizontal_leg", "vertical_leg")},
    "top_face": "top",
    "underside": "bottom",
    "base": "bottom",
}
_FACE_NOUNS: Final = word_set(
    "face side wall surface side_face long_side short_side leg end flange web top bottom front"
    " back left right "
    "top_face underside floor lid horizontal_leg vertical_leg"
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
    """Find the face that a frame speaks of; several for "in all three directions" or "in each leg".

    Raises:
        NeedsClarification: The part has no such face.
    """
    faces = faces_of(draft)
    around = _sideways(draft, frame)
    if around is not None:
        return [around]
    if not faces:
        raise unsupported(f"I can't put a {frame.name or frame.kind} on a {draft.part.title.lower()}.")
    if _in_all_directions(frame):
        return [_face(faces, name, draft, frame) for name in ("top", "front", "right")]
    axis = _axis(frame) if frame.kind in {"hole", "bore"} else None
    if axis:
        return [_along_axis(faces, axis, draft, frame)]
    named = _named_faces(frame, faces, draft)
    if named:
        return [_face(faces, name, draft, frame) for name in named]
    if len({face.name for face in faces.values()}) == 1:
        return [next(iter(faces.values()))]
    if "top" not in faces:
        names = " or ".join(dict.fromkeys(face.name for face in faces.values()))
        raise missing(f"Where does the {frame.name or frame.kind} go: {names}?")
    return [faces["top"]]


def _face(faces: dict[str, Face], name: str, draft: Draft, frame: Frame) -> Face:
    if name not in faces:
        where = name.replace("_", " ")
        raise unsupported(
            f"A {draft.part.title.lower()} has no flat {where} for the {frame.name or frame.kind}."
        )
    return faces[name]


def _in_all_directions(frame: Frame) -> bool:
    found = False
    for mark in frame.take("place"):
        for ref in mark.ref.chain() if mark.ref else ():
            three = ref.noun == "direction" and (ref.count == 3 or "all" in ref.traits)
            each = (
                ref.noun in {"face", "side"}
                and ref.traits & {"each", "every", "all"}
                and mark.name == "through"
            )
            if three or (each and not ref.traits - {"each", "every", "all"} and ref.count in {None, 6}):
                mark.used = found = True
    return found


def _sideways(draft: Draft, frame: Frame) -> Face | None:
    """Find a hole across a round part: "cross hole", "through the wall", "radial"."""
    if frame.kind not in {"hole", "bore"} or side_of(draft, one_wall=False) is None:
        return None
    marks = [
        m
        for m in frame.take("place")
        if m.ref and (m.ref.noun in {"wall", "side", "diameter"} or m.ref.noun in {"x", "y"})
    ]
    across = frame.take_flag("cross", "radial", "horizontal")
    if not across and not marks:
        return None
    walls = [m for m in marks if m.ref and m.ref.noun in {"wall", "side"}]
    both = any(m.ref and (m.ref.traits & {"both", "all"} or m.ref.count == 2) for m in walls)
    for mark in marks:
        mark.used = True
        if mark.ref and mark.ref.noun == "y":
            raise unsupported(f"A hole across a {draft.part.title.lower()} is made along X; is that right?")
    hollow = any(draft.values.get(n) for n in ("inner_diameter", "bore", "wall"))
    return side_of(draft, one_wall=hollow and bool(walls) and not both and not across)


def _axis(frame: Frame) -> str | None:
    """Find "along x", "in the y direction", "along the width"."""
    for mark in frame.take("place"):
        for ref in mark.ref.chain() if mark.ref else ():
            words = (ref.noun, *sorted(ref.traits))
            letter = next((w for w in words if w in {"x", "y", "z"}), None)
            if letter and (
                mark.name in {"along", "in", "parallel", "through", "on"} or ref.noun in {"axis", "direction"}
            ):
                mark.used = True
                return letter
            length = next((w for w in words if w in {"length", "width", "height"}), None)
            if length and mark.name in {"along", "through"} and not frame.take("spacing"):
                mark.used = True
                return {"length": "x", "width": "y", "height": "z"}[length]
    if frame.take_flag("vertical"):
        return "z"
    return None


def _along_axis(faces: dict[str, Face], axis: str, draft: Draft, frame: Frame) -> Face:
    """Give the face that a hole along an axis starts from; in a hollow part it must say through what."""
    face = _face(faces, {"x": "right", "y": "front", "z": "top"}[axis], draft, frame)
    whole = draft.box["xyz".index(axis)]
    if abs(face.depth - whole) < _SAME or axis == "z":
        return face
    walls = [
        m
        for m in frame.take("place")
        if m.ref and m.ref.noun in {"wall", "side"} and m.ref.traits & {"both", "all"}
    ]
    if walls or frame.flags() & {"through", "everything"}:
        for mark in walls:
            mark.used = True
        return replace(
            face, depth=whole, depth_name="", outline="free", name=f"{face.name} and the opposite one"
        )
    raise missing(f"Does the {frame.name} along {axis} go through one wall or through both?")


def _named_faces(frame: Frame, faces: dict[str, Face], draft: Draft) -> list[str]:
    """Find "on the top face", "through the front wall", "from the underside", "in each leg"."""
    found: dict[str, None] = {}
    for mark in frame.take("place"):
        refs = list(mark.ref.chain()) if mark.ref else []
        for ref in refs:
            if ref.noun not in _FACE_NOUNS or (ref.noun == "end" and ref is refs[0] and mark.name == "from"):
                continue
            names = _face_names(ref, faces, frame)
            if not names:
                continue
            found |= dict.fromkeys(names)
            if ref is refs[0]:
                mark.used = True
            elif refs[0].noun not in {"centre", "corner", "edge"}:
                raise unsupported(f"Where is {mark.text!r}?")
    if len(found) > 1 and not any(
        m.used and m.ref and m.ref.traits & {"both", "each", "every", "all"}
        for m in frame.marks
        if m.kind == "place"
    ):
        raise conflict(
            f"The {frame.name or frame.kind} can't be on both: {' and '.join(sorted(found))}. Which one?"
        )
    return list(found)


def _face_names(ref: Ref, faces: dict[str, Face], frame: Frame) -> list[str]:
    """Give the names of the faces that a reference means."""
    several = bool(ref.traits & {"both", "each", "every", "all"}) or ref.count == 2
    if ref.noun in faces and not ref.traits & _FACE_WORDS.keys():
        return [ref.noun]
    words = [w for w in (*sorted(ref.traits), ref.noun) if w in _FACE_WORDS]
    names = list(dict.fromkeys(_FACE_WORDS[w] for w in words))
    if len(names) == 1:
        return names
    if len(names) > 1:
        raise conflict(f"Which face is meant by {ref.text!r}?")
    pairs = {"leg": ("horizontal_leg", "vertical_leg"), "flange": ("front", "back")}.get(ref.noun, ())
    if several and pairs and set(pairs) <= faces.keys():
        return list(pairs)
    if (
        ref.noun in {"side", "face", "wall", "side_face", "long_side", "short_side", "end"}
        and "front" in faces
    ):
        return _long_or_short(ref, faces, frame, several=several)
    if ref.noun in {"leg", "flange", "wall", "web"}:
        raise missing(f"Which {ref.noun} is meant by {ref.text!r}?")
    return []


def _long_or_short(ref: Ref, faces: dict[str, Face], frame: Frame, *, several: bool) -> list[str]:
    """Read "through the long side", "in both ends"."""
    front, left = faces["front"], faces["left"]
    words = {ref.noun, *ref.traits}
    long_one, short_one = (
        (("front", "back"), ("left", "right"))
        if front.size[0] >= left.size[0]
        else (("left", "right"), ("front", "back"))
    )
    pair = (
        long_one
        if words & {"long_side", "long", "longer"}
        else short_one
        if words & {"short_side", "short", "end", "shorter"}
        else None
    )
    if pair is None:
        if ref.noun in {"side", "wall", "side_face"}:
            raise missing(f"Which side is meant by {ref.text!r}: front, back, left or right?")
        return []
    whole = (
        faces[pair[0]].depth > 0
        and not frame.flags() & {"blind"}
        and not any(m.label.role in {"deep", "depth"} for m in frame.measures)
    )
    if several and faces["front"].name.endswith("wall"):
        return list(pair)
    if not whole and not several:
        raise missing(f"Which one is meant by {ref.text!r}: {pair[0]} or {pair[1]}?")
    return list(pair) if several and not whole else [pair[0]]


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
                f"Where do the {count} {frame.text.split()[-1] if frame.text else 'holes'} go:"
                " corners, a row, a bolt circle, or which points?"
            )
        if frame.plural and count is None and not middle:
            raise missing(f"How many {frame.text}, and where do they go?")
    _ = across
    count = frame.count if places.pattern == "corners" else count
    if count is not None and len(places.points) != count:
        raise conflict(
            f"{count} {frame.name or frame.kind} were asked for, but the places given make"
            f" {len(places.points)}. Which holds?"
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
    """Use up places that say what is the case anyway: "in the plate", "along its axis"."""
    for mark in frame.take("place"):
        ref = mark.ref
        if ref is None:
            continue
        if (
            ref.noun
            in {
                "part",
                "it",
                "everything",
                "body",
                "thickness",
                "surface",
                "piece",
                "height",
                "plane",
            }
            and not ref.traits - {"whole", "entire", "overall", "flat", "main"}
        ) or (ref.noun == "axis" and not ref.traits & {"x", "y"}):
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
            f"Two bolt circles are given: {' and '.join(m.quantities[0].text for m in sizes)}."
            " Which one holds?"
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
    if count == 4 and columns * rows != 4:
        return _array(frame, face, 2, 2, *(length_of(q, "spacing") for q in marks[0].quantities))
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
                f"Two spacings run in one direction: {number(found[direction])} mm and"
                f" {mark.quantities[0].text}."
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
    if frame.take_flag("square_pattern"):
        side = math.isqrt(total)
        if side * side != total:
            raise conflict(f"{total} {frame.text} make no square pattern. How are they laid out?")
        return _array(frame, face, side, side, size, size)
    run = (
        next((d for d in directions if d), None)
        or line
        or _free_direction(frame, face)
        or ("u" if face.size[0] >= face.size[1] - _SAME else "v")
    )
    if frame.take_flag("lengthwise") and not any(directions) and face.size[1] > face.size[0]:
        run = "v"
    places = (
        _array(frame, face, total, 1, size, 1.0) if run == "u" else _array(frame, face, 1, total, 1.0, size)
    )
    return _shift(frame, face, places, run)


_SAME: Final = 1e-9


def _free_direction(frame: Frame, face: Face) -> str | None:
    """A row that is "25 mm above the base" runs along the other coordinate."""
    for mark in frame.take("offset"):
        if mark.name in {"above", "below"} and face.axis != "Z":
            return "u"
        words = {w for r in (mark.ref.chain() if mark.ref else ()) for w in (r.noun, *r.traits)}
        if mark.name in {"from", "inset"} and words & {"left", "right"}:
            return "v"
        if mark.name in {"from", "inset"} and words & {"front", "back", "top", "bottom"}:
            return "u"
    return None


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
        if face.name == "side" and "end" in words:
            return "v", v0 + size
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
                f"The place of the {frame.text} is given twice in one direction:"
                f" {' and '.join(m.text for m in marks)}."
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
            f"An inset of {number(inset_u)} mm (edge to hole centre, twice the hole diameter) is"
            " assumed for the corner holes."
        )
    (u0, u1), (v0, v1) = face.u, face.v
    if 2 * inset_u >= face.size[0] - _SAME or 2 * inset_v >= face.size[1] - _SAME:
        raise impossible(
            f"An inset of {number(inset_u)} mm leaves no room for four corner holes on"
            f" {number(face.size[0])} x {number(face.size[1])} mm. Which inset?"
        )
    points = [(u, v) for u in (u0 + inset_u, u1 - inset_u) for v in (v0 + inset_v, v1 - inset_v)]
    return Places(face, points, "corners", (inset_u, inset_v))


def _check_fit(frame: Frame, places: Places, width: Point) -> None:
    """See that every feature lies inside the free part of the face and none touches another."""
    face = places.face
    what = frame.name or frame.kind
    size = number(width[0]) if width[0] == width[1] else f"{number(width[0])} x {number(width[1])}"
    for u, v in places.points:
        room = _room(face, u, v, width)
        if room < 0.005:
            where = (
                "" if places.pattern == "centre" else f" at ({number(round(u, 3))}, {number(round(v, 3))})"
            )
            sides = " x ".join(number(s) for s in (face.size[:1] if face.outline == "disc" else face.size))
            inner = f" around {number(face.inner)} mm" if face.inner else ""
            raise impossible(
                f"The {what} of {size} mm{where} does not fit on the {face.name} of {sides}"
                f" mm{inner}. Which size or place holds?"
            )
    for i, (u, v) in enumerate(places.points):
        for other_u, other_v in places.points[i + 1 :]:
            apart_u, apart_v = abs(u - other_u), abs(v - other_v)
            round_ones = width[0] == width[1]
            close = (
                math.hypot(apart_u, apart_v) <= width[0] + _SAME
                if round_ones
                else apart_u <= width[0] and apart_v <= width[1]
            )
            if close:
                raise impossible(
                    f"The {what} of {size} mm at ({number(round(u, 3))}, {number(round(v, 3))}) and"
                    f" ({number(round(other_u, 3))}, {number(round(other_v, 3))}) run into each"
                    " other. Which size or place holds?"
                )


def _room(face: Face, u: float, v: float, width: Point) -> float:
    """Give the least distance between a feature and the border of the free part of its face, in mm."""
    half_u, half_v = width[0] / 2, width[1] / 2
    if face.outline == "disc":
        off = math.hypot(u - face.centre[0], v - face.centre[1])
        reach = max(half_u, half_v) if half_u == half_v else math.hypot(half_u, half_v)
        inside = face.size[0] / 2 - off - reach
        return min(inside, off - reach - face.inner / 2) if face.inner else inside
    if face.outline == "triangle":
        long_u, long_v = face.size
        beyond = long_u * long_v - (u - face.u[0]) * long_v - (v - face.v[0]) * long_u
        return min(
            u - face.u[0] - half_u,
            v - face.v[0] - half_v,
            beyond / math.hypot(long_u, long_v) - max(half_u, half_v),
        )
    (u0, u1), (v0, v1) = face.clear_u or face.u, face.clear_v or face.v
    return min(u - half_u - u0, u1 - u - half_u, v - half_v - v0, v1 - v - half_v)


def leftover(frame: Frame) -> list[str]:
    """Give what was said about a frame and has not been used."""
    texts = [m.text or m.name for m in frame.marks if not m.used]
    return [*texts, *(str(m) for m in frame.measures if not m.used)]
