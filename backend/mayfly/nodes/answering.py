"""Nodes that answer: cleanup works on the stored models, respond writes the answer of every run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from langchain_core.messages import AIMessage

from mayfly.app import get_generator
from mayfly.clarification.nodes import (
    asks,
    is_asked_already,
    question_answer,
)
from mayfly.errors import MayflyError
from mayfly.generator import CADModelGenerator
from mayfly.graph_state.schemas import (
    WorkflowState,
)
from mayfly.graph_state.state_node import state_node
from mayfly.nodes.planning import ACTIONS, unknown_action
from mayfly.planning.conversation.intent import help_text
from mayfly.storage_text import listing_answer, stats_answer, sweep_answer


@state_node
def cleanup(state: WorkflowState, *, generator: CADModelGenerator | None = None) -> dict[str, Any]:
    """Return the statistics, list the models, or delete what is past its deadline.

    Reads ``intent`` (or ``action``) and ``dry_run``; writes ``cleanup_stats`` and,
    after a sweep, ``sweep``; ``answer`` is the same in words.
    """
    service = (generator or get_generator()).cleanup_service
    action = state.get("intent") or state.get("action") or "stats"
    if action not in ACTIONS:
        return {"problem": unknown_action(action)}
    try:
        if action == "sweep":
            report = service.sweep(dry_run=state.get("dry_run", False))
            return {
                "sweep": report.to_dict(),
                "cleanup_stats": service.get_stats(),
                "answer": sweep_answer(report),
            }
        stats = service.get_stats()
        if action == "list":
            return {"cleanup_stats": stats, "answer": listing_answer(service.list_models())}
        return {"cleanup_stats": stats, "answer": stats_answer(stats, service.get_details())}
    except MayflyError as error:
        return {"problem": error.to_dict()}


@state_node
def respond(state: WorkflowState) -> dict[str, Any]:
    """Write what became of the request: ``status``, ``answer``, and an AI message in a conversation.

    Clears the input, so that the next run in the same thread starts from its own.
    """
    status, answer = _outcome(state)
    update: dict[str, Any] = {
        "request": "",
        "design": None,
        "edits": None,
        "action": None,
        "dry_run": False,
        "status": status,
        "answer": answer,
        "model": state.get("model"),
        "cleanup_stats": state.get("cleanup_stats"),
        "sweep": state.get("sweep"),
    }
    if state.get("messages") is not None and not is_asked_already(state, answer):
        update["messages"] = [AIMessage(answer)]
    return update


def _outcome(state: Mapping[str, Any]) -> tuple[str, str]:
    problem = state.get("problem")
    if problem:
        return ("needs_clarification" if asks(state) else "failed"), question_answer(problem)
    model = state.get("model")
    if model:
        return "made", model["text"]
    intent = state.get("intent")
    if intent == "help":
        return "help", help_text()
    if intent == "about":
        return "answered", state.get("answer", "")
    done = {"sweep": "swept", "list": "listed"}.get(intent or "stats", "stats")
    return done, state.get("answer", "")
