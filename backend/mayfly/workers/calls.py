"""Calls that this process makes to the fleet: handed in, waited for, cancelled, and their traces removed.

One thread shows every second that the callers still wait, and finds answers whose notification was lost; it
also removes what answered calls have left. Another hears the notifications.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from mayfly.cad.workshop import CancelToken, Client
from mayfly.errors import BuildCancelled, BuildError, StorageError
from mayfly.stores.bucket import Bucket
from mayfly.stores.database import Database
from mayfly.workers import fleet
from mayfly.workers.failures import BadFailure, failure_of
from mayfly.workers.messages import Answer, BadMessage, Call, answer_of
from mayfly.workers.notices import Notices
from mayfly.workers.submission import Order, Submission

log = logging.getLogger("mayfly.workers")

_LOOK_SECONDS: Final = 1.0
_PATIENCE_SECONDS: Final = 60.0
"""How long a job waits while no worker of its version is alive."""
_REMOVED_AT_ONCE: Final = 100


class Pending:
    """A call that waits for its answer.

    Attributes:
        ticket: Names the job.
        over: Set when there is an answer, or none will come.
        gone: The job's row is not there any more.
        handed_in: The job's row is there.
    """

    def __init__(self, on_stage: Callable[[str], None]) -> None:
        """Choose a ticket."""
        self.ticket = secrets.token_hex(16)
        self.over = threading.Event()
        self.gone = False
        self.handed_in = False
        self._on_stage = on_stage

    def reach(self, stage: str) -> None:
        """Hand a stage on, or note that there is an answer."""
        if stage == "done":
            self.over.set()
        else:
            self._on_stage(stage)


class Calls:
    """The calls of one process; may be used by several threads.

    Args:
        database: The tables.
        bucket: The parcels.
        version: ``build_version`` of this process.
        queue: Jobs that may wait for each worker's place, besides those that are done.

    Attributes:
        workers: The workers of this version that were alive at the last look.
    """

    def __init__(self, database: Database, bucket: Bucket, version: str, queue: int) -> None:
        """Keep the arguments; no thread is started."""
        self.workers: list[fleet.WorkerRow] = []
        self._database = database
        self._bucket = bucket
        self._version = version
        self._queue = queue
        self._submission = Submission(database)
        self._pending: dict[str, Pending] = {}
        self._finished: deque[tuple[str, list[str]]] = deque()
        self._lock = threading.Lock()
        self._notices: Notices | None = None
        self._looking: threading.Thread | None = None
        self._wake = threading.Event()
        self._stopped = False
        self._missing_since = time.monotonic()

    def look_for_workers(self) -> list[fleet.WorkerRow]:
        """Ask which workers of this version are alive.

        Raises:
            StorageError: The database can't be used.
        """
        self.workers = fleet.living_workers(self._database, self._version)
        if self.workers:
            self._missing_since = time.monotonic()
        return self.workers

    def make(
        self,
        call: Call,
        parcel: bytes,
        *,
        client: Client,
        cancel: CancelToken,
        on_stage: Callable[[str], None],
    ) -> tuple[Answer, bytes]:
        """Hand a call in to the workers, and wait for its answer.

        Args:
            call: What is to be done.
            parcel: Files that come with it.
            client: Whose it is; one that is admitted already has no share of the queue to keep to.
            cancel: Cancels it from another thread, at once.
            on_stage: Called with each stage, in a thread of this process.

        Returns:
            The answer, and the bytes that come with it.

        Raises:
            MayflyError: What the worker raised.
            WorkshopBusy: Too many wait already, or too many of this client.
            BuildError: No worker of this version is alive, or both that tried were lost.
            BuildCancelled: The token was cancelled.
            StorageError: Database or bucket can't be used.
        """
        self._start()
        if not self.workers and not self.look_for_workers():
            raise no_worker(self._database)
        if not client.admitted:
            places = sum(worker.places for worker in self.workers)
            self._submission.check_room(
                client.key, trusted=call.own, places=places, queue=self._queue * len(self.workers)
            )
        pending = Pending(on_stage)
        order = Order(
            ticket=pending.ticket,
            client=client.key,
            trusted=call.own,
            version=self._version,
            call=call.model_dump(mode="json"),
            parcel=bool(parcel),
            reply_to=self._channel,
        )
        with self._lock:
            self._pending[pending.ticket] = pending
        attempts = fleet.MOST_ATTEMPTS
        try:
            if parcel:
                self._submission.reserve(order)
                self._bucket.put_parcel(fleet.call_key(order.ticket), parcel)
            self._submission.hand_in(order)
            pending.handed_in = True
            self._wait(pending, cancel)
            found = self._submission.answer(order.ticket)
            if found is None:
                raise BuildError("The job was removed before it was done.")
            row, attempts = found
            return self._answer(answer_of(row), order.ticket, attempts, call.limit_bytes)
        except BaseException:
            with suppress(StorageError):
                self._submission.cancel([order.ticket])
            raise
        finally:
            with self._lock:
                del self._pending[order.ticket]
                keys = fleet.parcel_keys(order.ticket, attempts, sent=bool(parcel))
                self._finished.append((order.ticket, keys))

    def _wait(self, pending: Pending, cancel: CancelToken) -> None:
        """Wait for an answer.

        Raises:
            BuildCancelled: The token was cancelled.
            BuildError: No answer will come.
        """
        with cancel.calling(pending.over.set):
            while not pending.over.wait(_LOOK_SECONDS):
                if time.monotonic() - self._missing_since > _PATIENCE_SECONDS:
                    raise no_worker(self._database)
        cancel.check()
        if pending.gone:
            raise BuildError("The job was removed before it was done.")

    def _answer(self, answer: Answer, ticket: str, attempt: int, limit_bytes: int) -> tuple[Answer, bytes]:
        """Return an answer with its parcel, or raise the error in it."""
        if answer.error is not None:
            try:
                error = failure_of(answer.error)
            except BadFailure as bad:
                raise BadMessage(f"The build worker's error can't be read ({bad}).") from bad
            # It was not this caller who cancelled it: an operator did, or the worker was told to end.
            raise (
                BuildError("The build worker gave the job up.")
                if isinstance(error, BuildCancelled)
                else error
            )
        if not answer.size_bytes:
            return answer, b""
        if not 0 < answer.size_bytes <= limit_bytes:
            raise BadMessage("The build worker's parcel is too large.")
        content = self._bucket.parcel(fleet.answer_key(ticket, attempt), answer.size_bytes)
        if len(content) != answer.size_bytes or hashlib.sha256(content).hexdigest() != answer.sha256:
            raise BadMessage("The build worker's parcel holds other bytes than it announced.")
        return answer, content

    # -- threads -----------------------------------------------------------------------------

    @property
    def _channel(self) -> str:
        assert self._notices is not None  # noqa: S101 - started before
        return self._notices.channel

    def _start(self) -> None:
        """Start the threads, unless they run."""
        with self._lock:
            if self._looking is not None and self._looking.is_alive():
                return
            self._stopped = False
            self._notices = Notices(self._database, f"mayfly_{secrets.token_hex(8)}", self._hand_on)
            self._notices.start()
            self._looking = threading.Thread(target=self._look, name="mayfly-calls", daemon=True)
            self._looking.start()

    def stop(self) -> None:
        """End the threads, after removing what answered calls have left; calls that wait are cancelled."""
        with self._lock:
            looking, notices, self._stopped = self._looking, self._notices, True
        self._wake.set()
        if looking is not None:
            looking.join(5.0)
        if notices is not None:
            notices.stop()

    def _hand_on(self, text: str) -> None:
        ticket, _, stage = text.partition(" ")
        with self._lock:
            pending = self._pending.get(ticket)
        if pending is not None:
            pending.reach(stage)

    def _look(self) -> None:
        while True:
            stopped = self._stopped
            try:
                self._look_once()
            except StorageError as error:
                log.warning("The fleet can't be looked at: %s", error)
            if stopped:
                return
            self._wake.wait(_LOOK_SECONDS)
            self._wake.clear()

    def _look_once(self) -> None:
        """Show that callers wait, find answers, look for workers, and remove what is finished."""
        with self._lock:
            waiting = dict(self._pending)
        # Asked before the look: a job that is handed in during it has no row yet in what is seen.
        handed_in = {ticket for ticket, pending in waiting.items() if pending.handed_in}
        for ticket, state in self._submission.look(waiting).items() if waiting else ():
            pending = waiting[ticket]
            if state is None and ticket in handed_in:
                pending.gone = True
                pending.over.set()
            elif state in ("done", "over"):
                pending.over.set()
        self.look_for_workers()
        while self._finished:
            done = [self._finished.popleft() for _ in range(min(len(self._finished), _REMOVED_AT_ONCE))]
            try:
                self._bucket.delete([key for _, keys in done for key in keys])
                self._database.rows(
                    "DELETE FROM jobs WHERE ticket = ANY(%s)", ([ticket for ticket, _ in done],)
                )
            except StorageError:
                self._finished.extend(done)  # the workers do it later, if this process ends before
                raise


def no_worker(database: Database) -> BuildError:
    """Return the error where no worker of this version is alive."""
    others: list[fleet.WorkerRow] = []
    with suppress(StorageError):
        others = fleet.living_workers(database)
    if others:
        return BuildError(
            f"None of the {len(others)} build workers has the version of this process; "
            "start `mayfly worker` of the same version."
        )
    return BuildError("No build worker is there; start `mayfly worker` with the same variables.")
