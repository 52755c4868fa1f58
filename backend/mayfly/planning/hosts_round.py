"""The faces of round and pointed bodies: their ends, and their curved sides."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mayfly.cad.parts import read_pairs
from mayfly.contracts import Axis
from mayfly.planning.draft import Draft
from mayfly.planning.faces import Face, Faces, Layers, middle, opposite
from mayfly.planning.language.units import number
from mayfly.planning.questions import impossible

#: Parts with a round side that are not round by their base.
_ROUND_SIDES: Final = frozenset({"cup", "stepped_shaft", "capsule", "flanged_hub", "flanged_bushing"})
_BODIES: Final = {"flange": 0, "hub": 1, "body": 1}
_NAMES: Final = ("length", "height", "thickness", "width")


def disc(draft: Draft) -> Faces:
    """The ends of a round part."""
    x, _, z = draft.box
    across = draft.name_for(x, "outer_diameter", "diameter", "head_diameter")
    return _ends(draft, x, z, across, max(draft.size("inner_diameter"), draft.size("bore")))


def _ends(draft: Draft, wide: float, z: float, across: str = "", inner: float = 0.0) -> Faces:
    up = draft.name_for(z, *_NAMES)
    xs = middle(wide)
    top = Face("top face", "Z", 1, z, xs, xs, z, "disc", across, across, up, up, inner=inner)
    return {"top": top, "bottom": opposite(top, "underside", 0.0, "0")}


def spur_gear(draft: Draft) -> Faces:
    """The ends of a gear, inside the roots of its teeth."""
    root = draft.size("module") * (draft.size("teeth") - 2.5)
    return _ends(draft, root, draft.box[2], inner=draft.size("bore"))


def pulley(draft: Draft) -> Faces:
    """The ends of a pulley, inside the bottom of its groove."""
    root = draft.size("outer_diameter") - 2 * draft.size("groove_depth")
    return _ends(draft, root, draft.box[2], inner=draft.size("bore"))


def nut(draft: Draft) -> Faces:
    """The ends of a nut or standoff."""
    return _ends(draft, draft.size("across_flats"), draft.box[2], inner=draft.size("bore"))


def cup(draft: Draft) -> Faces:
    """The floor of a cup, from inside and from below."""
    x, floor = draft.box[0], draft.size("floor")
    inside = middle(x - 2 * draft.size("wall"))
    name = draft.name_for(floor, "floor")
    top = Face("floor", "Z", 1, floor, inside, inside, floor, "disc", "", "", name, name)
    return {"top": top, "floor": top, "bottom": opposite(top, "underside", 0.0, "0")}


def stepped_shaft(draft: Draft) -> Faces:
    """The two ends of a shaft."""
    z, steps = draft.box[2], read_pairs(str(draft.values["steps"]))
    level = number(z)
    inner = draft.size("bore")

    def outwards(widths: Sequence[tuple[float, float]]) -> Callable[[float, float], Layers]:
        """Give the material behind an end: a wider hole than the next step comes out at its shoulder."""

        def layers(u: float, v: float) -> Layers:
            off, end = 2 * math.hypot(u, v), 0.0
            for diameter, length in widths:
                if off > diameter:
                    break
                end += length
            return ((0.0, end),)

        return layers

    top = Face(
        "top end", "Z", 1, z, middle(steps[-1][0]), middle(steps[-1][0]), z, "disc", "", "", level, level,
        inner=inner, layers=outwards(steps[::-1]),
    )  # fmt: skip
    low = middle(steps[0][0])
    bottom = replace(top, name="bottom end", sign=-1, level=0.0, level_name="0", u=low, v=low,
                     layers=outwards(steps))  # fmt: skip
    return {"top": top, "bottom": bottom}


def flanged_bushing(draft: Draft) -> Faces:
    """The flange of a flanged bushing around its body, and the two ends."""
    return _flanged(draft, "outer_diameter", "length", draft.box[2])


def flanged_hub(draft: Draft) -> Faces:
    """The flange of a hub around it, and the two ends."""
    return _flanged(draft, "hub_diameter", "flange_thickness + hub_height", draft.box[2])


def _flanged(draft: Draft, body_name: str, level: str, z: float) -> Faces:
    thick, wide, body = (draft.size(n) for n in ("flange_thickness", "flange_diameter", body_name))
    bore, name = draft.size("bore"), "flange_thickness"
    xs = middle(wide)

    def layers(u: float, v: float) -> Layers:
        return ((0.0, z if 2 * math.hypot(u, v) < body else thick),)

    flange = Face("flange", "Z", 1, thick, xs, xs, thick, "disc", "", "", name, name, inner=body)
    top = Face("top face", "Z", 1, z, middle(body), middle(body), z, "disc", "", "", level, level, inner=bore)
    bottom = Face("underside", "Z", -1, 0.0, xs, xs, thick, "disc", inner=bore, layers=layers, even=True)
    return {"flange": flange, "top": top, "hub": top, "bottom": bottom}


def hex_bolt(draft: Draft) -> Faces:
    """The end of a bolt's shank, and its head from below."""
    z = draft.box[2]
    level = "head_height + length"
    shank, head = middle(draft.size("shank_diameter")), middle(draft.size("across_flats"))
    top = Face("end of the shank", "Z", 1, z, shank, shank, z, "disc", "", "", level, level)
    reach, high = draft.size("shank_diameter") / 2, draft.size("head_height")
    bottom = Face(
        "head", "Z", -1, 0.0, head, head, z, "disc", depth_name=level,
        layers=lambda u, v: ((0.0, z if math.hypot(u, v) < reach else high),),
    )  # fmt: skip
    return {"top": top, "bottom": bottom, "head": bottom}


def cone(draft: Draft) -> Faces:
    """The flat ends of a cone, as far as it has them."""
    z = draft.box[2]
    low, high = draft.size("bottom_diameter") / 2, draft.size("top_diameter") / 2

    def end(name: str, sign: int, level: float, level_name: str, near: float, far: float) -> Face:
        def layers(u: float, v: float) -> Layers:
            off = math.hypot(u, v)
            return ((0.0, z if off <= far else (near - off) / (near - far) * z),)

        xs = middle(2 * near)
        inwards = layers if far < near else None
        return Face(
            name,
            "Z",
            sign,
            level,
            xs,
            xs,
            z,
            "disc",
            "",
            "",
            level_name,
            "height",
            layers=inwards,
            crest=far == 0,
        )

    faces: Faces = {}  # of a pointed cone, a hole may take the point
    if high > 0:
        faces["top"] = end("top face", 1, z, "height", high, low)
    if low > 0:
        faces["bottom"] = end("underside", -1, 0.0, "0", low, high)
    return faces


def sphere(draft: Draft) -> Faces:
    """A ball from all six sides; depths count from the outermost point."""
    wide = draft.box[0]
    radius = wide / 2

    def around(u0: float, v0: float) -> Callable[[float, float], Layers]:
        def layers(u: float, v: float) -> Layers:
            half = math.sqrt(max(radius**2 - (u - u0) ** 2 - (v - v0) ** 2, 0.0))
            return ((radius - half, radius + half),)

        return layers

    xs, zs = middle(wide), (0.0, wide)
    top = Face(
        "ball", "Z", 1, wide, xs, xs, wide, "disc", "", "", "diameter", "diameter",
        layers=around(0, 0), curved=True, crest=True,
    )  # fmt: skip
    right = replace(top, axis="X", level=radius, v=zs, level_name="diameter / 2", layers=around(0, radius))
    front = replace(right, axis="Y", sign=-1, level=-radius, level_name="-diameter / 2")
    return {
        "top": top,
        "bottom": opposite(top, "ball", 0.0, "0"),
        "right": right,
        "left": opposite(right, "ball", -radius, "-diameter / 2"),
        "front": front,
        "back": opposite(front, "ball", radius, "diameter / 2"),
    }


def hemisphere(draft: Draft) -> Faces:
    """The flat side of half a ball, and its dome from above."""
    wide = draft.box[0]
    radius, xs = wide / 2, middle(wide)

    def rise(u: float, v: float) -> float:
        return math.sqrt(max(radius**2 - u**2 - v**2, 0.0))

    bottom = Face(
        "flat side", "Z", -1, 0.0, xs, xs, radius, "disc", depth_name="diameter / 2",
        layers=lambda u, v: ((0.0, rise(u, v)),), crest=True, round_above=True,
    )  # fmt: skip
    dome = Face(
        "dome", "Z", 1, radius, xs, xs, radius, "disc", "", "", "diameter / 2", "diameter / 2",
        layers=lambda u, v: ((radius - rise(u, v), radius),), curved=True, crest=True,
    )  # fmt: skip
    return {"top": dome, "bottom": bottom}


def capsule(draft: Draft) -> Faces:
    """The round ends of a capsule."""
    wide, _, z = draft.box
    radius, xs = wide / 2, middle(wide)

    def layers(u: float, v: float) -> Layers:
        gap = radius - math.sqrt(max(radius**2 - u**2 - v**2, 0.0))
        return ((gap, z - gap),)

    top = Face(
        "round end", "Z", 1, z, xs, xs, z, "disc", "", "", "length", "length", layers=layers,
        curved=True, crest=True,
    )  # fmt: skip
    return {"top": top, "bottom": opposite(top, "round end", 0.0, "0")}


def half_cylinder(draft: Draft) -> Faces:
    """The flat side of a half round bar, and its crest from above."""
    x, y, z = draft.box

    def rise(v: float) -> float:
        return math.sqrt(max(z**2 - v**2, 0.0))

    bottom = Face(
        "flat side", "Z", -1, 0.0, middle(x), middle(y), z, "rectangle", "length", "diameter", "0",
        "diameter / 2", layers=lambda u, v: ((0.0, rise(v)),),
    )  # fmt: skip
    crest = Face(
        "round side", "Z", 1, z, middle(x), middle(y), z, "rectangle", "length", "diameter",
        "diameter / 2", "diameter / 2", layers=lambda u, v: ((z - rise(v), z),), curved=True,
    )  # fmt: skip
    return {"top": crest, "bottom": bottom}


def pyramid(draft: Draft) -> Faces:
    """The base of a pyramid, and its top where it is cut off."""
    x, y, z = draft.box
    top_x, top_y = draft.size("top_length"), draft.size("top_width")

    def layers(u: float, v: float) -> Layers:
        along = (x - 2 * abs(u)) / (x - top_x) if x > top_x else 1.0
        across = (y - 2 * abs(v)) / (y - top_y) if y > top_y else 1.0
        return ((0.0, z * min(1.0, along, across)),)

    bottom = Face(
        "base", "Z", -1, 0.0, middle(x), middle(y), z, "rectangle", "length", "width", "0", "height",
        layers=layers, crest=top_x == 0,
    )  # fmt: skip
    faces = {"bottom": bottom}
    if top_x > 0:
        faces["top"] = Face(
            "top face", "Z", 1, z, middle(top_x), middle(top_y), z, "rectangle", "top_length", "top_width",
            "height", "height",
        )  # fmt: skip
    return faces


def ellipse(draft: Draft) -> Faces:
    """The two flat sides of an elliptical plate."""
    x, y, z = draft.box
    top = Face(
        "top face", "Z", 1, z, middle(x), middle(y), z, "ellipse", "length", "width", "thickness", "thickness"
    )
    return {"top": top, "bottom": opposite(top, "underside", 0.0, "0")}


def side(draft: Draft, *, one_wall: bool, along: Axis = "X", body: str = "") -> Face | None:
    """Give the curved side of a round part as somebody sees it who looks along it; None where it has none."""
    if (draft.part.name not in _ROUND_SIDES and draft.part.base != "round") or draft.shell is not None:
        return None
    pieces = pieces_of(draft)
    if body:
        if len(pieces) != 2 or body not in _BODIES:
            return None
        pieces = [pieces[_BODIES[body]]]

    def at(heights: Sequence[float], reach: float) -> Face:
        """Give the side at some heights, which have to lie on one cylinder of the part."""
        first = next((p for p in pieces if p.low <= heights[0] <= p.high), pieces[-1])
        for height in heights:
            if first.low > height - reach + 1e-6 or height + reach > first.high + 1e-6:
                raise impossible(
                    f"At {number(round(height, 3))} mm above the base it would run over the end of the round"
                    f" surface from {number(first.low)} to {number(first.high)} mm. Which place holds?"
                )
        return replace(_around(draft, first, one_wall=one_wall, along=along), clear_v=None, at=None)

    if len(pieces) == 1:
        return _around(draft, pieces[0], one_wall=one_wall, along=along)
    widest = max(pieces, key=lambda piece: piece.wide)
    whole = _around(draft, widest, one_wall=one_wall, along=along)
    return replace(whole, clear_v=None, at=None, settle=at)


@dataclass(frozen=True, slots=True)
class Piece:
    """A cylinder of a round part: from which height to which, its diameter, and that of the hole inside."""

    low: float
    high: float
    wide: float
    inner: Callable[[float], float]


def pieces_of(draft: Draft) -> list[Piece]:
    """Give the cylinders of a round part from the bottom upwards."""
    x, _, z = draft.box
    bore = max(draft.size("inner_diameter"), draft.size("bore"))
    name = draft.part.name
    if name == "stepped_shaft":
        found: list[Piece] = []
        low = 0.0
        for wide, length in read_pairs(str(draft.values["steps"])):
            found.append(Piece(low, low + length, wide, lambda v: bore))
            low += length
        return found
    if name in {"flanged_hub", "flanged_bushing"}:
        thick = draft.size("flange_thickness")
        body = draft.size("hub_diameter" if name == "flanged_hub" else "outer_diameter")
        return [Piece(0.0, thick, x, lambda v: bore), Piece(thick, z, body, lambda v: bore)]
    if name == "capsule":
        return [Piece(x / 2, z - x / 2, x, lambda v: 0.0)]
    if name == "cup":
        floor, inside = draft.size("floor"), x - 2 * draft.size("wall")
        return [Piece(0.0, z, x, lambda v: inside if v > floor else 0.0)]
    if name == "knob":
        wide, deep = draft.size("hole_diameter"), draft.size("hole_depth")
        return [Piece(0.0, z - draft.size("top_fillet"), x, lambda v: wide if v < deep else 0.0)]
    return [Piece(0.0, z, x, lambda v: bore)]


def _around(draft: Draft, piece: Piece, *, one_wall: bool, along: Axis) -> Face:
    radius = piece.wide / 2

    def layers(u: float, v: float) -> Layers:
        half = math.sqrt(max(radius**2 - u**2, 0.0))
        hollow = math.sqrt(max((piece.inner(v) / 2) ** 2 - u**2, 0.0))
        walls = ((radius - half, radius - hollow), (radius + hollow, radius + half))
        if hollow == 0:
            return ((radius - half, radius + half),)
        return walls[:1] if one_wall else walls

    z = draft.box[2]
    across = draft.name_for(piece.wide, "outer_diameter", "diameter", "hub_diameter", "flange_diameter")
    up = draft.name_for(z, *_NAMES)
    half_name = f"{across} / 2"
    depth, depth_name = (radius, half_name) if one_wall else (piece.wide, across)
    whole = piece.low == 0 and abs(piece.high - z) < 1e-9
    right = Face(
        "side", "X", 1, radius, middle(piece.wide), (0.0, z), depth, "free", across, up,
        half_name, depth_name, clear_v=None if whole else (piece.low, piece.high), layers=layers, curved=True,
        at=None if whole else (0.0, (piece.low + piece.high) / 2),
    )  # fmt: skip
    if along == "X":
        return right
    return replace(right, axis="Y", sign=-1, level=-radius, level_name=f"-{half_name}")
