"""The workflow's own build node in a graph that takes its time: built, then a pause, all in one step.

Aegra loads it by its path. It notes which process has built, so that a test can kill that one.
"""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import Any

from langgraph.graph import END, START, StateGraph

from mayfly.graph_state.schemas import WorkflowInput, WorkflowState
from mayfly.nodes.building import generate
from mayfly.nodes.planning import plan

NOTES = Path(os.environ["MAYFLY_TEST_NOTES"])


async def build_slowly(state: WorkflowState) -> dict[str, Any]:
    """Build, note it, and be at work for a while: the step is not over, and its model is published."""
    update = await generate.ainvoke(state)
    with NOTES.open("a") as notes:
        notes.write(json.dumps({"pid": os.getpid(), "name": update["model"]["name"]}) + "\n")
    await asyncio.sleep(6)
    return dict(update)


builder = StateGraph(WorkflowState, input_schema=WorkflowInput)
builder.add_node("plan", plan)
builder.add_node("build", build_slowly)
builder.add_edge(START, "plan")
builder.add_edge("plan", "build")
builder.add_edge("build", END)
graph = builder.compile()
