"""Expiry side by side: Mayfly's cleanup service and the tools that people use for the same.

    python -m benchmarks.cleanup [--quick] [--json FILE] [--only among all crowds registration growth ...]

All rows of a table are measured in turns, round by round, so that a busy machine
is busy for everybody; figures are medians. `benchmarks.cleaners` has the contestants,
`benchmarks.lifetimes` what a running service does all day, `benchmarks.crowds` what many files cost it.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from unittest import mock

from benchmarks import cleaners, crowds, lifetimes
from benchmarks.cleaners import Cleaner, fill, in_turns, place, ratio, timed
from benchmarks.figures import Row, Table, Target, command
from benchmarks.machine import file_system
from mayfly.cleanup.sweep import CAREFUL_ROWS, Sweeper

FIND = "find -mmin +30 -delete"
MAYFLY, CAREFUL_PATH = (cleaner.name for cleaner in cleaners.cleaners()[:2])
STEPS: Mapping[str, tuple[bool, bool, bool]] = {
    "unlink alone": (False, False, False),
    "+ check (stat): the fast path": (True, False, False),
    "+ lock (open, fstat, flock, close)": (True, True, False),
    "+ move aside and check again: the careful path": (True, True, True),
}
Samples = dict[str, list[float]]


def race(
    parent: Path, rounds: int, old: int, young: int, more: Mapping[str, Callable[[], float]] = {}
) -> Samples:
    """Measure everybody who is there at removing some old files among young ones."""
    here = [one for one in cleaners.cleaners() if not one.absent]
    rows = {one.name: partial(one.milliseconds, parent, old, young) for one in here}
    return in_turns(rounds, {**rows, **more}, frozenset(one.name for one in here if one.slow))


def lines(found: Samples, *, against: Samples | None = None) -> tuple[Row, ...]:
    """Write a race down: median, fastest and slowest round, time over find's; and the same elsewhere."""

    def line(one: Cleaner) -> Row:
        values: list[float | None] = []
        for samples in (found,) if against is None else (found, against):
            mine = samples.get(one.name)
            if not mine:
                values += [None] * (4 if against is None else 2)
                continue
            spread = [min(mine), max(mine)] if against is None else []
            over = ratio(mine, samples[FIND]) if FIND in samples else None
            values += [statistics.median(mine), *spread, over]
        return Row(one.name, tuple(values), one.ours, one.absent)

    return tuple(line(one) for one in cleaners.cleaners())


def few_among_many(parent: Path, rounds: int, old: int, young: int) -> Table:
    """Compare removing a few files among many."""
    found = race(parent, rounds, old, young)
    times = ratio(found[FIND], found[MAYFLY]) if FIND in found else None
    title = f"{old:,} expired among {old + young:,}"
    return Table(
        title,
        ("ms, median", "fastest", "slowest", "× find"),
        lines(found),
        (Target(f"{title}: times as fast as find -delete", times, least=12, aim=20),),
        (
            "Mayfly's sweep is one of a service that runs and has looked there before, as it does all day: "
            "it goes by its index of deadlines, as diskcache does. The others look at every file. What the "
            "index costs is paid when a model is registered; see below.",
            "Commands are timed from their start to their end, the Python libraries without their import. "
            f"gradio and diskcache, which take long to prepare, are measured {cleaners.SLOW_ROUNDS} times, "
            f"the others {rounds} times.",
        ),
        better="less",
        chart="bars",
        axis=("milliseconds", ""),
    )


def all_at_once(parent: Path, rounds: int, count: int) -> tuple[Table, Table]:
    """Compare removing everything, on the disk and in memory; and find out where the time goes."""
    memory = Path("/dev/shm")  # noqa: S108 (the usual place of a file system in memory)
    on_disk = race(parent, rounds, count, 0, _steps(parent, count))
    has_memory = memory.is_dir() and file_system(memory) == "tmpfs"
    in_memory = race(memory, min(rounds, 3), count, 0, _steps(memory, count)) if has_memory else {}
    over, full = (
        ratio(on_disk[name], on_disk[FIND]) if FIND in on_disk else None for name in (MAYFLY, CAREFUL_PATH)
    )
    title = f"All of {count:,} expired"
    comparison = Table(
        title,
        ("on disk: ms", "× find", "in memory (tmpfs): ms", "× find"),
        lines(on_disk, against=in_memory),
        (
            Target(f"{title}, on disk: time over find's", over, most=1.0),
            Target(f"{title}, on disk, careful path: time over find's", full, most=1.8),
        ),
        (
            "The careful path is what it takes to remove the right file where others may swap names "
            "meanwhile: open, check, lock, move aside, check again, unlink. Mayfly takes it where others can "
            f"write, and everywhere for {CAREFUL_ROWS} files or fewer.",
            "What Mayfly takes longer than the quickest buys an exact count, a history, and a crash at any "
            "point that costs nothing.",
            "The files were written a moment ago, those of libraries that take long to prepare more than "
            "half a minute: what the kernel has written to the disk meanwhile takes several times as long to "
            "remove. The next table but one begins with all of it there.",
        ),
        better="less",
        chart="bars",
        axis=("milliseconds, on disk", ""),
    )
    breakdown = Table(
        "Where the time of a removal goes",
        ("on disk: µs a file", "in memory: µs a file"),
        tuple(
            _cost_rows(
                (on_disk, in_memory),
                (_share(parent, count), _share(memory, count) if has_memory else {}),
                count,
            )
        ),
        notes=(
            "The first rows are bare Python loops over system calls, each with one step more. The last ones "
            "are Mayfly's own, with its steps timed apart, in a sweep by the fast path. “The rest” is the "
            "lock that makes sweeps take turns, and the report.",
        ),
    )
    return comparison, breakdown


def written_back(parent: Path, rounds: int, count: int) -> Table:
    """Compare removing everything once it is on the disk, as a file of half an hour is."""

    def timed_on_disk(action: Callable[[], object]) -> float:
        os.sync()
        return timed(action)

    with mock.patch.object(cleaners, "timed", timed_on_disk):
        quick = [one for one in cleaners.cleaners() if not one.absent and not one.slow]
        found = in_turns(
            rounds, {one.name: partial(one.milliseconds, parent, count, 0) for one in quick}, frozenset()
        )
    over, full = (
        ratio(found[name], found[FIND]) if FIND in found else None for name in (MAYFLY, CAREFUL_PATH)
    )
    title = f"All of {count:,} expired, after the kernel has written them to the disk"
    return Table(
        title,
        ("ms, median", "fastest", "slowest", "× find"),
        tuple(row for row in lines(found) if row.values[0] is not None),
        (
            Target(f"{title}: time over find's", over, most=1.0),
            Target(f"{title}, careful path: time over find's", full, most=1.8),
        ),
        (
            "The kernel writes a file to the disk within half a minute, or when something asks for it. "
            "Models that expire after half an hour are there; those of the table above mostly are not, so "
            "nothing has to be given back to the disk. Here everything is synced before the clock starts. "
            f"The disk makes these times uneven: {rounds} rounds.",
        ),
        better="less",
        chart="bars",
        axis=("milliseconds", ""),
    )


def _steps(parent: Path, count: int) -> dict[str, Callable[[], float]]:
    return {name: partial(_bare_removal, parent, count, *choice) for name, choice in STEPS.items()}


def _bare_removal(parent: Path, count: int, stat: bool, lock: bool, aside: bool) -> float:
    """Time a loop over the system calls of a removal, with no index and no report."""
    read = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    with place(parent) as folder:
        (folder / "trash").mkdir()
        fill(folder, count, 0)
        here, trash = (os.open(path, os.O_RDONLY) for path in (folder, folder / "trash"))

        def remove() -> None:
            for number in range(count):
                name = f"m{number:06d}.step"
                descriptor = -1
                if stat:
                    os.stat(name, dir_fd=here, follow_symlinks=False)
                if lock:
                    descriptor = os.open(name, read, dir_fd=here)
                    os.fstat(descriptor)
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if aside:
                    os.rename(name, name, src_dir_fd=here, dst_dir_fd=trash)
                    os.stat(name, dir_fd=trash, follow_symlinks=False)
                os.unlink(name, dir_fd=trash if aside else here)
                if lock:
                    os.close(descriptor)

        took = timed(remove)
        os.close(here)
        os.close(trash)
        return took


def _share(parent: Path, count: int) -> dict[str, float]:
    """Time the steps of Mayfly's sweep, in milliseconds; medians of a few sweeps."""
    runs = [_one_share(parent, count) for _ in range(3)]
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def _one_share(parent: Path, count: int) -> dict[str, float]:
    spent: dict[str, float] = {}

    def clocked(name: str) -> Callable[..., object]:
        original = getattr(Sweeper, name)

        def step(*arguments: object, **options: object) -> object:
            if name == "sweep":
                spent.clear()  # those before only warmed the service up
            begin = time.perf_counter()
            result = original(*arguments, **options)
            spent[name] = spent.get(name, 0.0) + (time.perf_counter() - begin) * 1e3
            return result

        return step

    names = ("_claim", "_remove", "_finish", "sweep")
    with ExitStack() as patches:
        for name in names:
            patches.enter_context(mock.patch.object(Sweeper, name, clocked(name)))
        whole = cleaners.mayfly(parent, count, 0)
    return {
        "Mayfly: reading the due rows and claiming them": spent["_claim"],
        "Mayfly: check and unlink": spent["_remove"],
        "Mayfly: dropping the rows, counting, history": spent["_finish"],
        "Mayfly: the rest": whole - spent["_claim"] - spent["_remove"] - spent["_finish"],
    }


def _cost_rows(found: Sequence[Samples], shares: Sequence[dict[str, float]], count: int) -> list[Row]:
    def each(values: Sequence[float | None]) -> tuple[float | None, ...]:
        return tuple(None if value is None else 1000 * value / count for value in values)

    bare = [
        Row(name, each([statistics.median(samples[name]) if samples else None for samples in found]))
        for name in STEPS
    ]
    return bare + [Row(name, each([share.get(name) for share in shares]), ours=True) for name in shares[0]]


def tables(options: argparse.Namespace) -> Iterator[Table]:
    """Measure everything."""
    quick = options.quick
    parent, rounds = Path(tempfile.gettempdir()), 2 if quick else 4
    among, everything = (2_000, 1_000) if quick else (20_000, 10_000)
    assert everything > CAREFUL_ROWS, "the fast path would not be measured"
    chosen: Mapping[str, Callable[[], Iterable[Table]]] = {
        "among": lambda: [few_among_many(parent, rounds, 100, among - 100)],
        "all": lambda: all_at_once(parent, rounds, everything),
        "written": lambda: [written_back(parent, 2 * rounds, everything)],
        "crowds": lambda: crowds.tables(parent, quick),
        **lifetimes.tables(parent, quick),
    }
    for name in options.only or chosen:
        yield from chosen[name]()


def _options(parser: argparse.ArgumentParser) -> None:
    names = ("among", "all", "written", "crowds", *lifetimes.tables(Path(), True))
    parser.add_argument("--only", nargs="+", choices=names, help="measure only these tables")


if __name__ == "__main__":
    command(
        "cleanup",
        "Cleanup",
        "Expired files are removed by Mayfly's service and by the tools that people use for the same, each "
        "in a fresh directory of the same files, in turns.",
        tables,
        cleaners.versions,
        _options,
    )
