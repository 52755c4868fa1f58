"""Turns what provider packages raise into Mayfly's planning errors, with no key in their text.

The packages share no exception classes (and are optional), so an error is known
by its HTTP status and by the names of its classes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, SecretStr

from mayfly.errors import ModelUnavailable, PlanningError

_TRANSIENT_STATUSES = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_STATUS_TEXTS = {
    403: "the key is not allowed to use this model",
    404: "the provider knows no such model or address",
}
_TIMEOUT_NAMES = ("Timeout", "DeadlineExceeded")
_CONNECTION_NAMES = (
    "ConnectionError",
    "ConnectError",
    "NetworkError",
    "TransportError",
    "ServiceUnavailable",
)
_REFUSAL_NAMES = ("Refusal", "ContentFilter")
_SECRET_NAME = re.compile(r"KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL", re.IGNORECASE)
_SECRET_SHAPE = re.compile(r"\b(?:sk|pk|gsk|xai|key)[-_][\w*.-]{6,}|\bAIza[\w-]{10,}|(?<=Bearer )\S+")
_SHORTEST_SECRET = 6


def explain(error: BaseException, name: str, model: object = None) -> PlanningError:
    """Return the error that describes what went wrong with the model, for the person who asked.

    Args:
        error: What the model's package raised.
        name: What the model is called.
        model: The model; secrets that it holds are kept out of the text.

    Returns:
        ``ModelUnavailable`` where the same request may work later, else ``PlanningError``.
    """
    detail = redacted(_first_line(error), model)
    status = _status(error)
    if _named(error, _REFUSAL_NAMES):
        return PlanningError(f"{name} refused the request: {detail}")
    if status == 429 and "quota" in f"{error} {getattr(error, 'body', '')}".lower():
        return PlanningError(f"{name}: the provider's quota is used up (429): {detail}")
    if status == 429:
        return ModelUnavailable(
            f"{name}: the provider limits the rate of requests (429).", _retry_after(error)
        )
    if status == 408 or isinstance(error, TimeoutError) or _named(error, _TIMEOUT_NAMES):
        return ModelUnavailable(f"{name} did not answer in time: {detail}")
    if status in _TRANSIENT_STATUSES:
        return ModelUnavailable(
            f"{name}: the provider has a problem of its own ({status}): {detail}", _retry_after(error)
        )
    if status == 401 or "Authentication" in type(error).__name__:
        return PlanningError(f"{name}: the provider did not accept the key (401). {key_advice(name)}")
    if status is not None:
        what = _STATUS_TEXTS.get(status, "the provider rejected the request")
        return PlanningError(f"{name}: {what} ({status}): {detail}")
    if isinstance(error, ConnectionError) or _named(error, _CONNECTION_NAMES):
        return ModelUnavailable(f"{name}: no connection to the provider, or it broke off: {detail}")
    if speaks_of_key(detail):
        return PlanningError(f"{name}: there is no key. {key_advice(name)}")
    if isinstance(error, ValueError | TypeError | KeyError):
        return PlanningError(f"{name}: what came back is no chat model's answer: {detail}")
    return PlanningError(f"{name}: no answer was received: {type(error).__name__}: {detail}")


def rejects_tools(error: BaseException) -> bool:
    """Return whether the offer of tools may be what a provider objects to."""
    if _status(error) not in (400, 404, 422, 501, None):
        return False
    return re.search(r"\btools?\b|\bfunctions?\b|schema", str(error).lower()) is not None


def speaks_of_key(text: str) -> bool:
    """Return whether an error's text is about a missing key."""
    return re.search(r"api[_ ]?key|credential|authentication method", text.lower()) is not None


def key_advice(name: str) -> str:
    """Return a sentence that names the environment variable which usually holds the key."""
    provider = name.split(":", 1)[0] if ":" in name else ""
    known = {"google_genai": "GOOGLE_API_KEY", "azure_openai": "AZURE_OPENAI_API_KEY"}
    variable = known.get(provider, f"{provider.upper()}_API_KEY" if provider.isidentifier() else "")
    return (
        f"Set {variable} in the environment." if variable else "Check the key that the model was made with."
    )


def redacted(text: str, model: object = None) -> str:
    """Take secrets out of a text: the environment's, the model's own, and what is shaped like a key."""
    for secret in {*_environment_secrets(), *_secrets_of(model)}:
        text = text.replace(secret, "[secret]")
    return _SECRET_SHAPE.sub("[secret]", text)


def _environment_secrets() -> Iterator[str]:
    for name, value in os.environ.items():
        if len(value) >= _SHORTEST_SECRET and _SECRET_NAME.search(name):
            yield value


def _secrets_of(model: object) -> Iterator[str]:
    fields: dict[str, Any] = dict(model) if isinstance(model, BaseModel) else {}
    for value in fields.values():
        if isinstance(value, SecretStr) and len(value.get_secret_value()) >= _SHORTEST_SECRET:
            yield value.get_secret_value()


def _status(error: BaseException) -> int | None:
    """Return the HTTP status that an error carries, wherever its package keeps it."""
    for holder in (error, getattr(error, "response", None)):
        for name in ("status_code", "status", "code", "http_status"):
            value = getattr(holder, name, None)
            if isinstance(value, int) and not isinstance(value, bool) and 400 <= value < 600:
                return int(value)
    return None


def _retry_after(error: BaseException) -> float | None:
    """Read the provider's ``Retry-After`` header where it is a number of seconds."""
    headers = getattr(getattr(error, "response", None), "headers", None)
    try:
        return max(0.0, float(headers["retry-after"])) if headers is not None else None
    except (KeyError, TypeError, ValueError):
        return None


def _named(error: BaseException, parts: tuple[str, ...]) -> bool:
    """Return whether one of the error's classes has one of these words in its name."""
    return any(part in kind.__name__ for kind in type(error).__mro__ for part in parts)


def _first_line(error: BaseException, longest: int = 300) -> str:
    body = getattr(error, "body", None)
    message = body.get("message") if isinstance(body, dict) else None
    text = message if isinstance(message, str) else str(error)
    line = next((line.strip() for line in text.splitlines() if line.strip()), type(error).__name__)
    return line if len(line) <= longest else line[: longest - 1] + "…"
