"""The volume that fillets and chamfers take from straight edges, and where they take it."""

from __future__ import annotations

import math
from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.features._edge_cut import Cut
from mayfly.design.features._edges import Choice
from mayfly.design.geometry.occupied import OccupiedVolume
from mayfly.design.geometry.tolerance import SAME_RADIANS
from mayfly.design.surfaces.part_edges import Edge, edges_of

_RIGHT: Final = math.pi / 2


def removed(draft: Draft, cut: Cut, choice: Choice) -> float | None:
    """Volume that the cuts take away, in mm³; None where no closed formula is kept here."""
    if draft.shell is not None:
        return None  # the cavity is rounded, too
    if draft.form.kind == "open":
        if draft.size("corner_radius") > 0:
            return None
        x, y, _ = draft.box
        flat = Edge(frozenset(), "X", 1.0, _RIGHT, (0, 0, 0), "", (0, 0), frozenset(), (x, y))
        return cut.area(flat) * 2 * (x + y) - 4 * cut.overlap
    if not choice.edges:
        return None
    total = sum(cut.area(edge) * edge.length for edge in choice.edges)
    at: dict[int, list[Edge]] = {}
    for edge in choice.edges:
        for end in edge.ends:
            at.setdefault(end, []).append(edge)
    corners = {end: edge.angle for edge in edges_of(draft) if "end" not in edge.words for end in edge.ends}
    for end, meeting in at.items():
        common = _common(cut, meeting, corners.get(end, _RIGHT), in_box=draft.is_box)
        if common is None:
            return None
        total -= common
    return total


def _common(cut: Cut, meeting: list[Edge], angle: float, *, in_box: bool) -> float | None:
    """Return the volume that the cuts at a corner count twice, in mm³; None where no formula is kept here."""
    square = all(abs(edge.angle - _RIGHT) < SAME_RADIANS for edge in meeting)
    if len(meeting) == 1:
        # at a corner that is not square, an edge of the end is longer or shorter inside than outside
        return cut.overlap / 2 / math.tan(angle) if "end" in meeting[0].words else 0.0
    if len(meeting) == 3 and square and in_box:
        return cut.at_three
    if len(meeting) == 2 and all("end" in edge.words for edge in meeting) and angle < math.pi:
        return cut.overlap / math.tan(angle / 2)
    return cut.overlap if len(meeting) == 2 and square and in_box else None


def occupied_at_edges(draft: Draft, cut: Cut, choice: Choice) -> list[OccupiedVolume]:
    """Return where the cuts take or add material."""
    found: list[OccupiedVolume] = []
    if not choice.edges:
        x, y, _ = draft.box
        if draft.form.kind == "open":
            return [OccupiedVolume((-x / 2, -y / 2, 0.0), (x / 2, y / 2, cut.size))]
        return []
    for edge in choice.edges:
        reach = cut.reach(edge)
        place = "XYZ".find(edge.axis) if edge.axis else -1
        low, high = list(edge.middle), list(edge.middle)
        inwards = list(edge.middle)
        for i in range(3):
            if i == place or place < 0:
                half = edge.length / 2
                low[i], high[i] = low[i] - half, high[i] + half
                continue
            sign = 0.0
            if draft.is_box:
                centre = draft.box[2] / 2 if i == 2 else 0.0
                sign = 1.0 if edge.middle[i] < centre else -1.0
            inwards[i] += sign * reach
            low[i] -= reach if sign <= 0 else 0.0
            high[i] += reach if sign >= 0 else 0.0
        box = ((low[0], low[1], low[2]), (high[0], high[1], high[2]))
        if not draft.is_box:
            found.append(OccupiedVolume(*box))
            continue
        a, b = (inwards[i] for i in range(3) if i != place)
        hollow = reach if cut.kind == "fillet" else reach / math.sqrt(2)
        found.append(OccupiedVolume(*box, edge.axis, (a, b), reach * math.sqrt(2), hollow))
    return found
