"""Puts the answer to a question to the request, without losing anything that was said.

In order: an answer that is the whole request takes its place; the answer joins the
request; it stands for the word that was not understood; its number replaces what it
contradicts; it stands where the question points. Where none of these can be planned the
answer is joined in the way that leaves another size open, or else to the end, and the
planner asks again.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from itertools import combinations
from typing import Any, Final

from mayfly.contracts import Plan
from mayfly.errors import MayflyError, NeedsClarification
from mayfly.language.chunks import Quantity, read_terms
from mayfly.language.nodes import Label
from mayfly.planning.chat.agreement import ANSWER, QUESTION
from mayfly.planning.conversation.narrowing import placed_answers
from mayfly.planning.parts.names import words
from mayfly.planning.planner import Attempt
from mayfly.planning.rules.planner import RulesPlanner, plan_message, read_conversation, read_request

RESTATE: Final = " I can't settle this from the answer; please say the whole request again, put right."
"""Ends a question that was asked before and not settled by its answer."""
_MOST_NUMBERS: Final = 6
_ONE_SIZE: Final = re.compile(r"What is the ((?:(?! and )[\w -])+) of the ")
_QUOTED: Final = re.compile(r'"([^"\n]+)"')


def with_answer(
    asked: str,
    problem: Mapping[str, Any],
    answer: str,
    *,
    keeps_questions: bool,
    previous: Attempt | None = None,
) -> str:
    """Put the answer to a question to the request.

    Args:
        asked: The request so far.
        problem: The question, as ``NeedsClarification.to_dict`` gives it.
        answer: What the person said.
        keeps_questions: The planner wants to see the question too, and reads the answer itself.
        previous: The last model, if the request changes it.

    Returns:
        The request with the answer.
    """
    again = str(problem["message"]).endswith(RESTATE)
    if stands_alone(answer) and (again or _holds_everything(answer, asked, problem)):
        return answer
    empty = not keeps_questions and not _numbers(asked)  # "delete it" has nothing that could be lost
    if empty and previous and _holds_everything(answer, asked, problem) and _plan(answer, previous):
        return answer
    if keeps_questions:
        question = " ".join(problem["message"].split())
        return f"{asked}\n{QUESTION}{question}\n{ANSWER}{answer}"
    joined = f"{asked.rstrip(' .,;')},\n{answer}"
    named = _named(joined, problem, answer)
    for whole in (named, joined, f"{asked}\n{answer}"):
        if whole and _plan(whole, previous):
            return whole
    for reworded in (_reworded(asked, problem, answer), _overridden(asked, problem, answer, previous)):
        if reworded and _plan(reworded, previous):
            return reworded
    placed = placed_answers(asked, problem, answer)
    settled = next((whole for whole in placed if _plan(whole, previous)), None)
    ways = [way for way in (named, *placed) if way]
    return settled or next((way for way in ways if _narrows(way, problem, previous)), joined)


def settles_nothing(problem: Mapping[str, Any], before: Mapping[str, Any], asked: str) -> bool:
    """Return whether the same question came back, so that its answer is better left out of the request.

    A planner that keeps questions has seen the answer and goes on with it.
    """
    return str(before["message"]).removesuffix(RESTATE) == problem["message"] and ANSWER not in asked


def asked_again(problem: Mapping[str, Any], before: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return a question; one that an answer did not settle asks for the whole request.

    Args:
        problem: The question, as ``NeedsClarification.to_dict`` gives it.
        before: The question that was answered just now, None if none was.
    """
    message = str(problem["message"])
    if before is None or message.endswith(RESTATE):
        return dict(problem)
    same = str(before["message"]).removesuffix(RESTATE) == message
    alike = problem["reason"] == before["reason"] != "missing"
    return {**problem, "message": message + RESTATE} if same or alike else dict(problem)


def stands_alone(text: str) -> bool:
    """Return whether a text is a whole request: the rules can plan it and need assume no size."""
    plan = _plan(text)
    return plan is not None and not any(" is assumed to be " in line for line in plan.assumptions)


def is_follow_up(asked: str, previous: Attempt) -> bool:
    """Return whether a request changes the last model; in doubt it does.

    Args:
        asked: The request, with or without answers.
        previous: The last model.
    """
    said = [line for line in previous.plan.request.split("\n") if line]
    lines = [line for line in asked.split("\n") if not line.startswith(QUESTION)]
    if not said:
        return True
    try:
        return bool(read_conversation([*said, " ".join(lines)])[1])
    except MayflyError:
        return True


def _plan(text: str, previous: Attempt | None = None) -> Plan | None:
    try:
        return plan_message(text, previous)
    except MayflyError:
        return None


def _narrows(text: str, problem: Mapping[str, Any], previous: Attempt | None) -> bool:
    """Return whether a request leaves another size open than the one that was asked for."""
    try:
        plan_message(text, previous)
    except NeedsClarification as question:
        return question.reason == "missing" and str(question) != str(problem["message"]).removesuffix(RESTATE)
    except MayflyError:
        return False
    return True


def settles_something(asked: str, problem: Mapping[str, Any], answer: str) -> bool:
    """Return whether the rules get further with an answer than they were without it.

    Args:
        asked: The request so far.
        problem: The question, as ``NeedsClarification.to_dict`` gives it.
        answer: What the person said.
    """
    return _narrows(with_answer(asked, problem, answer, keeps_questions=False), problem, None)


def reads_as_change(words: str, plan: Plan) -> bool:
    """Return whether the rules read words as a change of a plan, or as another request.

    Args:
        words: What a person said about a plan that was shown.
        plan: The plan.
    """
    try:
        RulesPlanner().plan(words, previous=Attempt(plan=plan))
    except MayflyError:
        return False
    return True


def length_in(text: str) -> float | None:
    """Return the one number of a text, a length in millimetres, an angle in degrees: 12.7 of "1/2 in".

    Args:
        text: What was typed into a field. Words besides the number, or doubts about it, give None.
    """
    try:
        number = float(text)
    except ValueError:
        quantities = [term.quantity for term in read_terms(text[:80], words())]
        given = quantities[0] if len(quantities) == 1 else None
        if given is None or given.doubt or given.form not in {"plain", "angle"}:
            return None
        number = given.value
    return number if math.isfinite(number) else None


def _quantities(text: str) -> list[Quantity]:
    return [term.quantity for term in read_terms(text, words()) if term.quantity]


def _numbers(text: str) -> Counter[float]:
    """Count the numbers of a text, lengths in millimetres."""
    return Counter(
        round(value, 3)
        for term in read_terms(text, words())
        for value in (*([term.quantity.value] if term.quantity else []), *term.points)
    )


def _holds_everything(answer: str, asked: str, problem: Mapping[str, Any]) -> bool:
    """Return whether an answer has all numbers and features of the request but those in question."""
    question = str(problem["message"]) if problem["reason"] in {"conflict", "impossible"} else ""
    lost = set(_numbers(asked) - _numbers(answer)) - set(_numbers(question))
    try:
        had, has = (
            Counter(mention.kind for mention in read_request(text).features) for text in (asked, answer)
        )
    except MayflyError:
        return False
    return not lost and all(kind in question for kind in had - has)


def _named(joined: str, problem: Mapping[str, Any], answer: str) -> str | None:
    """Call a bare number by the one size that was asked for: "40 mm" by "height 40 mm"."""
    asked_for = _ONE_SIZE.match(str(problem["message"]))
    if asked_for is None or not _bare(answer):
        return None
    return f"{joined.removesuffix(answer)}{asked_for[1]} {answer}"


def _reworded(asked: str, problem: Mapping[str, Any], answer: str) -> str | None:
    """Put the answer in the place of the one word that was not understood; else name the part by it."""
    if problem["reason"] != "unsupported" or _numbers(answer):
        return None
    quoted = [word for word in _QUOTED.findall(str(problem["message"])) if word in asked]
    if not quoted:  # no part was named
        return f"{answer} {asked}"
    if len(quoted) > 1:
        return None
    text, times = re.subn(rf"\b{re.escape(quoted[0])}\b", lambda _: answer, asked)
    return text if times == 1 else None


def _overridden(asked: str, problem: Mapping[str, Any], answer: str, previous: Attempt | None) -> str | None:
    """Put the answer's number in the place of those in question that it contradicts.

    The fewest numbers are replaced; where there are two ways of doing so, none is taken.
    """
    given = _quantities(answer)
    if problem["reason"] not in {"conflict", "impossible"} or len(given) != 1:
        return None
    spans = _in_question(asked, _numbers(str(problem["message"])), given[0])
    for size in range(1, len(spans) + 1):
        found: dict[tuple[str, str], str] = {}
        for chosen in combinations(spans, size):
            text = _replaced(asked, chosen)
            plan = _plan(text, previous)
            if plan and _agrees(plan, answer):
                found.setdefault((plan.script, repr(sorted(plan.parameters.items()))), text)
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
    return None


def _in_question(asked: str, in_question: Mapping[float, int], given: Quantity) -> list[tuple[int, int, str]]:
    """Return where the request has a number that is in question, with what to put there."""
    spans: list[tuple[int, int, str]] = []
    for quantity in {q.text: q for q in _quantities(asked)}.values():
        if round(quantity.value, 3) not in in_question or quantity.form != given.form:
            continue
        if quantity.value == given.value:
            continue
        unit = quantity.unit if quantity.unit and not given.unit else ""
        pattern = rf"(?<![\d.,]){re.escape(quantity.text)}(?!\d|[.,]\d)"
        spans += [
            (match.start(), match.end(), f"{given.text} {unit}".strip())
            for match in re.finditer(pattern, asked)
        ]
    return sorted(set(spans))[:_MOST_NUMBERS]


def _replaced(asked: str, chosen: tuple[tuple[int, int, str], ...]) -> str:
    """Replace pieces of a text, the last first."""
    for start, end, text in sorted(chosen, reverse=True):
        asked = asked[:start] + text + asked[end:]
    return asked


def _agrees(plan: Plan, answer: str) -> bool:
    """Return whether a plan already has what the answer says: as a change to it, it changes nothing.

    A bare number says nothing else; it can't be held against the plan.
    """
    changed = _plan(answer, Attempt(plan=plan))
    if changed is None:
        return _bare(answer)
    return (changed.script, dict(changed.parameters)) == (plan.script, dict(plan.parameters))


def _bare(answer: str) -> bool:
    """Return whether an answer is a number and says nothing else."""
    try:
        reading = read_request(answer)
    except MayflyError:
        return False
    measures = [measure for mention in reading.parts for measure in mention.measures]
    attributes = [attribute for mention in reading.parts for attribute in mention.attributes]
    if reading.features or reading.unknown or attributes or len(measures) != 1:
        return False
    return measures[0].label == Label()
