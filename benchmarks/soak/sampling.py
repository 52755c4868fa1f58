"""What processes and folders hold, read from ``/proc`` and from the disk."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_MODEL = ".step"


def held(pid: int) -> dict[str, float]:
    """Give memory (MiB), descriptors, threads and children of a process; empty if it has gone."""
    folder = Path("/proc") / str(pid)
    try:
        status = dict(
            line.split(":", 1) for line in (folder / "status").read_text().splitlines() if ":" in line
        )
        shared = (folder / "smaps_rollup").read_text().splitlines()
        share = next(int(line.split()[1]) for line in shared if line.startswith("Pss:"))
        return {
            "rss_mib": int(status["VmRSS"].split()[0]) / 1024,
            "pss_mib": share / 1024,
            "descriptors": len(os.listdir(folder / "fd")),  # noqa: PTH208
            "threads": int(status["Threads"]),
            "children": len(children(pid)),
        }
    except (OSError, KeyError, StopIteration):
        return {}


def children(pid: int) -> list[int]:
    """Give the children of a process."""
    found: list[int] = []
    with suppress(OSError):
        for task in (Path("/proc") / str(pid) / "task").iterdir():
            with suppress(OSError):
                found += [int(word) for word in (task / "children").read_text().split()]
    return found


def zygotes(pid: int) -> list[int]:
    """Give the zygotes of a process."""
    return [child for child in children(pid) if b"mayfly-workshop-" in command_line(child)]


def command_line(pid: int) -> bytes:
    """Give a process's command line; empty if it has gone."""
    with suppress(OSError):
        return (Path("/proc") / str(pid) / "cmdline").read_bytes()
    return b""


def janitor(models: Path) -> int | None:
    """Give the janitor of a directory, if one lives."""
    with suppress(OSError, ValueError):
        pid = int((models / ".mayfly" / "janitor.lock").read_text())
        if b"mayfly.cleanup.janitor" in command_line(pid):
            return pid
    return None


def mentioning(path: Path) -> list[str]:
    """Give the living processes whose command line has a path in it: all that work there."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and int(folder.name) != os.getpid():
            line = command_line(int(folder.name))
            if os.fsencode(path) in line:
                found.append(f"{folder.name}: {line.replace(bytes(1), b' ').decode(errors='replace')[:200]}")
    return found


def contents(models: Path) -> dict[str, int]:
    """Count what is in a directory of models and its hidden folder."""
    hidden = models / ".mayfly"
    counted = {"models": sum(name.endswith(_MODEL) for name in _names(models))}
    counted["partials"] = len(_names(hidden / "partials"))
    counted["trash"] = len(_names(hidden / "trash"))
    counted["hidden_files"] = len([name for name in _names(hidden) if name not in ("partials", "trash")])
    with suppress(OSError):
        counted["index_bytes"] = (hidden / "index.sqlite3").stat().st_size
    return counted


def temporary(folder: Path) -> int:
    """Count what lies in the folder for temporary files."""
    return len(_names(folder))


def _names(folder: Path) -> list[str]:
    with suppress(OSError):
        return os.listdir(folder)  # noqa: PTH208
    return []
