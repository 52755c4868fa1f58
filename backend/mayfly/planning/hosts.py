"""The flat faces of a part that features can be put on, worked out from its sizes.

A face has two coordinates of its own, those of the model: x and y for the
top, x and z for the front, y and z for the side. It knows how deep the
material behind it is, and which part of it is free for features.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal

from mayfly.contracts import Axis
from mayfly.planning.draft import Draft, Point
from mayfly.planning.language.units import number

Outline = Literal["rectangle", "disc", "triangle", "free"]
Range = tuple[float, float]
Faces = dict[str, "Face"]


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
        depth_name: Script expression for the depth.
        clear_u: Where features may lie along u; None for the whole face.
        clear_v: Where features may lie along v; None for the whole face.
        inner: Diameter in the middle of a disc where no feature may lie.
    """

    name: str
    axis: Axis
    sign: int
    level: float
    u: Range
    v: Range
    depth: float
    outline: Outline = "rectangle"
    u_name: str = ""
    v_name: str = ""
    level_name: str = "0"
    depth_name: str = ""
    clear_u: Range | None = None
    clear_v: Range | None = None
    inner: float = 0.0

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
        named = {("Z", 1): "XY", ("Y", -1): "XZ", ("X", 1): "YZ"}.get((self.axis, self.sign))
        origin = {"Z": f"(0, 0, {level})", "Y": f"(0, {level}, 0)", "X": f"({level}, 0, 0)"}[self.axis]
        if named:
            return f'cq.Workplane("{named}", origin={origin})'
        right, normal = {
            "Z": ("(1, 0, 0)", "(0, 0, -1)"),
            "Y": ("(-1, 0, 0)", "(0, 1, 0)"),
            "X": ("(0, -1, 0)", "(-1, 0, 0)"),
        }[self.axis]
        return f"cq.Workplane(cq.Plane(origin={origin}, xDir={right}, normal={normal}))"

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


def faces_of(draft: Draft) -> Faces:
    """Give the faces of the part by name; empty where the part takes no features."""
    own = _OWN_FACES.get(draft.part.name) or _BASE_FACES.get(draft.part.base)
    return own(draft) if own else {}


def side_of(draft: Draft, *, one_wall: bool) -> Face | None:
    """Give the curved side of a round part as somebody sees it who looks along -X; None where it has none.

    Args:
        draft: The model so far.
        one_wall: A hole stops in the middle, so that it crosses one wall of a tube.
    """
    if draft.part.name not in _ROUND_SIDES and draft.part.base != "round":
        return None
    x, _, z = draft.box
    across = draft.name_for(x, "outer_diameter", "diameter")
    up = draft.name_for(z, "length", "height", "thickness", "width")
    half = f"{across} / 2"
    depth, depth_name = (x / 2, half) if one_wall else (x, across)
    return Face("side", "X", 1, x / 2, (-x / 2, x / 2), (0.0, z), depth, "free", across, up, half, depth_name)


def _number(draft: Draft, name: str) -> float:
    return float(draft.values.get(name, 0.0))


def _middle(length: float) -> Range:
    return -length / 2, length / 2


def _sides(draft: Draft) -> tuple[str, str, str]:
    x, y, z = draft.box
    return (
        draft.name_for(x, "length", "side", "width", "across_flats"),
        draft.name_for(y, "width", "side", "depth", "length"),
        draft.name_for(z, "thickness", "height", "side", "length"),
    )


def _prism(draft: Draft) -> Faces:
    x, y, z = draft.box
    across, along, up = _sides(draft)
    volume = draft.requirements.volume_mm3
    flat = volume is not None and abs(volume - x * y * z) < 1e-6 * x * y * z
    xs, ys, zs = _middle(x), _middle(y), (0.0, z)
    outline: Outline = "rectangle" if flat else "free"
    faces = {
        "top": Face("top face", "Z", 1, z, xs, ys, z, outline, across, along, up, up),
        "bottom": Face("underside", "Z", -1, 0.0, xs, ys, z, outline, across, along, "0", up),
    }
    if flat:
        front = Face(
            "front face", "Y", -1, -y / 2, xs, zs, y, "rectangle", across, up, f"-{along} / 2", along
        )
        left = Face("left face", "X", -1, -x / 2, ys, zs, x, "rectangle", along, up, f"-{across} / 2", across)
        faces |= _four("face", front, left)
    return faces


def _four(word: str, front: Face, left: Face) -> Faces:
    """Give the faces on all four sides, from those at the front and at the left."""
    return {
        "front": front,
        "back": replace(
            front, name=f"back {word}", sign=1, level=-front.level, level_name=front.level_name[1:]
        ),
        "left": left,
        "right": replace(
            left, name=f"right {word}", sign=1, level=-left.level, level_name=left.level_name[1:]
        ),
    }


def _round(draft: Draft) -> Faces:
    x, _, z = draft.box
    across = draft.name_for(x, "outer_diameter", "diameter", "head_diameter")
    up = draft.name_for(z, "length", "height", "thickness", "width")
    xs = _middle(x)
    inner = max(_number(draft, "inner_diameter"), _number(draft, "bore"))
    top = Face("top face", "Z", 1, z, xs, xs, z, "disc", across, across, up, up, inner=inner)
    return {"top": top, "bottom": replace(top, name="underside", sign=-1, level=0.0, level_name="0")}


def _disc_on_top(diameter: Callable[[Draft], float]) -> Callable[[Draft], Faces]:
    """Give faces for parts whose top is only free inside a diameter."""

    def faces(draft: Draft) -> Faces:
        z = draft.box[2]
        xs = _middle(diameter(draft))
        up = draft.name_for(z, "length", "height", "thickness", "width")
        top = Face("top face", "Z", 1, z, xs, xs, z, "disc", "", "", up, up, inner=_number(draft, "bore"))
        return {"top": top, "bottom": replace(top, name="underside", sign=-1, level=0.0, level_name="0")}

    return faces


def _open(draft: Draft) -> Faces:
    """The floor and the four walls of a tray."""
    x, y, z = draft.box
    across, along, up = _sides(draft)
    wall, floor = _number(draft, "wall"), draft.part.floor_mm(draft.values)
    xs, ys, zs = _middle(x), _middle(y), (0.0, z)
    floor_name, thick = draft.name_for(floor, "floor", "wall"), draft.name_for(wall, "wall")
    inside_x, inside_y = _middle(x - 2 * wall), _middle(y - 2 * wall)
    top = Face(
        "floor",
        "Z",
        1,
        floor,
        xs,
        ys,
        floor,
        "rectangle",
        across,
        along,
        floor_name,
        floor_name,
        inside_x,
        inside_y,
    )
    front = Face(
        "front wall", "Y", -1, -y / 2, xs, zs, wall, "rectangle", across, up, f"-{along} / 2", thick,
        inside_x, (floor, z),
    )  # fmt: skip
    left = Face(
        "left wall", "X", -1, -x / 2, ys, zs, wall, "rectangle", along, up, f"-{across} / 2", thick,
        inside_y, (floor, z),
    )  # fmt: skip
    bottom = replace(top, name="underside", sign=-1, level=0.0, level_name="0")
    return {"top": top, "floor": top, "bottom": bottom} | _four("wall", front, left)


def _cup(draft: Draft) -> Faces:
    x = draft.box[0]
    floor = _number(draft, "floor")
    inside = _middle(x - 2 * _number(draft, "wall"))
    name = draft.name_for(floor, "floor")
    top = Face("floor", "Z", 1, floor, inside, inside, floor, "disc", "", "", name, name)
    return {
        "top": top,
        "floor": top,
        "bottom": replace(top, name="underside", sign=-1, level=0.0, level_name="0"),
    }


def _square_tube(draft: Draft) -> Faces:
    x, y, z = draft.box
    wall = _number(draft, "wall")
    zs = (0.0, z)
    front = Face(
        "front wall", "Y", -1, -y / 2, _middle(x), zs, wall, "rectangle", "width", "length", "-depth / 2",
        "wall", _middle(x - 2 * wall),
    )  # fmt: skip
    left = Face(
        "left wall", "X", -1, -x / 2, _middle(y), zs, wall, "rectangle", "depth", "length", "-width / 2",
        "wall", _middle(y - 2 * wall),
    )  # fmt: skip
    return _four("wall", front, left)


def _bracket(draft: Draft) -> Faces:
    """Faces of an L: a flat leg on Z=0 and an upright one at -X."""
    h, v, w, t = (_number(draft, n) for n in ("horizontal_leg", "vertical_leg", "width", "thickness"))
    t_clear = t + _number(draft, "inner_radius")
    flat = Face(
        "horizontal leg", "Z", 1, t, _middle(h), _middle(w), t, "rectangle", "horizontal_leg", "width",
        "thickness", "thickness", (-h / 2 + t_clear, h / 2),
    )  # fmt: skip
    upright = Face(
        "vertical leg", "X", -1, -h / 2, _middle(w), (0.0, v), t, "rectangle", "width", "vertical_leg",
        "-horizontal_leg / 2", "thickness", None, (t_clear, v),
    )  # fmt: skip
    return {"horizontal_leg": flat, "vertical_leg": upright}


def _angle(draft: Draft) -> Faces:
    """Faces of an angle profile: a flat leg along Y and an upright one at -Y."""
    x, w, h = draft.box
    t = _number(draft, "thickness")
    flat = Face(
        "horizontal leg", "Z", 1, t, _middle(x), _middle(w), t, "rectangle", "length", "width",
        "thickness", "thickness", None, (-w / 2 + t, w / 2),
    )  # fmt: skip
    upright = Face(
        "vertical leg", "Y", -1, -w / 2, _middle(x), (0.0, h), t, "rectangle", "length", "height",
        "-width / 2", "thickness", None, (t, h),
    )  # fmt: skip
    return {"horizontal_leg": flat, "vertical_leg": upright}


def _channel(draft: Draft) -> Faces:
    """Faces of a channel: its web on Z=0 and the two flanges."""
    x, w, h = draft.box
    t = _number(draft, "thickness")
    web = Face(
        "web", "Z", 1, t, _middle(x), _middle(w), t, "rectangle", "length", "width", "thickness", "thickness",
        None, _middle(w - 2 * t),
    )  # fmt: skip
    front = Face(
        "front flange", "Y", -1, -w / 2, _middle(x), (0.0, h), t, "rectangle", "length", "height",
        "-width / 2", "thickness", None, (t, h),
    )  # fmt: skip
    back = replace(front, name="back flange", sign=1, level=w / 2, level_name="width / 2")
    return {"web": web, "bottom": web, "front": front, "back": back}


def _beam(draft: Draft) -> Faces:
    """The web of an I-beam."""
    x, _, h = draft.box
    t, f = _number(draft, "web_thickness"), _number(draft, "flange_thickness")
    web = Face(
        "web", "Y", -1, -t / 2, _middle(x), (0.0, h), t, "rectangle", "length", "height",
        "-web_thickness / 2", "web_thickness", None, (f, h - f),
    )  # fmt: skip
    return {"web": web}


def _gusset(draft: Draft) -> Faces:
    """The flat triangle, its right angle at (-X, -Y)."""
    x, y, z = draft.box
    names = ("horizontal_leg", "vertical_leg", "thickness", "thickness")
    return {"top": Face("top face", "Z", 1, z, _middle(x), _middle(y), z, "triangle", *names)}


def _collar(draft: Draft) -> Faces:
    """The flange of a flanged bushing, around its body."""
    thick = _number(draft, "flange_thickness")
    xs = _middle(_number(draft, "flange_diameter"))
    body = _number(draft, "outer_diameter")
    name = "flange_thickness"
    return {"flange": Face("flange", "Z", 1, thick, xs, xs, thick, "disc", "", "", name, name, inner=body)}


_BASE_FACES: Final[dict[str, Callable[[Draft], Faces]]] = {
    "prismatic": _prism,
    "round": _round,
    "open": _open,
    "bracket": _bracket,
}
#: Parts whose faces their base does not tell.
_OWN_FACES: Final[dict[str, Callable[[Draft], Faces]]] = {
    "gusset": _gusset,
    "cup": _cup,
    "square_tube": _square_tube,
    "angle_profile": _angle,
    "u_channel": _channel,
    "i_beam": _beam,
    "flanged_bushing": _collar,
    "polygon_prism": _disc_on_top(lambda draft: _number(draft, "across_flats")),
    "spur_gear": _disc_on_top(lambda draft: _number(draft, "module") * (_number(draft, "teeth") - 2.5)),
    "pulley": _disc_on_top(
        lambda draft: _number(draft, "outer_diameter") - 2 * _number(draft, "groove_depth")
    ),
}
#: Parts with a round side that are not round by their base.
_ROUND_SIDES: Final = frozenset({"cup"})


def literal(value: float) -> str:
    """Write a coordinate for a script."""
    return number(round(value, 6))
