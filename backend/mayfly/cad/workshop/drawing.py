"""Takes meshes and other formats from children: of an inspected STEP file, or of a script that changes."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mayfly.cad import channel
from mayfly.cad.protocol import Operation
from mayfly.cad.workshop import delivery, failures, script_reading
from mayfly.cad.workshop.cancel_token import CancelToken
from mayfly.cad.workshop.child_errors import ProcessesLost
from mayfly.cad.workshop.dispatcher import Dispatcher
from mayfly.cad.workshop.jobs import BuildJob, Format
from mayfly.cad.workshop.pool.child_process import ChildProcess
from mayfly.cad.workshop.pool.errors import ZygoteLost
from mayfly.cad.workshop.script_reading import ScriptRead
from mayfly.cad.workshop.script_runner import ScriptRunner
from mayfly.errors import KernelCrash


@dataclass(frozen=True, slots=True)
class Draft:
    """What a script shows, as a mesh; nothing was published.

    Attributes:
        glb: Binary glTF.
        read: The script with the new values in it.
    """

    glb: bytes
    read: ScriptRead


def drafted(
    runner: ScriptRunner,
    job: BuildJob,
    *,
    options: Mapping[str, Any],
    limit_bytes: int,
    cancel: CancelToken,
) -> Draft:
    """Run a script in a child and take a mesh of what it shows; arguments as for ``Workshop.draft``.

    Raises:
        InvalidParameter, BuildError: As for ``Workshop.draft``.
    """
    try:
        return _drafted(runner, job, options, limit_bytes, cancel)
    except (ProcessesLost, ZygoteLost):  # not the fault of the job
        runner.dispatcher.pool.start(cancel)
        return _drafted(runner, job, options, limit_bytes, cancel)


def _drafted(
    runner: ScriptRunner, job: BuildJob, options: Mapping[str, Any], limit_bytes: int, cancel: CancelToken
) -> Draft:
    dispatcher = runner.dispatcher
    header = {**runner.header(job), "op": Operation.DRAFT, "options": dict(options), "format": "mesh"}
    reusable = job.trusted and not job.files
    with dispatcher.child("build", reusable=reusable, cancel=cancel) as child:
        delivery.hand_in(child.folder_descriptor, job.files)
        deadline = time.monotonic() + dispatcher.timeout_seconds
        first = dispatcher.ask(child, header, deadline=deadline)
        read = script_reading.accept(first, header["script"], dispatcher.memory_mb)
        header = {**header, "script": read.script}
        answer = dispatcher.next_answer(child, header, deadline)
        dispatcher.check(child, header, answer)
        return Draft(_payload(dispatcher, child, answer, header, limit_bytes), read)


def converted(
    dispatcher: Dispatcher,
    step: Path,
    format: Format,
    *,
    options: Mapping[str, Any],
    limit_bytes: int,
    cancel: CancelToken,
) -> bytes:
    """Convert a STEP file in a child; arguments and errors as for ``Workshop.convert``."""
    with delivery.opened(step) as (descriptor, size):
        header: dict[str, Any] = {
            "op": Operation.CONVERT,
            "format": format,
            "options": dict(options),
            "size": size,
        }
        header["seconds"] = dispatcher.timeout_seconds
        with dispatcher.child("measure", reusable=False, cancel=cancel) as child:
            answer = dispatcher.ask(child, header, descriptor)
            return _payload(dispatcher, child, answer, header, limit_bytes)


def _payload(
    dispatcher: Dispatcher,
    child: ChildProcess,
    answer: Mapping[str, Any],
    header: Mapping[str, Any],
    limit_bytes: int,
) -> bytes:
    """Return the bytes that follow a child's answer.

    Raises:
        InvalidParameter, BuildError: The answer has no bytes, or too many.
    """
    length = answer.get("size")
    if not isinstance(length, int) or not 0 < length <= limit_bytes:
        raise failures.unconverted(answer, header, limit_bytes, dispatcher.memory_mb)
    try:
        return b"".join(child.connection.payload(length, time.monotonic() + dispatcher.timeout_seconds))
    except (channel.ChannelClosed, channel.ChannelTimeout):
        raise KernelCrash(f"No {header['format']} can be made of this model: it was cut short") from None
