"""A node with two sides: a function that can be called, and one that can be awaited."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from typing import Any, overload

from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda

from mayfly.cad.workshop import in_own_thread
from mayfly.graph_state.schemas import WorkflowState

Update = dict[str, Any]
Run = Callable[..., Update]
AwaitedRun = Callable[..., Awaitable[Update]]


class TwoSided(RunnableLambda[Any, Update]):
    """What LangGraph can call and await, without a run of its own in traces and events.

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

    def __init__(self, run: Run, awaited: AwaitedRun | None = None) -> None:
        """Join the two sides; without an asynchronous one the function runs in a thread of its own.

        Args:
            run: The function.
            awaited: The same, awaited.
        """
        self._awaited = awaited
        super().__init__(run, self.ainvoke, name=run.__name__)
        functools.update_wrapper(self, run)

    def __reduce__(self) -> str:
        """Pickle and copy it as a function is: by its name in its module."""
        return str(self.func.__qualname__)

    def __call__(self, state: WorkflowState, **options: Any) -> Update:
        """Call the function."""
        update: Update = self.func(state, **options)
        return update

    def invoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Update:
        """Call the function as a runnable."""
        return self(input, **kwargs)

    async def ainvoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Update:
        """Await the function's asynchronous side."""
        if self._awaited is not None:
            return await self._awaited(input, **kwargs)
        return await in_own_thread(functools.partial(self, input, **kwargs))


@overload
def state_node(run: Run) -> StateNode: ...


@overload
def state_node(*, awaited: AwaitedRun) -> Callable[[Run], StateNode]: ...


def state_node(
    run: Run | None = None, *, awaited: AwaitedRun | None = None
) -> StateNode | Callable[[Run], StateNode]:
    """Make a node of a function; a decorator, bare or with the asynchronous side."""
    return StateNode(run, awaited) if run is not None else lambda run: StateNode(run, awaited)
