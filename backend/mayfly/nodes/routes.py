"""Where the workflow goes on after a node."""

from __future__ import annotations

from typing import Literal

from mayfly.clarification.nodes import (
    asks,
)
from mayfly.graph_state.schemas import (
    WorkflowState,
)


def route_plan(state: WorkflowState) -> Literal["review", "clarify", "cleanup", "respond"]:
    """Choose the way after planning."""
    if asks(state):
        return "clarify"
    if state.get("problem") or state["intent"] == "help":
        return "respond"
    return "review" if state["intent"] == "make" else "cleanup"


def route_generate(state: WorkflowState) -> Literal["repair", "respond"]:
    """Repair a plan whose build failed; answer when it worked, or when another plan would not help."""
    return "repair" if state.get("problem") and state["attempts"][-1]["error"] else "respond"


def route_repair(state: WorkflowState) -> Literal["review", "clarify", "respond"]:
    """Build again if there is a better plan."""
    if asks(state):
        return "clarify"
    return "respond" if state.get("problem") else "review"
