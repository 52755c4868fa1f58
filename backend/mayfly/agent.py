"""The agent: a chat model with Mayfly's tools, within limits, asking before it deletes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from mayfly.offline_model import OfflineChatModel
from mayfly.planning.chat_models import load_model
from mayfly.settings import get_settings
from mayfly.tools import MayflyToolkit

if TYPE_CHECKING:
    from langchain.agents.middleware import AgentMiddleware
    from langgraph.graph.state import CompiledStateGraph
    from langgraph.types import Checkpointer

    from mayfly.generator import CADModelGenerator

SYSTEM_PROMPT = """\
You make STEP files of mechanical parts with the tools, and look after them. Lengths are in mm.
Pass the person's sizes on unchanged, and invent none. When a tool asks a question (needs_clarification),
ask the person and wait. Report what the tool measured and assumed, and when the file will be deleted.
Delete a model only when the person asks for it."""

MAX_MODEL_CALLS = 15
"""Model calls in one run; the agent then ends with a message that says so."""

MAX_TOOL_CALLS = 12
"""Tool calls in one run; further ones are answered with an error."""

MODEL_TIMEOUT_SECONDS = 120.0
"""Limit of one request to a chat model's provider."""


def build_agent(
    model: str | BaseChatModel | None = None,
    checkpointer: Checkpointer = None,
    *,
    generator: CADModelGenerator | None = None,
) -> CompiledStateGraph[Any, Any, Any, Any]:
    """Build the agent's graph. It takes and answers ``messages``.

    Before ``delete_temp_model`` it interrupts and waits for a decision; that needs a
    checkpointer, here or from LangGraph Server.

    Args:
        model: A chat model, or its name as ``provider:name``; ``MAYFLY_MODEL`` if not
            given, and without that the offline model, which needs no key.
        checkpointer: Where threads are remembered; none by default, since LangGraph
            Server brings its own.
        generator: The generator that the tools work on; the process's own if not given.

    Raises:
        ImportError: The optional dependency ``langchain`` is not installed.
        PlanningError: The named model's provider is unknown or not installed, or has no key.
    """
    try:
        from langchain.agents import create_agent
        from langchain.agents.middleware import (
            HumanInTheLoopMiddleware,
            InterruptOnConfig,
            ToolCallLimitMiddleware,
        )
    except ModuleNotFoundError as error:
        raise ImportError("the agent needs LangChain: pip install 'mayfly-cad[agent]'") from error
    approval = InterruptOnConfig(
        allowed_decisions=["approve", "reject"], description="This deletes a model before its time is up."
    )
    middleware: list[AgentMiddleware[Any, Any, Any]] = [
        _run_limit(),
        ToolCallLimitMiddleware(run_limit=MAX_TOOL_CALLS),
        HumanInTheLoopMiddleware({"delete_temp_model": approval}),
    ]
    agent = create_agent(
        _chat_model(model),
        MayflyToolkit(generator=generator).get_tools(),
        system_prompt=SYSTEM_PROMPT,
        middleware=middleware,
        checkpointer=checkpointer,
        name="cad_agent",
    )
    return agent.with_config(tags=["mayfly"])


def _run_limit() -> AgentMiddleware[Any, Any, Any]:
    """Give the limit of model calls, which tells the person what was made before the run ended."""
    from langchain.agents.middleware import ModelCallLimitMiddleware, hook_config

    class RunLimit(ModelCallLimitMiddleware[Any, Any]):
        """Ends a run that goes on too long."""

        @hook_config(can_jump_to=["end"])
        def before_model(self, state: Any, runtime: Any) -> dict[str, Any] | None:
            """End the run where the limit is reached."""
            end = super().before_model(state, runtime)
            return end and {**end, "messages": [AIMessage(_ended(state["messages"]))]}

        @hook_config(can_jump_to=["end"])
        async def abefore_model(self, state: Any, runtime: Any) -> dict[str, Any] | None:
            """End the run where the limit is reached."""
            return self.before_model(state, runtime)

    return RunLimit(run_limit=MAX_MODEL_CALLS)


def _ended(messages: Sequence[BaseMessage]) -> str:
    """Say that the limit ended the run, and what had been made by then."""
    asked = max((i for i, message in enumerate(messages) if isinstance(message, HumanMessage)), default=-1)
    made = [
        message.artifact["model"]["name"]
        for message in messages[asked + 1 :]
        if isinstance(message, ToolMessage) and "model" in (message.artifact or {})
        if message.name == "generate_step_model" and message.status != "error"
    ]
    told = f"Made before that: {', '.join(made)}." if made else "Nothing was made."
    return f"I stopped here: one run has at most {MAX_MODEL_CALLS} calls of the chat model. {told}"


def _chat_model(model: str | BaseChatModel | None) -> BaseChatModel:
    """Give the agent's chat model: the one given, the one of ``MAYFLY_MODEL``, or the offline one."""
    if isinstance(model, BaseChatModel):
        return model
    name = model or get_settings().model
    return load_model(name, timeout_seconds=MODEL_TIMEOUT_SECONDS) if name else OfflineChatModel()
