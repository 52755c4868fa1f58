"""The bytes of models in an S3-compatible bucket, under keys that are never used twice.

Nothing is decided by what is in the bucket: names and deadlines are rows of the database. So an object is
only ever created and deleted, both may be repeated, and no order among them matters.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from mayfly.errors import StorageError
from mayfly.extras import install_advice

try:
    import obstore
    from obstore import exceptions
    from obstore.store import S3Store
except ImportError as _error:  # the extra is not installed
    raise StorageError(f"A store in a bucket needs obstore: {install_advice('scale')}") from _error

if TYPE_CHECKING:
    from obstore.store import BackoffConfig, ClientConfig, RetryConfig

MODELS: Final = "m/"
"""What the keys of all models begin with, below the bucket's prefix."""
PARCELS: Final = "w/"
"""What the keys of all parcels begin with that callers and workers send each other."""
IDENTITY: Final = "mayfly-store"
"""The object that says which database the bucket belongs to."""
PUT_SECONDS: Final = 60
"""How long one attempt to store a model's bytes may take; all attempts together end after twice that."""
DELETE_SECONDS: Final = 6
DELETED_AT_ONCE: Final = 1000
"""Keys of one request, the most that S3 takes."""
_MEDIA_TYPE: Final = "model/step"

_used_in: int | None = None


class ObjectMissing(StorageError):
    """There is no object of this key, though a row names it."""

    code = "model_lost"


def new_key() -> str:
    """Return a key that no other model has, had or will have."""
    return MODELS + secrets.token_hex(16)


class Bucket:
    """One bucket, or a part of one below a prefix; may be used by several threads.

    Not by a process forked from one that has used any: its client's threads don't exist there.

    Attributes:
        address: ``s3://name/prefix``.
        client: What its requests go through.
        trouble: Why the bucket could not be used at the last attempt; empty if it could.
    """

    def __init__(self, address: str) -> None:
        """Remember where it is; nothing is requested yet.

        Where the server is and who we are comes from the variables that Amazon's own tools read
        (``AWS_ENDPOINT_URL``, ``AWS_REGION``, ``AWS_ACCESS_KEY_ID`` and so on).

        Args:
            address: ``s3://name`` or ``s3://name/prefix``.

        Raises:
            StorageError: The address is not of that form.
        """
        parts = urlsplit(address)
        if parts.scheme != "s3" or not parts.netloc or parts.query or parts.fragment:
            raise StorageError("MAYFLY_BUCKET must be of the form s3://bucket or s3://bucket/prefix.")
        self.address = f"s3://{parts.netloc}{parts.path.rstrip('/')}"
        self.trouble = ""
        self._name, self._prefix = parts.netloc, parts.path.strip("/") or None
        self.client = self._client(PUT_SECONDS, retries=3)
        self._brisk = self._client(DELETE_SECONDS, retries=1)

    def _client(self, seconds: float, *, retries: int) -> S3Store:
        endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL") or ""
        options: ClientConfig = {
            "timeout": timedelta(seconds=seconds),
            "connect_timeout": timedelta(seconds=2),
            "allow_http": endpoint.startswith("http://"),
        }
        pause: BackoffConfig = {
            "init_backoff": timedelta(milliseconds=100),
            "max_backoff": timedelta(seconds=2),
            "base": 2,
        }
        retry: RetryConfig = {
            "max_retries": retries,
            "retry_timeout": timedelta(seconds=seconds),
            "backoff": pause,
        }
        return S3Store(self._name, prefix=self._prefix, client_options=options, retry_config=retry)

    def put(self, key: str, file: Path, name: str) -> None:
        """Store a file's bytes under a new key, with the name that a download gets.

        Raises:
            StorageError: The bucket can't be used, or refused it.
        """
        attributes = {
            "Content-Type": _MEDIA_TYPE,
            "Content-Disposition": f'attachment; filename="{_plain(name)}"',
        }
        with self.named_errors("storing a model"):
            try:
                obstore.put(self.client, key, file, mode="create", use_multipart=False, attributes=attributes)
            except exceptions.AlreadyExistsError:
                # The key is ours alone: an earlier attempt succeeded and its answer was lost.
                if obstore.head(self.client, key)["size"] != file.stat().st_size:
                    raise

    def read(self, key: str, write: Callable[[bytes], object]) -> None:
        """Hand an object's bytes on, piece by piece.

        Raises:
            ObjectMissing: There is no such object.
            StorageError: The bucket can't be used, or refused it.
        """
        with self.named_errors("reading a model"):
            for chunk in obstore.get(self.client, key).stream(min_chunk_size=1 << 20):
                write(chunk)

    def put_parcel(self, key: str, content: bytes | Path) -> None:
        """Store what callers and workers send each other, in place of what is under the key.

        Raises:
            StorageError: The bucket can't be used, or refused it.
        """
        with self.named_errors("storing a parcel"):
            obstore.put(self.client, key, content, use_multipart=False)

    def parcel(self, key: str, limit_bytes: int) -> bytes:
        """Return an object's bytes.

        Raises:
            ObjectMissing: There is no such object.
            StorageError: It is too large, or the bucket can't be used.
        """
        with self.named_errors("reading a parcel"):
            found = obstore.get(self.client, key)
            if found.meta["size"] > limit_bytes:
                raise StorageError(f"The bucket holds {found.meta['size']} bytes where fewer were expected.")
            return bytes(found.bytes())

    def exists(self, key: str) -> bool:
        """Return whether there is an object of this key."""
        try:
            with self.named_errors("looking for a model"):
                obstore.head(self._brisk, key)
        except ObjectMissing:
            return False
        return True

    def delete(self, keys: Sequence[str]) -> None:
        """Delete objects; those that are not there are no error.

        Raises:
            StorageError: The bucket can't be used; some of them may be left.
        """
        with self.named_errors("deleting models"):
            for start in range(0, len(keys), DELETED_AT_ONCE):
                obstore.delete(self._brisk, list(keys[start : start + DELETED_AT_ONCE]))

    def pages(self, prefix: str = MODELS) -> Iterator[list[str]]:
        """Yield the keys of all models, or of what else begins with a prefix, a thousand at a time.

        Raises:
            StorageError: The bucket can't be used.
        """
        with self.named_errors("listing models"):
            for page in obstore.list(self.client, prefix, chunk_size=DELETED_AT_ONCE):
                yield [each["path"] for each in page]

    def signed(self, key: str, seconds: float) -> str:
        """Return an address from which anybody may read an object for this many seconds."""
        with self.named_errors("signing an address"):
            return obstore.sign(self.client, "GET", key, timedelta(seconds=max(1.0, seconds)))

    def claim(self, identity: str) -> None:
        """Note in the bucket which database it belongs to.

        Raises:
            StorageError: It belongs to another one, or can't be used.
        """
        with self.named_errors("asking the bucket whose it is"):
            try:
                obstore.put(self.client, IDENTITY, identity.encode(), mode="create", use_multipart=False)
            except exceptions.AlreadyExistsError:
                found = bytes(obstore.get(self.client, IDENTITY).bytes()).decode("utf-8", "replace")
                if found != identity:
                    raise StorageError(
                        f"{self.address} belongs to another database; name another bucket or another prefix."
                    ) from None

    @contextmanager
    def named_errors(self, doing: str) -> Iterator[None]:
        """Turn the client's errors into ours, and remember the trouble.

        Raises:
            ObjectMissing: There is no such object.
            StorageError: The bucket can't be used.
        """
        _refuse_after_fork()
        try:
            yield
        except StorageError:
            raise
        except FileNotFoundError as error:
            raise ObjectMissing(
                f"{doing[0].upper()}{doing[1:]}: the bucket does not have its bytes."
            ) from error
        except (exceptions.BaseError, OSError, ValueError) as error:
            self.trouble = f"{doing}: {_brief(error)}"
            raise StorageError(f"The store's bucket can't be used ({self.trouble}).") from error
        else:
            self.trouble = ""


def _refuse_after_fork() -> None:
    """Refuse the client in a fork of a process that has used it, where each call would wait for ever.

    Raises:
        StorageError: This is one.
    """
    global _used_in
    if _used_in is None:
        _used_in = os.getpid()
    if _used_in != os.getpid():
        raise StorageError(
            "A store in a bucket can't be used in a process that was forked from one that has used it. "
            "Fork first, or start processes by spawn."
        )


def _plain(name: str) -> str:
    """Return a file name as a header may hold it."""
    return "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else "_" for c in name)


def _brief(error: Exception) -> str:
    """Return what a client's error says, in one line and without its address."""
    lines = (str(error).strip() or type(error).__name__).splitlines()
    return lines[0].rpartition(" - ")[2][:200].rstrip(".")
