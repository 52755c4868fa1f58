"""Pack what a checkpointer knows of a thread into bytes, for another process that goes on with it."""

from __future__ import annotations

from itertools import groupby
from typing import Any, Final

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver

_KIND: Final = "msgpack"


def pack_thread(saver: BaseCheckpointSaver[Any], thread_id: str) -> bytes | None:
    """Return the last step of a thread with what is pending in it; None if nothing has happened in it.

    Args:
        saver: Knows the thread.
        thread_id: The thread.
    """
    steps: dict[str, dict[str, Any]] = {}  # of each namespace the last one, which is listed first
    for found in saver.list({"configurable": {"thread_id": thread_id}}):
        namespace = found.config["configurable"].get("checkpoint_ns", "")
        steps.setdefault(
            namespace,
            {
                "checkpoint": found.checkpoint,
                "metadata": found.metadata,
                "writes": found.pending_writes or [],
            },
        )
    if not steps:
        return None
    kind, content = saver.serde.dumps_typed(steps)
    if kind != _KIND:
        raise TypeError(f"a thread's state is written as {kind}, not as {_KIND}")
    return content


def unpack_thread(saver: BaseCheckpointSaver[Any], thread_id: str, content: bytes) -> None:
    """Put what ``pack_thread`` returned into a saver that does not know the thread.

    Args:
        saver: Gets the thread.
        thread_id: The thread.
        content: What was packed.
    """
    steps: dict[str, dict[str, Any]] = saver.serde.loads_typed((_KIND, content))
    for namespace, step in steps.items():
        config: RunnableConfig = {"configurable": {"thread_id": thread_id, "checkpoint_ns": namespace}}
        checkpoint = step["checkpoint"]
        config = saver.put(config, checkpoint, step["metadata"], checkpoint["channel_versions"])
        for task, writes in groupby(step["writes"], key=lambda write: write[0]):
            saver.put_writes(config, [(channel, value) for _, channel, value in writes], task)
