"""Where and when figures were measured, and with which versions."""

from __future__ import annotations

import os
import platform
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Machine:
    """One machine at one time.

    Attributes:
        date: Day of the measurement (UTC).
        processor: Its name, and how many cores may be used.
        memory_gb: Memory.
        system: Kernel and Python.
        file_system: Type of the file system that the files were on.
        load: Average load of the minute before: what others were doing.
        commit: Mayfly's version.
    """

    date: str
    processor: str
    memory_gb: float
    system: str
    file_system: str
    load: float
    commit: str

    @property
    def line(self) -> str:
        """All of it in one line."""
        return (
            f"{self.date}, {self.processor}, {self.memory_gb:.0f} GB, {self.system}, files on "
            f"{self.file_system}; load before the start {self.load:.1f}; commit {self.commit}"
        )


def look() -> Machine:
    """Describe this machine."""
    return Machine(
        date=datetime.now(UTC).date().isoformat(),
        processor=f"{_processor()}, {len(os.sched_getaffinity(0))} cores",
        memory_gb=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9,
        system=f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        file_system=file_system(Path(tempfile.gettempdir())),
        load=os.getloadavg()[0],
        commit=_output("git", "-C", str(ROOT), "describe", "--always", "--dirty") or "unknown",
    )


def file_system(folder: Path) -> str:
    """Give the type of the file system that a folder is on."""
    found, best = "unknown", ""
    for line in Path("/proc/mounts").read_text().splitlines():
        _, place, kind, *_ = line.split()
        if folder.resolve().is_relative_to(place) and len(place) >= len(best):
            found, best = kind, place
    return found


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def _output(*words: str) -> str:
    try:
        return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
