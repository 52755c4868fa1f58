"""Reads a change of what was understood while a question is open: "make it 10 mm thick", "four, not six".

What is open is filled in for a moment, with values that nobody says, so that there is a model that can be
changed as any other (``follow_up``). Then the request is written again: the old numbers give way to the new
ones, or the clause of a feature that was taken away goes. It holds only where it makes just the changed
model; so nothing of what was said can get lost, and no number gives way that merely looks alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Final

from mayfly.contracts import Plan
from mayfly.design import Design
from mayfly.design.edits import sizes
from mayfly.errors import MayflyError, NeedsClarification
from mayfly.language.chunks import Quantity, read_terms
from mayfly.language.units import number, to_mm
from mayfly.language.vocabulary import NUMBER_WORDS
from mayfly.planning.choices import with_choice
from mayfly.planning.conversation.joining import is_bare_number, joined_to, numbers_in
from mayfly.planning.conversation.narrowing import names_feature, placed_answers
from mayfly.planning.conversation.splicing import count_word
from mayfly.planning.conversation.wordings import bare_answer, says_nothing
from mayfly.planning.follow_up.questions import unit_named
from mayfly.planning.parts.names import words
from mayfly.planning.planner import Attempt
from mayfly.planning.readings.geometry import alike
from mayfly.planning.readings.heard import heard
from mayfly.planning.rules.planner import plan_message

_PIECE: Final = re.compile(
    r"\s*(?:[,;.!]\s+(?:(?:and|but|then)\s+)?|\n|\s(?:and|but|then|plus)\s)\s*", re.IGNORECASE
)
_CLAUSE: Final = re.compile(r"\s*(?:[,;]\s|\.\s|\n|\bwith\b|\band\b|\bplus\b)\s*", re.IGNORECASE)
_INSTEAD_OF: Final = re.compile(r"\s+(?:instead of|rather than|not) \d+(?:\.\d+)?(?:\s*mm)?$", re.IGNORECASE)
_MOST_PIECES: Final = 8
_MOST_CLAUSES: Final = 12
#: Clauses in a row that may go with a feature: "four holes, in the corners, 10 mm in".
_MOST_GONE: Final = 3
#: Ways of filling in what is open, and of writing the request again, that are tried.
_MOST_FILLINGS: Final = 40
_MOST_WRITINGS: Final = 24
#: Questions in a row that are filled in.
_MOST_OPEN: Final = 3
#: Sizes that nobody says, so that a size which is filled in is never taken for one that was said.
_SIZES: Final = ("5.37", "1.13", "21.37", "2.59", "53.7")
#: Part of a size at which things can lie that go round its middle.
_PART: Final = 0.737
_SAME: Final = 1e-6
_UNITS: Final = frozenset({"in", "mm", "cm", "m", "ft"})
_INCH: Final = to_mm(1.0, "in")


@dataclass(frozen=True, slots=True)
class Amended:
    """A request with the changes of an answer.

    Attributes:
        asked: The request, which says the changed values as if it had said them from the beginning.
        rest: What the answer says besides.
    """

    asked: str
    rest: str


@dataclass(frozen=True, slots=True)
class _Filled:
    """A request of which what is open was filled in.

    Attributes:
        asked: The request.
        fill: Adds what is filled in to a request.
        plan: Its plan.
    """

    asked: str
    fill: Callable[[str], str]
    plan: Plan


def amended(asked: str, question: NeedsClarification, answer: str) -> Amended | None:
    """Return a request with the changes that an answer makes to it; None where it makes none.

    Args:
        asked: The request so far.
        question: What is open about it.
        answer: What the person said.
    """
    said = [piece for piece in _PIECE.split(answer.strip(" .!")) if piece]
    if not said or len(said) > _MOST_PIECES or all(is_bare_number(piece) for piece in said):
        return None
    filled = next(_filled(asked, question), None)
    if filled is None:
        return None
    rest: list[str] = []
    owner = ""
    for piece in said:
        after = None if _goes_on(owner, piece) else _changed(filled, question, piece)
        if after is None:
            rest.append(piece)
        else:
            filled = after
        if names_feature(piece):
            owner = piece
        elif heard(piece).part:
            owner = ""
    if filled.asked == asked:
        return None
    left = ", ".join(rest)
    return Amended(filled.asked, "" if says_nothing(left) else left)


def _goes_on(owner: str, piece: str) -> bool:
    """Return whether a piece of an answer goes on about a feature: "8 wide" behind "the slot is 30 long"."""
    return bool(owner) and not names_feature(piece) and not heard(piece).part


def _answers(asked: str, question: NeedsClarification, piece: str) -> bool:
    """Return whether a piece of an answer answers the question, or a part of it."""
    if names_feature(piece) and question.subject.feature == "part":
        return False
    for text in placed_answers(asked, question, piece):
        found = _planned(text)
        if isinstance(found, Plan):
            return True
        if found is not None and found.reason == "missing" and not found.asks_same(question):
            return True
    return False


def _is_of_feature(filled: _Filled, question: NeedsClarification, piece: str) -> bool:
    """Return whether a piece without a noun says a size of the feature in question: "8 wide" of a slot."""
    subject = question.subject
    if subject.feature in {"", "part"} or names_feature(piece) or heard(piece).part:
        return False
    try:
        after = plan_message(f"make the {subject.name} {bare_answer(piece)}", Attempt(plan=filled.plan))
    except NeedsClarification as problem:
        return problem.reason == "impossible"  # it is read, and does not fit what was filled in
    except MayflyError:
        return False
    return any(change.kind == "changed" for change in after.changes)


def _ways_to_say(piece: str, question: NeedsClarification) -> list[str]:
    """Return the wordings of a piece as a change; a number of things may leave out what they are."""
    core = bare_answer(piece)
    if not is_bare_number(piece):
        of_feature = [f"make the {question.subject.name} {core}"] if question.subject.kind == "place" else []
        return list(dict.fromkeys([piece, core, *of_feature]))
    counted = question.subject.kind == "place" and any(one.kind == "count" for one in question.subject.values)
    word = core.split()[0].lower()
    return [f"{word} {question.subject.name}"] if counted and word in NUMBER_WORDS else []


def _changed(filled: _Filled, question: NeedsClarification, piece: str) -> _Filled | None:
    """Return a request with the change that a piece of an answer makes; None where it makes none."""
    if unit_named(piece) or _answers(filled.asked, question, piece):
        return None
    if question.subject.kind == "size" and _is_of_feature(filled, question, piece):
        return None
    threads = [one.text for _, _, one in _numbers(piece) if one.form == "thread"]
    for said in _ways_to_say(piece, question):
        try:
            after = plan_message(said, Attempt(plan=filled.plan))
        except MayflyError:
            continue
        if not after.changes:
            continue
        for text in islice(_writings(filled, after, threads), _MOST_WRITINGS):
            for whole in (filled.fill(text), text):
                plan = _planned(whole)
                if isinstance(plan, Plan) and _makes_same(plan, after):
                    return _Filled(text, filled.fill if whole != text else _as_it_is, plan)
    return _put_right(filled, _INSTEAD_OF.sub("", piece))


def _put_right(filled: _Filled, piece: str) -> _Filled | None:
    """Return a request whose number gives way to the one that contradicts it: "45 inside" of "inside 40".

    With the new number in its place the piece says the same once more; only one number may do so.
    """
    said = [one for _, _, one in _numbers(piece)]
    clash = _planned(joined_to(filled.fill(filled.asked), piece))
    if len(said) != 1 or not isinstance(clash, NeedsClarification):
        return None
    if (clash.reason, clash.subject.kind) != ("conflict", "size"):
        return None
    found: list[_Filled] = []
    for start, end, number_ in _numbers(filled.asked):
        old = [one for one in clash.subject.values if abs(one.number - number_.value) < _SAME]
        if not old or number_.form != said[0].form or abs(number_.value - said[0].value) < _SAME:
            continue
        unit = number_.unit if number_.unit in _UNITS and said[0].unit is None else ""
        text = _replaced(filled.asked, [((start, end), f"{said[0].text} {unit}".strip())])
        plan, again = _planned(filled.fill(text)), _planned(joined_to(filled.fill(text), piece))
        if isinstance(plan, Plan) and isinstance(again, Plan) and _makes_same(plan, again):
            found.append(_Filled(text, filled.fill, plan))
    return found[0] if len(found) == 1 else None


def _as_it_is(text: str) -> str:
    return text


def _makes_same(one: Plan, other: Plan) -> bool:
    same = (one.script, dict(one.parameters)) == (other.script, dict(other.parameters))
    return same or alike(one, other)


def _planned(text: str) -> Plan | NeedsClarification | None:
    """Return the plan of a request, or the question about it; None where it can't be planned at all."""
    try:
        return plan_message(text)
    except NeedsClarification as question:
        return question
    except MayflyError:
        return None


def _filled(asked: str, question: NeedsClarification, depth: int = 1) -> Iterator[_Filled]:
    """Yield a request with what is open filled in, in each way that can be planned."""
    for fill in islice(_fillings(asked, question), _MOST_FILLINGS):
        found = _planned(fill(asked))
        if isinstance(found, Plan):
            yield _Filled(asked, fill, found)
        elif (
            found is not None
            and depth < _MOST_OPEN
            and found.reason == "missing"
            and not found.asks_same(question)
        ):
            for deeper in _filled(fill(asked), found, depth + 1):
                yield _Filled(asked, _both(fill, deeper.fill), deeper.plan)


def _both(first: Callable[[str], str], then: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: then(first(text))


def _joining(said: str) -> Callable[[str], str]:
    return lambda text: joined_to(text, said)


def _placing(question: NeedsClarification, said: str, nth: int) -> Callable[[str], str]:
    """Return what puts words where a question points, in the nth way; to the end where there is none."""

    def placed(text: str) -> str:
        ways = placed_answers(text, question, said)
        return ways[nth] if nth < len(ways) else joined_to(text, said)

    return placed


def _fillings(asked: str, question: NeedsClarification) -> Iterator[Callable[[str], str]]:
    """Yield what fills in what a question asks for, the likeliest first."""
    subject = question.subject
    if subject.kind == "readings" and question.options:
        option = question.options[0]
        yield lambda text: with_choice(text, option)
        return
    if question.reason != "missing":
        return
    if subject.kind == "place":
        parts = (
            number(round(_PART * one, 2)) for one in sorted(numbers_in(asked), reverse=True)[:_MOST_OPEN]
        )
        for distance in (*parts, *_SIZES):
            yield _joining(f"on a bolt circle of {distance} mm")
            yield _joining(f"in the corners, {distance} mm from the edges")
            yield _joining(f"in a row, {distance} mm apart")
        yield _joining("in the centre")
    if subject.kind == "size":
        noun = "" if subject.feature == "part" else subject.name
        for value in _SIZES:
            own = ", ".join(f"{size} {value} mm" for size in subject.sizes)
            yield _joining(own if not noun else f"the {noun} has {own}")
            yield _joining(own)
            if noun:
                for nth in range(len(placed_answers(asked, question, f"{value} mm"))):
                    yield _placing(question, f"{value} mm", nth)
        for value in ("1", "3", "7"):
            yield _joining(", ".join(f"{size} {value}" for size in subject.sizes))
    for option in question.options:
        yield _joining(option)


def _writings(filled: _Filled, after: Plan, threads: Sequence[str]) -> Iterator[str]:
    """Yield the request with other numbers, or without a clause, so that it may say the changed model."""
    before, now = Design.read(filled.plan.design or {}), Design.read(after.design or {})
    if any(change.kind == "removed" for change in after.changes):
        yield from _without_clauses(filled.asked)
        return
    numbers = list(_numbers(filled.asked))
    ways = [list(_replacements(numbers, *one, threads)) for one in _differences(before, now)]
    ways = [way for way in ways if way]  # what follows from another size stands nowhere in the request
    if not ways:
        return
    for chosen in product(*ways):
        places = {place for place, _ in chosen}
        if len(places) == len(set(chosen)):
            yield _replaced(filled.asked, chosen)


def _differences(before: Design, now: Design) -> list[tuple[float, float]]:
    """Return each value that a size has no more, and the one that it has instead, once."""
    was = {size.path: size.value for size in sizes(before)}
    found: dict[tuple[float, float], None] = {}
    for size in sizes(now):
        old = was.get(size.path)
        if (
            isinstance(size.value, int | float)
            and isinstance(old, int | float)
            and abs(old - size.value) > _SAME
        ):
            found[float(old), float(size.value)] = None
    return list(found)


def _replacements(
    numbers: Sequence[tuple[int, int, Quantity]], old: float, new: float, threads: Sequence[str]
) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield where a value may stand in the request, and what stands there for the new one."""
    for start, end, said in numbers:
        place = (start, end)
        if said.form == "word":
            if said.value == old and count_word(new):
                yield place, count_word(new)
            continue
        is_thread = said.form == "thread"
        if is_thread or abs(said.value - old) < _SAME:
            yield from ((place, thread) for thread in threads)
        if is_thread:
            yield place, f"{number(new)} mm"
            continue
        for per in (1.0, 2.0) if said.unit is not None else (1.0, 2.0, _INCH, 2 * _INCH):  # 2: of a radius
            if abs(said.value * per - old) < _SAME:
                yield place, _as_written(said, new / per)


def _as_written(said: Quantity, value: float) -> str:
    """Return a new value written as the old one was: with its sign, in its unit."""
    front = re.match(r"[^\d.,]*", said.text)
    lead = front[0] if front is not None and said.form in {"diameter", "radius"} else ""
    unit = said.unit if said.unit in _UNITS else None
    text = f"{lead}{number(round(value / to_mm(1.0, unit), 6))}"
    return f"{text} {unit}" if unit else text


def _numbers(asked: str) -> Iterator[tuple[int, int, Quantity]]:
    """Yield the numbers of a request and where they stand."""
    at = 0
    for term in read_terms(asked, words()):
        if term.quantity is None:
            continue
        start = asked.find(term.quantity.text, at)
        if start >= 0:
            at = start + len(term.quantity.text)
            yield start, at, term.quantity


def _replaced(asked: str, chosen: Sequence[tuple[tuple[int, int], str]]) -> str:
    for (start, end), text in sorted(set(chosen), reverse=True):
        asked = f"{asked[:start]}{text}{asked[end:]}"
    return asked


def _without_clauses(asked: str) -> Iterator[str]:
    """Yield a request without one clause, then without two in a row and three."""
    found = list(_CLAUSE.finditer(asked))[:_MOST_CLAUSES]
    bounds = [(match.start(), match.end()) for match in found]
    for many in range(1, _MOST_GONE + 1):
        for first in range(len(bounds) - many + 1):
            start = bounds[first][0]
            end = bounds[first + many][0] if first + many < len(bounds) else len(asked)
            yield f"{asked[:start]}{asked[end:]}".strip()
