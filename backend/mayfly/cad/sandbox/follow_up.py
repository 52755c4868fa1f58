"""What the child of a script is asked after it ran: whether what it built is sound, what went wrong, a cure.

It still has the objects, which the server never sees.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import cadquery as cq

from mayfly.cad.sandbox import surroundings
from mayfly.cad.sandbox.cure import cured
from mayfly.cad.sandbox.diagnosis import accounts, in_file
from mayfly.cad.sandbox.error_account import explain
from mayfly.cad.sandbox.inspection import measure_as_written
from mayfly.cad.sandbox.stepfile import Shown, volume_mm3, write_step

CURED_FILE = "cured.step"
_ALIKE = 1e-3
Answer = dict[str, Any]


@dataclass
class Run:
    """One run of a script.

    Attributes:
        job: The job, as the server sent it.
        source: The script as it ran.
        home: The child's folder.
        shown: What the script shows.
        error: What it failed with.
    """

    job: dict[str, Any]
    source: str
    home: str
    shown: list[Shown] = field(default_factory=list)
    error: BaseException | None = None

    @property
    def foreign(self) -> bool:
        """Whether somebody else than Mayfly wrote the script."""
        return not self.job["trusted"]

    def write(self, name: str, content: bytes) -> None:
        """Write a file into the child's folder, which the script may have left.

        Args:
            name: The file's name.
            content: What is to be in it.

        Raises:
            OSError: It can't be written.
        """
        surroundings.go_back(self.home)
        with open(name, "wb") as target:  # noqa: PTH123 (the jail lets in no path library's look-ups)
            target.write(content)


def failure(run: Run) -> Answer:
    """Return the plain account of what a run failed with; "more" where a second look can say more.

    Args:
        run: A run with an error.
    """
    assert run.error is not None  # noqa: S101
    account = explain(run.error, run.source)
    return {"ok": False, "error": account, "more": account["kind"] == "script"}


def _diagnose(run: Run) -> Iterator[Answer]:
    """Give ever better accounts of what a run failed with, then say that there is no better one."""
    source, shown = run.source, [item.obj for item in run.shown]
    with contextlib.suppress(Exception):  # a look at the script's own objects, which may be anything
        further = accounts(run.error, source, shown) if run.error else in_file(source, shown, _is_same)
        for account in further:
            yield {"ok": False, "error": account}
    yield {"ok": True, "done": True}


def _is_same(shape: cq.Shape) -> bool:
    """Tell whether a shape with solids is sound and of the same volume once it is written and read."""
    if not shape.Solids():
        return True
    whole = [Shown(shape)]
    measured = measure_as_written(write_step(whole, name="part", timestamp=0.0))
    built = volume_mm3(whole)
    return measured is not None and abs(measured[1] - built) <= _ALIKE * built


def _cure(run: Run) -> Iterator[Answer]:
    """Write what a script shows in another way; "ok" is False where there is no other."""
    try:
        changed = cured(run.shown)
        if changed is None:
            yield {"ok": False}
            return
        name, timestamp = run.job["name"], run.job["timestamp"]
        content = write_step(changed, name=name, timestamp=timestamp, travels=True)
        run.write(CURED_FILE, content)
    except Exception:  # then there is no cure
        yield {"ok": False}
    else:
        yield {"ok": True}


FOLLOW_UPS: dict[str, Callable[[Run], Iterator[Answer]]] = {"diagnose": _diagnose, "cure": _cure}
"""What may be asked, by name; each gives one answer or several."""
