"""What is measured once on a STEP file that somebody hands in: its box, volume, solids, holes and faces.

A child measures it and sends plain data; ``read_survey`` checks them before anything uses them, since a file
that was made to deceive may have got hold of the child.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from pydantic import Field, TypeAdapter, ValidationError

from mayfly.cad.protocol import MOST_SURVEYED_FACES
from mayfly.contracts import Axis, MeasuredHole

MOST_SEGMENTS: Final = 60_000
SURVEY_LIMIT_BYTES: Final = 16 * 1024 * 1024
#: How far a coordinate may lie from the origin, in mm.
_FURTHEST_MM: Final = 1e6
#: The first line of every STEP file.
_SIGNATURE: Final = b"ISO-10303-21"

Number = Annotated[float, Field(ge=-_FURTHEST_MM, le=_FURTHEST_MM, allow_inf_nan=False)]
Place = tuple[Number, Number, Number]
Box = tuple[Place, Place]
SegmentRow = Annotated[tuple[Number, ...], Field(min_length=4, max_length=5)]
"""A piece of a border in the plane of its face: x and y of both ends, or of an arc centre, radius, begin and
sweep (radians)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatFace:
    """A flat face that looks along an axis of the file.

    Attributes:
        axis: The axis that its normal is along.
        sign: +1 where the normal points along that axis, -1 where against it.
        level: Its coordinate on the axis, in mm.
        area: In mm².
        middle: Its centre of area.
        box: The box around it.
        loops: Its borders, in the two other coordinates: the outer one first, then those of openings.
        exact: Its borders are made of straight lines and arcs alone; else chords stand for the rest.
    """

    axis: Axis
    sign: Literal[-1, 1]
    level: Number
    area: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    middle: Place
    box: Box
    loops: Annotated[tuple[Annotated[tuple[SegmentRow, ...], Field(min_length=1)], ...], Field(min_length=1)]
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherFace:
    """A face that is curved, or flat and oblique.

    Attributes:
        kind: "plane", "cylinder", "cone" and so on.
        box: The box around it.
        axis: Of a cylinder along an axis of the file.
        centre: Where that cylinder's axis lies, in the two other coordinates.
        radius: Of that cylinder, in mm.
    """

    kind: Annotated[str, Field(pattern=r"^[a-z]{1,20}$")]
    box: Box
    axis: Axis | None = None
    centre: tuple[Number, Number] = (0.0, 0.0)
    radius: Annotated[float, Field(ge=0, le=_FURTHEST_MM, allow_inf_nan=False)] = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyedSolid:
    """One solid of a STEP file.

    Attributes:
        low: The corner of least coordinates of its box.
        high: The opposite corner.
        volume_mm3: Volume.
    """

    low: Place
    high: Place
    volume_mm3: Annotated[float, Field(allow_inf_nan=False)]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSurvey:
    """What was measured on a STEP file, in mm.

    Attributes:
        solids: How many solids it holds.
        low: The corner of least coordinates of its box.
        high: The opposite corner.
        volume_mm3: Volume of all its solids.
        holes: Its round holes.
        flat: Its flat faces that look along an axis.
        others: All its other faces.
        has_loose: It holds faces or edges besides solids, which are left out.
        crowded: Boxes of some of its solids overlap, so they may share room.
        each: Each solid by itself.
    """

    solids: Annotated[int, Field(ge=1, le=MOST_SURVEYED_FACES)]
    low: Place
    high: Place
    volume_mm3: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    holes: Annotated[tuple[MeasuredHole, ...], Field(max_length=MOST_SURVEYED_FACES)]
    flat: Annotated[tuple[FlatFace, ...], Field(max_length=MOST_SURVEYED_FACES)]
    others: Annotated[tuple[OtherFace, ...], Field(max_length=MOST_SURVEYED_FACES)]
    has_loose: bool = False
    crowded: bool = False
    each: Annotated[tuple[SurveyedSolid, ...], Field(max_length=MOST_SURVEYED_FACES)] = ()


_SURVEY: Final = TypeAdapter(StepSurvey)


class BadSurvey(Exception):
    """What a child sent is no survey of a STEP file."""


def is_step(content: bytes) -> bool:
    """Return whether a file begins as a STEP file does; blank lines and comments may stand before that."""
    return _SIGNATURE in content[:4096]


def read_survey(content: bytes) -> StepSurvey:
    """Read a survey as a child sent it.

    Raises:
        BadSurvey: It is not one, or its numbers can't be those of a solid.
    """
    try:
        found = _SURVEY.validate_python(json.loads(content, parse_constant=_refuse))
    except (ValueError, RecursionError, ValidationError) as error:
        raise BadSurvey(str(error)) from error
    sides = [b - a for a, b in zip(found.low, found.high, strict=True)]
    if min(sides) <= 0 or found.volume_mm3 > math.prod(sides) * (1 + 1e-6):
        raise BadSurvey("its volume does not fit into its box")
    if sum(1 for _ in _segments(found)) > MOST_SEGMENTS:
        raise BadSurvey("its faces have too many edges")
    return found


def _segments(survey: StepSurvey) -> Iterator[tuple[float, ...]]:
    for face in survey.flat:
        for loop in face.loops:
            yield from loop


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no number")
