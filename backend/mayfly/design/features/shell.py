"""Hollow bodies: walls of one thickness, closed on all sides or open at some."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Annotated, Final, Literal

from pydantic import Field

from mayfly.contracts import Axis
from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._base import Feature
from mayfly.design.forms import Drawn
from mayfly.design.geometry.faces import Face, Point
from mayfly.design.geometry.occupied import Shell as Hollow
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.insets import corner_angles, inset, turning
from mayfly.design.outline_shapes import polygon
from mayfly.design.segments import Arc
from mayfly.design.surfaces.part_edges import outline_of
from mayfly.design.values import Length
from mayfly.language.english import a_or_an
from mayfly.language.units import number
from mayfly.subject import Subject, SubjectKind, lengths

OpenSide = Literal["top", "bottom", "front", "back", "left", "right"]
_ENDS: Final[dict[str, set[OpenSide]]] = {
    "X": {"left", "right"},
    "Y": {"front", "back"},
    "Z": {"top", "bottom"},
}
_SMOOTH: Final = 1e-6
_SELECTORS: Final = {"left": "<X", "right": ">X", "front": "<Y", "back": ">Y", "bottom": "<Z", "top": ">Z"}


class Shell(Feature):
    """The body made hollow, its outer sizes kept. It comes before holes and whatever else cuts or joins."""

    kind: Literal["shell"] = "shell"
    wall: Annotated[Length, Field(description="thickness of the walls")]
    open: Annotated[
        tuple[OpenSide, ...], Field(max_length=6, description="sides without a wall; none: closed")
    ] = ()

    def apply(self, draft: Draft) -> None:
        """Make it hollow.

        Raises:
            DoesNotFit: The walls leave no cavity, or the body has no such side.
        """
        _check_order(draft)
        opened = frozenset(self.open)
        inside = _cavity(draft, self.wall, opened)
        text = f"open at the {' and the '.join(sorted(opened))}" if opened else "closed on all sides"
        if inside is None or inside <= SAME_MM:
            raise DoesNotFit(
                f"Walls of {number(self.wall)} mm leave no cavity in the {draft.part_label}.",
                "Which thickness?",
                fix="Make them thinner.",
                subject=replace(_about(draft, "size"), sizes=("wall",), values=lengths(self.wall)),
                field="wall",
            )
        name = draft.parameter("wall_thickness", self.wall, "thickness of the walls, measured inwards")
        faces = " or ".join(_SELECTORS[side] for side in sorted(opened))
        selector = f'.faces("{faces}")' if faces else ""
        draft.shell = Hollow(self.wall, name, opened)
        draft.shell_steps.append(f"# hollow, {text}\nresult = result{selector}.shell(-{name}).solids()")
        draft.title = f"hollow {draft.title}"
        draft.note(f"The {draft.part_label} is hollow and {text}; its outer sizes are kept.")
        known = not draft.edge_steps  # the cavity is rounded, too
        draft.take_volume(inside if known else None)
        _require_cavity(draft, self.wall)


def _require_cavity(draft: Draft, wall: float) -> None:
    """Ask for the round wall of the cavity of a cylinder, which is measured as a hole is."""
    axis: Axis = "Z"
    centre, wide = (0.0, 0.0), draft.box[0]
    drawn = draft.form.drawn
    if drawn is not None and len(drawn.outline.segments) == 1 and isinstance(drawn.outline.segments[0], Arc):
        arc = drawn.outline.segments[0]
        axis, centre, wide = drawn.axis, arc.centre, 2 * arc.radii[0]
    elif _kind(draft) != "round":
        return
    face = Face("cavity", axis, 1, 0.0, (0, 0), (0, 0), 0.0)
    draft.require_holes(wide - 2 * wall, face, "open", [centre])


def _about(draft: Draft, kind: SubjectKind) -> Subject:
    """Return what a question about the hollow body is about."""
    part = draft.form.part
    return Subject(kind=kind, feature="part", name=part.title.lower() if part else draft.part_label)


def _check_order(draft: Draft) -> None:
    """Check that nothing came before that a shell can't follow.

    Raises:
        DoesNotFit: A hole, a boss or a chamfer did, or the body is hollow already.
    """
    chamfered = any(".chamfer(" in step or "# chamfer" in step for step in draft.edge_steps)
    if draft.shell is None and not draft.steps and not chamfered:
        return
    if draft.shell is not None:
        problem, fix = f"The {draft.part_label} is hollow already.", "Leave one of the two out."
    elif draft.steps:
        problem, fix = "A shell can't follow what cuts or joins.", "Put the shell before holes and the like."
    else:
        problem, fix = f"The chamfered {draft.part_label} can't be made hollow.", "Use a fillet instead."
    subject = _about(draft, "feature")
    raise DoesNotFit(problem, fix=fix, reason="unsupported", subject=subject)


def _kind(draft: Draft) -> str:
    """Return which kind of body is made hollow: "prism", "round" or "ball"; empty for none."""
    if draft.form.part is not None:
        return draft.form.conventions.hollow
    if draft.form.kind == "round":
        return "" if draft.size("inner_diameter") else "round"
    return "prism" if draft.is_box or draft.form.drawn is not None else ""


def _cavity(draft: Draft, wall: float, opened: frozenset[OpenSide]) -> float | None:
    """Return the volume of the cavity in mm³, None where the walls leave none.

    Raises:
        DoesNotFit: The body can't be made hollow, or not in this way.
    """
    kind = _kind(draft)
    x, _, z = draft.box
    if kind == "ball":
        if opened:
            raise _no_side(
                draft,
                f"A hollow {draft.part_label} can only be closed.",
                ask="Shall it be closed?",
                fix="Leave `open` out.",
            )
        return math.pi / 6 * max(x - 2 * wall, 0.0) ** 3
    high = z - wall * len({"top", "bottom"} - opened)
    if kind == "round":
        if opened - {"top", "bottom"}:
            raise _no_side(
                draft, f"{a_or_an(draft.part_label)} can be open at the top or at the bottom only."
            )
        return math.pi / 4 * max(x - 2 * wall, 0.0) ** 2 * max(high, 0.0)
    if draft.form.drawn is not None and draft.form.prism is None:
        return _round_cavity(draft, draft.form.drawn, wall, opened)
    outline = outline_of(draft)
    if outline is None or not kind:
        raise DoesNotFit(
            f"{a_or_an(draft.part_label)} can't be made hollow.",
            fix="Blocks, cylinders and balls can, and what is drawn out of an outline.",
            reason="unsupported",
            subject=_about(draft, "part"),
        )
    axis, (low, far), sides, corners = outline
    ends = _ENDS[axis]
    absent = sorted(opened - ends - {name for name in sides if name in _SELECTORS})
    if absent:
        raise _no_side(
            draft,
            f"{a_or_an(draft.part_label)} has no flat {absent[0]} side that could be open.",
            words=(absent[0],),
        )
    offsets = [0.0 if name in opened else wall for name in sides]
    _check_inside_corners(draft, corners, offsets)
    area = _inset_area(corners, offsets)
    deep = far - low - wall * len(ends - opened)
    return None if area is None or deep <= 0 else area * deep


def _check_inside_corners(draft: Draft, corners: list[Point], offsets: list[float]) -> None:
    """Check that no open side lies at an inside corner, where the wall would have no end.

    Raises:
        DoesNotFit: One does.
    """
    for i, turn in enumerate(corner_angles(polygon(corners))):
        if turn < -_SMOOTH and offsets[i] != offsets[(i + 1) % len(offsets)]:
            raise _no_side(draft, f"A side at an inside corner of {a_or_an(draft.part_label)} can't be open.")


def _round_cavity(draft: Draft, drawn: Drawn, wall: float, opened: frozenset[OpenSide]) -> float | None:
    """Return the volume of the cavity of what is drawn out of an outline with arcs.

    Raises:
        DoesNotFit: The outline has corners at its arcs, or openings, or a side that could be open is none.
    """
    ends: set[OpenSide] = _ENDS[drawn.axis]
    if opened - ends:
        raise _no_side(draft, f"{a_or_an(draft.part_label)} can be open at its two ends only.")
    bends = turning(drawn.outline)
    if bends is None or drawn.outline.openings or min(corner_angles(drawn.outline), default=0.0) < -_SMOOTH:
        raise DoesNotFit(
            f"{a_or_an(draft.part_label)} of this outline can't be made hollow.",
            fix="Lines and circular arcs that run into each other without a corner can.",
            reason="unsupported",
            subject=_about(draft, "part"),
        )
    inner = inset(drawn.outline, wall)
    deep = drawn.ends[1] - drawn.ends[0] - wall * len(ends - opened)
    return None if inner is None or deep <= 0 else inner.area * deep


def _no_side(
    draft: Draft, problem: str, *, ask: str = "", fix: str = "", words: tuple[str, ...] = ()
) -> DoesNotFit:
    return DoesNotFit(
        problem,
        ask,
        fix=fix,
        reason="unsupported",
        subject=replace(_about(draft, "face"), words=words),
        field="open",
    )


def _inset_area(corners: list[Point], offsets: list[float]) -> float | None:
    """Return the area of an outline whose sides are moved inwards, None where nothing is left.

    The wall is as thick around an inside corner as elsewhere: the cavity is rounded there.
    """
    count = len(corners)
    lines = []
    for i in range(count):
        (a, b), (c, d) = corners[i], corners[(i + 1) % count]
        long = math.dist((a, b), (c, d))
        normal = (-(d - b) / long, (c - a) / long)  # inwards: the outline runs counter-clockwise
        lines.append((normal, normal[0] * a + normal[1] * b + offsets[i]))
    points: list[Point] = []
    more = 0.0
    for i in range(count):
        ((a, b), c), ((d, e), f) = lines[i - 1], lines[i]
        det = a * e - b * d
        if abs(det) < _SMOOTH:  # two sides in one line
            points.append((corners[i][0] + a * offsets[i], corners[i][1] + b * offsets[i]))
            continue
        points.append(((c * e - b * f) / det, (a * f - c * d) / det))
        turn = math.atan2(det, a * d + b * e)
        if turn < 0:
            more += offsets[i] ** 2 * (math.tan(-turn / 2) + turn / 2)
    for i in range(count):  # a side that has turned round: the walls have met
        (a, b), (c, d) = points[i], points[(i + 1) % count]
        (p, q), (r, s) = corners[i], corners[(i + 1) % count]
        if (c - a) * (r - p) + (d - b) * (s - q) <= 1e-9:
            return None
    left = polygon(points)
    return None if left.crosses_itself() else left.area + more
