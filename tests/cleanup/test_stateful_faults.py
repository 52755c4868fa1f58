"""The service against a model of what it promises while clocks, identities and calls are broken."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from benchmarks.moments import ByStep
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.errors import StorageError
from tests.cleanup.kit import MovableClock, models_in, publish, write_model
from tests.cleanup.test_stateful import INTERVAL, MINUTES, NAMES, CleanupMachine, Life

MOMENTS = st.integers(1, 1500)


class ForeignClock(MovableClock):
    """The clocks of another machine: its own boot, the same wall clock."""

    def __init__(self, here: MovableClock, boot_name: str, ahead_seconds: float) -> None:
        super().__init__()
        self.here, self.boot_name, self.ahead_seconds = here, boot_name, ahead_seconds
        self.begun = here.boot()

    def wall(self) -> float:
        return self.here.wall()

    def boot(self) -> float:
        return self.here.boot() + self.ahead_seconds


class FaultyMachine(CleanupMachine):
    """The same histories, with what breaks meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.guests: list[TempModelsCleanupService] = []
        self.squatters: list[tuple[int, os.stat_result]] = []

    def teardown(self) -> None:
        for guest in self.guests:
            guest.stop_cleanup_service()
        for number, before in self.squatters:
            now = os.fstat(number)
            os.close(number)
            assert (now.st_dev, now.st_ino) == (before.st_dev, before.st_ino)
        super().teardown()

    # -- clocks

    @precondition(lambda self: len(self.guests) < 2)
    @rule(ahead=st.sampled_from([-1e6, 1e6]), same_name=st.booleans())
    def a_machine_with_another_boot_clock_shares_the_directory(self, ahead: float, same_name: bool) -> None:
        name = self.clock.boot_name if same_name else f"boot of guest {len(self.guests)}"
        clock = ForeignClock(self.clock, name, ahead)
        self.guests.append(TempModelsCleanupService(self.folder, 30, janitor=False, clock=clock))

    @precondition(lambda self: self.guests)
    @rule(data=st.data())
    def a_guest_sweeps(self, data: st.DataObject) -> None:
        report = data.draw(st.sampled_from(self.guests)).sweep()
        assert report.failed == {}
        for name in report.removed:
            assert not self.young(name)
            del self.lives[name]
            self.removed += 1

    @precondition(lambda self: self.guests)
    @rule(data=st.data(), name=NAMES, minutes=MINUTES)
    def a_guest_publishes(self, data: st.DataObject, name: str, minutes: float) -> None:
        if not (self.folder / name).exists():
            publish(data.draw(st.sampled_from(self.guests)), name, ttl_minutes=minutes)
            self.lives[name] = Life(self.passed, minutes * 60, tracked=True)

    # -- identities

    @precondition(lambda self: not self.leases)
    @rule(taken=st.booleans())
    def a_library_closes_our_descriptors(self, taken: bool) -> None:
        ours = [number for number, path in open_files() if path.startswith(str(self.folder))]
        for number in ours:
            os.close(number)
        for _ in ours if taken else ():
            number = os.open(self.folder.parent, os.O_RDONLY | os.O_DIRECTORY)
            self.squatters.append((number, os.fstat(number)))

    @precondition(lambda self: not self.leases)
    @rule(stand_in=st.sampled_from(["nothing", "a directory", "a link"]))
    def the_directory_is_away_for_a_while(self, stand_in: str) -> None:
        away = self.folder.with_name(f"{self.folder.name}.away")
        self.folder.rename(away)
        try:
            if stand_in == "a directory":
                self.folder.mkdir()
                write_model(self.folder, "a.step", "another one")
                assert self.service.get_stats()["total_files"] == 1
                if self.clock.wall_shift < INTERVAL / 2:  # else it is old by the clock of this history
                    assert self.service.sweep().removed == ()
                    assert models_in(self.folder) == {"a.step"}
                shutil.rmtree(self.folder)
            elif stand_in == "a link":
                self.folder.symlink_to(away.parent)
                with pytest.raises(StorageError, match="link"):
                    self.service.sweep()
                self.folder.unlink()
        finally:
            away.rename(self.folder)

    # -- exceptions

    @rule(moment=MOMENTS)
    def a_look_is_cut_off(self, moment: int) -> None:
        ByStep().cut(self.service.list_models, moment)

    @rule(moment=MOMENTS)
    def a_sweep_is_cut_off_and_the_next_finishes_it(self, moment: int) -> None:
        ByStep().cut(self.service.sweep, moment)
        self.service.sweep()
        there = models_in(self.folder)
        for name in set(self.lives) - there:
            assert not self.young(name)
            del self.lives[name]
            self.removed += 1

    @rule(moment=MOMENTS, name=NAMES, minutes=MINUTES)
    def a_publication_is_cut_off(self, moment: int, name: str, minutes: float) -> None:
        if not (self.folder / name).exists():
            ByStep().cut(lambda: publish(self.service, name, ttl_minutes=minutes), moment)
            if (self.folder / name).exists():  # then it is a whole model, and its maker may not know
                self.lives[name] = Life(self.passed, minutes * 60, tracked=True)

    @rule(moment=MOMENTS, name=NAMES)
    def a_registration_is_cut_off(self, moment: int, name: str) -> None:
        if self.young(name):
            cut_off = ByStep().cut(
                lambda: self.service.register_file(self.folder / name, ttl_minutes=600), moment
            )
            told = {model.name: model for model in self.service.list_models()}[name]
            begun_again = abs(told.expires_at - self.clock.wall() - 600 * 60) < 5
            assert begun_again or cut_off
            if begun_again:
                self.lives[name] = Life(self.passed, 600 * 60, tracked=True)

    @rule(moment=MOMENTS)
    def a_stop_is_cut_off(self, moment: int) -> None:
        ByStep().cut(self.service.stop_cleanup_service, moment)


def open_files() -> list[tuple[int, str]]:
    """Give the numbers and paths of what this process has open."""
    found = []
    for path in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):
            found.append((int(path.name), str(path.readlink())))
    return found


FaultyMachine.TestCase.settings = settings(
    max_examples=30,
    stateful_step_count=30,
    deadline=None,
    phases=set(Phase) - {Phase.explain},  # which traces, as the exceptions here do
    derandomize=os.environ.get("MAYFLY_RANDOM_TESTS") is None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestCleanupWithFaults = FaultyMachine.TestCase
