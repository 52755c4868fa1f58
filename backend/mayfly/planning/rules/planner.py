"""The rules planner: engineering English to a plan, with no model and no key.

Never silently wrong: every word and number of a request is used, is known to
be harmless, or ends in a question or in the answer's list of assumptions.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from mayfly.contracts import Assumption, Plan, Requirements
from mayfly.errors import MayflyError, NeedsClarification
from mayfly.language.lexer import fold_lines
from mayfly.language.stopwords import GLUE, HARMLESS
from mayfly.planning.choices import left_out, split_choices
from mayfly.planning.follow_up.questions import ask_about_same_model
from mayfly.planning.planner import Attempt
from mayfly.planning.questions import about, missing
from mayfly.planning.readings.decide import LONGEST_REQUEST, decide
from mayfly.planning.readings.facts import facts
from mayfly.planning.readings.heard import heard
from mayfly.planning.readings.reader import likeliest, weighed
from mayfly.planning.readings.understood import with_understood
from mayfly.planning.rules.follow_ups import (
    SO_ALREADY,
    changes_last,
    open_change,
    plan_change,
    tried_change,
    without_old_business,
)
from mayfly.statements import Note

#: So much of what was left out is quoted.
_SHOWN: Final = 80


class RulesPlanner:
    """A planner that reads the request by rules."""

    def plan(self, request: str, *, previous: Attempt | None = None) -> Plan:
        """Plan a request.

        Args:
            request: What was asked for, in words.
            previous: The last model of the same conversation.

        Raises:
            NeedsClarification: The request is open, contradictory, impossible or not understood.
        """
        plan = plan_message(request, previous)
        left = [Note(f'"{what[:_SHOWN]}" could not be read and was left out.') for what in left_out(request)]
        plan = replace(plan, assumptions=(*left, *plan.assumptions)) if left else plan
        so_already = bool(plan.assumptions) and plan.assumptions[-1] == Note(SO_ALREADY)
        if previous and "\n" in plan.request and not so_already:
            ask_about_same_model(request, plan, previous.plan)
        return plan

    def repair(self, request: str, attempts: Sequence[Attempt]) -> None:
        """Return None: the rules have only one plan for a request."""


def plan_message(request: str, previous: Attempt | None = None) -> Plan:
    """Plan a request or a change, even one that leaves the last model as it was.

    Raises:
        NeedsClarification: The request is open, contradictory, impossible or not understood.
    """
    request, chosen = split_choices(request)
    message = fold_lines(request)
    instead = without_old_business(message)
    if instead and heard(instead).part:
        return _plan_new(instead)
    message, written = instead or message, instead or request
    if previous is None or previous.plan.design is None:
        return _plan_new(message, written, chosen)
    if not changes_last(message, previous):
        return _plan_other(message, previous, written, chosen)
    changed = plan_change(message, previous, chosen)
    if changed is None:
        raise open_change(message, previous)
    return changed


def _plan_other(message: str, previous: Attempt, written: str, chosen: Collection[str]) -> Plan:
    """Plan a message that names another part: a new request, or a change if it can't be one.

    Raises:
        NeedsClarification: It is neither; or it only names a part, and no size of it.
    """
    try:
        plan = _plan_new(message, written, chosen)
    except NeedsClarification:
        changed = tried_change(message, previous, chosen)
        if changed is None:
            raise
        return changed
    part = (plan.part or "model").replace("_", " ")
    assumed = [each.parameter for each in plan.assumptions if isinstance(each, Assumption)]
    if assumed and not any(character.isdigit() for character in message):
        raise missing(
            f"Which sizes has the {part}? Or what shall change about the last model?",
            about("size", part, *assumed),
        )
    return plan


def _plan_new(message: str, written: str = "", chosen: Collection[str] = ()) -> Plan:
    """Plan a message that stands by itself; a question about it also states what was understood.

    Args:
        message: The message on one line.
        written: The same with its line breaks.
        chosen: Options that the person chose where it could be read in two ways.
    """
    try:
        return _plan_alone(message, written, chosen)
    except NeedsClarification as question:
        if question.subject.kind == "request":
            raise
        raise with_understood(question, likeliest(written or message)) from question


def _plan_alone(message: str, written: str = "", chosen: Collection[str] = ()) -> Plan:
    """Plan a message that stands by itself.

    Args:
        message: The message on one line.
        written: The same with its line breaks.
        chosen: Options that the person chose where it could be read in two ways.

    Raises:
        NeedsClarification: It is open, contradictory, impossible or not understood; or two readings of it
            make different models.
    """
    decision = decide(written or message, chosen=chosen)
    if decision.plan is None:
        assert decision.question is not None  # noqa: S101 - there is one where there is no plan
        raise decision.question
    _ask_about_sizes(decision.plan, written or message)
    return replace(decision.plan, request=message)


def _ask_about_sizes(plan: Plan, request: str) -> None:
    """Ask for the sizes of a part that is only named, among words that nobody knows.

    Raises:
        NeedsClarification: All its sizes would be assumed.
    """
    assumed = [each.parameter for each in plan.assumptions if isinstance(each, Assumption)]
    if not assumed or any(character.isdigit() for character in request):
        return
    cut, _ = weighed(request)
    words = [term.word for at, term in enumerate(cut.terms) if term.kind == "word" and not cut.phrases[at]]
    if not set(words) <= GLUE | HARMLESS:
        part = (plan.part or "part").replace("_", " ")
        raise missing(f"Which sizes has the {part}?", about("size", part, *assumed))


def certain_requirements(request: str) -> Requirements:
    """Return what the rules read with certainty, even from a request that they can't build.

    Used to check a chat model's work: what is not certain is left open.
    """
    if len(request) > LONGEST_REQUEST:
        return Requirements()
    try:
        return _plan_alone(fold_lines(request), request).requirements
    except MayflyError:
        return facts(request)
