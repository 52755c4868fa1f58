"""Errors of a build as JSON: what a worker raised is raised again where the build was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mayfly.cad.workshop.child_errors import ProcessesLost
from mayfly.errors import (
    BuildCancelled,
    BuildError,
    BuildOutOfMemory,
    BuildTimeout,
    InvalidGeometry,
    InvalidParameter,
    KernelCrash,
    MayflyError,
    ScriptError,
    ScriptRefused,
    StorageError,
    WorkshopBusy,
)

_KINDS: Final[dict[str, type[MayflyError]]] = {
    kind.__name__: kind
    for kind in (
        BuildCancelled,
        BuildError,
        BuildOutOfMemory,
        BuildTimeout,
        InvalidGeometry,
        InvalidParameter,
        KernelCrash,
        ProcessesLost,
        ScriptError,
        ScriptRefused,
        StorageError,
        WorkshopBusy,
    )
}
#: The attributes of an error besides its text, each with the types that it may have.
_ATTRIBUTES: Final[dict[str, dict[str, tuple[type, ...]]]] = {
    "ScriptError": {
        "error_type": (str,),
        "message": (str,),
        "line": (int, type(None)),
        "source_line": (str,),
        "hint": (str,),
        "output": (str,),
    },
    "InvalidGeometry": {"check": (str,), "hint": (str,), "line": (int, type(None))},
    "WorkshopBusy": {"retry_after_seconds": (int, float)},
}


class BadFailure(Exception):
    """What was sent is no error of a build."""


def failure_json(error: Exception) -> dict[str, Any]:
    """Return an error as JSON has it; one that nobody raises on purpose as a plain build error."""
    if not isinstance(error, MayflyError):
        return {"kind": "BuildError", "text": f"The build worker failed ({type(error).__name__})."}
    kind = next((each.__name__ for each in type(error).__mro__ if each.__name__ in _KINDS), "BuildError")
    attributes = {name: getattr(error, name) for name in _ATTRIBUTES.get(kind, {})}
    return {"kind": kind, "text": str(error), **attributes}


def failure_of(row: Any) -> MayflyError:
    """Return the error that ``failure_json`` wrote, with its text and its attributes.

    Raises:
        BadFailure: It is no such failure.
    """
    if not isinstance(row, Mapping) or not isinstance(row.get("text"), str):
        raise BadFailure("no error")
    kind = str(row.get("kind"))
    if kind not in _KINDS:
        raise BadFailure("an unknown kind of error")
    error = _KINDS[kind].__new__(_KINDS[kind])
    Exception.__init__(error, row["text"])
    for name, types in _ATTRIBUTES.get(kind, {}).items():
        value = row.get(name)
        if not isinstance(value, types) or isinstance(value, bool):
            raise BadFailure(f"{name} is of the wrong type")
        setattr(error, name, value)
    return error
