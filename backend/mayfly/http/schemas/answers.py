"""The bodies of answers: models, builds, the catalogue, the cleanup statistics, and health."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from mayfly.contracts import ParameterValue, ScriptValue


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


class ParameterOut(BaseModel):
    """A parameter of a model's script."""

    name: str
    value: ScriptValue
    unit: str = Field(description="mm, °, or empty.")
    low: float | None
    high: float | None
    description: str


class ChangeOut(BaseModel):
    """One difference between a design and the one before it."""

    kind: Literal["changed", "added", "removed"]
    path: str = Field(description="Where it is: `bodies[0].base.sizes.thickness`.")
    before: Any = Field(description="The old value; null where there was none.")
    after: Any = Field(description="The new value; null where it was taken away.")
    sentence: str = Field(description="The same for people.")


class ModelOut(StoredOut):
    """A model with all that is known of it; an adopted file has no script and no report."""

    title: str | None = None
    part: str | None = None
    design: dict[str, Any] | None = Field(
        default=None,
        description="The model as a design (`GET /design/schema`); null for a script that nobody described.",
    )
    changes: list[ChangeOut] = Field(
        default_factory=list, description="What `edits` or a follow-up changed about an earlier design."
    )
    script: str | None = None
    parameters: dict[str, ScriptValue] = Field(
        default_factory=dict, description="The script's parameters, by name."
    )
    parameter_details: list[ParameterOut] = Field(
        default_factory=list, description="The same with unit and range, where the script states them."
    )
    assumptions: list[str] = Field(default_factory=list)
    usage: dict[str, Any] | None = Field(
        default=None, description="What a chat model used: answers, turns, tokens and seconds."
    )
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


class PartParameterOut(BaseModel):
    """A parameter of a part."""

    name: str
    default: ParameterValue
    kind: str
    unit: str
    low: float | None
    high: float | None
    description: str
    choices: list[str]


class PartAliasOut(BaseModel):
    """A further size that a part can be given by."""

    name: str
    words: list[str] = Field(description="What people call it, besides its name.")
    gives: list[str] = Field(description="The parameters that may follow from it.")


class PartOut(BaseModel):
    """A part of the catalogue."""

    name: str
    title: str
    description: str
    words: list[str] = Field(description="Words that ask for it.")
    parameters: list[PartParameterOut]
    aliases: list[PartAliasOut] = Field(
        description="Further sizes that may be given like parameters, in mm; parameters follow from them."
    )
    standard_sizes: list[str] = Field(
        description="What the parameter `size` may be (M10); empty where the part has no standard."
    )
    picture: str = Field(description="Name of its drawing, which `GET /parts/{name}/picture.svg` returns.")


class ReplyOut(BaseModel):
    """What comes back to a message of a conversation."""

    session: str = Field(description="Send it with the next message.")
    begun: bool = Field(description="No conversation of that name was known before this message.")
    status: Literal["made", "needs_clarification", "stats", "swept", "listed", "help", "answered", "failed"]
    code: str | None = Field(description="The code of the error, if the status is `failed`; else null.")
    answer: str = Field(description="In words: what was made, a question, or what was asked for.")
    options: list[str] = Field(description="Answers that a question names.")
    model: ModelOut | None = Field(description="What was made; null where nothing was.")


class PhraseOut(BaseModel):
    """Some words of a request."""

    text: str
    kind: str = Field(
        description="`part`, a feature's kind, `size`, `place`, `remark`, `unread`, or `plain` between them."
    )
    topic: int = Field(description="Number of the part or feature that it speaks of; -1 for none.")
    lengths_mm: list[float]


class ReadingOut(BaseModel):
    """A request phrase by phrase."""

    phrases: list[PhraseOut]


class PartsOut(BaseModel):
    """The catalogue."""

    parts: list[PartOut]


class MaterialOut(BaseModel):
    """A material with its density."""

    name: str
    density: float = Field(description="In g/cm³.")
    source: str


class MaterialsOut(BaseModel):
    """Common materials."""

    materials: list[MaterialOut]


class CleanupStats(BaseModel):
    """The four numbers of the cleanup service."""

    total_files: int
    tracked_files: int
    cleanup_interval_minutes: int | float
    service_running: bool


class StatsOut(BaseModel):
    """The statistics."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "status": "success",
                    "cleanup_stats": {
                        "total_files": 5,
                        "tracked_files": 3,
                        "cleanup_interval_minutes": 30,
                        "service_running": True,
                    },
                }
            ]
        }
    )

    status: Literal["success"]
    cleanup_stats: CleanupStats


class SweptOut(StatsOut):
    """The statistics after a sweep."""

    model_config = ConfigDict(json_schema_extra={})

    message: Literal["Manual cleanup completed"]


class DetailsOut(BaseModel):
    """What is stored, and what was removed."""

    total_bytes: int = Field(description="Of all models together.")
    removed_total: int = Field(description="Models removed since the directory was made.")
    next_deadline: str | None = Field(
        description="When the next model goes: ISO 8601, UTC; null without models."
    )
    disk_free_bytes: int
    disk_total_bytes: int


class PreviewOut(BaseModel):
    """What a sweep would do now."""

    removed: list[str] = Field(description="Names of the models that would go.")
    removed_bytes: int
    kept: int = Field(description="Models whose time is not up.")
    leased: list[str] = Field(description="Models whose time is up and that somebody still reads.")


class SizeOut(BaseModel):
    """A size of a design that an edit of kind `set` or `change` can change, by its path."""

    path: str
    owner: str = Field(description="Path of the body or feature that it belongs to.")
    of: str = Field(description="What that is called.")
    kind: str = Field(description="Kind of the part, base, feature or place.")
    name: str
    value: ParameterValue
    unit: Literal["mm", "°", "count", ""]
    low: float | None
    high: float | None
    derived: bool = Field(description="It follows from others, which give way when it is set.")


class SizesOut(BaseModel):
    """The sizes of a design."""

    sizes: list[SizeOut]


class LoadOut(BaseModel):
    """The number of builds and drawings, by whose script they run."""

    trusted: int = Field(description="Mayfly's own: catalogue parts, and words that the rules read.")
    foreign: int = Field(description="A user's or a chat model's.")


class BuildsOut(BaseModel):
    """The builds of this worker."""

    running: LoadOut
    waiting: LoadOut
    cancelled: int = Field(description="Since it started, including those whose client hung up.")


class HealthOut(BaseModel):
    """Whether the service answers, and whether it can do its work."""

    status: Literal["ok", "unavailable"]
    checks: dict[str, str] = Field(description="Name of the check to 'ok' or what is wrong.")
    builds: BuildsOut | None = Field(default=None, description="Not in `/health/live`.")
