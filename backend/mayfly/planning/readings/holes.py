"""Holes: diameter or thread, depth, counterbore, countersink, and where they go."""

from __future__ import annotations

from collections.abc import Sequence

from mayfly.cad import standards
from mayfly.design.builder import Draft
from mayfly.design.features import Counterbore, Countersink, Hole
from mayfly.errors import InvalidParameter
from mayfly.language.units import number
from mayfly.language.weighing.things import Thing
from mayfly.language.weighing.values import Mark
from mayfly.planning.questions import about, conflict, missing, unsupported
from mayfly.planning.readings.faces import faces_for
from mayfly.planning.readings.places import Locator
from mayfly.planning.readings.roles import Roles

_FOR_CORNERS = 2.0


def holes(draft: Draft, thing: Thing, heads: Sequence[Thing]) -> tuple[list[Hole], list[str], float]:
    """Return what a thing asks to be drilled, sentences for the answer, and what its assumptions cost.

    Raises:
        NeedsClarification: A size or place is open, contradictory or unknown.
    """
    roles = Roles.of(thing)
    thread = _thread(thing, roles)
    tapped = Mark.TAPPED in thing.marks
    diameter = roles.diameter()
    depth = roles.one("depth", "length", "height")
    notes: list[str] = []
    if thread is None and diameter is None:
        raise missing(f"What is the diameter of the {thing.name}?", about("size", thing.kind, "diameter"))
    if tapped and thread is None:
        raise missing(
            "Which thread shall be tapped: M4, M5, M6?", about("thread", thing.kind), ("M4", "M5", "M6")
        )
    if Mark.BLIND in thing.marks and depth is None:
        raise missing(f"How deep are the blind {thing.name}?", about("size", thing.kind, "depth"))
    if Mark.THROUGH in thing.marks and depth is not None:
        raise conflict(
            f"Do the {thing.name} go through, or {number(depth)} mm deep?",
            about("size", thing.kind, "depth", values=[depth]),
        )
    roles.check_all_used()
    wide = diameter or 0.0
    if thread is not None and diameter is None:
        row = standards.tap_drill(thread) if tapped else standards.clearance_hole(thread)
        wide = row.diameter_mm
        kind = "tapped hole: tap drill" if tapped else "clearance hole:"
        end = "; no thread is modelled." if tapped else "."
        notes.append(f"{thread} {kind} {number(wide)} mm ({row.standard}){end}")
    counterbore, countersink = _mouth(thing, heads, thread, notes)
    found: list[Hole] = []
    cost = 0.0
    for face in faces_for(draft, thing):
        located = Locator(thing, face, thing.count, inset=_FOR_CORNERS * wide).locate()
        notes += located.notes
        cost += located.cost
        found.append(
            Hole(
                name="bore" if thing.kind == "bore" else None,
                face=face.key or face.name,
                at=located.place,
                diameter=wide,
                depth=depth,
                counterbore=counterbore,
                countersink=countersink,
                walls=face.walls,
            )
        )
    return found, notes, cost


def _thread(thing: Thing, roles: Roles) -> str | None:
    threads: set[str] = set()
    for size in roles.take_form("thread"):
        try:
            threads.add(standards.read_size(size.number.text))
            standards.clearance_hole(size.number.text)
        except InvalidParameter as error:
            raise unsupported(
                f"{error} Which diameter shall the hole for {size.number.text} have?",
                about("size", thing.kind, "diameter", values=[size.number]),
            ) from error
    if len(threads) > 1:
        raise conflict(f"Which thread is meant: {' or '.join(sorted(threads))}?", about("thread", thing.kind))
    return threads.pop() if threads else None


def _mouth(
    thing: Thing, heads: Sequence[Thing], thread: str | None, notes: list[str]
) -> tuple[Counterbore | None, Countersink | None]:
    """Return the counterbore and the countersink of a hole, with standard sizes where a thread gives them."""
    bores = [head for head in heads if head.kind == "counterbore"]
    sinks = [head for head in heads if head.kind == "countersink"]
    bored = bool(bores) or Mark.COUNTERBORED in thing.marks
    sunk = bool(sinks) or Mark.COUNTERSUNK in thing.marks or Mark.FLAT_HEAD in thing.marks
    if bored and sunk:
        raise conflict("Is the hole counterbored or countersunk?", about("feature", thing.kind))
    if bored:
        return _counterbore(thing, bores, thread, notes), None
    if sunk:
        return None, _countersink(thing, sinks, thread, notes)
    return None, None


def _counterbore(thing: Thing, heads: Sequence[Thing], thread: str | None, notes: list[str]) -> Counterbore:
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
                f"What are the diameter and depth of the counterbore of the {thing.name}?",
                about("size", "counterbore", "diameter", "depth", others=[thing.kind]),
            )
        row = standards.counterbore(thread)
        wide, deep = wide or row.diameter_mm, deep or row.depth_mm
        notes.append(
            f"{thread} counterbore: {number(wide)} mm diameter, {number(deep)} mm deep"
            f" ({row.standard}, screw of ISO 4762)."
        )
    return Counterbore(diameter=wide, depth=deep)


def _countersink(thing: Thing, heads: Sequence[Thing], thread: str | None, notes: list[str]) -> Countersink:
    roles = Roles.of(heads[0]) if heads else None
    wide = roles.diameter() if roles else None
    angles = [size.number.value for size in roles.take_form("angle")] if roles else []
    if roles:
        roles.check_all_used()
    angle = angles[0] if angles else 90.0
    if wide is None:
        if thread is None:
            raise missing(
                f"What is the diameter of the countersink of the {thing.name}?",
                about("size", "countersink", "diameter", others=[thing.kind]),
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
