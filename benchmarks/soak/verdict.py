"""The verdict: what the observer saw, held against what the makers were told and what was broken when."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.soak.ledger import Fault, Job, Ledger, Told

LATE_SECONDS = 1.0
_CLOCK_SLACK_SECONDS = 0.01  # what is told is told in whole milliseconds
_UNTOLD_SLACK_SECONDS = 1.0  # the deadline is set before the file gets its name, and nobody told it
_AFTER_BLACKOUT_SECONDS = 5.0
_AFTER_CUT_SECONDS = 6.0
_AFTER_STOP_SECONDS = 6.0  # the sweep's lock is waited for once, for five seconds
_STRANGER_SECONDS = 2.0  # found by a look, which comes once a second
_SETTLE_SECONDS = 3.0

BROKEN_BUILD = ("kernel_crash", "build_out_of_memory", "build_failed")
EXCUSES: dict[str, tuple[str, ...]] = {
    "child killed": BROKEN_BUILD,
    "zygote killed": BROKEN_BUILD,
    "service killed": ("connection", "model_not_found", "build_not_found"),
    "blackout": ("connection", "model_not_found", "build_not_found"),
    "disk full": ("storage_error", "storage_full"),
    "janitor stopped": ("storage_error",),  # it may have been stopped in the middle of a transaction
    "temporary disk full": ("build_failed", "storage_error", "storage_full"),
}
"""Which errors are right while something is broken; anything else is a finding."""


@dataclass(slots=True)
class Seen:
    """A model as the observer saw it; moments in epoch seconds."""

    place: str
    name: str
    at: float
    ctime: float
    size: int
    last: float = 0.0
    by: float = 0.0


@dataclass(slots=True)
class Verdict:
    """What came out.

    Attributes:
        findings: What should not have been.
        lateness: Seconds from the deadline to the first look that missed the model, by circumstance.
        fates: How many models went how.
    """

    findings: list[str] = field(default_factory=list)
    lateness: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    fates: Counter[str] = field(default_factory=Counter)
    longest_look_seconds: float = 0.0


def judge(ledger: Ledger, log: Path, ttl: float) -> Verdict:
    """Hold everything against everything."""
    verdict = Verdict()
    seen, living = _read(log, verdict)
    for model in living:
        verdict.findings.append(f"never went: {model.place}/{model.name}")
    for model in seen:
        _judge_model(model, ledger, ttl, verdict)
    names = {(model.place, model.name) for model in [*seen, *living]}
    for told in ledger.models.values():
        if (told.place, told.name) not in names:
            verdict.findings.append(f"told of, never seen: {told}")
    for job in ledger.jobs:
        if not job.as_expected and not excuses(job, ledger.faults, ttl):
            verdict.findings.append(f"job: {job}")
    return verdict


def excuses(job: Job, faults: list[Fault], ttl: float) -> list[str]:
    """Give the faults that explain a job's end."""
    if job.kind == "expired" and job.code == "ok":  # whom nobody could tell its age any more
        renewed = _lives_renewed(job.place, job.began - ttl, job.ended, faults)
        return ["clock stepped, index spoilt"] if renewed else []
    near = [
        fault for fault in faults if job.began <= fault.ended + _SETTLE_SECONDS and job.ended >= fault.began
    ]
    return [fault.kind for fault in near if job.code in EXCUSES.get(fault.kind, ()) and _concerns(fault, job)]


def _concerns(fault: Fault, job: Job) -> bool:
    """Tell whether a fault hit what a job worked with: its service or worker, its directory, or all."""
    if fault.kind in ("service killed", "blackout"):
        return job.door == "http victim"
    return fault.target in ("all", job.place, job.door.rpartition(" ")[2])


def _read(log: Path, verdict: Verdict) -> tuple[list[Seen], list[Seen]]:
    """Read the observer's log: models that went, and those that are still there."""
    living: dict[tuple[str, str], Seen] = {}
    gone = []
    for line in log.read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        event = row["event"]
        if event == "pace":
            verdict.longest_look_seconds = max(verdict.longest_look_seconds, row["longest"])
            continue
        key = (row["place"], row["name"])
        if event == "seen":
            living[key] = Seen(row["place"], row["name"], row["at"], row["ctime"], row["size"])
        elif event == "gone":
            model = living.pop(key)
            model.last, model.by = row["last"], row["by"]
            gone.append(model)
        else:
            verdict.findings.append(f"{event}: {row}")
    return gone, list(living.values())


def _judge_model(model: Seen, ledger: Ledger, ttl: float, verdict: Verdict) -> None:
    told = ledger.models.get((model.place, model.name))
    if told is not None and told.removing_at is not None and model.by >= told.removing_at - 0.05:
        verdict.fates["deleted on demand"] += 1
        return
    exact = told is not None and told.expires is not None
    deadline = told.expires if told is not None and told.expires is not None else model.ctime + ttl
    slack = _CLOCK_SLACK_SECONDS if exact else _UNTOLD_SLACK_SECONDS
    if model.by < deadline - slack:
        verdict.fates["EARLY"] += 1
        verdict.findings.append(f"early by {deadline - model.by:.3f} s: {model} {told}")
        return
    limit, circumstance = latest_allowed(model, told, deadline, ttl, ledger.faults)
    if model.last > limit:
        verdict.fates["LATE"] += 1
        verdict.findings.append(f"late by {model.last - deadline:.3f} s ({circumstance}): {model} {told}")
    else:
        kind = "stranger's" if model.name.startswith("stranger-") else "untold" if told is None else "told"
        verdict.fates[f"on time, {kind}"] += 1
    if circumstance == "held by a reader" and model.last > deadline + LATE_SECONDS:
        verdict.fates["name held past the deadline by a reader"] += 1
    if exact and circumstance != "held by a reader":
        verdict.lateness[circumstance].append(model.by - deadline)


def latest_allowed(
    model: Seen, told: Told | None, deadline: float, ttl: float, faults: list[Fault]
) -> tuple[float, str]:
    """Give the latest moment at which a model may be seen, and the circumstance that decides it."""
    renewed = [moment + ttl + 2 for moment in _lives_renewed(model.place, model.at, model.by, faults)]
    near = [
        fault
        for fault in faults
        if fault.target in (model.place, "all") and fault.began <= model.by and fault.ended >= deadline - 2
    ]
    kinds = sorted({fault.kind for fault in near})
    limit = deadline + (_STRANGER_SECONDS if model.name.startswith("stranger-") else LATE_SECONDS)
    for fault in near:
        if fault.kind == "blackout":
            limit = max(limit, fault.ended + _AFTER_BLACKOUT_SECONDS)
        if fault.kind == "janitor stopped":
            limit = max(limit, min(fault.ended, deadline + _AFTER_STOP_SECONDS) + LATE_SECONDS)
    if told is not None and told.read_until is not None:
        after = _AFTER_CUT_SECONDS if told.cut else LATE_SECONDS
        return max([limit, deadline + after, told.read_until + after, *renewed]), "held by a reader"
    spoilt = [
        fault
        for fault in faults
        if fault.kind == "index spoilt"
        and fault.target == model.place
        and model.at <= fault.ended <= model.by
    ]
    if spoilt:  # the directory is the truth then: an extension made the file young
        limit += 1
        if told is not None and told.kept_at is not None:
            limit = max(limit, told.kept_at + ttl + 2)
        kinds = sorted({*kinds, "index spoilt"})
    return max([limit, *renewed]), ", ".join(kinds) or "calm"


def _lives_renewed(place: str, since: float, until: float, faults: list[Fault]) -> list[float]:
    """Give the moments at which the models of a place may have begun a new life.

    Where the index is lost, a process whose clock was moved within the last day takes
    no file for older than is certain.
    """
    stepped = [fault.began for fault in faults if fault.kind == "clock stepped" and fault.target == place]
    return [
        fault.ended
        for fault in faults
        if fault.kind == "index spoilt" and fault.target == place and since <= fault.ended <= until
        if any(began <= fault.ended for began in stepped)
    ]
