"""Decides between the readings of a request: one is built, or the difference becomes a question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mayfly.contracts import Plan
from mayfly.design import Body, CataloguePart, Design, compile_design
from mayfly.design.values import as_name
from mayfly.errors import MayflyError, NeedsClarification
from mayfly.language.english import and_list, or_list
from mayfly.language.units import number
from mayfly.language.weighing.text import Text
from mayfly.planning.questions import about, conflict, unsupported
from mayfly.planning.readings.answer_notes import answer_notes
from mayfly.planning.readings.geometry import alike, contradict
from mayfly.planning.readings.open_questions import question
from mayfly.planning.readings.reader import MARGIN, MOST_TERMS, Reading, readings, weighed
from mayfly.planning.readings.sides_along_axes import lies_otherwise
from mayfly.planning.readings.spelled_out import (
    has_these_holes,
    plan_by_coordinates,
    plan_of_sheet,
)

#: A longer text is not one model's description, and would take too long to weigh.
LONGEST_REQUEST: Final = 2000
#: The dearest reading that is built: dearer ones have stepped over words, or are far-fetched.
MOST: Final = 2.5
#: Phrases of a request of usual length, and by how much more a longer one may cost with each further phrase,
#: as long as none of them is dear by itself.
USUAL_PHRASES: Final = 10
_EACH_FURTHER: Final = 0.1
_DEAR: Final = 1.0


@dataclass(frozen=True, slots=True)
class Decision:
    """What was made of a request.

    Attributes:
        plan: The plan of the one reading that stands out; None where none does.
        question: What has to be asked then; None where there is a plan, or where nothing is added to a body.
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
    too_long = _too_long(text)
    if too_long is not None:
        return Decision(None, too_long, ())
    found = readings(text, onto)
    cut, _ = weighed(text)
    plans = _plans(cut, found) if found and found[0].built is not None else []
    spelled_out = plan_by_coordinates(text) if onto is None else None
    if spelled_out is not None and plans and contradict(spelled_out, plans[0][1]):
        return Decision(
            None, between(spelled_out, plans[0][1]), tuple(found), close=(spelled_out, plans[0][1])
        )
    if spelled_out is not None and not (plans and alike(spelled_out, plans[0][1])):
        return Decision(spelled_out, None, tuple(found))
    of_sheet = _of_sheet(text, plans[0][1] if plans else None, found) if onto is None else None
    if of_sheet is not None:
        return of_sheet
    if not plans:
        return Decision(None, question(cut, found) if onto is None else _open(found), tuple(found))
    plan = plans[0][1]
    for _, its_plan in plans[1:]:
        if alike(its_plan, plan):
            continue
        options = differing(plan, its_plan)
        if options[1] in chosen:
            plan = its_plan
        elif options[0] not in chosen:
            return Decision(None, between(plan, its_plan), tuple(found), close=(plan, its_plan))
    lies = lies_otherwise(text, plan) if onto is None else None
    if lies is not None:
        return Decision(None, lies, tuple(found))
    return Decision(plan, None, tuple(found))


def _of_sheet(text: str, read: Plan | None, found: Sequence[Reading]) -> Decision | None:
    """Return what a request decides that is the data of one part; None for any other one.

    Args:
        text: The request.
        read: What the weighing of its words makes of it.
        found: All readings.
    """
    sheet = plan_of_sheet(text)
    if sheet is None:
        return None
    made, operations = sheet
    if read is None:
        return Decision(made, None, tuple(found))
    if contradict(made, read):
        return Decision(None, between(made, read), tuple(found), close=(made, read))
    same = has_these_holes(read, operations) or alike(made, read)
    return None if same else Decision(made, None, tuple(found))


def _open(found: Sequence[Reading]) -> NeedsClarification | None:
    """Return what is open in the likeliest reading, where that reads everything else."""
    best = found[0] if found else None
    if best is None or best.state.unread or not isinstance(best.open, NeedsClarification):
        return None
    return best.open


def between(one: Plan, other: Plan) -> NeedsClarification:
    """Return the question which of two plans is meant."""
    options = differing(one, other)
    return conflict(f"Which is meant: {or_list(options)}?", about("readings"), options)


def differing(one: Plan, other: Plan) -> list[str]:
    """Return what each of two plans is called: its title, or what only its design has."""
    swapped = _with_names(one, other)
    if swapped:
        return swapped
    if one.title != other.title:
        return [one.title, other.title]
    lines = [Counter(_lines(plan)) for plan in (one, other)]
    own = [list((mine - others).elements()) for mine, others in (lines, lines[::-1])]
    return [f"{one.title}, {'; '.join(words)}" if words else f"{one.title} without that" for words in own]


def _with_names(one: Plan, other: Plan) -> list[str]:
    """Return the options of two plans of one part that only have its sizes the other way round."""
    bases = [Design.read(plan.design).bodies[0].base for plan in (one, other) if plan.design is not None]
    parts = [base for base in bases if isinstance(base, CataloguePart)]
    if len(parts) != 2 or parts[0].part != parts[1].part:
        return []
    sizes = [
        {name: size for name, size in base.sizes.items() if isinstance(size, int | float)} for base in parts
    ]
    if (
        sizes[0] == sizes[1]
        or sizes[0].keys() != sizes[1].keys()
        or sorted(sizes[0].values()) != sorted(sizes[1].values())
    ):
        return []
    differ = [name for name in sizes[0] if sizes[0][name] != sizes[1].get(name)]
    return [
        and_list([f"{name.replace('_', ' ')} {number(each[name])} mm" for name in differ]) for each in sizes
    ]


def _lines(plan: Plan) -> list[str]:
    """Return the sentences that describe a plan's design, without bullets and stops."""
    text = Design.read(plan.design).describe() if plan.design is not None else plan.title
    sentences = (line.removeprefix("- ").removesuffix(".") for line in text.splitlines())
    return [sentence[:1].lower() + sentence[1:] for sentence in sentences]


def _plans(text: Text, found: Sequence[Reading]) -> list[tuple[Reading, Plan]]:
    """Compile the designs of the likeliest reading that reads everything, and of those close to it."""
    plans: list[tuple[Reading, Plan]] = []
    designs: list[Design] = []
    for reading in found:
        if reading.built is None or reading.state.unread or reading.built.design in designs:
            continue
        if reading.cost > _most(reading) if not plans else reading.cost - plans[0][0].cost >= MARGIN:
            break
        designs.append(reading.built.design)
        try:
            plan = compile_design(reading.built.design)
        except MayflyError:
            continue
        notes = (*reading.built.notes, *answer_notes(text, reading))
        titled = reading.built.design.model_copy(update={"title": as_name(plan.title)}).to_dict()
        said = tuple(dict.fromkeys((*notes, *plan.assumptions)))  # a part's note may come both ways
        plans.append((reading, replace(plan, assumptions=said, design=titled)))
    return plans


def _most(reading: Reading) -> float:
    """Return the most that a reading may cost that is built: small doubts add up where much is said."""
    phrases = reading.state.evidence
    if any(one.cost > _DEAR for one in phrases):
        return MOST
    return MOST + _EACH_FURTHER * max(0, len(phrases) - USUAL_PHRASES)


def _too_long(text: str) -> NeedsClarification | None:
    """Return the question for a shorter request where a text is too long to be one model's description."""
    if len(text) > LONGEST_REQUEST:
        return unsupported(
            f"The request has {len(text)} characters; at most {LONGEST_REQUEST} are read."
            " Can you say it in a few sentences?",
            about("request", values=[len(text), LONGEST_REQUEST]),
        )
    terms = weighed(text)[0].terms
    if len(terms) > MOST_TERMS:
        return unsupported(
            f"The request has {len(terms)} words and numbers; can you say it in a few sentences?",
            about("request", values=[len(terms)]),
        )
    return None
