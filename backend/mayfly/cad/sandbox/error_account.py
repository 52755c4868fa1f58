"""Describing an error of a script for whoever wants to fix it: kind, message, line, and what to try."""

from __future__ import annotations

import contextlib
import traceback
from typing import Any

from mayfly.cad.sandbox.error_hints import hint_for
from mayfly.cad.sandbox.file_hints import file_hint
from mayfly.cad.sandbox.script_run import SCRIPT_NAME
from mayfly.cad.sandbox.selection import SYNTAX_HINT, nothing_selected, unreadable_selector
from mayfly.cad.script_text import lines_of


def explain(error: BaseException, source: str) -> dict[str, Any]:
    """Describe an error for the one who wants to mend the script."""
    if isinstance(error, MemoryError):
        return {"kind": "memory"}
    kind, message = type(error).__name__, _said(error)
    line: int | None = None
    calls: list[str] = []
    if isinstance(error, SyntaxError) and error.filename == SCRIPT_NAME:
        line, message = error.lineno, error.msg if isinstance(error.msg, str) else message
    for frame, number in traceback.walk_tb(error.__traceback__):
        calls.append(frame.f_code.co_name)
        if frame.f_code.co_filename == SCRIPT_NAME:
            line = number
    lines = lines_of(source)
    text = lines[line - 1] if line and line <= len(lines) else ""
    unreadable = unreadable_selector(error)
    if unreadable:
        message, hint = unreadable, SYNTAX_HINT
    else:
        hint = hint_for(f"{kind}: {message}", " ".join(calls), text)
        with contextlib.suppress(Exception):  # a look at the script's own objects, which may be anything
            hint = f"{nothing_selected(error, f'{kind}: {message}', source, SCRIPT_NAME)} {hint}".strip()
            hint = file_hint(error, f"{kind}: {message}", text) or hint
    return {
        "kind": "script",
        "type": kind,
        "message": message[:2000] or "the CAD kernel gave no reason",
        "line": line,
        "source_line": text[:500],
        "hint": hint,
    }


def _said(error: BaseException) -> str:
    """Give an error's text; a script's own class may fail at giving it, or give what is none."""
    try:
        return str(error)
    except BaseException as failure:  # a SystemExit there must not end the answer either
        return f"(its text can't be had: {type(failure).__name__})"
