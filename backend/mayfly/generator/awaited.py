"""An awaited build: it ends with its task, and leaves no model of a cancelled task behind.

The work is that of the generator's blocking methods. A build that waits for a place at the
workshop takes no thread; one that runs has a thread of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from mayfly.cad.workshop import CancelToken, Client, in_own_thread, run_cancellable, thread_turn
from mayfly.contracts import Plan
from mayfly.errors import MayflyError

if TYPE_CHECKING:
    from mayfly.generator import CADModelGenerator, Progress

Model = dict[str, Any]
Published = TypeVar("Published", Model, Model | None)


async def build_awaited(
    generator: CADModelGenerator,
    plan: Plan,
    *,
    on_progress: Progress | None,
    cancel: CancelToken | None,
    client: Client,
) -> Model:
    """Build, inspect, publish and register one plan; as ``CADModelGenerator.build_plan``."""
    token = cancel or CancelToken()
    async with thread_turn():
        model = await _withdrawn_if_cancelled(
            generator, lambda: generator.copy_plan(plan, on_progress=on_progress, cancel=token), token
        )
    if model is not None:
        return model
    workshop = await in_own_thread(lambda: generator.workshop)
    async with workshop.place(client, trusted=plan.trusted, cancel=token) as held:
        return await _withdrawn_if_cancelled(
            generator,
            lambda: generator.build_plan(plan, on_progress=on_progress, cancel=token, client=held),
            token,
        )


async def _withdrawn_if_cancelled(
    generator: CADModelGenerator, work: Callable[[], Published], token: CancelToken
) -> Published:
    """Await what may publish a model; if the task is cancelled, delete what was published all the same."""
    published: list[str] = []

    def working(_: CancelToken) -> Published:
        model = work()
        if model is not None:
            published.append(model["name"])
        return model

    try:
        return await run_cancellable(working, cancel=token)
    except asyncio.CancelledError:
        for name in published:
            await in_own_thread(partial(_withdraw, generator, name))
        raise


def _withdraw(generator: CADModelGenerator, name: str) -> None:
    """Delete a model whose name nobody was told; what can't be deleted now goes at its deadline."""
    with contextlib.suppress(MayflyError):
        generator.cleanup_service.delete(name)
