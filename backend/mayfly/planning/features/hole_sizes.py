"""The sizes of a hole: diameter or thread, depth, counterbore, countersink."""

from __future__ import annotations

import math
from collections.abc import Mapping

from mayfly.cad import standards
from mayfly.design.builder import Draft
from mayfly.design.features._hole_checks import HoleSizes
from mayfly.errors import InvalidParameter
from mayfly.language.chunks import Quantity
from mayfly.language.english import inverted, subject
from mayfly.language.nodes import Label, Measure, Mention
from mayfly.language.units import number
from mayfly.planning.questions import (
    about,
    conflict,
    degrees,
    depth_open,
    impossible,
    length_of,
    metric,
    missing,
    sizes_open,
    through_and_deep,
    unsupported,
)

_DEPTH_ROLES = frozenset({"deep", "depth"})
_SAME_PITCH = 0.001
#: Point angle of a usual twist drill, in degrees (DIN 1414-1, type N).
_DRILL_POINT = 118.0


def settle_hole_sizes(draft: Draft, mention: Mention, heads: list[Mention]) -> HoleSizes:
    """Settle the sizes of a mention's holes.

    Raises:
        NeedsClarification: A size is missing, contradictory or impossible.
    """
    thread = _thread(mention)
    _read_behind_thread(draft, mention, thread)
    diameter, depth = _seated(draft, mention, _diameter(mention), _depth(mention))
    if mention.take_flag("blind", "flat_bottom") and depth is None:
        raise depth_open(mention, f"blind {mention.name}")
    if depth is None and _is_port(mention) and not mention.flags() & {"through"}:
        raise depth_open(mention, mention.name)
    if depth is not None and mention.flags() & {"through"}:
        raise through_and_deep(mention, depth)
    tapped, clear = mention.take_flag("tapped"), mention.take_flag("clearance")
    tapped = tapped or (thread is not None and standards.is_pipe_thread(thread))
    if tapped and clear:
        raise conflict(
            f"{inverted('is', mention.name)} tapped or a clearance hole?", about("feature", mention)
        )
    by_kind = _heads(draft, mention, heads, thread)
    diameter = _settled_diameter(draft, mention, thread, diameter, tapped=tapped, clear=clear)
    if diameter is None:
        raise sizes_open(mention, "diameter")
    point = _point(draft, mention, depth, heads=by_kind)
    sizes = HoleSizes(diameter, depth, point=point, thread=thread, tapped=tapped)
    if "counterbore" in by_kind:
        sizes.counterbore = _counterbore(draft, by_kind["counterbore"], mention, thread, diameter)
    if "countersink" in by_kind:
        sizes.countersink = _countersink(draft, by_kind["countersink"], mention, thread, diameter)
    return sizes


def is_d_shaped(name: str) -> bool:
    """Return whether a bore is called one with a flat: "D-bore"."""
    return name.lower().startswith(("d ", "d-"))


def _is_port(mention: Mention) -> bool:
    """Return whether holes are called ports: those lead somewhere, and how deep they are can't be assumed."""
    return mention.name.split()[-1:] in (["port"], ["ports"])


def _seated(
    draft: Draft, mention: Mention, diameter: float | None, depth: float | None
) -> tuple[float | None, float | None]:
    """Return the diameter and the depth of a seat: those said, else those of its bearing."""
    named = next((m for m in mention.measures if m.quantity.table == "bearing"), None)
    if named is None:
        return diameter, depth
    named.used = True
    row = standards.bearing(named.quantity.text)
    through = "through" in mention.flags()
    draft.note(
        f"Seat for a bearing {row.size}: {number(diameter or row.outer_diameter_mm)} mm"
        f"{'' if through else f' x {number(depth or row.width_mm)} mm'} ({row.standard}:"
        f" {number(row.bore_mm)} x {number(row.outer_diameter_mm)} x {number(row.width_mm)} mm)."
    )
    return diameter or row.outer_diameter_mm, depth if through else depth or row.width_mm


def _heads(draft: Draft, mention: Mention, heads: list[Mention], thread: str | None) -> dict[str, Mention]:
    """Return the counterbore or countersink of a hole, by its kind: spoken of behind it, or by its words.

    Raises:
        NeedsClarification: It has both.
    """
    by_kind = {head.kind: head for head in heads}
    for flag, said in (("counterbore", "counterbored"), ("countersink", "countersunk")):
        if mention.take_flag(flag, said) and flag not in by_kind:
            by_kind[flag] = Mention(flag)
    if mention.take_flag("cap_screw") and thread and not by_kind:
        draft.note(f"No counterbore was asked for, so the {thread} holes have none.")
    flat = mention.take_flag("flat_head")
    if flat and not by_kind:
        by_kind["countersink"] = Mention("countersink")
    mention.take_flag("screw", "sharp", "round_shape")
    if len(by_kind) > 1:
        raise conflict("Is the hole counterbored or countersunk?", about("feature", mention, others=by_kind))
    return by_kind


def _settled_diameter(
    draft: Draft, mention: Mention, thread: str | None, diameter: float | None, *, tapped: bool, clear: bool
) -> float | None:
    """Return the diameter of a hole: as given, or the standard one of its thread; None where neither is said.

    Raises:
        NeedsClarification: It does not go with the thread, or the thread is missing.
    """
    if thread and diameter is None:
        return _standard_diameter(draft, thread, tapped=tapped)
    if thread and diameter is not None:
        expected = standards.tap_drill(thread) if tapped else standards.clearance_hole(thread)
        widest = expected if standards.is_pipe_thread(thread) else standards.clearance_hole(thread)
        if not 0.75 * expected.diameter_mm <= diameter <= 1.3 * widest.diameter_mm:
            raise conflict(
                f"A hole of {number(diameter)} mm for {thread}? {expected.standard} has"
                f" {number(expected.diameter_mm)} mm. Which diameter shall it have?",
                about("size", mention, "diameter", values=[diameter, metric(thread), expected.diameter_mm]),
            )
        draft.note(
            f"The hole for {thread} is {number(diameter)} mm as given ({expected.standard}:"
            f" {number(expected.diameter_mm)} mm)."
        )
    elif tapped:
        raise missing(
            "Which thread shall be tapped: M4, M5, M6?", about("thread", mention), ("M4", "M5", "M6")
        )
    elif clear and diameter is not None and not standards.only_clearance(diameter):
        raise missing(
            f"A clearance hole for which screw? {number(diameter)} mm could be the screw or the hole.",
            about("thread", mention, values=[diameter]),
        )
    return diameter


def _point(draft: Draft, mention: Mention, depth: float | None, heads: Mapping[str, Mention]) -> float | None:
    """Return the angle of a drill's point, where the hole is said to end in one."""
    if not mention.take_flag("drill_point"):
        return None
    if depth is None:
        raise depth_open(mention, f"{mention.name} with the drill's point")
    angles = [m for m in mention.measures if m.quantity.form == "angle"]
    if len(angles) > 1 or (angles and "countersink" in heads):
        raise conflict(
            f"Is {angles[0].quantity.text} the angle of the drill's point?",
            about("number", mention, values=[angles[0]]),
        )
    for measure in angles:
        measure.used = True
    angle = angles[0].quantity.value if angles else _DRILL_POINT
    if not 60 <= angle < 180:
        raise impossible(
            f"A drill's point of {number(angle)}° can't be made; 118° is usual.",
            about("size", mention, "angle", values=[degrees(angle)]),
        )
    draft.note(
        f"The depth of {number(depth)} mm counts to where the hole has its full diameter; its"
        f" {number(angle)}° point lies below."
    )
    return angle


def _thread(mention: Mention) -> str | None:
    found: set[str] = set()
    for measure in mention.measures:
        if measure.quantity.form == "thread":
            measure.used = True
            try:
                name = standards.read_thread(measure.quantity.text)
                found.add(name)
                tapped = "tapped" in mention.flags() or standards.is_pipe_thread(name)
                (standards.tap_drill if tapped else standards.clearance_hole)(name)
            except InvalidParameter as error:
                raise unsupported(
                    f"{error} Which diameter shall the hole for {measure.quantity.text} have?",
                    about("size", mention, "diameter", values=[measure]),
                ) from error
    if len(found) > 1:
        raise conflict(
            f"Which thread is meant: {' or '.join(sorted(found))}?",
            about("thread", mention, values=[metric(each) for each in sorted(found)]),
            sorted(found),
        )
    return found.pop() if found else None


def _read_behind_thread(draft: Draft, mention: Mention, thread: str | None) -> None:
    """Read what stands behind the thread in "M6x1", "M8x1.25x20", "M8x20": the pitch, and how deep it is.

    Raises:
        NeedsClarification: A pitch other than the coarse one, or a length that may be the screw's.
    """
    group = next((m.group for m in mention.measures if m.quantity.form == "thread" and m.group), 0)
    if thread is None or not group:
        return
    pitches = standards.pitches_mm(thread) if thread.startswith("M") else ()
    coarse, nominal = next(iter(pitches), None), standards.nominal_mm(thread)
    rest = [m for m in mention.measures if m.group == group and m.quantity.form != "thread"]
    for index, measure in enumerate(rest):
        if measure.label != Label():
            continue
        value = length_of(measure.quantity, "number behind the thread", mention)
        text = f"{thread} x {measure.quantity.text}"
        if index == 0 and value < nominal / 2:
            if coarse is None or abs(value - coarse) > _SAME_PITCH:
                usual = f"coarse threads ({number(coarse)} mm)" if coarse else "coarse threads"
                raise unsupported(
                    f"In {text}, is {number(value)} mm the pitch? Only {usual} are known.",
                    about("number", mention, "pitch", values=[measure, metric(thread)], words=[text]),
                )
            measure.used = True
            measure.label = Label((), "pitch")
            draft.note(f"{text} was read as the coarse pitch; no thread is modelled.")
        elif value >= nominal and "tapped" in mention.flags():
            measure.label = Label((), "depth")
            draft.note(f"In {text}, {number(value)} mm was taken as the depth of the hole.")
        else:
            raise missing(
                f"What is {measure.quantity.text} in {text}: the depth, or the screw's length?",
                about("number", mention, values=[measure, metric(thread)], words=[text]),
                ("the depth", "the screw's length"),
            )


def _is_size(measure: Measure) -> bool:
    label = measure.label
    if measure.quantity.form in {"thread", "designation"} or measure.used:
        return False
    return label in {Label(), Label(("bore",), None)} or label.role in {"diameter", "in_diameter", "radius"}


def _diameter(mention: Mention) -> float | None:
    found: list[tuple[float, Quantity]] = []
    for measure in mention.measures:
        if not _is_size(measure) or measure.quantity.form == "angle":
            continue
        double = 2 if measure.quantity.form == "radius" or measure.label.role == "radius" else 1
        if found and measure.group and measure.label == Label():
            continue
        value = double * length_of(
            measure.quantity, "diameter" if double == 1 else "radius", mention, named=True
        )
        measure.used = True
        found.append((value, measure.quantity))
    if len({round(value, 6) for value, _ in found}) > 1:
        texts = list(dict.fromkeys(quantity.text for _, quantity in found))[:4]
        raise conflict(
            f"{subject(mention.name, 'has')} two sizes: {' and '.join(texts)}. Which one is right?",
            about("size", mention, "diameter", values=[quantity for _, quantity in found]),
        )
    return found[0][0] if found else None


def _depth(mention: Mention) -> float | None:
    found: list[float] = []
    for measure in mention.measures:
        if measure.label.role in _DEPTH_ROLES or (
            measure.group and not measure.used and measure.label == Label()
        ):
            if measure.quantity.form in {"thread", "designation"}:
                continue
            measure.used = True
            found.append(length_of(measure.quantity, "depth", mention, named=True))
    if len(set(found)) > 1:
        raise conflict(
            f"{subject(mention.name, 'has')} two depths: {' and '.join(number(d) for d in found)} mm. Which"
            " one is right?",
            about("size", mention, "depth", values=found),
        )
    return found[0] if found else None


def _standard_diameter(draft: Draft, thread: str, *, tapped: bool) -> float:
    if tapped:
        row = standards.tap_drill(thread)
        draft.note(
            f"{thread} tapped hole: tap drill {number(row.diameter_mm)} mm ({row.standard}); no"
            " thread is modelled."
        )
        return row.diameter_mm
    clearance = standards.clearance_hole(thread)
    draft.note(
        f"{thread} clearance hole: {number(clearance.diameter_mm)} mm ({clearance.standard},"
        f" {clearance.fit} fit)."
    )
    return clearance.diameter_mm


def _counterbore(
    draft: Draft, head: Mention, mention: Mention, thread: str | None, diameter: float
) -> tuple[float, float]:
    wide, deep = _diameter(head), _depth(head)
    if wide is None or deep is None:
        if thread is None:
            raise missing(
                f"What are the diameter and depth of the counterbore on the {number(diameter)} mm hole?",
                about("size", head, "diameter", "depth", values=[diameter], others=[mention.kind]),
            )
        row = standards.counterbore(thread)
        wide, deep = wide or row.diameter_mm, deep or row.depth_mm
        draft.note(
            f"{thread} counterbore: {number(wide)} mm diameter, {number(deep)} mm deep"
            f" ({row.standard}, screw of ISO 4762)."
        )
    if wide <= diameter:
        raise impossible(
            f"The counterbore of {number(wide)} mm is not wider than its hole of {number(diameter)} mm.",
            about("size", head, "diameter", values=[wide, diameter], others=[mention.kind]),
        )
    _use_face_attributes(head)
    return wide, deep


def _countersink(
    draft: Draft, head: Mention, mention: Mention, thread: str | None, diameter: float
) -> tuple[float, float]:
    wide = _diameter(head)
    angles = [m for m in (*head.measures, *mention.measures) if m.quantity.form == "angle"]
    for measure in angles:
        measure.used = True
    angle = angles[0].quantity.value if angles else 90.0
    if not 30 <= angle <= 150:
        raise impossible(
            f"A countersink of {number(angle)}° can't be cut; 90° is usual.",
            about("size", head, "angle", values=[degrees(angle)]),
        )
    deep = [m for m in head.measures if m.label.role in {"depth", "deep"} and m.quantity.form == "plain"]
    if wide is None and len(deep) == 1:
        deep[0].used = True
        wide = diameter + 2 * deep[0].quantity.value * math.tan(math.radians(angle / 2))
    if wide is None:
        if thread is None:
            raise missing(
                f"What is the diameter of the countersink on the {number(diameter)} mm hole?",
                about("size", head, "diameter", values=[diameter], others=[mention.kind]),
            )
        row = standards.countersink(thread)
        wide = row.diameter_mm
        draft.note(
            f"{thread} countersink: {number(wide)} mm diameter, {number(angle)}° ({row.standard},"
            " theoretical head)."
        )
    elif not angles:
        draft.note("The countersink is assumed to have 90°.")
    if wide <= diameter:
        raise impossible(
            f"The countersink of {number(wide)} mm is not wider than its hole of {number(diameter)} mm.",
            about("size", head, "diameter", values=[wide, diameter], others=[mention.kind]),
        )
    _use_face_attributes(head)
    return wide, angle


def _use_face_attributes(head: Mention) -> None:
    """Consume the places of a counterbore that say nothing new: "from the top", "on each"."""
    for attribute in head.take("place"):
        if (
            attribute.ref
            and {attribute.ref.noun, *attribute.ref.traits} & {"top", "top_face", "part", "it", "hole"}
            and "both" not in attribute.ref.traits
        ):
            attribute.used = True
