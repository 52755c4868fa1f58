"""Round holes: what they measure, where they go, and the step of the script that drills them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from mayfly.cad import standards
from mayfly.errors import InvalidParameter
from mayfly.planning.draft import Draft, cone_volume
from mayfly.planning.hosts import Face, literal
from mayfly.planning.language.reading import Frame, Label, Measure
from mayfly.planning.language.terms import Quantity
from mayfly.planning.language.units import number
from mayfly.planning.placing import Places, find_faces, place
from mayfly.planning.questions import conflict, impossible, length_of, missing, unsupported

_DEPTH_ROLES = frozenset({"deep", "depth"})
_NAMES = {
    "corners": "corner_hole",
    "circle": "bolt_hole",
    "centre": "centre_hole",
    "grid": "hole",
    "points": "hole",
}


@dataclass(slots=True)
class Drill:
    """Sizes of a hole, settled.

    Attributes:
        diameter: Of the drilled wall.
        depth: None for a through hole.
        counterbore: Diameter and depth of a counterbore.
        countersink: Diameter and angle (degrees) of a countersink.
    """

    diameter: float
    depth: float | None = None
    counterbore: tuple[float, float] | None = None
    countersink: tuple[float, float] | None = None

    @property
    def width(self) -> float:
        """The widest diameter."""
        return max(self.diameter, *(w[0] for w in (self.counterbore, self.countersink) if w), self.diameter)


def add_holes(draft: Draft, frame: Frame, heads: list[Frame]) -> None:
    """Drill what a frame asks for.

    Args:
        draft: The model so far.
        frame: A hole or bore.
        heads: Counterbores and countersinks spoken of behind it.

    Raises:
        NeedsClarification: A size or place is missing, contradictory or impossible.
    """
    drill = _settle(draft, frame, heads)
    through_all = _goes_through_everything(frame)
    faces = find_faces(draft, frame)
    if all(face.axis != "Z" for face in faces):
        frame.take_flag("horizontal", "cross")
    for face in faces:
        _ask_where_on_a_leg(draft, frame, face)
    marks = [(mark, mark.used) for mark in frame.marks]
    for face in faces:
        for mark, used in marks:
            mark.used = used
        width = drill.width
        places = place(draft, frame, face, (width, width), frame.count)
        _raise_to_boss(draft, frame, places)
        if through_all:
            places.through_all = True
        _drill(draft, frame, drill, places)


def _ask_where_on_a_leg(draft: Draft, frame: Frame, face: Face) -> None:
    """The middle of a bracket's leg can be counted with or without the other leg: ask."""
    placed = any(mark.kind in {"offset", "points", "grid", "circle"} for mark in frame.marks)
    if draft.part.base == "bracket" and not placed:
        raise missing(
            f"How far from the corner is the {frame.name} in the {face.name}, measured from the outside?"
        )


def _raise_to_boss(draft: Draft, frame: Frame, places: Places) -> None:
    """A hole in the middle of a boss starts on top of it."""
    face = places.face
    if face.axis != "Z" or face.sign < 0 or not draft.bosses:
        return
    hits = [boss for boss in draft.bosses if any(boss.meets(u, v) for u, v in places.points)]
    if not hits:
        return
    boss = hits[0]
    if len(hits) > 1 or not all(boss.meets(u, v) for u, v in places.points):
        raise unsupported(f"Some of the {frame.name} lie on a boss and some don't. Please say which.")
    places.face = replace(
        face,
        level=face.level + boss.height,
        level_name=f"{face.level_name} + {boss.height_name}",
        depth=face.depth + boss.height,
        depth_name=f"{face.depth_name} + {boss.height_name}",
    )


def _goes_through_everything(frame: Frame) -> bool:
    found = frame.take_flag("through", "everything")
    for mark in frame.take("place"):
        if mark.ref and mark.ref.noun == "everything":
            mark.used = found = True
    return found


def _settle(draft: Draft, frame: Frame, heads: list[Frame]) -> Drill:
    thread = _thread(frame)
    diameter = _diameter(frame)
    depth = _depth(frame)
    if frame.take_flag("blind", "flat_bottom") and depth is None:
        raise missing(f"How deep is the blind {frame.name}?")
    if depth is not None and frame.flags() & {"through"}:
        raise conflict(
            f"The {frame.name} is said to go through and to be {number(depth)} mm deep. Which holds?"
        )
    tapped, clear = frame.take_flag("tapped"), frame.take_flag("clearance")
    if tapped and clear:
        raise conflict(f"Is the {frame.name} tapped or a clearance hole?")
    head_frames = {head.kind: head for head in heads}
    for flag, said in (("counterbore", "counterbored"), ("countersink", "countersunk")):
        if frame.take_flag(flag, said) and flag not in head_frames:
            head_frames[flag] = Frame(flag)
    if frame.take_flag("cap_screw") and thread and not head_frames:
        draft.assumptions.append(f"No counterbore was asked for, so the {thread} holes have none.")
    flat = frame.take_flag("flat_head")
    if flat and not head_frames:
        head_frames["countersink"] = Frame("countersink")
    frame.take_flag("screw", "sharp", "round_shape")
    if len(head_frames) > 1:
        raise conflict("Is the hole counterbored or countersunk?")
    if thread and diameter is None:
        diameter = _standard_diameter(draft, thread, tapped=tapped)
    elif thread and diameter is not None:
        expected = standards.tap_drill(thread) if tapped else standards.clearance_hole(thread)
        draft.assumptions.append(
            f"The hole for {thread} is {number(diameter)} mm as given ({expected.standard}:"
            f" {number(expected.diameter_mm)} mm)."
        )
    elif tapped:
        raise missing("Which thread shall be tapped: M4, M5, M6?")
    elif clear and diameter is not None:
        raise missing(
            f"A clearance hole for which screw? {number(diameter)} mm could be the screw or the hole."
        )
    if diameter is None:
        raise missing(f"What is the diameter of the {frame.name}?")
    drill = Drill(diameter, depth)
    if "counterbore" in head_frames:
        drill.counterbore = _counterbore(draft, head_frames["counterbore"], frame, thread, diameter)
    if "countersink" in head_frames:
        drill.countersink = _countersink(draft, head_frames["countersink"], frame, thread, diameter)
    return drill


def _thread(frame: Frame) -> str | None:
    found: set[str] = set()
    for measure in frame.measures:
        if measure.quantity.form == "thread":
            measure.used = True
            try:
                found.add(standards.read_size(measure.quantity.text))
                standards.clearance_hole(measure.quantity.text)
            except InvalidParameter as error:
                raise unsupported(
                    f"{error} Which diameter shall the hole for {measure.quantity.text} have?"
                ) from error
    if len(found) > 1:
        raise conflict(f"Which thread is meant: {' or '.join(sorted(found))}?")
    return found.pop() if found else None


def _is_size(measure: Measure) -> bool:
    label = measure.label
    if measure.quantity.form == "thread" or measure.used:
        return False
    return label in {Label(), Label(("bore",), None)} or label.role in {"diameter", "in_diameter", "radius"}


def _diameter(frame: Frame) -> float | None:
    found: list[tuple[float, Quantity]] = []
    for measure in frame.measures:
        if not _is_size(measure) or measure.quantity.form == "angle":
            continue
        double = 2 if measure.quantity.form == "radius" or measure.label.role == "radius" else 1
        if found and measure.group and measure.label == Label():
            continue
        value = double * length_of(
            measure.quantity, f"{frame.name} diameter" if double == 1 else f"{frame.name} radius"
        )
        measure.used = True
        found.append((value, measure.quantity))
    if len({round(value, 6) for value, _ in found}) > 1:
        raise conflict(
            f"The {frame.name} has two sizes: {' and '.join(q.text for _, q in found)}. Which one holds?"
        )
    return found[0][0] if found else None


def _depth(frame: Frame) -> float | None:
    found: list[float] = []
    for measure in frame.measures:
        if measure.label.role in _DEPTH_ROLES or (
            measure.group and not measure.used and measure.label == Label()
        ):
            if measure.quantity.form == "thread":
                continue
            measure.used = True
            found.append(length_of(measure.quantity, f"{frame.name} depth"))
    if len(set(found)) > 1:
        raise conflict(
            f"The {frame.name} has two depths: {' and '.join(number(d) for d in found)} mm. Which one holds?"
        )
    return found[0] if found else None


def _standard_diameter(draft: Draft, thread: str, *, tapped: bool) -> float:
    if tapped:
        row = standards.tap_drill(thread)
        draft.assumptions.append(
            f"{thread} tapped hole: tap drill {number(row.diameter_mm)} mm ({row.standard}); no"
            " thread is modelled."
        )
        return row.diameter_mm
    clearance = standards.clearance_hole(thread)
    draft.assumptions.append(
        f"{thread} clearance hole: {number(clearance.diameter_mm)} mm ({clearance.standard},"
        f" {clearance.fit} fit)."
    )
    return clearance.diameter_mm


def _counterbore(
    draft: Draft, head: Frame, frame: Frame, thread: str | None, diameter: float
) -> tuple[float, float]:
    wide, deep = _diameter(head), _depth(head)
    if wide is None or deep is None:
        if thread is None:
            raise missing(
                f"What are the diameter and depth of the counterbore on the {number(diameter)} mm hole?"
            )
        row = standards.counterbore(thread)
        wide, deep = wide or row.diameter_mm, deep or row.depth_mm
        draft.assumptions.append(
            f"{thread} counterbore: {number(wide)} mm diameter, {number(deep)} mm deep"
            f" ({row.standard}, screw of ISO 4762)."
        )
    if wide <= diameter:
        raise impossible(
            f"The counterbore of {number(wide)} mm is not wider than its hole of {number(diameter)} mm."
        )
    _use_face_marks(head)
    return wide, deep


def _countersink(
    draft: Draft, head: Frame, frame: Frame, thread: str | None, diameter: float
) -> tuple[float, float]:
    wide = _diameter(head)
    angles = [m for m in (*head.measures, *frame.measures) if m.quantity.form == "angle"]
    for measure in angles:
        measure.used = True
    angle = angles[0].quantity.value if angles else 90.0
    if not 30 <= angle <= 150:
        raise impossible(f"A countersink of {number(angle)}° can't be cut; 90° is usual.")
    if wide is None:
        if thread is None:
            raise missing(f"What is the diameter of the countersink on the {number(diameter)} mm hole?")
        row = standards.countersink(thread)
        wide = row.diameter_mm
        draft.assumptions.append(
            f"{thread} countersink: {number(wide)} mm diameter, {number(angle)}° ({row.standard},"
            " theoretical head)."
        )
    elif not angles:
        draft.assumptions.append("The countersink is assumed to have 90°.")
    if wide <= diameter:
        raise impossible(
            f"The countersink of {number(wide)} mm is not wider than its hole of {number(diameter)} mm."
        )
    _use_face_marks(head)
    return wide, angle


def _use_face_marks(head: Frame) -> None:
    """A counterbore "from the top" or "on each" says what is the case anyway."""
    for mark in head.take("place"):
        if (
            mark.ref
            and {mark.ref.noun, *mark.ref.traits} & {"top", "top_face", "part", "it", "hole"}
            and "both" not in mark.ref.traits
        ):
            mark.used = True


def _drill(draft: Draft, frame: Frame, drill: Drill, places: Places) -> None:
    face = places.face
    depth = _checked_depth(draft, frame, drill, face)
    prefix = "bore" if frame.kind == "bore" else _NAMES[places.pattern]
    many = len(places.points) > 1
    size = draft.parameter(f"{prefix}_diameter", drill.diameter, f"diameter of the {frame.name or 'hole'}")
    arguments = [size]
    call = "hole"
    if drill.counterbore:
        wide = draft.parameter(
            f"{prefix}_counterbore_diameter", drill.counterbore[0], "diameter of the counterbore"
        )
        deep = draft.parameter(
            f"{prefix}_counterbore_depth", drill.counterbore[1], "depth of the counterbore"
        )
        arguments += [wide, deep]
        call = "cboreHole"
    elif drill.countersink:
        wide = draft.parameter(
            f"{prefix}_countersink_diameter", drill.countersink[0], "diameter of the countersink"
        )
        angle = draft.parameter(
            f"{prefix}_countersink_angle", drill.countersink[1], "angle of the countersink"
        )
        arguments += [wide, angle]
        call = "cskHole"
    if drill.depth is not None:
        arguments.append(
            draft.parameter(f"{prefix}_depth", drill.depth, f"depth of the {frame.name or 'hole'}")
        )
    elif not _is_whole_depth(draft, face):
        arguments.append(face.depth_name or literal(face.depth))
    layout = layout_steps(draft, places, prefix)
    lines = [
        "result = (",
        f"    result.copyWorkplane({face.workplane()})",
        *(f"    {step}" for step in layout),
        f"    .{call}({', '.join(arguments)})",
        ")",
    ]
    comment = f"# {len(places.points)} holes" if many else "# hole"
    draft.steps.append("\n".join([f"{comment} of {number(drill.diameter)} mm, {face.name}", *lines]))
    _require(draft, drill, places, depth)


def _is_whole_depth(draft: Draft, face: Face) -> bool:
    """Whether a drill that never stops meets nothing else behind the face."""
    return abs(face.depth - draft.box["XYZ".index(face.axis)]) < 1e-6 and draft.part.base in {
        "prismatic",
        "round",
    }


def _checked_depth(draft: Draft, frame: Frame, drill: Drill, face: Face) -> float:
    if drill.depth is not None and drill.depth >= face.depth - 1e-6:
        raise impossible(
            f"A blind {frame.name} {number(drill.depth)} mm deep goes through the"
            f" {number(face.depth)} mm of material. Which depth, or is it a through hole?"
        )
    depth = drill.depth if drill.depth is not None else face.depth
    head = drill.counterbore[1] if drill.counterbore else 0.0
    if drill.countersink:
        head = (drill.countersink[0] - drill.diameter) / 2 / math.tan(math.radians(drill.countersink[1] / 2))
    if head >= depth - 1e-6:
        what = "counterbore" if drill.counterbore else "countersink"
        raise impossible(
            f"The {what} is {number(round(head, 3))} mm deep, but there are only {number(depth)}"
            " mm of material."
        )
    return depth


def layout_steps(draft: Draft, places: Places, prefix: str) -> list[str]:
    """Write the pattern as a person would lay it out, with named parameters."""
    face = places.face
    u, v = face.centre
    local = face.local((u, v))
    centre = (
        [] if max(abs(c) for c in local) < 1e-9 else [f".center({literal(local[0])}, {literal(local[1])})"]
    )
    if places.pattern == "corners":
        inset_u, inset_v = places.numbers
        first = draft.parameter(f"{prefix}_inset", inset_u, "edge to hole centre")
        second = (
            first
            if abs(inset_u - inset_v) < 1e-9
            else draft.parameter(f"{prefix}_inset_y", inset_v, "edge to hole centre, along the other side")
        )
        sides = (
            f"{face.u_name or literal(face.size[0])} - 2 * {first},"
            f" {face.v_name or literal(face.size[1])} - 2 * {second}"
        )
        return [*centre, f".rect({sides}, forConstruction=True)", ".vertices()"]
    if places.pattern == "circle":
        diameter, count = places.numbers
        circle = draft.parameter("bolt_circle", diameter, "diameter of the circle that the holes lie on")
        number_of = draft.parameter(f"{prefix}s", count, "number of holes on the circle", count=True)
        return [*centre, f".polarArray({circle} / 2, 0, 360, {number_of})"]
    if places.pattern == "grid" and not face.mirrored:
        along_u, along_v, columns, rows = places.numbers
        names = []
        if columns > 1:
            names.append(draft.parameter(f"{prefix}_spacing", along_u, "distance between centres"))
        if rows > 1:
            same = names and abs(along_u - along_v) < 1e-9
            names.append(
                names[0]
                if same
                else draft.parameter(
                    f"{prefix}_spacing_y" if names else f"{prefix}_spacing",
                    along_v,
                    "distance between centres",
                )
            )
        first, second = (
            (names[0], names[-1])
            if columns > 1 and rows > 1
            else (names[0], "1")
            if columns > 1
            else ("1", names[0] if names else "1")
        )
        return [*centre, f".rarray({first}, {second}, {int(columns)}, {int(rows)})"]
    if places.pattern == "centre":
        return centre
    points = ", ".join(f"({literal(a)}, {literal(b)})" for a, b in (face.local(p) for p in places.points))
    return [f".pushPoints([{points}])"]


def _require(draft: Draft, drill: Drill, places: Places, depth: float) -> None:
    face = places.face
    blind = drill.depth is not None
    draft.require_holes(drill.diameter, face.axis, "blind" if blind else "through", places.points)
    area = math.pi / 4 * drill.diameter**2
    removed = area * depth
    if drill.counterbore:
        wide, deep = drill.counterbore
        draft.require_holes(wide, face.axis, "through", places.points)
        removed += (math.pi / 4 * wide**2 - area) * deep
    if drill.countersink:
        wide, angle = drill.countersink
        deep = (wide - drill.diameter) / 2 / math.tan(math.radians(angle / 2))
        removed += cone_volume(wide, drill.diameter, deep) - area * deep
    flat = face.outline in {"rectangle", "disc", "triangle"} and face.name != "side"
    draft.take_volume(
        len(places.points) * removed if flat and draft.claim(face, places.points, drill.width) else None
    )
