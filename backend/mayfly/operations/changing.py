"""Operations on what was made before: change a model in words or by its sizes, build a script."""

from __future__ import annotations

from functools import partial
from typing import Any

from pydantic import Field, model_validator

from mayfly.async_twins import Step, Steps
from mayfly.cad.script_text import read_source
from mayfly.contracts import Plan
from mayfly.errors import InvalidParameter
from mayfly.generator.plans import script_plan
from mayfly.operations.arguments import NamedValues, ToolInput
from mayfly.operations.definition import Answer, Call, Operation
from mayfly.operations.making import MAX_REQUEST_CHARACTERS, Making, by_name
from mayfly.operations.remembering import attempt_of
from mayfly.operations.results import MadeResult
from mayfly.operations.showing import model_meant
from mayfly.planning.memory import followed
from mayfly.planning.planner import Attempt

MAX_SCRIPT_CHARACTERS = 100_000


class ChangeInput(ToolInput):
    """Arguments of ``change_step_model``: a change in words, or sizes to set and features to remove."""

    name: str | None = Field(
        default=None,
        description="File name of the model to change, as list_temp_models gives it; null for the last one.",
    )
    request: str | None = Field(
        default=None,
        max_length=MAX_REQUEST_CHARACTERS,
        description="The change in words: '10 mm thick', 'six holes instead of four', 'undo'.",
    )
    sizes: NamedValues | None = Field(
        default=None,
        description=(
            "Instead of words: sizes by their path, in mm or as text with a unit: 'thickness', "
            "'hole.diameter', 'bodies[0].features[1].depth'."
        ),
    )
    remove: list[str] | None = Field(
        default=None, description="Features to leave out, by name, kind or path; may come with 'sizes'."
    )

    @model_validator(mode="after")
    def _one_way(self) -> ChangeInput:
        """Refuse a change in words together with one by sizes, and neither: nothing is silently dropped."""
        in_words, by_size = bool(self.request and self.request.strip()), bool(self.sizes or self.remove)
        if in_words == by_size:
            raise ValueError("give either 'request', or 'sizes' and 'remove'")
        return self

    @property
    def edits(self) -> list[dict[str, Any]]:
        """The edits of the design, as ``Design.edit`` takes them."""
        return [
            *(
                {"kind": "set", "path": path, "value": value}
                for path, value in by_name(self.sizes or []).items()
            ),
            *({"kind": "remove_feature", "of": feature} for feature in self.remove or ()),
        ]


def changing(call: Call, given: ChangeInput) -> Making:
    """Return what a call changes: the making of the new model, on top of the one that is meant.

    Raises:
        ModelNotFound: None is named, and none was made in this conversation; or there is no such model.
        InvalidParameter: It has no design, so only its script could be changed.
        InvalidDesign: An edit is about something that it does not have, or something does not fit.
    """
    generator = call.workplace.bound_generator()
    last = call.last_attempt() if given.name in (None, call.last_name()) else None
    if last is None:
        last = attempt_of(generator.cleanup_service, model_meant(call, given.name))
    plan = None if given.request else _edited(call, last, given)
    return Making(call=call, generator=generator, plan=plan, previous=last)


def _edited(call: Call, last: Attempt, given: ChangeInput) -> Plan:
    """Return the plan of the last model's design with edits."""
    if last.plan.design is None:
        raise InvalidParameter(
            "This model has no design, since it was made from a script; change its script's parameters."
        )
    generator = call.workplace.bound_generator()
    with generator.measured_files(last.plan.design, *last.plan.earlier):
        return followed(generator.plan_design(dict(last.plan.design), edits=given.edits), last.plan)


def _change(call: Call, given: ChangeInput) -> Steps[Answer]:
    making = yield from Step(partial(changing, call, given))
    if making.plan is not None:
        return (yield from making.build(making.plan))
    return (yield from making.make(given.request or ""))


CHANGE = Operation(
    name="change_step_model",
    title="Change a model",
    description=(
        "Make a new STEP file from a model that was made before, with a change in words or with other sizes; "
        "the old file stays until its time is up. The answer states what changed. An error "
        "'needs_clarification' is a question: pass it on to the person."
    ),
    arguments=ChangeInput,
    output=MadeResult,
    run=_change,
    builds=True,
)


class ScriptInput(ToolInput):
    """Arguments of ``run_cadquery_script``."""

    script: str = Field(
        max_length=MAX_SCRIPT_CHARACTERS,
        description=(
            "A CadQuery script in Python: parameters as plain assignments at its top, the model by "
            "show_object(model) or left in the variable 'result'. Lengths in mm."
        ),
    )
    parameters: NamedValues | None = Field(
        default=None, description="Other values for its parameters, by name; null for those of the script."
    )
    title: str | None = Field(default=None, max_length=200, description="What to call the model.")


def _run_script(call: Call, given: ScriptInput) -> Steps[Answer]:
    generator = yield from Step(call.workplace.bound_generator)
    plan = yield from Step(
        partial(
            script_plan,
            read_source(given.script),
            by_name(given.parameters or []),
            None,
            files=None,
            title=given.title or "script",
        )
    )
    making = Making(call=call, generator=generator, plan=plan, previous=None)
    return (yield from making.build(plan))


RUN_SCRIPT = Operation(
    name="run_cadquery_script",
    title="Build a CadQuery script",
    description=(
        "Make a STEP file from a CadQuery script, for shapes that no part and no design can describe. It "
        "runs in a jail: no network, no files. An error gives the line and a hint."
    ),
    arguments=ScriptInput,
    output=MadeResult,
    run=_run_script,
    builds=True,
)
