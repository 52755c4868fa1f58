"""Models as HTTP shows them: addresses instead of the server's paths, and the time that is left."""

from __future__ import annotations

import base64
import binascii
import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from mayfly.contracts import StoredModel
from mayfly.errors import InvalidParameter
from mayfly.http.urls import file_path, model_path

_CARD_KEYS = ("title", "part", "script", "parameters", "assumptions", "report")


def made(card: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Show what the generator has just made, with addresses under a prefix."""
    shown = {key: value for key, value in card.items() if key != "step_path"}
    shown |= {**_addresses(card["name"], prefix), "tracked": True}
    return with_time_left(shown)


def stored(model: StoredModel, prefix: str = "") -> dict[str, Any]:
    """Show a row of the directory, with addresses under a prefix."""
    shown = {
        "model_id": model.name.removesuffix(".step"),
        "name": model.name,
        **_addresses(model.name, prefix),
        "size_bytes": model.size_bytes,
        "created_at": _iso(model.created_at),
        "expires_at": _iso(model.expires_at),
        "tracked": model.tracked,
    }
    return with_time_left(shown)


def known(model: StoredModel, report: Mapping[str, Any] | None, prefix: str = "") -> dict[str, Any]:
    """Show a model with what was kept of its making, with addresses under a prefix."""
    kept = report or {}
    return {**stored(model, prefix), **{key: kept[key] for key in _CARD_KEYS if key in kept}}


def with_time_left(shown: Mapping[str, Any]) -> dict[str, Any]:
    """Add the seconds until the deadline, as of now."""
    deadline = datetime.fromisoformat(shown["expires_at"]).timestamp()
    return {**shown, "seconds_left": round(max(0.0, deadline - time.time()), 1)}


def cursor(model: StoredModel) -> str:
    """Name a place in the list so that it holds when what stands before it goes."""
    return base64.urlsafe_b64encode(json.dumps([model.expires_at, model.name]).encode()).decode().rstrip("=")


def read_cursor(text: str) -> tuple[float, str]:
    """Read a place in the list.

    Raises:
        InvalidParameter: It is none that this service gave.
    """
    try:
        padded = text + "=" * (-len(text) % 4)
        deadline, name = json.loads(base64.b64decode(padded.encode("ascii"), b"-_", validate=True))
        if isinstance(name, str) and type(deadline) in (int, float):
            return deadline, name
    except (ValueError, TypeError, binascii.Error, RecursionError):
        pass
    raise InvalidParameter("`after` is not a place in this list; take it from `next`.")


def _addresses(name: str, prefix: str) -> dict[str, str]:
    address = model_path(name, prefix)
    return {
        "url": address,
        "model_url": file_path(name, prefix),
        "preview_url": address + "/preview.svg",
    }


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
