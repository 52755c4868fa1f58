"""Hollow bodies: "shelled to 2 mm, open at the bottom", "hollow cube, 2 mm walls, closed"."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from mayfly.cad.parts import Part, said
from mayfly.design.builder import Draft
from mayfly.design.geometry.faces import Face, Point
from mayfly.design.geometry.occupied import Shell
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.surfaces.part_edges import outline_of
from mayfly.language.english import a_or_an
from mayfly.language.nodes import Attribute, Label, Measure, Mention
from mayfly.language.units import number
from mayfly.planning.parts.names import choose_part
from mayfly.planning.questions import about, conflict, impossible, length_of, missing, unsupported

_SIDES: Final = {
    **{name: name for name in ("top", "bottom", "front", "back", "left", "right")},
    "top_face": "top",
    "underside": "bottom",
    "base": "bottom",
    "floor": "bottom",
}
_SELECTORS: Final = {"left": "<X", "right": ">X", "front": "<Y", "back": ">Y", "bottom": "<Z", "top": ">Z"}


@dataclass(frozen=True, slots=True)
class Hollow:
    """A wish for a hollow body: the thickness of its walls, and which faces are open."""

    wall: float
    open: frozenset[str]


def take_hollow(base: Mention) -> Hollow | None:
    """Take out what makes a part a hollow body that is no tray, cup or tube; None where nothing does.

    Raises:
        NeedsClarification: It is open how it is open, or how thick its walls are.
    """
    flags = base.flags()
    places = [
        attribute for attribute in base.attributes if attribute.kind == "flag" and attribute.name == "open_at"
    ]
    closed = "closed" in flags
    spoken = {c for m in base.measures for c in m.label.components} | {
        attribute.name for attribute in base.attributes if attribute.kind == "mention"
    }
    part = choose_part(base)
    kind = part.conventions.hollow
    if "lid" in spoken or not kind or not (places or closed or flags & {"hollow"}):
        return None
    opened = {side for attribute in places for side in _sides(base, part, attribute)}
    if ("open_top" in flags and not places) or (
        "open_top" in flags and any(attribute.ref and attribute.ref.noun == "top" for attribute in places)
    ):
        opened.add("top")
    if kind == "ball" and not opened:
        closed = True
    if closed and opened:
        raise conflict(
            f"Is the {base.text} closed, or open at the {' and the '.join(sorted(opened))}?",
            about("face", base, words=sorted(opened)),
        )
    usual = {"top"} if _opens_to_another(part) else set()
    if opened == usual and usual:
        for attribute in places:
            attribute.used = True
        return None  # a tray or a cup
    if not closed and not opened:
        if usual:
            return None  # asked about, or a tube
        raise missing(f"Is the hollow {base.text} closed, or which side of it is open?", about("face", base))
    if kind == "round" and opened == {"top", "bottom"}:
        raise unsupported(
            f"{a_or_an(base.text)} that is open at both ends is a tube; shall it be one?",
            about("part", base),
        )
    wall = _wall(base, part)
    base.take_flag("hollow", "closed", "open_at", "open_top")
    for attribute in base.attributes:
        if attribute.kind == "mention" and attribute.name in {"wall", "sides", "side", "shell"}:
            attribute.used = True
    return Hollow(wall, frozenset(opened))


def _opens_to_another(part: Part) -> bool:
    """Return whether the part is another one when it is open at the top: a tray, a cup."""
    return any(one.part != "?" and said("open_top") in one.words for one in part.header.becomes)


def _sides(base: Mention, part: Part, attribute: Attribute) -> set[str]:
    """Return the faces that are said to be open."""
    words = attribute.ref.traits | {attribute.ref.noun} if attribute.ref else frozenset()
    found = {_SIDES[word] for word in words if word in _SIDES}
    upright = part.conventions.hollow == "round" or part.conventions.ends == "alike"
    if "end" in words and upright and not found:
        found = {"top", "bottom"} if words & {"both", "each"} else set()
    if not found:
        raise missing(
            f"Which side of the {base.text} is open? {attribute.text!r} could be several.",
            about("face", base, words=[attribute.text]),
        )
    return found


def _wall(base: Mention, part: Part) -> float:
    """Take out the thickness of the walls: "2 mm walls", or the bare number of "shelled to 2 mm"."""
    named = [m for m in base.measures if m.label.components == ("wall",)]
    bare = [m for m in base.measures if _is_bare(m)]
    one_size = len(part.sizes[0]) == 1 if part.sizes else False
    if one_size and len(bare) == 2 and 2 * bare[1].quantity.value < bare[0].quantity.value:
        bare = bare[1:]  # the first is the part's own size
    given = named or (bare if len(bare) == 1 and "hollow" in base.flags() else [])
    if not given:
        raise missing(f"How thick are the walls of the hollow {base.text}?", about("size", base, "wall"))
    sizes = {length_of(m.quantity, "wall", part) for m in given}
    if len(sizes) > 1:
        raise conflict(
            f"The wall is given twice: {' and '.join(m.quantity.text for m in given)}. Which is right?",
            about("size", base, "wall", values=given),
        )
    base.measures = [m for m in base.measures if not any(m is other for other in given)]
    return sizes.pop()


def _is_bare(measure: Measure) -> bool:
    return (
        measure.label in {Label(), Label((), "thickness"), Label((), "thick")}
        and not measure.group
        and measure.quantity.form == "plain"
    )


def add_shell(draft: Draft, hollow: Hollow) -> None:
    """Make the part hollow.

    Raises:
        NeedsClarification: The walls leave no cavity, or the part has no such side.
    """
    inside = _cavity(draft, hollow)
    text = f"open at the {' and the '.join(sorted(hollow.open))}" if hollow.open else "closed on all sides"
    if inside is None or inside <= SAME_MM:
        raise impossible(
            f"Walls of {number(hollow.wall)} mm leave no cavity in the {draft.part_label}. Which thickness?",
            about("size", draft.part, "wall", values=[hollow.wall]),
        )
    name = draft.parameter("wall_thickness", hollow.wall, "thickness of the walls, measured inwards")
    faces = " or ".join(_SELECTORS[side] for side in sorted(hollow.open))
    selector = f'.faces("{faces}")' if faces else ""
    draft.shell = Shell(hollow.wall, name, hollow.open)
    draft.shell_steps.append(f"# hollow, {text}\nresult = result{selector}.shell(-{name}).solids()")
    draft.title = f"hollow {draft.title}"
    draft.note(f"The {draft.part_label} is hollow and {text}; its outer sizes are kept.")
    draft.take_volume(inside)
    if draft.part.conventions.hollow == "round":  # the cavity is a round wall, too
        face = Face("cavity", "Z", 1, 0.0, (0, 0), (0, 0), 0.0)
        draft.require_holes(draft.box[0] - 2 * hollow.wall, face, "open", [(0.0, 0.0)])


def _cavity(draft: Draft, hollow: Hollow) -> float | None:
    """Return the volume of the cavity in mm³, None where the walls leave none."""
    wall, opened = hollow.wall, hollow.open
    x, _, z = draft.box
    if draft.part.conventions.hollow == "ball":
        if opened:
            raise unsupported(
                f"A hollow {draft.part_label} can only be closed. Shall it be closed?",
                about("face", draft.part),
            )
        return math.pi / 6 * max(x - 2 * wall, 0.0) ** 3
    high = z - wall * len({"top", "bottom"} - opened)
    if draft.part.conventions.hollow == "round":
        if opened - {"top", "bottom"}:
            raise unsupported(
                f"{a_or_an(draft.part_label)} can be open at the top or at the bottom only.",
                about("face", draft.part),
            )
        return math.pi / 4 * max(x - 2 * wall, 0.0) ** 2 * max(high, 0.0)
    outline = outline_of(draft)
    if outline is None:
        raise unsupported(f"{a_or_an(draft.part_label)} can't be made hollow.", about("part", draft.part))
    axis, (low, far), sides, corners = outline
    ends = {"X": {"left", "right"}, "Y": {"front", "back"}, "Z": {"top", "bottom"}}[axis]
    absent = opened - ends - {name for name in sides if name in _SELECTORS}
    if absent:
        raise unsupported(
            f"{a_or_an(draft.part_label)} has no flat {next(iter(absent))} side that could be open.",
            about("face", draft.part, words=[next(iter(absent))]),
        )
    offsets = [0.0 if name in opened else wall for name in sides]
    area = _inset_area(corners, offsets)
    deep = far - low - wall * len(ends - opened)
    return None if area is None or deep <= 0 else area * deep


def _inset_area(corners: list[Point], offsets: list[float]) -> float | None:
    """Return the area of a convex outline whose sides are moved inwards, None where nothing is left."""
    count = len(corners)
    lines = []
    for i in range(count):
        (a, b), (c, d) = corners[i], corners[(i + 1) % count]
        long = math.dist((a, b), (c, d))
        normal = (-(d - b) / long, (c - a) / long)  # inwards: the outline runs counter-clockwise
        lines.append((normal, normal[0] * a + normal[1] * b + offsets[i]))
    points: list[Point] = []
    for i in range(count):
        ((a, b), c), ((d, e), f) = lines[i - 1], lines[i]
        det = a * e - b * d
        points.append(((c * e - b * f) / det, (a * f - c * d) / det))
    for i in range(count):  # a side that has turned round: the walls have met
        (a, b), (c, d) = points[i], points[(i + 1) % count]
        (p, q), (r, s) = corners[i], corners[(i + 1) % count]
        if (c - a) * (r - p) + (d - b) * (s - q) <= 1e-9:
            return None
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return sum(a * d - b * c for (a, b), (c, d) in pairs) / 2
