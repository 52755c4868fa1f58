"""URIs of resources: models with drawing, script and design, the catalogue, the schema of a design."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, unquote

from mayfly.operations.file_kinds import FileKind

MODELS: Final = "mayfly://models/"
PARTS: Final = "mayfly://parts"
DESIGN_SCHEMA: Final = "mayfly://design/schema"

SHOWN: Final[tuple[FileKind, ...]] = ("drawing", "picture", "script", "design")
"""What there is of a model besides its STEP file, as the last part of the URI."""


def model_uri(name: str, kind: FileKind = "step") -> str:
    """Return the URI of a model's file.

    Args:
        name: The model's file name ("plate-3f9c2a71.step").
        kind: Which file of it.
    """
    whole = MODELS + quote(name, safe="")
    return whole if kind == "step" else f"{whole}/{kind}"


def uris_of(name: str) -> tuple[str, ...]:
    """Return the URIs of all that there is of a model."""
    return (model_uri(name), *(model_uri(name, kind) for kind in SHOWN))


def file_of(uri: str) -> tuple[str, FileKind] | None:
    """Return the model and the kind of file that a URI names; None where it names something else."""
    if not uri.startswith(MODELS):
        return None
    name, slash, rest = uri.removeprefix(MODELS).partition("/")
    kind = next((one for one in SHOWN if one == rest), None) if slash else "step"
    return (unquote(name), kind) if name and kind is not None else None


def model_of(uri: str) -> str | None:
    """Return the file name of the model that a URI belongs to."""
    found = file_of(uri)
    return None if found is None else found[0]


def part_of(uri: str) -> str | None:
    """Return the catalogue part that a URI names; None where it names something else."""
    head, slash, name = uri.rpartition("/")
    return unquote(name) if slash and head == PARTS and name else None
