"""Pictures of tools on their way to a chat model: in the form that its provider takes.

A tool answers with a standard content block (``{"type": "image", "base64": …}``), which stays in the
conversation as it is. Anthropic, Google and OpenAI's Responses API take pictures within a tool's
answer. OpenAI's Chat Completions API, and what imitates it, takes them from the user alone.
Models that see nothing get words instead.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, Literal

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AnyMessage, HumanMessage, ToolMessage

PictureForm = Literal["auto", "tool", "user", "none"]

_A_FUNCTION = [{"type": "function", "function": {"name": "show_temp_model"}}]


def form_for(model: Any) -> PictureForm:
    """Choose how pictures of tools go to a chat model.

    By what is known of it: its provider's API, and ``BaseChatModel.profile``. A model of which nothing
    is known is taken for one that reads pictures of the user.
    """
    if not isinstance(model, BaseChatModel):
        return "user"
    profile = getattr(model, "profile", None) or {}
    if profile.get("image_inputs") is False or model._llm_type == "mayfly-offline":
        return "none"
    if _talks_chat_completions(model) or not profile.get("image_tool_message"):
        return "user"
    return "tool"


def _talks_chat_completions(model: BaseChatModel) -> bool:
    """Return whether a model is reached by OpenAI's Chat Completions API."""
    openai = sys.modules.get("langchain_openai.chat_models.base")
    if openai is None or not isinstance(model, openai.BaseChatOpenAI):
        return False
    return not model._use_responses_api({"tools": _A_FUNCTION})


def sent(messages: Sequence[AnyMessage], form: PictureForm) -> list[AnyMessage]:
    """Return a conversation with its tools' pictures in another form.

    Args:
        messages: The conversation; it is left as it is.
        form: "tool" changes nothing. "user" puts the pictures of a run of tool answers into one message
            of the user behind it, since every call has to be answered first. "none" leaves words.
    """
    if form == "tool" or not any(_pictures(message) for message in messages):
        return messages if isinstance(messages, list) else list(messages)
    changed: list[AnyMessage] = []
    waiting: list[str | dict[Any, Any]] = []
    for message in messages:
        if waiting and not isinstance(message, ToolMessage):
            changed.append(HumanMessage(waiting))
            waiting = []
        pictures = _pictures(message)
        if not pictures or not isinstance(message, ToolMessage):
            changed.append(message)
            continue
        changed.append(message.model_copy(update={"content": _words(message, form)}))
        if form == "user":
            waiting += [{"type": "text", "text": f"What {message.name} shows: {message.text}"}, *pictures]
    return [*changed, HumanMessage(waiting)] if waiting else changed


def _words(message: ToolMessage, form: PictureForm) -> str:
    """Return the text of a tool's answer without its pictures, and where those are."""
    where = "The picture follows." if form == "user" else "(No picture: this model reads text only.)"
    return f"{message.text}\n{where}"


def _pictures(message: AnyMessage) -> list[dict[Any, Any]]:
    """Return the pictures of a tool's answer."""
    if not isinstance(message, ToolMessage) or isinstance(message.content, str):
        return []
    return [block for block in message.content if isinstance(block, dict) and block.get("type") == "image"]
