"""The ``MAYFLY_HTTP_*`` environment: what the HTTP service allows, and to whom."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from mayfly.http.security.origins import check_names


def _split(value: object) -> object:
    """Turn "a, b" into ("a", "b")."""
    if isinstance(value, str):
        return tuple(item.strip() for item in value.split(",") if item.strip())
    return value


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]
"""Several names in one variable, separated by commas."""


class HttpSettings(BaseSettings):
    """All settings of the HTTP service; each is ``MAYFLY_HTTP_`` plus its name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix="MAYFLY_HTTP_", env_ignore_empty=True, extra="ignore", frozen=True
    )

    public: bool = Field(
        default=False, description="Serve on an address that others can reach even without a token."
    )
    hosts: Names = Field(
        default=(),
        description="Host names under which a service without a token may be asked for, besides localhost.",
    )
    cors_origins: Annotated[Names, AfterValidator(check_names)] = Field(
        default=(),
        description="Web origins whose pages may use the service, by name, or `studio`, `local`, `none`; "
        "`studio, local` under LangGraph Server if not set.",
    )
    body_limit_bytes: int = Field(
        default=512 * 1024, ge=1024, le=64 * 1024 * 1024, description="Largest request body."
    )
    files_limit_mb: int = Field(
        default=4, ge=1, le=64, description="Largest body of an order with files for its script, in MiB."
    )
    body_seconds: float = Field(default=20, gt=0, description="Time in which a request body has to arrive.")
    head_seconds: float = Field(default=15, gt=0, description="Time in which a request's head has to arrive.")
    stall_seconds: float = Field(
        default=30, gt=0, description="How long a download waits for a client that takes nothing."
    )
    shutdown_seconds: float = Field(
        default=30, ge=0, description="How long running builds and downloads may go on after SIGTERM."
    )
    connections: int = Field(default=4000, ge=1, description="Connections open at the same time.")


def get_http_settings() -> HttpSettings:
    """Read the environment.

    Raises:
        pydantic.ValidationError: A variable has a value that makes no sense.
    """
    return HttpSettings()
