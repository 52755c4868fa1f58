"""What a conversation remembers of its designs: those before the last one, and what a follow-up changed.

The memory travels with the plan (``Plan.earlier``), and so through a graph's state, the artifacts of tools
and the ``previous`` of a generator alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from mayfly.contracts import Plan
from mayfly.design import Design, compile_design
from mayfly.errors import InvalidDesign
from mayfly.statements import Change

MOST_EARLIER: Final = 20
"""How many designs of a conversation are remembered."""


def history(last: Plan | None) -> tuple[Mapping[str, Any], ...]:
    """Return the designs to which what follows a plan can be undone, oldest first: its own is the last.

    A model that is no design, but a script, leaves an empty one: nothing can be undone beyond it.
    """
    return () if last is None else (*last.earlier, last.design or {})[-MOST_EARLIER:]


def remembered(plan: Plan, last: Plan | None) -> Plan:
    """Return a plan with the designs before it; one that has some, or states what it changed, stays as it is.

    Args:
        plan: What is made now.
        last: The last model of the conversation, which the plan may have nothing to do with.
    """
    if plan.earlier or plan.changes:
        return plan
    return replace(plan, earlier=history(last))


def followed(plan: Plan, last: Plan) -> Plan:
    """Return the plan of a follow-up with the designs before it, and what it changed of the last model."""
    if plan.design is None or last.design is None:
        return remembered(plan, last)
    changes = _stated(Design.read(last.design), Design.read(plan.design))
    return replace(plan, earlier=history(last), changes=changes)


def repaired(plan: Plan, failed: Plan) -> Plan:
    """Return a better plan after a failed one, with the memory of that."""
    if not failed.changes or plan.design is None or not failed.earlier:
        return replace(plan, earlier=failed.earlier)
    changes = _stated(Design.read(failed.earlier[-1]), Design.read(plan.design))
    return replace(plan, earlier=failed.earlier, changes=changes)


def undone(last: Plan) -> Plan | None:
    """Return the plan of the design before the last one; None where there was no design.

    Another undo of it goes back one more. The words that the design was made from are not remembered.
    """
    if not last.earlier or not last.earlier[-1]:
        return None
    try:
        before = Design.read(last.earlier[-1])
        plan = compile_design(before)
    except InvalidDesign:  # made by an older version, which read it otherwise
        return None
    changes = () if last.design is None else _stated(Design.read(last.design), before)
    return replace(plan, earlier=last.earlier[:-1], changes=changes)


def _stated(before: Design, after: Design) -> tuple[Change, ...]:
    """Return what is different, without the title, which is made from the sizes."""
    return tuple(change for change in before.diff(after) if change.path != "title")
