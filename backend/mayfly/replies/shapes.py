"""Recognises small shapes within a reply: messages, content blocks, measures, rows of forms, truth values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from langchain_core.messages import BaseMessage

from mayfly.replies.keys import ECHOES, REASONS, ROW_NAMES
from mayfly.replies.words import verdict_of


def speaker_of(value: Any) -> str:
    """Return who a message is from; an empty string for anything else."""
    if isinstance(value, BaseMessage):
        return value.type
    if isinstance(value, Mapping) and "content" in value:
        for key in ("role", "type"):
            if isinstance(value.get(key), str):
                return str(value[key]).lower()
    return ""


def block_text(value: Any) -> str | None:
    """Return the text of a content block; an empty string for a picture, None for anything else."""
    if not isinstance(value, Mapping) or not isinstance(value.get("type"), str):
        return None
    if value["type"] in {"text", "input_text", "output_text"} and isinstance(value.get("text"), str):
        return str(value["text"])
    return "" if value["type"] in {"image", "image_url", "input_image", "file", "audio", "video"} else None


def measured(value: Any) -> str | None:
    """Return ``{"value": 6, "unit": "mm"}`` as "6 mm"."""
    if not isinstance(value, Mapping) or "value" not in value or value.keys() - {"value", "unit", "type"}:
        return None
    number, unit = value["value"], value.get("unit")
    if (
        isinstance(number, str | int | float)
        and not isinstance(number, bool)
        and isinstance(unit, str | None)
    ):
        return f"{shown_value(number)} {unit or ''}".strip()
    return None


def field_row(value: Any, names: Collection[str] = ()) -> tuple[str, Any] | None:
    """Return ``{"field": "length", "value": 25}`` as its name and value; None for anything else."""
    if not isinstance(value, Mapping) or "value" not in value:
        return None
    found = [value[key] for key in ROW_NAMES if isinstance(value.get(key), str)]
    if not found and isinstance(value.get("name"), str) and value["name"] in names:
        found = [value["name"]]
    if not found:
        return None
    if value.get("unit") in (None, "", "mm", "°"):
        return found[0], value["value"]
    return found[0], measured({"value": value["value"], "unit": value["unit"]}) or value["value"]


def field_rows(value: Any) -> list[tuple[str, Any]] | None:
    """Return a list of parameters, as our own reviews have it, as names and values."""
    if not isinstance(value, list) or not value:
        return None
    rows = [
        field_row({**one, "field": one.get("name", one.get("field"))})
        for one in value
        if isinstance(one, Mapping)
    ]
    found = [row for row in rows if row is not None]
    return found if len(found) == len(value) else None


def is_echo(kind: Any, key: str, value: Any) -> bool:
    """Return whether a key of a form is what our own interrupt of that kind holds, sent back.

    Values by name are a person's wherever we send a text or a list, and so is a reason in other words.
    """
    if not isinstance(kind, str) or key not in ECHOES.get(kind, ()):
        return False
    if key == "reason":
        return value in REASONS if isinstance(value, str) else value is None
    if key == "fields" and isinstance(value, list):
        return not any(isinstance(one, Mapping) and "value" in one for one in value)
    return not (key in {"fields", "answers"} and isinstance(value, Mapping))


def is_blank(value: Any) -> bool:
    """Return whether a value is one that a form has where nothing was filled in."""
    return value is None or value in ("", [], {})


def truth_of(value: Any) -> bool | None:
    """Return a truth value in the forms of forms: true, "true", "yes", 1."""
    if value in (0, 1, "0", "1"):
        return bool(int(value))
    verdict = verdict_of(value) if isinstance(value, str) else None
    return None if verdict is None else verdict == "approve"


def shown_value(value: str | float) -> str:
    """Return a plain value as words."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and abs(value) >= 10**18:  # Python refuses to write out the longest
        return f"{value.bit_length()}-bit number"
    return str(value)
