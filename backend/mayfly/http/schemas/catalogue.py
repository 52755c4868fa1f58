"""The parts of the catalogue."""

from __future__ import annotations

from pydantic import BaseModel, Field

from mayfly.contracts import ParameterValue


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


class PartsOut(BaseModel):
    """The catalogue."""

    parts: list[PartOut]
