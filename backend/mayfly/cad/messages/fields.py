"""The fields of messages: what a child sends for each is checked, and turned into words here.

A field's checker gets what the child sent, which may be anything, and returns
words of bounded length, or None for a wrong value. A sentence with a wrong field
is left out. Standard library only; both sides import it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mayfly.cad.messages.plain_text import one_line, quoted, safe_text
from mayfly.number_text import decimal_text

Field = Callable[[Any], str | None]
"""Returns a field's value as text for a sentence, or None for a wrong value."""

NAME_LIMIT = 80
QUOTE_LIMIT = 120
MOST_LINES = 10**6
"""Used where it is not known how many lines a script has."""

_COUNT_LIMIT = 10**9
_LENGTH_LIMIT_MM = 1e12
_DEPTH = 4
_PLACE = re.compile(r"([^\W\d]\w*)((?:\.[^\W\d]\w*|\[\d+\]|\['[\w .-]*'\])*)")
_PLAIN_FILE = re.compile(r"[\w.+/-]+")

CALLS = frozenset(
    """
    box sphere cylinder cone wedge torus text rect circle polygon polyline ellipse slot2D spline
    line lineTo hLine vLine polarLine threePointArc sagittaArc radiusArc close wire offset2D sketch
    finalize placeSketch extrude twistExtrude revolve sweep loft shell hollow thicken fillet chamfer
    fillet2D chamfer2D hole cboreHole cskHole cutBlind cutThruAll cutEach cut union fuse intersect
    combine combineSolids clean add each eachpoint mirror mirrorX mirrorY split section interpPlate
    translate rotate rotateAboutCenter transformed faces edges wires vertices solids shells
    compounds first last item end workplane copyWorkplane center moveTo move pushPoints rarray
    polarArray toPending newObject
    """.split()  # noqa: SIM905 (easier to read than forty strings)
)
"""Calls of CadQuery that a sentence may name."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of sentence.

    Attributes:
        sentence: Text with a ``{placeholder}`` for each field.
        fields: Name of each field to what checks it.
    """

    sentence: str
    fields: Mapping[str, Field]


def filled(kinds: Mapping[str, Kind], row: Any, lines: int) -> str:
    """Return the sentence of a code with its fields, an empty text where anything is wrong.

    Args:
        kinds: The sentences, by code.
        row: What a child sent.
        lines: Lines that the script has; a field that names a later one is refused.
    """
    code = row.get("code") if isinstance(row, dict) else None
    kind = kinds.get(code) if isinstance(code, str) else None
    if kind is None or not _within(row, lines):
        return ""
    values = {name: check(row.get(name)) for name, check in kind.fields.items()}
    if any(value is None for value in values.values()):
        return ""
    return kind.sentence.format(**values)


def _within(value: Any, lines: int, depth: int = _DEPTH) -> bool:
    """Return whether every field ``line`` in a row, however deep, is a line of the script."""
    if isinstance(value, dict):
        line = value.get("line")
        fits = line is None or (is_whole(line) and 0 < line <= lines)
        return fits and depth > 0 and all(_within(item, lines, depth - 1) for item in value.values())
    if isinstance(value, list):
        return depth > 0 and all(_within(item, lines, depth - 1) for item in value[:100])
    return True


# --- single values -------------------------------------------------------------------------


def identifier(value: Any) -> str | None:
    """Return a Python name, or None; a name with invisible letters counts as wrong."""
    if not isinstance(value, str) or not value.isidentifier() or len(value) > NAME_LIMIT:
        return None
    return value if safe_text(value) == value else None


def place(value: Any) -> str | None:
    """Return how a script reaches an object (`parts[0]`, `parts['lid']`, `bracket.body`), or None."""
    fits = isinstance(value, str) and len(value) <= NAME_LIMIT and _PLACE.fullmatch(value)
    return f"`{value}`" if fits and safe_text(value) == value else None


def count(value: Any) -> str | None:
    """Return a whole number of zero or more as text, or None."""
    return f"{value:,}" if is_whole(value) and 0 <= value < _COUNT_LIMIT else None


def size(value: Any) -> str | None:
    """Return a length in mm (or another finite number) with at most six digits, or None."""
    number = number_of(value)
    return None if number is None else f"{number:.6g}"


def volume(value: Any) -> str | None:
    """Return a volume in mm³ with two decimals at most, three digits where it is small, or None."""
    number = number_of(value)
    if number is None:
        return None
    return decimal_text(number, 2, grouped=True) if abs(number) >= 1 else f"{number:.3g}"


def volumes(value: Any) -> str | None:
    """Return two volumes as "5 mm³ instead of 6 mm³", or None."""
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != 2:
        return None
    texts = [volume(item) for item in value]
    return None if None in texts else f"{texts[0]} mm³ instead of {texts[1]} mm³"


def selector(value: Any) -> str | None:
    """Return a selector string of the script's, bounded and between single quotes, or None."""
    return "'" + one_line(value, QUOTE_LIMIT).replace("'", '"') + "'" if isinstance(value, str) else None


def words(value: Any) -> str | None:
    """Return a text of the script's own, bounded and between quotation marks, or None."""
    return quoted(value, QUOTE_LIMIT) if isinstance(value, str) else None


def name(value: Any) -> str | None:
    """Return a name that the script gave, bounded and between quotation marks, or None."""
    return quoted(value, NAME_LIMIT) if isinstance(value, str) and value else None


def file(value: Any) -> str | None:
    """Return a file's or folder's name, between quotation marks unless it is one plain word, or None."""
    if not isinstance(value, str) or not value:
        return None
    plain = len(value) <= NAME_LIMIT and _PLAIN_FILE.fullmatch(value) and safe_text(value) == value
    return value if plain else quoted(value, NAME_LIMIT)


def call(value: Any) -> str | None:
    """Return a call of CadQuery's, such as ``fillet()``, or None."""
    return f"{value}()" if is_one_of(value, CALLS) else None


def one_of(choice: Mapping[str, str]) -> Field:
    """Return a checker for one of a fixed set of values, each with its words."""

    def check(value: Any) -> str | None:
        return choice.get(value) if isinstance(value, str) else None

    return check


def optional(check: Field, before: str = "", after: str = "") -> Field:
    """Return a checker that also accepts None, and puts words around a value."""

    def checked(value: Any) -> str | None:
        if value is None:
            return ""
        text = check(value)
        return None if text is None else before + text + after

    return checked


# --- types of values ---------------------------------------------------------------------


def is_one_of(value: Any, known: Collection[str | None]) -> bool:
    """Return whether a value is one of a few texts; it may be of any type."""
    return (value is None or isinstance(value, str)) and value in known


def is_whole(value: Any) -> bool:
    """Return whether a value is a whole number."""
    return isinstance(value, int) and not isinstance(value, bool)


def number_of(value: Any) -> float | None:
    """Return a finite number of a plausible size, or None; an int may have any number of digits."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return float(value) if abs(value) < _LENGTH_LIMIT_MM else None


def point(value: Any) -> list[str] | None:
    """Return three coordinates as texts, or None."""
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != 3:
        return None
    texts = [size(item) for item in value]
    return None if any(text is None for text in texts) else [str(text) for text in texts]
