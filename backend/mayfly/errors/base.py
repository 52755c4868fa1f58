"""The base of all errors that Mayfly raises on purpose."""

from __future__ import annotations

from typing import Any, ClassVar


class MayflyError(Exception):
    """Base of all errors raised on purpose; its text is written for the person who asked."""

    code: ClassVar[str] = "error"

    def to_dict(self) -> dict[str, Any]:
        """Return the error as plain data: ``code``, ``message`` and what else it knows."""
        return {"code": self.code, "message": str(self)}
