"""Exceptions at any moment of each public call of the cleanup service: nothing stays held, nothing open.

    python -m benchmarks.any_moment [--raises 10000] [--way WAY] [--call NAME] [--markdown FILE]

Each call is cut off in a process of its own, thousands of times. After each time it is asked whether a
lock, a transaction or a descriptor was left, and now and then whether this process and another one can
go on. `tests/cleanup/test_any_moment.py` does the same a few times.
"""

from __future__ import annotations

import argparse
import fcntl
import functools
import gc
import json
import os
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from unittest import mock

from benchmarks.cleanup_calls import CALLS, ENSURE, INTERVAL_MINUTES, RUN, register, use_another
from benchmarks.moments import BySignal, ByStep, ByThread, TimeLimit, Way, open_descriptors
from mayfly.cleanup import janitor_control, loop
from mayfly.cleanup.directory import locks
from mayfly.cleanup.directory.locks import INDEX_LOCK, SWEEP_LOCK
from mayfly.cleanup.index import forks
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.errors import MayflyError
from mayfly.safe_files import OwnedFd, open_owned

WAYS = ("steps", "signal", "thread")
LONGEST_RECOVERY_SECONDS = 30.0
_CHECK_EVERY = 100
# On a busy machine another thread mostly comes too late to cut a short call off.
_TRIES = 400


class LeftBehind(AssertionError):
    """An exception left something held, open or wrong."""


@dataclass
class Outcome:
    """What came of cutting off one call again and again.

    Attributes:
        call: The call.
        way: How the exceptions were raised.
        raises: How many cut the call off.
        moments: How many moments the call has; 0 where that was not counted.
        seconds: How long it took.
        problem: What was left behind; empty if nothing was.
        refusals: How many calls ended with an error of Mayfly's own, each with how often.
    """

    call: str
    way: str
    raises: int = 0
    moments: int = 0
    seconds: float = 0.0
    problem: str = ""
    refusals: dict[str, int] = field(default_factory=dict)


class Trial:
    """One service whose calls are cut off."""

    def __init__(self, folder: Path, way: str, name: str) -> None:
        """Make the service, and see what it holds when nothing is under way."""
        self.call, self.outcome = CALLS[name], Outcome(name, way)
        self.service = TempModelsCleanupService(folder, INTERVAL_MINUTES, janitor=name == ENSURE)
        register(self.service, "base.step")
        self.service.register_file("base.step", ttl_minutes=600)
        self.see_that_all_goes_on()
        hidden = folder / ".mayfly"
        self.locks: dict[str, OwnedFd] = {
            lock: open_owned(str(hidden / lock), os.O_RDWR | os.O_CLOEXEC)
            for lock in (INDEX_LOCK, SWEEP_LOCK)
        }
        self.way: Way = ByStep() if way == "steps" else BySignal(name) if way == "signal" else ByThread(name)
        self.descriptors = Counter(open_descriptors())

    def run(self, raises: int) -> Outcome:
        """Cut the call off so many times.

        Raises:
            LeftBehind: Something was left.
        """
        begun, tried = time.monotonic(), 0
        outcome, call = self.outcome, functools.partial(self.call, self.service)
        if isinstance(self.way, ByStep):
            outcome.moments = self.way.count(call)
            self.way.stride = max(1, outcome.moments // raises)
        while outcome.raises < raises and tried < _TRIES * raises:
            tried += 1
            try:
                outcome.raises += self.way.once(call)
            except TimeLimit:  # of the other thread, which was late
                outcome.raises += 1
            except MayflyError as error:  # what an earlier one cut off half-way is told as what it is
                told = type(error).__name__
                outcome.refusals[told] = outcome.refusals.get(told, 0) + 1
            self.see_that_nothing_is_held()
            if tried % _CHECK_EVERY == 0:
                self.see_that_all_goes_on()
        self.see_that_all_goes_on()
        self.see_that_all_expires()
        outcome.seconds = time.monotonic() - begun
        return outcome

    def see_that_nothing_is_held(self) -> None:
        """See that no lock, no transaction and no descriptor is left.

        Raises:
            LeftBehind: Something is.
        """
        self._see_that_threads_and_children_end()
        models = self.service
        connection = models._index._connection
        held = {
            "the scanner's lock": models._scanner._lock.locked(),
            "the loop's lock": models._loop._lock.locked(),
            "the index's lock": models._index.lock._is_owned(),  # type: ignore[attr-defined]
            "the lock of all services": loop._all_lock.locked(),
            "the lock of all indexes": forks._all_lock._is_owned(),  # type: ignore[attr-defined]
            "a transaction": connection is not None and connection.in_transaction,
            "a lock file's place among the open ones": bool(locks._held),
            **{name: not _is_free(lock) for name, lock in self.locks.items()},
        }
        if any(held.values()):
            raise LeftBehind(", ".join(what for what, is_held in held.items() if is_held))
        if Counter(open_descriptors()) - self.descriptors:
            self.service.get_details()  # whose look lets go of a directory that was opened again meanwhile
            gc.collect()
            if more := Counter(open_descriptors()) - self.descriptors:
                raise LeftBehind(f"descriptors of {', '.join(more)}")

    def _see_that_threads_and_children_end(self) -> None:
        if self.outcome.call == RUN:
            self.service.stop_cleanup_service()
            _wait_until(lambda: not self.service._loop._alive.locked(), "the thread")
            self.service.get_stats()
        if self.outcome.call == ENSURE:
            _wait_until(self._no_children_are_known, "a child that is known")
            with suppress(ChildProcessError):
                os.waitpid(-1, os.WNOHANG)
                raise LeftBehind("a child that nobody knows")

    def _no_children_are_known(self) -> bool:
        self.service._launcher.reap()
        return not self.service._launcher._children

    def see_that_all_goes_on(self) -> None:
        """See that every call works, here and by another service, and numbers are right.

        Raises:
            LeftBehind: One does not, or takes too long.
        """
        begun = time.monotonic()
        for each in CALLS.values():
            each(self.service)
        use_another(self.service)
        listed = {model.name for model in self.service.list_models()}
        there = {path.name for path in self.service.temp_dir.glob("*.step")}
        total = self.service.get_stats()["total_files"]
        if listed != there or total != len(there):
            raise LeftBehind(f"{len(there)} files, {len(listed)} listed, {total} counted")
        if time.monotonic() - begun > LONGEST_RECOVERY_SECONDS:
            raise LeftBehind("something that others waited for")
        self._see_that_threads_and_children_end()
        self.service.get_details()  # looks and counts, for which descriptors are kept

    def see_that_all_expires(self) -> None:
        """See that nothing is immortal and no half-written file stays.

        Raises:
            LeftBehind: Something does.
        """
        self.service.sweep(now=time.time() + 2 * 86_400)
        top = self.service.temp_dir
        places = (top, top / ".mayfly" / "partials", top / ".mayfly" / "trash")
        if left := [path.name for place in places for path in place.iterdir() if path.name != ".mayfly"]:
            raise LeftBehind(f"{left[:3]} for ever")
        with self.service:
            path = top / register(self.service, "last.step")
            self.service.register_file(path, ttl_minutes=0.2 / 60)
            _wait_until(lambda: not path.exists(), "a model that the thread should have removed")


def _is_free(lock: OwnedFd) -> bool:
    try:
        fcntl.flock(lock.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    fcntl.flock(lock.fileno(), fcntl.LOCK_UN)
    return True


def _wait_until(condition: Callable[[], bool], what: str) -> None:
    give_up = time.monotonic() + LONGEST_RECOVERY_SECONDS
    while not condition():
        if time.monotonic() > give_up:
            raise LeftBehind(what)
        time.sleep(0.0005)


@contextmanager
def janitors_that_do_nothing() -> Iterator[None]:
    """Have a program started for each janitor that ends at once: here it matters who knows its number."""
    with mock.patch.object(janitor_control, "janitor_program", lambda: shutil.which("true")):
        yield


def trial(folder: Path, way: str, name: str, raises: int) -> Outcome:
    """Cut one call off so many times, in this process.

    Raises:
        LeftBehind: Something was left.
    """
    with janitors_that_do_nothing():
        return Trial(folder, way, name).run(raises)


def _in_child(way: str, name: str, raises: int) -> Outcome:
    """Do the same in a child, whose locks and threads are its own; give what came of it."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        outcome = Outcome(name, way)
        try:
            with tempfile.TemporaryDirectory(prefix="mayfly-moments-") as folder:
                outcome = trial(Path(folder), way, name, raises)
        except BaseException as error:
            traceback.print_exc()
            outcome.problem = f"{type(error).__name__}: {error}"
        finally:
            os.write(writing, json.dumps(asdict(outcome)).encode())
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        text = pipe.read()
    os.waitpid(pid, 0)
    return Outcome(**json.loads(text)) if text else Outcome(name, way, problem="the process ended")


def markdown(outcomes: list[Outcome]) -> str:
    """Write the outcomes as a table, one line for each call."""
    lines = ["| call | moments | " + " | ".join(WAYS) + " |", "|---|--:" + "|--:" * len(WAYS) + "|"]
    for name in dict.fromkeys(one.call for one in outcomes):
        found = {one.way: one for one in outcomes if one.call == name}
        moments = max((one.moments for one in found.values()), default=0)
        cells = [_cell(found[way]) if way in found else "–" for way in WAYS]
        lines.append(f"| `{name}` | {moments or '–'} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(outcome: Outcome) -> str:
    return f"**{outcome.problem}**" if outcome.problem else f"{outcome.raises:,}"


def main() -> int:
    """Cut off every call, print what came of each; 1 if anything was left behind."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.any_moment", description=__doc__)
    parser.add_argument("--raises", type=int, default=10_000, help="exceptions for each call and way")
    parser.add_argument("--way", choices=WAYS, action="append", help="all, if none is given")
    parser.add_argument("--call", choices=sorted(CALLS), action="append", help="all, if none is given")
    parser.add_argument("--markdown", type=Path, help="write a table to this file")
    options = parser.parse_args()
    outcomes = []
    for name in options.call or CALLS:
        for way in options.way or WAYS:
            outcomes.append(_in_child(way, name, options.raises))
            print(outcomes[-1], flush=True)
    if options.markdown:
        options.markdown.write_text(markdown(outcomes))
    return int(any(one.problem for one in outcomes))


if __name__ == "__main__":
    sys.exit(main())
