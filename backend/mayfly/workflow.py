"""The workflow graph: request → plan → generate ⇄ repair → respond, the questions, and the cleanup node."""

from __future__ import annotations

from typing import Any

from langgraph.cache.base import BaseCache
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.store.base import BaseStore
from langgraph.types import Checkpointer, RetryPolicy

from mayfly import clarification, nodes
from mayfly.errors import ModelUnavailable, WorkshopBusy
from mayfly.generator import CADModelGenerator
from mayfly.graph_state.schemas import WorkflowContext, WorkflowInput, WorkflowOutput, WorkflowState
from mayfly.graph_state.state_node import state_node

PROVIDER_TRIES = RetryPolicy(initial_interval=1.0, max_attempts=3, retry_on=ModelUnavailable)
"""How often a chat model's provider is tried again."""

WORKSHOP_TRIES = RetryPolicy(
    initial_interval=0.5, backoff_factor=1.5, max_interval=5.0, max_attempts=60, retry_on=WorkshopBusy
)
"""How often a workshop with too many builds in line is tried again: for some five minutes."""


def build_workflow(
    checkpointer: Checkpointer = None,
    *,
    generator: CADModelGenerator | None = None,
    name: str = "cad_workflow",
    store: BaseStore | None = None,
    cache: BaseCache[Any] | None = None,
) -> CompiledStateGraph[Any, Any, Any, Any]:
    """Wire the nodes into a graph.

    Args:
        checkpointer: Where threads are remembered; none by default, since
            LangGraph Server brings its own. True for a graph within another one: it then
            remembers its own part of the other one's thread.
        generator: The generator to work on; the process's own if not given.
        name: What the graph is called, as a subgraph, a supervisor's worker or a subagent.
        store: LangGraph's long-term memory, for a planner of your own (``get_store()``).
        cache: LangGraph's cache of nodes. No node of the workflow has a cache policy, since an
            answer that outlives its model would name a file that is gone.

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
    plan = nodes.plan.bind(generator=generator, tries=tries, own=True)
    graph.add_node("plan", plan, retry_policy=PROVIDER_TRIES)
    graph.add_node("clarify", state_node(clarification.clarify).bind(generator=generator))
    graph.add_node("review", state_node(clarification.review).bind(generator=generator))
    graph.add_node("generate", nodes.generate.bind(generator=generator), retry_policy=WORKSHOP_TRIES)
    repair = nodes.repair.bind(generator=generator, tries=tries)
    graph.add_node("repair", repair, retry_policy=PROVIDER_TRIES)
    graph.add_node("cleanup", nodes.cleanup.bind(generator=generator))
    graph.add_node("respond", nodes.respond)
    graph.add_edge(START, "plan")
    graph.add_conditional_edges("plan", nodes.route_plan)
    graph.add_conditional_edges("clarify", clarification.route_clarify)
    graph.add_conditional_edges("review", clarification.route_review)
    graph.add_conditional_edges("generate", nodes.route_generate)
    graph.add_conditional_edges("repair", nodes.route_repair)
    graph.add_edge("cleanup", "respond")
    graph.add_edge("respond", END)
    compiled = graph.compile(checkpointer=checkpointer, store=store, cache=cache, name=name)
    return compiled.with_config(tags=["mayfly"])
