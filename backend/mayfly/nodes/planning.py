"""Nodes that plan: plan reads a request and plans the model, repair plans again after a failed build."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, Final, get_args

from langchain_core.messages import BaseMessage
from langgraph.runtime import get_runtime

from mayfly.app import get_generator
from mayfly.clarification.nodes import (
    about_last,
    answered,
    asks,
    awaiting,
    kept_under_review,
    last_model,
    open_question,
    taken_as_reply,
    under_review,
)
from mayfly.clarification.review import still_under_review
from mayfly.contracts import Plan
from mayfly.errors import InvalidParameter, MayflyError, ModelUnavailable
from mayfly.generator import CADModelGenerator
from mayfly.graph_state.designs import brings_design, plan_of_design
from mayfly.graph_state.progress import run_cancel, stage_writer
from mayfly.graph_state.schemas import (
    Action,
    WorkflowState,
    pack_attempt,
    unpack_attempt,
    unpack_attempts,
)
from mayfly.graph_state.state_node import state_node
from mayfly.planning.conversation.answers import stands_alone
from mayfly.planning.conversation.intent import read_intent
from mayfly.planning.drafts import planning_at
from mayfly.planning.memory import history, remembered

ACTIONS: Final[tuple[str, ...]] = get_args(Action)
"""What a run can be asked to do."""

_BLANK: dict[str, Any] = {
    "design": None,
    "edits": None,
    "attempts": [],
    "problem": None,
    "clarified": False,
    "under_review": False,
    "reply": None,
    "reviewed": None,
    "remark": None,
    "model": None,
    "cleanup_stats": None,
    "sweep": None,
}


@state_node
def plan(
    state: WorkflowState,
    *,
    generator: CADModelGenerator | None = None,
    tries: int = 1,
    own: bool = False,
) -> dict[str, Any]:
    """Read what is asked for and, if it is a model, plan it.

    Reads ``request``, ``messages``, ``design``, ``edits``, ``action``, ``previous`` and ``question`` (or
    ``asked``, once a question is answered); writes ``asked``, ``intent`` and either ``attempts`` (the plan)
    or ``problem``, a question into a conversation too, and clears what an earlier run in the same thread
    left.

    Args:
        state: The graph's state.
        generator: The generator to work on; the process's own if not given.
        tries: How often the node's RetryPolicy runs it; with fewer runs behind it, a provider
            that can't be reached is raised to the policy instead of becoming ``problem``.
        own: The graph is the workflow's own, and so is its context; see ``review_wanted``.
    """
    generator = generator or get_generator()
    if brings_design(state) and not state.get("clarified"):
        return _plan_design(state, generator, own=own)
    told = None if state.get("clarified") else about_last(state, asked_for(state))
    if told is not None:
        aside = {**_BLANK, "asked": asked_for(state), "intent": "about", "answer": told}
        return {**aside, **still_under_review(state)}
    taken = taken_as_reply(state, asked_for(state))
    if taken is not None:
        return taken
    asked, intent = _wanted(state, generator)
    update: dict[str, Any] = {**_BLANK, "asked": asked, "intent": intent}
    if intent not in ACTIONS:
        return {**update, "intent": "help", "problem": unknown_action(intent)}
    if intent != "make":
        return {**update, **still_under_review(state)}
    update["under_review"] = under_review(state, own=own)
    stage_writer(request=asked)("planning")
    packed = state.get("previous")
    holds_answer = asked != asked_for(state)
    previous = last_model(state, asked) if holds_answer else unpack_attempt(packed) if packed else None
    reviewed = state.get("reviewed") if state.get("clarified") else None
    if reviewed:
        previous = unpack_attempt(reviewed)
    last = unpack_attempt(packed).plan if packed else None
    try:
        kept = history(previous.plan if previous else last)
        with generator.measured_files(*kept), planning_at(generator.drafts(cancel=run_cancel())):
            planned = remembered(generator.planner.plan(asked, previous=previous), last)
    except MayflyError as error:
        _raise_to_retry(error, tries)
        if reviewed:
            return {**update, **kept_under_review(state, error.to_dict())}
        return {**update, **_problem(error, state, asked, answered_now=holds_answer)}
    waiting = awaiting(planned, state) if update["under_review"] else {}
    return {**update, **waiting, "question": None, "attempts": [pack_attempt(planned)]}


def _plan_design(state: WorkflowState, generator: CADModelGenerator, *, own: bool) -> dict[str, Any]:
    """Return the update for a run that brings a design, edits of one or an undo, which need no planner."""
    update: dict[str, Any] = {**_BLANK, "asked": "", "intent": "make", "action": None, "question": None}
    update["under_review"] = under_review(state, own=own)
    stage_writer(request="")("planning")
    try:
        planned = plan_of_design(state, generator)
    except MayflyError as error:
        return {**update, "problem": error.to_dict()}
    waiting = awaiting(planned, state) if update["under_review"] else {}
    return {**update, **waiting, "attempts": [pack_attempt(planned)]}


@state_node
def repair(
    state: WorkflowState, *, generator: CADModelGenerator | None = None, tries: int = 1
) -> dict[str, Any]:
    """Ask the planner for a better plan after a failed build, but not for one of a design that came in.

    Reads ``asked`` and ``attempts``; adds a plan to ``attempts`` and clears
    ``problem``, or leaves both as they are when the planner has no other plan.
    ``tries`` is as for ``plan``.
    """
    attempts = state["attempts"]
    if not state["asked"] and attempts[-1]["plan"].get("design"):
        return {}
    try:
        better: Plan | None = (generator or get_generator()).repair(state["asked"], unpack_attempts(attempts))
    except MayflyError as error:
        _raise_to_retry(error, tries)
        return _problem(error, state, state["asked"])
    if better is None:
        return {}
    update: dict[str, Any] = {"attempts": [*attempts, pack_attempt(better)], "problem": None}
    return {**update, **awaiting(better, state)} if state.get("under_review") else update


def asked_for(state: Mapping[str, Any]) -> str:
    """Return the request: ``request`` where given, else the text of the last human message."""
    request = state.get("request")
    if request:
        return str(request)
    for message in reversed(state.get("messages") or []):
        if isinstance(message, BaseMessage) and message.type == "human":
            return str(message.text)
    return ""


def _wanted(state: WorkflowState, generator: CADModelGenerator) -> tuple[str, str]:
    """Return the request and what it asks for.

    While a question is open, a message that is not a complete request by itself is its answer,
    even if it comes as a new run instead of a resumption.
    """
    if state.get("clarified"):
        return state["asked"], "make"
    asked = asked_for(state)
    intent = state.get("action") or read_intent(asked)
    question = state.get("question")
    if not question or intent != "make" or not asked.strip() or stands_alone(asked):
        return asked, intent
    return answered(state, question, asked, generator=generator), intent


def unknown_action(action: object) -> dict[str, Any]:
    """Return the problem of an action that does not exist, as plain data."""
    return InvalidParameter(f"There is no action {action!r}. Actions: {', '.join(ACTIONS)}.").to_dict()


def _problem(
    error: MayflyError, state: Mapping[str, Any], asked: str, *, answered_now: bool = False
) -> dict[str, Any]:
    """Return the update for a problem; a question becomes the answer at once, before an interrupt."""
    problem = error.to_dict()
    if not asks({"problem": problem}):
        return {"problem": problem}
    return open_question(state, asked, problem, answered_now=answered_now)


def _raise_to_retry(error: MayflyError, tries: int) -> None:
    """Raise what the node's RetryPolicy will try again; not on the last try, when it becomes ``problem``."""
    if isinstance(error, ModelUnavailable) and tries > 1 and _this_try() < tries:
        raise error


def _this_try() -> int:
    """Return the number of this run of the node, from 1; a very large one where LangGraph does not count."""
    try:
        info = getattr(get_runtime(), "execution_info", None)  # new in LangGraph 1.1
    except (RuntimeError, KeyError):  # outside of a graph
        info = None
    return info.node_attempt if info else sys.maxsize
