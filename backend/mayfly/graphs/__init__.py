"""What a langgraph.json of your own names: ``mayfly.graphs:cad_workflow``, ``:cad_agent`` and ``:auth``.

Each is built when it is first imported, so importing the package needs neither LangChain
(``cad_agent``) nor a setting. No checkpointer is compiled in, since LangGraph Server brings its
own. ``mayfly.graphs.retention`` deletes conversations when their models are gone.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from langgraph.graph.state import CompiledStateGraph
    from langgraph_sdk import Auth

    cad_workflow: CompiledStateGraph[Any, Any, Any, Any]
    cad_agent: CompiledStateGraph[Any, Any, Any, Any]
    auth: Auth

__all__ = ["auth", "cad_agent", "cad_workflow"]


def __getattr__(name: str) -> Any:
    """Build a graph or the auth when it is first imported.

    Raises:
        ImportError: An optional dependency is not installed.
        PlanningError: The chat model that ``MAYFLY_MODEL`` names can't be used.
    """
    if name == "cad_workflow":
        from mayfly.workflow import build_workflow

        built: Any = build_workflow()
    elif name == "cad_agent":
        from mayfly.agent import build_agent

        built = build_agent()
    elif name == "auth":
        from mayfly.graphs.access import auth as built
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = built
    return built


def __dir__() -> list[str]:
    """List these names, too, built or not."""
    return sorted({*globals(), *__all__})


def _served() -> set[str]:
    """Return the names that LangGraph Server will look up here.

    It reads graphs from the module's dictionary, without ``__getattr__``. The environment
    says which ones it serves.
    """
    try:
        served: dict[str, Any] = json.loads(os.environ.get("LANGSERVE_GRAPHS") or "{}")
    except ValueError:  # the server reports it
        return set()
    paths = [graph.get("path") if isinstance(graph, dict) else graph for graph in served.values()]
    modules = [str(path).rpartition(":") for path in paths]
    return {name for module, _, name in modules if module == __name__} & set(__all__)


for _name in _served():
    __getattr__(_name)
