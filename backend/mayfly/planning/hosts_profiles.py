"""The faces of bodies with straight sides: profiles, brackets, wedges, forks, prisms."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from mayfly.planning.draft import Draft
from mayfly.planning.faces import Face, Faces, Layers, middle, opposite


def bracket(draft: Draft) -> Faces:
    """Faces of an L: a flat leg on Z=0 and an upright one at -X."""
    h, v, w, t = (draft.size(n) for n in ("horizontal_leg", "vertical_leg", "width", "thickness"))
    t_clear = t + draft.size("inner_radius")
    flat = Face(
        "horizontal leg", "Z", 1, t, middle(h), middle(w), t, "rectangle", "horizontal_leg", "width",
        "thickness", "thickness", (-h / 2 + t_clear, h / 2),
    )  # fmt: skip
    upright = Face(
        "vertical leg", "X", -1, -h / 2, middle(w), (0.0, v), t, "rectangle", "width", "vertical_leg",
        "-horizontal_leg / 2", "thickness", None, (t_clear, v),
    )  # fmt: skip
    return {"horizontal_leg": flat, "vertical_leg": upright}


def angle(draft: Draft) -> Faces:
    """Faces of an angle profile: a flat leg along Y and an upright one at -Y."""
    x, w, h = draft.box
    t = draft.size("thickness")
    flat = Face(
        "horizontal leg", "Z", 1, t, middle(x), middle(w), t, "rectangle", "length", "width",
        "thickness", "thickness", None, (-w / 2 + t, w / 2),
    )  # fmt: skip
    upright = Face(
        "vertical leg", "Y", -1, -w / 2, middle(x), (0.0, h), t, "rectangle", "length", "height",
        "-width / 2", "thickness", None, (t, h),
    )  # fmt: skip
    return {"horizontal_leg": flat, "vertical_leg": upright}


def channel(draft: Draft) -> Faces:
    """Faces of a channel: its web on Z=0 and the two flanges."""
    x, w, h = draft.box
    t = draft.size("thickness")
    web = Face(
        "web", "Z", 1, t, middle(x), middle(w), t, "rectangle", "length", "width", "thickness", "thickness",
        None, middle(w - 2 * t),
    )  # fmt: skip
    front = Face(
        "front flange", "Y", -1, -w / 2, middle(x), (0.0, h), t, "rectangle", "length", "height",
        "-width / 2", "thickness", None, (t, h),
    )  # fmt: skip
    back = opposite(front, "back flange", w / 2, "width / 2")
    return {"web": web, "bottom": web, "front": front, "back": back}


def beam(draft: Draft) -> Faces:
    """The web and the flanges of an I-beam."""
    x, w, h = draft.box
    t, f = draft.size("web_thickness"), draft.size("flange_thickness")
    web = Face(
        "web", "Y", -1, -t / 2, middle(x), (0.0, h), t, "rectangle", "length", "height",
        "-web_thickness / 2", "web_thickness", None, (f, h - f),
    )  # fmt: skip

    def flange(u: float, v: float) -> Layers:
        return ((0.0, h),) if abs(v) < t / 2 else ((0.0, f), (h - f, h))

    top = Face(
        "top flange", "Z", 1, h, middle(x), middle(w), f, "rectangle", "length", "width", "height",
        "flange_thickness", layers=_first(flange), even=True,
    )  # fmt: skip
    return {"web": web, "top": top, "bottom": opposite(top, "bottom flange", 0.0, "0")}


def _first(layers: Callable[[float, float], Layers]) -> Callable[[float, float], Layers]:
    """Give only the layer next to the face: a hole in one flange stops behind it."""
    return lambda u, v: layers(u, v)[:1]


def tee(draft: Draft) -> Faces:
    """The flange of a T on Z=0, and its web."""
    x, w, h = draft.box
    f, t = draft.size("thickness"), draft.size("web_thickness")

    def under(u: float, v: float) -> Layers:
        return ((0.0, h if abs(v) < t / 2 else f),)

    flange = Face(
        "flange", "Z", -1, 0.0, middle(x), middle(w), f, "rectangle", "length", "width", "0", "thickness",
        layers=under, even=True,
    )  # fmt: skip
    web = Face(
        "web", "Y", -1, -t / 2, middle(x), (0.0, h), t, "rectangle", "length", "height",
        "-web_thickness / 2", "web_thickness", None, (f, h),
    )  # fmt: skip
    return {"flange": flange, "bottom": flange, "web": web}


def zed(draft: Draft) -> Faces:
    """The web of a Z and its two flanges."""
    x, w, h = draft.box
    t = draft.size("thickness")
    web = Face(
        "web", "Y", -1, -t / 2, middle(x), (0.0, h), t, "rectangle", "length", "height",
        "-thickness / 2", "thickness", None, (t, h - t),
    )  # fmt: skip
    top = Face(
        "top flange", "Z", 1, h, middle(x), (-t / 2, w / 2), t, "rectangle", "length", "flange", "height",
        "thickness", None, (t / 2, w / 2),
    )  # fmt: skip
    bottom = Face(
        "bottom flange", "Z", -1, 0.0, middle(x), (-w / 2, t / 2), t, "rectangle", "length", "flange", "0",
        "thickness", None, (-w / 2, -t / 2),
    )  # fmt: skip
    return {"web": web, "top": top, "bottom": bottom}


def gusset(draft: Draft) -> Faces:
    """The flat triangle, its right angle at (-X, -Y)."""
    x, y, z = draft.box
    names = ("horizontal_leg", "vertical_leg", "thickness", "thickness")
    corners = ((-x / 2, -y / 2), (x / 2, -y / 2), (-x / 2, y / 2))
    top = Face("top face", "Z", 1, z, middle(x), middle(y), z, "polygon", *names, corners=corners)
    return {"top": top, "bottom": opposite(top, "underside", 0.0, "0")}


def wedge(draft: Draft) -> Faces:
    """The underside, the upright face at -X, the slope, and the two triangles of a wedge."""
    x, y, z = draft.box
    long = math.hypot(x, z)
    bottom = Face(
        "underside", "Z", -1, 0.0, middle(x), middle(y), z, "rectangle", "length", "width",
        layers=lambda u, v: ((0.0, (x / 2 - u) / x * z),),
    )  # fmt: skip
    upright = Face(
        "upright face", "X", -1, -x / 2, middle(y), (0.0, z), x, "rectangle", "width", "height",
        "-length / 2", layers=lambda u, v: ((0.0, (1 - v / z) * x),),
    )  # fmt: skip
    corners = ((-x / 2, 0.0), (x / 2, 0.0), (-x / 2, z))
    front = Face(
        "front face", "Y", -1, -y / 2, middle(x), (0.0, z), y, "polygon", "length", "height",
        "-width / 2", "width", corners=corners,
    )  # fmt: skip
    slope = Face(
        "sloped face", "Z", 1, 0.0, middle(y), middle(long), z, "rectangle", "width", "", "", "",
        layers=lambda u, v: ((0.0, min((long / 2 - v) * x / z, (long / 2 + v) * z / x)),),
        normal=(z / long, 0.0, x / long), origin=(0.0, 0.0, z / 2),
        plane="cq.Workplane(cq.Plane(origin=(0, 0, height / 2), xDir=(0, 1, 0), normal=(height, 0, length)))",
    )  # fmt: skip
    back = opposite(front, "back face", y / 2, "width / 2")
    return {"bottom": bottom, "left": upright, "front": front, "back": back, "slope": slope}


def trapezoid(draft: Draft) -> Faces:
    """The top, the underside and the two trapezoids of a trapezoid prism."""
    _, y, z = draft.box
    low, high = draft.size("bottom_length"), draft.size("top_length")

    def below_top(u: float, v: float) -> Layers:
        """Give the depth at which a point below the top leaves the slanting side."""
        return ((0.0, min(z, (high / 2 - abs(u)) / (high - low) * z) if high > low else z),)

    def above_bottom(u: float, v: float) -> Layers:
        return ((0.0, min(z, (low / 2 - abs(u)) / (low - high) * z) if low > high else z),)

    top = Face(
        "top face", "Z", 1, z, middle(high), middle(y), z, "rectangle", "top_length", "width", "height",
        "height", layers=below_top if high > low else None,
    )  # fmt: skip
    bottom = Face(
        "underside", "Z", -1, 0.0, middle(low), middle(y), z, "rectangle", "bottom_length", "width", "0",
        "height", layers=above_bottom if low > high else None,
    )  # fmt: skip
    corners = ((-low / 2, 0.0), (low / 2, 0.0), (high / 2, z), (-high / 2, z))
    front = Face(
        "front face", "Y", -1, -y / 2, middle(max(low, high)), (0.0, z), y, "polygon", "", "height",
        "-width / 2", "width", corners=corners,
    )  # fmt: skip
    return {"top": top, "bottom": bottom, "front": front,
            "back": opposite(front, "back face", y / 2, "width / 2")}  # fmt: skip


def clevis(draft: Draft) -> Faces:
    """The underside of a clevis, the floor of its slot, its ears, and its front and back below the slot."""
    x, y, z = draft.box
    slot, floor = draft.size("slot_width"), z - draft.size("slot_depth")
    ear = (x - slot) / 2

    def through(u: float, v: float) -> Layers:
        return ((0.0, ear), (ear + slot, x)) if v > floor else ((0.0, x),)

    bottom = Face(
        "underside", "Z", -1, 0.0, middle(x), middle(y), floor, "rectangle", "width", "depth", "0",
        "height - slot_depth", layers=lambda u, v: ((0.0, floor if abs(u) < slot / 2 else z),), even=True,
    )  # fmt: skip
    ground = Face(
        "floor of the slot", "Z", 1, floor, middle(slot), middle(y), floor, "rectangle", "slot_width",
        "depth", "height - slot_depth", "height - slot_depth",
    )  # fmt: skip
    left = Face(
        "left ear", "X", -1, -x / 2, middle(y), (0.0, z), x, "rectangle", "depth", "height", "-width / 2",
        "width", layers=through,
    )  # fmt: skip
    front = Face(
        "front face", "Y", -1, -y / 2, middle(x), (0.0, z), y, "rectangle", "width", "height",
        "-depth / 2", "depth", clear_v=(0.0, floor),
    )  # fmt: skip
    return {
        "bottom": bottom,
        "floor": ground,
        "left": left,
        "right": opposite(left, "right ear", x / 2, "width / 2"),
        "front": front,
        "back": opposite(front, "back face", y / 2, "depth / 2"),
    }


def heat_sink(draft: Draft) -> Faces:
    """The base of a heat sink, from below; a hole runs into a fin that stands over it."""
    x, y, z = draft.box
    base, fins, thick = draft.size("base_thickness"), draft.size("fins"), draft.size("fin_thickness")
    pitch = (y - thick) / (fins - 1)

    def layers(u: float, v: float) -> Layers:
        to_fin = abs((v + y / 2 - thick / 2 + pitch / 2) % pitch - pitch / 2)
        return ((0.0, z if to_fin < thick / 2 else base),)

    bottom = Face(
        "base", "Z", -1, 0.0, middle(x), middle(y), base, "rectangle", "length", "width", "0",
        "base_thickness", layers=layers, even=True,
    )  # fmt: skip
    return {"bottom": bottom}


def hinge_leaf(draft: Draft) -> Faces:
    """The flat part of a hinge's leaf."""
    x, y, _ = draft.box
    thick = draft.size("thickness")
    edge = y / 2 - draft.size("knuckle_diameter") - draft.size("gap")
    leaf = Face(
        "leaf", "Z", 1, thick, middle(x), (-y / 2, edge), thick, "rectangle", "length", "", "thickness",
        "thickness",
    )  # fmt: skip
    return {"top": leaf, "bottom": replace(opposite(leaf, "underside of the leaf", 0.0, "0"))}


def polygon(draft: Draft) -> Faces:
    """The ends of a prism, and its flats where they lie across an axis."""
    _, _, z = draft.box
    flats, sides = draft.size("across_flats"), int(draft.size("sides"))
    corner = flats / 2 / math.cos(math.pi / sides)
    shift = 0.0 if sides % 2 == 0 else (flats / 2 - corner) / 2
    turns = [2 * math.pi * k / sides for k in range(sides)]
    corners = tuple((corner * math.cos(t) + shift, corner * math.sin(t)) for t in turns)
    span = (shift - corner, shift + corner)
    top = Face(
        "top face", "Z", 1, z, span, middle(2 * corner), z, "polygon", "", "", "length", "length",
        corners=corners,
    )  # fmt: skip
    faces = {"top": top, "bottom": opposite(top, "underside", 0.0, "0")}
    if sides % 4 == 2:
        flat = flats * math.tan(math.pi / sides)
        front = Face(
            "front flat", "Y", -1, -flats / 2, middle(flat), (0.0, z), flats, "rectangle", "", "length",
            "-across_flats / 2", "across_flats",
        )  # fmt: skip
        faces |= {"front": front, "back": opposite(front, "back flat", flats / 2, "across_flats / 2")}
    return faces
