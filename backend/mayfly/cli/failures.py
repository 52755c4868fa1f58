"""Turns errors into what a command reports: for people, for programs, and as an exit code."""

from __future__ import annotations

from mayfly.cli.orders import Failure
from mayfly.errors import (
    InvalidDesign,
    InvalidLifetime,
    InvalidModelName,
    InvalidParameter,
    MayflyError,
    ModelExpired,
    ModelNotFound,
    NeedsClarification,
    RequirementsNotMet,
    ScriptError,
    UnknownPart,
)

_CALLERS = (
    NeedsClarification,
    InvalidParameter,
    InvalidDesign,
    UnknownPart,
    ScriptError,
    RequirementsNotMet,
    InvalidModelName,
    ModelNotFound,
    ModelExpired,
    InvalidLifetime,
)
"""What the caller can fix. Everything else is a failure."""


def failure_of(error: Exception) -> Failure | None:
    """Return an error as a command reports it; None for one that nobody raises on purpose."""
    if isinstance(error, MayflyError):
        return Failure(
            error=error.to_dict(),
            text=str(error),
            suggestions=tuple(getattr(error, "suggestions", ())),
            asks=isinstance(error, NeedsClarification),
            fault="caller" if isinstance(error, _CALLERS) else "failure",
        )
    from pydantic import ValidationError

    if isinstance(error, ValidationError):
        problems = [
            f"MAYFLY_{'_'.join(str(part) for part in problem['loc']).upper()}: {problem['msg']}"
            for problem in error.errors()
        ]
        text = "\n".join(problems)
        return Failure(error={"code": "invalid_setting", "message": text}, text=text, fault="caller")
    if isinstance(error, OSError):
        return Failure(error={"code": "storage_error", "message": str(error)}, text=str(error))
    return None
