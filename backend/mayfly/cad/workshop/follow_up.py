"""Asking a script's child further questions after it ran, for a bounded time and without depending on it."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from mayfly.cad import channel
from mayfly.cad.protocol import Operation
from mayfly.cad.workshop.pool.child_process import ChildProcess

SECONDS = 8.0
"""Until when answers are waited for; what a child tries meanwhile is bounded by itself, more tightly."""


LIMIT_BYTES = 64 * 1024
"""Longest answer that is read: a script's child could send others to keep the server reading."""

_MOST_ANSWERS = 50
Tick = Callable[[], None] | None


def ask_for_diagnosis(child: ChildProcess, answer: dict[str, Any], tick: Tick) -> dict[str, Any]:
    """Return a failed child's best account of what went wrong.

    Args:
        child: The child, which still has the script's objects.
        answer: Its plain account.
        tick: What is called often while it works.
    """
    if answer.get("more") is True:
        child.signal(signal.SIGCONT)
        for further in further_answers(child, {"op": Operation.DIAGNOSE}, tick):
            if isinstance(further.get("error"), dict):
                answer = {**answer, "error": further["error"]}
    return answer


def further_answers(
    child: ChildProcess, question: dict[str, Any], tick: Tick, attachment: Iterable[bytes] = ()
) -> Iterator[dict[str, Any]]:
    """Return a child's answers, each better than the last, until it says that there is no better one.

    What it tries may crash it or take too long: then the last one counts.

    Args:
        child: The child, which is of no use for anything else afterwards.
        question: What it is asked.
        tick: What is called often while it works.
        attachment: Bytes that follow the question.
    """
    deadline = time.monotonic() + SECONDS
    with contextlib.suppress(channel.ChannelClosed, channel.ChannelTimeout, channel.BadMessage):
        child.connection.send(channel.encode({**question, "threads": 1, "seconds": SECONDS}), deadline)
        for chunk in attachment:
            child.connection.send(chunk, deadline)
        for _ in range(_MOST_ANSWERS):
            further = child.connection.receive(deadline, tick, LIMIT_BYTES)
            if further.get("done") is True:
                return
            yield further
