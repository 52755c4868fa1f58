"""What the straight-edged parts are: an outline drawn out along an axis, and the edges that it has.

An edge is known by the faces that it belongs to and by its direction, so that
"the top front edge", "the vertical edges of the left face" and "the inner
corner" find it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from mayfly.contracts import Axis
from mayfly.design.builder import Draft
from mayfly.design.geometry.faces import Point, Vector
from mayfly.design.geometry.tolerance import SAME_MM, SAME_RADIANS

_RIGHT: Final = math.pi / 2
_NAMES: Final = {
    ("X", 1): "right", ("X", -1): "left", ("Y", 1): "back", ("Y", -1): "front", ("Z", 1): "top",
    ("Z", -1): "bottom",
}  # fmt: skip
#: The two axes of an outline that is drawn out along a third.
_PLANE: Final[dict[Axis, tuple[int, int]]] = {"X": (1, 2), "Y": (0, 2), "Z": (0, 1)}


@dataclass(frozen=True, slots=True)
class Edge:
    """A straight edge.

    Attributes:
        words: The faces that it belongs to, and what else tells it apart.
        axis: Its direction, empty where it is oblique.
        length: Its length.
        angle: Between its two faces, through the material, in radians.
        middle: Its middle.
        middle_text: The same as an expression of the script.
        ends: Numbers of the two corners that it joins.
        faces: Numbers of the two faces that it belongs to.
        sides: How far each of its two faces reaches from it.
    """

    words: frozenset[str]
    axis: str
    length: float
    angle: float
    middle: Vector
    middle_text: str
    ends: tuple[int, int]
    faces: frozenset[int]
    sides: tuple[float, float]

    @property
    def is_inner(self) -> bool:
        """Return whether material lies on more than half of what surrounds it."""
        return self.angle > math.pi + SAME_RADIANS


@dataclass(frozen=True, slots=True)
class Corner:
    """A corner of an outline, and how the script writes it."""

    at: Point
    text: tuple[str, str]
    bend: bool = False


def edges_of(draft: Draft) -> list[Edge]:
    """Return the straight edges of a part; none where it has no outline that is drawn out."""
    drawn = _outline(draft)
    if drawn is None:
        return []
    axis, (low, high), (low_text, high_text), corners = drawn
    count = len(corners)
    names = [_side_name(axis, corners, i) for i in range(count)]
    lengths = [math.dist(corners[i].at, corners[(i + 1) % count].at) for i in range(count)]
    angles = [_angle(corners, i) for i in range(count)]
    caps = (_NAMES[axis, -1], _NAMES[axis, 1])
    middle_text = "0" if low == -high else f"{high_text} / 2"
    edges: list[Edge] = []
    for i, corner in enumerate(corners):
        words = {
            *names[i - 1].split(),
            *names[i].split(),
            "inner" if angles[i] > math.pi + SAME_RADIANS else "outside",
        }
        words |= {"bend"} if corner.bend else set()
        middle, text = _place(axis, corner.at, corner.text, (low + high) / 2, middle_text)
        edges.append(
            Edge(
                frozenset(words - {""}),
                axis,
                high - low,
                angles[i],
                middle,
                text,
                (i, i + count),
                frozenset({(i - 1) % count, i}),
                (lengths[i - 1], lengths[i]),
            )
        )
        after = corners[(i + 1) % count]
        at = ((corner.at[0] + after.at[0]) / 2, (corner.at[1] + after.at[1]) / 2)
        both = (_mean(corner.text[0], after.text[0]), _mean(corner.text[1], after.text[1]))
        way = _direction(axis, corner.at, after.at)
        for cap, level, level_text, shift in ((caps[0], low, low_text, 0), (caps[1], high, high_text, count)):
            middle, text = _place(axis, at, both, level, level_text)
            ends = (i + shift, (i + 1) % count + shift)
            words = {*names[i].split(), cap, "end"}
            faces = frozenset({i, -1 if shift == 0 else -2})
            sides = (high - low, _inwards(corners, i))
            edges.append(Edge(frozenset(words), way, lengths[i], _RIGHT, middle, text, ends, faces, sides))
    inside, outside = draft.size("inner_radius") > 0, draft.size("outer_radius") > 0
    return [
        edge
        for edge in edges
        if not (edge.is_inner and inside) and not ("bend" in edge.words and not edge.is_inner and outside)
    ]  # without those that are round already


def outline_of(
    draft: Draft,
) -> tuple[Axis, tuple[float, float], list[str], list[Point]] | None:
    """Return the axis, the ends along it, the names of the sides and the corners of a part's outline."""
    drawn = _outline(draft)
    if drawn is None:
        return None
    axis, ends, _, corners = drawn
    names = [_side_name(axis, corners, i) for i in range(len(corners))]
    return axis, ends, names, [corner.at for corner in corners]


def _mean(first: str, second: str) -> str:
    return first if first == second else f"({first} + {second}) / 2"


def _outline(
    draft: Draft,
) -> tuple[Axis, tuple[float, float], tuple[str, str], list[Corner]] | None:
    """Return the axis, the ends along it (also as text) and the corners of a part's outline."""
    if draft.is_box:
        x, y, z = draft.box
        across, along, up = draft.side_names()
        signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
        texts = {1: "", -1: "-"}
        corners = [
            Corner((a * x / 2, b * y / 2), (f"{texts[a]}{across} / 2", f"{texts[b]}{along} / 2"))
            for a, b in signs
        ]
        return "Z", (0.0, z), ("0", up), corners
    if draft.form.prism is not None:
        axis, ends, ends_text, drawn = draft.form.prism()
        return axis, ends, ends_text, [Corner(at, text, bend) for at, text, bend in drawn]
    line = draft.form.surfaces.outline
    if line is None:
        return None
    length, known = draft.size(line.length), draft.part.known(draft.values)
    corners = [
        Corner((float(c.first(known)), float(c.second(known))), (c.first.text, c.second.text), c.bend)
        for c in line.corners
    ]
    if line.regular is not None:
        corners = [Corner((u, v), (f"{u:.6f}", f"{v:.6f}")) for u, v in line.regular(known)]
    if line.axis == "Z":
        return line.axis, (0.0, length), ("0", line.length), corners
    return line.axis, (-length / 2, length / 2), (f"-{line.length} / 2", f"{line.length} / 2"), corners


def _angle(corners: list[Corner], i: int) -> float:
    """Return the angle of an outline's corner through the material."""
    before, at, after = corners[i - 1].at, corners[i].at, corners[(i + 1) % len(corners)].at
    back = math.atan2(before[1] - at[1], before[0] - at[0])
    ahead = math.atan2(after[1] - at[1], after[0] - at[0])
    return (back - ahead) % (2 * math.pi)


def _side_name(axis: Axis, corners: list[Corner], i: int) -> str:
    """Return the names of the face on a side of the outline; none where it lies inside the part's box."""
    first, second = corners[i].at, corners[(i + 1) % len(corners)].at
    normal = (second[1] - first[1], first[0] - second[0])
    for place, across in enumerate(normal):
        if abs(normal[1 - place]) < SAME_MM * abs(across):
            sign = 1 if across > 0 else -1
            levels = [c.at[place] for c in corners]
            outermost = max(levels) if sign > 0 else min(levels)
            letter: Axis = ("X", "Y", "Z")[_PLANE[axis][place]]
            return _NAMES[letter, sign] if abs(first[place] - outermost) < SAME_MM else ""
    sideways: list[str] = []
    for place, across in enumerate(normal):
        letter = ("X", "Y", "Z")[_PLANE[axis][place]]
        if letter != "Z":
            sideways.append(_NAMES[letter, 1 if across > 0 else -1])
    return " ".join(["slope", *sideways]) if len(sideways) == 1 else "slope"


def _inwards(corners: list[Corner], i: int) -> float:
    """Return how far the end face reaches inwards from a side: to the next corner that lies before it."""
    first, second = corners[i].at, corners[(i + 1) % len(corners)].at
    long = math.dist(first, second)
    reaches = []
    for corner in corners:
        across = ((second[0] - first[0]) * (corner.at[1] - first[1]) - (second[1] - first[1]) * (
            corner.at[0] - first[0]
        )) / long  # fmt: skip
        if across > SAME_MM:
            reaches.append(across)
    return min(reaches, default=0.0)


def _direction(axis: Axis, first: Point, second: Point) -> str:
    for place in (0, 1):
        if abs(first[1 - place] - second[1 - place]) < SAME_MM:
            return "XYZ"[_PLANE[axis][place]]
    return ""


def _place(
    axis: Axis, at: Point, texts: tuple[str, str], level: float, level_text: str
) -> tuple[Vector, str]:
    values, words = [level] * 3, [level_text] * 3
    for place, value, text in zip(_PLANE[axis], at, texts, strict=True):
        values[place], words[place] = value, text
    return (values[0], values[1], values[2]), f"({', '.join(words)})"
