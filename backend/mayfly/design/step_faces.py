"""The faces of a body that a STEP file brings along: their names, and how one is picked by what it is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Annotated, Final, Literal

from pydantic import Field

from mayfly.cad.step_survey import FlatFace, StepSurvey
from mayfly.design.geometry.faces import Face, Faces
from mayfly.design.geometry.material import FlatSurface, Material
from mayfly.design.geometry.occupied import OccupiedVolume
from mayfly.design.outlines import Outline
from mayfly.design.segments import Arc, Line, Segment
from mayfly.design.values import Name, Pair, Point3, Value
from mayfly.errors import InvalidParameter
from mayfly.language.units import number

Direction = Literal["+x", "-x", "+y", "-y", "+z", "-z"]

#: What a face is called by the way it looks.
_NAMES: Final = {"+x": "right", "-x": "left", "+y": "back", "-y": "front", "+z": "top", "-z": "bottom"}
#: How far a side may be from what is asked for, in mm, and an area, as a part of itself.
_SIDE_MM: Final = 0.05
_AREA_SHARE: Final = 1e-3
#: Two levels or areas that differ by less are alike, so that the order of faces does not hang on rounding.
_ALIKE_MM: Final = 1e-6
_SHORTEST_MM: Final = 1e-9
#: What is least for the face that a word picks.
_RANKS: Final[dict[str, Callable[[FlatFace], float]]] = {
    "largest": lambda face: -face.area,
    "smallest": lambda face: face.area,
    "outermost": lambda face: -face.sign * face.level,
    "innermost": lambda face: face.sign * face.level,
}


class PickedFace(Value):
    """A name for one flat face of a STEP file, picked by what is known of it."""

    name: Annotated[Name, Field(description="what features call it")]
    direction: Annotated[Direction | None, Field(description="the way it looks")] = None
    size: Annotated[Pair | None, Field(description="its two sides, in any order")] = None
    area: Annotated[float | None, Field(gt=0, description="mm²")] = None
    near: Annotated[Point3 | None, Field(description="the nearest to this point of those that fit")] = None
    rank: Annotated[
        Literal["", "largest", "smallest", "outermost", "innermost"],
        Field(description="which of those that fit"),
    ] = ""

    def of(self, faces: Sequence[FlatFace]) -> int:
        """Return the number of the face that is meant.

        Raises:
            InvalidParameter: None fits, or several do.
        """
        fitting = [index for index, face in enumerate(faces) if self._fits(face)]
        if not fitting:
            raise InvalidParameter(f"The file has no flat face that fits {self.name!r}. {_there(faces)}")
        if self.near is not None:
            near = self.near
            return min(fitting, key=lambda index: _distance(faces[index], near))
        if self.rank:
            rank = _RANKS[self.rank]
            return min(fitting, key=lambda index: rank(faces[index]))
        if len(fitting) > 1:
            raise InvalidParameter(
                f"{len(fitting)} flat faces fit {self.name!r}; add `near` or `rank`. "
                + _there([faces[index] for index in fitting])
            )
        return fitting[0]

    def _fits(self, face: FlatFace) -> bool:
        if self.direction is not None and self.direction != direction_of(face):
            return False
        if self.area is not None and abs(face.area / self.area - 1) > _AREA_SHARE:
            return False
        if self.size is None:
            return True
        sides = sorted(_sides(face))
        return all(abs(a - b) <= _SIDE_MM for a, b in zip(sides, sorted(self.size), strict=True))


def direction_of(face: FlatFace) -> Direction:
    """Return the way that a face looks."""
    found: dict[tuple[str, int], Direction] = {
        ("X", 1): "+x", ("X", -1): "-x", ("Y", 1): "+y", ("Y", -1): "-y", ("Z", 1): "+z", ("Z", -1): "-z",
    }  # fmt: skip
    return found[face.axis, face.sign]


def _sides(face: FlatFace) -> tuple[float, float]:
    sides = [b - a for a, b in zip(*face.box, strict=True)]
    del sides["XYZ".index(face.axis)]
    return sides[0], sides[1]


def _distance(face: FlatFace, point: Sequence[float]) -> tuple[float, float]:
    """Return how far a point lies from a face's box, and from its middle."""
    off = [max(a - p, p - b, 0.0) for p, a, b in zip(point, *face.box, strict=True)]
    return round(math.hypot(*off), 6), math.dist(face.middle, point)


def _there(faces: Sequence[FlatFace]) -> str:
    listed = "; ".join(
        f"{direction_of(face)}: {number(round(u, 3))} x {number(round(v, 3))} mm,"
        f" {number(round(face.area, 2))} mm², at ({', '.join(number(round(c, 2)) for c in face.middle)})"
        for face in sorted(faces, key=lambda face: -face.area)[:8]
        for u, v in [_sides(face)]
    )
    more = f"; and {len(faces) - 8} more" if len(faces) > 8 else ""
    return f"There are: {listed}{more}." if listed else "It has none that looks along an axis."


def material_of(survey: StepSurvey) -> Material:
    """Return the material between the faces of a file."""
    flat = tuple(
        FlatSurface("XYZ".index(face.axis), face.sign, face.level, outline_of(face), face.box)
        for face in survey.flat
    )
    others = [
        OccupiedVolume(*face.box, face.axis or "", face.centre, face.radius, hollow=face.radius)
        for face in survey.others
    ]
    # chords stand for a border that is no line and no arc: what is worked out beside it is not exact
    others += [OccupiedVolume(*face.box) for face in survey.flat if not face.exact]
    return Material((survey.low, survey.high), flat, tuple(others), survey.crowded)


def outline_of(face: FlatFace) -> Outline:
    """Return a face's borders, each counter-clockwise."""
    outer, *openings = (_counter_clockwise(_segments(loop)) for loop in face.loops)
    return Outline(outer, tuple(openings))


def _segments(loop: Sequence[tuple[float, ...]]) -> list[Segment]:
    found: list[Segment] = []
    for row in loop:
        if len(row) == 4:
            line = Line((row[0], row[1]), (row[2], row[3]))
            if line.length > _SHORTEST_MM:
                found.append(line)
        else:
            x, y, radius, begin, sweep = row
            found.append(Arc((x, y), (radius, radius), begin, sweep))
    if not found:
        raise InvalidParameter("A flat face of the file has a border without length.")
    return found


def _counter_clockwise(segments: list[Segment]) -> tuple[Segment, ...]:
    if sum(segment.moments()[0] for segment in segments) >= 0:
        return tuple(segments)
    turned: list[Segment] = []
    for segment in reversed(segments):
        if isinstance(segment, Line):
            turned.append(Line(segment.end, segment.start))
        else:
            turned.append(Arc(segment.centre, segment.radii, segment.begin + segment.sweep, -segment.sweep))
    return tuple(turned)


def faces_of_file(survey: StepSurvey, material: Material, picked: Sequence[PickedFace]) -> Faces:
    """Return the flat faces by name: those that were picked, "top", "top 2" from the outermost, "largest".

    Raises:
        InvalidParameter: None fits what was picked, or several do.
    """
    found: Faces = {}
    names: dict[int, str] = {}
    times: Counter[str] = Counter()
    order = sorted(
        range(len(survey.flat)),
        key=lambda index: (
            round(-survey.flat[index].sign * survey.flat[index].level / _ALIKE_MM),
            -round(survey.flat[index].area, 4),
            tuple(round(c, 4) for c in survey.flat[index].middle),
        ),
    )
    for index in order:
        way = direction_of(survey.flat[index])
        times[way] += 1
        names[index] = _NAMES[way] if times[way] == 1 else f"{_NAMES[way]} {times[way]}"
        found[names[index]] = _face(survey.flat[index], material, material.flat[index], names[index])
        if times[way] == 1:
            found[way] = found[names[index]]
    if survey.flat:
        largest = max(order, key=lambda index: round(survey.flat[index].area, 4))
        found["largest"] = found[names[largest]]
    for pick in picked:
        found[pick.name.strip().lower()] = found[names[pick.of(survey.flat)]]
    return found


def _face(face: FlatFace, material: Material, surface: FlatSurface, name: str) -> Face:
    layers = material.behind(surface)
    (u0, v0), (u1, v1) = surface.outline.box
    middle = ((u0 + u1) / 2, (v0 + v1) / 2)
    behind = layers(*middle)
    return Face(
        f"{name} face", face.axis, face.sign, face.level, (u0, u1), (v0, v1), behind[0][1] if behind else 0.0,
        "loop", level_name=f"{face.level:.15g}", depth_name="", layers=layers, loop=surface.outline,
        at=middle,
    )  # fmt: skip
