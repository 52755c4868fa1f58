"""Nodes of LangGraph that can be called and awaited."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda

from mayfly.async_twins import awaited, has_twin
from mayfly.cad.workshop import in_own_thread
from mayfly.graph_state.schemas import WorkflowState

Update = dict[str, Any]


class TwoSided(RunnableLambda[Any, Update]):
    """A runnable with two sides that does not show up as a second run in traces and events.

    LangGraph puts a run around each node already; that of ``RunnableLambda`` would be a second one of
    the same name. A class that inherits has ``invoke`` and ``ainvoke``.
    """

    stream = Runnable.stream
    astream = Runnable.astream
    transform = Runnable.transform
    atransform = Runnable.atransform


class StateNode(TwoSided):
    """A function from a state to an update of it, and its asynchronous side.

    ``node(state)`` calls it. A graph that is used asynchronously awaits it, so that LangGraph's
    node timeouts work and a cancelled run ends what the node does. ``node.bind(generator=mine)``
    and ``functools.partial(node, generator=mine)`` bind arguments.
    """

    def __init__(self, run: Callable[..., Update]) -> None:
        """Make a node of a function.

        Args:
            run: The function. One in steps (``mayfly.async_twins``) is awaited by its twin, any other
                one runs in a thread.
        """
        self._awaited = awaited(run) if has_twin(run) else None
        super().__init__(run, self.ainvoke, name=run.__name__)
        functools.update_wrapper(self, run)

    def __reduce__(self) -> str:
        """Return the node's name in its module, by which it is pickled and copied like a function."""
        return str(self.func.__qualname__)

    def __call__(self, state: WorkflowState, **options: Any) -> Update:
        """Call the function."""
        update: Update = self.func(state, **options)
        return update

    def invoke(
        self,
        input: Any,
        config: RunnableConfig | None = None,  # noqa: ARG002 - Runnable's argument
        **kwargs: Any,
    ) -> Update:
        """Call the function as a runnable."""
        return self(input, **kwargs)

    async def ainvoke(
        self,
        input: Any,
        config: RunnableConfig | None = None,  # noqa: ARG002 - Runnable's argument
        **kwargs: Any,
    ) -> Update:
        """Await the function's asynchronous side."""
        if self._awaited is not None:
            return await self._awaited(input, **kwargs)
        return await in_own_thread(functools.partial(self, input, **kwargs))


state_node = StateNode
"""Decorator that makes a node of a function."""
