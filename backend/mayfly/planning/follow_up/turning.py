"""Changes of how things stand: patterns and bodies turned, laid on a side, stood up, mirrored."""

from __future__ import annotations

from typing import Final

from mayfly.design.compile import draft_of
from mayfly.design.edits import Edit, Mirror, Move, SetValue, Turn
from mayfly.design.geometry.faces import Box3
from mayfly.design.places import BoltCircle
from mayfly.planning.follow_up.context import Groups, Reading
from mayfly.planning.questions import about, missing

_PLANES: Final = {
    "x": "yz", "y": "xz", "z": "xy", "yz": "yz", "xz": "xz", "xy": "xy", "y z": "yz", "x z": "xz",
    "x y": "xy", "zx": "xz", "zy": "yz", "yx": "xy", "left right": "yz",
}  # fmt: skip


def turn(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "rotate the holes by 45 degrees", "turn it 90° about x"."""
    given = reading.clause.number(said["n"])
    if given.doubt or given.form not in {"angle", "plain"} or given.unit == "mm":
        return None
    way = said.get("cw") or said.get("cw2") or ""
    angle = given.value * (-1 if way in {"clockwise", "cw"} else 1)
    phrase = said.get("t") or ""
    spots = reading.targets.features(phrase, reading.clause)
    if spots:
        return [Turn(of=spot.path, angle=angle) for spot in spots]
    if not reading.targets.is_whole(phrase):
        return None
    axis = said.get("axis") or "z"
    return [Turn(of="bodies[0]", angle=angle, axis=axis)]  # type: ignore[arg-type]


def lay(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "lay it on its side along Y", "stand it up": the long side of the body goes along an axis.

    Raises:
        NeedsClarification: The axis is open.
    """
    body = reading.design.bodies[0]
    box = draft_of(body).extent()
    if not reading.targets.is_whole(said.get("t") or "") or box is None or any(body.turn):
        return None
    sides = [high - low for low, high in zip(*box, strict=True)]
    long = 2 if body.base.form().kind == "round" else sides.index(max(sides))
    axis = said.get("axis") or ("z" if said.get("up") else "")
    if not axis:
        raise missing(
            "Along which axis shall it lie: x or y?", about("direction", "part", words=["lie"]), ("x", "y")
        )
    to = "xyz".index(axis)
    if to == long:
        return None
    about_axis = 3 - long - to
    low, high = _turned(box, about_axis)
    by = (-(low[0] + high[0]) / 2, -(low[1] + high[1]) / 2, -low[2])
    turned = Turn(of="bodies[0]", angle=90.0, axis="xyz"[about_axis])  # type: ignore[arg-type]
    return [turned, Move(of="bodies[0]", by=by)]


def _turned(box: Box3, axis: int) -> Box3:
    """Return the box of a body that is turned by 90 degrees about an axis through its origin."""
    first, second = ((1, 2), (2, 0), (0, 1))[axis]
    low, high = list(box[0]), list(box[1])
    low[first], high[first] = -box[1][second], -box[0][second]
    low[second], high[second] = box[0][first], box[1][first]
    return (low[0], low[1], low[2]), (high[0], high[1], high[2])


def start(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "first hole at 45°": where the holes on a bolt circle begin."""
    given = reading.clause.number(said["n"])
    if given.doubt or given.form not in {"angle", "plain"} or given.unit == "mm":
        return None
    circles = [s for s in reading.targets.spots if isinstance(getattr(s.feature, "at", None), BoltCircle)]
    if len(circles) != 1:
        return None
    return [SetValue(path=f"{circles[0].path}.at.first_angle", value=given.value)]


def mirror(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "mirror the hole about the yz plane".

    Raises:
        NeedsClarification: The plane is open.
    """
    phrase = said.get("t") or ""
    spots = reading.targets.features(phrase, reading.clause)
    if not spots and not reading.targets.is_whole(phrase):
        return None
    plane = _PLANES.get(said.get("plane", ""))
    if plane is None:
        raise missing(
            "On which plane shall it be mirrored: yz (left and right), xz (front and back) or xy (top and"
            " bottom)?",
            about("direction", words=["mirror"]),
            ("yz", "xz", "xy"),
        )
    flips = reading.clause.text.startswith("flip")
    return [
        Mirror(of=path, plane=plane, keep=not flips)  # type: ignore[arg-type]
        for path in [spot.path for spot in spots] or ["bodies[0]"]
    ]
