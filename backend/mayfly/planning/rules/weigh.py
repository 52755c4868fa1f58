"""Plans a new request: the weighed readings and the rules have to agree, where both make something of it."""

from __future__ import annotations

from dataclasses import replace

from mayfly.contracts import Plan
from mayfly.errors import NeedsClarification
from mayfly.planning.readings.decide import between, decide
from mayfly.planning.readings.geometry import geometry
from mayfly.planning.rules.planner import LONGEST_REQUEST, plan_message


def plan_new(request: str) -> Plan:
    """Plan a request that begins a conversation.

    Raises:
        NeedsClarification: The request is open, contradictory, impossible or not understood; or two
            readings of it make different models.
    """
    by_rules, question = _by_rules(request)
    if len(request) > LONGEST_REQUEST:
        assert question is not None  # noqa: S101 - the rules refuse it
        raise question
    decision = decide(request)
    if decision.plan is None:
        if by_rules is not None:
            return by_rules
        raise question or decision.question or NeedsClarification("Which part shall I make?", "missing")
    weighed = replace(decision.plan, request=request)
    if by_rules is None or geometry(by_rules) == geometry(weighed):
        return by_rules or weighed
    if decision.readings[0].unit == "in":
        return weighed  # the rules read bare numbers as millimetres, whatever stands beside them
    raise between(weighed, by_rules)


def _by_rules(request: str) -> tuple[Plan | None, NeedsClarification | None]:
    try:
        return plan_message(request), None
    except NeedsClarification as question:
        return None, question
