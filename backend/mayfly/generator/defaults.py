"""What a generator uses unless it is given another: the shared workshop, the configured planner."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from mayfly.cad.workshop import (
    Workshop,
)
from mayfly.cleanup.service import TempModelsCleanupService
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


def default_service(
    settings: Settings, temp_dir: str | Path | None, interval_minutes: float | None
) -> TempModelsCleanupService:
    """Return a cleanup service that is not started; the settings fill in what is not given.

    Raises:
        InvalidLifetime: The interval makes no sense.
        StorageError: The directory can't be made or used.
    """
    return TempModelsCleanupService(
        settings.temp_dir if temp_dir is None else temp_dir,
        settings.cleanup_interval_minutes if interval_minutes is None else interval_minutes,
        janitor=settings.janitor == "on",
        storage_mb=settings.storage_mb,
    )
