"""Decides between the readings of a request: one is built, or the difference becomes a question."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mayfly.contracts import Note, Plan, Statement
from mayfly.design import Body, Design, compile_design
from mayfly.errors import MayflyError, NeedsClarification
from mayfly.language.english import or_list
from mayfly.language.weighing.values import Stated
from mayfly.planning.questions import about, conflict
from mayfly.planning.readings.geometry import geometry
from mayfly.planning.readings.quantities import declared_unit
from mayfly.planning.readings.reader import MARGIN, Reading, readings

#: The dearest reading that is built: dearer ones have stepped over words, or are far-fetched.
MOST: Final = 2.5


@dataclass(frozen=True, slots=True)
class Decision:
    """What was made of a request.

    Attributes:
        plan: The plan of the one reading that stands out; None where none does.
        question: What has to be asked then; None where nothing was understood well enough to ask.
        readings: All readings, the likeliest first.
        close: The plans of the two likeliest readings, where these make different models and are too close to
            choose between them.
    """

    plan: Plan | None
    question: NeedsClarification | None
    readings: tuple[Reading, ...]
    close: tuple[Plan, ...] = ()


def decide(text: str, onto: Body | None = None, chosen: Collection[str] = ()) -> Decision:
    """Weigh the readings of a request.

    Args:
        text: The request.
        onto: The body that it adds something to; None for a request by itself. The plan is then that of the
            body with what was added.
        chosen: Options of earlier questions between two readings that the person chose.
    """
    found = readings(text, onto)
    plans = _plans(found) if found and found[0].built is not None else []
    if not plans:
        return Decision(None, _question(found), tuple(found))
    plan = plans[0][1]
    for _, its_plan in plans[1:]:
        if geometry(its_plan) == geometry(plan):
            continue
        options = differing(plan, its_plan)
        if options[1] in chosen:
            plan = its_plan
        elif options[0] not in chosen:
            return Decision(None, between(plan, its_plan), tuple(found), close=(plan, its_plan))
    return Decision(plan, None, tuple(found))


def between(one: Plan, other: Plan) -> NeedsClarification:
    """Return the question which of two plans is meant."""
    options = differing(one, other)
    return conflict(f"Which is meant: {or_list(options)}?", about("readings"), options)


def differing(one: Plan, other: Plan) -> list[str]:
    """Return what each of two plans is called: its title, or what only its design has."""
    if one.title != other.title:
        return [one.title, other.title]
    lines = [_lines(plan) for plan in (one, other)]
    own = [[line for line in mine if line not in others] for mine, others in (lines, lines[::-1])]
    return [f"{one.title}, {'; '.join(words)}" if words else f"{one.title} without that" for words in own]


def _lines(plan: Plan) -> list[str]:
    """Return the sentences that describe a plan's design, without bullets and stops."""
    text = Design.read(plan.design).describe() if plan.design is not None else plan.title
    sentences = (line.removeprefix("- ").removesuffix(".") for line in text.splitlines())
    return [sentence[:1].lower() + sentence[1:] for sentence in sentences]


def _plans(found: Sequence[Reading]) -> list[tuple[Reading, Plan]]:
    """Compile the designs of the likeliest reading that reads everything, and of those close to it."""
    plans: list[tuple[Reading, Plan]] = []
    designs: list[Design] = []
    for reading in found:
        if reading.built is None or reading.state.unread or reading.built.design in designs:
            continue
        if reading.cost > MOST if not plans else reading.cost - plans[0][0].cost >= MARGIN:
            break
        designs.append(reading.built.design)
        try:
            plan = compile_design(reading.built.design)
        except MayflyError:
            continue
        notes: tuple[Statement, ...] = (*reading.built.notes, *map(Note, stated(reading)))
        plans.append((reading, replace(plan, assumptions=(*notes, *plan.assumptions))))
    return plans


def stated(reading: Reading) -> list[str]:
    """Return sentences for the answer: about the request's unit, and about numbers that change no shape."""
    found = [one for one in reading.state.stated if isinstance(one, Stated) and not one.expect]
    numbers = [one.text for one in found if any(letter.isdigit() for letter in one.text)]
    sentences = [f'"{text}" does not change the model.' for text in dict.fromkeys(numbers)]
    if reading.unit != "mm":
        unit = {"in": "inches"}.get(reading.unit, reading.unit)
        why = "request says" if declared_unit(reading.state) else "one that has it"
        sentences.append(f"Numbers without a unit were taken as {unit}, as the {why}.")
    return sentences


def _question(found: Sequence[Reading]) -> NeedsClarification | None:
    """Return what is open in the likeliest reading, if that reads everything else."""
    if not found:
        return None
    best = found[0]
    if best.state.unread or not isinstance(best.open, NeedsClarification):
        return None
    return best.open
