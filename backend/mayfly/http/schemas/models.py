"""Models, the builds that make them, and how long they are kept."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from mayfly.contracts import ScriptValue
from mayfly.http.schemas.strict import Strict


class KeepIn(Strict):
    """How much longer a model is kept."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"minutes": 30}]})

    minutes: Annotated[
        float,
        Field(gt=0, le=1440, allow_inf_nan=False, strict=True, description="Minutes to add to its deadline."),
    ]


class StoredOut(BaseModel):
    """A model in the directory."""

    model_id: str
    name: str
    url: str
    model_url: str
    preview_url: str
    size_bytes: int
    created_at: str = Field(description="ISO 8601, UTC.")
    expires_at: str = Field(description="ISO 8601, UTC.")
    seconds_left: float
    tracked: bool = Field(description="False for a file that was found and adopted.")


class ModelOut(StoredOut):
    """A model with all that is known of it; an adopted file has no script and no report."""

    title: str | None = None
    part: str | None = None
    script: str | None = None
    parameters: dict[str, ScriptValue] = Field(default_factory=dict)
    assumptions: list[str] = Field(default_factory=list)
    report: dict[str, Any] | None = Field(default=None, description="What was measured on the STEP file.")
    text: str | None = Field(default=None, description="The answer for people, if the model was just made.")


class PageOut(BaseModel):
    """One page of models, sorted by their deadlines."""

    models: list[StoredOut]
    total: int
    next: str | None = Field(description="Path of the next page; null on the last.")


class BuildOut(BaseModel):
    """The state of a build that was requested with ``Prefer: respond-async``."""

    build_id: str
    url: str
    status: Literal["running", "succeeded", "failed", "cancelled"]
    stage: str | None = Field(description="planning, building, inspecting, published; null before the first.")
    model: ModelOut | None = None
    problem: dict[str, Any] | None = None
