"""Sentences for people about the temporary models: statistics, listings, sweeps."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from mayfly.contracts import StoredModel, SweepReport

_UNITS = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "KB"))


def stats_answer(stats: Mapping[str, Any], details: Mapping[str, Any], *, local: bool = False) -> str:
    """Return how many models there are, their size, how many were deleted, and the next expiry."""
    deadline = details["next_deadline"]
    removed = details["removed_total"]
    running = "running" if stats["service_running"] else "not running"
    return (
        f"{_models(stats['total_files'])} in temporary storage ({stats['tracked_files']} tracked), "
        f"{bytes_text(details['total_bytes'])} in all. "
        f"Next expiry: {when_text(deadline, local=local) if deadline is not None else 'none'}. "
        f"Deleted so far: {removed}. "
        f"A model lives {span_text(stats['cleanup_interval_minutes'] * 60)}; "
        f"the cleanup service is {running}."
    )


def sweep_answer(report: SweepReport, *, local: bool = False) -> str:
    """Return what a sweep removed, what it kept, and what it could not remove."""
    would = "Would delete" if report.dry_run else "Deleted"
    lines = [
        f"{would} {_models(len(report.removed))} past their time ({bytes_text(report.removed_bytes)}); "
        f"kept {report.kept} with time left."
    ]
    lines += [f"  {quoted(name)}" for name in report.removed]
    if report.leased:
        lines.append(f"Still being read, will go afterwards: {', '.join(map(quoted, report.leased))}.")
    lines += [f"Could not delete {quoted(name)}: {reason}" for name, reason in report.failed.items()]
    if report.next_deadline is not None:
        lines.append(f"Next expiry: {when_text(report.next_deadline, local=local)}.")
    return "\n".join(lines)


def listing_answer(models: Sequence[StoredModel], *, local: bool = False) -> str:
    """Return a list of the models, the next one to expire first."""
    if not models:
        return "No models in temporary storage."
    lines = [f"{_models(len(models))} in temporary storage:"]
    for model in models:
        found = "" if model.tracked else ", found and adopted"
        expiry = when_text(model.expires_at, local=local)
        lines.append(f"  {quoted(model.name)} ({bytes_text(model.size_bytes)}{found}) goes {expiry}")
    return "\n".join(lines)


def quoted(name: str) -> str:
    """Return a file name between quotation marks, so that a chat model takes it as data.

    Anybody who can write into the directory chooses names, and a name may read like an instruction. Quotation
    marks within it are escaped, and so are characters that can't be shown (``cleanup.names.shown``).
    """
    return json.dumps(name, ensure_ascii=False)


def bytes_text(size: int) -> str:
    """Return a size in the unit that reads best."""
    if size < 1000:
        return f"{size} bytes"
    unit, name = next((unit, name) for unit, name in _UNITS if size >= unit)
    return f"{size / unit:.1f} {name}"


def span_text(seconds: float) -> str:
    """Return a length of time in minutes, or in seconds where it is short."""
    if seconds < 120:
        return f"{seconds:.3g} seconds"
    return f"{round(seconds / 60, 1):g} minutes"


def when_text(deadline: float, now: float | None = None, *, local: bool = False) -> str:
    """Return a deadline as a time of day and the time left, in the largest units that matter.

    Args:
        deadline: In epoch seconds.
        now: The present time; the machine's own if not given.
        local: In this machine's time zone, for a person in front of it; else in UTC.
    """
    left = max(0, round(deadline - (time.time() if now is None else now)))
    when = datetime.fromtimestamp(deadline, UTC)
    clock = f"{when.astimezone():%H:%M:%S}" if local else f"{when:%H:%M:%S} UTC"
    return f"at {clock}, in {left // 60} min {left % 60:02} s"


def _models(count: int) -> str:
    return "1 model" if count == 1 else f"{count} models"
