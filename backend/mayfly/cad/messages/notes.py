"""Notes about a run for its reader: a code with fields from a child, a sentence in the server.

A child sends codes and fields, never sentences, so that a script can't speak in
Mayfly's name. Standard library only; both sides import it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from mayfly.cad.messages.fields import (
    MOST_LINES,
    count,
    filled,
    identifier,
    name,
    one_of,
    optional,
    place,
    size,
    volume,
    volumes,
)
from mayfly.cad.messages.fields import Kind as NoteKind
from mayfly.cad.messages.shapes import body, edges, held, subject

LIMIT = 20
"""Notes of one run that are kept; the rest is counted."""

VIEWERS = ("ocp_vscode", "cq_vscode", "cq_server", "jupyter_cadquery", "yacv_server", "IPython")
"""Viewers for which a script finds a stand-in."""

_MOST_NAMES = 10
_SPELLING = re.compile(r"[A-Za-z0-9#(),.%/+ _-]{1,40}")
_LENGTH_UNITS = frozenset({"INCH", "FT", "MI", "M", "KM", "MIL", "UM", "CM", "UIN"})


def saved_object(value: Any) -> str | None:
    """Return the place of an object, or words for one that has no name."""
    return "an object" if value == "" else place(value)


def places(value: Any) -> str | None:
    """Return several places as a list in words, or None; wrong ones are counted with the rest."""
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
    return value if value in (*VIEWERS, "cadquery.vis", "display") else None


def spelling(value: Any) -> str | None:
    """Return what a script gave for a colour or an opacity, if it is a few plain letters, or None."""
    plain = isinstance(value, str) and _SPELLING.fullmatch(value)
    return value if plain else None


def length_unit(value: Any) -> str | None:
    """Return the name of a unit as the kernel knows it, or None."""
    return value if isinstance(value, str) and value in _LENGTH_UNITS else None


_NEITHER = "no show_object and no `result`"

KINDS: dict[str, NoteKind] = {
    "took_viewer": NoteKind("no show_object: what was passed to {viewer} was taken", {"viewer": viewer}),
    "sketches_left_out": NoteKind(
        "{count} sketches shown besides solids were left out: they are flat", {"count": count}
    ),
    "took_result": NoteKind("no show_object: the variable `result` was taken", {}),
    "took_results": NoteKind("no show_object: the {count} objects in `result` were taken", {"count": count}),
    "took_saved": NoteKind(
        f"{_NEITHER}: {{name}}, which the script saves (line {{line}}), was taken",
        {"name": saved_object, "line": count},
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
    "took_collected": NoteKind(
        f"{_NEITHER}: the {{count}} objects in {{name}}, which holds all that the script makes, were taken",
        {"name": place, "count": count},
    ),
    "took_holder": NoteKind(
        f"{_NEITHER}: {{name}} was taken; {{last}}, assigned last (line {{line}}), was added to it",
        {"name": place, "last": place, "line": count},
    ),
    "took_copy": NoteKind("{name} is a moved copy of {original}", {"name": place, "original": place}),
    "left_out": NoteKind("not part of it, and left out: {names}", {"names": places}),
    "colour_unknown": NoteKind(
        "the colour of object {number} was left out: `{value}` is not a colour of CadQuery, CQ-editor or CSS",
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
    "shell_unchanged": NoteKind(
        "{subject}, is as solid as it was before: a wall of {size} mm leaves no room inside",
        {"subject": subject, "size": size},
    ),
    "touches_itself": NoteKind(
        "{solid} touches itself along {edges}, where it can't be made as one piece and slicers refuse it (a "
        "non-manifold edge): let its parts overlap there, or leave a gap",
        {"solid": body, "edges": edges},
    ),
    "overlap": NoteKind(
        "{first} and {second} overlap: {volume} mm³ belong to both",
        {"first": body, "second": body, "volume": volume},
    ),
    "overlaps_unseen": NoteKind(
        "pairs of solids that may overlap and were not compared for lack of time: {count}", {"count": count}
    ),
    "walls_unmeasured": NoteKind(
        "pairs of faces that may bound a thin wall and were not measured for lack of time: {count}",
        {"count": count},
    ),
    "loose": NoteKind(
        "the file also holds {held} that belong to no solid; sizes, faces and volume are those of the solids",
        {"held": held},
    ),
    "font_missing": NoteKind(
        "the font {font} is not installed here: the text is in {taken}", {"font": name, "taken": name}
    ),
    "font_file_missing": NoteKind(
        "there is no font file {path} here: the text is in {taken}", {"path": name, "taken": name}
    ),
    "letters_missing": NoteKind(
        "the font {font} lacks {count} of the text's letters, which become empty boxes: {letters}",
        {"font": name, "count": count, "letters": name},
    ),
    "rewritten": NoteKind(
        "a revolved face was written as a free-form one: it is sound as it was built, but STEP's own form of "
        "it reads back faulty{volumes}{transition}",
        {
            "volumes": optional(volumes, ": "),
            "transition": optional(one_of({"round": "; sweep() with transition='round' makes such corners"})),
        },
    ),
}


def note(code: str, **fields: Any) -> dict[str, Any]:
    """Return a note as a child sends it."""
    return {"code": code, **fields}


def sentences(rows: Any, lines: int = MOST_LINES) -> tuple[str, ...]:
    """Return the sentences of a child's notes; a wrong row is left out.

    Args:
        rows: What the child sent.
        lines: Lines that the script has; a note that names a later one is left out.
    """
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        return ()
    texts = dict.fromkeys(text for row in rows[: 5 * LIMIT] if (text := filled(KINDS, row, lines)))
    more = len(texts) - LIMIT
    kept = list(texts)[:LIMIT]
    return (*kept, f"and {more} more such notes") if more > 0 else tuple(kept)
