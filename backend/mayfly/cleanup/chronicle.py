"""What the index can tell about itself: counts, totals, the last removals, what resists."""

from __future__ import annotations

import os
from typing import Any

from mayfly.cleanup.index import Index
from mayfly.cleanup.names import shown

TOTALS = ("registered", "adopted", "removed", "removed_bytes", "failures")


class Chronicle:
    """Questions about one index; nothing is changed."""

    def __init__(self, index: Index) -> None:
        """Keep the index."""
        self._index = index
        self._counts: tuple[tuple[int, int, int], tuple[int, int, int]] | None = None

    def counts(self) -> tuple[int, int, int]:
        """Give the numbers of models, of registered ones among them, and their bytes."""
        version = self._index.version()
        if self._counts is None or self._counts[0] != version:
            query = (
                "SELECT count(*), coalesce(sum(tracked), 0), coalesce(sum(size), 0) FROM models"
                " WHERE state != 'pending'"
            )
            total, tracked, size = self._index.read(lambda c: c.execute(query).fetchone())
            self._counts = (version, (total, tracked, size))
        return self._counts[1]

    def total(self) -> int:
        """Give the number of models; cheaper than ``counts``, since no row is read."""
        query = "SELECT (SELECT count(*) FROM models) - (SELECT count(*) FROM models WHERE state = 'pending')"
        return int(self._index.read(lambda c: c.execute(query).fetchone()[0]))

    def last_counts(self) -> tuple[int, int, int]:
        """Give the latest counts without asking the index, for when it can't be asked."""
        return self._counts[1] if self._counts else (0, 0, 0)

    def totals(self) -> dict[str, int]:
        """Give what happened since the index was begun, over all processes and restarts."""
        found = self._index.read(lambda c: dict(c.execute("SELECT key, value FROM meta")))
        return {key: int(found.get(key, 0)) for key in TOTALS}

    def history(self, limit: int) -> list[dict[str, Any]]:
        """Give the last removals, latest first; times in epoch seconds."""
        query = "SELECT name, size, removed_at, expired_at, cause FROM history ORDER BY id DESC LIMIT ?"
        keys = ("name", "size_bytes", "removed_at", "expired_at", "cause")
        rows = self._index.read(lambda c: c.execute(query, (limit,)).fetchall())
        return [dict(zip(keys, (shown(os.fsdecode(row[0])), *row[1:]), strict=True)) for row in rows]

    def failing(self) -> list[dict[str, Any]]:
        """Give the models that could not be removed so far."""
        query = "SELECT name, attempts, reason FROM models WHERE attempts > 0 ORDER BY deadline"
        rows = self._index.read(lambda c: c.execute(query).fetchall())
        return [
            {"name": shown(os.fsdecode(name)), "attempts": tries, "reason": why} for name, tries, why in rows
        ]

    def ended_at(self, name: str) -> float | None:
        """Give epoch seconds of the deadline of a model that went, if that is remembered."""
        query = "SELECT min(removed_at, expired_at) FROM history WHERE name = ? ORDER BY id DESC LIMIT 1"
        found = self._index.read(lambda c: c.execute(query, (os.fsencode(name),)).fetchone())
        return None if found is None else float(found[0])

    def next_expiry(self) -> float | None:
        """Give epoch seconds of the next deadline."""
        return self._edge("expires", "ASC")

    def last_deadline(self) -> float | None:
        """Give the boot time of the last deadline."""
        return self._edge("deadline", "DESC")

    def _edge(self, what: str, order: str) -> float | None:
        query = f"SELECT {what} FROM models WHERE state != 'pending' ORDER BY deadline {order} LIMIT 1"  # noqa: S608
        found = self._index.read(lambda c: c.execute(query).fetchone())
        return None if found is None else float(found[0])
