"""Errors whose text is Mayfly's own: raised as codes with fields, said by the server."""

from __future__ import annotations

from typing import Any

from mayfly.cad.sayings.troubles import TROUBLES


class Told(Exception):
    """What is wrong with a script or a model, as a code of ``troubles.TROUBLES`` with its fields.

    With a text instead of a code, it is an exception like any other.

    Attributes:
        said: The code and its fields; None where there is only a text.
        hints: Codes of ``hints.HINTS`` with their fields.
        line: Line of the script that it belongs to, where it has one.
    """

    def __init__(self, code: str, *, hints: list[dict[str, Any]] | None = None, **fields: Any) -> None:
        """Keep the code and its fields."""
        super().__init__(code)
        self.said = {"code": code, **fields} if code in TROUBLES else None
        self.hints = hints or []
        subject = fields.get("subject")
        self.line: int | None = subject.get("line") if isinstance(subject, dict) else None


class NothingToWrite(Told):
    """What the script shows can't become a STEP file."""


class FaultyGeometry(Told):
    """What the script shows is no sound geometry."""
