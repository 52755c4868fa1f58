"""Receives a chat model's answer as it is written, and stops listening when it takes too long or too much."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextvars import copy_context
from queue import Empty, Queue
from typing import Any

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, InvalidToolCall, ToolCall
from langchain_core.runnables import Runnable

from mayfly.errors import PlanningError

_Item = AIMessage | BaseException | None


class ProviderFailure(Exception):
    """Something that the model's own package raised; apart from Mayfly's errors, and from its bugs.

    Attributes:
        error: What it raised.
    """

    def __init__(self, error: BaseException) -> None:
        """Keep the error."""
        super().__init__(str(error))
        self.error = error


def listen(
    model: Runnable[LanguageModelInput, AIMessage],
    messages: Sequence[BaseMessage],
    *,
    name: str,
    seconds: float,
    characters: int,
    stream: bool = True,
) -> AIMessage:
    """Ask a model and put its answer together from the pieces it streams.

    The answer is received in a thread, since a client that waits on its
    connection can't be made to give up. The caller's context goes with it, so a
    graph streams the tokens on.

    Args:
        model: The model, with its tools bound where it has any.
        messages: The conversation.
        name: What the model is called, for the errors.
        seconds: How long the whole answer may take.
        characters: How long it may be.
        stream: Take it in pieces; otherwise whole, as some fields come only then.

    Raises:
        PlanningError: It took too long, was too long, or empty.
        ProviderFailure: The model's package raised something.
    """
    received: Queue[_Item] = Queue()
    given_up = threading.Event()
    receiver = threading.Thread(
        target=copy_context().run,
        args=(_receive, model, list(messages), received, given_up, stream),
        name="mayfly-chat-model",
        daemon=True,
    )
    receiver.start()
    try:
        return _gather(_until(received, time.monotonic() + seconds, name), name, characters)
    finally:
        given_up.set()


def _receive(
    model: Runnable[LanguageModelInput, AIMessage],
    messages: list[BaseMessage],
    received: Queue[_Item],
    given_up: threading.Event,
    stream: bool,
) -> None:
    """Put each piece into the queue, then None, or the error that ended it."""
    try:
        pieces = model.stream(messages) if stream else iter([model.invoke(messages)])
        for piece in pieces:
            received.put(piece)
            if given_up.is_set():
                close = getattr(pieces, "close", None)
                if close is not None:
                    close()
                return
        received.put(None)
    except BaseException as error:
        received.put(error)


def _until(received: Queue[_Item], deadline: float, name: str) -> Iterator[AIMessage]:
    """Return the pieces as they come, until the end or the deadline."""
    late = PlanningError(f"{name} was not done with its answer in the time it had.")
    while True:
        left = deadline - time.monotonic()
        try:
            item = received.get(timeout=max(0.0, left))
        except Empty:
            raise late from None
        if left <= 0:
            raise late
        if item is None:
            return
        if isinstance(item, BaseException):
            raise ProviderFailure(item)
        yield item


def _gather(pieces: Iterator[AIMessage], name: str, characters: int) -> AIMessage:
    whole: Any = None
    length = 0
    for piece in pieces:
        length += _length(piece)
        if length > characters:
            raise PlanningError(f"{name} went on for more than {characters:,} characters and was stopped.")
        whole = whole + piece if isinstance(whole, AIMessageChunk) else piece
    if whole is None:
        raise PlanningError(f"{name} gave an empty answer.")
    calls, broken = _calls(whole)
    return AIMessage(
        content=whole.content,
        tool_calls=calls,
        invalid_tool_calls=broken,
        usage_metadata=whole.usage_metadata,
        additional_kwargs=whole.additional_kwargs,
        response_metadata=whole.response_metadata,
    )


def _calls(whole: AIMessage) -> tuple[list[ToolCall], list[InvalidToolCall]]:
    """Return the tool calls, read strictly.

    LangChain completes half-received JSON, so that a call can be shown while it
    comes in. Of a call that broke off that makes a shorter script which still runs.
    """
    if not isinstance(whole, AIMessageChunk) or not whole.tool_call_chunks:
        return list(whole.tool_calls), list(whole.invalid_tool_calls)
    calls: list[ToolCall] = []
    broken: list[InvalidToolCall] = []
    for chunk in whole.tool_call_chunks:
        name, text = chunk["name"] or "", chunk["args"] or "{}"
        try:
            arguments = json.loads(text, strict=False)
        except ValueError:
            arguments = None
        if isinstance(arguments, dict):
            calls.append(ToolCall(name=name, args=arguments, id=chunk["id"]))
        else:
            error = "not a JSON object"
            broken.append(
                InvalidToolCall(type="invalid_tool_call", name=name, args=text, id=chunk["id"], error=error)
            )
    return calls, broken


def _length(piece: AIMessage) -> int:
    """Count the characters of a piece: text, reasoning, and arguments of tool calls."""
    parts = piece.content if isinstance(piece.content, list) else [piece.content]
    text = sum(len(part) if isinstance(part, str) else len(str(part)) for part in parts)
    calls: Sequence[Any] = piece.tool_call_chunks if isinstance(piece, AIMessageChunk) else piece.tool_calls
    return text + sum(len(str(call.get("args") or "")) for call in calls)
