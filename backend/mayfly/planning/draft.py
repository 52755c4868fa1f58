"""The model as it takes shape on paper: parameters, steps of the script, and what must come out.

Everything that adds a feature writes here; nothing here knows words. The
script that comes out is the part's own with the feature's parameters at the
top and its steps in front of ``show_object``.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from mayfly.cad.parts import Part
from mayfly.contracts import Axis, HoleRequirement, ParameterValue, Plan, Requirements
from mayfly.planning.language.units import number

if TYPE_CHECKING:
    from mayfly.planning.hosts import Face

Point = tuple[float, float]
_SAME_MM: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Boss:
    """Where a boss stands, and how high it is."""

    points: tuple[Point, ...]
    reach: float
    height: float
    height_name: str

    def meets(self, u: float, v: float) -> bool:
        """Whether a point lies on the boss."""
        return any(math.hypot(u - x, v - y) < self.reach for x, y in self.points)


@dataclass(slots=True)
class Draft:
    """A part with the features put on it so far.

    Attributes:
        part: The catalogue's part.
        values: Its parameters, settled.
        requirements: What the bare part must measure; box and volume are updated by features.
        assumptions: Sentences for the answer.
        parameters: Lines for the top of the script, in order.
        edge_steps: Steps that treat the part's own edges; they come before any cut.
        steps: All other steps, in order.
        holes: Round holes that the features make.
        volume_mm3: Volume so far, None once no formula is honest.
        title: A few words.
    """

    part: Part
    values: dict[str, ParameterValue]
    requirements: Requirements
    assumptions: list[str]
    title: str
    parameters: list[str] = field(default_factory=list)
    edge_steps: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    holes: list[HoleRequirement] = field(default_factory=list)
    volume_mm3: float | None = None
    box_mm: tuple[float, float, float] | None = None
    exact_holes: bool = True
    bosses: list[Boss] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    regions: list[tuple[str, float, float, float]] = field(default_factory=list)

    @classmethod
    def of(cls, part: Part, values: dict[str, ParameterValue], assumptions: Sequence[str]) -> Draft:
        """Start with the bare part."""
        requirements = part.requirements(values)
        return cls(
            part,
            values,
            requirements,
            list(assumptions),
            part.heading(values),
            volume_mm3=requirements.volume_mm3,
            box_mm=requirements.bounding_box_mm,
            exact_holes=requirements.exact_holes,
            names=_assigned_names(part.script(values)),
        )

    @property
    def box(self) -> tuple[float, float, float]:
        """Sides of the part's box."""
        assert self.box_mm is not None  # noqa: S101 - every part of the catalogue states its box
        return self.box_mm

    def parameter(self, name: str, value: float, what: str, *, count: bool = False) -> str:
        """Add a parameter to the top of the script; gives the name that it got."""
        unique, index = name, 2
        while unique in self.names:
            unique, index = f"{name}_{index}", index + 1
        self.names.add(unique)
        unit = "count" if count else "degrees" if what.startswith("angle") else "mm"
        literal = str(int(value)) if count else repr(float(value))
        self.parameters.append(f"{unique} = {literal}  # {unit}: {what}")
        return unique

    def name_for(self, value: float, *among: str) -> str:
        """Give the parameter that holds a size, or the size itself as a literal."""
        for name in among:
            held = self.values.get(name)
            if isinstance(held, int | float) and abs(held - value) < _SAME_MM:
                return name
        return number(value)

    def take_volume(self, volume_mm3: float | None) -> None:
        """Remove a volume from the requirement, or give the requirement up."""
        if self.volume_mm3 is not None:
            self.volume_mm3 = None if volume_mm3 is None else self.volume_mm3 - volume_mm3

    def claim(self, face: Face, points: Sequence[Point], width: float) -> bool:
        """Note where material went; False if it may overlap with what went before."""
        free = True
        for u, v in points:
            for name, other_u, other_v, reach in self.regions:
                near = math.hypot(u - other_u, v - other_v) < (width / 2 + reach)
                free = free and not (near or name != face.axis)
        self.regions += [(face.axis, u, v, width / 2) for u, v in points]
        return free

    def require_holes(self, diameter: float, axis: Axis, kind: str, at: Sequence[Point]) -> None:
        """Ask for round holes in the finished model."""
        self.holes.append(
            HoleRequirement(
                diameter_mm=diameter,
                count=len(at),
                axis=axis,
                kind="blind" if kind == "blind" else "through",
                at=tuple(sorted((round(x, 4) + 0.0, round(y, 4) + 0.0) for x, y in at)),
            )
        )

    def plan(self) -> Plan:
        """Finish: the script, and what must be measured."""
        requirements = replace(
            self.requirements,
            bounding_box_mm=self.box_mm,
            volume_mm3=self.volume_mm3,
            holes=(*self.requirements.holes, *_merged(self.holes)),
            exact_holes=self.exact_holes,
        )
        return Plan(
            script=_insert(self.part.script(self.values), self.parameters, [*self.edge_steps, *self.steps]),
            requirements=requirements,
            title=self.title,
            assumptions=tuple(dict.fromkeys(self.assumptions)),
            part=self.part.name,
            trusted=True,
        )


def _merged(holes: Sequence[HoleRequirement]) -> tuple[HoleRequirement, ...]:
    """Join holes of one diameter, axis and kind: "others may be there" must not hide a missing one."""
    merged: dict[tuple[float, str | None, str | None], HoleRequirement] = {}
    for hole in holes:
        key = (round(hole.diameter_mm, 6), hole.axis, hole.kind)
        before = merged.get(key)
        at = tuple(sorted({*(before.at or ()), *(hole.at or ())})) if before else hole.at
        merged[key] = replace(hole, at=at, count=len(at or ()))
    return tuple(merged.values())


def _assigned_names(script: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(script)) if isinstance(node, ast.Name)} | {"cq", "math"}


def _insert(script: str, parameters: Sequence[str], steps: Sequence[str]) -> str:
    """Put parameters behind the part's own and steps in front of ``show_object``."""
    if not steps:
        return script
    lines = script.splitlines()
    tree = ast.parse(script)
    constants = [
        node.end_lineno or 0
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
    ]
    top = max(constants, default=0)
    show = next(
        node.lineno - 1
        for node in tree.body
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == "show_object"
    )
    body = [line for step in steps for line in (*step.splitlines(), "")]
    return "\n".join([*lines[:top], *parameters, *lines[top:show], *body, *lines[show:]]).rstrip() + "\n"


def cone_volume(large: float, small: float, height: float) -> float:
    """Volume of a frustum, in mm³, from its two diameters."""
    return math.pi / 12 * height * (large**2 + large * small + small**2)
