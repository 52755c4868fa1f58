"""``mayfly worker``: takes jobs from the database, does them in its own workshop, and sends back the files.

A job runs as a task of procrastinate, which fetches it, hears that it is to be aborted, and shows that this
process is alive. What the job is, and what becomes of it, is in our own rows (``claims``).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import procrastinate
from procrastinate import JobContext

from mayfly.cad.workshop import Builder, CancelToken, Client, run_cancellable
from mayfly.errors import MayflyError, StorageError
from mayfly.stores.bucket import Bucket
from mayfly.stores.database import Database
from mayfly.stores.scratch import Scratch
from mayfly.workers import fleet
from mayfly.workers.claims import Claim, Claims
from mayfly.workers.messages import Answer, BadMessage, Call, call_of
from mayfly.workers.performing import Performer, failed, lost_answer
from mayfly.workers.tables import TASK, prepare, queue_name
from mayfly.workers.version import build_version

log = logging.getLogger("mayfly.workers")

PARCEL_LIMIT_BYTES: Final = 512 * 1024 * 1024
_POLL_SECONDS: Final = 2.0
_PAUSE_SECONDS: Final = 1.0
_AWAY_SECONDS: Final = 600.0

Result = TypeVar("Result")


class Worker:
    """One worker process.

    Args:
        workshop: Where jobs are done; started by the worker, closed by its owner.
        places: Jobs that the workshop does at the same time.
        database: The tables.
        bucket: The parcels.
        scratch_dir: A directory of this machine.

    Attributes:
        name: Names it in the tables.
    """

    def __init__(
        self, workshop: Builder, places: int, database: Database, bucket: Bucket, scratch_dir: Path
    ) -> None:
        """Keep the arguments; nothing is started or connected yet."""
        self.name = secrets.token_hex(8)
        self._workshop = workshop
        self._places = places
        self._database = database
        self._bucket = bucket
        self._scratch = Scratch(scratch_dir)
        self._performer = Performer(workshop, self._scratch)
        self._claims = Claims(database, self.name)
        self._version = build_version()
        self._ending = threading.Event()

    async def run(self) -> None:
        """Do jobs until SIGTERM or SIGINT; those that run are finished first.

        Raises:
            StorageError: The database can't be used at the start.
            BuildError: The workshop can't be started.
        """
        prepare(self._database)
        protection = await asyncio.to_thread(self._workshop.protection)
        self._scratch.clear_leftovers()
        beating = threading.Thread(target=self._beat, args=(protection,), name="mayfly-beat", daemon=True)
        beating.start()
        stopped = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stopped.set)
        log.info("The build worker %s of version %s does %d jobs at once.", *self._described())
        try:
            await self._serve(stopped)
        finally:
            self._ending.set()
            await asyncio.to_thread(beating.join, 2 * fleet.BEAT_SECONDS)
            with contextlib.suppress(StorageError):
                self._claims.leave()
            self._scratch.close()
            self._database.close()

    def _described(self) -> tuple[str, str, int]:
        return self.name, self._version[:12], self._places

    async def _serve(self, stopped: asyncio.Event) -> None:
        """Fetch and do jobs until it is stopped; a database that goes away is waited for."""
        own, foreign = (queue_name(self._version, trusted=trusted) for trusted in (True, False))
        while not stopped.is_set():
            app = self._app()
            try:
                async with app.open_async():
                    serving = [
                        asyncio.ensure_future(_fetching(app, [own, foreign], self._places)),
                        # While foreign scripts hold all places, there is one more for a script of our own.
                        asyncio.ensure_future(_fetching(app, [own], 1)),
                    ]
                    stopping = asyncio.ensure_future(stopped.wait())
                    await asyncio.wait([*serving, stopping], return_when=asyncio.FIRST_COMPLETED)
                    stopping.cancel()
                    for each in serving:
                        each.cancel()  # which lets it finish what it does
                    await asyncio.gather(*serving, return_exceptions=True)
            except Exception as error:  # whatever the client of the queue says while the database is away
                log.warning("The queue of jobs can't be used: %s", type(error).__name__)
                log.debug("how it happened", exc_info=True)
            if not stopped.is_set():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stopped.wait(), _PAUSE_SECONDS)

    def _app(self) -> procrastinate.App:
        url, values = self._database.connection_values()
        connector = procrastinate.PsycopgConnector(
            conninfo=url, kwargs=values, min_size=1, max_size=6, timeout=10.0
        )
        app = procrastinate.App(connector=connector)
        app.task(name=TASK, pass_context=True)(self._job)
        return app

    async def _job(self, context: JobContext, ticket: str) -> None:
        """Do one job; cancelled where the caller cancels it."""
        await run_cancellable(partial(self._done, ticket, context.job.attempts + 1))

    def _done(self, ticket: str, attempt: int, cancel: CancelToken) -> None:
        """Claim a job, do it, and send the answer, in a thread of its own."""
        claim = self.patiently(partial(self._claims.claim, ticket, attempt))
        if claim is None:
            return
        try:
            answer, content = self._performed(claim, cancel)
        except Exception as error:
            if not isinstance(error, MayflyError):
                log.warning("A job failed: %s", type(error).__name__, exc_info=True)
            answer, content = failed(error), b""
        key = fleet.answer_key(ticket, attempt)
        if content:
            try:
                self._bucket.put_parcel(key, content)
            except StorageError as error:
                answer, content = failed(error), b""
        wanted = self.patiently(partial(self._claims.finish, claim, answer.model_dump(mode="json")))
        if content and not wanted:
            self._bucket.delete([key])

    def patiently(self, work: Callable[[], Result]) -> Result:
        """Do something in the database, again and again while that is away.

        A task that fails is taken out of its queue; then nobody would do its job any more.

        Raises:
            StorageError: The database was away for very long.
        """
        give_up = time.monotonic() + _AWAY_SECONDS
        while True:
            try:
                return work()
            except StorageError:
                if time.monotonic() > give_up:
                    raise
                time.sleep(_PAUSE_SECONDS)

    def _performed(self, claim: Claim, cancel: CancelToken) -> tuple[Answer, bytes]:
        call = self._checked(call_of(claim.call))
        parcel = b""
        if claim.parcel:
            parcel = self._bucket.parcel(fleet.call_key(claim.ticket), PARCEL_LIMIT_BYTES)

        def on_stage(stage: str) -> None:
            self._claims.report_stage(claim, stage)

        client = Client(claim.client, admitted=True)
        return self._performer.perform(call, parcel, client=client, cancel=cancel, on_stage=on_stage)

    def _checked(self, call: Call) -> Call:
        """Refuse a call of another version, which its queue should have kept away."""
        if call.version != self._version:
            raise BadMessage("The build worker has another version than the process that asked it.")
        return call

    def _beat(self, protection: dict[str, Any]) -> None:
        """Show every second that the worker is alive, and look after the fleet."""
        upkeep = fleet.Upkeep(self._database, self._bucket, lost_answer())
        host = f"{socket.gethostname()}:{os.getpid()}"
        while True:
            try:
                self._claims.beat(
                    host=host, version=self._version, places=self._places, protection=protection
                )
                upkeep.run_once()
            except StorageError as error:
                log.warning("The build worker can't show that it is alive: %s", error)
            except Exception:  # the next turn must come
                log.warning("The fleet could not be looked after", exc_info=True)
            if self._ending.wait(fleet.BEAT_SECONDS):
                return


async def _fetching(app: procrastinate.App, queues: list[str], places: int) -> None:
    """Fetch jobs and run them; cancelled, it finishes those that run."""
    await app.run_worker_async(
        queues=queues,
        concurrency=places,
        install_signal_handlers=False,
        delete_jobs="always",
        fetch_job_polling_interval=_POLL_SECONDS,
        abort_job_polling_interval=_POLL_SECONDS,
        update_heartbeat_interval=fleet.BEAT_SECONDS,
        stalled_worker_timeout=10 * fleet.LOST_SECONDS,
    )


def serve_jobs() -> None:
    """Run a worker of the settings until it has to end; the entry point of ``mayfly worker``.

    It is also a sweeper of the store, like every process that uses it.

    Raises:
        StorageError: Database or bucket is not named, or can't be used.
        BuildError: The workshop can't be started.
        pydantic.ValidationError: A ``MAYFLY_*`` variable has no valid value.
    """
    from mayfly.cad.workshop import configured_workshop
    from mayfly.settings import get_settings
    from mayfly.stores.configured import configured_store
    from mayfly.workers.configured import connections

    settings = get_settings()
    database, bucket = connections(settings)
    store = configured_store(settings)
    store.start_cleanup_service()
    workshop = configured_workshop(settings)
    try:
        worker = Worker(workshop, settings.workshop_size, database, bucket, settings.temp_dir)
        asyncio.run(worker.run())
    finally:
        workshop.close()
        store.stop_cleanup_service()
