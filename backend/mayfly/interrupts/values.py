"""The values that a run asks a person with: a question about a request, or a plan under review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from mayfly.cad.parts import catalogue
from mayfly.cad.script_header import header_of
from mayfly.contracts import Plan, ScriptValue
from mayfly.errors import NeedsClarification, Reason
from mayfly.planning.conversation.narrowing import asked_sizes
from mayfly.replies.keys import is_plain_name

DecisionType = Literal["approve", "edit", "reject", "respond"]

ANSWER: Final = "answer_question"
"""Name of the action that a question asks for."""

BUILD: Final = "build_model"
"""Name of the action that a review asks for."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ActionRequest(_Frozen):
    """What waits for the person, as LangChain's ``ActionRequest``.

    Attributes:
        name: ``answer_question`` or ``build_model``.
        args: What can be edited, by name.
        description: The same in words.
    """

    name: str
    args: dict[str, Any]
    description: str


class ReviewConfig(_Frozen):
    """What may be decided, as LangChain's ``ReviewConfig``.

    Attributes:
        action_name: Name of the action.
        allowed_decisions: The decisions that make sense here.
        args_schema: JSON schema of ``args``.
    """

    action_name: str
    allowed_decisions: list[DecisionType]
    args_schema: dict[str, Any]


class Option(_Frozen):
    """An answer that would do.

    Attributes:
        value: What to send.
        label: What to show.
    """

    value: str
    label: str


class AskedField(_Frozen):
    """A size that a question asks for.

    Attributes:
        name: Its name as a key ("outer_diameter").
        label: Its name for people ("outer diameter").
        unit: Unit of a bare number, "mm".
    """

    name: str
    label: str
    unit: str = "mm"


class Parameter(_Frozen):
    """A parameter of the plan's script.

    Attributes:
        name: Its name in the script.
        value: Its value in the plan.
        unit: "mm", "°" or an empty string.
        minimum: Least value; None where none is known.
        maximum: Greatest value; None where none is known.
        description: What it is, in a few words.
        choices: The values that it may have, where these are few.
    """

    name: str
    value: ScriptValue
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    description: str = ""
    choices: tuple[str, ...] = ()

    def schema_of(self) -> dict[str, Any]:
        """Return the JSON schema of its value."""
        kinds = {bool: "boolean", int: "integer", float: "number", str: "string"}
        schema: dict[str, Any] = {"type": kinds.get(type(self.value), "array"), "default": self.value}
        title = f"{self.name.replace('_', ' ')}{f' ({self.unit})' if self.unit else ''}"
        return {
            **schema,
            "title": title,
            **({"description": self.description} if self.description else {}),
            **({"minimum": self.minimum} if self.minimum is not None else {}),
            **({"maximum": self.maximum} if self.maximum is not None else {}),
            **({"enum": list(self.choices)} if self.choices else {}),
        }


class _Asked(_Frozen):
    """What questions and reviews have in common.

    Attributes:
        problem: Why it is asked again; None the first time.
        answers: What can be answered, for people.
        action_requests: LangChain's form of the same.
        review_configs: LangChain's form of what may be decided.
        response_schema: JSON schema of an answer as an object.
    """

    problem: str | None = None
    answers: str
    action_requests: list[ActionRequest]
    review_configs: list[ReviewConfig]
    response_schema: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data, without ``problem`` the first time."""
        data = {"kind": None, **self.model_dump(mode="json")}
        if self.problem is None:
            del data["problem"]
        return data


class Question(_Asked):
    """A question about a request that can't be built as it stands.

    Attributes:
        kind: "question".
        question: The question.
        reason: "missing", "conflict", "unsupported" or "impossible".
        suggestions: What would work.
        request: The request so far.
        options: Answers to choose from, where the question names them.
        fields: The sizes that it asks for, where it asks for sizes.
    """

    kind: Literal["question"] = "question"
    question: str
    reason: Reason
    suggestions: list[str]
    request: str
    options: list[Option]
    fields: list[AskedField]


class Review(_Asked):
    """A plan that is shown before it is built.

    Attributes:
        kind: "review".
        title: A few words that name the thing.
        part: Name of the catalogue part, if it is one.
        script: The CadQuery script.
        parameters: The script's parameters.
        assumptions: What the request left open, one sentence each.
        requirements: What the finished model will be held against.
    """

    kind: Literal["review"] = "review"
    title: str
    part: str | None
    script: str
    parameters: list[Parameter]
    assumptions: list[str]
    requirements: dict[str, Any]


Asked = Annotated[Question | Review, Field(discriminator="kind")]
"""The value of an interrupt."""


@cache
def interrupt_schema() -> dict[str, Any]:
    """Return the JSON schema of every interrupt's value."""
    schema = TypeAdapter(Asked).json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Interrupt", **schema}


def question_of(problem: Mapping[str, Any], request: str, again: str | None = None) -> Question:
    """Build the value of a question's interrupt.

    Args:
        problem: The question, as ``NeedsClarification.to_dict`` gives it.
        request: The request so far.
        again: Why it is asked again.
    """
    question = NeedsClarification.from_dict(problem)
    fields = [AskedField(name=size.replace(" ", "_"), label=size) for size in asked_sizes(question)]
    values = list(dict.fromkeys([*question.options, *question.suggestions]))
    properties = {
        **{one.name: {"type": ["number", "string"], "title": f"{one.label} (mm)"} for one in fields},
        "answer": {"type": "string", "title": "In words"},
    }
    description = "\n".join(filter(None, [again, question.question]))
    return Question(
        question=question.question,
        reason=question.reason,
        suggestions=list(question.suggestions),
        request=request,
        options=[Option(value=value, label=value) for value in values],
        fields=fields,
        problem=again,
        answers='words | {"answer": words} | a size by its name | "cancel"',
        **_form(
            ANSWER, dict.fromkeys(properties, ""), description, ["respond", "edit", "reject"], properties
        ),
    )


def review_of(plan: Plan, again: str | None = None) -> Review:
    """Build the value of a review's interrupt.

    Args:
        plan: The plan that is shown.
        again: Why it is shown again.
    """
    parameters = parameters_of(plan)
    flat = all(is_plain_name(one.name) for one in parameters)
    values = {one.name: one.value for one in parameters}
    sizes = {one.name: one.schema_of() for one in parameters}
    nested = {"parameters": {"type": "object", "properties": sizes, "title": "Parameters"}}
    properties = {
        **(sizes if flat else nested),
        "changes": {"type": "string", "title": "Changes in words", "default": ""},
        "script": {"type": "string", "title": "CadQuery script"},
    }
    args = {**(values if flat else {"parameters": values}), "changes": "", "script": plan.script}
    lines = [again, f"Shall this be built? {plan.title}.", *plan.statements]
    form = _form(
        BUILD,
        args,
        "\n".join(line for line in lines if line),
        ["approve", "edit", "reject", "respond"],
        properties,
    )
    return Review(
        title=plan.title,
        part=plan.part,
        script=plan.script,
        parameters=parameters,
        assumptions=plan.statements,
        requirements=asdict(plan.requirements),
        problem=again,
        answers="approve | reject | {parameters} | {script} | words",
        **form,
    )


def parameters_of(plan: Plan) -> list[Parameter]:
    """Return the parameters of a plan's script: the catalogue's own, and those of what was added.

    They are read from the lines at the left edge of the script, which runs nowhere here.
    """
    part = catalogue().get(plan.part or "") if plan.trusted else None
    known = part.parameters if part else {}
    found: list[Parameter] = []
    for line in header_of(plan.script):
        value = plan.parameters.get(line.name, line.value)
        of_part = known.get(line.name)
        found.append(
            Parameter(
                name=line.name,
                value=value,
                unit=of_part.unit if of_part else line.unit,
                minimum=of_part.low if of_part else line.minimum,
                maximum=of_part.high if of_part else line.maximum,
                description=of_part.description if of_part else line.description,
                choices=of_part.choices if of_part else (),
            )
        )
    return found


def _form(
    name: str,
    args: dict[str, Any],
    description: str,
    decisions: Sequence[DecisionType],
    properties: dict[str, Any],
) -> dict[str, Any]:
    """Return LangChain's form of what is asked, and the schema of an answer."""
    decision = {"type": "string", "enum": [*decisions, "cancel"], "title": "Decision"}
    return {
        "action_requests": [ActionRequest(name=name, args=args, description=description)],
        "review_configs": [
            ReviewConfig(
                action_name=name,
                allowed_decisions=list(decisions),
                args_schema={"type": "object", "properties": properties},
            )
        ],
        "response_schema": {"type": "object", "properties": {"decision": decision, **properties}},
    }
