"""The pages that ``mayfly show`` opens: where servers of this user run.

Each server that has the page leaves a note in the folder that only this user can reach, and takes it away
when it ends. A note whose process is gone is removed by who finds it.
"""

from __future__ import annotations

import json
import os
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from mayfly.cli.warm.folder import NoFolder, is_private, meeting_folder
from mayfly.contracts import StoredModel

_ANSWER_SECONDS: Final = 2.0
_EVERYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - an address that is compared


@contextmanager
def announced(host: str, port: int) -> Iterator[None]:
    """Leave a note of a server for a ``with`` block; not without a private folder.

    Args:
        host: The address on which it listens.
        port: Its port.
    """
    host = _EVERYWHERE.get(host, host)
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    note: Path | None = None
    with suppress(NoFolder, OSError):
        note = _servers() / f"{os.getpid()}.{port}.json"
        note.unlink(missing_ok=True)
        descriptor = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123 (a descriptor)
            json.dump({"address": address}, file)
    try:
        yield
    finally:
        if note is not None:
            note.unlink(missing_ok=True)


def servers() -> list[str]:
    """Return the addresses of this user's servers that have the page, the one started last first."""
    try:
        notes = sorted(_servers().glob("*.json"), key=lambda note: note.stat().st_mtime, reverse=True)
    except (NoFolder, OSError):
        return []
    found = []
    for note in notes:
        process = note.name.partition(".")[0]
        if not process.isdigit() or not Path("/proc", process).exists():
            note.unlink(missing_ok=True)
            continue
        with suppress(OSError, ValueError, KeyError):
            found.append(str(json.loads(note.read_text(encoding="utf-8"))["address"]))
    return found


def page_of(model: StoredModel, addresses: Sequence[str], token: str | None = None) -> str | None:
    """Return the address of the page with a model; None where no server has it.

    Args:
        model: The model; a server may have another store, so it is asked for this one.
        addresses: Of the servers.
        token: What they ask for (``MAYFLY_API_TOKEN``).
    """
    identity = model.name.removesuffix(".step")
    for address in addresses:
        with suppress(OSError, ValueError, KeyError):
            if _has(address, identity, model, token):
                return f"{address}/studio#{quote(identity)}"
    return None


def _has(address: str, identity: str, model: StoredModel, token: str | None) -> bool:
    """Return whether a server has a model."""
    headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(f"{address}/models/{quote(identity)}", headers=headers)  # noqa: S310 - http
    # Not through a proxy: it is this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=_ANSWER_SECONDS) as answer:
        found: dict[str, Any] = json.load(answer)
    return (found["name"], found["size_bytes"]) == (model.name, model.size_bytes)


def _servers() -> Path:
    """Return the folder of the notes.

    Raises:
        NoFolder: No folder can be reached by this user alone.
        OSError: It can't be made.
    """
    folder = meeting_folder()
    try:
        servers = folder.path / "servers"
        servers.mkdir(mode=0o700, exist_ok=True)
        if not is_private(os.lstat(servers)):
            raise NoFolder(f"{servers} is not private")
        return servers
    finally:
        folder.close()
