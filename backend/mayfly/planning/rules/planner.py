"""The rules planner: engineering English to a plan, with no model and no key.

Never silently wrong: every word and number of a request is used, is known to
be harmless, or ends in a question or in the answer's list of assumptions.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final, cast

from mayfly.contracts import Assumption, Note, Plan, Requirements
from mayfly.design import Body, CataloguePart, Design
from mayfly.design.builder import Draft
from mayfly.design.centre_of_mass import plan_of
from mayfly.design.errors import DoesNotFit
from mayfly.design.features import AnyFeature
from mayfly.errors import MayflyError, NeedsClarification
from mayfly.language.chunks import Term, read_terms
from mayfly.language.english import inverted
from mayfly.language.lexer import fold_lines
from mayfly.language.nodes import Attribute, Label, Mention, Request
from mayfly.language.reader import Reader
from mayfly.planning.choices import split_choices
from mayfly.planning.features.adding import add_features, ask_about_leftovers
from mayfly.planning.features.hollows import take_hollow
from mayfly.planning.follow_up.questions import ask_about_same_model
from mayfly.planning.parts.feature_to_size import absorb
from mayfly.planning.parts.modifiers import use_modifiers
from mayfly.planning.parts.names import choose_part, part_words, settle_norm, words
from mayfly.planning.parts.resolve import (
    check_inner_radius,
    check_sides,
    opens_without_lid,
    settle_shape,
    take_checks,
)
from mayfly.planning.parts.size_checks import described_sizes, settle
from mayfly.planning.parts.sizes import size_part
from mayfly.planning.planner import Attempt
from mayfly.planning.questions import about, asked, conflict, missing, unsupported
from mayfly.planning.readings.decide import LONGEST_REQUEST, MOST_TERMS, decide
from mayfly.planning.readings.facts import facts
from mayfly.planning.readings.heard import heard
from mayfly.planning.readings.reader import likeliest
from mayfly.planning.readings.understood import with_understood
from mayfly.planning.rules.changes import move_circle_to_holes, move_count_to_holes
from mayfly.planning.rules.follow_ups import (
    changes_last,
    open_change,
    plan_change,
    tried_change,
    without_old_business,
)
from mayfly.planning.rules.open_words import ask_about_negations, ask_about_words

_EDGE_NOUNS: Final = frozenset({"edge", "corner", "rim"})


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
        if previous and "\n" in plan.request:
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
    """Plan a message that names another part: a new request, or a change where it is none.

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
    """Plan a message that stands by itself: by rules, and by weighing its readings.

    Args:
        message: The message on one line.
        written: The same with its line breaks.
        chosen: Options that the person chose where it could be read in two ways.
    """
    decision = decide(written or message, chosen=chosen)
    if decision.plan is None:
        assert decision.question is not None  # noqa: S101 - there is one where there is no plan
        raise decision.question
    return replace(decision.plan, request=message)


def plan_by_rules(message: str) -> Plan:
    """Plan a message that stands by itself by the rules alone.

    Raises:
        NeedsClarification: The rules can't make anything of it.
    """
    return replace(plan_reading(read_request(message)), request=message)


def read_request(request: str) -> Request:
    """Read a request.

    Raises:
        NeedsClarification: It is too long to be one part's description.
    """
    if len(request) > LONGEST_REQUEST:
        raise unsupported(
            f"The request has {len(request)} characters; at most {LONGEST_REQUEST} are read."
            " Can you say it in a few sentences?",
            about("request", values=[len(request), LONGEST_REQUEST]),
        )
    terms = read_terms(request, words())
    if len(terms) > MOST_TERMS:
        raise unsupported(
            f"The request has {len(terms)} words and numbers; can you say it in a few sentences?",
            about("request", values=[len(terms)]),
        )
    reading = Reader(_with_part(terms), part_words).read()
    settle_norm(reading.parts[0])
    return reading


def _with_part(terms: list[Term]) -> list[Term]:
    """Read "rod diameter 12, length 200" as a rod, where no other part is named."""
    if any(term.sense("part") for term in terms):
        return terms
    for index, term in enumerate(terms):
        first, _, rest = term.word.partition(" ")
        pieces = (
            [*read_terms(first, words()), *read_terms(rest, words())] if term.sense("size") and rest else []
        )
        if pieces and pieces[0].sense("part"):
            return [*terms[:index], *pieces, *terms[index + 1 :]]
    return terms


def plan_reading(reading: Request) -> Plan:
    """Turn a reading into a plan.

    Raises:
        NeedsClarification: Something is open, contradictory, impossible or not understood.
    """
    ask_about_words(reading)
    base = reading.parts[0]
    _open_without_lid(reading)
    hollow = take_hollow(base)
    if hollow is None:
        settle_shape(base)
    part = choose_part(base)
    features = sorted(reading.features, key=lambda mention: mention.order)
    notes: list[str] = list(reading.notes)
    move_count_to_holes(base, features)
    move_circle_to_holes(base, features)
    _move_radius_to_pocket(features)
    taken = absorb(part, features, notes)
    use_modifiers(base, part)
    inner = take_checks(base, part)
    sizing = size_part(base, {name: (size.value, size.text) for name, size in taken.items()})
    values, assumptions = settle(sizing)
    check_sides(base, part, values)
    check_inner_radius(inner, values)
    for mention in features:
        _take_adjectives(mention)
    draft = Draft.of(sizing.part, values, (*map(Note, notes), *assumptions))
    ask_about_negations(reading, draft)
    ask_about_leftovers([base])
    try:
        if hollow is not None:
            hollow.apply(draft)
            draft.features.append(hollow)
        add_features(draft, [mention for mention in features if mention.kind != "used"])
    except DoesNotFit as error:
        raise asked(error) from error
    ask_about_leftovers([mention for mention in features if mention.kind != "used"])
    plan = plan_of(draft)
    body = Body(
        name=sizing.part.label,
        base=CataloguePart(part=sizing.part.name, sizes=described_sizes(sizing, values)),
        features=cast("tuple[AnyFeature, ...]", tuple(draft.features)),
    )
    return replace(plan, design=Design(title=plan.title, bodies=(body,)).to_dict())


def _open_without_lid(reading: Request) -> None:
    """Read "box with 2 mm walls, without lid": it is open at the top."""
    base = reading.parts[0]
    if base.name and ("lid",) in reading.negated and opens_without_lid(choose_part(base)):
        base.attributes.append(Attribute("flag", "open_top", text="without lid"))
        reading.negated.remove(("lid",))


def _move_radius_to_pocket(features: Sequence[Mention]) -> None:
    """Read "pocket 50x30 with corner radius 5": the pocket's; with a comma between it can be the part's."""
    for pocket, mention in itertools.pairwise(features):
        if not mention.flags() & {"of_pocket", "near_pocket"}:
            continue
        inside = [m for m in mention.attributes if m.kind == "place" and m.ref and m.ref.noun == "pocket"]
        mention.attributes = [attribute for attribute in mention.attributes if attribute not in inside]
        if inside:
            mention.attributes = [
                attribute for attribute in mention.attributes if attribute.name != "near_pocket"
            ]
        placed = any(
            ref.noun in _EDGE_NOUNS or ref.noun in {"part", "it"}
            for attribute in mention.attributes
            if attribute.kind == "place" and attribute.ref
            for ref in attribute.ref.chain()
        )
        if not placed and mention.take_flag("near_pocket"):
            raise conflict(
                f"{inverted('is', mention.text)} that of the {pocket.name} or of the part's own corners?",
                about("feature", mention, others=["pocket"]),
            )
        if not placed:
            for measure in mention.measures:
                measure.label = Label((), "radius")
            pocket.measures += mention.measures
            pocket.attributes += [attribute for attribute in mention.attributes if attribute.kind != "flag"]
            mention.kind = "used"
        mention.take_flag("of_pocket", "near_pocket")


def _take_adjectives(mention: Mention) -> None:
    """Consume "large" where a size says how large; "small M6 hole" may mean another standard."""
    if not any(m.quantity.form == "thread" for m in mention.measures):
        mention.take_flag("vague")
    if mention.kind == "boss":
        mention.take_flag("standing")


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
