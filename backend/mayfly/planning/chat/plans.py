"""Turns a chat model's answer into a plan that has to meet what the request says with certainty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mayfly.cad.parts import Part, get_part
from mayfly.contracts import Assumption, Note, ParameterValue, Plan, Requirements
from mayfly.design import Design, compile_design
from mayfly.design.short_form import part_bases
from mayfly.design.strict_form import from_strict
from mayfly.planning.chat.agreement import contradictions, join
from mayfly.planning.chat.not_checked import left_unchecked
from mayfly.planning.chat.reply import Answer, DesignReply, PartReply, ScriptReply, UnusableReply
from mayfly.planning.questions import about, missing


def plan_of(answer: Answer, certain: Requirements, *, request: str, last: bool) -> Plan:
    """Turn an answer into a plan that has to meet what is certain.

    Args:
        answer: The model's answer.
        certain: What the request says with certainty.
        request: The request, for what stays unchecked of it.
        last: The model has no other answer left, so that what it left open is the person's to say.

    Raises:
        NeedsClarification: It contradicts what is certain; or it leaves sizes open, and was the last one.
        UnusableReply: A design or a part whose sizes contradict what is certain, or are left open.
        InvalidDesign: The design is not written as it has to be, or something in it does not fit.
        InvalidParameter: The part has no such parameter, or not in this range.
        UnknownPart: There is no such part.
    """
    if isinstance(answer, ScriptReply):
        plan = _of_script(answer)
    elif isinstance(answer, PartReply):
        part = get_part(answer.part)
        plan = part.plan(**dict(answer.parameters))
        _check_open_sizes(part, plan.assumptions if answer.parameters else (), last=last)
    else:
        plan = _of_design(answer, last=last)
    if not isinstance(answer, ScriptReply) and not last:
        # Its requirements follow from its sizes: a difference is a slip, and not another reading.
        differences = contradictions(certain, plan.requirements)
        if differences:
            raise UnusableReply(
                f"The request fixes another size than {plan.title} has then: {'; '.join(differences)}."
            )
    plan = replace(plan, requirements=join(certain, plan.requirements))
    if not isinstance(answer, ScriptReply):
        return plan
    unchecked = left_unchecked(request, plan.requirements, answer.not_checked)
    return replace(plan, assumptions=(*plan.assumptions, *unchecked))


def _of_script(answer: ScriptReply) -> Plan:
    return Plan(
        script=answer.script,
        title=answer.title,
        assumptions=tuple(map(Note, answer.assumptions)),
        requirements=answer.requirements,
        explicit=True,
    )


def _of_design(answer: DesignReply, *, last: bool) -> Plan:
    """Return the plan of a design.

    Raises:
        As for ``plan_of``.
    """
    design = Design.read(from_strict(answer.design))
    for base in part_bases(design):
        part = get_part(base.part)
        if base.sizes:
            _check_open_sizes(part, part.settle(dict[str, ParameterValue](base.sizes)).assumptions, last=last)
    plan = compile_design(design)
    return replace(plan, assumptions=(*plan.assumptions, *map(Note, answer.assumptions)))


def _check_open_sizes(part: Part, assumptions: Sequence[object], *, last: bool) -> None:
    """Refuse a part that was given some of its sizes, and would be filled up with defaults.

    Raises:
        UnusableReply: The model may still give them.
        NeedsClarification: It may not, so the person is asked.
    """
    assumed = {each.parameter for each in assumptions if isinstance(each, Assumption)}
    labels = [
        parameter.label
        for name, parameter in part.parameters.items()
        if parameter.required and name in assumed
    ]
    if labels and last:
        raise missing(
            f"What is the {' and the '.join(labels)} of the {part.title.lower()}?",
            about("size", part, *labels),
        )
    if labels:
        raise UnusableReply(
            f"{part.name} was given some of its sizes, but not the {', '.join(labels)}. "
            "Give what the request says about that, or ask."
        )
