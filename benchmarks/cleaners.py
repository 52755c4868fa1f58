"""Who removes expired files: Mayfly, and the tools that people use for the same.

Each cleaner gets a fresh directory with old and young files, removes the old ones,
and is checked to have removed these and no others.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers import ABSENT, python_version, script, tool_version
from mayfly.cleanup.service import TempModelsCleanupService

CONTENT = b"ISO-10303-21;" + b"x" * 2000
HALF_AN_HOUR = 1800.0
SOON_MINUTES = 1e-6
SLOW_ROUNDS = 2
"""So often are those measured that take many seconds to prepare."""


@dataclass(frozen=True)
class Cleaner:
    """One way to remove what has expired.

    Attributes:
        name: What it is called.
        milliseconds: Gives its time in a new directory below a parent, with so many old and young files.
        ours: It is Mayfly.
        slow: Preparing it takes long.
        absent: Why it can't be measured here.
    """

    name: str
    milliseconds: Callable[[Path, int, int], float]
    ours: bool = False
    slow: bool = False
    absent: str = ""


@contextmanager
def place(parent: Path) -> Iterator[Path]:
    """Give a fresh directory for one measurement, removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="mayfly-bench-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def fill(folder: Path, old: int, young: int) -> list[Path]:
    """Write models, the old ones with times of an hour ago; give the old ones."""
    past = time.time() - 2 * HALF_AN_HOUR
    made = []
    for number in range(old + young):
        path = folder / f"m{number:06d}.step"
        path.write_bytes(CONTENT)
        if number < old:
            os.utime(path, (past, past))
            made.append(path)
    return made


def timed(action: Callable[[], object]) -> float:
    """Give the milliseconds that an action takes."""
    begin = time.perf_counter()
    action()
    return (time.perf_counter() - begin) * 1e3


def in_turns(
    rounds: int, rows: Mapping[str, Callable[[], float]], slow: frozenset[str]
) -> dict[str, list[float]]:
    """Measure each row once a round, in changing order, so that a busy machine is busy for everybody."""
    seen: dict[str, list[float]] = {name: [] for name in rows}
    for number in range(rounds):
        names = list(rows)
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            if name not in slow or number < SLOW_ROUNDS:
                seen[name].append(rows[name]())
    return seen


def ratio(over: list[float], under: list[float]) -> float:
    """Give the median of two rows' ratios, each of one round."""
    return statistics.median(a / b for a, b in zip(over, under, strict=False))


def mayfly(parent: Path, old: int, young: int, *, shared: bool = False) -> float:
    """Time one explicit sweep of a service that has looked and swept there before, as it runs all day."""
    with place(parent) as folder:
        if shared:
            folder.chmod(0o1777)  # others may write here, so the careful path is needed for each file
        paths = fill(folder, old, young)
        service = TempModelsCleanupService(folder, janitor=False)
        for number in range(100):
            warm = folder / f"warm{number}.step"
            warm.write_bytes(CONTENT)
            service.register_file(warm, ttl_minutes=SOON_MINUTES)
        service.sweep()
        time.sleep(0.1)
        service.sweep()
        for path in paths:
            service.register_file(path, ttl_minutes=SOON_MINUTES)
        time.sleep(0.02)
        took = timed(service.sweep)
        _check(folder, young)
        return took


def mayfly_careful_path(parent: Path, old: int, young: int) -> float:
    """Time a sweep where others may write to the directory, too."""
    return mayfly(parent, old, young, shared=True)


def find(parent: Path, old: int, young: int) -> float:
    """Time the usual line of cron jobs."""
    line = ["-maxdepth", "1", "-name", "*.step", "-type", "f", "-mmin", "+30", "-delete"]
    return _command(parent, old, young, lambda folder: ["find", str(folder), *line])


def tmpreaper(parent: Path, old: int, young: int) -> float:
    """Time Debian's tool for temporary directories, judging by mtime."""
    return _command(parent, old, young, lambda folder: ["tmpreaper", "--mtime", "30m", str(folder)])


def tmpfiles(parent: Path, old: int, young: int) -> float:
    """Time systemd's tool, judging by mtime."""

    def words(folder: Path) -> list[str]:
        rules = folder / "rules.conf"
        rules.write_text(f"e {folder} - - - m:30min\n")
        return ["systemd-tmpfiles", "--clean", str(rules)]

    return _command(parent, old, young, words)


def python_scan(parent: Path, old: int, young: int) -> float:
    """Time the script that everybody writes: look at each file, unlink the old ones."""
    with place(parent) as folder:
        fill(folder, old, young)

        def scan() -> None:
            limit = time.time() - HALF_AN_HOUR
            for path in folder.glob("*.step"):
                if path.stat().st_mtime < limit:
                    path.unlink()

        took = timed(scan)
        _check(folder, young)
        return took


def gradio(parent: Path, old: int, young: int) -> float:
    """Time one turn of gradio's delete_cache in an interpreter of its own."""
    return _library(parent, old, young, "expire_gradio.py")


def diskcache(parent: Path, old: int, young: int) -> float:
    """Time diskcache's expire() in an interpreter of its own."""
    return _library(parent, old, young, "expire_diskcache.py")


def cleaners() -> tuple[Cleaner, ...]:
    """Give all, with what is missing on this machine."""
    found = versions()

    def absent(name: str, how: str) -> str:
        return "" if found[name] else f"{ABSENT}{how}"

    return (
        Cleaner("Mayfly", mayfly, ours=True),
        Cleaner("Mayfly, careful path (directory others may write to)", mayfly_careful_path, ours=True),
        Cleaner("find -mmin +30 -delete", find, absent=absent("find", "apt-get install findutils")),
        Cleaner("systemd-tmpfiles", tmpfiles, absent=absent("systemd-tmpfiles", "apt-get install systemd")),
        Cleaner("tmpreaper", tmpreaper, absent=absent("tmpreaper", "apt-get install tmpreaper")),
        Cleaner("a Python scan (glob, stat, unlink)", python_scan),
        Cleaner("gradio delete_cache", gradio, slow=True, absent=absent("gradio", "make bench installs it")),
        Cleaner(
            "diskcache expire", diskcache, slow=True, absent=absent("diskcache", "make bench installs it")
        ),
    )


def versions() -> dict[str, str]:
    """Give the versions of the others; an empty text for what is missing."""
    found = {
        "find": tool_version("find", "--version"),
        "systemd-tmpfiles": tool_version("systemd-tmpfiles", "--version"),
        "tmpreaper": tool_version("tmpreaper", "--help"),
        "gradio": python_version("gradio"),
        "diskcache": python_version("diskcache"),
    }
    return {name: version or "" for name, version in found.items()}


def _command(parent: Path, old: int, young: int, command: Callable[[Path], list[str]]) -> float:
    with place(parent) as folder:
        words = command(folder)
        fill(folder, old, young)
        environment = {**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin"}
        took = timed(lambda: subprocess.run(words, check=True, capture_output=True, env=environment))
        _check(folder, young)
        return took


def _library(parent: Path, old: int, young: int, name: str) -> float:
    with place(parent) as folder:
        words = script(name, folder, old, young)
        return float(subprocess.run(words, check=True, capture_output=True, text=True).stdout) * 1e3


def _check(folder: Path, young: int) -> None:
    left = sum(name.endswith(".step") for name in os.listdir(folder))  # noqa: PTH208
    assert left == young, f"{left} files are left, not {young}"
