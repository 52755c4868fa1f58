"""Which node of the workflow comes after another."""

from __future__ import annotations

from typing import Literal

from mayfly.clarification.nodes import (
    asks,
)
from mayfly.graph_state.schemas import (
    WorkflowState,
)


def route_plan(state: WorkflowState) -> Literal["review", "clarify", "cleanup", "respond"]:
    """Return the node after planning."""
    if asks(state):
        return "clarify"
    if state.get("problem") or state["intent"] in {"help", "about"}:
        return "respond"
    return "review" if state["intent"] == "make" else "cleanup"


def route_generate(state: WorkflowState) -> Literal["repair", "respond"]:
    """Return the node after a build: repair if another plan may help."""
    return "repair" if state.get("problem") and state["attempts"][-1]["error"] else "respond"


def route_repair(state: WorkflowState) -> Literal["review", "clarify", "respond"]:
    """Return the node after a repair: build again if there is a better plan."""
    if asks(state):
        return "clarify"
    return "respond" if state.get("problem") else "review"
