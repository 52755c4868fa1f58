"""The faces and edges of a profile that is drawn out straight."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

from mayfly.contracts import Axis as AxisName
from mayfly.design.forms import Drawn, Prism
from mayfly.design.geometry.faces import Face, Faces, Layers, Point, Vector, literal, middle, opposite
from mayfly.design.outlines import Outline
from mayfly.design.segments import Line
from mayfly.design.values import Axis

_SAME: Final = 1e-9
#: The names of the two ends, that of least coordinate first, and of the sides by the way they look.
_ENDS: Final = {"z": ("bottom", "top"), "x": ("left", "right"), "y": ("front", "back")}
_SIDES: Final = {
    "z": {(1, 0): "right", (-1, 0): "left", (0, 1): "back", (0, -1): "front"},
    "x": {(1, 0): "back", (-1, 0): "front", (0, 1): "top", (0, -1): "bottom"},
    "y": {(1, 0): "right", (-1, 0): "left", (0, 1): "top", (0, -1): "bottom"},
}
_LETTERS: Final[dict[str, AxisName]] = {"x": "X", "y": "Y", "z": "Z"}
#: The coordinates that the profile lies in.
_ACROSS: Final = {"z": (0, 1), "x": (1, 2), "y": (0, 2)}


def faces_of_prism(outline: Outline, axis: Axis, height: float, name: str) -> Callable[[], Faces]:
    """Return what gives the faces: the two ends, and each flat side by the way it looks.

    Several sides that look the same way are told apart by a number: "right", "right 2", the outermost first.

    Args:
        outline: The profile.
        axis: The direction that it is drawn out along.
        height: How far, in mm.
        name: The script's parameter for that.
    """

    def faces() -> Faces:
        found = _ends(outline, axis, height, name)
        sides = sorted(outline.lines, key=lambda line: -_reach(line))
        for line in sides:
            if math.hypot(line.end[0] - line.start[0], line.end[1] - line.start[1]) < 0.01:
                continue
            key, index = _name(line, axis), 2
            unique = key
            while unique in found:
                unique, index = f"{key} {index}", index + 1
            found[unique] = _side(outline, line, axis, height, unique, name)
        return found

    return faces


def _ends(outline: Outline, axis: Axis, height: float, name: str) -> Faces:
    (u0, v0), (u1, v1) = outline.box
    low, high = _ENDS[axis]
    level = height if axis == "z" else height / 2
    level_name = name if axis == "z" else f"{name} / 2"
    top = Face(
        f"{high} face", _LETTERS[axis], 1, level, (u0, u1), (v0, v1), height, "loop",
        level_name=level_name, depth_name=name, loop=outline, at=_middle(outline),
    )  # fmt: skip
    below = opposite(top, f"{low} face", level - height, "0" if axis == "z" else f"-{name} / 2")
    return {high: top, low: below}


def _middle(outline: Outline) -> Point:
    """Return the middle of the outline's box, or its centroid where that middle lies outside the material."""
    (u0, v0), (u1, v1) = outline.box
    centre = ((u0 + u1) / 2, (v0 + v1) / 2)
    return centre


def _reach(line: Line) -> float:
    """Return how far out a side lies, along its normal."""
    a, b = line.normal
    return a * line.start[0] + b * line.start[1]


def _name(line: Line, axis: Axis) -> str:
    a, b = (round(part, 9) for part in line.normal)
    straight = _SIDES[axis].get((int(a), int(b))) if abs(a) in {0.0, 1.0} and abs(b) in {0.0, 1.0} else None
    if straight:
        return straight
    first = _SIDES[axis][1 if a > 0 else -1, 0]
    second = _SIDES[axis][0, 1 if b > 0 else -1]
    return f"slope {first} {second}"


def _side(outline: Outline, line: Line, axis: Axis, height: float, key: str, name: str) -> Face:
    long = line.length
    way = ((line.end[0] - line.start[0]) / long, (line.end[1] - line.start[1]) / long)
    out = line.normal
    half = ((line.start[0] + line.end[0]) / 2, (line.start[1] + line.end[1]) / 2)

    def behind(at: Point) -> Layers:
        """Return the layers of material below a point of the outline's plane that lies on the side."""
        just_in = (at[0] - out[0] * 1e-7, at[1] - out[1] * 1e-7)
        spans = outline.spans(just_in, (-out[0], -out[1]))
        return tuple((max(low, 0.0), high + 1e-7) for low, high in spans if high > 0)

    depth = behind(half)[0][1] if behind(half) else 0.0
    reach = (0.0, height) if axis == "z" else middle(height)
    place = next((i for i in (0, 1) if abs(out[i]) > 1 - _SAME), None)
    if place is not None:
        return _straight_side(line, axis, (key, name), (depth, reach, place, behind))
    normal, u_way = [0.0] * 3, [0.0] * 3
    for i, coordinate in enumerate(_ACROSS[axis]):
        normal[coordinate], u_way[coordinate] = out[i], way[i]
    origin = [0.0] * 3
    for i, coordinate in enumerate(_ACROSS[axis]):
        origin[coordinate] = half[i]
    # v = normal x u; along the way that the profile is drawn out, or against it
    up = _cross(_vector(normal), _vector(u_way))
    sign = up["xyz".index(axis)]
    v = reach if sign > 0 else (-reach[1], -reach[0])
    plane = f"cq.Workplane(cq.Plane(origin={_exact(origin)}, xDir={_exact(u_way)}, normal={_exact(normal)}))"
    nearest = max(range(3), key=lambda i: abs(normal[i]))
    letter: tuple[AxisName, ...] = ("X", "Y", "Z")

    def layers(u: float, _v: float) -> Layers:
        return behind((half[0] + u * way[0], half[1] + u * way[1]))

    return Face(
        f"{key} face", letter[nearest], 1 if normal[nearest] > 0 else -1, 0.0, middle(long), v, depth,
        level_name="0", depth_name="", layers=layers, normal=_vector(normal), origin=_vector(origin),
        plane=plane, u_way=_vector(u_way),
    )  # fmt: skip


def _straight_side(
    line: Line,
    axis: Axis,
    names: tuple[str, str],
    measures: tuple[float, tuple[float, float], int, Callable[[Point], Layers]],
) -> Face:
    """Return a side that looks along one of the model's axes."""
    depth, reach, place, behind = measures
    key, name = names
    coordinate = _ACROSS[axis][place]
    other = 1 - place
    span = (min(line.start[other], line.end[other]), max(line.start[other], line.end[other]))
    # u and v are the two remaining coordinates of the model, in their order
    along_first = _ACROSS[axis][other] < "xyz".index(axis)
    u, v = (span, reach) if along_first else (reach, span)
    level = line.start[place]

    def layers(a: float, b: float) -> Layers:
        at = [0.0, 0.0]
        at[place], at[other] = level, a if along_first else b
        return behind((at[0], at[1]))

    even = behind(_on(line, 0.01)) == behind(_on(line, 0.99)) and len(behind(_on(line, 0.5))) == 1
    uniform = (
        even
        and len({round(layer[0][1], 6) for t in range(1, 20) if (layer := behind(_on(line, t / 20)))}) == 1
    )
    return Face(
        f"{key} face", _LETTERS["xyz"[coordinate]], 1 if line.normal[place] > 0 else -1, level, u, v, depth,
        level_name=f"{level:.15g}", depth_name="", layers=None if uniform else layers,
        u_name="" if along_first else name, v_name=name if along_first else "",
    )  # fmt: skip


def _exact(values: Sequence[float]) -> str:
    """Write coordinates so exactly that a plane lies in its face: the kernel can't cut from one beside it."""
    return f"({', '.join(f'{value + 0.0:.15g}' for value in values)})"


def _on(line: Line, share: float) -> Point:
    return (
        line.start[0] + share * (line.end[0] - line.start[0]),
        line.start[1] + share * (line.end[1] - line.start[1]),
    )


def _vector(values: list[float]) -> Vector:
    return values[0] + 0.0, values[1] + 0.0, values[2] + 0.0


def _cross(a: Vector, b: Vector) -> Vector:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def drawn_out(outline: Outline, axis: Axis, height: float) -> Drawn:
    """Return a profile with its axis and its ends."""
    return Drawn(outline, _LETTERS[axis], (0.0, height) if axis == "z" else middle(height))


def edges_of_prism(outline: Outline, axis: Axis, height: float, name: str) -> Callable[[], Prism] | None:
    """Return what gives the outline for its edges; None where it has arcs or openings."""
    if outline.openings or len(outline.lines) != len(outline.segments):
        return None
    letter = _LETTERS[axis]
    ends = (0.0, height) if axis == "z" else middle(height)
    texts = ("0", name) if axis == "z" else (f"-{name} / 2", f"{name} / 2")

    def prism() -> Prism:
        corners = [
            (line.start, (literal(line.start[0]), literal(line.start[1])), False) for line in outline.lines
        ]
        return letter, ends, texts, corners

    return prism
