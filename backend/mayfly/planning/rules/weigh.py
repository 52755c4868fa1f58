"""Plans a new request: the weighed readings and the rules have to agree where both make something of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from mayfly.contracts import Plan
from mayfly.errors import NeedsClarification
from mayfly.planning.readings.decide import between, decide, differing
from mayfly.planning.readings.geometry import geometry
from mayfly.planning.readings.quantities import has_bare


def weigh(request: str, by_rules: Plan | NeedsClarification, chosen: Collection[str] = ()) -> Plan:
    """Return the plan of a request that begins a conversation.

    Args:
        request: The request, with its line breaks.
        by_rules: What the rules made of it: a plan, or a question.
        chosen: Options that the person chose where it could be read in two ways.

    Raises:
        NeedsClarification: The request is open, contradictory, impossible or not understood; or two
            readings of it make different models.
    """
    decision = decide(request, chosen=chosen)
    if decision.plan is None:
        if isinstance(by_rules, Plan):
            inches = any(one.unit != "mm" and has_bare(one.state) for one in decision.readings)
            close = decision.close[:1] if inches else decision.close  # bare numbers are mm to the rules
            agreed = any(geometry(by_rules) == geometry(one) for one in close)
            open_ = bool(decision.close) and not agreed
            if decision.question is not None and (open_ or _is_about_pose(decision.question)):
                raise decision.question
            return by_rules
        raise decision.question if decision.question and _is_about_words(by_rules) else by_rules
    weighed = replace(decision.plan, request=request.replace("\n", " "))
    if isinstance(by_rules, NeedsClarification):
        return weighed
    if geometry(by_rules) == geometry(weighed):
        return by_rules
    if decision.readings[0].unit != "mm":
        return weighed  # the rules read bare numbers as millimetres, whatever stands beside them
    options = differing(weighed, by_rules)
    if not set(options) & set(chosen):
        raise between(weighed, by_rules)
    return weighed if options[0] in chosen else by_rules


def _is_about_words(question: NeedsClarification) -> bool:
    """Return whether the rules ask about words that they don't understand, not about what these mean."""
    return question.subject is not None and question.subject.kind == "words"


def _is_about_pose(question: NeedsClarification) -> bool:
    """Return whether a question is about how the part stands, which the rules can pass over."""
    return question.subject is not None and question.subject.kind == "direction"
