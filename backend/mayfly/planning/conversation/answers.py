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
from typing import Any, Final

from mayfly.contracts import Assumption, Plan
from mayfly.errors import MayflyError, NeedsClarification
from mayfly.language.chunks import Term, read_terms
from mayfly.language.stopwords import GLUE, HARMLESS
from mayfly.planning.choices import split_choices, with_choice, with_left_out
from mayfly.planning.conversation.joining import (
    JOINT,
    added_to,
    brings_inches,
    joined_to,
    named_by,
    numbers_in,
    planned,
    settled_with,
    with_longer_row,
    would_change,
)
from mayfly.planning.conversation.narrowing import placed_answers
from mayfly.planning.conversation.open_changes import Amended, amended
from mayfly.planning.conversation.splicing import splices
from mayfly.planning.conversation.wordings import bare_answer, chosen_option, shortened, wordings
from mayfly.planning.follow_up.additions import surely_adds
from mayfly.planning.follow_up.clauses import bare, plain_form
from mayfly.planning.parts.names import words
from mayfly.planning.planner import Attempt
from mayfly.planning.readings.foreign import is_foreign
from mayfly.planning.readings.heard import heard
from mayfly.planning.readings.reader import likeliest, weighed
from mayfly.planning.rules.follow_ups import changes_last, without_old_business
from mayfly.planning.rules.planner import RulesPlanner, plan_message
from mayfly.planning.turns import Turns, with_turn

_INSTEAD_OF: Final = re.compile(
    r" (?:instead of|rather than) (?P<old>\d+(?:\.\d+)?)\b(?! ?[a-z])", re.IGNORECASE
)
RESTATE: Final = " I can't settle this from the answer; please say the whole request again, put right."
"""Ends a question that was asked before and not settled by its answer."""
LEFT_OUT: Final = " The answer before was left out."
"""Ends a question whose answer settled nothing, and is not kept."""


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
    instead = without_old_business(answer)
    if instead and (heard(instead).part or (previous and planned(instead, previous))):
        return instead
    answer = instead or answer
    if stands_alone(answer) and (problem.get("restated") or _takes_its_place(answer, asked, question)):
        return answer
    if not keeps_questions and _begins_anew(answer, asked) and not planned(joined_to(asked, answer)):
        return answer
    option = chosen_option(answer, question) if question.subject.kind == "readings" else None
    if option is not None and not keeps_questions:
        return with_choice(asked, option)
    empty = not keeps_questions and not numbers_in(asked)  # "delete it" has nothing that could be lost
    if empty and previous and _holds_everything(answer, asked, question) and planned(answer, previous):
        return answer
    if keeps_questions:
        return with_turn(asked, question.question, answer)
    return _put_to(asked, question, answer, previous)


def _put_to(asked: str, question: NeedsClarification, answer: str, previous: Attempt | None) -> str:
    """Return a request with an answer: behind it, as a change of it, or where the question points."""
    if brings_inches(answer, asked):
        asked = joined_to(asked, "mm")  # its numbers had been millimetres when it was asked about
    longer = with_longer_row(asked, answer)
    if longer and planned(longer, previous):
        return longer
    ways = wordings(answer, question)
    added = next((text for way in ways if (text := added_to(asked, question, way, previous))), None)
    if added:
        return added
    changes = None if previous else amended(asked, question, answer)
    if changes is not None:
        return _with_rest(changes, numbers_in(asked) - numbers_in(changes.asked))
    ways += shortened(answer, question, asked)
    for way in ways:
        settled = settled_with(asked, question, way, previous)
        if settled and (previous or not _contradicts(settled, answer)):
            return settled
    if previous and planned(answer, previous):
        held = _holds_everything(answer, asked, question)
        return answer if held else with_left_out(answer, split_choices(asked)[0])  # another change
    for way in ways:
        placed = (
            named_by(joined_to(asked, way), question, way),
            *placed_answers(asked, question, way),
            *(text for text in splices(asked, question, way) if not numbers_in(asked) - numbers_in(text)),
        )
        found = next((text for text in placed if text and _narrows(text, question, previous)), None)
        if found:
            return found
    return joined_to(asked, answer)


def _takes_its_place(answer: str, asked: str, question: NeedsClarification) -> bool:
    """Return whether a whole request takes the place of one that was asked about."""
    if question.subject.kind == "words" and is_foreign(weighed(asked)[0]):
        return True
    return _is_other_part(answer, asked) or _says_it_all(answer, asked, question)


def _contradicts(settled: str, answer: str) -> bool:
    """Return whether a request with an answer makes a model that the answer itself would change."""
    plan = planned(settled)
    return plan is not None and any(would_change(plan, said) for said in (answer, bare_answer(answer)))


def _with_rest(changes: Amended, gone: Counter[float]) -> str:
    """Return a request with its changes, and with what its answer said besides.

    Args:
        changes: The changed request, and what else was said.
        gone: Numbers that gave way; "40 wide instead of 30" need not name one again.
    """
    rest = _INSTEAD_OF.sub(lambda found: "" if gone[float(found["old"])] else found[0], changes.rest)
    if not rest:
        return changes.asked
    try:
        plan_message(changes.asked)
    except NeedsClarification as still_open:
        return with_answer(changes.asked, still_open.to_dict(), rest, keeps_questions=False)
    except MayflyError:
        pass
    return joined_to(changes.asked, rest)


def _is_other_part(answer: str, asked: str) -> bool:
    """Return whether an answer names another part than the request: it is a request of its own."""
    one, other = heard(answer).part, heard(split_choices(asked)[0]).part
    return bool(one and other) and one != other


#: How a new request begins, and no answer.
_A_NEW_ONE: Final = re.compile(
    r"\s*(?:(?:ok|okay|no|then|please|now)[ ,]+)*"
    r"(?:(?:make|create|draw|design|model|build|give)\s+)?(?:me\s+)?"
    r"(?:an?|one|another)\s",
    re.IGNORECASE,
)
#: With so many numbers a part is described, and not only named.
_DESCRIBED: Final = 2


def _begins_anew(answer: str, asked: str) -> bool:
    """Return whether an answer describes another part, even if something is open about that one as well.

    "A 40 mm plate with holes" … "a washer with a 10 mm hole and 8 mm outer diameter": joined, neither of the
    two could ever be settled.
    """
    described = sum(numbers_in(answer).values()) >= _DESCRIBED and not heard(answer).definite
    return described and _A_NEW_ONE.match(answer) is not None and _is_other_part(answer, asked)


def next_question(
    problem: Mapping[str, Any], before: Mapping[str, Any] | None, asked: str
) -> tuple[str, dict[str, Any]]:
    """Return the request that stays open, and its question in the words that fit what was answered.

    An answer that settled nothing is left out of the request, where it would spoil every later one; one that
    changed the request, or said what it is made of, stays.

    Args:
        problem: The question that came up, as ``NeedsClarification.to_dict`` gives it.
        before: The question that was answered: ``asked``, the request before it, and its ``problem``; None if
            none was.
        asked: The request with the answer.
    """
    if before is None:
        return asked, dict(problem)
    strange = strange_words(problem, before, asked)
    held, changed = str(before["asked"]), not asked.startswith(str(before["asked"]))
    if strange:
        without = _without_answer(asked) if changed else held
        return without, not_answered(_question_about(without, before["problem"]), strange)
    if changed and not Turns.read(asked).turns:
        return asked, dict(problem)
    if settles_nothing(problem, before["problem"], asked):
        if _says_more(asked, held):
            return asked, dict(problem)
        again = asked_again(problem, before["problem"])
        return held, {**again, "message": f"{again['message']}{LEFT_OUT}"}
    return asked, asked_again(problem, before["problem"])


def _last_answer(asked: str) -> str:
    """Return what was joined to a request last; empty where nothing was."""
    _, joint, answer = asked.rpartition(JOINT)
    return answer if joint else ""


def _without_answer(asked: str) -> str:
    """Return a request without what was joined to it last."""
    return asked.rpartition(JOINT)[0] or asked


def _question_about(asked: str, otherwise: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the question about a request, as plain data; another one where nothing is open about it."""
    try:
        plan_message(asked)
    except NeedsClarification as question:
        return question.to_dict()
    except MayflyError:
        pass
    return otherwise


def _says_more(asked: str, held: str) -> bool:
    """Return whether a request says more than before: "in steel", "add a hole in the centre"."""
    one, other = likeliest(asked), likeliest(held)
    if surely_adds(bare(plain_form(asked.removeprefix(held).strip(JOINT)).text)):
        return not one.unread
    return len(one.unread) <= len(other.unread) and len(one.stated) > len(other.stated)


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
    if Turns.read(asked).turns:
        return ()
    if settles_nothing(problem, before["problem"], asked):
        added = (
            asked.removeprefix(before["asked"]) if asked.startswith(before["asked"]) else _last_answer(asked)
        )
        return tuple(term.text for term in read_terms(added, words()) if _is_strange(term))
    if question.subject.kind != "words" or before["problem"]["reason"] == "unsupported":
        return ()
    known = before["asked"].lower()
    return question.subject.words if all(word.lower() not in known for word in question.subject.words) else ()


def _is_strange(term: Term) -> bool:
    return term.kind == "word" and not term.senses and term.word not in HARMLESS | GLUE


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
        "message": f"I don't understand {said} as an answer, so it was left out. {message}",
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
    plan = planned(text)
    return plan is not None and not any(isinstance(each, Assumption) for each in plan.assumptions)


def is_follow_up(asked: str, previous: Attempt) -> bool:
    """Return whether a request changes the last model; in doubt it does.

    Args:
        asked: The request, with or without answers.
        previous: The last model.
    """
    try:
        return changes_last(Turns.read(split_choices(asked)[0]).spoken, previous)
    except MayflyError:
        return True


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


def _says_it_all(answer: str, asked: str, question: NeedsClarification) -> bool:
    """Return whether an answer that is a whole request has all that the request has, with whatever sizes.

    One that lacks a feature, or what the part is besides its sizes, gives those sizes alone: "a plate with
    four 6 mm holes in the corners" … "a plate 100 x 60 x 8".
    """
    lost = heard(split_choices(asked)[0]).traits - heard(answer).traits
    sizes = question.subject.sizes if question.reason == "conflict" else ()
    doubtful = {word for size in sizes for word in size.split()}  # "inner diameter"
    kept = [one for one in lost if not doubtful.intersection(one.components)]
    return not kept and _has_features(answer, asked, question)


def _has_features(answer: str, asked: str, question: NeedsClarification) -> bool:
    """Return whether an answer has as many features of each kind as the request but those in question."""
    subject = question.subject if question.reason in {"conflict", "impossible"} else None
    kinds = {subject.feature, *subject.others} if subject else set()
    return (heard(split_choices(asked)[0]).kinds - heard(answer).kinds).keys() <= kinds


def _holds_everything(answer: str, asked: str, question: NeedsClarification) -> bool:
    """Return whether an answer has all numbers and features of the request but those in question."""
    subject = question.subject if question.reason in {"conflict", "impossible"} else None
    in_question = {round(value.number, 3) for value in subject.values} if subject else set()
    lost = set(numbers_in(split_choices(asked)[0]) - numbers_in(answer)) - in_question
    return not lost and _has_features(answer, asked, question)
