"""The settings of the HTTP service: the ``MAYFLY_HTTP_*`` variables."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ORIGIN_WORDS = frozenset({"studio", "local", "none"})
"""Words that stand for origins: LangGraph Studio, pages that this machine serves, no page."""
_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#@*\s\\]+")


def _split(value: object) -> object:
    """Turn "a, b" into ("a", "b")."""
    if isinstance(value, str):
        return tuple(item.strip() for item in value.split(",") if item.strip())
    return value


def is_origin(text: str) -> bool:
    """Return whether a text in lower case is a web origin, such as ``https://cad.example``."""
    return _ORIGIN.fullmatch(text) is not None


def _check_origins(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names if each is an origin or a word.

    Raises:
        ValueError: One is neither; a wildcard would admit every page of the web.
    """
    for name in names:
        if name.lower() not in ORIGIN_WORDS and not is_origin(name.lower().rstrip("/")):
            raise ValueError(
                f"{name!r} is not an origin such as https://cad.example, nor studio, local or none"
            )
    return names


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]
"""Several names in one variable, separated by commas."""


class HttpSettings(BaseSettings):
    """All settings of the HTTP service; each is ``MAYFLY_HTTP_`` plus its name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix="MAYFLY_HTTP_", env_ignore_empty=True, extra="ignore", frozen=True
    )

    public: bool = Field(
        default=False, description="Serve on an address that others can reach, even without a token."
    )
    hosts: Names = Field(
        default=(),
        description="Host names, besides localhost, under which a service without a token answers.",
    )
    cors_origins: Annotated[Names, AfterValidator(_check_origins)] = Field(
        default=(),
        description="Web origins whose pages may use the service, by name, or `studio`, `local`, `none`; "
        "`studio, local` under LangGraph Server if not set.",
    )
    body_limit_bytes: int = Field(
        default=512 * 1024, ge=1024, le=64 * 1024 * 1024, description="Largest request body."
    )
    files_limit_mb: int = Field(
        default=4,
        ge=1,
        le=64,
        description="Largest body of a build request with files for its script, in MiB.",
    )
    body_seconds: float = Field(default=20, gt=0, description="Time in which a request's body has to arrive.")
    head_seconds: float = Field(default=15, gt=0, description="Time in which a request's head has to arrive.")
    stall_seconds: float = Field(
        default=30, gt=0, description="How long a download waits for a client that reads nothing."
    )
    shutdown_seconds: float = Field(
        default=30, ge=0, description="How long running builds and downloads may go on after SIGTERM."
    )
    connections: int = Field(default=4000, ge=1, description="Connections open at the same time.")


def get_http_settings() -> HttpSettings:
    """Read the environment.

    Raises:
        pydantic.ValidationError: A variable has no valid value.
    """
    return HttpSettings()
