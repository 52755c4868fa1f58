"""Ask a bucket's server, at the start, for everything that the store relies on; refuse one that can't do it.

Servers that call themselves compatible ignore conditions, keep what was deleted, or serve addresses whose
signature is forged or whose time is over.
"""

from __future__ import annotations

import secrets
import time
import urllib.error
import urllib.request
from typing import Final

import obstore
from obstore import exceptions

from mayfly.errors import StorageError
from mayfly.stores.bucket import Bucket

_FOLDER: Final = "probe/"
_LIFE_SECONDS: Final = 60.0
_OVER_SECONDS: Final = 15.0
"""How long an address of one second may be served: the server's clock may be behind ours."""


def probe(bucket: Bucket, *, signed: bool) -> None:
    """Create, read, list and delete an object of our own, and see that each did what it should.

    Args:
        bucket: What is asked.
        signed: Whether clients will be sent to signed addresses; takes some seconds more.

    Raises:
        StorageError: The server can't keep the store's promises, or can't be used.
    """
    key = _FOLDER + secrets.token_hex(16)
    client = bucket.client
    with bucket.named_errors("trying the bucket"):
        try:
            obstore.put(client, key, b"first", mode="create", use_multipart=False)
            try:
                obstore.put(client, key, b"other", mode="create", use_multipart=False)
            except exceptions.AlreadyExistsError:
                pass
            else:
                raise _unfit("it overwrites an object that was to be created")
            if bytes(obstore.get(client, key).bytes()) != b"first":
                raise _unfit("it does not return what was stored")
            if key not in _listed(bucket):
                raise _unfit("it does not list what was stored")
            if signed:
                _probe_addresses(bucket, key)
        finally:
            obstore.delete(client, [key, key + "-none"])
        try:
            obstore.head(client, key)
        except FileNotFoundError:
            pass
        else:
            raise _unfit("it keeps what was deleted")
        if key in _listed(bucket):
            raise _unfit("it lists what was deleted")


def _listed(bucket: Bucket) -> set[str]:
    return {each["path"] for page in obstore.list(bucket.client, _FOLDER) for each in page}


def _probe_addresses(bucket: Bucket, key: str) -> None:
    address = bucket.signed(key, _LIFE_SECONDS)
    if _status(address) != 200:
        raise _unfit("it does not serve a signed address")
    forged = address[:-6] + ("0" * 6 if not address.endswith("0" * 6) else "1" * 6)
    if _status(forged) == 200:
        raise _unfit("it serves an address whose signature is forged")
    if _status(address.partition("?")[0]) == 200:
        raise _unfit("it serves its objects to everybody; make the bucket private")
    short = bucket.signed(key, 1)
    give_up = time.monotonic() + _OVER_SECONDS
    while _status(short) == 200:
        if time.monotonic() > give_up:
            raise _unfit("it serves a signed address whose time is over")
        time.sleep(1)


def _status(address: str) -> int:
    """Return the status of a GET."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - the bucket's own address
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except (urllib.error.URLError, OSError) as error:
        raise StorageError(f"A signed address of the bucket can't be reached: {error}") from error


def _unfit(why: str) -> StorageError:
    return StorageError(f"The bucket's server can't keep the promises of a store: {why}.")
