"""An exception at any byte code (a time limit, an interrupt) leaves no lock, transaction or descriptor.

``MAYFLY_RAISES`` raises the number of exceptions for each call; 10,000 take about an hour.
"""

from __future__ import annotations

import ctypes
import gc
import os
import random
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue

import pytest

from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.errors import MayflyError
from tests.cleanup.kit import in_child, models_in, wait_until, write_model

RAISES = int(os.environ.get("MAYFLY_RAISES", "60"))
LONGEST_SECONDS = 0.002


class TimeLimit(Exception):
    """What a soft time limit raises."""


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def publish(service: TempModelsCleanupService) -> None:
    with service.partial() as partial:
        partial.path.write_text("x")
        partial.publish(f"m{time.monotonic_ns()}.step")


def lease(service: TempModelsCleanupService) -> None:
    with service.lease("base.step") as stream:
        stream.read()


def delete(service: TempModelsCleanupService) -> None:
    name = f"d{time.monotonic_ns()}.step"
    write_model(service.temp_dir, name)
    service.register_file(name)
    service.delete(name)


def register(service: TempModelsCleanupService) -> None:
    service.register_file(write_model(service.temp_dir, "again.step"))


def start_and_stop(service: TempModelsCleanupService) -> None:
    service.start_cleanup_service()
    service.stop_cleanup_service()


CALLS: dict[str, Callable[[TempModelsCleanupService], object]] = {
    "get_stats": lambda service: service.get_stats(),
    "get_details": lambda service: service.get_details(),
    "sweep": lambda service: service.sweep(),
    "dry_run": lambda service: service.sweep(dry_run=True),
    "list_models": lambda service: service.list_models(),
    "get_report": lambda service: service.get_report("base.step"),
    "extend": lambda service: service.extend("base.step", 0.0001),
    "has_work": lambda service: service.has_work(),
    "register_file": register,
    "publish": publish,
    "lease": lease,
    "delete": delete,
    "start_and_stop": start_and_stop,
}


def by_signal(call: Callable[[], object], seconds: float) -> bool:
    """Raise from a signal handler after so long; tell whether the call was cut off."""
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds)
            call()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except TimeLimit:
        return True
    return False


class Raiser:
    """A thread that raises an exception in the main one; started once, since a new one may be hit itself."""

    def __init__(self) -> None:
        self.identity = ctypes.c_ulong(threading.get_ident())
        self.orders: SimpleQueue[float] = SimpleQueue()
        self.armed = self.busy = False
        threading.Thread(target=self.run, daemon=True).start()

    def run(self) -> None:
        while True:
            time.sleep(self.orders.get())
            if self.armed:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(self.identity, ctypes.py_object(TimeLimit))
            self.busy = False


_raisers: dict[int, Raiser] = {}


def by_thread(call: Callable[[], object], seconds: float) -> bool:
    """Raise from another thread after so long; tell whether the call was cut off."""
    raiser = _raisers.get(os.getpid()) or _raisers.setdefault(os.getpid(), Raiser())
    cut_off = False
    raiser.armed = raiser.busy = True
    raiser.orders.put(seconds)
    try:
        call()
        raiser.armed = False
    except TimeLimit:
        cut_off = True
    while True:
        try:
            while raiser.busy:
                time.sleep(0.0002)
            time.sleep(0.0002)
            return cut_off
        except TimeLimit:
            cut_off = True


def works_elsewhere(folder: Path) -> None:
    """See whether another process can write to the index and sweep at once."""
    begun = time.monotonic()
    other = TempModelsCleanupService(folder, 30, janitor=False)
    other.sweep()
    publish(other)
    other.stop_cleanup_service()
    assert time.monotonic() - begun < 4


@pytest.mark.parametrize("raising", [by_signal, by_thread])
@pytest.mark.parametrize("name", sorted(CALLS.keys() - {"start_and_stop"}))
def test_an_exception_at_any_moment_leaves_nothing_behind(
    folder: Path, name: str, raising: Callable[[Callable[[], object], float], bool]
) -> None:
    def work() -> None:
        def on_alarm(*_: object) -> None:
            raise TimeLimit

        signal.signal(signal.SIGALRM, on_alarm)
        moments = random.Random(name)  # noqa: S311 (moments)
        service = TempModelsCleanupService(folder, 0.5 / 60, janitor=False)
        publish(service)
        write_model(folder, "base.step")
        service.register_file("base.step", ttl_minutes=600)
        for call in CALLS.values():
            call(service)
        service.get_stats()
        call, before, hits, tries = CALLS[name], descriptors(), 0, 0
        takes = LONGEST_SECONDS
        while hits < RAISES and tries < 40 * RAISES:
            tries += 1
            begun = time.monotonic()
            try:
                hit = raising(lambda: call(service), moments.uniform(1e-5, takes))
            except MayflyError:
                hit = False  # what an exception cut off half-way is told as what it is
            hits += hit
            if not hit:
                takes = max(5e-4, min(takes * 1.05, time.monotonic() - begun))
            if tries % 200 == 0:
                works_elsewhere(folder)
        assert hits > RAISES // 4
        begun = time.monotonic()
        for each in CALLS.values():
            each(service)
        assert time.monotonic() - begun < 5, "something was still held"
        works_elsewhere(folder)
        service.get_stats()
        assert not service._index._connection.in_transaction  # type: ignore[union-attr]
        service.stop_cleanup_service()
        gc.collect()
        assert descriptors() <= before
        with service:
            path = write_model(folder, "last.step")
            service.register_file(path, ttl_minutes=0.3 / 60)
            wait_until(lambda: not path.exists(), 10)

    assert in_child(work, seconds=120 + RAISES) == 0


def test_an_exception_in_the_services_own_thread_ends_nothing(folder: Path) -> None:
    def work() -> None:
        service = TempModelsCleanupService(folder, 0.3 / 60, janitor=False)
        moments = random.Random(7)  # noqa: S311 (moments)
        with service:
            for _ in range(RAISES):
                thread = service._keeper._thread
                assert thread is not None and thread.ident is not None
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(thread.ident), ctypes.py_object(TimeLimit)
                )
                publish(service)
                time.sleep(moments.uniform(0, 0.01))
            publish(service)
            assert service.service_running
            wait_until(lambda: models_in(folder) == set(), 15)

    assert in_child(work, seconds=60 + RAISES) == 0
