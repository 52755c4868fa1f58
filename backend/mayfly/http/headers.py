"""Read and write the HTTP headers that the service understands: Accept, Prefer, Range and conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import quote

from starlette.requests import Request

from mayfly.http.errors import HttpProblem

EVENT_STREAM = "text/event-stream"
MOST_WAIT_SECONDS = 600.0
_WAIT = re.compile(r"wait\s*=\s*\"?(\d{1,4})\"?")
_RANGE = re.compile(r"\s*bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE)
_WEIGHT = re.compile(r"(?:^|;)\s*q\s*=\s*([01](?:\.\d{0,3})?)")


def prefers_json(accept: str) -> bool:
    """Return whether an Accept header prefers JSON to a page (RFC 9110, 12.5.1)."""
    return _preference(accept, "application/json") > _preference(accept, "text/html")


def prefers_events(accept: str) -> bool:
    """Return whether an Accept header names an event stream, and gives JSON no greater weight."""
    named = dict(_weights(accept))
    events = named.get(EVENT_STREAM, 0.0)
    return events > 0 and events >= named.get("application/json", 0.0)


def _preference(accept: str, media_type: str) -> tuple[float, int]:
    """Return the weight that the most specific range gives a media type, and how specific that is."""
    ranges = {"*/*": 0, media_type.partition("/")[0] + "/*": 1, media_type: 2}
    best, weight = -1, 0.0 if accept.strip() else 1.0
    for name, found in _weights(accept):
        rank = ranges.get(name, -1)
        if rank > best:
            best, weight = rank, found
    return weight, best


def _weights(accept: str) -> Iterator[tuple[str, float]]:
    """Yield the media ranges of an Accept header with their weights; an unclear weight is 1."""
    for item in accept.lower().split(","):
        name, _, rest = item.partition(";")
        found = _WEIGHT.search(rest)
        yield name.strip(), float(found[1]) if found else 1.0


def preferences(prefer: str) -> set[str]:
    """Return the preferences of a Prefer header (RFC 7240), in lower case and without their parameters."""
    return {item.split(";")[0].strip().lower() for item in prefer.split(",")}


def wait_seconds(prefer: str) -> float:
    """Return how long a client would wait before it polls (RFC 7240, 4.3); 0 if it does not say."""
    found = next((match for item in preferences(prefer) if (match := _WAIT.fullmatch(item))), None)
    return min(float(found[1]), MOST_WAIT_SECONDS) if found else 0.0


def byte_range(header: str, size: int) -> tuple[int, int] | None:
    """Return the range that a Range header asks for: its first byte, and the one after its last.

    Several ranges, other units and malformed headers are answered with the whole
    file (None), as RFC 9110, 14.2 allows.

    Raises:
        HttpProblem: 416, no byte of the file lies in the range.
    """
    found = _RANGE.fullmatch(header)
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        start, end = max(0, size - int(found[2])), size
    else:
        start, end = int(found[1]), min(size, int(found[2]) + 1 if found[2] else size)
        if found[2] and int(found[2]) < start:
            return None
    if start >= size or start >= end:
        raise HttpProblem(
            416, "range_not_satisfiable", f"The file has {size} bytes.", {"Content-Range": f"bytes */{size}"}
        )
    return start, end


def has_tag(request: Request, etag: str) -> bool | None:
    """Return whether If-None-Match names this tag; None if the request has no such header."""
    tags = request.headers.get("if-none-match")
    if tags is None:
        return None
    known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
    return "*" in known or etag in known


def is_unchanged(request: Request, etag: str, modified_at: float) -> bool:
    """Return whether the client has this version of a file already (RFC 9110, 13.2.2).

    Args:
        request: With If-None-Match or If-Modified-Since.
        etag: The file's tag.
        modified_at: Epoch seconds of its last change.
    """
    if (known := has_tag(request, etag)) is not None:
        return known
    since = _date(request.headers.get("if-modified-since"))
    return since is not None and int(modified_at) <= since


def range_applies(request: Request, etag: str, modified_at: float) -> bool:
    """Return whether the range is meant for this version of a file (If-Range); see ``is_unchanged``."""
    condition = request.headers.get("if-range")
    if condition is None or condition.strip() == etag:
        return True
    return _date(condition) == int(modified_at)


def disposition(name: str) -> str:
    """Return a Content-Disposition for a file name, encoded if it has to be (RFC 6266)."""
    quoted = quote(name, safe="")
    return f'attachment; filename="{name}"' if quoted == name else f"attachment; filename*=utf-8''{quoted}"


def _date(header: str | None) -> float | None:
    """Return an HTTP date in epoch seconds; None if the header is missing or wrong."""
    try:
        found = parsedate_to_datetime(header) if header else None
        return None if found is None else (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
