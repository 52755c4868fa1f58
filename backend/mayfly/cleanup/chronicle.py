"""What the index can tell about itself: totals, the last removals, what resists, the next deadline."""

from __future__ import annotations

import os
import sqlite3
from typing import Any, NamedTuple

from mayfly.cleanup.index import Index
from mayfly.cleanup.names import shown

_TOTALS = ("registered", "adopted", "removed", "removed_bytes", "failures")
_THERE = "models WHERE state != 'pending'"


class Overview(NamedTuple):
    """All of it at one moment.

    Attributes:
        models: Number of models.
        tracked: Number of registered ones among them.
        size_bytes: Their size together.
        next_expiry: Epoch seconds of the next deadline.
        totals: What happened since the index was begun, over all processes and restarts.
        failing: Models that could not be removed so far.
        locked: Overdue models on which somebody holds a lock without a lease, and who.
        history: The last removals, latest first; times in epoch seconds.
    """

    models: int
    tracked: int
    size_bytes: int
    next_expiry: float | None
    totals: dict[str, int]
    failing: list[dict[str, Any]]
    locked: list[dict[str, Any]]
    history: list[dict[str, Any]]


class Chronicle:
    """Questions about one index, each asked in one turn; nothing is changed."""

    def __init__(self, index: Index) -> None:
        """Keep the index."""
        self._index = index

    def overview(self, history: int) -> Overview:
        """Give everything, with this many removals."""

        def work(connection: sqlite3.Connection) -> Overview:
            sums = f"SELECT count(*), coalesce(sum(tracked), 0), coalesce(sum(size), 0) FROM {_THERE}"  # noqa: S608
            models, tracked, size = connection.execute(sums).fetchone()
            return Overview(
                models,
                tracked,
                size,
                _edge(connection, "expires", "ASC"),
                _totals(connection),
                _failing(connection),
                _locked(connection),
                _history(connection, history),
            )

        return self._index.read(work)

    def what_is_left(self) -> tuple[int, float | None]:
        """Give the number of models and epoch seconds of the next deadline; no row is read for it."""
        query = "SELECT (SELECT count(*) FROM models) - (SELECT count(*) FROM models WHERE state = 'pending')"
        return self._index.read(lambda c: (c.execute(query).fetchone()[0], _edge(c, "expires", "ASC")))

    def size_bytes(self) -> int:
        """Return the size of all models together, those included that are about to get their names."""
        return int(self._index.read(lambda c: c.execute("SELECT total(size) FROM models").fetchone()[0]))

    def ended(self, name: str) -> tuple[float, str] | None:
        """Return since when (epoch seconds) and why a model is gone, if that is remembered."""
        query = (
            "SELECT min(removed_at, expired_at), cause FROM history WHERE name = ? ORDER BY id DESC LIMIT 1"
        )
        found = self._index.read(lambda c: c.execute(query, (os.fsencode(name),)).fetchone())
        return None if found is None else (float(found[0]), str(found[1]))

    def last_deadline(self) -> float | None:
        """Give the boot time of the last deadline; None if there is no model."""
        return self._index.read(lambda c: _edge(c, "deadline", "DESC"))


def _edge(connection: sqlite3.Connection, what: str, order: str) -> float | None:
    found = connection.execute(f"SELECT {what} FROM {_THERE} ORDER BY deadline {order} LIMIT 1").fetchone()  # noqa: S608
    return None if found is None else float(found[0])


def _totals(connection: sqlite3.Connection) -> dict[str, int]:
    found = dict(connection.execute("SELECT key, value FROM meta"))
    return {key: int(found.get(key, 0)) for key in _TOTALS}


def _failing(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    query = "SELECT name, attempts, reason FROM models WHERE attempts > 0 ORDER BY deadline"
    return [
        {"name": shown(os.fsdecode(name)), "attempts": tries, "reason": why}
        for name, tries, why in connection.execute(query)
    ]


def _locked(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    query = "SELECT name, reason FROM models WHERE leased_until > 0 AND attempts = 0 AND reason IS NOT NULL"
    return [{"name": shown(os.fsdecode(name)), "reason": why} for name, why in connection.execute(query)]


def _history(connection: sqlite3.Connection, limit: int) -> list[dict[str, Any]]:
    query = "SELECT name, size, removed_at, expired_at, cause FROM history ORDER BY id DESC LIMIT ?"
    keys = ("name", "size_bytes", "removed_at", "expired_at", "cause")
    rows = connection.execute(query, (limit,))
    return [dict(zip(keys, (shown(os.fsdecode(row[0])), *row[1:]), strict=True)) for row in rows]
