"""Describes an error of a script so that it can be fixed: kind, message, line, and what to try."""

from __future__ import annotations

import contextlib
import traceback
from typing import Any

from mayfly.cad.protocol import MESSAGE_LIMIT_CHARACTERS, SCRIPT_FILE
from mayfly.cad.sandbox.coded_errors import CodedError
from mayfly.cad.sandbox.diagnosis.chain_ends import empty_operands
from mayfly.cad.sandbox.diagnosis.error_hints import hint_for
from mayfly.cad.sandbox.diagnosis.file_hints import file_hint
from mayfly.cad.sandbox.diagnosis.largest_size import not_positive
from mayfly.cad.sandbox.diagnosis.selectors import nothing_selected, unreadable_selector
from mayfly.cad.script_text import lines_of


def explain(error: BaseException, source: str) -> dict[str, Any]:
    """Describe an error as the server expects it.

    Args:
        error: The error, with its traceback.
        source: The script.

    Returns:
        ``kind``, the exception's ``type``, ``message`` and ``line``; ``said``, a code that stands for
        the message where it is Mayfly's own; ``hints``, codes of advice.
    """
    if isinstance(error, MemoryError):
        return {"kind": "memory"}
    kind, message = type(error).__name__, _said(error)
    line: int | None = None
    calls: list[str] = []
    wrong_sizes: list[str] = []
    if isinstance(error, SyntaxError) and error.filename == SCRIPT_FILE:
        line, message = error.lineno, error.msg if isinstance(error.msg, str) else message
    for frame, number in traceback.walk_tb(error.__traceback__):
        calls.append(frame.f_code.co_name)
        if frame.f_code.co_filename == SCRIPT_FILE:
            line = number
        elif what := not_positive(frame.f_code.co_name, frame.f_locals):
            wrong_sizes = [what]
    account: dict[str, Any] = {
        "kind": "script",
        "type": kind,
        "message": message[:MESSAGE_LIMIT_CHARACTERS],
        "line": line,
    }
    if isinstance(error, CodedError) and error.said:
        return {**account, "said": error.said, "line": error.line or line, "hints": error.hints}
    selector = unreadable_selector(error)
    if selector:
        return {**account, "said": selector, "hints": [{"code": "selector_syntax"}]}
    lines = lines_of(source)
    text = lines[line - 1] if line and line <= len(lines) else ""
    hints = [{"code": code} for code in hint_for(f"{kind}: {message}", " ".join(calls), text)]
    with contextlib.suppress(Exception):  # it reads the script's own objects, which may be anything
        hints = [*nothing_selected(error, f"{kind}: {message}", source, SCRIPT_FILE), *hints]
        hints = empty_operands(error, source) or hints
        hints = [{"code": "not_positive", "what": what} for what in wrong_sizes] or hints
        hints = file_hint(error, f"{kind}: {message}", text) or hints
    return {**account, "hints": hints}


def _said(error: BaseException) -> str:
    """Return an error's text; a script's own class may raise here, or return something else."""
    try:
        return str(error)
    except BaseException as failure:  # a SystemExit there must not end the answer either
        return f"(its text can't be had: {type(failure).__name__})"
