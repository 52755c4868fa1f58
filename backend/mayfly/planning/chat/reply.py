"""Reads a chat model's answer: a design, a script with requirements, or a question.

Models with tool calling answer by a tool; others, and some of the first kind too, write text with code
blocks. Both are read here, leniently where the meaning is clear, and refused with one reason where it is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal

from langchain_core.messages import AIMessage
from pydantic import BaseModel, BeforeValidator, Field, ValidationError, field_validator

from mayfly.contracts import ParameterValue, Requirements
from mayfly.errors import PlanningError, Reason
from mayfly.planning.chat import reply_text
from mayfly.planning.chat.requirements_form import problem, read_requirements, unwrapped

_LONGEST_SENTENCE: Final = 400
_LONGEST_QUESTION: Final = 800
_MOST_ASSUMPTIONS: Final = 20
_MOST_NAMES: Final = 12
_MOST_POINTS: Final = 50
_REASONS: Final = ("conflict", "missing", "unsupported", "impossible")


class UnusableReply(PlanningError):
    """The model's answer can't be used; the text says why, for the model."""


@dataclass(frozen=True, slots=True)
class DesignReply:
    """A design as plain data, not checked yet, and what the model assumed."""

    design: Any
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartReply:
    """A part of the catalogue and its parameters, neither of them checked yet: a design in short."""

    part: str
    parameters: Mapping[str, ParameterValue]


@dataclass(frozen=True, slots=True)
class ScriptReply:
    """A script and what the model says that will come out of it."""

    script: str
    title: str
    requirements: Requirements
    assumptions: tuple[str, ...] = ()
    not_checked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionReply:
    """Something that only the person who asked can answer."""

    question: str
    reason: Reason
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LookUpReply:
    """Names that the model wants to read about before it answers."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishReply:
    """The model that was shown is right."""


@dataclass(frozen=True, slots=True)
class QueryReply:
    """Questions about the model that was shown.

    Attributes:
        faces: Which way the faces look that are to be listed ("+X"), or "all".
        selects: A selector whose faces or edges are to be listed.
        distance: Numbers of two faces in the list.
        points: Points, each in the material or not.
    """

    faces: str = ""
    selects: str = ""
    distance: str = ""
    points: tuple[tuple[float, float, float], ...] = ()


Answer = DesignReply | PartReply | ScriptReply
Reply = Answer | QuestionReply | LookUpReply | PublishReply | QueryReply


def _one_or_many(value: Any) -> Any:
    """Read one text as a list of one, and a list that is written out as JSON as that list."""
    if value is None:
        return []
    if isinstance(value, str) and not value.lstrip().startswith("["):
        return [value] if value.strip() else []
    return unwrapped(value)


Texts = Annotated[list[str], BeforeValidator(_one_or_many)]


class _MakeDesign(BaseModel):
    design: Annotated[dict[str, Any], BeforeValidator(unwrapped)]
    assumptions: Texts = Field(default_factory=list)

    def reply(self) -> DesignReply:
        return DesignReply(self.design, _sentences(self.assumptions))


class _UsePart(BaseModel):
    part: str
    parameters: Annotated[dict[str, float | int | bool | str], BeforeValidator(unwrapped)] = Field(
        default_factory=dict
    )

    @field_validator("parameters", mode="before")
    @classmethod
    def _defaults_only(cls, value: Any) -> Any:
        return {} if value is None else value

    def reply(self) -> PartReply:
        return PartReply(self.part.strip(), self.parameters)


class _WriteScript(BaseModel):
    script: str
    title: str = "model"
    requirements: Any = None
    assumptions: Texts = Field(default_factory=list)
    not_checked: Texts = Field(default_factory=list)

    def reply(self) -> ScriptReply:
        script = reply_text.bare_script(self.script)
        if not script.strip():
            raise UnusableReply("The script is empty.")
        try:
            requirements = read_requirements(self.requirements)
        except ValidationError as error:
            raise UnusableReply(problem(error, "requirements")) from None
        return ScriptReply(
            script,
            _short(self.title, 80) or "model",
            requirements,
            _sentences(self.assumptions),
            _sentences(self.not_checked),
        )


class _Ask(BaseModel):
    question: str = Field(min_length=1)
    reason: Annotated[Reason, BeforeValidator(lambda value: value if value in _REASONS else "missing")] = (
        "missing"
    )
    suggestions: Texts = Field(default_factory=list)

    def reply(self) -> QuestionReply:
        return QuestionReply(
            _short(self.question, _LONGEST_QUESTION), self.reason, _sentences(self.suggestions)
        )


class _LookUp(BaseModel):
    names: Texts = Field(min_length=1)

    def reply(self) -> LookUpReply:
        return LookUpReply(tuple(_short(name, 80) for name in self.names[:_MOST_NAMES]))


class _Publish(BaseModel):
    publish: Literal[True, "true", "yes"] = True

    def reply(self) -> PublishReply:
        return PublishReply()


class _Query(BaseModel):
    faces: str = ""
    selects: str = ""
    distance: str = ""
    points: Annotated[list[tuple[float, float, float]], BeforeValidator(unwrapped)] = Field(
        default_factory=list, max_length=_MOST_POINTS
    )

    @field_validator("distance", mode="before")
    @classmethod
    def _as_text(cls, value: Any) -> Any:
        numbers = value if isinstance(value, Sequence) and not isinstance(value, str) else None
        return " ".join(map(str, numbers)) if numbers is not None else value

    def reply(self) -> QueryReply:
        return QueryReply(self.faces.strip(), self.selects.strip(), self.distance.strip(), tuple(self.points))


_FORMS: Final[Mapping[str, Any]] = {
    "make_design": _MakeDesign,
    "write_script": _WriteScript,
    "ask": _Ask,
    "look_up": _LookUp,
    "publish": _Publish,
    "query": _Query,
    "use_part": _UsePart,
}
"""How the arguments of each tool are read; ``use_part`` is not offered, and read where a model uses it."""
_KEYS: Final = (
    ("question", "ask"),
    ("part", "use_part"),
    ("design", "make_design"),
    ("look_up", "look_up"),
    ("query", "query"),
    ("publish", "publish"),
)
"""By which key a JSON object is known as which answer."""
_SCRIPT_KEYS: Final = frozenset({"script", "requirements", "assumptions"})


@dataclass(slots=True)
class _Calls:
    """The distinct calls of an answer."""

    found: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def add(self, name: str, arguments: dict[str, Any]) -> None:
        if (name, arguments) not in self.found:
            self.found.append((name, arguments))

    def only_one(self) -> tuple[str, dict[str, Any]]:
        """Return the one answer; a question goes before anything else, two models are no answer."""
        for call in self.found:
            if call[0] == "ask":
                return call
        if len(self.found) > 1:
            names = ", ".join(name for name, _ in self.found)
            raise UnusableReply(
                f"Give one answer for the whole request; there were {len(self.found)}: {names}."
            )
        return self.found[0]


def read_reply(message: AIMessage) -> Reply:
    """Read an answer, from its tool calls if it has any, else from its text.

    Raises:
        UnusableReply: It holds nothing that can be used; the text is fit to be sent to the model.
    """
    calls = _Calls()
    for call in message.tool_calls:
        calls.add(call["name"], call["args"])
    for broken in message.invalid_tool_calls:
        arguments = reply_text.load_json(broken.get("args") or "", None)
        if not isinstance(arguments, dict):
            raise UnusableReply(f"The arguments of {broken.get('name')} are not valid JSON.")
        calls.add(broken.get("name") or "", arguments)
    if not calls.found:
        return read_text(message.text)
    return _from_call(*calls.only_one())


def read_text(text: str) -> Reply:
    """Read an answer written as text: code blocks, JSON objects, prose around them.

    Raises:
        UnusableReply: It holds nothing that can be used.
    """
    found = reply_text.find_answer(text)
    if found.cut_off:
        raise UnusableReply("Its last block is not closed, so its end may be missing.")
    calls = _Calls()
    for each in found.objects:
        named = _tool_for(each)
        if named is not None:
            calls.add(*named)
    if calls.found:
        name, arguments = calls.only_one()
        if name == "write_script" and not arguments.get("script"):
            if found.script is None:
                raise UnusableReply("There are requirements, but no script in a ```python block.")
            arguments = {**arguments, "script": found.script}
        return _from_call(name, arguments)
    if found.script is not None:
        return ScriptReply(found.script, "model", Requirements(by="model"))
    if found.question is not None:
        return QuestionReply(_short(found.question, _LONGEST_QUESTION), "missing")
    begins = f'it begins: "{_short(text, 120)}"' if text.strip() else "it is empty"
    raise UnusableReply(
        "The answer has neither a design, nor a script in a ```python block, nor a question; " + begins + "."
    )


def _tool_for(found: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """Return which of the answers a JSON object is, by its keys, and its arguments."""
    if isinstance(found.get("bodies"), list):
        return "make_design", {"design": dict(found)}
    for key, tool in _KEYS:
        if not found.get(key):
            continue
        if tool == "look_up":
            return tool, {"names": found[key]}
        inner = found[key] if tool == "query" and isinstance(found[key], Mapping) else found
        return tool, dict(inner)
    return ("write_script", dict(found)) if found.keys() & _SCRIPT_KEYS else None


def _from_call(name: str, arguments: Mapping[str, Any]) -> Reply:
    """Return the answer of a call.

    Raises:
        UnusableReply: There is no such tool, or its arguments are wrong.
    """
    form = _FORMS.get(name)
    if form is None:
        raise UnusableReply(f"There is no tool {name!r}; the tools are {', '.join(list(_FORMS)[:4])}.")
    given = dict(arguments)
    if name == "make_design" and "bodies" in given and "design" not in given:
        given = {"design": {key: given[key] for key in given if key != "assumptions"}, **given}
    try:
        reply: Reply = form.model_validate(given).reply()
    except ValidationError as error:
        raise UnusableReply(problem(error, name)) from None
    return reply


def _sentences(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(_short(each) for each in texts[:_MOST_ASSUMPTIONS] if each.strip())


def _short(text: str, longest: int = _LONGEST_SENTENCE) -> str:
    """Return the text on one line, cut to a length."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
