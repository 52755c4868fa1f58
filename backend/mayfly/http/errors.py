"""Refusal: what the HTTP service turns down by itself. It needs no web framework."""

from __future__ import annotations

from collections.abc import Mapping


class Refusal(Exception):
    """A request that the HTTP service itself turns down, before anything of Mayfly's is asked.

    Attributes:
        status: HTTP status.
        code: Stable machine-readable name.
        headers: Headers that belong to the status.
    """

    def __init__(self, status: int, code: str, detail: str, headers: Mapping[str, str] | None = None) -> None:
        """Keep what the problem says."""
        super().__init__(detail)
        self.status = status
        self.code = code
        self.headers = dict(headers or {})
