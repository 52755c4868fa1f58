"""How large a build's record may become: bounded texts, bounded lists, bounded as a whole."""

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
    """Give a record with every text and list cut to the limits of a problem's, what was printed too.

    Where it is too much even so, only what names the problem or the model is left of each.
    """
    try:
        whole: dict[str, Any] = _Cutter(RECORD_LIMIT).cut(record, _DEPTH_LIMIT)
        return whole
    except _TooMuch:
        few = {key: _core(value) for key, value in record.items()}
        core: dict[str, Any] = _Cutter(math.inf).cut(few, 2)
        return core


class _Cutter:
    """Cuts one record, and counts what is left of it."""

    def __init__(self, limit: float) -> None:
        self._left = limit

    def cut(self, value: Any, depth: int) -> Any:
        """Give a value with its texts and lists cut; nothing of what lies deeper than ``depth``.

        Raises:
            _TooMuch: The rest of it would be more than a record may hold.
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
    """Leave what names a problem or a model, and no details."""
    return {key: value[key] for key in _CORE if key in value} if isinstance(value, Mapping) else value
