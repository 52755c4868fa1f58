"""The workshop: a pool of jailed, warmed child processes, and the way of one build through them.

The parent's half. It imports no CadQuery, believes nothing that a child says
without checking it, and ends a child before it looks at what the child left.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from pydantic import TypeAdapter, ValidationError

from mayfly.cad import channel
from mayfly.cad.pool import Child, Pool, PoolError
from mayfly.cad.script import check_imports, check_overrides, read_script, with_parameters
from mayfly.contracts import BuildReport, ParameterValue
from mayfly.errors import (
    BuildError,
    BuildOutOfMemory,
    BuildTimeout,
    InvalidGeometry,
    KernelCrash,
    ScriptError,
    ScriptRefused,
    WorkshopBusy,
)

FILE_LIMIT_BYTES = 256 * 1024 * 1024
FOLDER_LIMIT_BYTES = 512 * 1024 * 1024
FOLDER_LIMIT_ENTRIES = 1000
_MODEL_FILE = "model.step"
_TEXT_LIMIT = 20_000
_REPORT = TypeAdapter(BuildReport)

Format = Literal["svg", "stl", "png", "glb"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildJob:
    """One build.

    Attributes:
        script: CadQuery script in CQGI form.
        parameters: Overrides for its top-level parameters.
        trusted: Written by Mayfly itself; its child may be used again.
        name: Product name in the STEP file.
        timestamp: Epoch seconds for the STEP header; None for the present time.
            With a fixed one, the same job gives the same bytes.
    """

    script: str
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    trusted: bool = False
    name: str = "model"
    timestamp: float | None = None


class Workshop:
    """Builds models in child processes.

    Nothing is started before the first use (or ``warm``). Close it, or use it as
    a context manager; at the interpreter's exit it closes itself.

    Args:
        size: Builds at the same time.
        queue_limit: Callers that may wait for one of those places.
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
        queue_limit: int = 32,
        build_timeout_seconds: float = 60.0,
        build_memory_mb: int = 2048,
        unsafe_scripts: bool = False,
        idle_seconds: float = 600.0,
    ) -> None:
        """Keep the limits; start nothing."""
        self._timeout_seconds = build_timeout_seconds
        self._memory_mb = build_memory_mb
        self._unsafe = unsafe_scripts
        self._queue = _Queue(size, queue_limit)
        self._pool = Pool(
            spare=2 * size,
            memory_bytes=build_memory_mb * 1024 * 1024,
            cpu_seconds=int(build_timeout_seconds * 10) + 60,
            file_bytes=FILE_LIMIT_BYTES,
            idle_seconds=idle_seconds,
        )

    # --- life ------------------------------------------------------------------------------

    def warm(self) -> None:
        """Start the children now, and return when the first is ready.

        Raises:
            BuildError: They could not be started.
        """
        with _pool_errors():
            self._pool.start()

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
        """Tell for each layer of the jail whether it holds here; starts the zygote if need be.

        Returns:
            Layer name to ``{"name", "works", "detail"}``.
        """
        with _pool_errors():
            self._pool.start()
        return {row["name"]: dict(row) for row in self._pool.protection}

    # --- building --------------------------------------------------------------------------

    def build(
        self, job: BuildJob, output: Path, *, on_progress: Callable[[str], None] | None = None
    ) -> BuildReport:
        """Build a model, inspect it, and leave it at ``output``.

        Args:
            job: What to build.
            output: Where the STEP file goes; must not exist yet.
            on_progress: Is told "building" and "inspecting".

        Returns:
            What was measured on the file at ``output``.

        Raises:
            FileExistsError: ``output`` exists.
            InvalidParameter: An override is unknown or of the wrong type.
            BuildError: One of its subclasses; nothing is left at ``output``.
        """
        tell = on_progress or (lambda stage: None)
        script = read_script(job.script)
        parameters = check_overrides(script, job.parameters)
        if not job.trusted:
            check_imports(script)
        with self._queue.place():
            with _pool_errors():
                self._pool.start()
            self._refuse_unprotected(job)
            tell("building")
            with _new_file(output) as target:
                answer, size, digest = self._build(job, parameters, target)
                tell("inspecting")
                report = self._inspect(target, size, job.trusted)
                finished = replace(
                    report,
                    size_bytes=size,
                    sha256=digest,
                    build_seconds=_number(answer.get("seconds")),
                    output=_text(answer.get("output")),
                    notes=tuple(_text(note) for note in answer.get("notes") or ())[:20],
                )
                if not finished.valid:
                    raise _invalid(finished.failed_check or "unknown")
                return finished

    def _refuse_unprotected(self, job: BuildJob) -> None:
        """Refuse a foreign script where a layer of the jail does not hold."""
        broken = [row["name"] for row in self._pool.protection if not row["works"]]
        if broken and not job.trusted and not self._unsafe:
            raise ScriptRefused(
                "Scripts are not run on this machine, because the jail around them does not hold here "
                f"({', '.join(broken)}); catalogue parts can be built. `mayfly doctor` says more; "
                "MAYFLY_UNSAFE_SCRIPTS=1 runs scripts without protection."
            )

    def _build(
        self, job: BuildJob, parameters: Mapping[str, ParameterValue], target: int
    ) -> tuple[dict[str, Any], int, str]:
        """Run the script in a child and copy its file; give the answer, the size and the digest."""
        header = {
            "op": "build",
            "script": with_parameters(job.script, parameters) if parameters else job.script,
            "name": job.name,
            "timestamp": time.time() if job.timestamp is None else job.timestamp,
            "trusted": job.trusted,
            "seconds": self._timeout_seconds,
        }
        with self._child(job.trusted) as child:
            answer = self._ask(child, header)
            if not answer.get("ok"):
                raise self._script_failure(answer)
            if not job.trusted:
                child.kill()
            size, digest = _copy_model(child.folder_descriptor, target)
        return answer, size, digest

    def _inspect(self, target: int, size: int, trusted: bool) -> BuildReport:
        """Measure the copy in a child that never ran the script."""
        with self._child(trusted) as child:
            answer = self._ask(
                child, {"op": "measure", "size": size, "seconds": self._timeout_seconds}, target
            )
        if answer.get("ok"):
            try:
                return _REPORT.validate_python(
                    {**_mapping(answer.get("report")), "size_bytes": size, "sha256": "",
                     "inspect_seconds": answer.get("seconds")}
                )  # fmt: skip
            except ValidationError as error:
                raise KernelCrash(
                    f"The inspection gave no sensible report: {error.error_count()} errors"
                ) from None
        failure = _mapping(answer.get("error"))
        if failure.get("kind") == "memory":
            raise self._out_of_memory()
        raise InvalidGeometry(f"Not published: {_text(failure.get('message'))}.", _text(failure.get("check")))

    def convert(self, step: Path, format: Format) -> bytes:
        """Convert an inspected STEP file, in a child that never ran a script of a user's.

        Args:
            step: The STEP file.
            format: "svg", "stl", "png" or "glb".

        Returns:
            The content of the converted file.

        Raises:
            BuildError: The conversion failed.
        """
        with self._queue.place():
            descriptor = os.open(step, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            try:
                size = _regular_size(descriptor)
                header = {"op": "convert", "format": format, "size": size, "seconds": self._timeout_seconds}
                with _pool_errors():
                    self._pool.start()
                with self._child(reusable=False) as child:
                    answer = self._ask(child, header, descriptor)
                    if not answer.get("ok"):
                        raise KernelCrash(
                            f"No {format} of this model: {_text(_mapping(answer.get('error')).get('message'))}"
                        )
                    length = answer.get("size")
                    if not isinstance(length, int) or not 0 < length <= FILE_LIMIT_BYTES:
                        raise KernelCrash(f"No {format} of this model: bad answer")
                    return b"".join(child.line.payload(length, time.monotonic() + self._timeout_seconds))
            finally:
                os.close(descriptor)

    # --- talking to a child ----------------------------------------------------------------

    @contextlib.contextmanager
    def _child(self, reusable: bool) -> Iterator[Child]:
        """Lend a child; afterwards it goes back if it is reusable and unharmed, else it is ended."""
        with _pool_errors():
            child = self._pool.take(reusable=reusable)
        good = False
        try:
            yield child
            good = True
        finally:
            self._pool.give_back(child, reuse=good and reusable)

    def _ask(self, child: Child, header: dict[str, Any], attachment: int | None = None) -> dict[str, Any]:
        """Send a job and wait for its answer, within the limits.

        Raises:
            BuildTimeout, BuildOutOfMemory, KernelCrash, ScriptError: The child did not answer.
        """
        deadline = time.monotonic() + self._timeout_seconds
        try:
            child.line.send(channel.encode(header), deadline)
            if attachment is not None:
                for chunk in _chunks(attachment, header["size"]):
                    child.line.send(chunk, deadline)
            return child.line.receive(deadline, lambda: _watch_folder(child))
        except channel.ChannelTimeout:
            raise BuildTimeout(
                f"The {_stage(header)} took longer than {self._timeout_seconds:g} s and was ended; nothing was published."
            ) from None
        except channel.BadMessage as error:
            raise KernelCrash(f"The building process answered nonsense ({error}).") from None
        except channel.ChannelClosed:
            raise self._death(child, header) from None

    def _death(self, child: Child, header: dict[str, Any]) -> BuildError:
        """Say why a child died."""
        code, peak_kib = child.wait_ended()
        stage = _stage(header)
        name = _SIGNALS.get(-code, f"signal {-code}") if code < 0 else ""
        if name == "SIGXCPU" or (name == "SIGKILL" and peak_kib * 1024 < self._memory_mb * 2**19):
            return BuildTimeout(
                f"The {stage} used up its processor time and was ended; nothing was published."
            )
        if name == "SIGKILL":
            return self._out_of_memory()
        if name == "SIGSYS":
            return ScriptError("ForbiddenSystemCall", "the script tried a system call that the jail forbids")
        if name:
            return KernelCrash(f"The CAD kernel crashed ({name}) during the {stage}, possibly out of memory.")
        return KernelCrash(f"The building process ended itself (exit code {code}) during the {stage}.")

    def _out_of_memory(self) -> BuildOutOfMemory:
        return BuildOutOfMemory(f"The build needed more than the {self._memory_mb} MiB it may use.")

    def _script_failure(self, answer: dict[str, Any]) -> BuildError:
        """Turn a child's account of its failure into an error, with each part checked."""
        failure = _mapping(answer.get("error"))
        if failure.get("kind") == "memory":
            return self._out_of_memory()
        line = failure.get("line")
        return ScriptError(
            _text(failure.get("type")) or "Error",
            _text(failure.get("message")),
            line if isinstance(line, int) and line > 0 else None,
            _text(failure.get("source_line")),
            _text(failure.get("hint")),
            _text(answer.get("output")),
        )


_SIGNALS = {4: "SIGILL", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE", 9: "SIGKILL", 11: "SIGSEGV", 24: "SIGXCPU",
            25: "SIGXFSZ", 31: "SIGSYS"}  # fmt: skip


class _Queue:
    """Fair places: first come, first served, with a bound on the waiting."""

    def __init__(self, size: int, limit: int) -> None:
        self._free = size
        self._limit = limit
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()

    @contextlib.contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place.

        Raises:
            WorkshopBusy: Too many are waiting.
        """
        turn = threading.Event()
        with self._lock:
            if self._free:
                self._free -= 1
                turn.set()
            elif len(self._waiting) >= self._limit:
                raise WorkshopBusy(f"{len(self._waiting)} builds are waiting already; try again later.")
            else:
                self._waiting.append(turn)
        try:
            turn.wait()
            yield
        finally:
            with self._lock:
                if self._waiting:
                    self._waiting.popleft().set()
                else:
                    self._free += 1


@contextlib.contextmanager
def _pool_errors() -> Iterator[None]:
    """Turn the pool's troubles into a build error."""
    try:
        yield
    except PoolError as error:
        raise BuildError(f"The workshop could not start a building process: {error}") from error


@contextlib.contextmanager
def _new_file(path: Path) -> Iterator[int]:
    """Create a file that did not exist, and remove it again if the block raises."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(path, flags, 0o644)
    try:
        yield descriptor
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    finally:
        os.close(descriptor)


def _regular_size(descriptor: int) -> int:
    """Give the size of an opened file that must be regular and not too large.

    Raises:
        InvalidGeometry: It is something else.
    """
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise InvalidGeometry("Not published: what the script left is no regular file.", "regular_file")
    if not 0 < status.st_size <= FILE_LIMIT_BYTES:
        raise InvalidGeometry(f"Not published: the file has {status.st_size} bytes.", "file_size")
    return status.st_size


def _copy_model(folder: int, target: int) -> tuple[int, str]:
    """Copy the child's file into ours, following no link; give size and SHA-256."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        source = os.open(_MODEL_FILE, flags, dir_fd=folder)
    except OSError as error:
        raise InvalidGeometry("Not published: the script's process left no model.", "written") from error
    try:
        if os.fstat(source).st_nlink != 1:
            raise InvalidGeometry("Not published: what the script left is a link.", "regular_file")
        size = _regular_size(source)
        digest = hashlib.sha256()
        for chunk in _chunks(source, size):
            digest.update(chunk)
            channel.write_all(target, chunk)
        return size, digest.hexdigest()
    finally:
        os.close(source)


def _chunks(descriptor: int, size: int) -> Iterator[bytes]:
    """Read exactly ``size`` bytes from the start of a file."""
    offset = 0
    while offset < size:
        chunk = os.pread(descriptor, min(channel.CHUNK_BYTES, size - offset), offset)
        if not chunk:
            raise InvalidGeometry("Not published: the file became shorter while it was read.", "file_size")
        offset += len(chunk)
        yield chunk


def _watch_folder(child: Child) -> None:
    """End a job that fills its folder; nothing can be removed from it, so nothing hides."""
    used = entries = 0
    with os.scandir(child.folder_descriptor) as listing:
        for entry in listing:
            entries += 1
            used += entry.stat(follow_symlinks=False).st_blocks * 512
    if used > FOLDER_LIMIT_BYTES or entries > FOLDER_LIMIT_ENTRIES:
        raise ScriptError("TooMuchOutput", f"the script wrote {used // 2**20} MiB in {entries} files")


def _stage(header: Mapping[str, Any]) -> str:
    return {"build": "build", "measure": "inspection", "convert": "conversion"}[header["op"]]


def _invalid(check: str) -> InvalidGeometry:
    meaning = {
        "has_solids": "it holds no solid, only faces or shells",
        "closed_shells": "a shell is not closed",
        "brep_check": "the kernel finds its geometry faulty (BRepCheck)",
        "positive_volume": "its volume is not positive",
    }.get(check, check)
    return InvalidGeometry(f"The model was built but not published: {meaning}.", check)


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value[:_TEXT_LIMIT] if isinstance(value, str) else ""


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and 0 <= value < 1e6 else 0.0
