"""What goes in and out as JSON: bounds for what comes in, examples for who reads the OpenAPI document."""

from __future__ import annotations

import math
from base64 import b64decode
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StrictBool,
    StringConstraints,
    Tag,
)
from pydantic_core import PydanticCustomError

from mayfly.cad.input_files import MOST_FILES, NAME_PATTERN
from mayfly.cad.parts import catalogue
from mayfly.cad.script_text import SIZE_LIMIT_BYTES
from mayfly.contracts import HoleRequirement, ParameterValue, Requirements, ScriptValue
from mayfly.errors import InvalidParameter
from mayfly.planning.rules.planner import LONGEST_REQUEST

MOST_PARAMETERS = 100
MOST_VALUES = 1000
MOST_VALUES_OF_AN_ORDER = 10_000

# Strict: neither true nor "5" is a number here, and 0 is no false.
Finite = Annotated[float, Field(ge=-1e9, le=1e9, allow_inf_nan=False, strict=True)]
Positive = Annotated[float, Field(gt=0, le=1e12, allow_inf_nan=False, strict=True)]
ParameterName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,63}$")]
Whole = Annotated[int, Field(ge=-(10**9), le=10**9, strict=True)]
Value = StrictBool | Whole | Finite | Annotated[str, Field(max_length=1000)]


def _finite_values(given: Any) -> Any:
    """Refuse a number that is not finite in one sentence, where each type of a value would complain of it.

    Raises:
        PydanticCustomError: A value, or one in a list of values, is infinite or NaN.
    """
    for name, value in given.items() if isinstance(given, dict) else ():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, float) and not math.isfinite(each):
                told = {"name": str(name)[:64]}
                raise PydanticCustomError("finite_number", "'{name}' is not a finite number", told)
    return given


Parameters = Annotated[
    dict[ParameterName, Value],
    BeforeValidator(_finite_values),
    Field(max_length=MOST_PARAMETERS, description="New values; what is left out keeps its default."),
]
Row = Annotated[
    list[Value], Field(max_length=MOST_VALUES, description="Of a parameter that has several values.")
]
ScriptParameters = Annotated[
    dict[ParameterName, Value | Row],
    BeforeValidator(_finite_values),
    Field(
        max_length=MOST_PARAMETERS,
        description="New values, a list where the script has several; what is left out keeps its default.",
    ),
]
Files = Annotated[
    dict[
        Annotated[str, StringConstraints(pattern=NAME_PATTERN)],
        Annotated[str, Field(json_schema_extra={"contentEncoding": "base64"})],
    ],
    Field(
        max_length=MOST_FILES,
        description="Files that the script finds in its working folder: plain name to content in base64. An "
        "order with files may be larger than other bodies (`MAYFLY_HTTP_FILES_LIMIT_MB`).",
    ),
]


class Strict(BaseModel):
    """A body in which a misspelt key is an error, not a silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class HolesIn(Strict):
    """Round holes that the model must have; lengths in mm."""

    diameter_mm: Positive
    count: Annotated[int, Field(ge=1, le=10_000, strict=True)] = 1
    axis: Literal["X", "Y", "Z"] | None = None
    kind: Literal["through", "blind"] | None = None
    at: Annotated[tuple[tuple[Finite, Finite], ...], Field(max_length=1000)] | None = None


class RequirementsIn(Strict):
    """What the finished model is held against; what is left out is not asked for. Lengths in mm."""

    solids: Annotated[int, Field(ge=1, le=10_000, strict=True)] | None = None
    bounding_box_mm: tuple[Positive, Positive, Positive] | None = None
    any_orientation: StrictBool = False
    volume_mm3: Positive | None = None
    holes: Annotated[tuple[HolesIn, ...], Field(max_length=100)] = ()
    exact_holes: StrictBool = False
    length_tolerance_mm: Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False, strict=True)] = 0.01
    volume_tolerance: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False, strict=True)] = 1e-4

    def to_requirements(self) -> Requirements:
        """Give Mayfly's own value."""
        holes = tuple(HoleRequirement(**hole.model_dump()) for hole in self.holes)
        return Requirements(**{**self.model_dump(), "holes": holes})


class WordsOrder(Strict):
    """A model asked for in words."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"request": "90x60x6 plate with four 5.5 mm corner holes, 8 mm inset"}]
        }
    )

    request: Annotated[str, Field(min_length=1, max_length=LONGEST_REQUEST)]


def part_example() -> dict[str, Any]:
    """Give an order of a part that has standard sizes and is given others, as its file has it."""
    examples = [
        (part.name, part.header.example)
        for part in catalogue().values()
        if part.standard and part.header.example
    ]
    name, example = examples[0]
    return {"part": name, "parameters": dict(example.parameters)}


def _add_part_example(schema: dict[str, Any]) -> None:
    schema["examples"] = [part_example()]


class PartOrder(Strict):
    """A part of the catalogue; ``GET /parts`` lists them."""

    model_config = ConfigDict(json_schema_extra=_add_part_example)

    part: Annotated[str, Field(min_length=1, max_length=100)]
    parameters: Parameters = Field(default_factory=dict)


class ScriptOrder(Strict):
    """A CadQuery script in CQGI form, built in the jail."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "script": "import cadquery as cq\nwidth = 10\nresult = cq.Workplane().box(width, 20, 5)",
                    "parameters": {"width": 15},
                    "requirements": {"solids": 1, "bounding_box_mm": [15, 20, 5]},
                }
            ]
        }
    )

    script: Annotated[str, Field(min_length=1, max_length=SIZE_LIMIT_BYTES)]
    parameters: ScriptParameters = Field(default_factory=dict)
    files: Files = Field(default_factory=dict)
    requirements: RequirementsIn = Field(default_factory=RequirementsIn)

    def to_files(self) -> dict[str, bytes]:
        """Return the files' content.

        Raises:
            InvalidParameter: One is not base64.
        """
        content: dict[str, bytes] = {}
        for name, text in self.files.items():
            try:
                content[name] = b64decode(text, validate=True)
            except ValueError:
                raise InvalidParameter(f"The content of the file {name!r} is not base64.") from None
        return content


def _order_kind(body: Any) -> str:
    """Tell from its keys what an order is; a request in words unless another key says otherwise."""
    keys = body if isinstance(body, dict) else vars(body) if isinstance(body, BaseModel) else {}
    return next((kind for kind in ("script", "part") if kind in keys), "request")


def _bounded(body: Any) -> Any:
    """Refuse an order of very many values at once: each of them can be a mistake that is written down.

    Raises:
        ValueError: They are more than any order needs.
    """
    seen, waiting = 0, [body]
    while waiting:
        value = waiting.pop()
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        seen += len(inner)
        if seen > MOST_VALUES_OF_AN_ORDER:
            raise ValueError(f"an order may have {MOST_VALUES_OF_AN_ORDER} values at most")
        waiting += inner
    return body


Order = Annotated[
    Annotated[WordsOrder, Tag("request")]
    | Annotated[PartOrder, Tag("part")]
    | Annotated[ScriptOrder, Tag("script")],
    Discriminator(_order_kind),
    BeforeValidator(_bounded),
]


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
    text: str | None = Field(default=None, description="The answer for people, when it was just made.")


class PageOut(BaseModel):
    """One page of models, the one that goes first on top."""

    models: list[StoredOut]
    total: int
    next: str | None = Field(description="Where the next page is; null on the last.")


class BuildOut(BaseModel):
    """How far a build is that was asked for with ``Prefer: respond-async``."""

    build_id: str
    url: str
    status: Literal["running", "succeeded", "failed", "cancelled"]
    stage: str | None = Field(description="planning, building, inspecting, published; null before the first.")
    model: ModelOut | None = None
    problem: dict[str, Any] | None = None


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
    """A further size by which a part can be given."""

    name: str
    words: list[str] = Field(description="What people call it, apart from its name.")
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
    picture: str = Field(description="Name of its drawing, which `GET /parts/{name}/picture.svg` gives.")


class PartsOut(BaseModel):
    """The catalogue."""

    parts: list[PartOut]


class LoadOut(BaseModel):
    """How many builds and drawings there are, by whose script it is."""

    trusted: int = Field(description="Mayfly's own: catalogue parts, and words that the rules read.")
    foreign: int = Field(description="A user's or a chat model's.")


class BuildsOut(BaseModel):
    """What this worker builds."""

    running: LoadOut
    waiting: LoadOut
    cancelled: int = Field(description="Since it started, with those whose client hung up.")


class HealthOut(BaseModel):
    """Whether the service lives, and whether it can do its work."""

    status: Literal["ok", "unavailable"]
    checks: dict[str, str] = Field(description="Name of the check to 'ok', or what is wrong.")
    builds: BuildsOut | None = Field(default=None, description="Not where only life is asked for.")


class Problem(BaseModel):
    """Problem details (RFC 9457); some problems carry more, such as a question's suggestions."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    code: str = Field(description="Stable machine-readable name.")
    instance: str | None = None
