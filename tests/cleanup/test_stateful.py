"""The service against a model of what it promises, over random histories."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.errors import InvalidLifetime, ModelExists, ModelExpired, ModelNotFound
from tests.cleanup.kit import MovableClock, models_in, publish, write_model

NAMES = st.sampled_from(["a.step", "b.step", "c.step"])
MINUTES = st.sampled_from([1.0, 10.0, 30.0, 60.0, 600.0])
INTERVAL = 30 * 60.0
SLACK = 5.0  # seconds: real time goes on while the machine runs


@dataclass
class Life:
    """What is promised to one file.

    Attributes:
        begun: Boot time at which its life began, 0 being the start of the history.
        ttl: Length of its life in seconds.
        tracked: It was registered.
    """

    begun: float
    ttl: float
    tracked: bool

    @property
    def deadline(self) -> float:
        return self.begun + self.ttl


class CleanupMachine(RuleBasedStateMachine):
    """Real files below a real service; only the clocks are moved."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="mayfly-machine-"))
        self.clock = MovableClock()
        self.passed = 0.0
        self.lives: dict[str, Life] = {}
        self.leases: dict[str, ExitStack] = {}
        self.removed = 0
        self.started = time.monotonic()
        self.service = TempModelsCleanupService(self.folder, 30, janitor=False, clock=self.clock)
        self.watcher = TempModelsCleanupService(self.folder, 30, janitor=False, clock=self.clock)

    def teardown(self) -> None:
        for lease in self.leases.values():
            lease.close()
        self.service.stop_cleanup_service()
        self.watcher.stop_cleanup_service()
        shutil.rmtree(self.folder)

    def young(self, name: str) -> bool:
        return name in self.lives and self.passed < self.lives[name].deadline - SLACK

    def old(self, name: str) -> bool:
        return name in self.lives and self.passed > self.lives[name].deadline + SLACK

    def settle_times(self, name: str) -> None:
        """Give a file that was written just now the age that it has in this history: none."""
        self.lives[name] = Life(self.passed, INTERVAL, tracked=False)

    @rule(name=NAMES, minutes=MINUTES)
    def publish(self, name: str, minutes: float) -> None:
        if (self.folder / name).exists():
            with pytest.raises(ModelExists):
                publish(self.service, name, ttl_minutes=minutes)
        else:
            publish(self.service, name, ttl_minutes=minutes)
            self.lives[name] = Life(self.passed, minutes * 60, tracked=True)

    @rule(name=NAMES, minutes=MINUTES)
    def register(self, name: str, minutes: float) -> None:
        if name in self.lives:
            self.service.register_file(self.folder / name, ttl_minutes=minutes)
            self.lives[name] = Life(self.passed, minutes * 60, tracked=True)
        else:
            with pytest.raises(ModelNotFound):
                self.service.register_file(self.folder / name, ttl_minutes=minutes)

    @rule(name=NAMES)
    def a_stranger_writes_a_file_and_is_noticed(self, name: str) -> None:
        if name not in self.lives:
            write_model(self.folder, name)
            self.service.list_models()
            self.lives[name] = Life(self.passed, INTERVAL, tracked=False)

    @rule(name=NAMES)
    def a_stranger_replaces_a_file_and_is_noticed(self, name: str) -> None:
        if name in self.lives and name not in self.leases:
            write_model(self.folder, "fresh").replace(self.folder / name)
            self.service.list_models()
            self.lives[name] = Life(self.passed, INTERVAL, tracked=False)

    @rule(name=NAMES)
    def a_stranger_deletes_a_file(self, name: str) -> None:
        if name in self.lives and name not in self.leases:
            (self.folder / name).unlink()
            del self.lives[name]

    @rule(name=NAMES, minutes=MINUTES)
    def extend(self, name: str, minutes: float) -> None:
        if self.young(name):
            life = self.lives[name]
            if life.ttl + minutes * 60 > 86_400:
                with pytest.raises(InvalidLifetime):
                    self.service.extend(name, minutes)
            else:
                self.service.extend(name, minutes)
                life.ttl += minutes * 60
        elif self.old(name) or name not in self.lives:
            with pytest.raises((ModelExpired, ModelNotFound)):
                self.service.extend(name, minutes)

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        if self.young(name) and name not in self.leases:
            self.service.delete(name)
            del self.lives[name]
            self.removed += 1

    @rule(name=NAMES)
    def begin_to_read(self, name: str) -> None:
        if self.young(name) and name not in self.leases:
            self.leases[name] = ExitStack()
            self.leases[name].enter_context(self.service.lease(name, max_seconds=3600))

    @precondition(lambda self: self.leases)
    @rule()
    def end_all_readings(self) -> None:
        for lease in self.leases.values():
            lease.close()
        self.leases.clear()

    @precondition(lambda self: not self.leases)
    @rule(seconds=st.sampled_from([30.0, 300.0, 900.0, 1900.0, 7200.0]))
    def time_passes(self, seconds: float) -> None:
        self.clock.pass_time(seconds)
        self.passed += seconds

    @precondition(lambda self: self.leases)
    @rule(seconds=st.sampled_from([30.0, 300.0]))
    def time_passes_for_readers(self, seconds: float) -> None:
        self.clock.pass_time(seconds)
        self.passed += seconds

    @rule(seconds=st.sampled_from([-86_400.0, -3600.0, 3600.0, 86_400.0]))
    def the_wall_clock_steps(self, seconds: float) -> None:
        self.clock.wall_shift += seconds

    @rule()
    def sweep(self) -> None:
        dry = self.service.sweep(dry_run=True)
        report = self.service.sweep()
        assert set(dry.removed) == set(report.removed)
        assert set(dry.leased) == set(report.leased)
        assert report.failed == {}
        for name in report.removed:
            assert not self.young(name)
            assert name not in self.leases or self.old(name)
            del self.lives[name]
            self.removed += 1
        for name in list(self.lives):
            assert not self.old(name) or name in report.leased
        assert report.kept == len(self.lives) - len(report.leased)

    @rule()
    def the_service_restarts(self) -> None:
        self.service.stop_cleanup_service()
        self.service = TempModelsCleanupService(self.folder, 30, janitor=False, clock=self.clock)

    @invariant()
    def files_stats_and_listing_agree_with_the_promises(self) -> None:
        assert models_in(self.folder) == set(self.lives)
        stats = self.service.get_stats()
        assert stats["total_files"] == len(self.lives)
        assert stats["tracked_files"] == sum(life.tracked for life in self.lives.values())
        assert self.watcher.get_stats() == stats
        now = self.clock.wall() - self.passed
        for model in self.service.list_models():
            slack = SLACK + time.monotonic() - self.started  # a busy machine takes its time
            assert abs(model.expires_at - now - self.lives[model.name].deadline) < slack
        assert self.service.get_details()["removed_total"] == self.removed


CleanupMachine.TestCase.settings = settings(
    max_examples=80,
    stateful_step_count=30,
    deadline=None,
    derandomize=os.environ.get("MAYFLY_RANDOM_TESTS") is None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestCleanup = CleanupMachine.TestCase
