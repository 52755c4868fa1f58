"""Asks a person before a model is deleted, and reads the answer in any form that clients send.

It is LangChain's human-in-the-loop middleware with another reader of answers: the interrupt and its
decisions are the same. An answer that can't be read is asked for again, where LangChain's own raises
and the run is lost.
It needs LangChain (the extra ``agent``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from langchain.agents.middleware import HumanInTheLoopMiddleware, InterruptOnConfig
from langchain_core.messages import AIMessage, ToolCall, ToolMessage
from langgraph.types import interrupt

from mayfly.replies.reading import Reply, read_reply
from mayfly.replies.words import has_weight

DELETES: Final = "delete_temp_model"
_DESCRIPTION: Final = "This deletes a model before its time is up."
_DECISIONS: Final = ("approve", "reject")


class DeleteApproval(HumanInTheLoopMiddleware[Any, Any]):
    """Asks before ``delete_temp_model`` runs; each call of one message gets its own decision."""

    def __init__(self) -> None:
        """Ask for approval of the one tool that deletes a model before its deadline."""
        gate = InterruptOnConfig(allowed_decisions=["approve", "reject"], description=_DESCRIPTION)
        super().__init__({DELETES: gate})

    def after_model(self, state: Any, runtime: Any) -> dict[str, Any] | None:  # noqa: ARG002 - LangChain's
        """Interrupt for the calls that need approval, until the answer decides each of them."""
        messages = state["messages"]
        last = next((one for one in reversed(messages) if isinstance(one, AIMessage)), None)
        gated = [call for call in last.tool_calls if call["name"] == DELETES] if last else []
        if last is None or not gated:
            return None
        decided = _ask(gated)
        refusals = [
            _refusal(call, reply) for call, reply in zip(gated, decided, strict=True) if _refused(reply)
        ]
        return {"messages": [last, *refusals]}

    async def aafter_model(self, state: Any, runtime: Any) -> dict[str, Any] | None:
        """Interrupt as ``after_model`` does: nothing in it blocks."""
        return self.after_model(state, runtime)


def decisions_in(value: Any, calls: int) -> list[Reply] | None:
    """Return a decision for each call; None if the answer does not decide each of them.

    Args:
        value: What the run was resumed with.
        calls: How many calls wait. A single decision is for all of them.
    """
    pieces = _listed(value)
    replies = [read_reply(piece) for piece in pieces] if len(pieces) == calls else [read_reply(value)] * calls
    return replies if all(_is_clear(reply) for reply in replies) else None


def _ask(calls: Sequence[ToolCall]) -> list[Reply]:
    request: dict[str, Any] = {
        "action_requests": [
            {"name": call["name"], "args": call["args"], "description": _DESCRIPTION} for call in calls
        ],
        "review_configs": [{"action_name": DELETES, "allowed_decisions": list(_DECISIONS)} for _ in calls],
    }
    while True:
        decided = decisions_in(interrupt(request), len(calls))
        if decided is not None:
            return decided
        each = "" if len(calls) == 1 else f", for all or one for each of the {len(calls)}"
        request = {**request, "problem": f'That could not be read. Say "approve" or "reject"{each}.'}


def _listed(value: Any) -> Sequence[Any]:
    """Return the decisions of a list, or of ``{"decisions": [...]}``."""
    while isinstance(value, Mapping) and len(value) == 1:
        ((key, inner),) = value.items()
        if key not in {"decisions", "resume", "payload"}:
            break
        value = inner
    return value if isinstance(value, list | tuple) else [value]


def _is_clear(reply: Reply) -> bool:
    """Return whether a reply decides: a yes with a condition deletes nothing."""
    if reply.torn or reply.unread or reply.edited or reply.decision is None:
        return False
    return _refused(reply) or not has_weight(f"{reply.words} {reply.note}")


def _refused(reply: Reply) -> bool:
    return reply.decision in {"reject", "cancel"}


def _refusal(call: ToolCall, reply: Reply) -> ToolMessage:
    """Return the message that the model gets in place of the tool's result."""
    reason = reply.words or reply.note
    text = f"User rejected the tool call for `{call['name']}`"
    if reason:
        text = f"{text} with reason: {reason}"
    else:
        text = f"{text}. The tool was not executed. Do not retry this tool call unless the user asks for it."
    return ToolMessage(content=text, name=call["name"], tool_call_id=call["id"], status="error")
