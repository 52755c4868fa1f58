"""Metric thread sizes: how a request spells them, and a row of a table by its size."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mayfly.errors import InvalidParameter


def read_size(text: str) -> str:
    """Read a metric size as the tables write it: "m6", "M 6", "6" and "M6.0" are "M6".

    Raises:
        InvalidParameter: Not a metric size.
    """
    found = re.fullmatch(r"\s*[mM]?\s*(\d{1,3})(?:[.,](\d))?\s*", text)
    if not found:
        raise InvalidParameter(f"{text[:40]!r} is not a metric size; write it like M6.")
    decimal = found[2] if found[2] and found[2] != "0" else ""
    return f"M{int(found[1])}" + (f".{decimal}" if decimal else "")


def find_row(table: Mapping[str, Any], size: str, what: str) -> tuple[str, Any]:
    """Return the size as the tables write it, and its row.

    Args:
        table: Rows by size.
        size: A metric size in any spelling.
        what: The standard and what it describes, for the error.

    Raises:
        InvalidParameter: The table has no such size; the text lists those that it has.
    """
    name = read_size(size)
    if name not in table:
        raise InvalidParameter(f"There is no {what} for {name} here; there is one for {', '.join(table)}.")
    return name, table[name]
