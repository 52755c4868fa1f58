"""Records of detached builds: small files, because any worker may be the one that is polled.

A record names its worker, and a worker holds a lock as long as it lives, so a build whose
worker was killed does not stay "running" for ever. A record is removed a model's life after
its last change, with its model, or with the worker that wrote it. Records of killed workers
are removed by the last worker that ends and, if they are old, by each that starts. Above a limit of
number or size, the oldest of ended builds are removed first.

Any worker can be asked to cancel a build: it leaves a file beside the record, which the
build's own worker finds and removes.
"""

from __future__ import annotations

import json
import os
import re
import threading
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from mayfly.errors import BuildCancelled, StorageError
from mayfly.http.jobs.record_bounds import bounded
from mayfly.http.jobs.worker_lock import WorkerLock
from mayfly.http.problems import problem_body

FOLDER = ".mayfly-builds"
Observer = Callable[[str, str | None, Any, Exception | None], None]
"""Called with the build's id, the stage just reached, and at the end the result or the error."""
KEPT_SECONDS = 3600.0
"""How long a record is kept at most; a model's life, if that is shorter."""
SHORTEST_SECONDS = 300.0
"""How long a record is kept at least: builds wait and run, however short a model's life is."""
PRUNE_SECONDS = 60.0
PARTIAL_SECONDS = 60.0
"""After this time a half-written record has no writer any more, and a request to cancel no reader."""
MOST_RECORDS = 1000
MOST_BYTES = 16 * 1024 * 1024
"""Limits of the records of all workers together."""
_UNWRITTEN_KEPT = 100
_LEFT_FREE = 0.1  # of the limits, once one is reached, so that not every record has to make room
_BUILD_ID = re.compile(r"[0-9a-f]{32}")


def record_of(stage: str | None, result: Any, error: Exception | None) -> dict[str, Any]:
    """Return the record of a build that reached a stage, or ended with a result or an error."""
    status = "running" if result is None and error is None else "succeeded"
    if error is not None:
        status = "cancelled" if isinstance(error, BuildCancelled) else "failed"
    return {
        "status": status,
        "stage": stage,
        "model": None if result is None else {"name": result["name"], "text": result.get("text")},
        "problem": None if error is None else problem_body(error),
    }


class BuildRecords:
    """The records in one directory of models: this worker writes its own and reads those of all.

    Attributes:
        own: Build id to its model's name, for each record that this worker wrote.
        unwritten: Ends that the disk had no room for, each with the time at which it came.
    """

    def __init__(
        self,
        temp_dir: Callable[[], Path],
        life_seconds: float = KEPT_SECONDS,
        *,
        most: int = MOST_RECORDS,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        """Set the directory and the limits; nothing is made before the first record.

        Args:
            temp_dir: Returns the directory of the models.
            life_seconds: A model's life; no record is kept much longer, even if its build failed.
            most: Records of all workers.
            most_bytes: Their size.
        """
        self._temp_dir = temp_dir
        self._kept_seconds = min(KEPT_SECONDS, max(life_seconds, SHORTEST_SECONDS))
        self._most = most
        self._most_bytes = most_bytes
        self._worker = WorkerLock(lambda: temp_dir() / FOLDER)
        self._lock = threading.Lock()
        self.own: dict[str, str | None] = {}
        self._number = self._bytes = 0  # of all records, when the folder was last read
        self.unwritten: dict[str, tuple[float, dict[str, Any]]] = {}
        self._pruned_at = 0.0

    @property
    def _folder(self) -> Path:
        return self._temp_dir() / FOLDER

    def note(self, build_id: str, stage: str | None, result: Any, error: Exception | None) -> None:
        """Write a build's record; this is the ``Observer`` of a detached build, called in its thread.

        Of the model only the name and the text are kept: the store knows the rest.

        Raises:
            StorageError: The record can't be written.
        """
        self.write(build_id, record_of(stage, result, error))

    shared = False

    def observer(self, asked: Mapping[str, Any]) -> Observer:  # noqa: ARG002
        """Return what notes a build; where it was killed, its client sends what it asked for again."""
        return self.note

    def take_over(self) -> list[tuple[str, dict[str, Any]]]:
        """Return nothing: builds of a killed worker are lost."""
        return []

    def hand_over(self, builds: Collection[str]) -> None:
        """Do nothing: nobody else could take them."""

    def write(self, build_id: str, record: Mapping[str, Any]) -> None:
        """Replace a build's record in one step; its texts are bounded.

        Args:
            build_id: The build.
            record: ``status`` and the other fields; ``model`` has the model's ``name``.

        Raises:
            StorageError: The disk refused. The end of a build is then kept in memory, and written
                with the next record; until then other workers know nothing of the build.
        """
        record = bounded(record)
        with self._lock:
            try:
                self._prepare()
                self._store(build_id, record)
                self.unwritten.pop(build_id, None)
            except OSError as error:
                self._keep_end(build_id, record)
                raise StorageError(f"The build's record can't be written: {error.strerror}.") from error
            with suppress(OSError):
                for waiting_id, (_, end) in list(self.unwritten.items()):
                    self._store(waiting_id, end)
                    del self.unwritten[waiting_id]

    def _store(self, build_id: str, record: Mapping[str, Any]) -> None:
        partial = self._folder / f"{build_id}.partial"
        text = json.dumps({**record, "worker": self._worker.name})
        if self._number >= self._most or self._bytes + len(text) > self._most_bytes:
            self._make_room()
        try:
            partial.write_text(text, encoding="utf-8")
            partial.replace(self._folder / f"{build_id}.json")
            self._number += build_id not in self.own
            self._bytes += len(text)  # too much for a record that is replaced; pruning corrects it
            self.own[build_id] = (record.get("model") or {}).get("name")
        except OSError:
            partial.unlink(missing_ok=True)
            raise

    def _keep_end(self, build_id: str, record: Mapping[str, Any]) -> None:
        """Store the end of a build in memory, and remove the record that says it is running."""
        if record["status"] == "running":
            return
        now = time.time()
        self.unwritten = {
            held: (at, end) for held, (at, end) in self.unwritten.items() if now - at < self._kept_seconds
        }
        self.unwritten[build_id] = now, dict(record)
        while len(self.unwritten) > _UNWRITTEN_KEPT:
            del self.unwritten[next(iter(self.unwritten))]
        with suppress(OSError):
            if self._worker.folder_is_ours():
                (self._folder / f"{build_id}.json").unlink()

    def read(self, build_id: str, now: float | None = None) -> dict[str, Any] | None:
        """Return a build's record; None if it has no record, or too old a one.

        A build that is "running" though its worker has ended gets ``"status": "lost"``.

        Args:
            build_id: The build.
            now: Epoch seconds; the time of the call if not given.
        """
        if not _BUILD_ID.fullmatch(build_id):
            return None
        now = time.time() if now is None else now
        at, end = self.unwritten.get(build_id, (now, None))
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
        ended = worker != self._worker.name and not self._worker.is_alive(worker)
        if record.get("status") == "running" and ended:
            record["status"] = "lost"
        return dict(record)

    def remove(self, build_id: str) -> None:
        """Remove a record, of any worker."""
        with self._lock, suppress(OSError):
            if _BUILD_ID.fullmatch(build_id) and self._worker.folder_is_ours():
                (self._folder / f"{build_id}.json").unlink()
                self.own.pop(build_id, None)

    def request_cancel(self, build_id: str) -> None:
        """Ask the worker that runs a build to cancel it; it looks a few times a second.

        Raises:
            StorageError: The disk refused.
        """
        if not _BUILD_ID.fullmatch(build_id):
            return
        try:
            if self._worker.folder_is_ours():
                (self._folder / f"{build_id}.cancel").touch(mode=0o600)
        except OSError as error:
            raise StorageError(f"The build can't be cancelled: {error.strerror}.") from error

    def take_cancel_requests(self, builds: Collection[str]) -> list[str]:
        """Remove the requests to cancel any of these builds, and return the ids that were requested."""
        found = []
        with suppress(OSError):
            for name in os.listdir(self._folder) if self._worker.folder_is_ours() else ():  # noqa: PTH208 (names only)
                build_id, _, kind = name.partition(".")
                if kind == "cancel" and build_id in builds:
                    (self._folder / name).unlink(missing_ok=True)
                    found.append(build_id)
        return found

    def prune(self, now: float | None = None) -> None:
        """Remove records that are too old or whose model is gone, dead workers' locks, and an empty folder.

        Args:
            now: Epoch seconds; the time of the call if not given.
        """
        with self._lock, suppress(OSError):  # what can't be removed now can be later
            if self._worker.folder_is_ours():
                self._prune(time.time() if now is None else now)
                self._folder.rmdir()

    def close(self) -> None:
        """Remove this worker's records; the last worker that ends also removes those of killed ones."""
        with self._lock, suppress(OSError):
            if not self._worker.folder_is_ours():
                return
            for build_id in self.own:
                with suppress(OSError):
                    (self._folder / f"{build_id}.json").unlink()
            self._worker.release()
            self._prune(time.time())
            if not any(self._worker.is_alive(path.name) for path in self._folder.glob("worker-*")):
                for path in self._folder.glob("*.json"):
                    self._remove_if_orphan(path)
            self._folder.rmdir()  # other workers may still have something in it

    def _prepare(self) -> None:
        """Make the folder, take this worker's lock, and now and then remove what is old."""
        if time.time() - self._pruned_at > PRUNE_SECONDS and self._worker.folder_is_ours():
            self._prune(time.time())
        self._worker.hold()

    def _prune(self, now: float) -> None:
        self._pruned_at = now
        self._number = self._bytes = 0
        left: dict[str, str | None] = {}
        for path in self._folder.iterdir():
            with suppress(OSError):
                state = path.stat()
                short_lived = path.suffix in (".partial", ".cancel")
                model = self.own.get(path.stem)
                if path.name.startswith("worker-"):
                    self._worker.is_alive(path.name, remove_if_dead=True)
                elif now - state.st_mtime > (PARTIAL_SECONDS if short_lived else self._kept_seconds) or (
                    model is not None and not (self._temp_dir() / model).exists()
                ):
                    path.unlink()
                elif not short_lived:
                    self._number += 1
                    self._bytes += state.st_size
                    if path.stem in self.own:
                        left[path.stem] = model
        self.own = left

    def _make_room(self) -> None:
        """Remove the oldest records of ended builds, until the rest is well within the limits."""
        self._prune(time.time())
        found = []
        for path in self._folder.glob("*.json"):
            with suppress(OSError):
                state = path.stat()
                found.append((state.st_mtime, state.st_size, path))
        for _, size_bytes, path in sorted(found):
            within = self._number <= self._most * (1 - _LEFT_FREE)
            if within and self._bytes <= self._most_bytes * (1 - _LEFT_FREE):
                return
            with suppress(OSError, ValueError):
                record = json.loads(path.read_text(encoding="utf-8"))
                if record.get("status") == "running" and self._worker.is_alive(str(record.get("worker", ""))):
                    continue
                path.unlink()
                self.own.pop(path.stem, None)
                self._number -= 1
                self._bytes -= size_bytes

    def _remove_if_orphan(self, path: Path) -> None:
        """Remove a record whose worker has ended; a worker that has just started keeps its records."""
        with suppress(OSError, ValueError):
            worker = str(json.loads(path.read_text(encoding="utf-8")).get("worker", ""))
            if not self._worker.is_alive(worker):
                path.unlink()
