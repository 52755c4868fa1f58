"""The workflow graph: request → plan → generate ⇄ repair → respond, the questions, and the cleanup node."""

from __future__ import annotations

from functools import partial
from typing import Any

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import Checkpointer, RetryPolicy

from mayfly import dialogue, nodes
from mayfly.errors import ModelUnavailable
from mayfly.generator import CADModelGenerator
from mayfly.state import WorkflowContext, WorkflowInput, WorkflowOutput, WorkflowState

PROVIDER_TRIES = RetryPolicy(initial_interval=1.0, max_attempts=3, retry_on=ModelUnavailable)
"""How often a chat model's provider is tried again; nothing else that fails gets better by itself."""


def build_workflow(
    checkpointer: Checkpointer = None, *, generator: CADModelGenerator | None = None
) -> CompiledStateGraph[Any, Any, Any, Any]:
    """Wire the nodes into a graph.

    Args:
        checkpointer: Where threads are remembered; none by default, since
            LangGraph Server brings its own.
        generator: The generator to work on; the process's own if not given.

    Returns:
        The compiled graph. It takes ``WorkflowInput``, answers ``WorkflowOutput``. With a
        checkpointer a question interrupts it, and ``Command(resume=...)`` answers.
    """
    tries = PROVIDER_TRIES.max_attempts
    graph = StateGraph(
        WorkflowState,
        input_schema=WorkflowInput,
        output_schema=WorkflowOutput,
        context_schema=WorkflowContext,
    )
    graph.add_node("plan", partial(nodes.plan, generator=generator, tries=tries), retry_policy=PROVIDER_TRIES)
    graph.add_node("clarify", partial(dialogue.clarify, generator=generator))
    graph.add_node("review", partial(dialogue.review, generator=generator))
    graph.add_node("generate", partial(nodes.generate, generator=generator))
    graph.add_node(
        "repair", partial(nodes.repair, generator=generator, tries=tries), retry_policy=PROVIDER_TRIES
    )
    graph.add_node("cleanup", partial(nodes.cleanup, generator=generator))
    graph.add_node("respond", nodes.respond)
    graph.add_edge(START, "plan")
    graph.add_conditional_edges("plan", nodes.route_plan)
    graph.add_conditional_edges("clarify", dialogue.route_clarify)
    graph.add_conditional_edges("review", dialogue.route_review)
    graph.add_conditional_edges("generate", nodes.route_generate)
    graph.add_conditional_edges("repair", nodes.route_repair)
    graph.add_edge("cleanup", "respond")
    graph.add_edge("respond", END)
    return graph.compile(checkpointer=checkpointer, name="cad_workflow").with_config(tags=["mayfly"])
