"""Fillets and chamfers: which edges, whether they fit, and the step of the script that makes them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from mayfly.planning.choosing import Choice, choose_edges, many_points, place_words, whole_words
from mayfly.planning.draft import Draft, Region
from mayfly.planning.language.reading import Frame, Label, Mark
from mayfly.planning.language.units import number
from mayfly.planning.questions import conflict, impossible, length_of, missing, unsupported
from mayfly.planning.rims import add_rims, is_turned
from mayfly.planning.solids import Edge, edges_of

#: Words that choose edges by the faces they belong to, or by where they lie in a bent part.
_BY_FACE: Final = frozenset(
    [
        "left",
        "right",
        "front",
        "back",
        "long",
        "short",
        "long_side",
        "short_side",
        "inner",
        "slope",
        "bend",
        "horizontal_leg",
        "vertical_leg",
        "leg",
    ]  # fmt: skip
)
_OF_FEATURES: Final = frozenset({"hole", "bore", "slot", "pocket", "boss", "groove"})
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

    def reach(self, edge: Edge) -> float:
        """Give how far it reaches on the faces beside an edge."""
        return self.size / math.tan(min(edge.angle, 2 * math.pi - edge.angle) / 2) if self.kind == "fillet" else (
            self.size
        )  # fmt: skip

    def area(self, edge: Edge) -> float:
        """Give the area of the section that it takes away; below 0 where it adds material."""
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


def add_edge_treatment(draft: Draft, frame: Frame, *, after_cuts: bool) -> None:
    """Round or chamfer what a frame asks for.

    Raises:
        NeedsClarification: Unknown edges, no size, or a size that does not fit.
    """
    for mark in frame.take("place"):
        if whole_words(mark) & (_OF_FEATURES - ({"bore"} if is_turned(draft) else set())):
            raise unsupported(
                f"Only the part's own edges can be chosen, not {mark.text!r}. Does a countersink do?"
            )
    if is_turned(draft):
        add_rims(draft, frame, after_cuts=after_cuts)
        return
    two = _two_sizes(draft, frame)
    if two is not None:
        _chamfer_by_two(draft, frame, *two)
        return
    cut = Cut(frame.kind, one_size(frame))
    choice = _choose(draft, frame)
    _check(draft, frame, cut, choice)
    name = draft.parameter(f"{choice.name}_{cut.kind}", cut.size, f"{cut.kind} of the {choice.words} edges")
    step = _step(cut, choice, name)
    everything = choice.name == "edge"
    if everything and after_cuts:
        draft.steps.append(step)
        draft.take_volume(None)
        draft.assumptions.append(
            f"The {cut.kind} on all edges includes the rims of the holes named before it."
        )
        return
    upright = bool(choice.edges) and all(edge.axis == "Z" for edge in choice.edges)
    # the kernel rounds upright edges only while the ones they meet are sharp
    draft.edge_steps.insert(0 if upright or choice.name == "vertical" else len(draft.edge_steps), step)
    removed = _removed(draft, cut, choice)
    free = draft.occupy(_regions(draft, cut, choice))
    draft.take_volume(removed if free else None)


def one_size(frame: Frame) -> float:
    """Give the radius of a fillet, or the distance of a chamfer of 45°.

    Raises:
        NeedsClarification: There is none, or more than one.
    """
    found: list[float] = []
    for measure in frame.measures:
        quantity = measure.quantity
        if quantity.form == "angle":
            if frame.kind == "chamfer" and quantity.value == 45:
                measure.used = True
                continue
            raise unsupported(
                f"Between which faces does the {quantity.text} chamfer lie? Please give its distance on each of"
                ' the two, as in "2 mm on the top face and 1 mm on the front face".'
            )
        if quantity.form == "diameter" or measure.label.role == "diameter":
            raise conflict(f"Is {quantity.text} the radius of the {frame.name}?")
        if measure.label not in {Label()} and measure.label.role != "radius":
            raise unsupported(f"What is {measure} on the {frame.name}?")
        measure.used = True
        found.append(length_of(quantity, frame.kind))
    if not found:
        raise missing(f"Which size has the {frame.kind}?")
    if len(set(found)) > 1:
        raise conflict(
            f"The {frame.kind} has two sizes: {' and '.join(number(f) for f in found)} mm. Which one holds?"
            " For an uneven chamfer, please say which is on which face."
        )
    return found[0]


# --- which edges -----------------------------------------------------------------------------------


def _choose(draft: Draft, frame: Frame) -> Choice:
    marks = frame.take("place")
    words = set().union(*(whole_words(mark) for mark in marks)) if marks else set()
    flags = frame.flags()
    if draft.part.base != "prismatic" and not edges_of(draft) and draft.part.base != "open":
        raise unsupported(f"A {draft.part.title.lower()} takes no {frame.kind} here.")
    sides = words & {"top", "bottom", "front", "back", "left", "right"}
    bent = any("bend" in edge.words for edge in edges_of(draft))
    named = words & _BY_FACE or (words & {"outer", "corner"} and bent) or len(sides) > 2
    one_of_many = any(
        m.ref and m.ref.noun == "edge" and not m.ref.plural and not m.ref.traits & {"all", "each", "every"}
        and m.ref.of is not None for m in marks
    )  # fmt: skip
    if named or one_of_many or (edges_of(draft) and not draft.is_box and sides):
        if "vertical" in flags and not words & {"vertical"}:
            frame.take_flag("vertical")
        if not edges_of(draft):
            raise unsupported(
                f"Only vertical, top, bottom or all edges can be chosen here, not {marks[0].text!r}."
            )
        return choose_edges(draft, frame, marks)
    which = _simple(draft, frame)
    if draft.part.base == "open" and which != "bottom":
        raise unsupported(
            f"A {draft.part.title.lower()} takes a {frame.kind} on its bottom edges only; which ones?"
        )
    if not draft.is_box and draft.part.base not in {"prismatic", "open"} and which != "all":
        raise missing(f"Which edges of the {draft.part.title.lower()} get the {frame.kind}?")
    edges = tuple(edge for edge in edges_of(draft) if _is(edge, which))
    selector = {
        "vertical": '.edges("|Z")',
        "top": '.faces(">Z").edges()',
        "bottom": '.faces("<Z").edges()',
        "both": '.faces("<Z or >Z").edges()',
        "all": ".edges()",
    }[which]
    spoken = "top and bottom" if which == "both" else which
    return Choice(edges, selector, spoken, "edge" if which == "all" else which)


def _is(edge: Edge, which: str) -> bool:
    if which == "all":
        return True
    if which == "vertical":
        return edge.axis == "Z"
    return bool(edge.words & ({"top", "bottom"} if which == "both" else {which})) and edge.axis != "Z"


def _simple(draft: Draft, frame: Frame) -> str:
    """Tell which edges are meant where they are told by height alone."""
    words: set[str] = set()
    frame.take_flag("sharp")
    for flag in ("vertical", "all_round", "rounded"):
        if frame.take_flag(flag):
            words.add(flag)
    for mark in frame.take("place"):
        words |= place_words(mark)
    words |= {"corner"} if "corner" in frame.name or "corner" in frame.text else set()
    words |= {"vertical"} if "vertical" in frame.text else set()
    words |= {"top"} if "top edge" in frame.text else set()
    if "one_end" in words and not words & {"top", "bottom"}:
        raise unsupported(
            f"Only vertical, top, bottom or all edges can get the {frame.kind}, not those of one end."
        )
    if "all" in words and not words & {"top", "bottom", "vertical", "outer"}:
        return "all"
    if {"top", "bottom"} <= words:
        return "both"
    if "vertical" in words and words & {"top", "bottom"}:
        raise unsupported(f"Please give the {frame.kind} for the vertical and the top edges one by one.")
    for which in ("top", "bottom"):
        if which in words:
            return which
    return "both" if "horizontal" in words else "vertical"


# --- whether they fit, and what they leave ---------------------------------------------------------


def _check(draft: Draft, frame: Frame, cut: Cut, choice: Choice) -> None:
    x, y, z = draft.box
    what = "radius" if cut.kind == "fillet" else "chamfer"
    word = f"{what} of {number(cut.size)} mm"
    ask = f"Which {what if what == 'radius' else 'size'}"
    if not choice.edges:  # rounded outlines and trays, which have no list of edges
        _check_roughly(draft, cut, choice, word, ask)
        return
    for edge in choice.edges:
        oblique = abs(edge.angle - _RIGHT) > 1e-6 and not edge.is_inner
        if oblique and abs(edge.angle - 3 * _RIGHT) > 1e-6 and _shapes_box(draft, edge):
            raise unsupported(
                f"A {cut.kind} on the {choice.words} edges, which are not square, would change the size of the"
                f" {draft.part.title.lower()}. Which edges else?"
            )
        for other in choice.edges:
            if other is edge or other.axis != edge.axis or not edge.faces & other.faces:
                continue
            apart = math.dist(edge.middle, other.middle)
            if cut.reach(edge) + cut.reach(other) >= apart - 1e-6 and _side_by_side(edge, other):
                raise impossible(
                    f"A {word} does not fit: the {choice.words} edges need 2 x {number(cut.size)} ="
                    f" {number(2 * cut.size)} mm, but the side is {number(apart)} mm. {ask}, less than"
                    f" {number(apart / 2)} mm?"
                )
        if cut.reach(edge) >= min(edge.sides) - 1e-6:
            raise impossible(
                f"A {word} on the {choice.words} edges does not fit beside"
                f" {number(round(min(edge.sides), 3))} mm. {ask}?"
            )


def _side_by_side(edge: Edge, other: Edge) -> bool:
    """Whether two parallel edges lie across one face from each other."""
    return sum(abs(a - b) > 1e-6 for a, b in zip(edge.middle, other.middle, strict=True)) == 1


def _shapes_box(draft: Draft, edge: Edge) -> bool:
    """Whether an edge is what gives the part its size in some direction."""
    x, y, z = draft.box
    limits = ((-x / 2, x / 2), (-y / 2, y / 2), (0.0, z))
    way = "XYZ".find(edge.axis) if edge.axis else -1
    on = [
        i
        for i, at in enumerate(edge.middle)
        if i != way and min(abs(at - limit) for limit in limits[i]) < 1e-6
    ]
    return len(on) > 1 or (bool(on) and edge.angle < _RIGHT - 1e-6) or draft.part.name == "polygon_prism"


def _check_roughly(draft: Draft, cut: Cut, choice: Choice, word: str, ask: str) -> None:
    x, y, z = draft.box
    narrow = min(x, y)
    if draft.part.base == "open":
        narrow = 2 * min(draft.size("wall"), draft.part.floor_mm(draft.values))
    if 2 * cut.size >= narrow - 1e-6:
        raise impossible(
            f"A {word} does not fit: the {choice.words} edges need 2 x {number(cut.size)} ="
            f" {number(2 * cut.size)} mm, but the side is {number(narrow)} mm. {ask}, less than"
            f" {number(narrow / 2)} mm?"
        )
    high = {"top": cut.size, "bottom": cut.size, "both": 2 * cut.size, "edge": 2 * cut.size}.get(
        choice.name, 0.0
    )
    if high >= z - 1e-6:
        raise impossible(
            f"A {word} on the {choice.words} edges does not fit a height of {number(z)} mm. {ask}?"
        )


def _step(cut: Cut, choice: Choice, name: str) -> str:
    title = f"# {cut.kind} on the {choice.words} edges"
    points = many_points(choice.selector)
    if points is None:
        return f"{title}\nresult = result{choice.selector}.{cut.kind}({name})"
    return "\n".join(
        [
            title,
            f"for point in {points}:",
            f"    result = result.edges(cq.selectors.NearestToPointSelector(point)).{cut.kind}({name})",
        ]
    )


def _removed(draft: Draft, cut: Cut, choice: Choice) -> float | None:
    """Volume that the cuts take away, in mm³; None where no closed formula is kept here."""
    if draft.shell is not None:
        return None  # the cavity is rounded, too
    if draft.part.base == "open":
        if draft.size("corner_radius") > 0:
            return None
        x, y, _ = draft.box
        flat = Edge(frozenset(), "X", 1.0, _RIGHT, (0, 0, 0), "", (0, 0), frozenset(), (x, y))
        return cut.area(flat) * 2 * (x + y) - 4 * cut.overlap
    if not choice.edges or draft.edge_steps[1:]:
        return None
    total = sum(cut.area(edge) * edge.length for edge in choice.edges)
    at: dict[int, list[Edge]] = {}
    for edge in choice.edges:
        for end in edge.ends:
            at.setdefault(end, []).append(edge)
    for meeting in at.values():
        if len(meeting) == 1:
            continue
        square = all(abs(edge.angle - _RIGHT) < 1e-6 for edge in meeting)
        if len(meeting) == 3 and square and draft.is_box:
            total -= cut.at_three
        elif len(meeting) == 2 and all("end" in edge.words for edge in meeting):
            corner = _corner_angle(draft, meeting[0], meeting[1])
            if corner is None or corner > math.pi:
                return None
            total -= cut.overlap / math.tan(corner / 2)
        elif len(meeting) == 2 and square and draft.is_box:
            total -= cut.overlap
        else:
            return None
    return total


def _corner_angle(draft: Draft, first: Edge, second: Edge) -> float | None:
    """Give the angle of the outline at the corner where two edges of one end meet."""
    shared = set(first.ends) & set(second.ends)
    for edge in edges_of(draft):
        if "end" not in edge.words and shared & set(edge.ends):
            return edge.angle
    return None


def _regions(draft: Draft, cut: Cut, choice: Choice) -> list[Region]:
    """Give where the cuts take or add material."""
    found: list[Region] = []
    if not choice.edges:
        x, y, z = draft.box
        if draft.part.base == "open":
            return [Region((-x / 2, -y / 2, 0.0), (x / 2, y / 2, cut.size))]
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
            found.append(Region(*box))
            continue
        a, b = (inwards[i] for i in range(3) if i != place)
        hollow = reach if cut.kind == "fillet" else reach / math.sqrt(2)
        found.append(Region(*box, edge.axis, (a, b), reach * math.sqrt(2), hollow))
    return found


# --- chamfers with two sizes -----------------------------------------------------------------------


def _two_sizes(draft: Draft, frame: Frame) -> tuple[dict[str, float], list[Mark]] | None:
    """Read "2 mm on the top face and 1 mm on the front face": distance by face, and the other places.

    Raises:
        NeedsClarification: Only one of them has its face.
    """
    if frame.kind != "chamfer":
        return None
    tied = [m for m in frame.marks if m.kind == "place" and m.measure is not None and not m.used]
    tied = [m for m in tied if m.measure and m.measure.quantity.form == "plain"]
    faces: dict[str, float] = {}
    lengths = [m for m in frame.measures if m.quantity.form == "plain"]
    if len(lengths) != 2 or len(tied) != 2:
        return None
    for mark in tied:
        words = whole_words(mark)
        sides = words & {"top", "bottom", "front", "back", "left", "right"}
        sides |= {"top"} if "top_face" in words else {"bottom"} if "underside" in words else set()
        if "side" in words or "side_face" in words:
            sides = sides or {"sides"}
        if len(sides) != 1 or mark.measure is None:
            raise unsupported(f"On which face is the distance in {mark.text!r}?")
        mark.used = mark.measure.used = True
        faces[sides.pop()] = length_of(mark.measure.quantity, "chamfer")
    if len(faces) != 2:
        raise conflict("On which two faces are the distances of the chamfer?")
    return faces, [m for m in frame.take("place")]


def _chamfer_by_two(draft: Draft, frame: Frame, faces: dict[str, float], marks: list[Mark]) -> None:
    """Chamfer edges of a box by a distance on each of their faces."""
    if not draft.is_box:
        raise unsupported(f"A {draft.part.title.lower()} takes no uneven chamfer. Does one of 45° do?")
    choice = choose_edges(draft, frame, marks) if marks else _between(draft, list(faces))
    names = {
        side: draft.parameter(f"chamfer_on_{side}", size, f"distance of the chamfer on the {side}")
        for side, size in faces.items()
    }
    x, y, z = draft.box
    across, along, up = draft.side_names()
    limits = {"left": (0, -1, x), "right": (0, 1, x), "front": (1, -1, y), "back": (1, 1, y),
              "bottom": (2, -1, z), "top": (2, 1, z)}  # fmt: skip
    lines = [f"# chamfer on the {choice.words} edges"]
    total, at = 0.0, {}
    for edge in choice.edges:
        pair = [w for w in edge.words if w in limits]
        sizes = {w: faces.get(w, faces.get("sides") if limits[w][0] != 2 else None) for w in pair}
        if len(pair) != 2 or None in sizes.values():
            raise conflict(f"On which faces of the {choice.words} edges are the distances of the chamfer?")
        first, second = sorted(pair, key=lambda w: limits[w][0])
        # the distance on one face is measured away from the other one
        texts, room = [], []
        for face, other in ((first, second), (second, first)):
            place, sign, long = limits[face]
            reach = names.get(other, names.get("sides", ""))
            edge_at = {0: f"{'-' if sign < 0 else ''}{across} / 2", 1: f"{'-' if sign < 0 else ''}{along} / 2",
                       2: up if sign > 0 else "0"}[place]  # fmt: skip
            texts.append((edge_at, f"{edge_at} {'-' if sign > 0 else '+'} {reach}"))
            room.append((sizes[other] or 0.0, long))
        _check_two(frame, choice, edge, room)
        (a, a_in), (b, b_in) = texts
        plane, way = {"X": ("YZ", across), "Y": ("XZ", along), "Z": ("XY", up)}[edge.axis]
        lines += [
            f"corner = [({a}, {b}), ({a_in}, {b}), ({a}, {b_in})]",
            f'result = result.cut(cq.Workplane("{plane}").polyline(corner).close().extrude({way}, both=True))',
        ]
        total += math.prod(s for s, _ in room) / 2 * edge.length
        for end in edge.ends:
            at.setdefault(end, []).append((edge, sizes))
    draft.edge_steps.append("\n".join(lines))
    overlap = _uneven_overlap(at)
    known = overlap is not None and not draft.edge_steps[1:] and draft.shell is None
    free = draft.occupy(_regions(draft, Cut("chamfer", max(faces.values())), choice))
    draft.take_volume(total - (overlap or 0.0) if known and free else None)


def _between(draft: Draft, sides: list[str]) -> Choice:
    edges = tuple(edge for edge in edges_of(draft) if set(sides) <= edge.words)
    if not edges:
        raise missing("Which edges get the chamfer?")
    return Choice(edges, "", " ".join(sides), "_".join(sides))


def _check_two(frame: Frame, choice: Choice, edge: Edge, room: list[tuple[float, float]]) -> None:
    for size, long in room:
        opposite = sum(
            other.axis == edge.axis and other is not edge and _side_by_side(edge, other)
            for other in choice.edges
        )
        if size * (2 if opposite else 1) >= long - 1e-6:
            raise impossible(
                f"A chamfer of {number(size)} mm does not fit a side of {number(long)} mm. Which size?"
            )


def _uneven_overlap(at: dict[int, list[tuple[Edge, dict[str, float | None]]]]) -> float | None:
    """Give what neighbouring uneven chamfers have in common: two that share a face, with like distances."""
    total = 0.0
    for meeting in at.values():
        if len(meeting) == 1:
            continue
        (one, sizes), (other, others) = meeting[0], meeting[1]
        shared = one.words & other.words & sizes.keys() & others.keys()
        if len(meeting) > 2 or len(shared) != 1:
            return None
        face = shared.pop()
        on, down = sizes[face], next(v for w, v in sizes.items() if w != face)
        if (
            (on, down) != (others[face], next(v for w, v in others.items() if w != face))
            or not on
            or not down
        ):
            return None
        total += on**2 * down / 3
    return total
