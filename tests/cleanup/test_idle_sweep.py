"""A sweep that follows one with nothing to do writes nothing, and misses nothing for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mayfly.cleanup.index.connection import Index
from mayfly.cleanup.service import TempModelsCleanupService
from tests.cleanup.kit import MakeService, MovableClock, models_in, publish, write_model


@pytest.fixture
def idle(make_service: MakeService, clock: MovableClock) -> TempModelsCleanupService:
    """A service whose last sweeps found nothing due."""
    service = make_service(clock=clock)
    publish(service, "a.step", ttl_minutes=60)
    for _ in range(3):
        assert service.sweep().kept == 1
    return service


def test_it_writes_nothing(idle: TempModelsCleanupService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Index, "write", lambda *_, **__: pytest.fail("the index was written"))
    monkeypatch.setattr(Index, "shrink", lambda *_: pytest.fail("its room was looked at"))
    report = idle.sweep()
    assert (report.removed, report.kept) == ((), 1)
    assert report.next_deadline is not None


def test_what_becomes_due_goes(idle: TempModelsCleanupService, clock: MovableClock) -> None:
    clock.pass_time(3601)
    assert idle.sweep().removed == ("a.step",)


def test_what_another_process_registers_goes_in_its_time(
    idle: TempModelsCleanupService, make_service: MakeService, clock: MovableClock, folder: Path
) -> None:
    other = make_service(clock=clock)
    other.register_file(write_model(folder, "b.step"), ttl_minutes=1)
    assert idle.sweep().kept == 2
    assert idle.sweep().kept == 2
    clock.pass_time(61)
    assert idle.sweep().removed == ("b.step",)
    assert models_in(folder) == {"a.step"}


def test_what_another_process_removes_is_not_counted_any_more(
    idle: TempModelsCleanupService, make_service: MakeService, clock: MovableClock
) -> None:
    make_service(clock=clock).delete("a.step")
    report = idle.sweep()
    assert (report.kept, report.next_deadline) == (0, None)


def test_what_could_not_be_removed_is_tried_again(
    idle: TempModelsCleanupService, clock: MovableClock, folder: Path
) -> None:
    (folder / "a.step").unlink()
    (folder / "a.step").mkdir()
    (folder / "a.step" / "in the way").touch()
    publish(idle, "b.step", ttl_minutes=1)
    idle.sweep()
    clock.pass_time(61)
    assert idle.sweep().removed == ("b.step",)


def test_a_step_of_the_wall_clock_counts(idle: TempModelsCleanupService, clock: MovableClock) -> None:
    clock.wall_shift += 7200
    assert idle.sweep().removed == ()  # the deadline is told on the boot clock
    clock.boot_shift += 3601
    assert idle.sweep().removed == ("a.step",)
