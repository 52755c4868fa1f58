"""Records of builds that are polled for: small files, because any worker may be the one that is asked.

A record names its worker, and a worker holds a lock as long as it lives. So a
build whose worker was killed is not "running" for ever. Records go an hour
after their last change, and with the worker that wrote them; what killed workers
left goes with the last that lives, and when a worker starts if it is old.
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
PARTIAL_SECONDS = 60.0
"""A record that has been half-written for so long has no writer any more."""
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
        self._unwritten: dict[str, tuple[float, dict[str, Any]]] = {}  # ends that the disk had no room for
        self._pruned_at = 0.0

    @property
    def _folder(self) -> Path:
        return self._temp_dir() / FOLDER

    def write(self, build_id: str, record: Mapping[str, Any]) -> None:
        """Write a record in place of the last one of the same build, in one step.

        Raises:
            StorageError: The disk refused. How a build ended is kept in memory then, and written
                with the next record; until then other workers know nothing of the build.
        """
        with self._lock:
            try:
                self._begin()
                self._store(build_id, record)
                self._unwritten.pop(build_id, None)
            except OSError as error:
                self._hold(build_id, record)
                raise StorageError(f"The build's record can't be written: {error.strerror}.") from error
            with suppress(OSError):
                for held, (_, end) in list(self._unwritten.items()):
                    self._store(held, end)
                    del self._unwritten[held]

    def _store(self, build_id: str, record: Mapping[str, Any]) -> None:
        self._own.add(build_id)
        partial = self._folder / f"{build_id}.partial"
        try:
            partial.write_text(json.dumps({**record, "worker": self._worker}), encoding="utf-8")
            partial.replace(self._folder / f"{build_id}.json")
        except OSError:
            partial.unlink(missing_ok=True)
            raise

    def _hold(self, build_id: str, record: Mapping[str, Any]) -> None:
        """Keep how a build ended, and take back that it is running, which would be said for ever."""
        if record["status"] == "running":
            return
        now = time.time()
        self._unwritten = {
            held: (at, end) for held, (at, end) in self._unwritten.items() if now - at < KEPT_SECONDS
        }
        self._unwritten[build_id] = now, dict(record)
        with suppress(OSError):
            if self._is_ours():
                (self._folder / f"{build_id}.json").unlink()

    def read(self, build_id: str, now: float | None = None) -> dict[str, Any] | None:
        """Give a record; None if there is none, or if its hour is over.

        A build that is "running" while its worker is gone gets ``"status": "lost"``.

        Args:
            build_id: The build.
            now: Epoch seconds; the time of the call if not given.
        """
        if not _BUILD_ID.fullmatch(build_id):
            return None
        now = time.time() if now is None else now
        at, end = self._unwritten.get(build_id, (now, None))
        if end is not None and now - at <= KEPT_SECONDS:
            return dict(end)
        try:
            with (self._folder / f"{build_id}.json").open(encoding="utf-8") as file:
                if now - os.fstat(file.fileno()).st_mtime > KEPT_SECONDS:
                    return None
                record = json.load(file)
        except (OSError, ValueError):
            return None
        worker = record.pop("worker", "")
        if record.get("status") == "running" and worker != self._worker and not self._lives(worker):
            record["status"] = "lost"
        return dict(record)

    def prune(self, now: float | None = None) -> None:
        """Remove records that are over an hour old, what killed workers held, and the folder if it is empty.

        Args:
            now: Epoch seconds; the time of the call if not given.
        """
        with self._lock, suppress(OSError):  # what can't be removed now has later chances
            if self._is_ours():
                self._prune(time.time() if now is None else now)
                self._folder.rmdir()

    def close(self) -> None:
        """Remove what this worker wrote, and, as the last that lives, what killed ones left."""
        with self._lock, suppress(OSError):
            if not self._is_ours():
                return
            if self._descriptor is not None:
                for name in (*(f"{build_id}.json" for build_id in self._own), self._worker):
                    with suppress(OSError):
                        (self._folder / name).unlink()
                os.close(self._descriptor)
                self._descriptor = None
            self._prune(time.time())
            if not any(self._lives(path.name) for path in self._folder.glob("worker-*")):
                for path in self._folder.glob("*.json"):
                    self._remove_if_orphan(path)
            self._folder.rmdir()  # other workers may still have something in it

    def _begin(self) -> None:
        """Make the folder, say that this worker lives, and now and then remove what is old."""
        if time.time() - self._pruned_at > PRUNE_SECONDS and self._is_ours():
            self._prune(time.time())
        while self._descriptor is None or not self._holds_its_name():
            if self._descriptor is not None:  # the folder was removed meanwhile
                os.close(self._descriptor)
                self._descriptor = None
            self._folder.mkdir(mode=0o700, exist_ok=True)
            if not self._is_ours():
                raise PermissionError(1, f"{self._folder} is not a folder of our own")
            flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
            with suppress(FileNotFoundError):  # another worker has just removed the folder: once more
                self._descriptor = os.open(self._folder / self._worker, flags, 0o600)
                fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def _is_ours(self) -> bool:
        """Tell whether the folder is there and is a folder of this user's, no link to elsewhere."""
        try:
            found = self._folder.lstat()
        except FileNotFoundError:
            return False
        return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()

    def _holds_its_name(self) -> bool:
        """Tell whether the lock that this worker holds is the one that others look at."""
        try:
            seen = (self._folder / self._worker).lstat()
        except FileNotFoundError:
            return False
        return self._descriptor is not None and os.path.samestat(seen, os.fstat(self._descriptor))

    def _prune(self, now: float) -> None:
        self._pruned_at = now
        for path in self._folder.iterdir():
            with suppress(OSError):
                age = now - path.stat().st_mtime
                if path.name.startswith("worker-"):
                    self._lives(path.name, bury=True)
                elif age > (PARTIAL_SECONDS if path.suffix == ".partial" else KEPT_SECONDS):
                    path.unlink()
                    self._own.discard(path.stem)

    def _remove_if_orphan(self, path: Path) -> None:
        """Remove a record whose worker is gone; one that began this moment keeps its own."""
        with suppress(OSError, ValueError):
            if not self._lives(str(json.loads(path.read_text(encoding="utf-8")).get("worker", ""))):
                path.unlink()

    def _lives(self, worker: str, *, bury: bool = False) -> bool:
        """Tell whether a worker still holds its lock.

        Args:
            worker: The worker's name.
            bury: Remove the lock's file if it does not. That is done under the lock:
                a worker that is about to take it sees that the file has gone.
        """
        if not re.fullmatch(r"worker-[0-9a-f]{16}", worker):
            return False
        try:
            descriptor = os.open(self._folder / worker, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            if bury:
                (self._folder / worker).unlink(missing_ok=True)
        except BlockingIOError:
            return True
        finally:
            os.close(descriptor)
        return False
