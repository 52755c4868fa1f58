"""The operation that measures a model, and finds its faces and edges."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Final, Literal, TypeVar

from pydantic import Field, model_validator

from mayfly.async_twins import Step, Steps
from mayfly.cad.elements import BadElements, EdgeElement, Elements, FaceElement, read_elements
from mayfly.errors import InvalidParameter, KernelCrash
from mayfly.generator import converted
from mayfly.number_text import decimal_text
from mayfly.operations.arguments import ToolInput
from mayfly.operations.definition import Answer, Call, Operation
from mayfly.operations.results import HoleResult, Result
from mayfly.operations.showing import model_meant
from mayfly.storage_text import quoted

LISTED: Final = 40
"""How many faces or edges are listed where no number is given."""
_LIMIT_BYTES: Final = 16 * 1024 * 1024
_SAME_MM: Final = 1e-3
_PARALLEL: Final = 1 - 1e-6

Direction = Literal["+X", "-X", "+Y", "-Y", "+Z", "-Z"]
Row = TypeVar("Row")


class MeasureInput(ToolInput):
    """Arguments of ``measure_temp_model``."""

    name: str | None = Field(
        default=None,
        description="File name of the model, as list_temp_models gives it; null for the one made last.",
    )
    what: Literal["model", "faces", "edges"] | None = Field(
        default=None,
        description=(
            "'model' (also null) for box, volume, area and holes; 'faces' or 'edges' for a list of them."
        ),
    )
    kind: str | None = Field(
        default=None,
        description=(
            "Only faces of this kind (plane, cylinder, cone, sphere, torus, surface) or edges of this kind "
            "(line, circle, curve)."
        ),
    )
    direction: Direction | None = Field(
        default=None,
        description=(
            "Only flat faces that look this way, round faces with their axis along it, or straight edges "
            "along it. '+Z' is up."
        ),
    )
    diameter: float | None = Field(
        default=None, gt=0, description="Only round faces or edges of this diameter, in mm."
    )
    face: int | None = Field(
        default=None, ge=1, description="Only this face, or the edges around it; numbers as listed."
    )
    limit: int | None = Field(
        default=None, ge=1, le=500, description=f"How many to list, 1 to 500; null lists {LISTED}."
    )

    @model_validator(mode="after")
    def _filters_belong_to_lists(self) -> MeasureInput:
        """Refuse filters where nothing is listed: nothing is silently dropped."""
        filters = (self.kind, self.direction, self.diameter, self.face, self.limit)
        if self.what in (None, "model") and any(given is not None for given in filters):
            names = "'kind', 'direction', 'diameter', 'face' and 'limit'"
            raise ValueError(f"{names} belong to 'faces' or 'edges'")
        return self


class FaceResult(Result):
    """A face."""

    number: int
    kind: str
    area_mm2: float
    centre_mm: list[float]
    low_mm: list[float] = Field(description="The box around it: the corner of least coordinates.")
    high_mm: list[float]
    normal: list[float] | None = Field(default=None, description="Of a flat face: the way it looks.")
    axis: list[float] | None = Field(default=None, description="Of a cylinder, a cone or a torus.")
    diameter_mm: float | None = None
    inner: bool | None = Field(default=None, description="Of a round face: it is the wall of a hole.")
    edges: list[int] = Field(description="Numbers of its edges.")


class EdgeResult(Result):
    """An edge."""

    number: int
    kind: str
    length_mm: float
    start_mm: list[float]
    end_mm: list[float]
    centre_mm: list[float] | None = None
    diameter_mm: float | None = None
    faces: list[int] = Field(description="Numbers of the faces that it borders.")


class MeasuredResult(Result):
    """What was measured on a model."""

    name: str
    bounding_box_mm: list[float] = Field(description="Sides along X, Y, Z.")
    lowest_mm: list[float] = Field(description="The box's corner of least X, Y, Z.")
    volume_mm3: float | None = Field(default=None, description="null for a file that Mayfly did not make.")
    area_mm2: float
    centre_mm: list[float] | None = Field(default=None, description="Centre of mass.")
    holes: list[HoleResult] = Field(default_factory=list)
    face_count: int
    edge_count: int
    found: int | None = Field(default=None, description="How many faces or edges fit what was asked for.")
    faces: list[FaceResult] = Field(default_factory=list)
    edges: list[EdgeResult] = Field(default_factory=list)


def _measure(call: Call, given: MeasureInput) -> Steps[Answer]:
    meant = model_meant(call, given.name)
    generator = yield from Step(call.workplace.bound_generator)
    service = generator.cleanup_service
    content = yield from converted(
        service,
        lambda: generator.workshop,
        meant,
        "elements",
        limit_bytes=_LIMIT_BYTES,
        cancel=call.cancel,
        client=call.client,
    )
    card = yield from Step(partial(service.get_report, meant))
    try:
        elements = read_elements(content)
    except BadElements:
        raise KernelCrash(f"{meant} could not be measured: bad answer.") from None
    result = _summary(meant, elements, (card or {}).get("report"))
    lines = [_summary_line(result)]
    if given.what == "faces":
        _check_face(given.face, elements)
        faces = [
            face
            for number, face in enumerate(elements.faces, 1)
            if given.face in (None, number) and _face_fits(face, given)
        ]
        numbers = {id(face): number for number, face in enumerate(elements.faces, 1)}
        rows = _listed(faces, given.limit, lambda face: _face_result(numbers[id(face)], face))
        result = result.model_copy(update={"found": len(faces), "faces": rows})
        lines += [_count("face", len(faces), len(rows)), *map(_face_line, rows)]
    elif given.what == "edges":
        _check_face(given.face, elements)
        edges = [edge for edge in elements.edges if _edge_fits(edge, given)]
        shown = _listed(edges, given.limit, _edge_result)
        result = result.model_copy(update={"found": len(edges), "edges": shown})
        lines += [_count("edge", len(edges), len(shown)), *map(_edge_line, shown)]
    return Answer(text="\n".join(lines), data={"measured": result.model_dump()}, result=result)


def _summary(name: str, elements: Elements, report: dict[str, Any] | None) -> MeasuredResult:
    """Return the measures of the whole model; volume and holes are those of its record."""
    low = [min(face.low[i] for face in elements.faces) for i in range(3)]
    high = [max(face.high[i] for face in elements.faces) for i in range(3)]
    known = report or {}
    return MeasuredResult(
        name=name,
        bounding_box_mm=known.get("bounding_box_mm") or [b - a for a, b in zip(low, high, strict=True)],
        lowest_mm=known.get("lowest_mm") or low,
        volume_mm3=known.get("volume_mm3"),
        area_mm2=known.get("area_mm2") or math.fsum(face.area for face in elements.faces),
        centre_mm=known.get("centre_mm"),
        holes=[HoleResult.model_validate(hole) for hole in known.get("holes", ())],
        face_count=len(elements.faces),
        edge_count=len(elements.edges),
    )


def _check_face(number: int | None, elements: Elements) -> None:
    """Raise where there is no such face.

    Raises:
        InvalidParameter: There is not.
    """
    if number is not None and number > len(elements.faces):
        raise InvalidParameter(f"There is no face {number}; the model has {len(elements.faces)}.")


def _face_fits(face: FaceElement, given: MeasureInput) -> bool:
    return (
        given.kind in (None, face.kind)
        and _has_diameter(face.diameter, given.diameter)
        and (given.direction is None or _looks(face, given.direction))
    )


def _looks(face: FaceElement, direction: Direction) -> bool:
    """Return whether a flat face looks in a direction, or a round face has its axis along it."""
    along = _along(face.normal or face.axis, direction)
    return along > _PARALLEL if face.normal is not None else abs(along) > _PARALLEL


def _edge_fits(edge: EdgeElement, given: MeasureInput) -> bool:
    if given.kind not in (None, edge.kind) or not _has_diameter(edge.diameter, given.diameter):
        return False
    if given.face is not None and given.face not in edge.faces:
        return False
    if given.direction is None:
        return True
    way = [b - a for a, b in zip(*edge.ends, strict=True)]
    length = math.hypot(*way)
    return edge.kind == "line" and length > 0 and abs(_along(way, given.direction)) > _PARALLEL * length


def _along(way: Sequence[float] | None, direction: Direction) -> float:
    """Return how far a vector goes in a direction; 0 where there is no vector."""
    part = way["XYZ".index(direction[1])] if way is not None else 0.0
    return part if direction[0] == "+" else -part


def _has_diameter(measured: float | None, wanted: float | None) -> bool:
    return wanted is None or (measured is not None and abs(measured - wanted) <= _SAME_MM)


def _listed(found: Sequence[Row], limit: int | None, shown: Callable[[Row], Any]) -> list[Any]:
    return [shown(row) for row in found[: limit or LISTED]]


def _face_result(number: int, face: FaceElement) -> FaceResult:
    return FaceResult(
        number=number,
        kind=face.kind,
        area_mm2=face.area,
        centre_mm=list(face.centre),
        low_mm=list(face.low),
        high_mm=list(face.high),
        normal=None if face.normal is None else list(face.normal),
        axis=None if face.axis is None else list(face.axis),
        diameter_mm=face.diameter,
        inner=face.inner,
        edges=list(face.edges),
    )


def _edge_result(edge: EdgeElement) -> EdgeResult:
    return EdgeResult(
        number=edge.number,
        kind=edge.kind,
        length_mm=edge.length,
        start_mm=list(edge.ends[0]),
        end_mm=list(edge.ends[1]),
        centre_mm=None if edge.at is None else list(edge.at),
        diameter_mm=edge.diameter,
        faces=list(edge.faces),
    )


def _summary_line(result: MeasuredResult) -> str:
    box = " × ".join(f"{side:g}" for side in (round(side, 3) for side in result.bounding_box_mm))
    volume = "" if result.volume_mm3 is None else f", {decimal_text(result.volume_mm3, 2, grouped=True)} mm³"
    area = decimal_text(result.area_mm2, 2, grouped=True)
    counts = f"{result.face_count} faces, {result.edge_count} edges"
    return f"{quoted(result.name)}: {box} mm from {_point(result.lowest_mm)}{volume}, {area} mm², {counts}."


def _count(what: str, found: int, shown: int) -> str:
    counted = f"1 {what} fits" if found == 1 else f"{found} {what}s fit"
    return f"{counted}:" if found == shown else f"{counted}; the first {shown}:"


def _face_line(face: FaceResult) -> str:
    way = f" looking {_point(face.normal)}" if face.normal else ""
    axis = f", axis {_point(face.axis)}" if face.axis else ""
    round_ = f" Ø{face.diameter_mm:g}" if face.diameter_mm is not None else ""
    place = f"{decimal_text(face.area_mm2, 2, grouped=True)} mm², centre {_point(face.centre_mm)}"
    return f"  face {face.number}: {face.kind}{round_}{way}{axis}, {place}"


def _edge_line(edge: EdgeResult) -> str:
    if edge.diameter_mm is not None and edge.centre_mm is not None:
        where = f"Ø{edge.diameter_mm:g}, centre {_point(edge.centre_mm)}"
    else:
        where = f"from {_point(edge.start_mm)} to {_point(edge.end_mm)}"
    faces = " and ".join(map(str, edge.faces))
    return f"  edge {edge.number}: {edge.kind} {where}, {edge.length_mm:g} mm long, at faces {faces}"


def _point(place: Iterable[float]) -> str:
    return f"({', '.join(f'{round(part, 3) + 0.0:g}' for part in place)})"


MEASURE = Operation(
    name="measure_temp_model",
    title="Measure a model",
    description=(
        "Measure a model that was made: its box, volume, area and holes; or find faces and edges by kind, "
        "direction and diameter, with their places and sizes in mm."
    ),
    arguments=MeasureInput,
    output=MeasuredResult,
    run=_measure,
    reads_only=True,
    builds=True,
)
