"""HttpProblem: the error by which the HTTP service itself refuses a request. It needs no web framework."""

from __future__ import annotations

from collections.abc import Mapping


class HttpProblem(Exception):
    """A request that the HTTP service refuses by itself; the answer is a problem (RFC 9457).

    Attributes:
        status: HTTP status.
        code: Stable machine-readable name.
        headers: Headers that belong to the status.
    """

    def __init__(self, status: int, code: str, detail: str, headers: Mapping[str, str] | None = None) -> None:
        """Set what the problem says; ``detail`` is the text for people."""
        super().__init__(detail)
        self.status = status
        self.code = code
        self.headers = dict(headers or {})
