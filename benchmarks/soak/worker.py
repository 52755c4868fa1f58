"""The graph, the agent and Python itself as doors: one process, one JSON line in, one out.

``python -m benchmarks.soak.worker`` takes ``{"do": "graph" | "agent" | "script", "text": …}``.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from mayfly.app import get_generator
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


def main() -> None:
    """Answer until the standard input ends."""
    doors = {"graph": graph, "agent": agent, "script": script}
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
