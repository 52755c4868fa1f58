"""Operations that make models: a STEP file from a request, a part or a design; and the catalogue itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic import Field, model_validator

from mayfly.async_twins import Step, Steps, step
from mayfly.cad.parts import catalogue, get_part
from mayfly.contracts import ParameterValue, Plan
from mayfly.design import Design
from mayfly.design.strict_form import from_strict
from mayfly.generator import CADModelGenerator
from mayfly.operations.arguments import DesignArgument, NamedValue, NamedValues, ToolInput
from mayfly.operations.definition import Answer, Call, Operation, in_one_step
from mayfly.operations.part_words import plan_with_words
from mayfly.operations.results import MadeResult, PartsResult
from mayfly.planning.memory import remembered
from mayfly.planning.planner import Attempt

MAX_REQUEST_CHARACTERS = 4000


class GenerateInput(ToolInput):
    """Arguments of ``generate_step_model``: a request, a part with its parameters, or a design."""

    request: str | None = Field(
        default=None,
        max_length=MAX_REQUEST_CHARACTERS,
        description=(
            "What to make, in words with every size the person gave, in mm unless a unit is written: "
            "'80 x 60 x 6 mm plate with four 5.5 mm corner holes, 8 mm inset'. Otherwise null."
        ),
    )
    part: str | None = Field(
        default=None,
        description="Instead of a request: a part of the catalogue (see describe_parts). Otherwise null.",
    )
    parameters: NamedValues | None = Field(
        default=None,
        description=(
            "With 'part': its parameters, lengths in mm; the others take their defaults. Otherwise null."
        ),
    )

    design: DesignArgument = Field(
        default=None,
        description=(
            "Instead of a request: bodies, each a base with features. What has no field goes into 'sizes': "
            "names and values as text, in mm and degrees or with a unit ('6', '1/2 in'); * is needed. Leave "
            "out by '' and []. Otherwise null."
        ),
    )

    @model_validator(mode="after")
    def _one_way(self) -> GenerateInput:
        """Refuse two of request, part and design, and none of them: nothing is silently dropped."""
        given = (bool(self.request and self.request.strip()), bool(self.part), self.design is not None)
        if sum(given) != 1:
            raise ValueError("give one of 'request', 'part' and 'design'")
        if self.parameters and not self.part:
            raise ValueError("'parameters' belong to 'part'; write the sizes into the request instead")
        return self

    def plan(self, generator: CADModelGenerator) -> Plan | None:
        """Return the plan of a part or a design; None for a request.

        Raises:
            UnknownPart, InvalidParameter: There is no such part, or it can't have these sizes.
            InvalidDesign: Something in the design does not fit.
        """
        if self.part:
            # not make_part(part, **parameters): a model may call a parameter "name" or "on_progress"
            return plan_with_words(get_part(self.part), by_name(self.parameters or []))
        return None if self.design is None else generator.plan_design(_design_of(self.design))

    @property
    def label(self) -> str:
        """What is asked for, in a few words."""
        return self.request or (f"part {self.part}" if self.part else "design")


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """One call that makes a model.

    Attributes:
        call: The call.
        generator: What makes the model.
        plan: The plan of a catalogue part or a design; None for a request.
        previous: The last model of the conversation, which a request may change.
    """

    call: Call
    generator: CADModelGenerator
    plan: Plan | None
    previous: Attempt | None

    @classmethod
    def of(cls, call: Call, given: GenerateInput) -> Making:
        """Read a call; errors as for ``GenerateInput.plan``."""
        generator, previous = call.workplace.bound_generator(), call.last_attempt()
        plan = given.plan(generator)
        plan = remembered(plan, previous.plan if previous else None) if plan else None
        return cls(call=call, generator=generator, plan=plan, previous=previous)

    def build(self, plan: Plan) -> Steps[Answer]:
        """Build a plan."""
        model = yield from step(
            self.generator.build_plan,
            self.generator.abuild_plan,
            plan,
            on_progress=self.call.on_progress,
            cancel=self.call.cancel,
            client=self.call.client,
        )
        return made_answer(self.call, model, plan)

    def make(self, request: str) -> Steps[Answer]:
        """Make what a request asks for.

        Raises:
            NeedsClarification: The request can't be built as it stands.
        """
        plans: list[Plan] = []
        model = yield from step(
            self.generator.generate_model,
            self.generator.agenerate_model,
            request,
            previous=self.previous,
            on_progress=self.call.on_progress,
            on_plan=plans.append,
            cancel=self.call.cancel,
            client=self.call.client,
        )
        return made_answer(self.call, model, plans[-1])


def made_answer(call: Call, model: Mapping[str, Any], plan: Plan) -> Answer:
    """Return the answer for a model that was made.

    Args:
        call: The call that it was made for.
        model: What ``CADModelGenerator.generate_model`` returned.
        plan: What was built.
    """
    return Answer(
        text=str(model["text"]),
        data={"model": model},
        result=MadeResult.of(model, local=call.local),
        plan=plan,
    )


def _generate(call: Call, given: GenerateInput) -> Steps[Answer]:
    """Make a model; a question is an error here."""
    making = yield from Step(partial(Making.of, call, given))
    if making.plan is not None:
        return (yield from making.build(making.plan))
    return (yield from making.make(given.request or ""))


GENERATE = Operation(
    name="generate_step_model",
    title="Make a model",
    description=(
        "Make a STEP file of a mechanical part from the person's request in words, a catalogue part with "
        "parameters, or a design of bodies and features. "
        "A change to the last model may be given alone ('10 mm thick'). "
        "The answer states what was measured and assumed. An error 'needs_clarification' is a question: "
        "pass it on to the person, never answer it yourself."
    ),
    arguments=GenerateInput,
    output=MadeResult,
    run=_generate,
    builds=True,
)


class DescribePartsInput(ToolInput):
    """Arguments of ``describe_parts``."""

    name: str | None = Field(
        default=None, description="One part, with its parameters; null to list the whole catalogue."
    )


def _describe_parts(_: Call, given: DescribePartsInput) -> Answer:
    if not given.name:
        rows = [part.to_dict() for part in catalogue().values()]
        return Answer(
            text="\n".join(f"{row['name']}: {row['description']}" for row in rows),
            data={"parts": rows},
            result=PartsResult.of(rows, parameters=False),
        )
    part = get_part(given.name)
    card = part.to_dict()
    lines = [f"{part.name}: {part.description}"]
    lines += [_parameter_line(row) for row in card["parameters"]]
    lines += [
        f"  or {row['name']}, from which follows {' or '.join(row['gives'])}" for row in card["aliases"]
    ]
    if card["standard_sizes"]:
        lines.append(f"  or size, a standard one: {', '.join(card['standard_sizes'])}")
    return Answer(
        text="\n".join(lines), data={"parts": [card]}, result=PartsResult.of([card], parameters=True)
    )


DESCRIBE_PARTS = Operation(
    name="describe_parts",
    title="Parts and their parameters",
    description="List the parts that can be made by name, or show one part with parameters and limits.",
    arguments=DescribePartsInput,
    output=PartsResult,
    run=in_one_step(_describe_parts),
    reads_only=True,
)


def _design_of(given: Any) -> Design:
    """Return a design in any form that models and programs write.

    Raises:
        InvalidDesign: It is not written as it has to be.
    """
    if isinstance(given, Design):
        return given
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except (ValueError, RecursionError):
            return Design.read(given)  # which says what is wrong with the text
    return Design.read(from_strict(given))


def by_name(parameters: list[NamedValue]) -> dict[str, ParameterValue]:
    """Return parameters by name, without those that have no value."""
    return {pair.name: pair.value for pair in parameters if pair.value is not None}


def _parameter_line(row: dict[str, Any]) -> str:
    """Return one parameter in a line."""
    limits = f", {row['low']:g} to {row['high']:g}" if row["low"] is not None else ""
    choices = f", one of {' | '.join(row['choices'])}" if row["choices"] else ""
    unit = f" {row['unit']}" if row["unit"] else ""
    return f"  {row['name']} = {row['default']}{unit}{limits}{choices}: {row['description']}"
