"""Delete old threads of Mayfly's graphs on LangGraph Server, with the conversations in them.

A thread keeps the request, the script and the report. The ``ttl`` of langgraph.json is a
fixed number, and the server of ``langgraph dev`` ignores it. So Mayfly's application, where
it is part of the server, deletes the threads of Mayfly's graphs by the server's own API.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mayfly.http.security.origins import on_langgraph_server

if TYPE_CHECKING:
    from langgraph_sdk.client import LangGraphClient

log = logging.getLogger("mayfly.http")

OUR_MODULES = frozenset({"mayfly.graphs", "graphs.cad_workflow", "graphs.cad_agent"})
"""The modules, by their full names, whose graphs hold only Mayfly's conversations."""
_OUR_FOLDER = Path(__file__).resolve().parents[3] / "graphs"
_OUR_FILES = frozenset(
    {
        _OUR_FOLDER / "cad_workflow.py",
        _OUR_FOLDER / "cad_agent.py",
        Path(__file__).resolve().parents[1] / "graphs" / "__init__.py",
    }
)

_PAGE = 100
_LONGEST_WAIT_SECONDS = 60.0
_SHORTEST_WAIT_SECONDS = 1.0


async def delete_old_threads(minutes: float) -> None:
    """Delete the threads of our graphs a model's life after their last run, until cancelled.

    Returns at once if this process is not LangGraph Server, or serves no graph of ours.

    Args:
        minutes: A model's life.
    """
    graphs = our_graphs()
    if not graphs:
        return
    from langgraph_sdk import get_client

    client = get_client(url=None)  # within the process, without the network and its auth
    life_seconds = minutes * 60
    leftovers: set[str] = set()
    while True:
        await asyncio.sleep(min(max(life_seconds / 10, _SHORTEST_WAIT_SECONDS), _LONGEST_WAIT_SECONDS))
        for graph in graphs:
            try:
                await sweep_threads(client, graph, before=time.time() - life_seconds)
            except Exception as error:  # the server's failure; the next turn tries again
                log.warning("Old threads of %s could not be deleted: %s", graph, type(error).__name__)
        try:
            leftovers = clear_leftovers(leftovers)
        except Exception as error:  # another version of the server may store them in another way
            log.debug("leftovers could not be removed: %s", type(error).__name__)


def our_graphs() -> list[str]:
    """Return the names under which LangGraph Server serves graphs of ours."""
    if not on_langgraph_server():
        return []
    try:
        served: dict[str, Any] = json.loads(os.environ["LANGSERVE_GRAPHS"])
    except ValueError:  # the server reports it
        return []
    paths = {name: spec.get("path") if isinstance(spec, dict) else spec for name, spec in served.items()}
    return [name for name, path in paths.items() if _is_ours(str(path))]


def _is_ours(path: str) -> bool:
    """Return whether a graph's path, ``module:name`` or ``file.py:name``, leads to a module of ours.

    A name that only begins like ours belongs to another graph, whose conversations are kept.
    """
    source, _, _ = path.rpartition(":")
    if "/" not in source:  # as the server distinguishes a file from a module
        return source in OUR_MODULES
    try:
        return Path(source).resolve() in _OUR_FILES
    except (OSError, ValueError):  # not a path, which the server reports
        return False


async def sweep_threads(client: LangGraphClient, graph: str, *, before: float) -> int:
    """Delete the threads of a graph that were last used before a time; return how many.

    A thread with a run in it is kept, whatever its age.

    Args:
        client: A client of the server.
        graph: The graph's name there.
        before: Epoch seconds.
    """
    deleted = 0
    while True:
        found = await client.threads.search(
            metadata={"graph_id": graph},
            limit=_PAGE,
            sort_by="updated_at",
            sort_order="asc",
            select=["thread_id", "status", "updated_at"],
        )
        old = [thread for thread in found if _epoch_seconds(thread["updated_at"]) < before]
        idle = [thread["thread_id"] for thread in old if thread["status"] != "busy"]
        for thread_id in idle:
            await client.threads.delete(thread_id)
        deleted += len(idle)
        if len(old) < _PAGE or not idle:
            return deleted


def clear_leftovers(seen: set[str]) -> set[str]:
    """Remove what the server of ``langgraph dev`` leaves of threads that it has deleted.

    It deletes their checkpoints but keeps the contents, in memory and in ``.langgraph_api/``. At the
    first deletion it also replaces the dictionary of pending writes by one that it does not save, so
    the file keeps its old contents. Other servers have a database, and nothing is done there.

    Call it in the server's event loop, where the server itself changes these; it does no I/O.

    Args:
        seen: The threads that had left something at the last turn. Only their leftovers are removed:
            a thread that is about to start has contents before it has a checkpoint.

    Returns:
        The threads that have leftovers now.
    """
    runtime: Any = sys.modules.get("langgraph_runtime_inmem.checkpoint")
    if runtime is None:
        return set()
    saver = runtime.Checkpointer()
    held = {key[0] for kept in (saver.writes, saver.blobs) for key in list(kept)}
    left = held - set(list(saver.storage))
    for thread_id in left & seen:
        saver.delete_thread(thread_id)
    if not hasattr(saver.writes, "filename"):
        persistence: Any = sys.modules["langgraph_runtime_inmem._persistence"]
        writes = persistence._stores[f"{saver.filename}2.pckl"]()
        if writes is not None:
            writes.clear()
            writes.update(saver.writes)
            saver.writes = writes
    return left


def _epoch_seconds(when: datetime | str) -> float:
    """Return a time of the server in epoch seconds; its client declares a datetime and returns text."""
    return (datetime.fromisoformat(when) if isinstance(when, str) else when).timestamp()
