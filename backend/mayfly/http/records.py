"""Records of builds that are polled for: small files, because any worker may be the one that is asked.

A record names its worker, and a worker holds a lock as long as it lives. So a
build whose worker was killed is not "running" for ever. Records go an hour
after their last change, and with the worker that wrote them.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import stat
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from mayfly.errors import StorageError

FOLDER = ".mayfly-builds"
KEPT_SECONDS = 3600.0
PRUNE_SECONDS = 300.0
_BUILD_ID = re.compile(r"[0-9a-f]{32}")


class BuildRecords:
    """The records of one directory of models, as one worker writes and every worker reads them."""

    def __init__(self, temp_dir: Callable[[], Path]) -> None:
        """Keep how to find the directory of the models; nothing is made before the first record."""
        self._temp_dir = temp_dir
        self._worker = f"worker-{secrets.token_hex(8)}"
        self._lock = threading.Lock()
        self._descriptor: int | None = None
        self._own: set[str] = set()
        self._pruned_at = 0.0

    @property
    def _folder(self) -> Path:
        return self._temp_dir() / FOLDER

    def write(self, build_id: str, record: Mapping[str, Any]) -> None:
        """Write a record in place of the last one of the same build, in one step.

        Raises:
            StorageError: The disk refused.
        """
        with self._lock:
            try:
                self._begin()
                self._own.add(build_id)
                partial = self._folder / f"{build_id}.partial"
                partial.write_text(json.dumps({**record, "worker": self._worker}), encoding="utf-8")
                partial.replace(self._folder / f"{build_id}.json")
            except OSError as error:
                raise StorageError(f"The build's record can't be written: {error.strerror}.") from error

    def read(self, build_id: str) -> dict[str, Any] | None:
        """Give a record; None if there is none.

        A build that is "running" while its worker is gone gets ``"status": "lost"``.
        """
        if not _BUILD_ID.fullmatch(build_id):
            return None
        try:
            record = json.loads((self._folder / f"{build_id}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        worker = record.pop("worker", "")
        if record.get("status") == "running" and worker != self._worker and not self._lives(worker):
            record["status"] = "lost"
        return dict(record)

    def close(self) -> None:
        """Remove what this worker wrote."""
        with self._lock:
            if self._descriptor is None:
                return
            for name in (*(f"{build_id}.json" for build_id in self._own), self._worker):
                with suppress(OSError):
                    (self._folder / name).unlink()
            os.close(self._descriptor)
            self._descriptor = None
            with suppress(OSError):  # other workers may still have something in it
                self._folder.rmdir()

    def _begin(self) -> None:
        """Make the folder, say that this worker lives, and now and then remove what is old."""
        if time.time() - self._pruned_at > PRUNE_SECONDS and self._folder.is_dir():
            self._prune(time.time())
        if self._descriptor is not None and (self._folder / self._worker).exists():
            return
        if self._descriptor is not None:  # the folder was removed meanwhile
            os.close(self._descriptor)
            self._descriptor = None
        self._folder.mkdir(mode=0o700, exist_ok=True)
        found = self._folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            raise PermissionError(1, f"{self._folder} is not a folder of our own")
        self._descriptor = os.open(self._folder / self._worker, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def _prune(self, now: float) -> None:
        self._pruned_at = now
        for path in self._folder.iterdir():
            with suppress(OSError):
                old = now - path.stat().st_mtime > KEPT_SECONDS
                if old and (path.suffix in (".json", ".partial") or not self._lives(path.name)):
                    path.unlink()
                    self._own.discard(path.stem)

    def _lives(self, worker: str) -> bool:
        """Tell whether a worker still holds its lock."""
        if not re.fullmatch(r"worker-[0-9a-f]{16}", worker):
            return False
        try:
            descriptor = os.open(self._folder / worker, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(descriptor)
        return False
