"""Progress of a build inside a graph: stages through LangGraph's stream writer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from langgraph.config import get_config, get_stream_writer

from mayfly.cad.workshop import CancelToken
from mayfly.generator import Progress
from mayfly.operations.stages import FRACTIONS

CANCEL: Final = "__mayfly_cancel"
"""Key of a run's configuration under which a program of this process gives what cancels the run's build."""


def run_cancel() -> CancelToken | None:
    """Return what cancels this run's build; None where nothing was given."""
    try:
        found = get_config()["configurable"].get(CANCEL)
    except (RuntimeError, KeyError):  # outside of a graph
        return None
    return found if isinstance(found, CancelToken) else None


def stage_writer(*, also: Callable[[Any], None] | None = None, **identity: Any) -> Progress:
    """Return a callable that sends each stage through the graph's stream writer ("custom" mode).

    An event is ``{"stage", "fraction"}`` and what identifies its request. The
    fraction never falls, although a repair returns to an earlier stage.

    Args:
        also: Called with each event too.
        **identity: What identifies the request, added to every event (``request="cube 20 mm"``).
    """
    try:
        write: Callable[[Any], None] | None = get_stream_writer()
    except (RuntimeError, KeyError):  # outside of a graph: no run at all, or LangChain's but not a graph's
        write = None
    reached = 0.0

    def on_progress(stage: str) -> None:
        nonlocal reached
        reached = max(reached, FRACTIONS.get(stage, reached))
        event = {"stage": stage, "fraction": reached, **identity}
        for send in (write, also):
            if send:
                send(event)

    return on_progress
