"""The bodies of requests: to build a model from words, a part, a design or a script, and to keep one."""

from __future__ import annotations

import math
from base64 import b64decode
from typing import Annotated, Any, Final, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StrictBool,
    StringConstraints,
    Tag,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from mayfly.cad.input_files import MOST_FILES, NAME_PATTERN
from mayfly.cad.parts import catalogue
from mayfly.cad.script_text import SIZE_LIMIT_BYTES
from mayfly.design import Design
from mayfly.errors import InvalidParameter
from mayfly.http.schemas.requirements import Finite, RequirementsIn, Strict
from mayfly.planning.readings.decide import LONGEST_REQUEST

MOST_PARAMETERS = 100
MOST_VALUES = 1000
MOST_VALUES_IN_ALL = 10_000
MOST_EDITS = 100

ParameterName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,63}$")]
Whole = Annotated[int, Field(ge=-(10**9), le=10**9, strict=True)]
Value = StrictBool | Whole | Finite | Annotated[str, Field(max_length=1000)]


def _finite_values(given: Any) -> Any:
    """Check that all numbers are finite, for one error instead of one for each type of a value.

    Raises:
        PydanticCustomError: A value, or one in a list of values, is infinite or NaN.
    """
    for name, value in given.items() if isinstance(given, dict) else ():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, float) and not math.isfinite(each):
                context = {"name": str(name)[:64]}
                raise PydanticCustomError("finite_number", "'{name}' is not a finite number", context)
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
        description="Files that the script finds in its working folder: plain name to content in base64. A "
        "request with files may be larger than others (`MAYFLY_HTTP_FILES_LIMIT_MB`).",
    ),
]


def _decoded(files: dict[str, str]) -> dict[str, bytes]:
    """Return the contents of files that came in base64.

    Raises:
        InvalidParameter: One is not base64.
    """
    content: dict[str, bytes] = {}
    for name, text in files.items():
        try:
            content[name] = b64decode(text, validate=True)
        except ValueError:
            raise InvalidParameter(f"The content of the file {name!r} is not base64.") from None
    return content


class TextBuildRequest(Strict):
    """A model from a request in words."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"request": "90x60x6 plate with four 5.5 mm corner holes, 8 mm inset"}]
        }
    )

    request: Annotated[str, Field(min_length=1, max_length=LONGEST_REQUEST)]


def part_example() -> dict[str, Any]:
    """Return a request for a part with other than its standard sizes: the example in the part's file."""
    examples = [
        (part.name, part.header.example)
        for part in catalogue().values()
        if part.standard and part.header.example
    ]
    name, example = examples[0]
    return {"part": name, "parameters": dict(example.parameters)}


def _add_part_example(schema: dict[str, Any]) -> None:
    schema["examples"] = [part_example()]


class PartBuildRequest(Strict):
    """A part of the catalogue; ``GET /parts`` lists them."""

    model_config = ConfigDict(json_schema_extra=_add_part_example)

    part: Annotated[str, Field(min_length=1, max_length=100)]
    parameters: Parameters = Field(default_factory=dict)


def _read_design(given: Any, _: ValidatorFunctionWrapHandler) -> Design:
    """Read a design; its own error names each problem by its path, and is passed through by pydantic.

    Raises:
        InvalidDesign: It is not written as it has to be.
    """
    return given if isinstance(given, Design) else Design.read(given)


DESIGN_EXAMPLE: Final[dict[str, Any]] = {
    "design": {
        "bodies": [
            {
                "base": {
                    "kind": "extrusion",
                    "profile": {"kind": "rectangle", "length": 90, "width": 60, "corner_radius": 5},
                    "height": "1/4 in",
                },
                "features": [
                    {
                        "kind": "hole",
                        "thread": "M5",
                        "at": {"kind": "corners", "inset": 8},
                    }
                ],
            }
        ]
    }
}


#: Its whole schema, which is longer than the rest of this document, has an address of its own.
_DESIGN_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "description": "A model as data, as `GET /design/schema` describes it.",
    "required": ["bodies"],
    "additionalProperties": True,
}


_EDIT_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "description": "An edit as `docs/design.md` describes it.",
    "required": ["kind"],
    "properties": {"kind": {"type": "string"}},
    "additionalProperties": True,
    "examples": [{"kind": "set", "path": "hole.diameter", "value": "5 mm"}],
}


def _with_kind(edit: dict[str, Any]) -> dict[str, Any]:
    """Check that an edit says what it is; the rest is checked together with its design.

    Raises:
        ValueError: It has no kind, or that is no text.
    """
    if not isinstance(edit.get("kind"), str):
        raise ValueError('an edit needs a kind: {"kind": "set", "path": "hole.diameter", "value": 5}')
    return edit


Edits = Annotated[
    tuple[Annotated[dict[str, Any], AfterValidator(_with_kind), WithJsonSchema(_EDIT_SCHEMA)], ...],
    Field(max_length=MOST_EDITS),
]


def _read_optional_design(given: Any, handler: ValidatorFunctionWrapHandler) -> Design | None:
    """Read a design that may be left out; errors as for ``_read_design``."""
    return None if given is None else _read_design(given, handler)


_OPTIONAL_DESIGN_SCHEMA: Final[dict[str, Any]] = {"anyOf": [_DESIGN_SCHEMA, {"type": "null"}]}


class DesignBuildRequest(Strict):
    """A model as data; ``GET /design/schema`` describes it."""

    model_config = ConfigDict(json_schema_extra={"examples": [DESIGN_EXAMPLE]})

    design: Annotated[Design, WrapValidator(_read_design), WithJsonSchema(_DESIGN_SCHEMA)]
    edits: Annotated[Edits, Field(description="What to change about it before it is built, in order.")] = ()
    files: Annotated[
        Files,
        Field(
            description="STEP files that its bodies begin with: the name in the design to the content in"
            " base64. A file that is not here is a model that is still kept."
        ),
    ] = Field(default_factory=dict)

    def to_files(self) -> dict[str, bytes]:
        """Return the files' contents by name.

        Raises:
            InvalidParameter: One is not base64.
        """
        return _decoded(self.files)


class MessageIn(Strict):
    """A message of a conversation."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"message": "plate 80 x 60"}]})

    message: Annotated[str, Field(max_length=LONGEST_REQUEST)] = ""
    session: Annotated[
        str | None,
        Field(
            pattern=r"^[A-Za-z0-9_-]{16,64}$",
            description="Of the conversation, as the last answer gave it; left out, a new one begins.",
        ),
    ] = None
    design: Annotated[
        Design | None, WrapValidator(_read_optional_design), WithJsonSchema(_OPTIONAL_DESIGN_SCHEMA)
    ] = None
    edits: Annotated[Edits, Field(description="Of the design, or of the conversation's last model.")] = ()
    undo: Annotated[bool, Field(description="Make the model again that came before the last one.")] = False

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        """Check that a message says something, and not two things at once.

        Raises:
            ValueError: It does not.
        """
        ways = [bool(self.message.strip()), self.design is not None or bool(self.edits), self.undo]
        if sum(ways) != 1:
            raise ValueError("a message is words, or a design or edits, or an undo: one of them")
        return self

    def instead(self) -> dict[str, Any] | None:
        """Return what it brings instead of words, as ``Sessions.say`` takes it; None for words."""
        if self.undo:
            return {"action": "undo"}
        design = {} if self.design is None else {"design": self.design.to_dict()}
        return {**design, "edits": list(self.edits)} if design or self.edits else None


class DesignIn(Strict):
    """A design alone."""

    model_config = ConfigDict(json_schema_extra={"examples": [DESIGN_EXAMPLE]})

    design: Annotated[Design, WrapValidator(_read_design), WithJsonSchema(_DESIGN_SCHEMA)]


class ScriptBuildRequest(Strict):
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
        """Return the files' contents by name.

        Raises:
            InvalidParameter: One is not base64.
        """
        return _decoded(self.files)


def _kind_of(body: Any) -> str:
    """Return the kind of a build request by its keys; "request" (words) unless another key is there."""
    keys = body if isinstance(body, dict) else vars(body) if isinstance(body, BaseModel) else {}
    return next((kind for kind in ("script", "part", "design") if kind in keys), "request")


def _bounded(body: Any) -> Any:
    """Check the number of values before the rest is validated: each could be an error in the answer.

    Raises:
        ValueError: There are more than any build request needs.
    """
    seen, waiting = 0, [body]
    while waiting:
        value = waiting.pop()
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        seen += len(inner)
        if seen > MOST_VALUES_IN_ALL:
            raise ValueError(f"a build request may have {MOST_VALUES_IN_ALL} values at most")
        waiting += inner
    return body


BuildRequest = Annotated[
    Annotated[TextBuildRequest, Tag("request")]
    | Annotated[PartBuildRequest, Tag("part")]
    | Annotated[DesignBuildRequest, Tag("design")]
    | Annotated[ScriptBuildRequest, Tag("script")],
    Discriminator(_kind_of),
    BeforeValidator(_bounded),
]


class KeepIn(Strict):
    """How much longer a model is kept."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"minutes": 30}]})

    minutes: Annotated[
        float,
        Field(gt=0, le=1440, allow_inf_nan=False, strict=True, description="Minutes to add to its deadline."),
    ]
