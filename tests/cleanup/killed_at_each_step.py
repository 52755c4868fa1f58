"""Kills an operation at each of its steps: each system call gets a child process that dies right before it.

A program of its own, ``python -m tests.cleanup.killed_at_each_step CASE FOLDER``, that imports the cleanup
service alone: it forks some hundred children, and each fork copies the page tables of the process that it is
made from. It writes how many steps the operation has.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from mayfly.cleanup import sweep
from mayfly.cleanup.service import TempModelsCleanupService
from tests.cleanup.kit import in_child, models_in, partials_in, publish, write_model

CONTENT = "ISO-10303-21;" + "x" * 100_000
HALF_AN_HOUR = 1801.0


class Case(NamedTuple):
    """An operation to kill.

    Attributes:
        prepare: Makes what it works on, and returns it.
        check: Looks at what is left of it.
    """

    prepare: Callable[[Path], Callable[[], None]]
    check: Callable[[Path], None]


def steps_of(operation: Callable[[], None], stop_before: int | None) -> int:
    """Run an operation, counting its calls to the kernel and to SQLite; die before the given one."""
    count = 0

    def on_call(frame: object, event: str, function: object) -> None:
        nonlocal count
        if event != "c_call":
            return
        module = getattr(function, "__module__", None)
        of_sqlite = type(getattr(function, "__self__", None)).__module__ == "sqlite3"
        if module not in {"posix", "fcntl"} and not of_sqlite:
            return
        if count == stop_before:
            os.kill(os.getpid(), signal.SIGKILL)
        count += 1

    sys.setprofile(on_call)
    try:
        operation()
    finally:
        sys.setprofile(None)
    return count


def kill_at_each_step(case: Case, top: Path) -> int:
    """Prepare, operate, die at the n-th step, check; for every n until the operation gets through."""
    step = 0
    while True:
        folder = top / f"killed-at-{step}"
        folder.mkdir()

        def die(folder: Path = folder, step: int = step) -> None:
            steps_of(case.prepare(folder), stop_before=step)

        code = in_child(die)
        assert code in {0, -signal.SIGKILL}
        case.check(folder)
        if code == 0:
            return step
        step += 1


def service_on(folder: Path) -> TempModelsCleanupService:
    return TempModelsCleanupService(folder, janitor=False)


def assert_nothing_is_immortal(folder: Path) -> None:
    """Half an hour on, everything is gone: models, half-written files, files on their way out."""
    service = service_on(folder)
    service.sweep(now=time.time() + HALF_AN_HOUR)
    assert models_in(folder) == set()
    assert partials_in(folder) == []
    assert list((folder / ".mayfly" / "trash").iterdir()) == []
    assert service.get_stats()["total_files"] == 0


def publisher() -> Case:
    """Publish a model: it is whole, or not there."""

    def prepare(folder: Path) -> Callable[[], None]:
        service = service_on(folder)
        return lambda: _published(service, "plate.step", CONTENT, ttl_minutes=60)

    def check(folder: Path) -> None:
        if (folder / "plate.step").exists():
            assert (folder / "plate.step").read_text() == CONTENT
        service = service_on(folder)
        seen = models_in(folder)
        assert service.sweep().removed == ()
        assert models_in(folder) == seen
        assert [model.name for model in service.list_models()] == sorted(seen)
        service.sweep(now=time.time() + 2 * HALF_AN_HOUR)
        assert_nothing_is_immortal(folder)

    return Case(prepare, check)


def registered_publisher() -> Case:
    """Publish a model with its report: if it is there, it is registered."""

    def prepare(folder: Path) -> Callable[[], None]:
        service = service_on(folder)
        publish(service, "first.step")  # so that the index is there
        return lambda: _published(service, "plate.step", report={"valid": True})

    def check(folder: Path) -> None:
        service = service_on(folder)
        if "plate.step" in models_in(folder):
            assert service.get_model("plate.step").tracked
            assert service.get_report("plate.step") == {"valid": True}
            assert service.get_details()["registered_total"] == 2
            # Its half-written name goes at once, so that a later removal does not look like a change.
            assert (folder / "plate.step").stat().st_nlink == 1

    return Case(prepare, check)


def registration() -> Case:
    """Register a file: it is not lost, and not immortal."""

    def prepare(folder: Path) -> Callable[[], None]:
        path = write_model(folder, "plate.step", CONTENT)

        def operation() -> None:
            service_on(folder).register_file(path)

        return operation

    def check(folder: Path) -> None:
        service = service_on(folder)
        assert service.sweep().removed == ()
        assert [model.name for model in service.list_models()] == ["plate.step"]
        assert_nothing_is_immortal(folder)

    return Case(prepare, check)


def careful_sweep() -> Case:
    """Sweep two models that are due: the next sweep finishes it, and each removal counts once."""

    def prepare(folder: Path) -> Callable[[], None]:
        service = service_on(folder)
        for number in range(2):
            service.register_file(write_model(folder, f"old-{number}.step"), ttl_minutes=1e-6)
        service.register_file(write_model(folder, "young.step"))
        time.sleep(0.001)

        def operation() -> None:
            service.sweep()

        return operation

    def check(folder: Path) -> None:
        service = service_on(folder)
        service.sweep()
        assert models_in(folder) == {"young.step"}
        details = service.get_details()
        assert details["removed_total"] == 2
        assert sorted(entry["name"] for entry in details["history"]) == ["old-0.step", "old-1.step"]
        assert service.get_stats()["tracked_files"] == 1
        assert_nothing_is_immortal(folder)

    return Case(prepare, check)


def quick_sweep() -> Case:
    """Sweep the way that is taken where many models are due."""
    sweep.CAREFUL_ROWS = 0  # type: ignore[misc]
    return careful_sweep()


def deletion() -> Case:
    """Delete a model: it happens, or it does not."""

    def prepare(folder: Path) -> Callable[[], None]:
        service = service_on(folder)
        publish(service, "plate.step")
        publish(service, "other.step")
        return lambda: service.delete("plate.step") and None

    def check(folder: Path) -> None:
        service = service_on(folder)
        service.sweep()
        assert "other.step" in models_in(folder)
        if "plate.step" in models_in(folder):
            assert service.get_model("plate.step").expires_at > time.time() + 1700
        else:
            assert service.get_details()["removed_total"] == 1

    return Case(prepare, check)


CASES = {
    case.__name__: case
    for case in (publisher, registered_publisher, registration, careful_sweep, quick_sweep, deletion)
}


def _published(
    service: TempModelsCleanupService, name: str, text: str = "ISO-10303-21;", **options: object
) -> None:
    publish(service, name, text, **options)


if __name__ == "__main__":
    sys.stdout.write(str(kill_at_each_step(CASES[sys.argv[1]](), Path(sys.argv[2]))))
