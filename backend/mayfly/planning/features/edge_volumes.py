"""What a fillet or chamfer does to straight edges: whether it fits, and the volume that it takes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.geometry.occupied import OccupiedVolume
from mayfly.design.geometry.tolerance import SAME_MM, SAME_RADIANS
from mayfly.design.surfaces.part_edges import Edge, edges_of
from mayfly.language.nodes import Mention
from mayfly.language.units import number
from mayfly.planning.questions import about, edges_too_wide, impossible, named_edges, unsupported
from mayfly.planning.surfaces.select_edges import Choice

_RIGHT: Final = math.pi / 2


@dataclass(frozen=True, slots=True)
class Cut:
    """What is done to an edge.

    Attributes:
        kind: "fillet" or "chamfer".
        size: Radius, or the distance on both faces.
    """

    kind: str
    size: float

    @property
    def name(self) -> str:
        """What its size is called."""
        return "radius" if self.kind == "fillet" else "chamfer"

    @property
    def asked(self) -> str:
        """What a question about its size asks for."""
        return "radius" if self.kind == "fillet" else "size"

    def reach(self, edge: Edge) -> float:
        """Return how far it reaches on the two faces of an edge."""
        if self.kind == "chamfer":
            return self.size
        return self.size / math.tan(min(edge.angle, 2 * math.pi - edge.angle) / 2)

    def area(self, edge: Edge) -> float:
        """Return the area of the section that it takes away; below 0 where it adds material."""
        angle = min(edge.angle, 2 * math.pi - edge.angle)
        if self.kind == "fillet":
            area = self.size**2 * (1 / math.tan(angle / 2) - (math.pi - angle) / 2)
        else:
            area = self.size**2 * math.sin(angle) / 2
        return -area if edge.is_inner else area

    @property
    def overlap(self) -> float:
        """Volume that two such cuts at a square corner have in common, in mm³."""
        return self.size**3 * ((5 / 3 - math.pi / 2) if self.kind == "fillet" else 1 / 3)

    @property
    def at_three(self) -> float:
        """What the three cuts at a square corner take away less than one by one, in mm³."""
        return self.size**3 * ((2 - 7 * math.pi / 12) if self.kind == "fillet" else 2 / 3)


def check(draft: Draft, mention: Mention, cut: Cut, choice: Choice) -> None:
    """Check that the cuts fit on the faces next to their edges.

    Raises:
        NeedsClarification: They don't, or they would change the size of the part.
    """
    if not choice.edges:  # rounded outlines and trays, which have no list of edges
        _check_roughly(draft, mention, cut, choice)
        return
    for edge in choice.edges:
        oblique = abs(edge.angle - _RIGHT) > SAME_RADIANS and not edge.is_inner
        if oblique and abs(edge.angle - 3 * _RIGHT) > SAME_RADIANS and _shapes_box(draft, edge):
            raise unsupported(
                f"A {cut.kind} on {named_edges(choice.words)}, which are not square, would change the size of"
                f" the {draft.part_label}. Which other edges are meant?",
                about("edges", mention),
            )
        for other in choice.edges:
            if other is edge or other.axis != edge.axis or not edge.faces & other.faces:
                continue
            apart = math.dist(edge.middle, other.middle)
            if cut.reach(edge) + cut.reach(other) >= apart - SAME_MM and side_by_side(edge, other):
                raise edges_too_wide(mention, cut.size, cut.size, choice.words, apart)
        if cut.reach(edge) >= min(edge.sides) - SAME_MM:
            room = round(min(edge.sides), 3)
            raise impossible(
                f"A {cut.name} of {number(cut.size)} mm on {named_edges(choice.words)} does not fit next to"
                f" {number(room)} mm. Which {cut.asked}?",
                about("size", mention, cut.name, values=[cut.size, room]),
            )


def side_by_side(edge: Edge, other: Edge) -> bool:
    """Return whether two parallel edges lie across one face from each other."""
    return sum(abs(a - b) > SAME_MM for a, b in zip(edge.middle, other.middle, strict=True)) == 1


def _shapes_box(draft: Draft, edge: Edge) -> bool:
    """Return whether an edge is what gives the part its size in some direction."""
    x, y, z = draft.box
    limits = ((-x / 2, x / 2), (-y / 2, y / 2), (0.0, z))
    way = "XYZ".find(edge.axis) if edge.axis else -1
    on = [
        i
        for i, at in enumerate(edge.middle)
        if i != way and min(abs(at - limit) for limit in limits[i]) < SAME_MM
    ]
    outline = draft.part.surfaces.outline
    regular = outline is not None and outline.regular is not None
    return len(on) > 1 or (bool(on) and edge.angle < _RIGHT - SAME_RADIANS) or regular


def _check_roughly(draft: Draft, mention: Mention, cut: Cut, choice: Choice) -> None:
    x, y, z = draft.box
    narrow = min(x, y)
    if draft.part.base == "open":
        narrow = 2 * min(draft.size("wall"), draft.part.floor_mm(draft.values))
    if 2 * cut.size >= narrow - SAME_MM:
        raise edges_too_wide(mention, cut.size, cut.size, choice.words, narrow)
    high = {"top": cut.size, "bottom": cut.size, "both": 2 * cut.size, "edge": 2 * cut.size}.get(
        choice.name, 0.0
    )
    if high >= z - SAME_MM:
        raise impossible(
            f"A {cut.name} of {number(cut.size)} mm on {named_edges(choice.words)} does not fit a height of"
            f" {number(z)} mm. Which {cut.asked}?",
            about("size", mention, cut.name, values=[cut.size, z]),
        )


def removed(draft: Draft, cut: Cut, choice: Choice) -> float | None:
    """Volume that the cuts take away, in mm³; None where no closed formula is kept here."""
    if draft.shell is not None:
        return None  # the cavity is rounded, too
    if draft.part.base == "open":
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
        if draft.part.base == "open":
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
