"""Follow-up questions to a script's child after it ran: what went wrong, or the model written in another way.

The child still has the objects, which the server never sees.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import cadquery as cq

from mayfly.cad.protocol import REWRITTEN_FILE, Operation
from mayfly.cad.sandbox.diagnosis.accounts import accounts, in_file
from mayfly.cad.sandbox.diagnosis.error_account import explain
from mayfly.cad.sandbox.diagnosis.free_form import with_free_form_faces
from mayfly.cad.sandbox.measure.inspection import measure_as_written
from mayfly.cad.sandbox.record.shown import Shown
from mayfly.cad.sandbox.script import environment
from mayfly.cad.sandbox.script.step_output import volume_mm3, write_step

_ALIKE = 1e-3
Answer = dict[str, Any]


@dataclass
class ScriptRun:
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
        """Whether the script is not one of Mayfly's own."""
        return not self.job["trusted"]

    def write(self, name: str, content: bytes) -> None:
        """Write a file into the child's folder, even if the script changed to another one.

        Args:
            name: The file's name.
            content: What is to be in it.

        Raises:
            OSError: It can't be written.
        """
        environment.go_back(self.home)
        with open(name, "wb") as target:  # noqa: PTH123 (the jail lets in no path library's look-ups)
            target.write(content)


def failure(run: ScriptRun) -> Answer:
    """Return the plain account of a run's error; "more" where a diagnosis can add to it.

    Args:
        run: A run with an error.
    """
    assert run.error is not None  # noqa: S101
    account = explain(run.error, run.source)
    return {"ok": False, "error": account, "more": account["kind"] == "script"}


def _diagnose(run: ScriptRun) -> Iterator[Answer]:
    """Yield ever better accounts of a run's error, then "done"."""
    source, shown = run.source, [item.obj for item in run.shown]
    with contextlib.suppress(Exception):  # it reads the script's own objects, which may be anything
        further = accounts(run.error, source, shown) if run.error else in_file(source, shown, _is_same)
        for account in further:
            yield {"ok": False, "error": account}
    yield {"ok": True, "done": True}


def _is_same(shape: cq.Shape) -> bool:
    """Return whether a shape with solids is sound and of the same volume once it is written and read."""
    if not shape.Solids():
        return True
    whole = [Shown(shape)]
    measured = measure_as_written(write_step(whole, name="part", timestamp=0.0))
    built = volume_mm3(whole)
    return measured is not None and abs(measured[1] - built) <= _ALIKE * built


def _rewrite(run: ScriptRun) -> Iterator[Answer]:
    """Write what a script shows in another way; "ok" is False where there is no other."""
    try:
        changed = with_free_form_faces(run.shown)
        if changed is None:
            yield {"ok": False}
            return
        name, timestamp = run.job["name"], run.job["timestamp"]
        content = write_step(changed, name=name, timestamp=timestamp, for_measuring=True)
        run.write(REWRITTEN_FILE, content)
    except Exception:  # then there is no other way
        yield {"ok": False}
    else:
        yield {"ok": True}


FOLLOW_UPS: dict[str, Callable[[ScriptRun], Iterator[Answer]]] = {
    Operation.DIAGNOSE: _diagnose,
    Operation.REWRITE: _rewrite,
}
"""The follow-ups by operation; each yields one answer or several."""
