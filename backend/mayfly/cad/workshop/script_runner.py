"""Runs a script in a child: sends the job, and takes what the child read and built."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Iterator
from typing import Any

from mayfly.cad.input_files import read_files
from mayfly.cad.protocol import Operation
from mayfly.cad.script_text import checked_text
from mayfly.cad.workshop import delivery, script_reading
from mayfly.cad.workshop.cancel_token import CancelToken
from mayfly.cad.workshop.dispatcher import Dispatcher
from mayfly.cad.workshop.jobs import BuildJob, Built


class ScriptRunner:
    """Runs scripts in children.

    Attributes:
        dispatcher: Lends the children.
    """

    def __init__(self, dispatcher: Dispatcher) -> None:
        """Keep the dispatcher."""
        self.dispatcher = dispatcher

    def header(self, job: BuildJob) -> dict[str, Any]:
        """Return a job as a message; what takes the interpreter long to find out is left to the child."""
        return {
            "op": Operation.BUILD,
            "script": checked_text(job.script),
            "parameters": script_reading.sendable(job.parameters),
            "files": list(read_files(job.files)),
            "name": job.name,
            "timestamp": time.time() if job.timestamp is None else job.timestamp,
            "trusted": job.trusted,
            "explicit": job.explicit,
            "seconds": self.dispatcher.timeout_seconds,
            "measures": job.measures.to_dict(),
        }

    @contextlib.contextmanager
    def built(
        self, job: BuildJob, header: dict[str, Any], target: int, cancel: CancelToken
    ) -> Iterator[Built]:
        """Let a child read the script and run it; copy its file if the script is our own.

        Within the block, the child of a foreign script still has what it built, but
        is stopped, so that it neither computes nor writes any further.
        """
        with contextlib.ExitStack() as work:
            reusable = job.trusted and not job.files
            child = work.enter_context(self.dispatcher.child("build", reusable=reusable, cancel=cancel))
            delivery.hand_in(child.folder_descriptor, job.files)
            deadline = time.monotonic() + self.dispatcher.timeout_seconds
            first = self.dispatcher.ask(child, header, deadline=deadline)  # before any of the script ran
            read = script_reading.accept(first, header["script"], self.dispatcher.memory_mb)
            header = {**header, "script": read.script}
            answer = self.dispatcher.next_answer(child, header, deadline)
            self.dispatcher.check(child, header, answer)
            foreign = None if header["trusted"] else child
            if foreign is not None:
                foreign.signal(signal.SIGSTOP)
            source, size = work.enter_context(delivery.model_file(child.folder_descriptor))
            digest = ""
            if foreign is None:
                digest = delivery.write_model(delivery.chunks(source, size), target)
                source = target
                work.close()  # and may measure the file itself
            yield Built(
                header=header,
                read=read,
                answer=answer,
                child=foreign,
                cancel=cancel,
                source=source,
                size=size,
                digest=digest,
            )
