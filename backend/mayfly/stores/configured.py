"""Choose the store that the settings ask for: a directory of this machine, or a database and a bucket."""

from __future__ import annotations

from pathlib import Path

from mayfly.errors import StorageError
from mayfly.settings import Settings
from mayfly.stores.store import Store


def configured_store(
    settings: Settings, temp_dir: str | Path | None = None, interval_minutes: float | None = None
) -> Store:
    """Return a store that is not started; the settings fill in what is not given.

    Args:
        settings: The ``MAYFLY_*`` variables.
        temp_dir: A directory of this machine, which is then the store, whatever the settings ask for.
        interval_minutes: A model's life.

    Raises:
        InvalidLifetime: The interval makes no sense.
        StorageError: The store can't be used, or a setting of it is missing.
    """
    minutes = settings.cleanup_interval_minutes if interval_minutes is None else interval_minutes
    if settings.store is not None and temp_dir is None:
        return _shared_store(settings, minutes)
    from mayfly.cleanup.service import TempModelsCleanupService

    return TempModelsCleanupService(
        settings.temp_dir if temp_dir is None else temp_dir,
        minutes,
        janitor=settings.janitor == "on",
        storage_mb=settings.storage_mb,
    )


def _shared_store(settings: Settings, minutes: float) -> Store:
    if settings.bucket is None:
        raise StorageError("MAYFLY_STORE names a database, but MAYFLY_BUCKET names no bucket for the bytes.")
    from mayfly.stores.postgres import PostgresStore

    assert settings.store is not None  # noqa: S101 - checked by the caller
    return PostgresStore(
        settings.store.get_secret_value(),
        settings.bucket,
        minutes,
        scratch_dir=settings.temp_dir,
        storage_mb=settings.storage_mb,
        signed_downloads=settings.signed_downloads,
    )
