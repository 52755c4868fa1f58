"""A STEP reader of our own, to hold the kernel's against: strict, and it keeps the last of two equal numbers.

It reads what a model says of itself without the kernel: header, products, places, solids,
and the box of straight and circular edges and of points. Enough for models with flat and
cylindrical faces.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<text>'(?:[^']|'')*')
    | (?P<reference>\#\d+)
    | (?P<real>[+-]?\d+\.\d*(?:E[+-]?\d+)?)
    | (?P<whole>[+-]?\d+)
    | (?P<choice>\.[A-Z0-9_]+\.)
    | (?P<word>[A-Z][A-Z0-9_]*)
    | (?P<sign>[(),;=$*])
    )""",
    re.VERBOSE,
)
_START, _END = "ISO-10303-21;", "END-ISO-10303-21;"

Matrix = list[list[float]]
Point = tuple[float, float, float]
IDENTITY: Matrix = [[1.0, 0, 0, 0], [0, 1.0, 0, 0], [0, 0, 1.0, 0]]


class NotStrict(ValueError):
    """The file has what a file of Mayfly's never has."""


@dataclass(frozen=True)
class Ref:
    """A reference to an entity."""

    number: int


@dataclass
class Entity:
    """One entity: its kinds, each with its values."""

    kinds: dict[str, list[Any]] = field(default_factory=dict)

    def get(self, kind: str) -> list[Any]:
        """Return the values of a kind; an empty list where it is none."""
        return self.kinds.get(kind, [])


def read(content: bytes) -> Model:
    """Read a file.

    Raises:
        NotStrict: It is not as ISO 10303-21 has it, in ASCII, with one section of data, each number once.
    """
    if not content.isascii():
        raise NotStrict("not ASCII")
    text = content.decode("ascii")
    if re.search(r"[^\n\x20-\x7e]", text):
        raise NotStrict("control characters")
    if not text.startswith(_START) or not text.rstrip("\n").endswith(_END):
        raise NotStrict("something before the start or behind the end")
    return _read_sections(text.rstrip("\n")[len(_START) : -len(_END)])


def read_last(content: bytes) -> Model:
    """Read a file as a careless reader does: what is no data is passed over, and the last number counts."""
    text = content.decode("latin-1")
    sections = re.findall(r"DATA\s*;(.*?)ENDSEC\s*;", text, re.DOTALL)
    return Model([], _entities("".join(sections), strict=False))


def _read_sections(text: str) -> Model:
    sections = re.fullmatch(r"\s*HEADER;(.*?)ENDSEC;\s*DATA;(.*)ENDSEC;\s*", text, re.DOTALL)
    if sections is None:
        raise NotStrict("sections")
    header = [kinds for kinds in _statements(sections[1])]
    return Model(header, _entities(sections[2], strict=True))


def _statements(text: str) -> Iterator[Any]:
    statement: list[Any] = []
    for item in _tokens(text):
        if item == ";":
            yield statement
            statement = []
        else:
            statement.append(item)
    if statement:
        raise NotStrict("an open statement")


def _tokens(text: str) -> Iterator[Any]:
    at = 0
    end = len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            raise NotStrict(f"not a token: {text[at : at + 40]!r}")
        at = match.end()
        kind, value = match.lastgroup, match[match.lastgroup or 0]
        if kind == "text":
            yield ("text", value[1:-1].replace("\n", "").replace("''", "'"))
        elif kind == "reference":
            yield Ref(int(value[1:]))
        elif kind in ("real", "whole"):
            yield float(value)
        elif kind == "sign":
            yield value
        else:
            yield ("word", value)


def _entities(text: str, *, strict: bool) -> dict[int, Entity]:
    found: dict[int, Entity] = {}
    for number, equals, *rest in _statements(text):
        if not isinstance(number, Ref) or equals != "=":
            raise NotStrict("no entity")
        if strict and number.number in found:
            raise NotStrict(f"#{number.number} twice")
        rows = rest[1:-1] if rest[0] == "(" else rest
        entity, at = Entity(), 0
        while at < len(rows):
            kind = rows[at][1]
            values, at = _list(rows, at + 1)
            entity.kinds[kind] = values
        found[number.number] = entity
    return found


def _list(rows: list[Any], at: int) -> tuple[list[Any], int]:
    """Read a list in brackets; return it and where it ends."""
    if rows[at] != "(":
        raise NotStrict("a bracket is missing")
    values: list[Any] = []
    at += 1
    while rows[at] != ")":
        if rows[at] == ",":
            at += 1
            continue
        if rows[at] == "(":
            value, at = _list(rows, at)
            values.append(value)
            continue
        if (
            isinstance(rows[at], tuple)
            and rows[at][0] == "word"
            and at + 1 < len(rows)
            and rows[at + 1] == "("
        ):
            value, at = _list(rows, at + 1)  # a typed value
            values.append(value)
            continue
        values.append(rows[at][1] if isinstance(rows[at], tuple) else rows[at])
        at += 1
    return values, at + 1


class Model:
    """What a file says.

    Attributes:
        header: The statements of the header, token by token.
        entities: By number.
    """

    def __init__(self, header: list[Any], entities: dict[int, Entity]) -> None:
        """Keep both."""
        self.header = header
        self.entities = entities

    @property
    def kinds(self) -> set[str]:
        """All kinds of entities."""
        return {kind for entity in self.entities.values() for kind in entity.kinds}

    def header_texts(self) -> list[str]:
        """Return the texts of the header."""
        return [token[1] for statement in self.header for token in statement if token[0] == "text"]

    def products(self) -> list[str]:
        """Return the names of the products, spelled as in the file."""
        return [values[1] for _, values in self._all("PRODUCT")]

    def solids(self) -> int:
        """Count the solids, a shared one once for each place."""
        return sum(1 for _ in self._placed(("MANIFOLD_SOLID_BREP", "BREP_WITH_VOIDS")))

    def box(self) -> tuple[Point, Point]:
        """Return the lowest and the highest corner of all points and circular edges, in their places."""
        points: list[Point] = []
        for number, place in self._placed(None):
            for edge in self._beneath(number, "EDGE_CURVE"):
                points += [_moved(place, point) for point in self._edge_points(edge, place)]
            for vertex in self._beneath(number, "VERTEX_POINT"):
                points.append(_moved(place, self._point(vertex.get("VERTEX_POINT")[1])))
        return tuple(map(min, zip(*points, strict=True))), tuple(map(max, zip(*points, strict=True)))  # type: ignore[return-value]

    def _all(self, kind: str) -> Iterator[tuple[int, list[Any]]]:
        for number, entity in self.entities.items():
            if kind in entity.kinds:
                yield number, entity.kinds[kind]

    def _at(self, reference: Any) -> Entity:
        return self.entities.get(reference.number, Entity()) if isinstance(reference, Ref) else Entity()

    # --- places --------------------------------------------------------------------------

    @cached_property
    def _representations(self) -> dict[int, list[int]]:
        """The representations of each product definition."""
        found: dict[int, list[int]] = defaultdict(list)
        for _, (shape, representation) in self._all("SHAPE_DEFINITION_REPRESENTATION"):
            of = self._at(shape).get("PRODUCT_DEFINITION_SHAPE")
            if of and "PRODUCT_DEFINITION" in self._at(of[2]).kinds:
                found[of[2].number].append(representation.number)
        return found

    @cached_property
    def _usages(self) -> dict[int, list[tuple[int, Matrix]]]:
        """The parts of each product definition, with their places in it."""
        places: dict[int, Matrix] = {}
        for _, (relation, shape) in self._all("CONTEXT_DEPENDENT_SHAPE_REPRESENTATION"):
            usage = self._at(shape).get("PRODUCT_DEFINITION_SHAPE")[2].number
            transformation = self._at(
                self._at(relation).get("REPRESENTATION_RELATIONSHIP_WITH_TRANSFORMATION")[0]
            ).get("ITEM_DEFINED_TRANSFORMATION")
            places[usage] = _times(self._axes(transformation[3]), _inverse(self._axes(transformation[2])))
        found: dict[int, list[tuple[int, Matrix]]] = defaultdict(list)
        for number, values in self._all("NEXT_ASSEMBLY_USAGE_OCCURRENCE"):
            found[values[3].number].append((values[4].number, places.get(number, IDENTITY)))
        return found

    def _placed(self, kinds: tuple[str, ...] | None) -> Iterator[tuple[int, Matrix]]:
        """Return the items of all representations, in each of their places; those of some kinds only."""
        used = {part for parts in self._usages.values() for part, _ in parts}
        waiting = [(number, IDENTITY) for number in self._representations if number not in used]
        while waiting:
            definition, place = waiting.pop()
            waiting += [(part, _times(place, own)) for part, own in self._usages.get(definition, ())]
            for item in self._items(definition):
                if kinds is None or set(kinds) & set(self.entities[item].kinds):
                    yield item, place

    def _items(self, definition: int) -> set[int]:
        representations = list(self._representations[definition])
        for _, relation in self._all("SHAPE_REPRESENTATION_RELATIONSHIP"):
            if len(relation) == 4 and relation[2].number in representations:
                representations.append(relation[3].number)
        items: set[int] = set()
        for number in representations:
            for values in self.entities[number].kinds.values():
                items |= {
                    ref.number for ref in (values[1] if len(values) > 1 else []) if isinstance(ref, Ref)
                }
        return {item for item in items if "AXIS2_PLACEMENT_3D" not in self.entities[item].kinds}

    # --- geometry ------------------------------------------------------------------------

    def _beneath(self, number: int, kind: str) -> Iterator[Entity]:
        waiting, seen = [number], set()
        while waiting:
            at = waiting.pop()
            if at in seen or at not in self.entities:
                continue
            seen.add(at)
            if kind in self.entities[at].kinds:
                yield self.entities[at]
            waiting += [ref for values in self.entities[at].kinds.values() for ref in _references(values)]

    def _point(self, reference: Any) -> Point:
        x, y, z = self._at(reference).get("CARTESIAN_POINT")[1]
        return x, y, z

    def _direction(self, reference: Any) -> Point:
        x, y, z = self._at(reference).get("DIRECTION")[1]
        length = math.sqrt(x * x + y * y + z * z)
        return x / length, y / length, z / length

    def _axes(self, reference: Any) -> Matrix:
        """Return an axis placement as a matrix."""
        _, origin, axis, along = self._at(reference).get("AXIS2_PLACEMENT_3D")
        z, x = self._direction(axis), self._direction(along)
        dot = sum(a * b for a, b in zip(x, z, strict=True))
        x = tuple(a - dot * b for a, b in zip(x, z, strict=True))  # type: ignore[assignment]
        length = math.sqrt(sum(a * a for a in x))
        x = tuple(a / length for a in x)  # type: ignore[assignment]
        y = (z[1] * x[2] - z[2] * x[1], z[2] * x[0] - z[0] * x[2], z[0] * x[1] - z[1] * x[0])
        return [[x[row], y[row], z[row], self._point(origin)[row]] for row in range(3)]

    def _edge_points(self, edge: Entity, place: Matrix) -> Iterator[Point]:
        """Return where a circular edge reaches furthest along the axes; nothing of other edges."""
        _, first, last, curve, same = edge.get("EDGE_CURVE")
        geometry = self._at(curve)
        for kind in ("SURFACE_CURVE", "SEAM_CURVE"):
            if geometry.get(kind):
                geometry = self._at(geometry.get(kind)[1])
        if not geometry.get("CIRCLE"):
            return
        _, axes, radius = geometry.get("CIRCLE")
        matrix = self._axes(axes)
        inverse = _inverse(matrix)
        ends = []
        for vertex in (first, last):
            x, y, _ = _moved(inverse, self._point(self._at(vertex).get("VERTEX_POINT")[1]))
            ends.append(math.atan2(y, x))
        start, stop = ends if same == ".T." else ends[::-1]
        stop = stop + 2 * math.pi if stop <= start + 1e-9 else stop
        whole = _times(place, matrix)
        for row in whole:
            for turn in range(-2, 4):
                angle = math.atan2(row[1], row[0]) + turn * math.pi
                if start <= angle <= stop:
                    yield _moved(matrix, (radius * math.cos(angle), radius * math.sin(angle), 0.0))


def _references(values: Any) -> Iterator[int]:
    for value in values:
        if isinstance(value, Ref):
            yield value.number
        elif isinstance(value, list):
            yield from _references(value)


def _moved(matrix: Matrix, point: Point) -> Point:
    x, y, z = (sum(row[n] * point[n] for n in range(3)) + row[3] for row in matrix)
    return x, y, z


def _times(one: Matrix, other: Matrix) -> Matrix:
    return [
        [
            sum(row[k] * other[k][column] for k in range(3)) + (row[3] if column == 3 else 0)
            for column in range(4)
        ]
        for row in one
    ]


def _inverse(matrix: Matrix) -> Matrix:
    """Return the inverse of a turn and a shift."""
    turn = [[matrix[column][row] for column in range(3)] for row in range(3)]
    return [[*row, -sum(row[k] * matrix[k][3] for k in range(3))] for row in turn]
