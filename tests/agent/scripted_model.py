"""A chat model that says what it is given, and notes what it was told."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import FakeMessagesListChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatResult
from pydantic import Field


class ScriptedModel(FakeMessagesListChatModel):
    """Takes tools, which LangChain's own does not; begins again at its end."""

    seen: list[list[BaseMessage]] = Field(default_factory=list)
    tools: list[Any] = Field(default_factory=list)

    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        self.tools.append(tools)
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        self.seen.append(messages)
        return super()._generate(messages, stop, run_manager, **kwargs)


def calls(*named: tuple[str, dict[str, Any]]) -> AIMessage:
    """A message with tool calls; their ids are "1", "2" and so on."""
    made = [{"name": name, "args": args, "id": str(number)} for number, (name, args) in enumerate(named, 1)]
    return AIMessage("", tool_calls=made)


def scripted(*answers: AIMessage | str) -> ScriptedModel:
    """A model that gives these answers, one after the other."""
    return ScriptedModel(responses=[AIMessage(a) if isinstance(a, str) else a for a in answers])
