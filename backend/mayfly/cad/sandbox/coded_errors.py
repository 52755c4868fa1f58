"""Errors whose text is Mayfly's own: raised as codes with fields, from which the server makes sentences."""

from __future__ import annotations

from typing import Any

from mayfly.cad.messages.script_errors import SCRIPT_ERRORS


class CodedError(Exception):
    """What is wrong with a script or a model, as a code of ``script_errors.SCRIPT_ERRORS`` with its fields.

    With a text instead of a code, it is an exception like any other.

    Attributes:
        said: The code and its fields; None where there is only a text.
        hints: Codes of ``hints.HINTS`` with their fields.
        line: Line of the script that it belongs to, where it has one.
    """

    def __init__(self, code: str, *, hints: list[dict[str, Any]] | None = None, **fields: Any) -> None:
        """Keep the code and its fields."""
        super().__init__(code)
        self.said = {"code": code, **fields} if code in SCRIPT_ERRORS else None
        self.hints = hints or []
        subject = fields.get("subject")
        self.line: int | None = subject.get("line") if isinstance(subject, dict) else None


class NothingToWrite(CodedError):
    """What the script shows can't become a STEP file."""


class FaultyGeometry(CodedError):
    """What the script shows is not sound geometry."""
