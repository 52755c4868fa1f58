"""Tools that make models: a STEP file from a request or a catalogue part, and the catalogue itself."""

from __future__ import annotations

from typing import Any, Self

from langchain_core.tools.base import ArgsSchema
from langgraph.prebuilt import ToolRuntime
from pydantic import Field, model_validator

from mayfly.cad.parts import catalogue, get_part
from mayfly.contracts import ParameterValue, Plan
from mayfly.state import pack_attempt
from mayfly.tools.arguments import NamedValue, NamedValues, ToolInput
from mayfly.tools.asking import Questions, with_answers
from mayfly.tools.base import NO_RUNTIME, Answer, MayflyTool, answers_errors
from mayfly.tools.calls import MAKER, last_attempt, progress_of
from mayfly.tools.part_words import plan_with_words

MAX_REQUEST_CHARACTERS = 4000


class GenerateInput(ToolInput):
    """Arguments of ``generate_step_model``: a request, or a part with its parameters."""

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

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        """Refuse both ways at once, and neither: none of them is silently dropped."""
        if bool(self.request and self.request.strip()) == bool(self.part):
            raise ValueError("give either 'request' or 'part'")
        if self.parameters and not self.part:
            raise ValueError("'parameters' belong to 'part'; write the sizes into the request instead")
        return self


class DescribePartsInput(ToolInput):
    """Arguments of ``describe_parts``."""

    name: str | None = Field(
        default=None, description="One part, with its parameters; null to list the whole catalogue."
    )


class GenerateTool(MayflyTool):
    """A STEP file from a request or a part.

    Attributes:
        questions: What becomes of a planner's question.
    """

    name: str = MAKER
    description: str = (
        "Make a STEP file of a mechanical part from the person's request in words, or a catalogue part with "
        "parameters. A change to the last model may be given alone ('10 mm thick'). "
        "The answer states what was measured and assumed. An error 'needs_clarification' is a question: "
        "pass it on to the person, never answer it yourself."
    )
    args_schema: ArgsSchema | None = GenerateInput
    questions: Questions = "error"

    @answers_errors
    def _run(
        self,
        request: str | None = None,
        part: str | None = None,
        parameters: list[NamedValue] | None = None,
        runtime: ToolRuntime[Any, Any] = NO_RUNTIME,
    ) -> Answer:
        generator = self.bound_generator()
        tell = progress_of(self.name, request or f"part {part}", runtime)
        plans: list[Plan] = []
        if part:
            # not make_part(part, **parameters): a model may call a parameter "name" or "on_progress"
            plans.append(plan_with_words(get_part(part), _by_name(parameters or [])))
            model = generator.build_plan(plans[-1], on_progress=tell)
        else:
            previous = last_attempt(runtime)
            model = with_answers(
                request or "",
                lambda asked: generator.generate_model(
                    asked, previous=previous, on_progress=tell, on_plan=plans.append
                ),
                questions=self.questions,
                generator=generator,
                previous=previous,
            )
        made = {"model": model, "attempt": pack_attempt(plans[-1], model["report"])}
        return f"{model['text']}\nDownload: {model['model_url']}", made


class DescribePartsTool(MayflyTool):
    """The catalogue of parts."""

    name: str = "describe_parts"
    description: str = "List the parts that can be made by name, or show one part with parameters and limits."
    args_schema: ArgsSchema | None = DescribePartsInput

    @answers_errors
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


def _by_name(parameters: list[NamedValue]) -> dict[str, ParameterValue]:
    """Return parameters by name, without those that have no value."""
    return {pair.name: pair.value for pair in parameters if pair.value is not None}


def _parameter_line(row: dict[str, Any]) -> str:
    """Say one parameter in a line."""
    limits = f", {row['low']:g} to {row['high']:g}" if row["low"] is not None else ""
    choices = f", one of {' | '.join(row['choices'])}" if row["choices"] else ""
    unit = f" {row['unit']}" if row["unit"] else ""
    return f"  {row['name']} = {row['default']}{unit}{limits}{choices}: {row['description']}"
