"""Expiry side by side: Mayfly's cleanup service and the tools that people use for the same.

    python benchmarks/cleanup.py [--rounds 5] [--dir DIR] [--peers-python PY] [--json FILE] [--plot FILE]

All rows of a table are measured in turns, round by round, so that a busy
machine is busy for everybody; figures are medians. ``find``, ``tmpreaper`` and
``systemd-tmpfiles`` are taken where they are installed; diskcache and gradio
from the interpreter given by ``--peers-python`` (a venv of their own).
"""

from __future__ import annotations

import argparse
import fcntl
import importlib
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from mayfly.cleanup import sweeping
from mayfly.cleanup.service import TempModelsCleanupService

CONTENT = b"ISO-10303-21;" + b"x" * 2000
HALF_AN_HOUR = 1800.0
SOON_MINUTES = 1e-6
NOT_INSTALLED = None
Table = dict[str, float | None]

PEER = """
import os, sys, time
peer, place, old, young, content = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), b"x" * 2013
if peer == "diskcache":
    import diskcache
    cache = diskcache.Cache(place, disk_min_file_size=0, eviction_policy="none", cull_limit=0)
    for n in range(old): cache.set(f"old-{n}", content, expire=0.001)
    for n in range(young): cache.set(f"young-{n}", content, expire=3600)
    time.sleep(0.01)
    begin = time.perf_counter()
    removed = 0
    while count := cache.expire(): removed += count
else:
    import gradio.route_utils as g, types
    names = set()
    def write(name, count):
        for n in range(count):
            path = os.path.join(place, f"{name}-{n}.step"); names.add(path)
            with open(path, "wb") as f: f.write(content)
    write("old", old); time.sleep(0.05); middle = time.time(); time.sleep(2); write("young", young)
    blocks = types.SimpleNamespace(blocks={}, temp_file_sets=[names])
    begin = time.perf_counter()
    g.delete_files_created_by_app(blocks, time.time() - middle)
    removed = old + young - len(names)
end = time.perf_counter()
assert removed == old, removed
print(end - begin)
"""


class Place:
    """A fresh directory for one measurement, removed afterwards."""

    def __init__(self, parent: Path) -> None:
        """Remember where."""
        self._parent = parent

    def __enter__(self) -> Path:
        """Make it."""
        self.path = Path(tempfile.mkdtemp(prefix="mayfly-bench-", dir=self._parent))
        return self.path

    def __exit__(self, *_: object) -> None:
        """Remove it."""
        shutil.rmtree(self.path)


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


def left_in(folder: Path) -> int:
    """Count the models in a directory."""
    return sum(name.endswith(".step") for name in os.listdir(folder))  # noqa: PTH208


def mayfly_ms(parent: Path, old: int, young: int, *, shared: bool = False) -> float:
    """Time one explicit sweep of a service that has looked and swept there before, as it runs all day."""
    with Place(parent) as folder:
        if shared:
            folder.chmod(0o1777)  # others may write here, so the full recipe is needed for each file
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
        assert left_in(folder) == young
        return took


def command_ms(parent: Path, old: int, young: int, command: Callable[[Path], list[str]]) -> float | None:
    """Time a command that removes what is older than half an hour; None where it is not installed."""
    with Place(parent) as folder:
        words = command(folder)
        if shutil.which(words[0]) is None:
            return NOT_INSTALLED
        fill(folder, old, young)
        took = timed(lambda: subprocess.run(words, check=True, capture_output=True))
        assert left_in(folder) == young, words
        return took


def find_command(folder: Path) -> list[str]:
    """Give the usual line of cron jobs."""
    return ["find", str(folder), "-maxdepth", "1", "-name", "*.step", "-type", "f", "-mmin", "+30", "-delete"]


def tmpreaper_command(folder: Path) -> list[str]:
    """Give Debian's tool for temporary directories, judging by mtime."""
    return ["tmpreaper", "--mtime", "30m", str(folder)]


def tmpfiles_command(folder: Path) -> list[str]:
    """Give systemd's tool, judging by mtime."""
    rules = folder / "rules.conf"
    rules.write_text(f"e {folder} - - - m:30min\n")
    return ["systemd-tmpfiles", "--clean", str(rules)]


def scan_ms(parent: Path, old: int, young: int) -> float:
    """Time the script that everybody writes: look at each file, unlink the old ones."""
    with Place(parent) as folder:
        fill(folder, old, young)

        def scan() -> None:
            limit = time.time() - HALF_AN_HOUR
            for path in folder.glob("*.step"):
                if path.stat().st_mtime < limit:
                    path.unlink()

        took = timed(scan)
        assert left_in(folder) == young
        return took


def peer_ms(parent: Path, old: int, young: int, peer: str, python: str | None) -> float | None:
    """Time a Python library's expiry in its own interpreter; None where it is not installed."""
    if python is None or subprocess.run([python, "-c", f"import {peer}"], capture_output=True).returncode:
        return NOT_INSTALLED
    with Place(parent) as folder:
        words = [python, "-c", PEER, peer, str(folder), str(old), str(young)]
        done = subprocess.run(words, check=True, capture_output=True, text=True)
        return float(done.stdout) * 1e3


def in_turns(rounds: int, rows: dict[str, Callable[[], float | None]]) -> Table:
    """Measure each row once a round; give the medians."""
    seen: dict[str, list[float]] = {name: [] for name in rows}
    for number in range(rounds):
        names = list(rows)
        for name in names[number % len(names) :] + names[: number % len(names)]:
            took = rows[name]()
            if took is not None:
                seen[name].append(took)
    return {name: statistics.median(values) if values else None for name, values in seen.items()}


def compare(parent: Path, rounds: int, python: str | None, old: int, young: int) -> Table:
    """Measure everybody at removing some old files among young ones."""
    rows: dict[str, Callable[[], float | None]] = {
        "Mayfly": lambda: mayfly_ms(parent, old, young),
        "Mayfly, full recipe (directory others write to)": lambda: mayfly_ms(parent, old, young, shared=True),
        "find -mmin +30 -delete": lambda: command_ms(parent, old, young, find_command),
        "systemd-tmpfiles": lambda: command_ms(parent, old, young, tmpfiles_command),
        "tmpreaper": lambda: command_ms(parent, old, young, tmpreaper_command),
        "a Python scan": lambda: scan_ms(parent, old, young),
        "gradio delete_cache": lambda: peer_ms(parent, old, young, "gradio", python),
        "diskcache expire": lambda: peer_ms(parent, old, young, "diskcache", python),
    }
    return in_turns(rounds, rows)


def steps(parent: Path, rounds: int, count: int) -> Table:
    """Measure what each step of a removal costs, by adding one after the other."""
    read = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC

    def run(stat: bool, lock: bool, aside: bool) -> float:
        with Place(parent) as folder:
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

    return in_turns(
        rounds,
        {
            "unlink alone": lambda: run(False, False, False),
            "+ check (stat): the short way": lambda: run(True, False, False),
            "+ lock (open, fstat, flock, close)": lambda: run(True, True, False),
            "+ move aside and look again: the full recipe": lambda: run(True, True, True),
            "Mayfly, the short way, with its index": lambda: mayfly_ms(parent, count, 0),
            "Mayfly, the full recipe, with its index": lambda: mayfly_ms(parent, count, 0, shared=True),
            "find -mmin +30 -delete": lambda: command_ms(parent, count, 0, find_command),
        },
    )


def registration(parent: Path, count: int) -> Table:
    """Measure what one registration costs, and what bringing it to the disk adds."""
    with Place(parent) as folder:
        service = TempModelsCleanupService(folder, janitor=False)
        paths = fill(folder, 3 * count, 0)
        plain = [timed(lambda p=path: service.register_file(p)) for path in paths[:count]]  # type: ignore[misc]
        durable = [
            timed(lambda p=path: service.register_file(p, ttl_minutes=60))  # type: ignore[misc]
            for path in paths[count : 2 * count]
        ]
        published = []
        for number in range(count):
            with service.partial() as partial:
                partial.path.write_bytes(CONTENT)
                published.append(timed(lambda p=partial, n=number: p.publish(f"p{n}.step")))  # type: ignore[misc]
        fsync = []
        for path in paths[2 * count :]:
            with path.open("r+b") as stream:
                stream.write(b"y")
                stream.flush()
                fsync.append(timed(lambda s=stream: os.fsync(s.fileno())))  # type: ignore[misc]
    return {
        "register (not synced)": statistics.median(plain),
        "register for longer than the interval (synced)": statistics.median(durable),
        "publish (file synced, two rows, a link)": statistics.median(published),
        "one fsync of a file, for comparison": statistics.median(fsync),
    }


def growth(parent: Path, count: int) -> Table:
    """Measure a service on a directory of this many files."""
    with Place(parent) as folder:
        paths = fill(folder, 0, count) or [folder / f"m{number:06d}.step" for number in range(100)]
        time.sleep(0.1)
        begin = time.perf_counter()
        service = TempModelsCleanupService(folder, janitor=False)
        service.sweep()
        start = (time.perf_counter() - begin) * 1e3
        time.sleep(0.1)
        service.sweep()
        unchanged = statistics.median(timed(service.sweep) for _ in range(50))
        stats = statistics.median(timed(service.get_stats) for _ in range(50))
        register = statistics.median(timed(lambda p=p: service.register_file(p)) for p in paths)  # type: ignore[misc]
        for path in paths:
            service.register_file(path, ttl_minutes=SOON_MINUTES)
        time.sleep(0.02)
        expired = timed(service.sweep)
        time.sleep(0.1)
        look = timed(service.sweep)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "start: find and adopt all": start,
        "sweep, directory unchanged, none expired": unchanged,
        "get_stats": stats,
        "register one": register,
        "sweep of 100 expired": expired,
        "sweep after a change: look at all again": look,
        "peak memory of the process (MiB)": memory,
    }


def lateness(parent: Path, count: int) -> Table:
    """Measure how late models go: staggered deadlines, a running service, the real clock."""
    with Place(parent) as folder, TempModelsCleanupService(folder, janitor=False) as service:
        path = folder / "m.step"
        for number in range(count):
            path = folder / f"m{number:06d}.step"
            path.write_bytes(CONTENT)
            service.register_file(path, ttl_minutes=(1.0 + number * 0.01) / 60)
        while service.get_stats()["total_files"]:
            time.sleep(0.5)
        late = sorted(
            (entry["removed_at"] - entry["expired_at"]) * 1e3
            for entry in service.get_details(history=count)["history"]
        )
        assert len(late) == count
    return {
        "earliest": late[0],
        "p50": statistics.median(late),
        "p99": late[int(count * 0.99)],
        "latest": late[-1],
    }


def idle_percent(parent: Path, seconds: float) -> float:
    """Measure the share of one core that a running service takes with a thousand models and nothing to do."""
    code = (
        "import sys, time; from pathlib import Path\n"
        "from mayfly.cleanup.service import TempModelsCleanupService as S\n"
        "s = S(sys.argv[1], janitor=False); s.start_cleanup_service(); time.sleep(3)\n"
        "a = time.process_time(); time.sleep(float(sys.argv[2])); print(time.process_time() - a)"
    )
    with Place(parent) as folder:
        fill(folder, 0, 1000)
        words = [sys.executable, "-c", code, str(folder), str(seconds)]
        done = subprocess.run(words, check=True, capture_output=True, text=True)
    return float(done.stdout) / seconds * 100


def show(title: str, table: Table, unit: str = "ms", base: str | None = None) -> None:
    """Print a table, with each row's ratio to a base row."""
    print(f"\n{title}")
    reference = table.get(base) if base else None
    for name, value in table.items():
        if value is None:
            print(f"  {name:<52} not installed")
        else:
            ratio = f"   {value / reference:6.2f} x find" if reference else ""
            print(f"  {name:<52} {value:10.3f} {unit}{ratio}")


def plot(results: dict[str, Table], file: Path) -> None:
    """Draw the two comparisons as bars on a logarithmic axis (needs matplotlib)."""
    pyplot = importlib.import_module("matplotlib.pyplot")
    figure, axes = pyplot.subplots(2, 1, figsize=(9, 7), layout="constrained")
    for axis, title in zip(axes, list(results)[:2], strict=True):
        rows = [(name, value) for name, value in results[title].items() if value is not None][::-1]
        bars = axis.barh([name for name, _ in rows], [value for _, value in rows])
        axis.bar_label(bars, fmt="%.1f ms", padding=3)
        axis.set_xscale("log")
        axis.set_title(title)
        axis.set_xlabel("milliseconds, median")
        axis.margins(x=0.15)
    figure.savefig(file, dpi=120)


def main() -> None:
    """Measure, print, and write what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--dir", type=Path, default=Path(tempfile.gettempdir()), help="where the files are made"
    )
    parser.add_argument("--peers-python", help="interpreter that has diskcache and gradio")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    place, rounds = options.dir, options.rounds
    machine = f"{platform.system()} {platform.release()}, {os.cpu_count()} cores"
    print(f"{machine}, Python {platform.python_version()}")
    results: dict[str, Table] = {}

    def table(title: str, rows: Table, base: str | None = None) -> None:
        results[title] = rows
        show(title, rows, base=base)

    find = "find -mmin +30 -delete"
    table("100 expired among 20,000", compare(place, rounds, options.peers_python, 100, 19_900), find)
    table("All of 10,000 expired", compare(place, rounds, options.peers_python, 10_000, 0), find)
    table("What each step costs, 10,000 files", steps(place, rounds, 10_000), find)
    table("One registration", registration(place, 500))
    for count in (1_000, 10_000, 100_000):
        table(f"A directory of {count:,} files", growth(place, count))
    table("Lateness of 1,000 staggered deadlines", lateness(place, 1000))
    results["Idle"] = {"share of one core (%)": idle_percent(place, 20)}
    show("Idle, 1,000 models", results["Idle"], "%")
    if options.json:
        options.json.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n")
    if options.plot:
        plot(results, options.plot)


assert sweeping.CAREFUL_ROWS < 10_000  # or the short way would not be measured

if __name__ == "__main__":
    main()
