"""Points laid out in patterns: listed points, bolt circles, grids, and the spacings between them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from pydantic import ValidationError

from mayfly.design.errors import from_validation
from mayfly.design.geometry.faces import Face, Point
from mayfly.design.geometry.tolerance import SAME_DEGREES, SAME_MM
from mayfly.design.places import BoltCircle, Corners, Grid, Places
from mayfly.language.chunks import Quantity
from mayfly.language.english import inverted, plural
from mayfly.language.nodes import Attribute, Mention, Reference
from mayfly.language.units import number
from mayfly.language.vocabulary import word_set
from mayfly.planning.placement.landmarks import INSIDE, of_an_edge
from mayfly.planning.questions import about, conflict, impossible, length_of, missing, unsupported

#: Degrees by which steps around a whole circle may miss it ("3 holes 51.43° apart").
_SAME_TURN: Final = 0.1


def take_centre(mention: Mention) -> bool:
    """Consume "in the centre", "on its axis", "centred on the width"; return whether it was said."""
    found = any(m.used and m.ref and m.ref.noun == "centre" for m in mention.attributes if m.kind == "place")
    for attribute in mention.take("place"):
        refs = attribute.refs
        on_size = refs and refs[0].noun in {"width", "length"} and attribute.name in {"on", "in"}
        if refs and (refs[0].noun in {"centre", "axis"} or on_size) and not of_an_edge(attribute):
            attribute.used = found = True
    return found


def listed_points(mention: Mention, face: Face) -> Places | None:
    """Read coordinates, counted from the centre or from the lower left corner."""
    attributes = mention.take("points")
    if not attributes:
        return None
    _ask_on_a_slope(mention, face)
    from_corner = from_ground = False
    for attribute in mention.take("place"):
        refs = attribute.refs
        if refs and refs[0].noun == "centre_line" and any(len(one.axes) == 1 for one in attributes):
            attribute.used = True
        if attribute.name == "from" and refs and refs[0].noun == "corner":
            traits = refs[0].traits
            if traits & {"top", "right", "back"}:
                raise unsupported(
                    "Coordinates count from the lower left corner or from the centre; please give them so.",
                    about("place", mention),
                )
            attribute.used = from_corner = True
        elif attribute.name == "from" and refs and refs[0].noun == "ground":
            attribute.used = from_ground = True
        elif attribute.name in {"from", "at"} and refs and refs[0].noun == "centre":
            attribute.used = True
    points: list[Point] = []
    for attribute in attributes:
        attribute.used = True
        for point in _on_face(attribute, face):
            if len(point) != 2:
                raise unsupported(
                    f"The point {attribute.text} has {len(point)} coordinates; two are needed.",
                    about("place", mention, values=[attribute], words=[attribute.text]),
                )
            u, v = point
            u0, v0 = (face.u[0], face.v[0]) if from_corner else face.centre
            if from_ground and face.axis != "Z":
                v0 = 0.0
            points.append((face.centre[0] if u is None else u0 + u, face.centre[1] if v is None else v0 + v))
    return Places(face, points, "points")


def _on_face(attribute: Attribute, face: Face) -> Sequence[tuple[float | None, ...]]:
    """Return the two coordinates of points on a face; None for one that was left out, which is the middle's.

    Raises:
        NeedsClarification: A coordinate runs into the face.
    """
    letters = {"Z": "xy", "Y": "xz", "X": "yz"}[face.axis]
    if not attribute.axes:
        return [
            tuple(point["xyz".index(letter)] for letter in letters) if len(point) == 3 else point
            for point in attribute.points
        ]
    if not set(attribute.axes) <= set(letters):
        raise unsupported(
            f"On the {face.name} places have {letters[0]} and {letters[1]}; what is {attribute.text}?",
            about("place", values=[attribute], words=[attribute.text, face.name]),
        )
    at = [attribute.axes.find(letter) for letter in letters]
    return [tuple(point[i] if i >= 0 else None for i in at) for point in attribute.points]


def _ask_on_a_slope(mention: Mention, face: Face) -> None:
    """Ask for distances on a sloped face, whose coordinates are not those of the model."""
    if face.normal is not None:
        raise unsupported(
            f"Please place the {mention.text} on the {face.name} by distances from its top, bottom, front or"
            " back edge.",
            about("place", mention, words=[face.name]),
        )


def _from_the_middle_at_angles(mention: Mention) -> None:
    """Turn "30 mm from the centre" into the radius of a circle where an angle is said beside it."""
    if not any(one.name == "angle" for one in mention.take("start")):
        return
    for one in mention.take("offset"):
        if one.name == "from" and one.ref is not None and one.ref.noun == "centre" and not of_an_edge(one):
            one.kind, one.name, one.ref = "circle", "radius", None


#: Fewer holes may lie across from each other, or beside each other.
_AROUND: Final = 3


def _in_from_the_rim(mention: Mention, face: Face, count: int | None) -> None:
    """Turn "10 mm from the rim" of several features on a round face into the radius of their circle."""
    if count is None or count < _AROUND or face.outline != "circle" or mention.take("circle"):
        return
    around = any(one.ref is not None and one.ref.noun in _RIMS for one in mention.take("place"))
    if around or "all_round" in mention.flags():
        return  # "around the circumference" may be into it
    offsets = mention.take("offset")
    if len(offsets) != 1 or offsets[0].name not in INSIDE or len(offsets[0].quantities) != 1:
        return
    (one,) = offsets
    if one.ref is None or one.ref.noun not in _RIMS or one.ref.traits - {"outer", "outside"}:
        return
    radius = face.size[0] / 2 - length_of(one.quantities[0], "distance from the rim", mention)
    if radius <= 0:
        return
    one.kind, one.name, one.ref = "circle", "radius", None
    one.quantities = (Quantity(radius, number(radius), unit="mm"),)


_RIMS: Final = word_set("edge rim circumference border")


def on_circle(mention: Mention, face: Face, count: int | None) -> Places | None:
    """Spread features evenly on a circle, the first one on +X; one alone lies at its angle."""
    _from_the_middle_at_angles(mention)
    _in_from_the_rim(mention, face, count)
    attributes = mention.take("circle")
    if not attributes:
        return None
    _ask_on_a_slope(mention, face)
    mention.take_flag("equally")
    sizes = [m for m in attributes if m.quantities]
    if not sizes:
        raise missing(
            f"What is the diameter of the bolt circle for the {mention.text}?",
            about("size", "bolt circle", "diameter", others=[mention.kind]),
        )
    if len(sizes) > 1 and len({m.quantities[0].value for m in sizes}) > 1:
        raise conflict(
            f"Two bolt circles are given: {' and '.join(m.quantities[0].text for m in sizes)}."
            " Which one is right?",
            about("size", "bolt circle", "diameter", values=sizes, others=[mention.kind]),
        )
    diameter = length_of(sizes[0].quantities[0], "bolt circle", mention) * (
        2 if sizes[0].name == "radius" else 1
    )
    angled = any(one.name == "angle" for one in mention.take("start")) or sizes[0].name == "radius"
    alone = count == 1 or (count is None and angled and not mention.plural)
    if count is None and not alone:
        raise missing(
            f"How many {plural(mention.label)} are on the bolt circle of {number(diameter)} mm?",
            about("count", mention, values=[diameter]),
        )
    for attribute in attributes:
        attribute.used = True
    use_centre(mention)
    if alone:
        return _at_an_angle(mention, face, diameter / 2)
    assert count is not None  # noqa: S101 - it was asked for above
    start = _first_angle(mention, count, face)
    return laid_out(BoltCircle, mention, face, diameter=diameter, count=count, first_angle=start)


def _at_an_angle(mention: Mention, face: Face, radius: float) -> Places:
    """Return the place of one feature by its angle and how far it is from the middle.

    Raises:
        NeedsClarification: No angle is said, or two are.
    """
    angles = [one for one in mention.take("start") if one.name == "angle"]
    if not angles and face.outline == "circle":  # every direction is the same
        return Places(face, [(face.centre[0] + radius, face.centre[1])], "points")
    if len({round(one.quantities[0].value % 360, 6) for one in angles}) != 1:
        raise missing(
            f"At which angle {inverted('is', mention.text)}, {number(radius)} mm from the centre? 0° is on"
            " the right, 90° at the top.",
            about("place", mention, "angle", values=[radius]),
            ("0°", "90°", "180°", "270°"),
        )
    for one in angles:
        one.used = True
    angle = math.radians(angles[0].quantities[0].value)
    along = (round(radius * math.cos(angle), 9), round(radius * math.sin(angle), 9))
    return Places(face, [(face.centre[0] + along[0], face.centre[1] + along[1])], "points")


def _first_angle(mention: Mention, count: int, face: Face) -> float:
    """Return the angle of the first feature on a circle, in degrees from +X.

    Raises:
        NeedsClarification: Two angles are given, or that many can't straddle the axis.
    """
    _check_steps(mention, count)
    attributes = mention.take("start")
    for attribute in attributes:
        attribute.used = True
    step = 360 / count
    found: set[float] = set()
    for attribute in attributes:
        if attribute.name == "angle":
            found.add(attribute.quantities[0].value % step)
            continue
        if attribute.name == "diagonal":
            _check_square(mention, attribute, face)
        axes = {"straddle_x": (0.0,), "straddle_y": (90.0,)}.get(attribute.name, (0.0, 90.0))
        ways = [
            angle
            for angle in (0.0, step / 2)
            if count % 2 == 0 and all(abs((axis - angle) % step - step / 2) < SAME_DEGREES for axis in axes)
        ]
        if not ways:
            raise conflict(
                f"{count} {mention.name} on a circle can't lie evenly on both sides of every axis"
                f" ({attribute.text}). At which angle is the first one?",
                about("place", mention, "angle", values=[count], words=[attribute.text]),
            )
        found.add(ways[0])
    if len({round(angle, 6) for angle in found}) > 1:
        raise conflict(
            f"Two angles place the {mention.name}: {' and '.join(m.text for m in attributes)}. Which is"
            " right?",
            about("place", mention, "angle", values=attributes),
        )
    return found.pop() if found else 0.0


def _check_square(mention: Mention, attribute: Attribute, face: Face) -> None:
    """Check that the diagonals of a face go at 45°, as on a circle.

    Raises:
        NeedsClarification: They don't.
    """
    sides = [face.u[1] - face.u[0], face.v[1] - face.v[0]]
    if abs(sides[0] - sides[1]) > SAME_MM:
        raise conflict(
            f"The diagonals of a face of {number(sides[0])} x {number(sides[1])} mm are not at 45°."
            f" At which angle is the first of the {mention.name}?",
            about("place", mention, "angle", words=[attribute.text]),
        )


def _check_steps(mention: Mention, count: int) -> None:
    """Check "120° apart" against the number of features on a whole circle."""
    for attribute in mention.take("step"):
        attribute.used = True
        if abs(attribute.quantities[0].value * count - 360) > _SAME_TURN:
            apart = number(round(360 / count, 3))
            raise unsupported(
                f"{count} {mention.name} spread evenly on a circle are {apart}° apart, not"
                f" {attribute.quantities[0].text}; an arc needs points. Which is right?",
                about("place", mention, "angle", values=[count, attribute]),
            )


def take_halfway(mention: Mention, face: Face) -> set[str]:
    """Consume "at mid height", "halfway along the length"; return the coordinates that are in the middle.

    The height of a flat part seen from above is that of its drawing.
    """
    found: set[str] = set()
    for attribute in mention.take("place"):
        if attribute.ref is None or attribute.ref.noun != "halfway":
            continue
        side = next(iter(attribute.ref.traits))
        drawn = side == "height" and is_drawn_from_above(face)
        along = "v" if face.name == "side" or drawn else direction_of(Reference(side), face)
        if along is not None:
            attribute.used = True
            found.add(along)
    return found


def is_drawn_from_above(face: Face) -> bool:
    """Return whether a face is that of a flat part, of which a drawing shows its width as height."""
    return face.axis == "Z" and face.depth <= min(face.size) / 3


def upright_or_level(mention: Mention, face: Face) -> str | None:
    """Consume "vertical" or "horizontal"; return along which coordinate that is, or None."""
    if face.axis == "Z" and not is_drawn_from_above(face):
        return None
    found = "v" if mention.take_flag("vertical") else None
    return found or ("u" if mention.take_flag("horizontal") else None)


def use_centre(mention: Mention) -> None:
    """Consume "in the centre" where a pattern is centred anyway."""
    for attribute in mention.take("place"):
        if attribute.ref and attribute.ref.noun == "centre" and not of_an_edge(attribute):
            attribute.used = True


def on_grid(mention: Mention, face: Face, count: int | None) -> Places | None:
    """Lay out a grid, centred on the face."""
    attributes = mention.take("grid")
    if not attributes:
        return None
    _ask_on_a_slope(mention, face)
    columns, rows = (int(q.value) for q in attributes[0].quantities)
    attributes[0].used = True
    if count == 4 and columns * rows != 4:
        return array_of(
            mention, face, 2, 2, *(length_of(q, "spacing", mention) for q in attributes[0].quantities)
        )
    along_u, along_v = spacings(mention, face)
    if along_u is None and columns > 1 and along_v is not None and rows == 1:
        along_u = along_v
    if (along_u is None and columns > 1) or (along_v is None and rows > 1):
        either = along_u if along_u is not None else along_v
        if either is None or _spacing_has_direction(mention):
            raise missing(
                f"What is the spacing of the {columns} x {rows} grid of {mention.name}?",
                about("size", mention, "spacing", values=[columns, rows]),
            )
        along_u = along_v = either
    return array_of(mention, face, columns, rows, along_u or 1.0, along_v or 1.0)


def _spacing_has_direction(mention: Mention) -> bool:
    return any(m.ref is not None for m in mention.attributes if m.kind == "spacing")


def array_of(mention: Mention, face: Face, columns: int, rows: int, along_u: float, along_v: float) -> Places:
    """Return the points of a centred array."""
    use_centre(mention)
    mention.take_flag("equally", "row", "lengthwise")
    return laid_out(Grid, mention, face, columns=columns, rows=rows, spacing=(along_u, along_v))


def laid_out(
    pattern: type[BoltCircle | Corners | Grid],
    mention: Mention,
    face: Face,
    **sizes: float | tuple[float, float],
) -> Places:
    """Return the points of a pattern on a face.

    Raises:
        NeedsClarification: There are too many of them, or a size is out of range.
    """
    try:
        return pattern.model_validate(sizes).on(face)
    except ValidationError as error:
        ((_, problem), *_) = from_validation(error).problems
        raise impossible(
            f"The {plural(mention.label)} can't be laid out so: {problem}. How many, and where?",
            about("count", mention),
        ) from error


def direction_of(ref: Reference | None, face: Face) -> str | None:
    """Return along which of a face's coordinates a direction runs: "u", "v", or None for neither."""
    if ref is None:
        return None
    words = {ref.noun, *ref.traits} | {
        w for r in ref.chain() for w in ({r.noun} if r.noun in {"length", "width", "height"} else set())
    }
    if face.normal is not None:  # u runs along the model's Y, v up the slope
        sloped = {"y": "u", "width": "u", "x": "v", "z": "v", "length": "v", "height": "v"}
        found = next((sloped[word] for word in sloped if word in words), None)
        if found:
            return found
    letters = {"Z": ("x", "y"), "Y": ("x", "z"), "X": ("y", "z")}[face.axis]
    if letters[0] in words:
        return "u"
    if letters[1] in words:
        return "v"
    if words & {"long_side", "long", "longer", "lengthwise", "short_side", "short", "shorter", "cross"}:
        along_u = face.size[0] >= face.size[1]
        along_u = along_u == bool(words & {"long_side", "long", "longer", "lengthwise"})
        return "u" if along_u else "v"
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


def spacings(mention: Mention, face: Face) -> tuple[float | None, float | None]:
    """Return the spacings along u and v."""
    found: dict[str, float] = {}
    loose: list[float] = []
    for attribute in mention.take("spacing"):
        attribute.used = True
        sizes = [length_of(q, "spacing", mention) for q in attribute.quantities]
        if len(sizes) == 2:
            if found and (found.get("u"), found.get("v")) != (sizes[0], sizes[1]):
                raise conflict(
                    f"Two patterns are given for the {mention.text}. Which one is right?",
                    about("size", mention, "spacing", values=[attribute]),
                )
            found |= {"u": sizes[0], "v": sizes[1]}
            continue
        direction = direction_of(attribute.ref, face)
        if (
            attribute.ref is not None
            and direction is None
            and attribute.ref.noun not in {"centre_line", "centre"}
        ):
            raise unsupported(
                f"Along which direction is {attribute.text!r}?",
                about("direction", mention, words=[attribute.text]),
            )
        if direction is None:
            loose.append(sizes[0])
        elif direction in found:
            raise conflict(
                f"Two spacings run in one direction: {number(found[direction])} mm and"
                f" {attribute.quantities[0].text}.",
                about("size", mention, "spacing", values=[found[direction], attribute]),
            )
        else:
            found[direction] = sizes[0]
    if loose and found:
        free = [d for d in "uv" if d not in found]
        if len(loose) > 1 or not free:
            raise conflict(
                f"Which of the spacings of the {mention.text} hold?", about("size", mention, "spacing")
            )
        found[free[0]] = loose[0]
        loose = []
    if len(loose) > 1:
        found |= {"u": loose[0], "v": loose[1]}
    elif loose:
        return loose[0], None
    return found.get("u"), found.get("v")
