"""Tools that make models: a STEP file from a request, a part or a design, and the catalogue itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

from langchain_core.messages import ToolMessage
from langchain_core.tools.base import ArgsSchema
from langgraph.prebuilt import ToolRuntime
from langgraph.types import Command
from pydantic import Field, model_validator

from mayfly.async_twins import Step, Steps, blocking, step
from mayfly.cad.parts import catalogue, get_part
from mayfly.contracts import ParameterValue, Plan
from mayfly.design import Design
from mayfly.design.strict_form import from_strict
from mayfly.errors import NeedsClarification
from mayfly.generator import CADModelGenerator, Progress
from mayfly.graph_state.schemas import pack_attempt
from mayfly.planning.memory import remembered
from mayfly.planning.planner import Attempt
from mayfly.tools.arguments import DesignArgument, NamedValue, NamedValues, ToolInput
from mayfly.tools.base import NO_RUNTIME, Answer, MayflyTool
from mayfly.tools.calls import LAST_ATTEMPT, LAST_MODEL, MAKER, last_attempt, progress_of, this_call
from mayfly.tools.part_words import plan_with_words
from mayfly.tools.questions import Asking, Questions

MAX_REQUEST_CHARACTERS = 4000


class GenerateInput(ToolInput):
    """Arguments of ``generate_step_model``: a request, a part with its parameters, or a design."""

    request: str | None = Field(
        default=None,
        max_length=MAX_REQUEST_CHARACTERS,
        description=(
            "What to make, in words with every size the person gave, in mm unless a unit is written: "
            "'80 x 60 x 6 mm plate with four 5.5 mm corner holes, 8 mm inset'. null where 'part' is given."
        ),
    )
    part: str | None = Field(
        default=None,
        description="Instead of a request: a part of the catalogue (see describe_parts). Otherwise null.",
    )
    parameters: NamedValues | None = Field(
        default=None,
        description=(
            "With 'part': its parameters, lengths in mm. What is left out takes the part's default. "
            "null without a part."
        ),
    )

    design: DesignArgument = Field(
        default=None,
        description=(
            "Instead of a request: the model as bodies, each a base with features. All that has no field of "
            "its own goes into 'sizes': names and values as text, in mm and degrees or with a unit ('6', "
            "'1/2 in'); * is needed. Leave out by '' and []. Otherwise null."
        ),
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        """Refuse two of request, part and design, and none of them: nothing is silently dropped."""
        given = (bool(self.request and self.request.strip()), bool(self.part), self.design is not None)
        if sum(given) != 1:
            raise ValueError("give one of 'request', 'part' and 'design'")
        if self.parameters and not self.part:
            raise ValueError("'parameters' belong to 'part'; write the sizes into the request instead")
        return self


class DescribePartsInput(ToolInput):
    """Arguments of ``describe_parts``."""

    name: str | None = Field(
        default=None, description="One part, with its parameters; null to list the whole catalogue."
    )


class GenerateTool(MayflyTool):
    """A STEP file from a request, a part or a design.

    Attributes:
        questions: What becomes of a planner's question.
        updates_state: Answer with a ``Command`` that notes the model in the graph's state (``LastModel``).
    """

    name: str = MAKER
    description: str = (
        "Make a STEP file of a mechanical part from the person's request in words, a catalogue part with "
        "parameters, or a design of bodies and features. "
        "A change to the last model may be given alone ('10 mm thick'). "
        "The answer states what was measured and assumed. An error 'needs_clarification' is a question: "
        "pass it on to the person, never answer it yourself."
    )
    args_schema: ArgsSchema | None = GenerateInput
    questions: Questions = "error"
    updates_state: bool = False

    @blocking
    def _run(
        self,
        request: str | None = None,
        part: str | None = None,
        parameters: list[NamedValue] | None = None,
        design: Any = None,
        runtime: ToolRuntime[Any, Any] = NO_RUNTIME,
    ) -> Steps[Answer]:
        given = _Given(request=request or "", part=part, parameters=parameters or [], design=design)
        job = yield from Step(partial(_Job.of, self, given, runtime))
        if job.plan:
            return job.answer((yield from job.build(job.plan)))
        job.asking.resume()
        while True:
            try:
                return job.answer((yield from job.make()))
            except NeedsClarification as error:
                job.asking.answer(error)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """What a call asks for: one of a request, a part with its parameters, and a design."""

    request: str
    part: str | None
    parameters: list[NamedValue]
    design: Any

    def plan(self, generator: CADModelGenerator) -> Plan | None:
        """Return the plan of a part or a design; None for a request.

        Raises:
            UnknownPart, InvalidParameter: There is no such part, or it can't have these sizes.
            InvalidDesign: Something in the design does not fit.
        """
        if self.part:
            # not make_part(part, **parameters): a model may call a parameter "name" or "on_progress"
            return plan_with_words(get_part(self.part), _by_name(self.parameters))
        return None if self.design is None else generator.plan_design(_design_of(self.design))

    @property
    def title(self) -> str:
        """What is asked for, in a few words."""
        return self.request or (f"part {self.part}" if self.part else "design")


@dataclass(frozen=True, slots=True)
class _Job:
    """One call of ``generate_step_model``.

    Attributes:
        tool: The tool that was called.
        generator: What makes the model.
        on_progress: Sends the stages.
        plan: The plan of a catalogue part or a design; None for a request.
        asking: The request and its questions.
        previous: The last model of the conversation, which the request may change.
        plans: The plans so far; the last one is that of the model.
    """

    tool: GenerateTool
    generator: CADModelGenerator
    on_progress: Progress
    plan: Plan | None
    asking: Asking
    previous: Attempt | None
    plans: list[Plan]

    @classmethod
    def of(cls, tool: GenerateTool, given: _Given, runtime: ToolRuntime[Any, Any] | None) -> _Job:
        """Read a call; errors as for ``_Given.plan``."""
        generator, previous = tool.bound_generator(), last_attempt(runtime)
        plan = given.plan(generator)
        plan = remembered(plan, previous.plan if previous else None) if plan else None
        return cls(
            tool=tool,
            generator=generator,
            on_progress=progress_of(tool.name, given.title, runtime),
            plan=plan,
            asking=Asking(given.request, questions=tool.questions, generator=generator, previous=previous),
            previous=previous,
            plans=[plan] if plan else [],
        )

    def build(self, plan: Plan) -> Step[dict[str, Any]]:
        """Return the step that builds a plan."""
        maker = self.generator
        return step(maker.build_plan, maker.abuild_plan, plan, on_progress=self.on_progress)

    def make(self) -> Step[dict[str, Any]]:
        """Return the step that makes what is asked for so far."""
        return step(
            self.generator.generate_model,
            self.generator.agenerate_model,
            self.asking.asked,
            previous=self.previous,
            on_progress=self.on_progress,
            on_plan=self.plans.append,
        )

    def answer(self, model: dict[str, Any]) -> Answer:
        """Return the text for the model, and what was made and from what for the program."""
        self.asking.done()
        text = f"{model['text']}\nDownload: {model['model_url']}"
        made = {"model": model, "attempt": pack_attempt(self.plans[-1], model["report"])}
        call = this_call()
        if not self.tool.updates_state or call is None:
            return text, made
        message = ToolMessage(text, artifact=made, tool_call_id=call, name=self.tool.name)
        update = {"messages": [message], LAST_MODEL: model, LAST_ATTEMPT: made["attempt"]}
        return Command(update=update), made


class DescribePartsTool(MayflyTool):
    """The catalogue of parts."""

    name: str = "describe_parts"
    description: str = "List the parts that can be made by name, or show one part with parameters and limits."
    args_schema: ArgsSchema | None = DescribePartsInput

    def _run(self, name: str | None = None) -> Answer:
        if not name:
            rows = [part.to_dict() for part in catalogue().values()]
            return "\n".join(f"{row['name']}: {row['description']}" for row in rows), {"parts": rows}
        part = get_part(name)
        card = part.to_dict()
        lines = [f"{part.name}: {part.description}"]
        lines += [_parameter_line(row) for row in card["parameters"]]
        lines += [
            f"  or {row['name']}, from which follows {' or '.join(row['gives'])}" for row in card["aliases"]
        ]
        if card["standard_sizes"]:
            lines.append(f"  or size, a standard one: {', '.join(card['standard_sizes'])}")
        return "\n".join(lines), {"parts": [card]}


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


def _by_name(parameters: list[NamedValue]) -> dict[str, ParameterValue]:
    """Return parameters by name, without those that have no value."""
    return {pair.name: pair.value for pair in parameters if pair.value is not None}


def _parameter_line(row: dict[str, Any]) -> str:
    """Return one parameter in a line."""
    limits = f", {row['low']:g} to {row['high']:g}" if row["low"] is not None else ""
    choices = f", one of {' | '.join(row['choices'])}" if row["choices"] else ""
    unit = f" {row['unit']}" if row["unit"] else ""
    return f"  {row['name']} = {row['default']}{unit}{limits}{choices}: {row['description']}"
