"""Reads a part's file: the header in its docstring, and the described parameters at its top."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from mayfly.cad.parts._absorbed import Absorbed, read_absorbed
from mayfly.cad.parts._becomes import Becoming, read_becomes
from mayfly.cad.parts._conventions import CONVENTIONS, Conventions, read_conventions
from mayfly.cad.parts._formula import Formula, Template
from mayfly.cad.parts._parameter import PartParameter, read_parameters
from mayfly.cad.parts._surfaces import SURFACES, Surfaces, read_surfaces
from mayfly.cad.parts._traits import TRAITS, Traits, read_traits
from mayfly.contracts import Axis, ParameterValue

_KEYS = frozenset(
    {
        "Names",
        "Sizes",
        "Also",
        "Standard",
        "Title",
        "Where",
        "Rule",
        "Base",
        "Floor",
        "Note",
        "Box",
        "Box tolerance",
        "Volume",
        "Volume tolerance",
        "Solids",
        "Hole",
        "Absorbs",
        "Becomes",
        "Spoken",
        "Example",
        *TRAITS,
        *SURFACES,
        *CONVENTIONS,
    }
)
_LINE = re.compile(r"(?P<key>[A-Z][a-z]+(?: tolerance)?): (?P<text>.+)")
_NAME = re.compile(r"(?P<name>[^\[\]]+?)(?: \[(?P<preset>[^\]]+)\])?$")
_ALSO = re.compile(r"(?P<name>\w+)(?: \((?P<words>[^)]+)\))?: (?P<ways>.+)$")
_HOLE = re.compile(
    r"(?P<diameter>.+?) (?P<kind>through|blind|counterbore) (?P<axis>[XYZ])"
    r"(?: at (?P<at>\(.+?\)(?:, \(.+?\))*)| on circle (?P<circle>[^,]+?))?"
    r"(?:, (?P<count>[^,]+?) of them)?(?:, if (?P<condition>.+))?$"
)

_HOLE_KINDS: dict[str, Literal["through", "blind", "counterbore"]] = {
    "through": "through",
    "blind": "blind",
    "counterbore": "counterbore",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition on the parameters and the sentence that says how it is broken."""

    condition: Formula
    message: Template


@dataclass(frozen=True, slots=True)
class Example:
    """A request for the part, and the parameters that are meant by it."""

    request: str
    parameters: Mapping[str, ParameterValue]


Way = tuple[tuple[str, Formula], ...]


@dataclass(frozen=True, slots=True)
class Alias:
    """Another size by which the part can be given ("wall" of a tube).

    Attributes:
        name: The size's name.
        words: What people call it, apart from its name.
        ways: Alternatives; each says which parameters follow from it, and how.
    """

    name: str
    words: tuple[str, ...]
    ways: tuple[Way, ...]

    @property
    def label(self) -> str:
        """Its name as people write it: "inner depth"."""
        return self.name.replace("_", " ")

    @property
    def gives(self) -> list[str]:
        """The parameters that may follow from it."""
        return list(dict.fromkeys(name for way in self.ways for name, _ in way))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """Round holes that the part itself has; the formulas give numbers once the parameters are known."""

    diameter: Formula
    kind: Literal["through", "blind", "counterbore"]
    axis: Axis
    at: Formula | None
    circle: Formula | None
    count: Formula | None
    condition: Formula | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Everything that a part's file says about the part, except for how it is made."""

    title: str
    description: str
    summary: str
    presets: Mapping[str, Mapping[str, ParameterValue]]
    parameters: tuple[PartParameter, ...]
    sizes: tuple[tuple[str, ...], ...]
    aliases: tuple[Alias, ...]
    standard: tuple[str, Mapping[str, str]] | None
    heading: Template | None
    where: tuple[tuple[str, Formula], ...]
    rules: tuple[Rule, ...]
    box: Formula
    box_tolerance: float
    volume: Formula | None
    volume_tolerance: float
    solids: Formula
    holes: tuple[Hole, ...]
    base: str
    floor: Formula | None
    note: str
    traits: Traits
    absorbs: Mapping[str, tuple[Absorbed, ...]]
    becomes: tuple[Becoming, ...]
    surfaces: Surfaces
    conventions: Conventions
    spoken: Mapping[str, Mapping[str, ParameterValue]]
    example: Example | None


def read_header(source: str) -> Header:
    """Read a part's file.

    Raises:
        ValueError: The header lacks a line, or has one that can't be read.
    """
    tree = ast.parse(source)
    summary, lines = _split_docstring(ast.get_docstring(tree) or "")
    title, _, description = summary.partition(": ")
    if not description or not lines["Names"] or not lines["Box"]:
        raise ValueError("A part starts with a docstring 'Title: description' and has Names: and Box: lines.")
    parameters = read_parameters(tree, source)
    header = Header(
        title=title,
        description=" ".join(description.split()),
        summary=summary,
        presets=_read_names(lines["Names"]),
        parameters=parameters,
        sizes=tuple(tuple(way.split(" x ")) for text in lines["Sizes"] for way in text.split(" | ")),
        aliases=(*_radii(parameters), *(_read_alias(text) for text in lines["Also"])),
        standard=_read_standard(lines["Standard"]),
        heading=Template(lines["Title"][0]) if lines["Title"] else None,
        where=tuple(_read_assignment(text) for text in lines["Where"]),
        rules=tuple(_read_rule(text) for text in lines["Rule"]),
        box=Formula(lines["Box"][0]),
        box_tolerance=float(next(iter(lines["Box tolerance"]), 0.01)),
        volume=Formula(lines["Volume"][0]) if lines["Volume"] else None,
        volume_tolerance=float(next(iter(lines["Volume tolerance"]), 1e-4)),
        solids=Formula(next(iter(lines["Solids"]), "1")),
        holes=tuple(_read_hole(text) for text in lines["Hole"]),
        base=next(iter(lines["Base"]), "none"),
        floor=Formula(lines["Floor"][0]) if lines["Floor"] else None,
        note=next(iter(lines["Note"]), ""),
        traits=read_traits(lines),
        absorbs=read_absorbed(lines["Absorbs"]),
        becomes=read_becomes(lines["Becomes"]),
        surfaces=read_surfaces(lines),
        conventions=read_conventions(lines),
        spoken=_read_names(lines["Spoken"]),
        example=next((_read_example(text) for text in lines["Example"]), None),
    )
    _check_names(header)
    return header


def _check_names(header: Header) -> None:
    """Raise for a formula that refers to a parameter, or a line to a name, which the part does not have."""
    parameters = {parameter.name for parameter in header.parameters}
    aliases = {alias.name for alias in header.aliases}
    values = {name for name, _ in header.where}
    unknown = _names_set(header) - parameters
    unknown |= _names_given(header) - parameters - aliases
    unknown |= _names_used(header) - parameters - values
    if unknown:
        raise ValueError(f"no parameter of the script: {', '.join(sorted(unknown))}")
    unnamed = header.conventions.inverted - header.presets.keys() - header.spoken.keys()
    if unnamed:
        raise ValueError(f"inverted under names that it does not have: {', '.join(sorted(unnamed))}")


def _names_set(header: Header) -> set[str]:
    """Return the parameters that a header gives a value to, or compares."""
    presets = [*header.presets.values(), *header.spoken.values()]
    found = {name for preset in presets for name in preset}
    found |= {name for alias in header.aliases for way in alias.ways for name, _ in way}
    found |= set(header.example.parameters if header.example else ())
    said = {*header.traits.equal, header.conventions.thread, header.conventions.slopes}
    return found | (said - {""})


def _names_given(header: Header) -> set[str]:
    """Return the sizes that a request may give, by which others are worked out."""
    formulas = [formula for alias in header.aliases for way in alias.ways for _, formula in way]
    found = {name for formula in formulas for name in formula.names}
    found |= {name for sizes in header.sizes for name in sizes}
    return found | {name for ways in header.absorbs.values() for way in ways for name in way.names}


def _names_used(header: Header) -> set[str]:
    """Return the names in all that is worked out when the parameters are known."""
    formulas = [formula for _, formula in header.where]
    formulas += [rule.condition for rule in header.rules]
    formulas += [formula for formula in (header.box, header.volume, header.solids, header.floor) if formula]
    for hole in header.holes:
        parts = (hole.diameter, hole.at, hole.circle, hole.count, hole.condition)
        formulas += [part for part in parts if part]
    sentences = [rule.message for rule in header.rules] + ([header.heading] if header.heading else [])
    found = {name for formula in formulas for name in formula.names} | header.surfaces.names
    return found | {name for sentence in sentences for name in sentence.names}


def _split_docstring(docstring: str) -> tuple[str, dict[str, list[str]]]:
    """Split the docstring into its opening text and its keyed lines (indented lines continue one)."""
    first, *rest = docstring.splitlines() or [""]
    summary = [first]
    keyed: list[tuple[str, str]] = []
    for line in rest:
        found = _LINE.match(line)
        if found and found["key"] in _KEYS:
            keyed.append((found["key"], found["text"].strip()))
        elif keyed and line.startswith(" "):
            keyed[-1] = (keyed[-1][0], f"{keyed[-1][1]} {line.strip()}")
        elif keyed and line:
            raise ValueError(f"not a line of a part's header: {line}")
        else:
            summary.append(line)
    lines: dict[str, list[str]] = defaultdict(list)
    for key, text in keyed:
        lines[key].append(text)
    return "\n".join(summary).strip(), lines


def _read_names(texts: list[str]) -> dict[str, Mapping[str, ParameterValue]]:
    """Read "hexagonal bar [sides = 6], prism" as names and the values that a name brings with it."""
    names: dict[str, Mapping[str, ParameterValue]] = {}
    for text in texts:
        for item in re.split(r", (?![^\[]*\])", text):
            found = _NAME.match(item.strip())
            if found is None:
                raise ValueError(f"not a name: {item}")
            assignments = (found["preset"] or "").split(", ") if found["preset"] else []
            names[found["name"]] = {
                name: formula({}) for name, formula in (_read_assignment(pair) for pair in assignments)
            }
    return names


def _read_example(text: str) -> Example:
    """Read "90x60x6 plate: length = 90, width = 60, thickness = 6"."""
    request, _, pairs = text.rpartition(": ")
    assigned = (_read_assignment(pair) for pair in pairs.split(", "))
    return Example(request, {name: formula({}) for name, formula in assigned})


def _read_assignment(text: str) -> tuple[str, Formula]:
    """Read "name = expression"."""
    name, _, expression = text.partition(" = ")
    return name.strip(), Formula(expression)


def _read_alias(text: str) -> Alias:
    """Read "wall (wall thickness): a = ... and b = ...; or else c = ..."."""
    found = _ALSO.match(text)
    if found is None:
        raise ValueError(f"not another size: {text}")
    ways = (way.split(" and ") for way in found["ways"].split("; "))
    return Alias(
        found["name"],
        tuple((found["words"] or "").split(", ")) if found["words"] else (),
        tuple(tuple(_read_assignment(pair) for pair in way) for way in ways),
    )


def _radii(parameters: tuple[PartParameter, ...]) -> list[Alias]:
    """Return an alias for every diameter, by which it can be given as a radius."""
    return [
        Alias(
            name=parameter.name.replace("diameter", "radius"),
            words=tuple(word.replace("diameter", "radius") for word in parameter.words if "diameter" in word),
            ways=(((parameter.name, Formula(f"2 * {parameter.name.replace('diameter', 'radius')}")),),),
        )
        for parameter in parameters
        if parameter.kind == "length" and parameter.name.endswith("diameter")
    ]


def _read_standard(texts: list[str]) -> tuple[str, Mapping[str, str]] | None:
    """Read "washer: thickness = height_mm, ..." as the standard's table and the parameters it gives."""
    if not texts:
        return None
    table, _, pairs = texts[0].partition(": ")
    columns = (pair.split(" = ") for pair in pairs.split(", "))
    return table, {parameter: column for parameter, column in columns}


def _read_rule(text: str) -> Rule:
    """Read "condition: what is wrong when it does not hold"."""
    condition, _, message = text.partition(": ")
    return Rule(Formula(condition), Template(message))


def _read_hole(text: str) -> Hole:
    """Read "bore through Z at (0, 0), if bore > 0" and the like."""
    found = _HOLE.match(text)
    if found is None:
        raise ValueError(f"not a hole: {text}")
    optional = {key: Formula(found[key]) if found[key] else None for key in ("circle", "count", "condition")}
    axis, kind = found["axis"], found["kind"]
    return Hole(
        diameter=Formula(found["diameter"]),
        kind=_HOLE_KINDS[kind],
        axis="X" if axis == "X" else "Y" if axis == "Y" else "Z",
        at=Formula(f"({found['at']},)") if found["at"] else None,
        circle=optional["circle"],
        count=optional["count"],
        condition=optional["condition"],
    )
