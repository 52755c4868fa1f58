"""The public calls of the cleanup service, each as a function of a service that has a model ``base.step``."""

from __future__ import annotations

import time
from collections.abc import Callable

from mayfly.cleanup.service import TempModelsCleanupService

INTERVAL_MINUTES = 0.5
ENSURE, RUN = "ensure a janitor", "start and stop"
Call = Callable[[TempModelsCleanupService], object]


def publish(models: TempModelsCleanupService) -> None:
    """Publish a model."""
    with models.partial() as partial:
        partial.path.write_text("x")
        partial.publish(f"m{time.monotonic_ns()}.step", report={"volume": 1.0}, recipe="r")


def lease(models: TempModelsCleanupService) -> None:
    """Read a model."""
    with models.lease("base.step") as stream:
        stream.read()


def delete(models: TempModelsCleanupService) -> None:
    """Register a model and delete it."""
    models.delete(register(models, f"d{time.monotonic_ns()}.step"))


def register(models: TempModelsCleanupService, name: str = "again.step") -> str:
    """Register a file, written just now."""
    path = models.temp_dir / name
    path.write_text("ISO-10303-21;")
    models.register_file(path)
    return name


def expire(models: TempModelsCleanupService) -> None:
    """Remove what was written just now and everything that earlier calls left."""
    (models.temp_dir / "old.step").write_text("ISO-10303-21;")
    models.sweep(now=time.time() + 2 * INTERVAL_MINUTES * 60)


def start_and_stop(models: TempModelsCleanupService) -> None:
    """Start the thread and stop it."""
    with models:
        pass


def use_another(models: TempModelsCleanupService) -> None:
    """Make a second service for the same directory, use it and stop it."""
    other = TempModelsCleanupService(models.temp_dir, INTERVAL_MINUTES, janitor=False)
    try:
        other.get_stats()
    finally:
        other.stop_cleanup_service()


def ensure_janitor(models: TempModelsCleanupService) -> None:
    """See to it that a janitor is started; a program that does nothing stands in for it."""
    models._launcher._next_try_at = 0.0
    models._launcher.ensure()
    models._launcher.reap()


CALLS: dict[str, Call] = {
    "get_stats": lambda models: models.get_stats(),
    "get_details": lambda models: models.get_details(),
    "sweep": lambda models: models.sweep(),
    "sweep (dry run)": lambda models: models.sweep(dry_run=True),
    "sweep (expired ones)": expire,
    "list_models": lambda models: models.list_models(),
    "get_model": lambda models: models.get_model("base.step"),
    "get_report": lambda models: models.get_report("base.step"),
    "made_from": lambda models: models.made_from("r"),
    "extend": lambda models: models.extend("base.step", 0.0001),
    "has_work": lambda models: models.has_work(),
    "register_file": register,
    "publish": publish,
    "lease": lease,
    "delete": delete,
    RUN: start_and_stop,
    "make, use and stop": use_another,
    ENSURE: ensure_janitor,
}
