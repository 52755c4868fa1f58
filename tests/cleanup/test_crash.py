"""Killed at any step: each system call of an operation gets a child process that dies right before it."""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mayfly.cleanup.directory.model_directory import ModelDirectory
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.errors import ModelNotFound
from tests.cleanup.kit import (
    MakeService,
    in_child,
    models_in,
    partials_in,
    publish,
    start_child,
    wait_child,
    write_model,
)

CONTENT = "ISO-10303-21;" + "x" * 100_000
HALF_AN_HOUR = 1801.0


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


def kill_at_each_step(
    prepare: Callable[[Path], Callable[[], None]], check: Callable[[Path], None], tmp_path: Path
) -> int:
    """Prepare, operate, die at the n-th step, check; for every n until the operation gets through."""
    step = 0
    while True:
        folder = tmp_path / f"killed-at-{step}"
        folder.mkdir()

        def die(folder: Path = folder, step: int = step) -> None:
            steps_of(prepare(folder), stop_before=step)

        code = in_child(die)
        assert code in {0, -signal.SIGKILL}
        check(folder)
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


def test_a_publisher_killed_at_any_step_leaves_a_whole_model_or_none(tmp_path: Path) -> None:
    def prepare(folder: Path) -> Callable[[], None]:
        service = service_on(folder)

        def operation() -> None:
            publish(service, "plate.step", CONTENT, ttl_minutes=60)

        return operation

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

    assert kill_at_each_step(prepare, check, tmp_path) > 30


def test_a_published_model_is_a_registered_one_wherever_its_publisher_was_killed(tmp_path: Path) -> None:
    def prepare(folder: Path) -> Callable[[], None]:
        service = service_on(folder)
        publish(service, "first.step")  # so that the index is there

        def operation() -> None:
            publish(service, "plate.step", report={"valid": True})

        return operation

    def check(folder: Path) -> None:
        service = service_on(folder)
        if "plate.step" in models_in(folder):
            assert service.get_model("plate.step").tracked
            assert service.get_report("plate.step") == {"valid": True}
            assert service.get_details()["registered_total"] == 2
            # Its half-written name goes at once, so that a later removal does not look like a change.
            assert (folder / "plate.step").stat().st_nlink == 1

    kill_at_each_step(prepare, check, tmp_path)


def test_a_registration_killed_at_any_step_loses_no_file_and_makes_none_immortal(tmp_path: Path) -> None:
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

    assert kill_at_each_step(prepare, check, tmp_path) > 30


@pytest.mark.parametrize("short_way", [False, True])
def test_a_sweep_killed_at_any_step_is_finished_by_the_next_and_each_removal_counts_once(
    tmp_path: Path, short_way: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if short_way:
        monkeypatch.setattr("mayfly.cleanup.sweep.CAREFUL_ROWS", 0)

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

    assert kill_at_each_step(prepare, check, tmp_path) > 30


def test_a_deletion_killed_at_any_step_happens_or_does_not(tmp_path: Path) -> None:
    def prepare(folder: Path) -> Callable[[], None]:
        service = service_on(folder)
        publish(service, "plate.step")
        publish(service, "other.step")

        def operation() -> None:
            service.delete("plate.step")

        return operation

    def check(folder: Path) -> None:
        service = service_on(folder)
        service.sweep()
        assert "other.step" in models_in(folder)
        if "plate.step" in models_in(folder):
            assert service.get_model("plate.step").expires_at > time.time() + 1700
        else:
            assert service.get_details()["removed_total"] == 1

    assert kill_at_each_step(prepare, check, tmp_path) > 10


def test_a_builder_killed_while_writing_leaves_a_partial_that_goes_after_its_grace(tmp_path: Path) -> None:
    folder = tmp_path / "models"

    def die() -> None:
        with service_on(folder).partial() as partial:
            partial.path.write_text("half a mo")
            os.kill(os.getpid(), signal.SIGKILL)

    assert in_child(die) == -signal.SIGKILL
    service = service_on(folder)
    service.sweep()
    assert len(partials_in(folder)) == 1  # it might still be written to
    assert models_in(folder) == set()
    service.sweep(now=time.time() + 601)
    assert partials_in(folder) == []


def test_whoever_is_killed_among_several_what_was_registered_was_removed_or_is_left(tmp_path: Path) -> None:
    folder = tmp_path / "models"

    def bustle() -> None:
        service = service_on(folder)
        for number in itertools.count():
            # Refused is what another one removed meanwhile.
            with contextlib.suppress(ModelNotFound):
                name = f"{os.getpid()}-{number}.step"
                publish(service, name, ttl_minutes=30 if number % 5 == 0 else 0.001)
            if number % 3 == 0:
                service.sweep()

    children = [start_child(bustle) for _ in range(3)]
    try:
        for _ in range(15):
            time.sleep(0.1)
            assert os.waitpid(children[0], os.WNOHANG) == (0, 0)  # still at work
            os.kill(children[0], signal.SIGKILL)
            assert wait_child(children.pop(0)) == -signal.SIGKILL
            children.append(start_child(bustle))
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            wait_child(child)
    service = service_on(folder)
    service.sweep()
    stats, details = service.get_stats(), service.get_details()
    assert stats["total_files"] == stats["tracked_files"] == len(models_in(folder)) > 0
    assert details["registered_total"] == details["removed_total"] + stats["total_files"]
    assert details["removed_total"] > 0
    assert_nothing_is_immortal(folder)


def test_a_publication_that_is_cut_off_after_it_has_its_name_is_a_registered_one(
    make_service: MakeService, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = ModelDirectory(folder)
    service = make_service(directory=directory)
    original = directory.publish

    def cut_off(partial: str, name: str) -> None:
        original(partial, name)
        raise KeyboardInterrupt

    monkeypatch.setattr(directory, "publish", cut_off)
    with pytest.raises(KeyboardInterrupt):
        publish(service, "a.step", ttl_minutes=10, report={"volume": 1.0})
    assert [model.tracked for model in service.list_models()] == [True]
    assert service.get_report("a.step") == {"volume": 1.0}
    assert service.get_stats()["tracked_files"] == 1
