"""Errors of the temporary models and of their lives."""

from __future__ import annotations

from typing import Any

from mayfly.errors.base import MayflyError


class StorageError(MayflyError):
    """The directory of temporary models, or its index, cannot be used."""

    code = "storage_error"


class InvalidModelName(StorageError):
    """Not one plain ``.step`` file name in the directory (separators, links, other types)."""

    code = "invalid_model_name"


class ModelNotFound(StorageError):
    """There is no model of this name."""

    code = "model_not_found"


class ModelExpired(StorageError):
    """The model was here, but its time is over.

    Attributes:
        expired_at: Epoch seconds at which it went, where known.
        cause: Why it went: "expired", or "deleted" before its time.
    """

    code = "model_expired"

    def __init__(self, message: str, expired_at: float | None = None, cause: str = "expired") -> None:
        """Store the text, the time and the cause."""
        super().__init__(message)
        self.expired_at = expired_at
        self.cause = cause

    def to_dict(self) -> dict[str, Any]:
        """Add the time and the cause."""
        return {**super().to_dict(), "expired_at": self.expired_at, "cause": self.cause}


class ModelExists(StorageError, FileExistsError):
    """There is a file of this name already; nothing was replaced."""

    code = "model_exists"


class StorageFull(StorageError):
    """There is no room for another model: the limit is reached, or the disk is full but for its reserve."""

    code = "storage_full"


class ModelInUse(StorageError):
    """Somebody is reading the model, so it can't be removed now."""

    code = "model_in_use"


class InvalidLifetime(MayflyError, ValueError):
    """A TTL or an interval that is zero, negative, not finite, or absurdly long."""

    code = "invalid_lifetime"
