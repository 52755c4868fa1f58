"""Cut a build's record to size: its texts, its lists, and the whole."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import islice
from typing import Any

from mayfly.http.problems import ITEMS_LIMIT, TEXT_LIMIT, cut_text

RECORD_LIMIT = 50_000
"""Characters of all texts and names of a record, with some for each item."""

_DEPTH_LIMIT = 8
_ITEM_COST = 20
_CORE = ("type", "title", "status", "code", "detail", "name", "text")


class _TooMuch(Exception):
    """The record is too large as a whole."""


def bounded(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record with every text and list cut to the limits of a problem, a script's output too.

    If it is still too large, only the fields that identify the problem and the model are left.
    """
    try:
        whole: dict[str, Any] = _Cutter(RECORD_LIMIT).cut(record, _DEPTH_LIMIT)
        return whole
    except _TooMuch:
        few = {key: _core(value) for key, value in record.items()}
        core: dict[str, Any] = _Cutter(math.inf).cut(few, 2)
        return core


class _Cutter:
    """Cuts one record, and counts its size."""

    def __init__(self, limit: float) -> None:
        self._left = limit

    def cut(self, value: Any, depth: int) -> Any:
        """Return a value with its texts and lists cut, and without anything deeper than ``depth``.

        Raises:
            _TooMuch: The record is larger than its limit.
        """
        self._left -= _ITEM_COST
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, Mapping):
            items = islice(value.items(), ITEMS_LIMIT) if depth else ()
            return {self._text(str(key)): self.cut(item, depth - 1) for key, item in items}
        if isinstance(value, list | tuple):
            return [self.cut(item, depth - 1) for item in value[:ITEMS_LIMIT]] if depth else []
        if isinstance(value, int) and value.bit_length() > 64:
            return None
        return value

    def _text(self, text: str) -> str:
        text = cut_text(text, TEXT_LIMIT)
        self._left -= len(text)
        if self._left < 0:
            raise _TooMuch
        return text


def _core(value: Any) -> Any:
    """Return the fields that identify a problem or a model."""
    return {key: value[key] for key in _CORE if key in value} if isinstance(value, Mapping) else value
