"""What a generator uses unless it is given another: the shared workshop, the configured planner."""

from __future__ import annotations

from functools import lru_cache

from mayfly.cad.workshop import (
    Workshop,
)
from mayfly.planning.planner import Planner
from mayfly.settings import Settings, get_settings


@lru_cache(maxsize=1)
def shared_workshop() -> Workshop:
    """Return the one workshop of this process; it starts with its first build and ends with the process."""
    settings = get_settings()
    return Workshop(
        size=settings.workshop_size,
        queue_limit=settings.workshop_queue,
        build_timeout_seconds=settings.build_timeout_seconds,
        build_memory_mb=settings.build_memory_mb,
        unsafe_scripts=settings.unsafe_scripts,
    )


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
