"""A part of the catalogue: its sizes, what follows from them, and the plan to build it."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from mayfly.cad.parts._conventions import Conventions
from mayfly.cad.parts._formula import show
from mayfly.cad.parts._header import Alias, Header, Hole, read_header
from mayfly.cad.parts._parameter import PartParameter
from mayfly.cad.parts._settle import Sizes, known_values, settle
from mayfly.cad.parts._surfaces import Surfaces
from mayfly.cad.parts._traits import Traits
from mayfly.cad.standards import sizes_of
from mayfly.contracts import HoleRequirement, ParameterValue, Plan, Requirements
from mayfly.errors import InvalidParameter

PICTURES = Path(__file__).parent / "pictures"
"""The folder with the drawings of the parts."""

#: Sizes that were settled, by the part's name and what was given; near readings of a request share them.
_SETTLED: dict[tuple[object, ...], tuple[Header, Sizes]] = {}
_KEPT = 256
_MEASURED_TO_MM3 = 1e-6  # a report's volume is rounded to this, which shows on parts of a hundredth of a mm


@lru_cache(maxsize=256)
def _end_of_docstring(source: str) -> int:
    """Return the line in which a script's docstring ends."""
    return ast.parse(source).body[0].end_lineno or 0


@dataclass(frozen=True, slots=True)
class Part:
    """One part, as its file describes it.

    Attributes:
        name: Name of the file without its ending, and of the part in the programming interface.
        source: The script, as it stands in the catalogue.
        header: What the docstring and the comments of the script say, read.
    """

    name: str
    source: str
    header: Header

    @classmethod
    def read(cls, name: str, source: str) -> Part:
        """Read a part's file.

        Raises:
            ValueError: The file is not written as this package's docstring asks; the text names the part.
        """
        try:
            return cls(name, source, read_header(source))
        except (ValueError, SyntaxError, InvalidParameter) as error:
            raise ValueError(f"part {name}: {error}") from error

    @property
    def title(self) -> str:
        """The part's name for people: "Square tube"."""
        return self.header.title

    @property
    def label(self) -> str:
        """What to call it in a sentence: "spur gear", "L-bracket"."""
        return re.sub(r"\b[A-Z](?=[a-z])", lambda letter: letter[0].lower(), self.title)

    @property
    def description(self) -> str:
        """What it is and how it stands."""
        return self.header.description

    @property
    def names(self) -> tuple[str, ...]:
        """The words that ask for it."""
        return tuple(self.header.presets)

    @property
    def parameters(self) -> Mapping[str, PartParameter]:
        """The script's parameters by name, in the script's order."""
        return {parameter.name: parameter for parameter in self.header.parameters}

    @property
    def sizes(self) -> tuple[tuple[str, ...], ...]:
        """What the numbers of a group "A x B x C" may mean, the likeliest meaning first."""
        return self.header.sizes

    @property
    def aliases(self) -> Mapping[str, Alias]:
        """Other sizes by which it can be given, by name ("wall" of a tube)."""
        return {alias.name: alias for alias in self.header.aliases}

    @property
    def standard(self) -> str | None:
        """The table of ``mayfly.cad.standards`` that a ``size`` is looked up in; None for most parts."""
        return self.header.standard[0] if self.header.standard else None

    @property
    def base(self) -> str:
        """What features may be put on it: "prismatic", "round", "open", "profile", "bracket" or "none"."""
        return self.header.base

    @property
    def solids(self) -> int:
        """How many solids it consists of at its own sizes."""
        return int(self.header.solids({p.name: p.default for p in self.header.parameters}))

    @property
    def traits(self) -> Traits:
        """What is true of it by its nature, so that a request may say it."""
        return self.header.traits

    @property
    def surfaces(self) -> Surfaces:
        """What features can be put on, as the file describes it."""
        return self.header.surfaces

    @property
    def conventions(self) -> Conventions:
        """What is meant, or asked, where a request leaves it open."""
        return self.header.conventions

    @property
    def picture(self) -> Path:
        """The drawing of the part at its own sizes, an SVG file of this package."""
        return PICTURES / f"{self.name}.svg"

    def to_dict(self) -> dict[str, Any]:
        """Return what a person has to know about the part as plain data.

        ``aliases`` are further names that a value in mm can be given by, in place of the parameters that
        follow from it; ``standard_sizes`` is what ``size`` may be, empty where there is no ``size``;
        ``picture`` is the name of its drawing.
        """
        return {
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "words": list(self.names),
            "parameters": [parameter.to_dict() for parameter in self.parameters.values()],
            "aliases": [
                {"name": alias.name, "words": list(alias.words), "gives": alias.gives}
                for alias in self.header.aliases
            ],
            "standard_sizes": list(sizes_of(self.standard)) if self.standard else [],
            "picture": self.picture.name,
        }

    def preset(self, name: str) -> Mapping[str, ParameterValue]:
        """Return the values that one of its names brings with it (a hexagonal bar has six sides).

        Raises:
            KeyError: Not one of its names, nor of its spoken ones.
        """
        return {**self.header.spoken, **self.header.presets}[name]

    def settle(self, given: Mapping[str, Any]) -> Sizes:
        """Turn what was given (parameters, other sizes, ``size``) into a value for each parameter.

        Raises:
            InvalidParameter: A name is unknown, a value is out of range, sizes contradict each other, or
                a rule of the part is broken.
        """
        if not all(isinstance(value, int | float | str) for value in given.values()):
            return settle(self.header, given)  # which says what is wrong with it
        key = self.name, tuple((name, type(value), value) for name, value in given.items())
        known = _SETTLED.get(key)
        if known is None or known[0] is not self.header:
            if len(_SETTLED) >= _KEPT:
                _SETTLED.clear()
            known = _SETTLED[key] = self.header, settle(self.header, given)
        sizes = known[1]
        return Sizes(dict(sizes.values), sizes.assumptions)

    def plan(self, /, **given: Any) -> Plan:
        """Plan the part: its script with the values written in, and what must be measured on the model.

        Raises:
            InvalidParameter: As for :meth:`settle`.
        """
        sizes = self.settle(given)
        return Plan(
            script=self.script(sizes.values),
            requirements=self.requirements(sizes.values),
            title=self.heading(sizes.values),
            assumptions=sizes.assumptions,
            part=self.name,
            trusted=True,
        )

    def script(self, values: Mapping[str, ParameterValue]) -> str:
        """Return the script with settled values in it, and without the catalogue's own header lines."""
        lines = self.source.splitlines()
        for parameter in self.header.parameters:
            value = values[parameter.name]
            literal = f'"{value}"' if isinstance(value, str) else repr(value)
            lines[parameter.line - 1] = f"{parameter.name} = {literal}  {parameter.comment()}"
        return "\n".join([f'"""{self.header.summary}"""', *lines[_end_of_docstring(self.source) :], ""])

    def heading(self, values: Mapping[str, ParameterValue]) -> str:
        """Return a few words that name the part with its main sizes."""
        known = known_values(self.header, values)
        if self.header.heading:
            return self.header.heading(known)
        sizes = " x ".join(show(known[name]) for name in self.sizes[0])
        return f"{self.title.lower()} {sizes} mm"

    def requirements(self, values: Mapping[str, ParameterValue]) -> Requirements:
        """Work out, by formulas that owe nothing to the CAD kernel, what must be measured."""
        header, known = self.header, known_values(self.header, values)
        along_x, along_y, along_z = header.box(known)
        volume = float(header.volume(known)) if header.volume else None
        present = [hole for hole in header.holes if not hole.condition or hole.condition(known)]
        return Requirements(
            solids=int(header.solids(known)),
            bounding_box_mm=(float(along_x), float(along_y), float(along_z)),
            volume_mm3=volume,
            holes=tuple(_required(hole, known) for hole in present),
            exact_holes=True,
            length_tolerance_mm=header.box_tolerance,
            by="design",
            volume_tolerance=max(header.volume_tolerance, _MEASURED_TO_MM3 / volume if volume else 0.0),
        )

    def known(self, values: Mapping[str, ParameterValue]) -> dict[str, Any]:
        """Return settled values as formulas see them: pairs as numbers, and the intermediate results."""
        return known_values(self.header, values)

    def floor_mm(self, values: Mapping[str, ParameterValue]) -> float:
        """Return the height of the material above Z=0 in the middle: a tray's floor, a plate's thickness."""
        known = known_values(self.header, values)
        return float(self.header.floor(known) if self.header.floor else self.header.box(known)[2])


def _required(hole: Hole, known: Mapping[str, Any]) -> HoleRequirement:
    """Work out one hole of the part; on a bolt circle the first hole lies on +X."""
    count = int(hole.count(known)) if hole.count else 1
    at: tuple[tuple[float, float], ...] | None = None
    if hole.at:
        at = tuple((float(first), float(second)) for first, second in hole.at(known))
        count = len(at)
    elif hole.circle:
        radius = hole.circle(known) / 2
        turns = [2 * math.pi * place / count for place in range(count)]
        at = tuple((radius * math.cos(turn), radius * math.sin(turn)) for turn in turns)
    return HoleRequirement(
        diameter_mm=float(hole.diameter(known)), count=count, axis=hole.axis, kind=hole.kind, at=at
    )
