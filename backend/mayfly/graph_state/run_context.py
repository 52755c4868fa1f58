"""Reads what a run's context asks of Mayfly; everything else in it belongs to the surrounding graph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from langgraph.config import get_config
from langgraph.runtime import get_runtime

NAMESPACE: Final = "mayfly"
"""The one key of a context that is Mayfly's: ``{"mayfly": {"review": True}}``."""


def review_wanted(*, own: bool) -> bool:
    """Return whether the run's context asks for a review of each plan.

    The context may be a mapping, a dataclass, a pydantic model, or None. In any graph the key
    ``mayfly`` is ours. A bare ``review`` counts only in the workflow's own graph, run by itself:
    within another graph, that graph's context arrives here, and ``review`` may mean anything.

    Args:
        own: The node belongs to the workflow's own graph.
    """
    try:
        context, namespace = get_runtime().context, get_config()["configurable"].get("checkpoint_ns", "")
    except (RuntimeError, KeyError):  # outside of a graph
        return False
    if _is_set(_entry(_entry(context, NAMESPACE), "review")):
        return True
    by_itself = "|" not in namespace  # LangGraph joins the names of nested graphs with it
    return own and by_itself and _is_set(_entry(context, "review"))


def step_of_run() -> str | None:
    """Return what names this step of this run, the same where a server repeats it; None outside of a server.

    A server gives each run an id. LangGraph derives a task's id, which ends the namespace of its checkpoints,
    from the checkpoint that the step begins with, so a step that is repeated from there has the same one.
    """
    try:
        given = get_config()["configurable"]
    except (RuntimeError, KeyError):  # outside of a graph
        return None
    run, thread, namespace = (given.get(name) for name in ("run_id", "thread_id", "checkpoint_ns"))
    return f"{run} {thread} {namespace}" if run and namespace else None


def _entry(holder: Any, key: str) -> Any:
    """Return what a mapping or an object holds under a name, None if nothing."""
    if isinstance(holder, Mapping):
        return holder.get(key)
    try:
        return getattr(holder, key, None)
    except Exception:  # another graph's object may raise anything when its attributes are read
        return None


def _is_set(value: Any) -> bool:
    """Return whether a plain value is true; an object that answers every name with another object is not."""
    return isinstance(value, bool | int | str) and bool(value)
