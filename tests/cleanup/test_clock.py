"""Steps of the wall clock, suspends and restarts of the machine delete nothing early."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from mayfly.cleanup.clock import SystemClock
from tests.cleanup.kit import MakeService, MovableClock, models_in, publish, write_model

HOUR = 3600.0


@pytest.mark.parametrize("step", [HOUR, -HOUR, 24 * HOUR, -24 * HOUR])
def test_a_step_of_the_wall_clock_moves_no_deadline(
    make_service: MakeService, clock: MovableClock, step: float
) -> None:
    service = make_service(clock=clock)
    publish(service, "a.step")
    clock.wall_shift += step
    assert service.sweep().removed == ()
    assert service.get_model("a.step").expires_at == pytest.approx(clock.wall() + 1800, abs=1)
    clock.pass_time(1795)
    assert service.sweep().removed == ()
    clock.pass_time(6)
    assert service.sweep().removed == ("a.step",)


@pytest.mark.parametrize("step", [HOUR, -HOUR])
def test_a_strangers_file_made_just_before_a_step_is_not_taken_for_old(
    make_service: MakeService, clock: MovableClock, folder: Path, step: float
) -> None:
    service = make_service(clock=clock)
    service.sweep()
    write_model(folder, "a.step")
    clock.wall_shift += step
    assert service.sweep().removed == ()
    clock.pass_time(1801)
    assert service.sweep().removed == ("a.step",)


def test_a_step_while_no_service_ran_does_not_make_a_young_file_old(
    make_service: MakeService, clock: MovableClock, folder: Path
) -> None:
    make_service(clock=clock).sweep()
    write_model(folder, "a.step")
    clock.wall_shift += HOUR
    late = make_service(clock=clock)
    late.register_file(write_model(folder, "b.step"))  # the first to see the step is no look
    assert late.sweep().removed == ()
    assert models_in(folder) == {"a.step", "b.step"}


def test_a_file_rewritten_before_a_step_is_not_taken_for_old(
    make_service: MakeService, clock: MovableClock, folder: Path
) -> None:
    clock.pass_time(-1790)
    service = make_service(clock=clock)
    publish(service, "a.step")
    clock.pass_time(1790)
    (folder / "a.step").write_text("new")  # at the real time, which the file's own times show
    clock.wall_shift += HOUR
    clock.pass_time(11)
    assert service.sweep().removed == ()
    clock.pass_time(1790)
    assert service.sweep().removed == ("a.step",)


@pytest.mark.parametrize(
    "steps",
    [(), (HOUR,), (HOUR, -HOUR), (-HOUR, HOUR)],
    ids=["no step", "ahead", "ahead and back", "back and ahead"],
)
def test_a_life_goes_on_where_it_was_when_the_index_is_lost_while_in_use(
    make_service: MakeService, clock: MovableClock, folder: Path, steps: tuple[float, ...]
) -> None:
    service = make_service(clock=clock)
    publish(service, "a.step")
    for step in steps:
        clock.wall_shift += step
        service.sweep()
    clock.pass_time(1000)
    service.sweep()
    (folder / ".mayfly" / "index.sqlite3").unlink()
    assert service.sweep().removed == ()
    clock.pass_time(795)
    assert service.sweep().removed == ()
    clock.pass_time(HOUR if steps == (-HOUR, HOUR) else 6)
    assert service.sweep().removed == ("a.step",)


def test_a_step_before_the_start_makes_nothing_old_when_the_index_is_lost_later(
    make_service: MakeService, clock: MovableClock, folder: Path
) -> None:
    publish(make_service(clock=clock), "a.step")
    clock.wall_shift += HOUR
    service = make_service(clock=clock)
    service.sweep()
    (folder / ".mayfly" / "index.sqlite3").unlink()
    assert service.sweep().removed == ()
    clock.pass_time(1801)
    assert service.sweep().removed == ("a.step",)


def test_time_asleep_counts(make_service: MakeService, clock: MovableClock) -> None:
    assert SystemClock().boot() == pytest.approx(time.clock_gettime(time.CLOCK_BOOTTIME), abs=0.1)
    service = make_service(clock=clock)
    publish(service, "a.step")
    clock.pass_time(8 * HOUR)  # the boot clock goes on through a suspend
    assert service.sweep().removed == ("a.step",)


def test_after_a_restart_of_the_machine_the_rest_of_a_life_is_kept(
    make_service: MakeService, clock: MovableClock
) -> None:
    publish(make_service(clock=clock), "a.step")
    publish(make_service(clock=clock), "long.step", ttl_minutes=120)
    clock.reboot(seconds_off=600)
    service = make_service(clock=clock)
    assert service.sweep().removed == ()
    assert service.get_stats()["tracked_files"] == 2
    clock.pass_time(1190)
    assert service.sweep().removed == ()
    clock.pass_time(20)
    assert service.sweep().removed == ("a.step",)


def test_after_a_restart_with_a_dead_clock_a_life_is_at_most_as_long_as_it_was(
    make_service: MakeService, clock: MovableClock
) -> None:
    publish(make_service(clock=clock), "a.step")
    clock.reboot(seconds_off=-50 * 365 * 24 * HOUR)  # back to the seventies
    service = make_service(clock=clock)
    assert service.sweep().removed == ()
    clock.pass_time(1801)
    assert service.sweep().removed == ("a.step",)


def test_a_running_service_shows_the_step_to_others(make_service: MakeService, clock: MovableClock) -> None:
    first, second = make_service(clock=clock), make_service(clock=clock)
    publish(first, "a.step")
    second.sweep()
    clock.wall_shift -= HOUR
    assert first.get_model("a.step").expires_at == pytest.approx(clock.wall() + 1800, abs=1)
    assert second.get_model("a.step").expires_at == pytest.approx(clock.wall() + 1800, abs=1)
    assert second.sweep().next_deadline == pytest.approx(clock.wall() + 1800, abs=1)


def test_half_written_files_outlive_a_step_too(make_service: MakeService, clock: MovableClock) -> None:
    service = make_service(clock=clock)
    with service.partial() as partial:
        partial.path.write_text("half")
        clock.wall_shift += HOUR
        service.sweep()
        assert partial.path.exists()
        partial.publish("a.step")
