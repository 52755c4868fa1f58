"""The workflow graph: request → plan → generate ⇄ repair → respond, and the cleanup node."""

from __future__ import annotations

from functools import partial
from typing import Any

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import Checkpointer

from mayfly import nodes
from mayfly.generator import CADModelGenerator
from mayfly.state import WorkflowInput, WorkflowOutput, WorkflowState


def build_workflow(
    checkpointer: Checkpointer = None, *, generator: CADModelGenerator | None = None
) -> CompiledStateGraph[Any, Any, Any, Any]:
    """Wire the nodes into a graph.

    Args:
        checkpointer: Where threads are remembered; none by default, since
            LangGraph Server brings its own.
        generator: The generator to work on; the process's own if not given.

    Returns:
        The compiled graph. It takes ``WorkflowInput``, answers ``WorkflowOutput``.
    """
    graph = StateGraph(WorkflowState, input_schema=WorkflowInput, output_schema=WorkflowOutput)
    graph.add_node("plan", partial(nodes.plan, generator=generator))
    graph.add_node("generate", partial(nodes.generate, generator=generator))
    graph.add_node("repair", partial(nodes.repair, generator=generator))
    graph.add_node("cleanup", partial(nodes.cleanup, generator=generator))
    graph.add_node("respond", nodes.respond)
    graph.add_edge(START, "plan")
    graph.add_conditional_edges("plan", nodes.route_plan)
    graph.add_conditional_edges("generate", nodes.route_generate)
    graph.add_conditional_edges("repair", nodes.route_repair)
    graph.add_edge("cleanup", "respond")
    graph.add_edge("respond", END)
    return graph.compile(checkpointer=checkpointer, name="cad_workflow").with_config(tags=["mayfly"])
