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

VIEWERS = ("ocp_vscode", "cq_vscode", "cq_server", "jupyter_cadquery", "yacv_server")
"""Viewers for which a script finds a stand-in."""

_NAME_LIMIT = 80
_MOST_NAMES = 10
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


# A variable, or a place in what it holds: plate, parts[0], parts['lid'], bracket.body
_PLACE = re.compile(r"([^\W\d]\w*)((?:\.[^\W\d]\w*|\[\d+\]|\['[\w .-]*'\])*)")


def place(value: Any) -> str | None:
    """Return how a script reaches an object, or None."""
    fits = isinstance(value, str) and len(value) <= _NAME_LIMIT and _PLACE.fullmatch(value)
    return f"`{value}`" if fits else None


def what_was_saved(value: Any) -> str | None:
    """Return the place of an object, or words for one that has no name."""
    return "an object" if value == "" else place(value)


def places(value: Any) -> str | None:
    """Return some places as a list in words, or None; those that don't fit are counted with the rest."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        return None
    named = [text for item in value[:_MOST_NAMES] if (text := place(item))]
    rest = len(value) - len(named)
    parts = [*named, f"{rest} more" if named else f"{rest} objects"] if rest else named
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else ""


def went_into_it(value: Any) -> str | None:
    """Return the end of a sentence that says which objects went into one, or None."""
    text = places(value)
    return f"; {text} went into it" if text else text


def viewer(value: Any) -> str | None:
    """Return the name of a viewer's module, or None."""
    return value if value in (*VIEWERS, "cadquery.vis") else None


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


_NEITHER = "no show_object and no `result`"

KINDS: dict[str, NoteKind] = {
    "took_viewer": NoteKind("no show_object: what was passed to {viewer} was taken", {"viewer": viewer}),
    "took_result": NoteKind("no show_object: the variable `result` was taken", {}),
    "took_results": NoteKind("no show_object: the {count} objects in `result` were taken", {"count": count}),
    "took_saved": NoteKind(
        f"{_NEITHER}: {{name}}, which the script saves (line {{line}}), was taken",
        {"name": what_was_saved, "line": count},
    ),
    "took_all_saved": NoteKind(
        f"{_NEITHER}: the {{count}} objects that the script saves were taken", {"count": count}
    ),
    "took_last": NoteKind(
        f"{_NEITHER}: {{name}}, assigned last (line {{line}}), was taken{{others}}",
        {"name": place, "line": count, "others": went_into_it},
    ),
    "took_named": NoteKind(
        f"{_NEITHER}: {{name}}, which the last line names, was taken{{others}}",
        {"name": place, "others": went_into_it},
    ),
    "took_last_all": NoteKind(
        f"{_NEITHER}: the {{count}} objects in {{name}}, assigned last (line {{line}}), were taken{{others}}",
        {"name": place, "line": count, "count": count, "others": went_into_it},
    ),
    "took_holder": NoteKind(
        f"{_NEITHER}: {{name}} was taken; {{last}}, assigned last (line {{line}}), was added to it",
        {"name": place, "last": place, "line": count},
    ),
    "took_copy": NoteKind("{name} is a moved copy of {original}", {"name": place, "original": place}),
    "left_out": NoteKind("not part of it, and left out: {names}", {"names": places}),
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
