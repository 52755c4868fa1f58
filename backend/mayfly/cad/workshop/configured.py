"""Make this process's workshop of the settings."""

from __future__ import annotations

from mayfly.cad.workshop.workshop import Workshop
from mayfly.settings import Settings


def configured_workshop(settings: Settings) -> Workshop:
    """Return a workshop with the limits that the settings name; nothing is started yet."""
    return Workshop(
        size=settings.workshop_size,
        queue_limit=settings.workshop_queue,
        build_timeout_seconds=settings.build_timeout_seconds,
        build_memory_mb=settings.build_memory_mb,
        unsafe_scripts=settings.unsafe_scripts,
    )
