"""What every planner offers, and what it learns of earlier attempts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from mayfly.contracts import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One plan and what became of it.

    Attributes:
        plan: What was tried.
        report: What was measured, as ``BuildReport.to_dict`` gives it; None if it
            did not come that far.
        error: Why it was not published, as ``MayflyError.to_dict`` gives it; None
            if it was. Plain data, because attempts travel through a graph's state.
    """

    plan: Plan
    report: Mapping[str, Any] | None = None
    error: Mapping[str, Any] | None = None


class Planner(Protocol):
    """Turns a request into a plan."""

    def plan(self, request: str, *, previous: Attempt | None = None) -> Plan:
        """Plan a request.

        Args:
            request: What was asked for, in words.
            previous: The last model of the same conversation, for "the same, but ...".

        Raises:
            NeedsClarification: The request can't be built as it stands.
            PlanningError: The planner itself failed.
        """
        ...

    def repair(self, request: str, attempts: Sequence[Attempt]) -> Plan | None:
        """Make a better plan after a failure, or None when this planner has no other.

        Args:
            request: What was asked for.
            attempts: All attempts so far, the failed one last.
        """
        ...
