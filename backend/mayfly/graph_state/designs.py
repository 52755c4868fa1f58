"""The design that a run brings: its own, edits of it, or edits of the thread's last model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mayfly.contracts import Plan
from mayfly.errors import InvalidDesign
from mayfly.generator import design_plan
from mayfly.graph_state.schemas import unpack_attempt
from mayfly.planning.memory import MOST_EARLIER, history


def brings_design(state: Mapping[str, Any]) -> bool:
    """Return whether a run brings a design, or edits of one."""
    return state.get("design") is not None or bool(state.get("edits"))


def plan_of_design(state: Mapping[str, Any]) -> Plan:
    """Return the plan of the design that a run brings, with what its edits changed and what was there before.

    Args:
        state: The graph's state: ``design``, ``edits`` and, for edits without a design, ``previous``.

    Raises:
        InvalidDesign: Something does not fit, or there is no design that could be edited.
    """
    packed = state.get("previous")
    last = unpack_attempt(packed).plan if packed else None
    edits, design = state.get("edits") or (), state.get("design")
    if design is not None:
        planned = design_plan(design, edits)
        before = (*history(last), *planned.earlier)
        return replace(planned, earlier=before[-MOST_EARLIER:])
    if last is None or last.design is None:
        raise InvalidDesign([("edits", "there is no design to edit in this thread; bring one as design")])
    return replace(design_plan(last.design, edits), earlier=history(last))
