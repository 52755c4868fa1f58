"""What the harness knows: the jobs and their ends, what the makers were told, and when which fault was on."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class Job:
    """One job at a door; ``code`` is ``ok`` or the stable name of what went wrong."""

    door: str
    kind: str
    place: str
    began: float
    ended: float
    code: str
    expected: tuple[str, ...]
    detail: str = ""

    @property
    def as_expected(self) -> bool:
        """Whether it ended as it should where nothing is broken."""
        return self.code in self.expected


@dataclass(slots=True)
class Told:
    """What a maker was told of its model; moments in epoch seconds.

    Attributes:
        expires: None where the maker's own clock was being moved.
        removing_at: When somebody asked for it to be deleted.
        kept_at: When its life was made longer for the last time.
        read_until: The end of the last download; ``cut`` if the server was killed in it.
        claimed: Somebody keeps it, deletes it or reads it slowly; nobody else may choose it.
    """

    place: str
    name: str
    door: str
    expires: float | None
    removing_at: float | None = None
    kept_at: float | None = None
    read_until: float | None = None
    cut: bool = False
    claimed: bool = False


@dataclass(slots=True)
class Fault:
    """Something that was broken on purpose, from when to when, and for whom."""

    kind: str
    target: str
    began: float
    ended: float = float("inf")
    detail: str = ""


@dataclass(slots=True)
class Ledger:
    """Everything, for all threads; jobs and faults also go to a log as they come."""

    log: Path
    jobs: list[Job] = field(default_factory=list)
    models: dict[tuple[str, str], Told] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)

    @classmethod
    def read(cls, log: Path) -> Ledger:
        """Read the log of a run that is over."""
        ledger = cls(log)
        for line in log.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            del row["at"]
            kind = row.pop("entry")
            if kind == "job":
                ledger.jobs.append(Job(**{**row, "expected": tuple(row["expected"])}))
            elif kind == "fault":
                ledger.faults.append(Fault(**row))
            else:
                ledger.models[(row["place"], row["name"])] = Told(**row)
        return ledger

    def note(self, kind: str, entry: Any) -> None:
        """Append to the log."""
        with self.lock, self.log.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"at": round(time.time(), 3), "entry": kind, **asdict(entry)}) + "\n")

    def finished(self, job: Job) -> None:
        """Note a job's end."""
        with self.lock:
            self.jobs.append(job)
        self.note("job", job)

    def told(self, place: str, name: str, door: str, expires: float | None) -> Told:
        """Note a model that was answered with, or another thing that was told of it."""
        with self.lock:
            known = self.models.get((place, name))
            if known is None:
                known = self.models[(place, name)] = Told(place, name, door, expires)
            elif expires is not None:
                known.expires = expires
            return known

    def lasting(self, place: str, seconds: float) -> list[Told]:
        """Give the models of a place with at least so long to live, that nobody has claimed."""
        limit = time.time() + seconds
        with self.lock:
            return [
                model
                for model in self.models.values()
                if model.place == place
                and not model.claimed
                and model.expires is not None
                and model.expires > limit
            ]

    @contextmanager
    def fault(self, kind: str, target: str, detail: str = "") -> Iterator[Fault]:
        """Note that something is broken within the block."""
        fault = Fault(kind, target, time.time(), detail=detail)
        with self.lock:
            self.faults.append(fault)
        try:
            yield fault
        finally:
            fault.ended = time.time()
            self.note("fault", fault)
