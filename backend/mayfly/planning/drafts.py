"""What a planner may have built while it plans: drafts, which are measured and drawn, and never published.

Who runs a planner sets a drafting table for the time that it plans; a planner that finds none plans without.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Protocol

from mayfly.contracts import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A plan as it was built to be looked at.

    Attributes:
        report: What was measured, as ``BuildReport.to_dict`` gives it.
        solids: Of each solid ``low``, ``high`` (the corners of its box, in mm) and ``volume_mm3``.
        faces: Of each face ``kind``, ``bounds`` (the corners of its box) and what a flat or a round one has
            besides.
        picture: A PNG sheet of three views and a section; None where none was wanted or drawn.
    """

    report: Mapping[str, Any]
    solids: tuple[Mapping[str, Any], ...] = ()
    faces: tuple[Mapping[str, Any], ...] = ()
    picture: bytes | None = None


class DraftingTable(Protocol):
    """Builds drafts for a planner."""

    def draft(self, plan: Plan, *, picture: bool = False) -> Draft:
        """Build a plan in a jailed child and measure it; nothing is left of it.

        Raises:
            BuildError: It can't be built, or misses its requirements.
            BuildCancelled: Nobody waits for the model any more.
        """
        ...


_TABLE: ContextVar[DraftingTable | None] = ContextVar("mayfly_drafting_table", default=None)


def drafting_table() -> DraftingTable | None:
    """Return the table that is set here; None where a planner plans without."""
    return _TABLE.get()


@contextmanager
def planning_at(table: DraftingTable) -> Iterator[None]:
    """Set a drafting table for the planning within a ``with`` block."""
    token = _TABLE.set(table)
    try:
        yield
    finally:
        _TABLE.reset(token)
