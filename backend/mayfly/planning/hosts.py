"""The flat faces of a part that features can be put on, worked out from its sizes.

A face has two coordinates of its own (u to the right, v upwards, as somebody
sees it who looks at it from outside) and knows how deep the material behind
it is. Coordinates are those of the model: x and y for the top, x and z for
the front, y and z for the side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from mayfly.contracts import Axis
from mayfly.planning.draft import Draft, Point
from mayfly.planning.language.units import number

Outline = Literal["rectangle", "disc", "triangle", "free"]
_SAME = 1e-6


@dataclass(frozen=True, slots=True)
class Face:
    """A flat face.

    Attributes:
        name: What people call it.
        axis: Direction of its normal.
        sign: +1 if the normal points along the axis, -1 if against it.
        level: Coordinate of the face on the axis.
        u: Range of its first coordinate.
        v: Range of its second coordinate.
        depth: Material behind it that a through hole crosses.
        outline: Shape of the outline.
        u_name: Script expression for the side along u.
        v_name: Script expression for the side along v.
        level_name: Script expression for the level.
    """

    name: str
    axis: Axis
    sign: int
    level: float
    u: tuple[float, float]
    v: tuple[float, float]
    depth: float
    outline: Outline = "rectangle"
    u_name: str = ""
    v_name: str = ""
    level_name: str = "0"
    depth_name: str = ""

    @property
    def centre(self) -> Point:
        """Middle of the face, in its own coordinates."""
        return (self.u[0] + self.u[1]) / 2, (self.v[0] + self.v[1]) / 2

    @property
    def size(self) -> Point:
        """Sides of the face."""
        return self.u[1] - self.u[0], self.v[1] - self.v[0]

    def workplane(self) -> str:
        """Give the script expression of a plane on the face, its normal pointing outwards."""
        level = self.level_name
        if self.axis == "Z":
            if self.sign > 0:
                return f'cq.Workplane("XY", origin=(0, 0, {level}))'
            return f"cq.Workplane(cq.Plane(origin=(0, 0, {level}), xDir=(1, 0, 0), normal=(0, 0, -1)))"
        if self.axis == "Y":
            if self.sign < 0:
                return f'cq.Workplane("XZ", origin=(0, {level}, 0))'
            return f"cq.Workplane(cq.Plane(origin=(0, {level}, 0), xDir=(-1, 0, 0), normal=(0, 1, 0)))"
        if self.sign > 0:
            return f'cq.Workplane("YZ", origin=({level}, 0, 0))'
        return f"cq.Workplane(cq.Plane(origin=({level}, 0, 0), xDir=(0, -1, 0), normal=(-1, 0, 0)))"

    def local(self, point: Point) -> Point:
        """Turn a face point into the plane's own coordinates (mirrored on the far faces)."""
        u, v = point
        if self.axis == "Z" and self.sign < 0:
            return u, -v
        if (self.axis == "Y" and self.sign > 0) or (self.axis == "X" and self.sign < 0):
            return -u, v
        return u, v

    @property
    def mirrored(self) -> bool:
        """Whether the plane's coordinates differ from the model's."""
        return self.local((1.0, 1.0)) != (1.0, 1.0)


def faces_of(draft: Draft) -> dict[str, Face]:
    """Give the faces of the part by name; empty where the part takes no features."""
    base = draft.part.base
    if base == "prismatic":
        return _prism(draft)
    if base == "round":
        return _round(draft)
    if base == "open":
        return _open(draft)
    if base == "bracket":
        return _bracket(draft)
    own = _OWN_FACES.get(draft.part.name)
    return own(draft) if own else {}


def _gusset(draft: Draft) -> dict[str, Face]:
    """The flat triangle, its right angle at (-X, -Y)."""
    x, y, z = draft.box
    top = Face(
        "top face", "Z", 1, z, (-x / 2, x / 2), (-y / 2, y / 2), z, "triangle",
        "horizontal_leg", "vertical_leg", "thickness", "thickness",
    )  # fmt: skip
    return {"top": top}


def _sides(draft: Draft) -> tuple[str, str, str]:
    x, y, z = draft.box
    return (
        draft.name_for(x, "length", "side", "width", "across_flats"),
        draft.name_for(y, "width", "side", "length"),
        draft.name_for(z, "thickness", "height", "side", "length"),
    )


def _is_rectangular(draft: Draft) -> bool:
    x, y, z = draft.box
    volume = draft.requirements.volume_mm3
    return volume is not None and abs(volume - x * y * z) < 1e-6 * x * y * z


def _prism(draft: Draft) -> dict[str, Face]:
    x, y, z = draft.box
    across, along, up = _sides(draft)
    flat = _is_rectangular(draft)
    xs, ys, zs = (-x / 2, x / 2), (-y / 2, y / 2), (0.0, z)
    outline: Outline = "rectangle" if flat else "free"
    faces = {
        "top": Face("top face", "Z", 1, z, xs, ys, z, outline, across, along, up, up),
        "bottom": Face("underside", "Z", -1, 0.0, xs, ys, z, outline, across, along, "0", up),
    }
    if flat:
        faces |= {
            "front": Face(
                "front face", "Y", -1, -y / 2, xs, zs, y, "rectangle", across, up, f"-{along} / 2", along
            ),
            "back": Face(
                "back face", "Y", 1, y / 2, xs, zs, y, "rectangle", across, up, f"{along} / 2", along
            ),
            "left": Face(
                "left face", "X", -1, -x / 2, ys, zs, x, "rectangle", along, up, f"-{across} / 2", across
            ),
            "right": Face(
                "right face", "X", 1, x / 2, ys, zs, x, "rectangle", along, up, f"{across} / 2", across
            ),
        }
    return faces


def _round(draft: Draft) -> dict[str, Face]:
    x, y, z = draft.box
    across = draft.name_for(x, "outer_diameter", "diameter", "head_diameter")
    up = draft.name_for(z, "length", "height", "thickness", "width")
    xs, ys, zs = (-x / 2, x / 2), (-y / 2, y / 2), (0.0, z)
    floor = draft.part.floor_mm(draft.values)
    depth = floor if floor > 0 else z
    return {
        "top": Face("top face", "Z", 1, z, xs, ys, depth, "disc", across, across, up, up),
        "bottom": Face("underside", "Z", -1, 0.0, xs, ys, depth, "disc", across, across, "0", up),
        "front": Face("side", "Y", -1, -y / 2, xs, zs, y, "free", across, up, f"-{across} / 2", across),
        "right": Face("side", "X", 1, x / 2, ys, zs, x, "free", across, up, f"{across} / 2", across),
    }


def _open(draft: Draft) -> dict[str, Face]:
    x, y, z = draft.box
    across, along, up = _sides(draft)
    floor = draft.part.floor_mm(draft.values)
    wall = float(draft.values.get("wall", draft.values.get("thickness", 0.0)))
    xs, ys, zs = (-x / 2, x / 2), (-y / 2, y / 2), (0.0, z)
    floor_name = draft.name_for(floor, "floor", "wall", "bottom")
    inner: Outline = "rectangle" if "width" in draft.values else "disc"
    faces = {
        "top": Face("floor", "Z", 1, floor, xs, ys, floor, inner, across, along, floor_name, floor_name),
        "bottom": Face("underside", "Z", -1, 0.0, xs, ys, floor, inner, across, along, "0", floor_name),
    }
    faces["floor"] = faces["top"]
    if inner == "rectangle" and wall:
        thick = draft.name_for(wall, "wall", "thickness")
        faces |= {
            "front": Face(
                "front wall", "Y", -1, -y / 2, xs, zs, wall, "rectangle", across, up, f"-{along} / 2", thick
            ),
            "back": Face(
                "back wall", "Y", 1, y / 2, xs, zs, wall, "rectangle", across, up, f"{along} / 2", thick
            ),
            "left": Face(
                "left wall", "X", -1, -x / 2, ys, zs, wall, "rectangle", along, up, f"-{across} / 2", thick
            ),
            "right": Face(
                "right wall", "X", 1, x / 2, ys, zs, wall, "rectangle", along, up, f"{across} / 2", thick
            ),
        }
    return faces


def _bracket(draft: Draft) -> dict[str, Face]:
    """Faces of an L: a flat leg on Z=0 and an upright one at -X."""
    values = draft.values
    if not {"horizontal_leg", "vertical_leg", "width", "thickness"} <= values.keys():
        return {}
    h, v, w, t = (float(values[n]) for n in ("horizontal_leg", "vertical_leg", "width", "thickness"))
    ys = (-w / 2, w / 2)
    flat = Face(
        "horizontal leg",
        "Z",
        1,
        t,
        (-h / 2, h / 2),
        ys,
        t,
        "rectangle",
        "horizontal_leg",
        "width",
        "thickness",
        "thickness",
    )
    upright = Face(
        "vertical leg",
        "X",
        -1,
        -h / 2,
        ys,
        (0.0, v),
        t,
        "rectangle",
        "width",
        "vertical_leg",
        "-horizontal_leg / 2",
        "thickness",
    )
    return {"horizontal_leg": flat, "vertical_leg": upright, "bottom": flat, "top": flat}


def literal(value: float) -> str:
    """Write a coordinate for a script."""
    return number(round(value, 6))


#: Parts that take no features by their base, and yet have flat faces.
_OWN_FACES: Final[dict[str, Callable[[Draft], dict[str, Face]]]] = {"gusset": _gusset}
