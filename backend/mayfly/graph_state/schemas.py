"""The state of the workflow graph: its input, its output, and what travels between its nodes.

Plain data and messages only, so that any checkpointer can store it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,  # pydantic wants this one before Python 3.12
)

from langchain_core.messages import AnyMessage
from pydantic import TypeAdapter
from typing_extensions import TypedDict

from mayfly.contracts import Note, Plan
from mayfly.graph_state.conversation import Conversation
from mayfly.planning.planner import Attempt

Action = Literal["make", "undo", "stats", "sweep", "list", "help", "about"]
Status = Literal["made", "needs_clarification", "stats", "swept", "listed", "help", "answered", "failed"]


class WorkflowInput(TypedDict, total=False):
    """What the graph takes: a request in words, a design, edits of one, or an action.

    Attributes:
        request: What is asked for, in words.
        messages: The same as a conversation; the last human message counts.
        design: Instead of a request, what to make as plain data (``mayfly.design``); no planner is asked.
        edits: What to change about ``design``, or about the thread's last model where no design is given, as
            plain data (``mayfly.design.edits``).
        action: What to do, where it is not left to the words; "undo" makes the design again that came before
            the thread's last one.
        dry_run: A sweep only reports what it would remove.
    """

    request: str
    messages: Annotated[list[AnyMessage], Conversation]
    design: dict[str, Any] | None
    edits: list[dict[str, Any]] | None
    action: Action | None
    dry_run: bool


class MayflyContext(TypedDict, total=False):
    """What a run's context can ask of Mayfly, in any graph.

    Attributes:
        review: Show each plan for approval before it is built; takes a checkpointer.
    """

    review: bool


class WorkflowContext(TypedDict, total=False):
    """What a run can be given besides its input.

    Attributes:
        mayfly: What is meant for Mayfly; also read from another graph's context.
        review: The same as ``mayfly``'s, short, for the workflow run by itself.
    """

    mayfly: MayflyContext
    review: bool


class WorkflowOutput(TypedDict):
    """What the graph answers; None where it does not apply.

    Attributes:
        status: What became of the request.
        answer: The same in words.
        model: What ``CADModelGenerator.generate_model`` returns.
        cleanup_stats: What ``Store.get_stats`` returns.
        sweep: What ``SweepReport.to_dict`` returns.
        messages: The conversation with the answer in it, if there is one: messages came in.
    """

    status: Status
    answer: str
    model: dict[str, Any] | None
    cleanup_stats: dict[str, Any] | None
    sweep: dict[str, Any] | None
    messages: NotRequired[Annotated[list[AnyMessage], Conversation]]


class WorkflowState(WorkflowInput, total=False):
    """What travels between the nodes.

    Attributes:
        asked: The request, wherever it came from.
        intent: What it asks for.
        attempts: The plans of this request and what became of each, newest last.
        previous: The last attempt that was published in this thread.
        made: Where that model is: ``name``, ``step_path``, ``model_url`` and ``expires_at``.
        problem: Why it stopped, as ``MayflyError.to_dict`` gives it.
        question: The open question: ``asked``, the request so far, and its ``problem``.
        clarified: ``asked`` holds the person's answer to a question and is to be planned.
        under_review: Each plan of this request is shown before it is built.
        reply: What the person said about the plan under review, where it came as a new run.
        reviewed: The plan under review that ``asked`` changes.
        remark: A change of the plan under review that could not be planned: ``asked``, its words,
            and ``problem``, why.
    """

    asked: str
    intent: Action
    attempts: list[dict[str, Any]]
    previous: dict[str, Any] | None
    made: dict[str, Any] | None
    problem: dict[str, Any] | None
    question: dict[str, Any] | None
    clarified: bool
    under_review: bool
    reply: str | None
    reviewed: dict[str, Any] | None
    remark: dict[str, Any] | None
    status: Status
    answer: str
    model: dict[str, Any] | None
    cleanup_stats: dict[str, Any] | None
    sweep: dict[str, Any] | None


_ATTEMPT = TypeAdapter(Attempt)


def pack_attempt(
    plan: Plan, report: Mapping[str, Any] | None = None, error: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Turn an attempt into plain data for the state."""
    attempt = Attempt(plan=plan, report=report, error=error)
    packed: dict[str, Any] = _ATTEMPT.dump_python(attempt, mode="json", exclude={"plan": {"files"}})
    return packed


def unpack_attempt(packed: Mapping[str, Any]) -> Attempt:
    """Turn the state's plain data back into an attempt.

    Raises:
        pydantic.ValidationError: The data is not that of an attempt.
    """
    plan = packed.get("plan") if isinstance(packed, Mapping) else None  # it may come from anywhere
    said = plan.get("assumptions") if isinstance(plan, Mapping) else None
    if isinstance(plan, Mapping) and isinstance(said, list | tuple):  # version 1 kept the sentences
        notes = [Note(each) if isinstance(each, str) else each for each in said]
        packed = {**packed, "plan": {**plan, "assumptions": notes}}
    return _ATTEMPT.validate_python(packed)


def unpack_attempts(packed: Sequence[Mapping[str, Any]] | None) -> list[Attempt]:
    """Turn a list of the state's plain data back into attempts."""
    return [unpack_attempt(item) for item in packed or ()]
