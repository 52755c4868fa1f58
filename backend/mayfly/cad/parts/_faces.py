"""Reads the faces of a part that features can be put on, as its file describes them one by one.

A line begins with what names the face, its title, which way it looks and where it is; the rest, in any order,
is divided by semicolons::

    Face: front|web "front wall" Y- at -width / 2; u length; v 0 to height; depth wall; clear v 2 to height

- ``u length``, ``v 0 to height``, ``v a to b as c``: its coordinates, around 0 or from where to where; the
  script writes what stands behind ``as``, or the number for ``as -``. ``disc a`` is both, of a round face.
- ``depth wall``: the material behind it that a through hole crosses.
- ``ellipse``, ``disc``, ``polygon (0, 0), (a, 0), (0, b)``: its shape, where it is not a rectangle.
- ``clear u a to b``: where features may lie, if not on all of it; ``hole bore``: nothing in the middle.
- ``behind ((0, floor), (floor + gap, height)) unless gap == 0``: layers of material behind a point, as a
  formula of ``u`` and ``v`` too; ``even``: a through cut must find its depth everywhere.
- ``curved``, ``round above``, ``crest``, ``crest if top == 0``: it is curved; what lies behind it ends in a
  crest; it is highest in one point.
- ``opposite back "back wall" at width / 2``: the face on the other side, alike in all else.
- ``if top > 0``: the face exists only then.
- ``normal (height, 0, length) at (0, 0, height / 2)``: of an oblique face, whose ``u`` runs along Y.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from mayfly.cad.parts._formula import Formula
from mayfly.contracts import Axis

_OPENING = re.compile(
    r'(?P<keys>\w+(?:\|\w+)*) "(?P<name>[^"]+)" (?P<axis>[XYZ])(?P<sign>[+-]) at (?P<at>.+)'
)
_OPPOSITE = re.compile(r'(?P<key>\w+) "(?P<name>[^"]+)" at (?P<at>.+)')
_NORMAL = re.compile(r"(?P<normal>\(.+?\)) at (?P<origin>\(.+\))")


@dataclass(frozen=True, slots=True)
class Expression:
    """A formula of the part's sizes, and how the script writes it; "" where it writes the number.

    Attributes:
        formula: The formula.
        name: The same for the script.
    """

    formula: Formula
    name: str


@dataclass(frozen=True, slots=True)
class Extent:
    """From where to where a face reaches along one of its coordinates, and the script's name for how far.

    Attributes:
        low: Where it begins; None where 0 is in the middle.
        high: Where it ends; how long it is where 0 is in the middle.
        name: How the script writes its length.
    """

    low: Formula | None
    high: Formula
    name: str


@dataclass(frozen=True, slots=True)
class Opposite:
    """The face on the other side, alike in all else."""

    key: str
    name: str
    level: Expression


@dataclass(slots=True)
class FaceLine:
    """A face as a part's file describes it; planning makes a face of it once the sizes are known.

    Attributes:
        keys: The words that name it where a feature is put.
        name: What people call it.
        axis: Direction of its normal; of an oblique face the nearest axis.
        sign: +1 if the normal points along the axis, -1 if against it.
        level: Coordinate of the face on the axis.
        u: Its first coordinate.
        v: Its second coordinate.
        depth: Material behind it that a through hole crosses.
        outline: Its shape.
        corners: Corners of a polygon, counter-clockwise.
        clear: Where features may lie along u and v.
        inner: Diameter in the middle where no feature may lie.
        behind: Layers of material behind a point, a formula of u and v too.
        unless: Where this holds there is one layer.
        flags: "even", "curved", "round above".
        crest: It is highest in one point where this holds.
        condition: There is such a face where this holds.
        opposite: The face on the other side.
        normal: Of an oblique face: its normal and its middle, with the texts for the script.
    """

    keys: tuple[str, ...]
    name: str
    axis: Axis
    sign: Literal[1, -1]
    level: Expression
    u: Extent | None = None
    v: Extent | None = None
    depth: Expression | None = None
    outline: Literal["rectangle", "circle", "polygon", "ellipse"] = "rectangle"
    corners: Formula | None = None
    clear: dict[str, Extent] = field(default_factory=dict)
    inner: Formula | None = None
    behind: Formula | None = None
    unless: Formula | None = None
    flags: frozenset[str] = frozenset()
    crest: Formula | None = None
    condition: Formula | None = None
    opposite: Opposite | None = None
    normal: tuple[Expression, Expression] | None = None

    @property
    def formulas(self) -> list[Formula]:
        """All its formulas of the part's sizes alone."""
        extents = [extent for extent in (self.u, self.v, *self.clear.values()) if extent]
        texts = [self.level, self.depth, *(self.normal or ()), self.opposite and self.opposite.level]
        found = [self.corners, self.inner, self.unless, self.crest, self.condition]
        found += [formula for extent in extents for formula in (extent.low, extent.high)]
        return [formula for formula in (*found, *(text.formula for text in texts if text)) if formula]


def read_face(text: str) -> FaceLine:
    """Read a line ``Face:`` of a header.

    Raises:
        ValueError: It can't be read.
    """
    opening, *options = text.split("; ")
    found = _OPENING.fullmatch(opening)
    if found is None:
        raise ValueError(f"not a face: {opening}")
    axis: Axis = "X" if found["axis"] == "X" else "Y" if found["axis"] == "Y" else "Z"
    keys = tuple(found["keys"].split("|"))
    face = FaceLine(keys, found["name"], axis, 1 if found["sign"] == "+" else -1, _expression(found["at"]))
    for option in options:
        word, _, rest = option.partition(" ")
        _read_option(face, word, rest)
    if face.u is None or face.v is None or face.depth is None:
        raise ValueError(f"a face needs u, v (or disc) and depth: {opening}")
    return face


def _read_option(face: FaceLine, word: str, rest: str) -> None:  # noqa: C901 (a case for each word)
    """Read one of the pieces of a line after its opening."""
    match word:
        case "u" | "v":
            setattr(face, word, _extent(rest))
        case "disc":
            face.outline = "circle"
            if rest:
                face.u = face.v = _extent(rest)
        case "ellipse":
            face.outline = "ellipse"
        case "polygon":
            face.outline, face.corners = "polygon", Formula(rest)
        case "depth":
            face.depth = _expression(rest)
        case "clear":
            face.clear[rest[:1]] = _extent(rest[2:])
        case "hole":
            face.inner = Formula(rest)
        case "behind":
            layers, _, unless = rest.partition(" unless ")
            face.behind, face.unless = Formula(layers), Formula(unless) if unless else None
        case "crest":
            face.crest = Formula(rest.removeprefix("if ") or "1")
        case "if":
            face.condition = Formula(rest)
        case "opposite" if found := _OPPOSITE.fullmatch(rest):
            face.opposite = Opposite(found["key"], found["name"], _expression(found["at"]))
        case "normal" if found := _NORMAL.fullmatch(rest):
            face.normal = (_expression(found["normal"]), _expression(found["origin"]))
        case "even" | "curved" | "round":
            face.flags |= {word}
        case _:
            raise ValueError(f"not a word about a face: {word} {rest}")


def _expression(text: str) -> Expression:
    """Read "height - floor", or "diameter as -" where the script writes the number."""
    formula, _, name = text.partition(" as ")
    return Expression(Formula(formula), "" if name == "-" else name or formula)


def _extent(text: str) -> Extent:
    """Read "width" (around 0), "0 to height", "a to b as c"."""
    ends, _, name = text.partition(" as ")
    low, _, high = ends.rpartition(" to ")
    return Extent(Formula(low) if low else None, Formula(high), "" if name == "-" else name or high)
