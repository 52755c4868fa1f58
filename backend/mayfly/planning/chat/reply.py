"""Reads a chat model's answer: a catalogue part, a script with requirements, or a question.

Models with tool calling answer by one of three tools; others, and some of the
first kind too, write text with code blocks. Both are read here, leniently where
the meaning is clear, and refused with one reason where it is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from langchain_core.messages import AIMessage
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from mayfly.contracts import Axis, HoleRequirement, ParameterValue, Requirements
from mayfly.errors import PlanningError, Reason
from mayfly.planning.chat import reply_text

_LONGEST_SENTENCE = 400
_LONGEST_QUESTION = 800
_MOST_ASSUMPTIONS = 20
_MOST_HOLES = 10_000


class UnusableReply(PlanningError):
    """The model's answer is neither a part, nor a script, nor a question; the text says why."""


@dataclass(frozen=True, slots=True)
class PartReply:
    """A part of the catalogue and its parameters, neither of them checked yet."""

    part: str
    parameters: Mapping[str, ParameterValue]


@dataclass(frozen=True, slots=True)
class ScriptReply:
    """A script and what the model says that will come out of it."""

    script: str
    title: str
    requirements: Requirements
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionReply:
    """Something that only the person who asked can answer."""

    question: str
    reason: Reason
    suggestions: tuple[str, ...] = ()


Reply = PartReply | ScriptReply | QuestionReply


def _unwrap(value: Any) -> Any:
    """Undo what models do to nested values: an object or a list written out as a JSON string."""
    return reply_text.load_json(value, value) if isinstance(value, str) else value


def _none_if_odd(*allowed: str) -> BeforeValidator:
    """Read a word that is not on the list as "not said"."""

    def check(value: Any) -> Any:
        for word in allowed:
            if isinstance(value, str) and value.strip().lower() == word.lower():
                return word
        return None

    return BeforeValidator(check)


def _reason(value: Any) -> Any:
    known = ("conflict", "missing", "unsupported", "impossible")
    return value if value in known else "missing"


class HoleSpec(BaseModel):
    """Round holes of one diameter that the finished model must have."""

    diameter_mm: float = Field(gt=0, allow_inf_nan=False, description="Diameter of the wall in mm.")
    count: int = Field(default=1, ge=1, le=_MOST_HOLES, description="How many of them.")
    axis: Annotated[Axis | None, _none_if_odd("X", "Y", "Z")] = None
    kind: Annotated[
        Literal["through", "blind", "counterbore"] | None, _none_if_odd("through", "blind", "counterbore")
    ] = None
    depth_mm: float | None = Field(
        default=None, gt=0, allow_inf_nan=False, description="From the mouth to where the wall ends."
    )


class RequirementsSpec(BaseModel):
    """What can be measured on the finished model. Give only what the request says or what follows from it."""

    solids: int | None = Field(default=None, ge=1, le=_MOST_HOLES, description="Number of separate solids.")
    bounding_box_mm: Annotated[list[float] | None, BeforeValidator(_unwrap)] = Field(
        default=None, description="The three overall sizes along X, Y, Z in mm."
    )
    volume_mm3: float | None = Field(
        default=None, gt=0, allow_inf_nan=False, description="Only if the request states a volume."
    )
    lowest_z_mm: float | None = Field(
        default=None, allow_inf_nan=False, description="Height of the lowest point, if the request says it."
    )
    wall_mm: float | None = Field(
        default=None, gt=0, allow_inf_nan=False, description="Least thickness of a wall, likewise."
    )
    holes: Annotated[list[HoleSpec], BeforeValidator(_unwrap)] = Field(
        default_factory=list, max_length=200, description="Every round hole, grouped by diameter."
    )

    @field_validator("holes", mode="before")
    @classmethod
    def _no_holes(cls, value: Any) -> Any:
        return [] if value is None else value

    @field_validator("bounding_box_mm")
    @classmethod
    def _three_sides(cls, sides: list[float] | None) -> list[float] | None:
        if sides is not None and (len(sides) != 3 or not all(0 < side < float("inf") for side in sides)):
            raise ValueError("give three sizes above 0: X, Y, Z")
        return sides

    def to_requirements(self) -> Requirements:
        """Return the contract's frozen form."""
        return Requirements(
            solids=self.solids,
            bounding_box_mm=(
                (self.bounding_box_mm[0], self.bounding_box_mm[1], self.bounding_box_mm[2])
                if self.bounding_box_mm
                else None
            ),
            volume_mm3=self.volume_mm3,
            lowest_mm=None if self.lowest_z_mm is None else (None, None, self.lowest_z_mm),
            wall_mm=self.wall_mm,
            holes=tuple(HoleRequirement(**hole.model_dump()) for hole in self.holes),
            by="model",
        )


class UsePart(BaseModel):
    """Answer with a part of the catalogue, if one part is the whole of what is asked for."""

    model_config = ConfigDict(title="use_part")

    part: str = Field(description="Name of the part, as in the catalogue.")
    parameters: Annotated[dict[str, float | int | bool | str], BeforeValidator(_unwrap)] = Field(
        default_factory=dict, description="Values for its parameters; lengths in mm."
    )

    @field_validator("parameters", mode="before")
    @classmethod
    def _defaults_only(cls, value: Any) -> Any:
        return {} if value is None else value


class WriteScript(BaseModel):
    """Answer with a CadQuery script that makes what is asked for."""

    model_config = ConfigDict(title="write_script")

    script: str = Field(description="The whole CadQuery script; it ends with show_object(result).")
    title: str = Field(default="model", description='A few words that name the thing ("bracket 60 x 40").')
    requirements: Annotated[RequirementsSpec, BeforeValidator(_unwrap)] = Field(
        default_factory=RequirementsSpec, description="What can be measured on the finished model."
    )
    assumptions: Annotated[list[str], BeforeValidator(_unwrap)] = Field(
        default_factory=list, description="One sentence for each size that the request left open."
    )

    @field_validator("requirements", mode="before")
    @classmethod
    def _none_asked(cls, value: Any) -> Any:
        return {} if value is None else value

    @field_validator("assumptions", mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        if value is None:
            return []
        return [value] if isinstance(value, str) and not value.lstrip().startswith("[") else value


class Ask(BaseModel):
    """Answer with a question, if the request contradicts itself, is impossible, or leaves too much open."""

    model_config = ConfigDict(title="ask")

    question: str = Field(min_length=1, description="One short question that names the values in doubt.")
    reason: Annotated[Reason, BeforeValidator(_reason)] = Field(
        default="missing", description="What is wrong with the request."
    )
    suggestions: Annotated[list[str], BeforeValidator(_unwrap)] = Field(
        default_factory=list, description="Values or wordings that would work."
    )


TOOLS: tuple[type[BaseModel], ...] = (UsePart, WriteScript, Ask)
"""The three ways to answer, for ``bind_tools``."""

_BY_NAME = {str(tool.model_config["title"]): tool for tool in TOOLS}


def read_reply(message: AIMessage) -> Reply:
    """Read an answer, from its tool calls if it has any, else from its text.

    Raises:
        UnusableReply: It holds nothing that can be used; the text is fit to be
            sent to the model.
    """
    calls = [(call["name"], call["args"]) for call in message.tool_calls]
    for broken in message.invalid_tool_calls:
        arguments = reply_text.load_json(broken.get("args") or "", None)
        if not isinstance(arguments, dict):
            raise UnusableReply(f"The arguments of {broken.get('name')} are not valid JSON.")
        calls.append((broken.get("name") or "", arguments))
    if not calls:
        return read_text(message.text)
    distinct = [call for at, call in enumerate(calls) if call not in calls[:at]]
    return _from_call(*_only_one(distinct))


def read_text(text: str) -> Reply:
    """Read an answer written as text: code blocks, JSON objects, prose around them.

    Raises:
        UnusableReply: It holds nothing that can be used.
    """
    found = reply_text.find_answer(text)
    if found.cut_off:
        raise UnusableReply("Its last block is not closed, so its end may be missing.")
    calls: list[tuple[str, dict[str, Any]]] = []
    for arguments in found.objects:
        name = _tool_for(arguments)
        if name is not None and (name, arguments) not in calls:
            calls.append((name, arguments))
    if calls:
        name, arguments = _only_one(calls)
        if name == "write_script" and not arguments.get("script"):
            if found.script is None:
                raise UnusableReply("There are requirements, but no script in a ```python block.")
            arguments = {**arguments, "script": found.script}
        return _from_call(name, arguments)
    if found.script is not None:
        return ScriptReply(found.script, "model", Requirements())
    if found.question is not None:
        return QuestionReply(_short(found.question, _LONGEST_QUESTION), "missing")
    begins = f'it begins: "{_short(text, 120)}"' if text.strip() else "it is empty"
    raise UnusableReply(
        f"The answer has neither a part, nor a script in a ```python block, nor a question; {begins}."
    )


def _only_one(calls: list[tuple[str, dict[str, Any]]]) -> tuple[str, dict[str, Any]]:
    """Return the one answer; a question goes before anything else, two different models are no answer."""
    for call in calls:
        if call[0] == "ask":
            return call
    if len(calls) > 1:
        names = ", ".join(name for name, _ in calls)
        raise UnusableReply(f"Give one answer for the whole request; there were {len(calls)}: {names}.")
    return calls[0]


def _tool_for(arguments: Mapping[str, Any]) -> str | None:
    """Return which of the three answers a JSON object is, by its keys."""
    if arguments.get("question"):
        return "ask"
    if arguments.get("part"):
        return "use_part"
    if arguments.keys() & {"script", "requirements", "assumptions"}:
        return "write_script"
    return None


def _from_call(name: str, arguments: Mapping[str, Any]) -> Reply:
    tool = _BY_NAME.get(name)
    if tool is None:
        raise UnusableReply(f"There is no tool {name!r}; the tools are {', '.join(_BY_NAME)}.")
    try:
        answer = tool.model_validate(dict(arguments))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise UnusableReply(f"{name}: {where}: {first['msg']}.") from None
    if isinstance(answer, UsePart):
        return PartReply(answer.part.strip(), answer.parameters)
    if isinstance(answer, Ask):
        suggestions = tuple(_short(each) for each in answer.suggestions[:_MOST_ASSUMPTIONS])
        return QuestionReply(_short(answer.question, _LONGEST_QUESTION), answer.reason, suggestions)
    assert isinstance(answer, WriteScript)  # noqa: S101 - tells the type checker which tool is left
    script = reply_text.bare_script(answer.script)
    if not script.strip():
        raise UnusableReply("The script is empty.")
    return ScriptReply(
        script,
        _short(answer.title, 80) or "model",
        answer.requirements.to_requirements(),
        tuple(_short(each) for each in answer.assumptions[:_MOST_ASSUMPTIONS] if each.strip()),
    )


def _short(text: str, longest: int = _LONGEST_SENTENCE) -> str:
    """Return the text on one line, cut to a length."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
