"""Progress of a build inside a graph: stages through LangGraph's stream writer."""

from __future__ import annotations

from langgraph.config import get_stream_writer

from mayfly.generator import Progress


def stage_writer() -> Progress:
    """Give a callable that sends each stage through the graph's stream writer ("custom" mode)."""
    try:
        write = get_stream_writer()
    except (RuntimeError, KeyError):  # outside of a graph: no run at all, or LangChain's but not a graph's
        return lambda stage: None
    return lambda stage: write({"stage": stage})
