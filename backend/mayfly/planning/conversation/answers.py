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
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any, Final

from mayfly.cad.parts import catalogue
from mayfly.contracts import Assumption, Plan
from mayfly.errors import MayflyError, NeedsClarification
from mayfly.language.chunks import Quantity, read_terms
from mayfly.language.nodes import Label
from mayfly.planning.conversation.narrowing import asked_sizes, placed_answers
from mayfly.planning.conversation.wordings import only_number, wordings
from mayfly.planning.parts.names import words
from mayfly.planning.planner import Attempt
from mayfly.planning.questions import quantity_value
from mayfly.planning.rules.follow_ups import changes_last, without_old_business
from mayfly.planning.rules.planner import RulesPlanner, plan_message, read_request
from mayfly.planning.turns import Turns, with_turn
from mayfly.subject import Value

RESTATE: Final = " I can't settle this from the answer; please say the whole request again, put right."
"""Ends a question that was asked before and not settled by its answer."""
_MOST_NUMBERS: Final = 6
_PRONOUN: Final = re.compile(r"\b(?:it|this|that|them|the part|the model)\b", re.IGNORECASE)
_DIRECTION: Final = re.compile(
    r"\b(?:inwards?|outwards?|further in|further out|towards? the \w+|up|down|in|out)\b", re.IGNORECASE
)


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
    question = NeedsClarification.from_dict(problem)
    again = bool(problem.get("restated"))
    instead = without_old_business(answer)
    if instead and (_names_part(instead) or (previous and _plan(instead, previous))):
        return instead
    answer = instead or answer
    if stands_alone(answer) and (
        again or _is_other_part(answer, asked) or _holds_everything(answer, asked, question)
    ):
        return answer
    empty = not keeps_questions and not _numbers(asked)  # "delete it" has nothing that could be lost
    if empty and previous and _holds_everything(answer, asked, question) and _plan(answer, previous):
        return answer
    if keeps_questions:
        return with_turn(asked, question.question, answer)
    ways = wordings(answer, question)
    for way in ways:
        settled = _settled(asked, question, way, previous)
        if settled:
            return settled
    if previous and _plan(answer, previous):
        return answer  # another change, which leaves the question behind
    for way in ways:
        placed = (_named(_joined(asked, way), question, way), *placed_answers(asked, question, way))
        found = next((text for text in placed if text and _narrows(text, question, previous)), None)
        if found:
            return found
    return _joined(asked, answer)


def _joined(asked: str, answer: str) -> str:
    return f"{asked.rstrip(' .,;')},\n{answer}"


def _settled(asked: str, question: NeedsClarification, answer: str, previous: Attempt | None) -> str | None:
    """Return the request with an answer, joined in the first way that can be planned; None if none can."""
    joined = _joined(asked, answer)
    ways = (
        _named(joined, question, answer),
        joined,
        f"{asked}\n{answer}",
        _as_number(asked, question, answer),
        _with_unit(asked, question, answer),
        _reworded(asked, question, answer),
        _with_target(asked, question, answer),
    )
    for whole in ways:
        if whole and _plan(whole, previous):
            return whole
    changed = _overridden(asked, question, answer, previous)
    if changed and _plan(changed, previous):
        return changed
    placed = placed_answers(asked, question, answer)
    return next((whole for whole in placed if _plan(whole, previous)), None)


def _as_number(asked: str, question: NeedsClarification, answer: str) -> str | None:
    """Call the one number of an answer by the size that was asked for: "45 mm to the centreline"."""
    sizes = asked_sizes(question)
    if len(sizes) != 1 or _bare(answer):
        return None
    number = only_number(answer, question, [*sizes, *_called(asked, sizes[0])])
    return _joined(asked, f"{sizes[0]} {number}") if number else None


def _called(asked: str, size: str) -> tuple[str, ...]:
    """Return what people call a size of the part that a request names."""
    try:
        name = read_request(asked).parts[0].name
    except MayflyError:
        return ()
    part = catalogue().get(name)
    parameter = part.parameters.get(size.replace(" ", "_")) if part else None
    return parameter.words if parameter else ()


def _with_unit(asked: str, question: NeedsClarification, answer: str) -> str | None:
    """Put a unit that was asked for behind the numbers in question that have none: "millimetres"."""
    unit = re.fullmatch(
        r"(?:in |all in )?(?P<unit>mm|millimet(?:re|er)s?|cm|inch(?:es)?|in)", answer.lower().strip()
    )
    if unit is None:
        return None
    short = {"m": "mm", "c": "cm", "i": "inches"}[unit["unit"][0]]
    in_question = {round(value.number, 3) for value in question.subject.values}
    text = asked
    for quantity in {q.text: q for q in _quantities(asked)}.values():
        open_one = round(quantity.value, 3) in in_question or quantity.text in question.subject.words
        if quantity.unit is None and quantity.form == "plain" and (open_one or not in_question):
            text = re.sub(
                rf"(?<![\d.,/]){re.escape(quantity.text)}(?![\d/]|[.,]\d)", f"{quantity.text} {short}", text
            )
    return text if text != asked else None


def _with_target(asked: str, question: NeedsClarification, answer: str) -> str | None:
    """Put an option into the change that it was asked about: "the width" into "make it 10 mm bigger"."""
    if answer not in question.options:
        return None
    if question.subject.kind == "direction":
        way = f"to the {answer}" if answer in {"left", "right", "front", "back"} else answer
        text, times = _DIRECTION.subn(way, asked, count=1)
        return text if times else f"{asked} about the {answer} plane"
    if question.subject.kind != "change":
        return None
    text, times = _PRONOUN.subn(f"the {answer}", asked, count=1)
    return text if times else f"make the {answer} {asked}"


def _names_part(text: str) -> bool:
    try:
        return bool(read_request(text).parts[0].name)
    except MayflyError:
        return False


def _is_other_part(answer: str, asked: str) -> bool:
    """Return whether an answer names another part than the request: it is a request of its own."""
    try:
        one, other = read_request(answer).parts[0].name, read_request(asked).parts[0].name
    except MayflyError:
        return False
    return bool(one and other) and one != other


def settles_nothing(problem: Mapping[str, Any], before: Mapping[str, Any], asked: str) -> bool:
    """Return whether the same question came back, so that its answer is better left out of the request.

    A planner that keeps questions has seen the answer and goes on with it.
    """
    return _same(problem, before) and not Turns.read(asked).turns


def strange_words(problem: Mapping[str, Any], before: Mapping[str, Any], asked: str) -> tuple[str, ...]:
    """Return the words of an answer that are not understood, where nothing else is open about it.

    Such an answer is left out of the request, where it would spoil every later one.

    Args:
        problem: The question that came up with the answer.
        before: The question that was answered: ``asked``, the request before it, and its ``problem``.
        asked: The request with the answer.
    """
    question = NeedsClarification.from_dict(problem)
    if question.subject.kind != "words" or before["problem"]["reason"] == "unsupported":
        return ()
    if Turns.read(asked).turns:
        return ()
    known = before["asked"].lower()
    return question.subject.words if all(word.lower() not in known for word in question.subject.words) else ()


def not_answered(problem: Mapping[str, Any], strange: Sequence[str]) -> dict[str, Any]:
    """Return a question that is asked again after an answer that was not understood.

    Args:
        problem: The question, as ``NeedsClarification.to_dict`` gives it.
        strange: The words of the answer that were not understood.
    """
    said = ", ".join(f'"{word}"' for word in dict.fromkeys(strange))
    message = problem.get("plain_message") or problem["message"]
    return {
        **problem,
        "message": f"I don't understand {said} as an answer. {message}",
        "plain_message": message,
    }


def asked_again(problem: Mapping[str, Any], before: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return a question; one that an answer did not settle asks for the whole request.

    Args:
        problem: The question, as ``NeedsClarification.to_dict`` gives it.
        before: The question that was answered just now, None if none was.
    """
    if before is None or problem.get("restated"):
        return dict(problem)
    alike = problem["reason"] == before["reason"] != "missing"
    if not alike and not _same(problem, before):
        return dict(problem)
    return {**problem, "message": f"{problem['message']}{RESTATE}", "restated": True}


def _same(problem: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two questions ask the same, however often they were asked."""
    one, two = NeedsClarification.from_dict(problem), NeedsClarification.from_dict(other)
    return one.asks_same(two)


def stands_alone(text: str) -> bool:
    """Return whether a text is a whole request: the rules can plan it and need assume no size."""
    plan = _plan(text)
    return plan is not None and not any(isinstance(each, Assumption) for each in plan.assumptions)


def is_follow_up(asked: str, previous: Attempt) -> bool:
    """Return whether a request changes the last model; in doubt it does.

    Args:
        asked: The request, with or without answers.
        previous: The last model.
    """
    try:
        return changes_last(Turns.read(asked).spoken, previous)
    except MayflyError:
        return True


def _plan(text: str, previous: Attempt | None = None) -> Plan | None:
    try:
        return plan_message(text, previous)
    except MayflyError:
        return None


def _narrows(text: str, asked_before: NeedsClarification, previous: Attempt | None) -> bool:
    """Return whether a request leaves another size open than the one that was asked for."""
    try:
        plan_message(text, previous)
    except NeedsClarification as question:
        return question.reason == "missing" and not question.asks_same(asked_before)
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
    text = with_answer(asked, problem, answer, keeps_questions=False)
    return _narrows(text, NeedsClarification.from_dict(problem), None)


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


def _holds_everything(answer: str, asked: str, question: NeedsClarification) -> bool:
    """Return whether an answer has all numbers and features of the request but those in question."""
    subject = question.subject if question.reason in {"conflict", "impossible"} else None
    in_question = {round(value.number, 3) for value in subject.values} if subject else set()
    kinds = {subject.feature, *subject.others} if subject else set()
    lost = set(_numbers(asked) - _numbers(answer)) - in_question
    try:
        had, has = (
            Counter(mention.kind for mention in read_request(text).features) for text in (asked, answer)
        )
    except MayflyError:
        return False
    return not lost and (had - has).keys() <= kinds


def _named(joined: str, question: NeedsClarification, answer: str) -> str | None:
    """Call a bare number by the one size that was asked for: "40 mm" by "height 40 mm"."""
    sizes = asked_sizes(question)
    if len(sizes) != 1 or not _bare(answer):
        return None
    return f"{joined.removesuffix(answer)}{sizes[0]} {answer}"


def _reworded(asked: str, question: NeedsClarification, answer: str) -> str | None:
    """Put the answer in the place of the one word that was not understood; else name the part by it."""
    if question.reason != "unsupported" or _numbers(answer):
        return None
    strange = question.subject.words if question.subject.kind in {"words", "meaning"} else ()
    strange = tuple(word for word in strange if word in asked)
    if not strange:  # no part was named
        return f"{answer} {asked}"
    if len(strange) > 1:
        return None
    text, times = re.subn(rf"\b{re.escape(strange[0])}\b", lambda _: answer, asked)
    return text if times == 1 else None


def _overridden(
    asked: str, question: NeedsClarification, answer: str, previous: Attempt | None
) -> str | None:
    """Put the answer's number in the place of those in question that it contradicts.

    The fewest numbers are replaced; where there are two ways of doing so, none is taken.
    """
    given = _quantities(answer)
    if question.reason not in {"conflict", "impossible"} or len(given) != 1:
        return None
    spans = _in_question(asked, question.subject.values, given[0])
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


def _in_question(asked: str, in_question: Sequence[Value], given: Quantity) -> list[tuple[int, int, str]]:
    """Return where the request has a number that is in question, with what to put there."""
    spans: list[tuple[int, int, str]] = []
    for quantity in {q.text: q for q in _quantities(asked)}.values():
        if quantity.form != given.form or not any(_is_value(quantity, value) for value in in_question):
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


def _is_value(quantity: Quantity, value: Value) -> bool:
    """Return whether a number of the request is one in question; "4" without a unit may be a count."""
    said = quantity_value(quantity)
    kinds = {said.kind, "count"} if said.kind == "length" and quantity.unit is None else {said.kind}
    return value.kind in kinds and round(value.number, 3) == round(said.number, 3)


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
