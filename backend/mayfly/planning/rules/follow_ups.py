"""Plans a message onto the last model: a change is read onto its design, or the last change is undone."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from mayfly.contracts import Assumption, Plan
from mayfly.design import Design
from mayfly.design.compile import compile_design
from mayfly.errors import InvalidDesign, NeedsClarification
from mayfly.planning.follow_up.additions import surely_adds
from mayfly.planning.follow_up.bodies import read_change_of_bodies, speaks_of_a_body
from mayfly.planning.follow_up.clauses import bare, plain_form
from mayfly.planning.follow_up.questions import not_a_change, only_wants_again, unit_named
from mayfly.planning.follow_up.reader import read_change, unassumed
from mayfly.planning.follow_up.turned_ends import shaft_of
from mayfly.planning.memory import followed, undone
from mayfly.planning.planner import Attempt
from mayfly.planning.questions import about, missing, unsupported
from mayfly.planning.readings.decide import decide
from mayfly.planning.readings.heard import heard
from mayfly.statements import Note

#: What is answered where a message only says what the model has.
SO_ALREADY: Final = "That is so already: nothing was changed."
_SAME: Final = 1e-6
_FRESH: Final = re.compile(
    r"^\s*(?:(?:ok|okay|now|and|so|well|please|no|sorry|actually|thanks|great|then|next|i need|we need|i want"
    r"|we want|i'd like|give me|make me|let's (?:do|make)|let us (?:do|make)|can you (?:do|make))\b[\s,]*)*"
    r"(?:(?:the )?next (?:part|one|model|item|piece|thing)|new (?:part|one|model|request)"
    r"|another (?:part|model)|(?:now )?(?:for )?something else|different (?:part|model)"
    r"|forget (?:that|it|this|about it|about that|the \w+)|never ?mind(?: that| it)?|start over|start again"
    r"|from scratch|(?:scrap|drop|leave|ignore|skip) (?:that|it)|cancel(?: that| it)?)\b[\s,:;.!-]*"
    r"(?:(?:and|but|then|instead|just|please|rather)\b[\s,]*)*",
    re.IGNORECASE,
)


def without_old_business(message: str) -> str | None:
    """Return what is wanted instead of what was spoken of; None where a message does not drop it.

    "next part: tube 36 OD, 28 ID, 40 long" and "forget that, make an M10 nut" are new requests; what is left
    of "never mind" is empty.
    """
    found = _FRESH.match(message)
    return message[found.end() :].strip() if found else None


def plan_change(message: str, previous: Attempt, chosen: Collection[str] = ()) -> Plan | None:
    """Plan a message as a change of the last model's design.

    Args:
        message: What was said.
        previous: The last model.
        chosen: Options that the person chose where it could be read in two ways.

    Returns:
        The plan; None where the last model has no design, or the message is no change that can be read
        onto it.

    Raises:
        NeedsClarification: It is a change, but it is open which, or it does not fit.
    """
    last = previous.plan
    if last.design is None:
        return None
    design, earlier = Design.read(last.design), _earlier(last)
    known = unassumed(design, _assumed(last))
    if len(design.bodies) == 1:
        changed = read_change(message, known, earlier, chosen=chosen, overall=_overall(last, design))
    else:
        changed = read_change_of_bodies(message, known, earlier, chosen=chosen)
    if changed is None:
        if unit := unit_named(message):
            return _in_unit(last, unit)
        return _planned(design, last, message) if only_wants_again(message) else None
    if changed.design is None:
        before = undone(last)
        if before is None:
            raise missing(
                "There is no change to undo: this is the model as it was asked for first. What shall change"
                " about it?",
                about("change", words=["undo"]),
            )
        return before
    if changed.is_so:
        return replace(last, assumptions=(*last.assumptions, Note(SO_ALREADY)))
    return _planned(changed.design, last, message)


def _overall(last: Plan, design: Design) -> float | None:
    """Return the length of a shaft that was one piece before its ends were turned down; else None."""
    shaft = shaft_of(design)
    before = [shaft_of(Design.read(one)) for one in last.earlier if one] if shaft else []
    lengths = [one.length for one in before if one is not None and len(one.steps) == 1]
    if shaft is None or len(shaft.steps) == 1:
        return None
    return shaft.length if any(abs(one - shaft.length) < _SAME for one in lengths) else None


def _in_unit(last: Plan, unit: str) -> Plan | None:
    """Plan the last request with its bare numbers in a unit that is named afterwards: "millimetres"."""
    said = [line for line in last.request.split("\n") if line]
    decision = decide(f"{said[0]}. All dimensions in {unit}") if len(said) == 1 else None
    if decision is None or decision.plan is None:
        return None
    return followed(replace(decision.plan, request=said[0]), last)


def tried_change(message: str, previous: Attempt, chosen: Collection[str] = ()) -> Plan | None:
    """Plan a message as a change, where it can be read as one without a question; else return None."""
    try:
        return plan_change(message, previous, chosen)
    except NeedsClarification:
        return None


def _planned(design: Design, last: Plan, message: str) -> Plan:
    """Return the plan of a changed design, which states what changed."""
    try:
        plan = compile_design(design)
    except InvalidDesign as error:
        text = " ".join(problem for _, problem in error.problems)
        raise unsupported(f"{text.rstrip('.')}. What shall change instead?", about("change")) from error
    said = [*(line for line in last.request.split("\n") if line), " ".join(message.split())]
    return followed(replace(plan, request="\n".join(said)), last)


def _earlier(last: Plan) -> Design | None:
    """Return the design before the last change; None where the last model was no change of another one."""
    return Design.read(last.earlier[-1]) if last.changes and last.earlier else None


def _assumed(last: Plan) -> list[str]:
    """Return the sizes that were assumed because of another one; they follow it when it changes."""
    return [each.parameter for each in last.assumptions if isinstance(each, Assumption) and each.reason]


def changes_last(message: str, previous: Attempt) -> bool:
    """Return whether a message speaks of the last model, and does not ask for another one; in doubt it does.

    Args:
        message: What was said.
        previous: The last model.
    """
    if without_old_business(message):
        return False
    if surely_adds(bare(plain_form(message).text)) or speaks_of_a_body(message, previous.plan.design or {}):
        return True
    return heard(message).is_again(_part_of(previous.plan))


def open_change(message: str, previous: Attempt) -> NeedsClarification:
    """Return the question about a message that speaks of the last model and can't be read as a change."""
    said = "" if without_old_business(message) == "" else message  # "never mind"
    return not_a_change(said, Design.read(previous.plan.design or {}))


def _part_of(plan: Plan) -> str:
    if plan.part:
        return plan.part
    bodies = (plan.design or {}).get("bodies") or [{}]
    base = bodies[0].get("base") or {}
    return str(base.get("part", ""))
