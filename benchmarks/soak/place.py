"""Where the soak happens: two directories of models and one for temporary files, each a disk of its own."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DISK_MB = 48
TEMPORARY_MB = 2048  # a script may fill half a gigabyte before it is ended, and several run at once
BUILD_SECONDS = 8


class Place:
    """A folder with mounts ``a``, ``b`` and ``tmp``; plain folders where we are not root.

    Attributes:
        path: The folder.
        mounted: Whether the three are small disks of their own, which can be filled.
        stepper: A library that moves the wall clock of who preloads it; None without a C compiler.
    """

    def __init__(self, ttl_minutes: float) -> None:
        """Make and mount everything."""
        self.path = Path(tempfile.mkdtemp(prefix="mayfly-soak-"))
        self.path.chmod(0o755)
        self.ttl_minutes = ttl_minutes
        self.a, self.b, self.tmp = (self.path / name for name in ("a", "b", "tmp"))
        self.mounted = os.geteuid() == 0
        for folder, megabytes in ((self.a, DISK_MB), (self.b, DISK_MB), (self.tmp, TEMPORARY_MB)):
            folder.mkdir()
            if self.mounted:
                self.mounted = _mount(folder, megabytes)
        self.clock = self.path / "clock"
        self.step_clock(0)
        self.stepper = self._compiled()

    def _compiled(self) -> Path | None:
        compiler = shutil.which("cc") or shutil.which("gcc")
        if compiler is None:
            return None
        library = self.path / "clock_step.so"
        source = Path(__file__).with_name("clock_step.c")
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source)], check=True)
        return library

    def step_clock(self, seconds: int) -> None:
        """Set by how much the wall clock of the preloading process is off."""
        with self.clock.open("r+b" if self.clock.exists() else "wb") as file:
            file.write(struct.pack("=q", seconds))

    def environment(self, models: Path, *, size: int = 1, stepped: bool = False) -> dict[str, str]:
        """Give the environment of a process that works on a directory of models."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("MAYFLY_")}
        own = {
            "PYTHONPATH": f"{ROOT / 'backend'}:{ROOT}",
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": str(self.tmp),
            "MAYFLY_TEMP_DIR": str(models),
            "MAYFLY_CLEANUP_INTERVAL_MINUTES": f"{self.ttl_minutes:g}",
            "MAYFLY_BUILD_TIMEOUT_SECONDS": str(BUILD_SECONDS),
            "MAYFLY_BUILD_MEMORY_MB": "1024",
            "MAYFLY_WORKSHOP_SIZE": str(size),
            "MAYFLY_WARM_IDLE_MINUTES": "1",  # what stays warm between commands ends with the run
        }
        if stepped and self.stepper is not None:
            own |= {"LD_PRELOAD": str(self.stepper), "MAYFLY_SOAK_CLOCK": str(self.clock)}
        return {**kept, **own}

    def remove(self) -> None:
        """Unmount and remove everything."""
        for folder in (self.a, self.b, self.tmp):
            if self.mounted:
                subprocess.run(["umount", "-l", str(folder)], check=False)
        shutil.rmtree(self.path, ignore_errors=True)


def _mount(folder: Path, megabytes: int) -> bool:
    """Mount a small disk in memory; False where that is not allowed."""
    options = f"size={megabytes}m,mode=0755"
    command = ["mount", "-t", "tmpfs", "-o", options, "mayfly-soak", str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.stderr.write(f"no disk of its own for {folder}: {done.stderr}")
    return done.returncode == 0
