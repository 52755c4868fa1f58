"""Errors of operations as texts for a chat model: a stable code, what is wrong, what would work instead."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from mayfly.errors import MayflyError
from mayfly.settings import Settings

log = logging.getLogger(__name__)


def error_text(error: Exception) -> str:
    """Return an error in words for a chat model.

    The text begins with a stable code (``MayflyError.code``, ``storage_error``,
    ``misconfigured`` or ``internal_error``), so that programs can distinguish errors.
    A defect of ours is logged and named as such: the model can't fix it, but can report
    it, where an exception would end the whole run. Tracebacks are logged at level
    debug only, because the texts of exceptions may hold paths and requests.
    """
    if isinstance(error, MayflyError):
        return _correctable(error)
    if isinstance(error, OSError | sqlite3.Error):
        log.warning("a tool could not use the storage: %s", type(error).__name__)
        log.debug("where it happened", exc_info=error)
        reason = getattr(error, "strerror", None) or type(error).__name__
        return f"storage_error: {reason}. Trying again later may help."
    if isinstance(error, ValidationError) and error.title == Settings.__name__:
        return f"misconfigured: {_variables(error)}"
    kind = type(error).__name__
    log.error("a tool failed: %s (traceback at level debug)", kind)
    log.debug("where it happened", exc_info=error)
    return f"internal_error: {kind}. It was logged; trying again won't help."


def _correctable(error: MayflyError) -> str:
    """Return an error in words, with what would work instead."""
    text = f"{error.code}: {error}"
    suggestions = error.to_dict().get("suggestions")
    return f"{text}\nThis would work: {'; '.join(suggestions)}." if suggestions else text


def _variables(error: ValidationError) -> str:
    """Return the environment variables that make no sense, without their values."""
    rows: list[Mapping[str, Any]] = list(error.errors(include_input=False))
    return "; ".join(f"MAYFLY_{'_'.join(str(s) for s in row['loc']).upper()}: {row['msg']}" for row in rows)
