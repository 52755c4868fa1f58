"""Errors of scripts and models by code: fields from a child, sentences from the server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mayfly.cad.messages.candidates import candidates
from mayfly.cad.messages.fields import Kind, count, filled, identifier, one_of, optional, selector
from mayfly.cad.messages.hints import ENDS
from mayfly.cad.messages.shapes import faces, subject


@dataclass(frozen=True, slots=True)
class ScriptErrorKind:
    """One error of a script or of what it built, in Mayfly's words.

    Attributes:
        error_type: Its name, in the place of an exception's; empty to keep the exception's own.
        kind: The sentence and its fields.
        check: The check of a model's geometry that fails; empty where it is an error of the script.
    """

    error_type: str
    kind: Kind
    check: str = ""


_UNCLEAR = (
    ("model_left_open", "the script does not say which object is its model"),
    ("model_saved_twice", "the script saves several objects that lie in one place"),
    ("model_not_kept", "the script keeps nothing that it makes"),
    ("model_debugged", "the script shows objects by debug() alone, and those are not part of the model"),
    ("model_displayed", "the script displays several objects that lie in one place"),
    (
        "model_viewed",
        "the script passes several objects to show() one after the other, and each takes the place of the "
        "one before",
    ),
)

SCRIPT_ERRORS: dict[str, ScriptErrorKind] = {
    "nothing_shown": ScriptErrorKind(
        "NothingShown",
        Kind(
            "the script shows nothing: end it with show_object(result), where `result` is the solid that it "
            "makes",
            {},
        ),
    ),
    "nothing_called": ScriptErrorKind(
        "NothingShown",
        Kind(
            "the script shows nothing: end it with show_object({function}()), if that returns the solid",
            {"function": identifier},
        ),
    ),
    **{
        code: ScriptErrorKind("ModelUnclear", Kind(why + "{bodies}", {"bodies": candidates}))
        for code, why in _UNCLEAR
    },
    "empty": ScriptErrorKind("NothingToWrite", Kind("the object shown is empty: it holds no shape", {})),
    "nothing_left": ScriptErrorKind(
        "NothingToWrite",
        Kind("the object shown is empty: nothing is left of {subject}", {"subject": subject}),
    ),
    "empty_assembly": ScriptErrorKind(
        "NothingToWrite",
        Kind("the assembly shown is empty: no part of it holds a shape", {}),
    ),
    "ends_flat": ScriptErrorKind(
        "NothingToWrite",
        Kind(
            "the object shown holds no solid: {subject}, ends in {end}",
            {"subject": subject, "end": ENDS},
        ),
    ),
    "only_faces": ScriptErrorKind(
        "InvalidGeometry",
        Kind(
            "it holds no solid, only faces or shells: {subject}, ends in {end} ({faces})",
            {"subject": subject, "end": ENDS, "faces": faces},
        ),
        "has_solids",
    ),
    "only_lines": ScriptErrorKind(
        "InvalidGeometry",
        Kind(
            "it has no faces, it is made of wires, edges or points only: {subject}, ends in {end}",
            {"subject": subject, "end": ENDS},
        ),
        "has_faces",
    ),
    "sketch": ScriptErrorKind(
        "NothingToWrite",
        Kind(
            "a Sketch is flat: place it and extrude it, Workplane().placeSketch({name}).extrude(5)",
            {"name": lambda value: identifier(value) or "sketch"},
        ),
    ),
    "no_model": ScriptErrorKind(
        "NothingToWrite",
        Kind("show_object takes a Workplane, a Shape or an Assembly, not {kind}", {"kind": identifier}),
    ),
    "not_transferred": ScriptErrorKind(
        "NothingToWrite", Kind("the CAD kernel could not turn the model into STEP entities", {})
    ),
    "not_written": ScriptErrorKind(
        "NothingToWrite", Kind("the CAD kernel could not write the STEP file", {})
    ),
    "faulty": ScriptErrorKind(
        "FaultyGeometry",
        Kind(
            "the CAD kernel finds the geometry faulty (BRepCheck){outline}{subject}{faces}",
            {
                "outline": optional(one_of({"crossing": ": an outline or a face may cross itself"})),
                "subject": optional(subject, "; the first faulty object is "),
                "faces": optional(faces, "; faulty there: "),
            },
        ),
    ),
    "selector": ScriptErrorKind(
        "",
        Kind(
            "{text} can't be read as a selector{place}",
            {"text": selector, "place": optional(count, ", from character ", " on")},
        ),
    ),
}
"""The errors that a child may report instead of an exception's own text, by code."""


def script_error(row: Any, lines: int) -> tuple[ScriptErrorKind, str] | None:
    """Return the error that a child reports, with its sentence; None for a wrong row.

    Args:
        row: What the child sent.
        lines: Lines that the script has.
    """
    code = row.get("code") if isinstance(row, dict) else None
    if not isinstance(code, str) or code not in SCRIPT_ERRORS:
        return None
    text = filled({code: SCRIPT_ERRORS[code].kind}, row, lines)
    return (SCRIPT_ERRORS[code], text) if text else None
