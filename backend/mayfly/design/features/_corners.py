"""What is drawn out once corners of its profile are rounded or chamfered: its box, and what fits its ends."""

from __future__ import annotations

import math
from collections.abc import Iterator

from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._edge_cut import Cut
from mayfly.design.features._edges import Choice
from mayfly.design.insets import inset
from mayfly.design.outline_shapes import polygon
from mayfly.design.segments import Arc, Point
from mayfly.language.units import number

_ACROSS = {"X": (1, 2), "Y": (0, 2), "Z": (0, 1)}
_SAME = 1e-9


def trim_corners(draft: Draft, cut: Cut, choice: Choice) -> None:
    """Let the box of an extrusion end where the corners of its profile do that are cut.

    A corner of 90° that lies in a corner of the box takes nothing off it; the tip of a triangle does.
    """
    drawn = draft.form.drawn
    if drawn is None:
        return
    lines = drawn.outline.lines
    upright = [edge for edge in choice.edges if edge.axis == drawn.axis and "end" not in edge.words]
    if not upright:
        return
    chosen = {edge.ends[0] for edge in upright}
    draft.corner_cuts |= {lines[i].start: (cut.kind, cut.size) for i in chosen}
    check_ends(draft, cut)
    points: list[Point] = []
    for i, line in enumerate(lines):
        points += _cut_corner(lines[i - 1].start, line.start, line.end, cut) if i in chosen else [line.start]
    for place, (low, high) in enumerate(zip(*drawn.outline.box, strict=True)):
        axis = _ACROSS[drawn.axis][place]
        lost = {-1: min(p[place] for p in points) - low, 1: high - max(p[place] for p in points)}
        for sign, by in lost.items():
            if by <= _SAME:
                continue
            if len(draft.edge_steps) > 1:  # what was cut before may have held the box, too
                draft.crest_taken = True
            draft.trimmed[axis, sign] = max(by, draft.trimmed.get((axis, sign), 0.0))


def check_ends(draft: Draft, cut: Cut) -> None:
    """Check that what is cut along the ends of an extrusion still fits once corners of its profile are cut.

    A side that a chamfer left may be too short, and around an acute corner that is rounded by a smaller
    radius the kernel fails.

    Raises:
        DoesNotFit: It does not fit any more.
    """
    drawn = draft.form.drawn
    if drawn is None or not draft.end_cuts or not draft.corner_cuts:
        return
    size = max(draft.end_cuts)
    lines, points = drawn.outline.lines, list[Point]()
    for i, line in enumerate(lines):
        done = draft.corner_cuts.get(line.start)
        before, after = lines[i - 1].start, line.end
        if done is None:
            points.append(line.start)
        elif done[0] == "chamfer":
            points += [_towards(line.start, before, done[1]), _towards(line.start, after, done[1])]
        else:
            points.append(line.start)
            if done[1] <= size and _is_acute(before, line.start, after):
                raise _too_large(cut, size, f"the radius of {number(done[1])} mm at its acute corners")
    if inset(polygon(points), size) is None:
        raise _too_large(cut, size, "the sides that are left between its cut corners")


def _too_large(cut: Cut, size: float, beside: str) -> DoesNotFit:
    return DoesNotFit(
        f"What is cut along the end, {number(size)} mm, is too large for {beside}.",
        "Which size is right?",
        fix="Make what runs along the end smaller, or the cuts of the corners larger.",
        subject=cut.about("size", cut.size, size),
        field=cut.asked,
    )


def _towards(at: Point, other: Point, far: float) -> Point:
    way = _unit(at, other)
    return at[0] + way[0] * far, at[1] + way[1] * far


def _is_acute(before: Point, at: Point, after: Point) -> bool:
    back, ahead = _unit(at, before), _unit(at, after)
    convex = back[1] * ahead[0] - back[0] * ahead[1] > 0
    return convex and back[0] * ahead[0] + back[1] * ahead[1] > _SAME


def _cut_corner(before: Point, at: Point, after: Point, cut: Cut) -> Iterator[Point]:
    """Return the points of a cut corner that reach furthest."""
    back, ahead = _unit(at, before), _unit(at, after)
    half = math.acos(max(-1.0, min(1.0, back[0] * ahead[0] + back[1] * ahead[1]))) / 2
    reach = cut.size if cut.kind == "chamfer" else cut.size / math.tan(half)
    ends = [(at[0] + way[0] * reach, at[1] + way[1] * reach) for way in (back, ahead)]
    yield from ends
    turn = back[1] * ahead[0] - back[0] * ahead[1]
    if cut.kind == "chamfer" or turn < 0:
        return
    long = math.hypot(back[0] + ahead[0], back[1] + ahead[1])
    far = cut.size / math.sin(half)
    centre = (at[0] + (back[0] + ahead[0]) / long * far, at[1] + (back[1] + ahead[1]) / long * far)
    begin = math.atan2(ends[0][1] - centre[1], ends[0][0] - centre[0])
    yield from Arc(centre, (cut.size, cut.size), begin, math.pi - 2 * half).extremes()


def _unit(start: Point, end: Point) -> Point:
    long = math.dist(start, end)
    return (end[0] - start[0]) / long, (end[1] - start[1]) / long
