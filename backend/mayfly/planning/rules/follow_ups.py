"""Plans a message onto the last model: a change is read onto its design, or the last change is undone."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from mayfly.contracts import Assumption, Plan
from mayfly.design import CataloguePart, Design
from mayfly.design.compile import compile_design
from mayfly.errors import InvalidDesign, NeedsClarification
from mayfly.language.chunks import read_terms
from mayfly.language.nodes import Mention
from mayfly.language.reader import Reader
from mayfly.planning.follow_up.additions import surely_adds
from mayfly.planning.follow_up.bodies import read_change_of_bodies, speaks_of_a_body
from mayfly.planning.follow_up.clauses import bare, plain_form
from mayfly.planning.follow_up.reader import read_change, unassumed
from mayfly.planning.memory import followed, undone
from mayfly.planning.parts.names import part_words, words
from mayfly.planning.planner import Attempt
from mayfly.planning.questions import about, missing, unsupported
from mayfly.planning.rules.changes import is_change

_FRESH: Final = re.compile(
    r"^\s*(?:(?:ok|okay|now|and|so|well|please|no|sorry|actually)\b[\s,]*)*"
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


def plan_change(message: str, previous: Attempt) -> Plan | None:
    """Plan a message as a change of the last model's design.

    Args:
        message: What was said.
        previous: The last model.

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
    read = read_change if len(design.bodies) == 1 else read_change_of_bodies
    changed = read(message, unassumed(design, _assumed(last)), earlier)
    if changed is None:
        return None
    if changed.design is None:
        before = undone(last)
        if before is None:
            raise missing(
                "There is no change to undo: this is the model as it was asked for first. What shall change"
                " about it?",
                about("change", words=["undo"]),
            )
        return before
    return _planned(changed.design, last, message)


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
    base = Mention("part", name=_part_of(previous.plan), text=previous.plan.title)
    terms = read_terms(message, words())
    alone = Reader(terms, part_words).read()
    onto = Reader(read_terms(message, words()), part_words).read(onto=base)
    return is_change(onto, alone)


def _part_of(plan: Plan) -> str:
    if plan.part:
        return plan.part
    bodies = (plan.design or {}).get("bodies") or [{}]
    base = bodies[0].get("base") or {}
    return str(base.get("part", ""))


def not_understood(message: str, previous: Attempt) -> NeedsClarification:
    """Return the question for a change that can't be read: what can be changed."""
    design = Design.read(previous.plan.design or {})
    base = design.bodies[0].base
    kinds = list(dict.fromkeys(feature.label for feature in design.bodies[0].features))
    named = base.part.replace("_", " ") if isinstance(base, CataloguePart) else "model"
    there = f" It has: {', '.join(kinds)}." if kinds else ""
    return unsupported(
        f'I can\'t read "{" ".join(message.split())[:80]}" as a change of the {named}. Which size or feature'
        f" shall change?{there}",
        about("change", words=[" ".join(message.split())[:80]]),
    )
