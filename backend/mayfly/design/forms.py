"""What a body is before any feature: its script, its measures, its faces and edges.

A form comes from a part of the catalogue, from a profile that is drawn out, turned or swept, or from a STEP
file. Everything that features need to know of it is here, so that they do not ask where it came from.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, Literal

from mayfly.cad.parts import Conventions, Part, Surfaces
from mayfly.contracts import Axis, ParameterValue, Requirements, Statement
from mayfly.design.geometry.columns import Column
from mayfly.design.geometry.faces import Faces, Point, Range, Vector
from mayfly.design.geometry.material import Material
from mayfly.design.geometry.occupied import Shell
from mayfly.design.geometry.spaces import Space
from mayfly.design.outlines import Box2, Outline

Kind = Literal["prismatic", "round", "open", "profile", "bracket", "none"]
#: Axis, ends along it, the same as text, corners (place, and how the script writes it, and "bend").
Prism = tuple[Axis, Range, tuple[str, str], Sequence[tuple[Point, tuple[str, str], bool]]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A cylinder of a round body: from which height to which, its diameter, and that of the hole inside."""

    low: float
    high: float
    wide: float
    inner: Callable[[float], float]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A profile that is drawn out straight.

    Attributes:
        outline: The profile.
        axis: The direction that it is drawn out along.
        ends: From where to where.
    """

    outline: Outline
    axis: Axis
    ends: Range

    def place(self, at: Point, level: float) -> Vector:
        """Return a point of the profile's plane at a level along the axis as one of the model."""
        u, v = at
        return {"X": (level, u, v), "Y": (u, level, v), "Z": (u, v, level)}[self.axis]

    def box(self, across: Box2, along: Sequence[float]) -> tuple[Vector, Vector]:
        """Return the box over a rectangle of the profile's plane between two levels along the axis."""
        return self.place(across[0], along[0]), self.place(across[1], along[1])


_NO_SURFACES = Surfaces(faces=(), sides=(), rims=None, steps="", outline=None)
_PLAIN = Conventions(
    ends="alike", first_face="", flat_face="", hollow="", keyway="", thread="", tapped=False,
    norms=frozenset(), offer=None,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Form:
    """A body before any feature.

    Attributes:
        label: What to call it in a sentence: "plate".
        title: A few words with its main sizes.
        kind: What features it takes, as ``Part.base`` has it.
        script: A whole CQGI script that ends in ``show_object(result)``.
        values: The script's own parameters.
        requirements: What the bare body must measure.
        assumptions: What the answer will say about what was left open.
        part: The part of the catalogue, if it is one.
        surfaces: What a part's file says of its faces.
        conventions: What is meant where a request leaves something open.
        faces: Gives its faces, where neither its kind nor ``surfaces`` does.
        prism: Gives its outline and how far it is drawn out, where neither its kind nor ``surfaces`` does.
        drawn: Its profile and how far it is drawn out, where it is an extrusion of any profile.
        pieces: The cylinders of a turned body, from the bottom upwards, where ``surfaces`` does not say them.
        corner: Corner of its box of least coordinates; None for a box around the Z axis that stands on Z=0.
        column: The outline that it is drawn out from, where its own sizes do not say that.
        space: Where it may have material, where no column says that.
        material: Its faces, where it was measured and not made from sizes.
        known_faces: The faces that were worked out, for each way in which it was made hollow.
    """

    label: str
    title: str
    kind: Kind
    script: str
    values: Mapping[str, ParameterValue]
    requirements: Requirements
    assumptions: tuple[Statement, ...] = ()
    part: Part | None = None
    surfaces: Surfaces = _NO_SURFACES
    conventions: Conventions = _PLAIN
    faces: Callable[[], Faces] | None = None
    prism: Callable[[], Prism] | None = None
    drawn: Drawn | None = None
    pieces: tuple[Piece, ...] = ()
    corner: Vector | None = None
    column: Column | None = None
    space: Space | None = None
    material: Material | None = None
    names: frozenset[str] = field(init=False)
    known_faces: dict[Shell | None, Faces] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Collect the names that the script uses."""
        source = self.script if self.part is None else self.part.source  # its sizes change no name
        object.__setattr__(self, "names", _names_of(source))


@lru_cache(maxsize=512)
def _names_of(source: str) -> frozenset[str]:
    """Return the names that a script uses, and those that features need besides."""
    used = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    return frozenset(used | {"cq", "math"})


def form_of_part(
    part: Part, values: Mapping[str, ParameterValue], assumptions: Sequence[Statement] = ()
) -> Form:
    """Return the form of a part of the catalogue at settled sizes.

    The last ones are kept: the readings of a request mostly mean the same part with other features.
    """
    key = part.name, repr(values)
    sized = _SIZED.get(key)
    if sized is None or sized.part is not part:
        if len(_SIZED) >= _KEPT:
            _SIZED.clear()
        sized = _SIZED[key] = _form_of_part(part, dict(values))
    return replace(sized, values=values, assumptions=tuple(assumptions)) if assumptions else sized


def _form_of_part(part: Part, values: Mapping[str, ParameterValue]) -> Form:
    kind: Kind = next(k for k in _KINDS if k == part.base)
    return Form(
        label=part.label,
        title=part.heading(values),
        kind=kind,
        script=part.script(values),
        values=values,
        requirements=part.requirements(values),
        part=part,
        surfaces=part.surfaces,
        conventions=part.conventions,
    )


#: Parts at their sizes, by name and sizes, and how many are kept.
_SIZED: dict[tuple[str, str], Form] = {}
_KEPT: Final = 128
_KINDS: tuple[Kind, ...] = ("prismatic", "round", "open", "profile", "bracket", "none")
