"""Records of builds that are polled for: small files, because any worker may be the one that is asked.

A record names its worker, and a worker holds a lock as long as it lives. So a
build whose worker was killed is not "running" for ever. Records go a model's life
after their last change, with their model, and with the worker that wrote them;
what killed workers left goes with the last that lives, and when a worker starts
if it is old. Above a number and a size, the oldest that have ended go first.

A build is cancelled at any worker by a mark beside its record, which its own
worker takes away.
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
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from mayfly.errors import StorageError
from mayfly.http.jobs.record_bounds import bounded

FOLDER = ".mayfly-builds"
KEPT_SECONDS = 3600.0
"""How long a record is kept at most; a model's life, if that is shorter."""
SHORTEST_SECONDS = 300.0
"""How long a record is kept at least: builds wait in line and run, however short a model's life is."""
PRUNE_SECONDS = 60.0
PARTIAL_SECONDS = 60.0
"""A record that has been half-written for so long has no writer any more, a mark that old no reader."""
MOST_RECORDS = 1000
MOST_BYTES = 16 * 1024 * 1024
"""What the records of all workers may take together; the oldest that have ended go first."""
_UNWRITTEN_KEPT = 100
_LEFT_FREE = 0.1  # of the limits, once one is reached, so that not every record looks for room
_BUILD_ID = re.compile(r"[0-9a-f]{32}")


class BuildRecords:
    """The records of one directory of models, as one worker writes and every worker reads them."""

    def __init__(self, temp_dir: Callable[[], Path], life_seconds: float = KEPT_SECONDS) -> None:
        """Keep how to find the directory of the models; nothing is made before the first record.

        Args:
            temp_dir: Gives the directory.
            life_seconds: A model's life; no record is kept much longer, though its build failed.
        """
        self._temp_dir = temp_dir
        self._kept_seconds = min(KEPT_SECONDS, max(life_seconds, SHORTEST_SECONDS))
        self._worker = f"worker-{secrets.token_hex(8)}"
        self._lock = threading.Lock()
        self._descriptor: int | None = None
        self._own: dict[str, str | None] = {}  # a build to its model's name
        self._number = self._bytes = 0  # of all records, as of the last look
        self._unwritten: dict[str, tuple[float, dict[str, Any]]] = {}  # ends that the disk had no room for
        self._pruned_at = 0.0

    @property
    def _folder(self) -> Path:
        return self._temp_dir() / FOLDER

    def write(self, build_id: str, record: Mapping[str, Any]) -> None:
        """Write a record in place of the last one of the same build, in one step; its texts are bounded.

        Args:
            build_id: The build.
            record: ``status``, and what else there is to tell; ``model`` has the model's ``name``.

        Raises:
            StorageError: The disk refused. How a build ended is kept in memory then, and written
                with the next record; until then other workers know nothing of the build.
        """
        record = bounded(record)
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
        partial = self._folder / f"{build_id}.partial"
        text = json.dumps({**record, "worker": self._worker})
        if self._number >= MOST_RECORDS or self._bytes + len(text) > MOST_BYTES:
            self._make_room()
        try:
            partial.write_text(text, encoding="utf-8")
            partial.replace(self._folder / f"{build_id}.json")
            self._number += build_id not in self._own
            self._bytes += len(text)  # too much for one that is replaced; the next look corrects it
            self._own[build_id] = (record.get("model") or {}).get("name")
        except OSError:
            partial.unlink(missing_ok=True)
            raise

    def _hold(self, build_id: str, record: Mapping[str, Any]) -> None:
        """Keep how a build ended, and take back that it is running, which would be said for ever."""
        if record["status"] == "running":
            return
        now = time.time()
        self._unwritten = {
            held: (at, end) for held, (at, end) in self._unwritten.items() if now - at < self._kept_seconds
        }
        self._unwritten[build_id] = now, dict(record)
        while len(self._unwritten) > _UNWRITTEN_KEPT:
            del self._unwritten[next(iter(self._unwritten))]
        with suppress(OSError):
            if self._is_ours():
                (self._folder / f"{build_id}.json").unlink()

    def read(self, build_id: str, now: float | None = None) -> dict[str, Any] | None:
        """Give a record; None if there is none, or if its time is over.

        A build that is "running" while its worker is gone gets ``"status": "lost"``.

        Args:
            build_id: The build.
            now: Epoch seconds; the time of the call if not given.
        """
        if not _BUILD_ID.fullmatch(build_id):
            return None
        now = time.time() if now is None else now
        at, end = self._unwritten.get(build_id, (now, None))
        if end is not None and now - at <= self._kept_seconds:
            return dict(end)
        try:
            with (self._folder / f"{build_id}.json").open(encoding="utf-8") as file:
                if now - os.fstat(file.fileno()).st_mtime > self._kept_seconds:
                    return None
                record = json.load(file)
        except (OSError, ValueError):
            return None
        worker = record.pop("worker", "")
        if record.get("status") == "running" and worker != self._worker and not self._lives(worker):
            record["status"] = "lost"
        return dict(record)

    def remove(self, build_id: str) -> None:
        """Remove a record, of any worker."""
        with self._lock, suppress(OSError):
            if _BUILD_ID.fullmatch(build_id) and self._is_ours():
                (self._folder / f"{build_id}.json").unlink()
                self._own.pop(build_id, None)

    def ask_to_cancel(self, build_id: str) -> None:
        """Leave a mark for the worker that runs a build; it looks a few times a second.

        Raises:
            StorageError: The disk refused.
        """
        if not _BUILD_ID.fullmatch(build_id):
            return
        try:
            if self._is_ours():
                (self._folder / f"{build_id}.cancel").touch(mode=0o600)
        except OSError as error:
            raise StorageError(f"The build can't be cancelled: {error.strerror}.") from error

    def take_marks(self, builds: Collection[str]) -> list[str]:
        """Take away the marks of builds that are to be cancelled, and name these builds."""
        found = []
        with suppress(OSError):
            for name in os.listdir(self._folder) if self._is_ours() else ():  # noqa: PTH208 (names only)
                build_id, _, kind = name.partition(".")
                if kind == "cancel" and build_id in builds:
                    (self._folder / name).unlink(missing_ok=True)
                    found.append(build_id)
        return found

    def prune(self, now: float | None = None) -> None:
        """Remove what is too old, whose model is gone, or was a killed worker's; then the folder.

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
        self._number = self._bytes = 0
        left: dict[str, str | None] = {}
        for path in self._folder.iterdir():
            with suppress(OSError):
                state = path.stat()
                short_lived = path.suffix in (".partial", ".cancel")
                model = self._own.get(path.stem)
                if path.name.startswith("worker-"):
                    self._lives(path.name, bury=True)
                elif now - state.st_mtime > (PARTIAL_SECONDS if short_lived else self._kept_seconds) or (
                    model is not None and not (self._temp_dir() / model).exists()
                ):
                    path.unlink()
                elif not short_lived:
                    self._number += 1
                    self._bytes += state.st_size
                    if path.stem in self._own:
                        left[path.stem] = model
        self._own = left

    def _make_room(self) -> None:
        """Remove the oldest records of builds that have ended, until the rest is well within the limits."""
        self._prune(time.time())
        found = []
        for path in self._folder.glob("*.json"):
            with suppress(OSError):
                state = path.stat()
                found.append((state.st_mtime, state.st_size, path))
        for _, size_bytes, path in sorted(found):
            within = self._number <= MOST_RECORDS * (1 - _LEFT_FREE)
            if within and self._bytes <= MOST_BYTES * (1 - _LEFT_FREE):
                return
            with suppress(OSError, ValueError):
                record = json.loads(path.read_text(encoding="utf-8"))
                if record.get("status") == "running" and self._lives(str(record.get("worker", ""))):
                    continue
                path.unlink()
                self._own.pop(path.stem, None)
                self._number -= 1
                self._bytes -= size_bytes

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
