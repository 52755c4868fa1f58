"""Joins an answer with the request that was asked about, in every way that may be meant.

The answer joins the request; it is called by the size that was asked for; it stands for the word that was not
understood; its number replaces what it contradicts; its unit stands behind the number in question.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import Final

from mayfly.cad.parts import catalogue
from mayfly.contracts import Plan
from mayfly.errors import MayflyError, NeedsClarification
from mayfly.language.chunks import Quantity, read_terms
from mayfly.language.stopwords import GLUE, HARMLESS
from mayfly.planning.conversation.narrowing import asked_sizes, placed_answers
from mayfly.planning.conversation.splicing import splices
from mayfly.planning.conversation.wordings import only_number
from mayfly.planning.follow_up.fragments import COMPARATIVES, VERBS
from mayfly.planning.parts.names import words
from mayfly.planning.planner import Attempt
from mayfly.planning.questions import quantity_value
from mayfly.planning.readings.heard import heard
from mayfly.planning.rules.planner import plan_message
from mayfly.subject import Value

#: Stands between a request and an answer that joined it.
JOINT: Final = ",\n"
_MOST_NUMBERS: Final = 6
#: Words beside a number that say nothing of what it is.
_IDLE: Final = GLUE | HARMLESS

_PRONOUN: Final = re.compile(r"\b(?:it|this|that|them|the part|the model)\b", re.IGNORECASE)


_NUMBER: Final = r"\d+(?:\.\d+)?"
_ROW: Final = re.compile(rf"{_NUMBER}(?:\s*[x×*]\s*{_NUMBER})+", re.IGNORECASE)
_DIRECTION: Final = re.compile(
    r"\b(?:inwards?|outwards?|further in|further out|towards? the \w+|up|down|in|out)\b", re.IGNORECASE
)


def joined_to(asked: str, answer: str) -> str:
    """Return a request with an answer behind it."""
    return f"{asked.rstrip(' .,;')}{JOINT}{answer}"


def with_longer_row(asked: str, answer: str) -> str | None:
    """Return a request whose row of sizes is the longer one of an answer; None if it brings no such row.

    "Plate 90 x 60 with four holes" … "plate 90 x 60 x 8".
    """
    short, long = _ROW.search(asked), _ROW.search(answer)
    if short is None or long is None or numbers_in(answer) != numbers_in(long[0]):
        return None
    one, other = (re.findall(_NUMBER, row[0]) for row in (short, long))
    if one != other[: len(one)] or len(other) == len(one):
        return None
    return f"{asked[: short.start()]}{long[0]}{asked[short.end() :]}"


def brings_inches(answer: str, asked: str) -> bool:
    """Return whether an answer is in inches and the request before it has numbers and no unit."""
    units = {term.quantity.unit for term in read_terms(answer, words()) if term.quantity is not None}
    before = [term.quantity for term in read_terms(asked, words()) if term.quantity is not None]
    bare = any(one.unit is None and one.form in {"plain", "diameter", "radius"} for one in before)
    return bool(units & {"in", "ft"}) and bare and all(one.unit is None for one in before)


def added_to(asked: str, question: NeedsClarification, answer: str, previous: Attempt | None) -> str | None:
    """Return the request with an answer behind it, in the first way that can be planned; None if none can."""
    joined = joined_to(asked, answer)
    ways = (named_by(joined, question, answer), joined, f"{asked}\n{answer}")
    for whole in ways:
        plan = planned(whole, previous) if whole else None
        if plan is not None and (previous or not would_change(plan, answer)):
            return whole
    return None


def would_change(plan: Plan, answer: str) -> bool:
    """Return whether an answer, read as a change of a plan, would give a size another value.

    "make the hole 25" does not say how thick a disc is, though 25 may be taken for that.
    """
    changed = planned(answer, Attempt(plan=plan))
    return changed is not None and any(one.kind == "changed" for one in changed.changes)


def settled_with(
    asked: str, question: NeedsClarification, answer: str, previous: Attempt | None
) -> str | None:
    """Return the request with an answer, joined in the first way that can be planned; None if none can."""
    joined = joined_to(asked, answer)
    ways = (
        named_by(joined, question, answer),
        joined,
        f"{asked}\n{answer}",
        _as_number(asked, question, answer),
        _with_unit(asked, question, answer),
        _reworded(asked, question, answer),
        _with_target(asked, question, answer),
        _with_new_size(asked, question, answer),
    )
    for whole in ways:
        if whole and planned(whole, previous):
            return whole
    changed = _overridden(asked, question, answer, previous)
    if changed and planned(changed, previous):
        return changed
    placed = (*placed_answers(asked, question, answer), *splices(asked, question, answer))
    return next((whole for whole in dict.fromkeys(placed) if planned(whole, previous)), None)


def _as_number(asked: str, question: NeedsClarification, answer: str) -> str | None:
    """Call the one number of an answer by the size that was asked for: "45 mm to the centreline"."""
    sizes = asked_sizes(question)
    if len(sizes) != 1 or is_bare_number(answer):
        return None
    number = only_number(answer, question, [*sizes, *_called(asked, sizes[0])])
    return joined_to(asked, f"{sizes[0]} {number}") if number else None


def _called(asked: str, size: str) -> tuple[str, ...]:
    """Return what people call a size of the part that a request names."""
    part = catalogue().get(heard(asked).part)
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
    noun = answer.split()[-1]
    text, times = re.subn(rf"\b(?:the |all |all the )?{re.escape(noun)}\b", f"the {answer}", asked, count=1)
    if times and noun != answer:
        return text
    text, times = _PRONOUN.subn(f"the {answer}", asked, count=1)
    return text if times else f"make the {answer} {asked}"


def _with_new_size(asked: str, question: NeedsClarification, answer: str) -> str | None:
    """Put a value into the change that was said without one: "12 mm" or "by 2 mm" into "make it thicker"."""
    if question.subject.kind != "change" or not is_bare_number(answer):
        return None
    given = _quantities(answer)[0].text
    for word in question.subject.words:
        if word in VERBS:
            return f"{asked} by {given}" if answer.lower().startswith("by ") else f"{asked} to {given}"
        if word in COMPARATIVES and re.match(r"[\d.,]", asked):
            return f"make it {given}"  # of "2 mm thicker", where nothing is thick
        if word in COMPARATIVES:
            adjective = COMPARATIVES[word][0].removeprefix("big")
            new = f"{word} by {given}" if answer.lower().startswith("by ") else f"{given} {adjective}"
            return re.sub(rf"\b{word}\b", new.strip(), asked, count=1)
    return None


def planned(text: str, previous: Attempt | None = None) -> Plan | None:
    """Return the plan of a request; None where something is open about it."""
    try:
        return plan_message(text, previous)
    except MayflyError:
        return None


def _quantities(text: str) -> list[Quantity]:
    return [term.quantity for term in read_terms(text, words()) if term.quantity]


def named_by(joined: str, question: NeedsClarification, answer: str) -> str | None:
    """Call a bare number by the one size that was asked for: "40 mm" by "height 40 mm"."""
    sizes = asked_sizes(question)
    if len(sizes) != 1 or not is_bare_number(answer):
        return None
    return f"{joined.removesuffix(answer)}{sizes[0]} {answer}"


def _reworded(asked: str, question: NeedsClarification, answer: str) -> str | None:
    """Put the answer in the place of the one word that was not understood; else name the part by it."""
    if question.reason != "unsupported" or numbers_in(answer):
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
            plan = planned(text, previous)
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
    changed = planned(answer, Attempt(plan=plan))
    if changed is None:
        return is_bare_number(answer)
    return (changed.script, dict(changed.parameters)) == (plan.script, dict(plan.parameters))


def is_bare_number(answer: str) -> bool:
    """Return whether an answer is a number and says nothing else."""
    terms = read_terms(answer, words())
    numbers = [term for term in terms if term.quantity is not None]
    idle = all(
        term.quantity is not None or term.word in _IDLE or (term.kind == "mark" and term.word in {".", ","})
        for term in terms
    )
    return len(numbers) == 1 and idle


def numbers_in(text: str) -> Counter[float]:
    """Count the numbers of a text, lengths in millimetres."""
    return Counter(
        round(value, 3)
        for term in read_terms(text, words())
        for value in (*([term.quantity.value] if term.quantity else []), *term.points)
    )
