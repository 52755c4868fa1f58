"""The ``MAYFLY_*`` environment, read when a generator or the application is constructed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from mayfly.default_folder import default_temp_dir

PREFIX = "MAYFLY_"


class Settings(BaseSettings):
    """All settings; each is ``MAYFLY_`` plus its name in capitals."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True)

    temp_dir: Path = Field(default_factory=default_temp_dir, description="Where the models live.")
    cleanup_interval_minutes: float = Field(default=30, description="A model's life, in minutes.")
    janitor: Literal["on", "off"] = Field(
        default="on", description="Whether a janitor process expires what an ended process left behind."
    )
    store: SecretStr | None = Field(
        default=None,
        description="Database that many machines share, as postgresql://…; a directory without it.",
    )
    bucket: str | None = Field(
        default=None, description="Bucket for the bytes of the models in that database, as s3://name/prefix."
    )
    signed_downloads: bool = Field(
        default=False,
        description="Send downloads to signed addresses of the bucket; streamed if not set.",
    )
    workers: Literal["on", "off"] = Field(
        default="off",
        description="Whether models are built by `mayfly worker` processes that share the store, not here.",
    )
    storage_mb: float | None = Field(
        default=None, gt=0, description="Size that all models together may have, in MiB; no limit if not set."
    )
    model: str | None = Field(
        default=None, description="Chat model as provider:name; without it the rules planner works alone."
    )
    model_look: Literal["auto", "on", "off"] = Field(
        default="auto",
        description="Whether a chat model looks at its model before it is published; auto: by its kind.",
    )
    model_tokens: int = Field(
        default=100_000, gt=0, description="Tokens that a chat model may read and write for one request."
    )
    model_seconds: float = Field(
        default=240, gt=0, description="Seconds that a chat model may take for one request."
    )
    unsafe_scripts: bool = Field(
        default=False, description="Run foreign scripts even where the jail does not hold."
    )
    build_timeout_seconds: float = Field(default=60, gt=0, description="Wall-clock limit of one build.")
    build_memory_mb: int = Field(default=2048, ge=256, description="Memory that one build may add, in MiB.")
    workshop_size: int = Field(
        default=2, ge=1, le=64, description="Builds that run at the same time (and one more catalogue part)."
    )
    workshop_queue: int = Field(
        default=64, ge=0, description="Builds that may wait; half of them of one client alone."
    )
    warm: Literal["on", "off"] = Field(
        default="on", description="Whether commands build in a process that stays warm between them."
    )
    warm_idle_minutes: float = Field(
        default=10, gt=0, description="Time without a command after which that process ends, in minutes."
    )
    api_token: SecretStr | None = Field(
        default=None, description="Bearer token asked for by the HTTP service."
    )


def get_settings() -> Settings:
    """Read the environment.

    Raises:
        pydantic.ValidationError: A variable has a value that makes no sense.
    """
    return Settings()


def settings_of(variables: Mapping[str, str]) -> Settings:
    """Return the settings that another process's variables say, whose names begin with ``MAYFLY_``.

    Raises:
        pydantic.ValidationError: A variable has a value that makes no sense.
    """
    given = {name.lower().removeprefix(PREFIX.lower()): value for name, value in variables.items() if value}
    return Settings(**{name: value for name, value in given.items() if name in Settings.model_fields})  # type: ignore[arg-type]
