"""What the index knows of a directory as a whole: sums, totals, the last removals, what can't be removed."""

from __future__ import annotations

import os
import sqlite3
from typing import Any, NamedTuple

from mayfly.cleanup.directory.files import shown
from mayfly.cleanup.index.connection import Index
from mayfly.cleanup.index.rows import PRESENT, next_expiry

_TOTALS = ("registered", "adopted", "removed", "removed_bytes", "failures")


class Overview(NamedTuple):
    """All of it at one moment.

    Attributes:
        models: Number of models.
        tracked: Number of registered ones among them.
        size_bytes: Their size together.
        next_expiry: Epoch seconds of the next deadline.
        totals: What happened since the index was made, over all processes and restarts.
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


def read_overview(index: Index, history: int) -> Overview:
    """Read all of it in one transaction, with this many removals.

    Raises:
        IndexUnavailable: The index can't be used.
    """

    def work(connection: sqlite3.Connection) -> Overview:
        sums = f"SELECT count(*), coalesce(sum(tracked), 0), coalesce(sum(size), 0) FROM {PRESENT}"  # noqa: S608
        models, tracked, size = connection.execute(sums).fetchone()
        return Overview(
            models=models,
            tracked=tracked,
            size_bytes=size,
            next_expiry=next_expiry(connection),
            totals=_totals(connection),
            failing=_failing(connection),
            locked=_locked(connection),
            history=_history(connection, history),
        )

    return index.read(work)


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
