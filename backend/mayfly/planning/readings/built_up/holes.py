"""Holes: diameter or thread, depth, counterbore, countersink, and where they go."""

from __future__ import annotations

from collections.abc import Sequence

from mayfly.cad import standards
from mayfly.design.builder import Draft
from mayfly.design.features import Counterbore, Countersink, Hole
from mayfly.design.geometry.faces import Face
from mayfly.errors import InvalidParameter
from mayfly.language.units import number
from mayfly.language.weighing.topics import Topic
from mayfly.language.weighing.values import Mark
from mayfly.planning.questions import about, conflict, missing, unsupported
from mayfly.planning.readings.built_up.faces import faces_for
from mayfly.planning.readings.built_up.places import Locator
from mayfly.planning.readings.said.roles import Roles

_FOR_CORNERS = 2.0


def holes(draft: Draft, topic: Topic, heads: Sequence[Topic]) -> tuple[list[Hole], list[str], float]:
    """Return what a topic asks to be drilled, sentences for the answer, and what its assumptions cost.

    Raises:
        NeedsClarification: A size or place is open, contradictory or unknown.
    """
    roles = Roles.of(topic)
    thread = _thread(topic, roles)
    tapped = Mark.TAPPED in topic.marks or (thread is not None and standards.is_pipe_thread(thread))
    diameter = roles.diameter()
    depth = roles.one("depth", "length", "height")
    notes: list[str] = []
    if thread is None and diameter is None:
        raise missing(f"What is the diameter of the {topic.name}?", about("size", topic.kind, "diameter"))
    if tapped and thread is None:
        raise missing(
            "Which thread shall be tapped: M4, M5, M6?", about("thread", topic.kind), ("M4", "M5", "M6")
        )
    port = topic.name.split()[-1:] in (["port"], ["ports"]) and Mark.THROUGH not in topic.marks
    if (Mark.BLIND in topic.marks or port) and depth is None:
        blind = "" if port else "blind "
        raise missing(f"How deep are the {blind}{topic.name}?", about("size", topic.kind, "depth"))
    if Mark.THROUGH in topic.marks and depth is not None:
        raise conflict(
            f"Do the {topic.name} go through, or {number(depth)} mm deep?",
            about("size", topic.kind, "depth", values=[depth]),
        )
    roles.check_all_used()
    wide = diameter or 0.0
    if thread is not None and diameter is None:
        row = standards.tap_drill(thread) if tapped else standards.clearance_hole(thread)
        wide = row.diameter_mm
        kind = "tapped hole: tap drill" if tapped else "clearance hole:"
        end = "; no thread is modelled." if tapped else "."
        notes.append(f"{thread} {kind} {number(wide)} mm ({row.standard}){end}")
    counterbore, countersink = _mouth(topic, heads, thread, notes)
    found: list[Hole] = []
    cost = 0.0
    for face in faces_for(draft, topic):
        located = Locator(topic, face, topic.count, inset=_FOR_CORNERS * wide).locate()
        notes += located.notes
        cost += located.cost
        found.append(
            Hole(
                name="bore" if topic.kind == "bore" else None,
                face=face.key or face.name,
                at=located.place,
                diameter=wide,
                depth=face.depth if depth is None and _into_bore(draft, face) else depth,
                counterbore=counterbore,
                countersink=countersink,
                walls=face.walls,
            )
        )
    return found, notes, cost


def _into_bore(draft: Draft, face: Face) -> bool:
    """Return whether a hole through one wall of a round part ends in the bore drilled before."""
    return face.walls == "one" and any(isinstance(one, Hole) and one.depth is None for one in draft.features)


def _thread(topic: Topic, roles: Roles) -> str | None:
    threads: set[str] = set()
    for size in roles.take_form("thread"):
        try:
            name = standards.read_thread(size.number.text)
            threads.add(name)
            tapped = Mark.TAPPED in topic.marks or standards.is_pipe_thread(name)
            (standards.tap_drill if tapped else standards.clearance_hole)(name)
        except InvalidParameter as error:
            raise unsupported(
                f"{error} Which diameter shall the hole for {size.number.text} have?",
                about("size", topic.kind, "diameter", values=[size.number]),
            ) from error
    if len(threads) > 1:
        raise conflict(f"Which thread is meant: {' or '.join(sorted(threads))}?", about("thread", topic.kind))
    return threads.pop() if threads else None


def _mouth(
    topic: Topic, heads: Sequence[Topic], thread: str | None, notes: list[str]
) -> tuple[Counterbore | None, Countersink | None]:
    """Return the counterbore and the countersink of a hole, with standard sizes where a thread gives them."""
    bores = [head for head in heads if head.kind == "counterbore"]
    sinks = [head for head in heads if head.kind == "countersink"]
    bored = bool(bores) or Mark.COUNTERBORED in topic.marks
    sunk = bool(sinks) or Mark.COUNTERSUNK in topic.marks or Mark.FLAT_HEAD in topic.marks
    if bored and sunk:
        raise conflict("Is the hole counterbored or countersunk?", about("feature", topic.kind))
    if bored:
        return _counterbore(topic, bores, thread, notes), None
    if sunk:
        return None, _countersink(topic, sinks, thread, notes)
    return None, None


def _counterbore(topic: Topic, heads: Sequence[Topic], thread: str | None, notes: list[str]) -> Counterbore:
    roles = Roles.of(heads[0]) if heads else None
    wide = roles.diameter() if roles else None
    deep = roles.one("depth") if roles else None
    if roles and wide is not None and deep is None:
        deep = roles.second()
    if roles:
        roles.check_all_used()
    if wide is None or deep is None:
        if thread is None:
            raise missing(
                f"What are the diameter and depth of the counterbore of the {topic.name}?",
                about("size", "counterbore", "diameter", "depth", others=[topic.kind]),
            )
        row = standards.counterbore(thread)
        wide, deep = wide or row.diameter_mm, deep or row.depth_mm
        notes.append(
            f"{thread} counterbore: {number(wide)} mm diameter, {number(deep)} mm deep"
            f" ({row.standard}, screw of ISO 4762)."
        )
    return Counterbore(diameter=wide, depth=deep)


def _countersink(topic: Topic, heads: Sequence[Topic], thread: str | None, notes: list[str]) -> Countersink:
    roles = Roles.of(heads[0]) if heads else None
    wide = roles.diameter() if roles else None
    angles = [size.number.value for size in roles.take_form("angle")] if roles else []
    if roles:
        roles.check_all_used()
    angle = angles[0] if angles else 90.0
    if wide is None:
        if thread is None:
            raise missing(
                f"What is the diameter of the countersink of the {topic.name}?",
                about("size", "countersink", "diameter", others=[topic.kind]),
            )
        row = standards.countersink(thread)
        wide = row.diameter_mm
        notes.append(
            f"{thread} countersink: {number(wide)} mm diameter, {number(angle)}°"
            f" ({row.standard}, theoretical head)."
        )
    elif not angles:
        notes.append("The countersink is assumed to have 90°.")
    return Countersink(diameter=wide, angle=angle)
