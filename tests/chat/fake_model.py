"""A chat model that gives prepared answers and keeps what it was told."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from pydantic import Field

Prepared = AIMessage | str | Exception


class FakeModel(BaseChatModel):
    """Answers from a list: messages, texts, or exceptions to raise.

    Attributes:
        answers: What it says, in order; running out is an error of the test.
        tools: Whether it has tool calling.
        told: The messages of each call.
        bound: The tools of each call.
    """

    answers: list[Any] = Field(default_factory=list)
    tools: bool = True
    told: list[list[BaseMessage]] = Field(default_factory=list)
    bound: list[list[Any]] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "fake"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[LanguageModelInput, AIMessage]:
        if not self.tools:
            raise NotImplementedError
        return self.bind(tools=list(tools), **kwargs)

    def _next(self, messages: list[BaseMessage], tools: list[Any]) -> AIMessage:
        self.told.append(messages)
        self.bound.append(tools)
        assert self.answers, "the model was asked once more than expected"
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return AIMessage(answer) if isinstance(answer, str) else answer

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        message = self._next(messages, kwargs.get("tools", []))
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        message = self._next(messages, kwargs.get("tools", []))
        for piece in _pieces(message):
            chunk = ChatGenerationChunk(message=piece)
            if run_manager:
                run_manager.on_llm_new_token(piece.text, chunk=chunk)
            yield chunk

    def said(self, call: int = -1) -> str:
        """Give all that one call was told, as one text."""
        return "\n".join(message.text for message in self.told[call])


def calls(name: str, **arguments: Any) -> AIMessage:
    """An answer by one tool call."""
    return AIMessage("", tool_calls=[{"name": name, "args": arguments, "id": "1"}])


def script(source: str, **arguments: Any) -> AIMessage:
    """An answer by a script; it says that it makes one solid, unless other requirements are given."""
    return calls("write_script", script=source, **{"requirements": {"solids": 1}, **arguments})


def box(x: float, y: float, z: float, *extra: str) -> str:
    """A script for a box that stands on Z=0, with more lines before it is shown."""
    lines = [
        "import cadquery as cq",
        f"result = cq.Workplane().box({x}, {y}, {z}, centered=(True, True, False))",
        *extra,
        "show_object(result)",
    ]
    return "\n".join(lines) + "\n"


def fenced(source: str) -> str:
    """The same as text, with its requirements."""
    about = json.dumps({"title": "model", "requirements": {"solids": 1}})
    return f"```json\n{about}\n```\n{in_fence(source)}"


def in_fence(source: str) -> str:
    """The script alone, as text."""
    return f"Here you are:\n\n```python\n{source}```\n"


def _pieces(message: AIMessage) -> Iterator[AIMessageChunk]:
    text = message.text
    for at in range(0, len(text), 16):
        yield AIMessageChunk(text[at : at + 16])
    for index, call in enumerate(message.tool_calls):
        arguments = json.dumps(call["args"])
        for at in range(0, len(arguments), 16):
            first = at == 0
            yield AIMessageChunk(
                "",
                tool_call_chunks=[
                    {
                        "name": call["name"] if first else None,
                        "args": arguments[at : at + 16],
                        "id": call["id"] if first else None,
                        "index": index,
                    }
                ],
            )
    yield AIMessageChunk(
        "", response_metadata=message.response_metadata, usage_metadata=message.usage_metadata
    )
