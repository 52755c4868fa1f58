"""Limits of an agent's calls, and the approval of a person before it deletes.

It needs LangChain (the extra ``agent``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain.agents.middleware import (
    AgentMiddleware,
    HumanInTheLoopMiddleware,
    ModelCallLimitMiddleware,
    ToolCallLimitMiddleware,
    hook_config,
)
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from mayfly.middleware.approval import DELETES, DeleteApproval
from mayfly.tools.calls import MAKER


class RunLimit(ModelCallLimitMiddleware[Any, Any]):
    """Ends a run that goes on too long, with a message that lists what was made."""

    @hook_config(can_jump_to=["end"])
    def before_model(self, state: Any, runtime: Any) -> dict[str, Any] | None:
        """End the run where the limit is reached."""
        end = super().before_model(state, runtime)
        return end and {**end, "messages": [AIMessage(_ended(state["messages"], self.run_limit))]}

    @hook_config(can_jump_to=["end"])
    async def abefore_model(self, state: Any, runtime: Any) -> dict[str, Any] | None:
        """End the run where the limit is reached."""
        return self.before_model(state, runtime)


class CallLimit(ToolCallLimitMiddleware[Any, Any]):
    """Answers tool calls beyond the limit with an error; a class of ours, so that others may be added."""


def limits_and_approval(
    others: Sequence[AgentMiddleware[Any, Any, Any]], *, model_calls: int, tool_calls: int
) -> list[AgentMiddleware[Any, Any, Any]]:
    """Return the middleware that an agent gets besides its builder's, which goes before ours.

    Args:
        others: The builder's middleware. LangChain counts calls in one place for all limits, so a limit
            in it replaces ours; so does an approval for ``delete_temp_model``.
        model_calls: How often a run may call the chat model.
        tool_calls: How many tool calls a run may make.
    """
    chosen: list[AgentMiddleware[Any, Any, Any]] = []
    if not any(isinstance(other, ModelCallLimitMiddleware) for other in others):
        chosen.append(RunLimit(run_limit=model_calls))
    if not any(isinstance(other, ToolCallLimitMiddleware) and other.tool_name is None for other in others):
        chosen.append(CallLimit(run_limit=tool_calls))
    if not any(
        isinstance(other, HumanInTheLoopMiddleware) and DELETES in other.interrupt_on for other in others
    ):
        chosen.append(DeleteApproval())
    return chosen


def _ended(messages: Sequence[BaseMessage], limit: int | None) -> str:
    """Return a sentence that the limit ended the run, and what had been made before."""
    asked = max((i for i, message in enumerate(messages) if isinstance(message, HumanMessage)), default=-1)
    made = [
        message.artifact["model"]["name"]
        for message in messages[asked + 1 :]
        if isinstance(message, ToolMessage) and "model" in (message.artifact or {})
        if message.name == MAKER and message.status != "error"
    ]
    before = f"Made before that: {', '.join(made)}." if made else "Nothing was made."
    return f"I stopped here: one run has at most {limit} calls of the chat model. {before}"
