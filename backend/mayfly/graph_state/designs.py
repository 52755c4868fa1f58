"""The design that a run brings without words: its own, edits of one, or that before the last model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mayfly.contracts import Plan
from mayfly.errors import InvalidDesign, InvalidParameter
from mayfly.generator import CADModelGenerator, design_plan
from mayfly.graph_state.schemas import unpack_attempt
from mayfly.planning.memory import MOST_EARLIER, history, undone


def brings_design(state: Mapping[str, Any]) -> bool:
    """Return whether a run brings a design or edits of one, or goes back to an earlier one."""
    return state.get("design") is not None or bool(state.get("edits")) or state.get("action") == "undo"


def plan_of_design(state: Mapping[str, Any], generator: CADModelGenerator) -> Plan:
    """Return the plan of the design that a run brings, with what its edits changed and what was there before.

    Args:
        state: The graph's state: ``design``, ``edits``, ``action``; without a design also ``previous``.
        generator: Knows the STEP files that designs begin with.

    Raises:
        InvalidDesign: Something does not fit, or there is no design that could be edited.
        InvalidParameter: There is nothing to undo, or more than one of these is given.
    """
    _check_one_way(state)
    packed = state.get("previous")
    last = unpack_attempt(packed).plan if packed else None
    known = [state.get("design"), *((last.design, *last.earlier) if last else ())]
    with generator.measured_files(*known):
        return _planned(state, last)


def _planned(state: Mapping[str, Any], last: Plan | None) -> Plan:
    edits, design = state.get("edits") or (), state.get("design")
    if design is not None:
        planned = design_plan(design, edits)
        before = (*history(last), *planned.earlier)
        return replace(planned, earlier=before[-MOST_EARLIER:])
    if state.get("action") == "undo":
        back = undone(last) if last else None
        if back is None:
            raise InvalidParameter("There is nothing to undo: no design came before the last one.")
        return back
    if last is None or last.design is None:
        raise InvalidDesign([("edits", "there is no design to edit in this thread; bring one as design")])
    return replace(design_plan(last.design, edits), earlier=history(last))


def _check_one_way(state: Mapping[str, Any]) -> None:
    """Check that a run does not ask for two things at once.

    Raises:
        InvalidParameter: It does.
    """
    action = state.get("action")
    ways = ["a design"] if state.get("design") is not None else ["edits"] if state.get("edits") else []
    ways += ["a request"] if state.get("request") else []
    ways += [f"the action {action!r}"] if action not in (None, "make") else []
    if len(ways) > 1:
        raise InvalidParameter(f"Give either {ways[0]} or {ways[1]}, not both.")
