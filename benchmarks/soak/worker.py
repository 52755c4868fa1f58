"""The graph, the agent and Python itself as doors: one process, one JSON line in, one out.

``python -m benchmarks.soak.worker`` takes ``{"do": "graph" | "agent" | "script", "text": …}``. It also
breaks things of its own: ``close`` closes all descriptors of the models' directory behind the service's
back, ``cut`` raises exceptions in the middle of the service's calls and of its thread.
"""

from __future__ import annotations

import json
import os
import random
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from benchmarks.moments import ByThread, TimeLimit, raise_in
from mayfly.app import get_cleanup_service, get_generator
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.errors import MayflyError, ScriptError


def graph(text: str) -> dict[str, Any]:
    """Have the workflow graph answer a request."""
    from graphs.cad_workflow import graph as workflow

    values: dict[str, Any] = {}
    for update in workflow.stream({"request": text}, stream_mode="updates"):
        for told in update.values():
            values.update(told or {})
    refused = values["status"] in ("failed", "needs_clarification")
    code = values["problem"]["code"] if refused else "ok"
    return {"code": code, "model": values.get("model"), "text": values["answer"]}


def agent(text: str) -> dict[str, Any]:
    """Have the agent answer a person, and give what its tools said."""
    from graphs.cad_agent import graph as workflow

    answer = workflow.invoke({"messages": [("user", text)]})
    said = [message for message in answer["messages"] if message.type == "tool"]
    for message in said:
        if message.status == "error":
            return {"code": message.text.split(":")[0], "model": None, "text": message.text}
    made = [message.artifact["model"] for message in said if "model" in (message.artifact or {})]
    model = made[-1] if made else None
    code = "ok" if said else "no_tool_called"
    return {"code": code, "model": model, "text": answer["messages"][-1].text}


def script(text: str) -> dict[str, Any]:
    """Run a script as Python code would."""
    try:
        model = get_generator().run_script(text)
    except MayflyError as error:
        kind = error.error_type if isinstance(error, ScriptError) else ""
        return {"code": error.code, "model": None, "text": f"{kind} {error}"}
    return {"code": "ok", "model": model, "text": model["text"]}


_OK: dict[str, Any] = {"code": "ok", "model": None, "text": ""}


def close(_: str) -> dict[str, Any]:
    """Close what the service has open in its directory, as libraries do that make daemons."""
    folder = str(get_cleanup_service().temp_dir)
    for number in os.listdir("/proc/self/fd"):  # noqa: PTH208 - numbers, not paths
        with suppress(OSError):
            if os.readlink(f"/proc/self/fd/{number}").startswith(folder):  # noqa: PTH115
                os.close(int(number))
    return _OK


def cut(_: str) -> dict[str, Any]:
    """Raise in the middle of calls and in the service's own thread; the next call has to work."""
    service = get_cleanup_service()
    assert isinstance(service, TempModelsCleanupService)  # the soak is about a directory
    raising = ByThread(str(random.random()))  # noqa: S311
    calls: tuple[Callable[[], object], ...] = (
        service.get_stats,
        service.list_models,
        service.sweep,
        service.get_details,
        service.has_work,
    )
    for _round in range(10):
        with suppress(MayflyError):
            raising.once(random.choice(calls))  # noqa: S311
        for thread in threading.enumerate():
            if thread.name == "mayfly-cleanup" and thread.ident is not None:
                raise_in(thread.ident, TimeLimit)
    raising.close()
    service.get_stats()
    return _OK


def main() -> None:
    """Answer until the standard input ends."""
    doors = {"graph": graph, "agent": agent, "script": script, "close": close, "cut": cut}
    for line in sys.stdin:
        order = json.loads(line)
        try:
            answer = doors[order["do"]](order["text"])
        except Exception as error:  # what nobody foresaw is what a soak looks for
            answer = {"code": f"raised {type(error).__name__}", "model": None, "text": str(error)[:500]}
        model = answer["model"]
        if model:
            answer["model"] = {key: model[key] for key in ("name", "expires_at", "created_at", "size_bytes")}
        answer["text"] = answer["text"][:500]
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
