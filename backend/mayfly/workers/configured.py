"""Make callers and workers of the settings: both need the store that many machines share."""

from __future__ import annotations

from mayfly.errors import StorageError
from mayfly.settings import Settings
from mayfly.stores.bucket import Bucket
from mayfly.stores.database import Database
from mayfly.workers.remote import RemoteWorkshop


def connections(settings: Settings) -> tuple[Database, Bucket]:
    """Return database and bucket of the settings; nothing is connected yet.

    Raises:
        StorageError: One of them is not named.
    """
    if settings.store is None or settings.bucket is None:
        raise StorageError(
            "Build workers need the store that they share: set MAYFLY_STORE and MAYFLY_BUCKET."
        )
    return Database(settings.store.get_secret_value()), Bucket(settings.bucket)


def remote_workshop(settings: Settings) -> RemoteWorkshop:
    """Return the caller's side.

    Raises:
        StorageError: Database or bucket is not named.
    """
    database, bucket = connections(settings)
    return RemoteWorkshop(database, bucket, queue_limit=settings.workshop_queue)
