"""What a generator uses unless it is given another: the shared workshop, the configured planner."""

from __future__ import annotations

from functools import lru_cache

from mayfly.cad.workshop import Builder, configured_workshop
from mayfly.planning.planner import Planner
from mayfly.settings import Settings, get_settings


@lru_cache(maxsize=1)
def shared_workshop() -> Builder:
    """Return what builds for this process; it starts with its first build and ends with the process.

    Raises:
        StorageError: Workers are to build, but no store is named that they share.
    """
    return configured_builder(get_settings())


def configured_builder(settings: Settings) -> Builder:
    """Return what the settings ask for: a workshop of this process, or the workers that share its store.

    Raises:
        StorageError: Workers are to build, but no store is named that they share.
    """
    if settings.workers == "on":
        from mayfly.workers.configured import remote_workshop

        return remote_workshop(settings)
    return configured_workshop(settings)


def default_planner(settings: Settings) -> Planner:
    """Return the planner that the settings ask for.

    Raises:
        PlanningError: The named chat model can't be made (package, provider, key).
    """
    if settings.model is not None:
        from mayfly.planning.chat import ChatPlanner, Limits

        limits = Limits(tokens=settings.model_tokens, seconds=settings.model_seconds)
        return ChatPlanner(settings.model, limits=limits, look=settings.model_look)
    from mayfly.planning.rules import RulesPlanner

    return RulesPlanner()
