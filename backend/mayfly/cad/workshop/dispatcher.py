"""Lends children to builds and exchanges messages with them, within the limits of time, memory and disk."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from mayfly.cad import channel
from mayfly.cad.workshop import delivery, disk_quota, failures
from mayfly.cad.workshop.admission import Client, FairSemaphore
from mayfly.cad.workshop.cancel_token import CancelToken
from mayfly.cad.workshop.child_errors import child_errors
from mayfly.cad.workshop.follow_up import ask_for_diagnosis
from mayfly.cad.workshop.pool.child_process import ChildProcess, Role
from mayfly.cad.workshop.pool.errors import PoolError
from mayfly.cad.workshop.pool.pool import Pool
from mayfly.errors import BuildError, MayflyError

_WATCH_SECONDS = 0.02
_PROCESSORS = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


class Dispatcher:
    """Lends children to builds.

    Args:
        size: Builds at the same time.
        queue_limit: Builds that may wait.
        timeout_seconds: Wall-clock limit of an answer.
        memory_mb: Memory that a child may add, in MiB.
        idle_seconds: Time without work after which all children are ended.

    Attributes:
        places: Admits builds, fairly between clients.
        pool: The children.
        timeout_seconds: As given.
        memory_mb: As given.
    """

    def __init__(
        self, *, size: int, queue_limit: int, timeout_seconds: float, memory_mb: int, idle_seconds: float
    ) -> None:
        """Keep the limits; start nothing."""
        self.timeout_seconds = timeout_seconds
        self.memory_mb = memory_mb
        self.places = FairSemaphore(size, queue_limit)
        limits = {
            "memory_bytes": memory_mb * 1024 * 1024,
            "cpu_seconds": int(timeout_seconds * 10) + 60,
            "folder_bytes": disk_quota.FOLDER_LIMIT_BYTES,
            "files": disk_quota.FOLDER_LIMIT_FILES,
            "file_bytes": delivery.FILE_LIMIT_BYTES,
        }
        # A build takes two children, one to run the script and one to measure what it wrote.
        self.pool = Pool(spare=2 * size, limits=limits, idle_seconds=idle_seconds)

    @contextlib.contextmanager
    def hold_place(self, client: Client, cancel: CancelToken, *, trusted: bool = False) -> Iterator[None]:
        """Wait for a place, unless the client has one, and for the pool, and hold both.

        Raises:
            BuildCancelled: The token was cancelled, whatever came of that.
            BuildError: There is no place, or no pool.
        """
        try:
            with (
                contextlib.nullcontext()
                if client.place
                else self.places.hold(client, trusted=trusted, cancel=cancel),
                pool_errors(),
                self.pool.in_use(cancel),
            ):
                yield
        except MayflyError:
            cancel.check()
            raise

    @contextlib.contextmanager
    def child(self, role: Role, *, reusable: bool, cancel: CancelToken) -> Iterator[ChildProcess]:
        """Lend a child; afterwards it goes back if it is reusable and unharmed, else it is ended.

        When the build is cancelled, the child is killed, which ends the wait for its answer.
        """
        child = self.pool.take(role, reusable=reusable, cancel=cancel)
        good = False
        try:
            with cancel.calling(child.kill):
                yield child
            good = not cancel.cancelled
        finally:
            self.pool.give_back(child, reuse=good and reusable)

    def ask(
        self,
        child: ChildProcess,
        header: dict[str, Any],
        attachment: int | None = None,
        *,
        deadline: float | None = None,
    ) -> dict[str, Any]:
        """Send a job and wait for its answer, within the limits.

        Raises:
            BuildError: The child did not answer; the subclass says why.
        """
        started = time.monotonic()
        deadline = deadline or started + self.timeout_seconds
        header["threads"] = max(1, _PROCESSORS // self.places.held)
        try:
            with child_errors(child, header, self.memory_mb):
                child.connection.send(channel.encode(header), deadline)
                if attachment is not None:
                    for chunk in delivery.chunks(attachment, header["size"]):
                        child.connection.send(chunk, deadline)
                return child.connection.receive(deadline, self.watch(child))
        finally:
            child.jobs += 1
            child.busy_seconds += time.monotonic() - started

    def next_answer(self, child: ChildProcess, header: dict[str, Any], deadline: float) -> dict[str, Any]:
        """Wait for a child's next answer to the same job.

        Raises:
            BuildError: The child did not answer; the subclass says why.
        """
        started = time.monotonic()
        try:
            with child_errors(child, header, self.memory_mb):
                return child.connection.receive(deadline, self.watch(child))
        finally:
            child.busy_seconds += time.monotonic() - started

    def watch(self, child: ChildProcess) -> Callable[[], None] | None:
        """Return what must be called often while a child works; None where its zygote counts its writes."""
        if self.pool.metered:
            return None
        child.connection.tick_seconds = _WATCH_SECONDS
        return lambda: delivery.watch_folder(child.folder_descriptor, child.quota)

    def check(self, child: ChildProcess, header: dict[str, Any], answer: dict[str, Any]) -> None:
        """Raise the error that a building child's answer reports, if any.

        Raises:
            BuildError: The script failed, or what it built is not sound.
            StorageError: The child's folder is full.
        """
        if answer.get("ok") is not True:
            delivery.check_room(child.folder_descriptor, answer)
            best = ask_for_diagnosis(child, answer, self.watch(child))
            raise failures.script_failure(header, best, self.memory_mb)


@contextlib.contextmanager
def pool_errors() -> Iterator[None]:
    """Turn the pool's failures into a build error."""
    try:
        yield
    except PoolError as error:
        raise BuildError(f"The workshop could not start a building process: {error}") from error
