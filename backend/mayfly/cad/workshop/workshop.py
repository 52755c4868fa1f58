"""The workshop: the way of one build through a pool of jailed, warm child processes.

The server's half. It imports no CadQuery, believes nothing that a child says
without checking it, and measures only a copy that the script's child never
could reach.
"""

from __future__ import annotations

import contextlib
import math
import os
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from pydantic import TypeAdapter, ValidationError

from mayfly.cad import channel, failures, notes
from mayfly.cad.input_files import read_files
from mayfly.cad.script_text import checked_text, lines_of
from mayfly.cad.workshop import delivery, reading, room
from mayfly.cad.workshop.admission import LOCAL, Client, Kind, Places
from mayfly.cad.workshop.cancelling import CancelToken
from mayfly.cad.workshop.child_process import ChildProcess, Role
from mayfly.cad.workshop.pool import Pool
from mayfly.cad.workshop.reading import ScriptRead
from mayfly.cad.workshop.second_look import answers, second_look
from mayfly.cad.workshop.silence import ProcessesLost, child_errors
from mayfly.cad.workshop.troubles import PoolError, ZygoteLost
from mayfly.contracts import BuildReport, ScriptValue
from mayfly.errors import (
    BuildError,
    BuildTimeout,
    InvalidGeometry,
    KernelCrash,
    MayflyError,
    ScriptRefused,
)

_WATCH_SECONDS = 0.02
# Parts of a model's volume that its STEP file may be off, beside what the kernel's integration
# over free-form faces may be: of 2,400 random models, one sound one was further off than 1 %.
_ASKED_ABOUT, _REFUSED, _CURED = 1e-3, 1e-2, 1e-5
_INTEGRATION = 1e-6  # of the model's area times its size
_PROCESSORS = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
_REPORT = TypeAdapter(BuildReport)

Format = Literal["svg", "stl", "png", "glb"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildJob:
    """One build.

    Attributes:
        script: CadQuery script in CQGI form.
        parameters: Overrides for its top-level parameters.
        files: Files that it finds in its working folder, by name.
        trusted: Written by Mayfly itself; its child may be used again.
        explicit: The script must say itself which object is its model: nothing is guessed.
        name: Product name in the STEP file.
        timestamp: Epoch seconds for the STEP header; None for the present time.
            With a fixed one, the same job gives the same bytes.
    """

    script: str
    parameters: Mapping[str, ScriptValue] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    trusted: bool = False
    explicit: bool = False
    name: str = "model"
    timestamp: float | None = None


@dataclass(frozen=True, slots=True)
class _Built:
    """What a script's child left.

    Attributes:
        header: The job.
        read: The script as it ran.
        answer: What the child said.
        child: The child of a foreign script; None for a trusted one.
        cancel: Cancels what is done with it, too.
        source: Its file, opened; of a trusted script, the copy that is published.
        size: Of that file, in bytes.
        digest: The copy's SHA-256; empty for a foreign script, whose file is not published.
    """

    header: dict[str, Any]
    read: ScriptRead
    answer: dict[str, Any]
    child: ChildProcess | None
    cancel: CancelToken
    source: int
    size: int
    digest: str

    @property
    def lines(self) -> int:
        """Lines of the script, which no number that the child gives may exceed."""
        return len(lines_of(self.header["script"]))


class Workshop:
    """Builds models in child processes.

    Nothing is started before the first use (or ``warm``). Close it, or use it as
    a context manager; at the interpreter's exit it closes itself.

    Args:
        size: Builds at the same time; one more of Mayfly's own scripts (catalogue, words) while all
            of them run foreign scripts.
        queue_limit: Builds that may wait for one of those places. One client alone can have half of
            them; see ``Places``.
        build_timeout_seconds: Wall-clock limit of one build, and of its inspection.
        build_memory_mb: Memory that a child may add, in MiB.
        unsafe_scripts: Run foreign scripts even where the jail does not hold.
        idle_seconds: Time without work after which all children are ended; they
            are started again on demand.
    """

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
        self._timeout_seconds = build_timeout_seconds
        self._memory_mb = build_memory_mb
        self._unsafe = unsafe_scripts
        self._places = Places(size, queue_limit)
        limits = {
            "memory_bytes": build_memory_mb * 1024 * 1024,
            "cpu_seconds": int(build_timeout_seconds * 10) + 60,
            "folder_bytes": room.FOLDER_LIMIT_BYTES,
            "files": room.FOLDER_LIMIT_FILES,
            "file_bytes": delivery.FILE_LIMIT_BYTES,
        }
        # A build takes two children, one to run the script and one to measure what it wrote.
        self._pool = Pool(spare=2 * size, limits=limits, idle_seconds=idle_seconds)

    # --- life ------------------------------------------------------------------------------

    def warm(self) -> None:
        """Start the children now, and return when they can be used.

        Raises:
            BuildError: They could not be started.
        """
        with _pool_errors():
            self._pool.warm()

    def trouble(self) -> str:
        """Return why nothing could be built now, as far as is known; nothing where all is well, or at rest.

        Starts nothing, and takes no time: for health checks.
        """
        return self._pool.trouble()

    def give_way(self) -> None:
        """Have builds use the processors only when nobody else of this session or container wants them.

        For a server whose short answers must not wait for builds. Nothing is lost
        where there is a processor to spare; beside a program of the same terminal or
        container that keeps all processors busy, builds would hardly come on. For
        children that are started from now on; on Linux.
        """
        self._pool.give_way = True

    def close(self) -> None:
        """End all children; a later build starts new ones."""
        self._pool.close()

    def __enter__(self) -> Self:
        """Give the workshop itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def __del__(self, warn: Callable[..., None] = warnings.warn) -> None:
        """Complain about a workshop that was forgotten while its children were alive."""
        pool = getattr(self, "_pool", None)
        if pool is not None and pool.running:
            warn(f"unclosed {self!r}", ResourceWarning, source=self, stacklevel=2)
            pool.close()

    def protection(self) -> dict[str, Any]:
        """Tell for each layer of the jail whether it holds here; starts the children if need be.

        Returns:
            Layer name to ``{"name", "works", "detail"}``.
        """
        self.warm()
        return {row["name"]: dict(row) for row in self._pool.protection}

    def load(self) -> dict[str, dict[Kind, int]]:
        """Count the builds and conversions that run ("running") and that wait ("waiting"), of each kind."""
        return self._places.load()

    # --- building --------------------------------------------------------------------------

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
            on_progress: Is told "building" and "inspecting".
            on_read: Is given the script as it was run: with the overrides in it.
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
        tell = on_progress or _ignore
        cancel = cancel or CancelToken()
        header = self._header(job)

        def attempt() -> tuple[_Built, BuildReport]:
            self._refuse_unprotected(job)
            tell("building")
            with delivery.new_file(output) as target:
                with self._built(job, header, target, cancel) as built:
                    tell("inspecting")
                    report = self._inspect(target, built)
                cancel.check()
            return built, report

        with self._at_work(client, cancel, trusted=job.trusted):
            try:
                built, report = attempt()
            except (ProcessesLost, ZygoteLost):  # no fault of the job, of which nothing is left
                self._pool.start(cancel)
                built, report = attempt()
        if on_read is not None:
            on_read(built.read)
        return replace(
            report,
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
            ScriptError: The script is no Python, or imports what can't be used.
            BuildError: It could not be read in time, or there is no child for it.
        """
        header = {**self._header(BuildJob(script=script, parameters=parameters or {})), "op": "read"}
        cancel = cancel or CancelToken()
        with self._at_work(client, cancel):
            with self._child("build", reusable=False, cancel=cancel) as child:
                answer = self._ask(child, header)
            return reading.accept(answer, header["script"], self._memory_mb)

    def _header(self, job: BuildJob) -> dict[str, Any]:
        """Put a job into a message; what takes the interpreter long to find out is left to the child."""
        return {
            "op": "build",
            "script": checked_text(job.script),
            "parameters": reading.sendable(job.parameters),
            "files": list(read_files(job.files)),
            "name": job.name,
            "timestamp": time.time() if job.timestamp is None else job.timestamp,
            "trusted": job.trusted,
            "explicit": job.explicit,
            "seconds": self._timeout_seconds,
        }

    def _refuse_unprotected(self, job: BuildJob) -> None:
        """Refuse a foreign script where a layer of the jail does not hold."""
        broken = [row["name"] for row in self._pool.protection if not row["works"]]
        if broken and not job.trusted and not self._unsafe:
            raise ScriptRefused(
                "Scripts are not run on this machine, because the jail around them does not hold here "
                f"({', '.join(broken)}); catalogue parts can be built. `mayfly doctor` says more; "
                "MAYFLY_UNSAFE_SCRIPTS=1 runs scripts without protection."
            )

    @contextlib.contextmanager
    def _built(
        self, job: BuildJob, header: dict[str, Any], target: int, cancel: CancelToken
    ) -> Iterator[_Built]:
        """Have a child read the script and run it; copy its file if it is one of ours.

        Within the block, the child of a foreign script still has what it built, but
        is stopped, so that it neither computes nor writes any further.
        """
        with contextlib.ExitStack() as work:
            reusable = job.trusted and not job.files
            child = work.enter_context(self._child("build", reusable=reusable, cancel=cancel))
            delivery.hand_in(child.folder_descriptor, job.files)
            deadline = time.monotonic() + self._timeout_seconds
            said = self._ask(child, header, deadline=deadline)  # before any of the script ran
            read = reading.accept(said, header["script"], self._memory_mb)
            header = {**header, "script": read.script}
            answer = self._hear(child, header, deadline)
            self._check(child, header, answer)
            foreign = None if header["trusted"] else child
            if foreign is not None:
                foreign.signal(signal.SIGSTOP)
            source, size = work.enter_context(delivery.model_file(child.folder_descriptor))
            digest = ""
            if foreign is None:
                digest = delivery.write_model(delivery.chunks(source, size), target)
                source = target
                work.close()  # and may measure the file itself
            yield _Built(header, read, answer, foreign, cancel, source, size, digest)

    def _check(self, child: ChildProcess, header: dict[str, Any], answer: dict[str, Any]) -> None:
        """Raise what a building child's answer tells of, unless all went well.

        Raises:
            BuildError: The script failed, or what it built is not sound.
            StorageError: The child's folder is full.
        """
        if answer.get("ok") is not True:
            delivery.check_room(child.folder_descriptor, answer)
            best = second_look(child, answer, self._watch(child))
            raise failures.script_failure(header, best, self._memory_mb)

    def _inspect(self, target: int, built: _Built) -> BuildReport:
        """Measure what was built, and refuse a model that is not sound or not the one that was built.

        Reading a file may mend a faulty model into another, and writing one may change
        it. So what a foreign script built is looked at, too, where the file is not sound
        as it is written or has another volume. If it was sound, it is written in another
        way, and that is taken if it has the volume of what was built.

        Args:
            target: The file that is published.
            built: What the script's child left.

        Raises:
            BuildError: The model is refused, or could not be measured in time.
        """
        deadline = time.monotonic() + self._timeout_seconds
        try:
            report, off = self._measure(target, built, deadline, mend=False)
        except KernelCrash:  # over what it was not let mend
            report, off = None, 0.0
        if built.child is not None and (report is None or off > _ASKED_ABOUT):
            self._look(built.child, built, deadline)
            cured = self._cured(built.child, target, built, deadline)
            if cured is not None:
                return replace(cured, notes=(*cured.notes, *_cured_notes(built, report)))
        if report is None:
            report, off = self._measure(target, built, deadline, mend=True)
        if report is None or not report.valid:
            raise self._changed(built, (report and report.failed_check) or "unknown", None)
        if off > _REFUSED:
            raise self._changed(built, "same_volume", report.volume_mm3)
        return report

    def _look(self, child: ChildProcess, built: _Built, deadline: float) -> None:
        """Have a foreign script's child look whether what it built was sound before it was written.

        Raises:
            BuildError: It was not, or the child did not say.
        """
        child.signal(signal.SIGCONT)
        looked = self._ask(child, {**built.header, "op": "look"}, deadline=deadline)
        self._check(child, built.header, {**looked, "output": built.answer.get("output")})

    def _cured(self, child: ChildProcess, target: int, built: _Built, deadline: float) -> BuildReport | None:
        """Have a model that was sound as it was built written in another way, and measure that.

        Returns:
            The report, if the other file is sound and has the volume of what was built; else None.
        """
        half = (time.monotonic() + deadline) / 2  # the other half is for what is due without a cure
        try:
            answer = self._ask(child, {**built.header, "op": "cure"}, deadline=half)
            if answer.get("ok") is not True:
                return None
            child.signal(signal.SIGSTOP)
            with delivery.model_file(child.folder_descriptor, delivery.CURED_FILE) as (source, size):
                other = replace(built, source=source, size=size)
                report, off = self._measure(target, other, deadline, mend=False)
        except (KernelCrash, BuildTimeout, InvalidGeometry):
            return None
        return report if report is not None and report.valid and off <= _CURED else None

    def _changed(self, built: _Built, check: str, written_mm3: float | None) -> InvalidGeometry:
        """Say that a model became faulty, or another one, as its STEP file was written."""
        if built.child is None:
            return failures.invalid(check)
        looked = second_look(built.child, {"ok": False, "more": True}, self._watch(built.child))
        volumes = None if written_mm3 is None else (built.answer.get("volume_mm3"), written_mm3)
        return failures.changed(built.header, looked, check, volumes)

    def _measure(
        self, target: int, built: _Built, deadline: float, *, mend: bool
    ) -> tuple[BuildReport | None, float]:
        """Measure a file in a child that never ran the script.

        That child writes anew what a foreign script built, from what it measured, and
        this is what gets into our file.

        Args:
            target: The file that is published.
            built: What the script's child left.
            deadline: Until when, in monotonic seconds.
            mend: As the kernel mends it; else as it is written.

        Returns:
            The report, None where the file is not sound; and how far its volume is
            from that of what a foreign script built, as a part of it.

        Raises:
            BuildError: It could not be measured.
            StorageError: Our file could not be written.
        """
        foreign = built.child is not None
        header = {"op": "measure", "mend": mend, "publish": foreign, "size": built.size}
        header |= {key: built.header[key] for key in ("name", "timestamp", "seconds")}
        size, digest = built.size, built.digest
        with self._child("measure", reusable=not foreign, cancel=built.cancel) as child:
            answer = self._ask(child, header, built.source, deadline=deadline)
            if foreign and answer.get("sound") is True:
                size, digest = self._published(child, answer, target, deadline)
        if answer.get("ok") is not True:
            if failures.mapping(answer.get("error")).get("kind") == "memory":
                raise failures.out_of_memory(self._memory_mb)
            raise failures.unreadable(answer)
        if answer.get("sound") is not True:
            return None, 0.0
        taken = failures.seconds(answer.get("seconds"))
        row = {**failures.mapping(answer.get("report")), "size_bytes": size, "sha256": digest}
        row |= failures.known_words(row)
        row["notes"] = notes.sentences(row.pop("notes", ()))
        near = row.pop("near", 0)
        try:
            report = _REPORT.validate_python({**row, "inspect_seconds": taken})
        except ValidationError as error:
            raise KernelCrash(
                f"The inspection gave no sensible report ({error.error_count()} errors)."
            ) from None
        if not foreign:
            return report, 0.0
        if near and report.valid:
            report = replace(report, notes=(*report.notes, *self._overlaps(target, report, built.cancel)))
        if report.valid and not size:
            raise KernelCrash("The inspection gave no file to publish.")
        delivery.check_size(size, report.faces)
        return report, _off(built.answer.get("volume_mm3"), answer.get("volume_mm3"), report)

    def _overlaps(self, target: int, report: BuildReport, cancel: CancelToken) -> tuple[str, ...]:
        """Return notes about solids of the file that take the same room, as far as they are found in time."""
        found: Any = ()
        question = {"op": "overlaps", "size": report.size_bytes}
        with self._child("measure", reusable=False, cancel=cancel) as child:
            for further in answers(
                child, question, self._watch(child), delivery.chunks(target, report.size_bytes)
            ):
                found = further.get("notes")
        return notes.sentences(found)

    def _published(
        self, child: ChildProcess, answer: dict[str, Any], target: int, deadline: float
    ) -> tuple[int, str]:
        """Receive the file that a measuring child wrote; an empty one where the model is not sound.

        Returns:
            Size in bytes, and SHA-256.

        Raises:
            KernelCrash: It did not come.
            StorageError: Our file could not be written.
        """
        size = answer.get("size")
        if not isinstance(size, int) or not 0 <= size <= delivery.FILE_LIMIT_BYTES:
            raise KernelCrash("The inspection gave no file to publish.")
        try:
            return size, delivery.write_model(child.line.payload(size, deadline), target)
        except (channel.ChannelClosed, channel.ChannelTimeout):
            raise KernelCrash("The inspection's file to publish was cut short.") from None

    def convert(
        self,
        step: Path,
        format: Format,
        *,
        trusted: bool = False,
        limit_bytes: int = delivery.FILE_LIMIT_BYTES,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
    ) -> bytes:
        """Convert an inspected STEP file, in a child that never ran a foreign script.

        Args:
            step: The STEP file.
            format: "svg", "stl", "png" or "glb".
            trusted: The model is of one of Mayfly's own scripts, and waits in line as these do.
            limit_bytes: Size that the converted file may have.
            cancel: Cancels the conversion from another thread, at once.
            client: Whose conversion it is.

        Returns:
            The content of the converted file.

        Raises:
            OSError: The STEP file can't be opened.
            BuildError: The conversion failed.
            BuildCancelled: The token was cancelled.
        """
        cancel = cancel or CancelToken()
        with (
            self._at_work(client, cancel, trusted=trusted),
            delivery.opened(step) as (descriptor, size),
        ):
            header = {"op": "convert", "format": format, "size": size, "seconds": self._timeout_seconds}
            with self._child("measure", reusable=False, cancel=cancel) as child:
                answer = self._ask(child, header, descriptor)
                length = answer.get("size")
                if isinstance(length, int) and limit_bytes < length <= delivery.FILE_LIMIT_BYTES:
                    raise KernelCrash(
                        f"No {format} can be made of this model: it would have {length} bytes, "
                        f"and {limit_bytes} are allowed."
                    )
                if not isinstance(length, int) or not 0 < length <= limit_bytes:
                    reason = failures.quoted_message(answer)
                    raise KernelCrash(f"No {format} can be made of this model: {reason or 'bad answer'}")
                try:
                    return b"".join(child.line.payload(length, time.monotonic() + self._timeout_seconds))
                except (channel.ChannelClosed, channel.ChannelTimeout):
                    raise KernelCrash(f"No {format} can be made of this model: it was cut short") from None

    # --- talking to a child ----------------------------------------------------------------

    @contextlib.contextmanager
    def _at_work(self, client: Client, cancel: CancelToken, *, trusted: bool = False) -> Iterator[None]:
        """Wait for a place and for the pool, and hold both.

        Raises:
            BuildCancelled: The token was cancelled, whatever came of that.
            BuildError: There is no place, or no pool.
        """
        try:
            with (
                self._places.hold(client, trusted=trusted, cancel=cancel),
                _pool_errors(),
                self._pool.in_use(cancel),
            ):
                yield
        except MayflyError:
            cancel.check()
            raise

    @contextlib.contextmanager
    def _child(self, role: Role, *, reusable: bool, cancel: CancelToken) -> Iterator[ChildProcess]:
        """Lend a child; afterwards it goes back if it is reusable and unharmed, else it is ended.

        When the build is cancelled, the child is killed, which ends the wait for its answer.
        """
        child = self._pool.take(role, reusable=reusable, cancel=cancel)
        good = False
        try:
            with cancel.calling(child.kill):
                yield child
            good = not cancel.cancelled
        finally:
            self._pool.give_back(child, reuse=good and reusable)

    def _ask(
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
        deadline = deadline or started + self._timeout_seconds
        header["threads"] = max(1, _PROCESSORS // self._places.held)
        try:
            with child_errors(child, header, self._memory_mb):
                child.line.send(channel.encode(header), deadline)
                if attachment is not None:
                    for chunk in delivery.chunks(attachment, header["size"]):
                        child.line.send(chunk, deadline)
                return child.line.receive(deadline, self._watch(child))
        finally:
            child.jobs += 1
            child.busy_seconds += time.monotonic() - started

    def _hear(self, child: ChildProcess, header: dict[str, Any], deadline: float) -> dict[str, Any]:
        """Wait for a child's next answer to the same job.

        Raises:
            BuildError: The child did not answer; the subclass says why.
        """
        started = time.monotonic()
        try:
            with child_errors(child, header, self._memory_mb):
                return child.line.receive(deadline, self._watch(child))
        finally:
            child.busy_seconds += time.monotonic() - started

    def _watch(self, child: ChildProcess) -> Callable[[], None] | None:
        """Return what is to be done often while a child works; None where its zygote counts its writes."""
        if self._pool.metered:
            return None
        child.line.tick_seconds = _WATCH_SECONDS
        return lambda: delivery.watch_folder(child.folder_descriptor, child.room)


def _cured_notes(built: _Built, faulty: BuildReport | None) -> tuple[str, ...]:
    """Say that a model was written in another way.

    Args:
        built: What was built.
        faulty: What was measured on the first file; None where that is not sound.
    """
    volumes = None if faulty is None else [faulty.volume_mm3, built.answer.get("volume_mm3")]
    rounded = "round" if "transition" in built.header["script"] else None
    return notes.sentences([notes.note("cured", volumes=volumes, transition=rounded)])


def _off(built: Any, written: Any, report: BuildReport) -> float:
    """Give by what part the volumes of model and file differ, beyond what integrating them may err."""
    built_mm3, written_mm3 = failures.number(built), failures.number(written)
    unsure = _INTEGRATION * report.area_mm2 * math.hypot(*report.bounding_box_mm)
    return max(0.0, abs(built_mm3 - written_mm3) - unsure) / max(abs(written_mm3), sys.float_info.min)


def _ignore(_: str) -> None:
    """Take no notice of progress."""


@contextlib.contextmanager
def _pool_errors() -> Iterator[None]:
    """Turn the pool's troubles into a build error."""
    try:
        yield
    except PoolError as error:
        raise BuildError(f"The workshop could not start a building process: {error}") from error
