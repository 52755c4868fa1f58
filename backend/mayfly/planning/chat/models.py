"""Makes the chat model that ``MAYFLY_MODEL`` names; LangChain is imported only then."""

from __future__ import annotations

from typing import Any

from langchain_core.language_models import BaseChatModel

from mayfly.errors import PlanningError
from mayfly.extras import install_advice
from mayfly.planning.chat.errors import key_advice, redacted, speaks_of_key

_EXAMPLE = "Write it as provider:name, for example openai:gpt-5 or ollama:qwen3-coder."
_EXTRAS = {"langchain-openai": "openai", "langchain-anthropic": "anthropic", "langchain-ollama": "ollama"}


def load_model(name: str, *, timeout_seconds: float) -> BaseChatModel:
    """Make a chat model from its name.

    Args:
        name: ``provider:name`` as LangChain's ``init_chat_model`` takes it.
        timeout_seconds: Limit of one request, for clients that have such a setting.

    Raises:
        PlanningError: LangChain or the provider's package is not installed, the
            provider is unknown, or there is no key.
    """
    provider, _, rest = name.partition(":")
    if not provider.strip() or not rest.strip():
        raise PlanningError(f"{name!r} does not name a chat model. {_EXAMPLE}")
    try:
        from langchain.chat_models import init_chat_model
    except ImportError:
        raise PlanningError(
            f"The chat model {name} needs LangChain, and the provider's package: {install_advice('agent')}."
        ) from None
    try:
        model: BaseChatModel = init_chat_model(name)
        if _has_open_timeout(model):
            model = init_chat_model(name, timeout=timeout_seconds)
    except ImportError as error:
        raise PlanningError(_missing_package(name, error)) from None
    except Exception as error:
        raise PlanningError(_not_made(name, error)) from None
    return model


def model_name(model: BaseChatModel) -> str:
    """Return what a model is called, for messages to people: "ChatOpenAI gpt-5"."""
    for attribute in ("model_name", "model", "model_id"):
        value = getattr(model, attribute, None)
        if isinstance(value, str) and value:
            return f"{type(model).__name__} {value}"
    return type(model).__name__


def _has_open_timeout(model: BaseChatModel) -> bool:
    """Return whether the client takes a ``timeout`` and has none: then it may wait for many minutes."""
    return any(
        "timeout" in (name, field.alias) and getattr(model, name, None) is None
        for name, field in type(model).model_fields.items()
    )


def _missing_package(name: str, error: ImportError) -> str:
    package = next(
        (word for word in str(error).replace("`", " ").split() if word.startswith("langchain-")), ""
    )
    extra = _EXTRAS.get(package)
    advice = install_advice(extra) if extra else f"pip install {package or 'its package'}"
    return f"The chat model {name} needs a package that is not installed: {advice}."


def _not_made(name: str, error: Exception) -> str:
    text = str(error)
    if "provider" in text.lower() and isinstance(error, ValueError) and not speaks_of_key(text):
        return f"LangChain knows no provider {name.partition(':')[0]!r}. {_EXAMPLE}"
    if speaks_of_key(text):
        return f"There is no key for {name}. {key_advice(name)}"
    first: Any = text.splitlines()[0] if text else ""
    return f"The chat model {name} could not be set up: {type(error).__name__}: {redacted(str(first))[:300]}"
