"""The workshop: builds models in a pool of jailed, warm child processes.

This is the server's side. It imports no CadQuery, believes nothing that a child says
without checking it, and measures only a copy that the script's child could never
reach.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from mayfly.cad.messages import notes
from mayfly.cad.protocol import Operation
from mayfly.cad.step_survey import StepSurvey
from mayfly.cad.workshop import delivery, failures, script_reading
from mayfly.cad.workshop.admission import LOCAL, Client, Kind
from mayfly.cad.workshop.asyncio_bridge import hold_place
from mayfly.cad.workshop.cancel_token import CancelToken
from mayfly.cad.workshop.child_errors import ProcessesLost
from mayfly.cad.workshop.dispatcher import Dispatcher, pool_errors
from mayfly.cad.workshop.drawing import Draft, converted, drafted
from mayfly.cad.workshop.inspection import Inspection
from mayfly.cad.workshop.jobs import BuildJob, Built, Format
from mayfly.cad.workshop.pool.errors import ZygoteLost
from mayfly.cad.workshop.script_reading import ScriptRead
from mayfly.cad.workshop.script_runner import ScriptRunner
from mayfly.cad.workshop.surveying import survey_step
from mayfly.contracts import BuildReport, ScriptValue
from mayfly.errors import ScriptRefused


class Workshop:
    """Builds models in child processes.

    Nothing is started before the first use (or ``warm``). Close it, or use it as
    a context manager; at the interpreter's exit it closes itself.

    Args:
        size: Builds at the same time; one more of Mayfly's own scripts (catalogue, words) while all
            of them run foreign scripts.
        queue_limit: Builds that may wait for one of those places. One client alone can have half of
            them; see ``FairSemaphore``.
        build_timeout_seconds: Wall-clock limit of one build, and of its inspection.
        build_memory_mb: Memory that a child may add, in MiB.
        unsafe_scripts: Run foreign scripts even where the jail does not hold.
        idle_seconds: Time without work after which all children are ended; they
            are started again on demand.

    Attributes:
        dispatcher: Lends the children; has the pool and the places.
        inspection: Measures what was built.
    """

    lacking = "no building process could be started"

    def __init__(
        self,
        *,
        size: int = 2,
        queue_limit: int = 64,
        build_timeout_seconds: float = 60.0,
        build_memory_mb: int = 2048,
        unsafe_scripts: bool = False,
        idle_seconds: float = 600.0,
    ) -> None:
        """Keep the limits; start nothing."""
        self._unsafe = unsafe_scripts
        self.dispatcher = Dispatcher(
            size=size,
            queue_limit=queue_limit,
            timeout_seconds=build_timeout_seconds,
            memory_mb=build_memory_mb,
            idle_seconds=idle_seconds,
        )
        self._runner = ScriptRunner(self.dispatcher)
        self.inspection = Inspection(self.dispatcher)

    def warm(self) -> None:
        """Start the children now, and return when they can be used.

        Raises:
            BuildError: They could not be started.
        """
        with pool_errors():
            self.dispatcher.pool.warm()

    def trouble(self) -> str:
        """Return why nothing could be built now, as far as is known; empty where all is well, or at rest.

        Starts nothing, and takes no time: for health checks.
        """
        return self.dispatcher.pool.trouble()

    @property
    def code(self) -> str:
        """A digest of the code that builds: two builds with different code may differ."""
        return self.dispatcher.pool.code

    def give_way(self) -> None:
        """Let builds use the processors only when nothing else in this session or container needs them.

        For a server whose short answers must not wait for builds. It holds for children that are
        started from now on, on Linux.
        """
        self.dispatcher.pool.give_way = True

    def close(self) -> None:
        """End all children; a later build starts new ones."""
        self.dispatcher.pool.close()

    def __enter__(self) -> Self:
        """Return the workshop itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def __del__(self, warn: Callable[..., None] = warnings.warn) -> None:
        """Warn about a workshop that was never closed while its children were alive."""
        dispatcher = getattr(self, "dispatcher", None)
        if dispatcher is not None and dispatcher.pool.running:
            warn(f"unclosed {self!r}", ResourceWarning, source=self, stacklevel=2)
            self.close()

    def protection(self) -> dict[str, Any]:
        """Return for each layer of the jail whether it holds here; starts the children if need be.

        Returns:
            Layer name to ``{"name", "works", "detail"}``.
        """
        self.warm()
        return {row["name"]: dict(row) for row in self.dispatcher.pool.protection}

    def fleet(self) -> None:
        """Return None: it works for this process alone."""

    def load(self) -> dict[str, dict[Kind, int]]:
        """Count the builds and conversions that run ("running") and that wait ("waiting"), of each kind."""
        return self.dispatcher.places.load()

    def place(
        self, client: Client = LOCAL, *, trusted: bool = False, cancel: CancelToken | None = None
    ) -> contextlib.AbstractAsyncContextManager[Client]:
        """Hold a place within an ``async with``, awaited without a thread.

        Args:
            client: Whose build it is; places are shared fairly between clients.
            trusted: It will run one of Mayfly's own scripts.
            cancel: Cancels the wait from another thread.

        Returns:
            The client with its place, to be given to ``build``, ``read`` or ``convert``.

        Raises:
            WorkshopBusy: Too many are waiting already, or too many of this client.
            BuildCancelled: The token was cancelled before there was a place.
        """
        return hold_place(self.dispatcher.places, client, trusted=trusted, cancel=cancel)

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
        """Build a model, inspect it, and leave it at ``output``.

        Args:
            job: What to build.
            output: Where the STEP file goes; must not exist yet.
            on_progress: Called with "building" and "inspecting".
            on_read: Called with the script as it was run: with the overrides in it.
            cancel: Cancels the build from another thread, at once, whatever it waits for.
            client: Whose build it is; places are shared fairly between clients.

        Returns:
            What was measured on the file at ``output``.

        Raises:
            FileExistsError: ``output`` exists.
            InvalidParameter: An override is unknown or of the wrong type.
            BuildError: One of its subclasses; nothing is left at ``output``.
            BuildCancelled: The token was cancelled; nothing is left at ``output``.
            StorageError: ``output`` can't be created or written (a full disk); nothing is left there.
        """
        report_progress = on_progress or (lambda _: None)
        cancel = cancel or CancelToken()
        header = self._runner.header(job)

        def attempt() -> tuple[Built, BuildReport]:
            self._refuse_unprotected("Scripts are not run", trusted=job.trusted)
            report_progress("building")
            with delivery.new_file(output) as target:
                with self._runner.built(job, header, target, cancel) as built:
                    report_progress("inspecting")
                    report = self.inspection.inspect(target, built)
                cancel.check()
            return built, report

        with self.dispatcher.hold_place(client, cancel, trusted=job.trusted):
            try:
                built, report = attempt()
            except (ProcessesLost, ZygoteLost):  # not the fault of the job, of which nothing is left
                self.dispatcher.pool.start(cancel)
                built, report = attempt()
        if on_read is not None:
            on_read(built.read)
        return replace(
            report,
            measures=job.measures,
            build_seconds=failures.seconds(built.answer.get("seconds")),
            output=failures.output(built.answer.get("output")),
            notes=(*notes.sentences(built.answer.get("notes"), built.lines), *report.notes),
        )

    def read(
        self,
        script: str,
        parameters: Mapping[str, ScriptValue] | None = None,
        *,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
    ) -> ScriptRead:
        """Read a script in a child, without running any of it.

        Args:
            script: The script.
            parameters: Overrides for its top-level parameters.
            cancel: Cancels it from another thread, at once.
            client: Whose it is.

        Raises:
            InvalidParameter: An override is unknown or of the wrong type.
            ScriptError: The script is not Python, or imports what can't be used.
            BuildError: It could not be read in time, or there is no child for it.
        """
        header = {
            **self._runner.header(BuildJob(script=script, parameters=parameters or {})),
            "op": Operation.READ,
        }
        cancel = cancel or CancelToken()
        with self.dispatcher.hold_place(client, cancel):
            with self.dispatcher.child("build", reusable=False, cancel=cancel) as child:
                answer = self.dispatcher.ask(child, header)
            return script_reading.accept(answer, header["script"], self.dispatcher.memory_mb)

    def survey(
        self, name: str, content: bytes, *, cancel: CancelToken | None = None, client: Client = LOCAL
    ) -> StepSurvey:
        """Measure a STEP file that was handed in, in a jailed child: box, volume, solids, holes, faces.

        Args:
            name: What it is called, for messages.
            content: The file.
            cancel: Cancels it from another thread, at once.
            client: Whose it is.

        Raises:
            InvalidParameter: It is too large.
            InvalidGeometry: It is no STEP file, or holds no sound solid; ``check`` says which.
            BuildError: It could not be measured within the limits, or files from others are refused here.
        """
        cancel = cancel or CancelToken()
        with self.dispatcher.hold_place(client, cancel):
            self._refuse_unprotected("Files from others are not read", trusted=False)
            return survey_step(self.dispatcher, name, content, cancel)

    def _refuse_unprotected(self, what: str, *, trusted: bool) -> None:
        """Refuse a foreign script or file where a layer of the jail does not hold."""
        broken = [row["name"] for row in self.dispatcher.pool.protection if not row["works"]]
        if broken and not trusted and not self._unsafe:
            raise ScriptRefused(
                f"{what} on this machine, because the jail around them does not hold here "
                f"({', '.join(broken)}); catalogue parts can be built. `mayfly doctor` says more; "
                "MAYFLY_UNSAFE_SCRIPTS=1 runs scripts without protection."
            )

    def convert(  # noqa: PLR0913 (keywords of a public method)
        self,
        step: Path,
        format: Format,
        *,
        options: Mapping[str, Any] | None = None,
        trusted: bool = False,
        limit_bytes: int = delivery.FILE_LIMIT_BYTES,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
    ) -> bytes:
        """Convert an inspected STEP file, in a child that never ran a foreign script.

        Args:
            step: The STEP file.
            format: What it is converted to.
            options: What ``PictureOptions``, ``MeshOptions`` or ``DistanceOptions`` give as ``to_dict``; of a
                DXF "axis" and "at". STL, 3MF, OBJ and DXF may have a "unit", "mm" or "in".
            trusted: The model is of one of Mayfly's own scripts, and waits in the queue as these do.
            limit_bytes: Size that the converted file may have.
            cancel: Cancels the conversion from another thread, at once.
            client: Whose conversion it is.

        Returns:
            The content of the converted file.

        Raises:
            OSError: The STEP file can't be opened.
            InvalidParameter: A section does not go through the model.
            BuildError: The conversion failed.
            BuildCancelled: The token was cancelled.
        """
        cancel = cancel or CancelToken()
        with self.dispatcher.hold_place(client, cancel, trusted=trusted):
            return converted(
                self.dispatcher, step, format, options=options or {}, limit_bytes=limit_bytes, cancel=cancel
            )

    def draft(
        self,
        job: BuildJob,
        *,
        options: Mapping[str, Any] | None = None,
        limit_bytes: int = delivery.FILE_LIMIT_BYTES,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
    ) -> Draft:
        """Run a script and mesh what it shows; nothing is measured or kept. Errors are as for ``build``.

        Args:
            job: What to draw.
            options: "coarse" for few triangles, "exact" for the exact geometry of faces and edges.
            limit_bytes: Size that the mesh may have.
            cancel: Cancels it from another thread, at once.
            client: Whose it is.
        """
        cancel = cancel or CancelToken()
        with self.dispatcher.hold_place(client, cancel, trusted=job.trusted):
            self._refuse_unprotected("Scripts are not run", trusted=job.trusted)
            return drafted(self._runner, job, options=options or {}, limit_bytes=limit_bytes, cancel=cancel)
