"""Build on a fleet of workers: the same methods, errors and results as the ``Workshop`` of this process."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

from mayfly.cad.input_files import check_sizes, read_files
from mayfly.cad.script_text import checked_text
from mayfly.cad.step_survey import BadSurvey, StepSurvey, is_step, read_survey
from mayfly.cad.workshop import LOCAL, BuildJob, CancelToken, Client, Draft, Format, Kind, ScriptRead
from mayfly.cad.workshop.admission import FairSemaphore
from mayfly.cad.workshop.asyncio_bridge import hold_place
from mayfly.cad.workshop.delivery import FILE_LIMIT_BYTES, new_file, opened, write_model
from mayfly.cad.workshop.script_reading import sendable
from mayfly.contracts import BuildReport, ScriptValue
from mayfly.errors import InvalidGeometry, MayflyError
from mayfly.stores.bucket import Bucket
from mayfly.stores.database import Database
from mayfly.workers.calls import Calls, no_worker
from mayfly.workers.fleet import living_workers, numbers
from mayfly.workers.messages import Answer, BadMessage, Call, Operation, job_text, read_of, report_of
from mayfly.workers.tables import prepare
from mayfly.workers.version import build_version

IN_FLIGHT: Final = 64
"""Calls of one process that the fleet may have at the same time; each takes a thread that waits."""


class RemoteWorkshop:
    """A ``Builder`` whose work is done by ``mayfly worker`` processes of the same version.

    Nothing is started or connected before the first use. Close it; a later use starts it again.

    Args:
        database: Where the jobs are.
        bucket: Where the files are that come and go with them.
        queue_limit: Jobs that may wait for each worker.
    """

    lacking = "no build worker of this version is there"

    def __init__(self, database: Database, bucket: Bucket, *, queue_limit: int = 64) -> None:
        """Keep the arguments."""
        self._database = database
        self._bucket = bucket
        self._queue_limit = queue_limit
        self._places = FairSemaphore(IN_FLIGHT, queue_limit)
        self._made: dict[int, Calls] = {}  # by process: a forked one makes its own

    @property
    def code(self) -> str:
        """The version that caller and worker have in common."""
        return build_version()

    def warm(self) -> None:
        """Check that a worker is alive.

        Raises:
            BuildError: None is.
            StorageError: The database can't be used.
        """
        if not self._calls.look_for_workers():
            raise no_worker(self._database)

    def trouble(self) -> str:
        """Return why nothing can be built now; asks the database, and takes milliseconds."""
        try:
            self.warm()
        except MayflyError as error:
            return str(error)
        return ""

    def give_way(self) -> None:
        """Do nothing: no builds run in this process's session."""

    def close(self) -> None:
        """End the threads and close the connections."""
        made = self._made.pop(os.getpid(), None)
        if made is not None:
            made.stop()
            self._database.close()

    def protection(self) -> dict[str, Any]:
        """Return for each layer of the jail whether it holds on all workers of this version.

        Raises:
            BuildError: No worker is alive.
        """
        workers = self._calls.look_for_workers()
        if not workers:
            raise no_worker(self._database)
        found = dict(workers[0].protection)
        for worker in workers[1:]:
            broken = {name: row for name, row in worker.protection.items() if not row.get("works")}
            found.update(broken)
        return found

    def fleet(self) -> dict[str, Any]:
        """Return the jobs that wait and run, those that were done, and the workers that are alive.

        Raises:
            StorageError: The database can't be used.
        """
        prepare(self._database)
        workers = living_workers(self._database)
        mine = [worker for worker in workers if worker.version == build_version()]
        return {
            **asdict(numbers(self._database)),
            "workers": len(mine),
            "workers_other_version": len(workers) - len(mine),
            "places": sum(worker.places for worker in mine),
        }

    def load(self) -> dict[str, dict[Kind, int]]:
        """Count the calls of this process that the fleet has ("running"), and that wait for one of those."""
        return self._places.load()

    def place(
        self, client: Client = LOCAL, *, trusted: bool = False, cancel: CancelToken | None = None
    ) -> AbstractAsyncContextManager[Client]:
        """Hold one of this process's places, awaited without a thread; see ``Workshop.place``."""
        return hold_place(self._places, client, trusted=trusted, cancel=cancel)

    def build(
        self,
        job: BuildJob,
        output: Path,
        *,
        on_progress: Callable[[str], None] | None = None,
        on_read: Callable[[ScriptRead], None] | None = None,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
    ) -> BuildReport:
        """Build a model, and leave it at ``output``; arguments and errors as for ``Workshop.build``."""
        job = _checked(job)
        text, parcel = job_text(job)
        call = self._call("build", job=text)
        with new_file(output) as target:
            answer, content = self._made_by_worker(call, parcel, cancel, client, on_progress=on_progress)
            report = report_of(answer.report, job)
            if report.sha256 != answer.sha256 or report.size_bytes != len(content):
                raise BadMessage("The build worker measured another file than it sent.")
            write_model([content], target)
        if on_read is not None:
            on_read(read_of(answer.read))
        return report

    def read(
        self,
        script: str,
        parameters: Mapping[str, ScriptValue] | None = None,
        *,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
    ) -> ScriptRead:
        """Read a script without running any of it; arguments and errors as for ``Workshop.read``."""
        job = _checked(BuildJob(script=script, parameters=parameters or {}))
        answer, _ = self._made_by_worker(self._call("read", job=job_text(job)[0]), b"", cancel, client)
        return read_of(answer.read)

    def survey(
        self, name: str, content: bytes, *, cancel: CancelToken | None = None, client: Client = LOCAL
    ) -> StepSurvey:
        """Measure a STEP file that was handed in; arguments and errors as for ``Workshop.survey``."""
        check_sizes({name: content})
        if not is_step(content):
            raise InvalidGeometry(f"{name!r} is not a STEP file (ISO 10303-21).", "readable")
        _, found = self._made_by_worker(self._call("survey", title=name), content, cancel, client)
        try:
            return read_survey(found)
        except BadSurvey as error:
            raise BadMessage("The build worker sent no survey that can be read.") from error

    def convert(  # noqa: PLR0913 (keywords of a public method)
        self,
        step: Path,
        format: Format,
        *,
        options: Mapping[str, Any] | None = None,
        trusted: bool = False,
        limit_bytes: int = FILE_LIMIT_BYTES,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
    ) -> bytes:
        """Convert an inspected STEP file; arguments and errors as for ``Workshop.convert``."""
        with opened(step) as (descriptor, size):
            content = os.pread(descriptor, size, 0)
        call = self._call(
            "convert",
            format=format,
            options=dict(options or {}),
            trusted=trusted,
            limit_bytes=limit_bytes,
        )
        return self._made_by_worker(call, content, cancel, client)[1]

    def draft(
        self,
        job: BuildJob,
        *,
        options: Mapping[str, Any] | None = None,
        limit_bytes: int = FILE_LIMIT_BYTES,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
    ) -> Draft:
        """Run a script and mesh what it shows; arguments and errors as for ``Workshop.draft``."""
        job = _checked(job)
        text, parcel = job_text(job)
        call = self._call("draft", job=text, options=dict(options or {}), limit_bytes=limit_bytes)
        answer, content = self._made_by_worker(call, parcel, cancel, client)
        return Draft(content, read_of(answer.read))

    # -- calling -----------------------------------------------------------------------------

    def _call(self, operation: Operation, **fields: Any) -> Call:
        return Call(operation=operation, version=build_version(), **fields)

    @property
    def _calls(self) -> Calls:
        """The calls of this process; made with the first one, also after a fork.

        Of several threads that come first at the same time all get the same, without a lock that a fork could
        leave locked: what the others have made runs no thread yet.
        """
        made = self._made.get(os.getpid())
        if made is None:
            prepare(self._database)
            calls = Calls(self._database, self._bucket, build_version(), self._queue_limit)
            made = self._made.setdefault(os.getpid(), calls)
        return made

    def _made_by_worker(
        self,
        call: Call,
        parcel: bytes,
        cancel: CancelToken | None,
        client: Client,
        *,
        on_progress: Callable[[str], None] | None = None,
    ) -> tuple[Answer, bytes]:
        """Make a call at a place of this process."""
        cancel = cancel or CancelToken()
        held = nullcontext() if client.place else self._places.hold(client, trusted=call.own, cancel=cancel)
        with held:
            try:
                return self._calls.make(
                    call,
                    parcel,
                    client=client,
                    cancel=cancel,
                    on_stage=on_progress or (lambda _: None),
                )
            except MayflyError:
                cancel.check()
                raise


def _checked(job: BuildJob) -> BuildJob:
    """Return a job as it can be sent.

    Raises:
        InvalidParameter: A parameter or a file is of a kind that no script can have.
        ScriptError: The script is no text that can be run.
    """
    return replace(
        job, script=checked_text(job.script), parameters=sendable(job.parameters), files=read_files(job.files)
    )
