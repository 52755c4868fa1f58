"""What the cleanup tests share: clocks that can be moved, models, and children that can be killed."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from mayfly.cleanup.service import TempModelsCleanupService

MakeService = Callable[..., TempModelsCleanupService]
ON_TIME_SECONDS = (
    5.0  # late on a machine that does ten other things; benchmarks/ measures how late on a quiet one
)


class MovableClock:
    """Clocks that follow the real ones until they are moved, each on its own."""

    def __init__(self) -> None:
        self.wall_shift = 0.0
        self.boot_shift = 0.0
        self.boot_name = "the-first-boot"

    def wall(self) -> float:
        return time.time() + self.wall_shift

    def boot(self) -> float:
        return time.clock_gettime(time.CLOCK_BOOTTIME) + self.boot_shift

    def boot_id(self) -> str:
        return self.boot_name

    def pass_time(self, seconds: float) -> None:
        """Let time go by for both clocks."""
        self.wall_shift += seconds
        self.boot_shift += seconds

    def reboot(self, seconds_off: float) -> None:
        """Restart the machine: the boot clock begins anew, the wall clock goes on."""
        self.boot_name += "+"
        self.boot_shift = 10.0 - time.clock_gettime(time.CLOCK_BOOTTIME)
        self.wall_shift += seconds_off


def write_model(folder: Path, name: str, text: str = "ISO-10303-21;") -> Path:
    """Write a file of the user's, which nobody has registered yet."""
    path = folder / name
    path.write_text(text)
    return path


def publish(
    service: TempModelsCleanupService, name: str, text: str = "ISO-10303-21;", **options: object
) -> Path:
    """Publish a model the way a builder does."""
    with service.partial() as partial:
        with partial.path.open("x") as stream:
            stream.write(text)
        return partial.publish(name, **options).path  # type: ignore[arg-type]


def models_in(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*.step")}


def partials_in(folder: Path) -> list[str]:
    return [path.name for path in (folder / ".mayfly" / "partials").iterdir()]


def remove_tree(folder: Path) -> None:
    """Remove a directory in which a service or its janitor may be at work, and write a file meanwhile."""

    def gone() -> bool:
        shutil.rmtree(folder, ignore_errors=True)
        return not folder.exists()

    wait_until(gone)


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something that another thread or process does; long, since other tests run beside it."""
    give_up = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < give_up, "it did not happen in time"
        time.sleep(0.01)


def start_child(work: Callable[[], None]) -> int:
    """Run something in a forked child, which ends with 0 if it succeeds; give its process id."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        work()
        code = 0
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


def wait_child(pid: int, seconds: float = 60) -> int:
    """Wait for a child; give its exit code, or minus the signal that ended it."""
    give_up = time.monotonic() + seconds
    while True:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > give_up:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            pytest.fail("the child did not end in time")
        time.sleep(0.002)


def in_child(work: Callable[[], None], seconds: float = 60) -> int:
    """Run something in a forked child and wait for its end."""
    return wait_child(start_child(work), seconds)
