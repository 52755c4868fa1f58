"""What is broken on purpose, one thing at a time, every few seconds."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from benchmarks.soak.actors import McpServer, Service, Worker, command
from benchmarks.soak.ledger import Ledger
from benchmarks.soak.place import Place
from benchmarks.soak.sampling import children, janitor, zygotes

STEP_SECONDS = 3600
_MEGABYTE = 2**20


class Faults:
    """Breaks things until told to stop."""

    def __init__(
        self,
        ledger: Ledger,
        place: Place,
        victim: Service,
        workers: list[Worker],
        others: list[Service | McpServer],
        kill_until: float,
    ) -> None:
        """Keep who may be hit; of those but the victim only their children are killed."""
        self.kill_until = kill_until
        self.ledger = ledger
        self.place = place
        self.victim = victim
        self.workers = workers
        self.makers: list[Service | Worker | McpServer] = [victim, *workers, *others]
        self.strangers = 0

    def run(self, stop: threading.Event) -> None:
        """Break one thing after the other; kill no service any more after ``kill_until``."""
        choices: list[tuple[Callable[[], None], int]] = [
            (self.kill_child, 24), (self.kill_zygote, 6), (self.kill_janitor, 6), (self.kill_service, 8),
            (self.blackout, 5), (self.spoil_index, 8), (self.stranger, 10), (self.stop_janitor, 6),
            (self.send_janitor_home, 4), (self.close_descriptors, 8), (self.raise_in_calls, 8),
            (self.touch_all, 8),
        ]  # fmt: skip
        if self.place.mounted:
            choices += [(self.fill_models, 8), (self.fill_temporary, 4)]
        if any(worker.stepped for worker in self.workers):
            choices += [(self.step_clock, 8)]
        while not stop.wait(random.uniform(2, 7)):  # noqa: S311
            act = random.choices([act for act, _ in choices], [weight for _, weight in choices])[0]  # noqa: S311
            if act not in (self.kill_service, self.blackout) or time.time() < self.kill_until:
                act()

    # -- processes

    def kill_child(self) -> None:
        """Kill one of the children that build, busy or waiting."""
        maker = random.choice(self.makers)  # noqa: S311
        found = [child for zygote in zygotes(maker.pid) for child in children(zygote)]
        if found:
            with self.ledger.fault("child killed", maker.name):
                _kill(random.choice(found))  # noqa: S311

    def kill_zygote(self) -> None:
        """Kill what the children are forked from."""
        maker = random.choice(self.makers)  # noqa: S311
        found = zygotes(maker.pid)
        if found:
            with self.ledger.fault("zygote killed", maker.name):
                _kill(found[0])

    def kill_janitor(self) -> None:
        """Kill a directory's janitor while a service lives there, which starts another within seconds."""
        models = random.choice((self.place.a, self.victim.models))  # noqa: S311
        pid = janitor(models)
        if pid is not None:
            with self.ledger.fault("janitor killed", models.name):
                _kill(pid)
            time.sleep(7)

    def stop_janitor(self) -> None:
        """Stop a directory's janitor for a while, whatever it holds at that moment."""
        models = random.choice((self.place.a, self.victim.models))  # noqa: S311
        pid = janitor(models)
        if pid is not None:
            with self.ledger.fault("janitor stopped", models.name), suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
                time.sleep(random.uniform(1, 8))  # noqa: S311
                os.kill(pid, signal.SIGCONT)

    def send_janitor_home(self) -> None:
        """End a janitor by the command for it, while a service lives there."""
        models = random.choice((self.place.a, self.victim.models))  # noqa: S311
        with self.ledger.fault("janitor sent home", models.name):
            command(self.place, models, "janitor", "stop", str(models))

    def close_descriptors(self) -> None:
        """Close a service's descriptors behind its back."""
        worker = random.choice(self.workers)  # noqa: S311
        with self.ledger.fault("descriptors closed", worker.name):
            worker.do("close", "")

    def raise_in_calls(self) -> None:
        """Raise exceptions in the middle of a service's calls, and in its thread."""
        worker = random.choice(self.workers)  # noqa: S311
        with self.ledger.fault("exceptions raised", worker.name):
            worker.do("cut", "")

    def kill_service(self) -> None:
        """Kill the service; the janitor keeps the deadlines. Start it again, here or there."""
        with self.ledger.fault("service killed", self.victim.models.name):
            self.victim.kill()
            time.sleep(random.uniform(0, 6))  # noqa: S311
            self.victim.start(random.choice((self.place.a, self.place.b)))  # noqa: S311

    def blackout(self) -> None:
        """Kill service and janitor, so that for a while nobody keeps the second directory's deadlines."""
        if self.victim.models != self.place.b:
            with self.ledger.fault("service killed", "a"):
                self.victim.kill()
                self.victim.start(self.place.b)
            time.sleep(5)
        with self.ledger.fault("blackout", "b"):
            self.victim.kill()
            pid = janitor(self.place.b)
            if pid is not None:
                _kill(pid)
            time.sleep(random.uniform(3, 15))  # noqa: S311
            self.victim.start(self.place.b)

    # -- the disk

    def fill_models(self) -> None:
        """Fill a directory's disk to the brim for some seconds."""
        models = random.choice((self.place.a, self.place.b))  # noqa: S311
        self._fill(models, "disk full", models.name)

    def fill_temporary(self) -> None:
        """Fill the disk where the workshop has its folders."""
        self._fill(self.place.tmp, "temporary disk full", "all")

    def _fill(self, folder: Path, kind: str, target: str) -> None:
        ballast = folder / "ballast"
        with self.ledger.fault(kind, target):
            try:
                with ballast.open("wb", buffering=0) as file:
                    for size in (_MEGABYTE, 4096):
                        block = bytes(size)
                        with suppress(OSError):
                            while file.write(block) == size:
                                pass
                time.sleep(random.uniform(2, 8))  # noqa: S311
            finally:
                ballast.unlink(missing_ok=True)

    def spoil_index(self) -> None:
        """Overwrite, cut or remove the index."""
        models = random.choice((self.place.a, self.place.b))  # noqa: S311
        index = models / ".mayfly" / "index.sqlite3"
        way = random.choice(("removed", "emptied", "overwritten", "its head overwritten"))  # noqa: S311
        with self.ledger.fault("index spoilt", models.name, way), suppress(OSError):
            if way == "removed":
                index.unlink()
                return
            size = index.stat().st_size
            with index.open("r+b", buffering=0) as file:
                if way == "emptied":
                    file.truncate(0)
                else:
                    file.write(os.urandom(size if way == "overwritten" else min(size, 4096)))

    def touch_all(self) -> None:
        """Do to all models what backups, containers and thumbnailers do: links, owners, modes, times."""
        models = random.choice((self.place.a, self.place.b))  # noqa: S311
        with self.ledger.fault("touched", models.name):
            for path in models.glob("*.step"):
                if path.is_symlink() or path.name.startswith("stranger-"):
                    continue  # a stranger's file may get one more life
                with suppress(OSError):
                    backup = models / f"{path.name}.backup"
                    backup.hardlink_to(path)
                    backup.unlink()
                    os.chown(path, os.geteuid(), os.getegid(), follow_symlinks=False)
                    path.chmod(path.stat().st_mode ^ 0o020)
                    os.utime(path)

    # -- the clock, and strangers

    def step_clock(self) -> None:
        """Move the wall clock of one process by an hour, to and fro, and back after a while."""
        seconds = random.choice((STEP_SECONDS, -STEP_SECONDS))  # noqa: S311
        with self.ledger.fault("clock stepped", "a", f"{seconds:+d} s"):
            self.place.step_clock(seconds)
            time.sleep(random.uniform(2, 20))  # noqa: S311
            self.place.step_clock(0)

    def stranger(self) -> None:
        """Put a file there that nobody registers."""
        models = random.choice((self.place.a, self.place.b))  # noqa: S311
        self.strangers += 1
        half_written = models / f"stranger-{self.strangers}.part"
        with suppress(OSError):
            half_written.write_text("ISO-10303-21;\nEND-ISO-10303-21;\n")
            half_written.rename(half_written.with_suffix(".step"))
        half_written.unlink(missing_ok=True)  # on a full disk


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
