"""LangGraph nodes to put into any graph: plan, generate, repair, cleanup, respond.

Each is a function from the state to an update of it, with an asynchronous side that a graph
awaits when it is used asynchronously. They work on the process's generator (``mayfly.app``);
``node.bind(generator=mine)`` or ``functools.partial`` bind another. ``mapped`` puts any of
them, or the whole workflow, on another graph's state. The two nodes that wait for a person
are in ``mayfly.clarification``.
"""

from mayfly.graph_state.mapping import mapped
from mayfly.graph_state.progress import stage_writer
from mayfly.graph_state.schemas import WorkflowOutput
from mayfly.nodes.answering import cleanup, respond
from mayfly.nodes.building import generate
from mayfly.nodes.planning import asked_for, plan, repair
from mayfly.nodes.routes import route_generate, route_plan, route_repair

__all__ = [
    "WorkflowOutput",
    "asked_for",
    "cleanup",
    "generate",
    "mapped",
    "plan",
    "repair",
    "respond",
    "route_generate",
    "route_plan",
    "route_repair",
    "stage_writer",
]
