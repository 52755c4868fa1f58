"""The faces that a part has, worked out from its sizes: the table of all parts, and the plain bodies.

Profiles are in ``hosts_profiles.py``, round and pointed bodies in ``hosts_round.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from mayfly.contracts import Axis
from mayfly.planning import hosts_profiles as profiles
from mayfly.planning import hosts_round as rounds
from mayfly.planning.draft import Draft
from mayfly.planning.faces import Face, Faces, Outline, middle, opposite


def faces_of(draft: Draft) -> Faces:
    """Give the faces of the part by name; empty where the part takes no features."""
    own = _OWN_FACES.get(draft.part.name) or _BASE_FACES.get(draft.part.base)
    faces = own(draft) if own else {}
    return _shelled(draft, faces) if draft.shell else faces


def side_of(draft: Draft, *, one_wall: bool, along: Axis = "X", body: str = "") -> Face | None:
    """Give the curved side of a round part as somebody sees it who looks along it; None where it has none.

    Args:
        draft: The model so far.
        one_wall: A hole stops in the middle, so that it crosses one wall of a tube.
        along: The direction of looking: X from the right, Y from the front.
        body: "hub", "flange" or "body" where only that part of it is meant.
    """
    return rounds.side(draft, one_wall=one_wall, along=along, body=body)


def _shelled(draft: Draft, faces: Faces) -> Faces:
    """Give the faces of a hollow part: walls, of which the open ones are no faces any more."""
    shell = draft.shell
    assert shell is not None  # noqa: S101 - asked for only where there is one
    wall = shell.wall
    found: Faces = {}
    for name, face in faces.items():
        if name in shell.open or face.curved:
            continue
        (u0, u1), (v0, v1) = face.u, face.v
        found[name] = replace(
            face,
            depth=wall,
            depth_name=shell.name,
            layers=None,
            clear_u=(u0 + wall, u1 - wall),
            clear_v=(v0 + wall, v1 - wall),
        )
    return found


def _prism(draft: Draft) -> Faces:
    x, y, z = draft.box
    across, along, up = draft.side_names()
    flat = draft.is_box
    xs, ys, zs = middle(x), middle(y), (0.0, z)
    outline: Outline = "rectangle" if flat else "free"
    top = Face("top face", "Z", 1, z, xs, ys, z, outline, across, along, up, up)
    faces = {"top": top, "bottom": opposite(top, "underside", 0.0, "0")}
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
        "back": opposite(front, f"back {word}", -front.level, front.level_name[1:]),
        "left": left,
        "right": opposite(left, f"right {word}", -left.level, left.level_name[1:]),
    }


def _open(draft: Draft) -> Faces:
    """The floor and the four walls of a tray."""
    x, y, z = draft.box
    z = float(draft.values["height"])
    across, along, up = draft.name_for(x, "length"), draft.name_for(y, "width"), draft.name_for(z, "height")
    wall, floor = draft.size("wall"), draft.part.floor_mm(draft.values)
    xs, ys, zs = middle(x), middle(y), (0.0, z)
    floor_name, thick = draft.name_for(floor, "floor", "wall"), draft.name_for(wall, "wall")
    inside_x, inside_y = middle(x - 2 * wall), middle(y - 2 * wall)
    top = Face(
        "floor", "Z", 1, floor, xs, ys, floor, "rectangle", across, along, floor_name, floor_name,
        inside_x, inside_y,
    )  # fmt: skip
    front = Face(
        "front wall", "Y", -1, -y / 2, xs, zs, wall, "rectangle", across, up, f"-{along} / 2", thick,
        inside_x, (floor, z),
    )  # fmt: skip
    left = Face(
        "left wall", "X", -1, -x / 2, ys, zs, wall, "rectangle", along, up, f"-{across} / 2", thick,
        inside_y, (floor, z),
    )  # fmt: skip
    bottom = opposite(top, "underside", 0.0, "0")
    return {"top": top, "floor": top, "bottom": bottom} | _four("wall", front, left)


def _enclosure(draft: Draft) -> Faces:
    """A tray's floor and walls, and its lid."""
    x, y, z = draft.box
    faces = _open(draft)
    thick = draft.size("lid_thickness")
    lid = Face(
        "lid", "Z", 1, z, middle(x), middle(y), thick, "rectangle", "length", "width",
        f"height + {draft.name_for(thick, 'lid_thickness')}", "lid_thickness",
    )  # fmt: skip
    return {name: face for name, face in faces.items() if name != "top"} | {"lid": lid}


def _square_tube(draft: Draft) -> Faces:
    x, y, z = draft.box
    wall = draft.size("wall")
    zs = (0.0, z)
    front = Face(
        "front wall", "Y", -1, -y / 2, middle(x), zs, wall, "rectangle", "width", "length", "-depth / 2",
        "wall", middle(x - 2 * wall),
    )  # fmt: skip
    left = Face(
        "left wall", "X", -1, -x / 2, middle(y), zs, wall, "rectangle", "depth", "length", "-width / 2",
        "wall", middle(y - 2 * wall),
    )  # fmt: skip
    return _four("wall", front, left)


_BASE_FACES: Final[dict[str, Callable[[Draft], Faces]]] = {
    "prismatic": _prism,
    "round": rounds.disc,
    "open": _open,
    "bracket": profiles.bracket,
}
#: Parts whose faces their base does not tell.
_OWN_FACES: Final[dict[str, Callable[[Draft], Faces]]] = {
    "enclosure_with_lid": _enclosure,
    "square_tube": _square_tube,
    "gusset": profiles.gusset,
    "angle_profile": profiles.angle,
    "u_channel": profiles.channel,
    "i_beam": profiles.beam,
    "t_profile": profiles.tee,
    "z_profile": profiles.zed,
    "wedge": profiles.wedge,
    "trapezoid": profiles.trapezoid,
    "clevis": profiles.clevis,
    "heat_sink": profiles.heat_sink,
    "hinge_leaf": profiles.hinge_leaf,
    "polygon_prism": profiles.polygon,
    "cup": rounds.cup,
    "cone": rounds.cone,
    "sphere": rounds.sphere,
    "hemisphere": rounds.hemisphere,
    "capsule": rounds.capsule,
    "half_cylinder": rounds.half_cylinder,
    "pyramid": rounds.pyramid,
    "ellipse": rounds.ellipse,
    "stepped_shaft": rounds.stepped_shaft,
    "flanged_bushing": rounds.flanged_bushing,
    "flanged_hub": rounds.flanged_hub,
    "hex_bolt": rounds.hex_bolt,
    "spur_gear": rounds.spur_gear,
    "pulley": rounds.pulley,
    "standoff": rounds.nut,
    "hex_nut": rounds.nut,
}
