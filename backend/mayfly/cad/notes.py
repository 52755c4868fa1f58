"""What a reader should know about a run: a code with checked fields in a child, a sentence in the server.

A child sends codes and fields, never sentences, so that a script can't speak in
Mayfly's voice. Standard library only; both sides import it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LIMIT = 20
"""Notes of one run that are kept; the rest is counted."""

_NAME_LIMIT = 80
_COUNT_LIMIT = 10**9
_SPELLING = re.compile(r"[A-Za-z0-9#(),.%/+ _-]{1,40}")
_LENGTH_UNITS = frozenset({"INCH", "FT", "MI", "M", "KM", "MIL", "UM", "CM", "UIN"})

Field = Callable[[Any], str | None]
"""Return a field's value as text that may stand in a sentence, or None where it is not what it should be."""


@dataclass(frozen=True, slots=True)
class NoteKind:
    """One kind of note.

    Attributes:
        sentence: Text with a ``{placeholder}`` for each field.
        fields: Name of each field to what checks it.
    """

    sentence: str
    fields: Mapping[str, Field]


def identifier(value: Any) -> str | None:
    """Return a Python name, or None."""
    return value if isinstance(value, str) and value.isidentifier() and len(value) <= _NAME_LIMIT else None


def count(value: Any) -> str | None:
    """Return a whole number of zero or more as text, or None."""
    whole = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _COUNT_LIMIT
    return str(value) if whole else None


def spelling(value: Any) -> str | None:
    """Return what a script gave for a colour or an opacity, where it is few plain letters, or None."""
    plain = isinstance(value, str) and _SPELLING.fullmatch(value)
    return value if plain else None


def length_unit(value: Any) -> str | None:
    """Return the name of a unit as the kernel knows it, or None."""
    return value if isinstance(value, str) and value in _LENGTH_UNITS else None


KINDS: dict[str, NoteKind] = {
    "took_viewer": NoteKind("no show_object: what was passed to cadquery.vis.show was taken", {}),
    "took_result": NoteKind("no show_object: the variable `result` was taken", {}),
    "took_last": NoteKind(
        "no show_object and no `result`: the last CadQuery object, `{name}`, was taken", {"name": identifier}
    ),
    "colour_unknown": NoteKind(
        "the colour of object {number} was left out: `{value}` is none that CadQuery, CQ-editor or CSS knows",
        {"number": count, "value": spelling},
    ),
    "alpha_unknown": NoteKind(
        "the opacity of object {number} was left out: `{value}` is not from 0 to 1",
        {"number": count, "value": spelling},
    ),
    "alpha_zero": NoteKind(
        "the colour of object {number} would make it invisible; it was left opaque", {"number": count}
    ),
    "option_left_out": NoteKind(
        "the option `{option}` of object {number} was left out: it has no place in a STEP file",
        {"number": count, "option": identifier},
    ),
    "metadata_left_out": NoteKind(
        "the metadata of {number} parts was left out: it has no place in the STEP file", {"number": count}
    ),
    "density_unit": NoteKind(
        "the density is not in g/cm^3 in {number} materials; the STEP file has the numbers without the unit",
        {"number": count},
    ),
    "other_unit": NoteKind(
        "the script asks for a STEP file in {unit}: the model has the script's numbers, in millimetres",
        {"unit": length_unit},
    ),
}


def note(code: str, **fields: Any) -> dict[str, Any]:
    """Return a note as a child sends it."""
    return {"code": code, **fields}


def sentences(rows: Any) -> tuple[str, ...]:
    """Return the sentences of a child's notes; a row that is not what it should be is left out."""
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        return ()
    said = [text for row in rows[: LIMIT + 1] if (text := _sentence(row))]
    return tuple(said[:LIMIT])


def _sentence(row: Any) -> str:
    code = row.get("code") if isinstance(row, dict) else None
    kind = KINDS.get(code) if isinstance(code, str) else None
    if kind is None:
        return ""
    values = {name: check(row.get(name)) for name, check in kind.fields.items()}
    if any(value is None for value in values.values()):
        return ""
    return kind.sentence.format(**values)
