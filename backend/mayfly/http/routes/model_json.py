"""Build the JSON of a model: URLs instead of the server's paths, and the time that is left."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mayfly.contracts import StoredModel, iso_time
from mayfly.http.urls import file_path, model_path

_REPORT_KEYS = (
    "title",
    "part",
    "design",
    "changes",
    "script",
    "parameters",
    "parameter_details",
    "assumptions",
    "report",
)


def made_model(card: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return the JSON of a model that the generator has just made; its URLs begin with the prefix."""
    shown = {key: value for key, value in card.items() if key != "step_path"}
    shown |= {**_urls(card["name"], prefix), "tracked": True}
    return with_time_left(shown)


def stored_model(model: StoredModel, prefix: str = "") -> dict[str, Any]:
    """Return the JSON of a model in the directory; its URLs begin with the prefix."""
    shown = {
        "model_id": model.name.removesuffix(".step"),
        "name": model.name,
        **_urls(model.name, prefix),
        "size_bytes": model.size_bytes,
        "created_at": iso_time(model.created_at),
        "expires_at": iso_time(model.expires_at),
        "tracked": model.tracked,
    }
    return with_time_left(shown)


def reported_model(model: StoredModel, report: Mapping[str, Any] | None, prefix: str = "") -> dict[str, Any]:
    """Return the JSON of a model with what was kept of its build; its URLs begin with the prefix."""
    kept = report or {}
    return {**stored_model(model, prefix), **{key: kept[key] for key in _REPORT_KEYS if key in kept}}


def with_time_left(shown: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON of a model with the seconds that are left until its deadline."""
    deadline = datetime.fromisoformat(shown["expires_at"]).timestamp()
    return {**shown, "seconds_left": round(max(0.0, deadline - time.time()), 1)}


def _urls(name: str, prefix: str) -> dict[str, str]:
    path = model_path(name, prefix)
    return {
        "url": path,
        "model_url": file_path(name, prefix),
        "preview_url": path + "/preview.svg",
    }
