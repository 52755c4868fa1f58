"""Keyways in the round outside of a shaft: keyseats with round ends, and those over its full length."""

from __future__ import annotations

import math
from dataclasses import dataclass

from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.geometry.faces import Face, literal
from mayfly.design.geometry.footprints import Footprint
from mayfly.design.geometry.tolerance import LEAST_WALL_MM, SAME_MM
from mayfly.language.english import one
from mayfly.language.units import number
from mayfly.subject import Subject, SubjectKind, lengths


@dataclass(frozen=True, slots=True)
class KeySize:
    """Width and depth of a keyway, in mm."""

    width: float
    depth: float


@dataclass(frozen=True, slots=True)
class Seat:
    """A keyseat with round ends that is ready to be cut.

    Attributes:
        label: What to call it.
        face: The shaft's side.
        size: Its width and depth.
        length: Tip to tip, in mm.
        height: Of its middle, in mm.
    """

    label: str
    face: Face
    size: KeySize
    length: float
    height: float


def about(
    kind: SubjectKind,
    label: str,
    *sizes: str,
    values: tuple[float, ...] = (),
    others: tuple[str, ...] = (),
) -> Subject:
    """Return what a question about a keyway is about."""
    return Subject(
        kind=kind, feature="keyway", name=label, sizes=sizes, values=lengths(*values), others=others
    )


def is_whole_shaft(side: Face) -> bool:
    """Return whether a round side reaches from end to end of its body, so that a keyway can run over it."""
    return side.settle is None and side.clear_v is None


def cut_seat(draft: Draft, seat: Seat) -> None:
    """Cut a keyseat with round ends.

    Raises:
        DoesNotFit: It runs over an end of its shaft, or its sizes do not fit.
    """
    label, face, long, height = seat.label, seat.face, seat.length, seat.height
    width, depth = seat.size.width, seat.size.depth
    low, high = face.clear_v or face.v
    if height - long / 2 < low + LEAST_WALL_MM or height + long / 2 > high - LEAST_WALL_MM:
        raise DoesNotFit(
            f"{one(label)} {number(long)} mm long with its middle at {number(height)} mm runs over the end"
            f" of the round surface from {number(low)} to {number(high)} mm.",
            "Which place or length?",
            subject=about("place", label, "length", values=(long, height, low, high)),
            field="z",
        )
    _check_seat(label, face, seat.size, height)
    if width >= long - SAME_MM:
        raise DoesNotFit(
            f"{one(label)} {number(long)} mm long can't be {number(width)} mm wide.",
            "Which sizes are right?",
            fix="Its length is measured from tip to tip.",
            subject=about("size", label, "length", "width", values=(long, width)),
            field="width",
        )
    draft.note("The keyway is on the +X side; its ends are round.")
    level = face.level_name
    length_name = draft.parameter("keyway_length", long, "length of the keyway, tip to tip")
    wide = draft.parameter("keyway_width", width, "width of the keyway")
    deep = draft.parameter("keyway_depth", depth, "depth of the keyway, from the shaft's surface")
    position = draft.parameter("keyway_position", height, "from the base to the middle of the keyway")
    draft.steps.append(
        "\n".join(
            [
                f"# keyway of {number(long)} x {number(width)} x {number(depth)} mm in the shaft",
                "keyway = (",
                f'    cq.Workplane("YZ", origin=({level} - {deep}, 0, {position}))',
                f"    .slot2D({length_name}, {wide}, 90)",
                f"    .extrude({level})",
                ")",
                "result = result.cut(keyway)",
            ]
        )
    )
    profile = Footprint.slot(long, width, 90.0)
    volume = profile.taken(face, (0.0, height), depth)
    free = draft.claim(face, [(0.0, height)], profile.extent, (0.0, depth))
    draft.take_volume(volume if free else None)


def _check_seat(label: str, face: Face, size: KeySize, height: float) -> None:
    radius, width, depth = face.level, size.width, size.depth
    wall = face.behind(0.0, height)[0][1]
    edge = radius - math.sqrt(max(radius**2 - width**2 / 4, 0.0))
    if width >= 2 * radius - SAME_MM or depth >= min(wall, radius) - SAME_MM or depth <= edge + SAME_MM:
        raise DoesNotFit(
            f"{one(label)} of {number(width)} x {number(depth)} mm does not fit a shaft of"
            f" {number(2 * radius)} mm.",
            "Which sizes?",
            subject=about("size", label, "width", "depth", values=(width, depth, 2 * radius)),
            field="depth" if width < 2 * radius - SAME_MM else "width",
        )


def cut_open_seat(draft: Draft, label: str, face: Face, size: KeySize) -> None:
    """Cut a keyway over the full length of a shaft.

    Raises:
        DoesNotFit: Its sizes do not fit the shaft.
    """
    width, depth = size.width, size.depth
    _check_seat(label, face, size, face.centre[1])
    long = face.size[1]
    wide = draft.parameter("keyway_width", width, "width of the keyway")
    deep = draft.parameter("keyway_depth", depth, "depth of the keyway, from the shaft's surface")
    level = face.level_name
    draft.steps.append(
        "\n".join(
            [
                f"# keyway of {number(width)} x {number(depth)} mm over the full length",
                "keyway = (",
                f"    cq.Workplane(origin=({level} - {deep}, 0, 0))",
                f"    .rect({level}, {wide})",
                f"    .extrude({face.v_name or literal(long)})",
                f"    .translate(({level} / 2, 0, 0))",
                ")",
                "result = result.cut(keyway)",
            ]
        )
    )
    draft.note("The keyway is on the +X side.")
    radius = face.level
    draft.trim(face, by=radius - math.sqrt(radius**2 - width**2 / 4), other_side=False)
    half = width / 2
    segment = half * math.sqrt(radius**2 - half**2) + radius**2 * math.asin(half / radius)
    free = draft.claim(face, [(0.0, face.centre[1])], (width, long), (0.0, depth))
    draft.take_volume((segment - width * (radius - depth)) * long if free else None)
