"""The faces and edges of a model, as a child lists them; imports no CadQuery."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from mayfly.cad.protocol import MOST_LISTED

Number = Annotated[float, Field(allow_inf_nan=False)]
Place = tuple[Number, Number, Number]
Numbers = Annotated[tuple[Annotated[int, Field(ge=1)], ...], Field(max_length=MOST_LISTED)]
Kind = Annotated[str, Field(pattern=r"^[a-z]{1,20}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceElement:
    """A face; lengths in mm, angles in degrees.

    Attributes:
        kind: "plane", "cylinder", "cone", "sphere", "torus" or "surface".
        area: In mm².
        centre: Its centre of area.
        low: The corner of least coordinates of the box around it.
        high: The opposite corner.
        edges: Numbers of its edges.
        at: A point of a plane, of an axis, or the centre of a sphere.
        normal: Of a plane: the way that it looks, out of the material.
        axis: Of a cylinder, a cone or a torus: the direction of its axis.
        diameter: Of a cylinder or a sphere; of a torus's circle.
        tube: Diameter of a torus's tube.
        angle: Whole angle of a cone.
        inner: The material lies outside of it, as around a hole.
    """

    kind: Kind
    area: Number
    centre: Place
    low: Place
    high: Place
    edges: Numbers
    at: Place | None = None
    normal: Place | None = None
    axis: Place | None = None
    diameter: Number | None = None
    tube: Number | None = None
    angle: Number | None = None
    inner: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeElement:
    """An edge; lengths in mm.

    Attributes:
        number: What faces call it.
        kind: "line", "circle" or "curve".
        length: Its length.
        ends: Its two ends; the same twice for a closed edge.
        faces: Numbers of the faces that it borders, counted from 1 in their order.
        at: Centre of a round edge.
        axis: Of a round edge.
        diameter: Of a round edge.
    """

    number: Annotated[int, Field(ge=1)]
    kind: Kind
    length: Number
    ends: tuple[Place, Place]
    faces: Numbers
    at: Place | None = None
    axis: Place | None = None
    diameter: Number | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Elements:
    """All faces and edges of a model.

    Attributes:
        faces: The faces, numbered from 1 in this order.
        edges: The edges.
    """

    faces: Annotated[tuple[FaceElement, ...], Field(max_length=MOST_LISTED)]
    edges: Annotated[tuple[EdgeElement, ...], Field(max_length=MOST_LISTED)]


_ELEMENTS: TypeAdapter[Elements] = TypeAdapter(Elements)


class BadElements(Exception):
    """What a child sent is no list of faces and edges."""


def read_elements(content: bytes) -> Elements:
    """Read the list as a child sent it.

    Raises:
        BadElements: It is not one.
    """
    try:
        return _ELEMENTS.validate_python(json.loads(content, parse_constant=_refuse))
    except (ValueError, RecursionError, ValidationError) as error:
        raise BadElements(str(error)) from error


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no number")
