"""A child that gave no answer: finds out what happened to it, and raises that as a build error."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Iterator
from typing import Any

from mayfly.cad import channel
from mayfly.cad.workshop import delivery, failures
from mayfly.cad.workshop.pool.child_process import ChildProcess
from mayfly.errors import KernelCrash

_DYING_SECONDS = 0.05  # from the end of a dying process's connection to its own end
_TRACE_SECONDS = 0.2
_END_SECONDS = 2.0


class ProcessesLost(KernelCrash):
    """A child ended with its zygote; the same job may be done by another child."""


@contextlib.contextmanager
def child_errors(child: ChildProcess, header: dict[str, Any], memory_mb: int) -> Iterator[None]:
    """Turn a missing answer of a child into a build error that says why.

    Args:
        child: The child that is asked within the block.
        header: The job.
        memory_mb: What it might use, in MiB.

    Raises:
        BuildError: The child did not answer; the subclass says why.
        StorageError: It ended because the machine's disk is too small.
    """
    try:
        yield
    except channel.ChannelTimeout:
        raise failures.timeout(header, _trace(child)) from None
    except channel.BadMessage as error:
        raise KernelCrash(f"The {failures.stage(header)} sent an invalid answer ({error}).") from None
    except channel.ChannelClosed:
        # What is dead in a moment died by itself. Else it has closed its connection and goes on: nothing
        # would hear of it or watch it any more.
        closed_its_end = not child.gone(_DYING_SECONDS)
        child.kill()
        end = child.wait_ended(_END_SECONDS)
        if child.lost and child.orphaned:
            raise ProcessesLost(
                f"The workshop lost its processes during the {failures.stage(header)}."
            ) from None
        if child.exceeded:
            raise child.quota.exceeded(child.exceeded) from None
        if closed_its_end and (end is None or end[0] == -signal.SIGKILL) and not child.lost:
            raise KernelCrash(
                f"The {failures.stage(header)} gave no answer and closed its connection."
            ) from None
        folder = child.folder_descriptor
        line, hints = delivery.last_line(folder), delivery.last_step(folder)
        raise failures.death(header, end, line, memory_mb, hints) from None


def _trace(child: ChildProcess) -> int | None:
    """Ask a child that takes too long which line of the script it is at; it answers through a file.

    Then it is killed: its time is over.
    """
    child.signal(signal.SIGUSR1)
    deadline = time.monotonic() + _TRACE_SECONDS
    line = None
    while line is None and time.monotonic() < deadline and not child.gone(0.01):
        line = delivery.last_line(child.folder_descriptor)
    child.kill()
    return line
