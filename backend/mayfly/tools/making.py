"""Tools that make models: a STEP file from a request or a catalogue part, and the catalogue itself."""

from __future__ import annotations

from typing import Any, Self

from langchain_core.tools.base import ArgsSchema
from pydantic import Field, model_validator

from mayfly.cad.parts import catalogue, get_part
from mayfly.contracts import ParameterValue
from mayfly.progress import stage_writer
from mayfly.tools.base import Answer, MayflyTool, ToolInput, answers_errors


class GenerateInput(ToolInput):
    """Arguments of ``generate_step_model``: a request, or a part with its parameters."""

    request: str | None = Field(
        default=None,
        max_length=4000,
        description=(
            "What to make, in words with every size the person gave, in mm unless a unit is written: "
            "'80 x 60 x 6 mm plate with four 5.5 mm corner holes, 8 mm inset'."
        ),
    )
    part: str | None = Field(
        default=None, description="Instead of a request: a part of the catalogue (see describe_parts)."
    )
    parameters: dict[str, ParameterValue] = Field(
        default_factory=dict,
        description="With 'part': its parameters, lengths in mm. What is left out takes the part's default.",
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
        default=None, description="One part, with its parameters; without it the whole catalogue is listed."
    )


class GenerateTool(MayflyTool):
    """A STEP file from a request or a part."""

    name: str = "generate_step_model"
    description: str = (
        "Make a STEP file of a mechanical part from the person's request in words, or a catalogue part with "
        "parameters. Each request stands alone: to change a model, give the whole request with the change. "
        "The answer states what was measured and assumed. An error 'needs_clarification' is a question: "
        "pass it on to the person, never answer it yourself."
    )
    args_schema: ArgsSchema | None = GenerateInput

    @answers_errors
    def _run(
        self,
        request: str | None = None,
        part: str | None = None,
        parameters: dict[str, ParameterValue] | None = None,
    ) -> Answer:
        generator, tell = self.bound_generator(), stage_writer()
        if part:
            # not make_part(part, **parameters): a model may call a parameter "name" or "on_progress"
            plan = get_part(part).plan(**(parameters or {}))
            model = generator.build_plan(plan, on_progress=tell)
        else:
            model = generator.generate_model(request or "", on_progress=tell)
        return f"{model['text']}\nDownload: {model['model_url']}", {"model": model}


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


def _parameter_line(row: dict[str, Any]) -> str:
    """Say one parameter in a line."""
    limits = f", {row['low']:g} to {row['high']:g}" if row["low"] is not None else ""
    choices = f", one of {' | '.join(row['choices'])}" if row["choices"] else ""
    unit = f" {row['unit']}" if row["unit"] else ""
    return f"  {row['name']} = {row['default']}{unit}{limits}{choices}: {row['description']}"
