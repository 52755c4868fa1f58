"""A deterministic chat model that calls Mayfly's tools by rules, so that the agent runs with no key.

It reads the whole conversation at every call and keeps nothing between calls: what
the last human message asks for, which of it the tools have already answered, and what
comes next. It writes no sentences about models; the tools' answers and questions
are passed on as they are.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.messages.tool import ToolCall
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import PrivateAttr

from mayfly.errors import MayflyError, NeedsClarification
from mayfly.offline_model.steps import (
    Step,
    asked_minutes,
    meant_model,
    named_model,
    named_part,
    names_part,
    only_tells,
    read_steps,
)
from mayfly.planning.conversation.answers import is_follow_up, with_answer
from mayfly.planning.conversation.intent import help_text
from mayfly.planning.conversation.model_questions import answer_about
from mayfly.planning.planner import Attempt
from mayfly.planning.rules import RulesPlanner
from mayfly.replies.words import verdict_of
from mayfly.tools.calls import last_attempt_in, last_model_in

_TOOLS = frozenset(
    {
        "generate_step_model",
        "describe_parts",
        "list_temp_models",
        "keep_temp_model",
        "delete_temp_model",
        "temp_models_cleanup",
        "show_temp_model",
    }
)
_CODE = re.compile(r"^(?P<code>[a-z_]+): (?=\S)")
_ASKS = NeedsClarification.code
_SMALL_TALK = re.compile(
    r"(?:[\s.,!?;:]|\b(?:hi|hello|hey|there|thanks?|thank|you|ok|okay|great|cool|nice|fine|good|very|much|well|"
    r"hmm+|oh|ah|so|sorry|morning|evening|a|moment|wait|lol)\b)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Call:
    """A step as a tool call; with ``says`` instead of a tool, an answer to the person."""

    tool: str = ""
    args: dict[str, Any] | None = None
    says: str = ""


class OfflineChatModel(BaseChatModel):
    """Decides tool calls by rules: make, list, stats, sweep, keep, delete, parts and help.

    A message with several steps ("make a 40 mm cube, then show me the stats") is worked
    through one call at a time. An answer to a question ("6 mm") is read together with
    the request that the question was about. The same conversation always gets the same
    answer.

    It can't be forced to call a tool: with ``tool_choice`` it raises ``ValueError``
    where its rules lead to no such call, and it has no structured output.

    Attributes:
        model_name: What traces call it.
    """

    model_name: str = "mayfly-rules"
    _planner: RulesPlanner = PrivateAttr(default_factory=RulesPlanner)

    @property
    def _llm_type(self) -> str:
        return "mayfly-offline"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model_name": self.model_name}

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Bind tools to the model; it calls those whose names it knows.

        Args:
            tools: Tools in any form that LangChain takes.
            tool_choice: "auto", "none", "any", or a tool's name.
            **kwargs: Passed on to ``bind``.
        """
        shapes = [convert_to_openai_tool(tool) for tool in tools]
        return self.bind(tools=shapes, tool_choice=tool_choice, **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002 - LangChain's arguments, with the next and the last
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        *,
        tools: Sequence[dict[str, Any]] = (),
        tool_choice: str | None = None,
        **kwargs: Any,  # noqa: ARG002
    ) -> ChatResult:
        """Decide the next tool call, or answer."""
        names = {tool["function"]["name"] for tool in tools} if tool_choice != "none" else set()
        answer = self._next(messages, names)
        if tool_choice not in (None, "auto", "none"):
            called = {call["name"] for call in answer.tool_calls}
            if not called or tool_choice not in (*called, "any", "required"):
                raise ValueError(
                    f"the offline model decides by rules; it can't be forced to call {tool_choice!r}"
                )
        return ChatResult(generations=[ChatGeneration(message=answer)])

    def _next(self, messages: list[BaseMessage], names: set[str]) -> AIMessage:
        """Take the conversation one message further."""
        turn = _Turn.read(messages)
        if turn is None:
            return AIMessage(help_text())
        told = answer_about(turn.text, turn.last, turn.place)
        if told is not None and not (turn.open_request and _SMALL_TALK.fullmatch(turn.text)):
            return AIMessage(told)
        answers, made_here = list(turn.answers), list[str]()
        said = []
        for step in read_steps(turn.text, lambda text: self._plans(text, turn.changes)):
            # what "it" meant when this step's turn came, not what has been made since
            call = self._call(step, made_here or turn.made_before, turn)
            if call.tool and call.tool not in names:
                call = _Call(says=f"I have no tool for this here ({call.tool}): {step.text}")
            if call.says:
                said.append(call.says)
            elif answer := _taken(answers, call):
                made_here += [_made(answer) or ""] if step.kind == "make" else []
                said.append(_passed_on(answer))
            else:
                return AIMessage("", tool_calls=[_tool_call(call, len(messages))])
        return AIMessage("\n\n".join(said))

    def _call(self, step: Step, made: Sequence[str], turn: _Turn) -> _Call:
        """Turn a step into a tool call, or into what to say instead."""
        greets = step.kind == "help" and turn.open_request and _SMALL_TALK.fullmatch(step.text)
        if turn.open_request and verdict_of(step.text) == "cancel":
            return _Call(says="It was cancelled, so nothing was built.")
        if step.kind == "make" or greets:
            return self._make(step.text, turn.open_request, turn.last)
        if step.kind in ("stats", "sweep"):
            if only_tells(step.text):
                return _Call("temp_models_cleanup", {"action": "sweep", "dry_run": True})
            return _Call("temp_models_cleanup", {"action": step.kind})
        if step.kind == "list":
            return _Call("list_temp_models", {})
        if step.kind == "parts":
            name = named_part(step.text)
            return _Call("describe_parts", {"name": name} if name else {})
        if step.kind == "help":
            return _Call(says=help_text())
        return _kept_or_deleted(step, made)

    def _make(self, text: str, open_request: str | None, last: Attempt | None) -> _Call:
        """Make what is asked for; an answer to a question is read with the request that it was asked about.

        What can be made as it stands, or names a part, is a new request; the question is
        dropped then. What the planner can't use at all (small talk) is not added to the request, where
        it would spoil every later answer: the question is asked again.
        """
        if not open_request or self._plans(text):
            return _Call("generate_step_model", {"request": text})
        last = last if last and is_follow_up(open_request, last) else None
        question = self._problem(open_request, last)
        together = _answered(open_request, question, text, last)
        if names_part(text) and not self._plans(together, last):
            return _Call("generate_step_model", {"request": text})
        now = self._problem(together, last)
        lost = _is_lost(now)
        if question and (_SMALL_TALK.fullmatch(text) or (lost and not _is_lost(question))):
            return _Call(says=f"{now}\n{question}" if lost else str(question))
        return _Call("generate_step_model", {"request": together})

    def _problem(self, request: str, previous: Attempt | None = None) -> MayflyError | None:
        """Return what the planner asks about a request, or why it can't plan it; None where it plans it."""
        try:
            self._planner.plan(request, previous=previous)
        except MayflyError as error:
            return error
        return None

    def _plans(self, request: str, previous: Attempt | None = None) -> bool:
        return self._problem(request, previous) is None


def _answered(request: str, question: MayflyError | None, text: str, last: Attempt | None) -> str:
    """Return a request with the answer to its question, in one line."""
    if not isinstance(question, NeedsClarification):
        return f"{request}, {text}"
    whole = with_answer(request, question.to_dict(), text, keeps_questions=False, previous=last)
    return " ".join(whole.split())


def _is_lost(problem: MayflyError | None) -> bool:
    """Return whether the planner has no use for a word of a request at all."""
    if not isinstance(problem, NeedsClarification):
        return False
    return problem.subject.kind == "words"


@dataclass(frozen=True, slots=True)
class _Answer:
    """A tool's answer, and the call that it answers.

    Attributes:
        message: What the tool answered.
        tool: Name of the tool.
        position: Where in the conversation the call is; None where it is not shown.
    """

    message: ToolMessage
    tool: str
    position: int | None


@dataclass(frozen=True, slots=True)
class _Turn:
    """The last human message and what the tools have answered to it.

    Attributes:
        text: The message's text.
        answers: The tools' answers so far, in the order of their calls; tools of others too, such as
            a handoff's, which answer no step of ours.
        made_before: First lines of the answers about what was made before this turn, oldest first.
        open_request: The request that the last turn with a tool call ended with a question about.
        changes: The last model before this turn, which a message without a question before it may change.
        last: The last model before this turn, whatever was asked since.
        place: The same as its maker returned it: its file and its address.
    """

    text: str
    answers: tuple[_Answer, ...]
    made_before: tuple[str, ...]
    open_request: str | None
    changes: Attempt | None
    last: Attempt | None
    place: Mapping[str, Any] | None

    @classmethod
    def read(cls, messages: Sequence[BaseMessage]) -> _Turn | None:
        """Read a conversation; None where nobody has asked anything."""
        asked = [i for i, message in enumerate(messages) if isinstance(message, HumanMessage)]
        if not asked:
            return None
        before, after = messages[: asked[-1]], messages[asked[-1] + 1 :]
        open_request = _open_request(before)
        return cls(
            text=str(messages[asked[-1]].text),
            answers=tuple(_answers(messages, after)),
            made_before=tuple(line for message in before if (line := _made(message))),
            open_request=open_request,
            changes=None if open_request else last_attempt_in(before),
            last=last_attempt_in(before),
            place=last_model_in(before),
        )


def _answers(messages: Sequence[BaseMessage], after: Sequence[BaseMessage]) -> Iterator[_Answer]:
    """Find each tool answer of a turn together with its call."""
    calls = {
        call["id"]: (position, call["name"])
        for position, message in enumerate(messages)
        if isinstance(message, AIMessage)
        for call in message.tool_calls
    }
    for message in after:
        if isinstance(message, ToolMessage):
            position, called = calls.get(message.tool_call_id, (None, ""))
            yield _Answer(message, message.name or called, position)


def _taken(answers: list[_Answer], call: _Call) -> ToolMessage | None:
    """Take the answer to a call out of the answers of a turn.

    It is known by the call's id, which is the same each time, else by the tool's name: what other
    tools and other agents answered (a handoff, a search) is no result of this call.
    """
    for answer in answers:
        own = (
            answer.position is not None
            and _tool_call(call, answer.position)["id"] == answer.message.tool_call_id
        )
        if own or answer.tool == call.tool:
            answers.remove(answer)
            return answer.message
    return None


def _kept_or_deleted(step: Step, made: Sequence[str]) -> _Call:
    """Return the call that keeps or deletes one model; a question if it is unclear which, or how long."""
    name = meant_model(step.text, made)
    if not name:
        return _Call(says=f"Which model? Name its file, please ({step.text}).")
    if step.kind == "delete":
        return _Call("delete_temp_model", {"name": name})
    try:
        minutes = asked_minutes(step.text)
    except ValueError:
        return _Call(says=f"For how many minutes or hours is {name} to be kept?")
    return _Call("keep_temp_model", {"name": name} | ({} if minutes is None else {"minutes": minutes}))


def _made(message: BaseMessage) -> str | None:
    """Return the line of a tool's answer that names what was made."""
    if not isinstance(message, ToolMessage) or message.status == "error":
        return None
    line = str(message.text).partition("\n")[0]
    return line if message.name == "generate_step_model" and named_model(line) else None


def _open_request(before: Sequence[BaseMessage]) -> str | None:
    """Return the request that a tool asked a question about, in the last turn in which a tool was called."""
    open_calls, called = set(), False
    for message in reversed(before):
        if isinstance(message, HumanMessage) and (called or verdict_of(str(message.text)) == "cancel"):
            return None
        called = called or (isinstance(message, ToolMessage) and message.name in _TOOLS)
        if isinstance(message, ToolMessage) and str(message.text).startswith(f"{_ASKS}: "):
            open_calls.add(message.tool_call_id)
        for call in message.tool_calls if isinstance(message, AIMessage) else ():
            if call["id"] in open_calls and call["args"].get("request"):
                return str(call["args"]["request"])
    return None


def _passed_on(answer: ToolMessage) -> str:
    """Return a tool's answer for the person; a question without its code, an error named as one."""
    text = str(answer.text)
    if answer.status != "error":
        return text
    code = _CODE.match(text)
    if code is None:  # not one of ours: a reviewer rejected the call, or it was over the limit
        return f"Not done: {answer.name} was not carried out."
    plain = text[code.end() :]
    return plain if code["code"] == _ASKS else f"That did not work: {plain}"


def _tool_call(call: _Call, position: int) -> ToolCall:
    """Return the call with an id that is always the same, but different at each place of a conversation."""
    args = call.args or {}
    digest = hashlib.sha256(json.dumps([position, call.tool, args], sort_keys=True).encode()).hexdigest()
    return ToolCall(name=call.tool, args=args, id=f"call_{digest[:16]}", type="tool_call")
