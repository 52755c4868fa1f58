"""Copies a living model instead of building the same one again.

Two builds with the same recipe have the same bytes: a recipe is a digest of everything that
decides them, the CAD kernel and Mayfly's own code included. So the second model is a copy of
the first, with its own deadline. The directory's index finds the first one, no matter which
process made it.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter, ValidationError

from mayfly.cad.input_files import read_files
from mayfly.cad.workshop.script_reading import sendable
from mayfly.contracts import BuildReport, Plan, ScriptValue
from mayfly.errors import ModelNotFound, StorageError
from mayfly.stores.store import HalfWritten, Store

_REPORT = TypeAdapter(BuildReport)
_CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Twin:
    """A living model that another build would only make again.

    Attributes:
        name: The model's name.
        script: Its script, with the values of its parameters.
        parameters: Those values.
        report: What was measured on it.
    """

    name: str
    script: str
    parameters: dict[str, ScriptValue]
    report: BuildReport


def recipe_of(plan: Plan, head: str, code: str) -> str:
    """Return the digest of everything that decides a model's bytes and measures.

    Args:
        plan: What will be built.
        head: The part of the product's name that is not random.
        code: Identifies the code that builds it (``Workshop.code``).

    Raises:
        InvalidParameter: A parameter has a value, or a file a name, that no script can have.
    """
    files = {name: hashlib.sha256(content).hexdigest() for name, content in read_files(plan.files).items()}
    what = [code, head, plan.script, sendable(plan.parameters), plan.trusted, plan.explicit, files]
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()


def find_twin(service: Store, recipe: str) -> Twin | None:
    """Return the living model of a recipe; None if there is no such model or its record can't be read."""
    try:
        found = service.made_from(recipe)
        if found is None:
            return None
        name, card = found
        return Twin(name, card["script"], card["parameters"], _REPORT.validate_python(card["report"]))
    except (
        StorageError,
        ValidationError,
        KeyError,
    ):  # then it is built, which raises what is wrong, if anything is
        return None


def copy_twin(service: Store, twin: Twin, partial: HalfWritten) -> bool:
    """Copy a model into a partial file; False if it can't be read any more, or is not what was measured."""
    try:
        with service.open_model(twin.name) as source:
            same = _copy(source, partial.path) == twin.report.sha256
    except (ModelNotFound, StorageError, OSError):
        same = False
    if not same:
        partial.path.unlink(missing_ok=True)
    return same


def _copy(source: BinaryIO, path: Path) -> str:
    """Copy a file into a new one and return the SHA-256 of what was copied, in hex."""
    digest = hashlib.sha256()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    with os.fdopen(descriptor, "wb", buffering=0) as target:
        while chunk := source.read(_CHUNK_BYTES):
            digest.update(chunk)
            view = memoryview(chunk)
            while view:
                view = view[target.write(view) :]
    return digest.hexdigest()
