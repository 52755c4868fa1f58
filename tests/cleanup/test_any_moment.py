"""An exception at any byte code (a time limit, an interrupt) leaves no lock, transaction or descriptor.

``MAYFLY_RAISES`` raises the number of exceptions for each call; ``python -m benchmarks.any_moment`` takes
10,000 and writes down what came of them.
"""

from __future__ import annotations

import ctypes
import os
import random
import sys
import threading
import time
import warnings
from pathlib import Path

import pytest

from benchmarks.any_moment import WAYS, LeftBehind, Trial, trial
from benchmarks.cleanup_calls import CALLS, publish
from benchmarks.moments import TimeLimit
from mayfly.cleanup.service import TempModelsCleanupService
from tests.cleanup.kit import in_child, models_in, wait_until

RAISES = int(os.environ.get("MAYFLY_RAISES", "40"))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", CALLS)
def test_an_exception_at_any_moment_leaves_nothing_behind(folder: Path, name: str, way: str) -> None:
    def work() -> None:
        # A scan that is cut off is closed by its object's end, and an exception may hit a `__del__`. pytest
        # would keep Python's remarks on that, and with them frames and what these have open.
        warnings.simplefilter("ignore", ResourceWarning)
        sys.unraisablehook = sys.__unraisablehook__
        assert trial(folder, way, name, RAISES).raises == RAISES

    assert in_child(work, seconds=120 + RAISES) == 0


@pytest.mark.parametrize("what", ["lock", "transaction", "descriptor"])
def test_what_is_left_behind_is_found(folder: Path, what: str) -> None:
    def work() -> None:
        trial = Trial(folder, "steps", "get_stats")
        models, kept = trial.service, []
        trial.see_that_nothing_is_held()
        if what == "lock":
            models._scanner._lock.acquire()
        elif what == "transaction":
            models._index._connection.execute("BEGIN")  # type: ignore[union-attr]
        else:
            kept.append((folder / "base.step").open())
        with pytest.raises(LeftBehind):
            trial.see_that_nothing_is_held()

    assert in_child(work) == 0


def test_an_exception_in_the_services_own_thread_ends_nothing(folder: Path) -> None:
    def work() -> None:
        service = TempModelsCleanupService(folder, 0.3 / 60, janitor=False)
        moments = random.Random(7)  # noqa: S311 (moments)
        with service:
            for _ in range(RAISES):
                (thread,) = (each for each in threading.enumerate() if each.name == "mayfly-cleanup")
                assert thread.ident is not None
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(thread.ident), ctypes.py_object(TimeLimit)
                )
                publish(service)
                time.sleep(moments.uniform(0, 0.01))
            publish(service)
            assert service.service_running
            wait_until(lambda: models_in(folder) == set())

    assert in_child(work, seconds=60 + RAISES) == 0
