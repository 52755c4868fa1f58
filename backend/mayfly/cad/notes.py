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
