"""Reads the edits of a design that a command line asks for: ``--set PATH=VALUE`` and ``--remove FEATURE``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from mayfly.errors import InvalidParameter


def read_edits(changes: Iterable[str], removals: Iterable[str]) -> list[dict[str, Any]]:
    """Return edits as plain data, sizes before removals.

    Args:
        changes: "PATH=VALUE" each; a value is a number, text with a unit, or JSON (``null`` takes it away).
        removals: Features by name, kind or path.

    Raises:
        InvalidParameter: A change has no path or no equals sign.
    """
    return [
        *(_change(text) for text in changes),
        *({"kind": "remove_feature", "of": target} for target in removals),
    ]


def _change(text: str) -> dict[str, Any]:
    path, equals, value = text.partition("=")
    if not (equals and path.strip()):
        raise InvalidParameter(f"--set takes PATH=VALUE, for instance --set thickness=10; got {text!r}")
    return {"kind": "set", "path": path.strip(), "value": _value(value.strip())}


def _value(text: str) -> Any:
    """Return a value as JSON where it is some, else as text."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
