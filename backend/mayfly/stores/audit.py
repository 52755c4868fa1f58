"""Compare the bucket with the database, both ways: what no promise covers is found, named, and put right.

A row is written before its bytes and removed after them, so an object without a row is nobody's. It can be
there after a publisher was stopped for minutes at the wrong moment, after the database lost its last
transactions, or because somebody else wrote into the bucket. A live row without an object lost its bytes to
somebody who deletes by hand.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from typing import Any, Final

from mayfly.cleanup.directory.files import shown
from mayfly.stores.bucket import PARCELS, Bucket
from mayfly.stores.database import Database

_LISTED: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What a comparison found.

    Attributes:
        objects: How many objects were listed.
        orphans: Keys of objects that no row names; they were deleted.
        lost: Names of living models whose bytes are missing.
        duration_seconds: How long it took.
    """

    objects: int
    orphans: tuple[str, ...]
    lost: tuple[str, ...]
    duration_seconds: float

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data; of many keys or names, the first hundred and their number."""
        return {
            **asdict(self),
            "orphans": list(self.orphans[:_LISTED]),
            "orphans_number": len(self.orphans),
            "lost": list(self.lost[:_LISTED]),
            "lost_number": len(self.lost),
        }


def audit(database: Database, bucket: Bucket) -> Audit:
    """Compare the bucket with the database, and delete the objects that no row names.

    Raises:
        StorageError: One of them can't be used.
    """
    begun = time.monotonic()
    live = database.rows("SELECT key, name FROM models WHERE state = 'live' AND expires > store_time()")
    seen: set[str] = set()
    orphans: list[str] = []
    for keys in bucket.pages():
        seen.update(keys)
        # Asked after they were listed: a row that is there by now was there when its bytes were stored.
        rows = database.rows(
            "SELECT key FROM unnest(%s::text[]) AS listed (key)"
            " WHERE NOT EXISTS (SELECT FROM models WHERE models.key = listed.key)",
            (keys,),
        )
        orphans += [key for (key,) in rows]
    orphans += _lost_parcels(database, bucket)
    # One that was removed between listing and question has no row either: deleting it twice is no harm.
    lost = [shown(name) for key, name in live if key not in seen and _is_lost(database, bucket, key)]
    bucket.delete(orphans)
    return Audit(
        objects=len(seen),
        orphans=tuple(orphans),
        lost=tuple(lost),
        duration_seconds=time.monotonic() - begun,
    )


def _lost_parcels(database: Database, bucket: Bucket) -> list[str]:
    """Return the keys of parcels whose job has no row: "w/", its ticket, "-" and what it is."""
    if database.rows("SELECT to_regclass('jobs') IS NULL") == [(True,)]:
        return []
    found: list[str] = []
    for keys in bucket.pages(PARCELS):
        rows = database.rows(
            "SELECT key FROM unnest(%s::text[]) AS listed (key) WHERE NOT EXISTS"
            " (SELECT FROM jobs WHERE ticket = split_part(substr(listed.key, %s), '-', 1))",
            (keys, len(PARCELS) + 1),
        )
        found += [key for (key,) in rows]
    return found


def _is_lost(database: Database, bucket: Bucket, key: str) -> bool:
    """Return whether the bytes of a model are missing while it lives."""
    if bucket.exists(key):
        return False
    living = "SELECT FROM models WHERE key = %s AND state = 'live' AND expires > store_time()"
    return bool(database.rows(living, (key,)))
