"""Talks with a chat model: tools where it has them, endings checked, costs added up."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, SystemMessage
from langchain_core.runnables import Runnable

from mayfly.contracts import ChatUsage
from mayfly.errors import PlanningError
from mayfly.planning.chat import prompt
from mayfly.planning.chat.errors import explain, rejects_tools
from mayfly.planning.chat.feedback import cut
from mayfly.planning.chat.stream import ProviderFailure, listen
from mayfly.planning.chat.tools import ANSWERS, Tool

# Beginnings, since some servers repeat the reason in several pieces and LangChain joins them.
_CUT_OFF: Final = ("length", "max_tokens", "max_output_tokens", "incomplete", "model_length")
_REFUSED: Final = ("refusal", "content_filter", "safety", "prohibited_content", "recitation")
_CHARACTERS_IN_A_TOKEN: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one request may cost, repairs included.

    Attributes:
        answers: Answers of the model: the first, and two to repair it.
        tokens: Tokens read and written; the provider's count, or an estimate where it gives none.
        seconds: Time that the model takes.
        characters: Length of one answer, reasoning included.
    """

    answers: int = 3
    tokens: int = 100_000
    seconds: float = 240.0
    characters: int = 120_000

    def reached(self, spent: ChatUsage) -> str | None:
        """Return which limit has been reached, None if none has."""
        if spent.answers >= self.answers:
            return f"{self.answers} answers"
        if spent.input_tokens + spent.output_tokens >= self.tokens:
            return f"{self.tokens:,} tokens"
        if spent.seconds >= self.seconds:
            return f"{self.seconds:g} s"
        return None


class ChatClient:
    """One chat model, asked for answers of the three kinds.

    Attributes:
        name: What the model is called, in messages to people.
        limits: What one request may cost.
    """

    def __init__(self, model: BaseChatModel, name: str, limits: Limits) -> None:
        """Bind the tools to the model, if its class has tool calling."""
        self.name = name
        self.limits = limits
        self._model = model
        self._takes_tools = self._bound(ANSWERS) is not None

    @property
    def takes_pictures(self) -> bool | None:
        """Whether the model takes pictures, as LangChain's profile of it says; None where that is silent."""
        profile = getattr(self._model, "profile", None) or {}
        known = profile.get("image_inputs") if isinstance(profile, dict) else None
        return None if known is None else bool(known)

    def answer(
        self,
        conversation: Sequence[BaseMessage],
        spent: ChatUsage,
        *,
        stream: bool,
        tools: Sequence[Tool] = ANSWERS,
    ) -> tuple[AIMessage, ChatUsage]:
        """Get one answer, and add up what it cost.

        Args:
            conversation: What was said so far, without the system message.
            spent: What the request has cost so far.
            stream: Take the answer in pieces.
            tools: What the model may answer by, where it has tool calling.

        Raises:
            PlanningError: There is none, it is a refusal, or it is cut off.
        """
        started = time.monotonic()
        try:
            message = self._listen(conversation, self.limits.seconds - spent.seconds, stream, tools)
        except ProviderFailure as failure:
            raise explain(failure.error, self.name, self._model) from None
        read, written = _tokens(message, conversation)
        spent = replace(
            spent,
            answers=spent.answers + 1,
            input_tokens=spent.input_tokens + read,
            output_tokens=spent.output_tokens + written,
            seconds=spent.seconds + time.monotonic() - started,
        )
        self._check_ending(message)
        return message, spent

    def _listen(
        self, conversation: Sequence[BaseMessage], seconds: float, stream: bool, tools: Sequence[Tool]
    ) -> AIMessage:
        """Ask with tools; without them where the model has none, or where the provider objects to them."""
        bound = self._bound(tools) if self._takes_tools else None
        if bound is None:
            return self._receive(self._model, conversation, seconds, stream, tools=False)
        try:
            return self._receive(bound, conversation, seconds, stream, tools=True)
        except ProviderFailure as failure:
            if not rejects_tools(failure.error):
                raise
        message = self._receive(self._model, conversation, seconds, stream, tools=False)
        self._takes_tools = False  # it was the tools; they are not offered again
        return message

    def _receive(
        self,
        model: Runnable[LanguageModelInput, AIMessage],
        conversation: Sequence[BaseMessage],
        seconds: float,
        stream: bool,
        *,
        tools: bool,
    ) -> AIMessage:
        return listen(
            model,
            [SystemMessage(prompt.system_prompt(tools=tools)), *conversation],
            name=self.name,
            seconds=seconds,
            characters=self.limits.characters,
            stream=stream,
        )

    def _bound(self, tools: Sequence[Tool]) -> Runnable[LanguageModelInput, AIMessage] | None:
        """Return the model with tools bound; None if its class has no tool calling.

        Tools are offered and not forced, since some models refuse to be forced.
        """
        try:
            return self._model.bind_tools(list(tools))
        except NotImplementedError:
            return None

    def _check_ending(self, message: AIMessage) -> None:
        """Refuse an answer that the model or the provider broke off.

        Raises:
            PlanningError: It is a refusal, was filtered, or ends at the limit of its length.
        """
        metadata = message.response_metadata
        reasons = [
            str(metadata.get(key) or "").lower()
            for key in ("finish_reason", "stop_reason", "done_reason", "status")
        ]
        blocks = message.content if isinstance(message.content, list) else []
        refusals = [
            block.get("refusal") for block in blocks if isinstance(block, dict) and "refusal" in block
        ]
        refusal = message.additional_kwargs.get("refusal") or next(iter(refusals), None)
        if refusal or any(reason.startswith(_REFUSED) for reason in reasons):
            said = cut(str(refusal or message.text), 300)
            raise PlanningError(f"{self.name} refused the request" + (f": {said}" if said.strip() else "."))
        if any(reason.startswith(_CUT_OFF) for reason in reasons):
            raise PlanningError(
                f"{self.name}'s answer was cut off at the limit of its length; allow it more output tokens."
            )


def _tokens(message: AIMessage, conversation: Sequence[BaseMessage]) -> tuple[int, int]:
    """Return the tokens read and written, by the provider's count or by length."""
    usage = message.usage_metadata
    if usage:
        return usage["input_tokens"], usage["output_tokens"]
    read = len(prompt.system_prompt(tools=True)) + sum(len(each.text) for each in conversation)
    written = len(message.text) + sum(len(str(call["args"])) for call in message.tool_calls)
    return read // _CHARACTERS_IN_A_TOKEN, written // _CHARACTERS_IN_A_TOKEN
